//! What the tests of loading share.
#![allow(dead_code, reason = "every test file takes what it needs")]

use codegen::{
    load::{self, Document},
    pointer::Pointer,
    report::{Problem, Report},
};
use serde_json::{Value, json};

/// What becomes of a schema, and what is said about it.
pub(super) fn rewritten(version: &str, schema: &Value) -> (Value, Vec<String>) {
    let text = json!({
        "openapi": version,
        "info": { "title": "T", "version": "1" },
        "paths": {},
        "components": { "schemas": { "A": schema, "B": { "type": "string" } } },
    });
    let mut report = Report::default();
    let document = load::load(&text.to_string(), &|_| None, &mut report).expect("a description");
    let place = Pointer::parse("/components/schemas/A").expect("a pointer");
    let schema = document.at(&place).expect("the schema").value.clone();
    let problems = report
        .problems()
        .iter()
        .map(|problem| problem.to_string())
        .collect();
    (schema, problems)
}

pub(super) fn silent(version: &str, schema: Value, expected: Value) {
    assert_eq!(rewritten(version, &schema), (expected, Vec::new()));
}

pub(super) fn told(version: &str, schema: Value, expected: Value, problems: &[&str]) {
    let problems = problems
        .iter()
        .map(|problem| (*problem).to_owned())
        .collect();
    assert_eq!(rewritten(version, &schema), (expected, problems));
}

/// Loads a description that stands alone.
pub(super) fn load(text: &str) -> (Option<Document>, Report) {
    load_with(text, &[])
}

/// Loads a description with files beside it.
pub(super) fn load_with(text: &str, files: &[(&str, &str)]) -> (Option<Document>, Report) {
    let mut report = Report::default();
    let others = |path: &str| {
        let file = files.iter().find(|(name, _)| *name == path);
        file.map(|(_, text)| (*text).to_owned())
    };
    let document = load::load(text, &others, &mut report);
    (document, report)
}

/// What a report says, a line each.
pub(super) fn said(report: &Report) -> Vec<String> {
    report.problems().iter().map(Problem::to_string).collect()
}

/// The value at `pointer` of a description, and what was said.
pub(super) fn part(text: &str, pointer: &str) -> (Value, Vec<String>) {
    let (document, report) = load(text);
    let document = document.expect("a description");
    let place = Pointer::parse(pointer).expect("a pointer");
    let part = document.at(&place).map(|place| place.value.clone());
    (part.unwrap_or_default(), said(&report))
}

/// How a description begins.
pub(super) const HEAD: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n";
