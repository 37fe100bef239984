//! Strings of a format become the types a person wants, and bring what those need.

use super::{files, item, problems};

const EVENTS: &str = r##"{
  "openapi": "3.0.3", "info": {"title": "Events", "version": "1"},
  "paths": {"/events": {"post": {"operationId": "addEvent",
    "parameters": [{"name": "since", "in": "query", "schema": {"type": "string", "format": "date-time"}},
                   {"name": "token", "in": "header", "schema": {"type": "string", "format": "password"}}],
    "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Event"}}}},
    "responses": {"204": {"description": "d"}}}}},
  "components": {"schemas": {"Event": {"type": "object", "required": ["at", "key"], "properties": {
    "at": {"type": "string", "format": "date-time"},
    "key": {"type": "string", "format": "password"},
    "day": {"type": "string", "format": "date"},
    "id": {"type": "string", "format": "uuid"},
    "prices": {"type": "array", "items": {"type": "string", "format": "decimal"}}}}}}
}"##;

#[test]
fn text_is_the_default_and_a_password_is_one_that_does_not_show() {
    let files = files(EVENTS, "");
    let event = item(&files["src/types.rs"], "pub struct Event");
    for field in [
        "pub at: String,",
        "pub key: SecretText,",
        "pub id: Option<String>,",
    ] {
        assert!(event.contains(field), "{event}");
    }
    let parts = files.keys().filter(|path| path.contains("formats_"));
    assert_eq!(parts.collect::<Vec<_>>(), ["src/runtime/formats_secret.rs"]);
    let plain = super::files(EVENTS, "[formats]\npassword = \"text\"\n");
    let event = item(&plain["src/types.rs"], "pub struct Event");
    assert!(event.contains("pub key: String,"), "{event}");
    assert!(!plain.keys().any(|path| path.contains("formats_")));
}

#[test]
fn formats_become_the_types_that_were_chosen() {
    let settings = "[formats]\ndate-time = \"jiff\"\ndate = \"chrono\"\nuuid = \"uuid\"\ndecimal = \"rust_decimal\"\n";
    let files = files(EVENTS, settings);
    let types = &files["src/types.rs"];
    let event = item(types, "pub struct Event");
    for field in [
        "pub at: jiff::Timestamp,",
        "pub key: SecretText,",
        "pub day: Option<chrono::NaiveDate>,",
        "pub id: Option<uuid::Uuid>,",
        "pub prices: Option<Vec<rust_decimal::Decimal>>,",
    ] {
        assert!(event.contains(field), "{event}");
    }
    let new = "pub fn new(at: jiff::Timestamp, key: impl Into<SecretText>) -> Self";
    assert!(types.contains(new), "{types}");
    let client = &files["src/client.rs"];
    assert!(client.contains("since: &jiff::Timestamp"), "{client}");
    assert!(client.contains("token: &SecretText"), "{client}");
    let manifest = &files["Cargo.toml"];
    for dependency in ["jiff = ", "chrono = ", "uuid = ", "rust_decimal = "] {
        assert!(manifest.contains(dependency), "{manifest}");
    }
    let parts = ["jiff", "chrono", "uuid", "decimal", "secret"];
    for part in parts {
        let path = format!("src/runtime/formats_{part}.rs");
        assert!(files.contains_key(&path), "{path}");
        assert!(files["src/runtime/mod.rs"].contains(&format!("mod formats_{part};")));
    }
    assert!(
        !manifest.contains("time = { version = \"0.3\""),
        "{manifest}"
    );
}

#[test]
fn what_is_no_type_for_a_format_is_told() {
    let settings = codegen::settings::Settings::read("[formats]\nuuid = \"jiff\"\n");
    let report = settings.expect_err("a problem");
    assert_eq!(
        super::told(&report),
        "2:8 unknown variant `jiff`, expected `text` or `uuid` (the known keys here are text, uuid)"
    );
    assert_eq!(problems(EVENTS, ""), "");
}
