//! How a member of a record stands in its struct.

use crate::{
    ir::{Access, Field, ShapeId},
    pass::Facts,
};

/// How a member of a record stands in its struct.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// Not at all: the field table writes its only value.
    Constant,
    /// As a `T`.
    Required,
    /// As an `Option<T>`.
    Optional,
}

/// How `field` stands in the struct of the record `owner`.
///
/// A member that must be there in one direction only is optional in a struct that goes both ways.
pub(crate) fn slot(facts: &Facts, owner: ShapeId, field: &Field) -> Slot {
    let one_way = match field.access {
        Access::Both => false,
        Access::ReadOnly => facts.sent.contains(&owner),
        Access::WriteOnly => facts.received.contains(&owner),
    };
    let settled = || facts.layout.plain.contains(&(owner, field.wire.clone()));
    match (field.required, &field.constant) {
        (true, Some(_)) => Slot::Constant,
        (true, None) if !one_way || settled() => Slot::Required,
        (true, None) | (false, _) => Slot::Optional,
    }
}
