//! Types have the names they had, found by where they stand.

use super::Naming;
use crate::{
    ir::ShapeId,
    name::{inside, keys::Keys, lock::Lock},
};

impl Naming<'_> {
    /// Names given before: by places of their own, by what holds them, by places they share.
    pub(super) fn locked(&mut self, lock: &Lock) {
        if lock.types.is_empty() {
            return;
        }
        let keys = Keys::new(self.api);
        let shared = keys.shared(self.api);
        let mut known = Vec::new();
        for id in &self.graph.order {
            let twin = self.twins.contains_key(id);
            let sites = self.api.shapes.sites(*id);
            let name = lock.type_at((&keys, &shared), sites, twin);
            known.extend(self.names.get(id).map(|name| (*id, name.clone())));
            if let Some(name) = name
                && self.keep(*id, name)
            {
                known.push((*id, name.clone()));
            }
        }
        for (id, name) in inside::found(self.api, lock, &keys, &known) {
            self.keep(id, &name);
        }
        let lonely = inside::lonely(self.api, &keys, &shared);
        for id in self.graph.order.iter().filter(|id| lonely.contains(id)) {
            let twin = self.twins.contains_key(id);
            let first = self.api.shapes.sites(*id).first();
            let name = first.and_then(|site| lock.types.get(&keys.type_(site, twin)));
            if let Some(name) = name {
                self.keep(*id, name);
            }
        }
    }

    /// Gives a type the name it had; whether it has it now.
    fn keep(&mut self, id: ShapeId, name: &str) -> bool {
        let free = !self.names.contains_key(&id) && self.scope.claim(name);
        if free {
            self.give(id, name.to_owned());
        }
        free
    }
}
