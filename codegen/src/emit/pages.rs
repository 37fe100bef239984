//! An operation that gives its items page by page: the table for that, and the ways to the items.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Doc,
    field::{Slot, slot},
    page::{Page, ident},
    runtime,
    scope::{Home, Scope},
};
use crate::{
    ir::{Shape, ShapeId},
    name::OperationName,
    pass::{Last, PageStyle, Pages},
};

/// What is emitted for a paged operation.
pub(crate) struct Paged {
    /// The table, beside the operation's constant.
    pub(crate) table: TokenStream,
    /// `pages` and `items`, on the operation's requests.
    pub(crate) methods: TokenStream,
}

/// The pages of the operation with this index, whose success is a `type_`.
///
/// An operation with several kinds of success has none: not every one is a page.
pub(crate) fn pages(
    scope: &Scope<'_>,
    page: &mut Page,
    index: usize,
    name: &OperationName,
    type_: &TokenStream,
) -> Option<Paged> {
    let found = scope.facts.pages.get(&index)?;
    if !name.reply.is_empty() && type_.to_string() == name.reply {
        return None;
    }
    if !runtime::has(runtime::parts::Need::Pages) {
        return None;
    }
    let (items, take) = accessors(scope, index, found)?;
    let item = scope.type_of(page, Home::Elsewhere, found.item);
    // By their module: a description may well have a type called `Items` or `Pages`.
    let module = page.import("crate::runtime::pages");
    let paging = quote!(#module::Paging);
    let next = next(scope, page, index, &found.style);
    let inside = scope
        .facts
        .envelopes
        .get(&index)
        .map(|envelope| envelope.member.as_str());
    let path = inside
        .into_iter()
        .chain(found.items.iter().map(String::as_str));
    let table = ident(&name.pages);
    let error = page.import(&format!("crate::types::{}", scope.names.error_body));
    let (pages, all) = (quote!(#module::Pages), quote!(#module::Items));
    let pages_doc = page.doc(Doc::new().say("The pages from here on, one after the other."));
    let items_doc = page.doc(Doc::new().say("The items of all pages from here on."));
    Some(Paged {
        table: quote! {
            const #table: &#paging<#type_, #item> = &#paging {
                next: #next,
                path: &[#(#path),*],
                items: #items,
                take: #take,
            };
        },
        methods: quote! {
            #pages_doc
            #[inline]
            pub fn pages(self) -> #pages<#type_, #error, #item> { #pages::new(self, #table) }
            #items_doc
            #[inline]
            pub fn items(self) -> #all<#type_, #error, #item> { self.pages().items() }
        },
    })
}

fn next(scope: &Scope<'_>, page: &mut Page, index: usize, style: &PageStyle) -> TokenStream {
    let module = page.import("crate::runtime::pages");
    let next = quote!(#module::Next);
    // The members that lead there from the whole body.
    let inside = scope.facts.envelopes.get(&index);
    let whole = |members: &[String]| {
        let inside = inside.map(|envelope| &envelope.member);
        let path = inside.into_iter().chain(members);
        quote!(&[#(#path),*])
    };
    match style {
        PageStyle::Number { parameter, size: _ } => quote!(#next::Number(#parameter)),
        PageStyle::Offset {
            parameter,
            limit: _,
        } => quote!(#next::Offset(#parameter)),
        PageStyle::Cursor { parameter, member } => {
            let path = whole(member);
            quote!(#next::Cursor(#parameter, #path))
        }
        PageStyle::After {
            parameter,
            last,
            more,
        } => {
            let last = match last {
                Last::Member(member) => {
                    let path = whole(member);
                    quote!(#module::Last::Member(#path))
                }
                Last::OfItem(member) => quote!(#module::Last::OfItem(#member)),
            };
            let more = match more {
                Some(more) => whole(more),
                None => quote!(&[]),
            };
            quote!(#next::After(#parameter, #last, #more))
        }
        PageStyle::Link => quote!(#next::Link),
    }
}

/// How to look at the items of a page, and how to take them.
fn accessors(scope: &Scope<'_>, index: usize, pages: &Pages) -> Option<(TokenStream, TokenStream)> {
    let payload = payload(scope, index)?;
    let [wire] = pages.items.as_slice() else {
        let is_list = pages.items.is_empty() && matches!(scope.shape(payload), Shape::List(_));
        return is_list.then(|| (quote!(|page| page), quote!(|page| page)));
    };
    let Shape::Record(record) = scope.shape(payload) else {
        return None;
    };
    let at = record.fields.iter().position(|field| field.wire == *wire)?;
    let field = &record.fields[at];
    let name = ident(scope.names.fields.get(&(payload, at))?);
    match (slot(scope.facts, payload, field), scope.shape(field.shape)) {
        (Slot::Required, Shape::List(_)) => {
            Some((quote!(|page| &page.#name), quote!(|page| page.#name)))
        }
        (Slot::Required, Shape::Nullable(_)) | (Slot::Optional, Shape::List(_)) => Some((
            quote!(|page| page.#name.as_deref().unwrap_or_default()),
            quote!(|page| page.#name.unwrap_or_default()),
        )),
        (Slot::Optional, Shape::Nullable(_)) => Some((
            quote!(|page| page.#name.as_ref().and_then(|items| items.as_deref()).unwrap_or_default()),
            quote!(|page| page.#name.flatten().unwrap_or_default()),
        )),
        _ => None,
    }
}

fn payload(scope: &Scope<'_>, index: usize) -> Option<ShapeId> {
    if let Some(envelope) = scope.facts.envelopes.get(&index) {
        return Some(envelope.shape);
    }
    let operation = scope.api.operations.get(index)?;
    let reply = crate::name::errors::successes(operation).next()?;
    super::body::preferred(scope, &reply.contents)?.shape
}
