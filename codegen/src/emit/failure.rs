//! What an operation answers when it fails: the table of its errors.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    body::{Media, media},
    page::{Page, ident},
    reply::{content_reading, entry, number},
    scope::{Home, Scope},
};
use crate::{
    ir::{Content, Operation, Status},
    name::errors::failures,
};

/// A payload of one media type, and the statuses it comes with.
struct Failure<'a> {
    statuses: Vec<Status>,
    content: &'a Content,
    variant: Ident,
}

impl<'a> Failure<'a> {
    /// Whether this is the payload of `content`.
    fn holds(&self, content: &Content, variant: &Ident) -> bool {
        self.variant == *variant
            && self.content.media == content.media
            && self.content.xml == content.xml
    }

    /// Takes in one status more. Only numbers are told together.
    fn join(&mut self, status: Status) -> bool {
        let exact = |status: &Status| matches!(status, Status::Exact(_));
        let joins = exact(&status) && self.statuses.iter().all(exact);
        if joins {
            self.statuses.push(status);
        }
        joins
    }

    fn entry(&self, scope: &Scope<'_>, page: &mut Page) -> Option<TokenStream> {
        let (content, variant) = (self.content, &self.variant);
        let error = page.import(&format!("crate::types::{}", scope.names.error_body));
        let mut read = Page::default();
        let call = content_reading(scope, &mut read, content).call;
        if media(content, scope) == Media::Xml {
            page.uses.extend(read.uses);
        }
        let read = quote!(|body| body.#call.map(#error::#variant));
        let is_json = content.media == "application/json";
        let (status, rest) = self.statuses.split_first()?;
        let entry = match (status, is_json) {
            (Status::Exact(_), _) if !rest.is_empty() => self.entry_among(page, is_json, &read),
            (Status::Exact(status), true) => {
                let json_as = page.import("crate::runtime::api::json_as");
                let status = number(*status);
                quote!(#json_as(#status, #read))
            }
            (Status::Default, true) => {
                let json_default = page.import("crate::runtime::api::json_default");
                quote!(#json_default(#read))
            }
            (status, _) => entry(page, *status, &content.media, read),
        };
        Some(entry)
    }

    /// One entry for several statuses.
    fn entry_among(&self, page: &mut Page, is_json: bool, read: &TokenStream) -> TokenStream {
        let statuses = self.statuses.iter().filter_map(|status| match status {
            Status::Exact(status) => Some(number(*status)),
            Status::Range(_) | Status::Default => None,
        });
        let statuses = quote!(&[#(#statuses),*]);
        if is_json {
            let json_among = page.import("crate::runtime::api::json_among");
            return quote!(#json_among(#statuses, #read));
        }
        let among = page.import("crate::runtime::api::among");
        let media = &self.content.media;
        quote!(#among(#statuses, #media, #read))
    }
}

/// The entries of `errors`: every failure that has a typed payload, those that differ in their
/// status alone as one.
pub(crate) fn errors(
    scope: &Scope<'_>,
    page: &mut Page,
    operation: &Operation,
) -> Vec<TokenStream> {
    let mut all: Vec<Failure<'_>> = Vec::new();
    for reply in failures(operation) {
        // Of one status, the order of its media types is kept.
        let mut next = 0;
        for content in &reply.contents {
            let Some(variant) = error_variant(scope, content) else {
                continue;
            };
            let mut known = all.iter_mut().enumerate().skip(next);
            let known = known.find(|(_, known)| known.holds(content, &variant));
            if let Some((at, known)) = known
                && known.join(reply.status)
            {
                next = at + 1;
                continue;
            }
            all.push(Failure {
                statuses: vec![reply.status],
                content,
                variant,
            });
            next = all.len();
        }
    }
    let entries = all.iter();
    entries
        .filter_map(|failure| failure.entry(scope, page))
        .collect()
}

/// The variant of the error enum that holds a content, if what was read is what it holds.
pub(crate) fn error_variant(scope: &Scope<'_>, content: &Content) -> Option<Ident> {
    let shape = content.shape?;
    let (_, variant) = scope
        .names
        .errors
        .iter()
        .find(|(known, _)| *known == shape)?;
    if matches!(media(content, scope), Media::Json | Media::Xml) {
        return Some(ident(variant));
    }
    let holds = scope
        .type_of(&mut Page::default(), Home::Elsewhere, shape)
        .to_string();
    let reads = content_reading(scope, &mut Page::default(), content)
        .type_
        .to_string();
    (holds == reads).then(|| ident(variant))
}
