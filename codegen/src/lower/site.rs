//! What is said at a place: title, docs, and names from vendor extensions.

use serde_json::Value;

use crate::{
    ir::{FieldNotes, Site},
    load::Place,
};

/// Extensions that name a type.
const TYPE_HINTS: &[&str] = &[
    "x-fern-type-name",
    "x-speakeasy-name-override",
    "x-stainless-name",
    "x-go-name",
    "x-go-type-name",
    "x-ms-client-name",
    "x-typespec-name",
    "x-schema-name",
];

/// Extensions that name a member.
const MEMBER_HINTS: &[&str] = &[
    "x-fern-property-name",
    "x-speakeasy-name-override",
    "x-stainless-name",
    "x-rust-name",
    "x-ms-client-name",
];

/// The site of the schema at `place`, without its parts.
pub(super) fn site(place: &Place<'_>) -> Site {
    Site {
        pointer: place.pointer.clone(),
        share: None,
        title: text(place, "title"),
        docs: text(place, "description"),
        deprecated: flag(place, "deprecated"),
        hints: TYPE_HINTS
            .iter()
            .filter_map(|key| text(place, key))
            .collect(),
        parts: Vec::new(),
    }
}

/// What is said of a part at `place`.
pub(super) fn notes(place: &Place<'_>) -> FieldNotes {
    FieldNotes {
        pointer: place.pointer.clone(),
        also: Vec::new(),
        title: text(place, "title"),
        docs: text(place, "description"),
        deprecated: flag(place, "deprecated"),
        hint: MEMBER_HINTS.iter().find_map(|key| text(place, key)),
        example: example(place),
        xml: None,
        differs: false,
    }
}

/// The text of a member, if it is not blank.
pub(super) fn text(place: &Place<'_>, key: &str) -> Option<String> {
    let text = place.text(key)?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Whether a boolean member is there and true.
pub(super) fn flag(place: &Place<'_>, key: &str) -> bool {
    place
        .value
        .get(key)
        .and_then(Value::as_bool)
        .unwrap_or(false)
}

/// The longest example that is kept, in bytes of JSON.
const LONGEST: usize = 4096;

/// `example`, or the first of `examples`, as JSON text.
pub(super) fn example(place: &Place<'_>) -> Option<String> {
    let value = place.value;
    let first = || match value.get("examples").or_else(|| value.get("x-examples"))? {
        Value::Array(list) => list.first(),
        Value::Object(map) => map.values().next()?.get("value"),
        _ => None,
    };
    let example = value.get("example").or_else(first)?.to_string();
    (example.len() <= LONGEST).then_some(example)
}
