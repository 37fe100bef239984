//! What the headers of a reply hold: one set for each structure, however many replies have it.

use indexmap::IndexMap;

use super::HeaderSet;
use crate::ir::{Api, ShapeId};

/// The sets, in the order in which they are met.
pub(super) fn headers(api: &Api) -> Vec<HeaderSet> {
    let mut sets: IndexMap<Vec<(String, bool, ShapeId)>, HeaderSet> = IndexMap::new();
    for (index, operation) in api.operations.iter().enumerate() {
        for (number, reply) in operation.replies.iter().enumerate() {
            if reply.headers.is_empty() {
                continue;
            }
            let known = reply.headers.iter();
            let key = known
                .map(|header| (header.wire.to_lowercase(), header.required, header.shape))
                .collect();
            let set = sets.entry(key).or_insert_with(|| HeaderSet {
                headers: reply.headers.clone(),
                at: reply.pointer.child("headers"),
                uses: Vec::new(),
            });
            set.uses.push((index, number));
        }
    }
    sets.into_values().collect()
}
