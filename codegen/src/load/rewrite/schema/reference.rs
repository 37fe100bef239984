//! A `$ref` with siblings becomes an `allOf` of the two; older and newer ways to refer become
//! `$ref`.

use serde_json::{Map, Value, json};

use super::{
    super::context::{Context, Path, Version},
    is_annotation,
};
use crate::{load::kind::Kind, report::codes};

/// Rewrites the reference in a schema. Whether there is anything left to rewrite.
pub(super) fn reference(
    cx: &mut Context<'_>,
    object: &mut Map<String, Value>,
    path: &Path<'_>,
) -> bool {
    dynamic(cx, object, path);
    if !object.contains_key("$ref") {
        return true;
    }
    if object.len() == 1 {
        return false;
    }
    if object
        .keys()
        .any(|key| matches!(key.as_str(), "$id" | "$anchor" | "$dynamicAnchor"))
    {
        anchors(cx, object, path);
    }
    siblings(cx, object, path);
    let Some(reference) = object.shift_remove("$ref") else {
        return true;
    };
    let says = |key: &String| key != "summary" && !key.starts_with("x-") && !key.starts_with('$');
    if !object.keys().any(says) {
        object.clear();
        object.insert("$ref".to_owned(), reference);
        return false;
    }
    let branches = object.entry("allOf").or_insert_with(|| json!([]));
    if let Value::Array(branches) = branches {
        branches.insert(0, json!({ "$ref": reference }));
        let pointer = path.pointer();
        let all_of = pointer.child("allOf");
        for index in (1..branches.len()).rev() {
            cx.moved.insert(all_of.item(index), &all_of.item(index - 1));
        }
        cx.moved.insert(all_of.item(0), &pointer);
    }
    true
}

/// Drops what must not stand, or cannot mean anything, beside a `$ref`.
fn siblings(cx: &mut Context<'_>, object: &mut Map<String, Value>, path: &Path<'_>) {
    // The target has a type of its own; a second one could only contradict it.
    object.shift_remove("type");
    if object.get("description").is_none()
        && let Some(summary) = object.shift_remove("summary")
    {
        object.insert("description".to_owned(), summary);
    }
    let real = |key: &String| key != "$ref" && !is_annotation(key) && !key.starts_with('$');
    if cx.version == Version::V3_0 && object.keys().any(real) {
        let met = "members stand beside a `$ref` that OpenAPI 3.0 ignores";
        cx.tally(codes::REFERENCE_SIBLINGS, path, met, "they are ignored");
        object.retain(|key, _| !real(key));
    }
    if object.get("allOf").is_some_and(|all_of| !all_of.is_array()) {
        object.shift_remove("allOf");
    }
}

/// `$recursiveRef` and `$dynamicRef` become `$ref`.
fn dynamic(cx: &mut Context<'_>, object: &mut Map<String, Value>, path: &Path<'_>) {
    object.shift_remove("$recursiveAnchor");
    if object.shift_remove("$recursiveRef").is_some() && !object.contains_key("$ref") {
        // It leads to the outermost schema that allows it; a schema that is a document of its own.
        let target = path
            .outermost_schema()
            .unwrap_or(path)
            .pointer()
            .reference();
        object.insert("$ref".to_owned(), Value::String(target));
    }
    if let Some(Value::String(mut target)) = object.shift_remove("$dynamicRef")
        && !object.contains_key("$ref")
    {
        cx.lead(&mut target, Kind::Schema);
        object.insert("$ref".to_owned(), Value::String(target));
    }
}

/// Keeps by which names a schema can be referred to.
pub(super) fn anchors(cx: &mut Context<'_>, object: &mut Map<String, Value>, path: &Path<'_>) {
    for key in ["$id", "$anchor", "$dynamicAnchor"] {
        let Some(Value::String(name)) = object.shift_remove(key) else {
            continue;
        };
        let name = match key {
            "$id" => name,
            _ if cx.file.is_empty() => format!("#{name}"),
            _ => crate::load::files::reference(&cx.file, &format!("#{name}")),
        };
        cx.anchors.entry(name).or_insert_with(|| path.pointer());
    }
}

/// A discriminator's mapping names a schema by its name or by a reference; it becomes a reference.
pub(super) fn mapping_target(cx: &mut Context<'_>, target: &mut String) {
    if cx.file.is_empty() && cx.components.contains(target.as_str()) {
        *target = format!(
            "#/components/schemas/{}",
            target.replace('~', "~0").replace('/', "~1")
        );
    } else if target.contains(['#', '/', '.']) {
        cx.lead(target, Kind::Schema);
    }
}
