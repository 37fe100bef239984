//! Whether the time grows as the document does: one real document, many times in one.

use std::path::{Path, PathBuf};

use fs_err as fs;
use miette::IntoDiagnostic;
use serde_json::{Map, Value};

use super::{Row, generating, tool::Tool};

/// Rows for documents of 1, 10 … megabytes, up to `largest`; only ours is run.
///
/// # Errors
/// The folder cannot be written.
pub(super) fn rows(
    tools: &[Option<Tool>],
    documents: &[(String, PathBuf)],
    folder: &Path,
    largest: usize,
) -> miette::Result<Vec<Row>> {
    let smallest = documents
        .iter()
        .filter(|(name, _)| name.ends_with(".json"))
        .min_by_key(|(_, path)| fs::metadata(path).map_or(u64::MAX, |data| data.len()));
    let Some((_, path)) = smallest else {
        return Ok(Vec::new());
    };
    let text = fs::read_to_string(path).into_diagnostic()?;
    let one: Value = serde_json::from_str(&text).into_diagnostic()?;
    let mut rows = Vec::new();
    let mut megabytes = 1;
    while megabytes <= largest {
        let copies = (megabytes * 1_000_000).div_ceil(one.to_string().len());
        let name = format!("{megabytes} MB");
        let file = folder.join(format!("{megabytes}mb.json"));
        fs::write(&file, repeated(&one, copies).to_string()).into_diagnostic()?;
        rows.push(generating::row(
            tools.get(..1).unwrap_or_default(),
            &name,
            &file,
            folder,
            3,
        )?);
        fs::remove_file(&file).into_diagnostic()?;
        megabytes *= 10;
    }
    Ok(rows)
}

/// The paths and components of `document`, `copies` times under different names.
fn repeated(document: &Value, copies: usize) -> Value {
    let mut whole = document.clone();
    for table in ["/paths", "/components"] {
        if let Some(Value::Object(members)) = whole.pointer_mut(table) {
            *members = Map::new();
        }
    }
    for copy in 0..copies {
        for (path, item) in members(document, "/paths") {
            let item = renamed(item, copy);
            insert(&mut whole, "/paths", format!("/copy-{copy}{path}"), item);
        }
        for (kind, table) in members(document, "/components") {
            insert_table(&mut whole, kind);
            for (name, node) in table.as_object().into_iter().flatten() {
                let at = format!("/components/{kind}");
                insert(
                    &mut whole,
                    &at,
                    format!("{name}-{copy}"),
                    renamed(node, copy),
                );
            }
        }
    }
    whole
}

fn members<'a>(document: &'a Value, at: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let table = document.pointer(at).and_then(Value::as_object);
    table.into_iter().flatten()
}

fn insert_table(whole: &mut Value, kind: &str) {
    if let Some(Value::Object(components)) = whole.pointer_mut("/components") {
        let entry = components.entry(kind.to_owned());
        entry.or_insert_with(|| Value::Object(Map::new()));
    }
}

fn insert(whole: &mut Value, at: &str, key: String, value: Value) {
    if let Some(Value::Object(table)) = whole.pointer_mut(at) {
        table.insert(key, value);
    }
}

/// The same node in another copy: its references and its `operationId` have the copy's number.
fn renamed(node: &Value, copy: usize) -> Value {
    match node {
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| {
                let value = match (key.as_str(), value) {
                    ("$ref", Value::String(target)) if target.starts_with("#/components/") => {
                        Value::String(format!("{target}-{copy}"))
                    }
                    ("operationId", Value::String(id)) => Value::String(format!("{id}-{copy}")),
                    _ => renamed(value, copy),
                };
                (key.clone(), value)
            });
            Value::Object(members.collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| renamed(item, copy)).collect()),
        scalar => scalar.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_copy_refers_to_itself() {
        let document = json!({
            "openapi": "3.0.3",
            "paths": {"/a": {"get": {"operationId": "a", "$ref": "#/components/schemas/A"}}},
            "components": {"schemas": {"A": {"type": "string"}}},
        });
        let expected = json!({
            "openapi": "3.0.3",
            "paths": {
                "/copy-0/a": {"get": {"operationId": "a-0", "$ref": "#/components/schemas/A-0"}},
                "/copy-1/a": {"get": {"operationId": "a-1", "$ref": "#/components/schemas/A-1"}},
            },
            "components": {"schemas": {"A-0": {"type": "string"}, "A-1": {"type": "string"}}},
        });
        assert_eq!(repeated(&document, 2), expected);
    }
}
