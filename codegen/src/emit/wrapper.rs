//! A wrapper becomes a struct around the list, map or tuple that contains it.

use proc_macro2::Ident;
use quote::quote;

use super::{
    Doc, notes,
    page::Page,
    scope::{Home, Scope},
    wishes,
};
use crate::ir::ShapeId;

/// Adds the struct.
pub(crate) fn wrapper(
    scope: &Scope<'_>,
    page: &mut Page,
    home: Home,
    (id, name): (ShapeId, &Ident),
    inner: ShapeId,
) {
    let boxed = scope.facts.boxed.contains(&(id, 0));
    let inner = scope.boxed(page, home, inner, boxed);
    let doc = page.doc(notes::of_type(scope, id));
    let holds = page.doc(Doc::new().say("What it holds."));
    let derives = wishes::derives(scope, id, &["Debug", "Clone", "PartialEq"]);
    let attributes = wishes::attributes(scope, id);
    page.item(quote! {
        #doc
        #[derive(Debug, Clone, PartialEq #derives)]
        #attributes
        pub struct #name(#holds pub #inner);
    });
}
