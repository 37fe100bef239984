//! Where a redirect leads, and what may go along.
//!
//! To another origin goes nothing but a bare question: no credentials, no other header of the
//! request, no body. From https to http goes nothing at all.

use std::{borrow::Cow, str};

use http::{
    HeaderMap, Method, StatusCode,
    header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, USER_AGENT},
};
use url::Url;

use crate::runtime::transport::{Body, HttpRequest};

/// Whether an answer asks to go elsewhere.
pub(crate) fn is_redirect(status: StatusCode, headers: &HeaderMap) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) && headers.contains_key(LOCATION)
}

/// The request to send next.
///
/// # Errors
/// Why the redirect is not followed.
pub(crate) fn next(
    request: HttpRequest,
    status: StatusCode,
    headers: &HeaderMap,
) -> Result<HttpRequest, &'static str> {
    let mut target = target(&request.url, headers)?;
    let mut next = request;
    if changes_method(status, &next.method) {
        next.method = Method::GET;
        next.body = Body::empty();
        next.headers.remove(CONTENT_TYPE);
        next.headers.remove(CONTENT_LENGTH);
    }
    if target.origin() != next.url.origin() {
        if next.url.scheme() == "https" && target.scheme() == "http" {
            return Err("it leads from https to http");
        }
        if !matches!(next.method, Method::GET | Method::HEAD) {
            return Err("it leads to another origin, which must not get what the request holds");
        }
        next.body = Body::empty();
        let mut bare = HeaderMap::new();
        for name in [ACCEPT, USER_AGENT] {
            if let Some(value) = next.headers.remove(&name) {
                bare.insert(name, value);
            }
        }
        next.headers = bare;
    }
    if !next.body.is_repeatable() {
        return Err("the body can be sent only once");
    }
    if target.origin() == next.url.origin() {
        keep_secrets(&next, &mut target);
    } else {
        next.secret_query.clear();
    }
    next.url = target;
    Ok(next)
}

/// Carries secrets of the query over to a place of the same origin that does not have them.
fn keep_secrets(request: &HttpRequest, target: &mut Url) {
    for name in &request.secret_query {
        let is_secret = |(known, _): &(Cow<'_, str>, Cow<'_, str>)| known == name;
        if target.query_pairs().any(|pair| is_secret(&pair)) {
            continue;
        }
        if let Some((_, value)) = request.url.query_pairs().find(is_secret) {
            target.query_pairs_mut().append_pair(name, &value);
        }
    }
}

fn target(from: &Url, headers: &HeaderMap) -> Result<Url, &'static str> {
    let location = headers
        .get(LOCATION)
        .and_then(|value| str::from_utf8(value.as_bytes()).ok());
    let target = location.and_then(|location| from.join(location).ok());
    let target = target.ok_or("its location is not a URL")?;
    if !matches!(target.scheme(), "http" | "https") {
        return Err("it leads to neither http nor https");
    }
    match target.username().is_empty() && target.password().is_none() {
        true => Ok(target),
        false => Err("its location holds credentials"),
    }
}

/// 303 turns everything into a GET, 301 and 302 a POST (RFC 9110, 15.4).
fn changes_method(status: StatusCode, method: &Method) -> bool {
    match status {
        StatusCode::SEE_OTHER => *method != Method::HEAD,
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => *method == Method::POST,
        _ => false,
    }
}
