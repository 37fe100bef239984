//! A description is bent out of shape, in ways that know what a description looks like.

mod outside;
mod schemas;

use serde_json::{Map, Value, json};

use super::{dice::Dice, words};

/// Bends `value` once; `other` is another description to take nodes from.
pub(super) fn bend(value: &mut Value, other: &Value, dice: &mut Dice) {
    match dice.below(19) {
        0 => delete(value, dice),
        1 => duplicate(value, dice),
        2 => exchange(value, dice),
        3 => replace(value, dice),
        4 => rename(value, dice),
        5 => schemas::retype(value, dice),
        6 => refer(value, dice),
        7 => schemas::nest(value, dice),
        8 => schemas::circle(value, dice),
        9 => schemas::crowd(value, dice),
        10 => say(value, dice),
        11 => schemas::keyword(value, dice),
        12 => graft(value, other, dice),
        13 => outside::path(value, dice),
        14 => schemas::discriminate(value, dice),
        15 => outside::head(value, dice),
        16 => outside::parameter(value, dice),
        17 => outside::repeat_path(value, dice),
        _ => schemas::chain(value, dice),
    }
}

/// How many nodes a value has, itself included.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// The node at `index` in the order of the text, if `fits` says so, or the next that does.
fn nth<'v>(
    value: &'v mut Value,
    index: &mut usize,
    fits: &dyn Fn(&Value) -> bool,
) -> Option<&'v mut Value> {
    let here = *index == 0;
    *index = index.saturating_sub(1);
    if here {
        *index = 0;
        if fits(value) {
            return Some(value);
        }
    }
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| nth(item, index, fits)),
        Value::Object(members) => members.values_mut().find_map(|one| nth(one, index, fits)),
        _ => None,
    }
}

/// Some node that fits; `None` if there is none after where the dice fell.
fn node<'v>(
    value: &'v mut Value,
    dice: &mut Dice,
    fits: &dyn Fn(&Value) -> bool,
) -> Option<&'v mut Value> {
    let mut index = dice.below(count(value));
    nth(value, &mut index, fits)
}

fn any_object(value: &Value) -> bool {
    value.as_object().is_some_and(|members| !members.is_empty())
}

fn any_list(value: &Value) -> bool {
    any_object(value) || value.as_array().is_some_and(|items| !items.is_empty())
}

/// Whether a node is a schema, as far as one can see.
fn is_schema(value: &Value) -> bool {
    let keys = [
        "type",
        "$ref",
        "properties",
        "allOf",
        "oneOf",
        "anyOf",
        "enum",
        "items",
    ];
    keys.iter().any(|key| value.get(key).is_some()) && value.get("in").is_none()
}

fn key(members: &Map<String, Value>, dice: &mut Dice) -> String {
    let index = dice.below(members.len());
    members.keys().nth(index).cloned().unwrap_or_default()
}

fn delete(value: &mut Value, dice: &mut Dice) {
    match node(value, dice, &any_list) {
        Some(Value::Object(members)) => {
            let key = key(members, dice);
            members.shift_remove(&key);
        }
        Some(Value::Array(items)) => drop(items.remove(dice.below(items.len()))),
        _ => {}
    }
}

fn duplicate(value: &mut Value, dice: &mut Dice) {
    match node(value, dice, &any_list) {
        Some(Value::Object(members)) => {
            let key = key(members, dice);
            let copy = members.get(&key).cloned().unwrap_or_default();
            for _ in 0..dice.count(30) {
                let name = match dice.below(4) {
                    0 => key.to_uppercase(),
                    1 => format!("{key}_"),
                    2 => format!("{key} {}", dice.below(9)),
                    _ => words::word(dice),
                };
                members.insert(name, copy.clone());
            }
        }
        Some(Value::Array(items)) => {
            let copy = items[dice.below(items.len())].clone();
            items.extend(std::iter::repeat_n(copy, dice.count(30)));
        }
        _ => {}
    }
}

/// Two nodes change places.
fn exchange(value: &mut Value, dice: &mut Dice) {
    let Some(first) = node(value, dice, &|_| true).map(|node| node.clone()) else {
        return;
    };
    let Some(second) = node(value, dice, &|_| true) else {
        return;
    };
    let second = std::mem::replace(second, first);
    if let Some(node) = node(value, dice, &|_| true) {
        *node = second;
    }
}

fn replace(value: &mut Value, dice: &mut Dice) {
    if let Some(node) = node(value, dice, &|_| true) {
        *node = words::value(dice);
    }
}

/// A member gets another name, and keeps its place.
fn rename(value: &mut Value, dice: &mut Dice) {
    if let Some(Value::Object(members)) = node(value, dice, &any_object) {
        let old = key(members, dice);
        let new = words::word(dice);
        let taken = std::mem::take(members);
        members.extend(taken.into_iter().map(|(key, value)| match key == old {
            true => (new.clone(), value),
            false => (key, value),
        }));
    }
}

/// A reference leads elsewhere.
fn refer(value: &mut Value, dice: &mut Dice) {
    let text = match component(value, dice) {
        Some(name) if dice.one_in(2) => format!("#/components/schemas/{name}"),
        _ => words::reference(dice),
    };
    if let Some(Value::Object(node)) = node(value, dice, &|node| node.get("$ref").is_some()) {
        node.insert("$ref".to_owned(), json!(text));
    }
}

/// The name of some component schema.
fn component(value: &Value, dice: &mut Dice) -> Option<String> {
    let schemas = value.pointer("/components/schemas")?.as_object()?;
    (!schemas.is_empty()).then(|| key(schemas, dice))
}

/// A text says something else.
fn say(value: &mut Value, dice: &mut Dice) {
    let text = match dice.below(3) {
        0 => words::prose(dice),
        _ => words::word(dice),
    };
    match node(value, dice, &|node| {
        node.is_string() || node.get("type").is_some()
    }) {
        Some(Value::Object(members)) => {
            let key = dice.pick(&["description", "title", "default", "example", "pattern"]);
            members.insert(key.to_owned(), json!(text));
        }
        Some(node) => *node = json!(text),
        None => {}
    }
}

/// A node of another description.
fn graft(value: &mut Value, other: &Value, dice: &mut Dice) {
    let mut other = other.clone();
    let wanted: fn(&Value) -> bool = if dice.one_in(2) { is_schema } else { any_list };
    let Some(part) = node(&mut other, dice, &wanted).map(Value::take) else {
        return;
    };
    if let Some(node) = node(value, dice, &wanted) {
        *node = part;
    }
}
