//! A program that uses everything a crate offers: types, constructors, setters, methods, variants.

use std::{collections::BTreeMap, fmt::Write as _};

use codegen::surface::{Function, Item, Kind, Part, Surface};

const HEAD: &str = "\
#![allow(warnings)]
fn has_debug<T: std::fmt::Debug>() {}
fn has_clone<T: Clone>() {}
fn has_default<T: Default>() {}
fn has_partial_eq<T: PartialEq>() {}
fn has_eq<T: Eq>() {}
fn has_hash<T: std::hash::Hash>() {}
fn has_serialize<T: serde::Serialize>() {}
fn has_deserialize<T: serde::de::DeserializeOwned>() {}

";

/// What types of other crates are called in an emitted one.
const OTHERS: [(&str, &str); 4] = [
    ("BTreeMap", "std::collections::BTreeMap"),
    ("Value", "serde_json::Value"),
    ("Bytes", "bytes::Bytes"),
    ("IpAddr", "std::net::IpAddr"),
];

/// Where everything is that the texts of a surface speak of.
struct Paths(BTreeMap<String, String>);

impl Paths {
    fn of(surface: &Surface) -> Self {
        let others = OTHERS
            .iter()
            .map(|(name, path)| ((*name).to_owned(), (*path).to_owned()));
        let mut paths: BTreeMap<String, String> = others.collect();
        // What stands nearest to the types of the description is meant.
        let near = |path: &str| match path.split("::").collect::<Vec<_>>()[..] {
            [_] => 3,
            ["types" | "client" | "scopes", _] => 4,
            ["runtime", _] => 2,
            ["runtime", "json", ..] => 1,
            _ => 0,
        };
        let mut items: Vec<&String> = surface.items.keys().collect();
        items.sort_by_key(|path| near(path));
        for path in items {
            let mut segments = path.rsplit("::");
            let name = segments.next().unwrap_or(path);
            paths.insert(name.to_owned(), format!("subject::{path}"));
            if let Some(module) = segments.next().filter(|module| *module == "pages") {
                let inside = path.split("::pages").next().unwrap_or(path);
                paths.insert(module.to_owned(), format!("subject::{inside}::pages"));
            }
        }
        Paths(paths)
    }

    /// The text with whole paths: nothing needs to be imported.
    fn whole(&self, text: &str) -> String {
        let mut whole = String::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
            if word.is_empty() {
                whole.push(c);
                rest = &rest[c.len_utf8()..];
                continue;
            }
            let field = after.starts_with(':') && !after.starts_with("::");
            let inner = whole.ends_with("::") || whole.ends_with('\'') || field;
            match self.0.get(word).filter(|_| !inner) {
                Some(path) => whole.push_str(path),
                None => whole.push_str(word),
            }
            rest = after;
        }
        whole
    }

    /// A function of which all types are whole.
    fn function(&self, function: &Function) -> Function {
        let takes = function.takes.iter();
        Function {
            takes: takes
                .map(|(name, type_)| (name.clone(), self.whole(type_)))
                .collect(),
            returns: self.whole(&function.returns),
            ..function.clone()
        }
    }

    fn item(&self, item: &Item) -> Item {
        let mut item = item.clone();
        if let Kind::Struct { fields: parts, .. }
        | Kind::Enum {
            variants: parts, ..
        } = &mut item.kind
        {
            for part in parts {
                part.type_ = self.whole(&part.type_);
            }
        }
        for function in item.functions.values_mut() {
            *function = self.function(function);
        }
        item
    }
}

/// The program, as the text of a library.
pub(crate) fn program(surface: &Surface) -> String {
    let mut text = HEAD.to_owned();
    let paths = Paths::of(surface);
    let items = surface.items.iter();
    let items: BTreeMap<&String, Item> =
        items.map(|(path, item)| (path, paths.item(item))).collect();
    let mut count = 0;
    for (path, item) in &items {
        let path = path.as_str();
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
            let end = format!("::{marker}");
            let client = items.iter().find(|(path, _)| **path == "Client");
            let mut asked = client
                .into_iter()
                .flat_map(|(_, client)| client.functions.values());
            let Some(request) = asked.find(|one| ends(&one.returns, &end)) else {
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

/// Whether a type's last parameter ends so.
fn ends(type_: &str, end: &str) -> bool {
    let inner = type_.trim_end().trim_end_matches('>');
    inner.trim_end_matches([',', ' ']).ends_with(end)
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
        Kind::Function(_) | Kind::Trait(_) | Kind::Other(_) => return,
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
