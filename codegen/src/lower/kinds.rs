//! Which kinds of JSON values a schema allows, as a set.

use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use super::{
    Lower, site, values,
    view::{Meaning, View},
};
use crate::{ir::JsonKind, load::Place};

/// A set of [`JsonKind`]s.
pub(super) type Kinds = u8;

/// All kinds.
pub(super) const ALL: Kinds = 0b11_1111;
/// Objects.
pub(super) const OBJECT: Kinds = 1 << JsonKind::Object as u8;
/// Arrays.
pub(super) const LIST: Kinds = 1 << JsonKind::List as u8;
/// `null`.
pub(super) const NULL: Kinds = 1 << JsonKind::Null as u8;
/// How deep branches are looked for within branches.
const DEEPEST: usize = 64;
const KINDS: [JsonKind; 6] = [
    JsonKind::Null,
    JsonKind::Boolean,
    JsonKind::Number,
    JsonKind::Text,
    JsonKind::List,
    JsonKind::Object,
];

impl<'d> Lower<'d, '_> {
    /// The kinds of JSON values that a view allows.
    pub(super) fn kinds(&mut self, view: &View<'d>, depth: usize) -> Kinds {
        let null = if view.nullable { NULL } else { 0 };
        null | match &view.meaning {
            Meaning::Any => ALL,
            Meaning::Null => NULL,
            Meaning::Boolean => 1 << JsonKind::Boolean as u8,
            Meaning::Integer(_) | Meaning::Number { .. } => 1 << JsonKind::Number as u8,
            Meaning::Text(_) | Meaning::Binary => 1 << JsonKind::Text as u8,
            Meaning::Values(entries) => entries.iter().fold(0, |all, entry| {
                all | 1 << values::kind(&entry.literal) as u8
            }),
            Meaning::List(_) | Meaning::Tuple(..) => LIST,
            Meaning::Object(_) => OBJECT,
            Meaning::Same(_) => ALL,
            Meaning::Branches(_) if depth > DEEPEST => ALL,
            Meaning::Branches(branches) => {
                let mut all = 0;
                for place in &branches.places {
                    all |= self.kinds_at(place, depth + 1);
                }
                match &branches.base {
                    Some(base) => all & self.kinds(base, depth + 1),
                    None => all,
                }
            }
        }
    }

    /// The kinds of JSON values that a branch allows: found once, however many lead to it.
    fn kinds_at(&mut self, place: &Place<'d>, depth: usize) -> Kinds {
        if let Some(known) = self.allowed.get(&place.pointer) {
            return *known;
        }
        // What leads back to itself says nothing.
        self.allowed.insert(place.pointer.clone(), ALL);
        let (_, view) = self.resolved(place);
        let kinds = self.kinds(&view, depth);
        self.allowed.insert(place.pointer.clone(), kinds);
        kinds
    }

    /// The kinds that the schema at `place` speaks of by itself; all, if it leads on to others.
    ///
    /// No view is made: what is being viewed may be an heir of what lists it.
    pub(super) fn stated_kinds(&mut self, place: &Place<'d>) -> Kinds {
        let Some(at) = self.document.follow(place) else {
            return ALL;
        };
        let null = if site::flag(&at, "nullable") { NULL } else { 0 };
        let has = |key: &str| at.value.get(key).is_some();
        null | match at.text("type") {
            Some("boolean") => 1 << JsonKind::Boolean as u8,
            Some("integer" | "number") => 1 << JsonKind::Number as u8,
            Some("string") => 1 << JsonKind::Text as u8,
            Some("array") => LIST,
            Some("object") => OBJECT,
            _ if has("properties") => OBJECT,
            _ if has("items") => LIST,
            _ => ALL,
        }
    }
}

/// The kinds in a set, in order.
pub(super) fn list(kinds: Kinds) -> Vec<JsonKind> {
    KINDS
        .into_iter()
        .filter(|kind| kinds & (1 << *kind as u8) != 0)
        .collect()
}

/// The branches that share tags, in order of their first members.
pub(super) fn sharing(tags: &[Vec<String>]) -> Vec<Vec<usize>> {
    // Every branch leads to an earlier one of its part, the first to itself.
    let mut leads: Vec<usize> = (0..tags.len()).collect();
    let first = |leads: &[usize], mut index: usize| {
        while leads[index] != index {
            index = leads[index];
        }
        index
    };
    let mut having: FxHashMap<&str, usize> = FxHashMap::default();
    for (index, tags) in tags.iter().enumerate() {
        for tag in tags {
            let other = *having.entry(tag).or_insert(index);
            let (one, other) = (first(&leads, index), first(&leads, other));
            let (low, high) = (one.min(other), one.max(other));
            leads[high] = low;
            leads[index] = low;
        }
    }
    let mut parts: IndexMap<usize, Vec<usize>> = IndexMap::new();
    for index in 0..tags.len() {
        parts.entry(first(&leads, index)).or_default().push(index);
    }
    parts.into_values().collect()
}

/// The parts of `0..len` that `joined` pairs hold together, in order of their first members.
pub(super) fn connected(len: usize, joined: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    // Each part in ascending order, the parts by their first members.
    let mut parts: Vec<Vec<usize>> = Vec::new();
    for index in 0..len {
        let with = |part: &Vec<usize>| part.iter().any(|other| joined(*other, index));
        let mut found = (0..parts.len()).filter(|at| with(&parts[*at]));
        let Some(first) = found.next() else {
            parts.push(vec![index]);
            continue;
        };
        let others: Vec<usize> = found.collect();
        for at in others.iter().rev() {
            let other = parts.remove(*at);
            parts[first].extend(other);
        }
        if !others.is_empty() {
            parts[first].sort_unstable();
        }
        parts[first].push(index);
    }
    parts
}
