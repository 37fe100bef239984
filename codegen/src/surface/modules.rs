//! The files of a crate, joined: what can be reached from its top, and by which path.

use std::collections::BTreeMap;

use super::{Codec, Item, Kind, Surface, Ty, operations::Operation, source::Source};

/// The modules of a crate by their paths.
struct Modules<'s> {
    sources: BTreeMap<String, &'s Source>,
    /// Every public path of a declared item: its module and name to the paths.
    paths: BTreeMap<(String, String), Vec<String>>,
}

/// Joins what was read from the files.
pub(super) fn surface(files: &BTreeMap<String, Source>) -> Surface {
    let sources = files.iter().map(|(path, source)| (module(path), source));
    let mut modules = Modules {
        sources: sources.collect(),
        paths: BTreeMap::new(),
    };
    modules.reach("", "", 0);
    let mut surface = Surface::default();
    let mut homes: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (module, source) in &modules.sources {
        for (name, _, item) in &source.items {
            let place = (module.clone(), name.clone());
            let Some(paths) = modules.paths.get(&place) else {
                continue;
            };
            let Some(path) = paths.iter().min_by_key(|path| (path.len(), *path)) else {
                continue;
            };
            homes
                .entry(name.clone())
                .or_default()
                .push((module.clone(), path.clone()));
            surface.items.insert(path.clone(), item.clone());
            for other in paths.iter().filter(|other| *other != path) {
                surface
                    .items
                    .entry(other.clone())
                    .or_insert_with(|| also(path));
            }
        }
    }
    let mut operations = BTreeMap::new();
    for (module, source) in &modules.sources {
        surface.attach(module, source, &homes);
        operations.extend(source.operations.iter().cloned());
        if let Some(base_url) = &source.base_url {
            surface.base_url = base_url.clone();
        }
        surface.schemes.extend(source.schemes.iter().cloned());
    }
    surface.operations(operations);
    for source in modules.sources.values() {
        surface.codecs(source, &homes);
    }
    surface
}

/// The path of the module in a file.
fn module(file: &str) -> String {
    let bare = file.strip_prefix("src/").unwrap_or(file);
    let bare = bare.strip_suffix(".rs").unwrap_or(bare);
    let bare = bare.strip_suffix("/mod").unwrap_or(bare);
    match bare {
        "lib" => String::new(),
        bare => bare.replace('/', "::"),
    }
}

fn joined(module: &str, name: &str) -> String {
    match (module, name) {
        ("", name) => name.to_owned(),
        (module, "") => module.to_owned(),
        (module, name) => format!("{module}::{name}"),
    }
}

fn also(path: &str) -> Item {
    super::items::item(Kind::Other(format!("pub use {path}")), &[])
}

/// How deep re-exports are followed.
const DEEPEST: usize = 12;

impl Modules<'_> {
    /// Keeps what can be reached in `module`, which users know as `shown`.
    fn reach(&mut self, module: &str, shown: &str, depth: usize) {
        let Some(source) = self.sources.get(module).copied() else {
            return;
        };
        if depth > DEEPEST {
            return;
        }
        for (name, public, _) in &source.items {
            if *public {
                self.keep(module, name, joined(shown, name));
            }
        }
        for (name, public) in &source.modules {
            if *public {
                self.reach(&joined(module, name), &joined(shown, name), depth + 1);
            }
        }
        for (path, name) in &source.shown {
            let Some(target) = self.inside(module, path) else {
                continue;
            };
            match name {
                None => self.reach(&target, shown, depth + 1),
                Some(name) => self.follow(&target, joined(shown, name), depth + 1),
            }
        }
    }

    /// The path from the top of the crate; `None` for another crate's.
    fn inside(&self, module: &str, path: &[String]) -> Option<String> {
        let mut at = module.to_owned();
        let mut rest = path;
        match path.first()?.as_str() {
            "crate" => {
                at.clear();
                rest = &path[1..];
            }
            "self" => rest = &path[1..],
            first => {
                let child = joined(module, first);
                if !self.sources.contains_key(&child) {
                    return None;
                }
            }
        }
        let full = rest.iter().fold(at, |at, name| joined(&at, name));
        Some(full)
    }

    /// Keeps the item that a re-export names.
    fn follow(&mut self, target: &str, shown: String, depth: usize) {
        let (module, name) = target.rsplit_once("::").unwrap_or(("", target));
        let Some(source) = self.sources.get(module).copied() else {
            return;
        };
        if source.items.iter().any(|(known, _, _)| known == name) {
            self.keep(module, name, shown);
            return;
        }
        if depth > DEEPEST {
            return;
        }
        let again = source
            .shown
            .iter()
            .find(|(_, given)| given.as_deref() == Some(name));
        if let Some(target) = again.and_then(|(path, _)| self.inside(module, path)) {
            self.follow(&target, shown, depth + 1);
        }
    }

    fn keep(&mut self, module: &str, name: &str, path: String) {
        let place = (module.to_owned(), name.to_owned());
        let paths = self.paths.entry(place).or_default();
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
}

/// Items of a name: the modules that declare one, and its path for users.
type Homes = BTreeMap<String, Vec<(String, String)>>;

/// The path of the item that is called so in a module: its own, else the first of the crate.
fn home<'h>(homes: &'h Homes, module: &str, name: &str) -> Option<&'h String> {
    let known = homes.get(name)?;
    let own = known.iter().find(|(declared, _)| declared == module);
    own.or_else(|| known.first()).map(|(_, path)| path)
}

impl Surface {
    /// Gives functions and traits to the items they belong to.
    fn attach(&mut self, module: &str, source: &Source, homes: &Homes) {
        for (owner, name, function) in &source.functions {
            let item = home(homes, module, owner).and_then(|path| self.items.get_mut(path));
            if let Some(item) = item {
                item.functions.insert(name.clone(), function.clone());
            }
        }
        for (owner, trait_) in &source.traits {
            let item = home(homes, module, owner).and_then(|path| self.items.get_mut(path));
            if let Some(item) = item {
                item.traits.insert(trait_.clone());
            }
        }
    }

    /// Joins operations with the methods that ask them, and the setters of their requests.
    fn operations(&mut self, constants: BTreeMap<String, Operation>) {
        let mut found = BTreeMap::new();
        let functions = self.items.get("Client").map(|client| &client.functions);
        for (name, function) in functions.into_iter().flatten() {
            let asked = function.asks.as_ref().and_then(|asks| constants.get(asks));
            let Some(mut operation) = asked.cloned() else {
                continue;
            };
            operation.rust = format!("Client::{name}");
            operation.required = function.sends.clone();
            operation.server = function.server.clone();
            let (_, marker) = function.returns.rsplit_once(", ").unwrap_or_default();
            let marker = marker.trim_end_matches('>');
            let setters = self.items.get(&format!("client::{marker}"));
            let setters = setters.into_iter().flat_map(|item| &item.functions);
            operation.optional = setters
                .flat_map(|(_, setter)| setter.sends.clone())
                .collect();
            found.insert(operation.wire.clone(), operation);
        }
        self.operations = found;
    }

    /// Joins field tables and arms with the fields and variants they are of.
    fn codecs(&mut self, source: &Source, homes: &Homes) {
        for (name, table) in &source.tables {
            let Some(fields) = self.fields(homes, name) else {
                continue;
            };
            let mut record = table.clone();
            for (member, (field, looks)) in record.members.iter_mut().zip(&fields) {
                member.field = field.clone();
                member.looks = looks.clone();
            }
            let rest = fields.get(record.members.len());
            record.rest = rest.and_then(|(_, looks)| match looks {
                Ty::Map(value) => Some((**value).clone()),
                _ => None,
            });
            self.codecs.insert(name.clone(), Codec::Record(record));
        }
        for (name, arms) in &source.arms {
            let path = home(homes, "types", name);
            let item = path.and_then(|path| self.items.get(path));
            let Some(Kind::Enum { variants, .. }) = item.map(|item| &item.kind) else {
                continue;
            };
            let mut arms = arms.clone();
            arms.plain = true;
            for arm in arms.arms.values_mut() {
                let variant = variants.iter().find(|variant| variant.name == arm.variant);
                arm.holds = variant.map_or(Ty::Nothing, |variant| variant.looks.clone());
                arms.plain &= arm.holds == Ty::Nothing;
            }
            self.codecs.insert(name.clone(), Codec::Arms(arms));
        }
        let wrapped = source.traits.iter().filter(|(_, name)| name == "Json");
        for (name, _) in wrapped {
            let fields = self.fields(homes, name);
            if let (false, Some([(zero, looks)])) =
                (self.codecs.contains_key(name), fields.as_deref())
                && zero == "0"
            {
                self.codecs
                    .insert(name.clone(), Codec::Wrapper(looks.clone()));
            }
        }
    }

    fn fields(&self, homes: &Homes, name: &str) -> Option<Vec<(String, Ty)>> {
        let path = home(homes, "types", name)?;
        match &self.items.get(path)?.kind {
            Kind::Struct { fields, .. } => {
                let fields = fields.iter();
                Some(
                    fields
                        .map(|one| (one.name.clone(), one.looks.clone()))
                        .collect(),
                )
            }
            _ => None,
        }
    }
}
