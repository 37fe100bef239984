//! What the types of reply headers are called: `LinkHeaders`, `ListPetsHeaders`, `ReplyHeaders`.

use super::{
    HeadersName, keys::Keys, lock::Lock, operations::Methods, scope::Scope, types::LONG, words,
};
use crate::{
    ir::{Api, Way},
    pass::HeaderSet,
};

/// Takes the names that the lock holds, before any type is named.
pub(super) fn kept(
    api: &Api,
    sets: &[HeaderSet],
    lock: &Lock,
    types: &mut Scope,
) -> Vec<Option<String>> {
    if sets.is_empty() {
        return Vec::new();
    }
    let keys = Keys::new(api);
    let kept = sets.iter().map(|set| {
        let mut places = set.uses.iter().filter_map(|(operation, reply)| {
            let reply = api.operations.get(*operation)?.replies.get(*reply)?;
            lock.types.get(&keys.of(&reply.pointer.child("headers")))
        });
        places.find(|name| types.claim(name)).cloned()
    });
    kept.collect()
}

/// Names the sets and their fields, after all types.
pub(super) fn headers(
    api: &Api,
    sets: &[HeaderSet],
    methods: &Methods,
    (kept, lock): (Vec<Option<String>>, &Lock),
    types: &mut Scope,
) -> Vec<HeadersName> {
    let named = sets.iter().zip(kept).map(|(set, kept)| {
        let name = kept
            .unwrap_or_else(|| types.claim_first(candidates(api, set, methods), "ReplyHeaders"));
        let mut scope = Scope::default();
        let fields = set.headers.iter().map(|header| {
            let before = lock.member(Some(&name), &header.wire);
            let own = words::escaped(words::snake(&header.wire));
            scope.claim_first(before.cloned().into_iter().chain([own]), "header")
        });
        let fields = fields.collect();
        HeadersName {
            name,
            fields,
            wires: set
                .headers
                .iter()
                .map(|header| header.wire.clone())
                .collect(),
            at: set.at.clone(),
        }
    });
    named.collect()
}

/// A lone header names its set; one operation names its own; what several share is the reply's.
fn candidates(api: &Api, set: &HeaderSet, methods: &Methods) -> Vec<String> {
    let of = |wire: &str| {
        let word = words::camel(wire);
        words::shortened(&format!("{}Headers", words::without_x(&word)), LONG)
    };
    let usual = set.uses.iter().filter(|(operation, _)| {
        let operation = api.operations.get(*operation);
        operation.is_some_and(|operation| operation.way == Way::Usual)
    });
    let mut usual: Vec<usize> = usual.map(|(operation, _)| *operation).collect();
    usual.dedup();
    let first = usual.first().and_then(|index| methods.names.get(*index));
    let first = first.map(|method| format!("{}Headers", words::camel(method)));
    let first = first.map(|name| words::shortened(&name, LONG));
    let lone = set.headers.first().map(|header| of(&header.wire));
    let common = "ReplyHeaders".to_owned();
    match (set.headers.len(), usual.len()) {
        (1, _) => lone.into_iter().chain(first).chain([common]).collect(),
        (_, 0 | 1) => first.into_iter().chain(lone).chain([common]).collect(),
        _ => [common].into_iter().chain(lone).chain(first).collect(),
    }
}
