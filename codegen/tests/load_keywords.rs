//! Keywords that OpenAPI 3.0 lacks, or that stand where they mean nothing, are told and read as meant.

mod load;

use load::{rewritten, silent, told};
use serde_json::json;

#[test]
fn siblings_of_a_reference_stand_around_it() {
    let schema = json!({ "$ref": "#/components/schemas/B", "description": "D", "default": "x" });
    let expected = json!({ "description": "D", "default": "x",
        "allOf": [{ "$ref": "#/components/schemas/B" }] });
    silent("3.1.0", schema.clone(), expected.clone());
    silent("3.0.0", schema, expected);
}

#[test]
fn a_summary_beside_a_reference_is_its_description() {
    let schema = json!({ "$ref": "#/components/schemas/B", "summary": "S", "x-a": 1 });
    let expected = json!({ "description": "S", "x-a": 1,
        "allOf": [{ "$ref": "#/components/schemas/B" }] });
    silent("3.1.0", schema, expected);
}

#[test]
fn extensions_alone_do_not_make_a_reference_another_schema() {
    let schema = json!({ "$ref": "#/components/schemas/B", "x-a": 1, "type": "string" });
    silent("3.0.0", schema, json!({ "$ref": "#/components/schemas/B" }));
}

#[test]
fn constraints_beside_a_reference_hold_in_3_1_only() {
    let schema = json!({ "$ref": "#/components/schemas/B", "maxLength": 3 });
    let expected = json!({ "maxLength": 3, "allOf": [{ "$ref": "#/components/schemas/B" }] });
    silent("3.1.0", schema.clone(), expected);
    let said = "OAS0016 #/components/schemas/A: members stand beside a `$ref` that OpenAPI 3.0 \
                ignores; they are ignored";
    told(
        "3.0.0",
        schema,
        json!({ "$ref": "#/components/schemas/B" }),
        &[said],
    );
}

#[test]
fn a_recursive_reference_leads_to_the_outermost_schema() {
    let schema = json!({ "type": "array", "items": { "$recursiveRef": "#" } });
    let expected = json!({ "type": "array", "items": { "$ref": "#/components/schemas/A" } });
    silent("3.1.0", schema, expected);
}

#[test]
fn anchors_are_places() {
    let schema = json!({ "type": "object", "properties": {
        "a": { "$anchor": "here", "type": "string" },
        "b": { "$ref": "#here" }, "c": { "$dynamicRef": "#here" }
    } });
    let here = json!({ "$ref": "#/components/schemas/A/properties/a" });
    let expected = json!({ "type": "object", "properties": {
        "a": { "type": "string" }, "b": here, "c": here
    } });
    silent("3.1.0", schema, expected);
}

#[test]
fn an_id_is_a_place() {
    let schema = json!({ "type": "object", "properties": {
        "a": { "$id": "https://example.com/a", "type": "array", "items": { "type": "string" } },
        "b": { "$ref": "https://example.com/a" }, "c": { "$ref": "https://example.com/a#/items" }
    } });
    let (schema, problems) = rewritten("3.1.0", &schema);
    assert_eq!(problems, Vec::<String>::new());
    let at = |name: &str| {
        schema["properties"][name]["$ref"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(at("b"), "#/components/schemas/A/properties/a");
    assert_eq!(at("c"), "#/components/schemas/A/properties/a/items");
}

#[test]
fn items_by_position_are_kept() {
    let schema =
        json!({ "type": "array", "prefixItems": [{ "type": ["string", "null"] }], "items": false });
    let expected = json!({ "type": "array", "items": { "not": {} },
        "prefixItems": [{ "type": "string", "nullable": true }] });
    silent("3.1.0", schema, expected);
}

#[test]
fn an_array_of_items_is_a_list_of_positions() {
    let said = "OAS0015 #/components/schemas/A: `items` is an array; its schemas are those of the \
                items by position";
    let schema = json!({ "type": "array", "items": [{ "type": "string" }, { "type": "integer" }] });
    let expected =
        json!({ "type": "array", "prefixItems": [{ "type": "string" }, { "type": "integer" }] });
    told("3.0.0", schema, expected, &[said]);
    let said = "OAS0015 #/components/schemas/A: `items` is an array; its one schema is that of all \
                items";
    let schema = json!({ "type": "array", "items": [{ "type": "string" }] });
    told(
        "3.0.0",
        schema,
        json!({ "type": "array", "items": { "type": "string" } }),
        &[said],
    );
}

#[test]
fn members_by_pattern_are_additional_members() {
    let schema = json!({ "type": "object", "patternProperties": { "^a": { "const": 1 } } });
    let expected =
        json!({ "type": "object", "additionalProperties": { "type": "integer", "enum": [1] } });
    silent("3.1.0", schema, expected);
    let typed = json!({ "type": "object", "properties": { "a": {} },
        "patternProperties": { "^x": { "const": 1 } }, "additionalProperties": { "type": "string" } });
    let expected = json!({ "type": "object", "properties": { "a": {} }, "additionalProperties":
        { "anyOf": [{ "type": "integer", "enum": [1] }, { "type": "string" }] } });
    silent("3.1.0", typed, expected);
    // Where anything may stand beside them, they stay for a later stage.
    let schema = json!({ "type": "object", "properties": { "a": {} },
        "patternProperties": { "^x": { "const": 1 } } });
    let expected = json!({ "type": "object", "properties": { "a": {} },
        "patternProperties": { "^x": { "type": "integer", "enum": [1] } } });
    silent("3.1.0", schema, expected);
}

#[test]
fn members_added_by_a_condition_are_optional() {
    let said = "OAS0017 #/components/schemas/A: a condition on other members cannot be expressed by \
                a type; the members it adds are read as optional ones";
    let schema = json!({ "type": "object", "properties": { "a": { "type": "string" } },
        "if": { "properties": { "a": { "const": "x" } } },
        "then": { "properties": { "a": { "const": "x" }, "b": { "type": ["integer", "null"] } } } });
    let expected = json!({ "type": "object", "properties": { "a": { "type": "string" },
        "b": { "type": "integer", "nullable": true } } });
    told("3.1.0", schema, expected, &[said]);
}

#[test]
fn unevaluated_members_are_additional_ones() {
    let schema = json!({ "type": "object", "unevaluatedProperties": { "type": "string" } });
    silent(
        "3.1.0",
        schema,
        json!({ "type": "object", "additionalProperties": { "type": "string" } }),
    );
    silent(
        "3.1.0",
        json!({ "type": "object", "unevaluatedProperties": false }),
        json!({ "type": "object" }),
    );
}

#[test]
fn encoded_content_has_a_format() {
    let schema = json!({ "type": "string", "contentEncoding": "base64" });
    silent(
        "3.1.0",
        schema,
        json!({ "type": "string", "contentEncoding": "base64", "format": "byte" }),
    );
    let schema = json!({ "contentMediaType": "image/png" });
    let expected = json!({ "contentMediaType": "image/png", "type": "string", "format": "binary" });
    silent("3.1.0", schema, expected);
}

#[test]
fn keywords_imply_the_type_they_belong_to() {
    silent(
        "3.0.0",
        json!({ "properties": { "a": {} } }),
        json!({ "properties": { "a": {} }, "type": "object" }),
    );
    silent(
        "3.0.0",
        json!({ "items": {} }),
        json!({ "items": {}, "type": "array" }),
    );
    silent(
        "3.0.0",
        json!({ "format": "int32", "minimum": 1 }),
        json!({ "format": "int32", "minimum": 1, "type": "integer" }),
    );
    silent(
        "3.0.0",
        json!({ "required": ["a"] }),
        json!({ "required": ["a"] }),
    );
}

#[test]
fn keywords_of_another_type_are_ignored() {
    let said = "OAS0014 #/components/schemas/A/required: a keyword says nothing about values of the \
                schema's `type`; it is ignored";
    let schema = json!({ "type": "array", "items": {}, "required": ["a"] });
    told(
        "3.0.0",
        schema,
        json!({ "type": "array", "items": {} }),
        &[said],
    );
    let said = "OAS0014 #/components/schemas/A/properties: `properties` stands beside `type: string`, \
                of which it says nothing; it is ignored";
    told(
        "3.0.0",
        json!({ "type": "string", "properties": { "a": {} } }),
        json!({ "type": "string" }),
        &[said],
    );
}

#[test]
fn a_misspelt_type_is_read_as_what_it_means() {
    let said = "OAS0012 #/components/schemas/A/type: `int` is no type; it is read as `integer`";
    told(
        "3.0.0",
        json!({ "type": "int" }),
        json!({ "type": "integer" }),
        &[said],
    );
    let said = "OAS0012 #/components/schemas/A/type: `datetime` is no type; it is read as `string`";
    told(
        "3.0.0",
        json!({ "type": "datetime" }),
        json!({ "type": "string", "format": "date-time" }),
        &[said],
    );
    let said = "OAS0012 #/components/schemas/A/type: `B` is no type; it is read as a reference to \
                that component";
    told(
        "3.0.0",
        json!({ "type": "B" }),
        json!({ "allOf": [{ "$ref": "#/components/schemas/B" }] }),
        &[said],
    );
    let said = "OAS0012 #/components/schemas/A/type: `frob` is no type; it is read as \"anything\"";
    told("3.0.0", json!({ "type": "frob" }), json!({}), &[said]);
}

#[test]
fn a_property_that_says_it_is_required_is() {
    let said = "OAS0015 #/components/schemas/A/properties/a: `required: true` stands in a property, \
                as in draft 3 of JSON Schema; the property is read as required";
    let schema = json!({ "type": "object", "properties": {
        "a": { "type": "string", "required": true }, "b": { "type": "string", "required": false } } });
    let expected = json!({ "type": "object", "required": ["a"],
        "properties": { "a": { "type": "string" }, "b": { "type": "string" } } });
    told("3.0.0", schema, expected, &[said]);
}

#[test]
fn values_of_the_wrong_kind_are_mended_or_dropped() {
    let at = "#/components/schemas/A";
    let read = |key: &str, what: &str, met: &str, as_: &str| {
        format!("OAS0010 {at}/{key}: {what} must stand here, not {met}; it is read as `{as_}`")
    };
    let dropped = |key: &str, what: &str, met: &str| {
        format!("OAS0010 {at}/{key}: a {what} must stand here, not {met}; it is left out")
    };
    let schema = json!({ "type": "string", "nullable": "true", "minLength": -1, "maxLength": "5",
        "enum": "a", "title": 7, "pattern": null, "format": {}, "externalDocs": "x" });
    let expected =
        json!({ "type": "string", "nullable": true, "maxLength": 5, "enum": ["a"], "title": "7" });
    let enum_ = format!(
        "OAS0010 {at}/enum: an array must stand here, not text; it is read as an \
                         array of one item"
    );
    told(
        "3.0.0",
        schema,
        expected,
        &[
            &read("nullable", "a boolean", "text", "true"),
            &dropped("minLength", "whole number of zero or more", "a number"),
            &read("maxLength", "a whole number of zero or more", "text", "5"),
            &enum_,
            &dropped("format", "text", "an object"),
        ],
    );
}

#[test]
fn properties_in_a_list_are_read_by_their_names() {
    let said = "OAS0010 #/components/schemas/A/properties: an object must stand here, not an array; \
                the items are read as properties by their `name`";
    let schema = json!({ "type": "object", "properties": [{ "name": "a", "type": "string" }] });
    let expected =
        json!({ "type": "object", "properties": { "a": { "name": "a", "type": "string" } } });
    told("3.0.0", schema, expected, &[said]);
}

#[test]
fn nullable_keeps_its_meaning_in_3_1() {
    let said = "OAS0015 #/components/schemas/A: `nullable` is no keyword of OpenAPI 3.1; it means \
                what it meant in 3.0";
    let schema = json!({ "type": "string", "nullable": true });
    told("3.1.0", schema.clone(), schema, &[said]);
}

#[test]
fn a_discriminator_that_is_text_is_its_property() {
    let said = "OAS0015 #/components/schemas/A/discriminator: an object must stand here, not text; \
                it is read as the discriminator's `propertyName`";
    let schema = json!({ "type": "object", "discriminator": "kind" });
    told(
        "3.0.0",
        schema,
        json!({ "type": "object", "discriminator": { "propertyName": "kind" } }),
        &[said],
    );
}

#[test]
fn a_mapping_leads_to_components_by_name_or_reference() {
    let schema = json!({ "discriminator": { "propertyName": "k", "mapping": {
        "a": "B", "b": "#/components/schemas/B" } } });
    let reference = "#/components/schemas/B";
    let expected = json!({ "discriminator": { "propertyName": "k", "mapping": {
        "a": reference, "b": reference } } });
    silent("3.0.0", schema, expected);
}
