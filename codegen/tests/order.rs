//! Members of a description in another order: where the order says nothing, the crate is the same,
//! byte for byte; where it is kept for the reader, only the order of what is emitted changes.
//!
//! Taken: `spec/openapi.yaml`, and the smaller published descriptions where they are at hand.

use std::{collections::BTreeMap, fs, path::PathBuf};

use codegen::{Input, name::Lock, settings::Settings};
use serde_json::{Map, Value};

/// Objects whose keys are names that the author of the description chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Names {
    /// `paths` and `webhooks`: methods are printed in this order.
    Paths,
    /// `properties`: fields are printed in this order.
    Properties,
    /// `content`: the first of equals is the one a plain method takes.
    Contents,
    /// A path: its methods are printed in this order.
    Path,
    /// `components.schemas`: types that no operation leads to are printed in this order.
    Schemas,
    /// `headers` of a reply: fields too.
    Headers,
    /// Everything else: other components, replies, encodings, mappings.
    Others,
}

/// Kinds of names whose order the crate follows.
const FOLLOWED: [Names; 6] = [
    Names::Paths,
    Names::Properties,
    Names::Contents,
    Names::Path,
    Names::Schemas,
    Names::Headers,
];

fn names(key: &str) -> Option<Names> {
    Some(match key {
        "paths" | "webhooks" | "x-webhooks" => Names::Paths,
        "properties" | "patternProperties" => Names::Properties,
        "content" => Names::Contents,
        "headers" => Names::Headers,
        "schemas" => Names::Schemas,
        "responses" | "parameters" | "requestBodies" | "securitySchemes" | "callbacks"
        | "pathItems" | "encoding" | "mapping" | "variables" | "$defs" | "definitions"
        | "links" => Names::Others,
        _ => return None,
    })
}

/// What is a value of the described API, or an extension's own.
fn whole(key: &str) -> bool {
    [
        "example", "examples", "default", "const", "enum", "security",
    ]
    .contains(&key)
        || key.starts_with("x-")
}

/// An order of keys.
type Order = fn(Vec<(String, Value)>) -> Vec<(String, Value)>;

/// Reorders every object whose order says nothing, below `value`, which is an object of keywords.
fn keywords(value: Value, order: Order, seen: Option<Names>) -> Value {
    match value {
        Value::Array(items) => items
            .into_iter()
            .map(|item| keywords(item, order, None))
            .collect(),
        Value::Object(members) if seen.is_some_and(|names| FOLLOWED.contains(&names)) => members
            .into_iter()
            .map(|(key, value)| {
                let path = (seen == Some(Names::Paths)).then_some(Names::Path);
                (key, keywords(value, order, path))
            })
            .collect::<Map<_, _>>()
            .into(),
        Value::Object(members) if seen.is_some() => {
            let members = members
                .into_iter()
                .map(|(key, value)| (key, keywords(value, order, None)));
            order(members.collect())
                .into_iter()
                .collect::<Map<_, _>>()
                .into()
        }
        Value::Object(members) => {
            let members = members.into_iter().map(|(key, value)| match whole(&key) {
                true => (key, value),
                false => {
                    let names = names(&key);
                    (key, keywords(value, order, names))
                }
            });
            order(members.collect())
                .into_iter()
                .collect::<Map<_, _>>()
                .into()
        }
        value => value,
    }
}

fn reversed(mut members: Vec<(String, Value)>) -> Vec<(String, Value)> {
    members.reverse();
    members
}

fn by_name(mut members: Vec<(String, Value)>) -> Vec<(String, Value)> {
    members.sort_by(|(one, _), (other, _)| one.cmp(other));
    members
}

fn turned(mut members: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let half = members.len() / 2;
    members.rotate_left(half);
    members
}

/// The files of a crate, with the names of its types and methods among them.
fn generated(text: &str, settings: &Settings) -> BTreeMap<String, String> {
    let input = Input {
        text,
        settings,
        lock: &Lock::default(),
        others: &|_| None,
        strict: false,
    };
    let output = codegen::generate(&input).expect("a crate");
    let names = output.lock().to_text();
    let mut files = output.files;
    files.insert("names.lock".to_owned(), names);
    files
}

fn difference(one: &BTreeMap<String, String>, other: &BTreeMap<String, String>) -> Option<String> {
    let differs = one
        .iter()
        .find(|(path, text)| other.get(*path) != Some(text));
    let Some((path, text)) = differs else {
        let stray = other.keys().find(|path| !one.contains_key(*path));
        return stray.map(|path| format!("{path} is new"));
    };
    let Some(there) = other.get(path) else {
        return Some(format!("{path} is missing"));
    };
    let pair = text
        .lines()
        .zip(there.lines())
        .find(|(one, other)| one != other);
    Some(format!("{path}: {pair:?}"))
}

/// The descriptions, with their settings.
fn descriptions() -> Vec<(String, Value, Settings)> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &PathBuf| fs::read_to_string(path).expect("a text");
    let settings = Settings::read(&read(&here.join("../spec/codegen.toml"))).expect("settings");
    let value = |text: &str| codegen::load::read_value(text, &mut Default::default());
    let own = value(&read(&here.join("../spec/openapi.yaml"))).expect("a description");
    let mut all = vec![("spec".to_owned(), own, settings)];
    let Ok(entries) = fs::read_dir(here.join("../../shared/corpus/dev")) else {
        println!("published descriptions are skipped: there are none at ../shared/corpus/dev");
        return all;
    };
    let most = match std::env::var("ORDER").as_deref() {
        Ok("all") => usize::MAX,
        _ => 150_000,
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let text = read(&path);
        if text.len() > most {
            continue;
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let description = value(&text).expect("a description");
        all.push((name.into_owned(), description, Settings::default()));
    }
    all
}

#[test]
fn an_order_that_says_nothing_changes_nothing() {
    let mut wrong = Vec::new();
    for (name, value, settings) in descriptions() {
        let expected = generated(&value.to_string(), &settings);
        let orders: [(&str, Order); 3] = [
            ("reversed", reversed),
            ("sorted", by_name),
            ("turned", turned),
        ];
        for (word, order) in orders {
            let other = keywords(value.clone(), order, None);
            assert!(other == value, "the same members");
            let found = generated(&other.to_string(), &settings);
            if let Some(difference) = difference(&expected, &found) {
                wrong.push(format!("{name} {word}: {difference}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
