//! Pages are found by the customs of the field, and pinned where a person knows better.

use super::files;

/// A description of one list: its query parameter, the members of its reply, and of an item.
fn list(parameter: &str, reply: &str, item: &str) -> String {
    format!(
        r##"{{
  "openapi": "3.0.3", "info": {{"title": "Things", "version": "1"}},
  "paths": {{"/things": {{"get": {{"operationId": "listThings",
    "parameters": [{{"name": "{parameter}", "in": "query", "schema": {{"type": "string"}}}}],
    "responses": {{"200": {{"description": "d", "content": {{"application/json": {{"schema":
      {{"type": "object", "properties": {{
        "data": {{"type": "array", "items": {{"type": "object", "properties": {{{item}}}}}}}{reply}}}}}}}}}}}}}}}}}}}
}}"##
    )
}

/// What moves on to the next page, in the emitted table.
fn next(description: &str, settings: &str) -> Option<String> {
    let files = files(description, settings);
    let client: String = files
        .iter()
        .filter(|(path, _)| path.starts_with("src/client"))
        .map(|(_, text)| text.as_str())
        .collect();
    let (_, table) = client.split_once("next: ")?;
    let (next, _) = table.split_once("path:")?;
    let next: String = next.split_whitespace().collect();
    Some(next.trim_end_matches(',').replace(",)", ")"))
}

const ID: &str = r#""id": {"type": "string"}"#;
const MORE: &str = r#", "has_more": {"type": "boolean"}"#;

#[test]
fn a_page_after_the_last_item_is_known_by_the_flag_that_there_are_more() {
    let by_id =
        Some(r#"pages::Next::After("starting_after",pages::Last::OfItem("id"),&["has_more"])"#);
    assert_eq!(
        next(&list("starting_after", MORE, ID), "").as_deref(),
        by_id
    );
    let last = format!(r#"{MORE}, "last_id": {{"type": "string", "nullable": true}}"#);
    assert_eq!(
        next(&list("after", &last, ID), "").as_deref(),
        Some(r#"pages::Next::After("after",pages::Last::Member(&["last_id"]),&["has_more"])"#)
    );
    let inside = r#", "meta": {"type": "object", "properties": {"hasMore": {"type": "boolean"}}}"#;
    assert_eq!(
        next(&list("after_id", inside, ID), "").as_deref(),
        Some(r#"pages::Next::After("after_id",pages::Last::OfItem("id"),&["meta","hasMore"])"#)
    );
    // Neither without the flag, nor where an item has nothing that it is known by.
    assert_eq!(next(&list("after", "", ID), ""), None);
    let text = r#", "has_more": {"type": "string"}"#;
    assert_eq!(next(&list("after", text, ID), ""), None);
    assert_eq!(next(&list("after", MORE, ""), ""), None);
    let object = r#""id": {"type": "object"}"#;
    assert_eq!(next(&list("after", MORE, object), ""), None);
    assert_eq!(next(&list("before", MORE, ID), ""), None);
}

#[test]
fn an_offset_that_is_a_text_is_a_cursor() {
    let page = r#", "next_page": {"type": "object", "nullable": true, "properties": {
      "offset": {"type": "string"}, "uri": {"type": "string"}}}"#;
    assert_eq!(
        next(&list("offset", page, ID), "").as_deref(),
        Some(r#"pages::Next::Cursor("offset",&["next_page","offset"])"#)
    );
    assert_eq!(next(&list("offset", "", ID), ""), None);
}

#[test]
fn a_page_after_the_last_item_is_pinned() {
    let pinned = |more: &str| {
        format!("[pagination.listThings]\nstyle = \"after\"\nparameter = \"since\"\n{more}")
    };
    assert_eq!(
        next(&list("since", "", ID), &pinned("")).as_deref(),
        Some(r#"pages::Next::After("since",pages::Last::OfItem("id"),&[])"#)
    );
    let newest = r#", "newest": {"type": "string"}"#;
    assert_eq!(
        next(&list("since", newest, ID), &pinned("next = [\"newest\"]\n")).as_deref(),
        Some(r#"pages::Next::After("since",pages::Last::Member(&["newest"]),&[])"#)
    );
    assert_eq!(
        super::problems(&list("since", "", ""), &pinned("")),
        "1:13 no cursor is there (write the members that lead from the payload to the next cursor)"
    );
}
