//! `cargo xtask diff`: what a change of a description does to those who use its crate.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::ValueEnum;
use codegen::{
    diff::{Change, Diff, Level, Wire, diff},
    surface::Surface,
};
use fs_err as fs;
use miette::{IntoDiagnostic, miette};
use serde_json::json;

use crate::{
    job::Job,
    tree::{Change as Step, Difference, Entry},
    with_big_stack,
};

/// Tell what a change of a description does to the crate: to Rust callers, and on the wire
#[derive(Debug, Clone, clap::Args)]
pub struct Arguments {
    /// What there was: a description, or the folder of a generated crate
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// What there is now: a description, or the folder of a generated crate
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// The settings of both [default: codegen.toml beside each description, if there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// How the changes are told
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
    /// Exit 1 if the change is this grave, or graver; `breaking` is about the wire
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub deny: Vec<Denied>,
}

/// How changes are told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table in Markdown
    #[default]
    Md,
    /// One JSON object
    Json,
}

/// What a change must not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Denied {
    /// Anything that changes at all
    Patch,
    /// Anything that Rust callers can tell
    Minor,
    /// Anything that may stop what compiled
    Major,
    /// Anything that breaks callers on the wire
    Breaking,
}

/// Runs the command.
///
/// # Errors
/// If one of the two cannot be read, or nothing can be generated from it.
pub fn run(arguments: &Arguments) -> miette::Result<ExitCode> {
    let config = arguments.config.as_deref();
    let (old, names) = surface(&arguments.old, config, None)?;
    let (new, _) = surface(&arguments.new, config, names)?;
    let found = diff(&old, &new);
    match arguments.format {
        Format::Md => print!("{}", markdown(&found)),
        Format::Json => println!("{}", json(&found)),
    }
    let denied = arguments
        .deny
        .iter()
        .any(|denied| is_denied(&found, *denied));
    Ok(match denied {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    })
}

fn is_denied(diff: &Diff, denied: Denied) -> bool {
    match denied {
        Denied::Patch => diff.rust().is_some(),
        Denied::Minor => diff.rust() >= Some(Level::Minor),
        Denied::Major => diff.rust() >= Some(Level::Major),
        Denied::Breaking => diff.wire() == Wire::Breaking,
    }
}

/// The surface of a crate, and the names that were given, if they are kept. `before` are the names
/// of the version before, above those on the disk.
fn surface(
    path: &Path,
    config: Option<&Path>,
    before: Option<String>,
) -> miette::Result<(Surface, Option<String>)> {
    if path.is_dir() {
        return Ok((Surface::read(&files(path)?).into_diagnostic()?, None));
    }
    let job = Job::beside(path.to_owned(), config.map(Path::to_owned));
    let outcome = match with_big_stack(|| job.run_after(before)) {
        Ok(outcome) => outcome.into_diagnostic()?,
        Err(panic) => std::panic::resume_unwind(panic),
    };
    let output = outcome.result.map_err(|report| {
        let worst = report
            .problems()
            .iter()
            .max_by_key(|problem| problem.severity);
        let worst = worst.map(ToString::to_string).unwrap_or_default();
        miette!(
            "nothing can be generated from `{}`: {worst}",
            path.display()
        )
    })?;
    let names = job.lock.is_some().then(|| output.lock().to_text());
    Ok((Surface::read(&output.files).into_diagnostic()?, names))
}

/// The Rust files and the manifest of a crate on the disk.
fn files(folder: &Path) -> miette::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).into_diagnostic()?;
    files.insert("Cargo.toml".to_owned(), manifest);
    let mut pending = vec!["src".to_owned()];
    while let Some(below) = pending.pop() {
        for entry in fs::read_dir(folder.join(&below)).into_diagnostic()? {
            let entry = entry.into_diagnostic()?;
            let path = format!("{below}/{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().into_diagnostic()?;
            if kind.is_dir() {
                pending.push(path);
            } else if kind.is_file() && path.ends_with(".rs") {
                let text = fs::read_to_string(entry.path()).into_diagnostic()?;
                files.insert(path, text);
            }
        }
    }
    Ok(files)
}

/// What writing `files` to a folder that differs from them so means to those who use the crate that
/// stands there; `None` if nothing changes, or if there is no crate that can be compared.
pub fn of_write(difference: &Difference<'_>, files: &BTreeMap<String, String>) -> Option<Diff> {
    let new = |entry: &Entry<'_>| entry.change == Step::Create;
    if difference.unchanged == 0 && difference.entries.iter().all(new) {
        return None;
    }
    let is_code = |path: &str| path.starts_with("src/") || path == "Cargo.toml";
    if !difference.entries.iter().any(|entry| is_code(&entry.path)) {
        return None;
    }
    let mut old = files.clone();
    for entry in &difference.entries {
        match (entry.change, &entry.old) {
            (Step::Create, _) => old.remove(&entry.path),
            (Step::Replace | Step::Remove, bytes) => {
                let bytes = bytes.as_deref().unwrap_or_default();
                let text = str::from_utf8(bytes).ok()?.to_owned();
                old.insert(entry.path.clone(), text)
            }
        };
    }
    let old = Surface::read(&old)
        .ok()
        .filter(|old| !old.items.is_empty())?;
    Some(diff(&old, &Surface::read(files).ok()?))
}

/// The changes as a table, those that say the most first; docs are only counted.
pub fn markdown(diff: &Diff) -> String {
    let Some(line) = diff.line() else {
        return "nothing changes\n".to_owned();
    };
    let mut text = format!("{line}\n");
    let quiet = |change: &&Change| {
        change.rust == Level::Patch && change.wire == Wire::None && change.what == "docs"
    };
    let docs = diff.changes.iter().filter(quiet).count();
    let mut told: Vec<&Change> = diff
        .changes
        .iter()
        .filter(|change| !quiet(change))
        .collect();
    told.sort_by_key(|change| (std::cmp::Reverse((change.rust, change.wire)), &change.item));
    if !told.is_empty() {
        text.push_str("\n| | item | what | Rust | wire |\n|---|---|---|---|---|\n");
    }
    // Writing to a string cannot fail, so that its results say nothing.
    for Change {
        item,
        kind,
        what,
        rust,
        wire,
    } in told
    {
        let what = what.replace('|', "\\|").replace('\n', " ");
        let _ = writeln!(text, "| {kind} | `{item}` | {what} | {rust} | {wire} |");
    }
    if docs > 0 {
        let _ = writeln!(text, "\nand other docs at {docs} items");
    }
    text
}

/// The changes and the verdict as one JSON object.
pub fn json(diff: &Diff) -> String {
    let verdict = json!({
        "rust": diff.rust(),
        "wire": diff.wire(),
        "line": diff.line(),
        "changes": diff.changes,
    });
    verdict.to_string()
}
