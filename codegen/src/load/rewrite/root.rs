//! The outermost objects: the description itself, its components, its servers.

use serde_json::{Map, Value, json};

use super::{
    context::{Context, Path, Version, object, what},
    mend,
};
use crate::{
    pointer::Pointer,
    report::{Problem, Report, codes},
};

/// The version of a description; `None`, and an error in the report, for what is none.
pub(in crate::load) fn version(value: &Value, report: &mut Report) -> Option<Version> {
    let root = Pointer::root();
    let Value::Object(object) = value else {
        let met = format!(
            "an OpenAPI description must be an object, not {}",
            what(value)
        );
        report.push(Problem::error(codes::NOT_OPENAPI, &root, met).help(
            "check that this is the right file: a description begins with `openapi: 3.0.3` or so",
        ));
        return None;
    };
    let text = |key: &str| match object.get(key)? {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => Some(String::new()),
    };
    let Some(openapi) = text("openapi") else {
        return without_version(object, text("swagger"), report);
    };
    if openapi.starts_with('2') {
        swagger(&openapi, "openapi", report);
        return None;
    }
    let at = root.child("openapi");
    let minor = openapi
        .strip_prefix("3.")
        .and_then(|rest| rest.split('.').next());
    match minor.and_then(|minor| minor.parse::<u32>().ok()) {
        Some(0) => Some(Version::V3_0),
        Some(1) => Some(Version::V3_1),
        Some(_) => {
            let met = format!("OpenAPI {openapi} is newer than this generator");
            report.push(
                Problem::note(codes::UNKNOWN_VERSION, &at, met)
                    .done("it is read as OpenAPI 3.1, with what is known of 3.2"),
            );
            Some(Version::V3_1)
        }
        None if openapi == "3" => Some(Version::V3_0),
        None => {
            let met = format!("`{openapi}` is no known version of OpenAPI");
            report.push(
                Problem::warning(codes::UNKNOWN_VERSION, &at, met)
                    .done("it is read as OpenAPI 3.1")
                    .help("write the version of OpenAPI here, such as `3.0.3` or `3.1.0`"),
            );
            Some(Version::V3_1)
        }
    }
}

fn without_version(
    object: &Map<String, Value>,
    swagger_version: Option<String>,
    report: &mut Report,
) -> Option<Version> {
    if let Some(version) = swagger_version {
        swagger(&version, "swagger", report);
        return None;
    }
    let root = Pointer::root();
    if ["paths", "components", "webhooks"]
        .iter()
        .any(|key| object.get(*key).is_some_and(Value::is_object))
    {
        let met = "the description does not say its version of OpenAPI";
        report.push(
            Problem::warning(codes::UNKNOWN_VERSION, &root, met)
                .done("it is read as OpenAPI 3.1")
                .help("add `openapi: 3.1.0`, or the version it was written for"),
        );
        return Some(Version::V3_1);
    }
    let met = "this object has neither `openapi` nor `paths`";
    report.push(Problem::error(codes::NOT_OPENAPI, &root, met).help(
        "check that this is the right file: a description begins with `openapi: 3.0.3` or so",
    ));
    None
}

fn swagger(version: &str, key: &str, report: &mut Report) {
    let met = format!("this is a Swagger {version} description, not OpenAPI 3");
    let help =
        "convert it first, for example with `swagger2openapi` or https://converter.swagger.io";
    report.push(Problem::error(codes::SWAGGER_2, &Pointer::root().child(key), met).help(help));
}

/// The description itself.
pub(super) fn root(cx: &mut Context<'_>, value: &mut Value, path: &Path<'_>) {
    let Some(root) = object(cx, value, path) else {
        return;
    };
    // The place of other files, which none of this description's own members can be.
    root.shift_remove(crate::load::files::FILES);
    root.retain(|key, value| match key.as_str() {
        "paths" | "components" | "webhooks" | "info" => mend::object(cx, path, key, value),
        "tags" | "servers" | "security" => mend::array(cx, path, key, value),
        "externalDocs" => mend::external_docs(value),
        _ => true,
    });
    info(cx, root, path);
    if !root.contains_key("paths") {
        if cx.version == Version::V3_0 {
            let met = "the description has no `paths`";
            cx.tally(codes::MISSING, path, met, "it is read as having none");
        }
        root.insert("paths".to_owned(), json!({}));
    }
    paths(cx, root, path);
    if let Some(Value::Array(tags)) = root.get_mut("tags") {
        let at = path.data("tags");
        tags.retain_mut(|tag| match tag {
            Value::String(name) => {
                *tag = json!({ "name": name });
                true
            }
            tag => named(cx, tag, &at),
        });
    }
    if let Some(security) = root.get_mut("security") {
        super::security::requirements(cx, security, &path.data("security"));
    }
    from_swagger(cx, root, path);
}

fn named(cx: &mut Context<'_>, tag: &mut Value, path: &Path<'_>) -> bool {
    let Some(tag) = tag.as_object_mut() else {
        cx.dropped(path, "tag", tag);
        return false;
    };
    tag.retain(|key, value| match key.as_str() {
        "name" | "description" => mend::text(cx, path, key, value),
        "externalDocs" => mend::external_docs(value),
        _ => true,
    });
    tag.contains_key("name")
}

fn info(cx: &mut Context<'_>, root: &mut Map<String, Value>, path: &Path<'_>) {
    let missing = !root.contains_key("info");
    let info = root.entry("info").or_insert_with(|| json!({}));
    let Value::Object(info) = info else { return };
    let at = path.data("info");
    info.retain(|key, value| match key.as_str() {
        "title" | "version" | "description" | "summary" | "termsOfService" => {
            mend::text(cx, &at, key, value)
        }
        _ => true,
    });
    for (key, stand_in) in [("title", "API"), ("version", "0")] {
        if !info.contains_key(key) {
            let met = format!("the description has no `{key}`");
            let done = format!("it is read as `{stand_in}`");
            let at = if missing { *path } else { at };
            cx.mended(codes::MISSING, &at, met, &done);
            info.insert(key.to_owned(), json!(stand_in));
        }
    }
}

/// A path begins with a slash.
fn paths(cx: &mut Context<'_>, root: &mut Map<String, Value>, path: &Path<'_>) {
    let Some(Value::Object(paths)) = root.get_mut("paths") else {
        return;
    };
    let proper = |key: &String| key.starts_with('/') || key.starts_with("x-");
    if paths.keys().all(proper) {
        return;
    }
    let at = path.data("paths");
    let mut mended = Map::with_capacity(paths.len());
    for (key, item) in std::mem::take(paths) {
        let place = at.data(&key);
        let slashed = format!("/{}", key.trim_start());
        if proper(&key) {
            mended.insert(key, item);
        } else if mended.contains_key(&slashed) {
            let met = "this path does not begin with a slash, and stands here with one too";
            cx.degraded(codes::WRONG_KIND, &place, met, "it is left out");
        } else {
            let met = "this path does not begin with a slash";
            cx.mended(
                codes::WRONG_KIND,
                &place,
                met,
                &format!("it is read as `{slashed}`"),
            );
            let pointer = at.pointer();
            cx.moved
                .insert(pointer.child(&slashed), &pointer.child(&key));
            mended.insert(slashed, item);
        }
    }
    *paths = mended;
}

/// What Swagger 2.0 had at the root and people left there.
fn from_swagger(cx: &mut Context<'_>, root: &mut Map<String, Value>, path: &Path<'_>) {
    if let Some(schemes @ Value::Object(_)) = root.shift_remove("securityDefinitions") {
        let components = root.entry("components").or_insert_with(|| json!({}));
        if let Value::Object(components) = components {
            let at = path.data("securityDefinitions");
            let met = "`securityDefinitions` belongs to Swagger 2.0";
            let done = "it is read as `components/securitySchemes`";
            cx.mended(codes::OTHER_VERSION, &at, met, done);
            components.entry("securitySchemes").or_insert(schemes);
        }
    }
    let host = root.get("host").and_then(Value::as_str).map(str::to_owned);
    if let Some(host) = host.filter(|_| !root.contains_key("servers")) {
        let base = root
            .get("basePath")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let scheme = root
            .get("schemes")
            .and_then(|schemes| schemes.get(0))
            .and_then(Value::as_str);
        let url = format!("{}://{host}{base}", scheme.unwrap_or("https"));
        let met = "`host` and `basePath` belong to Swagger 2.0";
        let done = "they are read as a server";
        cx.mended(codes::OTHER_VERSION, &path.data("host"), met, done);
        root.insert("servers".to_owned(), json!([{ "url": url }]));
    }
}

/// `components`.
pub(super) fn components(cx: &mut Context<'_>, value: &mut Value, path: &Path<'_>) {
    let Some(components) = object(cx, value, path) else {
        return;
    };
    components.retain(|key, value| match path.kind.child(key) {
        Some(_) => mend::object(cx, path, key, value),
        None => true,
    });
}

/// A server: an object with a `url`.
pub(super) fn server(cx: &mut Context<'_>, value: &mut Value, path: &Path<'_>) {
    let Some(server) = object(cx, value, path) else {
        return;
    };
    server.retain(|key, value| match key.as_str() {
        "url" | "description" => mend::text(cx, path, key, value),
        "variables" => mend::object(cx, path, key, value),
        _ => true,
    });
    if !server.contains_key("url") {
        cx.mended(
            codes::MISSING,
            path,
            "this server has no `url`",
            "it is read as `/`",
        );
        server.insert("url".to_owned(), json!("/"));
    }
    let Some(Value::Object(variables)) = server.get_mut("variables") else {
        return;
    };
    let at = path.data("variables");
    variables.retain(|name, value| {
        let at = at.data(name);
        // A variable that is only its default.
        if let Value::String(_) | Value::Number(_) = value {
            *value = json!({ "default": value });
        }
        let Some(variable) = value.as_object_mut() else {
            cx.dropped(&at, "server variable", value);
            return false;
        };
        variable.retain(|key, value| match key.as_str() {
            "default" | "description" => mend::text(cx, &at, key, value),
            "enum" => mend::texts(cx, &at, key, value),
            _ => true,
        });
        if !variable.contains_key("default") {
            let first = variable
                .get("enum")
                .and_then(|values| values.get(0))
                .cloned();
            let met = "this server variable has no `default`";
            let done = "its first value, or none, is its default";
            cx.mended(codes::MISSING, &at, met, done);
            variable.insert("default".to_owned(), first.unwrap_or_else(|| json!("")));
        }
        true
    });
}
