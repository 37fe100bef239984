//! A union becomes an enum: one newtype variant per branch, and one for what is unknown.

use proc_macro2::Ident;
use quote::quote;

use super::{
    Doc,
    doc::code,
    notes,
    page::{Page, ident},
    scope::{Home, Scope},
    wishes,
};
use crate::ir::{Decision, JsonKind, ShapeId, Union, Variant};

/// Adds the enum.
pub(crate) fn union(
    scope: &Scope<'_>,
    page: &mut Page,
    home: Home,
    (id, name): (ShapeId, &Ident),
    union: &Union,
) {
    let variants: Vec<_> = union
        .variants
        .iter()
        .enumerate()
        .filter_map(|(index, variant)| {
            let name = variant_name(scope, id, index)?;
            let boxed = scope.boxes_variant(id, index, variant.shape);
            let holds = scope.boxed(page, home, variant.shape, boxed);
            let implied = || implied(&union.decision, variant);
            let doc = page.doc(notes::of_part(scope, id, index, implied));
            Some(quote!(#doc #name(#holds),))
        })
        .collect();
    let kept = unknown_name(scope, id).map(|unknown| {
        let value = page.import("serde_json::Value");
        let kept = page.doc(Doc::new().say("What this version does not know, as it came."));
        quote!(#kept #unknown(#value),)
    });
    let open = kept.is_some().then(|| quote!(#[non_exhaustive]));
    let derives = wishes::derives(scope, id, &["Debug", "Clone", "PartialEq"]);
    let attributes = wishes::attributes(scope, id);
    let doc = page.doc(notes::of_type(scope, id));
    page.item(quote! {
        #doc
        #[derive(Debug, Clone, PartialEq #derives)]
        #attributes
        #open
        pub enum #name {
            #(#variants)*
            #kept
        }
    });
}

/// The name of a variant; none if `name` gave it none.
pub(crate) fn variant_name(scope: &Scope<'_>, id: ShapeId, index: usize) -> Option<Ident> {
    scope
        .names
        .variants
        .get(&(id, index))
        .map(|name| ident(name))
}

/// The name of the variant that keeps what is unknown; none for an enum that keeps nothing unknown.
pub(crate) fn unknown_name(scope: &Scope<'_>, id: ShapeId) -> Option<Ident> {
    if scope.names.closed.contains_key(&id) {
        return None;
    }
    let name = scope.names.unknowns.get(&id);
    Some(ident(name.map_or("Unknown", String::as_str)))
}

/// What the decision says of a branch that the description says nothing of.
fn implied(decision: &Decision, variant: &Variant) -> String {
    match decision {
        Decision::Tag { wire, .. } if !variant.tags.is_empty() => {
            let tags: Vec<_> = variant.tags.iter().map(|tag| code(tag)).collect();
            format!("{} is {}.", code(wire), tags.join(" or "))
        }
        Decision::Kind if !variant.kinds.is_empty() => {
            let kinds: Vec<_> = variant.kinds.iter().map(|kind| kind_words(*kind)).collect();
            format!("In JSON {}.", kinds.join(" or "))
        }
        Decision::Keys if !variant.keys.is_empty() => {
            let keys: Vec<_> = variant.keys.iter().map(|key| code(key)).collect();
            format!("Has {}.", keys.join(" and "))
        }
        Decision::Keys => "Has none of the members that tell the others.".to_owned(),
        Decision::Tag { .. } | Decision::Kind | Decision::Order => {
            "One of the forms it can take.".to_owned()
        }
    }
}

fn kind_words(kind: JsonKind) -> &'static str {
    match kind {
        JsonKind::Null => "`null`",
        JsonKind::Boolean => "`true` or `false`",
        JsonKind::Number => "a number",
        JsonKind::Text => "a string",
        JsonKind::List => "an array",
        JsonKind::Object => "an object",
    }
}
