//! What a change means to those who compile against the crate.
//!
//! The rules are Cargo's (`SemVer Compatibility`): an added field or variant is minor where the
//! type can grow, another type of anything is major, names of arguments are nobody's business.

use std::collections::BTreeMap;

use super::{
    Change, Kind, Level, Wire,
    members::{self, Members},
};
use crate::surface::{self, Function, Item, Surface, Trait};

/// The changes that Rust callers can see.
pub(super) fn changes(old: &Surface, new: &Surface) -> Vec<Change> {
    let mut changes = Vec::new();
    crate_wide(old, new, &mut changes);
    pairs(&old.items, &new.items, |path, old, new| match (old, new) {
        (Some(old), Some(new)) => item(path, old, new, &mut changes),
        (Some(old), None) => {
            changes.push(change(
                path,
                Kind::Removed,
                word(old).to_owned(),
                Level::Major,
            ));
        }
        (None, Some(new)) => {
            changes.push(change(
                path,
                Kind::Added,
                word(new).to_owned(),
                Level::Minor,
            ));
        }
        (None, None) => {}
    });
    changes
}

/// A change of which nothing is known on the wire.
pub(super) fn change(item: &str, kind: Kind, what: String, rust: Level) -> Change {
    Change {
        item: item.to_owned(),
        kind,
        what,
        rust,
        wire: Wire::None,
    }
}

/// Visits every key of two maps with its values.
pub(super) fn pairs<'m, K: Ord, V>(
    old: &'m BTreeMap<K, V>,
    new: &'m BTreeMap<K, V>,
    mut visit: impl FnMut(&'m K, Option<&'m V>, Option<&'m V>),
) {
    for (key, value) in old {
        visit(key, Some(value), new.get(key));
    }
    for (key, value) in new {
        if !old.contains_key(key) {
            visit(key, None, Some(value));
        }
    }
}

fn crate_wide(old: &Surface, new: &Surface, changes: &mut Vec<Change>) {
    if old.package != new.package {
        let what = format!("the crate was `{}`", old.package);
        changes.push(change(&new.package, Kind::Changed, what, Level::Major));
    }
    for feature in old.features.difference(&new.features) {
        let item = format!("feature {feature}");
        changes.push(change(
            &item,
            Kind::Removed,
            "feature".to_owned(),
            Level::Major,
        ));
    }
    for feature in new.features.difference(&old.features) {
        let item = format!("feature {feature}");
        changes.push(change(
            &item,
            Kind::Added,
            "feature".to_owned(),
            Level::Minor,
        ));
    }
    pairs(&old.dependencies, &new.dependencies, |name, old, new| {
        if let (Some(old), Some(new)) = (old, new)
            && old != new
        {
            let what = format!("version {old} before, now {new}");
            let item = format!("dependency {name}");
            changes.push(change(&item, Kind::Changed, what, Level::Major));
        }
    });
}

fn word(item: &Item) -> &str {
    match &item.kind {
        surface::Kind::Struct { .. } => "struct",
        surface::Kind::Enum { .. } => "enum",
        surface::Kind::Function(_) => "function",
        surface::Kind::Trait(_) => "trait",
        surface::Kind::Other(text) => text.split_whitespace().next().unwrap_or("item"),
    }
}

fn item(path: &str, old: &Item, new: &Item, changes: &mut Vec<Change>) {
    said(
        (path, &old.docs, old.deprecated),
        (&new.docs, new.deprecated),
        changes,
    );
    kinds(path, old, new, changes);
    functions(path, old, new, changes);
    for gone in old.traits.difference(&new.traits) {
        let item = format!("{path}: {gone}");
        let what = "trait".to_owned();
        changes.push(change(&item, Kind::Removed, what, Level::Major));
    }
    for come in new.traits.difference(&old.traits) {
        let item = format!("{path}: {come}");
        let what = "trait".to_owned();
        changes.push(change(&item, Kind::Added, what, Level::Minor));
    }
}

/// What two items of a name are.
fn kinds(path: &str, old: &Item, new: &Item, changes: &mut Vec<Change>) {
    let mut members = |word, was: Shape<'_>, is: Shape<'_>| {
        let members = Members {
            path,
            word,
            grows: was.0,
        };
        members::openness(&members, (was.0, was.1), (is.0, is.1), changes);
        members::members(&members, was.2, is.2, changes);
    };
    match (&old.kind, &new.kind) {
        (surface::Kind::Struct { .. }, surface::Kind::Struct { .. }) => {
            if let (Some(was), Some(is)) = (shape(old), shape(new)) {
                members("field", was, is);
            }
        }
        (surface::Kind::Enum { .. }, surface::Kind::Enum { .. }) => {
            if let (Some(was), Some(is)) = (shape(old), shape(new)) {
                members("variant", was, is);
            }
        }
        (surface::Kind::Function(old), surface::Kind::Function(new)) => {
            function(path, old, new, changes);
        }
        (surface::Kind::Trait(old), surface::Kind::Trait(new)) => {
            traits(path, old, new, changes);
        }
        (surface::Kind::Other(old), surface::Kind::Other(new)) if old == new => {}
        (surface::Kind::Other(old), surface::Kind::Other(new)) => {
            let what = format!("`{old}` before, now `{new}`");
            changes.push(change(path, Kind::Changed, what, Level::Major));
        }
        _ => {
            let what = format!("a {} before, now a {}", word(old), word(new));
            changes.push(change(path, Kind::Changed, what, Level::Major));
        }
    }
}

/// What differs between two traits of a name: whoever implements one must write all that it does
/// not bring itself, and whoever uses it may call everything.
fn traits(path: &str, old: &Trait, new: &Trait, changes: &mut Vec<Change>) {
    let mut add = |kind, what, level| changes.push(change(path, kind, what, level));
    if old.head != new.head {
        let what = format!("`{}` before, now `{}`", old.head, new.head);
        add(Kind::Changed, what, Level::Major);
    }
    for gone in old.required.union(&old.provided) {
        if !new.required.contains(gone) && !new.provided.contains(gone) {
            add(Kind::Removed, format!("`{gone}`"), Level::Major);
        }
    }
    for come in new.required.difference(&old.required) {
        let what = format!("`{come}`, which those who implement it must write");
        add(Kind::Added, what, Level::Major);
    }
    for come in new.provided.difference(&old.provided) {
        add(Kind::Added, format!("`{come}`, with a body"), Level::Minor);
    }
}

/// Whether a struct or enum can grow, its generic parameters, its members.
type Shape<'a> = (bool, &'a str, &'a [surface::Part]);

fn shape(item: &Item) -> Option<Shape<'_>> {
    match &item.kind {
        surface::Kind::Struct {
            open,
            generics,
            fields: parts,
        }
        | surface::Kind::Enum {
            open,
            generics,
            variants: parts,
        } => Some((*open, generics, parts)),
        surface::Kind::Function(_) | surface::Kind::Trait(_) | surface::Kind::Other(_) => None,
    }
}

/// Docs and deprecation.
pub(super) fn said(
    (path, before, was): (&str, &str, bool),
    (after, is): (&str, bool),
    changes: &mut Vec<Change>,
) {
    match (was, is) {
        // Callers that deny warnings have to act; all others are told.
        (false, true) => {
            let what = "deprecated now".to_owned();
            changes.push(change(path, Kind::Changed, what, Level::Minor));
        }
        (true, false) => {
            let what = "not deprecated any more".to_owned();
            changes.push(change(path, Kind::Changed, what, Level::Patch));
        }
        _ if before != after => {
            changes.push(change(path, Kind::Changed, "docs".to_owned(), Level::Patch));
        }
        _ => {}
    }
}

fn functions(path: &str, old: &Item, new: &Item, changes: &mut Vec<Change>) {
    let (fields, given) = (fields(old), fields(new));
    pairs(&old.functions, &new.functions, |name, old, new| {
        // The setter of a field is told with the field.
        let told = fields.contains(&name.as_str()) != given.contains(&name.as_str());
        if told && (old.is_none() || new.is_none()) {
            return;
        }
        let path = format!("{path}::{name}");
        match (old, new) {
            (Some(old), Some(new)) => function(&path, old, new, changes),
            (Some(old), None) => {
                let what = role(old).to_owned();
                changes.push(change(&path, Kind::Removed, what, Level::Major));
            }
            (None, Some(new)) => {
                let what = role(new).to_owned();
                changes.push(change(&path, Kind::Added, what, Level::Minor));
            }
            (None, None) => {}
        }
    });
}

fn fields(item: &Item) -> Vec<&str> {
    match &item.kind {
        surface::Kind::Struct { fields, .. } => {
            fields.iter().map(|field| field.name.as_str()).collect()
        }
        _ => Vec::new(),
    }
}

fn role(function: &Function) -> &str {
    match function {
        function if function.asks.is_some() => "operation",
        function if function.receiver == "self" => "setter",
        function if function.receiver.is_empty() => "function",
        _ => "method",
    }
}

fn function(path: &str, old: &Function, new: &Function, changes: &mut Vec<Change>) {
    let types = |function: &Function| -> Vec<String> {
        function
            .takes
            .iter()
            .map(|(_, type_)| type_.clone())
            .collect()
    };
    let same = types(old) == types(new)
        && (&old.receiver, &old.generics, &old.returns)
            == (&new.receiver, &new.generics, &new.returns);
    if !same {
        let what = format!("`{}` before, now `{}`", signature(old), signature(new));
        changes.push(change(path, Kind::Changed, what, Level::Major));
        return;
    }
    let before = changes.len();
    said(
        (path, &old.docs, old.deprecated),
        (&new.docs, new.deprecated),
        changes,
    );
    if old.takes != new.takes && changes.len() == before {
        let what = "names of arguments".to_owned();
        changes.push(change(path, Kind::Changed, what, Level::Patch));
    }
}

/// What a caller sees of a function: `(&self, id: &str) -> Request<Route>`.
fn signature(function: &Function) -> String {
    let receiver = Some(function.receiver.clone()).filter(|receiver| !receiver.is_empty());
    let takes = function
        .takes
        .iter()
        .map(|(name, type_)| format!("{name}: {type_}"));
    let takes: Vec<String> = receiver.into_iter().chain(takes).collect();
    let returns = match function.returns.as_str() {
        "" => String::new(),
        returns => format!(" -> {returns}"),
    };
    format!("{}({}){returns}", function.generics, takes.join(", "))
}
