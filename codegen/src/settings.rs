//! What a person decides: `codegen.toml`, read strictly.
//!
//! Every key is known and every entry must match something; both are checked, here and where the
//! entry is used.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::{
    pointer::Pointer,
    report::{Problem, Report, Severity},
};

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

impl Settings {
    /// Reads the text of a `codegen.toml`.
    ///
    /// # Errors
    /// The one problem that stops the reading: text that is no TOML, an unknown key (with the known
    /// one it resembles), or a value of the wrong kind. Its `file` is left to the caller.
    pub fn read(text: &str) -> Result<Settings, Report> {
        toml::from_str(text).map_err(|error| {
            let mut report = Report::default();
            report.push(unreadable(text, &error));
            report
        })
    }
}

pub(crate) fn unreadable(text: &str, error: &toml::de::Error) -> Problem {
    let met = error.message().lines().collect::<Vec<_>>().join("; ");
    let help = match unknown_key(&met) {
        Some((key, known)) => match nearest(key, &known) {
            Some(near) => format!("write `{near}`"),
            None => format!("the known keys here are {}", known.join(", ")),
        },
        None => "see the settings reference in codegen/README.md".to_owned(),
    };
    Problem {
        severity: Severity::Error,
        position: error.span().map(|span| position(text, span.start)),
        ..Problem::error("OAS0900", &Pointer::root(), met)
    }
    .done("nothing was generated")
    .help(help)
}

/// The key and the known ones, out of serde's "unknown field `a`, expected one of `b`, `c`".
fn unknown_key(message: &str) -> Option<(&str, Vec<&str>)> {
    let mut quoted = message
        .strip_prefix("unknown field")?
        .split('`')
        .skip(1)
        .step_by(2);
    Some((quoted.next()?, quoted.collect()))
}

/// The known key that differs from `key` in at most a third of its letters.
fn nearest<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    let (distance, near) = known
        .iter()
        .map(|near| (distance(key, near), *near))
        .min()?;
    (distance <= key.len().div_ceil(3)).then_some(near)
}

/// How many letters must be added, removed or replaced to get from `a` to `b`.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, a) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in b.chars().enumerate() {
            let replaced = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

fn boundary(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or_default()
}

/// Line and column of a byte offset, counted from 1.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..boundary(text, offset)];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
