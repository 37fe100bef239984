//! What the variants of an enum of replies are called.

use indexmap::IndexMap;

use super::{keep::order::status, scope::Scope, status::reason};
use crate::ir::{Operation, Status};

/// A variant for each reply, after its status; a status that had one keeps it.
pub(super) fn variants(
    operation: &Operation,
    before: Option<&IndexMap<String, String>>,
) -> Vec<String> {
    let mut scope = Scope::default();
    for name in before.into_iter().flat_map(IndexMap::values) {
        scope.claim(name);
    }
    let replies = operation.replies.iter();
    let names = replies.map(|reply| {
        if let Some(kept) = before.and_then(|before| before.get(&status(reply.status))) {
            return kept.clone();
        }
        let name = match reply.status {
            Status::Exact(status) => success_name(status).to_owned(),
            Status::Range(digit) => format!("Status{digit}xx"),
            Status::Default => "Other".to_owned(),
        };
        let numbered = match reply.status {
            Status::Exact(status) => format!("Status{status}"),
            Status::Range(_) | Status::Default => name.clone(),
        };
        scope.claim_first([name, numbered], "Other")
    });
    names.collect()
}

fn success_name(status: u16) -> &'static str {
    match status {
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritative",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        304 => "NotModified",
        status => reason(status).unwrap_or("Other"),
    }
}
