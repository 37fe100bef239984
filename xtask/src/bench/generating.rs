//! How long a crate takes to be generated into an empty folder, and again where nothing changed.

use std::path::{Path, PathBuf};

use fs_err as fs;
use miette::IntoDiagnostic;

use super::{
    Row,
    process::{Sample, alternate, sample},
    tables::lines,
    tool::Tool,
};
use crate::root;

/// One document.
///
/// # Errors
/// The folder cannot be written.
pub(super) fn row(
    tools: &[Option<Tool>],
    name: &str,
    path: &Path,
    folder: &Path,
    runs: usize,
) -> miette::Result<Row> {
    eprintln!("generate {name}");
    let spec = fs::canonicalize(path).into_diagnostic()?;
    let size = fs::metadata(&spec).into_diagnostic()?.len();
    let outputs = outputs(folder);
    let place = |tool: &Tool| outputs.join(tool.kind.name);
    let samples = alternate(runs, tools.len(), |index| {
        let tool = tools[index].as_ref().ok_or("not installed")?;
        let out = place(tool);
        clear(&out).map_err(|error| error.to_string())?;
        sample(&mut tool.generate(&spec, &out))
    });
    let lines = tools.iter().zip(&samples).map(|(tool, sample)| {
        let tool = tool.as_ref().filter(|_| sample.is_ok())?;
        lines(&place(tool).join(tool.kind.sources)).ok()
    });
    let lines = lines.collect();
    fs::remove_dir_all(&outputs).into_diagnostic()?;
    Ok(Row {
        document: name.to_owned(),
        size: size as f64 / 1e6,
        code: Vec::new(),
        lines,
        samples,
    })
}

/// Where the crates go: into memory where the system has a folder for that, because some disks
/// take several times as long to make files where many were removed a moment ago.
fn outputs(folder: &Path) -> PathBuf {
    let memory = Path::new("/dev/shm");
    let name = format!("xtask-bench-{}", std::process::id());
    match memory.is_dir() && fs::create_dir_all(memory.join(&name)).is_ok() {
        true => memory.join(name),
        false => folder.join("generated"),
    }
}

/// The flagship once more, where its crate stands as it must.
///
/// # Errors
/// The folder cannot be written.
pub(super) fn unchanged(
    tools: &[Option<Tool>],
    folder: &Path,
    runs: usize,
) -> miette::Result<Option<Sample>> {
    let Some(Some(tool)) = tools.first() else {
        return Ok(None);
    };
    let out = folder.join("unchanged");
    let spec = root().join("spec/openapi.yaml");
    let samples = alternate(runs + 1, 1, |_| sample(&mut tool.generate(&spec, &out)));
    Ok(samples.into_iter().next().and_then(Result::ok))
}

/// An empty folder: some tools do not make theirs, some refuse one that has files.
///
/// # Errors
/// It cannot be removed or made.
pub(super) fn clear(folder: &Path) -> std::io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)
}
