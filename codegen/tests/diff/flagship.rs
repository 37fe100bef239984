//! Steps of the flagship's own history, and what each is to callers and on the wire.

use std::{fs, path::Path};

use codegen::diff::{Diff, Level, Wire};
use serde_json::{Value, json};

use super::changed;

const ROUTES: &str = "/paths/~1accounts~1{account_id}~1ai-gateway~1gateways~1{gateway_id}~1routes";
const REPLY: &str = "responses/200/content/application~1json/schema/properties";

fn read(name: &str) -> String {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    fs::read_to_string(spec.join(name)).expect("the flagship")
}

/// What `edit` does to the flagship; `formats` are added to its settings, before and after.
fn step(formats: &str, edit: impl FnOnce(&mut Value)) -> Diff {
    let settings = read("codegen.toml") + formats;
    changed(&read("openapi.yaml"), [&settings, &settings], edit)
}

fn verdict(diff: &Diff) -> (Option<Level>, Wire) {
    (diff.rust(), diff.wire())
}

/// Adds a text to every object schema at these places.
fn member(value: &mut Value, places: &[String], name: &str, required: bool) {
    for place in places {
        let schema = value.pointer_mut(place).expect(place);
        schema["properties"][name] = json!({"type": "string"});
        if required {
            schema["required"]
                .as_array_mut()
                .expect("a list")
                .push(json!(name));
        }
    }
}

fn comment(value: &mut Value) {
    let versions = format!("{ROUTES}~1{{id}}~1versions");
    let places = [
        format!("{versions}/post/requestBody/content/application~1json/schema"),
        format!("{versions}~1{{version_id}}/get/{REPLY}/result"),
    ];
    member(value, &places, "comment", false);
}

/// The members called `created_at` that are dates in the description already, or are made so.
fn created_at(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                if name == "created_at" && inner["type"] == "string" {
                    inner["format"] = json!("date-time");
                }
                created_at(inner);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(created_at),
        _ => {}
    }
}

#[test]
fn comment_that_is_added_is_minor() {
    let diff = step("", comment);
    assert_eq!(
        verdict(&diff),
        (Some(Level::Minor), Wire::Compatible),
        "{diff:#?}"
    );
}

#[test]
fn comment_that_is_removed_is_major() {
    let settings = read("codegen.toml");
    let mut with: Value = serde_yaml::from_str(&read("openapi.yaml")).expect("YAML");
    comment(&mut with);
    let without: Value = serde_yaml::from_str(&read("openapi.yaml")).expect("YAML");
    let diff = changed(&with.to_string(), [&settings, &settings], |value| {
        *value = without
    });
    assert_eq!(
        verdict(&diff),
        (Some(Level::Major), Wire::Breaking),
        "{diff:#?}"
    );
}

#[test]
fn account_tag_that_is_added_to_a_reply_is_minor() {
    let places = [
        format!("{ROUTES}/post/{REPLY}/result"),
        format!("{ROUTES}~1{{id}}/get/{REPLY}/result"),
    ];
    let diff = step("", |value| member(value, &places, "account_tag", true));
    assert_eq!(
        verdict(&diff),
        (Some(Level::Minor), Wire::Compatible),
        "{diff:#?}"
    );
}

#[test]
fn a_seventh_element_type_is_minor() {
    let branch = json!({"type": "object", "required": ["id", "type", "outputs"], "properties": {
        "id": {"type": "string"}, "type": {"type": "string", "enum": ["wait"]},
        "outputs": {"type": "object", "required": ["next"], "properties": {"next": {
            "type": "object", "required": ["elementId"],
            "properties": {"elementId": {"type": "string"}}}}}}});
    let diff = step("", |value| seventh(value, &branch));
    assert_eq!(
        verdict(&diff),
        (Some(Level::Minor), Wire::Compatible),
        "{diff:#?}"
    );
    let added = |item: &str| diff.changes.iter().any(|change| change.item == item);
    assert!(added("types::Element::Wait"), "{diff:#?}");
}

fn seventh(value: &mut Value, branch: &Value) {
    match value {
        Value::Object(map) => {
            if let Some(Value::Array(branches)) = map.get_mut("oneOf")
                && branches.len() == 6
            {
                branches.push(branch.clone());
            }
            map.values_mut().for_each(|inner| seventh(inner, branch));
        }
        Value::Array(list) => list.iter_mut().for_each(|inner| seventh(inner, branch)),
        _ => {}
    }
}

#[test]
fn a_format_that_created_at_gains_is_docs_unless_it_has_a_type_of_its_own() {
    let diff = step("", created_at);
    assert_eq!(
        verdict(&diff),
        (Some(Level::Patch), Wire::None),
        "{diff:#?}"
    );
    let diff = step("\n[formats]\ndate-time = \"jiff\"\n", created_at);
    assert_eq!(
        verdict(&diff),
        (Some(Level::Major), Wire::None),
        "{diff:#?}"
    );
}
