//! What was measured, as tables.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

use fs_err as fs;

use super::{
    Row,
    process::Sample,
    reading::{Figures, Reading},
    tool::TOOLS,
};

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

/// The section on generating.
pub(super) fn generating(
    rows: &[Row],
    unchanged: Option<Sample>,
    instructions: Option<&[(String, u64)]>,
) -> String {
    let mut text = String::new();
    table(&mut text, rows);
    if let Some(sample) = unchanged {
        let _ = writeln!(
            text,
            "\nThe flagship again, nothing changed: {:.0} ms, {:.0} MB.",
            sample.wall.as_secs_f64() * 1e3,
            sample.peak as f64 / 1e6
        );
    }
    let Some(instructions) = instructions else {
        return text;
    };
    let counted = instructions.iter();
    let counted: Vec<String> = counted
        .map(|(document, count)| format!("{document} {:.1}", *count as f64 / 1e6))
        .collect();
    text.push_str(&match counted.is_empty() {
        true => "\nNo instructions are counted: valgrind is not at hand.\n".to_owned(),
        false => format!("\nMillions of instructions: {}.\n", counted.join(", ")),
    });
    text
}

/// The section on `cargo check`.
pub(super) fn compiling(rows: &[Row]) -> String {
    let mut text = String::new();
    table(&mut text, rows);
    text.push_str(
        "\nLines: all of them, and those that a reviewer reads (ours without codec and runtime).\n\n",
    );
    all_lines(&mut text, rows);
    text
}

/// The section on release builds.
pub(super) fn building(rows: &[Row]) -> String {
    let mut text = "Time of the processor.\n\n".to_owned();
    table(&mut text, &built(rows));
    text.push_str(
        "\nMachine code of a program that reads five of the types, in kilobytes: the largest \
         response types that all have.\n\n",
    );
    code(&mut text, rows);
    text
}

/// The section on reading and writing.
pub(super) fn reading(rows: &[Reading]) -> String {
    let mut text =
        "Lists of values with all members, the same bytes for all: `serde_json::from_slice` into a \
         `Vec`, dropped again, and `serde_json::to_vec`; ours also with the crate's own reader and \
         writer, which replies are read with. In brackets: as a multiple of the latter.\n\n\
         Reading: time, and how often memory is asked for.\n\n"
            .to_owned();
    readings(&mut text, rows, &|figures, base| {
        let time = times(figures.read, base.map(|base| base.read));
        format!("{time}, {}", figures.allocations)
    });
    text.push_str("\nWriting.\n\n");
    readings(&mut text, rows, &|figures, base| match figures.write {
        Some(write) => times(write, base.and_then(|base| base.write)),
        None => "cannot be written".to_owned(),
    });
    whys(&mut text, rows);
    text
}

/// Why there are no figures, once for each tool and type.
fn whys(text: &mut String, rows: &[Reading]) {
    let mut told = std::collections::BTreeSet::new();
    text.push('\n');
    for row in rows {
        for (tool, cell) in TOOLS.iter().zip(&row.tools) {
            let Err(said) = cell else { continue };
            let (why, about) = match said.strip_prefix(REFUSES) {
                Some(why) => (why, &row.type_),
                None if said.len() > SHORT => (said.as_str(), &row.document),
                None => continue,
            };
            if told.insert((tool.name, about)) {
                let _ = writeln!(text, "* {}, {about}: {why}", tool.name);
            }
        }
    }
}

/// A longer reason, in bytes, stands below the table.
const SHORT: usize = 40;

/// How an error begins that a reader gives.
pub(super) const REFUSES: &str = "refuses: ";

/// A cell, from the figures and those of ours with its own reader.
type Cell<'a> = &'a dyn Fn(&Figures, Option<&Figures>) -> String;

fn readings(text: &mut String, rows: &[Reading], cell: Cell<'_>) {
    text.push_str("| document | type | members | KB | xtask, own reader |");
    for kind in TOOLS {
        let _ = write!(text, " {} |", kind.name);
    }
    text.push_str("\n|---|---|---|---|---|");
    text.push_str(&"---|".repeat(TOOLS.len()));
    text.push('\n');
    for row in rows {
        let size = row.size as f64 / 1e3;
        let (document, type_, order) = (&row.document, &row.type_, row.order);
        let _ = write!(text, "| {document} | {type_} | {order} | {size:.0} |");
        let base = row.own.as_ref().ok();
        let own = std::iter::once((&row.own, None));
        for (figures, base) in own.chain(row.tools.iter().map(|tool| (tool, base))) {
            let shown = match figures {
                Ok(figures) => cell(figures, base),
                Err(said) if said.starts_with(REFUSES) => "refuses".to_owned(),
                Err(said) if said.len() > SHORT => "fails".to_owned(),
                Err(said) => said.clone(),
            };
            let _ = write!(text, " {shown} |");
        }
        text.push('\n');
    }
}

fn times(nanoseconds: u64, base: Option<u64>) -> String {
    let time = format!("{:.1} µs", nanoseconds as f64 / 1e3);
    match base {
        Some(base) => format!("{time} ({:.2})", nanoseconds as f64 / base.max(1) as f64),
        None => time,
    }
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

/// The section on growing documents.
pub(super) fn growth(rows: &[Row]) -> String {
    let head = "| document | MB | time | memory | ms per MB |\n|---|---|---|---|---|\n";
    let mut text = head.to_owned();
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
    text
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_are_shown_beside_ours() {
        let figures = |read, write| {
            Ok(Figures {
                read,
                write,
                allocations: 7,
            })
        };
        let row = Reading {
            document: "a.json".to_owned(),
            type_: "Album".to_owned(),
            order: "shuffled",
            size: 50_400,
            own: figures(2000, Some(1000)),
            tools: vec![
                figures(3000, Some(1500)),
                figures(5000, None),
                Err("refuses: a|b".to_owned()),
                Err("no such type".to_owned()),
            ],
        };
        let text = reading(&[row]);
        let lines: Vec<&str> = text.lines().filter(|line| line.contains("Album")).collect();
        assert_eq!(
            lines,
            [
                "| a.json | Album | shuffled | 50 | 2.0 µs, 7 | 3.0 µs (1.50), 7 | 5.0 µs (2.50), 7 \
                 | refuses | no such type |",
                "| a.json | Album | shuffled | 50 | 1.0 µs | 1.5 µs (1.50) | cannot be written \
                 | refuses | no such type |",
                "* ploidy, Album: a|b",
            ]
        );
    }
}
