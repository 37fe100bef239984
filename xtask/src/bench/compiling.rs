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
    reading::types,
    tables::lines,
    tool::Tool,
};

/// One document: `cargo check`.
///
/// # Errors
/// The description cannot be read.
pub(super) fn row(
    tools: &[Option<Tool>],
    (name, path): &(String, PathBuf),
    folder: &Path,
    runs: usize,
) -> miette::Result<Row> {
    let spec = fs::canonicalize(path).into_diagnostic()?;
    let made = |tool: &Option<Tool>| {
        let out = make(tool.as_ref().ok_or("not installed")?, &spec, folder)?;
        // Once before it counts: that builds the dependencies.
        check(&out, folder)?;
        Ok::<_, String>(out)
    };
    let crates: Vec<Result<PathBuf, String>> = tools.iter().map(made).collect();
    eprintln!("check {name}");
    let samples = alternate(runs, tools.len(), |index| {
        check(crates[index].as_ref().map_err(Clone::clone)?, folder)
    });
    let lines = tools.iter().zip(&crates).map(|(tool, made)| {
        let sources = made.as_ref().ok()?.join(tool.as_ref()?.kind.sources);
        lines(&sources).ok()
    });
    Ok(Row {
        document: name.clone(),
        size: fs::metadata(&spec).into_diagnostic()?.len() as f64 / 1e6,
        code: Vec::new(),
        lines: lines.collect(),
        samples,
    })
}

/// Generates a crate.
pub(super) fn make(tool: &Tool, spec: &Path, folder: &Path) -> Result<PathBuf, String> {
    let out = folder.join("compiled").join(tool.kind.name);
    generating::clear(&out).map_err(|error| error.to_string())?;
    sample(&mut tool.generate(spec, &out))?;
    tool.finish(&out).map_err(|error| error.to_string())?;
    Ok(out)
}

/// One document: release builds, and the machine code of a program.
///
/// # Errors
/// The description cannot be read.
pub(super) fn built(
    tools: &[Option<Tool>],
    (name, path): &(String, PathBuf),
    folder: &Path,
    runs: usize,
) -> miette::Result<Row> {
    let spec = fs::canonicalize(path).into_diagnostic()?;
    let made = |tool: &Option<Tool>| {
        let tool = tool.as_ref().ok_or("not installed")?;
        let out = make(tool, &spec, folder)?;
        building::release(&out, folder)?;
        Ok::<_, String>(out)
    };
    let crates: Vec<Result<PathBuf, String>> = tools.iter().map(made).collect();
    eprintln!("build {name}");
    let samples = alternate(runs, tools.len(), |index| {
        building::release(crates[index].as_ref().map_err(Clone::clone)?, folder)
    });
    let places = types::places(tools, &crates);
    let types = types::shared(types::response_types(&spec), &places);
    let code = tools.iter().zip(&crates).zip(&places);
    let code = code.map(|((tool, made), place)| {
        let (tool, place) = (tool.as_ref()?, place.as_ref()?);
        let paths = types.iter().take(FIVE);
        let paths = paths.filter_map(|name| place.named(&tool.kind, name));
        let paths: Vec<String> = paths.map(ToOwned::to_owned).collect();
        building::text(tool, made.as_ref().ok()?, folder, &paths).ok()
    });
    Ok(Row {
        document: name.clone(),
        size: fs::metadata(&spec).into_diagnostic()?.len() as f64 / 1e6,
        code: code.collect(),
        lines: Vec::new(),
        samples,
    })
}

/// How many types the program reads whose machine code is counted.
const FIVE: usize = 5;

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
