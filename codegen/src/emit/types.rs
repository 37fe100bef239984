//! The files of plain types: structs, enums and their docs, no attribute noise.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Body, Doc, File, choice, error, form, headers,
    page::{Page, ident},
    record,
    scope::{Home, Scope},
    twin, union, wrapper,
};
use crate::ir::{Shape, ShapeId};

/// `src/types.rs`: where there is one module, its types; else the modules. And the error enum.
pub(crate) fn root(scope: &Scope<'_>) -> File {
    let mut page = Page::about(Doc::new().say("What is sent and received."));
    if scope.is_single() {
        for id in scope.types_in(0) {
            declare(scope, &mut page, Home::Root, *id);
        }
    } else {
        page.item(modules(scope, true));
    }
    headers::headers(scope, &mut page);
    form::forms(scope, &mut page);
    let error = error::error_body(scope, &mut page);
    page.item(error);
    page.settle_links(|_| true);
    File {
        path: "src/types.rs".to_owned(),
        body: Body::Rust(page),
    }
}

/// `mod a; mod b;` for every file that holds types, and `pub use a::*;` if they are `shown`.
pub(crate) fn modules(scope: &Scope<'_>, shown: bool) -> TokenStream {
    let files = (0..scope.names.files.len()).filter(|file| !scope.types_in(*file).is_empty());
    let mut modules: Vec<_> = files
        .map(|file| scope.names.files[file].module.as_str())
        .collect();
    modules.sort_unstable();
    let modules: Vec<_> = modules.into_iter().map(ident).collect();
    let shown = shown.then(|| quote!(#(pub use self::#modules::*;)*));
    quote!(#(mod #modules;)* #shown)
}

/// `src/types/<module>.rs`: the types of one resource.
pub(crate) fn file(scope: &Scope<'_>, file: usize) -> Option<File> {
    let types = scope.types_in(file);
    if types.is_empty() || scope.is_single() {
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
    twin::twin(scope, page, home, id);
}

fn about(scope: &Scope<'_>, file: usize) -> Doc {
    match scope.tag(file) {
        Some(tag) => Doc::new().say(format!("Types of {}.", super::doc::plain(tag))),
        None => Doc::new().say("Types that several resources share."),
    }
}
