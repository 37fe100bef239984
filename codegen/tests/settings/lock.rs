//! Names outlive versions of the description.

use codegen::name::Lock;

use super::run;

/// A description with these schemas, one operation that answers with `Thing`, and parameters.
fn description(schemas: &str, parameters: &str) -> String {
    format!(
        r##"{{"openapi": "3.0.3", "info": {{"title": "T", "version": "1"}}, "paths": {{"/things": {{"get": {{
        "operationId": "listThings", "parameters": [{parameters}],
        "responses": {{"200": {{"description": "d", "content": {{"application/json": {{"schema":
          {{"$ref": "#/components/schemas/Thing"}}}}}}}}}}}}}}}},
        "components": {{"schemas": {{{schemas}}}}}}}"##
    )
}

fn branch(tag: &str) -> String {
    format!(
        r##"{{"type": "object", "required": ["kind", "part"], "properties": {{
        "kind": {{"type": "string", "enum": ["{tag}"]}},
        "part": {{"type": "object", "properties": {{"{tag}_size": {{"type": "integer"}}}}}}}}}}"##
    )
}

fn thing(tags: &[&str], more: &str) -> String {
    let branches: Vec<_> = tags.iter().map(|tag| branch(tag)).collect();
    format!(
        r##""Thing": {{"type": "object", "properties": {{{more}
        "shape": {{"oneOf": [{}]}}}}}}"##,
        branches.join(", ")
    )
}

fn lock(description: &str, before: &Lock) -> Lock {
    match run(description, "", before) {
        Ok(output) => output.lock(),
        Err(report) => panic!("{}", super::told(&report)),
    }
}

/// Every name of `old` is in `new`, for the same thing.
fn assert_kept(old: &Lock, new: &Lock) {
    for (place, name) in &old.types {
        assert_eq!(new.types.get(place), Some(name), "{place}");
    }
    for (owner, members) in &old.members {
        for (member, name) in members {
            let now = new.members.get(owner).and_then(|now| now.get(member));
            assert_eq!(now, Some(name), "{owner} {member}");
        }
    }
    for (operation, parameters) in &old.parameters {
        for (parameter, name) in parameters {
            let now = new.parameters[operation].get(parameter);
            assert_eq!(now, Some(name), "{operation} {parameter}");
        }
    }
    assert_eq!(
        (&old.errors, &old.operations),
        (&new.errors, &new.operations)
    );
    for method in &old.methods {
        assert_eq!(new.methods.get(method.0), Some(method.1));
    }
}

const LIMIT: &str = r##"{"name": "limit", "in": "query", "schema": {"type": "integer"}}"##;

#[test]
fn a_branch_in_front_renames_nothing() {
    let old = description(&thing(&["disk", "ball"], ""), LIMIT);
    let new = description(&thing(&["cube", "disk", "ball"], ""), LIMIT);
    let old = lock(&old, &Lock::default());
    let places = old.types.iter().filter(|(key, _)| key.starts_with('#'));
    let names: Vec<_> = places.map(|(_, name)| name.as_str()).collect();
    let expected = "Thing ThingShape BallThingShape BallPart DiskThingShape DiskPart";
    assert_eq!(names.join(" "), expected);
    let new = lock(&new, &old);
    assert_kept(&old, &new);
    assert!(new.types.values().any(|name| name == "CubeThingShape"));
}

#[test]
fn another_order_renames_nothing() {
    let old = description(&thing(&["disk", "ball"], ""), LIMIT);
    let old = lock(&old, &Lock::default());
    let size =
        r##"{"name": "size", "in": "query", "schema": {"type": "string", "enum": ["s", "l"]}}"##;
    let new = description(&thing(&["ball", "disk"], ""), &format!("{size}, {LIMIT}"));
    let new = lock(&new, &old);
    assert_kept(&old, &new);
    let again = description(&thing(&["ball", "disk"], ""), &format!("{LIMIT}, {size}"));
    assert_eq!(lock(&again, &new).types, new.types);
}

#[test]
fn a_schema_that_would_take_a_name_gets_another() {
    let old = description(&thing(&["disk"], ""), LIMIT);
    let old = lock(&old, &Lock::default());
    let more = r##", "ListThingsOptions": {"type": "object"}, "ErrorBody": {"type": "object"},
        "ThingShape": {"type": "object", "properties": {"a": {"type": "string"}}}"##;
    let new = description(&(thing(&["disk"], "") + more), LIMIT);
    let new = lock(&new, &old);
    assert_kept(&old, &new);
    assert_eq!(
        new.types["#/components/schemas/ThingShape"],
        "ThingShapeObject"
    );
}

#[test]
fn a_member_or_parameter_that_would_take_a_name_gets_another() {
    let old = description(&thing(&["disk"], ""), LIMIT);
    let old = lock(&old, &Lock::default());
    let unknown = r##""unknown": {"type": "string"}, "Shape": {"type": "string"},"##;
    let parameter = r##"{"name": "Limit", "in": "query", "schema": {"type": "integer"}}, "##;
    let new = description(&thing(&["disk"], unknown), &format!("{parameter}{LIMIT}"));
    let new = lock(&new, &old);
    assert_kept(&old, &new);
    assert_eq!(new.members["Thing"]["unknown"], "unknown_member");
    assert!(new.rest.is_empty(), "{:?}", new.rest);
}

#[test]
fn the_text_is_read_back() {
    let description = description(&thing(&["disk", "ball"], ""), LIMIT);
    let kept = lock(&description, &Lock::default());
    let text = kept.to_text();
    assert_eq!(Lock::read(&text).expect("a lock"), kept);
    assert_eq!(lock(&description, &kept).to_text(), text);
}

#[test]
fn branches_that_share_a_tag_keep_their_own_names() {
    let second = branch("disk").replace("disk_size", "height");
    let two = format!(
        r##""Thing": {{"type": "object", "properties": {{"shape": {{"oneOf": [{}, {second}]}}}}}}"##,
        branch("disk"),
    );
    let description = description(&two, LIMIT);
    let first = run(&description, "", &Lock::default()).unwrap_or_else(|_| panic!("refused"));
    let again = run(&description, "", &first.lock()).unwrap_or_else(|_| panic!("refused"));
    assert_eq!(first.lock(), again.lock());
    assert!(first.files == again.files, "the same crate once more");
    assert_eq!(first.lock().members["ThingShape"].len(), 2);
}

#[test]
fn branches_at_a_place_that_other_unions_share_stay_within_their_group() {
    let heir = |name: &str, base: &str, member: &str| {
        format!(
            r##""{name}": {{"allOf": [{{"$ref": "#/components/schemas/{base}"}}, {{"properties": {{"{member}": {{"type": "string"}}}}}}]}}"##
        )
    };
    let object = |member: &str| {
        format!(r##"{{"type": "object", "properties": {{"{member}": {{"type": "string"}}}}}}"##)
    };
    let schemas = [
        format!(
            r##""Thing": {{"oneOf": [{{"type": "string"}}, {}, {}]}}"##,
            object("side"),
            object("radius"),
        ),
        heir("First", "Thing", "a"),
        heir("Second", "First", "b"),
    ];
    let description = description(&schemas.join(", "), LIMIT);
    let first = run(&description, "", &Lock::default()).unwrap_or_else(|_| panic!("refused"));
    let again = run(&description, "", &first.lock()).unwrap_or_else(|_| panic!("refused"));
    assert_eq!(first.lock(), again.lock());
    assert!(first.files == again.files, "the same crate once more");
}
