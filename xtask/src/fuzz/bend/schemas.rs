//! Schemas are bent: nested, led in circles, crowded, contradicted.

use serde_json::{Map, Value, json};

use super::{any_object, component, is_schema, node};
use crate::fuzz::{dice::Dice, words};

/// Keywords that are put where they may mean nothing.
const KEYWORDS: [&str; 56] = [
    "type",
    "format",
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "items",
    "prefixItems",
    "enum",
    "const",
    "oneOf",
    "anyOf",
    "allOf",
    "not",
    "if",
    "then",
    "else",
    "discriminator",
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "default",
    "example",
    "examples",
    "title",
    "description",
    "minimum",
    "maximum",
    "minLength",
    "pattern",
    "uniqueItems",
    "contentEncoding",
    "contentMediaType",
    "$ref",
    "$id",
    "$anchor",
    "$defs",
    "$dynamicRef",
    "xml",
    "parameters",
    "requestBody",
    "responses",
    "security",
    "servers",
    "tags",
    "callbacks",
    "content",
    "schema",
    "in",
    "style",
    "explode",
    "headers",
    "links",
    "operationId",
    "x-fuzz",
];

const TYPES: [&str; 9] = [
    "string", "integer", "number", "boolean", "object", "array", "null", "file", "any",
];

pub(super) fn retype(value: &mut Value, dice: &mut Dice) {
    if let Some(Value::Object(schema)) = node(value, dice, &is_schema) {
        let first = dice.pick(&TYPES);
        let types = match dice.below(4) {
            0 => json!([first, "null"]),
            1 => json!([first, dice.pick(&TYPES), dice.pick(&TYPES)]),
            _ => json!(first),
        };
        schema.insert("type".to_owned(), types);
    }
}

/// A schema goes deep into others.
pub(super) fn nest(value: &mut Value, dice: &mut Dice) {
    let depth = dice.count(110);
    let Some(schema) = node(value, dice, &is_schema) else {
        return;
    };
    let same = dice.one_in(2);
    let mut way = dice.below(9);
    for level in 0..depth {
        if !same {
            way = dice.below(9);
        }
        let inner = schema.take();
        *schema = match way {
            0 => json!({ "type": "array", "items": inner }),
            1 => json!({ "type": "object", "properties": { "a": inner } }),
            2 => json!({ "allOf": [inner, { "type": "object" }] }),
            3 => json!({ "oneOf": [inner, { "type": "string" }] }),
            4 => json!({ "anyOf": [inner, { "type": "array", "items": {} }] }),
            5 => json!({ "additionalProperties": inner }),
            6 => json!({ "allOf": [inner] }),
            7 => json!({ "not": inner }),
            _ => json!({ "prefixItems": [inner, { "const": level }] }),
        };
    }
}

/// Schemas lead back to where one came from, or all to one another.
pub(super) fn circle(value: &mut Value, dice: &mut Dice) {
    let times = dice.count(40);
    for _ in 0..times {
        let Some(name) = component(value, dice) else {
            return;
        };
        let to = json!({ "$ref": format!("#/components/schemas/{name}") });
        let Some(schema) = node(value, dice, &is_schema) else {
            continue;
        };
        match (dice.below(5), schema) {
            (0, schema) => *schema = to,
            (1, schema) => *schema = json!({ "allOf": [schema.take(), to] }),
            (2, schema) => *schema = json!({ "oneOf": [schema.take(), to] }),
            (3, Value::Object(schema)) => drop(schema.insert("items".to_owned(), to)),
            (_, Value::Object(schema)) => {
                schema.insert("properties".to_owned(), json!({ "next": to }));
            }
            _ => {}
        }
    }
}

/// Very many values, members or branches.
pub(super) fn crowd(value: &mut Value, dice: &mut Dice) {
    let many = dice.count(1_500);
    let names: Vec<String> = (0..many)
        .map(|index| match dice.below(3) {
            0 => words::word(dice),
            1 => format!("name {index}"),
            _ => format!("{}{index}", words::word(dice)),
        })
        .collect();
    let Some(schema) = node(value, dice, &is_schema) else {
        return;
    };
    *schema = match dice.below(4) {
        0 => json!({ "enum": names }),
        1 => {
            let members = names
                .iter()
                .map(|name| (name.clone(), json!({ "enum": ["a", "b"] })));
            json!({ "required": names, "properties": members.collect::<Map<_, _>>() })
        }
        2 => {
            let branch =
                |name| json!({ "required": ["t"], "properties": { "t": { "const": name } } });
            json!({ "oneOf": names.iter().take(150).map(branch).collect::<Vec<_>>() })
        }
        _ => {
            json!({ "allOf": names.iter().take(150).map(|name| json!({ "required": [name] })).collect::<Vec<_>>() })
        }
    };
}

pub(super) fn keyword(value: &mut Value, dice: &mut Dice) {
    let from = match node(value, dice, &is_schema) {
        Some(schema) if dice.one_in(2) => schema.clone(),
        _ => words::value(dice),
    };
    let from = match dice.below(4) {
        0 => json!([from]),
        1 => json!({ words::word(dice): from }),
        _ => from,
    };
    if let Some(Value::Object(members)) = node(value, dice, &any_object) {
        members.insert((dice.pick(&KEYWORDS)).to_owned(), from);
    }
}

pub(super) fn discriminate(value: &mut Value, dice: &mut Dice) {
    let name = component(value, dice).unwrap_or_default();
    let mapping = match dice.below(4) {
        0 => {
            json!({ "a": name, "b": words::reference(dice), words::word(dice): format!("#/components/schemas/{name}") })
        }
        1 => words::value(dice),
        _ => Value::Null,
    };
    if let Some(Value::Object(schema)) = node(value, dice, &is_schema) {
        let member = dice.pick(&["type", "kind", "t", "", "name"]);
        let mut discriminator = json!({ "propertyName": member });
        if !mapping.is_null() {
            discriminator["mapping"] = mapping;
        }
        schema.insert("discriminator".to_owned(), discriminator);
    }
}

/// Components that lead to one another, one after the other.
pub(super) fn chain(value: &mut Value, dice: &mut Dice) {
    let length = dice.count(300);
    let way = dice.below(8);
    let end = component(value, dice).unwrap_or_else(|| "Chain0".to_owned());
    let Some(Value::Object(schemas)) = value.pointer_mut("/components/schemas") else {
        return;
    };
    for index in 0..length {
        let next = match index + 1 == length {
            true => end.clone(),
            false => format!("Chain{}", index + 1),
        };
        let to = json!({ "$ref": format!("#/components/schemas/{next}") });
        let link = match way {
            0 => to,
            1 => json!({ "allOf": [to, { "properties": { format!("p{index}"): {} } }] }),
            2 => json!({ "type": "array", "items": to }),
            3 => json!({ "required": ["next"], "properties": { "next": to } }),
            4 => json!({ "required": ["a", "b"], "properties": { "a": to, "b": to } }),
            5 => {
                json!({ "oneOf": [to, { "$ref": "#/components/schemas/Chain0" }], "properties": { "a": {} } })
            }
            6 => {
                json!({ "anyOf": [to, { "allOf": [to] }, { "oneOf": [to, { "type": "string" }] }] })
            }
            _ => json!({ "oneOf": [to, { "type": "integer" }] }),
        };
        schemas.insert(format!("Chain{index}"), link);
    }
}
