//! What descriptions mean, as the dump of the model.

use codegen::{load, lower, report::Report, settings::Settings};

fn dump(text: &str) -> String {
    let mut report = Report::default();
    let document = load::load(text, &|_| None, &mut report).expect("a description");
    let api = lower::lower(&document, &Settings::default(), &mut report);
    let mut out = lower::dump(&api);
    for problem in report.problems() {
        out.push_str(&format!("{problem}\n"));
    }
    out
}

#[test]
fn routes() {
    let text = std::fs::read_to_string("../spec/openapi.yaml").unwrap();
    println!("{}", dump(&text));
}
