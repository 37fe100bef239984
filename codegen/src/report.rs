//! Every problem met: its place, what was met, what was done, what to do.
//!
//! Problems are collected, never thrown: one run tells all of them. What a problem costs the run
//! (nothing, or all of it in strict mode) is decided by the caller from its [`Severity`].

pub mod codes;

use std::fmt;

use crate::pointer::Pointer;

/// How much a [`Problem`] matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Note,
    /// The description contradicts itself or goes beyond what can be expressed: it was mended or
    /// degraded. Strict mode refuses it.
    Warning,
    /// Nothing can be generated, in any mode.
    Error,
}

/// One problem of a description or of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// A stable code such as `OAS0012`, documented in `codegen/docs/diagnostics.md`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Which text the place is in: `None` for the description itself, else the file it was read
    /// from (a file beside the description, or the settings).
    pub file: Option<String>,
    /// Where it stands.
    pub at: Pointer,
    /// Line and column, counted from 1, where the problem knows them already (text that does not
    /// parse); otherwise they are looked up from `at`.
    pub position: Option<(usize, usize)>,
    /// What was met: a sentence without a final stop.
    pub met: String,
    /// What was done about it: a sentence without a final stop.
    pub done: String,
    /// What the reader can do: a sentence without a final stop.
    pub help: String,
    /// Whether something a user of the client would see was given up for this.
    pub degraded: bool,
}

impl Problem {
    /// A problem that was mended or degraded.
    pub fn warning(code: &'static str, at: &Pointer, met: impl Into<String>) -> Self {
        Problem {
            code,
            severity: Severity::Warning,
            file: None,
            at: at.clone(),
            position: None,
            met: met.into(),
            done: String::new(),
            help: String::new(),
            degraded: false,
        }
    }

    /// Something worth knowing.
    pub fn note(code: &'static str, at: &Pointer, met: impl Into<String>) -> Self {
        Problem {
            severity: Severity::Note,
            ..Problem::warning(code, at, met)
        }
    }

    /// A problem that stops everything.
    pub fn error(code: &'static str, at: &Pointer, met: impl Into<String>) -> Self {
        Problem {
            severity: Severity::Error,
            ..Problem::warning(code, at, met)
        }
    }

    /// Says what was done about it.
    #[must_use]
    pub fn done(mut self, done: impl Into<String>) -> Self {
        self.done = done.into();
        self
    }

    /// Says what the reader can do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Says that the place is one of `codegen.toml`.
    #[must_use]
    pub fn in_settings(mut self) -> Self {
        self.file = Some(SETTINGS.to_owned());
        self
    }

    /// What the reader can do, always: what the problem says itself, or what its code stands for.
    pub fn advice(&self) -> &str {
        match self.help.as_str() {
            "" => codes::advice(self.code),
            help => help,
        }
    }

    /// What was done about it, always: a problem that stops everything needs no words of its own.
    pub fn outcome(&self) -> &str {
        match (self.done.as_str(), self.severity) {
            ("", Severity::Error) => "nothing was generated",
            ("", Severity::Note | Severity::Warning) => "nothing is lost",
            (done, _) => done,
        }
    }

    /// Marks that a user of the client gets less than the description says.
    #[must_use]
    pub fn degraded(mut self) -> Self {
        self.degraded = true;
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.code, self.at, self.met)?;
        if !self.done.is_empty() {
            write!(f, "; {}", self.done)?;
        }
        if !self.help.is_empty() {
            write!(f, " (help: {})", self.help)?;
        }
        Ok(())
    }
}

/// What the settings are called as the file of a problem.
pub(crate) const SETTINGS: &str = "codegen.toml";

/// All problems of one run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    problems: Vec<Problem>,
}

impl Report {
    /// Keeps a problem.
    pub fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Appends what another stage or thread has met.
    pub fn append(&mut self, other: Report) {
        self.problems.extend(other.problems);
    }

    /// Keeps only the problems that `keep` says.
    pub(crate) fn retain(&mut self, keep: impl FnMut(&Problem) -> bool) {
        self.problems.retain(keep);
    }

    /// Lets a later stage say more of what was met before.
    pub(crate) fn settle(&mut self, settle: impl FnMut(&mut Problem)) {
        self.problems.iter_mut().for_each(settle);
    }

    /// Puts the problems of the description where `origin` says that they stood in the text.
    pub fn relocate(&mut self, origin: impl Fn(&Pointer) -> (Option<String>, Pointer)) {
        for problem in &mut self.problems {
            if problem.file.is_none() && problem.position.is_none() {
                (problem.file, problem.at) = origin(&problem.at);
            }
        }
    }

    /// Puts the problems in the order in which they stand in their files, the description first.
    /// Those of one place keep the order in which they were met; those of no known place are last.
    pub fn sort(&mut self) {
        self.problems.sort_by(|a, b| {
            let place = |problem: &Problem| (problem.position.is_none(), problem.position);
            (&a.file, place(a)).cmp(&(&b.file, place(b)))
        });
    }

    /// The problems, in the order in which they were met unless they were sorted.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The same, to fill in where they stand.
    pub fn problems_mut(&mut self) -> &mut [Problem] {
        &mut self.problems
    }

    /// The worst severity met, `None` for a clean run.
    pub fn worst(&self) -> Option<Severity> {
        self.problems.iter().map(|problem| problem.severity).max()
    }

    /// How many problems took something away from a user of the client.
    pub fn degraded(&self) -> usize {
        self.problems
            .iter()
            .filter(|problem| problem.degraded)
            .count()
    }
}
