//! The house rules, read off the sources: what may import what, and how long a file may be.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The modules of `codegen`, lowest first. A module imports only from those before it; `corpus` is
/// there for tests.
const FLOORS: [&str; 18] = [
    "corpus", "pointer", "report", "settings", "ir", "load", "slice", "select", "account", "lower",
    "pass", "name", "emit", "render", "map", "sample", "surface", "diff",
];

/// How many lines a file may have, above its tests.
const FILE: usize = 400;

/// How many lines a function may have.
const FUNCTION: usize = 60;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace")
        .to_owned()
}

/// The hand-written Rust files below `folders` of the workspace: path, text.
fn sources(folders: &[&str]) -> Vec<(String, String)> {
    let root = root();
    let mut pending: Vec<PathBuf> = folders.iter().map(|folder| root.join(folder)).collect();
    let mut sources = Vec::new();
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("a text");
                let name = path.strip_prefix(&root).expect("below the workspace");
                sources.push((name.to_string_lossy().replace('\\', "/"), text));
            }
        }
    }
    sources.sort();
    assert!(!sources.is_empty(), "{folders:?} hold no sources");
    sources
}

const BY_HAND: [&str; 8] = [
    "codegen/src",
    "codegen/tests",
    "codegen/runtime/benches",
    "codegen/runtime/src",
    "xtask/src",
    "xtask/tests",
    "generated-client/tests",
    "generated-client/examples",
];

/// The names that the `use crate::…;` lines of a file begin with.
fn imports(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let line = line.trim_start();
        let line = line
            .strip_prefix("pub(crate) ")
            .or(line.strip_prefix("pub "))
            .unwrap_or(line);
        let Some(first) = line.strip_prefix("use crate::") else {
            continue;
        };
        let mut rest = first.to_owned();
        while !rest.contains(';') {
            rest.push_str(lines.next().expect("a `use` ends"));
        }
        match rest.strip_prefix('{') {
            None => names.push(head(&rest)),
            Some(list) => names.extend(items(list)),
        }
    }
    names
}

/// The first name of every item of a list, whose opening brace is gone.
fn items(list: &str) -> Vec<String> {
    let (mut depth, mut start, mut names) = (0, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.push(head(&list[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn head(path: &str) -> String {
    path.trim_start()
        .chars()
        .take_while(|&c| c.is_alphanumeric() || c == '_')
        .collect()
}

#[test]
fn a_module_imports_only_from_lower_floors() {
    let mut wrong = Vec::new();
    for (path, text) in sources(&["codegen/src"]) {
        let below = path
            .strip_prefix("codegen/src/")
            .expect("a source of codegen");
        let module = head(below);
        if module == "lib" {
            continue;
        }
        let Some(floor) = FLOORS.iter().position(|floor| *floor == module) else {
            wrong.push(format!("{path}: `{module}` has no floor"));
            continue;
        };
        for import in imports(&text) {
            if FLOORS
                .iter()
                .position(|floor| *floor == import)
                .is_some_and(|at| at > floor)
            {
                wrong.push(format!(
                    "{path}: imports from `{import}`, which is above it"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn imports_are_read_from_every_form() {
    let text = "use crate::a::B;\nuse crate::{\n    b::{C, d::E},\n    c,\n};\npub use crate::d;\n";
    assert_eq!(imports(text), ["a", "b", "c", "d"]);
}

#[test]
fn a_file_opens_with_the_sentence_it_answers_to() {
    let wrong = sources(&BY_HAND)
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "));
    let wrong: Vec<_> = wrong.map(|(path, _)| path).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_and_functions_stay_short() {
    let mut wrong = Vec::new();
    for (path, text) in sources(&BY_HAND) {
        let lines: Vec<&str> = text
            .lines()
            .take_while(|line| *line != "#[cfg(test)]")
            .collect();
        if lines.len() > FILE {
            wrong.push(format!("{path}: {} lines", lines.len()));
        }
        for (start, length) in functions(&lines) {
            if length > FUNCTION {
                wrong.push(format!(
                    "{path}:{}: a function of {length} lines",
                    start + 1
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// First line and length of every function, as rustfmt lays them out: closed by a brace as far to
/// the right as it began.
fn functions(lines: &[&str]) -> Vec<(usize, usize)> {
    let mut functions = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let words = line.trim_start().split("fn ").next().unwrap_or_default();
        let plain = words.split_whitespace().all(|word| {
            word.starts_with("pub") || ["const", "async", "in", "super)"].contains(&word)
        });
        if !line.contains("fn ") || !plain || line.ends_with('}') || line.ends_with(';') {
            continue;
        }
        let close = format!("{}}}", " ".repeat(indent));
        if let Some(length) = lines[start..].iter().position(|line| *line == close) {
            functions.push((start, length + 1));
        }
    }
    functions
}

/// Fails if `word` stands in the code of a file outside the `home`s.
fn only_in(word: &str, homes: &[&str]) {
    let mut wrong = Vec::new();
    for (path, text) in sources(&["codegen/src", "codegen/runtime/src", "xtask/src"]) {
        let mut code = text
            .lines()
            .map(str::trim_start)
            .filter(|line| !line.starts_with("//"));
        if !homes.iter().any(|home| path.starts_with(home)) && code.any(|line| line.contains(word))
        {
            wrong.push(path);
        }
    }
    assert!(
        wrong.is_empty(),
        "{word} belongs to {homes:?}, not to {wrong:#?}"
    );
}

#[test]
fn each_library_keeps_to_its_place() {
    only_in("heck::", &["codegen/src/name"]);
    only_in("serde_yaml::", &["codegen/src/load/text.rs"]);
    only_in("prettyplease::", &["codegen/src/render"]);
    only_in("miette::", &["xtask/"]);
    only_in("anyhow", &["xtask/"]);
    only_in("fs_err", &["xtask/"]);
    only_in(
        "std::fs",
        &["xtask/", "codegen/runtime/src/runtime/streaming.rs"],
    );
}

/// The libraries this generator is built on do the work they are there for: formatting, for one, is
/// prettyplease's, on syn's syntax trees.
#[test]
fn the_libraries_of_the_design_are_used() {
    for (library, folder) in [
        ("heck::", "codegen/src/name"),
        ("openapiv3::", "codegen/src/load"),
        ("serde_yaml::", "codegen/src/load"),
        ("quote::", "codegen/src/emit"),
        ("syn::", "codegen/src/render"),
        ("prettyplease::", "codegen/src/render"),
    ] {
        let used = sources(&[folder])
            .into_iter()
            .any(|(_, text)| text.contains(library));
        assert!(used, "{library} is not used in {folder}");
    }
}
