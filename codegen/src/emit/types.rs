//! The files of plain types: structs, enums and their docs, no attribute noise.

use super::{
    Body, Doc, File, choice,
    page::{Page, ident},
    record,
    scope::{Home, Scope},
    union, wrapper,
};
use crate::ir::{Shape, ShapeId};

/// `src/types/<module>.rs`, or `src/types.rs` where there is one module.
pub(crate) fn file(scope: &Scope<'_>, file: usize) -> Option<File> {
    let types = scope.types_in(file);
    if types.is_empty() {
        return None;
    }
    let mut page = Page::about(about(scope, file));
    for id in types {
        declare(scope, &mut page, Home::Types(file), *id);
    }
    let here = |name: &str| {
        types.iter().any(|id| {
            scope
                .names
                .types
                .get(id)
                .is_some_and(|known| known.name == name)
        })
    };
    page.settle_links(here);
    Some(File {
        path: scope.path("types", file),
        body: Body::Rust(page),
    })
}

fn declare(scope: &Scope<'_>, page: &mut Page, home: Home, id: ShapeId) {
    let Some(name) = scope.names.types.get(&id) else {
        return;
    };
    let name = &ident(&name.name);
    match scope.api.shapes.get(id) {
        Shape::Record(shape) => record::record(scope, page, home, (id, name), shape),
        Shape::Union(shape) => union::union(scope, page, home, (id, name), shape),
        Shape::Choice(shape) => choice::choice(scope, page, (id, name), shape),
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
        | Shape::Alias(_) => wrapper::wrapper(scope, page, home, (id, name), id),
        Shape::Wrapper(inner) => wrapper::wrapper(scope, page, home, (id, name), *inner),
    }
}

fn about(scope: &Scope<'_>, file: usize) -> Doc {
    match scope.tag(file) {
        Some(tag) => Doc::new().say(format!("Types of {}.", super::doc::plain(tag))),
        None if scope.is_single() => Doc::new().say("What is sent and received."),
        None => Doc::new().say("Types that several resources share."),
    }
}
