//! A request while it is put together, whatever its types are.
//!
//! What goes wrong is kept and comes out when the request is built or sent, so that setters chain.

use std::{borrow::Cow, time::Duration};

use http::{
    HeaderMap, HeaderName, HeaderValue, Method,
    header::{ACCEPT, CONTENT_TYPE, COOKIE, USER_AGENT},
};
use url::Url;

use crate::runtime::{
    client::Client,
    error::BuildError,
    parameter::{Parameter, Style, encode},
    path,
    retry::RetryPolicy,
    secret::{Chosen, Secrets},
    transport::{Body, HttpRequest},
};

/// The longest URL that is sent, in bytes: what the `http` crate takes.
const LONGEST: usize = 65_534;

/// What is known of an operation without its types.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub(crate) id: &'static str,
    pub(crate) method: Method,
    pub(crate) template: &'static str,
    pub(crate) security: &'static [&'static [&'static str]],
    /// Statuses of 3xx that the description has a payload for, so that they are not followed.
    pub(crate) final_redirects: Vec<u16>,
}

/// A request while it is put together.
#[derive(Debug, Clone)]
pub struct Draft {
    pub(crate) client: Client,
    pub(crate) route: Route,
    pub(crate) server: Option<&'static str>,
    /// With the arguments filled in, if there are any.
    path: Option<String>,
    query: String,
    /// Where it goes instead, if the service said so (on the same origin).
    target: Option<Url>,
    pub(crate) headers: HeaderMap,
    /// What the operation answers with, unless a header says otherwise.
    pub(crate) accept: Option<HeaderValue>,
    pub(crate) body: Body,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) secrets: Option<Secrets>,
    /// Whether the caller vouches that sending the request twice does what sending it once does.
    pub(crate) repeatable: bool,
    problem: Option<BuildError>,
}

impl Draft {
    pub(crate) fn new(client: Client, route: Route, accept: Cow<'static, str>) -> Self {
        let mut headers = client.0.default_headers().clone();
        let accept = match accept {
            Cow::Borrowed("") => None,
            Cow::Borrowed(accept) if accept.bytes().all(|byte| matches!(byte, b' '..=b'~')) => {
                Some(HeaderValue::from_static(accept))
            }
            accept => HeaderValue::try_from(accept.into_owned()).ok(),
        };
        if accept.is_some() {
            headers.remove(ACCEPT);
        }
        Draft {
            client,
            path: None,
            route,
            server: None,
            target: None,
            query: String::new(),
            headers,
            accept,
            body: Body::empty(),
            timeout: None,
            retry: None,
            secrets: None,
            repeatable: false,
            problem: None,
        }
    }

    /// Keeps the first problem.
    pub(crate) fn fail(&mut self, problem: BuildError) {
        self.problem.get_or_insert(problem);
    }

    pub(crate) fn path(&mut self, arguments: &[&dyn Parameter]) {
        match path::expand(self.route.template, arguments) {
            Ok(path) => self.path = Some(path),
            Err(problem) => self.fail(problem),
        }
    }

    pub(crate) fn query(&mut self, name: &str, style: Style, value: &dyn Parameter) {
        if let Err(why) = encode::query(&mut self.query, name, style, value) {
            self.fail(BuildError::Parameter {
                name: name.to_owned(),
                why,
            });
        }
    }

    /// The value of a query parameter as it was given, if it was.
    pub fn query_value(&self, name: &str) -> Option<String> {
        let mut pairs = url::form_urlencoded::parse(self.query.as_bytes());
        pairs
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.into_owned())
    }

    /// Sets a query parameter, in place of an earlier one of this name.
    pub fn set_query(&mut self, name: &str, value: &str) {
        let name = encode::strict(name);
        let earlier = std::mem::take(&mut self.query);
        for pair in earlier.split('&').filter(|pair| !pair.is_empty()) {
            let (known, value) = pair.split_once('=').unwrap_or((pair, ""));
            if known != name {
                self.push_pair(known, value);
            }
        }
        self.push_pair(&name, &encode::strict(value));
    }

    /// Sends the request to `location`, which an answer named, in place of its own path and query.
    ///
    /// # Errors
    /// [`BuildError::Url`] if that is not a URL, or one of another origin.
    pub fn go_to(&mut self, location: &str) -> Result<(), BuildError> {
        let refuse = |why: &str| BuildError::Url {
            why: format!("`{location}` {why}"),
        };
        let base = self.url()?;
        let target = base.join(location).map_err(|_| refuse("is not one"))?;
        if target.origin() != base.origin() {
            return Err(refuse("leads to another origin"));
        }
        self.target = Some(target);
        Ok(())
    }

    fn push_pair(&mut self, name: &str, value: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(name);
        self.query.push('=');
        self.query.push_str(value);
    }

    pub(crate) fn header(&mut self, name: &str, style: Style, value: &dyn Parameter) {
        match encode::header(style, value) {
            Ok(Some(text)) => self.raw_header(name, &text),
            Ok(None) => {}
            Err(why) => self.fail(BuildError::Parameter {
                name: name.to_owned(),
                why,
            }),
        }
    }

    /// Sets a header, in place of an earlier one of this name.
    pub(crate) fn raw_header(&mut self, name: &str, value: &str) {
        let kept = header(name, value).and_then(|(header, value)| {
            let refuse = |_| BuildError::Header {
                name: name.to_owned(),
                why: "is one too many",
            };
            self.headers.try_insert(header, value).map_err(refuse)
        });
        if let Err(problem) = kept {
            self.fail(problem);
        }
    }

    pub(crate) fn cookie(&mut self, name: &str, style: Style, value: &dyn Parameter) {
        let pairs = match encode::pairs(name, style, value) {
            Ok(pairs) => pairs,
            Err(why) => {
                return self.fail(BuildError::Parameter {
                    name: name.to_owned(),
                    why,
                });
            }
        };
        for (name, value) in pairs {
            push_cookie(&mut self.headers, &format!("{name}={value}"), false);
        }
    }

    pub(crate) fn body(&mut self, media: &str, body: Body) {
        self.raw_header(CONTENT_TYPE.as_str(), media);
        self.body = body;
    }

    /// The request, without credentials.
    pub(crate) fn build(&self) -> Result<HttpRequest, BuildError> {
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        let url = self.url()?;
        let mut request = HttpRequest::new(self.route.method.clone(), url);
        // Room for what is added here, and for credentials.
        let headers = HeaderMap::try_with_capacity(self.headers.len() + 4);
        let mut headers = headers.unwrap_or_default();
        headers.extend(
            self.headers
                .iter()
                .map(|(name, value)| (name.clone(), value.clone())),
        );
        if let Some(accept) = &self.accept {
            let accept = || accept.clone();
            headers.entry(ACCEPT).or_insert_with(accept);
        }
        let user_agent = || self.client.0.user_agent();
        headers.entry(USER_AGENT).or_insert_with(user_agent);
        request.headers = headers;
        request.body = self.body.clone();
        Ok(request)
    }

    /// The secrets that the operation asks for.
    pub(crate) fn chosen_secrets(&self) -> Result<Chosen<'_>, BuildError> {
        let known = self.secrets.as_ref().unwrap_or(self.client.0.secrets());
        let chosen = known.choose(self.route.id, self.route.security);
        match chosen {
            Err(_) if self.client.0.is_anonymous() => Ok(Chosen::nothing(known)),
            chosen => chosen,
        }
    }

    fn url(&self) -> Result<Url, BuildError> {
        if let Some(target) = &self.target {
            return Ok(target.clone());
        }
        let base = self.client.0.base_url(self.server)?;
        let before = base.path().trim_end_matches('/');
        let path = self.path.as_deref().unwrap_or(self.route.template);
        let slash = if path.starts_with('/') { "" } else { "/" };
        let path = match (before, slash) {
            ("", "") => Cow::Borrowed(path),
            _ => Cow::Owned([before, slash, path].concat()),
        };
        let (path, fixed) = path.split_once('?').unwrap_or((&path, ""));
        let mut url = Url::clone(&base);
        url.set_path(path);
        // `url` drops dot segments; whatever they come from, the request would go elsewhere.
        let slashes = |path: &str| path.bytes().filter(|byte| *byte == b'/').count();
        if slashes(url.path()) != slashes(path) {
            let (name, why) = (self.route.template.to_owned(), "has a dot segment");
            return Err(BuildError::Path { name, why });
        }
        let query = match (fixed, self.query.as_str()) {
            ("", query) => Cow::Borrowed(query),
            (fixed, "") => Cow::Borrowed(fixed),
            (fixed, query) => Cow::Owned(format!("{fixed}&{query}")),
        };
        url.set_query((!query.is_empty()).then_some(&query));
        match url.as_str().len() {
            ..=LONGEST => Ok(url),
            length => Err(BuildError::Url {
                why: format!("has {length} bytes; {LONGEST} can be sent"),
            }),
        }
    }
}

/// Adds a cookie to those that are sent.
pub(crate) fn push_cookie(headers: &mut HeaderMap, pair: &str, secret: bool) {
    let earlier = headers.get(COOKIE);
    let sensitive = secret || earlier.is_some_and(HeaderValue::is_sensitive);
    let text = match earlier.and_then(|earlier| earlier.to_str().ok()) {
        Some(earlier) => format!("{earlier}; {pair}"),
        None => pair.to_owned(),
    };
    // Pairs are percent-encoded, so this always is a header value.
    if let Ok(mut value) = HeaderValue::try_from(text) {
        value.set_sensitive(sensitive);
        headers.insert(COOKIE, value);
    }
}

/// A header's name and value.
///
/// # Errors
/// [`BuildError::Header`] if either cannot be sent.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), BuildError> {
    let refuse = |why| BuildError::Header {
        name: name.escape_default().to_string(),
        why,
    };
    let header = HeaderName::try_from(name).map_err(|_| refuse("is not a header name"))?;
    if value.contains(['\r', '\n']) {
        return Err(refuse("has a line break in its value"));
    }
    let mut value = HeaderValue::from_bytes(value.as_bytes())
        .map_err(|_| refuse("has a control character in its value"))?;
    const SECRET: [&str; 5] = [
        "authorization",
        "proxy-authorization",
        "cookie",
        "x-api-key",
        "api-key",
    ];
    value.set_sensitive(SECRET.contains(&header.as_str()));
    Ok((header, value))
}
