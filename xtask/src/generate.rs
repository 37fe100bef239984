//! `cargo xtask generate`: a description on the disk becomes a crate on the disk, or is compared
//! with it.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use codegen::{
    Output, Summary,
    diff::Diff,
    report::{Report, Severity},
};
use fs_err as fs;
use miette::{IntoDiagnostic, miette};
use serde_json::json;
use similar::TextDiff;

use crate::{
    diagnostics::{self, Format, Sources},
    explain,
    job::{Job, Outcome},
    root,
    tree::{self, Change, Difference, Entry, TreeError, Written},
    with_big_stack,
};

/// How many lines of difference `--check` shows.
const SHOWN: usize = 100;

/// Write the client crate of a description, or check that it is fresh
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Arguments {
    /// Change nothing; exit 1 and show the difference if the crate is not what would be written
    #[arg(long)]
    pub check: bool,
    /// The description, as JSON or YAML [default: spec/openapi.yaml of this workspace]
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,
    /// The folder of the crate [default: generated-client of this workspace]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The name of the crate, above the one in the settings
    #[arg(long, value_name = "CRATE")]
    pub name: Option<String>,
    /// The settings [default: codegen.toml beside the description, if there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Refuse a description with problems instead of mending it; always on under spec/
    #[arg(long)]
    pub strict: bool,
    /// Overwrite files that the generator did not write
    #[arg(long)]
    pub force: bool,
    /// Write every problem and figure to a JSON file
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Tell what became of all nodes of the description
    #[arg(long)]
    pub summary: bool,
    /// How problems are told
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub message_format: Format,
}

/// Runs the command.
///
/// # Errors
/// What a person has to mend outside the description: a missing file, a folder in the way.
pub fn run(arguments: &Arguments) -> miette::Result<ExitCode> {
    let start = Instant::now();
    let (job, out) = resolve(arguments, &root())?;
    if !arguments.check {
        // An earlier write that was cut off is put right even if this description is refused.
        tree::mend(&out).into_diagnostic()?;
    }
    let mut outcome = match with_big_stack(|| job.run()) {
        Ok(outcome) => outcome.into_diagnostic()?,
        Err(panic) => std::panic::resume_unwind(panic),
    };
    // A person is only told how many notes there are.
    let told = arguments.message_format == Format::Json || arguments.report.is_some();
    if told || outcome.worst() >= Some(Severity::Warning) {
        job.place(&mut outcome);
    }
    let shown = shown(&job.spec);
    let sources = Sources {
        path: &shown,
        outcome: &outcome,
    };
    let (report, output) = match &outcome.result {
        Ok(output) => (&output.report, Some(output)),
        Err(report) => (report, None),
    };
    diagnostics::tell(report, sources, job.strict, arguments.message_format);
    if let Some(path) = &arguments.report {
        let document = diagnostics::document(report, output, sources);
        let text = serde_json::to_string_pretty(&document).into_diagnostic()?;
        fs::write(path, text + "\n").into_diagnostic()?;
    }
    if let Some(output) = output.filter(|_| arguments.summary) {
        eprint!("{}", explain::summary(output, &outcome.text));
    }
    let code = match output {
        None => Ok(refused(report, arguments, &shown)),
        Some(output) if arguments.check => check(arguments, (&job, &outcome), output, &out),
        Some(output) => write(arguments, &job, output, &out, start),
    };
    // The process ends with this: to free millions of values one by one helps nobody.
    std::mem::forget(outcome);
    code
}

/// The job and the folder that the arguments stand for.
fn resolve(arguments: &Arguments, root: &Path) -> miette::Result<(Job, PathBuf)> {
    let flagship = Job::flagship(root);
    let spec = arguments
        .spec
        .clone()
        .unwrap_or_else(|| flagship.spec.clone());
    let out = match &arguments.out {
        Some(out) => out.clone(),
        None if same(&spec, &flagship.spec) => root.join("generated-client"),
        None => {
            return Err(miette!(
                help = "add `--out DIR`",
                "where should the crate go?"
            ));
        }
    };
    let strict = arguments.strict || is_below(&spec, &root.join("spec"));
    let job = Job {
        name: arguments.name.clone(),
        strict,
        ..Job::beside(spec, arguments.config.clone())
    };
    Ok((job, out))
}

fn same(a: &Path, b: &Path) -> bool {
    matches!((fs::canonicalize(a), fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b)
}

fn is_below(path: &Path, folder: &Path) -> bool {
    match (fs::canonicalize(path), fs::canonicalize(folder)) {
        (Ok(path), Ok(folder)) => path.starts_with(folder),
        _ => false,
    }
}

/// A path as a person would write it here.
fn shown(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).to_owned()
}

fn refused(report: &Report, arguments: &Arguments, spec: &Path) -> ExitCode {
    let problems = report.problems().len();
    match arguments.message_format {
        Format::Json => println!("{}", json!({ "generated": false, "problems": problems })),
        Format::Human => eprintln!(
            "{}: nothing was generated, nothing was changed ({problems} problems)",
            spec.display()
        ),
    }
    ExitCode::FAILURE
}

fn write(
    arguments: &Arguments,
    job: &Job,
    output: &Output,
    out: &Path,
    start: Instant,
) -> miette::Result<ExitCode> {
    let difference = tree::compare(&output.files, out).into_diagnostic()?;
    let change = crate::diff::of_write(&difference, &output.files);
    let force = arguments.force;
    // The last step of the write: without its names there is no new crate.
    let mut names = || match &job.lock {
        Some(lock) => tree::write_file(lock, &output.lock().to_text()).map(drop),
        None => Ok(()),
    };
    let written =
        tree::carry_out(difference, &output.files, out, force, &mut names).into_diagnostic()?;
    for stranger in &written.strangers {
        eprintln!(
            "warning: `{}` is not the generator's and is not compiled; move or delete it",
            shown(&out.join(stranger)).display()
        );
    }
    let took = start.elapsed();
    match arguments.message_format {
        Format::Human => {
            if let Some(verdict) = change.as_ref().and_then(Diff::line) {
                println!("{}: {verdict}", shown(out).display());
            }
            println!("{}", line(&written, output.summary, &shown(out), took));
        }
        Format::Json => println!(
            "{}",
            json!({
                "generated": true,
                "written": written.written,
                "unchanged": written.unchanged,
                "removed": written.removed,
                "change": change.as_ref().map(|change| json!({
                    "rust": change.rust(),
                    "wire": change.wire(),
                })),
                "operations": output.summary.operations,
                "types": output.summary.types,
                "degraded": output.summary.degraded,
                "milliseconds": u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            })
        ),
    }
    Ok(ExitCode::SUCCESS)
}

/// The one line at the end.
fn line(written: &Written, summary: Summary, out: &Path, took: Duration) -> String {
    let Written {
        written,
        unchanged,
        removed,
        ..
    } = written;
    let Summary {
        operations,
        types,
        degraded,
    } = summary;
    format!(
        "{}: {written} files written, {unchanged} unchanged, {removed} removed; {operations} \
         operations, {types} types, {degraded} nodes degraded; {} ms",
        out.display(),
        took.as_millis()
    )
}

/// How the crate and the names on the disk differ from what would be written.
fn differs<'f>(
    (job, outcome): (&Job, &Outcome),
    output: &'f Output,
    out: &Path,
) -> Result<Difference<'f>, TreeError> {
    let mut difference = tree::compare(&output.files, out)?;
    let names = output.lock().to_text();
    if let Some(lock) = job.lock.as_ref().filter(|_| outcome.lock != names) {
        difference.entries.push(Entry {
            path: shown(lock).display().to_string(),
            change: if lock.exists() {
                Change::Replace
            } else {
                Change::Create
            },
            old: Some(outcome.lock.clone().into_bytes()),
            new: Some(names.into()),
            foreign: false,
        });
    }
    Ok(difference)
}

fn check(
    arguments: &Arguments,
    run: (&Job, &Outcome),
    output: &Output,
    out: &Path,
) -> miette::Result<ExitCode> {
    let difference = differs(run, output, out).into_diagnostic()?;
    let out = shown(out);
    if difference.is_empty() {
        if arguments.message_format == Format::Human {
            println!(
                "{}: {} files are fresh",
                out.display(),
                difference.unchanged
            );
        }
        return Ok(ExitCode::SUCCESS);
    }
    match arguments.message_format {
        Format::Json => println!("{}", listed(&difference)),
        Format::Human => {
            eprint!("{}", stale(&difference, &out));
            eprintln!("\nrun `{}`", command(arguments));
        }
    }
    Ok(ExitCode::FAILURE)
}

fn listed(difference: &Difference<'_>) -> serde_json::Value {
    let paths = |change: Change| -> Vec<&str> {
        let entries = difference
            .entries
            .iter()
            .filter(|entry| entry.change == change);
        entries.map(|entry| entry.path.as_str()).collect()
    };
    json!({
        "fresh": false,
        "changed": paths(Change::Replace),
        "missing": paths(Change::Create),
        "orphans": paths(Change::Remove),
        "strangers": difference.strangers,
        "interrupted": difference.interrupted,
    })
}

/// Which files are not as they should be, and the first lines of how.
pub fn stale(difference: &Difference<'_>, out: &Path) -> String {
    let mut text = format!("{} is not what its description says:\n", out.display());
    if difference.interrupted {
        text.push_str("  cut off   an earlier write, which the next `generate` mends\n");
    }
    for entry in &difference.entries {
        let word = match entry.change {
            Change::Replace => "changed ",
            Change::Create => "missing ",
            Change::Remove => "orphan  ",
        };
        text.push_str(&format!("  {word}  {}\n", entry.path));
    }
    for stranger in &difference.strangers {
        text.push_str(&format!(
            "  stranger  {stranger} (not written by the generator: move or delete it)\n"
        ));
    }
    text.push('\n');
    let mut left = SHOWN;
    for entry in &difference.entries {
        let old = String::from_utf8_lossy(entry.old.as_deref().unwrap_or_default());
        let diff = TextDiff::from_lines(old.as_ref(), entry.new.as_deref().unwrap_or_default());
        let diff = diff
            .unified_diff()
            .context_radius(2)
            .header(&entry.path, "generated")
            .to_string();
        for line in diff.lines() {
            if left == 0 {
                text.push_str(&format!("… (only the first {SHOWN} lines are shown)\n"));
                return text;
            }
            left -= 1;
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// The command that mends what a check found.
fn command(arguments: &Arguments) -> String {
    let mut text = String::from("cargo xtask generate");
    let mut push = |flag: &str, value: Option<String>| {
        if let Some(value) = value {
            text.push_str(&format!(" {flag} {value}"));
        }
    };
    let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
    push("--spec", path(&arguments.spec));
    push("--out", path(&arguments.out));
    push("--name", arguments.name.clone());
    push("--config", path(&arguments.config));
    if arguments.strict {
        text.push_str(" --strict");
    }
    text
}

/// Whether `generated-client` is what `spec` says; the text of the difference if it is not.
///
/// The same steps as `cargo xtask generate --check`, so that a plain `cargo test` proves it.
///
/// # Errors
/// What a person reads to mend it.
pub fn flagship_is_fresh(root: &Path) -> Result<(), String> {
    let job = Job::flagship(root);
    let outcome: Outcome = with_big_stack(|| job.run())
        .map_err(|_| "the generator panicked".to_owned())?
        .map_err(|error| error.to_string())?;
    let sources = Sources {
        path: &job.spec,
        outcome: &outcome,
    };
    let output = match &outcome.result {
        Ok(output) => output,
        Err(report) => return Err(diagnostics::human(report, sources, true)),
    };
    let out = root.join("generated-client");
    let difference = differs((&job, &outcome), output, &out).map_err(|error| error.to_string())?;
    match difference.is_empty() {
        true => Ok(()),
        false => Err(stale(&difference, &out) + "\nrun `cargo xtask generate`"),
    }
}
