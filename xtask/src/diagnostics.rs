//! Problems are shown where they stand: for a person with the line underlined, for a tool as JSON.

use std::{
    fmt::{self, Write as _},
    path::Path,
};

use clap::ValueEnum;
use codegen::{
    Output,
    report::{Problem, Report, Severity},
};
use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};
use serde_json::{Value, json};

use crate::job::Outcome;

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
    let mut text = String::new();
    let mut left = SHOWN;
    let (mut hidden, mut notes) = (0, 0);
    for problem in report.problems() {
        match problem.severity {
            Severity::Note => notes += 1,
            Severity::Warning if !strict && left == 0 => hidden += 1,
            severity => {
                left = left.saturating_sub(usize::from(severity == Severity::Warning));
                let located = Located::new(problem, sources, strict);
                // Writing to a string cannot fail.
                let _ = write!(text, "{:?}", miette::Report::new(located));
                text.push('\n');
            }
        }
    }
    if hidden + notes > 0 {
        let _ = writeln!(
            text,
            "{hidden} more warnings and {notes} notes; `--report FILE` or `--message-format json` \
             tell them all"
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
        "account": output.map(|output| &output.account),
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
        "done": problem.done,
        "help": problem.help,
        "degraded": problem.degraded,
    })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// A problem with the text it stands in.
#[derive(Debug)]
struct Located {
    problem: Problem,
    /// Whether what was done about the problem is what would have been done.
    strict: bool,
    label: Option<LabeledSpan>,
    source: NamedSource<String>,
}

impl Located {
    fn new(problem: &Problem, sources: Sources<'_>, strict: bool) -> Located {
        let (name, text) = match &problem.file {
            None => (
                sources.path.display().to_string(),
                sources.outcome.text.as_str(),
            ),
            Some(file) if file.ends_with(".toml") => {
                (file.clone(), sources.outcome.settings.as_str())
            }
            Some(file) if file.ends_with(".lock") => (file.clone(), sources.outcome.lock.as_str()),
            // The text of a file beside the description is not kept.
            Some(file) => (file.clone(), ""),
        };
        let label = problem.position.and_then(|(line, column)| {
            let (text, start, length) = (text, offset(text, line, column)?, 0);
            let length = length + word(&text[start..]);
            Some(LabeledSpan::new(
                Some(problem.at.to_string()),
                start,
                length,
            ))
        });
        let source = NamedSource::new(name, excerpt(text, label.as_ref()));
        Located {
            problem: problem.clone(),
            strict: strict && problem.severity == Severity::Warning,
            label,
            source,
        }
    }
}

/// The text, as far as the label needs it: a long one is not copied for every problem.
fn excerpt(text: &str, label: Option<&LabeledSpan>) -> String {
    let Some(label) = label else {
        return String::new();
    };
    let after = label.offset() + label.len();
    let lines = text[after..].match_indices('\n').nth(2);
    text[..lines.map_or(text.len(), |(end, _)| after + end)].to_owned()
}

/// The byte at a line and column, counted from 1.
fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let start = match line {
        1 => 0,
        _ => text.match_indices('\n').nth(line.checked_sub(2)?)?.0 + 1,
    };
    let rest = text[start..].lines().next().unwrap_or_default();
    let within = rest
        .char_indices()
        .nth(column.saturating_sub(1))
        .map_or(rest.len(), |(at, _)| at);
    Some(start + within)
}

/// The length of the word or quoted text that `text` begins with; at least one character.
fn word(text: &str) -> usize {
    let first = text.chars().next().map_or(0, char::len_utf8);
    let rest = &text[first..];
    let end = match text.chars().next() {
        Some(quote @ ('"' | '\'')) => rest.find([quote, '\n']).map(|end| end + 1),
        _ => rest.find([':', ',', ' ', '\r', '\n', '}', ']']),
    };
    first + end.unwrap_or(rest.len())
}

impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem.met)?;
        match self.label {
            Some(_) => Ok(()),
            None => write!(f, " ({} {})", self.source.name(), self.problem.at),
        }
    }
}

impl std::error::Error for Located {}

impl Diagnostic for Located {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.problem.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.problem.severity {
            Severity::Note => miette::Severity::Advice,
            Severity::Warning => miette::Severity::Warning,
            Severity::Error => miette::Severity::Error,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let Problem { done, help, .. } = &self.problem;
        let when = if self.strict {
            "without --strict, "
        } else {
            "done: "
        };
        match (done.is_empty(), help.is_empty()) {
            (true, true) => None,
            (true, false) => Some(Box::new(help)),
            (false, true) => Some(Box::new(format!("{when}{done}"))),
            (false, false) => Some(Box::new(format!("{help}\n{when}{done}"))),
        }
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.label.as_ref().map(|_| &self.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.label.clone().into_iter()))
    }
}
