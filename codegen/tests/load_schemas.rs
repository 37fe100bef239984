//! Types, values and branches of any dialect are read as those of OpenAPI 3.0.

mod load;

use codegen::report::Report;
use load::{silent, told};
use serde_json::json;

#[test]
fn a_plain_schema_stays_as_it_is() {
    let schema = json!({ "type": "object", "required": ["a"], "properties": {
        "a": { "type": "string", "maxLength": 3, "x-go": 1 }, "b": { "$ref": "#/components/schemas/B" }
    }, "additionalProperties": false });
    silent("3.0.3", schema.clone(), schema);
}

#[test]
fn a_type_or_null_is_nullable() {
    let expected = json!({ "type": "string", "maxLength": 3, "nullable": true });
    silent(
        "3.1.0",
        json!({ "type": ["string", "null"], "maxLength": 3 }),
        expected,
    );
}

#[test]
fn several_types_are_branches_with_the_keywords_of_each() {
    let schema = json!({ "type": ["string", "array", "null"], "description": "D", "minLength": 1,
        "items": { "type": "string" }, "format": "uuid" });
    let expected = json!({ "description": "D", "nullable": true, "anyOf": [
        { "type": "string", "minLength": 1, "format": "uuid" },
        { "type": "array", "items": { "type": "string" } }
    ] });
    silent("3.1.0", schema, expected);
}

#[test]
fn all_types_together_are_anything() {
    let types = json!(["string", "number", "boolean", "object", "array", "null"]);
    silent(
        "3.1.0",
        json!({ "type": types }),
        json!({ "nullable": true }),
    );
}

#[test]
fn a_whole_number_or_a_number_is_a_number() {
    silent(
        "3.1.0",
        json!({ "type": ["integer", "number"] }),
        json!({ "type": "number" }),
    );
}

#[test]
fn an_array_of_types_is_a_newer_spelling_in_3_0() {
    let said = "OAS0015 #/components/schemas/A: `type` is an array, which OpenAPI 3.0 does not \
                know; it means what it means in 3.1";
    told(
        "3.0.3",
        json!({ "type": ["string"] }),
        json!({ "type": "string" }),
        &[said],
    );
}

#[test]
fn null_alone_is_an_enum_of_it() {
    let expected = json!({ "enum": [null], "nullable": true });
    silent("3.1.0", json!({ "type": "null" }), expected.clone());
    silent("3.1.0", json!({ "const": null }), expected.clone());
    silent(
        "3.0.0",
        json!({ "type": "object", "nullable": true, "enum": [null] }),
        json!({ "nullable": true, "enum": [null] }),
    );
    silent("3.1.0", json!({ "anyOf": [{ "type": "null" }] }), expected);
}

#[test]
fn a_null_branch_makes_the_rest_nullable() {
    let schema =
        json!({ "oneOf": [{ "type": "null" }, { "type": "string" }, { "type": "integer" }] });
    let expected =
        json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }], "nullable": true });
    silent("3.1.0", schema, expected);
}

#[test]
fn nothing_but_nullable_is_a_null_branch() {
    let schema = json!({ "anyOf": [{ "$ref": "#/components/schemas/B" }, { "nullable": true }] });
    let expected = json!({ "anyOf": [{ "$ref": "#/components/schemas/B" }], "nullable": true });
    silent("3.0.1", schema, expected);
}

#[test]
fn a_branch_that_moved_is_told_at_its_old_place() {
    let text = r#"{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {},
        "components": {"schemas": {"A": {"oneOf": [{"type": "null"}, {"type": "strange"}]}}}}"#;
    let mut report = Report::default();
    let document = codegen::load::load(text, &|_| None, &mut report).expect("a description");
    let places = report
        .problems()
        .iter()
        .map(|problem| document.origin(&problem.at));
    let old = codegen::pointer::Pointer::parse("/components/schemas/A/oneOf/1/type").unwrap();
    assert_eq!(places.collect::<Vec<_>>(), [(None, old)]);
}

#[test]
fn a_constant_is_an_enum_of_one_value() {
    silent(
        "3.1.0",
        json!({ "const": "a" }),
        json!({ "enum": ["a"], "type": "string" }),
    );
    silent(
        "3.1.0",
        json!({ "const": 5 }),
        json!({ "type": "integer", "enum": [5] }),
    );
    silent(
        "3.1.0",
        json!({ "const": {} }),
        json!({ "type": "object", "enum": [{}] }),
    );
}

#[test]
fn null_among_values_is_nullable() {
    let schema = json!({ "type": ["string", "null"], "enum": ["a", null] });
    silent(
        "3.1.0",
        schema,
        json!({ "type": "string", "nullable": true, "enum": ["a"] }),
    );
    let said = "OAS0013 #/components/schemas/A: `null` is one of the values, but the schema is not \
                `nullable`; it is read as `nullable`";
    let schema = json!({ "type": "string", "enum": ["a", null] });
    let expected = json!({ "type": "string", "nullable": true, "enum": ["a"] });
    told("3.0.0", schema, expected, &[said]);
}

#[test]
fn values_are_read_as_the_type_says() {
    let said = "OAS0013 #/components/schemas/A: an `enum`'s values are of another type than the \
                schema; they are read as values of the schema's type";
    let schema = json!({ "type": "string", "enum": [1, 2.5, true, "x"] });
    told(
        "3.0.0",
        schema,
        json!({ "type": "string", "enum": ["1", "2.5", "true", "x"] }),
        &[said],
    );
    let schema = json!({ "type": "integer", "enum": ["1", 2.0] });
    told(
        "3.0.0",
        schema,
        json!({ "type": "integer", "enum": [1, 2] }),
        &[said],
    );
}

#[test]
fn values_that_cannot_be_of_the_type_count_more_than_it() {
    let said = "OAS0013 #/components/schemas/A: this `enum` has values that are no `object`; the \
                values count, not the type";
    let schema = json!({ "type": "object", "enum": ["a", "b"] });
    told(
        "3.0.0",
        schema,
        json!({ "type": "string", "enum": ["a", "b"] }),
        &[said],
    );
}

#[test]
fn an_enum_on_an_array_is_that_of_its_items() {
    let said = "OAS0013 #/components/schemas/A: this `enum` has values that are no `array`; it is \
                read as the `enum` of the items";
    let schema = json!({ "type": "array", "items": { "type": "string" }, "enum": ["a"] });
    let expected = json!({ "type": "array", "items": { "type": "string", "enum": ["a"] } });
    told("3.0.0", schema, expected, &[said]);
}

#[test]
fn repeated_values_count_once() {
    let said = "OAS0013 #/components/schemas/A: an `enum` repeats a value; the value counts once";
    let schema = json!({ "type": "string", "enum": ["a", "b", "a"] });
    told(
        "3.0.0",
        schema,
        json!({ "type": "string", "enum": ["a", "b"] }),
        &[said],
    );
}

#[test]
fn booleans_are_schemas() {
    let schema = json!({ "type": "object", "properties": { "a": true, "b": false } });
    let expected = json!({ "type": "object", "properties": { "a": {}, "b": { "not": {} } } });
    silent("3.1.0", schema, expected);
}

#[test]
fn exclusive_limits_are_limits_with_a_flag() {
    let schema = json!({ "type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 9 });
    let expected = json!({ "type": "integer", "minimum": 0, "exclusiveMinimum": true,
        "maximum": 9, "exclusiveMaximum": true });
    silent("3.1.0", schema, expected);
    let schema = json!({ "type": "integer", "minimum": 5, "exclusiveMinimum": 1 });
    silent("3.1.0", schema, json!({ "type": "integer", "minimum": 5 }));
}

#[test]
fn the_first_of_several_examples_is_the_example() {
    let schema = json!({ "type": "string", "examples": ["x", "y"] });
    silent(
        "3.1.0",
        schema,
        json!({ "type": "string", "examples": ["x", "y"], "example": "x" }),
    );
}
