//! An OpenAPI description goes in, a Rust client crate comes out, as a file tree or a report.
//!
//! Nothing here touches the disk.

use std::collections::BTreeMap;

use report::Report;
use settings::Settings;

pub mod account;
pub mod emit;
pub mod ir;
pub mod load;
pub mod lower;
pub mod name;
pub mod pass;
pub mod pointer;
pub mod render;
pub mod report;
pub mod settings;

/// What a crate is generated from.
pub struct Input<'a> {
    /// The description, as JSON or YAML.
    pub text: &'a str,
    /// What a person decided.
    pub settings: &'a Settings,
    /// Texts the description refers to, by the relative path used in its `$ref`s.
    pub others: &'a dyn Fn(&str) -> Option<String>,
    /// Whether a problem that could be mended stops the run.
    pub strict: bool,
}

/// A generated crate.
#[derive(Debug, Clone)]
pub struct Output {
    /// Path relative to the crate, parted by `/`, to text.
    pub files: BTreeMap<String, String>,
    /// Every problem met.
    pub report: Report,
    /// The figures a person reads at the end.
    pub summary: Summary,
}

/// How much was generated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Operations that have a method.
    pub operations: usize,
    /// Public types.
    pub types: usize,
    /// Nodes of the description of which a user of the crate gets less than it says.
    pub degraded: usize,
}

/// Generates a crate.
///
/// # Errors
/// All problems, if nothing can be generated, or if `strict` and any problem is worse than a note.
pub fn generate(input: &Input<'_>) -> Result<Output, Report> {
    let mut report = Report::default();
    let document = load::load(input.text, input.others, &mut report).ok_or(report.clone())?;
    drop(document);
    Ok(Output {
        files: BTreeMap::new(),
        report,
        summary: Summary::default(),
    })
}
