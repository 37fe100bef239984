//! One small document, and what each kind of change to it means.

use codegen::{
    diff::{Level, Wire, diff},
    surface::Surface,
};
use serde_json::{Value, json};

use super::{at, changed, insert, lines};

const PETS: &str = r##"
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
servers: [{url: https://pets.example}]
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
  schemas:
    Species: {type: string, enum: [cat, dog]}
    Toy:
      oneOf:
        - type: object
          required: [type, size]
          properties: {type: {type: string, enum: [ball]}, size: {type: integer, format: int32}}
        - type: object
          required: [type]
          properties: {type: {type: string, enum: [rope]}, length: {type: number}}
    Pet:
      type: object
      required: [name, kind]
      properties:
        name: {type: string}
        kind: {$ref: '#/components/schemas/Species'}
        toys: {type: array, items: {$ref: '#/components/schemas/Toy'}}
        age: {type: integer}
    NewPet:
      type: object
      required: [name]
      properties: {name: {type: string}, tag: {type: string}}
    Problem: {type: object, properties: {text: {type: string}}}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      security: [{token: []}]
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: full, in: query, schema: {type: boolean}}
      responses:
        '200': {description: A pet., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
        '404': {description: None., content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
  /pets:
    post:
      operationId: addPet
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/NewPet'}}}}
      responses:
        '201': {description: A pet., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
"##;

const GET: &str = "/paths/~1pets~1{id}/get";
const POST: &str = "/paths/~1pets/post";
const SCHEMAS: &str = "/components/schemas";

fn told(edit: impl FnOnce(&mut Value)) -> Vec<String> {
    lines(&changed(PETS, ["", ""], edit))
}

#[test]
fn the_same_description_changes_nothing() {
    let diff = changed(PETS, ["", ""], |_| {});
    assert_eq!(
        (diff.rust(), diff.wire(), diff.line()),
        (None, Wire::None, None)
    );
}

#[test]
fn docs_alone_are_a_patch() {
    let diff = changed(PETS, ["", ""], |pets| {
        insert(
            pets,
            "/components/schemas/Pet",
            "description",
            json!("A pet."),
        );
    });
    assert_eq!(diff.rust(), Some(Level::Patch));
    assert_eq!(diff.wire(), Wire::None);
    assert_eq!(diff.changes[0].what, "docs");
}

#[test]
fn an_operation_that_is_added_is_minor_and_one_that_is_gone_is_major() {
    let operation = json!({"operationId": "dropPet", "responses": {"204": {"description": "."}},
        "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}]});
    let added = told(|pets| insert(pets, "/paths/~1pets~1{id}", "delete", operation));
    assert!(
        added.contains(&"added Client::drop_pet: operation (minor, compatible)".to_owned()),
        "{added:#?}"
    );
    assert!(
        added.iter().all(|line| line.contains("minor")),
        "{added:#?}"
    );
    let removed = told(|pets| {
        at(pets, "/paths")
            .as_object_mut()
            .expect("paths")
            .shift_remove("/pets/{id}");
    });
    assert!(
        removed.contains(&"removed Client::get_pet: operation (major, breaking)".to_owned()),
        "{removed:#?}"
    );
}

#[test]
fn an_optional_parameter_is_minor_and_a_required_one_is_major_and_breaking() {
    let parameter = |required: bool| {
        json!({"name": "lang", "in": "query", "required": required,
        "schema": {"type": "string"}})
    };
    let add = |pets: &mut Value, required| {
        let list = at(pets, &format!("{GET}/parameters"))
            .as_array_mut()
            .expect("a list");
        list.push(parameter(required));
    };
    assert_eq!(
        told(|pets| add(pets, false)),
        ["added client::GetPetOptions::lang: setter (minor, compatible)"]
    );
    assert_eq!(
        told(|pets| add(pets, true)),
        [
            "changed Client::get_pet: `(&self, id: &str) -> Request<Pet, GetPetOptions>` before, now \
          `(&self, id: &str, lang: &str) -> Request<Pet, GetPetOptions>` (major, breaking)"
        ]
    );
}

#[test]
fn an_optional_member_is_minor_in_both_directions() {
    let text = || json!({"type": "string"});
    assert_eq!(
        told(|pets| insert(pets, &format!("{SCHEMAS}/Pet/properties"), "note", text())),
        ["added types::Pet::note: field (minor, compatible)"]
    );
    assert_eq!(
        told(|pets| insert(
            pets,
            &format!("{SCHEMAS}/NewPet/properties"),
            "note",
            text()
        )),
        ["added types::NewPet::note: field (minor, compatible)"]
    );
}

#[test]
fn a_required_member_breaks_those_who_send_it_and_not_those_who_read_it() {
    let require = |pets: &mut Value, schema: &str, member: &str| {
        let list = at(pets, &format!("{SCHEMAS}/{schema}/required"));
        list.as_array_mut().expect("a list").push(json!(member));
    };
    assert_eq!(
        told(|pets| require(pets, "Pet", "age")),
        ["changed types::Pet::age: `Option<i64>` before, now `i64` (major, compatible)"]
    );
    let sent = told(|pets| require(pets, "NewPet", "tag"));
    assert!(
        sent.contains(
            &"changed types::NewPet::tag: `Option<String>` before, now `String` (major, breaking)"
                .to_owned()
        ),
        "{sent:#?}"
    );
}

#[test]
fn a_value_or_branch_that_is_added_is_minor_because_enums_are_open() {
    let values = told(|pets| {
        let list = at(pets, &format!("{SCHEMAS}/Species/enum"));
        list.as_array_mut().expect("a list").push(json!("bird"));
    });
    assert_eq!(
        values,
        ["added types::Species::Bird: variant (minor, compatible)"]
    );
    let branches = told(|pets| {
        let list = at(pets, &format!("{SCHEMAS}/Toy/oneOf"));
        list.as_array_mut().expect("a list").insert(
            0,
            json!({"type": "object", "required": ["type"],
                "properties": {"type": {"type": "string", "enum": ["bell"]}}}),
        );
    });
    assert!(
        branches.contains(&"added types::Toy::Bell: variant (minor, compatible)".to_owned()),
        "{branches:#?}"
    );
    assert!(
        branches.iter().all(|line| line.contains("(minor")),
        "{branches:#?}"
    );
}

#[test]
fn a_value_is_major_and_breaking_for_an_enum_that_is_closed() {
    let closed = "[open]\nSpecies = false\n";
    let diff = changed(PETS, [closed, closed], |pets| {
        let list = at(pets, &format!("{SCHEMAS}/Species/enum"));
        list.as_array_mut().expect("a list").push(json!("bird"));
    });
    assert_eq!(
        lines(&diff),
        ["added types::Species::Bird: variant (major, breaking)"]
    );
}

#[test]
fn another_name_in_rust_is_nothing_on_the_wire() {
    let diff = changed(PETS, ["", "[names]\nProblem = \"Trouble\"\n"], |_| {});
    assert_eq!(
        (diff.rust(), diff.wire()),
        (Some(Level::Major), Wire::None),
        "{diff:#?}"
    );
}

#[test]
fn another_type_is_judged_by_the_way_it_travels() {
    let retype = |pets: &mut Value, schema: &str, member: &str, type_: Value| {
        *at(pets, &format!("{SCHEMAS}/{schema}/properties/{member}")) = type_;
    };
    assert_eq!(
        told(|pets| retype(pets, "Pet", "age", json!({"type": "number"}))),
        ["changed types::Pet::age: `Option<i64>` before, now `Option<f64>` (major, breaking)"]
    );
    let format = json!({"type": "integer", "format": "int32"});
    assert_eq!(
        told(|pets| retype(pets, "Pet", "age", format)),
        ["changed types::Pet::age: `Option<i64>` before, now `Option<i32>` (major, compatible)"]
    );
    let number = json!({"type": "number"});
    let sent = told(|pets| retype(pets, "NewPet", "tag", number));
    assert!(
        sent[0].ends_with("`Option<String>` before, now `Option<f64>` (major, breaking)"),
        "{sent:#?}"
    );
}

#[test]
fn an_error_that_is_told_with_others_is_judged_alone() {
    let also = |pets: &mut Value, status: &str| {
        let known = at(pets, &format!("{GET}/responses/404")).clone();
        insert(pets, &format!("{GET}/responses"), status, known);
    };
    assert_eq!(
        told(|pets| also(pets, "409")),
        ["changed Client::get_pet: docs; error 409 (application/json) is new (patch, compatible)"]
    );
}

#[test]
fn the_path_and_the_credentials_are_the_wires_alone() {
    let moved = told(|pets| {
        let paths = at(pets, "/paths").as_object_mut().expect("paths");
        let pets = paths.shift_remove("/pets").expect("a path");
        paths.insert("/animals".to_owned(), pets);
    });
    assert_eq!(
        moved,
        ["changed Client::add_pet: docs; asks `POST /animals`, not `POST /pets` (patch, breaking)"]
    );
    let guarded = told(|pets| insert(pets, POST, "security", json!([{"token": []}])));
    assert_eq!(
        guarded,
        ["changed Client::add_pet: other credentials are taken (patch, breaking)"]
    );
    let open = told(|pets| insert(pets, GET, "security", json!([{"token": []}, {}])));
    assert_eq!(
        open,
        ["changed Client::get_pet: other credentials are taken (patch, compatible)"]
    );
}

#[test]
fn a_setting_for_a_format_is_major_for_rust_and_nothing_on_the_wire() {
    let text = PETS.replace("tag: {type: string}", "tag: {type: string, format: uuid}");
    let diff = changed(&text, ["", "[formats]\nuuid = \"uuid\"\n"], |_| {});
    assert_eq!(
        (diff.rust(), diff.wire()),
        (Some(Level::Major), Wire::None),
        "{diff:#?}"
    );
}

#[test]
fn a_deprecated_operation_is_minor() {
    assert_eq!(
        told(|pets| insert(pets, GET, "deprecated", json!(true))),
        ["changed Client::get_pet: deprecated now (minor, none)"]
    );
}

#[test]
fn a_method_that_a_trait_brings_itself_is_minor_and_one_it_asks_for_is_major() {
    let read = |body: &str| {
        let files = [
            ("Cargo.toml", "[package]\nname = \"a\"\n".to_owned()),
            ("src/lib.rs", format!("pub trait Clock {{ {body} }}")),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text));
        Surface::read(&files.into()).expect("files of a crate")
    };
    let old = read("fn now(&self) -> u64;");
    let told = |body| lines(&diff(&old, &read(body)));
    assert_eq!(told("/// In seconds.\nfn now(&self) -> u64;"), [""; 0]);
    assert_eq!(
        told("fn now(&self) -> u64; fn later(&self) -> u64 { 1 }"),
        ["added Clock: `fn later(&self) -> u64`, with a body (minor, none)"]
    );
    assert_eq!(
        told("fn now(&self) -> u64 { 0 }"),
        ["added Clock: `fn now(&self) -> u64`, with a body (minor, none)"]
    );
    assert_eq!(
        told("fn now(&self) -> u64; fn later(&self) -> u64;"),
        [
            "added Clock: `fn later(&self) -> u64`, which those who implement it must write (major, none)"
        ]
    );
    assert_eq!(
        told("fn now(&self) -> i64 { 0 }"),
        [
            "added Clock: `fn now(&self) -> i64`, with a body (minor, none)",
            "removed Clock: `fn now(&self) -> u64` (major, none)"
        ]
    );
}
