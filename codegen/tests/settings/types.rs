//! Derives, attributes, and enums that are closed.

use super::{files, item, problems};

const PETS: &str = r##"{
  "openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "paths": {},
  "components": {"schemas": {
    "Pet": {"type": "object", "properties": {"color": {"type": "string", "enum": ["red", "blue"]}}},
    "Node": {"oneOf": [
      {"type": "object", "required": ["kind", "inner"], "properties": {
        "kind": {"type": "string", "enum": ["not"]}, "inner": {"$ref": "#/components/schemas/Node"}}},
      {"type": "object", "required": ["kind"], "properties": {
        "kind": {"type": "string", "enum": ["leaf"]}, "size": {"type": "integer"}}}]}}}
}"##;

#[test]
fn derives_and_attributes_are_added_to_one_or_all() {
    let settings = r##"
[derive]
"*" = ["Hash"]
Pet = ["Eq", "PartialEq", "my::Visit"]
[attributes]
"#/components/schemas/Pet" = ["must_use"]
"##;
    let files = files(PETS, settings);
    let types = &files["src/types.rs"];
    assert!(
        types.contains("#[derive(Debug, Clone, PartialEq, Hash, Eq, my::Visit)]\n#[must_use]\n#[non_exhaustive]\npub struct Pet"),
        "{types}"
    );
    assert!(
        types.contains(
            "#[derive(Debug, Clone, PartialEq, Eq, Hash)]\n#[non_exhaustive]\npub enum PetColor"
        ),
        "{types}"
    );
}

#[test]
fn a_closed_enum_refuses_what_is_unknown() {
    let files = files(PETS, "[open]\n\"*\" = false\n");
    let color = item(&files["src/types.rs"], "pub enum PetColor");
    assert!(!color.contains("Unknown"), "{color}");
    let codec = &files["src/codec.rs"];
    let color = item(codec, "impl Json for PetColor");
    assert!(color.contains("Self::Red\n"), "{color}");
    assert!(color.contains(r#""one of \"red\", \"blue\"""#), "{color}");
    let node = item(codec, "impl Json for Node");
    assert!(node.contains("Self::Leaf(blank())"), "{node}");
    assert!(!node.contains("Unknown"), "{node}");
}

#[test]
fn enums_of_texts_get_the_traits_of_texts_unless_a_person_derives_them() {
    let codec = |settings: &str| files(PETS, settings)["src/codec.rs"].clone();
    assert!(codec("").contains("texts! {\n    From PetColor\n}\n"));
    let closed = codec("[open]\nPetColor = false\n");
    assert!(
        closed.contains("texts! {\n    FromStr PetColor\n}\n"),
        "{closed}"
    );
    let derived = codec("[derive]\nPetColor = [\"strum::Display\"]\n");
    assert!(!derived.contains("texts"), "{derived}");
}

#[test]
fn a_union_that_is_tried_in_order_is_closed_too() {
    let text = r##"{
      "openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "paths": {},
      "components": {"schemas": {"Either": {"oneOf": [
        {"type": "object", "properties": {"a": {"type": "integer"}}},
        {"type": "object", "properties": {"b": {"type": "integer"}}}]}}}
    }"##;
    let open = files(text, "");
    assert!(
        open["src/codec.rs"].contains("r.order("),
        "{}",
        open["src/codec.rs"]
    );
    let closed = files(text, "[open]\nEither = false\n");
    let either = item(&closed["src/types.rs"], "pub enum Either");
    assert!(!either.contains("Unknown"), "{either}");
    let codec = &closed["src/codec.rs"];
    assert!(codec.contains("r.closed_order("), "{codec}");
    assert!(!codec.contains("Self::Unknown"), "{codec}");
}

#[test]
fn what_is_said_of_one_enum_goes_above_what_is_said_of_all() {
    let files = files(PETS, "[open]\nNode = true\n\"*\" = false\n");
    assert!(item(&files["src/types.rs"], "pub enum Node").contains("Unknown"));
    assert!(!item(&files["src/types.rs"], "pub enum PetColor").contains("Unknown"));
}

#[test]
fn entries_about_nothing_are_told() {
    let settings = "[open]\nPet = false\n[derive]\nPt = [\"Eq\"]\n[attributes]\nPet = [\"a b\"]\n";
    assert_eq!(
        problems(PETS, settings),
        "2:1 no type that this could be said of is `Pet` (correct or remove the entry)
4:1 no type that this could be said of is `Pt` (write `Pet`, or remove the entry)
6:1 `a b` is no attribute (write it as it would stand inside of `#[…]` or `#[derive(…)]`)"
    );
}
