//! Types that no place of their own tells apart are known by what holds them.
//!
//! What several schemas say together of a member stands where the last of them does; so may what
//! that one says alone. Both are known as a part of the type that holds them: `Owner::part`.

use std::collections::VecDeque;

use rustc_hash::FxHashSet;

use super::{
    Lock,
    keys::{Keys, part_keys},
};
use crate::{
    ir::{Api, Extras, Shape, ShapeId},
    pass::has_type,
};

/// So many shapes without a name are stepped through to the type behind them.
const DEEPEST: usize = 16;

/// The types that have no place of their own.
pub(super) fn lonely(api: &Api, keys: &Keys, shared: &FxHashSet<String>) -> FxHashSet<ShapeId> {
    let types = api.shapes.ids().filter(|id| has_type(api.shapes.get(*id)));
    let alone = types.filter(|id| {
        let mut sites = api.shapes.sites(*id).iter();
        sites.all(|site| shared.contains(&keys.of_site(site)))
    });
    alone.collect()
}

/// The types that no place tells for sure from one version to the next: the lonely ones, and those
/// within branches, of which several may be taken together.
pub(super) fn unsure(api: &Api, keys: &Keys, shared: &FxHashSet<String>) -> FxHashSet<ShapeId> {
    let types = api.shapes.ids().filter(|id| has_type(api.shapes.get(*id)));
    let unsure = types.filter(|id| {
        let mut places = api.shapes.sites(*id).iter().map(|site| keys.of_site(site));
        places.all(|key| {
            let within = key.contains("/oneOf/") || key.contains("/anyOf/");
            within || shared.contains(&key)
        })
    });
    unsure.collect()
}

/// The types in the parts of a type called `name`, each with what it is known by there.
pub(super) fn inside(api: &Api, id: ShapeId, name: &str) -> Vec<(String, ShapeId)> {
    let parts = part_keys(&api.shapes, api.shapes.get(id));
    let mut inner: Vec<(String, ShapeId)> = match api.shapes.get(id) {
        Shape::Record(record) => {
            let fields = record.fields.iter().map(|field| field.shape);
            let rest = match record.extras {
                Extras::Typed(shape) => Some((" rest".to_owned(), shape)),
                Extras::Open | Extras::Closed => None,
            };
            parts.into_iter().zip(fields).chain(rest).collect()
        }
        Shape::Union(union) => {
            let shapes = union.variants.iter().map(|variant| variant.shape);
            parts.into_iter().zip(shapes).collect()
        }
        Shape::Wrapper(inner) => vec![(String::new(), *inner)],
        _ => Vec::new(),
    };
    for (part, shape) in &mut inner {
        *part = format!("{name}::{part}");
        *shape = behind(api, *shape);
    }
    inner.retain(|(_, shape)| has_type(api.shapes.get(*shape)));
    inner
}

/// The type behind lists, maps and nullables.
fn behind(api: &Api, mut id: ShapeId) -> ShapeId {
    for _ in 0..DEEPEST {
        match api.shapes.get(id) {
            Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => id = *inner,
            _ => break,
        }
    }
    id
}

/// The types that had names, in order: first those that have places of their own.
pub(super) fn named(
    api: &Api,
    lock: &Lock,
    keys: &Keys,
    shared: &FxHashSet<String>,
) -> Vec<(ShapeId, String)> {
    let types = api.shapes.ids().filter(|id| has_type(api.shapes.get(*id)));
    let named = types.filter_map(|id| {
        let of = api.shapes.sites(id).iter().map(|site| keys.of_site(site));
        let mut of = of.filter(|key| !shared.contains(key));
        let name = of.find_map(|key| lock.types.get(&key))?;
        Some((id, name.clone()))
    });
    let mut named: Vec<_> = named.collect();
    named.extend(found(api, lock, keys, &named));
    named
}

/// The names that the lock gives to other types than those that are `known`, found from these. Of several at
/// one place, that which is met first is the one that was known by it.
pub(super) fn found(
    api: &Api,
    lock: &Lock,
    keys: &Keys,
    known: &[(ShapeId, String)],
) -> Vec<(ShapeId, String)> {
    let mut found: Vec<(ShapeId, String)> = Vec::new();
    let mut met: FxHashSet<ShapeId> = known.iter().map(|(id, _)| *id).collect();
    let mut taken: FxHashSet<String> = FxHashSet::default();
    let mut open: VecDeque<(ShapeId, String)> = known.iter().cloned().collect();
    while let Some((id, name)) = open.pop_front() {
        for (key, inner) in inside(api, id, &name) {
            if met.contains(&inner) {
                continue;
            }
            let places = api
                .shapes
                .sites(inner)
                .iter()
                .map(|site| keys.of_site(site));
            let mut all = std::iter::once(key).chain(places);
            let key = all.find(|key| lock.types.contains_key(key) && !taken.contains(key));
            if let Some((name, key)) = key.and_then(|key| Some((lock.types.get(&key)?, key))) {
                met.insert(inner);
                taken.insert(key);
                found.push((inner, name.clone()));
                open.push_back((inner, name.clone()));
            }
        }
    }
    found
}
