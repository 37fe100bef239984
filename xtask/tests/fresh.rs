//! `generated-client` is what `spec` says, however the description is written and read.

use std::{fs, path::PathBuf};

use codegen::{Input, name::Lock, report::Report, settings::Settings};
use xtask::{generate, job::Job, root, with_big_stack};

fn spec() -> (String, Settings) {
    let folder: PathBuf = root().join("spec");
    let text = fs::read_to_string(folder.join("openapi.yaml")).expect("the description");
    let settings = fs::read_to_string(folder.join("codegen.toml")).expect("the settings");
    (
        text,
        Settings::read(&settings).expect("settings without a problem"),
    )
}

fn files(text: &str, settings: &Settings) -> Vec<(String, String)> {
    let generate = || {
        let others = |_: &str| None;
        let lock = Lock::default();
        codegen::generate(&Input {
            text,
            settings,
            lock: &lock,
            others: &others,
            strict: true,
        })
    };
    let output = with_big_stack(generate)
        .expect("no panic")
        .expect("no problem");
    output.files.into_iter().collect()
}

#[test]
fn the_generated_client_is_fresh() {
    generate::flagship_is_fresh(&root()).unwrap_or_else(|difference| panic!("{difference}"));
}

#[test]
fn json_and_yaml_and_any_line_ending_give_the_same_bytes() {
    let (yaml, settings) = spec();
    let mut report = Report::default();
    let document = codegen::load::load(&yaml, &|_| None, &mut report).expect("a description");
    let json = serde_json::to_string(document.root().value).expect("JSON");
    let expected = files(&yaml, &settings);
    assert_eq!(files(&yaml, &settings), expected);
    assert_eq!(files(&json, &settings), expected);
    assert_eq!(files(&yaml.replace('\n', "\r\n"), &settings), expected);
}

#[test]
fn the_flagship_is_generated_without_any_problem() {
    let outcome = Job::flagship(&root())
        .run()
        .expect("the files of the description");
    let output = outcome.result.expect("a crate");
    assert_eq!(output.report.degraded(), 0);
    assert_eq!(output.summary.operations, 10);
    assert_eq!(output.summary.degraded, 0);
}
