//! The page of all sections, written anew whenever one has another figure.
//!
//! Each section has a file of its own: what is measured alone leaves the others as they were.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

use clap::ValueEnum;
use fs_err as fs;

use super::{
    Arguments, Section,
    tool::{TOOLS, Tool},
};

/// The page, and where it is written.
#[derive(Debug)]
pub(super) struct Page {
    folder: PathBuf,
    /// What holds for each section that is measured now.
    measured: String,
    sections: Vec<Section>,
}

impl Page {
    /// A page that says of every section to be measured that it is not.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(super) fn new(
        folder: &Path,
        arguments: &Arguments,
        tools: &[Option<Tool>],
    ) -> std::io::Result<Page> {
        let mut measured = format!(
            "`cargo xtask bench --runs {}`: medians, the tools in turns. {}",
            arguments.runs,
            machine()
        );
        for (kind, _) in TOOLS.iter().zip(tools).filter(|(_, tool)| tool.is_none()) {
            let _ = write!(measured, " `{}` is not installed.", kind.name);
        }
        let page = Page {
            folder: folder.to_owned(),
            measured,
            sections: arguments.sections(),
        };
        fs::create_dir_all(folder.join("sections"))?;
        for section in &page.sections {
            let file = page.file(*section);
            if file.exists() {
                fs::remove_file(file)?;
            }
        }
        page.write()?;
        Ok(page)
    }

    /// Whether the section is to be measured.
    pub(super) fn wants(&self, section: Section) -> bool {
        self.sections.contains(&section)
    }

    /// Puts a section on the page, `left` not yet being measured.
    ///
    /// # Errors
    /// The page cannot be written.
    pub(super) fn put(
        &self,
        section: Section,
        text: &str,
        left: &[(String, PathBuf)],
    ) -> std::io::Result<()> {
        let left: Vec<&str> = left.iter().map(|(name, _)| name.as_str()).collect();
        let left = match left.is_empty() {
            true => String::new(),
            false => format!("\nNot measured yet: {}.\n", left.join(", ")),
        };
        let text = format!("{}\n\n{text}{left}", self.measured);
        fs::write(self.file(section), text)?;
        self.write()
    }

    /// The text as it stands.
    pub(super) fn text(&self) -> String {
        let mut text =
            "# Figures\n\nTimes are of the wall where nothing else is said; peak memory \
                        is that of the largest process.\n"
                .to_owned();
        for section in Section::value_variants() {
            let _ = write!(text, "\n## {}\n\n", section.title());
            let measured = fs::read_to_string(self.file(*section));
            text.push_str(measured.as_deref().unwrap_or("Not measured yet.\n"));
        }
        inside(&mut text, &super::target().join("criterion"));
        text
    }

    /// Where the page is.
    pub(super) fn path(&self) -> PathBuf {
        self.folder.join("report.md")
    }

    fn write(&self) -> std::io::Result<()> {
        fs::write(self.path(), self.text())
    }

    fn file(&self, section: Section) -> PathBuf {
        self.folder.join(format!("sections/{section:?}.md"))
    }
}

/// What criterion measured last, by `cargo bench -p runtime --bench json`.
fn inside(text: &mut String, folder: &Path) {
    text.push_str("\n### The runtime alone\n\n");
    let mut rows = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(path) = pending.pop() {
        let entries = fs::read_dir(&path).into_iter().flatten().flatten();
        pending.extend(
            entries
                .map(|entry| entry.path())
                .filter(|path| path.is_dir()),
        );
        if path.ends_with("new") {
            rows.extend(estimate(&path));
        }
    }
    rows.sort();
    if rows.is_empty() {
        text.push_str("Not measured: run `cargo bench -p runtime --bench json` first.\n");
        return;
    }
    text.push_str(
        "`cargo bench -p runtime --bench json`, medians:\n\n| what | time |\n|---|---|\n",
    );
    for (name, nanoseconds) in rows {
        let _ = writeln!(text, "| {name} | {} µs |", nanoseconds as f64 / 1e3);
    }
}

/// The name of one of criterion's benchmarks, and the median in nanoseconds.
fn estimate(folder: &Path) -> Option<(String, u64)> {
    let read = |file: &str| -> Option<serde_json::Value> {
        serde_json::from_str(&fs::read_to_string(folder.join(file)).ok()?).ok()
    };
    let name = read("benchmark.json")?.get("full_id")?.as_str()?.to_owned();
    let estimates = read("estimates.json")?;
    let median = estimates.pointer("/median/point_estimate")?.as_f64()?;
    Some((name, median as u64))
}

/// Cores, memory and compiler, as far as the machine tells.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = fs::read_to_string("/proc/meminfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("MemTotal:"))?;
        line.split_whitespace().nth(1)?.parse::<f64>().ok()
    });
    let memory = memory.map_or(String::new(), |kib| format!(", {:.0} GB", kib / 1e6));
    let model = fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(format!(", {}", line.split(':').nth(1)?.trim()))
    });
    let rustc = std::process::Command::new("rustc")
        .arg("--version")
        .output();
    let rustc = rustc.map_or(String::new(), |output| {
        format!(", {}", String::from_utf8_lossy(&output.stdout).trim())
    });
    format!("{cores} cores{}{memory}{rustc}.", model.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_says_what_it_lacks() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("sections")).expect("a folder");
        let page = Page {
            folder: folder.path().to_owned(),
            measured: "Two cores.".to_owned(),
            sections: vec![Section::Reading],
        };
        let left = [("b.json".to_owned(), PathBuf::new())];
        page.put(Section::Reading, "a table\n", &left)
            .expect("a file");
        let text = fs::read_to_string(page.path()).expect("a page");
        assert!(text.contains("## Generating\n\nNot measured yet.\n"));
        let section =
            "## Reading and writing\n\nTwo cores.\n\na table\n\nNot measured yet: b.json.\n";
        assert!(text.contains(section));
    }
}
