//! What a change of description does to those who use the crate, judged on small documents and on
//! the flagship's own history.

mod flagship;
mod rules;

use codegen::{
    Input, Output,
    diff::{Diff, diff},
    name::Lock,
    settings::Settings,
    surface::Surface,
};
use serde_json::Value;

/// What is generated from `text`, with the names of an earlier version.
fn generate(text: &str, settings: &str, lock: &Lock) -> Output {
    let settings = Settings::read(settings).expect("settings");
    let input = Input {
        text,
        settings: &settings,
        lock,
        others: &|_| None,
        strict: false,
    };
    codegen::generate(&input).expect("a description without errors")
}

fn surface(output: &Output) -> Surface {
    Surface::read(&output.files).expect("emitted files are Rust")
}

/// What `edit` does to the description, with settings before and after.
fn changed(text: &str, [before, after]: [&str; 2], edit: impl FnOnce(&mut Value)) -> Diff {
    let mut value: Value = serde_yaml::from_str(text).expect("YAML");
    let old = generate(text, before, &Lock::default());
    edit(&mut value);
    let new = generate(&value.to_string(), after, &old.lock());
    diff(&surface(&old), &surface(&new))
}

/// The changes as lines, without those of docs.
fn lines(diff: &Diff) -> Vec<String> {
    let told = diff.changes.iter().filter(|change| change.what != "docs");
    let lines = told.map(|change| {
        format!(
            "{} {}: {} ({}, {})",
            change.kind, change.item, change.what, change.rust, change.wire
        )
    });
    lines.collect()
}

/// The value at a pointer.
fn at<'v>(value: &'v mut Value, pointer: &str) -> &'v mut Value {
    value.pointer_mut(pointer).expect(pointer)
}

fn insert(value: &mut Value, pointer: &str, key: &str, given: Value) {
    let map = at(value, pointer).as_object_mut().expect("an object");
    map.insert(key.to_owned(), given);
}
