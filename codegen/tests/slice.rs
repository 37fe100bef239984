//! A slice has the selected operations, everything they refer to, and nothing else.

use std::{fs, path::PathBuf};

use codegen::{
    load,
    report::Report,
    slice::{Selection, SliceError, slice, to_yaml},
};
use serde_json::{Value, json};

fn description() -> Value {
    let refer = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let answer = |schema: Value| json!({ "200": { "description": "D", "content": { "application/json": { "schema": schema } } } });
    json!({
        "openapi": "3.0.3",
        "info": { "title": "T", "version": "1" },
        "servers": [{ "url": "https://example.com" }],
        "security": [{ "key": [] }],
        "tags": [{ "name": "pets" }, { "name": "people" }],
        "paths": {
            "/owners/{id}": { "get": { "tags": ["people"], "operationId": "owner", "responses": answer(refer("Owner")) } },
            "/pets": {
                "parameters": [{ "$ref": "#/components/parameters/Page" }],
                "get": { "tags": ["pets"], "operationId": "pets", "responses": answer(refer("Pet")) },
                "post": { "tags": ["people"], "operationId": "new", "security": [{ "other": [] }], "responses": {} },
            },
            "/pets/{id}": { "get": { "tags": ["pets"], "operationId": "pet", "responses":
                answer(json!({ "$ref": "#/paths/~1owners~1{id}/get/responses/200/content/application~1json/schema" })) } },
            "/x": { "get": { "responses": {} } },
        },
        "components": {
            "schemas": {
                "Unused": { "type": "string" },
                "Cat": { "allOf": [refer("Pet"), { "properties": { "owner": refer("Owner") } }] },
                "Owner": { "type": "object" },
                "Pet": { "type": "object", "discriminator": { "propertyName": "kind" } },
            },
            "parameters": { "Page": { "name": "page", "in": "query", "schema": { "type": "integer" } } },
            "securitySchemes": {
                "key": { "type": "http", "scheme": "bearer" },
                "other": { "type": "http", "scheme": "basic" },
            },
        },
    })
}

fn by_path(paths: &[&str]) -> Selection {
    Selection {
        paths: paths.iter().map(|path| (*path).to_owned()).collect(),
        ..Selection::default()
    }
}

fn names(value: &Value, pointer: &str) -> Vec<String> {
    let object = value.pointer(pointer).and_then(Value::as_object);
    object
        .into_iter()
        .flat_map(|object| object.keys().cloned())
        .collect()
}

#[test]
fn a_path_keeps_what_it_refers_to_in_the_order_it_had() {
    let selection = Selection {
        tags: vec!["pets".to_owned()],
        ..by_path(&["/pets"])
    };
    let slice = slice(&description(), &selection).expect("a slice");
    let mut expected = description();
    let paths = json!({ "/pets": {
        "parameters": expected["paths"]["/pets"]["parameters"],
        "get": expected["paths"]["/pets"]["get"],
    } });
    expected["paths"] = paths;
    expected["tags"] = json!([{ "name": "pets" }]);
    let components = &mut expected["components"];
    let schemas = components["schemas"].as_object_mut().unwrap();
    schemas.shift_remove("Unused");
    components["securitySchemes"]
        .as_object_mut()
        .unwrap()
        .shift_remove("other");
    assert_eq!(slice.operations, 1);
    assert_eq!(slice.value.to_string(), expected.to_string());
}

#[test]
fn a_star_is_one_segment_and_two_are_any() {
    let paths = |pattern: &str| {
        let slice = slice(&description(), &by_path(&[pattern])).expect("a slice");
        names(&slice.value, "/paths")
    };
    assert_eq!(paths("/*"), ["/pets", "/x"]);
    assert_eq!(paths("/pets/{id}"), ["/pets/{id}"]);
    assert_eq!(paths("/pets/**"), ["/pets/{id}"]);
}

#[test]
fn a_reference_into_an_operation_that_is_cut_off_still_leads_somewhere() {
    let slice = slice(&description(), &by_path(&["/pets/{id}"])).expect("a slice");
    let mut report = Report::default();
    load::load(&slice.value.to_string(), &|_| None, &mut report).expect("a description");
    assert_eq!(report.problems(), []);
    assert_eq!(names(&slice.value, "/components/schemas"), ["Owner"]);
    assert_eq!(names(&slice.value, "/paths"), ["/pets/{id}"]);
}

#[test]
fn what_matches_nothing_is_told() {
    let selection = Selection {
        operations: vec!["nope".to_owned()],
        ..by_path(&["/pets", "/dogs"])
    };
    let error = SliceError::NoMatch(vec!["/dogs".to_owned(), "nope".to_owned()]);
    assert_eq!(slice(&description(), &selection), Err(error));
    let error = slice(&description(), &by_path(&["/[a"])).expect_err("no pattern");
    assert_eq!(
        error.to_string(),
        "`/[a` is no pattern of paths: unclosed character class; missing ']'"
    );
}

#[test]
fn a_slice_as_yaml_says_what_it_says_as_json() {
    let slice = slice(&description(), &by_path(&["/pets"])).expect("a slice");
    let mut report = Report::default();
    let mut text = |text: &str| {
        let document = load::load(text, &|_| None, &mut report).expect("a description");
        document.root().value.to_string()
    };
    assert_eq!(text(&to_yaml(&slice.value)), text(&slice.value.to_string()));
}

/// Skipped, with a line that says so, where the corpus is not at hand.
#[test]
fn slices_of_published_descriptions_have_no_loose_ends() {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/dev");
    for (file, path) in [
        ("cloudflare.json", "/accounts/{account_id}/ai-gateway/**"),
        ("github-2021.json", "/repos/{owner}/{repo}/issues/*"),
        ("pagerduty.json", "/incidents/**"),
        ("openbanking-uk-payments.json", "/domestic-payments/*"),
    ] {
        let Ok(text) = fs::read_to_string(dir.join(file)) else {
            println!("skipped: there is no {file} in ../shared/corpus/dev");
            continue;
        };
        let full: Value = serde_json::from_str(&text).expect("JSON");
        let slice = slice(&full, &by_path(&[path])).expect("a slice");
        let mut report = Report::default();
        load::load(&slice.value.to_string(), &|_| None, &mut report).expect("a description");
        let loose = report
            .problems()
            .iter()
            .filter(|problem| problem.code == "OAS0006");
        assert_eq!(
            loose.collect::<Vec<_>>(),
            Vec::<&codegen::report::Problem>::new(),
            "{file}"
        );
    }
}
