//! Which module a type or method lives in: with its resource, or with what several resources share.

use rustc_hash::FxHashMap;

use super::{
    FileName,
    graph::{self, Graph},
    scope::Scope,
    shared, words,
};
use crate::{
    ir::{Api, Operation, ShapeId},
    pass::Facts,
};

/// So many operations or types of one module are still read with pleasure.
const CROWDED: usize = 60;

/// What belongs to no resource.
const GENERAL: &str = "general";

/// The modules, and which of them each operation and type lives in.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) files: Vec<FileName>,
    pub(super) operations: Vec<usize>,
    pub(super) types: FxHashMap<ShapeId, usize>,
}

/// Distributes operations by tag (or first path segment), types by who uses them.
pub(super) fn files(
    api: &Api,
    facts: &Facts,
    graph: &Graph,
    names: &FxHashMap<ShapeId, String>,
) -> Files {
    let mut files = Files::default();
    let mut scope = Scope::with(["shared", "mod", "lib"]);
    let mut by_resource: FxHashMap<String, usize> = FxHashMap::default();
    let by_tag = tells(api);
    for operation in &api.operations {
        let tag = operation.tags.first().filter(|_| by_tag).cloned();
        let resource = tag.unwrap_or_else(|| segment(&operation.path));
        let file = *by_resource.entry(resource.clone()).or_insert_with(|| {
            let module = scope.claim_first([module(&resource)], GENERAL);
            let tag = (resource != GENERAL).then_some(resource);
            files.files.push(FileName { module, tag });
            files.files.len() - 1
        });
        files.operations.push(file);
    }
    let homes = homes(api, facts, &files.operations, files.files.len());
    let single = files.files.len() <= 1;
    let shared: Vec<ShapeId> = graph
        .order
        .iter()
        .filter(|id| !single && !matches!(homes.get(id), Some(Home::One(_))))
        .copied()
        .collect();
    let modules = shared::modules(api, &facts.sent, names, &shared);
    let mut shared_files: FxHashMap<&str, usize> = FxHashMap::default();
    for id in &graph.order {
        let file = match homes.get(id) {
            Some(Home::One(file)) => *file,
            _ if single && !files.files.is_empty() => 0,
            _ => {
                let module = modules.get(id).map_or(shared::ROOT, String::as_str);
                *shared_files.entry(module).or_insert_with(|| {
                    let free = [module.to_owned(), format!("{module}_types")];
                    let module = match module {
                        shared::ROOT => module.to_owned(),
                        _ => scope.claim_first(free, shared::ROOT),
                    };
                    files.files.push(FileName { module, tag: None });
                    files.files.len() - 1
                })
            }
        };
        files.types.insert(*id, file);
    }
    files
}

/// The module of a resource: a name that every system takes for that of a file.
fn module(resource: &str) -> String {
    let name = words::snake(resource);
    let name = words::short(&name, '_');
    match is_device(name) {
        true => format!("{name}_"),
        false => words::escaped(name.to_owned()),
    }
}

/// Whether tags tell resources apart: one tag for many operations does not.
fn tells(api: &Api) -> bool {
    let mut tags = api
        .operations
        .iter()
        .map(|operation| operation.tags.first());
    let first = tags.next();
    api.operations.len() <= CROWDED || tags.any(|tag| Some(tag) != first)
}

/// The first fixed segment of a path that tells anything. What tells operations of one address apart
/// (`/#Action=CreateBudget`) is no resource.
fn segment(path: &str) -> String {
    let path = path.split(['#', '?']).next().unwrap_or(path);
    let mut segments = path.split('/');
    let found = segments.find(|segment| !segment.contains('{') && !tells_nothing(segment));
    found.unwrap_or(GENERAL).to_owned()
}

/// A path from the first segment on that tells anything; the whole of it, if none does.
pub(super) fn telling(path: &str) -> &str {
    let mut rest = path.trim_start_matches('/');
    while let Some((first, behind)) = rest.split_once('/') {
        if !tells_nothing(first) {
            return rest;
        }
        rest = behind;
    }
    match tells_nothing(rest) {
        true => path,
        false => rest,
    }
}

/// Whether a segment is `api` or a version.
fn tells_nothing(segment: &str) -> bool {
    let version = segment.strip_prefix('v').is_some_and(|rest| {
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == '.')
    });
    segment.is_empty() || segment == "api" || version
}

/// Who uses a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Home {
    One(usize),
    Several,
}

fn homes(api: &Api, facts: &Facts, operations: &[usize], count: usize) -> FxHashMap<ShapeId, Home> {
    let mut homes: FxHashMap<ShapeId, Home> = FxHashMap::default();
    for file in 0..count {
        let mut stack = Vec::new();
        for (index, operation) in api.operations.iter().enumerate() {
            if operations[index] == file {
                roots(index, operation, facts, &mut stack);
            }
        }
        while let Some(id) = stack.pop() {
            match homes.get(&id) {
                Some(Home::One(other)) if *other == file => continue,
                // What is inside a type that several use is used by several already.
                Some(Home::Several) => continue,
                Some(Home::One(_)) => {
                    homes.insert(id, Home::Several);
                }
                None => {
                    homes.insert(id, Home::One(file));
                }
            }
            graph::children(api.shapes.get(id), &mut stack);
        }
    }
    homes
}

fn roots(index: usize, operation: &Operation, facts: &Facts, out: &mut Vec<ShapeId>) {
    out.extend(operation.parameters.iter().map(|parameter| parameter.shape));
    out.extend(
        operation
            .body
            .iter()
            .flat_map(|body| &body.contents)
            .filter_map(|c| c.shape),
    );
    for reply in &operation.replies {
        match facts.envelopes.get(&index) {
            Some(envelope) if graph::is_success(reply) => out.push(envelope.shape),
            _ => out.extend(reply.contents.iter().filter_map(|content| content.shape)),
        }
        out.extend(reply.headers.iter().map(|header| header.shape));
    }
}

/// Whether a system takes a file of this name for a device, whatever its ending.
pub(crate) fn is_device(name: &str) -> bool {
    let numbered = |prefix: &str| {
        let rest = name.strip_prefix(prefix).unwrap_or_default();
        rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit())
    };
    matches!(name, "aux" | "con" | "nul" | "prn") || numbered("com") || numbered("lpt")
}
