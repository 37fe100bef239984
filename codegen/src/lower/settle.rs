//! What was made gets its place in the table: equal structures one, unless they are kept apart.

use super::{Kind, Lower, Made};
use crate::{
    ir::{Shape, ShapeId},
    pointer::Pointer,
};

impl Lower<'_, '_> {
    /// The id of what was made.
    pub(super) fn settle(&mut self, made: Made) -> ShapeId {
        let id = match made.shape {
            Kind::Known(id) => id,
            Kind::New(mut shape) => {
                let has_type =
                    matches!(shape, Shape::Record(_) | Shape::Union(_) | Shape::Choice(_));
                let apart = &self.settled.apart;
                if has_type
                    && !apart.is_empty()
                    && let Some(owner) = apart.get(&made.site.key())
                {
                    own(&mut shape, owner);
                }
                let id = self.shapes.intern(shape);
                if has_type {
                    self.shapes.add_site(id, made.site);
                }
                id
            }
        };
        if made.nullable { self.nullable(id) } else { id }
    }

    pub(super) fn nullable(&mut self, id: ShapeId) -> ShapeId {
        match self.shapes.get(id) {
            Shape::Any | Shape::Null | Shape::Nullable(_) if !self.shapes.is_named(id) => id,
            _ => self.shapes.intern(Shape::Nullable(id)),
        }
    }
}

/// Gives a shape that becomes a type its owner; `false` for other shapes.
pub(super) fn own(shape: &mut Shape, owner: &Pointer) -> bool {
    let slot = match shape {
        Shape::Record(record) => &mut record.owner,
        Shape::Union(union) => &mut union.owner,
        Shape::Choice(choice) => &mut choice.owner,
        _ => return false,
    };
    *slot = Some(owner.clone());
    true
}
