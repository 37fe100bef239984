//! Operations are selected; what only others need is not emitted.

use super::{files, problems};

const PETS: &str = r##"{
  "openapi": "3.0.3", "info": {"title": "Pets", "version": "1"},
  "paths": {
    "/pets": {
      "get": {"operationId": "listPets", "tags": ["pets"], "responses": {"200": {"description": "d",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}}},
      "post": {"operationId": "createPet", "tags": ["pets", "write"], "responses": {"204": {"description": "d"}}}},
    "/shops": {
      "get": {"operationId": "listShops", "tags": ["shops"], "responses": {"200": {"description": "d",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Shop"}}}}}}}},
  "components": {"schemas": {
    "Pet": {"type": "object", "properties": {"home": {"$ref": "#/components/schemas/Home"}}},
    "Home": {"type": "object", "properties": {"street": {"type": "string"}}},
    "Shop": {"type": "object", "properties": {"name": {"type": "string"}}},
    "Unused": {"type": "object", "properties": {"bad": {"$ref": "#/components/schemas/Missing"}}}}}
}"##;

/// The methods and types that are emitted.
fn emitted(settings: &str) -> (Vec<&'static str>, Vec<&'static str>) {
    let files = files(PETS, settings);
    let text: String = files
        .iter()
        .filter(|(path, _)| path.starts_with("src/client") || path.starts_with("src/types"))
        .map(|(_, text)| text.as_str())
        .collect();
    let methods = ["list_pets", "create_pet", "list_shops"].into_iter();
    let types = ["Pet", "Home", "Shop", "Unused"].into_iter();
    (
        methods
            .filter(|name| text.contains(&format!("pub fn {name}(")))
            .collect(),
        types
            .filter(|name| text.contains(&format!("pub struct {name} ")))
            .collect(),
    )
}

#[test]
fn without_a_selection_everything_is_kept() {
    let all = (
        vec!["list_pets", "create_pet", "list_shops"],
        vec!["Pet", "Home", "Shop", "Unused"],
    );
    assert_eq!(emitted(""), all);
}

#[test]
fn operations_are_selected_by_id_path_and_tag_with_the_types_they_need() {
    let pets = (vec!["list_pets"], vec!["Pet", "Home"]);
    assert_eq!(emitted("[select]\noperations = [\"listPe*\"]"), pets);
    assert_eq!(emitted("[select]\npaths = [\"GET /pets\"]"), pets);
    assert_eq!(
        emitted("[select]\ntags = [\"pets\"]\n[select.exclude]\ntags = [\"write\"]"),
        pets
    );
    let shops = (vec!["list_shops"], vec!["Shop"]);
    assert_eq!(emitted("[select.exclude]\npaths = [\"/pets*\"]"), shops);
}

#[test]
fn problems_of_what_is_left_out_are_not_told() {
    assert!(problems(PETS, "").contains("Missing"));
    assert_eq!(problems(PETS, "[select]\ntags = [\"pets\"]"), "");
}

#[test]
fn an_entry_that_nothing_fits_is_told_with_what_was_meant() {
    assert_eq!(
        problems(PETS, "[select]\ntags = [\"pets\", \"shop\"]\n"),
        "2:17 no operation has the tag `shop` (write `shops`, or remove the entry)"
    );
}
