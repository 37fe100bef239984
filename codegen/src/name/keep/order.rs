//! Arguments keep their order, and methods what they return.

use super::merge::in_order;
use crate::{
    ir::{Api, Operation, Reply, Status},
    name::{Lock, errors::successes, keys::parameter_key, operations::key},
};

/// Puts the parameters of every operation in the order of old.
pub(super) fn parameters(api: &mut Api, lock: &Lock) {
    for operation in &mut api.operations {
        if let Some(order) = lock.parameters.get(&key(operation)) {
            in_order(&mut operation.parameters, |parameter| {
                order.get_index_of(&parameter_key(parameter))
            });
        }
    }
}

/// Under what the lock keeps the statuses of the successes that a method returns.
pub(in crate::name) const GIVES: &str = "gives";

/// Under what the lock keeps the member of a reply that a method gives.
pub(in crate::name) const PAYLOAD: &str = "payload";

/// Under what the lock keeps the member of a payload whose items a method gives page by page.
pub(in crate::name) const ITEMS: &str = "items";

/// What the lock keeps of an operation that is no name.
pub(in crate::name) const NO_NAMES: [&str; 3] = [GIVES, PAYLOAD, ITEMS];

/// Tells which member of its reply each operation gave, and of which it gave the items.
pub(super) fn payloads(api: &mut Api, lock: &Lock) {
    for operation in &mut api.operations {
        let kept = lock.operations.get(&key(operation));
        operation.payload = kept.and_then(|kept| kept.get(PAYLOAD)).cloned();
        operation.items = kept.and_then(|kept| kept.get(ITEMS)).cloned();
    }
}

/// Marks successes of another type that came after a method's type was settled.
pub(super) fn replies(api: &mut Api, lock: &Lock) {
    for operation in &mut api.operations {
        let kept = lock.operations.get(&key(operation));
        let Some(kept) = kept.filter(|kept| !kept.contains_key("reply")) else {
            continue;
        };
        let Some(gives) = kept.get(GIVES) else {
            continue;
        };
        let settled: Vec<&str> = gives.split(' ').collect();
        let was = |reply: &Reply| settled.contains(&status(reply.status).as_str());
        let of = |reply: &Reply| reply.contents.first().map(|content| content.shape);
        let Some(first) = operation.replies.iter().find(|reply| was(reply)).map(of) else {
            continue;
        };
        for reply in &mut operation.replies {
            let success = matches!(reply.status, Status::Exact(200..=299) | Status::Range(2));
            reply.late = success && !was(reply) && of(reply) != first;
        }
    }
}

/// The statuses of the successes of an operation.
pub(in crate::name) fn gives(operation: &Operation) -> String {
    let all = successes(operation).map(|reply| status(reply.status));
    let all: Vec<String> = all.collect();
    all.join(" ")
}

/// A status as the description has it.
pub(in crate::name) fn status(status: Status) -> String {
    match status {
        Status::Exact(status) => status.to_string(),
        Status::Range(hundred) => format!("{hundred}XX"),
        Status::Default => "default".to_owned(),
    }
}
