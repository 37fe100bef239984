//! Anything can be renamed.

use super::{files, item, problems};

const PETS: &str = r##"{
  "openapi": "3.0.3", "info": {"title": "Pets", "version": "1"},
  "paths": {"/pets": {"get": {"operationId": "listPets",
    "parameters": [{"name": "page-size", "in": "query", "schema": {"type": "integer"}},
                   {"name": "after", "in": "query", "schema": {"type": "string"}}],
    "responses": {"200": {"description": "d", "content": {"application/json":
      {"schema": {"$ref": "#/components/schemas/Pet"}}}}}}}},
  "components": {"schemas": {
    "Pet": {"type": "object", "properties": {
      "born": {"type": "string"}, "size": {"type": "string"},
      "color": {"type": "string", "enum": ["red", "blue"]},
      "home": {"oneOf": [{"type": "string"}, {"type": "object", "properties": {"street": {"type": "string"}}}]}}}}}
}"##;

#[test]
fn types_members_values_and_parameters_are_renamed_by_place() {
    let settings = r##"
[methods]
listPets = "all_pets"
[names]
"#/components/schemas/Pet" = "Animal"
"#/components/schemas/Pet/properties/born" = "birthday"
"#/components/schemas/Pet/properties/color/enum/0" = "Crimson"
"#/paths/~1pets/get/parameters/0" = "size"
"##;
    let files = files(PETS, settings);
    let animal = item(&files["src/types.rs"], "pub struct Animal");
    assert!(animal.contains("pub birthday: Option<String>"), "{animal}");
    let color = item(&files["src/types.rs"], "pub enum PetColor");
    assert!(color.contains("Crimson,"), "{color}");
    let client = &files["src/client.rs"];
    assert!(client.contains("pub fn all_pets("), "{client}");
    assert!(client.contains("pub fn size(self, size: i64)"), "{client}");
    assert!(client.contains(r#""page-size", &size"#), "{client}");
}

#[test]
fn and_by_the_name_they_would_have() {
    let settings = r##"
[names]
Pet = "Animal"
"Animal::born" = "birthday"
"PetColor::red" = "Crimson"
"list_pets::page-size" = "size"
"listPets::after" = "behind"
"##;
    let files = files(PETS, settings);
    let animal = item(&files["src/types.rs"], "pub struct Animal");
    assert!(animal.contains("pub birthday: Option<String>"), "{animal}");
    let color = item(&files["src/types.rs"], "pub enum PetColor");
    assert!(color.contains("Crimson,"), "{color}");
    let client = &files["src/client.rs"];
    assert!(client.contains("pub fn size(self, size: i64)"), "{client}");
    assert!(
        client.contains("pub fn behind(self, behind: &str)"),
        "{client}"
    );
}

#[test]
fn pins_that_cannot_be_followed_are_told_with_their_place() {
    let settings = "[names]\nPat = \"Animal\"\n\"#/components/schemas/Pet/properties/bron\" = \"b\"\nPet = \"type\"\n";
    assert_eq!(
        problems(PETS, settings),
        "2:1 nothing here is `Pat`, so nothing can be called `Animal` (write `Pet`, or remove the entry)
3:1 nothing here is `#/components/schemas/Pet/properties/bron`, so nothing can be called `b` (write `#/components/schemas/Pet/properties/born`, or remove the entry)
4:1 `type` is no name in Rust (write a type or variant `LikeThis`, a field or parameter `like_this`)"
    );
    let settings = "[methods]\nlistPet = \"all\"\n";
    assert_eq!(
        problems(PETS, settings),
        "2:1 no operation is called `listPet` (write `listPets`, or remove the entry)"
    );
    for keyword in ["gen", "type", "listPets"] {
        let settings = format!("[methods]\nlistPets = \"{keyword}\"\n");
        assert_eq!(
            problems(PETS, &settings),
            format!(
                "2:1 `{keyword}` cannot be a method's name (write a snake_case name that no other method has)"
            )
        );
    }
}
