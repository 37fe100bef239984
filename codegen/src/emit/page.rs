//! A Rust file in the making: what it imports, what it holds, what is said of it.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::{Doc, Passage};

/// A Rust file that is still to be laid out.
///
/// Docs are kept beside the tokens, and a token `#[doc = "@7"]` stands for the seventh: how they
/// are wrapped depends on how deep the item stands, which is known only when it is laid out.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// What the file is for (`//!`).
    pub about: Doc,
    /// Full paths of what is imported: `std::collections::BTreeMap`.
    pub uses: BTreeSet<String>,
    /// The items, in order.
    pub items: Vec<Item>,
    /// The docs that the items refer to.
    pub docs: Vec<Doc>,
}

/// An item that is still to be laid out.
#[derive(Debug, Clone)]
pub enum Item {
    /// Code.
    Code(TokenStream),
    /// A call of a macro of the runtime that holds a line for each entry: its first line, its
    /// entries and its last line.
    Table(String, Vec<String>, &'static str),
    /// Code of which most is laid out already.
    Laid(Vec<Piece>),
}

/// A part of an item that is laid out already, but for the docs it refers to.
#[derive(Debug, Clone)]
pub enum Piece {
    /// Whole lines.
    Lines(String),
    /// A function inside an `impl` that is still to be laid out.
    Function(TokenStream),
}

impl Page {
    /// An empty file with what is said of it.
    pub(crate) fn about(about: Doc) -> Self {
        Page {
            about,
            ..Page::default()
        }
    }

    /// Adds an item.
    pub(crate) fn item(&mut self, item: TokenStream) {
        self.items.push(Item::Code(item));
    }

    /// Adds a table.
    pub(crate) fn table(&mut self, first: String, entries: Vec<String>, last: &'static str) {
        self.items.push(Item::Table(first, entries, last));
    }

    /// Adds an item that is laid out already.
    pub(crate) fn laid(&mut self, pieces: Vec<Piece>) {
        self.items.push(Item::Laid(pieces));
    }

    /// Imports `path::to::Name` and gives `Name`.
    pub(crate) fn import(&mut self, path: &str) -> Ident {
        if !self.uses.contains(path) {
            self.uses.insert(path.to_owned());
        }
        ident(path.rsplit("::").next().unwrap_or(path))
    }

    /// Takes over the imports of `other` that a signature can need; what it calls stays behind.
    pub(crate) fn adopt_types(&mut self, other: Page) {
        const CALLED: [&str; 4] = [
            "crate::runtime::api::",
            "crate::runtime::payload::",
            "crate::runtime::parameter::",
            "crate::runtime::xml",
        ];
        let called = |path: &String| CALLED.iter().any(|start| path.starts_with(start));
        self.uses
            .extend(other.uses.into_iter().filter(|path| !called(path)));
    }

    /// Imports something of the runtime's JSON half.
    pub(crate) fn json(&mut self, name: &str) -> Ident {
        self.import(&format!("crate::runtime::json::{name}"))
    }

    /// Shortens links to types that the file holds or imports: rustdoc resolves those by name.
    pub(crate) fn settle_links(&mut self, here: impl Fn(&str) -> bool) {
        let Page { uses, docs, .. } = self;
        let near = |name: &str| here(name) || uses.contains(&format!("{TYPES}{name}"));
        for doc in docs {
            for passage in &mut doc.passages {
                if let Passage::Own(text) = passage {
                    shorten(text, &near);
                }
            }
        }
    }

    /// The attribute that stands for `doc`; nothing if that says nothing.
    pub(crate) fn doc(&mut self, doc: Doc) -> TokenStream {
        marked(self.mark(doc))
    }

    /// Where `doc` stands among the docs; `None` if that says nothing.
    pub(crate) fn mark(&mut self, doc: Doc) -> Option<usize> {
        if doc.is_empty() {
            return None;
        }
        self.docs.push(doc);
        Some(self.docs.len() - 1)
    }
}

/// The attribute that stands for the doc with this mark.
pub(crate) fn marked(mark: Option<usize>) -> TokenStream {
    mark.map_or_else(TokenStream::new, |mark| {
        let mark = Literal::string(&format!("@{mark}"));
        quote!(#[doc = #mark])
    })
}

/// What a link to a type begins with.
const TYPES: &str = "crate::types::";

/// Takes the target away from each link to a type that is near.
fn shorten(text: &mut String, near: &dyn Fn(&str) -> bool) {
    let start = format!("]({TYPES}");
    let mut from = 0;
    while let Some(found) = text[from..].find(&start).map(|found| found + from) {
        let target = found + start.len();
        let Some(end) = text[target..].find(')').map(|end| end + target) else {
            return;
        };
        let name = text[target..end].split("::").next().unwrap_or_default();
        if near(name) {
            text.replace_range(found + 1..=end, "");
        }
        from = found + 1;
    }
}

/// An identifier. [`Names`](crate::name::Names) gives none that is not one; should it all the same,
/// what does not belong there becomes `_`.
pub(crate) fn ident(name: &str) -> Ident {
    let belongs = |c: char| c == '_' || c.is_ascii_alphanumeric();
    let starts = name.starts_with(|c: char| belongs(c) && !c.is_ascii_digit());
    if starts && name.chars().all(belongs) {
        return Ident::new(name, Span::call_site());
    }
    let mut mended = String::from(if starts { "" } else { "_" });
    mended.extend(name.chars().map(|c| if belongs(c) { c } else { '_' }));
    Ident::new(&mended, Span::call_site())
}
