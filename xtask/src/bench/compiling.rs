//! How long the emitted crate takes to be checked alone, its dependencies built before.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use fs_err as fs;
use miette::IntoDiagnostic;

use super::{
    Row, generating,
    process::{Sample, alternate, sample},
    report::lines,
    tool::Tool,
};

/// A row for each document.
///
/// # Errors
/// The folder cannot be written.
pub(super) fn rows(
    tools: &[Option<Tool>],
    documents: &[(String, PathBuf)],
    folder: &Path,
    runs: usize,
) -> miette::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (name, path) in documents {
        let spec = fs::canonicalize(path).into_diagnostic()?;
        let crates: Vec<Result<PathBuf, String>> = tools
            .iter()
            .map(|tool| prepare(tool.as_ref().ok_or("not installed")?, &spec, folder))
            .collect();
        eprintln!("check {name}");
        let samples = alternate(runs, tools.len(), |index| {
            check(crates[index].as_ref().map_err(Clone::clone)?, folder)
        });
        let lines = tools.iter().zip(&crates).map(|(tool, made)| {
            let sources = made.as_ref().ok()?.join(tool.as_ref()?.kind.sources);
            lines(&sources).ok()
        });
        rows.push(Row {
            document: name.clone(),
            size: fs::metadata(&spec).into_diagnostic()?.len() as f64 / 1e6,
            lines: lines.collect(),
            samples,
        });
    }
    Ok(rows)
}

/// Generates a crate and builds its dependencies: it is checked once.
fn prepare(tool: &Tool, spec: &Path, folder: &Path) -> Result<PathBuf, String> {
    let out = folder.join("compiled").join(tool.kind.name);
    generating::clear(&out).map_err(|error| error.to_string())?;
    sample(&mut tool.generate(spec, &out))?;
    tool.finish(&out).map_err(|error| error.to_string())?;
    check(&out, folder)?;
    Ok(out)
}

/// `cargo check` of the crate in `out` alone.
fn check(out: &Path, folder: &Path) -> Result<Sample, String> {
    let lib = out.join("src/lib.rs");
    let file = fs::File::options().append(true).open(lib);
    let touched = file.and_then(|file| file.file().set_modified(std::time::SystemTime::now()));
    touched.map_err(|error| error.to_string())?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["check", "--lib", "--quiet"]).current_dir(out);
    command.env("CARGO_TARGET_DIR", folder.join("target"));
    command.env("CARGO_INCREMENTAL", "0");
    sample(&mut command)
}
