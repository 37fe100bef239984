//! A choice becomes an open enum: one variant per value, and one for every other value.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    Doc,
    doc::code,
    notes,
    page::{Page, ident},
    scope::Scope,
    union::{unknown_name, variant_name},
    wishes,
};
use crate::ir::{Choice, Literal, ShapeId};

/// What all values of a choice have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// All are strings.
    Text,
    /// All are whole numbers.
    Integer,
    /// Anything else.
    Mixed,
}

/// What all values of the choice have in common.
pub(crate) fn kind(choice: &Choice) -> Kind {
    if choice
        .values
        .iter()
        .all(|value| matches!(value, Literal::Text(_)))
    {
        Kind::Text
    } else if choice
        .values
        .iter()
        .all(|value| matches!(value, Literal::Integer(_)))
    {
        Kind::Integer
    } else {
        Kind::Mixed
    }
}

/// Adds the enum, and the way to its value.
pub(crate) fn choice(
    scope: &Scope<'_>,
    page: &mut Page,
    (id, name): (ShapeId, &Ident),
    choice: &Choice,
) {
    let kind = kind(choice);
    let variants: Vec<_> = choice
        .values
        .iter()
        .enumerate()
        .filter_map(|(index, value)| {
            let name = variant_name(scope, id, index)?;
            let implied = || format!("{} in JSON.", code(&spelt(value)));
            let doc = page.doc(notes::of_part(scope, id, index, implied));
            Some(quote!(#doc #name,))
        })
        .collect();
    let (holds, usual) = match kind {
        Kind::Text => (quote!(String), ["Eq", "Hash"].as_slice()),
        Kind::Integer => (quote!(i64), ["Eq", "Hash"].as_slice()),
        Kind::Mixed => (quote!(Value), ["Eq"].as_slice()),
    };
    let kept = unknown_name(scope, id).map(|unknown| {
        if kind == Kind::Mixed {
            page.import("serde_json::Value");
        }
        let kept = page.doc(Doc::new().say("A value this version does not know."));
        quote!(#kept #unknown(#holds),)
    });
    let open = kept.is_some().then(|| quote!(#[non_exhaustive]));
    let usual = [["Debug", "Clone", "PartialEq"].as_slice(), usual].concat();
    let given = usual.iter().map(|name| ident(name));
    let derives = wishes::derives(scope, id, &usual);
    let attributes = wishes::attributes(scope, id);
    let doc = page.doc(notes::of_type(scope, id));
    page.item(quote! {
        #doc
        #[derive(#(#given),* #derives)]
        #attributes
        #open
        pub enum #name {
            #(#variants)*
            #kept
        }
    });
    accessor(scope, page, (id, name), choice, kind);
}

/// `as_str` or `as_i64`; a mixed choice is read by `match`.
fn accessor(
    scope: &Scope<'_>,
    page: &mut Page,
    (id, name): (ShapeId, &Ident),
    choice: &Choice,
    kind: Kind,
) {
    let arms: Vec<TokenStream> = choice
        .values
        .iter()
        .enumerate()
        .filter_map(|(index, value)| {
            let variant = variant_name(scope, id, index)?;
            let value = match value {
                Literal::Text(text) => quote!(#text),
                Literal::Integer(integer) => {
                    let integer = proc_macro2::Literal::i64_unsuffixed(*integer);
                    quote!(#integer)
                }
                Literal::Json(_) | Literal::Boolean(_) => return None,
            };
            Some(quote!(Self::#variant => #value,))
        })
        .collect();
    let unknown = unknown_name(scope, id);
    let doc = page.doc(Doc::new().say("Its value in JSON."));
    let text = unknown
        .iter()
        .map(|unknown| quote!(Self::#unknown(other) => other,));
    let integer = unknown
        .iter()
        .map(|unknown| quote!(Self::#unknown(other) => *other,));
    match kind {
        Kind::Text => page.item(quote! {
            impl #name {
                #doc
                pub fn as_str(&self) -> &str {
                    match self { #(#arms)* #(#text)* }
                }
            }
        }),
        Kind::Integer => page.item(quote! {
            impl #name {
                #doc
                pub fn as_i64(&self) -> i64 {
                    match self { #(#arms)* #(#integer)* }
                }
            }
        }),
        Kind::Mixed => {
            page.docs.pop();
        }
    }
}

/// A literal as JSON text, a string without its quotes.
pub(crate) fn spelt(value: &Literal) -> String {
    match value {
        Literal::Text(text) | Literal::Json(text) => text.clone(),
        Literal::Integer(integer) => integer.to_string(),
        Literal::Boolean(boolean) => boolean.to_string(),
    }
}
