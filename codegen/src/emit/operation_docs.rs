//! What is said of an operation: the description's words, its wire path, permissions and errors.

use proc_macro2::Ident;

use super::{
    Doc,
    body::{Media, media, preferred},
    doc::{code, item, plain},
    failure::error_variant,
    form, headers, notes,
    operation::method_text,
    reply::{status_words, statuses_words},
    scope::Scope,
    streamed::Streamed,
};
use crate::{
    ir::{Location, Operation, Parameter, Shape, Status, Way},
    name::errors::failures,
};

/// What is said of an optional parameter.
pub(crate) fn parameter_docs(parameter: &Parameter) -> Doc {
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

/// The docs of a method.
pub(crate) fn docs(scope: &Scope<'_>, index: usize, operation: &Operation) -> Doc {
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
        .say_if(other_ways(scope, index, operation))
        .say_if(Streamed::of(scope, operation).map(|streamed| streamed.docs()))
        .say_if(parts(scope, operation))
        .say_if(permissions(operation))
        .say_if(headers::docs(scope, index, operation))
        .say_if(errors_docs(scope, operation))
}

/// The docs of a method for another media type: what it has in common with the usual one is said
/// there.
pub(crate) fn other_way(scope: &Scope<'_>, index: usize, operation: &Operation) -> Option<Doc> {
    let but = match &operation.way {
        Way::Usual => return None,
        Way::Sends(media) => format!("sends {}", code(media)),
        Way::Accepts(media) => format!("asks for {}", code(media)),
    };
    let mut before = scope.api.operations[..index].iter();
    let usual = before.rposition(|operation| operation.way == Way::Usual)?;
    let usual = &scope.names.operations[usual].method;
    let doc = Doc::new().say(format!(
        "As [`{usual}`](crate::Client::{usual}), but {but}."
    ));
    Some(
        doc.say_if(parts(scope, operation))
            .say_if(headers::docs(scope, index, operation))
            .say_if(errors_docs(scope, operation)),
    )
}

/// The methods for other media types, which stand right behind the usual one.
fn other_ways(scope: &Scope<'_>, index: usize, operation: &Operation) -> Option<String> {
    if operation.way != Way::Usual {
        return None;
    }
    let named = scope.api.operations.iter().zip(&scope.names.operations);
    let others = named.skip(index + 1);
    let lines = others.map_while(|(other, name)| {
        let (verb, media) = match &other.way {
            Way::Usual => return None,
            Way::Sends(media) => ("sends", media),
            Way::Accepts(media) => ("asks for", media),
        };
        let link = format!("[`{0}`](crate::Client::{0})", name.method);
        Some(format!("* {link} {verb} {}", code(media)))
    });
    let lines: Vec<_> = lines.collect();
    (!lines.is_empty()).then(|| format!("Other media types:\n\n{}", lines.join("\n")))
}

/// What is said of the required parameters, as a list.
fn arguments_docs(operation: &Operation) -> Option<String> {
    let required = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required);
    let lines: Vec<_> = required
        .filter_map(|parameter| {
            let first = first_paragraph(parameter.docs.as_deref());
            let default = parameter.default.as_deref();
            let default = default.filter(|default| notes::is_short(default));
            let default = default.map(|default| format!(" (default: {})", code(default)));
            let text = format!("{}{}", item(first), default.unwrap_or_default());
            let text = text.trim_start();
            (!text.is_empty()).then(|| format!("* {}: {text}", code(&parameter.wire)))
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The parts of a multipart body, which a caller puts together one by one.
fn parts(scope: &Scope<'_>, operation: &Operation) -> Option<String> {
    let content = preferred(scope, &operation.body.as_ref()?.contents)?;
    if media(content, scope) != Media::Multipart {
        return None;
    }
    if let Some(name) = form::name(scope, content) {
        let article = if name.starts_with(['A', 'E', 'I', 'O']) {
            "an"
        } else {
            "a"
        };
        return Some(format!(
            "The parts are {article} [`{name}`](crate::types::{name})."
        ));
    }
    let Shape::Record(record) = scope.shape(content.shape?) else {
        return None;
    };
    let lines: Vec<_> = record
        .fields
        .iter()
        .map(|field| {
            let required = if field.required { " (required)" } else { "" };
            format!("* {}{required}", code(&field.wire))
        })
        .collect();
    (!lines.is_empty()).then(|| format!("Parts:\n\n{}", lines.join("\n")))
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

/// A line for each error the operation answers with, and the statuses it has; then what is said of
/// those that bring nothing of a type.
pub(crate) fn errors_docs(scope: &Scope<'_>, operation: &Operation) -> Option<String> {
    let mut met: Vec<(Ident, Vec<Status>)> = Vec::new();
    let mut untyped = Vec::new();
    for reply in failures(operation) {
        let mut contents = reply.contents.iter();
        let Some(variant) = contents.find_map(|content| error_variant(scope, content)) else {
            untyped.push(reply);
            continue;
        };
        match met.iter_mut().find(|(known, _)| *known == variant) {
            Some((_, statuses)) => statuses.push(reply.status),
            None => met.push((variant, vec![reply.status])),
        }
    }
    let error = &scope.names.error_body;
    let lines = met.into_iter().map(|(variant, statuses)| {
        let words = statuses_words(&statuses);
        format!("* [`{error}::{variant}`](crate::types::{error}::{variant}) with {words}")
    });
    let untyped = untyped.into_iter().filter_map(|reply| {
        let said = first_paragraph(reply.docs.as_deref());
        (!said.is_empty()).then(|| format!("* {}: {}", status_words(reply.status), item(said)))
    });
    let lines = lines.chain(untyped);
    let lines: Vec<_> = lines.collect();
    (!lines.is_empty()).then(|| format!("# Errors\n{}", lines.join("\n")))
}

/// What a text begins with, up to an empty line.
fn first_paragraph(docs: Option<&str>) -> &str {
    let docs = docs.unwrap_or_default().trim();
    docs.split("\n\n").next().unwrap_or(docs)
}
