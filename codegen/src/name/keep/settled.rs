//! What a second look at the description has to respect, because callers compile against it.
//!
//! Whether two structures are equal is seen only after they were lowered. Where types that had names
//! of their own turn out to be one by now, the description is lowered again with both kept apart.

use indexmap::IndexSet;

use crate::{
    ir::{Api, Settled, Shape, ShapeId},
    name::{Lock, keys::Keys},
};

/// What the lock settles that was not met in `api`.
pub fn settled(api: &Api, lock: &Lock) -> Settled {
    let mut settled = Settled::default();
    if lock.types.is_empty() {
        return settled;
    }
    let keys = Keys::new(api);
    let shared = keys.shared(api);
    for id in api.shapes.ids().filter(|id| can_part(api, *id)) {
        let sites = api.shapes.sites(id);
        let known = sites.iter().map(|site| {
            let key = keys.of_site(site);
            let known = Some(key).filter(|key| !shared.contains(key));
            known.and_then(|key| lock.types.get(&key))
        });
        let known: Vec<Option<&String>> = known.collect();
        let names: IndexSet<&String> = known.iter().flatten().copied().collect();
        let Some(first) = names.first().filter(|_| names.len() > 1) else {
            continue;
        };
        for (site, name) in sites.iter().zip(known) {
            // What is new goes with the first of them.
            let owner = Settled::owner(name.unwrap_or(first));
            settled.apart.insert(site.key(), owner);
        }
    }
    settled
}

/// Whether the shape is a type that has no identity of its own.
fn can_part(api: &Api, id: ShapeId) -> bool {
    let shape = api.shapes.get(id);
    let parts = matches!(shape, Shape::Record(_) | Shape::Union(_) | Shape::Choice(_));
    parts && !api.shapes.is_named(id)
}
