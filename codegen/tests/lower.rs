//! What descriptions mean: each file in `tests/lower` holds a small description and the model of it.
//!
//! A file without the second half of it, or with another one, fails; with `UPDATE=1` it is written.

use std::{fmt::Write, fs, path::PathBuf};

use codegen::{ir::Shape, load, lower, pass, report::Report, settings::Settings};

/// What parts a description from its model.
const LINE: &str = "\n======\n";

fn model(text: &str) -> String {
    let whole = if text.starts_with("openapi:") {
        text.to_owned()
    } else {
        let schemas = text.replace('\n', "\n    ");
        format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\n\
             components:\n  schemas:\n    {schemas}"
        )
    };
    let mut report = Report::default();
    let document = load::load(&whole, &|_| None, &mut report).expect("a description");
    let settings = Settings::default();
    let mut api = lower::lower(&document, &settings, &mut report);
    let mut out = lower::dump(&api);
    let facts = pass::run(&mut api, &settings, &mut report);
    let place = |id| match api.shapes.sites(id) {
        [first, ..] => first.pointer.to_string(),
        [] => String::new(),
    };
    let mut boxed = facts.boxed.iter().collect::<Vec<_>>();
    boxed.sort();
    for (id, part) in boxed {
        writeln!(out, "box part {part} of {}", place(*id)).expect("a string");
    }
    for id in api.shapes.ids() {
        if let Shape::Wrapper(_) = api.shapes.get(id) {
            writeln!(out, "wrap {}", place(id)).expect("a string");
        }
    }
    for (index, pages) in &facts.pages {
        let path = &api.operations[*index].path;
        writeln!(
            out,
            "pages of {path}: {:?} in {:?}",
            pages.style, pages.items
        )
        .expect("a string");
    }
    for problem in report.problems() {
        writeln!(out, "{:?} {problem}", problem.severity).expect("a string");
    }
    out
}

#[test]
fn every_description_means_what_stands_below_it() {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/lower");
    let mut files = fs::read_dir(&dir)
        .expect("the descriptions")
        .map(|entry| entry.expect("an entry").path())
        .collect::<Vec<_>>();
    files.sort();
    let mut wrong = Vec::new();
    for file in &files {
        let text = fs::read_to_string(file).expect("a text");
        let (description, expected) = text.split_once(LINE).unwrap_or((text.trim_end(), ""));
        let found = model(description);
        if found == expected {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(file, format!("{description}{LINE}{found}")).expect("a writable file");
        }
        wrong.push(format!("{}\n{found}", file.display()));
    }
    assert!(!files.is_empty(), "there are no descriptions");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_long_chain_of_schemas_does_not_exhaust_the_stack() {
    let mut text = String::new();
    for index in 0..3000 {
        let next = index + 1;
        writeln!(
            text,
            "A{index}: {{allOf: [{{$ref: '#/components/schemas/A{next}'}}]}}"
        )
        .expect("a string");
        writeln!(
            text,
            "B{index}: {{type: array, items: {{$ref: '#/components/schemas/B{next}'}}}}"
        )
        .expect("a string");
    }
    text.push_str(
        "A3000: {type: object, properties: {a: {type: string}}}\nB3000: {type: string}\n",
    );
    let model = model(&text);
    assert!(model.contains("record at #/components/schemas/A3000\n  a?: text"));
    assert!(model.contains("wrap #/components/schemas/B"));
}
