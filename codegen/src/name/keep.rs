//! What shared a type before shares it still, and what stood in an order stands in it still.
//!
//! Equal structures share a type. An addition at one of several places that shared one would give
//! that place a type of its own, and change every signature on the way to it. So places that the
//! lock knows under one name are given one shape again: what any of them has, it has.

mod merge;
pub(super) mod order;
mod rewrite;
mod settled;

use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use super::{
    Lock, inside,
    keys::{Keys, part_keys},
};
use crate::{
    ir::{Api, Shape, ShapeId},
    pass,
    report::{Problem, Report, codes},
};
use merge::{Merged, Terms};
pub use settled::settled;

/// So often shapes are joined: each round joins what stands one level further out.
const ROUNDS: usize = 64;

/// Brings `api` into line with the names that were given before; shapes have been collapsed. With
/// `join`, shapes of one name become one. Whether there were any names.
pub fn keep(api: &mut Api, lock: &Lock, join: bool, report: &mut Report) -> bool {
    if lock.types.is_empty() && lock.methods.is_empty() {
        return false;
    }
    order::parameters(api, lock);
    order::replies(api, lock);
    order::payloads(api, lock);
    if !join {
        return true;
    }
    let mut changed = false;
    // Only when nothing else can be joined are new parts that do not go together.
    let mut any = None;
    for _ in 0..ROUNDS {
        let instead = round(api, lock, any, report);
        changed |= instead.is_some();
        match instead.filter(|instead| !instead.is_empty()) {
            Some(instead) => rewrite::rewrite(api, &instead),
            None if any.is_none() => any = Some(api.shapes.intern(Shape::Any)),
            None => break,
        }
    }
    if changed {
        // What nothing refers to any more goes.
        pass::collapse(api);
    }
    true
}

/// Joins shapes of one name: what takes the place of what; `None` if nothing changed.
fn round(
    api: &mut Api,
    lock: &Lock,
    any: Option<ShapeId>,
    report: &mut Report,
) -> Option<FxHashMap<ShapeId, ShapeId>> {
    let mut instead: Option<FxHashMap<ShapeId, ShapeId>> = None;
    for (name, ids) in known(api, lock) {
        let terms = Terms {
            had: lock.members.get(&name),
            differed: lock.differs.get(&name),
            any,
        };
        let joined = merge::merged(&api.shapes, &ids, &terms);
        let Some(joined) = joined else { continue };
        tell(api, &ids, &joined.any, report);
        let Merged { shape, sites, .. } = joined;
        let named = ids.first().copied().filter(|id| api.shapes.is_named(*id));
        let id = match named {
            Some(id) => {
                api.shapes.fill(id, shape);
                id
            }
            None => api.shapes.intern(shape),
        };
        let instead = instead.get_or_insert_default();
        for old in &ids {
            api.shapes.take_sites(*old);
            if *old != id {
                instead.insert(*old, id);
            }
        }
        for site in sites {
            api.shapes.add_site(id, site);
        }
    }
    instead
}

/// Reports members that are read as any JSON value, because one type has them in several places.
fn tell(api: &Api, ids: &[ShapeId], any: &[String], report: &mut Report) {
    for id in ids.iter().filter(|_| !any.is_empty()) {
        let keys = part_keys(&api.shapes, api.shapes.get(*id));
        let parts = api.shapes.sites(*id).iter().flat_map(|site| &site.parts);
        for (key, part) in keys.iter().cycle().zip(parts) {
            if any.contains(key) {
                let met = format!("`{key}` is something else where the same type stands too");
                report.push(
                    Problem::warning(codes::CONFLICT, &part.pointer, met)
                        .done("it is any JSON value, so that the places share their type as before")
                        .help("take their lines out of `names.lock` to have a type for each")
                        .degraded(),
                );
            }
        }
    }
}

/// The shapes of every type the lock knows, by its name.
fn known(api: &Api, lock: &Lock) -> IndexMap<String, Vec<ShapeId>> {
    let keys = Keys::new(api);
    let shared = keys.shared(api);
    let mut known: IndexMap<String, Vec<ShapeId>> = IndexMap::new();
    for (id, name) in inside::named(api, lock, &keys, &shared) {
        known.entry(name).or_default().push(id);
    }
    known
}
