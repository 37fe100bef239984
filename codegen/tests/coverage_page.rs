//! `docs/coverage.md` names only tests that exist, and every row of `tests/rows`.

use std::{collections::BTreeSet, fs, path::PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn page() -> String {
    fs::read_to_string(root().join("docs/coverage.md")).expect("the page")
}

/// What is named in the second cell of the tables.
fn named(page: &str) -> Vec<String> {
    let rows = page.lines().filter(|line| line.starts_with("| "));
    let cells = rows.filter_map(|line| line.rsplit(" | ").next());
    let words = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    words.map(str::to_owned).collect()
}

/// Whether the test is there.
fn exists(name: &str) -> bool {
    let Some((file, test)) = name.split_once("::") else {
        return root().join("tests").join(format!("{name}.txt")).is_file();
    };
    let path = match file.strip_prefix("runtime/") {
        Some(file) => root().join("runtime/tests").join(format!("{file}.rs")),
        None => root().join("tests").join(format!("{file}.rs")),
    };
    let text = fs::read_to_string(path).unwrap_or_default();
    let mut before = "";
    text.lines().any(|line| {
        let line = line.trim();
        let signature = line.trim_start_matches("async ");
        let found = before.starts_with("#[")
            && before.contains("test]")
            && signature.starts_with(&format!("fn {test}("));
        before = line;
        found
    })
}

#[test]
fn every_test_that_is_named_exists() {
    let named = named(&page());
    assert!(named.len() > 100, "the tables are not read");
    let missing: Vec<&String> = named.iter().filter(|name| !exists(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(!exists("rows/no-such-row") && !exists("media::no_such_test"));
}

#[test]
fn every_row_names_a_test() {
    let page = page();
    let rows = page.lines().filter(|line| line.starts_with("| "));
    for row in rows.filter(|row| !row.starts_with("| what ")) {
        assert!(!named(row).is_empty(), "{row}");
    }
}

#[test]
fn every_golden_file_is_named() {
    let named: BTreeSet<String> = named(&page()).into_iter().collect();
    let mut missing = Vec::new();
    for folder in ["rows", "rows/settings"] {
        for entry in fs::read_dir(root().join("tests").join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            let name = format!("{folder}/{name}");
            if path.extension().is_some_and(|it| it == "txt") && !named.contains(&name) {
                missing.push(name);
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}
