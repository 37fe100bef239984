//! Derives and attributes that a person wants beside the usual ones.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use crate::ir::ShapeId;

/// `, Hash, my::Derive`.
pub(crate) fn derives(scope: &Scope<'_>, id: ShapeId, usual: &[&str]) -> TokenStream {
    let wanted = scope.names.derives.get(&id).into_iter().flatten();
    let mut met: Vec<&str> = usual.to_vec();
    let mut tokens = TokenStream::new();
    for text in wanted {
        if met.contains(&text.as_str()) {
            continue;
        }
        met.push(text);
        // `name` has read it as a path before.
        let path: TokenStream = text.parse().unwrap_or_default();
        tokens.extend(quote!(, #path));
    }
    tokens
}

/// `#[my::attribute]`.
pub(crate) fn attributes(scope: &Scope<'_>, id: ShapeId) -> TokenStream {
    let wanted = scope.names.attributes.get(&id).into_iter().flatten();
    wanted
        .map(|text| {
            // `name` has read it as an attribute before.
            let attribute: TokenStream = text.parse().unwrap_or_default();
            quote!(#[#attribute])
        })
        .collect()
}
