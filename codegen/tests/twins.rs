//! A schema that is sent otherwise than it is received becomes two types, and nothing else does.

#![expect(clippy::panic, reason = "a test may end so, also in its helpers")]

use codegen::{Input, Output, generate, name::Lock, settings::Settings};

fn output(schemas: &str) -> Output {
    let text = format!(
        "openapi: 3.0.3
info: {{title: t, version: '1'}}
paths:
  /pets:
    get:
      operationId: list
      tags: [pets]
      responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{type: array, items: {{$ref: '#/components/schemas/Pet'}}}}}}}}}}}}
    post:
      operationId: add
      tags: [pets]
      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}}}
      responses: {{'204': {{description: ok}}}}
components:
  schemas:
    {}",
        schemas.replace('\n', "\n    ")
    );
    let settings = Settings::default();
    let output = generate(&Input {
        text: &text,
        settings: &settings,
        lock: &Lock::default(),
        others: &|_| None,
        strict: false,
    });
    output.unwrap_or_else(|report| panic!("{:?}", report.problems()))
}

/// The types, without docs.
fn types(output: &Output) -> String {
    let lines = output.files["src/types.rs"].lines();
    let code = lines.filter(|line| !line.trim_start().starts_with("//"));
    code.collect::<Vec<_>>().join("\n")
}

/// The names of the types.
fn names(output: &Output) -> Vec<&str> {
    let names = &output.model.names;
    let named = names.order.iter().filter_map(|id| names.types.get(id));
    named.map(|name| name.name.as_str()).collect()
}

const PET: &str = "
Pet:
  type: object
  required: [id, name, owner]
  properties:
    id: {type: integer, readOnly: true}
    name: {type: string}
    seen: {type: string, readOnly: true}
    tags: {type: array, items: {$ref: '#/components/schemas/Tag'}}
    owner: {$ref: '#/components/schemas/Owner'}
    toys:
      type: object
      additionalProperties: {$ref: '#/components/schemas/Owner'}
    past: {type: array, nullable: true, items: {$ref: '#/components/schemas/Owner'}}
Tag: {type: object, properties: {name: {type: string}, count: {type: integer, readOnly: true}}}
Owner:
  type: object
  required: [email, since]
  properties: {email: {type: string}, since: {type: string, readOnly: true}, pet: {$ref: '#/components/schemas/Pet'}}
";

#[test]
fn a_required_read_only_member_makes_a_type_to_send_and_its_conversion() {
    let output = output(PET);
    assert_eq!(
        names(&output),
        ["Pet", "Tag", "Owner", "PetInput", "OwnerInput"]
    );
    insta::assert_snapshot!("types", types(&output));
}

#[test]
fn a_method_takes_the_one_and_gives_the_other() {
    let output = output(PET);
    let client = &output.files["src/client.rs"];
    assert!(
        client.contains("pub fn add(&self, body: &PetInput) -> Request<(), AddOptions>"),
        "{client}"
    );
    assert!(
        client.contains("pub fn list(&self) -> Request<Vec<Pet>, ListOptions>"),
        "{client}"
    );
}

#[test]
fn an_optional_read_only_member_changes_nothing() {
    let output = output(
        "
Pet:
  type: object
  required: [name]
  properties: {id: {type: integer, readOnly: true}, name: {type: string}, key: {type: string, writeOnly: true}}
",
    );
    assert_eq!(names(&output), ["Pet"]);
}

#[test]
fn what_is_sent_alone_or_received_alone_stays_one_type() {
    let output = output(
        "
Pet: {type: object, properties: {name: {type: string}}}
Alone: {type: object, required: [id], properties: {id: {type: string, readOnly: true}}}
",
    );
    assert_eq!(names(&output), ["Pet", "Alone"]);
}

#[test]
fn a_required_write_only_member_is_given_when_a_received_value_is_sent() {
    let output = output(
        "
Pet:
  type: object
  required: [name, secret]
  properties: {name: {type: string}, secret: {type: string, writeOnly: true}}
",
    );
    insta::assert_snapshot!("write_only", types(&output));
}

#[test]
fn a_union_is_split_with_its_branches_and_keeps_its_tag() {
    let output = output(
        "
Pet:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: kind}
Cat:
  type: object
  required: [kind, id]
  properties: {kind: {type: string, readOnly: true}, id: {type: integer, readOnly: true}}
Dog:
  type: object
  required: [kind]
  properties: {kind: {type: string}, friend: {$ref: '#/components/schemas/Pet'}}
",
    );
    insta::assert_snapshot!("union", types(&output));
}

#[test]
fn the_lock_tells_the_two_types_of_one_schema_apart() {
    let output = output(PET);
    let types = &output.lock().types;
    assert_eq!(types["#/components/schemas/Pet"], "Pet");
    assert_eq!(types["#/components/schemas/Pet sent"], "PetInput");
}
