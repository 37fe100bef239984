//! What a person decides in `codegen.toml`, seen in what is emitted.

#![expect(clippy::panic, reason = "a test may end so, also in its helpers")]

mod formats;
mod inputs;
mod lock;
mod names;
mod paging;
mod replace;
mod select;
mod types;

use std::collections::BTreeMap;

use codegen::{
    Input, Output, generate,
    name::Lock,
    report::{Report, Severity},
    settings::Settings,
};

/// Generates from a description and settings, and the names given before.
fn run(description: &str, settings: &str, lock: &Lock) -> Result<Output, Report> {
    let settings = Settings::read(settings).expect("settings");
    generate(&Input {
        text: description,
        settings: &settings,
        lock,
        others: &|_| None,
        strict: false,
    })
}

/// The files of the crate.
fn files(description: &str, settings: &str) -> BTreeMap<String, String> {
    match run(description, settings, &Lock::default()) {
        Ok(output) => output.files,
        Err(report) => panic!("{}", told(&report)),
    }
}

/// All problems of settings that cannot be followed: `line:column what (help)`.
fn problems(description: &str, settings: &str) -> String {
    match run(description, settings, &Lock::default()) {
        Ok(output) => told(&output.report),
        Err(report) => told(&report),
    }
}

fn told(report: &Report) -> String {
    let problems = report.problems().iter();
    let problems = problems.filter(|problem| problem.severity > Severity::Note);
    let lines = problems.map(|problem| {
        let (line, column) = problem.position.unwrap_or_default();
        format!("{line}:{column} {} ({})", problem.met, problem.help)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The item of `text` that begins with `start`, up to the brace that closes it.
fn item(text: &str, start: &str) -> String {
    let from = text
        .find(start)
        .unwrap_or_else(|| panic!("no `{start}` in\n{text}"));
    let end = text[from..]
        .find("\n}")
        .map_or(text.len(), |end| from + end + 2);
    text[from..end].to_owned()
}

/// The keys a table of the settings may have.
fn keys(table: &str) -> Vec<String> {
    let report = Settings::read(&format!("{table}\nno-such-key = 1\n")).expect_err("a problem");
    let met = &report.problems()[0].met;
    let quoted = met.split('`').skip(3).step_by(2);
    quoted.map(str::to_owned).collect()
}

#[test]
fn every_key_stands_in_the_reference() {
    let reference = include_str!("../../docs/settings.md");
    let tables = [
        ("", ""),
        ("[crate]", "crate."),
        ("[select]", "select."),
        ("[select.exclude]", "select.exclude."),
        ("[servers]", "servers."),
        ("[formats]", "formats."),
        ("[envelope]", "envelope."),
        ("[pagination.a]", "pagination.OPERATION."),
        ("[scopes.a]", "scopes.NAME."),
    ];
    for (table, prefix) in tables {
        let keys = keys(table);
        assert!(!keys.is_empty(), "{table}");
        for key in keys {
            let told = [format!("`{prefix}{key}"), format!("`.{key}`")];
            assert!(
                told.iter().any(|told| reference.contains(told)),
                "{prefix}{key}"
            );
        }
    }
}
