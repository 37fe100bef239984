//! A request is carried out: attempts, redirects, waits, and the body read up to its cap.

use std::{future::poll_fn, time::Duration};

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
    transport::{ByteStream, HttpReply, HttpRequest},
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
    for (scheme, secret) in draft.chosen_secrets()?.each() {
        if let (Some(text), Some(kind)) = (secret.text(), draft.client.0.scheme(scheme)) {
            authorize::put(&mut request, scheme, kind, &text)?;
        }
    }
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
async fn attempts(
    draft: &Draft,
    request: HttpRequest,
    reading: Reading,
    call: &Call,
) -> Result<Answer, Failure> {
    let client = &draft.client;
    let clock = client.0.clock();
    let started = clock.now();
    let secrets = draft.chosen_secrets()?;
    let policy = draft.retry.as_ref().unwrap_or(&client.0.settings().retry);
    let repeatable = draft.repeatable || retry::is_idempotent(&request.method);
    let (mut number, mut renewals) = (0, 0);
    // Most calls are one attempt, which may have the request for itself.
    let mut first = Some(request);
    loop {
        number += 1;
        let mut outgoing = match first.take() {
            Some(request) => request,
            None => draft.build()?,
        };
        let issued = authorize::all(client, &mut outgoing, secrets).await?;
        let mut result = attempt(draft, outgoing, secrets, reading).await;
        call.attempt(number, &result);
        stamp(&mut result, number, clock.now().saturating_sub(started));
        let stale = result
            .as_ref()
            .is_ok_and(|answer| is_stale(answer, &issued));
        if stale && renewals == 0 && draft.body.is_repeatable() {
            renewals = 1;
            continue;
        }
        let (fault, asked) = match &result {
            Ok(answer) => {
                let asked = retry::retry_after(&answer.headers, clock);
                (Some(Fault::Status(answer.status)), asked)
            }
            Err(failure) => (fault_of(failure), None),
        };
        let again = fault.is_some_and(|fault| retry::may_repeat(fault, repeatable));
        let wait = match again && draft.body.is_repeatable() {
            true => policy.wait(number - renewals, asked, clock),
            false => None,
        };
        let Some(wait) = wait else { return result };
        call.wait(wait);
        clock.sleep(wait).await;
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
async fn attempt(
    draft: &Draft,
    request: HttpRequest,
    secrets: Chosen<'_>,
    reading: Reading,
) -> Result<Answer, Failure> {
    let client = &draft.client;
    let limit = draft.timeout.or(client.0.settings().timeout);
    let work = async {
        let reply = follow(draft, request, secrets).await?;
        if reading == Reading::Head && reply.status.is_success() {
            let HttpReply {
                status,
                headers,
                body,
            } = reply;
            return Ok(answer(status, headers, Bytes::new(), Some(body)));
        }
        read_whole(client, reply).await
    };
    // Boxed, because the future of a whole exchange is large and lies in every caller's.
    match within(client.0.clock(), limit, Box::pin(work)).await {
        Some(result) => result,
        None => {
            let limit = limit.unwrap_or_default();
            Err(Failure::Timeout(Timeout { limit, attempts: 1 }))
        }
    }
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

/// Sends the request, and again wherever the service redirects it to.
async fn follow(
    draft: &Draft,
    request: HttpRequest,
    secrets: Chosen<'_>,
) -> Result<HttpReply, Failure> {
    const MOST: usize = 10;
    let transport = draft.client.0.transport();
    let mut request = request;
    let mut hops = 0;
    loop {
        // Few are redirected, and so the first is put together again only then.
        let sent = (hops > 0).then(|| request.clone());
        let reply = transport.send(request).await;
        let reply = reply.map_err(Failure::Transport)?;
        let wanted = draft.route.final_redirects.contains(&reply.status.as_u16());
        if wanted || !redirect::is_redirect(reply.status, &reply.headers) {
            return Ok(reply);
        }
        let sent = match sent {
            Some(sent) => sent,
            None => {
                let mut sent = draft.build()?;
                authorize::all(&draft.client, &mut sent, secrets).await?;
                sent
            }
        };
        let next = match hops < MOST {
            true => redirect::next(sent, reply.status, &reply.headers),
            false => Err("there are too many in a row"),
        };
        match next {
            Ok(next) => (request, hops) = (next, hops + 1),
            Err(why) => {
                let HttpReply {
                    status, headers, ..
                } = reply;
                return Err(Failure::Redirect(RedirectError {
                    status,
                    headers,
                    why,
                }));
            }
        }
    }
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
