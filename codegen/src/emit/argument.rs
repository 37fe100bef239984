//! A parameter as a method takes it, and the call that puts it into the request.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    page::Page,
    scope::{Home, Scope},
};
use crate::ir::{Location, Parameter, ParameterStyle, Shape, ShapeId, TextFormat};

/// How a value is taken, and how a reference to it is passed on.
pub(crate) struct Argument {
    /// Its type in the signature.
    pub(crate) takes: TokenStream,
    /// `&name`, or `name` if it is a reference already.
    pub(crate) passes: TokenStream,
}

/// The value of a parameter or body called `name`. What is small goes by value, text as `&str`.
pub(crate) fn argument(
    scope: &Scope<'_>,
    page: &mut Page,
    shape: ShapeId,
    name: &Ident,
) -> Argument {
    // A parameter is left out rather than sent as `null`.
    let shape = match scope.shape(shape) {
        Shape::Nullable(inner) if !scope.names.types.contains_key(&shape) => *inner,
        _ => shape,
    };
    let takes = scope.type_of(page, Home::Elsewhere, shape);
    match scope.shape(shape) {
        Shape::Text(TextFormat::Base64) => Argument {
            takes,
            passes: quote!(&#name),
        },
        Shape::Text(_) if !scope.is_text(shape) => Argument {
            takes: quote!(&#takes),
            passes: quote!(#name),
        },
        Shape::Text(_) => Argument {
            takes: quote!(&str),
            passes: quote!(&#name),
        },
        Shape::Null
        | Shape::Boolean
        | Shape::Integer(_)
        | Shape::Number { .. }
        | Shape::Choice(_)
        | Shape::List(_) => Argument {
            takes,
            passes: quote!(&#name),
        },
        Shape::Any
        | Shape::Binary
        | Shape::Map(_)
        | Shape::Tuple { .. }
        | Shape::Nullable(_)
        | Shape::Record(_)
        | Shape::Union(_)
        | Shape::Alias(_)
        | Shape::Wrapper(_) => Argument {
            takes: quote!(&#takes),
            passes: quote!(#name),
        },
    }
}

/// The call that adds a query parameter, header or cookie: `.in_query("page", &page)`.
pub(crate) fn placed(page: &mut Page, parameter: &Parameter, passes: &TokenStream) -> TokenStream {
    let wire = parameter.wire.as_str();
    let (plain, styled, usual) = match parameter.location {
        Location::Query => ("in_query", "in_query_as", FORM),
        Location::Cookie => ("in_cookie", "in_cookie_as", FORM),
        Location::Header | Location::Path => ("in_header", "in_header_as", SIMPLE),
    };
    if parameter.style == usual {
        let call = super::page::ident(plain);
        return quote!(.#call(#wire, #passes));
    }
    let call = super::page::ident(styled);
    let style = style(page, &parameter.style);
    quote!(.#call(#wire, #style, #passes))
}

const FORM: ParameterStyle = ParameterStyle::Form {
    explode: true,
    reserved: false,
};
const SIMPLE: ParameterStyle = ParameterStyle::Simple { explode: false };

/// A style as the runtime has it.
pub(crate) fn style(page: &mut Page, style: &ParameterStyle) -> TokenStream {
    let name = page.import("crate::runtime::parameter::Style");
    match style {
        ParameterStyle::Form { explode, reserved } => {
            quote!(#name::Form { explode: #explode, reserved: #reserved })
        }
        ParameterStyle::Simple { explode } => quote!(#name::Simple { explode: #explode }),
        ParameterStyle::Label { explode } => quote!(#name::Label { explode: #explode }),
        ParameterStyle::Matrix { explode } => quote!(#name::Matrix { explode: #explode }),
        ParameterStyle::Space { reserved } => quote!(#name::Space { reserved: #reserved }),
        ParameterStyle::Pipe { reserved } => quote!(#name::Pipe { reserved: #reserved }),
        ParameterStyle::Deep { reserved } => quote!(#name::Deep { reserved: #reserved }),
        ParameterStyle::Content(_) => quote!(#name::Json),
    }
}

/// The path template with the styles of its parameters: `/a/{id}`, `/a{.id}`, `/a{;id*}`.
pub(crate) fn template(path: &str, parameters: &[Parameter]) -> String {
    let mut template = path.to_owned();
    for parameter in parameters.iter().filter(|p| p.location == Location::Path) {
        let (operator, explode) = match parameter.style {
            ParameterStyle::Label { explode } => (".", explode),
            ParameterStyle::Matrix { explode } => (";", explode),
            ParameterStyle::Simple { explode } => ("", explode),
            ParameterStyle::Form { .. }
            | ParameterStyle::Space { .. }
            | ParameterStyle::Pipe { .. }
            | ParameterStyle::Deep { .. }
            | ParameterStyle::Content(_) => ("", false),
        };
        if explode || !operator.is_empty() {
            let star = if explode { "*" } else { "" };
            let plain = format!("{{{}}}", parameter.wire);
            template = template.replace(&plain, &format!("{{{operator}{}{star}}}", parameter.wire));
        }
    }
    template
}

/// The names in a path template, in their order.
pub(crate) fn placeholders(path: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        names.push(name);
        rest = after;
    }
    names
}
