//! Every published description of the corpus is understood, and nearly nothing of it is given up.
//!
//! Skipped, with a line that says so, where the corpus is not at hand.

use std::{fs, path::PathBuf};

use codegen::{ir::Shape, load, lower, pass, report::Report, settings::Settings};

#[test]
fn every_document_of_the_corpus_is_lowered() {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/dev");
    let Ok(entries) = fs::read_dir(&dir) else {
        println!("skipped: there is no corpus at ../shared/corpus/dev");
        return;
    };
    let mut given_up = Vec::new();
    for file in entries.flatten().map(|entry| entry.path()) {
        let text = fs::read_to_string(&file).expect("a readable file");
        let mut report = Report::default();
        let document = load::load(&text, &|_| None, &mut report).expect("a description");
        let loaded = report.problems().len();
        let settings = Settings::default();
        let mut api = lower::lower(&document, &settings, &mut report);
        pass::run(&mut api, &settings, &mut report);
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let methods = [
            "get", "put", "post", "delete", "options", "head", "patch", "trace",
        ];
        let paths = document.root().get("paths");
        let operations = paths
            .iter()
            .flat_map(load::Place::members)
            .flat_map(|(_, item)| {
                let item = document.follow(&item);
                item.iter()
                    .flat_map(load::Place::members)
                    .map(|(key, _)| key)
                    .collect::<Vec<_>>()
            });
        let operations = operations.filter(|key| methods.contains(key)).count();
        assert_eq!(api.count(), operations, "operations of {name}");
        let aliases = api
            .shapes
            .ids()
            .filter(|id| matches!(api.shapes.get(*id), Shape::Alias(_)));
        assert_eq!(aliases.count(), 0, "aliases of {name}");
        let problems = report.problems().iter().skip(loaded);
        given_up.extend(
            problems
                .filter(|problem| problem.degraded)
                .map(|problem| format!("{name}: {problem}")),
        );
    }
    assert!(given_up.len() < 5, "{}", given_up.join("\n"));
}
