//! How large a type is in memory, so that rare large parts are boxed.
//!
//! Sizes are estimates for 64-bit targets, and upper bounds in practice: clippy's
//! `large_enum_variant` must not fire, and no struct shall hold kilobytes of absent members.

use rustc_hash::FxHashMap;

use super::field::{Slot, slot};
use crate::{
    ir::{Api, Extras, IntegerWidth, Record, Shape, ShapeId},
    pass::{Facts, Layout},
};

/// A variant above this is boxed: clippy allows a difference of 200 bytes.
const VARIANT: usize = 192;
/// A part that need not be there is boxed above this.
const OPTIONAL: usize = 256;
/// A part that is always there is boxed above this.
const REQUIRED: usize = 1024;

/// The estimated size of every type that was asked for.
#[derive(Debug, Default)]
pub(crate) struct Sizes {
    known: FxHashMap<ShapeId, usize>,
    /// What is settled, whatever the sizes are.
    layout: Layout,
}

impl Sizes {
    /// Measures every shape in `order`.
    pub(crate) fn new(api: &Api, facts: &Facts, order: &[ShapeId]) -> Self {
        let mut sizes = Sizes {
            layout: facts.layout.clone(),
            ..Sizes::default()
        };
        for shape in order {
            sizes.measure(api, facts, *shape);
        }
        sizes
    }

    /// The size of a shape.
    pub(crate) fn of(&self, shape: ShapeId) -> usize {
        self.known.get(&shape).copied().unwrap_or(24)
    }

    /// Whether the payload of an error is boxed.
    pub(crate) fn boxes_error(&self, shape: ShapeId) -> bool {
        let settled = self.layout.errors.get(&shape).copied();
        settled.unwrap_or_else(|| self.of(shape) > VARIANT)
    }

    /// Whether the variant with this place is boxed for its size.
    pub(crate) fn boxes_variant(&self, edge: (ShapeId, usize), shape: ShapeId) -> bool {
        let settled = self.layout.boxed.get(&edge).copied();
        settled.unwrap_or_else(|| self.of(shape) > VARIANT)
    }

    /// Whether the field with this place is boxed for its size.
    pub(crate) fn boxes_field(
        &self,
        edge: (ShapeId, usize),
        shape: ShapeId,
        required: bool,
    ) -> bool {
        let settled = self.layout.boxed.get(&edge).copied();
        let limit = if required { REQUIRED } else { OPTIONAL };
        settled.unwrap_or_else(|| self.of(shape) > limit)
    }

    // Iterative, because descriptions nest deeper than a stack; a cycle always holds a boxed edge,
    // a list or a map, so what is not known yet counts as one pointer.
    fn measure(&mut self, api: &Api, facts: &Facts, root: ShapeId) {
        let mut stack = vec![(root, false)];
        let mut open = rustc_hash::FxHashSet::default();
        while let Some((id, ready)) = stack.pop() {
            if self.known.contains_key(&id) {
                continue;
            }
            if ready {
                let size = self.size(api, facts, id);
                self.known.insert(id, size);
            } else if open.insert(id) {
                stack.push((id, true));
                stack.extend(
                    inline_parts(api, facts, id)
                        .into_iter()
                        .map(|part| (part, false)),
                );
            }
        }
    }

    fn size(&self, api: &Api, facts: &Facts, id: ShapeId) -> usize {
        match api.shapes.get(id) {
            Shape::Null => 0,
            Shape::Boolean => 1,
            Shape::Integer(IntegerWidth::I32 | IntegerWidth::U32) => 4,
            Shape::Number { single: true } => 4,
            Shape::Integer(IntegerWidth::I64 | IntegerWidth::U64) => 8,
            Shape::Number { single: false } => 8,
            Shape::Any => 32,
            Shape::Text(_) | Shape::Binary | Shape::List(_) | Shape::Map(_) => 24,
            Shape::Choice(_) => 24,
            Shape::Tuple { items, rest } => {
                items.iter().map(|item| self.of(*item)).sum::<usize>() + rest.map_or(0, |_| 24)
            }
            Shape::Nullable(part) => self.optional(api, *part),
            Shape::Alias(part) | Shape::Wrapper(part) => self.of(*part),
            Shape::Record(record) => self.record(api, facts, id, record),
            Shape::Union(union) => {
                let variants = union.variants.iter().enumerate().map(|(index, variant)| {
                    let boxed = facts.boxed.contains(&(id, index))
                        || self.boxes_variant((id, index), variant.shape);
                    if boxed { 8 } else { self.of(variant.shape) }
                });
                variants.max().unwrap_or(0).max(32) + 8
            }
        }
    }

    fn record(&self, api: &Api, facts: &Facts, id: ShapeId, record: &Record) -> usize {
        let fields = record.fields.iter().enumerate().map(|(index, field)| {
            let optional = match slot(facts, id, field) {
                Slot::Constant => return 0,
                Slot::Required => false,
                Slot::Optional => true,
            };
            let size = self.of(field.shape);
            let boxed = facts.boxed.contains(&(id, index))
                || self.boxes_field((id, index), field.shape, !optional);
            if boxed {
                8
            } else if optional {
                self.optional(api, field.shape)
            } else {
                size.next_multiple_of(8)
            }
        });
        let extras = match record.extras {
            Extras::Open | Extras::Closed => 8,
            Extras::Typed(_) => 24,
        };
        fields.sum::<usize>() + extras
    }

    // An `Option` finds a niche in everything that holds a pointer; numbers have none.
    fn optional(&self, api: &Api, part: ShapeId) -> usize {
        match api.shapes.get(part) {
            Shape::Integer(_) | Shape::Number { .. } => self.of(part) * 2,
            _ => self.of(part).next_multiple_of(8),
        }
    }
}

/// The parts that lie inside the shape, not behind a pointer.
fn inline_parts(api: &Api, facts: &Facts, id: ShapeId) -> Vec<ShapeId> {
    let shape = api.shapes.get(id);
    if matches!(shape, Shape::List(_) | Shape::Map(_)) {
        return Vec::new();
    }
    let parts = super::places::parts(shape).into_iter();
    parts
        .filter(|(_, index)| !facts.boxed.contains(&(id, *index)))
        .map(|(part, _)| part)
        .collect()
}
