//! What an operation sends: the media type that is chosen, the argument, and the call.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    argument::{Argument, argument, style},
    form,
    page::Page,
    scope::{Home, Scope},
    xml,
};
use crate::{
    ir::{Body, Content, ShapeId},
    pass,
};

pub(crate) use crate::pass::media::Media;

/// What a media type means.
pub(crate) fn media(content: &Content, scope: &Scope<'_>) -> Media {
    pass::media::media(&scope.api.shapes, content)
}

/// The content that is sent or read where there are several.
pub(crate) fn preferred<'a>(scope: &Scope<'_>, contents: &'a [Content]) -> Option<&'a Content> {
    pass::media::preferred(&scope.api.shapes, contents)
}

/// A body as a method takes it, and the call that puts it into the request.
pub(crate) struct BodyCall {
    pub(crate) argument: Argument,
    pub(crate) call: TokenStream,
}

/// The argument and call of a body called `name`.
pub(crate) fn body(
    scope: &Scope<'_>,
    page: &mut Page,
    body: &Body,
    name: &Ident,
) -> Option<BodyCall> {
    let content = preferred(scope, &body.contents)?;
    let wire = content.media.as_str();
    Some(match (media(content, scope), content.shape) {
        (Media::Json, Some(shape)) => json(scope, page, wire, shape, name),
        (Media::Form, Some(shape)) => form(scope, page, content, shape, name),
        (Media::Multipart, _) => {
            let multipart = page.import("crate::runtime::multipart::Multipart");
            let (takes, passes) = match form::name(scope, content) {
                Some(_) => (quote!(impl Into<#multipart>), quote!(#name.into())),
                None => (quote!(#multipart), quote!(#name)),
            };
            let call = quote!(.multipart_body(#wire, #passes));
            let argument = Argument { takes, passes };
            BodyCall { argument, call }
        }
        (Media::Xml, Some(shape)) => {
            let argument = argument(scope, page, shape, name);
            let (element, passes) = (xml::root(scope, page, content)?, &argument.passes);
            let call = quote!(.xml_body(#wire, #element, #passes));
            BodyCall { argument, call }
        }
        (Media::Text, _) => {
            let argument = Argument {
                takes: quote!(impl Into<String>),
                passes: quote!(#name),
            };
            BodyCall {
                argument,
                call: quote!(.raw_body(#wire, #name.into())),
            }
        }
        (Media::Json | Media::Form | Media::Xml | Media::Bytes, _) => {
            let body = page.import("crate::runtime::transport::Body");
            let argument = Argument {
                takes: quote!(impl Into<#body>),
                passes: quote!(#name),
            };
            BodyCall {
                argument,
                call: quote!(.raw_body(#wire, #name)),
            }
        }
    })
}

/// A JSON body. Whether it may be `null` is for the caller to say.
fn json(scope: &Scope<'_>, page: &mut Page, wire: &str, shape: ShapeId, name: &Ident) -> BodyCall {
    let mut argument = argument(scope, page, shape, name);
    if scope.is_text(shape) {
        argument = Argument {
            takes: quote!(String),
            passes: quote!(&#name),
        };
    }
    if scope.is_nullable(shape) {
        let takes = scope.type_of(page, Home::Elsewhere, shape);
        argument = Argument {
            takes: quote!(&#takes),
            passes: quote!(#name),
        };
    }
    let passes = &argument.passes;
    let call = match wire {
        "application/json" => quote!(.json_body(#passes)),
        _ => quote!(.json_body_as(#wire, #passes)),
    };
    BodyCall { argument, call }
}

/// A form, with the styles of the members that are not written in the default way.
fn form(
    scope: &Scope<'_>,
    page: &mut Page,
    content: &Content,
    shape: ShapeId,
    name: &Ident,
) -> BodyCall {
    let argument = argument(scope, page, shape, name);
    let passes = &argument.passes;
    let mut styles = Vec::new();
    for (member, encoding) in &content.encoding {
        if let Some(given) = &encoding.style {
            let given = style(page, given);
            styles.push(quote!((#member, #given)));
        }
    }
    let call = quote!(.form_body(#passes, &[#(#styles),*]));
    BodyCall { argument, call }
}
