//! An operation becomes a method, the constant that describes it, and the setters of its request.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    Doc,
    argument::{argument, placed, placeholders, template},
    body::body,
    example::{CLIENT, example},
    failure::errors,
    operation_docs::{docs, other_way, parameter_docs},
    page::{Page, ident},
    pages::pages,
    reply::{Success, success},
    scope::Scope,
};
use crate::{
    ir::{Location, Method, Operation, Parameter, SchemeKind},
    name::OperationName,
};

/// The method, and what stands beside the `impl`.
pub(crate) struct Parts {
    pub(crate) method: TokenStream,
    pub(crate) beside: Vec<TokenStream>,
}

/// Everything that is emitted for the operation with this index.
pub(crate) fn operation(scope: &Scope<'_>, page: &mut Page, index: usize) -> Option<Parts> {
    let operation = scope.api.operations.get(index)?;
    let name = scope.names.operations.get(index)?;
    let success = success(scope, page, index, operation, name);
    let method = method(scope, page, index, &success)?;
    let mut beside = vec![constant(scope, page, operation, name, &success)];
    // What is one of several types has no items in common.
    let single = success.several.is_none();
    let paged = single
        .then(|| pages(scope, page, index, name, &success.type_))
        .flatten();
    let ways = paged.as_ref().map(|paged| paged.methods.clone());
    beside.extend(paged.map(|paged| paged.table));
    beside.extend(success.several);
    beside.extend(setters(
        scope,
        page,
        operation,
        name,
        (&success.type_, ways),
    ));
    Some(Parts { method, beside })
}

/// A required argument of a method.
pub(crate) struct Given<'a> {
    /// The parameter's name on the wire; none for the body.
    pub(crate) wire: Option<&'a str>,
    /// What the description says is usual, as JSON.
    pub(crate) default: Option<&'a str>,
    pub(crate) name: Ident,
    /// Its type in the signature.
    pub(crate) takes: TokenStream,
    /// For a path parameter, what is passed on; for all others, the call that places it.
    place: Place,
}

enum Place {
    Path(TokenStream),
    Call(TokenStream),
}

/// The required arguments of the operation with this index, in their order.
pub(crate) fn signature<'a>(
    scope: &Scope<'a>,
    page: &mut Page,
    index: usize,
) -> Option<Vec<Given<'a>>> {
    let operation = scope.api.operations.get(index)?;
    let names = scope.names.operations.get(index)?;
    let mut given = Vec::new();
    let named = operation.parameters.iter().zip(&names.parameters);
    for (parameter, name) in named.filter(|(parameter, _)| parameter.required) {
        let name = ident(name);
        let argument = argument(scope, page, parameter.shape, &name);
        let place = match parameter.location {
            Location::Path => Place::Path(argument.passes),
            Location::Query | Location::Header | Location::Cookie => {
                Place::Call(placed(page, parameter, &argument.passes))
            }
        };
        let wire = Some(parameter.wire.as_str());
        given.push(Given {
            wire,
            default: parameter.default.as_deref(),
            name,
            takes: argument.takes,
            place,
        });
    }
    if let Some(sent) = operation.body.as_ref().filter(|body| body.required) {
        let name = ident(&names.body);
        if let Some(body) = body(scope, page, sent, &name) {
            let (takes, place) = (body.argument.takes, Place::Call(body.call));
            given.push(Given {
                wire: None,
                default: None,
                name,
                takes,
                place,
            });
        }
    }
    Some(given)
}

/// What the method of the operation with this index returns.
pub(crate) fn returns(scope: &Scope<'_>, page: &mut Page, index: usize) -> Option<TokenStream> {
    let operation = scope.api.operations.get(index)?;
    let name = scope.names.operations.get(index)?;
    let mut read = Page::default();
    let success = success(scope, &mut read, index, operation, name);
    page.adopt_types(read);
    if success.several.is_some() {
        page.import(&format!("crate::client::{}", name.reply));
    }
    let request = page.import("crate::Request");
    let type_ = success.type_;
    let marker = page.import(&format!("crate::client::{}", name.marker));
    Some(quote!(#request<#type_, #marker>))
}

fn method(
    scope: &Scope<'_>,
    page: &mut Page,
    index: usize,
    success: &Success,
) -> Option<TokenStream> {
    let operation = scope.api.operations.get(index)?;
    let name = scope.names.operations.get(index)?;
    let given = signature(scope, page, index)?;
    let arguments: Vec<_> = given
        .iter()
        .map(|Given { name, takes, .. }| quote!(#name: #takes))
        .collect();
    let in_order = placeholders(&operation.path)
        .into_iter()
        .filter_map(|wire| {
            given.iter().find_map(|given| match &given.place {
                Place::Path(passes) if given.wire == Some(wire) => Some(passes),
                Place::Path(_) | Place::Call(_) => None,
            })
        });
    let in_order: Vec<_> = in_order.collect();
    let in_path = (!in_order.is_empty()).then(|| quote!(.in_path([#(#in_order),*])));
    let calls = given.iter().filter_map(|given| match &given.place {
        Place::Call(call) => Some(call),
        Place::Path(_) => None,
    });
    let server = operation.servers.first().map(|server| {
        let url = server.url.as_str();
        quote!(.at_server(#url))
    });
    let doc = match other_way(scope, index, operation) {
        Some(doc) => doc,
        None => docs(scope, index, operation)
            .say("# Example")
            .example(example(
                scope,
                &CLIENT,
                (operation, name),
                given.iter(),
                &success.type_,
            )),
    };
    let doc = page.doc(doc);
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let expect = (arguments.len() > MOST_ARGUMENTS)
        .then(|| quote!(#[expect(clippy::too_many_arguments, reason = "each one is required")]));
    let (method, constant) = (ident(&name.method), ident(&name.constant));
    let returns = request(page, &success.type_, name);
    Some(quote! {
        #doc
        #deprecated
        #expect
        #[inline]
        pub fn #method(&self, #(#arguments),*) -> #returns {
            self.request(#constant)#in_path #(#calls)* #server
        }
    })
}

/// Clippy's limit for the arguments of a function, without `self`.
const MOST_ARGUMENTS: usize = 6;

/// `Request<T, …>` with the type that carries its setters: an operation that has none today may
/// have some tomorrow, and what its method returns must not change then.
fn request(page: &mut Page, type_: &TokenStream, name: &OperationName) -> TokenStream {
    let request = page.import("crate::Request");
    let marker = ident(&name.marker);
    quote!(#request<#type_, #marker>)
}

fn constant(
    scope: &Scope<'_>,
    page: &mut Page,
    operation: &Operation,
    name: &OperationName,
    success: &Success,
) -> TokenStream {
    let constant = ident(&name.constant);
    let type_ = page.import("crate::Operation");
    let http = page.import("http::Method");
    let wire_method = method_name(operation.method);
    let fallback = || format!("{wire_method} {}", operation.path);
    let id = operation.id.clone().unwrap_or_else(fallback);
    let path = template(&operation.path, &operation.parameters);
    let security = operation.security.iter().map(|alternative| {
        // A client certificate is the connection's affair.
        let is_tls = |name: &&String| {
            scope
                .api
                .schemes
                .get(*name)
                .is_some_and(|scheme| scheme.kind == SchemeKind::MutualTls)
        };
        let schemes = alternative.schemes.iter().filter(|name| !is_tls(name));
        quote!(&[#(#schemes),*])
    });
    let security: Vec<_> = security.collect();
    let errors = errors(scope, page, operation);
    let Success {
        type_: payload,
        replies,
        ..
    } = success;
    quote! {
        const #constant: &#type_<#payload> = &#type_ {
            id: #id,
            method: #http::#wire_method,
            path: #path,
            security: &[#(#security),*],
            replies: &[#(#replies),*],
            errors: &[#(#errors),*],
        };
    }
}

fn method_name(method: Method) -> Ident {
    ident(method_text(method))
}

/// A method as it stands on the wire.
pub(crate) fn method_text(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Put => "PUT",
        Method::Post => "POST",
        Method::Delete => "DELETE",
        Method::Options => "OPTIONS",
        Method::Head => "HEAD",
        Method::Patch => "PATCH",
        Method::Trace => "TRACE",
        Method::Query => "QUERY",
    }
}

fn setters(
    scope: &Scope<'_>,
    page: &mut Page,
    operation: &Operation,
    name: &OperationName,
    (type_, ways): (&TokenStream, Option<TokenStream>),
) -> Vec<TokenStream> {
    let named = operation.parameters.iter().zip(&name.parameters);
    let optional = named.filter(|(parameter, _)| !parameter.required);
    let mut setters: Vec<_> = optional
        .map(|(parameter, given)| setter(scope, page, parameter, &ident(given)))
        .collect();
    if let Some(sent) = operation.body.as_ref().filter(|body| !body.required) {
        let given = ident(&name.body);
        let argument = ident("body");
        if let Some(body) = body(scope, page, sent, &argument) {
            let (takes, call) = (&body.argument.takes, &body.call);
            let doc = Doc::new()
                .quote(sent.docs.as_deref())
                .or_say(|| "Sends a body.".into());
            let doc = page.doc(doc);
            setters.push(quote! {
                #doc
                #[inline]
                pub fn #given(self, #argument: #takes) -> Self { self #call }
            });
        }
    }
    let marker = ident(&name.marker);
    let method = &name.method;
    if setters.is_empty() && ways.is_none() {
        let said =
            format!("Marks requests of [`Client::{method}`]; nothing optional goes with them.");
        let doc = page.doc(Doc::new().say(said));
        return vec![quote!(#doc pub enum #marker {})];
    }
    let doc = page.doc(Doc::new().say(format!("Optional parameters of [`Client::{method}`].")));
    let request = page.import("crate::Request");
    vec![
        quote!(#doc pub enum #marker {}),
        quote!(impl #request<#type_, #marker> { #(#setters)* #ways }),
    ]
}

fn setter(scope: &Scope<'_>, page: &mut Page, parameter: &Parameter, name: &Ident) -> TokenStream {
    let argument = argument(scope, page, parameter.shape, name);
    let call = placed(page, parameter, &argument.passes);
    let takes = &argument.takes;
    let doc = page.doc(parameter_docs(parameter));
    let deprecated = parameter.deprecated.then(|| quote!(#[deprecated]));
    quote! {
        #doc
        #deprecated
        #[inline]
        pub fn #name(self, #name: #takes) -> Self { self #call }
    }
}
