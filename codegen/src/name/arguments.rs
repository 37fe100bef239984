//! What the arguments and setters of an operation are called.

use super::{keys::parameter_key, lock::Lock, operations, pins::Pins, scope::Scope, words};
use crate::ir::{Location, Operation, Parameter};

/// Names that the runtime's `Request` has methods under; a setter cannot have them too.
#[rustfmt::skip]
pub(super) const REQUEST: [&str; 44] = [
    "at_server", "blocking", "build", "clone", "download", "event_data", "events", "fmt",
    "form_body", "form_body_as", "in_cookie", "in_cookie_as", "in_header", "in_header_as",
    "in_path", "in_query", "in_query_as", "into_future", "into_parts", "items", "items_lenient", "json_body",
    "json_body_as", "json_lines", "lenient_items", "live", "multipart_body", "new",
    "optional_json_body", "page_by", "pages", "raw_body", "refuse", "send", "send_blocking",
    "stream_body", "text_body", "with_credentials", "with_header",
    "with_idempotency_key", "with_query", "with_retry", "with_timeout", "xml_body",
];

/// Arguments share one scope; setters stand on the request, beside the runtime's own methods. The
/// last is the name of the body's.
pub(super) fn arguments(
    operation: &Operation,
    method: &str,
    pins: &mut Pins<'_>,
    lock: &Lock,
) -> (Vec<String>, String) {
    let mut scope = Scope::with(["self", "client"]);
    let id = operations::key(operation);
    let before = lock.parameters.get(&id);
    let mut names = vec![String::new(); operation.parameters.len()];
    for (name, parameter) in names.iter_mut().zip(&operation.parameters) {
        let pinned = pins.member([&parameter.pointer], &[method, &id], &parameter.wire);
        let given = || before?.get(&parameter_key(parameter)).map(String::as_str);
        let kept = pinned.or_else(given).filter(|name| scope.claim(name));
        *name = kept.unwrap_or_default().to_owned();
    }
    // Required ones first, so that adding an optional one never renames an argument.
    for required in [true, false] {
        for (name, parameter) in names.iter_mut().zip(&operation.parameters) {
            if parameter.required == required && name.is_empty() {
                *name = scope.claim_first(candidates(parameter), "parameter");
            }
        }
    }
    let body = match &operation.body {
        Some(body) if body.required => ["body", "request_body"],
        _ => ["with_body", "with_request_body"],
    };
    let body = scope.claim_first(body.map(str::to_owned), "body");
    (names, body)
}

fn candidates(parameter: &Parameter) -> [String; 3] {
    let plain = words::snake(&parameter.wire);
    let place = match parameter.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    let taken: &[&str] = if parameter.required { &[] } else { &REQUEST };
    let plain = words::apart(plain, taken);
    let spelt = words::apart(words::snake(&words::spelt(&parameter.wire)), taken);
    let placed = format!("{}_{place}", plain.trim_end_matches('_'));
    [plain, spelt, placed]
}
