//! A JSON value becomes XML text.

use quick_xml::{
    events::{BytesEnd, BytesStart, BytesText, Event},
    writer::Writer,
};
use serde_json::Value;

use super::{Element, Member, Shape, closest};

type Text = Writer<Vec<u8>>;

const BAD_NAME: &str = "has a member whose name XML cannot write";

/// The value as a document.
///
/// # Errors
/// A name that XML cannot write.
pub(super) fn document(value: &Value, element: Element) -> Result<String, &'static str> {
    let mut writer = Writer::new(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_vec());
    write(&mut writer, element, value)?;
    String::from_utf8(writer.into_inner()).map_err(|_| BAD_NAME)
}

/// One element with this value.
fn write(writer: &mut Text, element: Element, value: &Value) -> Result<(), &'static str> {
    let mut start = start(element.name)?;
    declare(&mut start, element);
    let shape = settled(element.shape, value);
    let members = match (shape, value) {
        (Shape::Record(members), Value::Object(_)) => members,
        _ => &[],
    };
    for member in members.iter().filter(|member| member.attribute) {
        let text = value.get(member.json).and_then(scalar);
        if let Some(text) = text {
            if !is_name(member.element.name) {
                return Err(BAD_NAME);
            }
            declare(&mut start, member.element);
            start.push_attribute((member.element.name, text.as_str()));
        }
    }
    emit(writer, Event::Start(start))?;
    content(writer, element, shape, value)?;
    emit(writer, Event::End(BytesEnd::new(element.name)))
}

/// The shape that a value has, of several that it could have.
fn settled(shape: Shape, value: &Value) -> Shape {
    let Shape::OneOf(shapes) = shape.settled() else {
        return shape.settled();
    };
    let found = closest(shapes, |shape| match (shape, value) {
        (Shape::Record(members), Value::Object(object)) => {
            let unknown = |name: &&String| members.iter().all(|member| member.json != **name);
            Some(object.keys().filter(unknown).count())
        }
        (Shape::Map(_), Value::Object(_)) => Some(usize::MAX),
        (Shape::List(_), Value::Array(_)) => Some(0),
        _ => None,
    });
    found.unwrap_or(Shape::Any)
}

fn content(
    writer: &mut Text,
    element: Element,
    shape: Shape,
    value: &Value,
) -> Result<(), &'static str> {
    match (shape, value) {
        (Shape::Record(members), Value::Object(object)) => {
            for member in members.iter().filter(|member| !member.attribute) {
                if let Some(value) = object.get(member.json) {
                    one(writer, member, value)?;
                }
            }
            let unknown = object.iter();
            let unknown = unknown.filter(|(name, _)| members.iter().all(|m| m.json != *name));
            unknown
                .into_iter()
                .try_for_each(|(name, value)| free(writer, name, value))
        }
        (Shape::List(item), Value::Array(items)) => items
            .iter()
            .try_for_each(|value| write(writer, *item, value)),
        (Shape::Map(inner), Value::Object(object)) => object
            .iter()
            .try_for_each(|(name, value)| keyed(writer, name, *inner, value)),
        (_, Value::Object(object)) => object
            .iter()
            .try_for_each(|(name, value)| free(writer, name, value)),
        (_, Value::Array(items)) => items
            .iter()
            .try_for_each(|value| free(writer, element.name, value)),
        (_, value) => match scalar(value) {
            Some(text) => emit(writer, Event::Text(BytesText::new(&text))),
            None => Ok(()),
        },
    }
}

/// A member that is no attribute. What is `null` is left out.
fn one(writer: &mut Text, member: &Member, value: &Value) -> Result<(), &'static str> {
    match (member.bare_items(), value) {
        (_, Value::Null) => Ok(()),
        (Some(item), Value::Array(items)) => items
            .iter()
            .try_for_each(|value| write(writer, *item, value)),
        _ => write(writer, member.element, value),
    }
}

/// A member of which the description says nothing: a list is an element for each item.
fn free(writer: &mut Text, name: &str, value: &Value) -> Result<(), &'static str> {
    match value {
        Value::Array(items) => items.iter().try_for_each(|value| free(writer, name, value)),
        value => keyed(writer, name, Shape::Any, value),
    }
}

/// An element whose name is data.
fn keyed(writer: &mut Text, name: &str, shape: Shape, value: &Value) -> Result<(), &'static str> {
    emit(writer, Event::Start(start(name)?))?;
    let element = super::element("item", shape);
    content(writer, element, settled(shape, value), value)?;
    emit(writer, Event::End(BytesEnd::new(name)))
}

fn start(name: &str) -> Result<BytesStart<'_>, &'static str> {
    match is_name(name) {
        true => Ok(BytesStart::new(name)),
        false => Err(BAD_NAME),
    }
}

/// Adds the namespace that an element or attribute declares, once.
fn declare(start: &mut BytesStart<'_>, element: Element) {
    if element.space.is_empty() {
        return;
    }
    let key = match element.name.split_once(':') {
        Some((prefix, _)) => format!("xmlns:{prefix}"),
        None => "xmlns".to_owned(),
    };
    let known = start.attributes().flatten();
    if !known.into_iter().any(|known| known.key.into_inner() == key) {
        start.push_attribute((key.as_str(), element.space));
    }
}

/// Whether this can be the name of an element.
///
/// Source: XML 1.0, "Names", without the rarer characters.
fn is_name(name: &str) -> bool {
    let first = |c: char| c == '_' || c.is_alphabetic();
    let rest = |c: char| first(c) || c == '-' || c == '.' || c == ':' || c.is_numeric();
    name.starts_with(first) && name.chars().all(rest)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Array(items) => {
            let texts: Option<Vec<String>> = items.iter().map(scalar).collect();
            texts.map(|texts| texts.join(" "))
        }
        Value::Object(_) => None,
    }
}

fn emit(writer: &mut Text, event: Event<'_>) -> Result<(), &'static str> {
    writer.write_event(event).map_err(|_| BAD_NAME)
}
