//! Security schemes, and the requirements that name them.

use serde_json::{Map, Value, json};

use super::{
    context::{Context, Path, object},
    mend,
};
use crate::report::codes;

/// A security scheme (or a reference to one).
pub(super) fn scheme(cx: &mut Context<'_>, value: &mut Value, path: &Path<'_>) {
    let Some(scheme) = object(cx, value, path) else {
        return;
    };
    if scheme.contains_key("$ref") {
        return;
    }
    scheme.retain(|key, value| match key.as_str() {
        "type" | "description" | "name" | "in" | "scheme" | "bearerFormat" | "openIdConnectUrl" => {
            mend::text(cx, path, key, value)
        }
        "flows" => mend::object(cx, path, key, value),
        _ => true,
    });
    let written = scheme
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let known = ["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"];
    let meant = known
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(&written));
    match meant {
        Some(meant) => {
            scheme.insert("type".to_owned(), json!(meant));
        }
        None => unknown(cx, scheme, &written, path),
    }
    match meant {
        Some("http") => need(cx, scheme, path, "scheme", "bearer"),
        Some("apiKey") => {
            need(cx, scheme, path, "name", "Authorization");
            need(cx, scheme, path, "in", "header");
        }
        Some("oauth2") => flows(cx, scheme, path),
        Some("openIdConnect") => {
            scheme
                .entry("openIdConnectUrl")
                .or_insert_with(|| json!(""));
        }
        Some(_) | None => {}
    }
}

fn unknown(cx: &mut Context<'_>, scheme: &mut Map<String, Value>, type_: &str, path: &Path<'_>) {
    let meant = match type_.to_ascii_lowercase().as_str() {
        "basic" => "basic",
        "bearer" | "jwt" | "token" | "" => "bearer",
        _ => {
            let met = format!("`{type_}` is no type of security scheme");
            cx.degraded(
                codes::UNKNOWN_TYPE,
                path,
                met,
                "it is read as a bearer token",
            );
            "bearer"
        }
    };
    if matches!(
        type_.to_ascii_lowercase().as_str(),
        "basic" | "bearer" | "jwt" | "token" | ""
    ) {
        let met = format!("`{type_}` is no type of security scheme");
        cx.mended(
            codes::UNKNOWN_TYPE,
            path,
            met,
            &format!("it is read as `http` `{meant}`"),
        );
    }
    scheme.insert("type".to_owned(), json!("http"));
    scheme.insert("scheme".to_owned(), json!(meant));
}

fn need(
    cx: &mut Context<'_>,
    scheme: &mut Map<String, Value>,
    path: &Path<'_>,
    key: &str,
    stand_in: &str,
) {
    if !scheme.contains_key(key) {
        let met = format!("this security scheme has no `{key}`");
        cx.mended(
            codes::MISSING,
            path,
            met,
            &format!("it is read as `{stand_in}`"),
        );
        scheme.insert(key.to_owned(), json!(stand_in));
    }
    if key == "in" {
        let known = ["header", "query", "cookie"];
        let written = scheme.get(key).and_then(Value::as_str).unwrap_or_default();
        let meant = known
            .into_iter()
            .find(|known| known.eq_ignore_ascii_case(written));
        let meant = meant.unwrap_or(stand_in);
        if meant != written {
            let met = format!("`{written}` is no place where a key travels");
            cx.mended(
                codes::WRONG_KIND,
                path,
                met,
                &format!("it is read as `{meant}`"),
            );
            scheme.insert(key.to_owned(), json!(meant));
        }
    }
}

/// A client gets its tokens elsewhere: what is missing of the flows costs nothing.
fn flows(cx: &mut Context<'_>, scheme: &mut Map<String, Value>, path: &Path<'_>) {
    let flows = scheme.entry("flows").or_insert_with(|| json!({}));
    let Value::Object(flows) = flows else { return };
    let at = path.data("flows");
    flows.retain(|name, flow| {
        if name.starts_with("x-") {
            return true;
        }
        let Value::Object(flow) = flow else {
            cx.dropped(&at.data(name), "flow", flow);
            return false;
        };
        let text = |value: &mut Value| value.is_string();
        for key in ["authorizationUrl", "tokenUrl"] {
            let url = flow.entry(key).or_insert_with(|| json!(""));
            if !text(url) {
                *url = json!("");
            }
        }
        if flow.get("refreshUrl").is_some_and(|url| !url.is_string()) {
            flow.shift_remove("refreshUrl");
        }
        let scopes = flow.entry("scopes").or_insert_with(|| json!({}));
        *scopes = match scopes.take() {
            Value::Object(mut scopes) => {
                scopes
                    .values_mut()
                    .filter(|docs| !docs.is_string())
                    .for_each(|docs| {
                        *docs = json!("");
                    });
                Value::Object(scopes)
            }
            Value::Array(names) => {
                let names = names.iter().filter_map(Value::as_str);
                Value::Object(names.map(|name| (name.to_owned(), json!(""))).collect())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => json!({}),
        };
        true
    });
}

/// Security requirements: an array of objects, scheme name to scopes.
pub(super) fn requirements(cx: &mut Context<'_>, value: &mut Value, path: &Path<'_>) {
    let Value::Array(alternatives) = value else {
        return;
    };
    let mut index = 0;
    alternatives.retain_mut(|alternative| {
        let at = path.index(index);
        index += 1;
        if let Value::String(name) = alternative {
            let met = "an object must stand here, not text";
            cx.mended(
                codes::WRONG_KIND,
                &at,
                met,
                "it is read as the name of a security scheme",
            );
            *alternative = json!({ name.as_str(): [] });
        }
        let Value::Object(schemes) = alternative else {
            if !alternative.is_null() {
                cx.dropped(&at, "security requirement", alternative);
            }
            return false;
        };
        for (_, scopes) in schemes {
            match scopes {
                Value::Array(scopes) => scopes.retain(Value::is_string),
                Value::String(_) => *scopes = json!([scopes]),
                _ => *scopes = json!([]),
            }
        }
        true
    });
}
