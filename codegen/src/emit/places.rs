//! The order of types, and where each is met first: both follow the description.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    ir::{Api, Extras, Operation, Shape, ShapeId, Shapes},
    name::graph::is_success,
    pass::Facts,
};

/// Where a shape is met first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A component in its own right.
    Component,
    /// The body of an operation, by index.
    Body(usize),
    /// A reply of an operation, by index, and whether it reports success.
    Reply(usize, bool),
    /// A parameter of an operation, by their indices.
    Parameter(usize, usize),
    /// A header of a reply of an operation, by the operation's index.
    Header(usize),
    /// A payload the service sends by itself, by index.
    Webhook(usize),
    /// A part of another shape: a field, a variant, or 0 for what has one part.
    Part(ShapeId, usize),
}

/// Every shape that can be reached, in the order in which a reader meets it.
#[derive(Debug, Default)]
pub(crate) struct Places {
    order: Vec<ShapeId>,
    first: FxHashMap<ShapeId, Place>,
    again: FxHashSet<ShapeId>,
}

impl Places {
    /// Walks operations, then webhooks, then components; an owner comes before its parts.
    pub(crate) fn new(api: &Api, facts: &Facts) -> Self {
        let mut places = Places::default();
        for (index, operation) in api.operations.iter().enumerate() {
            for (place, shape) in roots(index, operation, facts) {
                places.walk(&api.shapes, place, shape);
            }
        }
        for (index, webhook) in api.webhooks.iter().enumerate() {
            if let Some(shape) = webhook.body {
                places.walk(&api.shapes, Place::Webhook(index), shape);
            }
        }
        for shape in &api.components {
            places.walk(&api.shapes, Place::Component, *shape);
        }
        places
    }

    /// All shapes in reading order.
    pub(crate) fn order(&self) -> &[ShapeId] {
        &self.order
    }

    /// Where the shape is met first.
    pub(crate) fn first(&self, shape: ShapeId) -> Option<Place> {
        self.first.get(&shape).copied()
    }

    /// Whether the shape is met at other places, too; a component is none that says more.
    pub(crate) fn is_met_again(&self, shape: ShapeId) -> bool {
        self.again.contains(&shape)
    }

    fn walk(&mut self, shapes: &Shapes, place: Place, root: ShapeId) {
        let mut stack = vec![(place, root)];
        while let Some((place, shape)) = stack.pop() {
            if let Some(first) = self.first.get(&shape) {
                if *first != place && place != Place::Component {
                    self.again.insert(shape);
                }
                continue;
            }
            self.first.insert(shape, place);
            self.order.push(shape);
            let from = stack.len();
            stack.extend(
                parts(shapes.get(shape))
                    .into_iter()
                    .map(|(part, index)| (Place::Part(shape, index), part)),
            );
            stack[from..].reverse();
        }
    }
}

fn roots(index: usize, operation: &Operation, facts: &Facts) -> Vec<(Place, ShapeId)> {
    let mut roots = Vec::new();
    for (number, parameter) in operation.parameters.iter().enumerate() {
        roots.push((Place::Parameter(index, number), parameter.shape));
    }
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    roots.extend(contents.filter_map(|content| Some((Place::Body(index), content.shape?))));
    for reply in &operation.replies {
        let success = is_success(reply);
        let place = Place::Reply(index, success);
        match facts.envelopes.get(&index) {
            Some(envelope) if success => roots.push((place, envelope.shape)),
            _ => {
                let shapes = reply.contents.iter().filter_map(|content| content.shape);
                roots.extend(shapes.map(|shape| (place, shape)));
            }
        }
        roots.extend(
            reply
                .headers
                .iter()
                .map(|header| (Place::Header(index), header.shape)),
        );
    }
    roots
}

/// The parts of a shape, with their indices.
pub(crate) fn parts(shape: &Shape) -> Vec<(ShapeId, usize)> {
    match shape {
        Shape::Any
        | Shape::Null
        | Shape::Boolean
        | Shape::Integer(_)
        | Shape::Number { .. }
        | Shape::Text(_)
        | Shape::Binary
        | Shape::Choice(_) => Vec::new(),
        Shape::List(part)
        | Shape::Map(part)
        | Shape::Nullable(part)
        | Shape::Alias(part)
        | Shape::Wrapper(part) => vec![(*part, 0)],
        Shape::Tuple { items, rest } => items
            .iter()
            .chain(rest)
            .enumerate()
            .map(|(index, part)| (*part, index))
            .collect(),
        Shape::Record(record) => {
            let fields = record
                .fields
                .iter()
                .enumerate()
                .map(|(index, field)| (field.shape, index));
            let mut parts: Vec<_> = fields.collect();
            if let Extras::Typed(extra) = record.extras {
                parts.push((extra, parts.len()));
            }
            parts
        }
        Shape::Union(union) => {
            let variants = union.variants.iter().enumerate();
            variants
                .map(|(index, variant)| (variant.shape, index))
                .collect()
        }
    }
}
