//! Credentials are put where their security scheme says: once per attempt, so that a renewed token
//! reaches the next.

use std::sync::Arc;

use http::{HeaderName, HeaderValue, header::AUTHORIZATION};
use secrecy::{ExposeSecret, SecretString};

use crate::runtime::{
    api::Scheme,
    client::Client,
    draft::push_cookie,
    error::{BuildError, Failure},
    parameter::encode,
    secret::Chosen,
    token::SharedToken,
    transport::HttpRequest,
};

/// A token that was fetched.
pub(crate) struct Issued {
    token: Arc<SharedToken>,
    generation: u64,
    text: SecretString,
}

impl Issued {
    /// The service did not take it: the next request fetches another.
    pub(crate) fn refused(&self) {
        self.token.refused(self.generation);
    }
}

/// Fetches those of `secrets` that are not at hand.
///
/// # Errors
/// [`Failure::Token`] with what the provider says.
pub(crate) async fn fetch(client: &Client, secrets: Chosen<'_>) -> Result<Vec<Issued>, Failure> {
    let mut issued = Vec::new();
    for (scheme, secret) in secrets.each() {
        if let (Some(token), Some(_)) = (secret.shared(), client.0.scheme(scheme)) {
            // Boxed, because every call has room for this, and few fetch anything.
            let fetched = Box::pin(token.get()).await;
            let (text, generation) = fetched.map_err(Failure::Token)?;
            let token = Arc::clone(token);
            issued.push(Issued {
                token,
                generation,
                text,
            });
        }
    }
    Ok(issued)
}

/// Puts all `secrets` into `request`, those that are not at hand from what was `issued` for them.
///
/// # Errors
/// [`BuildError::Secret`] for one that cannot be sent.
pub(crate) fn all(
    client: &Client,
    request: &mut HttpRequest,
    secrets: Chosen<'_>,
    issued: &[Issued],
) -> Result<(), BuildError> {
    let mut issued = issued.iter();
    for (scheme, secret) in secrets.each() {
        let Some(kind) = client.0.scheme(scheme) else {
            continue;
        };
        if let Some(text) = secret.text() {
            put(request, scheme, kind, &text)?;
        } else if let Some(issued) = issued.next() {
            put(request, scheme, kind, &issued.text)?;
        }
    }
    Ok(())
}

/// Puts one secret where its scheme says.
///
/// # Errors
/// [`BuildError::Secret`] if it cannot be sent.
fn put(
    request: &mut HttpRequest,
    scheme: &'static str,
    kind: Scheme,
    secret: &SecretString,
) -> Result<(), BuildError> {
    let refuse = |why| BuildError::Secret { scheme, why };
    let text = secret.expose_secret();
    if text.is_empty() {
        return Err(refuse("is empty"));
    }
    if text.chars().any(char::is_control) {
        return Err(refuse("holds a control character"));
    }
    let header = |text: String| {
        let mut value = HeaderValue::try_from(text)
            .map_err(|_| refuse("holds a character that a header cannot"))?;
        value.set_sensitive(true);
        Ok(value)
    };
    match kind {
        Scheme::Bearer => {
            request
                .headers
                .insert(AUTHORIZATION, header(["Bearer ", text].concat())?);
        }
        Scheme::Basic => {
            request
                .headers
                .insert(AUTHORIZATION, header(["Basic ", text].concat())?);
        }
        Scheme::Http(name) => {
            request
                .headers
                .insert(AUTHORIZATION, header([name, " ", text].concat())?);
        }
        Scheme::Header(name) => {
            let name = HeaderName::try_from(name);
            let name = name.map_err(|_| refuse("belongs in a header whose name is not one"))?;
            request.headers.insert(name, header(text.to_owned())?);
        }
        Scheme::Query(name) => {
            let pair = format!("{}={}", encode::strict(name), encode::strict(text));
            let query = match request.url.query() {
                Some(query) if !query.is_empty() => format!("{query}&{pair}"),
                _ => pair,
            };
            request.url.set_query(Some(&query));
            request.secret_query.push(name);
        }
        Scheme::Cookie(name) => put_cookie(request, name, text).map_err(refuse)?,
        Scheme::Tls => {}
    }
    Ok(())
}

fn put_cookie(request: &mut HttpRequest, name: &str, text: &str) -> Result<(), &'static str> {
    // What a header's name may hold is what a cookie's may (RFC 6265, 4.1.1).
    if HeaderName::try_from(name).is_err() {
        return Err("belongs in a cookie whose name is not one");
    }
    let pair = format!("{name}={}", encode::strict(text));
    push_cookie(&mut request.headers, &pair, true);
    Ok(())
}
