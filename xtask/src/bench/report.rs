//! What was measured, as a page.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

use fs_err as fs;

use super::{Arguments, Row, process::Sample, tool::TOOLS, tool::Tool};

/// Everything that was measured.
#[derive(Debug)]
pub(super) struct Measured {
    pub(super) generating: Vec<Row>,
    pub(super) unchanged: Option<Sample>,
    /// Document, and instructions of ours.
    pub(super) instructions: Vec<(String, u64)>,
    pub(super) growth: Vec<Row>,
    pub(super) compiling: Vec<Row>,
    pub(super) building: Vec<Row>,
}

/// How long the sources of a crate are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lines {
    /// All lines of Rust.
    pub(super) all: usize,
    /// Those that a reviewer reads: without the codec's tables and the runtime.
    pub(super) read: usize,
}

/// Counts the lines of a crate whose sources are in `folder`.
///
/// # Errors
/// A folder or file cannot be read.
pub(super) fn lines(folder: &Path) -> std::io::Result<Lines> {
    let mut lines = Lines::default();
    let mut pending: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(&path)? {
                pending.push(entry?.path());
            }
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let count = fs::read_to_string(&path)?.lines().count();
            lines.all += count;
            let inside = path.strip_prefix(folder).unwrap_or(&path);
            if !inside.starts_with("runtime")
                && !inside.starts_with("codec")
                && inside != Path::new("codec.rs")
            {
                lines.read += count;
            }
        }
    }
    Ok(lines)
}

/// The page.
pub(super) fn text(tools: &[Option<Tool>], measured: &Measured, arguments: &Arguments) -> String {
    let mut text = format!(
        "# Figures\n\n{}\n\n`cargo xtask bench --runs {}`: medians, the tools in turns. Times are of \
         the wall; peak memory is that of the largest process.\n",
        machine(),
        arguments.runs
    );
    for (kind, tool) in TOOLS.iter().zip(tools) {
        if tool.is_none() {
            let _ = write!(text, "\n`{}` is not installed.", kind.name);
        }
    }
    text.push_str("\n\n## Generating\n\n");
    table(&mut text, &measured.generating);
    if let Some(sample) = measured.unchanged {
        let _ = writeln!(
            text,
            "\nThe flagship again, nothing changed: {:.0} ms, {:.0} MB.",
            sample.wall.as_secs_f64() * 1e3,
            sample.peak as f64 / 1e6
        );
    }
    let counted = measured.instructions.iter();
    let counted: Vec<String> = counted
        .map(|(document, count)| format!("{document} {:.1}", *count as f64 / 1e6))
        .collect();
    let _ = match counted.is_empty() {
        true => writeln!(
            text,
            "\nNo instructions are counted: valgrind is not at hand."
        ),
        false => writeln!(text, "\nMillions of instructions: {}.", counted.join(", ")),
    };
    if !measured.growth.is_empty() {
        text.push_str("\n## Generating from one document many times over\n\n");
        growth(&mut text, &measured.growth);
    }
    text.push_str("\n## `cargo check` of the crate alone\n\n");
    table(&mut text, &measured.compiling);
    if !measured.building.is_empty() {
        text.push_str("\n## A release build of the crate alone\n\nTime of the processor.\n\n");
        table(&mut text, &built(&measured.building));
        text.push_str(
            "\n## Machine code of a program that reads five of the types, in kilobytes\n\n",
        );
        code(&mut text, &measured.building);
    }
    text.push_str("\n## Lines\n\nAll of them, and those that a reviewer reads (ours without codec and runtime).\n\n");
    all_lines(&mut text, &measured.compiling);
    inside(&mut text, &super::target().join("criterion"));
    text
}

/// What criterion measured last, by `cargo bench -p runtime --bench json`.
fn inside(text: &mut String, folder: &Path) {
    text.push_str("\n## Reading and writing\n\n");
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

fn header(text: &mut String, last: &str) {
    text.push_str("| document | MB |");
    for kind in TOOLS {
        let _ = write!(text, " {} |", kind.name);
    }
    text.push_str(last);
    text.push_str("\n|---|---|");
    text.push_str(&"---|".repeat(TOOLS.len() + usize::from(!last.is_empty())));
    text.push('\n');
}

fn table(text: &mut String, rows: &[Row]) {
    header(text, " time to fastest rival | memory to leanest |");
    // The header has two columns at the end.
    if let Some(end) = text.strip_suffix('\n').map(str::len) {
        text.truncate(end);
        text.push_str("---|\n");
    }
    for row in rows {
        let _ = write!(text, "| {} | {:.2} |", row.document, row.size);
        for sample in &row.samples {
            let _ = match sample {
                Ok(sample) => write!(text, " {} |", shown(sample)),
                Err(error) => write!(text, " {} |", error.replace('|', "/")),
            };
        }
        let rivals = || row.samples.iter().skip(1).flatten();
        let ratio = |figure: &dyn Fn(&Sample) -> f64| {
            let best = rivals().map(figure).reduce(f64::min);
            let ours = row.samples.first().and_then(|ours| ours.as_ref().ok());
            match (ours, best) {
                (Some(ours), Some(best)) => format!("{:.2}", figure(ours) / best),
                _ => "–".to_owned(),
            }
        };
        let time = ratio(&|sample| sample.wall.as_secs_f64());
        let memory = ratio(&|sample| sample.peak as f64);
        let _ = writeln!(text, " {time} | {memory} |");
    }
}

fn shown(sample: &Sample) -> String {
    format!(
        "{:.2} s, {:.0} MB",
        sample.wall.as_secs_f64(),
        sample.peak as f64 / 1e6
    )
}

fn growth(text: &mut String, rows: &[Row]) {
    text.push_str("| document | MB | time | memory | ms per MB |\n|---|---|---|---|---|\n");
    for row in rows {
        let Some(Ok(sample)) = row.samples.first() else {
            let _ = writeln!(
                text,
                "| {} | {:.1} | failed | – | – |",
                row.document, row.size
            );
            continue;
        };
        let _ = writeln!(
            text,
            "| {} | {:.1} | {:.2} s | {:.0} MB | {:.1} |",
            row.document,
            row.size,
            sample.wall.as_secs_f64(),
            sample.peak as f64 / 1e6,
            sample.wall.as_secs_f64() * 1e3 / row.size
        );
    }
}

fn all_lines(text: &mut String, rows: &[Row]) {
    header(text, "");
    for row in rows {
        let _ = write!(text, "| {} | {:.2} |", row.document, row.size);
        for lines in &row.lines {
            let _ = match lines {
                Some(lines) => write!(text, " {}, {} |", lines.all, lines.read),
                None => write!(text, " – |"),
            };
        }
        text.push('\n');
    }
}

/// The same rows with the time of the processor as their time.
fn built(rows: &[Row]) -> Vec<Row> {
    let busy = |row: &Row| {
        let samples = row.samples.iter().cloned();
        let busy = samples.map(|sample| {
            sample.map(|sample| Sample {
                wall: sample.processor,
                ..sample
            })
        });
        Row {
            document: row.document.clone(),
            size: row.size,
            samples: busy.collect(),
            lines: Vec::new(),
            code: Vec::new(),
        }
    };
    rows.iter().map(busy).collect()
}

fn code(text: &mut String, rows: &[Row]) {
    header(text, "");
    for row in rows {
        let _ = write!(text, "| {} | {:.2} |", row.document, row.size);
        for code in &row.code {
            let _ = match code {
                Some(code) => write!(text, " {} |", code / 1000),
                None => write!(text, " – |"),
            };
        }
        text.push('\n');
    }
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
