//! Bytes become `openapiv3` nodes; 3.1 is rewritten into 3.0 terms first; one bad node never costs
//! the document.
//!
//! The normalised description is kept as one JSON value. A node is read into its `openapiv3` type
//! on its own, when it is asked for: every schema inside it is replaced by a reference before, so
//! that a misfit in a child cannot cost its parent, and reading stays linear in the document.

mod assemble;
pub mod carried;
pub mod files;
pub mod kind;
mod locate;
mod overlay;
mod parts;
mod quick;
mod read;
mod rewrite;
mod settle;
mod text;

pub use locate::{locate, place, place_as_written};
pub use overlay::overlay;
pub use text::{Language, MAX_BRACKETS, MAX_BYTES, language, to_yaml};

use kind::Kind;
use rewrite::Moved;
use serde_json::Value;

use crate::{
    pointer::Pointer,
    report::{Problem, Report, codes},
};

/// A description, normalised to OpenAPI 3.0 terms, held whole.
#[derive(Debug, Clone)]
pub struct Document {
    value: Value,
    roots: Vec<(Pointer, Kind)>,
    moved: Moved,
}

/// A value in the document, and where it stands.
#[derive(Debug, Clone)]
pub struct Place<'d> {
    /// The value.
    pub value: &'d Value,
    /// Where it stands.
    pub pointer: Pointer,
}

/// How many references may lead to one another before they are taken for a circle.
const LONGEST_CHAIN: usize = 64;

/// Reads a description from its text. `others` are texts the description may refer to, by the
/// relative path used in its `$ref`s. `None` if there is nothing to generate from; the report says
/// why.
pub fn load(
    text: &str,
    others: &dyn Fn(&str) -> Option<String>,
    report: &mut Report,
) -> Option<Document> {
    load_with(text, &[], others, report)
}

/// The same, after the OpenAPI Overlay documents `overlays`, which are among `others`, were applied
/// in their order.
pub fn load_with(
    text: &str,
    overlays: &[String],
    others: &dyn Fn(&str) -> Option<String>,
    report: &mut Report,
) -> Option<Document> {
    let value = read_value(text, report)?;
    understand(value, text, overlays, others, report)
}

/// The same, from the value that `text` was read as.
pub fn understand(
    mut value: Value,
    text: &str,
    overlays: &[String],
    others: &dyn Fn(&str) -> Option<String>,
    report: &mut Report,
) -> Option<Document> {
    for (index, file) in overlays.iter().enumerate() {
        match others(file) {
            Some(text) => overlay::overlay(&mut value, file, &text, report),
            None => {
                let met = format!("the overlay `{file}` is not at hand");
                let at = Pointer::root().child("overlays").item(index);
                let problem = Problem::error(codes::BAD_OVERLAY, &at, met).in_settings();
                report.push(problem.help("put it beside the description, or correct its path"));
            }
        }
    }
    let version = rewrite::version(&value, report)?;
    let assembled = assemble::assemble(&mut value, version, text, others, report);
    Some(Document {
        value,
        roots: assembled.roots,
        moved: assembled.moved,
    })
}

/// Reads the value of a JSON or YAML text, without a look at what it means; `None`, and an error in
/// the report, for a text that is neither.
pub fn read_value(text: &str, report: &mut Report) -> Option<Value> {
    let parsed = match text::parse(text) {
        Ok(parsed) => parsed,
        Err(error) => {
            let mut problem = Problem::error(error.code, &Pointer::root(), error.met)
                .help(codes::advice(error.code));
            problem.position = error.position;
            report.push(problem);
            return None;
        }
    };
    for at in &parsed.duplicates {
        let problem = Problem::warning(codes::DUPLICATE_KEY, at, "this key stands twice here")
            .done("the last one is used")
            .help("remove or rename one of the two");
        report.push(problem);
    }
    Some(parsed.value)
}

/// The description as it was written, before anything is repaired or rewritten.
pub fn written(text: &str) -> Option<Value> {
    text::parse(text).ok().map(|parsed| parsed.value)
}

impl Document {
    /// The whole description.
    pub fn root(&self) -> Place<'_> {
        Place {
            value: &self.value,
            pointer: Pointer::root(),
        }
    }

    /// The places outside the tables of OpenAPI that hold nodes, because a reference leads there.
    pub fn roots(&self) -> &[(Pointer, Kind)] {
        &self.roots
    }

    /// Where what stands at `pointer` stood in the text: the file (`None`: the description itself),
    /// and the place in it.
    pub fn origin(&self, pointer: &Pointer) -> (Option<String>, Pointer) {
        let origin = self.moved.origin(pointer);
        let Some(rest) = origin.as_str().strip_prefix(files::FOLDER) else {
            return (None, origin);
        };
        let end = rest.find('/').unwrap_or(rest.len());
        let file = Pointer::parse(&format!("/{}", &rest[..end])).unwrap_or_default();
        let place = Pointer::parse(&rest[end..]).unwrap_or_default();
        (file.last().map(|file| file.into_owned()), place)
    }

    /// What stands at `pointer`, if anything does.
    pub fn at(&self, pointer: &Pointer) -> Option<Place<'_>> {
        let value = read::at(&self.value, pointer)?;
        Some(Place {
            value,
            pointer: pointer.clone(),
        })
    }

    /// What a `$ref` with this text leads to, one step. Says nothing about a target that is
    /// missing.
    pub fn resolve(&self, reference: &str) -> Option<Place<'_>> {
        self.at(&read::target(reference)?)
    }

    /// Follows the `$ref` at `place`, and any it leads to; `place` itself where there is none.
    /// `None` for a target that is missing or a circle of references, which [`load`] reported.
    pub fn follow<'d>(&'d self, place: &Place<'d>) -> Option<Place<'d>> {
        let mut target = place.clone();
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = target.reference() else {
                return Some(target);
            };
            target = self.resolve(reference)?;
        }
        None
    }
}

impl<'d> Place<'d> {
    /// The member `name` of the object that stands here.
    pub fn get(&self, name: &str) -> Option<Place<'d>> {
        let value = self.member(name)?;
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

    /// The value of the member `name` of the object that stands here.
    ///
    /// Most objects have a handful of members: to compare their names is cheaper than to hash one.
    pub fn member(&self, name: &str) -> Option<&'d Value> {
        const FEW: usize = 12;
        let object = self.value.as_object()?;
        if object.len() > FEW {
            return object.get(name);
        }
        let mut members = object.iter();
        members.find_map(|(key, value)| (key == name).then_some(value))
    }

    /// The text of the member `name`.
    pub fn text(&self, name: &str) -> Option<&'d str> {
        self.member(name)?.as_str()
    }

    /// The target of a `$ref` that stands here.
    pub fn reference(&self) -> Option<&'d str> {
        self.text("$ref")
    }
}
