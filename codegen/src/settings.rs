//! What a person decides: `codegen.toml`, read strictly.
//!
//! Every key is known and every entry must match something; both are checked, here and where the
//! entry is used.

use indexmap::IndexMap;
use serde::Deserialize;

/// The whole of `codegen.toml`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// `[crate]`: the emitted crate's manifest.
    #[serde(rename = "crate")]
    pub package: Package,
    /// `[names]`: a JSON pointer (`"#/…"`) of a schema, or the name a type gets by itself, to the
    /// name it shall have.
    pub names: IndexMap<String, String>,
    /// `[methods]`: an `operationId` (or `"GET /path"`) to the name its method shall have.
    pub methods: IndexMap<String, String>,
    /// `[envelope]`: the members that wrap a payload.
    pub envelope: Option<Envelope>,
    /// `[environment]`: a security scheme's name (or `base-url`) to the variable that holds it.
    pub environment: IndexMap<String, String>,
    /// `[scopes.NAME]`: a handle that remembers the arguments of a common path prefix.
    pub scopes: IndexMap<String, Scope>,
}

/// `[crate]`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    /// The package name. Without it: from the description's title.
    pub name: Option<String>,
    /// The package version. Without it: `0.1.0`.
    pub version: Option<String>,
    /// Entries added to the generated `Cargo.toml` as they stand (`dev-dependencies`, `example`, …).
    pub manifest: toml::Table,
}

/// `[envelope]`: `{"success": true, "result": …}`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Envelope {
    /// The boolean member that tells whether the call succeeded, if there is one.
    pub success: Option<String>,
    /// The members that hold the payload; a reply has one of them.
    pub payload: Vec<String>,
    /// Other members an envelope may have, which a caller does not get.
    #[serde(default)]
    pub other: Vec<String>,
}

/// `[scopes.NAME]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Scope {
    /// The common path prefix, as in the description: `/accounts/{account_id}`.
    pub path: String,
}
