//! What an operation answers: its success type, the enum of several, and the tables of replies.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    Doc,
    body::{Media, media, preferred},
    page::{Page, ident},
    scope::{Home, Scope},
    xml,
};
use crate::{
    ir::{Content, Operation, Reply, Status},
    name::{OperationName, errors::successes},
    pass::EnvelopeUse,
};

/// What a caller of an operation gets.
pub(crate) struct Success {
    /// The type.
    pub(crate) type_: TokenStream,
    /// The entries of `replies`.
    pub(crate) replies: Vec<TokenStream>,
    /// The enum, where there are several types.
    pub(crate) several: Option<TokenStream>,
}

/// How one content is read.
pub(crate) struct Reading {
    /// Its type.
    pub(crate) type_: TokenStream,
    /// The call on a `Payload` that reads it: `json()`, `xml(…)`.
    pub(crate) call: TokenStream,
    /// The method of `Payload` that reads it without more, if one does.
    method: Option<Ident>,
    /// The media type on the wire; empty for an empty reply.
    pub(crate) media: String,
    /// The payload is inside an envelope.
    within: Option<TokenStream>,
}

/// What success looks like.
pub(crate) fn success(
    scope: &Scope<'_>,
    page: &mut Page,
    index: usize,
    operation: &Operation,
    name: &OperationName,
) -> Success {
    let envelope = scope.facts.envelopes.get(&index);
    let readings: Vec<_> = successes(operation)
        .map(|reply| (reply, reading(scope, page, reply, envelope)))
        .collect();
    let Some((_, first)) = readings.first() else {
        let payload = page.import("crate::runtime::payload::Payload");
        let entry = entry(page, Status::Range(2), "", quote!(#payload::empty));
        return Success {
            type_: quote!(()),
            replies: vec![entry],
            several: None,
        };
    };
    let first = first.type_.to_string();
    let same = readings
        .iter()
        .all(|(_, reading)| reading.type_.to_string() == first);
    if same || name.reply.is_empty() {
        let fitting = readings
            .iter()
            .filter(|(_, r)| r.type_.to_string() == first);
        let replies = fitting
            .map(|(reply, reading)| plain_entry(page, reply, reading))
            .collect();
        return Success {
            type_: readings[0].1.type_.clone(),
            replies,
            several: None,
        };
    }
    enumerated(page, operation, name, &readings)
}

/// An enum with one variant for each success, because they differ in what they hold.
fn enumerated(
    page: &mut Page,
    operation: &Operation,
    name: &OperationName,
    readings: &[(&Reply, Reading)],
) -> Success {
    let type_ = ident(&name.reply);
    let variants: Vec<_> = readings
        .iter()
        .map(|(reply, _)| reply_variant(operation, name, reply))
        .collect();
    let replies = readings
        .iter()
        .zip(&variants)
        .map(|((reply, reading), variant)| {
            let Reading {
                call,
                media,
                within,
                ..
            } = reading;
            let read = match media.is_empty() {
                true => quote!(|_| Ok(#type_::#variant)),
                false => quote!(|body| body.#call.map(#type_::#variant)),
            };
            let entry = entry(page, reply.status, media, read);
            quote!(#entry #within)
        });
    let replies = replies.collect();
    let several = several(page, name, readings, &variants);
    Success {
        type_: quote!(#type_),
        replies,
        several: Some(several),
    }
}

/// The variant that stands for a success among several.
pub(crate) fn reply_variant(operation: &Operation, name: &OperationName, reply: &Reply) -> Ident {
    let index = operation
        .replies
        .iter()
        .position(|known| known.status == reply.status);
    ident(
        index
            .and_then(|index| name.reply_variants.get(index))
            .map_or("Other", String::as_str),
    )
}

fn several(
    page: &mut Page,
    name: &OperationName,
    readings: &[(&Reply, Reading)],
    variants: &[Ident],
) -> TokenStream {
    let type_ = ident(&name.reply);
    let variants: Vec<_> = readings
        .iter()
        .zip(variants)
        .map(|((reply, reading), variant)| {
            let status = status_words(reply.status);
            let doc = Doc::new()
                .quote(reply.docs.as_deref())
                .say(format!("With {status}."));
            let doc = page.doc(doc);
            let holds = &reading.type_;
            match reading.media.is_empty() {
                true => quote!(#doc #variant,),
                false => quote!(#doc #variant(#holds),),
            }
        })
        .collect();
    let method = &name.method;
    let doc = page.doc(Doc::new().say(format!("What [`Client::{method}`] answers.")));
    quote! {
        #doc
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #type_ { #(#variants)* }
    }
}

/// How a reply is read.
pub(crate) fn reading(
    scope: &Scope<'_>,
    page: &mut Page,
    reply: &Reply,
    envelope: Option<&EnvelopeUse>,
) -> Reading {
    let Some(content) = preferred(scope, &reply.contents) else {
        return Reading::new(quote!(()), "empty", String::new());
    };
    if let (Some(envelope), Media::Json) = (envelope, media(content, scope)) {
        let success = envelope.success.as_deref().unwrap_or_default();
        let member = envelope.member.as_str();
        let type_ = scope.type_of(page, Home::Elsewhere, envelope.shape);
        return Reading {
            within: Some(quote!(.within(#success, #member))),
            ..Reading::new(type_, "json", content.media.clone())
        };
    }
    content_reading(scope, page, content)
}

/// How one content of a reply is read.
pub(crate) fn content_reading(scope: &Scope<'_>, page: &mut Page, content: &Content) -> Reading {
    let (type_, method) = match (media(content, scope), content.shape) {
        (Media::Json, Some(shape)) => (scope.type_of(page, Home::Elsewhere, shape), "json"),
        (Media::Xml, Some(shape)) => {
            let type_ = scope.type_of(page, Home::Elsewhere, shape);
            let element = xml::root(scope, page, content);
            return Reading {
                call: quote!(xml(#element)),
                method: None,
                ..Reading::new(type_, "xml", content.media.clone())
            };
        }
        (Media::Text | Media::Form, _) => (quote!(String), "text"),
        (Media::Json | Media::Xml | Media::Multipart | Media::Bytes, _) => {
            let bytes = page.import("bytes::Bytes");
            (quote!(#bytes), "bytes")
        }
    };
    Reading::new(type_, method, content.media.clone())
}

impl Reading {
    fn new(type_: TokenStream, method: &str, media: String) -> Self {
        let method = ident(method);
        Reading {
            type_,
            call: quote!(#method()),
            method: Some(method),
            media,
            within: None,
        }
    }
}

fn plain_entry(page: &mut Page, reply: &Reply, reading: &Reading) -> TokenStream {
    let Reading {
        call,
        method,
        media,
        within,
        ..
    } = reading;
    let is_json = method.as_ref().is_some_and(|method| method == "json");
    let entry = match (reply.status, media.as_str()) {
        (Status::Exact(status), "application/json") if is_json => {
            let json = page.import("crate::runtime::api::json");
            let status = number(status);
            quote!(#json(#status))
        }
        (Status::Exact(status), "") => {
            let empty = page.import("crate::runtime::api::empty");
            let status = number(status);
            quote!(#empty(#status))
        }
        (status, media) => match method {
            Some(method) => {
                let payload = page.import("crate::runtime::payload::Payload");
                entry(page, status, media, quote!(#payload::#method))
            }
            None => entry(page, status, media, quote!(|body| body.#call)),
        },
    };
    quote!(#entry #within)
}

/// One entry of a table of replies.
pub(crate) fn entry(
    page: &mut Page,
    status: Status,
    media: &str,
    read: TokenStream,
) -> TokenStream {
    match status {
        Status::Exact(status) => {
            let on = page.import("crate::runtime::api::on");
            let status = number(status);
            quote!(#on(#status, #media, #read))
        }
        Status::Range(hundred) => {
            let range = page.import("crate::runtime::api::range");
            let hundred = number(u16::from(hundred));
            quote!(#range(#hundred, #media, #read))
        }
        Status::Default => {
            let default = page.import("crate::runtime::api::default");
            quote!(#default(#media, #read))
        }
    }
}

/// A status as a number.
pub(crate) fn number(status: u16) -> proc_macro2::Literal {
    proc_macro2::Literal::u16_unsuffixed(status)
}

/// A status as a sentence has it.
pub(crate) fn status_words(status: Status) -> String {
    match status {
        Status::Exact(status) => format!("status {status}"),
        Status::Range(hundred) => format!("any status {hundred}xx"),
        Status::Default => "any other status".to_owned(),
    }
}

/// Several statuses as a sentence has them: `status 400, 404 or any status 5xx`.
pub(crate) fn statuses_words(statuses: &[Status]) -> String {
    let mut words = String::new();
    for (index, status) in statuses.iter().enumerate() {
        match index {
            0 => {}
            _ if index + 1 == statuses.len() => words.push_str(" or "),
            _ => words.push_str(", "),
        }
        let each = status_words(*status);
        let after_number = index > 0 && matches!(statuses[index - 1], Status::Exact(_));
        let shared = each.strip_prefix("status ").filter(|_| after_number);
        words.push_str(shared.unwrap_or(&each));
    }
    words
}
