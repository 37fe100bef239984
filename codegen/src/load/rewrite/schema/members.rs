//! Members and items: what newer and older dialects say of them in words that 3.0 lacks.

use serde_json::{Map, Value, json};

use super::super::context::{Context, Path, Version};
use crate::{pointer::Pointer, report::codes};

/// `required: true` on a property, as in draft 3, is heard by the schema that holds it.
pub(super) fn properties(cx: &mut Context<'_>, object: &mut Map<String, Value>, path: &Path<'_>) {
    let Some(Value::Object(properties)) = object.get("properties") else {
        return;
    };
    let is_true = |value: &Value| value == &json!(true) || value == &json!("true");
    let flagged = properties.iter().filter(|(_, property)| {
        property.get("required").is_some_and(is_true) && property.get("$ref").is_none()
    });
    let names = flagged.map(|(name, _)| name.clone()).collect::<Vec<_>>();
    if names.is_empty() {
        return;
    }
    let at = path.data("properties");
    let required = object.entry("required").or_insert_with(|| json!([]));
    if !required.is_array() {
        *required = json!([]);
    }
    for name in names {
        let met = "`required: true` stands in a property, as in draft 3 of JSON Schema";
        let done = "the property is read as required";
        cx.mended(codes::OTHER_VERSION, &at.data(&name), met, done);
        if let Value::Array(required) = required
            && !required.contains(&json!(name))
        {
            required.push(json!(name));
        }
    }
}

/// Items by position: `items` as an array becomes `prefixItems`. `items: false` behind them is the
/// schema that nothing meets, `{"not": {}}`, as any `false`.
pub(super) fn prefix_items(object: &mut Map<String, Value>, path: &Path<'_>, cx: &mut Context<'_>) {
    if let Some(Value::Array(mut items)) = object
        .get("items")
        .filter(|items| items.is_array())
        .cloned()
    {
        let met = "`items` is an array";
        let pointer = path.pointer();
        object.shift_remove("items");
        let rest = object.shift_remove("additionalItems");
        match items.len() {
            0 => {}
            1 => {
                cx.mended(
                    codes::OTHER_VERSION,
                    path,
                    met,
                    "its one schema is that of all items",
                );
                cx.moved
                    .insert(pointer.child("items"), &pointer.child("items").item(0));
                object.insert("items".to_owned(), items.remove(0));
            }
            _ => {
                if cx.version == Version::V3_0 {
                    let done = "its schemas are those of the items by position";
                    cx.mended(codes::OTHER_VERSION, path, met, done);
                }
                cx.moved
                    .insert(pointer.child("prefixItems"), &pointer.child("items"));
                object.insert("prefixItems".to_owned(), Value::Array(items));
                if let Some(rest) = rest {
                    object.insert("items".to_owned(), rest);
                }
            }
        }
    }
}

/// `if`/`then`/`else` and `dependentSchemas` cannot shape a type; the members they add are read as
/// optional ones.
pub(super) fn conditions(cx: &mut Context<'_>, object: &mut Map<String, Value>, path: &Path<'_>) {
    let met = "a condition on other members cannot be expressed by a type";
    let done = "the members it adds are read as optional ones";
    cx.tally(codes::NO_TYPE_FOR_IT, path, met, done);
    let pointer = path.pointer();
    let mut added = Vec::new();
    let mut add = |origin: Pointer, branch: Option<&Value>| {
        let properties = branch.and_then(|branch| branch.get("properties"));
        for (name, schema) in properties.and_then(Value::as_object).into_iter().flatten() {
            added.push((
                name.clone(),
                schema.clone(),
                origin.child("properties").child(name),
            ));
        }
    };
    add(pointer.child("then"), object.get("then"));
    add(pointer.child("else"), object.get("else"));
    let dependent = object.get("dependentSchemas").and_then(Value::as_object);
    for (name, branch) in dependent.into_iter().flatten() {
        add(pointer.child("dependentSchemas").child(name), Some(branch));
    }
    for key in ["if", "then", "else", "dependentSchemas"] {
        object.shift_remove(key);
    }
    if added.is_empty() {
        return;
    }
    let properties = object.entry("properties").or_insert_with(|| json!({}));
    for (name, schema, origin) in added {
        let Value::Object(properties) = properties else {
            return;
        };
        // A condition that only narrows a member must not replace it.
        if !properties.contains_key(&name) {
            cx.moved
                .insert(pointer.child("properties").child(&name), &origin);
            properties.insert(name, schema);
        }
    }
}

/// `patternProperties` become `additionalProperties`, where every member that has no name of its
/// own is one of them or has a schema too. Where anything else may stand beside them, they stay.
pub(super) fn pattern_properties(
    object: &mut Map<String, Value>,
    path: &Path<'_>,
    cx: &mut Context<'_>,
) {
    let named = object
        .get("properties")
        .is_some_and(|named| named != &json!({}));
    let extra = object.get("additionalProperties").cloned();
    let (closed, others) = match &extra {
        None => (false, None),
        Some(Value::Bool(open)) => (!open, None),
        Some(schema) => (false, Some(schema).filter(|schema| **schema != json!({}))),
    };
    let Some(Value::Object(patterns)) = object.shift_remove("patternProperties") else {
        return;
    };
    if patterns.is_empty() {
        return;
    }
    let open = extra == Some(Value::Bool(true));
    if others.is_none() && !closed && (named || open) {
        object.insert("patternProperties".to_owned(), Value::Object(patterns));
        return;
    }
    let pointer = path.pointer();
    let old = pointer.child("patternProperties");
    let new = pointer.child("additionalProperties");
    let mut schemas = Vec::with_capacity(patterns.len() + 1);
    let single = patterns.len() == 1 && others.is_none();
    for (pattern, schema) in patterns {
        let place = if single {
            new.clone()
        } else {
            new.child("anyOf").item(schemas.len())
        };
        cx.moved.insert(place, &old.child(&pattern));
        if !schemas.contains(&schema) {
            schemas.push(schema);
        }
    }
    if let Some(schema) = others.filter(|schema| !schemas.contains(schema)) {
        cx.moved
            .insert(new.child("anyOf").item(schemas.len()), &new);
        schemas.push(schema.clone());
    }
    let schema = match schemas.len() {
        1 => schemas.remove(0),
        _ => json!({ "anyOf": schemas }),
    };
    object.insert("additionalProperties".to_owned(), schema);
}

/// `unevaluatedProperties` and `unevaluatedItems` take the places of their simpler kin.
pub(super) fn unevaluated(object: &mut Map<String, Value>, path: &Path<'_>, cx: &mut Context<'_>) {
    for (key, kin) in [
        ("unevaluatedProperties", "additionalProperties"),
        ("unevaluatedItems", "items"),
    ] {
        match object.shift_remove(key) {
            Some(schema @ Value::Object(_)) if !object.contains_key(kin) => {
                let pointer = path.pointer();
                cx.moved.insert(pointer.child(kin), &pointer.child(key));
                object.insert(kin.to_owned(), schema);
            }
            // A boolean says no more of a value than that nothing else is promised.
            Some(_) | None => {}
        }
    }
}
