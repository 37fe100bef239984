//! IR + names become the files of a crate, one small emitter per construct.
//!
//! Nothing is decided here and nothing is printed: names come from [`Names`], facts from
//! [`Facts`], and layout is [`render`](crate::render)'s.

pub(crate) mod argument;
pub(crate) mod body;
pub(crate) mod choice;
mod client;
mod codec;
mod credentials;
mod doc;
mod error;
mod example;
pub(crate) mod failure;
pub(crate) mod field;
mod form;
mod format;
mod formatting;
pub(crate) mod handles;
pub(crate) mod headers;
pub(crate) mod inline;
pub(crate) mod laid;
mod layout;
mod library;
mod manifest;
mod notes;
pub(crate) mod operation;
mod operation_docs;
pub(crate) mod page;
mod pages;
pub(crate) mod places;
mod readme;
pub(crate) mod record;
mod replaced;
pub(crate) mod reply;
mod runtime;
pub(crate) mod scope;
mod size;
mod streamed;
mod twin;
mod types;
pub(crate) mod union;
mod wishes;
mod wrapper;
mod xml;

use crate::{
    ir::Api,
    name::Names,
    pass::{Facts, Layout},
    settings::Settings,
};

pub(crate) use doc::brief;
pub use doc::{Doc, Passage};
pub use page::{Item, Page, Piece};
pub(crate) use readme::LINES;
use scope::Scope;

/// A file of the emitted crate, before it is rendered.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path inside the crate, with forward slashes.
    pub path: String,
    /// What it holds.
    pub body: Body,
}

/// What a [`File`] holds.
#[derive(Debug, Clone)]
pub enum Body {
    /// Rust that is still to be laid out.
    Rust(Page),
    /// Text that is written as it stands.
    Text(String),
}

/// All files of a crate, each made when it is asked for: tokens cannot move between threads, so a
/// file is emitted on the thread that renders it.
pub struct Emission<'a> {
    scope: Scope<'a>,
    makers: Vec<Maker>,
    copied: Vec<(String, String)>,
}

/// What one file is made of.
#[derive(Debug, Clone, Copy)]
enum Maker {
    Manifest,
    Readme,
    Formatting,
    Library,
    Replaced,
    Credentials,
    Handles,
    ClientRoot,
    Client(usize),
    TypesRoot,
    Types(usize),
    CodecRoot,
    Codec(usize),
    Xml,
    Runtime(usize),
}

/// Prepares the files of the crate. The same description, names and settings give the same files.
pub fn emit<'a>(
    api: &'a Api,
    facts: &'a Facts,
    names: &'a Names,
    settings: &'a Settings,
) -> Emission<'a> {
    let scope = Scope::new(api, facts, names, settings);
    let files = 0..names.files.len().max(1);
    let mut makers = vec![Maker::TypesRoot, Maker::CodecRoot, Maker::ClientRoot];
    makers.extend(files.clone().map(Maker::Types));
    makers.extend(files.clone().map(Maker::Codec));
    makers.extend(files.map(Maker::Client));
    makers.extend([
        Maker::Library,
        Maker::Replaced,
        Maker::Credentials,
        Maker::Handles,
        Maker::Xml,
        Maker::Manifest,
        Maker::Readme,
        Maker::Formatting,
    ]);
    let copied = runtime::files(&scope);
    makers.extend((0..copied.len()).map(Maker::Runtime));
    Emission {
        scope,
        makers,
        copied,
    }
}

/// How the types are laid out.
pub fn layout(api: &Api, facts: &Facts, names: &Names, settings: &Settings) -> Layout {
    layout::layout(&Scope::new(api, facts, names, settings))
}

impl Emission<'_> {
    /// How many files there may be.
    pub fn len(&self) -> usize {
        self.makers.len()
    }

    /// Whether there is no file at all.
    pub fn is_empty(&self) -> bool {
        self.makers.is_empty()
    }

    /// How many operations there are.
    pub fn operations(&self) -> usize {
        self.scope.api.count()
    }

    /// What the files say they were made from: the description's title.
    pub fn title(&self) -> &str {
        &self.scope.api.title
    }

    /// The file with this index; `None` if it would hold nothing.
    pub fn file(&self, index: usize) -> Option<File> {
        match *self.makers.get(index)? {
            Maker::Manifest => Some(manifest::file(&self.scope)),
            Maker::Readme => Some(readme::file(&self.scope)),
            Maker::Formatting => Some(formatting::file()),
            Maker::Library => Some(library::file(&self.scope)),
            Maker::Replaced => replaced::file(&self.scope),
            Maker::Credentials => credentials::file(&self.scope),
            Maker::Handles => handles::file(&self.scope),
            Maker::ClientRoot => Some(client::root(&self.scope)),
            Maker::Client(file) => client::file(&self.scope, file),
            Maker::TypesRoot => Some(types::root(&self.scope)),
            Maker::Types(file) => types::file(&self.scope, file),
            Maker::CodecRoot => codec::root(&self.scope),
            Maker::Codec(file) => codec::file(&self.scope, file),
            Maker::Xml => xml::file(&self.scope),
            Maker::Runtime(file) => {
                let (path, text) = self.copied.get(file)?.clone();
                Some(File {
                    path,
                    body: Body::Text(text),
                })
            }
        }
    }
}
