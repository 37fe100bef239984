//! A union looks at what was proved to tell its branches apart, then reads exactly one.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Code, choice::one_of, implement};
use crate::{
    emit::{
        page::Page,
        scope::Scope,
        union::{unknown_name, variant_name},
    },
    ir::{Decision, JsonKind, Record, Shape, ShapeId, TagKind, Union, Variant},
};

/// A branch and the name of its variant.
type Branch<'a> = (Ident, &'a Variant);

/// Adds the impl.
pub(super) fn union(
    scope: &Scope<'_>,
    page: &mut Page,
    (id, name): (ShapeId, &Ident),
    union: &Union,
) {
    let unknown = unknown_name(scope, id);
    let branches: Vec<Branch<'_>> = union
        .variants
        .iter()
        .enumerate()
        .filter_map(|(index, variant)| Some((variant_name(scope, id, index)?, variant)))
        .collect();
    let rest = match &unknown {
        Some(unknown) => quote!(_ => Self::#unknown(r.unknown()?),),
        None => refused(page, &union.decision, &branches),
    };
    let read = match (&union.decision, &unknown) {
        (tag @ Decision::Tag { .. }, _) => by_tag(tag, &rest, &branches),
        (Decision::Kind, _) => by_kind(page, &rest, &branches),
        (Decision::Keys, _) => by_keys(&rest, &branches),
        (Decision::Order, _) => by_order(unknown.as_ref(), &branches),
    };
    let blank = blank(scope, page, id, unknown.as_ref(), &branches);
    let arms = branches.iter().map(|(variant, branch)| {
        let tag = match &union.decision {
            // What is no text its payload has as a member.
            Decision::Tag {
                kind: TagKind::Literal,
                ..
            } => None,
            Decision::Tag { wire, .. } => tag_to_write(scope, wire, branch),
            Decision::Kind | Decision::Keys | Decision::Order => None,
        };
        match tag {
            Some((wire, tag)) => quote!(Self::#variant(value) => w.tagged(#wire, #tag, value),),
            None => quote!(Self::#variant(value) => value.write(w),),
        }
    });
    let other = unknown.map(|unknown| quote!(Self::#unknown(value) => value.write(w),));
    let code = Code {
        blank,
        read,
        write: quote!(match self { #(#arms)* #other }),
    };
    implement(page, name, &code, None);
}

/// The placeholder of a union that is about to be read.
fn blank(
    scope: &Scope<'_>,
    page: &mut Page,
    id: ShapeId,
    unknown: Option<&Ident>,
    branches: &[Branch<'_>],
) -> TokenStream {
    if let Some(unknown) = unknown {
        let value = page.import("serde_json::Value");
        return quote!(Self::#unknown(#value::Null));
    }
    let index = scope.names.closed.get(&id).copied().unwrap_or_default();
    let blank = page.json("blank");
    let placeholder = branches.get(index).map(|(name, _)| name);
    quote!(Self::#placeholder(#blank()))
}

/// The arm of a union that takes nothing unknown.
fn refused(page: &mut Page, decision: &Decision, branches: &[Branch<'_>]) -> TokenStream {
    match decision {
        Decision::Tag { wire, .. } => {
            let error = page.json("DecodeError");
            let tags = branches.iter().flat_map(|(_, branch)| &branch.tags);
            let tags = one_of(tags.map(|tag| format!("{tag:?}")));
            let expected = format!("{tags} as `{wire}`");
            quote!(_ => return Err(#error::new(#expected, format!("{tag:?}"))),)
        }
        Decision::Kind | Decision::Keys | Decision::Order => {
            quote!(_ => return Err(r.mismatch("a value of one of the known forms")),)
        }
    }
}

fn by_tag(decision: &Decision, rest: &TokenStream, branches: &[Branch<'_>]) -> TokenStream {
    let Decision::Tag {
        wire,
        kind,
        optional,
        ..
    } = decision
    else {
        return TokenStream::new();
    };
    let optional = *kind == TagKind::Text && *optional;
    let arms = branches
        .iter()
        .filter(|(_, branch)| !branch.tags.is_empty())
        .map(|(name, branch)| {
            let tags = &branch.tags;
            quote!(#(#tags)|* => Self::#name(r.get()?),)
        });
    let told = match (kind, optional) {
        (TagKind::Text, false) => quote!(tagged),
        (TagKind::Literal, _) => quote!(tagged_by),
        (TagKind::Text, true) => quote!(maybe_tagged),
    };
    let known = optional.then(|| {
        let first = branches
            .iter()
            .filter_map(|(_, branch)| branch.tags.first());
        quote!(&[#(#first),*],)
    });
    quote! {
        r.#told(#wire, #known &mut |tag, r| {
            *self = match tag { #(#arms)* #rest };
            Ok(())
        })
    }
}

fn by_kind(page: &mut Page, rest: &TokenStream, branches: &[Branch<'_>]) -> TokenStream {
    let kind = page.json("Kind");
    let mut met = Vec::new();
    let arms: Vec<_> = branches
        .iter()
        .filter(|(_, branch)| !branch.kinds.is_empty())
        .map(|(name, branch)| {
            met.extend(&branch.kinds);
            let kinds = branch.kinds.iter().map(|kind| kind_name(*kind));
            quote!(#(#kind::#kinds)|* => Self::#name(r.get()?),)
        })
        .collect();
    let all = ALL_KINDS.iter().all(|kind| met.contains(&kind));
    let rest = (!all).then_some(rest);
    quote! {
        r.kinds(&mut |kind, r| {
            *self = match kind { #(#arms)* #rest };
            Ok(())
        })
    }
}

fn by_keys(rest: &TokenStream, branches: &[Branch<'_>]) -> TokenStream {
    let keyed: Vec<_> = branches
        .iter()
        .filter(|(_, branch)| !branch.keys.is_empty())
        .collect();
    let sets = keyed.iter().map(|(_, branch)| {
        let keys = &branch.keys;
        quote!(&[#(#keys),*])
    });
    let arms = keyed.iter().enumerate().map(|(index, (name, _))| {
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        quote!(Some(#index) => Self::#name(r.get()?),)
    });
    let rest = match branches.iter().find(|(_, branch)| branch.keys.is_empty()) {
        Some((name, _)) => quote!(_ => Self::#name(r.get()?),),
        None => rest.clone(),
    };
    quote! {
        r.keys(&[#(#sets),*], &mut |found, r| {
            *self = match found { #(#arms)* #rest };
            Ok(())
        })
    }
}

fn by_order(unknown: Option<&Ident>, branches: &[Branch<'_>]) -> TokenStream {
    let attempts = branches
        .iter()
        .map(|(name, _)| quote!(|r| r.get().map(Self::#name)));
    match unknown {
        Some(unknown) => quote!(r.order(self, &[#(#attempts),*], Self::#unknown)),
        None => quote!(r.closed_order(self, &[#(#attempts),*])),
    }
}

/// The tag that is written around a branch which does not write it itself.
fn tag_to_write<'a>(
    scope: &Scope<'_>,
    wire: &'a str,
    branch: &'a Variant,
) -> Option<(&'a str, &'a str)> {
    let tag = branch.tags.first()?;
    match scope.shape(branch.shape) {
        Shape::Record(record) if writes_tag(record, wire, branch) => None,
        // A union that is told apart by the same member writes it itself.
        Shape::Union(inner) if is_told_by(inner, wire) => None,
        _ => Some((wire, tag)),
    }
}

fn is_told_by(union: &Union, member: &str) -> bool {
    match &union.decision {
        Decision::Tag { wire, .. } => wire == member,
        Decision::Kind | Decision::Keys | Decision::Order => false,
    }
}

fn writes_tag(record: &Record, wire: &str, branch: &Variant) -> bool {
    let field = record.fields.iter().find(|field| field.wire == wire);
    field.is_some_and(|field| {
        let constant = field.required && field.constant.is_some();
        // With several tags only the payload knows which one it was.
        constant || branch.tags.len() > 1
    })
}

const ALL_KINDS: [JsonKind; 6] = [
    JsonKind::Null,
    JsonKind::Boolean,
    JsonKind::Number,
    JsonKind::Text,
    JsonKind::List,
    JsonKind::Object,
];

fn kind_name(kind: JsonKind) -> Ident {
    crate::emit::page::ident(match kind {
        JsonKind::Null => "Null",
        JsonKind::Boolean => "Boolean",
        JsonKind::Number => "Number",
        JsonKind::Text => "Text",
        JsonKind::List => "List",
        JsonKind::Object => "Object",
    })
}
