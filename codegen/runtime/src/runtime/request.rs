//! A request: a value that can be looked at, changed, and sent.

use std::{
    borrow::Cow,
    fmt,
    future::{Future, IntoFuture},
    marker::PhantomData,
    time::Duration,
};

use crate::runtime::{
    api::{Operation, Reply, Status, choose},
    client::Client,
    draft::{Draft, Route},
    error::{BuildError, Error},
    execute::{self, Answer},
    json::{self, Json},
    parameter::{Parameter, Style},
    payload::{Payload, Unreadable},
    response::Response,
    retry::RetryPolicy,
    secret::Secrets,
    transport::{Body, BoxFuture, HttpRequest},
};

/// A request for a `T`. `E` is the typed error payload; `P` marks the operation, whose optional
/// parameters are methods on the request.
///
/// Nothing is sent before it is awaited: `.await` gives the payload, `.send().await` the whole
/// [`Response`].
#[must_use = "a request does nothing until it is awaited"]
pub struct Request<T: 'static, E: 'static, P = ()> {
    draft: Box<Draft>,
    operation: &'static Operation<T, E>,
    marker: PhantomData<fn() -> P>,
}

/// What the generated code puts requests together with.
#[doc(hidden)]
impl<T, E, P> Request<T, E, P> {
    pub fn new(client: Client, operation: &'static Operation<T, E>) -> Self {
        let replies = &mut operation.replies.iter().map(|reply| reply.media);
        let accept = accepted(replies);
        let named = operation
            .replies
            .iter()
            .flat_map(|reply| reply.status.named());
        let redirects = named.copied().filter(|status| (300..400).contains(status));
        let route = Route {
            id: operation.id,
            method: operation.method.clone(),
            template: operation.path,
            security: operation.security,
            final_redirects: redirects.collect(),
        };
        let draft = Box::new(Draft::new(client, route, accept));
        Request {
            draft,
            operation,
            marker: PhantomData,
        }
    }

    /// Fills in the placeholders of the path, in their order.
    pub fn in_path<const N: usize>(mut self, arguments: [&dyn Parameter; N]) -> Self {
        self.draft.path(&arguments);
        self
    }

    /// Adds a query parameter in the default style (`form`, exploded).
    pub fn in_query(self, name: &'static str, value: &dyn Parameter) -> Self {
        self.in_query_as(name, Style::FORM, value)
    }

    /// Adds a query parameter.
    pub fn in_query_as(mut self, name: &'static str, style: Style, value: &dyn Parameter) -> Self {
        self.draft.query(name, style, value);
        self
    }

    /// Sets a header in the default style (`simple`).
    pub fn in_header(self, name: &'static str, value: &dyn Parameter) -> Self {
        self.in_header_as(name, Style::SIMPLE, value)
    }

    /// Sets a header.
    pub fn in_header_as(mut self, name: &'static str, style: Style, value: &dyn Parameter) -> Self {
        self.draft.header(name, style, value);
        self
    }

    /// Adds a cookie in the default style (`form`, exploded).
    pub fn in_cookie(self, name: &'static str, value: &dyn Parameter) -> Self {
        self.in_cookie_as(name, Style::FORM, value)
    }

    /// Adds a cookie.
    pub fn in_cookie_as(mut self, name: &'static str, style: Style, value: &dyn Parameter) -> Self {
        self.draft.cookie(name, style, value);
        self
    }

    /// Sends `body` as JSON.
    pub fn json_body(self, body: &dyn Json) -> Self {
        self.json_body_as("application/json", body)
    }

    /// Sends `body` as JSON of another media type.
    pub fn json_body_as(self, media: &str, body: &dyn Json) -> Self {
        self.raw_body(media, json::to_vec(body))
    }

    /// Sends `body` as it is.
    pub fn raw_body(mut self, media: &str, body: impl Into<Body>) -> Self {
        self.draft.body(media, body.into());
        self
    }

    /// Makes the request fail, when it is built, for what is wrong with a parameter or member.
    pub fn refuse(&mut self, name: String, why: &'static str) {
        self.draft.fail(BuildError::Parameter { name, why });
    }

    /// Sends the request to a server of the operation's own, unless the client was given a base
    /// URL.
    pub fn at_server(mut self, base_url: &'static str) -> Self {
        self.draft.server = Some(base_url);
        self
    }
}

impl<T, E, P> Request<T, E, P> {
    /// Adds a query parameter that the description does not know.
    pub fn with_query(mut self, name: &str, value: &str) -> Self {
        self.draft.query(name, Style::FORM, &value);
        self
    }

    /// Sets a header, in place of an earlier one of this name.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.draft.raw_header(name, value);
        self
    }

    /// The longest time an attempt may take, in place of the client's.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.draft.timeout = Some(timeout);
        self
    }

    /// Whether and when failed attempts are repeated, in place of what the client does.
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.draft.retry = Some(policy);
        self
    }

    /// Lets the service tell a repeated request from a new one, by the header `Idempotency-Key`.
    /// So a POST or PATCH can be repeated after a fault. The service must support it.
    pub fn with_idempotency_key(mut self, key: &str) -> Self {
        self.draft.raw_header("idempotency-key", key);
        self.draft.repeatable = true;
        self
    }

    /// Credentials to use in place of the client's.
    pub fn with_credentials(mut self, credentials: impl Into<Secrets>) -> Self {
        self.draft.secrets = Some(credentials.into());
        self
    }

    /// The request apart from its types, and the operation.
    #[doc(hidden)]
    pub fn into_parts(self) -> (Box<Draft>, &'static Operation<T, E>) {
        (self.draft, self.operation)
    }

    /// The request as it would be sent: method, URL, headers and body. Secrets in it do not show
    /// in its `Debug`. A token that a provider fetches is not in it.
    ///
    /// # Errors
    /// [`BuildError`] if an argument, header, body or credential cannot be sent.
    pub fn build(&self) -> Result<HttpRequest, BuildError> {
        execute::ready(&self.draft)
    }

    /// Sends the request and waits for the whole answer.
    ///
    /// # Errors
    /// Whatever keeps the payload from the caller; see [`Error`].
    pub fn send(self) -> impl Future<Output = Result<Response<T>, Error<E>>> + use<T, E, P> {
        let Request {
            draft, operation, ..
        } = self;
        async move { read(operation, execute::run(draft).await?) }
    }
}

impl<T, E, P> IntoFuture for Request<T, E, P> {
    type Output = Result<T, Error<E>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let Request {
            draft, operation, ..
        } = self;
        Box::pin(async move { Ok(read(operation, execute::run(draft).await?)?.payload) })
    }
}

impl<T, E, P> Clone for Request<T, E, P> {
    fn clone(&self) -> Self {
        Request {
            draft: self.draft.clone(),
            operation: self.operation,
            marker: PhantomData,
        }
    }
}

impl<T, E, P> fmt::Debug for Request<T, E, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Request");
        debug.field("operation", &self.operation.id);
        match self.build() {
            Ok(request) => debug.field("request", &request).finish(),
            Err(problem) => debug.field("problem", &problem).finish(),
        }
    }
}

/// The media types of the replies, each once.
fn accepted(media: &mut dyn Iterator<Item = &'static str>) -> Cow<'static, str> {
    let mut all = Cow::Borrowed("");
    for media in media.filter(|media| !media.is_empty()) {
        if all.is_empty() {
            all = Cow::Borrowed(media);
        } else if all.split(", ").all(|known| known != media) {
            all = Cow::Owned(format!("{all}, {media}"));
        }
    }
    all
}

/// The payload of an answer, or the error it tells of.
#[doc(hidden)]
pub fn read<T, E>(
    operation: &'static Operation<T, E>,
    answer: Answer,
) -> Result<Response<T>, Error<E>> {
    let mut answer = answer;
    let status = answer.status;
    let replies = operation.replies.iter();
    let replies = replies.map(|reply| (reply.status, reply.media));
    let Some(found) = choose_reply(&replies, &answer) else {
        let errors = &mut operation
            .errors
            .iter()
            .map(|reply| (reply.status, reply.media));
        let found = choose(errors, status.as_u16(), answer.media());
        let payload = found
            .map(|index| read_one(&operation.errors[index], &mut answer))
            .transpose();
        let (payload, unreadable) = match payload {
            Ok(payload) => (payload, None),
            Err(unreadable) => (None, Some(unreadable)),
        };
        return Err(Error::Status(Box::new(
            answer.into_error(payload, unreadable),
        )));
    };
    match read_one(&operation.replies[found], &mut answer) {
        Ok(payload) => Ok(answer.into_response(payload)),
        Err(Unreadable::Refused) => {
            // The payload for errors is tried, because such services answer both alike.
            let fits = operation
                .errors
                .iter()
                .find_map(|reply| read_one(reply, &mut answer).ok());
            Err(Error::Refused(Box::new(answer.into_error(fits, None))))
        }
        Err(unreadable) => Err(Error::Decode(Box::new(answer.into_body_error(unreadable)))),
    }
}

fn read_one<T>(reply: &Reply<T>, answer: &mut Answer) -> Result<T, Unreadable> {
    let payload = Payload {
        status: answer.status,
        headers: std::mem::take(&mut answer.headers),
        bytes: std::mem::take(&mut answer.body),
        envelope: reply.envelope,
    };
    let read = (reply.read)(&payload);
    (answer.headers, answer.body) = (payload.headers, payload.bytes);
    read
}

/// The entry for a success, or `None` if the answer is an error. A 2xx that the description does
/// not name is read as the first that it does.
fn choose_reply(
    cases: &(impl Iterator<Item = (Status, &'static str)> + Clone),
    answer: &Answer,
) -> Option<usize> {
    let success = answer.status.is_success();
    let (status, media) = (answer.status.as_u16(), answer.media());
    let named =
        |(_, (case, _)): &(usize, (Status, &str))| success || case.named().contains(&status);
    let named = cases.clone().enumerate().filter(named);
    match choose(&mut named.clone().map(|(_, case)| case), status, media) {
        Some(found) => named.clone().nth(found).map(|(index, _)| index),
        None => (success && cases.clone().next().is_some()).then_some(0),
    }
}
