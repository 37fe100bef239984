//! The two-way map between a description and its crate: what became of a place, and where a Rust
//! item is from.
//!
//! Plain data. Types are spelt by the functions that spell them in the emitted code, so that the
//! two cannot disagree.

mod beside;
mod find;
mod operations;
pub(crate) mod spelling;
mod strays;
mod types;

use serde::Serialize;

pub use self::find::{Entry, Found};
use crate::{
    emit::scope::Scope, ir::Api, load::Document, name::Names, pass::Facts, pointer::Pointer,
    settings::Settings,
};

/// Where everything of a description went, and where everything in its crate is from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Map {
    /// The operations, in document order.
    pub operations: Vec<Operation>,
    /// The types, in the order in which a reader of the description meets them; then those that
    /// no schema is: replies of several forms, errors, credentials.
    pub types: Vec<Type>,
    /// The named schemas that are no type of their own: aliases, lists, maps, plain values.
    pub aliases: Vec<Alias>,
}

/// An operation and its method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Operation {
    /// Where it stands: `#/paths/…`.
    pub pointer: String,
    /// `operationId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// HTTP method and path template.
    pub wire: String,
    /// The emitted method: `Client::list_routes`.
    pub rust: String,
    /// The methods of handles that call it: `Gateway::list_routes`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// The file it stands in.
    pub file: String,
    /// What it returns: `Request<RouteList, ListRoutes>`.
    pub returns: String,
    /// The type that carries its setters: `client::ListRoutes`.
    pub options: String,
    /// The arguments of the method, in order.
    pub arguments: Vec<Argument>,
    /// The setters of its request.
    pub setters: Vec<Argument>,
    /// What success looks like, by status.
    pub replies: Vec<Reply>,
    /// What refusal looks like, by status.
    pub errors: Vec<Reply>,
}

/// An argument of a method, or a setter of a request, and what it carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Argument {
    /// `Client::list_routes(account_id)`, or `Request<RouteList, ListRoutes>::page`.
    pub rust: String,
    /// Its type.
    #[serde(rename = "type")]
    pub type_: String,
    /// `path`, `query`, `header`, `cookie` or `body`.
    pub place: &'static str,
    /// The parameter's name on the wire; the media type of a body.
    pub wire: String,
    /// Where it stands.
    pub pointer: String,
}

/// A reply and the type that stands for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reply {
    /// `200`, `4XX`, `default`.
    pub status: String,
    /// Its media type; empty if it holds nothing.
    pub media: String,
    /// The type it is read as; for an error with a variant of the error enum, that variant's.
    #[serde(rename = "type")]
    pub type_: String,
    /// The variant it is handed out as, where there is one: `ErrorBody::NotFound`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// Where it stands.
    pub pointer: String,
}

/// A type and where it is from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Type {
    /// `types::Element`.
    pub rust: String,
    /// The file it stands in.
    pub file: String,
    /// `struct` or `enum`.
    pub kind: &'static str,
    /// What `wire` of its parts is of: `JSON`, `header`, `status` or `security scheme`.
    pub told_by: &'static str,
    /// Every place that means it.
    pub pointers: Vec<String>,
    /// Its fields or variants.
    pub parts: Vec<Part>,
}

/// A field or variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// `types::Route::name`; of a constant, which has no field, the type itself.
    pub rust: String,
    /// Name of the member, value of an enum, tags of a union's branch; status of a reply; security
    /// scheme of a credential.
    pub wire: String,
    /// The type of a field, or what a variant holds; of a constant the value that is written.
    #[serde(rename = "type")]
    pub type_: String,
    /// Every place that means it.
    pub pointers: Vec<String>,
}

/// A named schema that is no type of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alias {
    /// Where it stands.
    pub pointer: String,
    /// The Rust type that is used for it.
    #[serde(rename = "type")]
    pub type_: String,
}

/// The map of what these stages made of `document`.
pub fn map(
    document: &Document,
    api: &Api,
    facts: &Facts,
    names: &Names,
    settings: &Settings,
) -> Map {
    let scope = Scope::new(api, facts, names, settings);
    let origin = Origin { document };
    Map {
        operations: operations::operations(&scope, &origin),
        types: types::types(&scope, &origin)
            .into_iter()
            .chain(beside::beside(&scope, &origin))
            .collect(),
        aliases: types::aliases(&scope, &origin),
    }
}

/// Tells where a place stood in the text.
struct Origin<'d> {
    document: &'d Document,
}

impl Origin<'_> {
    /// `#/components/…`, or `file.yaml#/…`.
    fn of(&self, pointer: &Pointer) -> String {
        let (file, pointer) = self.document.origin(pointer);
        file.unwrap_or_default() + &pointer.to_string()
    }

    /// Those of several places, each once, in order.
    fn all<'p>(&self, pointers: impl Iterator<Item = &'p Pointer>) -> Vec<String> {
        let mut all = Vec::new();
        let mut met = rustc_hash::FxHashSet::default();
        for pointer in pointers {
            let text = self.of(pointer);
            if met.insert(text.clone()) {
                all.push(text);
            }
        }
        all
    }
}
