//! `enum` and `const`: the values a schema allows, made to agree with its type.

use rustc_hash::FxHashSet;
use serde_json::{Map, Number, Value, json};

use super::{
    super::{
        context::{Context, Path, Version},
        mend::text_number,
    },
    make_null,
};
use crate::report::codes;

/// `const` becomes an `enum` of one value.
pub(super) fn constant(cx: &mut Context<'_>, object: &mut Map<String, Value>, path: &Path<'_>) {
    let Some(value) = object.shift_remove("const") else {
        return;
    };
    if cx.version == Version::V3_0 {
        let met = "`const` is no keyword of OpenAPI 3.0";
        cx.tally(
            codes::OTHER_VERSION,
            path,
            met,
            "it means what it means in 3.1",
        );
    }
    let at = path.pointer();
    cx.moved
        .insert(at.child("enum").item(0), &at.child("const"));
    object.insert("enum".to_owned(), json!([value]));
}

/// Takes `null` and repetitions out of an `enum`, and makes its values and its type agree.
pub(super) fn values(cx: &mut Context<'_>, object: &mut Map<String, Value>, path: &Path<'_>) {
    let Some(Value::Array(mut values)) = object.shift_remove("enum") else {
        return;
    };
    let all = values.len();
    values.retain(|value| !value.is_null());
    let has_null = values.len() < all;
    if values.is_empty() && has_null {
        return make_null(object);
    }
    if values.is_empty() {
        cx.mended(
            codes::MISFIT_ENUM,
            path,
            "this `enum` has no values",
            "it is ignored",
        );
        return;
    }
    if has_null
        && object.insert("nullable".to_owned(), json!(true)) != Some(json!(true))
        && cx.version == Version::V3_0
        && object.contains_key("type")
    {
        let met = "`null` is one of the values, but the schema is not `nullable`";
        cx.tally(codes::MISFIT_ENUM, path, met, "it is read as `nullable`");
    }
    values = agree(cx, object, values, path);
    let before = values.len();
    let mut known = FxHashSet::default();
    values.retain(|value| known.insert(value.to_string()));
    if values.len() < before {
        let met = "an `enum` repeats a value";
        cx.tally(codes::MISFIT_ENUM, path, met, "the value counts once");
    }
    if !values.is_empty() {
        object.insert("enum".to_owned(), Value::Array(values));
    }
}

/// Makes the values fit the type, or the type fit the values. What is left of the values.
fn agree(
    cx: &mut Context<'_>,
    object: &mut Map<String, Value>,
    values: Vec<Value>,
    path: &Path<'_>,
) -> Vec<Value> {
    let Some(type_) = object
        .get("type")
        .and_then(Value::as_str)
        .map(str::to_owned)
    else {
        // Beside branches, a type could contradict them.
        let branches = ["oneOf", "anyOf", "allOf"]
            .iter()
            .any(|key| object.contains_key(*key));
        if let Some(type_) = common_type(&values).filter(|_| !branches) {
            object.insert("type".to_owned(), json!(type_));
        }
        return values;
    };
    if values.iter().all(|value| fits(value, &type_)) {
        return values;
    }
    if let Some(converted) = values.iter().map(|value| convert(value, &type_)).collect() {
        let met = "an `enum`'s values are of another type than the schema";
        cx.tally(
            codes::MISFIT_ENUM,
            path,
            met,
            "they are read as values of the schema's type",
        );
        return converted;
    }
    disagree(cx, object, values, &type_, path)
}

/// What to do about values that cannot be of the schema's type.
fn disagree(
    cx: &mut Context<'_>,
    object: &mut Map<String, Value>,
    values: Vec<Value>,
    type_: &str,
    path: &Path<'_>,
) -> Vec<Value> {
    let met = format!("this `enum` has values that are no `{type_}`");
    let listed = type_ == "array" && object.get("items").is_none_or(plain_items);
    let composed = object.contains_key("properties") || object.contains_key("items");
    let done = match () {
        () if listed => "it is read as the `enum` of the items",
        () if composed => "the `enum` is ignored",
        () => "the values count, not the type",
    };
    cx.mended(codes::MISFIT_ENUM, path, met, done);
    if listed {
        let items = object.entry("items").or_insert_with(|| json!({}));
        if let Value::Object(items) = items {
            items.insert("enum".to_owned(), Value::Array(values));
            let at = path.pointer();
            cx.moved
                .insert(at.child("items").child("enum"), &at.child("enum"));
        }
        return Vec::new();
    }
    if composed {
        return Vec::new();
    }
    match common_type(&values) {
        Some(type_) => object.insert("type".to_owned(), json!(type_)),
        None => object.shift_remove("type"),
    };
    values
}

fn plain_items(items: &Value) -> bool {
    items.as_object().is_some_and(|items| {
        !items.contains_key("$ref") && !items.contains_key("enum") && !items.contains_key("items")
    })
}

fn fits(value: &Value, type_: &str) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) => type_ == "boolean",
        Value::Number(number) => match type_ {
            "integer" => !number.is_f64(),
            type_ => type_ == "number",
        },
        Value::String(_) => type_ == "string",
        Value::Array(_) => type_ == "array",
        Value::Object(_) => type_ == "object",
    }
}

/// The value of that type which a value was meant to be.
fn convert(value: &Value, type_: &str) -> Option<Value> {
    if fits(value, type_) {
        return Some(value.clone());
    }
    match (type_, value) {
        ("string", Value::Bool(_) | Value::Number(_)) => Some(Value::String(value.to_string())),
        ("integer", Value::Number(number)) => {
            let exact = number.as_f64().filter(|number| number.abs() < 9.0e15);
            let whole = exact.filter(|number| number.fract() == 0.0)?;
            Some(Value::Number(Number::from(whole as i64)))
        }
        ("integer" | "number", Value::String(text)) => {
            text_number(text).filter(|number| fits(number, type_))
        }
        ("boolean", Value::String(text)) => text.parse::<bool>().ok().map(Value::Bool),
        _ => None,
    }
}

/// The type that all values have.
fn common_type(values: &[Value]) -> Option<&'static str> {
    let types = ["string", "integer", "number", "boolean", "array", "object"];
    types
        .into_iter()
        .find(|type_| values.iter().all(|value| fits(value, type_)))
}
