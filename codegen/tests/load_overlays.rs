//! Overlay documents change a description before anything else is done with it.

mod load;

use codegen::report::Report;
use load::{HEAD, said};
use serde_json::{Value, json};

/// The description's paths after an overlay, and what was said.
fn overlaid(actions: &str) -> (Value, Vec<String>) {
    let text = format!(
        "{HEAD}paths:\n  /a: {{get: {{tags: [x], responses: {{}}}}, put: {{responses: {{}}}}}}\n  \
         /b: {{get: {{x-internal: true, responses: {{}}}}}}\n"
    );
    let overlay = format!("overlay: 1.0.0\ninfo: {{title: O, version: '1'}}\nactions:\n{actions}");
    let others = |path: &str| (path == "o.yaml").then(|| overlay.clone());
    let mut report = Report::default();
    let overlays = ["o.yaml".to_owned()];
    let document = codegen::load::load_with(&text, &overlays, &others, &mut report);
    let document = document.expect("a description");
    (document.root().value["paths"].clone(), said(&report))
}

#[test]
fn an_update_is_merged_into_every_target() {
    let (paths, said) = overlaid("- target: $.paths.*.get\n  update: {tags: [y], summary: S}\n");
    let expected = json!({
        "/a": {
            "get": { "tags": ["x", "y"], "responses": {}, "summary": "S" },
            "put": { "responses": {} },
        },
        "/b": { "get": { "x-internal": true, "responses": {}, "tags": ["y"], "summary": "S" } },
    });
    assert_eq!((paths, said), (expected, Vec::new()));
}

#[test]
fn an_update_of_an_array_is_one_more_item() {
    let (paths, said) = overlaid("- target: $.paths['/a'].get.tags\n  update: z\n");
    assert_eq!(paths["/a"]["get"]["tags"], json!(["x", "z"]));
    assert_eq!(said, Vec::<String>::new());
}

#[test]
fn what_is_removed_is_gone() {
    let (paths, said) = overlaid(
        "- target: $.paths[?@.get['x-internal']]\n  remove: true\n- target: $.paths['/a'].get.tags[0]\n  remove: true\n",
    );
    let expected =
        json!({ "/a": { "get": { "tags": [], "responses": {} }, "put": { "responses": {} } } });
    assert_eq!((paths, said), (expected, Vec::new()));
}

#[test]
fn an_action_that_matches_nothing_is_told() {
    let (_, said) = overlaid("- target: $.paths['/nope']\n  remove: true\n");
    assert_eq!(
        said,
        [
            "OAS0023 #/actions/0/target: nothing in the description matches `$.paths['/nope']`; the \
          action does nothing (help: correct the path, or remove the action)"
        ]
    );
}

#[test]
fn what_is_no_overlay_is_an_error() {
    let (_, said) = overlaid("- target: paths\n  remove: true\n- update: {}\n- target: $\n");
    assert_eq!(said.len(), 3);
    assert_eq!(
        said[1],
        "OAS0022 #/actions/1: an action must have a `target`, a JSONPath"
    );
    assert_eq!(
        said[2],
        "OAS0022 #/actions/2: an action must have `update` or `remove: true`"
    );
    let mut report = Report::default();
    codegen::load::overlay(&mut json!({}), "o.json", "{}", &mut report);
    assert_eq!(
        load::said(&report),
        [
            "OAS0022 #: this is no Overlay document of version 1 (help: begin it with `overlay: 1.0.0`)"
        ]
    );
}

#[test]
fn an_overlay_that_grows_with_every_action_is_stopped() {
    let long = "x".repeat(10_000);
    let action = format!("- target: $..*\n  update: {{a: {long}, b: x}}\n");
    let (_, said) = overlaid(&action.repeat(40));
    let stopped = said.iter().find(|line| line.starts_with("OAS0022"));
    let stopped = stopped.map(String::as_str).unwrap_or_default();
    assert!(
        stopped
            .contains("the overlay adds more than 8388608 bytes (help: let `target` match fewer"),
        "{stopped}"
    );
}
