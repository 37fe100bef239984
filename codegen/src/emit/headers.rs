//! The headers of a reply become a struct, which reads them.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Doc,
    doc::code,
    page::{Page, ident},
    reply::status_words,
    scope::{Home, Scope},
};
use crate::{
    ir::{Header, Operation, Shape},
    name::HeadersName,
    pass::HeaderSet,
};

/// Adds the structs of all replies.
pub(crate) fn headers(scope: &Scope<'_>, page: &mut Page) {
    for (set, name) in scope.facts.headers.iter().zip(&scope.names.headers) {
        one(scope, page, set, name);
    }
}

fn one(scope: &Scope<'_>, page: &mut Page, set: &HeaderSet, name: &HeadersName) {
    let type_ = ident(&name.name);
    let mut fields = Vec::new();
    let mut reads = Vec::new();
    let module = page.import("crate::runtime::reply_headers");
    for (header, field) in set.headers.iter().zip(&name.fields) {
        let (field, wire) = (ident(field), header.wire.as_str());
        let holds = holds(scope, page, header);
        let doc = page.doc(
            Doc::new()
                .quote(header.docs.as_deref())
                .or_say(|| format!("The header {}.", code(wire))),
        );
        fields.push(quote!(#doc pub #field: #holds,));
        let read = ident(if header.required { "required" } else { "read" });
        reads.push(quote!(#field: #module::#read(headers, #wire)?,));
    }
    let map = page.import("http::HeaderMap");
    let error = page.json("DecodeError");
    let doc = page.doc(Doc::new().say("What the headers of a reply say."));
    let read = page.doc(Doc::new().say(
        "Reads them from those of an answer: `response.headers`, `error.headers()`.\n\n# Errors\nA \
         header that must be there is missing, or one does not hold such a value.",
    ));
    page.item(quote! {
        #doc
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub struct #type_ { #(#fields)* }
    });
    page.item(quote! {
        impl #type_ {
            #read
            pub fn read(headers: &#map) -> Result<Self, #error> {
                Ok(Self { #(#reads)* })
            }
        }
    });
}

/// The type of a header's field.
pub(crate) fn holds(scope: &Scope<'_>, page: &mut Page, header: &Header) -> TokenStream {
    // A header is left out rather than `null`.
    let shape = match scope.shape(header.shape) {
        Shape::Nullable(inner) if !scope.names.types.contains_key(&header.shape) => *inner,
        _ => header.shape,
    };
    let type_ = scope.type_of(page, Home::Root, shape);
    match header.required {
        true => type_,
        false => quote!(Option<#type_>),
    }
}

/// Which types read the headers of an operation's replies.
pub(crate) fn docs(scope: &Scope<'_>, index: usize, operation: &Operation) -> Option<String> {
    let lines = operation
        .replies
        .iter()
        .enumerate()
        .filter_map(|(number, reply)| {
            let mut sets = scope.facts.headers.iter().zip(&scope.names.headers);
            let (_, name) = sets.find(|(set, _)| set.uses.contains(&(index, number)))?;
            let name = &name.name;
            let link = format!("[`{name}`](crate::types::{name})");
            Some(format!("* {link} with {}", status_words(reply.status)))
        });
    let lines: Vec<_> = lines.collect();
    (!lines.is_empty()).then(|| format!("Headers of the replies:\n\n{}", lines.join("\n")))
}
