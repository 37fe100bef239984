//! `codegen/docs/requests.md`: every row has a test of its own, and every test of `requests.rs` a
//! row.

use std::{collections::BTreeSet, fs, path::Path};

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(root.join(path)).expect(path)
}

/// The names of the tests of a file.
fn tests(file: &str) -> BTreeSet<String> {
    let text = read(&format!("tests/{file}.rs"));
    let mut names = BTreeSet::new();
    let mut marked = false;
    for line in text.lines() {
        let signature = line.trim_start_matches("async ").strip_prefix("fn ");
        if let Some((name, _)) = signature.and_then(|rest| rest.split_once('('))
            && marked
        {
            names.insert(format!("{file}::{name}"));
        }
        marked = matches!(line, "#[test]" | "#[tokio::test]");
    }
    names
}

/// The tests that the rows name, in their order.
fn rows() -> Vec<String> {
    let page = read("../docs/requests.md");
    let rows = page.lines().filter(|line| line.starts_with("| "));
    let rows = rows.filter(|line| !line.starts_with("| what |"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        assert_eq!(cells.len(), 3, "{row}");
        let test = cells[2]
            .strip_prefix('`')
            .and_then(|cell| cell.strip_suffix('`'));
        test.expect(row).to_owned()
    })
    .collect()
}

#[test]
fn every_row_names_one_test_that_exists_and_no_two_share_it() {
    let rows = rows();
    assert!(rows.len() > 40, "{rows:?}");
    let mut seen = BTreeSet::new();
    for row in &rows {
        let (file, _) = row.split_once("::").expect("a file and a name");
        assert!(tests(file).contains(row), "{row} is no test");
        assert!(seen.insert(row), "two rows name {row}");
    }
}

#[test]
fn every_test_of_requests_has_its_row() {
    let rows: BTreeSet<String> = rows().into_iter().collect();
    let missing: Vec<String> = tests("requests").difference(&rows).cloned().collect();
    assert!(missing.is_empty(), "{missing:?}");
}
