//! The typed payloads of errors: one enum for the whole crate, so that `?` works across operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Doc,
    page::{Page, ident},
    reply::statuses_words,
    scope::{Home, Scope},
};
use crate::{ir::ShapeId, name::errors::failures};

/// The enum, to stand in a file of types.
pub(crate) fn error_body(scope: &Scope<'_>, page: &mut Page) -> TokenStream {
    let name = ident(&scope.names.error_body);
    let variants: Vec<_> = scope
        .names
        .errors
        .iter()
        .map(|(shape, variant)| {
            let variant = ident(variant);
            let boxed = scope.sizes.boxes_error(*shape);
            let holds = scope.boxed(page, Home::Root, *shape, boxed);
            let doc = page.doc(Doc::new().say(where_from(scope, *shape)));
            quote!(#doc #variant(#holds),)
        })
        .collect();
    let doc = page.doc(
        Doc::new().say("What the service says when it refuses a call, by what it looks like."),
    );
    quote! {
        #doc
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
    }
}

/// The statuses that come with a payload, over all operations.
fn where_from(scope: &Scope<'_>, shape: ShapeId) -> String {
    let mut statuses: Vec<_> = scope
        .api
        .operations
        .iter()
        .flat_map(failures)
        .filter(|reply| {
            reply
                .contents
                .iter()
                .any(|content| content.shape == Some(shape))
        })
        .map(|reply| reply.status)
        .collect();
    statuses.sort_unstable();
    statuses.dedup();
    match statuses.is_empty() {
        true => "With any error status.".to_owned(),
        false => format!("With {}.", statuses_words(&statuses)),
    }
}
