//! The table of parts names every file of the runtime, and the modules as they stand.

use std::{collections::BTreeSet, fs, path::Path};

#[allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "it is made for the generator"
)]
#[path = "../parts.rs"]
mod parts;

fn files(folder: &Path, below: &str, all: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("it is there") {
        let entry = entry.expect("it can be read");
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => files(&entry.path(), &format!("{name}/"), all),
            false => _ = all.insert(name),
        }
    }
}

#[test]
fn every_file_is_in_the_table_once() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/runtime");
    let mut there = BTreeSet::new();
    files(&folder, "", &mut there);
    there.remove("mod.rs");
    let optional = parts::PARTS.iter().flat_map(|part| part.files);
    let listed: Vec<String> = parts::CORE
        .iter()
        .chain(optional)
        .map(|(path, _)| (*path).to_owned())
        .collect();
    assert_eq!(
        listed.len(),
        listed.iter().collect::<BTreeSet<_>>().len(),
        "none twice"
    );
    assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), there);
}

#[test]
fn the_modules_of_an_emitted_crate_are_those_that_are_tested_here() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/runtime/mod.rs");
    let mut expected = parts::CORE_MODULES.to_owned();
    if !parts::PARTS.is_empty() {
        expected.push_str("\n// Optional parts.\n");
    }
    parts::PARTS
        .iter()
        .for_each(|part| expected.push_str(part.declares));
    assert_eq!(fs::read_to_string(folder).expect("it is there"), expected);
}

#[test]
fn core_files_never_mention_optional_parts() {
    for part in parts::PARTS {
        let module = part
            .declares
            .trim_start_matches("pub mod ")
            .trim_end_matches(";\n");
        for (path, text) in parts::CORE {
            assert!(
                !text.contains(&format!("runtime::{module}")),
                "{path} mentions {module}"
            );
        }
    }
}

/// The public methods in `impl` blocks of this type.
fn methods(head: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let optional = parts::PARTS.iter().flat_map(|part| part.files);
    for (_, text) in parts::CORE.iter().chain(optional) {
        let mut inside = false;
        for line in text.lines() {
            if line.starts_with("impl") {
                inside = line.starts_with(head);
            }
            let line = line.strip_prefix("    pub ").filter(|_| inside);
            let line = line.map(|line| {
                line.trim_start_matches("const ")
                    .trim_start_matches("async ")
            });
            if let Some(rest) = line.and_then(|line| line.strip_prefix("fn ")) {
                found.extend(rest.split(['(', '<']).next().map(str::to_owned));
            }
        }
    }
    found
}

#[test]
fn methods_that_are_taken_are_listed() {
    for (head, listed) in [
        ("impl<T, E, P> Request<T, E, P> {", parts::REQUEST_METHODS),
        ("impl Client {", parts::CLIENT_METHODS),
    ] {
        let listed: BTreeSet<String> = listed.iter().map(|name| (*name).to_owned()).collect();
        let missing: Vec<_> = methods(head).difference(&listed).cloned().collect();
        assert!(missing.is_empty(), "{head} {missing:?}");
    }
}
