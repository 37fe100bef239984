//! How long the emitted crate takes to be checked or built alone, its dependencies built before.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use fs_err as fs;
use miette::IntoDiagnostic;

use super::{
    Row, building, generating,
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
            code: Vec::new(),
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

/// A row for each document: release builds, and the machine code of a program.
pub(super) fn built(
    tools: &[Option<Tool>],
    documents: &[(String, PathBuf)],
    folder: &Path,
    runs: usize,
) -> miette::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (name, path) in documents.iter().filter(|_| runs > 0) {
        let spec = fs::canonicalize(path).into_diagnostic()?;
        let types = building::root_types(&spec);
        let made = |tool: &Option<Tool>| {
            let tool = tool.as_ref().ok_or("not installed")?;
            let out = prepare(tool, &spec, folder)?;
            building::release(&out, folder)?;
            Ok::<_, String>(out)
        };
        let crates: Vec<Result<PathBuf, String>> = tools.iter().map(made).collect();
        eprintln!("build {name}");
        let samples = alternate(runs, tools.len(), |index| {
            building::release(crates[index].as_ref().map_err(Clone::clone)?, folder)
        });
        let code = tools.iter().zip(&crates).map(|(tool, made)| {
            building::text(tool.as_ref()?, made.as_ref().ok()?, folder, &types).ok()
        });
        rows.push(Row {
            document: name.clone(),
            size: fs::metadata(&spec).into_diagnostic()?.len() as f64 / 1e6,
            code: code.collect(),
            lines: Vec::new(),
            samples,
        });
    }
    Ok(rows)
}

/// `cargo check` of the crate in `out` alone.
fn check(out: &Path, folder: &Path) -> Result<Sample, String> {
    sample(&mut cargo(out, folder, &["check", "--lib"])?)
}

/// A command that compiles the crate in `out` anew, and none of its dependencies again.
pub(super) fn cargo(out: &Path, folder: &Path, arguments: &[&str]) -> Result<Command, String> {
    let roots = ["src/lib.rs", "src/main.rs"].map(|root| out.join(root));
    let root = roots.iter().find(|root| root.is_file());
    let root = root.ok_or("there is no crate")?;
    let file = fs::File::options().append(true).open(root);
    let touched = file.and_then(|file| file.file().set_modified(std::time::SystemTime::now()));
    touched.map_err(|error| error.to_string())?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(arguments).arg("--quiet").current_dir(out);
    command.env("CARGO_TARGET_DIR", folder.join("target"));
    command.env("CARGO_INCREMENTAL", "0");
    Ok(command)
}
