//! The docs of what is printed are read by rustdoc without a warning.

use std::{fs, process::Command};

use codegen::Output;
use serde_json::json;

use super::{generate, own, texts};

/// A description with `text` wherever docs come from.
fn documented(text: &str) -> serde_json::Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": text, "version": text, "description": text},
        "servers": [{"url": "https://pets.example", "description": text}],
        "tags": [{"name": "pets", "description": text}],
        "paths": {"/pets": {"get": {
            "operationId": "listPets", "summary": text, "description": text, "tags": ["pets"],
            "parameters": [
                {"name": text, "in": "query", "description": text, "schema": {"type": "string", "default": text}},
                {"name": "id", "in": "query", "required": true, "description": text, "schema": {"type": "string"}},
            ],
            "requestBody": {"description": text, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
            "responses": {
                "200": {"description": text, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
                "201": {"description": text},
                "404": {"description": text, "content": {"application/json": {"schema": {"type": "object", "description": text, "properties": {"a": {"type": "string"}}}}}},
            },
        }}},
        "security": [{"token": []}],
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": text}},
            "schemas": {"Pet": {"type": "object", "description": text, "title": text, "properties": {
                "name": {"type": "string", "description": text, "default": text, "example": text, "pattern": text},
                (text): {"enum": [text, "b"], "description": text, "x-enum-descriptions": [text, text]},
            }}},
        },
    })
}

/// The blocks of docs in a crate, each on an item of its own. Links of ours to items of the crate,
/// which are not there, become code; those to what a hostile text names stay.
fn blocks(output: &Output) -> Vec<String> {
    let mut blocks = Vec::new();
    for (_, file) in own(output).iter().filter(|(path, _)| path.ends_with(".rs")) {
        let mut block = String::new();
        for line in file.lines().chain([""]) {
            let line = line.trim_start();
            match line.strip_prefix("///").or(line.strip_prefix("//!")) {
                Some(docs) => block.push_str(&format!("///{}\n", without_links(docs))),
                None if block.is_empty() => {}
                None => blocks.push(std::mem::take(&mut block)),
            }
        }
    }
    blocks.sort();
    blocks.dedup();
    blocks
}

/// The line with code in place of [`links`] to items.
fn without_links(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("[`") {
        let link = after.split_once("`]").filter(|(name, _)| {
            let path = |c: char| c.is_ascii_alphanumeric() || "_:".contains(c);
            name.chars().all(path) && !name.contains(texts::MARKER) && *name != "x"
        });
        out.push_str(before);
        match link {
            Some((name, after)) if !before.ends_with('\\') => {
                out.push_str(&format!("`{name}`"));
                // `(crate::path)`, where a link says where it leads.
                let target = after
                    .strip_prefix('(')
                    .and_then(|rest| rest.split_once(')'));
                let inner = target.filter(|(target, _)| !target.contains('/'));
                rest = inner.map_or(after, |(_, rest)| rest);
            }
            Some(_) | None => {
                out.push_str("[`");
                rest = after;
            }
        }
    }
    out + rest
}

/// What rustdoc says of docs, if it says anything.
fn rustdoc(blocks: &[String]) -> Result<(), String> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut text = String::from("//! Docs.\n");
    for (index, block) in blocks.iter().enumerate() {
        text.push_str(&format!("\n{block}pub struct D{index};\n"));
    }
    let file = folder.path().join("lib.rs");
    fs::write(&file, &text).expect("a file");
    let tool = std::env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into());
    let output = Command::new(tool)
        .args(["--edition", "2024", "--crate-type", "lib", "-D", "warnings"])
        .arg("--out-dir")
        .arg(folder.path().join("out"))
        .arg(&file)
        .output()
        .expect("rustdoc runs");
    match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

#[test]
fn hostile_docs_are_read_without_a_warning() {
    let mut all = Vec::new();
    for text in texts::all() {
        all.extend(blocks(&generate(&documented(&text), "")));
    }
    for (_, breakers) in texts::BREAKERS {
        for breaker in breakers {
            let text = format!("a {breaker}{}{breaker} z", texts::MARKER);
            all.extend(blocks(&generate(&documented(&text), "")));
        }
    }
    all.sort();
    all.dedup();
    assert!(all.len() > 500, "{} blocks", all.len());
    let verdict = rustdoc(&all);
    assert!(verdict.is_ok(), "{}", verdict.unwrap_err());
}

#[test]
fn rustdoc_would_have_told() {
    let told = rustdoc(&["/// See [`pwned_marker`].\n".to_owned()]);
    assert!(told.is_err_and(|told| told.contains("unresolved link")));
    let told = rustdoc(&["/// A Vec<pwned>.\n".to_owned()]);
    assert!(told.is_err_and(|told| told.contains("unclosed HTML tag")));
}
