//! XML text becomes a JSON value.

use quick_xml::{
    XmlVersion,
    events::{BytesStart, Event},
    reader::Reader,
};
use serde_json::{Map as Object, Value};

use super::{Element, Member, Shape, closest, local};
use crate::runtime::{json::DEEPEST, payload::Unreadable};

/// An element as it came.
#[derive(Debug, Default)]
struct Node {
    /// Its name, without a prefix.
    name: String,
    /// Its attributes without namespaces, by names without prefixes.
    attributes: Vec<(String, String)>,
    /// The elements inside.
    children: Vec<Node>,
    /// The text between them.
    text: String,
    /// `xsi:nil="true"`.
    nil: bool,
}

/// The value in the outermost element.
///
/// # Errors
/// [`Unreadable::Other`]: the text is not XML.
pub(super) fn document(text: &str, shape: Shape) -> Result<Value, Unreadable> {
    let root = parse(text).map_err(Unreadable::Other)?;
    Ok(value(&root, shape))
}

type Problem = Box<dyn std::error::Error + Send + Sync>;

fn parse(text: &str) -> Result<Node, Problem> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut open = vec![Node::default()];
    loop {
        let event = reader.read_event()?;
        let empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(start) | Event::Empty(start) => {
                if open.len() > DEEPEST {
                    return Err("the elements are nested too deeply".into());
                }
                open.push(node(&start)?);
                if empty {
                    close(&mut open);
                }
            }
            Event::End(_) => close(&mut open),
            Event::Text(text) => say(&mut open, &text.xml10_content()),
            Event::CData(text) => say(&mut open, &text.xml10_content()),
            Event::GeneralRef(name) => {
                let text = match name.resolve_char_ref()? {
                    Some(character) => character.to_string(),
                    None => quick_xml::escape::unescape(&format!("&{};", name.into_inner()))?
                        .into_owned(),
                };
                say(&mut open, &text);
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof => break,
        }
    }
    let document = open.swap_remove(0);
    let one = document.children.into_iter().next();
    match one.filter(|_| open.is_empty()) {
        Some(root) => Ok(root),
        None => Err("the outermost element is missing or does not end".into()),
    }
}

fn node(start: &BytesStart<'_>) -> Result<Node, Problem> {
    let mut node = Node {
        name: local(start.name().into_inner()).to_owned(),
        ..Node::default()
    };
    for attribute in start.attributes() {
        let attribute = attribute?;
        let name = attribute.key.into_inner();
        let text = attribute.normalized_value(XmlVersion::Implicit1_0)?;
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        match (prefix, local) {
            ("xmlns", _) | ("", "xmlns") => {}
            ("", _) => node.attributes.push((local.to_owned(), text.into_owned())),
            (_, "nil") => node.nil = matches!(text.trim(), "true" | "1"),
            (_, "type" | "schemaLocation" | "noNamespaceSchemaLocation") if prefix == "xsi" => {}
            _ => node.attributes.push((local.to_owned(), text.into_owned())),
        }
    }
    Ok(node)
}

fn close(open: &mut Vec<Node>) {
    // The document itself stands at the bottom; quick-xml refuses an end without a start.
    if open.len() < 2 {
        return;
    }
    if let (Some(node), Some(owner)) = (open.pop(), open.last_mut()) {
        owner.children.push(node);
    }
}

fn say(open: &mut [Node], text: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(text);
    }
}

/// The value of an element.
fn value(node: &Node, shape: Shape) -> Value {
    if node.nil {
        return Value::Null;
    }
    match shape.settled() {
        Shape::Text | Shape::Scalar | Shape::Boolean => leaf(&node.text, shape),
        Shape::OneOf(shapes) => one_of(node, shapes),
        Shape::Guess => free(node, &|text| match scalar(text) {
            Value::Null => Value::from(text),
            value => value,
        }),
        Shape::Any | Shape::Type(_) => free(node, &|text| Value::from(text)),
        Shape::List(item) => items(node, item),
        Shape::Map(inner) => {
            let members = node.children.iter();
            let members = members.map(|child| (child.name.clone(), value(child, *inner)));
            Value::Object(members.collect())
        }
        Shape::Record(members) => record(node, members),
    }
}

/// A number or boolean; `null` for no text; a text that is neither stays what it is, and is refused
/// by the type it is for.
fn scalar(text: &str) -> Value {
    let text = text.trim();
    match serde_json::from_str(text) {
        Ok(value @ (Value::Number(_) | Value::Bool(_))) => value,
        _ if text.is_empty() => Value::Null,
        _ => Value::from(text),
    }
}

/// `true` and `false`, and what XML Schema has for them beside; any other text stays what it is.
fn boolean(text: &str) -> Value {
    match text.trim() {
        "true" | "1" => Value::Bool(true),
        "false" | "0" => Value::Bool(false),
        "" => Value::Null,
        text => Value::from(text),
    }
}

/// The value of a text.
fn leaf(text: &str, shape: Shape) -> Value {
    match shape.settled() {
        Shape::Text | Shape::Any => Value::from(text),
        Shape::Boolean => boolean(text),
        Shape::OneOf(shapes) => text_of(text, shapes),
        _ => scalar(text),
    }
}

/// The value of a text that could be one of several: what is among them alone decides.
fn text_of(text: &str, shapes: &[Shape]) -> Value {
    let has = |wanted: fn(&Shape) -> bool| shapes.iter().any(|one| wanted(&one.settled()));
    match scalar(text) {
        number @ Value::Number(_) if has(|one| matches!(one, Shape::Scalar)) => number,
        flag @ Value::Bool(_) if has(|one| matches!(one, Shape::Boolean)) => flag,
        _ if has(|one| matches!(one, Shape::Text | Shape::Any)) => Value::from(text),
        other => other,
    }
}

/// An element that could hold one of several shapes.
fn one_of(node: &Node, shapes: &[Shape]) -> Value {
    let text = shapes
        .iter()
        .any(|one| matches!(one.settled(), Shape::Text | Shape::Any));
    let bare = node.children.is_empty() && node.attributes.is_empty();
    if bare && (text || !node.text.trim().is_empty()) {
        return text_of(&node.text, shapes);
    }
    let elements = |name: &str| {
        let named = node.children.iter().filter(|child| child.name != name);
        named.count()
    };
    let found = closest(shapes, |shape| match shape {
        Shape::Record(members) => Some(unknown(node, members)),
        Shape::List(item) => Some(elements(local(item.name))),
        Shape::Map(_) => Some(node.attributes.len()),
        _ => None,
    });
    match found {
        Some(shape) => value(node, shape),
        None => free(node, &|text| Value::from(text)),
    }
}

fn items(node: &Node, item: &Element) -> Value {
    let items = node.children.iter();
    items.map(|child| value(child, item.shape)).collect()
}

fn record(node: &Node, members: &[Member]) -> Value {
    let mut object = Object::new();
    for member in members {
        let name = local(member.element.name);
        let child = || node.children.iter().find(|child| child.name == name);
        let found = if member.attribute {
            let mut attributes = node.attributes.iter();
            let found = attributes.find(|(known, _)| known == name);
            found.map(|(_, text)| leaf(text, member.element.shape))
        } else if let Some(item) = member.bare_items() {
            let of_item = |child: &&Node| child.name == local(item.name);
            let items = node.children.iter().filter(of_item);
            let items: Vec<Value> = items.map(|child| value(child, item.shape)).collect();
            (!items.is_empty()).then_some(Value::Array(items))
        } else {
            child().map(|child| value(child, member.element.shape))
        };
        if let Some(found) = found {
            object.insert(member.json.to_owned(), found);
        }
    }
    rest(node, members, &mut object);
    Value::Object(object)
}

/// Whether a member is meant by this name.
fn known(members: &[Member], name: &str, attribute: bool) -> bool {
    members.iter().any(|member| {
        let element = member.bare_items().unwrap_or(&member.element);
        member.attribute == attribute && local(element.name) == name
    })
}

/// How many elements and attributes no member is meant by.
fn unknown(node: &Node, members: &[Member]) -> usize {
    let attributes = node.attributes.iter().map(|(name, _)| (name, true));
    let children = node.children.iter().map(|child| (&child.name, false));
    let all = attributes.chain(children);
    all.filter(|(name, attribute)| !known(members, name, *attribute))
        .count()
}

/// Keeps what no member is meant by.
fn rest(node: &Node, members: &[Member], object: &mut Object<String, Value>) {
    for (name, text) in &node.attributes {
        if !known(members, name, true) && !object.contains_key(name) {
            object.insert(name.clone(), Value::from(text.as_str()));
        }
    }
    let unknown = |child: &&Node| !known(members, &child.name, false);
    for child in node.children.iter().filter(unknown) {
        let value = free(child, &|text| Value::from(text));
        add(object, &child.name, value);
    }
}

/// An element of which nothing is known.
fn free(node: &Node, leaf: &dyn Fn(&str) -> Value) -> Value {
    if node.nil {
        return Value::Null;
    }
    if node.children.is_empty() && node.attributes.is_empty() {
        return leaf(&node.text);
    }
    let mut object = Object::new();
    for (name, text) in &node.attributes {
        object.insert(name.clone(), leaf(text));
    }
    for child in &node.children {
        add(&mut object, &child.name, free(child, leaf));
    }
    Value::Object(object)
}

/// Adds a member; one that repeats is a list.
fn add(object: &mut Object<String, Value>, name: &str, value: Value) {
    match object.get_mut(name) {
        None => _ = object.insert(name.to_owned(), value),
        Some(Value::Array(list)) => list.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
}
