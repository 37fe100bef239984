//! What a caller sends, and what a caller receives.

use rustc_hash::FxHashSet;

use super::Facts;
use crate::ir::{Access, Api, Content, Extras, Shape, ShapeId, Shapes};

/// Follows every body, parameter and reply to all that can be part of it.
pub(super) fn usage(api: &Api, facts: &mut Facts) {
    let (sent, received) = roots(api);
    facts.sent = reach(&api.shapes, sent, Some(Access::ReadOnly));
    facts.received = reach(&api.shapes, received, Some(Access::WriteOnly));
}

/// What is sent and what is received as a whole.
pub(super) fn roots(api: &Api) -> (Vec<ShapeId>, Vec<ShapeId>) {
    let mut sent = Vec::new();
    let mut received = Vec::new();
    for operation in &api.operations {
        sent.extend(operation.parameters.iter().map(|parameter| parameter.shape));
        if let Some(body) = &operation.body {
            contents(&body.contents, &mut sent);
        }
        for reply in &operation.replies {
            contents(&reply.contents, &mut received);
            received.extend(reply.headers.iter().map(|header| header.shape));
        }
    }
    received.extend(api.webhooks.iter().filter_map(|webhook| webhook.body));
    (sent, received)
}

fn contents(contents: &[Content], ids: &mut Vec<ShapeId>) {
    for content in contents {
        ids.extend(content.shape);
        for encoding in content.encoding.values() {
            ids.extend(encoding.headers.iter().map(|(_, shape)| *shape));
        }
    }
}

/// Visits what is sent as a whole.
pub(super) fn each_sent(api: &mut Api, visit: &mut dyn FnMut(&mut ShapeId)) {
    for operation in &mut api.operations {
        for parameter in &mut operation.parameters {
            visit(&mut parameter.shape);
        }
        let contents = operation.body.iter_mut();
        for content in contents.flat_map(|body| &mut body.contents) {
            content.shape.iter_mut().for_each(&mut *visit);
        }
    }
}

/// Visits what is received as a whole.
pub(super) fn each_received(api: &mut Api, visit: &mut dyn FnMut(&mut ShapeId)) {
    for operation in &mut api.operations {
        for reply in &mut operation.replies {
            for content in &mut reply.contents {
                content.shape.iter_mut().for_each(&mut *visit);
            }
            for header in &mut reply.headers {
                visit(&mut header.shape);
            }
        }
    }
    for webhook in &mut api.webhooks {
        webhook.body.iter_mut().for_each(&mut *visit);
    }
}

/// Everything that can be part of `open`, except by members that never travel that way.
pub(super) fn reach(
    shapes: &Shapes,
    mut open: Vec<ShapeId>,
    never: Option<Access>,
) -> FxHashSet<ShapeId> {
    let mut found = FxHashSet::default();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(travelling(shapes.get(id), never));
        }
    }
    found
}

/// The shapes a shape is made of, but for members that never travel that way.
pub(super) fn travelling(shape: &Shape, never: Option<Access>) -> Vec<ShapeId> {
    let Shape::Record(record) = shape else {
        return parts(shape);
    };
    let fields = record.fields.iter();
    let fields = fields.filter(|field| Some(field.access) != never);
    let mut shapes: Vec<ShapeId> = fields.map(|field| field.shape).collect();
    if let Extras::Typed(shape) = record.extras {
        shapes.push(shape);
    }
    shapes
}

/// The shapes a shape is made of.
pub(super) fn parts(shape: &Shape) -> Vec<ShapeId> {
    match shape {
        Shape::Any
        | Shape::Null
        | Shape::Boolean
        | Shape::Integer(_)
        | Shape::Number { .. }
        | Shape::Text(_)
        | Shape::Binary
        | Shape::Choice(_) => Vec::new(),
        Shape::List(one)
        | Shape::Map(one)
        | Shape::Nullable(one)
        | Shape::Alias(one)
        | Shape::Wrapper(one) => vec![*one],
        Shape::Tuple { items, rest } => items.iter().copied().chain(*rest).collect(),
        Shape::Record(record) => {
            let mut parts = record
                .fields
                .iter()
                .map(|field| field.shape)
                .collect::<Vec<_>>();
            if let Extras::Typed(shape) = record.extras {
                parts.push(shape);
            }
            parts
        }
        Shape::Union(union) => union.variants.iter().map(|variant| variant.shape).collect(),
    }
}
