//! A request is carried out: attempts, redirects, waits, and the body read up to its cap.

use std::{future::poll_fn, pin::pin, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{
    HeaderMap, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
};

use crate::runtime::{
    authorize::{self, Issued},
    client::Client,
    clock::within,
    draft::Draft,
    error::{BodyError, BuildError, Failure, RedirectError, StatusError, Timeout, TooLarge},
    payload::Unreadable,
    redirect,
    response::Response,
    retry::{self, Fault},
    secret::Chosen,
    trace::Call,
    transport::{BoxFuture, ByteStream, HttpReply, HttpRequest, TransportError},
};

/// A whole answer.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// What of the body is still to be read, if the caller reads it.
    pub rest: Option<ByteStream>,
    pub elapsed: Duration,
    pub attempts: u32,
}

impl Answer {
    /// Its media type, as the service says.
    pub(crate) fn media(&self) -> &str {
        self.headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    pub(crate) fn into_response<T>(self, payload: T) -> Response<T> {
        let Answer {
            status,
            headers,
            body,
            elapsed,
            attempts,
            ..
        } = self;
        Response {
            payload,
            status,
            headers,
            elapsed,
            attempts,
            body,
        }
    }

    pub(crate) fn into_error<E>(
        self,
        payload: Option<E>,
        unreadable: Option<Unreadable>,
    ) -> StatusError<E> {
        let Answer {
            status,
            headers,
            body,
            attempts,
            ..
        } = self;
        StatusError {
            status,
            headers,
            body,
            payload,
            unreadable,
            attempts,
        }
    }

    pub(crate) fn into_body_error(self, unreadable: Unreadable) -> BodyError {
        let Answer {
            status,
            headers,
            body,
            ..
        } = self;
        BodyError {
            status,
            headers,
            body,
            unreadable,
        }
    }
}

/// How much of an answer is read before it is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// All of it.
    Whole,
    /// Only its head, if its status is a success: the caller reads the body.
    Head,
}

/// The request as it would be sent, but for tokens that must be fetched.
pub(crate) fn ready(draft: &Draft) -> Result<HttpRequest, BuildError> {
    let mut request = draft.build()?;
    authorize::all(&draft.client, &mut request, draft.chosen_secrets()?, &[])?;
    Ok(request)
}

/// Carries the request out and reads the whole answer.
pub async fn run(draft: Box<Draft>) -> Result<Answer, Failure> {
    carry_out(&draft, Reading::Whole).await
}

/// Carries the request out, as a call that can be traced.
pub async fn carry_out(draft: &Draft, reading: Reading) -> Result<Answer, Failure> {
    let request = draft.build()?;
    let call = Call::new(draft, &request);
    call.around(attempts(draft, request, reading, &call)).await
}

/// As many attempts as the policy allows.
///
/// No `async fn`, whose future would have room for the request twice.
fn attempts<'a>(
    draft: &'a Draft,
    request: HttpRequest,
    reading: Reading,
    call: &'a Call,
) -> impl Future<Output = Result<Answer, Failure>> {
    let client = &draft.client;
    let clock = client.0.clock();
    // Most calls are one attempt, which may have the request for itself.
    let mut first = Some(request);
    async move {
        let started = clock.now();
        let secrets = draft.chosen_secrets()?;
        let policy = draft.retry.as_ref().unwrap_or(&client.0.settings().retry);
        let repeatable = draft.repeatable || retry::is_idempotent(&draft.route.method);
        let (mut number, mut renewals) = (0, 0);
        loop {
            number += 1;
            let issued = authorize::fetch(client, secrets).await?;
            let outgoing = match first.take() {
                Some(request) => request,
                None => draft.build()?,
            };
            let attempt = attempt(draft, outgoing, (secrets, &issued), reading)?;
            let mut result = attempt.await;
            call.attempt(number, &result);
            stamp(&mut result, number, clock.now().saturating_sub(started));
            let stale = result
                .as_ref()
                .is_ok_and(|answer| is_stale(answer, &issued));
            if stale && renewals == 0 && draft.body.is_repeatable() {
                renewals = 1;
                continue;
            }
            let fault = match &result {
                Ok(answer) => Some(Fault::Status(answer.status)),
                Err(failure) => fault_of(failure),
            };
            let again = fault.is_some_and(|fault| retry::may_repeat(fault, repeatable));
            if !again || !draft.body.is_repeatable() {
                return result;
            }
            let answered = result.as_ref().ok();
            let asked = answered.and_then(|answer| retry::retry_after(&answer.headers, clock));
            let wait = policy.wait(number - renewals, asked, clock);
            let Some(wait) = wait else { return result };
            call.wait(wait);
            clock.sleep(wait).await;
        }
    }
}

/// Notes in the result how often it was tried, and how long it took.
fn stamp(result: &mut Result<Answer, Failure>, attempts: u32, elapsed: Duration) {
    match result {
        Ok(answer) => (answer.attempts, answer.elapsed) = (attempts, elapsed),
        Err(Failure::Timeout(timeout)) => timeout.attempts = attempts,
        Err(_) => {}
    }
}

/// Whether the service no longer takes a token that can be fetched afresh. Those are forgotten.
fn is_stale(answer: &Answer, issued: &[Issued]) -> bool {
    if answer.status != StatusCode::UNAUTHORIZED || issued.is_empty() {
        return false;
    }
    issued.iter().for_each(Issued::refused);
    true
}

fn fault_of(failure: &Failure) -> Option<Fault> {
    match failure {
        Failure::Transport(error) if !error.may_have_been_sent() => Some(Fault::NotSent),
        Failure::Transport(_) | Failure::Timeout(_) => Some(Fault::Broken),
        Failure::Build(_) | Failure::Token(_) | Failure::TooLarge(_) | Failure::Redirect(_) => None,
    }
}

/// One attempt, redirects included, within its time.
///
/// Boxed, because the future of a whole exchange is large and lies in every caller's.
fn attempt<'a>(
    draft: &'a Draft,
    mut request: HttpRequest,
    (secrets, issued): (Chosen<'a>, &[Issued]),
    reading: Reading,
) -> Result<BoxFuture<'a, Result<Answer, Failure>>, BuildError> {
    let client = &draft.client;
    authorize::all(client, &mut request, secrets, issued)?;
    let sending = client.0.transport().send(request);
    Ok(Box::pin(async move {
        let limit = draft.timeout.or(client.0.settings().timeout);
        let work = pin!(async {
            let reply = follow(draft, sending, secrets).await?;
            if reading == Reading::Head && reply.status.is_success() {
                let HttpReply {
                    status,
                    headers,
                    body,
                } = reply;
                return Ok(answer(status, headers, Bytes::new(), Some(body)));
            }
            read_whole(client, reply).await
        });
        match within(client.0.clock(), limit, work).await {
            Some(result) => result,
            None => {
                let limit = limit.unwrap_or_default();
                Err(Failure::Timeout(Timeout { limit, attempts: 1 }))
            }
        }
    }))
}

fn answer(status: StatusCode, headers: HeaderMap, body: Bytes, rest: Option<ByteStream>) -> Answer {
    Answer {
        status,
        headers,
        body,
        rest,
        elapsed: Duration::ZERO,
        attempts: 1,
    }
}

/// The answer to what is sent, or to what is sent wherever the service redirects it to.
async fn follow(
    draft: &Draft,
    sending: BoxFuture<'_, Result<HttpReply, TransportError>>,
    secrets: Chosen<'_>,
) -> Result<HttpReply, Failure> {
    let reply = sending.await.map_err(Failure::Transport)?;
    match leads_on(draft, &reply) {
        // Few are redirected, and so the request is put together again only then.
        true => Box::pin(redirected(draft, reply, secrets)).await,
        false => Ok(reply),
    }
}

/// Whether an answer is a redirect that is to be followed.
fn leads_on(draft: &Draft, reply: &HttpReply) -> bool {
    redirect::is_redirect(reply.status, &reply.headers)
        && !draft.route.final_redirects.contains(&reply.status.as_u16())
}

/// Sends the request wherever `reply` and what comes after it lead.
async fn redirected(
    draft: &Draft,
    reply: HttpReply,
    secrets: Chosen<'_>,
) -> Result<HttpReply, Failure> {
    const MOST: usize = 10;
    let mut reply = reply;
    let mut request = draft.build()?;
    let issued = authorize::fetch(&draft.client, secrets).await?;
    authorize::all(&draft.client, &mut request, secrets, &issued)?;
    for _ in 0..MOST {
        request = match redirect::next(request, reply.status, &reply.headers) {
            Ok(next) => next,
            Err(why) => return Err(not_followed(reply, why)),
        };
        let sending = draft.client.0.transport().send(request.clone());
        reply = sending.await.map_err(Failure::Transport)?;
        if !leads_on(draft, &reply) {
            return Ok(reply);
        }
    }
    Err(not_followed(reply, "there are too many in a row"))
}

fn not_followed(reply: HttpReply, why: &'static str) -> Failure {
    let HttpReply {
        status, headers, ..
    } = reply;
    Failure::Redirect(RedirectError {
        status,
        headers,
        why,
    })
}

/// Reads the body up to the client's cap.
async fn read_whole(client: &Client, reply: HttpReply) -> Result<Answer, Failure> {
    let limit = client.0.settings().largest_reply;
    let HttpReply {
        status,
        headers,
        mut body,
    } = reply;
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse().ok());
    let (mut only, mut bytes) = (Bytes::new(), BytesMut::new());
    let mut fits = announced.is_none_or(|length: u64| length <= limit as u64);
    while fits {
        match poll_fn(|context| body.as_mut().poll_next(context)).await {
            None => {
                let body = if bytes.is_empty() {
                    only
                } else {
                    bytes.freeze()
                };
                return Ok(answer(status, headers, body, None));
            }
            Some(Err(error)) => return Err(Failure::Transport(error)),
            Some(Ok(piece)) if only.len().max(bytes.len()) + piece.len() > limit => fits = false,
            // A body of one piece, as most are, is not copied.
            Some(Ok(piece)) if only.is_empty() && bytes.is_empty() => only = piece,
            Some(Ok(piece)) => {
                if bytes.is_empty() {
                    bytes.extend_from_slice(&only);
                }
                bytes.extend_from_slice(&piece);
            }
        }
    }
    Err(Failure::TooLarge(TooLarge {
        status,
        headers,
        limit,
    }))
}
