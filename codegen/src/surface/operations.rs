//! What is asked and answered: the constants of operations, and the calls that fill a request.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{Expr, Stmt, Type};

use super::{
    Ty,
    arms::{statements, text, texts, walk},
    types::{arguments, looks},
};

/// An operation on the wire.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Operation {
    /// The method of the client: `Client::list_routes`.
    pub rust: String,
    /// HTTP method and path template.
    pub wire: String,
    /// The path template without the names and styles of its parameters.
    pub path: String,
    /// The alternatives of security schemes, each in order of names.
    pub security: Vec<Vec<String>>,
    /// Where it is asked, if not at the server of all.
    pub server: Option<String>,
    /// What must be sent.
    pub required: Vec<Sent>,
    /// What may be sent.
    pub optional: Vec<Sent>,
    /// What success looks like.
    pub replies: Vec<Reply>,
    /// What refusal looks like.
    pub errors: Vec<Reply>,
}

/// Something a request carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// `path`, `query`, `header`, `cookie` or `body`.
    pub place: &'static str,
    /// The parameter's name, the media type of a body, the number of a path parameter.
    pub wire: String,
    /// How it is written, where that is not the usual way.
    pub style: String,
    /// The argument that holds it.
    pub argument: String,
    /// What it looks like.
    pub looks: Ty,
}

/// A reply that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// `json(200)`, `on(202)`, `range(4)`, `default()`: status by status.
    pub status: String,
    /// Its media type.
    pub media: String,
    /// The members it is unwrapped from.
    pub within: Vec<String>,
    /// What it is read as.
    pub reads: Reading,
}

/// What a reply is read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// The type the operation gives.
    Whole(Ty),
    /// What a variant of an enum holds.
    Variant(String, String),
}

/// The operation in `const X: &Operation<T> = &Operation { … };`.
pub(super) fn operation(type_: &Type, expression: &Expr) -> Option<Operation> {
    let Type::Reference(reference) = type_ else {
        return None;
    };
    let Type::Path(path) = &*reference.elem else {
        return None;
    };
    let segment = path
        .path
        .segments
        .last()
        .filter(|last| last.ident == "Operation")?;
    let gives = arguments(segment)
        .first()
        .map_or(Ty::Nothing, |type_| looks(type_));
    let Expr::Reference(value) = expression else {
        return None;
    };
    let Expr::Struct(value) = &*value.expr else {
        return None;
    };
    let mut operation = Operation::default();
    let (mut method, mut template) = (String::new(), String::new());
    for field in &value.fields {
        match field.member.to_token_stream().to_string().as_str() {
            "method" => method = last_word(&field.expr),
            "path" => template = text(&field.expr).unwrap_or_default(),
            "security" => operation.security = security(&field.expr),
            "replies" => operation.replies = replies(&field.expr, &gives),
            "errors" => operation.errors = replies(&field.expr, &Ty::Any),
            _ => {}
        }
    }
    operation.path = anonymous(&template);
    operation.wire = format!("{method} {template}");
    Some(operation)
}

/// The template with nothing told of its parameters: `/a/{}`.
fn anonymous(template: &str) -> String {
    let mut path = String::new();
    let mut inside = false;
    for c in template.chars() {
        match c {
            '{' => inside = true,
            '}' => {
                inside = false;
                path.push_str("{}");
            }
            _ if inside => {}
            c => path.push(c),
        }
    }
    path
}

fn last_word(expression: &Expr) -> String {
    match expression {
        Expr::Path(path) => path
            .path
            .segments
            .last()
            .map(|last| last.ident.to_string())
            .unwrap_or_default(),
        other => other.to_token_stream().to_string(),
    }
}

fn list(expression: &Expr) -> Vec<&Expr> {
    match expression {
        Expr::Reference(inner) => list(&inner.expr),
        Expr::Array(array) => array.elems.iter().collect(),
        _ => Vec::new(),
    }
}

fn security(expression: &Expr) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = list(expression).into_iter().map(texts).collect();
    for alternative in &mut all {
        alternative.sort();
    }
    all
}

fn replies(expression: &Expr, gives: &Ty) -> Vec<Reply> {
    let entries = list(expression).into_iter();
    entries.flat_map(|entry| each(entry, gives)).collect()
}

/// An entry stands for one reply or, with several statuses, for as many.
fn each(entry: &Expr, gives: &Ty) -> Vec<Reply> {
    let reply = reply(entry, gives);
    let mut statuses = Vec::new();
    walk(entry, &mut |expression| {
        if let Expr::Call(call) = expression
            && matches!(last_word(&call.func).as_str(), "among" | "json_among")
        {
            statuses.extend(call.args.first().map(list).unwrap_or_default());
        }
    });
    if statuses.is_empty() {
        return vec![reply];
    }
    let with = |status: &Expr| Reply {
        status: status.to_token_stream().to_string(),
        ..reply.clone()
    };
    statuses.into_iter().map(with).collect()
}

fn reply(entry: &Expr, gives: &Ty) -> Reply {
    let mut reply = Reply {
        status: String::new(),
        media: String::new(),
        within: Vec::new(),
        reads: Reading::Whole(gives.clone()),
    };
    walk(entry, &mut |expression| match expression {
        Expr::MethodCall(call) if call.method == "within" => {
            reply.within = call.args.iter().filter_map(text).collect();
        }
        Expr::Call(call) if reply.status.is_empty() => {
            let name = last_word(&call.func);
            let status = call.args.first().filter(|one| text(one).is_none());
            let status = status.map(|status| status.to_token_stream().to_string());
            let media = call.args.iter().find_map(text);
            reply.media = media.unwrap_or_else(|| match name.as_str() {
                json if json.starts_with("json") => "application/json".to_owned(),
                _ => String::new(),
            });
            reply.status = match name.as_str() {
                "range" => format!("{}XX", status.unwrap_or_default()),
                "default" | "json_default" => "default".to_owned(),
                _ => status.unwrap_or_default(),
            };
        }
        Expr::Path(path) if path.path.segments.len() == 2 => {
            let mut names = path.path.segments.iter().map(|one| one.ident.to_string());
            if let (Some(owner), Some(name)) = (names.next(), names.next())
                && owner != "Payload"
            {
                reply.reads = Reading::Variant(owner, name);
            }
        }
        _ => {}
    });
    reply
}

/// What the body of a function puts into a request, and the operation it asks.
pub(super) fn calls(
    block: &[Stmt],
    types: &BTreeMap<String, Ty>,
) -> (Option<String>, Vec<Sent>, Option<String>) {
    let (mut asks, mut sends, mut server) = (None, Vec::new(), None);
    statements(block, &mut |expression| {
        let Expr::MethodCall(call) = expression else {
            return;
        };
        let first = call.args.first();
        let name = call.method.to_string();
        match name.as_str() {
            "request" => asks = first.map(last_word),
            "at_server" => server = first.and_then(text),
            "in_path" => {
                let arguments = first.map(list).unwrap_or_default();
                for (index, argument) in arguments.into_iter().enumerate() {
                    sends.extend(sent("path", &index.to_string(), "", [argument], types));
                }
            }
            _ => {
                let Some((place, usual)) = place(&name) else {
                    return;
                };
                let wire = first.and_then(text);
                // A form's second argument tells how its members are written.
                let style = call.args.iter().find(|one| is_style(one));
                let style = style.map(|style| style.to_token_stream().to_string());
                let wire = wire.unwrap_or_else(|| usual.to_owned());
                let style = style.unwrap_or_default();
                sends.extend(sent(place, &wire, &style, call.args.iter(), types));
            }
        }
    });
    // A chain is met from its end.
    sends.reverse();
    (asks, sends, server)
}

fn place(method: &str) -> Option<(&'static str, &'static str)> {
    Some(match method {
        "in_query" | "in_query_as" => ("query", ""),
        "in_header" | "in_header_as" => ("header", ""),
        "in_cookie" | "in_cookie_as" => ("cookie", ""),
        "json_body" => ("body", "application/json"),
        "form_body" => ("body", "application/x-www-form-urlencoded"),
        "json_body_as" | "raw_body" | "multipart_body" | "xml_body" => ("body", ""),
        _ => return None,
    })
}

fn is_style(argument: &Expr) -> bool {
    let text = argument.to_token_stream().to_string();
    text.starts_with("Style ::") || text.starts_with("& [")
}

/// The argument of the function that is passed on.
fn sent<'e>(
    place: &'static str,
    wire: &str,
    style: &str,
    passed: impl IntoIterator<Item = &'e Expr>,
    types: &BTreeMap<String, Ty>,
) -> Option<Sent> {
    let mut found = None;
    for argument in passed {
        walk(argument, &mut |expression| {
            if let Expr::Path(path) = expression
                && let Some(name) = path.path.get_ident().map(ToString::to_string)
                && let Some(looks) = types.get(&name)
            {
                found = Some((name, looks.clone()));
            }
        });
    }
    let (argument, looks) = found?;
    Some(Sent {
        place,
        wire: wire.to_owned(),
        style: if style == "& []" { "" } else { style }.to_owned(),
        argument,
        looks,
    })
}
