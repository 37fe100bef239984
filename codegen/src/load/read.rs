//! One node becomes its `openapiv3` type, every node inside it a reference.
//!
//! `openapiv3` tries a misfit several times over, at every level; a copy that is one level deep
//! costs the same at any depth, and a misfit in a child never costs its parent.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Document, Place, carried, quick};
use crate::{
    pointer::Pointer,
    report::{Problem, Report, codes},
};

impl Document {
    /// The schema at `place` (which is no `$ref`), its children replaced by references. A schema
    /// that does not fit is reported and read as "anything".
    ///
    /// Keywords that `openapiv3` lacks stand among its extensions; see [`carried`].
    pub fn schema(&self, place: &Place<'_>, report: &mut Report) -> openapiv3::Schema {
        let schema = quick::schema(place).or_else(|| slow_schema(place, report));
        schema.unwrap_or_else(|| openapiv3::Schema {
            schema_data: openapiv3::SchemaData::default(),
            schema_kind: openapiv3::SchemaKind::Any(openapiv3::AnySchema::default()),
        })
    }

    /// The parameter at `place` (which is no `$ref`); its schema is a reference, as are the
    /// schemas of its `content`.
    pub fn parameter(
        &self,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<openapiv3::Parameter> {
        read(with_schema_or_content(place), place, "parameter", report)
    }

    /// The header at `place` (which is no `$ref`), like [`Document::parameter`].
    pub fn header(&self, place: &Place<'_>, report: &mut Report) -> Option<openapiv3::Header> {
        read(with_schema_or_content(place), place, "header", report)
    }

    /// The operation at `place`. Parameters, request body and responses are references. Callbacks
    /// are left out, because `openapiv3` allows no references among them: they are found at
    /// `place.get("callbacks")`.
    pub fn operation(&self, place: &Place<'_>, report: &mut Report) -> openapiv3::Operation {
        let copy = copy(place, |key, child| match key {
            "callbacks" => None,
            "parameters" => Some(references(&child)),
            "requestBody" => Some(reference(&child)),
            "responses" => Some(copy(&child, |key, child| {
                Some(if key.starts_with("x-") {
                    child.value.clone()
                } else {
                    reference(&child)
                })
            })),
            _ => Some(child.value.clone()),
        });
        read(copy, place, "operation", report).unwrap_or_default()
    }

    /// The request body at `place` (which is no `$ref`); the schemas of its `content` are
    /// references.
    pub fn request_body(&self, place: &Place<'_>, report: &mut Report) -> openapiv3::RequestBody {
        let copy = copy(place, |key, child| match key {
            "content" => Some(shallow_content(&child)),
            _ => Some(child.value.clone()),
        });
        read(copy, place, "request body", report).unwrap_or_default()
    }

    /// The response at `place` (which is no `$ref`); its headers, links and the schemas of its
    /// `content` are references.
    pub fn response(&self, place: &Place<'_>, report: &mut Report) -> openapiv3::Response {
        let copy = copy(place, |key, child| match key {
            "content" => Some(shallow_content(&child)),
            "headers" | "links" => Some(references(&child)),
            _ => Some(child.value.clone()),
        });
        read(copy, place, "response", report).unwrap_or_default()
    }

    /// The media type at `place`; its schema and the headers of its `encoding` are references.
    pub fn media_type(&self, place: &Place<'_>, report: &mut Report) -> openapiv3::MediaType {
        read(shallow_media_type(place), place, "media type", report).unwrap_or_default()
    }

    /// The security scheme at `place` (which is no `$ref`).
    pub fn security_scheme(
        &self,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<openapiv3::SecurityScheme> {
        read(place.value.clone(), place, "security scheme", report)
    }

    /// The server at `place`.
    pub fn server(&self, place: &Place<'_>, report: &mut Report) -> Option<openapiv3::Server> {
        read(place.value.clone(), place, "server", report)
    }
}

fn read<T: DeserializeOwned>(
    copy: Value,
    place: &Place<'_>,
    kind: &str,
    report: &mut Report,
) -> Option<T> {
    match serde_json::from_value(copy) {
        Ok(node) => Some(node),
        Err(error) => {
            let met = format!("this {kind} does not have the form it must have: {error}");
            let problem = Problem::warning(codes::UNREADABLE_NODE, &place.pointer, met);
            report.push(
                problem
                    .done("it is left out, as if nothing stood here")
                    .degraded(),
            );
            None
        }
    }
}

/// A copy of an object, each member as `member` gives it. What is no object is copied as it is.
fn copy(place: &Place<'_>, mut member: impl FnMut(&str, Place<'_>) -> Option<Value>) -> Value {
    if !place.value.is_object() {
        return place.value.clone();
    }
    let members = place.members();
    let kept = members.filter_map(|(key, child)| Some((key.to_owned(), member(key, child)?)));
    Value::Object(kept.collect())
}

/// The schema at `place`, whatever its keywords.
pub(super) fn slow_schema(place: &Place<'_>, report: &mut Report) -> Option<openapiv3::Schema> {
    read(shallow_schema(place), place, "schema", report)
}

/// The text of the reference that stands in place of a node, or `own`: of one to the node itself.
pub(super) fn reference_text(node: &Value, own: impl FnOnce() -> String) -> String {
    match node.get("$ref").and_then(Value::as_str) {
        Some(reference) => reference.to_owned(),
        None => own(),
    }
}

/// A reference to what stands at `place`, or the one that stands there itself.
fn reference(place: &Place<'_>) -> Value {
    let reference = reference_text(place.value, || place.pointer.reference());
    Value::Object(Map::from_iter([(
        "$ref".to_owned(),
        Value::String(reference),
    )]))
}

/// References to the members or items of what stands at `place`.
fn references(place: &Place<'_>) -> Value {
    match place.value {
        Value::Array(_) => Value::Array(place.items().map(|item| reference(&item)).collect()),
        _ => copy(place, |_, child| Some(reference(&child))),
    }
}

fn with_schema_or_content(place: &Place<'_>) -> Value {
    copy(place, |key, child| match key {
        "schema" => Some(reference(&child)),
        "content" => Some(shallow_content(&child)),
        "examples" => None,
        _ => Some(child.value.clone()),
    })
}

fn shallow_content(place: &Place<'_>) -> Value {
    copy(place, |_, child| Some(shallow_media_type(&child)))
}

fn shallow_media_type(place: &Place<'_>) -> Value {
    copy(place, |key, child| match key {
        "schema" => Some(reference(&child)),
        "examples" => None,
        "encoding" => Some(copy(&child, |_, child| {
            Some(copy(&child, |key, child| match key {
                "headers" => Some(references(&child)),
                _ => Some(child.value.clone()),
            }))
        })),
        _ => Some(child.value.clone()),
    })
}

fn shallow_schema(place: &Place<'_>) -> Value {
    let Value::Object(object) = place.value else {
        return place.value.clone();
    };
    let mut node = Map::with_capacity(object.len());
    for (key, value) in object {
        let child = |key: &str| Place {
            value,
            pointer: place.pointer.child(key),
        };
        let (key, value) = match key.as_str() {
            "properties" | "oneOf" | "anyOf" | "allOf" => (key.as_str(), references(&child(key))),
            "items" | "not" => (key.as_str(), reference(&child(key))),
            "additionalProperties" if !value.is_boolean() => (key.as_str(), reference(&child(key))),
            "prefixItems" => (carried::PREFIX_ITEMS, references(&child(key))),
            "patternProperties" => (carried::PATTERN_PROPERTIES, references(&child(key))),
            "propertyNames" => (carried::PROPERTY_NAMES, reference(&child(key))),
            "contentSchema" => (carried::CONTENT_SCHEMA, reference(&child(key))),
            "contentEncoding" => (carried::CONTENT_ENCODING, value.clone()),
            "contentMediaType" => (carried::CONTENT_MEDIA_TYPE, value.clone()),
            "xml" => (carried::XML, value.clone()),
            // Unknown to `openapiv3`, and possibly large.
            "$defs" | "definitions" | "examples" => continue,
            key if key.starts_with(carried::PREFIX) => continue,
            key => (key, value.clone()),
        };
        node.insert(key.to_owned(), value);
    }
    Value::Object(node)
}

/// The place a reference within the document leads to.
pub(super) fn target(reference: &str) -> Option<Pointer> {
    reference
        .starts_with('#')
        .then(|| Pointer::parse(reference))
        .flatten()
}

/// What stands at `pointer` in `value`.
pub(super) fn at<'v>(value: &'v Value, pointer: &Pointer) -> Option<&'v Value> {
    pointer
        .segments()
        .try_fold(value, |value, segment| match value {
            Value::Object(object) => object.get(segment.as_ref()),
            Value::Array(items) => items.get(segment.parse::<usize>().ok()?),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        })
}
