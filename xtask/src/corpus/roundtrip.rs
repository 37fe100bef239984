//! Every type is tried: samples, mutations and the description's own examples are read, written
//! again and compared.
//!
//! Each crate gets one program that depends on it and walks a table. An example that comes out
//! otherwise is held against its own schema by a JSON Schema validator; what contradicts that is
//! counted apart.

mod program;
mod schema;

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use codegen::{
    Model,
    load::Document,
    pointer::Pointer,
    report::Report,
    sample::{Case, Due, Trial},
};
use fs_err as fs;
use miette::IntoDiagnostic;
use serde_json::{Map, Value, json};

use super::{Row, compile, package, progress, target};

/// What became of the cases of one document.
#[derive(Debug, Clone, Default)]
pub(super) struct Trips {
    /// Cases that came out as they should.
    passed: usize,
    /// How many cases there are of each trial, in the order of [`Trial::ALL`].
    trials: [usize; Trial::ALL.len()],
    /// Examples that contradict their own schemas, and how that shows.
    contradictions: Vec<String>,
    /// What came out otherwise: the case and what was wrong.
    failures: Vec<String>,
    /// How long building and running took.
    took: Duration,
}

/// How many failures of a document are shown.
const SHOWN: usize = 15;

/// Writes the program that tries the types of the crate in `out`.
///
/// # Errors
/// The folder cannot be written.
pub(super) fn prepare(model: &Model, package: &str, out: &Path) -> std::io::Result<()> {
    let suite = model.suite();
    fs::create_dir_all(out.join("examples"))?;
    fs::write(
        out.join("examples/roundtrip.rs"),
        program::text(&suite, package),
    )?;
    let cases: Vec<Value> = suite.cases.iter().map(line).collect();
    let data = json!({ "types": suite.types, "single": suite.single, "cases": cases });
    fs::write(out.join("roundtrip.json"), data.to_string())
}

/// A case as the program reads it: type, place of the refusal or `null`, value; then what only the
/// report needs.
fn line(case: &Case) -> Value {
    let due = match &case.due {
        Due::Same => Value::Null,
        Due::Refused(at) => json!(at),
    };
    let schemas: Vec<&str> = case.schemas.iter().map(Pointer::as_str).collect();
    json!([
        case.type_,
        due,
        case.value,
        case.what,
        schemas,
        case.trial.plural()
    ])
}

/// Builds and runs the program of every crate that was generated.
///
/// # Errors
/// The workspace around the crates cannot be written, or cargo cannot be started.
pub(super) fn run_all(
    rows: &mut [Row],
    documents: &[(String, PathBuf)],
    out: &Path,
) -> miette::Result<()> {
    compile::workspace(rows, out)?;
    let progress = progress(rows.len(), "roundtrip");
    for row in rows.iter_mut().filter(|row| row.failures.is_empty()) {
        progress.set_message(row.name.clone());
        let description = documents.iter().find(|(name, _)| *name == row.name);
        match try_types(&row.name, description.map(|(_, path)| path.as_path()), out) {
            Ok(trips) => {
                if !trips.failures.is_empty() {
                    let text = format!("{} round trips failed", trips.failures.len());
                    row.failures.push(text);
                }
                row.trips = Some(trips);
            }
            Err(error) => row.failures.push(format!("roundtrip: {error:?}")),
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    Ok(())
}

fn try_types(name: &str, description: Option<&Path>, out: &Path) -> miette::Result<Trips> {
    let start = Instant::now();
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["run", "--quiet", "--no-default-features"])
        .args(["--example", "roundtrip", "-p", &package(name)])
        .args(["--", "roundtrip.json"])
        .arg(out.join(name).join("roundtrip.json"))
        .current_dir(out)
        .env("CARGO_TARGET_DIR", target().join("corpus-roundtrip"))
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .stdin(Stdio::null())
        .output()
        .into_diagnostic()?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        // Warnings come first and are not what it failed of.
        let from = text.find("\nerror").or_else(|| text.find("\nthread"));
        let text = text.get(from.unwrap_or_default()..).unwrap_or_default();
        let text: String = text.trim_start().chars().take(2000).collect();
        return Err(miette::miette!("the program failed: {text}"));
    }
    let data = fs::read(out.join(name).join("roundtrip.json")).into_diagnostic()?;
    let data: Value = serde_json::from_slice(&data).into_diagnostic()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let mut trips = judge(&data, &said, description)?;
    trips.took = start.elapsed();
    Ok(trips)
}

/// Sorts what the program said: failures, and examples that contradict their schemas.
fn judge(data: &Value, said: &str, description: Option<&Path>) -> miette::Result<Trips> {
    let cases = data["cases"].as_array().map_or(&[][..], Vec::as_slice);
    let mut trips = Trips::default();
    for (count, trial) in trips.trials.iter_mut().zip(Trial::ALL) {
        *count = cases
            .iter()
            .filter(|case| case[5] == trial.plural())
            .count();
    }
    let mut document = None;
    for line in said.lines() {
        let (index, wrong): (usize, String) = serde_json::from_str(line).into_diagnostic()?;
        let Some(case) = cases.get(index) else {
            continue;
        };
        let schemas = case[4].as_array().map_or(&[][..], Vec::as_slice);
        if document.is_none() && !schemas.is_empty() {
            document = description.map(load).transpose()?.flatten();
        }
        let told = format!(
            "{}, {}: {wrong}",
            type_name(data, case),
            case[3].as_str().unwrap_or("?")
        );
        let excused = document.as_ref().is_some_and(|document| {
            let mut schemas = schemas.iter().filter_map(Value::as_str);
            schemas.any(|schema| schema::contradicts(document, schema, &case[2]))
        });
        match excused {
            true => trips.contradictions.push(told),
            false => trips.failures.push(told),
        }
    }
    trips.passed = cases.len() - trips.failures.len() - trips.contradictions.len();
    Ok(trips)
}

/// How the type of a case is spelt.
fn type_name<'d>(data: &'d Value, case: &Value) -> &'d str {
    let index = case[0]
        .as_u64()
        .and_then(|index| usize::try_from(index).ok());
    let name = index.and_then(|index| data["types"].get(index)?.as_str());
    name.unwrap_or("?")
}

fn load(path: &Path) -> miette::Result<Option<Document>> {
    let text = fs::read_to_string(path).into_diagnostic()?;
    let read = || codegen::load::load(&text, &|_| None, &mut Report::default());
    Ok(crate::with_big_stack(read).unwrap_or_default())
}

/// The results as a table, and below it the first failures.
pub(super) fn text(rows: &[Row]) -> String {
    let mut text = format!(
        "{:<26} {:>8} {:>8} {:>12} {:>8}\n",
        "document", "passed", "failed", "contradicts", "s"
    );
    let tried = rows
        .iter()
        .filter_map(|row| Some((row, row.trips.as_ref()?)));
    let mut sums = (0, 0, 0);
    let mut trials = [0; Trial::ALL.len()];
    for (row, trips) in tried.clone() {
        let counts = (
            trips.passed,
            trips.failures.len(),
            trips.contradictions.len(),
        );
        text.push_str(&format!(
            "{:<26} {:>8} {:>8} {:>12} {:>8.1}\n",
            row.name,
            counts.0,
            counts.1,
            counts.2,
            trips.took.as_secs_f64()
        ));
        sums = (sums.0 + counts.0, sums.1 + counts.1, sums.2 + counts.2);
        for (all, own) in trials.iter_mut().zip(trips.trials) {
            *all += own;
        }
    }
    let (passed, failed, contradictions) = sums;
    text.push_str(&format!(
        "{:<26} {passed:>8} {failed:>8} {contradictions:>12}\n",
        "all"
    ));
    let tried_with = Trial::ALL.iter().zip(trials);
    let tried_with = tried_with.map(|(trial, count)| format!("{count} {}", trial.plural()));
    text.push_str(&format!(
        "tried with {}\n",
        tried_with.collect::<Vec<_>>().join(", ")
    ));
    for (row, trips) in tried.filter(|(_, trips)| !trips.failures.is_empty()) {
        text.push_str(&format!("\n{}:\n", row.name));
        for failure in trips.failures.iter().take(SHOWN) {
            text.push_str(&format!("    {failure}\n"));
        }
        let more = trips.failures.len().saturating_sub(SHOWN);
        if more > 0 {
            text.push_str(&format!("    and {more} more\n"));
        }
    }
    text
}

/// The results of one document, for a tool.
pub(super) fn json(trips: &Trips) -> Value {
    let trials = Trial::ALL.iter().zip(trips.trials);
    let trials: Map<String, Value> = trials
        .map(|(trial, count)| (trial.plural().to_owned(), json!(count)))
        .collect();
    json!({
        "passed": trips.passed,
        "trials": trials,
        "failed": trips.failures,
        "contradictSchema": trips.contradictions,
        "seconds": trips.took.as_secs_f64(),
    })
}
