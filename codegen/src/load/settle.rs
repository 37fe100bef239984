//! References that lead nowhere as they stand are settled, and what is left of them reported.
//!
//! The happy path looks at every reference's text once, and walks over nothing.

use indexmap::IndexMap;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use super::{
    LONGEST_CHAIN, files,
    kind::{Kind, METHODS},
    read,
    rewrite::Moved,
};
use crate::{
    pointer::Pointer,
    report::{Problem, Report, codes},
};

/// What references are settled by that lead nowhere as they stand.
pub(super) struct Leads {
    /// Places by `$anchor` and `$id`.
    pub(super) anchors: FxHashMap<String, Pointer>,
    /// Names of files that are the description itself.
    pub(super) selves: FxHashSet<String>,
}

/// Settles all references of the description and of `roots`.
pub(super) fn settle(value: &mut Value, roots: &[(Pointer, Kind)], leads: &Leads) {
    if leads.anchors.is_empty() && leads.selves.is_empty() {
        return;
    }
    leads.settle(value, Kind::Root);
    for (pointer, kind) in roots {
        if let Some(node) = value.pointer_mut(pointer.as_str()) {
            leads.settle(node, *kind);
        }
    }
}

impl Leads {
    /// Settles the references in a node and all nodes inside it.
    fn settle(&self, value: &mut Value, kind: Kind) {
        match value {
            Value::Object(object) => {
                if kind.can_refer()
                    && let Some(Value::String(text)) = object.get_mut("$ref")
                {
                    self.text(text);
                }
                for (key, child) in object {
                    if let Some(kind) = kind.child(key) {
                        self.settle(child, kind);
                    }
                }
            }
            Value::Array(items) => {
                if let Some(kind) = kind.child("") {
                    items.iter_mut().for_each(|item| self.settle(item, kind));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn text(&self, text: &mut String) {
        if let Some(pointer) = self.anchors.get(text.as_str()) {
            *text = pointer.reference();
        } else if files::file_of(text).is_some_and(|file| self.selves.contains(&file)) {
            *text = files::within_self(text);
        } else if let Some((id, fragment)) = text.split_once('#') {
            // A pointer into a schema that has an `$id`.
            if let Some(pointer) = self.anchors.get(id).filter(|_| fragment.starts_with('/')) {
                *text = pointer.reference() + fragment;
            }
        }
    }
}

/// A path item may add members to the one it refers to: it gets the members of both, its own first.
pub(super) fn extend_path_items(value: &mut Value, moved: &mut Moved) {
    let Some(Value::Object(paths)) = value.get("paths") else {
        return;
    };
    let mut extended = Vec::new();
    for (path, item) in paths {
        let Some(Value::Object(item)) = Some(item).filter(|item| item.get("$ref").is_some()) else {
            continue;
        };
        let target = item
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(read::target);
        let members = target
            .as_ref()
            .and_then(|target| read::at(value, target)?.as_object());
        let (Some(target), Some(members)) = (target, members) else {
            continue;
        };
        if item.len() == 1 || members.contains_key("$ref") {
            continue;
        }
        let place = Pointer::root().child("paths").child(path);
        let mut both = item.clone();
        both.shift_remove("$ref");
        for (key, member) in members {
            if !both.contains_key(key) {
                moved.insert(place.child(key), &target.child(key));
                both.insert(key.clone(), member.clone());
            }
        }
        extended.push((path.clone(), both));
    }
    let Some(Value::Object(paths)) = value.get_mut("paths") else {
        return;
    };
    for (path, both) in extended {
        paths.insert(path, Value::Object(both));
    }
}

/// Why a reference leads to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dead {
    Missing,
    File,
    Remote,
    Circle,
}

/// Reports every reference that leads to nothing, at its place. `references` are the texts of all
/// references met.
pub(super) fn report_dead(
    value: &Value,
    roots: &[(Pointer, Kind)],
    references: &FxHashSet<String>,
    leads: &Leads,
    report: &mut Report,
) {
    let mut dead = FxHashMap::default();
    for text in references {
        let mut text = text.clone();
        leads.text(&mut text);
        if let Some(why) = why_dead(value, &text) {
            dead.insert(text, why);
        }
    }
    if dead.is_empty() {
        return;
    }
    let mut places = Vec::new();
    find(value, Kind::Root, &Pointer::root(), &dead, &mut places);
    for (pointer, kind) in roots {
        if let Some(node) = value.pointer(pointer.as_str()) {
            find(node, *kind, pointer, &dead, &mut places);
        }
    }
    for (place, text) in places {
        let why = dead.get(text).copied().unwrap_or(Dead::Missing);
        report.push(problem(&place, text, why));
    }
}

fn why_dead(value: &Value, text: &str) -> Option<Dead> {
    let mut text = text;
    for _ in 0..LONGEST_CHAIN {
        let Some(pointer) = read::target(text) else {
            return Some(if text.contains("://") {
                Dead::Remote
            } else {
                Dead::Missing
            });
        };
        let Some(target) = read::at(value, &pointer) else {
            let file = files::file_of(text);
            let file = file.map(|file| Pointer::root().child(files::FILES).child(&file));
            let missing = file.is_some_and(|file| read::at(value, &file).is_none());
            return Some(if missing { Dead::File } else { Dead::Missing });
        };
        match target.get("$ref").and_then(Value::as_str) {
            Some(next) => text = next,
            None => return None,
        }
    }
    Some(Dead::Circle)
}

fn problem(place: &Pointer, text: &str, why: Dead) -> Problem {
    let anything = "it is taken for \"anything\", or left out where that means nothing";
    let shown = files::shown(text);
    let (code, met, help) = match why {
        Dead::Missing => (
            codes::UNKNOWN_REFERENCE,
            format!("nothing stands at `{shown}`"),
            "add what is missing, or correct the reference",
        ),
        Dead::File => (
            codes::MISSING_FILE,
            format!("the file of `{shown}` is not at hand"),
            "put the file beside the description, or correct the path",
        ),
        Dead::Remote => (
            codes::MISSING_FILE,
            format!("`{shown}` is on the network, where nothing is fetched from"),
            "save the file beside the description and refer to it there",
        ),
        Dead::Circle => (
            codes::CIRCULAR_REFERENCE,
            format!("the references that begin with `{shown}` lead in a circle"),
            "let one of them lead to what is meant",
        ),
    };
    Problem::warning(code, place, met)
        .done(anything)
        .help(help)
        .degraded()
}

fn find<'v>(
    value: &'v Value,
    kind: Kind,
    at: &Pointer,
    dead: &FxHashMap<String, Dead>,
    places: &mut Vec<(Pointer, &'v str)>,
) {
    match value {
        Value::Object(object) => {
            let reference = object.get("$ref").and_then(Value::as_str);
            if let Some(text) =
                reference.filter(|text| kind.can_refer() && dead.contains_key(*text))
            {
                places.push((at.child("$ref"), text));
            }
            for (key, child) in object {
                if let Some(kind) = kind.child(key) {
                    find(child, kind, &at.child(key), dead, places);
                }
            }
        }
        Value::Array(items) => {
            let Some(kind) = kind.child("") else { return };
            for (index, item) in items.iter().enumerate() {
                find(item, kind, &at.item(index), dead, places);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Reports paths that differ in nothing but the names of their parameters, and share a method.
pub(super) fn report_ambiguous_paths(value: &Value, report: &mut Report) {
    let Some(Value::Object(paths)) = value.get("paths") else {
        return;
    };
    let mut known: IndexMap<String, Vec<(&str, &Value)>> = IndexMap::new();
    for (path, item) in paths.iter().filter(|(path, _)| !path.starts_with("x-")) {
        let alike = known.entry(without_names(path)).or_default();
        let shares = |other: &Value| {
            METHODS
                .iter()
                .any(|method| other.get(method).is_some() && item.get(method).is_some())
        };
        if let Some((other, _)) = alike.iter().find(|(_, other)| shares(other)) {
            let at = Pointer::root().child("paths").child(path);
            let met = format!("this path matches the same requests as `{other}`");
            let problem = Problem::warning(codes::AMBIGUOUS_PATHS, &at, met);
            report.push(
                problem
                    .done("both are kept; the service decides which one is meant")
                    .help("remove one of the two, or tell them apart by a segment"),
            );
        }
        alike.push((path, item));
    }
}

/// A path template with the names of its parameters left out.
fn without_names(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut inside = false;
    for c in path.chars() {
        match c {
            '{' => {
                inside = true;
                out.push('{');
            }
            '}' => {
                inside = false;
                out.push('}');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}
