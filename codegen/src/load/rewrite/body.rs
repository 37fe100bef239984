//! Request bodies, responses, and what they hold in which media type.

use serde_json::{Map, Value, json};

use super::{
    context::{Context, Path, object},
    mend,
};
use crate::report::codes;

/// A request body (or a reference to one).
pub(super) fn request_body(cx: &mut Context<'_>, value: &mut Value, path: &Path<'_>) {
    let Some(body) = object(cx, value, path) else {
        return;
    };
    if body.contains_key("$ref") {
        return;
    }
    body.retain(|key, value| match key.as_str() {
        "content" => mend::object(cx, path, key, value),
        key => mend::shared(cx, path, key, value).unwrap_or(true),
    });
    loose_schema(cx, body, path);
    body.entry("content").or_insert_with(|| json!({}));
}

/// The responses of an operation: statuses, ranges, `default`.
pub(super) fn responses(cx: &mut Context<'_>, value: &mut Value, path: &Path<'_>) {
    let Some(responses) = object(cx, value, path) else {
        return;
    };
    if responses
        .keys()
        .all(|key| status(key).as_deref() == Some(key) || key.starts_with("x-"))
    {
        return;
    }
    let mut mended = Map::with_capacity(responses.len());
    for (key, response) in std::mem::take(responses) {
        let at = path.data(&key);
        match status(&key) {
            Some(status) if status == key => {
                mended.insert(key, response);
            }
            Some(status) if !mended.contains_key(&status) => {
                let met = format!("`{key}` is no status");
                cx.mended(
                    codes::UNKNOWN_STATUS,
                    &at,
                    met,
                    &format!("it is read as `{status}`"),
                );
                let pointer = path.pointer();
                cx.moved
                    .insert(pointer.child(&status), &pointer.child(&key));
                mended.insert(status, response);
            }
            None if key.starts_with("x-") => {
                mended.insert(key, response);
            }
            Some(_) | None => {
                let met = format!("`{key}` is no status");
                cx.degraded(codes::UNKNOWN_STATUS, &at, met, "this response is left out");
            }
        }
    }
    *responses = mended;
}

/// The status a key stands for, as OpenAPI spells it (ranges in any case).
fn status(key: &str) -> Option<String> {
    let text = key.trim();
    if text.eq_ignore_ascii_case("default") {
        return Some("default".to_owned());
    }
    let bytes = text.as_bytes();
    let [first @ b'1'..=b'9', rest @ ..] = bytes else {
        return None;
    };
    match rest {
        [a, b] if a.is_ascii_digit() && b.is_ascii_digit() => Some(text.to_owned()),
        [b'x' | b'X', b'x' | b'X'] => Some(text.to_owned()),
        // `20X` and `2**` mean a range too.
        [b'0' | b'x' | b'X' | b'*', b'x' | b'X' | b'*'] => Some(format!("{}XX", *first as char)),
        _ => None,
    }
}

/// A response (or a reference to one).
pub(super) fn response(cx: &mut Context<'_>, value: &mut Value, path: &Path<'_>) {
    if let Value::String(text) = value {
        *value = json!({ "description": text });
    }
    let Some(response) = object(cx, value, path) else {
        return;
    };
    if response.contains_key("$ref") {
        return;
    }
    response.retain(|key, value| match key.as_str() {
        "content" | "headers" | "links" => mend::object(cx, path, key, value),
        key => mend::shared(cx, path, key, value).unwrap_or(true),
    });
    loose_schema(cx, response, path);
    if !response.contains_key("description") {
        let met = "a response has no `description`";
        cx.tally(
            codes::MISSING,
            path,
            met,
            "it is read as having an empty one",
        );
        response.insert("description".to_owned(), json!(""));
    }
}

/// `schema` without a media type, as in Swagger 2.0, is JSON.
fn loose_schema(cx: &mut Context<'_>, object: &mut Map<String, Value>, path: &Path<'_>) {
    if object.contains_key("content") || !object.get("schema").is_some_and(Value::is_object) {
        return;
    }
    let Some(schema) = object.shift_remove("schema") else {
        return;
    };
    let met = "a `schema` stands here without a media type, as in Swagger 2.0";
    let done = "it is read as that of `application/json`";
    cx.mended(codes::OTHER_VERSION, &path.data("schema"), met, done);
    let pointer = path.pointer();
    let place = pointer
        .child("content")
        .child("application/json")
        .child("schema");
    cx.moved.insert(place, &pointer.child("schema"));
    object.insert(
        "content".to_owned(),
        json!({ "application/json": { "schema": schema } }),
    );
}

/// A media type.
pub(super) fn media_type(cx: &mut Context<'_>, value: &mut Value, path: &Path<'_>) {
    let Some(media) = object(cx, value, path) else {
        return;
    };
    media.retain(|key, value| match key.as_str() {
        "schema" | "itemSchema" => !value.is_null(),
        "encoding" => mend::object(cx, path, key, value),
        _ => true,
    });
    // OpenAPI 3.2: what one item of a stream looks like, which 3.0 and 3.1 had no word for.
    if let Some(schema) = media.shift_remove("itemSchema")
        && !media.contains_key("schema")
    {
        let pointer = path.pointer();
        cx.moved
            .insert(pointer.child("schema"), &pointer.child("itemSchema"));
        media.insert("schema".to_owned(), schema);
    }
    mend::first_example(media);
}

/// How one member of a form is written.
pub(super) fn encoding(cx: &mut Context<'_>, value: &mut Value, path: &Path<'_>) {
    let Some(encoding) = object(cx, value, path) else {
        return;
    };
    encoding.retain(|key, value| match key.as_str() {
        "contentType" => mend::text(cx, path, key, value),
        "headers" => mend::object(cx, path, key, value),
        "explode" | "allowReserved" => mend::flag(cx, path, key, value),
        "style" => {
            let known = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];
            let kept = value.as_str().is_some_and(|style| known.contains(&style));
            if !kept && !value.is_null() {
                cx.dropped(&path.data(key), "style of a query parameter", value);
            }
            kept
        }
        _ => true,
    });
}
