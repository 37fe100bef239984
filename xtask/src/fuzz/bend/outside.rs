//! What stands around schemas is bent: paths, parameters, replies, and the head of the description.

use serde_json::{Map, Value, json};

use super::{is_schema, key, node};
use crate::fuzz::{dice::Dice, words};

/// A path is called something else.
pub(super) fn path(value: &mut Value, dice: &mut Dice) {
    const PATHS: [&str; 22] = [
        "",
        "/",
        "//",
        "/{}",
        "/{a",
        "/a}",
        "/{a}{b}",
        "/{a}{a}",
        "/{a}-{b}/{a}",
        "/?x={a}",
        "/#a",
        "/../{a}",
        "/./a",
        "/%2e%2e",
        "/{Type}",
        "/{a/b}",
        "/{ a }",
        "/{é}",
        "/{*a}",
        "/a:b",
        "/{self}",
        "https://a.b/c",
    ];
    let Some(Value::Object(paths)) = value.get_mut("paths") else {
        return;
    };
    if paths.is_empty() {
        return;
    }
    let old = key(paths, dice);
    let item = match dice.one_in(2) {
        true => paths.shift_remove(&old),
        false => paths.get(&old).cloned(),
    };
    let end = if dice.one_in(3) {
        words::word(dice)
    } else {
        String::new()
    };
    let new = format!("{}{end}", dice.pick(&PATHS));
    paths.insert(new, item.unwrap_or_default());
}

/// The version, title, servers, tags and security of the description.
pub(super) fn head(value: &mut Value, dice: &mut Dice) {
    const VERSIONS: [&str; 8] = ["3.0.0", "3.0.3", "3.1.0", "3.2.0", "2.0", "3", "4.0", "x"];
    const URLS: [&str; 12] = [
        "",
        "/",
        "//a.b",
        "a.b",
        "https://{host}.b/{x}",
        "https://a.b/?c=d#e",
        "ftp://a.b",
        "https://a b",
        "https://[::1]:99999",
        "\"",
        "https://user:pass@a.b",
        "https://a.b/{",
    ];
    let Value::Object(root) = value else { return };
    match dice.below(6) {
        0 => drop(root.insert("openapi".to_owned(), json!(dice.pick(&VERSIONS)))),
        1 => {
            let info = json!({ "title": words::word(dice), "version": words::word(dice),
                "description": words::prose(dice) });
            root.insert("info".to_owned(), info);
        }
        2 => {
            let variables =
                json!({ "host": { "default": words::word(dice), "enum": [words::word(dice)] } });
            let server = json!({ "url": dice.pick(&URLS), "description": words::word(dice),
                "variables": variables });
            root.insert(
                "servers".to_owned(),
                json!([server, { "url": dice.pick(&URLS) }]),
            );
        }
        3 => {
            let tag = json!({ "name": words::word(dice), "description": words::prose(dice) });
            root.insert("tags".to_owned(), json!([tag]));
        }
        4 => security(root, dice),
        _ => {
            let item = root.get("paths").and_then(Value::as_object);
            let item = item.and_then(|paths| paths.values().next().cloned());
            root.insert("webhooks".to_owned(), json!({ words::word(dice): item }));
        }
    }
}

/// Parameters, statuses and media types with bad names.
pub(super) fn parameter(value: &mut Value, dice: &mut Dice) {
    const STYLES: [&str; 8] = [
        "simple",
        "form",
        "label",
        "matrix",
        "spaceDelimited",
        "pipeDelimited",
        "deepObject",
        "x",
    ];
    const MEDIA: [&str; 12] = [
        "",
        "*/*",
        "application/json; charset=utf-8",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/event-stream",
        "application/jsonl",
        "application/xml",
        "text/*",
        "image/png",
        "\"",
        "application/vnd.a+json;v=\"1\"",
    ];
    const STATUSES: [&str; 10] = [
        "200", "2XX", "default", "204", "0", "99", "999", "20", "-1", "x",
    ];
    let is_operation = |node: &Value| node.get("responses").is_some();
    let schema = node(value, dice, &is_schema).map(|schema| schema.clone());
    let schema = schema.unwrap_or_else(|| json!({}));
    let Some(Value::Object(operation)) = node(value, dice, &is_operation) else {
        return;
    };
    let content = json!({ dice.pick(&MEDIA): { "schema": schema } });
    match dice.below(3) {
        0 => {
            let parameter = json!({ "name": words::word(dice), "schema": schema,
                "in": dice.pick(&["path", "query", "header", "cookie", "body", "x"]),
                "style": dice.pick(&STYLES), "explode": dice.one_in(2), "required": dice.one_in(2) });
            let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
            if let Value::Array(parameters) = parameters {
                parameters.push(parameter);
            }
        }
        1 => {
            let body = json!({ "content": content, "required": dice.one_in(2) });
            operation.insert("requestBody".to_owned(), body);
        }
        _ => {
            let headers = json!({ words::word(dice): { "schema": { "type": "string" } } });
            let reply =
                json!({ "description": words::word(dice), "content": content, "headers": headers });
            if let Some(Value::Object(replies)) = operation.get_mut("responses") {
                replies.insert((dice.pick(&STATUSES)).to_owned(), reply);
            }
        }
    }
}

/// Many paths alike, with the same operation ids.
pub(super) fn repeat_path(value: &mut Value, dice: &mut Dice) {
    let many = dice.count(40);
    if let Some(Value::Object(paths)) = value.get_mut("paths")
        && let Some(item) = paths.values().next().cloned()
    {
        for index in 0..many {
            let path = match dice.below(3) {
                0 => format!("/copy/{index}"),
                1 => format!("/copy/{{id}}/{}", words::word(dice)),
                _ => format!("/Copy{}", "/x".repeat(index)),
            };
            paths.insert(path, item.clone());
        }
    }
}

/// Another security scheme, and what asks for it.
fn security(root: &mut Map<String, Value>, dice: &mut Dice) {
    let name = words::word(dice);
    let kinds = [
        "apiKey",
        "http",
        "oauth2",
        "openIdConnect",
        "mutualTLS",
        "basic",
        "x",
    ];
    let scheme = json!({ "type": dice.pick(&kinds), "name": words::word(dice),
        "in": dice.pick(&["header", "query", "cookie", "x"]),
        "scheme": dice.pick(&["bearer", "basic", "digest", "x"]) });
    if let Some(components) = root.get_mut("components").and_then(Value::as_object_mut) {
        let schemes = components
            .entry("securitySchemes")
            .or_insert_with(|| json!({}));
        if let Value::Object(schemes) = schemes {
            schemes.insert(name.clone(), scheme);
        }
    }
    let other = words::word(dice);
    root.insert(
        "security".to_owned(),
        json!([{ name: [] }, { other: ["x"] }, {}]),
    );
}
