//! What a lock keeps, on the smallest description that shows it.

use codegen::{Output, name::Lock, surface::Kind};
use serde_json::{Value, json};

use super::harness::{generate, major, surface};

/// A description of these schemas, of which `Root` is what comes back.
fn description(schemas: &Value) -> Value {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Root"}}});
    json!({"openapi": "3.0.3", "info": {"title": "Kept", "version": "1"},
        "paths": {"/": {"get": {"operationId": "ask",
            "responses": {"200": {"description": ".", "content": content}}}}},
        "components": {"schemas": schemas}})
}

/// What callers notice of the step from one description to the next, and what was generated.
fn step(settings: &str, old: &Value, new: &Value) -> (Vec<String>, Output) {
    let old = generate(&old.to_string(), settings, &Lock::default()).expect("the old one");
    let lock = Lock::read(&old.lock().to_text()).expect("what was written can be read");
    let new = generate(&new.to_string(), settings, &lock);
    let noticed = major(&surface(&old), &new);
    let new = new.expect("the new one");
    // Once more, with what is kept by then.
    let again = generate(&text(&new), settings, &new.lock()).expect("the same again");
    for (path, text) in &new.files {
        assert_eq!(again.files.get(path), Some(text), "{path}");
    }
    assert_eq!(again.lock(), new.lock());
    (noticed, new)
}

/// The variants of the root.
fn variants(output: &Output) -> Vec<String> {
    match &surface(output).items["types::Root"].kind {
        Kind::Enum { variants, .. } => variants.iter().map(|one| one.name.clone()).collect(),
        _ => Vec::new(),
    }
}

/// The description that something was generated from.
fn text(output: &Output) -> String {
    output.model.document.root().value.to_string()
}

fn schemas(old: Value, new: Value) -> (Vec<String>, Output) {
    step(
        "",
        &description(&json!({"Root": old})),
        &description(&json!({"Root": new})),
    )
}

fn object(members: &[&str]) -> Value {
    let of = |name: &&str| ((*name).to_owned(), json!({"type": "string"}));
    let properties: serde_json::Map<String, Value> = members.iter().map(of).collect();
    json!({"type": "object", "required": members, "properties": properties})
}

fn holding(members: &[(&str, Value)]) -> Value {
    let of = |(name, schema): &(&str, Value)| ((*name).to_owned(), schema.clone());
    let properties: serde_json::Map<String, Value> = members.iter().map(of).collect();
    json!({"type": "object", "properties": properties})
}

const NOTHING: [String; 0] = [];

#[test]
fn types_that_become_equal_stay_two() {
    let old = holding(&[
        ("cat", object(&["name"])),
        ("dog", object(&["name", "tag"])),
    ]);
    let new = holding(&[
        ("cat", object(&["name", "tag"])),
        ("dog", object(&["name", "tag"])),
    ]);
    let (noticed, new) = schemas(old, new);
    // A required member of what is only read is no more than a further field.
    assert_eq!(noticed, NOTHING);
    assert!(surface(&new).items.contains_key("types::RootCat"));
    assert!(surface(&new).items.contains_key("types::RootDog"));
}

#[test]
fn enums_that_become_equal_stay_two() {
    let values = |values: &[&str]| json!({"type": "string", "enum": values});
    let old = holding(&[("cat", values(&["a"])), ("dog", values(&["a", "b"]))]);
    let old = serde_json::from_str(&old.to_string().replace("[\"a\"]", "[\"a\",\"c\"]"));
    let old: Value = old.expect("JSON");
    let new = holding(&[
        ("cat", values(&["a", "c", "b"])),
        ("dog", values(&["a", "c", "b"])),
    ]);
    assert_eq!(schemas(old, new).0, NOTHING);
}

#[test]
fn a_second_object_stands_beside_the_first() {
    let old = json!({"oneOf": [{"type": "string"}, object(&["a"])]});
    for branches in [
        [json!({"type": "string"}), object(&["a"]), object(&["b"])],
        [object(&["b"]), json!({"type": "string"}), object(&["a"])],
    ] {
        let (noticed, new) = schemas(old.clone(), json!({"oneOf": branches}));
        assert_eq!(noticed, NOTHING);
        let mut variants = variants(&new);
        variants.sort();
        assert_eq!(variants, ["Text", "Unknown", "WithA", "WithB"]);
    }
}

#[test]
fn an_object_stands_beside_a_map() {
    let map = json!({"type": "object", "additionalProperties": {"type": "integer"}});
    let old = json!({"anyOf": [{"type": "string"}, map]});
    let new = json!({"anyOf": [object(&["b"]), {"type": "string"}, map]});
    assert_eq!(schemas(old, new).0, NOTHING);
}

#[test]
fn an_inline_object_beside_named_ones_leaves_a_union() {
    let named = |branches: Value| {
        description(&json!({"Root": {"anyOf": branches}, "A": object(&["a"]), "B": object(&["b"])}))
    };
    let (a, b) = (
        json!({"$ref": "#/components/schemas/A"}),
        json!({"$ref": "#/components/schemas/B"}),
    );
    let (noticed, _) = step(
        "",
        &named(json!([a, b])),
        &named(json!([a, b, object(&["c"])])),
    );
    assert_eq!(noticed, NOTHING);
}

#[test]
fn a_member_of_an_envelope_leaves_the_payload_and_is_reported() {
    let settings = "[envelope]\nsuccess = \"success\"\npayload = [\"result\"]\n";
    let mut old = holding(&[
        ("success", json!({"type": "boolean"})),
        ("result", object(&["id"])),
    ]);
    old["required"] = json!(["success", "result"]);
    let mut new = old.clone();
    new["properties"]["took"] = json!({"type": "integer"});
    let all = |root: Value| description(&json!({"Root": root}));
    let (noticed, new) = step(settings, &all(old), &all(new));
    assert_eq!(noticed, NOTHING);
    let told: Vec<String> = new
        .report
        .problems()
        .iter()
        .map(ToString::to_string)
        .collect();
    let told = told.join("\n");
    assert!(
        told.contains("the envelope has the member `took`"),
        "{told}"
    );
    // The member, and its `type`.
    assert_eq!(new.summary.degraded, 2);
}

#[test]
fn a_second_list_leaves_the_items_of_pages() {
    let list = json!({"type": "array", "items": {"type": "string"}});
    let described = |lists: &[&str]| {
        let members: Vec<(&str, Value)> = lists.iter().map(|name| (*name, list.clone())).collect();
        let mut all = description(&json!({"Root": holding(&members)}));
        all["paths"]["/"]["get"]["parameters"] =
            json!([{"name": "page", "in": "query", "schema": {"type": "integer"}}]);
        all
    };
    // `data` is what such a list is usually called.
    for more in [["found", "more"], ["found", "data"]] {
        let (noticed, new) = step("", &described(&["found"]), &described(&more));
        assert_eq!(noticed, NOTHING);
        let client = &new.files["src/client.rs"];
        assert!(client.contains("take: |page| page.found"), "{client}");
    }
}

#[test]
fn what_is_said_together_and_what_is_said_alone_keep_their_names() {
    let issue = |issue: &str| {
        json!({"title": "Bad", "type": "object",
        "properties": {"issue": {"type": "string", "enum": [issue, "other"]}}})
    };
    let list = |inner: Value| {
        json!({"type": "object",
        "properties": {"details": {"type": "array", "items": inner}}})
    };
    let old = json!({
        "Root": holding(&[
            ("alone", json!({"$ref": "#/components/schemas/Narrow"})),
            ("both", json!({"allOf": [{"$ref": "#/components/schemas/Wide"},
                {"$ref": "#/components/schemas/Narrow"}]})),
        ]),
        "Wide": list(json!({"type": "object", "properties": {"text": {"type": "string"}}})),
        "Narrow": list(json!({"anyOf": [issue("one")]})),
    });
    let mut new = old.clone();
    new["Root"]["properties"]["more"] = json!({"type": "string"});
    let (noticed, _) = step("", &description(&old), &description(&new));
    assert_eq!(noticed, NOTHING);
}

#[test]
fn a_branch_at_one_of_several_places_comes_to_all_of_them() {
    let one_or_many = || {
        let node = json!({"$ref": "#/components/schemas/Node"});
        json!({"anyOf": [node, {"type": "array", "items": node}], "nullable": true})
    };
    let old = json!({
        "Root": holding(&[("node", one_or_many()), ("other", one_or_many())]),
        "Node": holding(&[("inner", one_or_many()), ("name", json!({"type": "string"}))]),
    });
    let mut new = old.clone();
    let branches = &mut new["Node"]["properties"]["inner"]["anyOf"];
    branches
        .as_array_mut()
        .expect("a list")
        .push(object(&["b"]));
    assert_eq!(step("", &description(&old), &description(&new)).0, NOTHING);
    let branches = &mut new["Root"]["properties"]["other"]["anyOf"];
    branches
        .as_array_mut()
        .expect("a list")
        .insert(0, object(&["c"]));
    assert_eq!(step("", &description(&old), &description(&new)).0, NOTHING);
}

#[test]
fn a_group_of_branches_stays_a_group() {
    let list = |inner: Value| json!({"type": "array", "items": inner});
    let lists = [
        list(json!({"type": "number"})),
        list(list(json!({"type": "number"}))),
    ];
    let [one, two] = lists;
    let old = json!({"anyOf": [one, two, object(&["a"])]});
    let new = json!({"anyOf": [one, two, object(&["a"]), object(&["b"])]});
    assert_eq!(schemas(old, new).0, NOTHING);
}

#[test]
fn members_that_differ_by_place_are_any_value() {
    let item = |members: Value| json!({"type": "array", "items": {"type": "object", "properties": members}});
    let old = json!({"id": {"type": "string"}});
    let root = |one: &Value, two: &Value| {
        holding(&[("one", item(one.clone())), ("two", item(two.clone()))])
    };
    let with = |extra: &str| json!({"id": {"type": "string"}, "data": {"type": extra}});
    let (noticed, new) = schemas(root(&old, &old), root(&with("string"), &with("integer")));
    assert_eq!(noticed, NOTHING);
    assert!(
        new.report
            .problems()
            .iter()
            .any(|one| one.met.starts_with("`data` is something else"))
    );
}

#[test]
fn a_form_does_not_hinder_what_is_shared() {
    let mut old = description(&json!({"Root": holding(&[
        ("cat", object(&["name"])), ("dog", object(&["name"]))])}));
    old["paths"]["/"]["post"] = json!({"operationId": "send", "responses": {"200": {"description": "."}},
        "requestBody": {"content": {"multipart/form-data": {"schema": object(&["file"])}}}});
    let mut new = old.clone();
    new["components"]["schemas"]["Root"]["properties"]["dog"]["properties"]["age"] =
        json!({"type": "integer"});
    assert_eq!(step("", &old, &new).0, NOTHING);
}

#[test]
fn a_struct_that_becomes_an_enum_leaves_its_names_behind() {
    let branch = |tag: &str| {
        let tag = json!({"type": "string", "enum": [tag]});
        json!({"type": "object", "required": ["kind"], "properties": {"kind": tag}})
    };
    let record = object(&["kind", "web_page"]);
    let union = json!({"oneOf": [branch("web_page"), branch("file")]});
    let (_, output) = schemas(record.clone(), union.clone());
    assert_eq!(variants(&output), ["WebPage", "File", "Unknown"]);
    let (_, output) = schemas(union, record);
    let Kind::Struct { fields, .. } = &surface(&output).items["types::Root"].kind else {
        panic!("{}", text(&output))
    };
    let fields: Vec<&str> = fields.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(fields, ["kind", "web_page", "unknown"]);
}
