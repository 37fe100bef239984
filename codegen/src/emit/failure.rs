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
    status: Status,
    /// Further numbers, if the first status is one.
    others: Vec<u16>,
    content: &'a Content,
    variant: Ident,
}

impl Failure<'_> {
    /// Whether this is the payload of `content`.
    fn holds(&self, content: &Content, variant: &Ident) -> bool {
        self.variant == *variant
            && self.content.media == content.media
            && self.content.xml == content.xml
    }

    /// Takes in one status more. Only numbers are told together.
    fn join(&mut self, status: Status) -> bool {
        let (Status::Exact(_), Status::Exact(other)) = (self.status, status) else {
            return false;
        };
        self.others.push(other);
        true
    }

    fn entry(&self, scope: &Scope<'_>, page: &mut Page) -> TokenStream {
        let (content, variant) = (self.content, &self.variant);
        let error = page.import(&format!("crate::types::{}", scope.names.error_body));
        let mut read = Page::default();
        let call = content_reading(scope, &mut read, content).call;
        if media(content, scope) == Media::Xml {
            page.uses.extend(read.uses);
        }
        let read = quote!(|body| body.#call.map(#error::#variant));
        let media = content.media.as_str();
        let is_json = media == "application/json";
        match self.status {
            Status::Exact(first) if !self.others.is_empty() => {
                let numbers = [first].into_iter().chain(self.others.iter().copied());
                let numbers = numbers.map(number);
                let numbers = quote!(&[#(#numbers),*]);
                if is_json {
                    let json_among = page.import("crate::runtime::api::json_among");
                    return quote!(#json_among(#numbers, #read));
                }
                let among = page.import("crate::runtime::api::among");
                quote!(#among(#numbers, #media, #read))
            }
            Status::Exact(status) if is_json => {
                let json_as = page.import("crate::runtime::api::json_as");
                let status = number(status);
                quote!(#json_as(#status, #read))
            }
            Status::Default if is_json => {
                let json_default = page.import("crate::runtime::api::json_default");
                quote!(#json_default(#read))
            }
            status @ (Status::Exact(_) | Status::Range(_) | Status::Default) => {
                entry(page, status, media, read)
            }
        }
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
                status: reply.status,
                others: Vec::new(),
                content,
                variant,
            });
            next = all.len();
        }
    }
    all.iter()
        .map(|failure| failure.entry(scope, page))
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
