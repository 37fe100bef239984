//! Every type with its fields or variants, and the places each is from.

use super::{Alias, Origin, Part, Type, spelling::spelt};
use crate::{
    emit::{
        choice::{Kind, kind, spelt as literal},
        field::Slot,
        headers::holds,
        page::Page,
        record::{extras_name, members},
        scope::{Home, Scope},
        union::{unknown_name, variant_name},
    },
    ir::{Choice, Decision, Extras, Record, Shape, ShapeId, Site, Union, Variant},
};

/// All types that are schemas, in reading order.
pub(super) fn types(scope: &Scope<'_>, origin: &Origin<'_>) -> Vec<Type> {
    let order = scope.names.order.iter();
    let types = order.filter_map(|id| type_(scope, origin, *id));
    types.chain(headers(scope, origin)).collect()
}

/// The components that have no type of their own.
pub(super) fn aliases(scope: &Scope<'_>, origin: &Origin<'_>) -> Vec<Alias> {
    let aliases = scope.api.aliases.iter();
    aliases
        .map(|(pointer, id)| Alias {
            pointer: origin.of(pointer),
            type_: spelt(&scope.type_of(&mut Page::default(), Home::Elsewhere, *id)),
        })
        .collect()
}

fn type_(scope: &Scope<'_>, origin: &Origin<'_>, id: ShapeId) -> Option<Type> {
    let name = scope.names.types.get(&id)?;
    let rust = format!("types::{}", name.name);
    let sites = scope.api.shapes.sites(id);
    let (kind, parts) = match scope.api.shapes.get(id) {
        Shape::Record(record) => ("struct", fields(scope, origin, (id, &rust), record)),
        Shape::Union(union) => ("enum", branches(scope, origin, (id, &rust), union)),
        Shape::Choice(choice) => ("enum", values(scope, origin, (id, &rust), choice)),
        Shape::Wrapper(inner) => ("struct", vec![wrapped(scope, id, &rust, *inner)]),
        Shape::Any
        | Shape::Null
        | Shape::Boolean
        | Shape::Integer(_)
        | Shape::Number { .. }
        | Shape::Text(_)
        | Shape::Binary
        | Shape::List(_)
        | Shape::Map(_)
        | Shape::Tuple { .. }
        | Shape::Nullable(_)
        | Shape::Alias(_) => ("struct", vec![wrapped(scope, id, &rust, id)]),
    };
    Some(Type {
        rust,
        file: scope.path("types", name.file),
        kind,
        told_by: "JSON",
        pointers: origin.all(sites.iter().map(|site| &site.pointer)),
        parts,
    })
}

/// The types of reply headers.
fn headers(scope: &Scope<'_>, origin: &Origin<'_>) -> Vec<Type> {
    let named = scope.facts.headers.iter().zip(&scope.names.headers);
    let types = named.map(|(set, name)| {
        let rust = format!("types::{}", name.name);
        let fields = set.headers.iter().zip(&name.fields);
        let parts = fields.map(|(header, field)| Part {
            rust: format!("{rust}::{field}"),
            wire: header.wire.clone(),
            type_: spelt(&holds(scope, &mut Page::default(), header)),
            pointers: vec![origin.of(&header.pointer)],
        });
        Type {
            parts: parts.collect(),
            rust,
            file: "src/types.rs".to_owned(),
            kind: "struct",
            told_by: "header",
            pointers: vec![origin.of(&set.at)],
        }
    });
    types.collect()
}

/// The places of the part with this index.
fn places(origin: &Origin<'_>, sites: &[Site], index: usize) -> Vec<String> {
    let parts = sites.iter().filter_map(|site| site.parts.get(index));
    origin.all(parts.flat_map(|part| std::iter::once(&part.pointer).chain(&part.also)))
}

fn fields(
    scope: &Scope<'_>,
    origin: &Origin<'_>,
    (id, rust): (ShapeId, &str),
    record: &Record,
) -> Vec<Part> {
    let sites = scope.api.shapes.sites(id);
    let members = members(scope, &mut Page::default(), Home::Elsewhere, id, record);
    let fields = record.fields.iter().enumerate().map(|(index, field)| {
        let member = members.iter().find(|member| member.index == index);
        let (rust, type_) = match member {
            Some(member) => {
                let inner = spelt(&member.inner);
                let type_ = match member.slot {
                    Slot::Optional => format!("Option<{inner}>"),
                    Slot::Required | Slot::Constant => inner,
                };
                (format!("{rust}::{}", member.name), type_)
            }
            None => {
                let constant = field.constant.as_ref().map(literal);
                (rust.to_owned(), constant.unwrap_or_default())
            }
        };
        Part {
            rust,
            wire: field.wire.clone(),
            type_,
            pointers: places(origin, sites, index),
        }
    });
    let mut fields: Vec<_> = fields.collect();
    let (type_, below) = match record.extras {
        Extras::Open | Extras::Closed => ("UnknownMembers".to_owned(), Vec::new()),
        Extras::Typed(value) => {
            let value = scope.type_of(&mut Page::default(), Home::Elsewhere, value);
            let below: Vec<_> = sites
                .iter()
                .map(|site| site.pointer.child("additionalProperties"))
                .filter(|pointer| origin.document.at(pointer).is_some())
                .collect();
            (
                format!("BTreeMap<String, {}>", spelt(&value)),
                origin.all(below.iter()),
            )
        }
    };
    fields.push(Part {
        rust: format!("{rust}::{}", extras_name(scope, id, record)),
        wire: "*".to_owned(),
        type_,
        pointers: below,
    });
    fields
}

fn branches(
    scope: &Scope<'_>,
    origin: &Origin<'_>,
    (id, rust): (ShapeId, &str),
    union: &Union,
) -> Vec<Part> {
    let sites = scope.api.shapes.sites(id);
    let variants = union
        .variants
        .iter()
        .enumerate()
        .filter_map(|(index, variant)| {
            let name = variant_name(scope, id, index)?;
            let boxed = scope.boxes_variant(id, index, variant.shape);
            let holds = scope.boxed(&mut Page::default(), Home::Elsewhere, variant.shape, boxed);
            Some(Part {
                rust: format!("{rust}::{name}"),
                wire: told_by(&union.decision, variant),
                type_: spelt(&holds),
                pointers: places(origin, sites, index),
            })
        });
    let mut variants: Vec<_> = variants.collect();
    variants.extend(unknown(scope, id, rust, "Value"));
    variants
}

/// What tells a branch from the others.
fn told_by(decision: &Decision, variant: &Variant) -> String {
    match decision {
        Decision::Tag { wire, .. } => format!("{wire}: {}", variant.tags.join(" | ")),
        Decision::Keys => variant.keys.join(", "),
        Decision::Kind => {
            let kinds: Vec<_> = variant
                .kinds
                .iter()
                .map(|kind| format!("{kind:?}"))
                .collect();
            kinds.join(" | ").to_lowercase()
        }
        Decision::Order => String::new(),
    }
}

fn values(
    scope: &Scope<'_>,
    origin: &Origin<'_>,
    (id, rust): (ShapeId, &str),
    choice: &Choice,
) -> Vec<Part> {
    let sites = scope.api.shapes.sites(id);
    let values = choice
        .values
        .iter()
        .enumerate()
        .filter_map(|(index, value)| {
            let name = variant_name(scope, id, index)?;
            Some(Part {
                rust: format!("{rust}::{name}"),
                wire: literal(value),
                type_: String::new(),
                pointers: places(origin, sites, index),
            })
        });
    let mut values: Vec<_> = values.collect();
    let holds = match kind(choice) {
        Kind::Text => "String",
        Kind::Integer => "i64",
        Kind::Mixed => "Value",
    };
    values.extend(unknown(scope, id, rust, holds));
    values
}

fn unknown(scope: &Scope<'_>, id: ShapeId, rust: &str, holds: &str) -> Option<Part> {
    let unknown = unknown_name(scope, id)?;
    Some(Part {
        rust: format!("{rust}::{unknown}"),
        wire: "*".to_owned(),
        type_: holds.to_owned(),
        pointers: Vec::new(),
    })
}

fn wrapped(scope: &Scope<'_>, id: ShapeId, rust: &str, inner: ShapeId) -> Part {
    let boxed = scope.facts.boxed.contains(&(id, 0));
    let holds = scope.boxed(&mut Page::default(), Home::Elsewhere, inner, boxed);
    Part {
        rust: format!("{rust}::0"),
        wire: String::new(),
        type_: spelt(&holds),
        pointers: Vec::new(),
    }
}
