//! Every published description of the corpus loads, every node in it is read, and so it is however
//! the text is mutilated.
//!
//! Skipped, with a line that says so, where the corpus is not at hand.

use std::{fs, path::PathBuf, time::Instant};

use codegen::{
    load::{self, Document, Place, kind::Kind},
    report::{Problem, Report},
};
use serde_json::{Value, json};

fn corpus() -> Vec<PathBuf> {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/dev");
    let Ok(entries) = fs::read_dir(&dir) else {
        println!("skipped: there is no corpus at ../shared/corpus/dev");
        return Vec::new();
    };
    let mut files = entries
        .flatten()
        .map(|entry| entry.path())
        .collect::<Vec<_>>();
    files.sort();
    files
}

/// Reads a node and all nodes inside it. How many there are.
fn read(document: &Document, place: &Place<'_>, kind: Kind, report: &mut Report) -> usize {
    let refers = kind.can_refer() && place.reference().is_some();
    match kind {
        _ if refers => {}
        Kind::Schema => drop(document.schema(place, report)),
        Kind::SchemaOrFlag if place.value.is_boolean() => {}
        Kind::SchemaOrFlag => drop(document.schema(place, report)),
        Kind::Parameter => drop(document.parameter(place, report)),
        Kind::Operation => drop(document.operation(place, report)),
        Kind::RequestBody => drop(document.request_body(place, report)),
        Kind::MediaType => drop(document.media_type(place, report)),
        Kind::Response => drop(document.response(place, report)),
        Kind::Header => drop(document.header(place, report)),
        // `openapiv3` does not know `mutualTLS`.
        Kind::SecurityScheme if place.text("type") == Some("mutualTLS") => {}
        Kind::SecurityScheme => drop(document.security_scheme(place, report)),
        Kind::Server => drop(document.server(place, report)),
        Kind::Root
        | Kind::Components
        | Kind::PathItem
        | Kind::Encoding
        | Kind::Responses
        | Kind::Link
        | Kind::Callback
        | Kind::Map(_)
        | Kind::List(_) => {}
    }
    let members = place
        .members()
        .filter_map(|(key, child)| Some((child, kind.child(key)?)));
    let items = place
        .items()
        .filter_map(|child| Some((child, kind.child("")?)));
    let children = members.chain(items);
    1 + children
        .map(|(child, kind)| read(document, &child, kind, report))
        .sum::<usize>()
}

fn read_all(document: &Document, report: &mut Report) -> usize {
    let mut nodes = read(document, &document.root(), Kind::Root, report);
    for (pointer, kind) in document.roots() {
        let place = document.at(pointer).expect("a place that was rewritten");
        nodes += read(document, &place, *kind, report);
    }
    nodes
}

#[test]
fn every_node_of_every_document_is_read() {
    for file in corpus() {
        let text = fs::read_to_string(&file).expect("a readable file");
        let mut report = Report::default();
        let start = Instant::now();
        let document = load::load(&text, &|_| None, &mut report).expect("a description");
        let loaded = start.elapsed();
        let problems = report.problems().len();
        let nodes = read_all(&document, &mut report);
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let total = start.elapsed();
        println!(
            "{name:32} {nodes:>7} nodes, {problems:>3} problems, loaded {loaded:?} of {total:?}"
        );
        let unread = report
            .problems()
            .iter()
            .skip(problems)
            .map(Problem::to_string);
        assert_eq!(unread.collect::<Vec<_>>(), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn rewriting_twice_changes_nothing() {
    for file in corpus() {
        let text = fs::read_to_string(&file).expect("a readable file");
        if text.len() > 1_000_000 {
            continue;
        }
        let once = load::load(&text, &|_| None, &mut Report::default()).expect("a description");
        let text = once.root().value.to_string();
        let twice = load::load(&text, &|_| None, &mut Report::default()).expect("a description");
        assert!(
            once.root().value == twice.root().value,
            "{}",
            file.display()
        );
    }
}

/// Numbers that look random and are the same every time (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }

    /// Changes one value somewhere below `value`.
    fn mutilate(&mut self, value: &mut Value) {
        let strange = [
            json!(null),
            json!(true),
            json!("string"),
            json!("#/paths"),
            json!(-1),
            json!(1e300),
            json!([]),
            json!({}),
            json!([null]),
            json!({ "$ref": "#" }),
            json!({ "$ref": 1 }),
            json!({ "type": ["string", "null", "x"], "enum": [1, null] }),
            json!("\u{202e}\0"),
            json!({ "items": [], "properties": [1], "required": {}, "oneOf": [{ "type": "null" }] }),
            json!({ "patternProperties": { "(": true }, "if": {}, "then": { "properties": null } }),
            json!({ "$ref": "a/../b.yaml#/x%zz", "allOf": 3, "$dynamicRef": "#a", "$id": "#" }),
        ];
        let below = match &*value {
            Value::Object(object) => object.len(),
            Value::Array(items) => items.len(),
            _ => 0,
        };
        if below == 0 || self.roll(6) == 0 {
            *value = strange[self.roll(strange.len())].clone();
            return;
        }
        let chosen = self.roll(below);
        let act = self.roll(12);
        match value {
            Value::Object(object) => {
                let key = object.keys().nth(chosen).cloned().unwrap_or_default();
                match act {
                    0 => drop(object.shift_remove(&key)),
                    1 => drop(object.insert("$ref".to_owned(), json!("#/components/schemas/A"))),
                    2 => drop(
                        object.insert("type".to_owned(), strange[self.roll(strange.len())].clone()),
                    ),
                    _ => {
                        if let Some(child) = object.get_mut(&key) {
                            self.mutilate(child);
                        }
                    }
                }
            }
            Value::Array(items) => match act {
                0 => drop(items.remove(chosen)),
                1 => items.push(items[chosen].clone()),
                _ => self.mutilate(&mut items[chosen]),
            },
            _ => {}
        }
    }
}

#[test]
fn a_mutilated_description_is_read_all_the_same() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for file in corpus() {
        let text = fs::read_to_string(&file).expect("a readable file");
        if text.len() > 60_000 {
            continue;
        }
        let whole = load::read_value(&text, &mut Report::default()).expect("a value");
        for _ in 0..40 {
            let mut value = whole.clone();
            for _ in 0..=dice.roll(8) {
                dice.mutilate(&mut value);
            }
            let text = value.to_string();
            let mut report = Report::default();
            let Some(document) = load::load(&text, &|_| None, &mut report) else {
                continue;
            };
            let problems = report.problems().len();
            read_all(&document, &mut report);
            let unread = report
                .problems()
                .iter()
                .skip(problems)
                .map(Problem::to_string);
            assert_eq!(unread.collect::<Vec<_>>(), Vec::<String>::new(), "{text}");
            load::place(&document, &text, &|_| None, &mut report);
        }
    }
}
