//! Nothing in a description becomes code: hostile text in every place that is printed.
//!
//! What is printed must parse, hold the text inside literals and docs only, and use no macro and no
//! attribute that a harmless description would not bring.

mod check;
mod docs;
mod sinks;
mod texts;

use std::collections::BTreeMap;

use codegen::{Input, Output, name::Lock, settings::Settings};
use serde_json::Value;

/// The crate of a description, whatever is wrong with it.
fn generate(description: &Value, settings: &str) -> Output {
    let settings = Settings::read(settings).expect("settings");
    let text = description.to_string();
    let input = Input {
        text: &text,
        settings: &settings,
        lock: &Lock::default(),
        others: &|_| None,
        strict: false,
    };
    let output = codegen::generate(&input).map_err(|report| {
        let problems = report.problems().iter().map(ToString::to_string);
        problems.collect::<Vec<_>>()
    });
    output.expect("nothing that stops it")
}

/// The files of a crate that come from its description.
fn own(output: &Output) -> BTreeMap<&str, &str> {
    let files = output.files.iter();
    let own = files.filter(|(path, _)| !path.starts_with("src/runtime"));
    own.map(|(path, text)| (path.as_str(), text.as_str()))
        .collect()
}
