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

/// What is looked for in every schema, found in one pass over its members.
#[derive(Default)]
struct Said {
    title: Option<String>,
    docs: Option<String>,
    deprecated: bool,
    /// Whether there is any vendor extension.
    extended: bool,
    /// Whether there may be an example.
    shown: bool,
}

fn said(place: &Place<'_>) -> Said {
    let mut said = Said::default();
    for (key, value) in place.value.as_object().into_iter().flatten() {
        match key.as_str() {
            "title" => said.title = filled(value),
            "description" => said.docs = filled(value),
            "deprecated" => said.deprecated = value.as_bool().unwrap_or(false),
            "example" | "examples" => said.shown = true,
            key => said.extended |= key.starts_with("x-"),
        }
    }
    said
}

/// The site of the schema at `place`, without its parts.
pub(super) fn site(place: &Place<'_>) -> Site {
    let said = said(place);
    let hints = TYPE_HINTS.iter().filter(|_| said.extended);
    Site {
        pointer: place.pointer.clone(),
        share: None,
        title: said.title,
        docs: said.docs,
        deprecated: said.deprecated,
        hints: hints.filter_map(|key| text(place, key)).collect(),
        parts: Vec::new(),
    }
}

/// What is said of a part at `place`.
pub(super) fn notes(place: &Place<'_>) -> FieldNotes {
    let said = said(place);
    let mut hints = MEMBER_HINTS.iter().filter(|_| said.extended);
    FieldNotes {
        pointer: place.pointer.clone(),
        also: Vec::new(),
        title: said.title,
        docs: said.docs,
        deprecated: said.deprecated,
        hint: hints.find_map(|key| text(place, key)),
        example: match said.shown || said.extended {
            true => example(place),
            false => None,
        },
        xml: None,
        differs: false,
    }
}

/// The text of a member, if it is not blank.
pub(super) fn text(place: &Place<'_>, key: &str) -> Option<String> {
    filled(place.member(key)?)
}

fn filled(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Whether a boolean member is there and true.
pub(super) fn flag(place: &Place<'_>, key: &str) -> bool {
    place.member(key).and_then(Value::as_bool).unwrap_or(false)
}

/// The longest example that is kept, in bytes of JSON.
const LONGEST: usize = 4096;

/// `example`, or the first of `examples`, as JSON text.
pub(super) fn example(place: &Place<'_>) -> Option<String> {
    let first = || match place
        .member("examples")
        .or_else(|| place.member("x-examples"))?
    {
        Value::Array(list) => list.first(),
        Value::Object(map) => map.values().next()?.get("value"),
        _ => None,
    };
    let example = place.member("example").or_else(first)?.to_string();
    (example.len() <= LONGEST).then_some(example)
}
