//! OpenAPI Overlay documents are applied to a description before anything else is done with it.
//!
//! Source: OpenAPI Overlay Specification 1.0.0, with the merging of arrays as 1.1.0 clarifies it.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::text;
use crate::{
    pointer::Pointer,
    report::{Problem, Report, codes},
};

/// What the updates of one overlay may add, in bytes of JSON: each is written at every place that its
/// target matches, and the next may match all of those.
const MOST_ADDED: usize = 8 << 20;

/// Applies the overlay `text`, which was read from `file`, to the description `value`.
///
/// An action that is not understood is an error in the report; one whose target is not there is a
/// warning. The others are applied in their order.
pub fn overlay(value: &mut Value, file: &str, text: &str, report: &mut Report) {
    let root = Pointer::root();
    let parsed = match text::parse(text) {
        Ok(parsed) => parsed.value,
        Err(error) => {
            let problem = bad(file, &root, error.met);
            report.push(Problem {
                position: error.position,
                ..problem
            });
            return;
        }
    };
    let version = parsed.get("overlay").and_then(Value::as_str);
    if !version.is_some_and(|version| version.starts_with("1.")) {
        let met = "this is no Overlay document of version 1";
        report.push(bad(file, &root, met).help("begin it with `overlay: 1.0.0`"));
        return;
    }
    let Some(actions) = parsed.get("actions").and_then(Value::as_array) else {
        report.push(bad(file, &root, "an overlay must have `actions`, an array"));
        return;
    };
    let at = root.child("actions");
    let mut room = MOST_ADDED;
    for (index, action) in actions.iter().enumerate() {
        apply(value, action, &mut room, (file, &at.item(index)), report);
    }
    place(file, text, report);
}

/// Fills in where in the overlay its problems stand.
fn place(file: &str, text: &str, report: &mut Report) {
    let problems = report.problems_mut().iter_mut();
    let mine = problems.filter(|problem| problem.file.as_deref() == Some(file));
    let mine = mine.collect::<Vec<_>>();
    let places = mine
        .iter()
        .map(|problem| problem.at.clone())
        .collect::<Vec<_>>();
    if places.is_empty() {
        return;
    }
    for (problem, position) in mine.into_iter().zip(super::locate(text, &places)) {
        problem.position = problem.position.or(position);
    }
}

fn bad(file: &str, at: &Pointer, met: impl Into<String>) -> Problem {
    let problem = Problem::error(codes::BAD_OVERLAY, at, met);
    Problem {
        file: Some(file.to_owned()),
        ..problem
    }
}

fn apply(
    value: &mut Value,
    action: &Value,
    room: &mut usize,
    (file, at): (&str, &Pointer),
    report: &mut Report,
) {
    let Some(target) = action.get("target").and_then(Value::as_str) else {
        report.push(bad(file, at, "an action must have a `target`, a JSONPath"));
        return;
    };
    let path = match JsonPath::parse(target) {
        Ok(path) => path,
        Err(error) => {
            let met = format!("`{target}` is no JSONPath: {error}");
            report.push(bad(file, &at.child("target"), met).help("see RFC 9535"));
            return;
        }
    };
    let remove = action.get("remove") == Some(&Value::Bool(true));
    let update = action.get("update");
    if !remove && update.is_none() {
        report.push(bad(
            file,
            at,
            "an action must have `update` or `remove: true`",
        ));
        return;
    }
    let located = path.query_located(value);
    let places = located
        .locations()
        .map(|location| location.to_json_pointer());
    let places = places.filter_map(|text| Pointer::parse(&text));
    let places = places.collect::<Vec<_>>();
    if places.is_empty() {
        let met = format!("nothing in the description matches `{target}`");
        let problem = Problem::warning(codes::UNUSED_OVERLAY, &at.child("target"), met);
        report.push(Problem {
            file: Some(file.to_owned()),
            ..problem
                .done("the action does nothing")
                .help("correct the path, or remove the action")
        });
    }
    if remove {
        // From the last to the first, so that the places of the others stay what they are.
        places.iter().rev().for_each(|place| take_out(value, place));
    } else if let Some(update) = update
        && let Err(met) = change_all(value, &places, update, room)
    {
        let help = "let `target` match fewer places, or make the update smaller";
        report.push(bad(file, at, met).help(help));
    }
}

/// Applies an update to all its targets, as long as there is `room`.
fn change_all(
    value: &mut Value,
    places: &[Pointer],
    update: &Value,
    room: &mut usize,
) -> Result<(), String> {
    let added = update.to_string().len().saturating_mul(places.len());
    *room = room
        .checked_sub(added)
        .ok_or_else(|| format!("the overlay adds more than {MOST_ADDED} bytes"))?;
    for place in places {
        if let Some(node) = value.pointer_mut(place.as_str()) {
            change(node, update);
        }
    }
    Ok(())
}

fn take_out(value: &mut Value, place: &Pointer) {
    let (Some(parent), Some(last)) = (place.parent(), place.last()) else {
        *value = Value::Object(Map::new());
        return;
    };
    match value.pointer_mut(parent.as_str()) {
        Some(Value::Object(object)) => {
            object.shift_remove(last.as_ref());
        }
        Some(Value::Array(items)) => {
            if let Some(index) = last
                .parse()
                .ok()
                .filter(|index: &usize| *index < items.len())
            {
                items.remove(index);
            }
        }
        Some(_) | None => {}
    }
}

/// Applies an update to what it targets: an array gets one more item.
fn change(target: &mut Value, update: &Value) {
    match target {
        Value::Array(items) => match update {
            Value::Array(more) => items.extend(more.iter().cloned()),
            one => items.push(one.clone()),
        },
        target => merge(target, update),
    }
}

/// Objects are merged member by member, arrays are joined, anything else is replaced.
fn merge(target: &mut Value, update: &Value) {
    match (target, update) {
        (Value::Object(target), Value::Object(update)) => {
            for (key, update) in update {
                match target.get_mut(key) {
                    Some(target) => merge(target, update),
                    None => {
                        target.insert(key.clone(), update.clone());
                    }
                }
            }
        }
        (Value::Array(target), Value::Array(update)) => target.extend(update.iter().cloned()),
        (target, update) => *target = update.clone(),
    }
}
