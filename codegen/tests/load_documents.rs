//! A text becomes one normalised description, or an error that says where and why not.

mod load;

use codegen::{load::Document, pointer::Pointer};
use load::{HEAD, load, load_with, part, said};
use serde_json::json;

#[test]
fn json_and_yaml_of_one_description_are_one() {
    let yaml = format!(
        "{HEAD}paths:\n  /a:\n    get:\n      responses:\n        200: {{description: D}}\n"
    );
    let json = json!({ "openapi": "3.0.3", "info": { "title": "T", "version": "1" },
        "paths": { "/a": { "get": { "responses": { "200": { "description": "D" } } } } } });
    let (yaml, _) = load(&yaml);
    let (json, _) = load(&json.to_string());
    let text =
        |document: Option<Document>| document.map(|document| document.root().value.to_string());
    assert_eq!(text(yaml), text(json));
}

#[test]
fn bad_yaml_is_an_error_with_line_and_column() {
    let (document, report) = load("openapi: 3.0.3\ninfo:\n  title: [T\npaths: {}\n");
    assert!(document.is_none());
    assert_eq!(
        said(&report),
        [
            "OAS0001 #: did not find expected ',' or ']' (help: check the text at this place with a \
          JSON or YAML linter)"
        ]
    );
    assert_eq!(report.problems()[0].position, Some((4, 6)));
}

#[test]
fn bad_json_is_an_error_with_line_and_column() {
    let (document, report) = load("{\n  \"openapi\": \"3.0.3\",\n  \"paths\": {]\n}");
    assert!(document.is_none());
    assert_eq!(
        said(&report),
        [
            "OAS0001 #: key must be a string (help: check the text at this place with a JSON or YAML \
          linter)"
        ]
    );
    assert_eq!(report.problems()[0].position, Some((3, 13)));
}

#[test]
fn what_is_no_description_is_an_error() {
    let error = |text: &str| {
        let (document, report) = load(text);
        assert!(document.is_none());
        said(&report)
    };
    let help = "(help: check that this is the right file: a description begins with `openapi: 3.0.3` \
                or so)";
    assert_eq!(
        error("just some text"),
        [format!(
            "OAS0003 #: an OpenAPI description must be an object, not text {help}"
        )]
    );
    assert_eq!(
        error("{\"a\": 1}"),
        [format!(
            "OAS0003 #: this object has neither `openapi` nor `paths` {help}"
        )]
    );
    assert_eq!(
        error("swagger: '2.0'\npaths: {}"),
        [
            "OAS0004 #/swagger: this is a Swagger 2.0 description, not OpenAPI 3 (help: convert it \
          first, for example with `swagger2openapi` or https://converter.swagger.io)"
        ]
    );
    assert_eq!(error("").len(), 1);
}

#[test]
fn a_byte_order_mark_and_line_ends_of_windows_change_nothing() {
    let (document, report) =
        load("\u{feff}openapi: 3.1.0\r\ninfo:\r\n  title: T\r\n  version: 1.0\r\n");
    let document = document.expect("a description");
    let expected =
        json!({ "openapi": "3.1.0", "info": { "title": "T", "version": "1.0" }, "paths": {} });
    assert_eq!(document.root().value, &expected);
    assert_eq!(said(&report), Vec::<String>::new());
}

#[test]
fn a_key_that_stands_twice_is_told_at_its_place() {
    let text = format!(
        "{HEAD}paths: {{}}\ncomponents:\n  schemas:\n    A: {{type: string, type: integer}}\n"
    );
    let (value, said) = part(&text, "/components/schemas/A");
    assert_eq!(value, json!({ "type": "integer" }));
    assert_eq!(
        said,
        [
            "OAS0005 #/components/schemas/A/type: this key stands twice here; the last one is used \
          (help: remove or rename one of the two)"
        ]
    );
}

#[test]
fn aliases_and_merge_keys_are_resolved() {
    let text = format!(
        "{HEAD}paths: {{}}\nx-base: &base {{type: object, title: Base}}\ncomponents:\n  schemas:\n    \
         A:\n      <<: *base\n      title: A\n"
    );
    let (value, said) = part(&text, "/components/schemas/A");
    assert_eq!(value, json!({ "type": "object", "title": "A" }));
    assert_eq!(said, Vec::<String>::new());
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut text =
        format!("{HEAD}paths: {{}}\nx-0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..12 {
        let last = level - 1;
        let aliases = vec![format!("*a{last}"); 9].join(", ");
        text.push_str(&format!("x-{level}: &a{level} [{aliases}]\n"));
    }
    let (document, report) = load(&text);
    assert!(document.is_none());
    assert_eq!(report.problems()[0].code, "OAS0002");
}

#[test]
fn deep_nesting_is_refused_and_does_not_overflow() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let text = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        let (document, report) = load(&text);
        assert!(document.is_none());
        assert_eq!(report.problems()[0].code, "OAS0002");
    }
    let (document, report) = load(&format!("a: {}", "[".repeat(100_000)));
    assert!(document.is_none());
    assert_eq!(report.problems()[0].code, "OAS0002");
    let deep = (0..500)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect::<String>();
    assert_eq!(load(&deep).1.problems()[0].code, "OAS0002");
}

#[test]
fn a_reference_that_leads_nowhere_is_told_wherever_it_stands() {
    let text = format!(
        "{HEAD}paths:\n  /a:\n    get:\n      parameters: [{{$ref: '#/components/parameters/P'}}]\n      \
         responses: {{}}\ncomponents:\n  schemas:\n    A: {{$ref: '#/components/schemas/Nope'}}\n"
    );
    let (_, said) = part(&text, "");
    let rest = "it is taken for \"anything\", or left out where that means nothing (help: add what is \
                missing, or correct the reference)";
    assert_eq!(
        said,
        [
            format!(
                "OAS0006 #/paths/~1a/get/parameters/0/$ref: nothing stands at \
                     `#/components/parameters/P`; {rest}"
            ),
            format!(
                "OAS0006 #/components/schemas/A/$ref: nothing stands at \
                     `#/components/schemas/Nope`; {rest}"
            ),
        ]
    );
}

#[test]
fn a_circle_of_references_is_told_and_not_followed() {
    let text = format!(
        "{HEAD}paths: {{}}\ncomponents:\n  schemas:\n    A: {{$ref: '#/components/schemas/B'}}\n    \
         B: {{$ref: '#/components/schemas/A'}}\n"
    );
    let (document, report) = load(&text);
    let document = document.expect("a description");
    let place = document
        .at(&Pointer::parse("/components/schemas/A").unwrap())
        .expect("the schema");
    assert!(document.follow(&place).is_none());
    let codes = report
        .problems()
        .iter()
        .map(|problem| problem.code)
        .collect::<Vec<_>>();
    assert_eq!(codes, ["OAS0007", "OAS0007"]);
}

#[test]
fn a_reference_may_lead_to_any_place_and_be_percent_encoded() {
    let text = format!(
        "{HEAD}paths:\n  /a/{{id}}:\n    get:\n      responses:\n        '200':\n          description: D\n          \
         content: {{application/json: {{schema: {{type: [string, 'null']}}}}}}\n\
         x-parts:\n  one: {{type: [integer, 'null']}}\ncomponents:\n  schemas:\n    \
         A: {{$ref: '#/paths/~1a~1%7Bid%7D/get/responses/200/content/application~1json/schema'}}\n    \
         B: {{$ref: '#/x-parts/one'}}\n"
    );
    let (document, _) = load(&text);
    let document = document.expect("a description");
    let read = |name: &str| {
        let place = document.at(&Pointer::root()
            .child("components")
            .child("schemas")
            .child(name));
        let place = document
            .follow(&place.expect("the schema"))
            .expect("a target");
        (place.pointer.to_string(), place.value.clone())
    };
    let place = "#/paths/~1a~1{id}/get/responses/200/content/application~1json/schema";
    let expected = json!({ "type": "string", "nullable": true });
    assert_eq!(read("A"), (place.to_owned(), expected));
    let expected = json!({ "type": "integer", "nullable": true });
    assert_eq!(read("B"), ("#/x-parts/one".to_owned(), expected));
}

#[test]
fn other_files_are_part_of_the_whole() {
    let text = format!(
        "{HEAD}paths:\n  /pets: {{$ref: 'paths/pets.yaml'}}\ncomponents:\n  schemas:\n    \
         Own: {{type: string}}\n"
    );
    let pets = "get:\n  responses:\n    '200':\n      description: D\n      content:\n        \
                application/json:\n          schema: {$ref: '../schemas.yaml#/Pet'}\n";
    let schemas = "Pet: {type: object, properties: {own: {$ref: 'main.yaml#/components/schemas/Own'}, \
                   parent: {$ref: '#/Pet'}, kind: {type: string, enum: [pet, null], nullable: true}}}\n";
    let files = [
        ("paths/pets.yaml", pets),
        ("schemas.yaml", schemas),
        ("main.yaml", text.as_str()),
    ];
    let (document, report) = load_with(&text, &files);
    assert_eq!(said(&report), Vec::<String>::new());
    let document = document.expect("a description");
    let expected = json!({ "type": "object", "properties": {
        "own": { "$ref": "#/components/schemas/Own" },
        "parent": { "$ref": "#/x-load-files/schemas.yaml/Pet" },
        "kind": { "type": "string", "nullable": true, "enum": ["pet"] }
    } });
    let place = Pointer::parse("/x-load-files/schemas.yaml/Pet").unwrap();
    assert_eq!(
        document.at(&place).map(|place| place.value),
        Some(&expected)
    );
    let origin = document.origin(&place.child("properties").child("kind"));
    let there = Pointer::parse("/Pet/properties/kind").unwrap();
    assert_eq!(origin, (Some("schemas.yaml".to_owned()), there));
    let reference = document
        .at(&Pointer::parse("/paths/~1pets").unwrap())
        .expect("the path");
    assert_eq!(
        reference.reference(),
        Some("#/x-load-files/paths~1pets.yaml")
    );
}

#[test]
fn a_file_that_is_not_at_hand_is_told() {
    let text = format!(
        "{HEAD}paths: {{}}\ncomponents:\n  schemas:\n    A: {{$ref: './a.yaml#/B'}}\n    \
         B: {{$ref: 'https://example.com/b.yaml'}}\n"
    );
    let rest = "it is taken for \"anything\", or left out where that means nothing";
    assert_eq!(
        part(&text, "").1,
        [
            format!(
                "OAS0020 #/components/schemas/A/$ref: the file of `a.yaml#/B` is not at hand; \
                     {rest} (help: put the file beside the description, or correct the path)"
            ),
            format!(
                "OAS0020 #/components/schemas/B/$ref: `https://example.com/b.yaml` is on the \
                     network, where nothing is fetched from; {rest} (help: save the file beside the \
                     description and refer to it there)"
            ),
        ]
    );
}

#[test]
fn paths_that_match_the_same_requests_are_told() {
    let get = "{get: {responses: {}}}";
    let text = format!(
        "{HEAD}paths:\n  /a/{{x}}: {get}\n  /a/{{y}}: {get}\n  /a/{{z}}: {{put: {{responses: {{}}}}}}\n"
    );
    assert_eq!(
        part(&text, "").1,
        [
            "OAS0021 #/paths/~1a~1{y}: this path matches the same requests as `/a/{x}`; both are kept; \
          the service decides which one is meant (help: remove one of the two, or tell them apart by \
          a segment)"
        ]
    );
}
