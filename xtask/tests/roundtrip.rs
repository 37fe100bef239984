//! Every type of a crate is tried by a program that really runs.

use std::{fs, process::Command};

use serde_json::Value;

const SHAPES: &str = r##"openapi: 3.2.0
info: {title: Shapes, version: 1.0.0}
servers: [{url: https://shapes.example}]
paths:
  /shapes:
    query:
      operationId: searchShapes
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Shape'}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Shape'}}}}}}
components:
  schemas:
    Shape:
      oneOf: [{$ref: '#/components/schemas/Round'}, {$ref: '#/components/schemas/Square'}]
      discriminator:
        propertyName: kind
        mapping:
          circle: '#/components/schemas/Round'
          oval: '#/components/schemas/Round'
          square: '#/components/schemas/Square'
      example: {kind: oval, width: 2}
    Round:
      oneOf: [{$ref: '#/components/schemas/Circle'}, {$ref: '#/components/schemas/Oval'}]
      discriminator:
        propertyName: kind
        mapping: {circle: '#/components/schemas/Circle', oval: '#/components/schemas/Oval'}
    Circle: {type: object, required: [kind, radius], properties: {kind: {type: string}, radius: {type: number}}}
    Oval: {type: object, required: [kind], properties: {kind: {type: string}, width: {type: number}}}
    Square: {type: object, required: [kind, side], properties: {kind: {type: string}, side: {type: integer}}}
    Color: {type: string, enum: [red, green]}
    Restriction:
      type: object
      required: [type]
      properties: {type: {type: string, enum: [daily, weekly_restriction]}, seconds: {type: integer}}
      discriminator: {propertyName: type}
      example: {type: daily, seconds: 7}
    WeeklyRestriction:
      allOf: [{$ref: '#/components/schemas/Restriction'}, {type: object, required: [day], properties: {day: {type: integer}}}]
    Related:
      anyOf: [{$ref: '#/components/schemas/Similar'}, {$ref: '#/components/schemas/Dependent'}]
      example: {services: {of: another kind}}
    Similar: {type: object, properties: {grouping: {type: string}}}
    Dependent: {type: object, properties: {services: {type: array, items: {type: string}}}}
    Contradicts: {type: object, properties: {count: {type: integer, example: seven}}}
"##;

#[test]
fn every_mutation_of_a_folder_of_documents_is_tried_and_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("corpus")).expect("a folder");
    fs::write(folder.path().join("corpus/shapes.yaml"), SHAPES).expect("a description");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args([
            "corpus",
            "corpus",
            "--roundtrip",
            "--out",
            "out",
            "--report",
            "table.json",
        ])
        .current_dir(folder.path())
        .env("NO_COLOR", "1")
        .output()
        .expect("xtask runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}\n{errors}");
    let table = fs::read_to_string(folder.path().join("table.json")).expect("a table");
    let table: Value = serde_json::from_str(&table).expect("JSON");
    let trips = &table[0]["roundtrip"];
    let trials = trips["trials"].as_object().expect("trials");
    let kinds: Vec<&str> = trials.keys().map(String::as_str).collect();
    assert_eq!(
        kinds,
        [
            "samples",
            "examples",
            "added members",
            "unknown tags",
            "unknown values",
            "wrong kinds",
            "missing members",
        ]
    );
    for (trial, count) in trials {
        assert_ne!(*count, 0, "no {trial} in {trips}");
    }
    let contradictions = trips["contradictSchema"].as_array().expect("a list");
    assert_eq!(contradictions.len(), 1, "{contradictions:?}");
    assert!(
        contradictions[0]
            .as_str()
            .is_some_and(|text| text.contains("count/example"))
    );
    assert_eq!(trips["failed"], Value::Array(Vec::new()));
    let passed: u64 = trials.values().filter_map(Value::as_u64).sum();
    assert_eq!(trips["passed"], passed - 1);
}
