//! Problems are shown where they stand: for a person with the line underlined, for a tool as JSON.

mod located;
mod text;

use std::{fmt::Write as _, path::Path};

use clap::ValueEnum;
use codegen::{
    Output,
    report::{Problem, Report, Severity},
};
use miette::MietteHandlerOpts;
use serde_json::{Value, json};

use self::{located::Located, text::Texts};
use crate::job::Outcome;

/// The page that has a section for every code.
const PAGE: &str = "codegen/docs/diagnostics.md";

/// How many warnings a person is shown.
const SHOWN: usize = 20;

/// How problems are told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person.
    #[default]
    Human,
    /// One JSON object a line.
    Json,
}

/// The texts problems stand in.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'s> {
    /// The path of the description, as it was given.
    pub path: &'s Path,
    /// The texts.
    pub outcome: &'s Outcome,
}

/// Tells every problem of a run that has no crate, and the first of one that has.
pub fn tell(report: &Report, sources: Sources<'_>, strict: bool, format: Format) {
    match format {
        Format::Json => {
            for problem in report.problems() {
                println!("{}", describe(problem, sources));
            }
        }
        Format::Human => eprint!("{}", human(report, sources, strict)),
    }
}

/// The problems as a person reads them: all that stop the run, the first of the others.
pub fn human(report: &Report, sources: Sources<'_>, strict: bool) -> String {
    let texts = Texts::new(sources);
    // A page in the repository is no address that a terminal could open.
    let handler = MietteHandlerOpts::new().terminal_links(false).build();
    let mut text = String::new();
    let mut left = SHOWN;
    let (mut hidden, mut notes) = (0, 0);
    for problem in report.problems() {
        match problem.severity {
            Severity::Note => notes += 1,
            Severity::Warning if !strict && left == 0 => hidden += 1,
            severity => {
                left = left.saturating_sub(usize::from(severity == Severity::Warning));
                let located = Located::new(problem, &texts, strict);
                // Writing to a string cannot fail.
                let _ = writeln!(text, "{}", located.shown(&handler));
            }
        }
    }
    let count = |number: usize, what: &str| match number {
        0 => None,
        1 => Some(format!("1 {what}")),
        _ => Some(format!("{number} {what}s")),
    };
    let left = [count(hidden, "more warning"), count(notes, "note")];
    let left: Vec<String> = left.into_iter().flatten().collect();
    if !left.is_empty() {
        let left = left.join(" and ");
        let _ = writeln!(
            text,
            "{left}; `--report FILE` or `--message-format json` tells all"
        );
    }
    text
}

/// The whole report, as it is written to a file: problems, figures, the account of all nodes, and
/// the map between description and crate.
pub fn document(report: &Report, output: Option<&Output>, sources: Sources<'_>) -> Value {
    let problems: Vec<Value> = report
        .problems()
        .iter()
        .map(|problem| describe(problem, sources))
        .collect();
    let summary = output.map(|output| {
        json!({
            "operations": output.summary.operations,
            "types": output.summary.types,
            "degraded": output.summary.degraded,
        })
    });
    json!({
        "summary": summary,
        "problems": problems,
        "account": output.map(|output| output.account(&sources.outcome.text)),
        "map": output.map(|output| output.model.map()),
    })
}

fn describe(problem: &Problem, sources: Sources<'_>) -> Value {
    let position = problem.position;
    json!({
        "code": problem.code,
        "severity": severity(problem.severity),
        "file": problem.file.clone().unwrap_or_else(|| sources.path.display().to_string()),
        "line": position.map(|(line, _)| line),
        "column": position.map(|(_, column)| column),
        "pointer": problem.at.to_string(),
        "met": problem.met,
        "done": problem.outcome(),
        "help": problem.advice(),
        "degraded": problem.degraded,
        "page": page(problem),
    })
}

/// Where to read more of a problem.
fn page(problem: &Problem) -> String {
    format!("{PAGE}#{}", problem.code.to_ascii_lowercase())
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}
