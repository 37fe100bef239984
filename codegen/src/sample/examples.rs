//! The examples and defaults that the description itself gives.

use serde_json::Value;

use super::{Bench, Case, Due, Trial};
use crate::{
    ir::{Content, Shape, ShapeId},
    load::Place,
    pointer::Pointer,
};

/// Adds a case for every example: of types, of their members, and of bodies and replies.
pub(super) fn examples(bench: &mut Bench<'_>) {
    let api = bench.scope.api;
    for id in &bench.scope.names.order {
        for site in api.shapes.sites(*id) {
            // What is said of all branches need not fit those that share something.
            if site.share.is_none() {
                of_schema(bench, *id, &site.pointer, &[]);
            }
            if let Shape::Record(record) = api.shapes.get(*id) {
                for (field, part) in record.fields.iter().zip(&site.parts) {
                    let mut places = std::iter::once(&part.pointer).chain(&part.also);
                    let also = match places.any(of_branch) {
                        true => &[],
                        false => part.also.as_slice(),
                    };
                    of_schema(bench, field.shape, &part.pointer, also);
                }
            }
        }
    }
    for operation in &api.operations {
        let bodies = operation.body.iter().flat_map(|body| &body.contents);
        let replies = operation.replies.iter().flat_map(|reply| &reply.contents);
        for content in bodies.chain(replies) {
            of_content(bench, content);
        }
    }
}

/// Whether the place is in a branch, and so holds for some values only.
fn of_branch(place: &Pointer) -> bool {
    let mut segments = place.segments();
    segments.any(|segment| segment == "anyOf" || segment == "oneOf")
}

/// The examples of a schema at `pointer` whose shape is `shape`; what stands at `also` holds too.
fn of_schema(bench: &mut Bench<'_>, shape: ShapeId, pointer: &Pointer, also: &[Pointer]) {
    let Some(place) = bench.document.at(pointer) else {
        return;
    };
    for given in ["example", "default"] {
        if let Some(example) = place.get(given) {
            push(bench, shape, (pointer, also), &example);
        }
    }
    if let Some(examples) = place.get("examples") {
        for example in examples.items() {
            push(bench, shape, (pointer, also), &example);
        }
    }
}

/// The examples of a body or reply in one media type.
fn of_content(bench: &mut Bench<'_>, content: &Content) {
    let is_json = content.media.contains("json");
    let (Some(shape), Some(place), true) =
        (content.shape, bench.document.at(&content.pointer), is_json)
    else {
        return;
    };
    let Some(schema) = place.get("schema") else {
        return;
    };
    let schema = schema.pointer;
    if let Some(example) = place.get("example") {
        push(bench, shape, (&schema, &[]), &example);
    }
    let examples = place.get("examples");
    let examples = examples.iter().flat_map(|examples| examples.members());
    let given: Vec<_> = examples
        .filter_map(|(_, example)| {
            let document = bench.document;
            let target = match example.reference() {
                Some(reference) => document.resolve(reference)?,
                None => example,
            };
            target.get("value")
        })
        .collect();
    for example in given {
        push(bench, shape, (&schema, &[]), &example);
    }
    of_schema(bench, shape, &schema, &[]);
}

fn push(
    bench: &mut Bench<'_>,
    shape: ShapeId,
    (schema, also): (&Pointer, &[Pointer]),
    example: &Place<'_>,
) {
    // `null` says that there is no example or default as often as it is one.
    if example.value == &Value::Null {
        return;
    }
    let Some(type_) = bench.type_of(shape) else {
        return;
    };
    bench.suite.cases.push(Case {
        type_,
        trial: Trial::Example,
        what: example.pointer.to_string(),
        value: example.value.clone(),
        due: Due::Same,
        schemas: std::iter::once(schema).chain(also).cloned().collect(),
    });
}
