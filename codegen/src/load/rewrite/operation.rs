//! Path items and operations.

use serde_json::{Map, Value, json};

use super::{
    context::{Context, Path, Version, object},
    mend,
};
use crate::{load::kind::METHODS, report::codes};

/// A path item: its methods in lower case, its lists as lists.
pub(super) fn path_item(cx: &mut Context<'_>, value: &mut Value, path: &Path<'_>) {
    let Some(item) = object(cx, value, path) else {
        return;
    };
    methods(cx, item, path);
    item.retain(|key, value| match key.as_str() {
        "summary" | "description" => mend::text(cx, path, key, value),
        "servers" => mend::array(cx, path, key, value),
        "parameters" => parameters(cx, path, value),
        key if METHODS.contains(&key) => {
            let kept = value.is_object() || value.is_null();
            if value.is_null() {
                *value = json!({});
            } else if !kept {
                cx.dropped(&path.data(key), "operation", value);
            }
            kept
        }
        "additionalOperations" => {
            refused(cx, path, key);
            false
        }
        _ => true,
    });
}

fn refused(cx: &mut Context<'_>, path: &Path<'_>, key: &str) {
    let met = format!("`{key}` holds operations of methods that this generator does not know");
    cx.degraded(
        codes::UNKNOWN_METHOD,
        &path.data(key),
        met,
        "they are left out",
    );
}

/// `GET` is `get`.
fn methods(cx: &mut Context<'_>, item: &mut Map<String, Value>, path: &Path<'_>) {
    let odd = |key: &String| {
        let lower = key.to_ascii_lowercase();
        (lower != *key && METHODS.contains(&lower.as_str())).then_some(lower)
    };
    let odd = item
        .keys()
        .filter_map(|key| Some((key.clone(), odd(key)?)))
        .collect::<Vec<_>>();
    for (key, lower) in odd {
        let Some(operation) = item.shift_remove(&key) else {
            continue;
        };
        let met = format!("the method `{key}` must be in lower case");
        cx.mended(
            codes::WRONG_KIND,
            &path.data(&key),
            met,
            &format!("it is read as `{lower}`"),
        );
        if !item.contains_key(&lower) {
            let pointer = path.pointer();
            cx.moved.insert(pointer.child(&lower), &pointer.child(&key));
            item.insert(lower, operation);
        }
    }
}

/// A list of parameters; as an object, its members count.
fn parameters(cx: &mut Context<'_>, path: &Path<'_>, value: &mut Value) -> bool {
    if let Value::Object(members) = value
        && !members.contains_key("name")
        && !members.contains_key("$ref")
    {
        let met = "an array must stand here, not an object";
        let at = path.data("parameters");
        cx.mended(
            codes::WRONG_KIND,
            &at,
            met,
            "its members are read as the parameters",
        );
        let members = std::mem::take(members)
            .into_iter()
            .map(|(name, mut parameter)| {
                if let Value::Object(parameter) = &mut parameter {
                    let reference = parameter.contains_key("$ref");
                    if !reference {
                        parameter.entry("name").or_insert_with(|| json!(name));
                    }
                }
                parameter
            });
        *value = Value::Array(members.collect());
        return true;
    }
    mend::array(cx, path, "parameters", value)
}

/// An operation.
pub(super) fn operation(cx: &mut Context<'_>, value: &mut Value, path: &Path<'_>) {
    let Some(operation) = object(cx, value, path) else {
        return;
    };
    operation.retain(|key, value| match key.as_str() {
        "operationId" => mend::text(cx, path, key, value) && value != &json!(""),
        "tags" => mend::texts(cx, path, key, value),
        "parameters" => parameters(cx, path, value),
        "servers" => mend::array(cx, path, key, value),
        "security" => {
            let kept = mend::array(cx, path, key, value);
            if kept {
                super::security::requirements(cx, value, &path.data(key));
            }
            kept
        }
        "requestBody" | "responses" | "callbacks" => mend::object(cx, path, key, value),
        key if key.starts_with("x-") => true,
        key => mend::shared(cx, path, key, value).unwrap_or(true),
    });
    if !operation.contains_key("responses") {
        if cx.version == Version::V3_0 {
            let met = "an operation has no `responses`";
            cx.tally(codes::MISSING, path, met, "its answers are read as empty");
        }
        operation.insert("responses".to_owned(), json!({}));
    }
    bodies_among_parameters(cx, operation, path);
}

/// Swagger 2.0 had bodies among the parameters.
fn bodies_among_parameters(
    cx: &mut Context<'_>,
    operation: &mut Map<String, Value>,
    path: &Path<'_>,
) {
    let is_body = |parameter: &Value| {
        matches!(
            parameter.get("in").and_then(Value::as_str),
            Some("body" | "formData")
        )
    };
    let Some(Value::Array(parameters)) = operation.get_mut("parameters") else {
        return;
    };
    if !parameters.iter().any(is_body) {
        return;
    }
    let at = path.data("parameters");
    let mut kept = Vec::with_capacity(parameters.len());
    let mut bodies = Vec::new();
    for (index, parameter) in std::mem::take(parameters).into_iter().enumerate() {
        if is_body(&parameter) {
            let met = "a body stands among the parameters, as in Swagger 2.0";
            let done = "it is read as the `requestBody`";
            cx.mended(codes::OTHER_VERSION, &at.index(index), met, done);
            bodies.push(parameter);
        } else {
            cx.moved_item(&at, index, kept.len());
            kept.push(parameter);
        }
    }
    *parameters = kept;
    if operation.contains_key("requestBody") {
        return;
    }
    let consumes = operation
        .get("consumes")
        .and_then(|types| types.get(0))
        .and_then(Value::as_str);
    let body = match bodies
        .iter()
        .find(|body| body.get("in") == Some(&json!("body")))
    {
        Some(body) => {
            let media = consumes.unwrap_or("application/json");
            let schema = body.get("schema").cloned().unwrap_or_else(|| json!({}));
            let required = body.get("required") == Some(&json!(true));
            json!({ "required": required, "content": { media: { "schema": schema } } })
        }
        None => form(bodies, consumes),
    };
    operation.insert("requestBody".to_owned(), body);
}

/// The request body that form parameters make together.
fn form(parameters: Vec<Value>, consumes: Option<&str>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut file = false;
    for parameter in parameters {
        let Value::Object(mut parameter) = parameter else {
            continue;
        };
        let Some(Value::String(name)) = parameter.shift_remove("name") else {
            continue;
        };
        parameter.shift_remove("in");
        if parameter.shift_remove("required") == Some(json!(true)) {
            required.push(json!(name));
        }
        file |= parameter.get("type") == Some(&json!("file"));
        let schema = parameter.shift_remove("schema");
        properties.insert(name, schema.unwrap_or(Value::Object(parameter)));
    }
    let form = "application/x-www-form-urlencoded";
    let media = consumes.unwrap_or(if file { "multipart/form-data" } else { form });
    let schema = json!({ "type": "object", "properties": properties, "required": required });
    json!({ "content": { media: { "schema": schema } } })
}
