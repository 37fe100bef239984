//! What a user of an emitted crate can reach, and what the crate says on the wire, as plain data.
//!
//! Read off the text of the files alone, so that it works for any crate on a disk, whatever
//! version wrote it: nothing here knows the description.

mod arms;
mod items;
mod modules;
mod operations;
mod source;
mod tables;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

pub use self::{
    arms::{Arm, Arms},
    operations::{Operation, Reading, Reply, Sent},
    tables::{Member, Presence, Record},
    types::Ty,
};

/// The public surface of a crate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surface {
    /// The package's name.
    pub package: String,
    /// The names of its features.
    pub features: BTreeSet<String>,
    /// The crates its public types may come from, and their versions.
    pub dependencies: BTreeMap<String, String>,
    /// Everything public by its shortest path: `types::Route`, `Client`.
    pub items: BTreeMap<String, Item>,
    /// What is asked, by method and path: `GET /routes/{id}`.
    pub operations: BTreeMap<String, Operation>,
    /// How the types look in JSON, by their names.
    pub codecs: BTreeMap<String, Codec>,
    /// The server that is asked unless a user says otherwise.
    pub base_url: String,
    /// What each security scheme sends.
    pub schemes: BTreeMap<String, String>,
}

/// Something public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// What is said of it.
    pub docs: String,
    /// Whether it is `#[deprecated]`.
    pub deprecated: bool,
    /// The functions of its `impl`s.
    pub functions: BTreeMap<String, Function>,
    /// The traits it has.
    pub traits: BTreeSet<String>,
}

/// What an [`Item`] is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A struct and its public fields, by name or number.
    Struct {
        /// Whether it can grow: `#[non_exhaustive]`, or with a field that is not public.
        open: bool,
        /// Its generic parameters.
        generics: String,
        /// Name and type of each public field.
        fields: Vec<Part>,
    },
    /// An enum and its variants.
    Enum {
        /// Whether it can grow: `#[non_exhaustive]`.
        open: bool,
        /// Its generic parameters.
        generics: String,
        /// Name of each variant, and what it holds.
        variants: Vec<Part>,
    },
    /// A function that belongs to no type.
    Function(Function),
    /// A trait, which others may implement.
    Trait(Trait),
    /// Anything else, as it is written: an alias, a constant, a module, a re-export.
    Other(String),
}

/// A field or variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its type; of a variant what it holds: empty, `(A, B)` or `{ a: A }`.
    pub type_: String,
    /// What a value looks like; of a variant with one field that field's.
    pub looks: Ty,
    /// What is said of it.
    pub docs: String,
    /// Whether it is `#[deprecated]`.
    pub deprecated: bool,
}

/// A trait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trait {
    /// Name, generic parameters and the traits it asks for.
    pub head: String,
    /// What everyone who implements it must write.
    pub required: BTreeSet<String>,
    /// What it brings itself.
    pub provided: BTreeSet<String>,
}

/// A function.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Function {
    /// `&self`, `mut self`; nothing for one without.
    pub receiver: String,
    /// `async`, generic parameters and bounds.
    pub generics: String,
    /// Name and type of each argument.
    pub takes: Vec<(String, String)>,
    /// What it returns.
    pub returns: String,
    /// What is said of it.
    pub docs: String,
    /// Whether it is `#[deprecated]`.
    pub deprecated: bool,
    /// The constant of the operation it asks.
    pub asks: Option<String>,
    /// What it puts into a request.
    pub sends: Vec<Sent>,
    /// The server it asks, where that is not the one of all.
    pub server: Option<String>,
}

/// How a type looks in JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Codec {
    /// An object with members.
    Record(Record),
    /// One of several values or forms.
    Arms(Arms),
    /// What it holds.
    Wrapper(Ty),
}

/// A file is no Rust that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path} cannot be read as Rust: {reason}")]
pub struct Unreadable {
    /// Its path in the crate.
    pub path: String,
    /// What the parser says.
    pub reason: String,
}

impl Surface {
    /// Reads the files of a crate, by their paths in it.
    ///
    /// # Errors
    /// The first file that is no Rust.
    pub fn read(files: &BTreeMap<String, String>) -> Result<Surface, Unreadable> {
        let rust = files
            .par_iter()
            .filter(|(path, _)| path.starts_with("src/") && path.ends_with(".rs"));
        let sources: BTreeMap<String, source::Source> = rust
            .map(|(path, text)| Ok((path.clone(), source::source(path, text)?)))
            .collect::<Result<_, _>>()?;
        let mut surface = modules::surface(&sources);
        let manifest = files.get("Cargo.toml").map_or("", String::as_str);
        surface.manifest(manifest);
        Ok(surface)
    }

    /// What the manifest tells a user: name, features, and crates that types may come from.
    fn manifest(&mut self, text: &str) {
        let manifest: toml::Table = toml::from_str(text).unwrap_or_default();
        let table = |name: &str| manifest.get(name).and_then(toml::Value::as_table);
        let name = table("package").and_then(|package| package.get("name")?.as_str());
        self.package = name.unwrap_or_default().to_owned();
        self.features = table("features")
            .map(|features| features.keys().cloned().collect())
            .unwrap_or_default();
        for (name, value) in table("dependencies").into_iter().flatten() {
            let version = value.as_str().or_else(|| value.get("version")?.as_str());
            let version = version.unwrap_or_default().to_owned();
            self.dependencies.insert(name.clone(), version);
        }
    }

    /// Whether a type of the crate has this name.
    pub(crate) fn codec(&self, name: &str) -> Option<&Codec> {
        self.codecs.get(name)
    }
}
