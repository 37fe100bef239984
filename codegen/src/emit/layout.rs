//! How the types are laid out, to be kept for the next version.

use super::{
    field::{Slot, slot},
    scope::Scope,
};
use crate::{
    ir::{Access, Shape},
    pass::Layout,
};

/// Which parts stand in a box, and which are no `Option` though they need not be there both ways.
pub(super) fn layout(scope: &Scope<'_>) -> Layout {
    let mut layout = Layout::default();
    for id in &scope.names.order {
        match scope.api.shapes.get(*id) {
            Shape::Record(record) => {
                for (index, field) in record.fields.iter().enumerate() {
                    let required = slot(scope.facts, *id, field) == Slot::Required;
                    let boxed = scope.boxes_field(*id, index, field.shape, required);
                    layout.boxed.insert((*id, index), boxed);
                    if required && field.access != Access::Both {
                        layout.plain.insert((*id, field.wire.clone()));
                    }
                }
            }
            Shape::Union(union) => {
                for (index, variant) in union.variants.iter().enumerate() {
                    let boxed = scope.boxes_variant(*id, index, variant.shape);
                    layout.boxed.insert((*id, index), boxed);
                }
            }
            Shape::Wrapper(_) => {
                let boxed = scope.facts.boxed.contains(&(*id, 0));
                layout.boxed.insert((*id, 0), boxed);
            }
            _ => {}
        }
    }
    let errors = scope.names.errors.iter();
    layout.errors = errors
        .map(|(id, _)| (*id, scope.sizes.boxes_error(*id)))
        .collect();
    layout
}
