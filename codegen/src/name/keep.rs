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

use super::{Lock, inside, keys::Keys};
use crate::{
    ir::{Api, ShapeId},
    pass,
};
use merge::Merged;
pub use settled::settled;

/// So often shapes are joined: each round joins what stands one level further out.
const ROUNDS: usize = 64;

/// Brings `api` into line with the names that were given before; shapes have been collapsed. With
/// `join`, shapes of one name become one.
pub fn keep(api: &mut Api, lock: &Lock, join: bool) {
    if lock.types.is_empty() && lock.methods.is_empty() {
        return;
    }
    order::parameters(api, lock);
    order::replies(api, lock);
    order::payloads(api, lock);
    if !join {
        return;
    }
    let mut changed = false;
    for _ in 0..ROUNDS {
        let known = known(api, lock);
        let mut instead: FxHashMap<ShapeId, ShapeId> = FxHashMap::default();
        for (name, ids) in known {
            let order = lock.members.get(&name);
            let joined = merge::merged(&api.shapes, &ids, order);
            let Some(Merged { shape, sites }) = joined else {
                continue;
            };
            let named = ids.first().copied().filter(|id| api.shapes.is_named(*id));
            let id = match named {
                Some(id) => {
                    api.shapes.fill(id, shape);
                    id
                }
                None => api.shapes.intern(shape),
            };
            for old in &ids {
                api.shapes.take_sites(*old);
                if *old != id {
                    instead.insert(*old, id);
                }
            }
            for site in sites {
                api.shapes.add_site(id, site);
            }
            changed = true;
        }
        if instead.is_empty() {
            break;
        }
        rewrite::rewrite(api, &instead);
    }
    if changed {
        // What nothing refers to any more goes.
        pass::collapse(api);
    }
}

/// The shapes of every type the lock knows, by its name.
fn known(api: &Api, lock: &Lock) -> IndexMap<String, Vec<ShapeId>> {
    let keys = Keys::new(api);
    let shared = keys.shared(api);
    let mut known: IndexMap<String, Vec<ShapeId>> = IndexMap::new();
    let mut named = Vec::new();
    for id in api.shapes.ids() {
        if !pass::has_type(api.shapes.get(id)) {
            continue;
        }
        let of = api.shapes.sites(id).iter().map(|site| keys.of_site(site));
        let mut of = of.filter(|key| !shared.contains(key));
        if let Some(name) = of.find_map(|key| lock.types.get(&key)) {
            known.entry(name.clone()).or_default().push(id);
            named.push((id, name.clone()));
        }
    }
    let lonely = inside::lonely(api, &keys, &shared);
    for (id, name) in inside::found(api, lock, &lonely, &named) {
        known.entry(name).or_default().push(id);
    }
    known
}
