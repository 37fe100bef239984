//! Every Rust name is decided here, in one table, before anything is printed.

use rustc_hash::FxHashMap;

use crate::ir::ShapeId;

/// Every name the emitted crate has.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The package name, with hyphens.
    pub package: String,
    /// Type names of records, unions, choices and wrappers that are reachable.
    pub types: FxHashMap<ShapeId, TypeName>,
    /// Field names, by record and index; of a wrapper none.
    pub fields: FxHashMap<(ShapeId, usize), String>,
    /// The name of the member that keeps unknown (or additional) members, where it is not
    /// `unknown` (or `additional`).
    pub extras: FxHashMap<ShapeId, String>,
    /// Variant names of unions and choices, by index.
    pub variants: FxHashMap<(ShapeId, usize), String>,
    /// The name of the variant that keeps unknown values, where it is not `Unknown`.
    pub unknowns: FxHashMap<ShapeId, String>,
    /// Per operation, by index into `Api::operations`.
    pub operations: Vec<OperationName>,
    /// The error enum.
    pub error_body: String,
    /// The variants of the error enum: payload shape and variant name, in order of first use.
    pub errors: Vec<(ShapeId, String)>,
    /// The credentials enum's variants, in order.
    pub credentials: Vec<CredentialName>,
    /// Files (`types/<file>.rs`, `codec/<file>.rs`, `client/<file>.rs`) in order, with docs.
    pub files: Vec<FileName>,
}

/// Where a type lives and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeName {
    /// The type's name, unique in the crate.
    pub name: String,
    /// Index into [`Names::files`].
    pub file: usize,
}

/// A module of the emitted crate that holds what belongs to one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName {
    /// The module's name.
    pub module: String,
    /// The tag it stands for; `None` for what several resources share.
    pub tag: Option<String>,
}

/// The names of an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OperationName {
    /// The method on `Client`: `list_routes`. The static table is this in upper case, the type of
    /// its optional parameters this in upper camel case (`marker`).
    pub method: String,
    /// The type that carries the setters of its optional parameters.
    pub marker: String,
    /// The static that describes it.
    pub constant: String,
    /// The enum of its success replies, where they are of several types.
    pub reply: String,
    /// Variants of that enum, by index into `Operation::replies`.
    pub reply_variants: Vec<String>,
    /// Argument or setter name of each parameter, by index.
    pub parameters: Vec<String>,
    /// Argument or setter name of the body.
    pub body: String,
    /// Index into [`Names::files`].
    pub file: usize,
}

/// One variant of the credentials enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialName {
    /// The schemes it satisfies, by their names in the description.
    pub schemes: Vec<String>,
    /// The variant's name.
    pub variant: String,
    /// The field of each scheme; empty for a single scheme, which is a newtype variant.
    pub fields: Vec<String>,
}
