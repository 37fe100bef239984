//! What unions write: exactly one tag, and the one that was read.

use codegen::{Input, name::Lock, settings::Settings};

const NESTED: &str = r##"
openapi: 3.0.3
info: {title: t, version: '1'}
paths: {}
components:
  schemas:
    Outer:
      oneOf: [{$ref: '#/components/schemas/Inner'}, {$ref: '#/components/schemas/C'}]
      discriminator:
        propertyName: type
        mapping: {a: '#/components/schemas/Inner', b: '#/components/schemas/Inner', c: '#/components/schemas/C'}
    Inner:
      oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]
      discriminator:
        propertyName: type
        mapping: {a: '#/components/schemas/A', b: '#/components/schemas/B'}
    A: {type: object, required: [type], properties: {type: {type: string}, one: {type: string}}}
    B: {type: object, required: [type], properties: {type: {type: string}, two: {type: string}}}
    C: {type: object, required: [type], properties: {type: {type: string}}}
"##;

/// The codec of a type.
fn codec(text: &str, type_: &str) -> String {
    let input = Input {
        text,
        settings: &Settings::default(),
        lock: &Lock::default(),
        others: &|_| None,
        strict: false,
    };
    let output = codegen::generate(&input).expect("a crate");
    let all = &output.files["src/codec.rs"];
    let head = format!("impl Json for {type_} {{");
    let (_, rest) = all.split_once(&head).expect("a codec");
    rest.split("\nimpl").next().expect("a text").to_owned()
}

#[test]
fn a_union_inside_a_union_writes_its_own_tag() {
    let outer = codec(NESTED, "Outer");
    assert!(
        outer.contains(r#""a" | "b" => Self::A(r.get()?)"#),
        "{outer}"
    );
    assert!(
        outer.contains("Self::A(value) => value.write(w)"),
        "{outer}"
    );
    assert!(
        outer.contains(r#"Self::C(value) => w.tagged("type", "c", value)"#),
        "{outer}"
    );
    let inner = codec(NESTED, "Inner");
    assert!(
        inner.contains(r#"Self::B(value) => w.tagged("type", "b", value)"#),
        "{inner}"
    );
}
