//! Every operation, the method it became, and what each argument and setter carries.

use super::{Argument, Operation, Origin, Reply, spelling::spelt};
use crate::{
    emit::{
        argument::argument,
        body::{body, preferred},
        failure::error_variant,
        handles::methods,
        operation::method_text,
        page::{Page, ident},
        reply::{reading, success},
        scope::{Home, Scope},
    },
    ir::{Location, Operation as Asked, Parameter, Status},
    name::{
        OperationName,
        errors::{failures, successes},
    },
};

/// All operations, in document order.
pub(super) fn operations(scope: &Scope<'_>, origin: &Origin<'_>) -> Vec<Operation> {
    let named = scope.api.operations.iter().zip(&scope.names.operations);
    named
        .enumerate()
        .map(|(index, (asked, name))| operation(scope, origin, index, asked, name))
        .collect()
}

fn operation(
    scope: &Scope<'_>,
    origin: &Origin<'_>,
    index: usize,
    asked: &Asked,
    name: &OperationName,
) -> Operation {
    let type_ = success(scope, &mut Page::default(), index, asked, name).type_;
    let type_ = spelt(&type_);
    let returns = format!("Request<{type_}, {}>", name.marker);
    let rust = format!("Client::{}", name.method);
    let (mut arguments, mut setters) = (Vec::new(), Vec::new());
    for (parameter, given) in asked.parameters.iter().zip(&name.parameters) {
        let carried = |rust| parameter_of(scope, origin, parameter, given, rust);
        match parameter.required {
            true => arguments.push(carried(format!("{rust}({given})"))),
            false => setters.push(carried(format!("{returns}::{given}"))),
        }
    }
    if let Some(required) = asked.body.as_ref().map(|body| body.required) {
        let given = &name.body;
        let (list, rust) = match required {
            true => (&mut arguments, format!("{rust}({given})")),
            false => (&mut setters, format!("{returns}::{given}")),
        };
        list.extend(body_of(scope, origin, asked, given, rust));
    }
    Operation {
        pointer: origin.of(&asked.pointer),
        id: asked.id.clone(),
        wire: format!("{} {}", method_text(asked.method), asked.path),
        rust,
        also: methods(scope, index),
        file: scope.path("client", name.file),
        returns,
        options: format!("client::{}", name.marker),
        arguments,
        setters,
        replies: replies(scope, origin, index, asked),
        errors: errors(scope, origin, asked),
    }
}

fn parameter_of(
    scope: &Scope<'_>,
    origin: &Origin<'_>,
    parameter: &Parameter,
    given: &str,
    rust: String,
) -> Argument {
    let taken = argument(scope, &mut Page::default(), parameter.shape, &ident(given));
    Argument {
        rust,
        type_: spelt(&taken.takes),
        place: match parameter.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        },
        wire: parameter.wire.clone(),
        pointer: origin.of(&parameter.pointer),
    }
}

fn body_of(
    scope: &Scope<'_>,
    origin: &Origin<'_>,
    asked: &Asked,
    given: &str,
    rust: String,
) -> Option<Argument> {
    let sent = asked.body.as_ref()?;
    let call = body(scope, &mut Page::default(), sent, &ident(given))?;
    let content = preferred(scope, &sent.contents)?;
    Some(Argument {
        rust,
        type_: spelt(&call.argument.takes),
        place: "body",
        wire: content.media.clone(),
        pointer: origin.of(&sent.pointer),
    })
}

fn replies(scope: &Scope<'_>, origin: &Origin<'_>, index: usize, asked: &Asked) -> Vec<Reply> {
    let envelope = scope.facts.envelopes.get(&index);
    let read = successes(asked).map(|reply| {
        let reading = reading(scope, &mut Page::default(), reply, envelope);
        Reply {
            status: status_text(reply.status),
            type_: spelt(&reading.type_),
            media: reading.media,
            variant: None,
            pointer: origin.of(&reply.pointer),
        }
    });
    read.collect()
}

fn errors(scope: &Scope<'_>, origin: &Origin<'_>, asked: &Asked) -> Vec<Reply> {
    let mut errors = Vec::new();
    for reply in failures(asked) {
        let mut typed = reply.contents.iter().filter_map(|content| {
            let variant = error_variant(scope, content)?;
            let type_ = scope.type_of(&mut Page::default(), Home::Elsewhere, content.shape?);
            Some(Reply {
                status: status_text(reply.status),
                media: content.media.clone(),
                type_: spelt(&type_),
                variant: Some(format!("{}::{variant}", scope.names.error_body)),
                pointer: origin.of(&reply.pointer),
            })
        });
        let plain = || Reply {
            status: status_text(reply.status),
            media: String::new(),
            type_: "()".to_owned(),
            variant: None,
            pointer: origin.of(&reply.pointer),
        };
        errors.push(typed.next().unwrap_or_else(plain));
        errors.extend(typed);
    }
    errors
}

/// A status as a description has it.
pub(super) fn status_text(status: Status) -> String {
    match status {
        Status::Exact(status) => status.to_string(),
        Status::Range(hundred) => format!("{hundred}XX"),
        Status::Default => "default".to_owned(),
    }
}
