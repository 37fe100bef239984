//! What the error enum's variants are called, and which operations have several kinds of success.

use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use super::{
    graph::{is_success, variant_word},
    scope::Scope,
    status::reason,
    words,
};
use crate::ir::{Api, Operation, Reply, Shape, ShapeId, Status};

/// Whether an operation's successes differ in what they hold.
pub(crate) fn several_successes(operation: &Operation) -> bool {
    let mut kinds =
        successes(operation).map(|reply| reply.contents.first().map(|content| content.shape));
    let first = kinds.next();
    kinds.any(|kind| Some(kind) != first)
}

/// The replies that mean success: 2xx, and `default` where there is no 2xx.
pub(crate) fn successes(operation: &Operation) -> impl Iterator<Item = &Reply> {
    let has_2xx = operation.replies.iter().any(is_success);
    operation
        .replies
        .iter()
        .filter(move |reply| is_success(reply) || (!has_2xx && reply.status == Status::Default))
}

/// The replies that mean an error: all that are no success.
pub(crate) fn failures(operation: &Operation) -> impl Iterator<Item = &Reply> {
    let has_2xx = operation.replies.iter().any(is_success);
    operation
        .replies
        .iter()
        .filter(move |reply| !is_success(reply) && (has_2xx || reply.status != Status::Default))
}

/// One variant for each payload an error can have, in order of first use.
pub(super) fn errors(
    api: &Api,
    types: &FxHashMap<ShapeId, String>,
    before: Option<&IndexMap<String, String>>,
) -> Vec<(ShapeId, String)> {
    let mut scope = Scope::with(["Self"]);
    for name in before.into_iter().flatten() {
        scope.claim(name.1);
    }
    let mut seen = rustc_hash::FxHashSet::default();
    let mut given = rustc_hash::FxHashSet::default();
    let mut variants = Vec::new();
    for operation in &api.operations {
        for reply in failures(operation) {
            for content in &reply.contents {
                let Some(shape) = content.shape else { continue };
                if !seen.insert(shape) {
                    continue;
                }
                let key = error_key(api, &|id| types.get(&id), shape);
                let kept = before.and_then(|before| before.get(&key));
                if let Some(name) = kept.filter(|name| given.insert(name.as_str())) {
                    variants.push((shape, name.clone()));
                    continue;
                }
                let status = match reply.status {
                    Status::Exact(status) => reason(status).unwrap_or("Failure"),
                    Status::Range(4) => "ClientError",
                    Status::Range(5) => "ServerError",
                    Status::Range(_) | Status::Default => "Failure",
                };
                let word = match api.shapes.get(shape) {
                    Shape::Text(_) => "Text".to_owned(),
                    _ => words::camel(&variant_word(&api.shapes, shape)),
                };
                let candidates = [
                    types.get(&shape).cloned().unwrap_or_default(),
                    format!("{status}{word}"),
                ];
                variants.push((shape, scope.claim_first(candidates, "Other")));
            }
        }
    }
    variants
}

/// What an error's payload is known by: the name of its type, or what it is made of.
pub(super) fn error_key<'n>(
    api: &Api,
    name: &dyn Fn(ShapeId) -> Option<&'n String>,
    shape: ShapeId,
) -> String {
    if let Some(name) = name(shape) {
        return name.clone();
    }
    match api.shapes.get(shape) {
        Shape::List(item) => format!("[{}]", error_key(api, name, *item)),
        Shape::Map(value) => format!("{{{}}}", error_key(api, name, *value)),
        Shape::Nullable(inner) => format!("{}?", error_key(api, name, *inner)),
        other => match variant_word(&api.shapes, shape) {
            word if matches!(other, Shape::Tuple { .. }) => format!("{word} {}", shape.0),
            word => word,
        },
    }
}
