//! Which types are read: response types of a description, and where each tool's crate has them.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use fs_err as fs;
use serde_json::Value;

use super::super::tool::{Kind, TOOLS, Tool};

/// The component schemas that replies are made of, by the names that every tool writes alike: those
/// that a reply names itself first, the largest first.
pub(in super::super) fn response_types(spec: &Path) -> Vec<String> {
    let text = fs::read_to_string(spec).unwrap_or_default();
    let document = codegen::load::written(&text);
    document.as_ref().map(ranked).unwrap_or_default()
}

fn ranked(document: &Value) -> Vec<String> {
    let mut named = BTreeSet::new();
    for item in members(document.pointer("/paths")) {
        members(Some(item))
            .filter_map(|operation| operation.get("responses"))
            .for_each(|replies| references(replies, &mut named));
    }
    if let Some(replies) = document.pointer("/components/responses") {
        references(replies, &mut named);
    }
    let schema = |name: &str| document.pointer("/components/schemas")?.get(name);
    let mut reached = named.clone();
    let mut pending: Vec<&str> = named.iter().copied().collect();
    while let Some(name) = pending.pop() {
        let mut inside = BTreeSet::new();
        schema(name)
            .into_iter()
            .for_each(|schema| references(schema, &mut inside));
        pending.extend(inside.into_iter().filter(|name| reached.insert(name)));
    }
    let rank = |name: &&str| -> Option<(bool, usize, String)> {
        let schema = schema(name)?;
        let object = schema.get("properties").or_else(|| schema.get("allOf"));
        object?;
        Some((
            named.contains(name),
            schema.to_string().len(),
            type_name(name)?,
        ))
    };
    let mut types: Vec<_> = reached.iter().filter_map(rank).collect();
    types.sort();
    types.into_iter().rev().map(|(_, _, name)| name).collect()
}

fn members(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let members = value.and_then(Value::as_object);
    members.into_iter().flatten().map(|(_, member)| member)
}

/// The component schemas that are referred to anywhere in a value.
fn references<'d>(value: &'d Value, found: &mut BTreeSet<&'d str>) {
    match value {
        Value::Object(members) => {
            let target = members.get("$ref").and_then(Value::as_str);
            found.extend(target.and_then(|target| target.strip_prefix("#/components/schemas/")));
            members
                .values()
                .for_each(|member| references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// `AlbumObject` for itself and `album-object`; nothing for what could be written in several ways.
fn type_name(name: &str) -> Option<String> {
    let word = |word: &str| {
        let (first, rest) = word.split_at_checked(1)?;
        let plain = rest.bytes().all(|byte| byte.is_ascii_lowercase()) && !rest.is_empty();
        let letter = first.bytes().all(|byte| byte.is_ascii_alphabetic());
        (plain && letter).then(|| first.to_ascii_uppercase() + rest)
    };
    let mut words: Vec<&str> = name.split(['-', '_']).collect();
    if let [joined] = words.as_slice() {
        words = split_words(joined);
    }
    words.into_iter().map(word).collect()
}

/// The words of `AlbumObject`.
fn split_words(name: &str) -> Vec<&str> {
    let begins = name.match_indices(|letter: char| letter.is_ascii_uppercase());
    let begins = begins.map(|(at, _)| at).filter(|at| *at > 0);
    let ends: Vec<usize> = begins.chain([name.len()]).collect();
    let starts = [0].into_iter().chain(ends.iter().copied());
    starts
        .zip(&ends)
        .filter_map(|(start, end)| name.get(start..*end))
        .collect()
}

/// The public types of an emitted crate.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Declared(Vec<Declaration>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Declaration {
    /// From the crate's root: `types::AlbumObject`.
    path: String,
    /// The names of its fields.
    fields: Vec<String>,
}

impl Declared {
    /// Reads the sources of the crate in `out`, from its root on.
    ///
    /// # Errors
    /// A file cannot be read, or is no Rust.
    pub(in super::super) fn of(kind: &Kind, out: &Path) -> std::io::Result<Self> {
        let sources = out.join(kind.sources);
        let mut declared = Declared::default();
        declared.add(&parsed(&sources.join("lib.rs"))?, &[], &sources)?;
        declared.0.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(declared)
    }

    /// Adds the public items of a module, whose own modules have their files in `folder`.
    fn add(
        &mut self,
        items: &[syn::Item],
        module: &[String],
        folder: &Path,
    ) -> std::io::Result<()> {
        let path = |name: &syn::Ident| {
            let name = [name.to_string()];
            module.iter().chain(&name).cloned().collect::<Vec<_>>()
        };
        for item in items {
            let (name, fields) = match item {
                syn::Item::Struct(item) if is_public(&item.vis) => {
                    let fields = item.fields.iter().filter_map(|field| field.ident.as_ref());
                    let fields = fields.map(|name| name.to_string());
                    (&item.ident, fields.collect())
                }
                syn::Item::Enum(item) if is_public(&item.vis) => (&item.ident, Vec::new()),
                syn::Item::Type(item) if is_public(&item.vis) => (&item.ident, Vec::new()),
                syn::Item::Mod(item) => {
                    let name = item.ident.to_string();
                    let file;
                    let inside = match &item.content {
                        Some((_, inside)) => inside,
                        None => {
                            file = module_file(folder, &name)?;
                            &file
                        }
                    };
                    // A private module is passed by: what is handed out from it stands here.
                    let path = match is_public(&item.vis) {
                        true => path(&item.ident),
                        false if is_handed_out(items, &name) => module.to_owned(),
                        false => continue,
                    };
                    self.add(inside, &path, &folder.join(name))?;
                    continue;
                }
                _ => continue,
            };
            let path = path(name).join("::");
            self.0.push(Declaration { path, fields });
        }
        Ok(())
    }

    /// Where the type of this name is; among several the one in the module of the types.
    pub(in super::super) fn named(&self, kind: &Kind, name: &str) -> Option<&str> {
        let named = |declaration: &&Declaration| declaration.path.rsplit("::").next() == Some(name);
        let found = self.0.iter().filter(named);
        let found = found.min_by_key(|declaration| !declaration.path.starts_with(kind.types));
        found.map(|declaration| declaration.path.as_str())
    }

    /// Where the type with these fields is, and with the fewest others.
    pub(super) fn with_fields(&self, fields: &[&str]) -> Option<&str> {
        let has = |declaration: &&Declaration| {
            let has = |field: &&str| declaration.fields.iter().any(|own| own == field);
            fields.iter().all(has)
        };
        let found = self.0.iter().filter(has);
        let found = found.min_by_key(|declaration| declaration.fields.len());
        found.map(|declaration| declaration.path.as_str())
    }
}

fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

/// Whether there is `pub use module::…` for more than one name among the items beside a private
/// module.
fn is_handed_out(items: &[syn::Item], module: &str) -> bool {
    let many = |tree: &syn::UseTree| matches!(tree, syn::UseTree::Glob(_) | syn::UseTree::Group(_));
    items.iter().any(|item| match item {
        syn::Item::Use(item) if is_public(&item.vis) => match &item.tree {
            syn::UseTree::Path(path) if path.ident == module => many(&path.tree),
            syn::UseTree::Path(path) if path.ident == "self" => match &*path.tree {
                syn::UseTree::Path(path) => path.ident == module && many(&path.tree),
                _ => false,
            },
            _ => false,
        },
        _ => false,
    })
}

fn parsed(file: &Path) -> std::io::Result<Vec<syn::Item>> {
    let text = fs::read_to_string(file)?;
    let file = syn::parse_file(&text).map_err(std::io::Error::other)?;
    Ok(file.items)
}

/// The items of a module that has a file; none for one that is not where it should be.
fn module_file(folder: &Path, name: &str) -> std::io::Result<Vec<syn::Item>> {
    let name = name.trim_start_matches("r#");
    let files = [format!("{name}.rs"), format!("{name}/mod.rs")].map(|file| folder.join(file));
    let file = files.iter().find(|file| file.is_file());
    file.map_or(Ok(Vec::new()), |file| parsed(file))
}

/// The types of each crate that was made.
pub(in super::super) fn places(
    tools: &[Option<Tool>],
    crates: &[Result<PathBuf, String>],
) -> Vec<Option<Declared>> {
    let place = |(tool, made): (&Option<Tool>, &Result<PathBuf, String>)| {
        Declared::of(&tool.as_ref()?.kind, made.as_ref().ok()?).ok()
    };
    tools.iter().zip(crates).map(place).collect()
}

/// The types that every crate has.
pub(in super::super) fn shared(names: Vec<String>, places: &[Option<Declared>]) -> Vec<String> {
    let all = |name: &String| {
        let has = |(kind, place): (&Kind, &Declared)| place.named(kind, name).is_some();
        let places = TOOLS.iter().zip(places);
        let mut places = places.filter_map(|(kind, place)| Some((kind, place.as_ref()?)));
        places.all(has)
    };
    names.into_iter().filter(all).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_type_is_named_as_every_tool_does_or_not_at_all() {
        let named = |name| type_name(name).unwrap_or_default();
        assert_eq!(named("AlbumObject"), "AlbumObject");
        assert_eq!(named("simple-user"), "SimpleUser");
        assert_eq!(named("payment_intent"), "PaymentIntent");
        assert_eq!(named("account"), "Account");
        assert_eq!(named("HTTPRoute"), "");
        assert_eq!(named("v2.page"), "");
    }

    #[test]
    fn what_replies_name_comes_before_what_that_is_made_of() {
        let schema = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let document = json!({
            "paths": {"/a": {"get": {
                "requestBody": {"schema": schema("Sent")},
                "responses": {"200": {"schema": {"items": schema("Small")}},
                    "default": {"schema": schema("Larger")}},
            }}},
            "components": {"schemas": {
                "Small": {"properties": {"inner": schema("Inner")}},
                "Larger": {"properties": {"a": {}}, "description": "the longest text of all these schemas"},
                "Inner": {"properties": {}, "description": "as long as it may be, and longer"},
                "Sent": {"properties": {}},
                "Text": {"type": "string"},
            }},
        });
        assert_eq!(ranked(&document), ["Larger", "Small", "Inner"]);
    }

    #[test]
    fn a_type_is_found_by_name_and_by_fields() {
        let folder = tempfile::tempdir().expect("a folder");
        let source = folder.path().join("src");
        fs::create_dir_all(&source).expect("a folder");
        let write = |name: &str, text: &str| fs::write(source.join(name), text).expect("a file");
        write(
            "lib.rs",
            "mod types; pub use self::types::*; pub mod client; mod error;",
        );
        write("error.rs", "pub struct List { pub a: u8 }");
        write(
            "types.rs",
            "mod one { pub struct Outer; } pub use one::{Outer, Other};",
        );
        write(
            "client.rs",
            "mod hidden { pub struct Inner; } pub struct Page { a: u8, b: u8, c: u8 }
             pub mod types { pub struct List { pub a: u8, pub b: u8 } pub enum Page {} }",
        );
        let kind = &crate::bench::tool::TOOLS[0];
        let declared = Declared::of(kind, folder.path()).expect("a crate");
        assert_eq!(declared.named(kind, "Page"), Some("client::Page"));
        assert_eq!(declared.named(kind, "Inner"), None);
        assert_eq!(declared.named(kind, "Outer"), Some("Outer"));
        assert_eq!(
            declared.with_fields(&["b", "a"]),
            Some("client::types::List")
        );
        assert_eq!(declared.with_fields(&["z"]), None);
    }
}
