//! What can go wrong, with everything a caller needs to tell why.

use std::{error, fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::{
    payload::Unreadable, response::request_id, retry, token::TokenError, transport::TransportError,
};

mod build;
pub use build::BuildError;

/// Why a call brought no payload. `E` is the typed error payload of the description.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The request could not be built. Nothing was sent.
    Build(Box<BuildError>),
    /// No token could be fetched. Nothing was sent.
    Token(TokenError),
    /// There was no connection, or it failed before the whole answer was there.
    Transport(Box<TransportError>),
    /// The answer did not arrive in time.
    Timeout(Box<Timeout>),
    /// The service answered with an error status.
    Status(Box<StatusError<E>>),
    /// The service answered with a success status, and its envelope says that the call failed.
    Refused(Box<StatusError<E>>),
    /// The service answered with a success status, and a body that cannot be read.
    Decode(Box<BodyError>),
    /// The body of the answer is larger than the client takes.
    TooLarge(Box<TooLarge>),
    /// The answer is a redirect that is not followed.
    Redirect(Box<RedirectError>),
}

impl<E> Error<E> {
    /// The status of the answer, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Error::Status(error) | Error::Refused(error) => Some(error.status),
            Error::Decode(error) => Some(error.status),
            Error::TooLarge(error) => Some(error.status),
            Error::Redirect(error) => Some(error.status),
            Error::Build(_) | Error::Token(_) | Error::Transport(_) | Error::Timeout(_) => None,
        }
    }

    /// The headers of the answer, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Error::Status(error) | Error::Refused(error) => Some(&error.headers),
            Error::Decode(error) => Some(&error.headers),
            Error::TooLarge(error) => Some(&error.headers),
            Error::Redirect(error) => Some(&error.headers),
            Error::Build(_) | Error::Token(_) | Error::Transport(_) | Error::Timeout(_) => None,
        }
    }

    /// The body of the answer, if it arrived.
    pub fn body(&self) -> Option<&Bytes> {
        match self {
            Error::Status(error) | Error::Refused(error) => Some(&error.body),
            Error::Decode(error) => Some(&error.body),
            _ => None,
        }
    }

    /// The typed payload of the error, if the description has one for it and it fits.
    pub fn payload(&self) -> Option<&E> {
        match self {
            Error::Status(error) | Error::Refused(error) => error.payload.as_ref(),
            _ => None,
        }
    }

    /// What the service calls the request (`cf-ray`, `x-request-id`), to be told to its support.
    pub fn request_id(&self) -> Option<&str> {
        self.headers().and_then(request_id)
    }

    /// Whether the answer did not arrive in time.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Error::Timeout(_))
    }

    /// Whether the same call may succeed later: a failed connection, a timeout, or one of the
    /// statuses 408, 429, 500, 502, 503 and 504. It does not say that the service did nothing.
    pub fn is_retryable(&self) -> bool {
        match self {
            Error::Transport(_) | Error::Timeout(_) => true,
            Error::Status(error) => retry::passes(error.status),
            _ => false,
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Build(error) => error.fmt(f),
            Error::Token(error) => write!(f, "no token could be fetched: {error}"),
            Error::Transport(error) => error.fmt(f),
            Error::Timeout(error) => error.fmt(f),
            Error::Status(error) => error.fmt(f),
            Error::Refused(error) => write!(f, "the call was refused: {error}"),
            Error::Decode(error) => error.fmt(f),
            Error::TooLarge(error) => error.fmt(f),
            Error::Redirect(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug> error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Error::Token(error) => Some(&**error),
            Error::Transport(error) => error.source(),
            Error::Status(error) | Error::Refused(error) => {
                error.unreadable.as_ref().map(|unreadable| unreadable as _)
            }
            Error::Decode(error) => Some(&error.unreadable),
            _ => None,
        }
    }
}

impl<E> From<BuildError> for Error<E> {
    fn from(error: BuildError) -> Self {
        Error::Build(Box::new(error))
    }
}

/// No answer in time.
#[derive(Debug)]
#[non_exhaustive]
pub struct Timeout {
    /// How long the last attempt was waited for.
    pub limit: Duration,
    /// How often it was tried.
    pub attempts: u32,
}

impl fmt::Display for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "no answer within {:?} (attempts: {})",
            self.limit, self.attempts
        )
    }
}

/// An answer that says that the call failed.
#[derive(Debug)]
#[non_exhaustive]
pub struct StatusError<E> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, as it came.
    pub body: Bytes,
    /// The payload, if the description has one for this answer and the body fits it.
    pub payload: Option<E>,
    /// Why the body does not fit the payload that the description has for this answer.
    pub unreadable: Option<Unreadable>,
    /// How often it was tried.
    pub attempts: u32,
}

impl<E> fmt::Display for StatusError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the service answered {}", self.status)?;
        if let Some(id) = request_id(&self.headers) {
            write!(f, " (request {id})")?;
        }
        match self.body.is_empty() {
            true => Ok(()),
            false => write!(f, ": {}", Excerpt(&self.body)),
        }
    }
}

/// A body that cannot be read.
#[derive(Debug)]
#[non_exhaustive]
pub struct BodyError {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, as it came.
    pub body: Bytes,
    /// Why it cannot be read.
    pub unreadable: Unreadable,
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer cannot be read: {}; body: ", self.unreadable)?;
        Excerpt(&self.body).fmt(f)
    }
}

/// A body over the size cap.
#[derive(Debug)]
#[non_exhaustive]
pub struct TooLarge {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The most bytes the client takes.
    pub limit: usize,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the body of the answer is larger than {} bytes",
            self.limit
        )
    }
}

/// A redirect that is not followed.
#[derive(Debug)]
#[non_exhaustive]
pub struct RedirectError {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// Why it is not followed.
    pub why: &'static str,
}

impl fmt::Display for RedirectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the redirect ({}) is not followed: {}",
            self.status, self.why
        )
    }
}

/// The beginning of a body, on one line.
struct Excerpt<'a>(&'a Bytes);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 300;
        let start = &self.0[..self.0.len().min(LONGEST)];
        for c in String::from_utf8_lossy(start).chars() {
            match c.is_control() {
                true => write!(f, "{}", c.escape_default())?,
                false => write!(f, "{c}")?,
            }
        }
        match self.0.len() > LONGEST {
            true => write!(f, "… ({} bytes)", self.0.len()),
            false => Ok(()),
        }
    }
}

/// What can go wrong before the answer is looked at, without the operation's types.
#[derive(Debug)]
#[doc(hidden)]
pub enum Failure {
    Build(BuildError),
    Token(TokenError),
    Transport(TransportError),
    Timeout(Timeout),
    TooLarge(TooLarge),
    Redirect(RedirectError),
}

#[cfg(feature = "tracing")]
impl Failure {
    /// A word for it, the same every time.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Failure::Build(_) => "build",
            Failure::Token(_) => "token",
            Failure::Transport(_) => "transport",
            Failure::Timeout(_) => "timeout",
            Failure::TooLarge(_) => "too_large",
            Failure::Redirect(_) => "redirect",
        }
    }
}

impl<E> From<Failure> for Error<E> {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Build(error) => Error::Build(Box::new(error)),
            Failure::Token(error) => Error::Token(error),
            Failure::Transport(error) => Error::Transport(Box::new(error)),
            Failure::Timeout(error) => Error::Timeout(Box::new(error)),
            Failure::TooLarge(error) => Error::TooLarge(Box::new(error)),
            Failure::Redirect(error) => Error::Redirect(Box::new(error)),
        }
    }
}

impl From<BuildError> for Failure {
    fn from(error: BuildError) -> Self {
        Failure::Build(error)
    }
}
