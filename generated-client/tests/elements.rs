//! What an element must survive, through every way in and out.

#[expect(
    dead_code,
    reason = "only the tests of operations ask what the server has seen"
)]
mod loopback;

use std::sync::LazyLock;

use ai_gateway_routes::{
    Client, Credentials,
    types::{CreateVersion, Element, LimitType},
};
use loopback::{Answer, Loopback};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A type of a user's own, derived as users do.
#[derive(Debug, Deserialize, Serialize)]
struct Holder {
    name: String,
    element: Element,
}

/// The six elements that the facts of the service show.
fn six() -> Vec<(&'static str, Value)> {
    vec![
        (
            "Start",
            json!({"id": "s", "type": "start", "outputs": {"next": {"elementId": "c"}}}),
        ),
        (
            "Conditional",
            json!({
                "id": "c",
                "type": "conditional",
                "outputs": {"true": {"elementId": "p"}, "false": {"elementId": "r"}},
                "properties": {"conditions": {"metadata.plan": {"$eq": "paid"}}},
            }),
        ),
        (
            "Percentage",
            json!({
                "id": "p",
                "type": "percentage",
                "outputs": {"10": {"elementId": "m"}, "90": {"elementId": "r"}},
            }),
        ),
        (
            "Rate",
            json!({
                "id": "r",
                "type": "rate",
                "outputs": {"success": {"elementId": "m"}, "fallback": {"elementId": "e"}},
                "properties": {"limitType": "cost", "key": "user", "limit": 100, "window": 3600},
            }),
        ),
        ("Model", model(json!(30000))),
        ("End", json!({"id": "e", "type": "end", "outputs": {}})),
    ]
}

fn model(timeout: Value) -> Value {
    json!({
        "id": "m",
        "type": "model",
        "outputs": {"success": {"elementId": "e"}, "fallback": {"elementId": "e"}},
        "properties": {
            "provider": "workers-ai",
            "model": "@cf/meta/llama-3.1-8b-instruct",
            "timeout": timeout,
            "retries": 2,
        },
    })
}

/// The route that a service answers with, which holds one element.
fn route(element: &Value) -> Value {
    json!({
        "id": "route",
        "name": "name",
        "elements": [element],
        "created_at": "2019-12-27T18:11:19.117Z",
        "modified_at": "2019-12-27T18:11:19.117Z",
        "gateway_id": "gateway",
    })
}

fn client(url: &str) -> Client {
    let builder = Client::builder().base_url(url);
    builder
        .credentials(Credentials::ApiToken("token".into()))
        .build()
        .expect("a client")
}

/// An element through every way in; errors as text.
async fn read(element: &Value) -> Vec<(&'static str, Result<Element, String>)> {
    let text = element.to_string();
    let holder = json!({"name": "n", "element": element});
    let answer = json!({"success": true, "result": route(element)});
    let server = Loopback::start(move |_| Answer::json(200, &answer)).expect("a server");
    let deleted = client(&server.url)
        .delete_route("account", "gateway", "route")
        .await;
    let first = |holder: Holder| holder.element;
    vec![
        (
            "client",
            deleted
                .map(|mut route| route.elements.remove(0))
                .map_err(|e| e.to_string()),
        ),
        (
            "from_str",
            serde_json::from_str(&text).map_err(|e| e.to_string()),
        ),
        (
            "from_slice",
            serde_json::from_slice(text.as_bytes()).map_err(|e| e.to_string()),
        ),
        (
            "from_reader",
            serde_json::from_reader(text.as_bytes()).map_err(|e| e.to_string()),
        ),
        (
            "from_value",
            serde_json::from_value(element.clone()).map_err(|e| e.to_string()),
        ),
        (
            "derived",
            serde_json::from_str(&holder.to_string())
                .map(first)
                .map_err(|e| e.to_string()),
        ),
        (
            "derived value",
            serde_json::from_value(holder)
                .map(first)
                .map_err(|e| e.to_string()),
        ),
    ]
}

/// An element through every way out.
fn written(element: &Element) -> Vec<(&'static str, String)> {
    let version = CreateVersion::new(vec![element.clone()]);
    // A client is not made for nothing: it reads the certificates of this machine.
    static CLIENT: LazyLock<Client> = LazyLock::new(|| client("https://example.com"));
    let request = CLIENT.create_version("a", "g", "r", &version);
    let request = request.build().expect("a request");
    let body: Value =
        serde_json::from_slice(request.body.as_bytes().expect("bytes")).expect("JSON");
    let holder = Holder {
        name: "n".into(),
        element: element.clone(),
    };
    let holder_text = serde_json::to_string(&holder).expect("a text");
    let holder_value: Value = serde_json::from_str(&holder_text).expect("JSON");
    vec![
        ("client", body["elements"][0].to_string()),
        ("to_string", serde_json::to_string(element).expect("a text")),
        (
            "to_value",
            serde_json::to_value(element).expect("a value").to_string(),
        ),
        ("derived", holder_value["element"].to_string()),
        (
            "derived value",
            serde_json::to_value(&holder).expect("a value")["element"].to_string(),
        ),
    ]
}

fn variant(element: &Element) -> &'static str {
    match element {
        Element::Start(_) => "Start",
        Element::Conditional(_) => "Conditional",
        Element::Percentage(_) => "Percentage",
        Element::Rate(_) => "Rate",
        Element::Model(_) => "Model",
        Element::End(_) => "End",
        Element::Unknown(_) => "Unknown",
        _ => "a variant that this test does not know",
    }
}

/// Every way in gives `expected`, and every way out gives the input again.
async fn survives(input: &Value, expected: &str) {
    for (way, element) in read(input).await {
        let element = element.unwrap_or_else(|error| panic!("{way}: {error}"));
        assert_eq!(variant(&element), expected, "{way}: {input}");
        for (out, text) in written(&element) {
            let value: Value = serde_json::from_str(&text).expect("JSON");
            assert_eq!(&value, input, "{way}, {out}");
            // Equal as values is not enough: the service's own tools never write `100.0`.
            assert!(
                !text.contains(".0,") && !text.contains(".0}"),
                "{way}, {out}: {text}"
            );
        }
    }
}

/// Every way in fails with a text that holds all `words`.
async fn is_refused(input: &Value, words: &[&str]) {
    for (way, element) in read(input).await {
        let error = element
            .err()
            .unwrap_or_else(|| panic!("{way} takes {input}"));
        for word in words {
            assert!(
                error.contains(word),
                "{way}: `{word}` is missing in: {error}"
            );
        }
    }
}

#[tokio::test]
async fn each_of_the_six_elements_is_its_variant_and_comes_out_equal() {
    for (expected, element) in six() {
        survives(&element, expected).await;
    }
}

#[tokio::test]
async fn an_unknown_type_is_kept_whole() {
    survives(&json!({"id": "x", "type": "cache"}), "Unknown").await;
    let element = json!({"type": "cache", "ttl": 1.5, "outputs": {"hit": null, "next": [{}, []]}});
    survives(&element, "Unknown").await;
}

#[tokio::test]
async fn a_member_that_the_description_lacks_is_kept() {
    for (expected, mut element) in six() {
        element["comment"] = json!({"by": ["a", null, 1]});
        survives(&element, expected).await;
        if element.get("properties").is_some() {
            element["properties"]["added"] = json!(true);
            survives(&element, expected).await;
        }
    }
    let mut start = six().remove(0).1;
    start["outputs"]["next"]["port"] = json!(3);
    start["outputs"]["other"] = json!({"elementId": "z"});
    survives(&start, "Start").await;
}

#[tokio::test]
async fn an_unknown_limit_type_is_kept() {
    let mut rate = six().remove(3).1;
    rate["properties"]["limitType"] = json!("tokens");
    survives(&rate, "Rate").await;
}

#[tokio::test]
async fn the_type_may_stand_anywhere() {
    let texts = [
        r#"{"type":"start","id":"s","outputs":{"next":{"elementId":"c"}}}"#,
        r#"{"id":"s","outputs":{"next":{"elementId":"c"}},"type":"start"}"#,
        r#"{ "outputs" : { "next" : { "elementId" : "c" } } , "type" : "start" , "id" : "s" }"#,
    ];
    let elements = texts.map(|text| serde_json::from_str::<Element>(text).expect("an element"));
    assert_eq!(variant(&elements[0]), "Start");
    assert!(elements.iter().all(|element| *element == elements[0]));
}

#[tokio::test]
async fn a_bad_member_of_a_known_type_is_an_error_with_variant_and_pointer() {
    let words = [
        "\"model\"",
        "/properties/timeout",
        "expected a number",
        "found a string",
    ];
    is_refused(&model(json!("1s")), &words).await;
}

#[tokio::test]
async fn outputs_of_another_type_are_an_error_that_names_type_and_member() {
    let start = json!({
        "id": "s",
        "type": "start",
        "outputs": {"success": {"elementId": "m"}, "fallback": {"elementId": "e"}},
    });
    is_refused(&start, &["\"start\"", "next"]).await;
}

#[tokio::test]
async fn what_is_no_element_is_an_error_that_says_so() {
    is_refused(&json!({"id": "s", "outputs": {}}), &["type"]).await;
    is_refused(
        &json!({"id": "s", "type": 3}),
        &["/type", "expected a string", "found a number"],
    )
    .await;
    for no_object in [
        json!("start"),
        json!(3),
        json!(["start"]),
        json!(null),
        json!(true),
    ] {
        is_refused(&no_object, &["expected an object"]).await;
    }
}

#[tokio::test]
async fn every_missing_required_member_is_an_error_that_names_it() {
    for (expected, element) in six() {
        let tag = format!("\"{}\"", expected.to_lowercase());
        for member in element.as_object().expect("an object").keys() {
            let mut less = element.clone();
            less.as_object_mut().expect("an object").remove(member);
            let words = if member == "type" {
                vec!["type"]
            } else {
                vec![member, &*tag]
            };
            is_refused(&less, &words).await;
        }
    }
}

#[test]
fn a_limit_type_is_made_from_a_text_and_shows_as_one() {
    for (text, limit) in [("count", LimitType::Count), ("cost", LimitType::Cost)] {
        assert_eq!(LimitType::from(text), limit);
        assert_eq!(limit.to_string(), text);
    }
    let new = LimitType::from("tokens");
    assert_eq!(new, LimitType::Unknown("tokens".to_owned()));
    assert_eq!(new.to_string(), "tokens");
}
