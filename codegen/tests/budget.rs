//! What is emitted stays as short as it is: lines and types of each document within a recorded
//! budget. Counts, not clocks.
//!
//! `budget.tsv` has for each document: types, lines that a reviewer reads (types and client) and
//! lines of codec. A change that emits more on purpose raises the line that the failure shows. The
//! documents of the corpus are checked where they are at hand; the largest are left to
//! `BUDGET=all`, because they take minutes in a debug build.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use codegen::{Input, generate, name::Lock, settings::Settings};

/// Up to this size, in bytes, a document is checked every time.
const SMALL: u64 = 600_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Figures {
    types: usize,
    read: usize,
    codec: usize,
}

fn figures(path: &Path, settings: &Settings) -> Figures {
    let text = fs::read_to_string(path).expect("a readable description");
    let input = Input {
        text: &text,
        settings,
        lock: &Lock::default(),
        others: &|_| None,
        strict: false,
    };
    let output = generate(&input).expect("a description that is not refused");
    let mut figures = Figures {
        types: output.summary.types,
        read: 0,
        codec: 0,
    };
    for (path, text) in &output.files {
        let lines = text.lines().count();
        if !path.ends_with(".rs") || path.starts_with("src/runtime") {
            continue;
        }
        match path.starts_with("src/codec") || path == "src/xml.rs" {
            true => figures.codec += lines,
            false => figures.read += lines,
        }
    }
    figures
}

fn budget() -> BTreeMap<String, Figures> {
    let rows = include_str!("budget.tsv").lines().skip(1);
    rows.map(|row| {
        let mut cells = row.split('\t');
        let name = cells.next().unwrap_or_default().to_owned();
        let mut number = || cells.next().and_then(|cell| cell.parse().ok()).expect(row);
        let figures = Figures {
            types: number(),
            read: number(),
            codec: number(),
        };
        (name, figures)
    })
    .collect()
}

fn over(name: &str, met: Figures, budget: &BTreeMap<String, Figures>) -> Option<String> {
    let row = format!("{name}\t{}\t{}\t{}", met.types, met.read, met.codec);
    let Some(allowed) = budget.get(name) else {
        return Some(format!("no budget, met: {row}"));
    };
    let within =
        met.types <= allowed.types && met.read <= allowed.read && met.codec <= allowed.codec;
    (!within).then(|| format!("over {allowed:?}, met: {row}"))
}

#[test]
fn no_document_emits_more_than_its_budget() {
    let budget = budget();
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let toml = fs::read_to_string(root.join("spec/codegen.toml")).expect("the flagship's settings");
    let settings = Settings::read(&toml).expect("settings without a mistake");
    let mut complaints = Vec::new();
    let flagship = figures(&root.join("spec/openapi.yaml"), &settings);
    complaints.extend(over("routes", flagship, &budget));

    let all = std::env::var_os("BUDGET").is_some_and(|which| which == "all");
    let corpus = root.join("../shared/corpus/dev");
    match fs::read_dir(&corpus) {
        Err(_) => println!("only the flagship: there is no corpus at ../shared/corpus/dev"),
        Ok(entries) => {
            let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
            paths.sort();
            for path in paths {
                let size = fs::metadata(&path).map_or(0, |data| data.len());
                let name = path.file_stem().unwrap_or_default().to_string_lossy();
                if all || size <= SMALL {
                    let met = figures(&path, &Settings::default());
                    complaints.extend(over(&name, met, &budget));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
