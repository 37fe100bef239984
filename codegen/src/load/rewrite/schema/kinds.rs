//! `type`, and the keywords that belong to one type only.

use serde_json::{Map, Number, Value, json};

use super::{
    super::context::{Context, Path, Version},
    is_annotation,
    keywords::Seen,
    make_null,
};
use crate::report::codes;

/// The types of OpenAPI 3.0.
const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "array", "object"];

/// Whether a text is the name of a type, or meant as one.
pub(super) fn known(name: &str) -> bool {
    TYPES.contains(&name) || alias(name).is_some()
}

/// What an unknown name of a type was meant to be: type and format.
fn alias(name: &str) -> Option<(&'static str, Option<&'static str>)> {
    Some(match name.trim().to_ascii_lowercase().as_str() {
        "string" | "str" | "text" | "enum" => ("string", None),
        "number" | "numeric" => ("number", None),
        "decimal" => ("number", None),
        "float" => ("number", Some("float")),
        "double" => ("number", Some("double")),
        "integer" | "int" => ("integer", None),
        "int32" => ("integer", Some("int32")),
        "int64" | "long" => ("integer", Some("int64")),
        "boolean" | "bool" => ("boolean", None),
        "array" | "list" => ("array", None),
        "object" | "map" | "dict" | "hash" | "json" => ("object", None),
        "date" => ("string", Some("date")),
        "datetime" | "date-time" => ("string", Some("date-time")),
        "uuid" => ("string", Some("uuid")),
        "uri" | "url" => ("string", Some("uri")),
        "email" => ("string", Some("email")),
        "password" => ("string", Some("password")),
        "file" | "binary" => ("string", Some("binary")),
        _ => return None,
    })
}

/// Makes `type` one name that OpenAPI 3.0 knows, or none.
pub(super) fn types(cx: &mut Context<'_>, object: &mut Map<String, Value>, path: &Path<'_>) {
    match object.get("type") {
        Some(Value::String(name)) if TYPES.contains(&name.as_str()) => {}
        Some(Value::String(name)) => {
            let name = name.clone();
            one_type(cx, object, &name, path);
        }
        Some(Value::Array(names)) => {
            let names = names
                .iter()
                .filter_map(|name| Some(name.as_str()?.to_owned()));
            let names = names.collect::<Vec<_>>();
            if cx.version == Version::V3_0 {
                let met = "`type` is an array, which OpenAPI 3.0 does not know";
                cx.tally(
                    codes::OTHER_VERSION,
                    path,
                    met,
                    "it means what it means in 3.1",
                );
            }
            several_types(cx, object, &names, path);
        }
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => {}
    }
}

fn one_type(cx: &mut Context<'_>, object: &mut Map<String, Value>, name: &str, path: &Path<'_>) {
    if name == "null" {
        return make_null(object);
    }
    let met = format!("`{name}` is no type");
    let at = path.data("type");
    if let Some((meant, format)) = alias(name) {
        cx.mended(
            codes::UNKNOWN_TYPE,
            &at,
            met,
            &format!("it is read as `{meant}`"),
        );
        object.insert("type".to_owned(), json!(meant));
        if let Some(format) = format {
            object.entry("format").or_insert_with(|| json!(format));
        }
    } else if cx.components.contains(name) {
        cx.mended(
            codes::UNKNOWN_TYPE,
            &at,
            met,
            "it is read as a reference to that component",
        );
        let target = format!(
            "#/components/schemas/{}",
            name.replace('~', "~0").replace('/', "~1")
        );
        object.shift_remove("type");
        let branches = object.entry("allOf").or_insert_with(|| json!([]));
        if let Value::Array(branches) = branches {
            branches.push(json!({ "$ref": target }));
        }
    } else {
        let any = matches!(
            name.to_ascii_lowercase().as_str(),
            "any" | "mixed" | "unknown" | ""
        );
        let done = "it is read as \"anything\"";
        match any {
            true => cx.mended(codes::UNKNOWN_TYPE, &at, met, done),
            false => cx.degraded(codes::UNKNOWN_TYPE, &at, met, done),
        }
        object.shift_remove("type");
    }
}

fn several_types(
    cx: &mut Context<'_>,
    object: &mut Map<String, Value>,
    names: &[String],
    path: &Path<'_>,
) {
    let mut types = Vec::new();
    for name in names.iter().filter(|name| *name != "null") {
        let known = TYPES.into_iter().find(|known| known == name);
        match known.or_else(|| alias(name).map(|(meant, _)| meant)) {
            Some(known) if types.contains(&known) => {}
            Some(known) => types.push(known),
            None => {
                let met = format!("`{name}` is no type");
                cx.degraded(
                    codes::UNKNOWN_TYPE,
                    &path.data("type"),
                    met,
                    "it is left out",
                );
            }
        }
    }
    if types.contains(&"number") {
        types.retain(|name| *name != "integer");
    }
    let nullable = names.iter().any(|name| name == "null");
    if types.is_empty() && nullable {
        return make_null(object);
    }
    if nullable {
        object.insert("nullable".to_owned(), Value::Bool(true));
    }
    let decided = ["enum", "oneOf", "anyOf", "allOf"]
        .iter()
        .any(|key| object.contains_key(*key));
    match types.as_slice() {
        [one] => {
            object.insert("type".to_owned(), json!(one));
        }
        // Every type but null; or the values or branches tell more than the types do.
        many if many.len() >= 5 || many.is_empty() || decided => {
            object.shift_remove("type");
        }
        many => split(cx, object, many, path),
    }
}

/// Several types become an `anyOf` of one schema each, which gets the keywords that belong to it.
fn split(cx: &mut Context<'_>, object: &mut Map<String, Value>, types: &[&str], path: &Path<'_>) {
    let pointer = path.pointer();
    let mut branches = Vec::with_capacity(types.len());
    for (index, name) in types.iter().enumerate() {
        let mut branch = Map::new();
        branch.insert("type".to_owned(), json!(name));
        for (key, value) in object.iter() {
            let numeric = matches!(*name, "number" | "integer");
            let belongs = match key.as_str() {
                "format" => value
                    .as_str()
                    .is_some_and(|format| match numeric_format(format) {
                        true => numeric,
                        false => *name == "string",
                    }),
                "type" => false,
                key => belongs(key, name) == Some(true),
            };
            if belongs {
                branch.insert(key.clone(), value.clone());
            }
        }
        branches.push(Value::Object(branch));
        cx.moved
            .insert(pointer.child("anyOf").item(index), &pointer);
    }
    object.retain(|key, _| is_annotation(key) || key.starts_with('$') || key == "not");
    object.insert("anyOf".to_owned(), Value::Array(branches));
}

fn numeric_format(format: &str) -> bool {
    let format = format.to_ascii_lowercase();
    matches!(
        format.as_str(),
        "float" | "double" | "decimal" | "integer" | "long"
    ) || format.starts_with("int")
        || format.starts_with("uint")
}

/// Whether a keyword belongs to a type; `None` if it belongs to none in particular.
fn belongs(key: &str, type_: &str) -> Option<bool> {
    Some(match key {
        "pattern" | "minLength" | "maxLength" | "contentEncoding" | "contentMediaType"
        | "contentSchema" => type_ == "string",
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            matches!(type_, "number" | "integer")
        }
        "items" | "minItems" | "maxItems" | "uniqueItems" | "prefixItems" => type_ == "array",
        "properties"
        | "required"
        | "additionalProperties"
        | "minProperties"
        | "maxProperties"
        | "patternProperties"
        | "propertyNames" => type_ == "object",
        _ => return None,
    })
}

/// Numeric `exclusiveMinimum` and `exclusiveMaximum` become bounds with a flag.
pub(super) fn exclusive(
    cx: &mut Context<'_>,
    object: &mut Map<String, Value>,
    path: &Path<'_>,
    seen: &Seen,
) {
    if !seen.exclusive {
        return;
    }
    for (flag, bound) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        match object.get(flag) {
            Some(Value::Bool(_)) if cx.version == Version::V3_1 => {
                let met = "exclusive bounds are booleans, which OpenAPI 3.1 does not know";
                cx.tally(
                    codes::OTHER_VERSION,
                    path,
                    met,
                    "they mean what they meant in 3.0",
                );
            }
            Some(Value::Number(limit)) => {
                let limit = limit.clone();
                let wider = object
                    .get(bound)
                    .and_then(Value::as_f64)
                    .is_some_and(|other| {
                        let limit = limit.as_f64().unwrap_or_default();
                        if bound == "minimum" {
                            other > limit
                        } else {
                            other < limit
                        }
                    });
                if wider {
                    object.shift_remove(flag);
                } else {
                    object.insert(bound.to_owned(), Value::Number(limit));
                    object.insert(flag.to_owned(), Value::Bool(true));
                }
            }
            Some(_) | None => {}
        }
    }
}

/// `contentEncoding` and `contentMediaType` become the formats that 3.0 had for them.
pub(super) fn content(object: &mut Map<String, Value>) {
    let text = |key: &str| {
        object
            .get(key)
            .and_then(Value::as_str)
            .map(str::to_ascii_lowercase)
    };
    let format = match (
        text("contentEncoding").as_deref(),
        text("contentMediaType").as_deref(),
    ) {
        (Some("base64"), _) => "byte",
        (None | Some("binary"), Some(media)) => {
            if media.starts_with("text/") || media.contains("json") || media.contains("xml") {
                return;
            }
            "binary"
        }
        _ => return,
    };
    object.entry("type").or_insert_with(|| json!("string"));
    object.entry("format").or_insert_with(|| json!(format));
}

/// A schema without `type` whose keywords belong to one type has that type.
pub(super) fn implied(object: &mut Map<String, Value>) {
    if ["type", "enum", "oneOf", "anyOf", "allOf", "not", "$ref"]
        .iter()
        .any(|key| object.contains_key(*key))
    {
        return;
    }
    // `required` alone only adds to what stands beside it in an `allOf`.
    let mut found = None;
    for (key, value) in object.iter() {
        let implied = match key.as_str() {
            "required" | "minProperties" | "maxProperties" => continue,
            "format" => match value.as_str() {
                Some("byte" | "binary" | "date" | "date-time" | "uuid" | "password") => "string",
                Some("int32" | "int64") => "integer",
                Some("float" | "double") => "number",
                _ => continue,
            },
            "additionalProperties" if value.is_boolean() => continue,
            "minimum" | "maximum" | "multipleOf" => "number",
            key => match TYPES
                .into_iter()
                .find(|type_| belongs(key, type_) == Some(true))
            {
                Some(type_) => type_,
                None => continue,
            },
        };
        match found {
            None => found = Some(implied),
            Some(other) if other == implied => {}
            Some("integer") if implied == "number" => {}
            Some("number") if implied == "integer" => found = Some("integer"),
            Some("number" | "integer") if implied == "number" => {}
            Some(_) => return,
        }
    }
    if let Some(type_) = found {
        object.insert("type".to_owned(), json!(type_));
    }
}

/// Drops keywords that say nothing about values of the schema's type.
pub(super) fn foreign(cx: &mut Context<'_>, object: &mut Map<String, Value>, path: &Path<'_>) {
    let Some(Value::String(type_)) = object.get("type") else {
        return;
    };
    let type_ = type_.clone();
    if type_ == "integer" {
        whole_bounds(object);
    }
    let misfit = |key: &str| match key {
        "format" => matches!(type_.as_str(), "boolean" | "array" | "object"),
        key => belongs(key, &type_) == Some(false),
    };
    if !object.keys().any(|key| misfit(key)) {
        return;
    }
    object.retain(|key, value| {
        if !misfit(key) {
            return true;
        }
        if value.is_object() {
            let met = format!("`{key}` stands beside `type: {type_}`, of which it says nothing");
            cx.mended(
                codes::FOREIGN_KEYWORD,
                &path.data(key),
                met,
                "it is ignored",
            );
        } else {
            let met = "a keyword says nothing about values of the schema's `type`";
            cx.tally(
                codes::FOREIGN_KEYWORD,
                &path.data(key),
                met,
                "it is ignored",
            );
        }
        false
    });
}

/// `0.0` is `0` for an integer.
fn whole_bounds(object: &mut Map<String, Value>) {
    for key in ["minimum", "maximum", "multipleOf"] {
        if let Some(Value::Number(number)) = object.get_mut(key) {
            let exact = number.as_f64().filter(|number| number.abs() < 9.0e15);
            if let Some(whole) = exact.filter(|exact| number.is_f64() && exact.fract() == 0.0) {
                *number = Number::from(whole as i64);
            }
        }
    }
}
