//! A program that uses everything a crate offers: types, constructors, setters, methods, variants.

use std::fmt::Write as _;

use codegen::surface::{Function, Item, Kind, Part, Surface};

const HEAD: &str = "\
#![allow(warnings)]
use subject::{*, client::*, types::*, runtime::json::*, runtime::{pages, transport::Body}};
use serde_json::Value;
use std::collections::BTreeMap;
use bytes::Bytes;
use subject::runtime::Secret;

fn has_debug<T: std::fmt::Debug>() {}
fn has_clone<T: Clone>() {}
fn has_default<T: Default>() {}
fn has_partial_eq<T: PartialEq>() {}
fn has_eq<T: Eq>() {}
fn has_hash<T: std::hash::Hash>() {}
fn has_serialize<T: serde::Serialize>() {}
fn has_deserialize<T: serde::de::DeserializeOwned>() {}

";

/// The program, as the text of a library.
pub(crate) fn program(surface: &Surface) -> String {
    let mut text = HEAD.to_owned();
    let multipart = "runtime::multipart::Multipart";
    if surface.items.contains_key(multipart) {
        let _ = writeln!(text, "use subject::{multipart};\n");
    }
    let mut count = 0;
    for (path, item) in &surface.items {
        let own = path.starts_with("types::") || path.starts_with("scopes::");
        if own || path == "Credentials" {
            count += 1;
            of_type(&mut text, path, item, count);
        } else if path == "Client" {
            for (name, function) in &item.functions {
                count += 1;
                if function.asks.is_some() {
                    call(&mut text, "&subject::Client", name, function, count);
                }
            }
        } else if let Some(marker) = path.strip_prefix("client::") {
            let end = format!(", {marker}>");
            let client = surface.items.get("Client");
            let mut asked = client
                .into_iter()
                .flat_map(|client| client.functions.values());
            let Some(request) = asked.find(|one| one.returns.ends_with(&end)) else {
                count += 1;
                of_type(&mut text, path, item, count);
                continue;
            };
            for (name, setter) in &item.functions {
                count += 1;
                let returns = match setter.returns.as_str() {
                    "Self" => request.returns.clone(),
                    _ => String::new(),
                };
                let setter = Function {
                    returns,
                    ..setter.clone()
                };
                call(&mut text, &request.returns, name, &setter, count);
            }
        }
    }
    text
}

/// A function that calls a method and gives what it gives.
fn call(text: &mut String, owner: &str, name: &str, function: &Function, count: usize) {
    let (given, passed) = arguments(function);
    let (arrow, end) = match function.returns.as_str() {
        "" => (String::new(), ";"),
        returns => (format!(" -> {returns}"), ""),
    };
    let _ = writeln!(
        text,
        "fn call_{count}(owner: {owner}{given}){arrow} {{ owner.{name}({passed}){end} }}"
    );
}

/// The arguments as parameters of a function, and as they are passed on.
fn arguments(function: &Function) -> (String, String) {
    let (mut given, mut passed) = (String::new(), String::new());
    for (index, (_, type_)) in function.takes.iter().enumerate() {
        let _ = write!(given, ", a{index}: {}", plain(type_));
        let _ = write!(passed, "a{index}, ");
    }
    (given, passed)
}

/// A type that can stand for what is taken.
fn plain(type_: &str) -> &str {
    let inner = type_.strip_prefix("impl Into<");
    inner
        .and_then(|inner| inner.strip_suffix('>'))
        .unwrap_or(type_)
}

fn of_type(text: &mut String, path: &str, item: &Item, count: usize) {
    let path = &format!("subject::{path}");
    match &item.kind {
        Kind::Struct { fields, .. } => {
            let _ = writeln!(text, "fn read_{count}(value: &{path}) {{");
            for Part { name, type_, .. } in fields {
                let _ = writeln!(text, "    let _: &{type_} = &value.{name};");
            }
            text.push_str("}\n");
        }
        Kind::Enum { variants, .. } => of_enum(text, path, variants, count),
        Kind::Function(_) | Kind::Other(_) => return,
    }
    for (name, function) in &item.functions {
        let (given, passed) = arguments(function);
        let given = given.trim_start_matches(", ");
        let returns = match function.returns.as_str() {
            "Self" => path,
            returns => returns,
        };
        match function.receiver.as_str() {
            "" => {
                let _ = writeln!(
                    text,
                    "fn make_{count}_{name}({given}) -> {returns} {{ {path}::{name}({passed}) }}"
                );
            }
            receiver => {
                let owner = match receiver {
                    "self" => path.clone(),
                    _ => format!("&{path}"),
                };
                let given = if given.is_empty() {
                    String::new()
                } else {
                    format!(", {given}")
                };
                let _ = writeln!(
                    text,
                    "fn with_{count}_{name}(owner: {owner}{given}) {{ let _ = owner.{name}({passed}); }}"
                );
            }
        }
    }
    has(text, path, item, count);
}

/// A function that asks for the traits of a type.
fn has(text: &mut String, path: &str, item: &Item, count: usize) {
    let _ = writeln!(text, "fn traits_{count}() {{");
    for trait_ in &item.traits {
        let known = match trait_.as_str() {
            "Debug" => "has_debug",
            "Clone" => "has_clone",
            "Default" => "has_default",
            "PartialEq" => "has_partial_eq",
            "Eq" => "has_eq",
            "Hash" => "has_hash",
            "Serialize" => "has_serialize",
            "Deserialize" => "has_deserialize",
            _ => continue,
        };
        let _ = writeln!(text, "    {known}::<{path}>();");
    }
    text.push_str("}\n");
}

fn of_enum(text: &mut String, path: &str, variants: &[Part], count: usize) {
    let _ = writeln!(
        text,
        "fn match_{count}(value: &{path}) {{\n    match value {{"
    );
    let mut makers = String::new();
    for Part { name, type_, .. } in variants {
        match type_.chars().next() {
            None => {
                let _ = writeln!(text, "        {path}::{name} => {{}}");
                let _ = writeln!(
                    makers,
                    "fn make_{count}_{name}() -> {path} {{ {path}::{name} }}"
                );
            }
            Some('(') => {
                let inner = &type_[1..type_.len() - 1];
                let _ = writeln!(
                    text,
                    "        {path}::{name}(a) => {{ let _: &{inner} = a; }}"
                );
                let _ = writeln!(
                    makers,
                    "fn make_{count}_{name}(a: {inner}) -> {path} {{ {path}::{name}(a) }}"
                );
            }
            Some(_) => {
                let fields = type_.trim_matches(|c| "{} ".contains(c)).split(", ");
                let names: Vec<&str> = fields.filter_map(|field| field.split(':').next()).collect();
                let names = names.join(", ");
                let _ = writeln!(text, "        {path}::{name} {{ {names} }} => {{}}");
                let given = type_.trim_matches(|c| "{} ".contains(c));
                let _ = writeln!(
                    makers,
                    "fn make_{count}_{name}({given}) -> {path} {{ {path}::{name} {{ {names} }} }}"
                );
            }
        }
    }
    text.push_str("        _ => {}\n    }\n}\n");
    text.push_str(&makers);
}
