//! An OpenAPI description goes in, a Rust client crate comes out, as a file tree or a report.
//!
//! Nothing here touches the disk.

use std::collections::{BTreeMap, BTreeSet};

use account::Account;
use ir::{Api, Settled};
use load::Document;
use map::Map;
use name::{Lock, Names};
use pass::Facts;
use pointer::Pointer;
use report::{Problem, Report, Severity, codes};
use sample::Suite;
use settings::Settings;

pub mod account;
#[cfg(test)]
mod corpus;
pub mod diff;
pub mod emit;
pub mod ir;
pub mod load;
pub mod lower;
pub mod map;
pub mod name;
pub mod pass;
pub mod pointer;
pub mod render;
pub mod report;
pub mod sample;
pub mod select;
pub mod settings;
pub mod slice;
pub mod surface;

/// The stack of the threads that print: a type within types takes some 20 KiB of it.
const STACK: usize = 16 << 20;

/// What a crate is generated from.
pub struct Input<'a> {
    /// The description, as JSON or YAML.
    pub text: &'a str,
    /// What a person decided.
    pub settings: &'a Settings,
    /// The names given before.
    pub lock: &'a Lock,
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
    /// What it was generated from; [`Model::map`] tells where everything went.
    pub model: Model,
}

impl Output {
    /// The names given, to be kept for the next run.
    pub fn lock(&self) -> Lock {
        let Model {
            api, facts, names, ..
        } = &self.model;
        let layout = emit::layout(api, facts, names, &self.model.settings);
        Lock::of(api, facts, names, &layout)
    }

    /// What became of every node of the description, whose text is `text`.
    pub fn account(&self, text: &str) -> Account {
        accounted(text, &self.model, &self.report)
    }
}

/// How much was generated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Operations that have a method, or one for each of several media types.
    pub operations: usize,
    /// Public types.
    pub types: usize,
    /// Nodes of the description of which a user of the crate gets less than it says.
    pub degraded: usize,
}

/// A description that was understood, before anything is printed.
#[derive(Debug, Clone)]
pub struct Model {
    /// The description, in OpenAPI 3.0 terms.
    pub document: Document,
    /// What it says.
    pub api: Api,
    /// What was found out about it.
    pub facts: Facts,
    /// What everything is called.
    pub names: Names,
    /// What a person decided.
    pub settings: Settings,
}

impl Model {
    /// Where everything of the description went, and where everything in the crate is from.
    pub fn map(&self) -> Map {
        map::map(
            &self.document,
            &self.api,
            &self.facts,
            &self.names,
            &self.settings,
        )
    }

    /// Values to try the emitted types with.
    pub fn suite(&self) -> Suite {
        sample::suite(
            &self.document,
            &self.api,
            &self.facts,
            &self.names,
            &self.settings,
        )
    }
}

/// Reads a description, up to the names of what will be emitted.
///
/// # Errors
/// As of [`generate`].
pub fn understand(input: &Input<'_>) -> Result<(Model, Report), Report> {
    let mut report = Report::default();
    input.settings.check_package(&mut report);
    let model = stages(input, &mut report);
    input.settings.locate(&mut report);
    let limit = if input.strict {
        Severity::Warning
    } else {
        Severity::Error
    };
    match model.filter(|_| report.worst() < Some(limit)) {
        Some(model) => Ok((model, report)),
        None => {
            load::place_as_written(input.text, input.others, &mut report);
            Err(report)
        }
    }
}

/// From the document to the names. With `join`, places that shared a type share it still.
fn shaped(
    document: &Document,
    input: &Input<'_>,
    join: bool,
    report: &mut Report,
) -> (Api, Facts, Names) {
    let mut api = lowered(document, input, report);
    if name::keep(&mut api, input.lock, join, report) {
        // What was put into another order is numbered anew.
        pass::prepare(&mut api, input.settings);
    }
    let facts = pass::facts(&mut api, input.settings, report);
    let names = name::name(&api, &facts, input.settings, input.lock, report);
    (api, facts, names)
}

/// How often what turns out to be settled may have the description lowered again.
const ROUNDS: usize = 4;

/// The model, with types kept apart that had names of their own.
fn lowered(document: &Document, input: &Input<'_>, report: &mut Report) -> Api {
    let met = report.clone();
    let mut settled = Settled::default();
    for _ in 0..ROUNDS {
        let mut api = lower::again(document, input.settings, &settled, report);
        pass::prepare(&mut api, input.settings);
        if !settled.extend(name::settled(&api, input.lock)) {
            return api;
        }
        *report = met.clone();
    }
    let mut api = lower::again(document, input.settings, &settled, report);
    pass::prepare(&mut api, input.settings);
    api
}

/// From the text to the names; `None` for a text that says nothing.
fn stages(input: &Input<'_>, report: &mut Report) -> Option<Model> {
    let value = load::read_value(input.text, report)?;
    let overlays = &input.settings.overlays;
    let document = load::understand(value, input.text, overlays, input.others, report)?;
    let met = report.clone();
    let (mut api, mut facts, mut names) = shaped(&document, input, true, report);
    let gone = input.lock.gone(&names);
    if gone > 0 {
        let mut met = met;
        let other = shaped(&document, input, false, &mut met);
        if input.lock.gone(&other.2) < gone {
            // Joining what shared a type cost another type its name: better that a place changes.
            *report = met;
            (api, facts, names) = other;
        }
    }
    pass::settle(&api, name::layout(&api, &names, input.lock), &mut facts);
    report.relocate(|at| document.origin(at));
    let settings = input.settings.clone();
    Some(Model {
        document,
        api,
        facts,
        names,
        settings,
    })
}

/// The account of the description as it was written.
fn accounted(text: &str, model: &Model, report: &Report) -> Account {
    let emitted = emitted(model, report);
    match load::written(text) {
        Some(written) => account::account(&written, report, emitted.iter()),
        None => account::account(model.document.root().value, report, emitted.iter()),
    }
}

/// The places of operations and types, and of members that are not degraded themselves.
fn emitted(model: &Model, report: &Report) -> Vec<Pointer> {
    let origin = |pointer: &Pointer| {
        let (file, pointer) = model.document.origin(pointer);
        file.is_none().then_some(pointer)
    };
    let degraded = report.problems().iter().filter(|problem| problem.degraded);
    let degraded: BTreeSet<&Pointer> = degraded.map(|problem| &problem.at).collect();
    let shapes = &model.api.shapes;
    let sites = || shapes.ids().flat_map(|id| shapes.sites(id));
    let parts = sites().flat_map(|site| &site.parts);
    let parts = parts.flat_map(|part| std::iter::once(&part.pointer).chain(&part.also));
    let parts = parts.filter_map(origin);
    let operations = model.api.operations.iter();
    let whole = sites()
        .map(|site| &site.pointer)
        .chain(operations.map(|operation| &operation.pointer));
    let whole = whole.filter_map(origin);
    whole
        .chain(parts.filter(|pointer| !degraded.contains(pointer)))
        .collect()
}

/// Generates a crate.
///
/// # Errors
/// All problems, if nothing can be generated, or if `strict` and any problem is worse than a note.
pub fn generate(input: &Input<'_>) -> Result<Output, Report> {
    let (model, mut report) = understand(input)?;
    let Model {
        api, facts, names, ..
    } = &model;
    let emission = emit::emit(api, facts, names, input.settings);
    // Neither needs the other: one tells what is printed, the other what became of the description.
    let both = || {
        rayon::join(
            || render::render(&emission),
            || match report.degraded() {
                // Nothing but a problem degrades a node, and to count them all takes its time.
                0 => 0,
                _ => accounted(input.text, &model, &report).degraded,
            },
        )
    };
    let threads = rayon::ThreadPoolBuilder::new().stack_size(STACK).build();
    let (files, degraded) = match threads {
        Ok(threads) => threads.install(both),
        Err(_) => both(),
    };
    let files = match files {
        Ok(files) => files,
        Err(mistake) => {
            let problem = Problem::error(codes::INTERNAL, &Pointer::root(), mistake.to_string());
            report.push(problem.help("this is a mistake of the generator: please report it"));
            return Err(report);
        }
    };
    let summary = Summary {
        operations: api.count(),
        types: names.types.len(),
        degraded,
    };
    Ok(Output {
        files,
        report,
        summary,
        model,
    })
}
