//! What became of a place, and where an item is from, as a person asks for it.

mod support;

use std::{fs, path::Path, process::Output};

use serde_json::Value;

const PETS: &str = r##"openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
servers: [{url: https://pets.example/v1}]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: deep, in: query, schema: {type: boolean}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
        '404': {description: none, content: {application/json: {schema: {$ref: '#/components/schemas/Sorry'}}}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        kind: {type: string, enum: [cat, dog]}
        tags: {$ref: '#/components/schemas/Tags'}
    Tags: {type: array, items: {type: string}}
    Sorry: {type: object, properties: {why: {type: string}}}
    Odd: {type: object, properties: {all: {not: {}, type: string}}}
"##;

fn xtask(folder: &Path, arguments: &[&str]) -> Output {
    fs::write(folder.join("pets.yaml"), PETS).expect("a description");
    support::xtask(folder, arguments)
}

fn explain(query: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let output = xtask(folder.path(), &["explain", query, "--spec", "pets.yaml"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

const GET_PET: &str = "\
Client::get_pet -> Request<Pet, GetPetOptions>
  GET /pets/{id} in src/client.rs
  from #/paths/~1pets~1{id}/get
  Client::get_pet(id): &str carries id in the path
  Request<Pet, GetPetOptions>::deep: bool carries deep in the query
  200: Pet from application/json
  404: ErrorBody::Sorry(Sorry) from application/json
";

#[test]
fn an_operation_is_found_by_place_id_wire_and_rust_path() {
    for query in [
        "#/paths/~1pets~1{id}/get",
        "getPet",
        "GET /pets/{id}",
        "Client::get_pet",
        "get_pet",
        "client::GetPetOptions",
    ] {
        assert_eq!(explain(query), GET_PET, "{query}");
    }
}

#[test]
fn a_parameter_leads_to_what_carries_it() {
    assert_eq!(
        explain("#/paths/~1pets~1{id}/get/parameters/1"),
        "Request<Pet, GetPetOptions>::deep: bool carries deep in the query\n  \
         of Client::get_pet (GET /pets/{id})\n  \
         from #/paths/~1pets~1{id}/get/parameters/1\n"
    );
}

#[test]
fn a_type_its_parts_and_an_alias_are_told_with_their_places() {
    let pet = "\
struct types::Pet in src/types.rs
  from #/components/schemas/Pet
  types::Pet::name: String is name in JSON
  types::Pet::kind: Option<PetKind> is kind in JSON
  types::Pet::tags: Option<Vec<String>> is tags in JSON
  types::Pet::unknown: UnknownMembers keeps what the description does not name
";
    assert_eq!(explain("types::Pet"), pet);
    assert_eq!(explain("#/components/schemas/Pet"), pet);
    assert_eq!(
        explain("Pet::name"),
        "types::Pet::name: String is name in JSON\n  \
         in the struct types::Pet (src/types.rs)\n  \
         from #/components/schemas/Pet/properties/name\n"
    );
    assert_eq!(
        explain("PetKind::Dog"),
        "types::PetKind::Dog is dog in JSON\n  \
         in the enum types::PetKind (src/types.rs)\n  \
         from #/components/schemas/Pet/properties/kind/enum/1\n"
    );
    assert_eq!(
        explain("#/components/schemas/Tags"),
        "#/components/schemas/Tags is written out as Vec<String>\n"
    );
    assert_eq!(
        explain("ErrorBody::Sorry"),
        "types::ErrorBody::Sorry: Sorry is of status 404\n  \
         in the enum types::ErrorBody (src/types.rs)\n  \
         from #/paths/~1pets~1{id}/get/responses/404\n"
    );
}

#[test]
fn a_place_inside_an_item_leads_to_it_and_one_nowhere_is_refused() {
    let text = explain("#/paths/~1pets~1{id}/get/parameters/1/schema/type");
    let above = "nothing of its own stands there; it is part of \
                 #/paths/~1pets~1{id}/get/parameters/1:\n";
    assert!(text.starts_with(above), "{text}");
    let folder = tempfile::tempdir().expect("a folder");
    let output = xtask(folder.path(), &["explain", "Nobody", "--spec", "pets.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "nothing is called or stands at `Nobody`\n"
    );
}

#[test]
fn the_report_holds_every_fate_and_the_map() {
    let folder = tempfile::tempdir().expect("a folder");
    let generate = ["generate", "--spec", "pets.yaml", "--out", "pets"];
    let more = ["--report", "report.json", "--summary"];
    let output = xtask(folder.path(), &[&generate[..], &more[..]].concat());
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let text = text + &String::from_utf8_lossy(&output.stderr);
    let report = fs::read_to_string(folder.path().join("report.json")).expect("a report");
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let account = &report["account"];
    let number = |key: &str| account[key].as_u64().expect("a number");
    let ignored = account["ignored"].as_object().expect("reasons");
    let ignored: u64 = ignored.values().filter_map(Value::as_u64).sum();
    let fates = number("emitted") + number("degraded") + number("refused") + ignored;
    assert_eq!(fates, number("nodes"));
    let counts = format!(
        "{} nodes: {} emitted, {} degraded, {} refused",
        number("nodes"),
        number("emitted"),
        number("degraded"),
        number("refused")
    );
    assert!(text.contains(&counts), "{text}");
    let operation = &report["map"]["operations"][0];
    assert_eq!(operation["rust"], "Client::get_pet");
    assert_eq!(operation["setters"][0]["type"], "bool");
    assert_eq!(operation["errors"][0]["variant"], "ErrorBody::Sorry");
}
