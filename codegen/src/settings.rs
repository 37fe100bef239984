//! What a person decides: `codegen.toml`, read strictly.
//!
//! Every key is known and every entry must match something; both are checked, here and where the
//! entry is used.

mod formats;
mod operations;
mod package;
mod part;
mod problem;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::{
    pointer::Pointer,
    report::{Report, SETTINGS},
};

pub use formats::{
    DateTimeType, DecimalType, DurationType, Formats, IpType, PasswordType, UriType, UuidType,
};
pub use operations::{Paging, PagingStyle, Patterns, Select, Servers};
pub(crate) use part::read as read_part;
pub(crate) use problem::positions;
pub use problem::{misfit, nearest, unmatched};

/// What problems call the file of the settings, until they are told its path.
pub const FILE: &str = SETTINGS;

/// The whole of `codegen.toml`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// `[crate]`: the emitted crate's manifest.
    #[serde(rename = "crate")]
    pub package: Package,
    /// `overlays`: OpenAPI Overlay documents, applied first and in this order, by their paths
    /// beside the description.
    pub overlays: Vec<String>,
    /// `[select]`: the operations to keep.
    pub select: Select,
    /// `[servers]`: which server is asked unless the user of the client says otherwise.
    pub servers: Servers,
    /// `[formats]`: the Rust type of each format of strings.
    pub formats: Formats,
    /// `[names]`: a JSON pointer (`"#/…"`) of a schema, member, value or parameter, or the name it
    /// gets by itself (`Pet`, `Pet::kind`, `list_pets::limit`), to the name it shall have.
    pub names: IndexMap<String, String>,
    /// `[methods]`: an `operationId` (or `"GET /path"`) to the name its method shall have.
    pub methods: IndexMap<String, String>,
    /// `[replace]`: a schema to the path of the Rust type that stands for it.
    pub replace: IndexMap<String, String>,
    /// `[derive]`: a type, or `*` for all, to derives it gets beside the usual ones.
    pub derive: IndexMap<String, Vec<String>>,
    /// `[attributes]`: a type, or `*` for all, to attributes it gets, without `#[…]`.
    pub attributes: IndexMap<String, Vec<String>>,
    /// `[open]`: an enum, or `*` for all, to whether it keeps values the description does not know.
    pub open: IndexMap<String, bool>,
    /// `input-types`: whether a type that is sent otherwise than it is received becomes two.
    pub input_types: Option<bool>,
    /// `[envelope]`: the members that wrap a payload.
    pub envelope: Option<Envelope>,
    /// `[pagination]`: an `operationId` (or `"GET /path"`) to how it gives its items page by page.
    pub pagination: IndexMap<String, Paging>,
    /// `[environment]`: a security scheme's name (or `base-url`) to the variable that holds it.
    pub environment: IndexMap<String, String>,
    /// `[scopes.NAME]`: a handle that remembers the arguments of a common path prefix.
    pub scopes: IndexMap<String, Scope>,
    /// Line and column of every key.
    #[serde(skip)]
    positions: BTreeMap<Pointer, (usize, usize)>,
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

impl Settings {
    /// Reads the text of a `codegen.toml`.
    ///
    /// # Errors
    /// As [`Settings::read_part`] tells them.
    pub fn read(text: &str) -> Result<Settings, Report> {
        match Settings::read_part(text) {
            (settings, report) if report.problems().is_empty() => Ok(settings),
            (_, report) => Err(report),
        }
    }

    /// Reads what can be read of the text of a `codegen.toml`, and tells what cannot: text that is
    /// no TOML, an unknown key (with the known one it resembles), a value of the wrong kind. The
    /// `file` of a problem is left to the caller.
    pub fn read_part(text: &str) -> (Settings, Report) {
        let (settings, report) = part::read::<Settings>(text);
        let positions = problem::positions(text);
        (
            Settings {
                positions,
                ..settings
            },
            report,
        )
    }

    /// Line and column of the entry at a place of the settings, or of the table around it.
    pub fn position(&self, at: &Pointer) -> Option<(usize, usize)> {
        let mut at = at.clone();
        loop {
            match self.positions.get(&at) {
                Some(position) => return Some(*position),
                None => at = at.parent()?,
            }
        }
    }

    /// Tells the line and column of every problem of the settings.
    pub(crate) fn locate(&self, report: &mut Report) {
        report.settle(|problem| {
            let here = problem.file.as_deref() == Some(SETTINGS) && problem.position.is_none();
            if here {
                problem.position = self.position(&problem.at);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Problem;

    fn only_problem(text: &str) -> Problem {
        let report = Settings::read(text).expect_err("a problem");
        assert_eq!(report.problems().len(), 1);
        report.problems()[0].clone()
    }

    #[test]
    fn a_misspelt_key_is_told_with_the_one_that_was_meant() {
        let problem = only_problem("[crate]\nname = \"a\"\n\n[envelop]\nsuccess = \"ok\"\n");
        assert_eq!(problem.position, Some((4, 2)));
        assert!(
            problem.met.starts_with("unknown field `envelop`"),
            "{}",
            problem.met
        );
        assert_eq!(problem.help, "write `envelope`");
    }

    #[test]
    fn a_key_like_no_other_is_told_with_the_known_ones() {
        let problem = only_problem("[scopes.a]\npath = \"/a\"\ncolour = 1\n");
        assert_eq!(problem.help, "the known keys here are path");
    }

    #[test]
    fn text_that_is_no_toml_is_told_with_its_place() {
        let problem = only_problem("[crate\n");
        assert_eq!(problem.position.map(|(line, _)| line), Some(1));
    }

    #[test]
    fn every_entry_has_a_line_and_a_column() {
        let text = "[names]\n\"#/a/b\" = \"A\"\n[scopes]\nx.path = \"/a\"\n";
        let settings = Settings::read(text).expect("settings");
        let at = |path: &[&str]| {
            let place = path.iter().fold(Pointer::root(), |at, key| at.child(key));
            settings.position(&place)
        };
        assert_eq!(at(&["names", "#/a/b"]), Some((2, 1)));
        assert_eq!(at(&["scopes", "x", "path"]), Some((4, 3)));
        assert_eq!(at(&["names", "missing"]), Some((1, 2)));
    }

    #[test]
    fn an_unknown_choice_is_told_with_the_known_ones() {
        let problem = only_problem("[formats]\ndate-time = \"jif\"\n");
        assert_eq!(problem.position, Some((2, 13)));
        assert_eq!(problem.help, "write `jiff`");
    }
}
