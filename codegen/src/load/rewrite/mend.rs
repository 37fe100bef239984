//! Members of the wrong JSON kind are read as what they were meant to be, or dropped.
//!
//! Each function gets one member and says whether it stays. `null` is nothing: it goes without a
//! word.

use serde_json::{Map, Number, Value};

use super::context::{Context, Path};
use crate::report::codes;

/// A text. Numbers and booleans are text in YAML that forgot its quotes.
pub(super) fn text(cx: &mut Context<'_>, path: &Path<'_>, key: &str, value: &mut Value) -> bool {
    match value {
        Value::String(_) => true,
        Value::Number(_) | Value::Bool(_) => {
            *value = Value::String(value.to_string());
            true
        }
        Value::Null => false,
        Value::Array(_) | Value::Object(_) => {
            cx.dropped(&path.data(key), "text", value);
            false
        }
    }
}

/// A boolean; `"true"` is one.
pub(super) fn flag(cx: &mut Context<'_>, path: &Path<'_>, key: &str, value: &mut Value) -> bool {
    let meant = match value {
        Value::Bool(_) => return true,
        Value::Null => return false,
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" => Some(true),
            "false" | "no" | "" => Some(false),
            _ => None,
        },
        Value::Number(number) => number.as_u64().map(|number| number != 0),
        Value::Array(_) | Value::Object(_) => None,
    };
    read_as(
        cx,
        &path.data(key),
        "a boolean",
        value,
        meant.map(Value::Bool),
    )
}

/// A whole number of zero or more: a length or a count.
pub(super) fn count(cx: &mut Context<'_>, path: &Path<'_>, key: &str, value: &mut Value) -> bool {
    let meant = match value {
        Value::Null => return false,
        Value::Number(number) if number.is_u64() => return true,
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse::<f64>().ok(),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let meant = meant.filter(|number| *number >= 0.0 && number.fract() == 0.0);
    // `as` saturates: a length of more than 2^64 is as good as none.
    let meant = meant.map(|number| Value::Number(Number::from(number as u64)));
    read_as(
        cx,
        &path.data(key),
        "a whole number of zero or more",
        value,
        meant,
    )
}

/// A number; `"1.5"` is one.
pub(super) fn number(cx: &mut Context<'_>, path: &Path<'_>, key: &str, value: &mut Value) -> bool {
    let meant = match value {
        Value::Null => return false,
        Value::Number(_) => return true,
        Value::String(text) => text_number(text),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    read_as(cx, &path.data(key), "a number", value, meant)
}

/// The number a text spells.
pub(super) fn text_number(text: &str) -> Option<Value> {
    let text = text.trim();
    let whole = text.parse::<i64>().ok().map(Number::from);
    let number = whole.or_else(|| text.parse::<f64>().ok().and_then(Number::from_f64));
    number.map(Value::Number)
}

/// An object.
pub(super) fn object(cx: &mut Context<'_>, path: &Path<'_>, key: &str, value: &mut Value) -> bool {
    if !value.is_object() && !value.is_null() {
        cx.dropped(&path.data(key), "object", value);
    }
    value.is_object()
}

/// An array; what is none is its only item.
pub(super) fn array(cx: &mut Context<'_>, path: &Path<'_>, key: &str, value: &mut Value) -> bool {
    match value {
        Value::Null => return false,
        Value::Array(_) => return true,
        Value::Object(_) | Value::String(_) | Value::Number(_) | Value::Bool(_) => {}
    }
    let met = format!(
        "an array must stand here, not {}",
        super::context::what(value)
    );
    cx.mended(
        codes::WRONG_KIND,
        &path.data(key),
        met,
        "it is read as an array of one item",
    );
    *value = Value::Array(vec![value.take()]);
    true
}

/// An array of different texts; other items are dropped.
pub(super) fn texts(cx: &mut Context<'_>, path: &Path<'_>, key: &str, value: &mut Value) -> bool {
    if !array(cx, path, key, value) {
        return false;
    }
    let at = path.data(key);
    if let Value::Array(items) = value {
        let mut index = 0;
        items.retain_mut(|item| {
            index += 1;
            text(cx, &at, &(index - 1).to_string(), item)
        });
    }
    true
}

/// A link to documentation: nothing without its `url`.
pub(super) fn external_docs(value: &Value) -> bool {
    let url = value.get("url").is_some_and(Value::is_string);
    url && value.get("description").is_none_or(Value::is_string)
}

/// The members that many kinds of nodes share. `None`: `key` is none of them.
pub(super) fn shared(
    cx: &mut Context<'_>,
    path: &Path<'_>,
    key: &str,
    value: &mut Value,
) -> Option<bool> {
    match key {
        "description" | "summary" => Some(text(cx, path, key, value)),
        "deprecated" | "required" => Some(flag(cx, path, key, value)),
        "externalDocs" => Some(external_docs(value)),
        _ => None,
    }
}

/// `examples` in the place of `example`: the first one counts as it. The others stay where they
/// are.
pub(super) fn first_example(object: &mut Map<String, Value>) {
    if object.contains_key("example") {
        return;
    }
    let first = match object.get("examples") {
        Some(Value::Array(examples)) => examples.first().cloned(),
        // A named example wraps its value.
        Some(Value::Object(examples)) => examples
            .values()
            .find_map(|example| example.get("value"))
            .cloned(),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => None,
    };
    if let Some(first) = first {
        object.insert("example".to_owned(), first);
    }
}

fn read_as(
    cx: &mut Context<'_>,
    path: &Path<'_>,
    expected: &str,
    value: &mut Value,
    meant: Option<Value>,
) -> bool {
    let Some(meant) = meant else {
        cx.dropped(path, expected.trim_start_matches("a "), value);
        return false;
    };
    let met = format!(
        "{expected} must stand here, not {}",
        super::context::what(value)
    );
    cx.mended(
        codes::WRONG_KIND,
        path,
        met,
        &format!("it is read as `{meant}`"),
    );
    *value = meant;
    true
}
