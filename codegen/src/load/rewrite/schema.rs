//! A schema of any dialect becomes one of OpenAPI 3.0.
//!
//! What 3.0 cannot say stays under its own keyword where a later stage needs it; see
//! [`crate::load::carried`].

mod branches;
mod keywords;
mod kinds;
mod members;
mod reference;
mod values;

use serde_json::{Map, Value, json};

use super::context::{Context, Path, Version, what};
use crate::report::codes;

/// Rewrites one schema; the schemas inside it are rewritten later.
pub(super) fn schema(cx: &mut Context<'_>, value: &mut Value, path: &Path<'_>) {
    if !value.is_object() {
        *value = no_object(cx, value, path);
    }
    let Value::Object(object) = value else { return };
    if !reference::reference(cx, object, path) {
        return;
    }
    let seen = keywords::keywords(cx, object, path);
    if seen.identity {
        reference::anchors(cx, object, path);
    }
    if seen.required_flag {
        object.shift_remove("required");
    }
    if seen.properties {
        members::properties(cx, object, path);
    }
    if seen.old_tuple || seen.prefix_items {
        members::prefix_items(object, path, cx);
    }
    if seen.conditions {
        members::conditions(cx, object, path);
    }
    if seen.pattern_properties {
        members::pattern_properties(object, path, cx);
    }
    if seen.unevaluated {
        members::unevaluated(object, path, cx);
    }
    kinds::exclusive(cx, object, path, &seen);
    if seen.constant {
        values::constant(cx, object, path);
    }
    if seen.examples {
        super::mend::first_example(object);
    }
    if seen.content {
        kinds::content(object);
    }
    kinds::types(cx, object, path);
    if seen.branches {
        branches::branches(cx, object, path);
    }
    if seen.values || seen.constant {
        values::values(cx, object, path);
    }
    kinds::implied(object);
    kinds::foreign(cx, object, path);
    if seen.nullable && cx.version == Version::V3_1 {
        let met = "`nullable` is no keyword of OpenAPI 3.1";
        cx.tally(
            codes::OTHER_VERSION,
            path,
            met,
            "it means what it meant in 3.0",
        );
    }
}

/// Whether something can be read as a schema without giving anything up.
pub(super) fn is_schema(value: &Value) -> bool {
    match value {
        Value::Object(_) | Value::Bool(_) => true,
        Value::String(name) => kinds::known(name),
        Value::Null | Value::Number(_) | Value::Array(_) => false,
    }
}

/// What a schema that is no object means.
fn no_object(cx: &mut Context<'_>, value: &Value, path: &Path<'_>) -> Value {
    match value {
        Value::Bool(true) => json!({}),
        Value::Bool(false) => json!({ "not": {} }),
        Value::Null => {
            let met = "nothing stands where a schema must be";
            cx.tally(codes::MISSING, path, met, "it is read as \"anything\"");
            json!({})
        }
        Value::String(name) if kinds::known(name) => {
            let met = format!("a schema must stand here, not the text `{name}`");
            cx.mended(
                codes::WRONG_KIND,
                path,
                met,
                "it is read as the name of a type",
            );
            json!({ "type": name })
        }
        Value::String(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            let met = format!("a schema must stand here, not {}", what(value));
            cx.degraded(codes::WRONG_KIND, path, met, "it is read as \"anything\"");
            json!({})
        }
    }
}

/// Members that say something about a value of any type, wherever it stands.
fn is_annotation(key: &str) -> bool {
    matches!(
        key,
        "title"
            | "description"
            | "summary"
            | "default"
            | "example"
            | "examples"
            | "deprecated"
            | "readOnly"
            | "writeOnly"
            | "nullable"
            | "externalDocs"
            | "xml"
    ) || key.starts_with("x-")
}

/// Whether a schema means `null` and nothing else.
fn is_null(schema: &Value) -> bool {
    let Value::Object(object) = schema else {
        return false;
    };
    let only_null = |values: &Value| {
        values
            .as_array()
            .is_some_and(|values| values.len() == 1 && matches!(&values[0], Value::Null))
    };
    let type_ = match object.get("type") {
        Some(Value::String(name)) => name == "null",
        Some(Value::Array(names)) => names.len() == 1 && names[0] == "null",
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => false,
    };
    type_
        || object.get("enum").is_some_and(only_null)
        || object.get("const").is_some_and(Value::is_null)
        // What generators write for `null` in 3.0, where there is no such type.
        || (object.get("nullable") == Some(&Value::Bool(true))
            && object.keys().all(|key| is_annotation(key)))
}

/// Makes a schema mean `null` and nothing else, as well as 3.0 can say it.
fn make_null(object: &mut Map<String, Value>) {
    object.retain(|key, _| is_annotation(key));
    object.insert("enum".to_owned(), json!([null]));
    object.insert("nullable".to_owned(), Value::Bool(true));
}
