//! Parameters and headers: name, place, style, and one way to say what the value looks like.

use serde_json::{Map, Value, json};

use super::{
    context::{Context, Path, object},
    mend,
};
use crate::report::codes;

/// A parameter (or a reference to one).
pub(super) fn parameter(cx: &mut Context<'_>, value: &mut Value, path: &Path<'_>) {
    let Some(parameter) = object(cx, value, path) else {
        return;
    };
    if parameter.contains_key("$ref") {
        return;
    }
    members(cx, parameter, path);
    let location = location(cx, parameter, path);
    if location == "path" && parameter.get("required") != Some(&json!(true)) {
        let met = "a path parameter is not `required: true`";
        cx.tally(codes::MISSING, path, met, "it is read as required");
        parameter.insert("required".to_owned(), json!(true));
    }
    if !parameter.contains_key("name") {
        let met = "this parameter has no `name`";
        cx.degraded(codes::BAD_PARAMETER, path, met, "it is named `unnamed`");
        parameter.insert("name".to_owned(), json!("unnamed"));
    }
    style(cx, parameter, location, path);
    schema(cx, parameter, path);
}

/// A header (or a reference to one).
pub(super) fn header(cx: &mut Context<'_>, value: &mut Value, path: &Path<'_>) {
    let Some(header) = object(cx, value, path) else {
        return;
    };
    if header.contains_key("$ref") {
        return;
    }
    members(cx, header, path);
    style(cx, header, "header", path);
    schema(cx, header, path);
}

fn members(cx: &mut Context<'_>, object: &mut Map<String, Value>, path: &Path<'_>) {
    object.retain(|key, value| match key.as_str() {
        "name" | "in" | "style" | "collectionFormat" => mend::text(cx, path, key, value),
        "explode" | "allowReserved" | "allowEmptyValue" => mend::flag(cx, path, key, value),
        "content" => mend::object(cx, path, key, value),
        "schema" => !value.is_null(),
        key => mend::shared(cx, path, key, value).unwrap_or(true),
    });
    mend::first_example(object);
}

fn location(
    cx: &mut Context<'_>,
    parameter: &mut Map<String, Value>,
    path: &Path<'_>,
) -> &'static str {
    let written = parameter
        .get("in")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let lower = written.trim().to_ascii_lowercase();
    let known = ["path", "query", "header", "cookie"]
        .into_iter()
        .find(|known| *known == lower);
    if let Some(known) = known.filter(|known| *known == written) {
        return known;
    }
    let meant = known.unwrap_or("query");
    let met = match written.as_str() {
        "" => "this parameter does not say where it travels (`in`)".to_owned(),
        written => format!("`{written}` is no place where a parameter travels"),
    };
    cx.mended(
        codes::BAD_PARAMETER,
        path,
        met,
        &format!("it is read as `in: {meant}`"),
    );
    parameter.insert("in".to_owned(), json!(meant));
    meant
}

/// A style that the location allows, or none.
fn style(cx: &mut Context<'_>, object: &mut Map<String, Value>, location: &str, path: &Path<'_>) {
    if let Some(Value::String(format)) = object.shift_remove("collectionFormat") {
        let meant = match format.as_str() {
            "multi" => [("style", json!("form")), ("explode", json!(true))],
            "pipes" => [("style", json!("pipeDelimited")), ("explode", json!(false))],
            "ssv" => [
                ("style", json!("spaceDelimited")),
                ("explode", json!(false)),
            ],
            _ => [("explode", json!(false)), ("explode", json!(false))],
        };
        let met = "`collectionFormat` belongs to Swagger 2.0";
        cx.tally(
            codes::OTHER_VERSION,
            path,
            met,
            "it is read as `style` and `explode`",
        );
        for (key, value) in meant {
            object.entry(key).or_insert(value);
        }
    }
    let allowed: &[&str] = match location {
        "path" => &["simple", "label", "matrix"],
        "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "cookie" => &["form"],
        _ => &["simple"],
    };
    let Some(Value::String(style)) = object.get("style") else {
        return;
    };
    if allowed.contains(&style.as_str()) {
        return;
    }
    // Values with commas between them are what `simple` means, wherever it is written.
    let commas = matches!(style.as_str(), "simple" | "csv" | "commaDelimited");
    let meant = allowed
        .iter()
        .find(|known| known.eq_ignore_ascii_case(style));
    let meant = meant.copied().unwrap_or(allowed[0]);
    let met = format!("`{style}` is no style of a value that travels in the {location}");
    cx.mended(
        codes::UNKNOWN_STYLE,
        path,
        met,
        &format!("it is read as `{meant}`"),
    );
    object.insert("style".to_owned(), json!(meant));
    if commas {
        object.entry("explode").or_insert_with(|| json!(false));
    }
}

/// Exactly one of `schema` and `content`, and one media type in the latter.
fn schema(cx: &mut Context<'_>, object: &mut Map<String, Value>, path: &Path<'_>) {
    if object.contains_key("schema") {
        if object.shift_remove("content").is_some() {
            let met = "`schema` and `content` stand beside each other";
            cx.mended(codes::WRONG_KIND, path, met, "`content` is ignored");
        }
        return;
    }
    if let Some(Value::Object(content)) = object.get_mut("content") {
        if content.len() > 1 {
            let met = "the `content` of a value must have one media type, not several";
            cx.mended(codes::WRONG_KIND, path, met, "the first one is used");
            let first = content
                .iter()
                .next()
                .map(|(key, value)| (key.clone(), value.clone()));
            *content = first.into_iter().collect();
        }
        if !content.is_empty() {
            return;
        }
    }
    object.shift_remove("content");
    let loose = [
        "type", "format", "items", "enum", "default", "pattern", "minimum", "maximum",
    ];
    let mut schema = Map::new();
    if object.contains_key("type") || object.contains_key("enum") || object.contains_key("items") {
        let met = format!(
            "{} must have a `schema`; it has the keywords of one",
            path.kind.name()
        );
        cx.mended(
            codes::OTHER_VERSION,
            path,
            met,
            "they are read as its `schema`",
        );
        let pointer = path.pointer();
        cx.moved.insert(pointer.child("schema"), &pointer);
        for key in loose {
            if let Some(value) = object.shift_remove(key) {
                schema.insert(key.to_owned(), value);
            }
        }
    } else {
        let met = format!(
            "this {} does not say what its value looks like",
            path.kind.name()
        );
        cx.mended(codes::MISSING, path, met, "it is read as text");
        schema.insert("type".to_owned(), json!("string"));
    }
    object.insert("schema".to_owned(), Value::Object(schema));
}
