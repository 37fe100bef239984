//! `cargo xtask corpus`: many descriptions become crates, which must compile without a warning.
//!
//! Every document stands for itself: a panic or a refusal is that document's verdict and does not
//! keep the others from theirs.

mod compile;
mod names;
mod roundtrip;
mod table;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use codegen::{Output, Summary, report::Severity};
use fs_err as fs;
use indicatif::{ProgressBar, ProgressStyle};
use miette::{IntoDiagnostic, miette};

use crate::{job::Job, message, root, tree, with_big_stack};

/// Generate a crate for every description of a folder, and compile them
#[derive(Debug, Clone, clap::Args)]
pub struct Arguments {
    /// The folder of the descriptions (.json, .yaml, .yml)
    pub dir: PathBuf,
    /// Only the documents with these names (without the ending)
    #[arg(long, value_name = "NAME", num_args = 1..)]
    pub only: Vec<String>,
    /// Run `cargo check` on every crate
    #[arg(long)]
    pub compile: bool,
    /// Read and write samples, mutations and examples with every type of every crate
    #[arg(long)]
    pub roundtrip: bool,
    /// How many documents are generated at once [default: one for each core]
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// The folder of the crates [default: corpus/ in the target folder]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write the table to a JSON file
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// What became of one document.
#[derive(Debug, Clone, Default)]
struct Row {
    name: String,
    summary: Summary,
    /// The share of schemas that were degraded, from 0 to 1.
    degraded: f64,
    warnings: usize,
    lines: usize,
    /// Types that got a number, because no other name was left.
    numbered: Vec<String>,
    generated: Duration,
    checked: Option<Duration>,
    trips: Option<roundtrip::Trips>,
    /// Why it failed; empty if it did not.
    failures: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// If the folder cannot be read or the results cannot be written; a document that fails is a row
/// of the table, and the exit code.
pub fn run(arguments: &Arguments) -> miette::Result<ExitCode> {
    let documents = documents(&arguments.dir, &arguments.only)?;
    let out = arguments
        .out
        .clone()
        .unwrap_or_else(|| target().join("corpus"));
    // The programs of the crates run elsewhere.
    let out = std::path::absolute(out).into_diagnostic()?;
    let mut rows = generate_all(&documents, &out, arguments);
    if arguments.compile {
        compile::check_all(&mut rows, &out)?;
    }
    if arguments.roundtrip {
        roundtrip::run_all(&mut rows, &documents, &out)?;
    }
    print!("{}", table::text(&rows));
    if arguments.roundtrip {
        print!("\n{}", roundtrip::text(&rows));
    }
    if let Some(path) = &arguments.report {
        let text = serde_json::to_string_pretty(&table::json(&rows)).into_diagnostic()?;
        fs::write(path, text + "\n").into_diagnostic()?;
    }
    let failed = rows.iter().filter(|row| !row.failures.is_empty()).count();
    let verb = if arguments.compile {
        "generated and compiled"
    } else {
        "generated"
    };
    println!("{} of {} documents {verb}", rows.len() - failed, rows.len());
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What rustc has against crates that stand in folders of their names below `out`.
///
/// # Errors
/// If the workspace around the crates cannot be written or cargo cannot be started.
pub(crate) fn compiled(names: &[String], out: &Path) -> miette::Result<Vec<(String, Vec<String>)>> {
    let row = |name: &String| Row {
        name: name.clone(),
        ..Row::default()
    };
    let mut rows: Vec<Row> = names.iter().map(row).collect();
    compile::check_all(&mut rows, out)?;
    Ok(rows
        .into_iter()
        .map(|row| (row.name, row.failures))
        .collect())
}

/// The target folder of this workspace.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The documents of a folder by name; only those in `only`, if there are any.
fn documents(dir: &Path, only: &[String]) -> miette::Result<Vec<(String, PathBuf)>> {
    let mut documents = Vec::new();
    for entry in fs::read_dir(dir).into_diagnostic()? {
        let path = entry.into_diagnostic()?.path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        let name = path.file_stem().and_then(|name| name.to_str());
        if let (Some("json" | "yaml" | "yml"), Some(name)) = (ending, name)
            && (only.is_empty() || only.iter().any(|only| only == name))
        {
            documents.push((name.to_owned(), path));
        }
    }
    documents.sort();
    let missing = only
        .iter()
        .find(|only| documents.iter().all(|(name, _)| name != *only));
    match missing {
        Some(name) => Err(miette!("`{}` holds no document `{name}`", dir.display())),
        None => Ok(documents),
    }
}

fn generate_all(documents: &[(String, PathBuf)], out: &Path, arguments: &Arguments) -> Vec<Row> {
    let Arguments {
        jobs, roundtrip, ..
    } = *arguments;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let progress = progress(documents.len(), "generate");
    let next = AtomicUsize::new(0);
    let rows = Mutex::new(vec![Row::default(); documents.len()]);
    std::thread::scope(|scope| {
        for _ in 0..jobs.unwrap_or(cores).clamp(1, documents.len().max(1)) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some((name, path)) = documents.get(index) else {
                        return;
                    };
                    progress.set_message(name.clone());
                    let row = generate(name, path, &out.join(name), roundtrip);
                    // A panic while the lock is held is impossible: nothing in between can panic.
                    if let Ok(mut rows) = rows.lock() {
                        rows[index] = row;
                    }
                    progress.inc(1);
                }
            });
        }
    });
    progress.finish_and_clear();
    rows.into_inner().unwrap_or_default()
}

/// Generates and writes the crate of one document.
fn generate(name: &str, path: &Path, out: &Path, roundtrip: bool) -> Row {
    let mut row = Row {
        name: name.to_owned(),
        ..Row::default()
    };
    let job = Job {
        spec: path.to_owned(),
        config: None,
        lock: None,
        name: Some(package(name)),
        strict: false,
    };
    let start = Instant::now();
    let outcome = with_big_stack(|| job.run());
    row.generated = start.elapsed();
    let output = match outcome {
        Err(panic) => Err(format!("panic: {}", message(&*panic))),
        Ok(Err(error)) => Err(error.to_string()),
        Ok(Ok(outcome)) => outcome.result.map_err(|report| {
            let mut problems = report.problems().iter();
            let first = problems.find(|problem| problem.severity == Severity::Error);
            let first = first.map(ToString::to_string);
            format!("refused: {}", first.unwrap_or_default())
        }),
    };
    let output = match output {
        Ok(output) => output,
        Err(failure) => {
            row.failures.push(failure);
            return row;
        }
    };
    row.summary = output.summary;
    row.warnings = output.report.problems().len();
    let text = fs::read_to_string(path).unwrap_or_default();
    row.degraded = output.account(&text).degraded_share();
    row.failures.extend(strays(&output, &text));
    row.failures
        .extend(names::too_long(&output.model.names, &text));
    row.failures.extend(names::crowded(&output));
    row.numbered.clone_from(&output.model.names.numbered);
    row.lines = output.files.values().map(|text| text.lines().count()).sum();
    if let Err(error) = tree::write(&output.files, out, false) {
        row.failures.push(format!("{error:?}"));
    }
    if roundtrip && let Err(error) = roundtrip::prepare(&output.model, &package(name), out) {
        row.failures.push(error.to_string());
    }
    row
}

/// What the map, the report or the lock tell of, and the document does not have.
fn strays(output: &Output, text: &str) -> Option<String> {
    let written = codegen::load::written(text)?;
    let map = output.model.map();
    let strays = map.strays(&output.report, &output.lock(), &written);
    let (first, more) = strays.split_first()?;
    Some(format!(
        "{first} is told of and stands nowhere (and {} more)",
        more.len()
    ))
}

/// The package name of a document's crate. A name alone could be a keyword (`box`), or none that
/// cargo takes.
pub(crate) fn package(name: &str) -> String {
    /// `-client` fits behind it.
    const LONGEST: usize = 57;
    let plain = |c: char| match c.is_ascii_alphanumeric() || c == '_' {
        true => c,
        false => '-',
    };
    let mut package: String = name.chars().map(plain).collect();
    if !package.starts_with(|c: char| c.is_ascii_alphabetic()) {
        package.insert(0, 'n');
    }
    let cut = package.len().saturating_sub(LONGEST);
    if cut > 0 {
        // The end tells more than the middle.
        package.drain(LONGEST / 2..LONGEST / 2 + cut);
    }
    format!("{package}-client")
}

fn progress(length: usize, verb: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {bar:40} {pos}/{len} {msg}");
    ProgressBar::new(length as u64)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        .with_prefix(verb.to_owned())
}
