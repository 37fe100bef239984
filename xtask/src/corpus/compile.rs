//! Every crate is checked by cargo in one workspace, so that dependencies are built once.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use fs_err as fs;
use miette::IntoDiagnostic;
use serde_json::Value;

use super::{Row, package, progress, target};
use crate::root;

/// Checks the crates that were generated; every warning and error of rustc is a failure.
///
/// # Errors
/// If the workspace around the crates cannot be written or cargo cannot be started.
pub(super) fn check_all(rows: &mut [Row], out: &Path) -> miette::Result<()> {
    let members = workspace(rows, out)?;
    let progress = progress(members + 1, "check");
    progress.set_message("dependencies");
    let mut built = false;
    for row in rows.iter_mut().filter(|row| row.failures.is_empty()) {
        if !built {
            // Not counted: what the first crate would pay for all.
            check(&row.name, out).into_diagnostic()?;
            touch(&out.join(&row.name)).into_diagnostic()?;
            progress.inc(1);
            built = true;
        }
        progress.set_message(row.name.clone());
        let start = Instant::now();
        row.failures = check(&row.name, out).into_diagnostic()?;
        row.checked = Some(start.elapsed());
        progress.inc(1);
    }
    progress.finish_and_clear();
    Ok(())
}

/// Writes the workspace around the crates that were generated; how many it has.
///
/// # Errors
/// The folder cannot be written.
pub(super) fn workspace(rows: &[Row], out: &Path) -> miette::Result<usize> {
    let names = rows
        .iter()
        .filter(|row| row.failures.is_empty())
        .map(|row| row.name.as_str());
    let members: Vec<String> = names.map(|name| format!("    {name:?},\n")).collect();
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n",
        members.concat()
    );
    fs::write(out.join("Cargo.toml"), manifest).into_diagnostic()?;
    // The versions that this workspace was tested with; cargo drops what is not needed.
    if !out.join("Cargo.lock").exists() {
        fs::copy(root().join("Cargo.lock"), out.join("Cargo.lock")).into_diagnostic()?;
    }
    Ok(members.len())
}

/// Makes cargo check a crate again, whose dependencies are built by now.
fn touch(folder: &Path) -> std::io::Result<()> {
    let lib = fs::File::options()
        .append(true)
        .open(folder.join("src/lib.rs"))?;
    lib.file().set_modified(std::time::SystemTime::now())
}

/// What rustc and cargo have against one crate.
fn check(name: &str, out: &Path) -> std::io::Result<Vec<String>> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args([
            "check",
            "--quiet",
            "--message-format=json",
            "-p",
            &package(name),
        ])
        .current_dir(out)
        .env("CARGO_TARGET_DIR", target().join("corpus-check"))
        .stdin(Stdio::null())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut failures: Vec<String> = text.lines().filter_map(complaint).collect();
    if failures.is_empty() && !output.status.success() {
        failures.push(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(failures)
}

/// The text of a warning or error in one line of cargo's messages. Those of other crates count too:
/// only the crates of the workspace are told of.
fn complaint(line: &str) -> Option<String> {
    let message: Value = serde_json::from_str(line).ok()?;
    let message = message.get("message")?;
    let level = message.get("level")?.as_str()?;
    // `N warnings emitted` and the like have no place of their own.
    let placed = message
        .get("spans")
        .and_then(Value::as_array)
        .is_some_and(|all| !all.is_empty());
    let counts = placed
        && matches!(
            level,
            "warning" | "error" | "error: internal compiler error"
        );
    counts.then(|| Some(message.get("rendered")?.as_str()?.to_owned()))?
}
