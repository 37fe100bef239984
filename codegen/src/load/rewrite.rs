//! A description of any 3.x version is rewritten, in place, into plain OpenAPI 3.0 terms.
//!
//! Every node is rewritten before the nodes inside it, by what stands in it alone: no reference is
//! followed here. Rewriting twice changes nothing.

mod body;
mod context;
mod mend;
mod operation;
mod parameter;
mod root;
mod schema;
mod security;

use serde_json::Value;

pub(super) use context::{Context, Moved, Path, Version};
pub(super) use root::version;

use super::kind::{Entry, Kind};

/// Rewrites a node and all nodes inside it.
pub(super) fn rewrite(cx: &mut Context<'_>, value: &mut Value, kind: Kind, path: &Path<'_>) {
    if kind.can_refer() {
        cx.reference(value, kind, path);
    }
    match kind {
        Kind::Root => root::root(cx, value, path),
        Kind::Components => root::components(cx, value, path),
        Kind::Server => root::server(cx, value, path),
        Kind::PathItem => operation::path_item(cx, value, path),
        Kind::Operation => operation::operation(cx, value, path),
        Kind::Parameter => parameter::parameter(cx, value, path),
        Kind::Header => parameter::header(cx, value, path),
        Kind::RequestBody => body::request_body(cx, value, path),
        Kind::MediaType => body::media_type(cx, value, path),
        Kind::Encoding => body::encoding(cx, value, path),
        Kind::Responses => body::responses(cx, value, path),
        Kind::Response => body::response(cx, value, path),
        Kind::SecurityScheme => security::scheme(cx, value, path),
        Kind::Schema => schema::schema(cx, value, path),
        Kind::SchemaOrFlag => {
            if !value.is_boolean() {
                schema::schema(cx, value, path);
            }
        }
        Kind::Map(entry) => drop_misfits(cx, value, entry, path),
        Kind::List(entry) => drop_misfits(cx, value, entry, path),
        Kind::Link | Kind::Callback => {}
    }
    match value {
        Value::Object(object) => {
            for (key, child) in object {
                if let Some(kind) = kind.child(key) {
                    rewrite(cx, child, kind, &path.member(key, kind));
                }
            }
        }
        Value::Array(items) => {
            let Some(kind) = kind.child("") else { return };
            for (index, item) in items.iter_mut().enumerate() {
                rewrite(cx, item, kind, &path.item(index, kind));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Drops what can be no node from a map or list of nodes. A schema is a misfit in many more ways,
/// most of which can be mended where it stands.
fn drop_misfits(cx: &mut Context<'_>, value: &mut Value, entry: Entry, path: &Path<'_>) {
    let named = matches!(path.kind, Kind::Map(_)) && path.parent_kind() != Some(Kind::Components);
    let fits = |node: &Value| match entry {
        Entry::Schema => named || schema::is_schema(node),
        // Empty YAML (`application/json:`) is an empty node.
        Entry::MediaType | Entry::Response | Entry::Encoding => node.is_object() || node.is_null(),
        Entry::Server
        | Entry::PathItem
        | Entry::Parameter
        | Entry::RequestBody
        | Entry::Header
        | Entry::Link
        | Entry::Callback
        | Entry::SecurityScheme => node.is_object(),
    };
    let name = entry.kind().name();
    match value {
        Value::Object(object) => object.retain(|key, node| {
            let kept = path.kind.child(key).is_none() || fits(node);
            if !kept {
                cx.dropped(&path.data(key), name, node);
            } else if node.is_null() && entry != Entry::Schema {
                *node = Value::Object(serde_json::Map::new());
            }
            kept
        }),
        Value::Array(items) if items.iter().all(fits) => {}
        Value::Array(items) => {
            let mut kept = Vec::with_capacity(items.len());
            for (index, node) in std::mem::take(items).into_iter().enumerate() {
                if !fits(&node) {
                    cx.dropped(&path.index(index), name, &node);
                } else {
                    cx.moved_item(path, index, kept.len());
                    kept.push(node);
                }
            }
            *items = kept;
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
