//! What a second look at the description has to respect, because callers compile against it.
//!
//! Whether two structures are equal, or what tells branches apart, is seen only after they were
//! lowered. Where that takes a name away, the description is lowered again, as the lock has it.

use indexmap::IndexSet;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    ir::{Api, Decision, Settled, Shape, ShapeId, Site, Union},
    name::{
        Lock, inside,
        keys::{Keys, escaped, part_keys},
    },
    pass::has_type,
};

/// What the lock settles that was not met in `api`.
pub fn settled(api: &Api, lock: &Lock) -> Settled {
    let mut settled = Settled::default();
    if lock.types.is_empty() {
        return settled;
    }
    let keys = Keys::new(api);
    let shared = keys.shared(api);
    let named = inside::named(api, lock, &keys, &shared);
    let named: FxHashMap<ShapeId, String> = named.into_iter().collect();
    let look = Look {
        api,
        lock,
        keys,
        shared,
        named,
    };
    for id in api.shapes.ids().filter(|id| has_type(api.shapes.get(*id))) {
        let known = look.known(id);
        let names: IndexSet<&String> = known.iter().flatten().copied().collect();
        let Some(first) = names.first().copied().or(look.named.get(&id)) else {
            continue;
        };
        let sites = api.shapes.sites(id);
        if names.len() > 1 && !api.shapes.is_named(id) {
            for (site, name) in sites.iter().zip(&known) {
                // What is new goes with the first of them.
                let owner = Settled::owner(name.unwrap_or(first));
                settled.apart.insert(site.key(), owner);
            }
        }
        match api.shapes.get(id) {
            Shape::Union(union) => look.union((id, first), union, &mut settled),
            Shape::Record(_) if lock.unions.contains(first) => {
                settled.unions.extend(sites.iter().map(Site::key));
            }
            _ => {}
        }
    }
    settled
}

struct Look<'a> {
    api: &'a Api,
    lock: &'a Lock,
    keys: Keys,
    shared: FxHashSet<String>,
    /// The names of what stands at places that others share, by what it stands in.
    named: FxHashMap<ShapeId, String>,
}

impl<'a> Look<'a> {
    /// The name the type had, by site.
    fn known(&self, id: ShapeId) -> Vec<Option<&'a String>> {
        let sites = self.api.shapes.sites(id).iter();
        let known = sites.map(|site| {
            let key = self.keys.of_site(site);
            let own = !self.shared.contains(&key);
            own.then(|| self.lock.types.get(&key)).flatten()
        });
        known.collect()
    }

    /// What tells the branches of a union apart now may not be what did.
    fn union(&self, (id, name): (ShapeId, &String), union: &Union, settled: &mut Settled) {
        let Some(had) = self.lock.members.get(name) else {
            return;
        };
        let sites = self.api.shapes.sites(id);
        let variants = union.variants.iter().map(|variant| variant.shape);
        let new = variants.filter(|shape| union.decision == Decision::Kind && self.is_new(*shape));
        let new = new.flat_map(|shape| self.api.shapes.sites(shape));
        let before = settled.flat.len();
        let shares = new.filter(|site| site.share.is_some());
        settled.flat.extend(shares.map(Site::key));
        if settled.flat.len() > before {
            return;
        }
        if matches!(union.decision, Decision::Tag { .. }) {
            return;
        }
        let keys = part_keys(&self.api.shapes, self.api.shapes.get(id));
        let mut fresh: Vec<usize> = (0..keys.len())
            .filter(|index| !had.contains_key(&keys[*index]))
            .collect();
        for gone in had.keys().filter(|key| !keys.contains(key)) {
            let fits = |index: &usize| self.fits(union.variants[*index].shape, gone, sites);
            let Some(found) = fresh.iter().position(fits) else {
                continue;
            };
            let index = fresh.remove(found);
            for part in sites.iter().filter_map(|site| site.parts.get(index)) {
                settled.branches.insert(part.pointer.clone(), gone.clone());
            }
        }
    }

    /// Whether a shape stands for several branches of one kind, and did not before.
    fn is_new(&self, id: ShapeId) -> bool {
        let mut sites = self.api.shapes.sites(id).iter();
        let grouped = sites.any(|site| site.share.is_some());
        // A name that was that of a lone branch tells of no group.
        let unions = &self.lock.unions;
        let named = self
            .named
            .get(&id)
            .is_some_and(|name| unions.contains(name));
        grouped && !named && self.known(id).iter().all(Option::is_none)
    }

    /// Whether the branch that was known by `key` can be of this shape.
    fn fits(&self, id: ShapeId, key: &str, sites: &[Site]) -> bool {
        let shape = self.api.shapes.get(id);
        let places = sites.iter().flat_map(|site| {
            let at = self.keys.of(&site.pointer);
            let lists = match &site.share {
                Some(_) => vec![at],
                None => vec![format!("{at}/oneOf"), format!("{at}/anyOf")],
            };
            lists
                .into_iter()
                .map(|list| format!("{list}/{}", escaped(key)))
        });
        let mut names = places.filter_map(|place| self.lock.types.get(&place));
        match names.next() {
            Some(name) => {
                let now = part_keys(&self.api.shapes, shape);
                let had = self.lock.members.get(name);
                let mut had = had.into_iter().flat_map(|had| had.keys());
                has_type(shape) && had.all(|part| now.contains(part))
            }
            None => !has_type(shape),
        }
    }
}
