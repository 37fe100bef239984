//! What carries a request to a service and its answer back.
//!
//! [`Transport`] is object-safe, so that middleware, a recorder or a test double can wrap or
//! replace the default one.

use std::{
    error, fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, Method, StatusCode};
use url::Url;

/// `Send` where there are threads, nothing on wasm32.
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Send + ?Sized> MaybeSend for T {}
/// `Send` where there are threads, nothing on wasm32.
#[cfg(target_arch = "wasm32")]
pub trait MaybeSend {}
#[cfg(target_arch = "wasm32")]
impl<T: ?Sized> MaybeSend for T {}

/// `Sync` where there are threads, nothing on wasm32.
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSync: Sync {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Sync + ?Sized> MaybeSync for T {}
/// `Sync` where there are threads, nothing on wasm32.
#[cfg(target_arch = "wasm32")]
pub trait MaybeSync {}
#[cfg(target_arch = "wasm32")]
impl<T: ?Sized> MaybeSync for T {}

/// A boxed future, `Send` where there are threads.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
/// A boxed future, `Send` where there are threads.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Pieces of a body in their order, `Send` where there are threads.
#[cfg(not(target_arch = "wasm32"))]
pub type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;
/// Pieces of a body in their order, `Send` where there are threads.
#[cfg(target_arch = "wasm32")]
pub type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>>>>;

/// Carries one request to the service and its answer back: one attempt, no redirects, no retries.
pub trait Transport: MaybeSend + MaybeSync {
    /// Sends `request` and waits for the head of the answer.
    ///
    /// Dropping the future gives the attempt up.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>>;
}

/// A request that is ready to be sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpRequest {
    /// Its method.
    pub method: Method,
    /// Where it goes.
    pub url: Url,
    /// Its headers. Values that hold secrets are marked sensitive.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Body,
    /// Names of query parameters whose values are secrets.
    pub secret_query: Vec<&'static str>,
}

impl HttpRequest {
    /// A request without headers and body.
    pub fn new(method: Method, url: Url) -> Self {
        let headers = HeaderMap::new();
        HttpRequest {
            method,
            url,
            headers,
            body: Body::empty(),
            secret_query: Vec::new(),
        }
    }

    /// The URL with the values of secret query parameters left out.
    pub fn public_url(&self) -> Url {
        if self.secret_query.is_empty() {
            return self.url.clone();
        }
        let mut url = self.url.clone();
        let pairs = self.url.query_pairs().map(|(name, value)| {
            let secret = self.secret_query.contains(&&*name);
            (
                name.into_owned(),
                if secret {
                    "REDACTED".to_owned()
                } else {
                    value.into_owned()
                },
            )
        });
        url.query_pairs_mut().clear().extend_pairs(pairs);
        url
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("url", &self.public_url().as_str())
            .field("headers", &self.headers)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// A body that is sent.
#[derive(Clone)]
pub struct Body(Content);

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    Stream(Arc<dyn Source>),
}

/// Opens a body that is produced while it is sent.
pub trait Source: MaybeSend + MaybeSync {
    /// The pieces from the start; `None` if they can be produced only once and have been.
    fn open(&self) -> Option<ByteStream>;

    /// Whether [`open`](Source::open) works a second time, so that the request can be repeated.
    fn reopens(&self) -> bool {
        false
    }

    /// The length in bytes, if it is known beforehand.
    fn length(&self) -> Option<u64> {
        None
    }
}

impl Body {
    /// No body.
    pub const fn empty() -> Self {
        Body(Content::Bytes(Bytes::new()))
    }

    /// A body that is produced while it is sent.
    pub fn stream(source: impl Source + 'static) -> Self {
        Body(Content::Stream(Arc::new(source)))
    }

    /// The bytes, if they are all at hand.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream(_) => None,
        }
    }

    /// The length in bytes, if it is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::Stream(source) => source.length(),
        }
    }

    /// Whether the body can be sent a second time.
    pub fn is_repeatable(&self) -> bool {
        match &self.0 {
            Content::Bytes(_) => true,
            Content::Stream(source) => source.reopens(),
        }
    }

    /// The pieces from the start; `None` if they were produced once and cannot be again.
    pub fn open(&self) -> Option<ByteStream> {
        match &self.0 {
            Content::Bytes(bytes) => Some(whole(bytes.clone())),
            Content::Stream(source) => source.open(),
        }
    }
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(bytes: B) -> Self {
        Body(Content::Bytes(bytes.into()))
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Content::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Content::Stream(source) => match source.length() {
                Some(length) => write!(f, "a stream of {length} bytes"),
                None => f.write_str("a stream"),
            },
        }
    }
}

/// An answer whose body is still arriving.
#[non_exhaustive]
pub struct HttpReply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: ByteStream,
}

impl HttpReply {
    /// An answer with a body that is still arriving.
    pub fn new(status: StatusCode, headers: HeaderMap, body: ByteStream) -> Self {
        HttpReply {
            status,
            headers,
            body,
        }
    }

    /// An answer that is wholly at hand.
    pub fn whole(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        HttpReply {
            status,
            headers,
            body: whole(body.into()),
        }
    }
}

impl fmt::Debug for HttpReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpReply")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

/// A stream of one piece.
struct Whole(Option<Bytes>);

fn whole(bytes: Bytes) -> ByteStream {
    Box::pin(Whole((!bytes.is_empty()).then_some(bytes)))
}

impl Stream for Whole {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

/// Why an attempt brought no answer, or not the whole of it.
#[derive(Debug)]
pub struct TransportError {
    sent: bool,
    source: Box<dyn error::Error + Send + Sync>,
}

impl TransportError {
    /// The request may have reached the service.
    pub fn new(source: impl Into<Box<dyn error::Error + Send + Sync>>) -> Self {
        TransportError {
            sent: true,
            source: source.into(),
        }
    }

    /// Not one byte of the request was sent.
    pub fn not_sent(source: impl Into<Box<dyn error::Error + Send + Sync>>) -> Self {
        TransportError {
            sent: false,
            source: source.into(),
        }
    }

    /// Whether the request may have reached the service.
    pub fn may_have_been_sent(&self) -> bool {
        self.sent
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.sent {
            "the connection failed"
        } else {
            "no connection"
        })?;
        let mut cause: Option<&(dyn error::Error + 'static)> = Some(&*self.source);
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl error::Error for TransportError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&*self.source)
    }
}
