//! What a person wants of single types: `[derive]`, `[attributes]`, `[open]`.
//!
//! A key is a place in the description (`#/…`), the name a type has in the emitted crate, or `*` for
//! all.

use indexmap::IndexMap;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    ir::{Api, Choice, Shape, ShapeId},
    pointer::Pointer,
    report::Report,
    settings::{Settings, misfit, unmatched},
};

/// What was wished for, by type.
#[derive(Debug, Default)]
pub(super) struct Wishes {
    pub(super) derives: FxHashMap<ShapeId, Vec<String>>,
    pub(super) attributes: FxHashMap<ShapeId, Vec<String>>,
    pub(super) closed: FxHashMap<ShapeId, usize>,
}

/// Finds the types that the entries are about. Entries about nothing are errors.
pub(super) fn wishes(
    api: &Api,
    order: &[ShapeId],
    names: &FxHashMap<ShapeId, String>,
    settings: &Settings,
    report: &mut Report,
) -> Wishes {
    let look = Look { api, order, names };
    let mut wishes = Wishes::default();
    for (table, what, entries, into) in [
        ("derive", "derive", &settings.derive, &mut wishes.derives),
        (
            "attributes",
            "attribute",
            &settings.attributes,
            &mut wishes.attributes,
        ),
    ] {
        for (key, wanted) in entries {
            let at = Pointer::root().child(table).child(key);
            if let Some(bad) = wanted.iter().find(|text| !is_attribute(table, text)) {
                let help = "write it as it would stand inside of `#[…]` or `#[derive(…)]`";
                report.push(misfit(&at, format!("`{bad}` is no {what}"), help));
                continue;
            }
            for id in look.found(&at, key, |_| true, report) {
                into.entry(id).or_default().extend(wanted.iter().cloned());
            }
        }
    }
    let closed = look.closed(&settings.open, report);
    wishes.closed = look.placeholders(closed, report);
    wishes
}

fn is_attribute(table: &str, text: &str) -> bool {
    match table {
        "derive" => syn::parse_str::<syn::Path>(text).is_ok(),
        _ => syn::parse_str::<syn::Meta>(text).is_ok(),
    }
}

struct Look<'a> {
    api: &'a Api,
    order: &'a [ShapeId],
    names: &'a FxHashMap<ShapeId, String>,
}

impl Look<'_> {
    /// The types that `key` means, among those that are `fit`.
    fn found(
        &self,
        at: &Pointer,
        key: &str,
        fit: impl Fn(ShapeId) -> bool,
        report: &mut Report,
    ) -> Vec<ShapeId> {
        let place = Pointer::parse(key).filter(|_| key.starts_with('#'));
        let is_meant = |id: ShapeId| match &place {
            Some(place) => {
                let mut sites = self.api.shapes.sites(id).iter();
                sites.any(|site| site.key() == *place)
            }
            None => key == "*" || self.names.get(&id).is_some_and(|name| name == key),
        };
        let types = self.order.iter().copied();
        let types = types.filter(|id| self.names.contains_key(id) && fit(*id));
        let found: Vec<ShapeId> = types.filter(|id| is_meant(*id)).collect();
        if found.is_empty() && key != "*" {
            let known = self.order.iter().filter(|id| fit(**id));
            let known = known.filter_map(|id| self.names.get(id));
            let met = format!("no type that this could be said of is `{key}`");
            report.push(unmatched(at, met, key, known.map(String::as_str)));
        }
        found
    }

    /// The enums that keep no unknown values; what is said of one goes above what is said of all.
    fn closed(&self, open: &IndexMap<String, bool>, report: &mut Report) -> Vec<ShapeId> {
        let mut closed = FxHashSet::default();
        let (all, single): (Vec<_>, Vec<_>) = open.iter().partition(|(key, _)| *key == "*");
        for (key, open) in all.into_iter().chain(single) {
            let at = Pointer::root().child("open").child(key);
            for id in self.found(&at, key, |id| self.is_enum(id), report) {
                if *open {
                    closed.remove(&id);
                    continue;
                }
                if self.is_empty(id) {
                    if key != "*" {
                        let met = "this enum has no values";
                        let help = "leave it open: what comes is kept";
                        report.push(misfit(&at, met, help));
                    }
                    continue;
                }
                closed.insert(id);
            }
        }
        self.order
            .iter()
            .copied()
            .filter(|id| closed.contains(id))
            .collect()
    }

    fn is_enum(&self, id: ShapeId) -> bool {
        matches!(self.api.shapes.get(id), Shape::Union(_) | Shape::Choice(_))
    }

    fn is_empty(&self, id: ShapeId) -> bool {
        match self.api.shapes.get(id) {
            Shape::Choice(Choice { values, .. }) => values.is_empty(),
            _ => false,
        }
    }

    /// The variant that stands for each closed enum while it is being read: one whose value can be
    /// made without making another value of the same enum first.
    fn placeholders(
        &self,
        mut open: Vec<ShapeId>,
        report: &mut Report,
    ) -> FxHashMap<ShapeId, usize> {
        let closed: FxHashSet<ShapeId> = open.iter().copied().collect();
        let mut found: FxHashMap<ShapeId, usize> = FxHashMap::default();
        loop {
            let before = open.len();
            open.retain(|id| match self.placeholder(*id, &closed, &found) {
                Some(index) => found.insert(*id, index).is_some(),
                None => true,
            });
            if open.is_empty() || open.len() == before {
                break;
            }
        }
        for id in open {
            let name = self.names.get(&id).map_or("", String::as_str);
            let met = format!("every branch of `{name}` holds a `{name}`");
            let at = Pointer::root().child("open");
            report.push(misfit(&at, met, "leave it open"));
        }
        found
    }

    fn placeholder(
        &self,
        id: ShapeId,
        closed: &FxHashSet<ShapeId>,
        found: &FxHashMap<ShapeId, usize>,
    ) -> Option<usize> {
        match self.api.shapes.get(id) {
            Shape::Choice(_) => Some(0),
            Shape::Union(union) => union
                .variants
                .iter()
                .position(|variant| self.is_finite(variant.shape, closed, found)),
            _ => None,
        }
    }

    fn is_finite(
        &self,
        root: ShapeId,
        closed: &FxHashSet<ShapeId>,
        found: &FxHashMap<ShapeId, usize>,
    ) -> bool {
        let mut met = FxHashSet::default();
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            if !met.insert(id) {
                continue;
            }
            match self.api.shapes.get(id) {
                Shape::Record(record) => {
                    let fields = record.fields.iter();
                    let fields = fields.filter(|f| f.required && f.constant.is_none());
                    open.extend(fields.map(|field| field.shape));
                }
                Shape::Alias(inner) | Shape::Wrapper(inner) => open.push(*inner),
                Shape::Tuple { items, .. } => open.extend(items),
                Shape::Union(union) => match found.get(&id) {
                    Some(index) => open.push(union.variants[*index].shape),
                    None if closed.contains(&id) => return false,
                    None => {}
                },
                Shape::Any
                | Shape::Null
                | Shape::Boolean
                | Shape::Integer(_)
                | Shape::Number { .. }
                | Shape::Text(_)
                | Shape::Binary
                | Shape::List(_)
                | Shape::Map(_)
                | Shape::Nullable(_)
                | Shape::Choice(_) => {}
            }
        }
        true
    }
}
