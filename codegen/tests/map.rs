//! The map leads from every place of a description to the crate and back, and says what is printed.

use std::{collections::BTreeMap, fs, path::PathBuf};

use codegen::{
    Input, Output, load,
    map::{Entry, Map},
    name::Lock,
    settings::Settings,
};
use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn generate(text: &str, settings: &str) -> Output {
    let settings = Settings::read(settings).expect("settings");
    let input = Input {
        text,
        settings: &settings,
        lock: &Lock::default(),
        others: &|_| None,
        strict: false,
    };
    codegen::generate(&input).expect("a crate")
}

fn flagship() -> Output {
    let read = |path: &str| fs::read_to_string(root().join(path)).expect("a file of spec/");
    generate(&read("spec/openapi.yaml"), &read("spec/codegen.toml"))
}

/// The documents of the corpus up to a size that a test can take.
fn corpus() -> Vec<(String, String)> {
    const LARGEST: u64 = 300 << 10;
    let dir = root().join("../shared/corpus/dev");
    let Ok(entries) = fs::read_dir(&dir) else {
        println!("skipped: there is no corpus at ../shared/corpus/dev");
        return Vec::new();
    };
    let small = entries
        .flatten()
        .filter(|entry| entry.metadata().is_ok_and(|data| data.len() < LARGEST));
    small
        .map(|entry| {
            let text = fs::read_to_string(entry.path()).expect("a text");
            (entry.file_name().to_string_lossy().into_owned(), text)
        })
        .collect()
}

/// Every entry is found by its own path and by each of its places.
fn lead_both_ways(map: &Map) {
    for entry in map.entries() {
        for place in entry.places() {
            let found = map.find(place);
            assert_eq!(found.above, None, "{place}");
            assert!(found.entries.contains(&entry), "{place}: {entry:?}");
        }
        let whole = matches!(entry, Entry::Operation(_) | Entry::Type(_));
        if let Some(rust) = entry.rust().filter(|_| whole) {
            assert!(map.find(rust).entries.contains(&entry), "{rust}");
        }
    }
}

/// The text without white space, and without the comma before what closes.
fn squeezed(text: &str) -> String {
    let text: String = text.split_whitespace().collect();
    text.replace(",)", ")").replace(",>", ">")
}

/// Whether the crate says what the map says of it.
fn is_printed(output: &Output) {
    let map = output.model.map();
    let files: BTreeMap<&str, String> = output
        .files
        .iter()
        .map(|(path, text)| (path.as_str(), squeezed(text)))
        .collect();
    let says = |file: &str, text: String| {
        let text = squeezed(&text);
        assert!(files[file].contains(&text), "{file} does not say {text}");
    };
    for operation in &map.operations {
        let method = operation.rust.rsplit("::").next().expect("a method");
        says(&operation.file, format!("pub fn {method}(&self"));
        says(&operation.file, format!("-> {} {{", operation.returns));
        for argument in &operation.arguments {
            let (_, name) = argument.rust.split_once('(').expect("an argument");
            let name = name.trim_end_matches(')');
            says(&operation.file, format!("{name}: {}", argument.type_));
        }
        for setter in &operation.setters {
            let name = setter.rust.rsplit("::").next().expect("a setter");
            let given = if setter.place == "body" { "body" } else { name };
            let text = format!("pub fn {name}(self, {given}: {}", setter.type_);
            says(&operation.file, text);
        }
    }
    for type_ in map.types.iter().filter(|type_| type_.rust != "Credentials") {
        let name = type_.rust.rsplit("::").next().expect("a type");
        says(&type_.file, format!("pub {} {name}", type_.kind));
        for part in type_.parts.iter().filter(|part| part.rust != type_.rust) {
            let part_name = part.rust.rsplit("::").next().expect("a part");
            let text = match (type_.kind, part_name, part.type_.as_str()) {
                ("struct", "0", holds) => format!("(pub {holds}"),
                ("struct", name, holds) => format!("pub {name}: {holds}"),
                (_, name, "") => format!("{name},"),
                (_, name, holds) => format!("{name}({holds})"),
            };
            // What stands between a tuple's parenthesis and its type is a doc.
            if part_name != "0" {
                says(&type_.file, text);
            }
        }
    }
}

/// Every place in the map, the report and the lock stands in the description.
fn stands_there(output: &Output, text: &str) {
    let written = load::written(text).expect("a document");
    let map = output.model.map();
    let strays = map.strays(&output.report, &output.lock(), &written);
    assert!(strays.is_empty(), "{strays:#?}");
}

const UNIONS: &str = r##"
openapi: 3.1.0
info: {title: t, version: '1'}
security: [{key: []}, {email: [], token: []}]
paths:
  /items/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: [string, 'null']}}]
    get:
      operationId: getItem
      parameters: [{name: kind, in: query, schema: {enum: [a, b]}}]
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
        '202': {description: later, content: {application/json: {schema: {type: object, properties: {at: {type: string}}}}}}
        '204': {description: gone}
        '404': {description: none, content: {application/json: {schema: {$ref: '#/components/schemas/Sorry'}}}}
        4XX: {description: wrong, content: {application/json: {schema: {$ref: '#/components/schemas/Sorry'}}}}
        default: {description: wrong, content: {application/json: {schema: {type: object, required: [why], properties: {why: {type: string}}}}}}
components:
  securitySchemes:
    key: {type: http, scheme: bearer}
    email: {type: apiKey, in: header, name: X-Email}
    token: {type: apiKey, in: header, name: X-Token}
  schemas:
    Sorry: {type: object, properties: {code: {type: [integer, string]}}}
    Item:
      oneOf:
        - {type: string}
        - {type: object, required: [type, text], properties: {type: {const: message}, text: {type: string}}}
        - {type: object, required: [type, parts], properties: {type: {const: message}, parts: {type: array, items: {type: string}}}}
        - {type: object, required: [type], properties: {type: {const: call}}}
    Pet:
      type: object
      required: [kind]
      properties: {kind: {type: string, enum: [cat, dog, fish]}}
      discriminator: {propertyName: kind}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {required: [lives, undescribed], properties: {lives: {type: integer}}}]}
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {barks: {type: boolean}}}]}
"##;

#[test]
fn every_place_that_is_told_stands_in_the_description() {
    let output = generate(UNIONS, "");
    stands_there(&output, UNIONS);
    let mut lock = output.lock();
    lock.types.insert(
        "#/components/schemas/Nobody".to_owned(),
        "Nobody".to_owned(),
    );
    let written = load::written(UNIONS).expect("a document");
    let strays = output.model.map().strays(&output.report, &lock, &written);
    assert_eq!(strays, ["#/components/schemas/Nobody"]);
}

#[test]
fn replies_errors_and_credentials_are_in_the_map() {
    let output = generate(UNIONS, "");
    let map = output.model.map();
    lead_both_ways(&map);
    is_printed(&output);
    let parts = |name: &str| {
        let found = map.types.iter().find(|type_| type_.rust == name);
        let parts = &found.unwrap_or_else(|| panic!("no {name}")).parts;
        let told = parts.iter().map(|part| {
            let name = part.rust.split("::").skip(1).collect::<Vec<_>>().join("::");
            format!(
                "{name}: {} of {} at {}",
                part.type_,
                part.wire,
                part.pointers.join(" ")
            )
        });
        told.collect::<Vec<_>>()
    };
    let responses = "#/paths/~1items~1{id}/get/responses";
    assert_eq!(
        parts("client::GetItemReply"),
        [
            format!("GetItemReply::Ok: Item of 200 at {responses}/200"),
            format!("GetItemReply::Accepted: GetItemResponse of 202 at {responses}/202"),
            format!("GetItemReply::NoContent:  of 204 at {responses}/204"),
        ]
    );
    assert_eq!(
        parts("types::ErrorBody"),
        [
            format!("ErrorBody::Sorry: Sorry of 404, 4XX at {responses}/404 {responses}/4XX"),
            format!("ErrorBody::Failure: Failure of default at {responses}/default"),
        ]
    );
    let schemes = "#/components/securitySchemes";
    assert_eq!(
        parts("Credentials"),
        [
            format!("Key: Secret of key at {schemes}/key"),
            format!("Token:  of email and token at {schemes}/email {schemes}/token"),
            format!("Token::email: Secret of email at {schemes}/email"),
            format!("Token::token: Secret of token at {schemes}/token"),
        ]
    );
}

#[test]
fn a_method_of_a_handle_leads_to_its_operation() {
    let output = flagship();
    let map = output.model.map();
    let found = map.find("Gateway::list_routes");
    let [Entry::Operation(operation)] = found.entries[..] else {
        panic!("{found:?}");
    };
    assert_eq!(operation.rust, "Client::list_routes");
}

#[test]
fn the_flagship_is_found_both_ways() {
    let output = flagship();
    let map = output.model.map();
    assert_eq!(map.operations.len(), output.summary.operations);
    lead_both_ways(&map);
    is_printed(&output);
    let root = output.model.document.root();
    let paths = root.get("paths").expect("paths");
    for (_, path) in paths.members() {
        for (method, operation) in path.members().filter(|(key, _)| *key != "parameters") {
            let found = map.find(&operation.pointer.to_string());
            assert!(
                matches!(found.entries[..], [Entry::Operation(_)]),
                "{method}"
            );
            let parameters = operation.get("parameters");
            for parameter in parameters.iter().flat_map(|parameters| parameters.items()) {
                let found = map.find(&parameter.pointer.to_string());
                assert_eq!(found.above, None, "{}", parameter.pointer);
            }
        }
    }
}

#[test]
fn a_place_inside_an_item_leads_to_the_item() {
    let output = flagship();
    let map = output.model.map();
    let operation = &map.operations[0];
    let found = map.find(&format!("{}/tags/0", operation.pointer));
    assert_eq!(found.above.as_deref(), Some(operation.pointer.as_str()));
    assert_eq!(found.entries, [Entry::Operation(operation)]);
}

#[test]
fn published_descriptions_are_found_both_ways_and_accounted_for() {
    for (name, text) in corpus() {
        let output = generate(&text, "");
        println!("{name}");
        lead_both_ways(&output.model.map());
        is_printed(&output);
        adds_up(&output, &text);
        stands_there(&output, &text);
    }
}

#[test]
fn every_node_of_the_flagship_has_one_fate() {
    let text = fs::read_to_string(root().join("spec/openapi.yaml")).expect("a file of spec/");
    adds_up(&flagship(), &text);
}

/// Every node of the text has one fate.
fn adds_up(output: &Output, text: &str) {
    let account = output.account(text);
    let ignored: usize = account.ignored.values().sum();
    let fates = account.emitted + ignored + account.degraded + account.refused;
    assert_eq!(fates, account.nodes);
    assert!(account.degraded_schemas <= account.schemas);
    assert_eq!(
        account.nodes,
        nodes(&load::written(text).expect("a document"))
    );
}

fn nodes(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(nodes).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(nodes).sum::<usize>(),
        _ => 1,
    }
}

const PARTS: &str = "\
openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /a:
    get:
      operationId: getA
      responses:
        '200':
          description: ok
          links: {next: {operationId: getA, parameters: {a: b}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Both'}}}
components:
  links: {Next: {operationId: getA}}
  schemas:
    Base: {type: object, properties: {name: {type: string}}}
    Both: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {name: {type: string, minLength: 1}}}]}
";

#[test]
fn a_member_of_several_parts_leads_to_all_of_them() {
    let map = generate(PARTS, "").model.map();
    let places = [
        "#/components/schemas/Both/allOf/1/properties/name",
        "#/components/schemas/Base/properties/name",
    ];
    let member = map
        .entries()
        .find(|entry| entry.rust() == Some("types::Both::name"));
    let found: Vec<&str> = member.expect("the member").places().collect();
    assert_eq!(found, places);
    lead_both_ways(&map);
}

#[test]
fn links_are_counted_as_left_out() {
    let output = generate(PARTS, "");
    let reason = "a link: what to ask next is the caller's to decide";
    assert_eq!(output.account(PARTS).ignored.get(reason), Some(&8));
    adds_up(&output, PARTS);
}
