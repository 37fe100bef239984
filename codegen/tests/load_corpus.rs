//! Every published description of the corpus loads, and every schema in it is read.
//!
//! Skipped, with a line that says so, where the corpus is not at hand.

use std::{fs, path::PathBuf};

use codegen::{
    load::{self, Document, Place},
    report::Report,
};

fn corpus() -> Option<Vec<PathBuf>> {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/dev");
    let Ok(entries) = fs::read_dir(&dir) else {
        println!("skipped: there is no corpus at ../shared/corpus/dev");
        return None;
    };
    let mut files = entries
        .flatten()
        .map(|entry| entry.path())
        .collect::<Vec<_>>();
    files.sort();
    Some(files)
}

#[test]
fn every_document_of_the_corpus_loads() {
    for file in corpus().into_iter().flatten() {
        let text = fs::read_to_string(&file).expect("a readable file");
        let mut report = Report::default();
        let start = std::time::Instant::now();
        let document = load::load(&text, &|_| None, &mut report);
        let loaded = start.elapsed();
        let mut schemas = 0;
        let start = std::time::Instant::now();
        if let Some(document) = &document {
            walk(document, &document.root(), &mut schemas, &mut report);
        }
        println!(
            "{:32} load {:>9.1?} read {:>9.1?} schemas {schemas:>6} problems {}",
            file.file_name().unwrap_or_default().to_string_lossy(),
            loaded,
            start.elapsed(),
            report.problems().len(),
        );
        for problem in report.problems().iter().take(3) {
            println!("    {problem}");
        }
        assert!(document.is_some());
    }
}

/// Reads whatever stands under a key `schema` or in `components/schemas`, and all below it.
fn walk(document: &Document, place: &Place<'_>, count: &mut usize, report: &mut Report) {
    for (key, child) in place.members() {
        match key {
            "schema" => schema(document, &child, count, report),
            "schemas" => child
                .members()
                .for_each(|(_, s)| schema(document, &s, count, report)),
            "example" | "examples" => {}
            _ => walk(document, &child, count, report),
        }
    }
    place
        .items()
        .for_each(|item| walk(document, &item, count, report));
}

fn schema(document: &Document, place: &Place<'_>, count: &mut usize, report: &mut Report) {
    if place.reference().is_some() {
        return;
    }
    *count += 1;
    document.schema(place, report);
    for (key, child) in place.members() {
        match key {
            "properties" | "patternProperties" | "$defs" => {
                child
                    .members()
                    .for_each(|(_, s)| schema(document, &s, count, report));
            }
            "items" | "not" | "additionalProperties" if child.value.is_object() => {
                schema(document, &child, count, report);
            }
            "oneOf" | "anyOf" | "allOf" | "prefixItems" => {
                child
                    .items()
                    .for_each(|s| schema(document, &s, count, report));
            }
            _ => {}
        }
    }
}
