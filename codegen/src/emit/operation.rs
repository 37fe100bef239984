//! An operation becomes a method, the constant that describes it, and the setters of its request.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    Doc,
    argument::{argument, placed, placeholders, template},
    body::body,
    doc::{code, plain},
    notes,
    page::{Page, ident},
    reply::{Success, error_variant, errors, status_words, success},
    scope::Scope,
};
use crate::{
    ir::{Location, Method, Operation, Parameter, SchemeKind},
    name::{OperationName, errors::failures},
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
    let method = method(scope, page, operation, name, &success);
    let mut beside = vec![constant(scope, page, operation, name, &success)];
    beside.extend(success.several);
    if !name.marker.is_empty() {
        beside.extend(setters(scope, page, operation, name, &success.type_));
    }
    Some(Parts { method, beside })
}

fn method(
    scope: &Scope<'_>,
    page: &mut Page,
    operation: &Operation,
    name: &OperationName,
    success: &Success,
) -> TokenStream {
    let mut arguments = Vec::new();
    let mut calls = Vec::new();
    let mut path = Vec::new();
    let named = operation.parameters.iter().zip(&name.parameters);
    for (parameter, given) in named.clone().filter(|(parameter, _)| parameter.required) {
        let given = ident(given);
        let argument = argument(scope, page, parameter.shape, &given);
        let takes = &argument.takes;
        arguments.push(quote!(#given: #takes));
        match parameter.location {
            Location::Path => path.push((parameter.wire.as_str(), argument.passes)),
            Location::Query | Location::Header | Location::Cookie => {
                calls.push(placed(page, parameter, &argument.passes));
            }
        }
    }
    let in_order = placeholders(&operation.path)
        .into_iter()
        .filter_map(|wire| {
            path.iter()
                .find(|(known, _)| *known == wire)
                .map(|(_, passes)| passes)
        });
    let in_order: Vec<_> = in_order.collect();
    let in_path = (!in_order.is_empty()).then(|| quote!(.in_path([#(#in_order),*])));
    if let Some(sent) = operation.body.as_ref().filter(|body| body.required) {
        let given = ident(&name.body);
        if let Some(body) = body(scope, page, sent, &given) {
            let takes = &body.argument.takes;
            arguments.push(quote!(#given: #takes));
            calls.push(body.call);
        }
    }
    let server = operation.servers.first().map(|server| {
        let url = server.url.as_str();
        quote!(.at_server(#url))
    });
    let doc = page.doc(docs(scope, operation));
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let expect = (arguments.len() > MOST_ARGUMENTS)
        .then(|| quote!(#[expect(clippy::too_many_arguments, reason = "each one is required")]));
    let (method, constant) = (ident(&name.method), ident(&name.constant));
    let returns = request(page, &success.type_, name);
    quote! {
        #doc
        #deprecated
        #expect
        #[inline]
        pub fn #method(&self, #(#arguments),*) -> #returns {
            self.request(#constant)#in_path #(#calls)* #server
        }
    }
}

/// Clippy's limit for the arguments of a function, without `self`.
const MOST_ARGUMENTS: usize = 6;

/// `Request<T>`, or with the type that carries its setters.
fn request(page: &mut Page, type_: &TokenStream, name: &OperationName) -> TokenStream {
    let request = page.import("crate::Request");
    if name.marker.is_empty() {
        return quote!(#request<#type_>);
    }
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
    }
}

fn setters(
    scope: &Scope<'_>,
    page: &mut Page,
    operation: &Operation,
    name: &OperationName,
    type_: &TokenStream,
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
    let doc = page.doc(Doc::new().say(format!("Optional parameters of [`Client::{method}`].")));
    let request = page.import("crate::Request");
    vec![
        quote!(#doc #[derive(Debug)] pub enum #marker {}),
        quote!(impl #request<#type_, #marker> { #(#setters)* }),
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

fn parameter_docs(parameter: &Parameter) -> Doc {
    let place = match parameter.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "headers",
        Location::Cookie => "cookies",
    };
    let default = parameter
        .default
        .as_deref()
        .filter(|default| notes::is_short(default));
    Doc::new()
        .quote(parameter.docs.as_deref())
        .or_say(|| format!("{} in the {place}.", code(&parameter.wire)))
        .say_if(default.map(|default| format!("Default: {}.", code(default))))
}

fn docs(scope: &Scope<'_>, operation: &Operation) -> Doc {
    let summary = operation.summary.as_deref().map(str::trim);
    let rest = operation.docs.as_deref().map(str::trim);
    // Many descriptions begin with their summary.
    let repeated = match (summary, rest) {
        (Some(summary), Some(rest)) => rest.starts_with(summary.trim_end_matches('.')),
        (Some(_), None) | (None, _) => false,
    };
    let wire = format!("{} {}", method_text(operation.method), operation.path);
    Doc::new()
        .quote(summary.filter(|_| !repeated))
        .quote(rest)
        .say(code(&wire))
        .say_if(arguments_docs(operation))
        .say_if(permissions(operation))
        .say_if(errors_docs(scope, operation))
}

/// What is said of the required parameters, as a list.
fn arguments_docs(operation: &Operation) -> Option<String> {
    let required = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required);
    let lines: Vec<_> = required
        .filter_map(|parameter| {
            let docs = parameter
                .docs
                .as_deref()
                .map(str::trim)
                .filter(|docs| !docs.is_empty())?;
            let first = docs.split("\n\n").next().unwrap_or(docs);
            Some(format!("* {}: {}", code(&parameter.wire), plain(first)))
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Vendor extensions that tell which permissions a call needs, in the description's words.
fn permissions(operation: &Operation) -> Option<String> {
    let texts: Vec<_> = operation
        .extensions
        .iter()
        .filter_map(|(key, json)| {
            let key = key.trim_start_matches("x-").replace(['-', '_'], " ");
            let values: Vec<String> = match serde_json::from_str(json).ok()? {
                serde_json::Value::String(text) => vec![text],
                serde_json::Value::Array(items) => items
                    .iter()
                    .map(|item| item.as_str().map(str::to_owned))
                    .collect::<Option<_>>()?,
                _ => return None,
            };
            let values: Vec<_> = values.iter().map(|value| code(value)).collect();
            (!values.is_empty())
                .then(|| format!("{}: {}.", capital(&plain(&key)), values.join(", ")))
        })
        .collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

fn errors_docs(scope: &Scope<'_>, operation: &Operation) -> Option<String> {
    let lines: Vec<_> = failures(operation)
        .filter_map(|reply| {
            let variant = reply
                .contents
                .iter()
                .find_map(|content| error_variant(scope, content))?;
            let error = &scope.names.error_body;
            let link = format!("[`{error}::{variant}`](crate::types::{error}::{variant})");
            Some(format!("* {link} with {}", status_words(reply.status)))
        })
        .collect();
    (!lines.is_empty()).then(|| format!("# Errors\n{}", lines.join("\n")))
}
