//! Types as the generator writes them keep the promises of the routes API, by every way in and out.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    reason = "runtime and types stand here as in a client, of which a test uses a part"
)]

#[path = "../src/runtime"]
mod runtime {
    pub mod json;
}

#[path = "json_sample/codec.rs"]
mod codec;
#[path = "json_sample/types.rs"]
mod types;

use runtime::json::{self, DecodeError};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use types::Element;

const ROUTE: &str = r#"[
  {"id": "s", "type": "start", "outputs": {"next": {"elementId": "c"}}},
  {"id": "c", "type": "conditional", "outputs": {"true": {"elementId": "p"}, "false": {"elementId": "r"}}, "properties": {"conditions": {"metadata.plan": {"$eq": "paid"}}}},
  {"id": "p", "type": "percentage", "outputs": {"10": {"elementId": "m"}, "90": {"elementId": "r"}}},
  {"id": "r", "type": "rate", "outputs": {"success": {"elementId": "m"}, "fallback": {"elementId": "e"}}, "properties": {"limitType": "cost", "key": "user", "limit": 100, "window": 3600}},
  {"id": "m", "type": "model", "outputs": {"success": {"elementId": "e"}, "fallback": {"elementId": "e"}}, "properties": {"provider": "workers-ai", "model": "@cf/meta/llama-3.1-8b-instruct", "timeout": 30000, "retries": 2}},
  {"id": "e", "type": "end", "outputs": {}}
]"#;

#[derive(Debug, Serialize, Deserialize)]
struct Theirs {
    name: String,
    element: Element,
}

#[derive(Debug, Serialize, Deserialize)]
struct TheirsFlat {
    name: String,
    #[serde(flatten)]
    element: Element,
}

/// Decodes by every way in; all must agree, and errors must say the same.
fn decode(value: &Value) -> Result<Element, String> {
    let text = value.to_string();
    let own = json::from_str::<Element>(&text);
    let message = |error: &DecodeError| {
        let text = error.to_string();
        text.split(" (line ").next().unwrap_or_default().to_owned()
    };
    let own = own.map_err(|error| message(&error));
    let flat_value = match value {
        Value::Object(_) => {
            let mut value = value.clone();
            value["name"] = json!("n");
            value
        }
        _ => json!({"name": "n"}),
    };
    let ways: Vec<(&str, Result<Element, String>)> = vec![
        (
            "own slice",
            json::from_slice(text.as_bytes()).map_err(|error| message(&error)),
        ),
        (
            "own value",
            json::from_value(value).map_err(|error| message(&error)),
        ),
        (
            "str",
            serde_json::from_str(&text).map_err(|error| error.to_string()),
        ),
        (
            "slice",
            serde_json::from_slice(text.as_bytes()).map_err(|error| error.to_string()),
        ),
        (
            "reader",
            serde_json::from_reader(text.as_bytes()).map_err(|error| error.to_string()),
        ),
        (
            "value",
            serde_json::from_value(value.clone()).map_err(|error| error.to_string()),
        ),
        (
            "derived",
            serde_json::from_value::<Theirs>(json!({"name": "n", "element": value}))
                .map(|theirs| theirs.element)
                .map_err(|error| error.to_string()),
        ),
        (
            "list",
            serde_json::from_str::<Vec<Element>>(&format!("[{text}]"))
                .map(|mut list| list.remove(0))
                .map_err(|error| error.to_string()),
        ),
        (
            "flattened",
            serde_json::from_value::<TheirsFlat>(flat_value)
                .map(|theirs| theirs.element)
                .map_err(|error| error.to_string()),
        ),
    ];
    for (way, result) in ways {
        match (&own, &result) {
            (Ok(own), Ok(result)) => assert_eq!(own, result, "{way}"),
            (Err(own), Err(result)) => {
                let flattened_scalar = way == "flattened" && !value.is_object();
                assert!(
                    result.starts_with(own.as_str()) || flattened_scalar,
                    "{way}: {result}"
                );
            }
            _ => assert_eq!(own, result, "{way}"),
        }
    }
    own
}

/// Encodes by every way out; all must agree.
fn encode(element: &Element) -> Value {
    let own: Value = serde_json::from_str(&json::to_string(element)).unwrap();
    assert_eq!(
        own,
        serde_json::from_slice::<Value>(&json::to_vec(element)).unwrap()
    );
    assert_eq!(own, json::to_value(element));
    assert_eq!(own, serde_json::to_value(element).unwrap());
    assert_eq!(
        json::to_string(element),
        serde_json::to_string(element).unwrap()
    );
    let theirs = Theirs {
        name: "n".to_owned(),
        element: element.clone(),
    };
    assert_eq!(own, serde_json::to_value(theirs).unwrap()["element"]);
    let theirs = TheirsFlat {
        name: "n".to_owned(),
        element: element.clone(),
    };
    assert_eq!("n", serde_json::to_value(theirs).unwrap()["name"]);
    own
}

fn route() -> Vec<Value> {
    serde_json::from_str(ROUTE).unwrap()
}

#[test]
fn each_element_is_its_variant_and_comes_back_equal() {
    let mut names = Vec::new();
    for value in route() {
        let element = decode(&value).unwrap();
        names.push(match element {
            Element::Start(_) => "start",
            Element::Conditional(_) => "conditional",
            Element::Percentage(_) => "percentage",
            Element::Rate(_) => "rate",
            Element::Model(_) => "model",
            Element::End(_) => "end",
            Element::Unknown(_) => "unknown",
        });
        assert_eq!(encode(&element), value);
    }
    assert_eq!(
        names,
        ["start", "conditional", "percentage", "rate", "model", "end"]
    );
}

#[test]
fn a_whole_number_is_written_without_a_fraction() {
    let text = json::to_string(&decode(&route()[3]).unwrap());
    assert!(text.contains(r#""limit":100,"window":3600"#), "{text}");
    let text = serde_json::to_string(&decode(&route()[3]).unwrap()).unwrap();
    assert!(text.contains(r#""limit":100,"window":3600"#), "{text}");
}

#[test]
fn an_unknown_element_is_kept_whole() {
    let value = json!({"id": "x", "type": "cache", "ttl": 1.5, "deep": [{"a": null}, "b", true]});
    let element = decode(&value).unwrap();
    assert_eq!(element, Element::Unknown(value.clone()));
    assert_eq!(encode(&element), value);
}

#[test]
fn an_added_member_is_kept() {
    for mut value in route() {
        value["comment"] = json!({"added": [1, 2.5]});
        value["outputs"]["added"] = json!({"elementId": "z", "weight": 3});
        let element = decode(&value).unwrap();
        assert!(!matches!(element, Element::Unknown(_)));
        assert_eq!(encode(&element), value);
    }
}

#[test]
fn the_tag_may_come_last() {
    for value in route() {
        let members = value.as_object().unwrap();
        let mut text = String::from("{");
        for (name, value) in members.iter().filter(|(name, _)| *name != "type") {
            text.push_str(&format!("{name:?}:{value},"));
        }
        text.push_str(&format!("\"type\":{}}}", value["type"]));
        let expected = decode(&value).unwrap();
        assert_eq!(json::from_str::<Element>(&text).unwrap(), expected);
        assert_eq!(serde_json::from_str::<Element>(&text).unwrap(), expected);
    }
}

#[test]
fn a_bad_payload_names_variant_and_place() {
    let mut value = route().remove(4);
    value["properties"]["timeout"] = json!("1s");
    let expected = r#"expected a number, found a string at /properties/timeout in variant "model""#;
    assert_eq!(decode(&value).unwrap_err(), expected);
    let error = json::from_str::<Element>(&value.to_string()).unwrap_err();
    assert_eq!(error.pointer(), "/properties/timeout");
    assert_eq!((error.expected(), error.found()), ("a number", "a string"));
    assert_eq!(error.variant(), Some("model"));
}

#[test]
fn the_place_inside_a_list_is_whole_and_has_line_and_column() {
    let text = ROUTE.replace("30000", "\"1s\"");
    let error = json::from_str::<Vec<Element>>(&text).unwrap_err();
    assert_eq!(error.pointer(), "/4/properties/timeout");
    assert_eq!(error.line(), Some(6));
    let column = text.lines().nth(5).unwrap().find("\"1s\"").unwrap() + 1;
    assert_eq!(error.column(), Some(column));
}

#[test]
fn an_element_without_a_usable_type_says_so() {
    let message = |value: Value| decode(&value).unwrap_err();
    assert_eq!(
        message(json!({"id": "x"})),
        r#"expected the member "type", found none"#
    );
    assert_eq!(
        message(json!({"type": 3})),
        "expected a string, found a number at /type"
    );
    assert_eq!(message(json!([])), "expected an object, found an array");
    assert_eq!(
        message(json!("start")),
        "expected an object, found a string"
    );
    assert_eq!(message(json!(null)), "expected an object, found null");
}

#[test]
fn the_outputs_of_another_element_are_refused() {
    let mut value = route().remove(0);
    value["outputs"] = route()[3]["outputs"].clone();
    let expected = r#"expected the member "next", found none at /outputs in variant "start""#;
    assert_eq!(decode(&value).unwrap_err(), expected);
}

#[test]
fn an_unknown_value_of_an_enum_is_kept() {
    let mut value = route().remove(3);
    value["properties"]["limitType"] = json!("tokens");
    let element = decode(&value).unwrap();
    assert_eq!(encode(&element), value);
}
