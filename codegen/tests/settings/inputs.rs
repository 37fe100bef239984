//! Whether what is sent and what is received are two types.

use super::{files, item, problems};

const PETS: &str = r##"{
  "openapi": "3.0.3", "info": {"title": "Pets", "version": "1"},
  "paths": {"/pets": {
    "get": {"operationId": "getPet", "responses": {"200": {"description": "ok", "content": {
      "application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}}},
    "put": {"operationId": "putPet", "requestBody": {"required": true, "content": {
      "application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
      "responses": {"204": {"description": "ok"}}}}},
  "components": {"schemas": {"Pet": {"type": "object", "required": ["id", "name"], "properties": {
    "id": {"type": "integer", "readOnly": true}, "name": {"type": "string"}}}}}
}"##;

#[test]
fn two_types_are_made_unless_a_person_wants_one() {
    let usual = files(PETS, "");
    let client = &usual["src/client.rs"];
    assert!(client.contains("body: &PetInput"), "{client}");
    assert!(item(&usual["src/types.rs"], "pub struct Pet {").contains("pub id: i64"));
    assert_eq!(files(PETS, "input-types = true\n"), usual);

    let one = files(PETS, "input-types = false\n");
    let client = &one["src/client.rs"];
    assert!(client.contains("body: &Pet)"), "{client}");
    let types = &one["src/types.rs"];
    assert!(!types.contains("PetInput"), "{types}");
    let pet = item(types, "pub struct Pet {");
    assert!(pet.contains("pub id: Option<i64>"), "{pet}");
    assert!(pet.contains("pub name: String"), "{pet}");
}

#[test]
fn an_entry_about_nothing_is_told() {
    let alike = PETS.replace(", \"readOnly\": true", "");
    assert_eq!(
        problems(&alike, "input-types = false\n"),
        "1:1 no type is sent otherwise than it is received (correct or remove the entry)"
    );
}
