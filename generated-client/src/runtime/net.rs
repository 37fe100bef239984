//! The default transport: `reqwest`, without redirects of its own.

use std::{
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::transport::{
    BoxFuture, ByteStream, HttpReply, HttpRequest, Transport, TransportError,
};

/// Sends requests with a `reqwest::Client`.
#[derive(Debug, Clone)]
pub struct Reqwest(reqwest::Client);

impl Reqwest {
    /// Sends requests with this client.
    pub fn new(client: reqwest::Client) -> Self {
        Reqwest(client)
    }
}

/// What the default client is made of: no redirects, which are followed by rules of our own.
pub(crate) fn builder() -> reqwest::ClientBuilder {
    let builder = reqwest::Client::builder();
    #[cfg(not(target_arch = "wasm32"))]
    let builder = builder
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(std::time::Duration::from_secs(10));
    builder
}

impl Transport for Reqwest {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        Box::pin(async move {
            let mut outgoing = reqwest::Request::new(request.method.clone(), request.url.clone());
            *outgoing.headers_mut() = request.headers.clone();
            put_body(&mut outgoing, &request).await?;
            let reply = self.0.execute(outgoing).await.map_err(failed)?;
            let (status, headers) = (reply.status(), reply.headers().clone());
            Ok(HttpReply::new(status, headers, incoming(reply).await?))
        })
    }
}

#[cfg(not(target_arch = "wasm32"))]
async fn put_body(
    outgoing: &mut reqwest::Request,
    request: &HttpRequest,
) -> Result<(), TransportError> {
    let body = &request.body;
    *outgoing.body_mut() = match body.as_bytes() {
        Some(bytes) if bytes.is_empty() => None,
        Some(bytes) => Some(bytes.clone().into()),
        None => {
            let pieces = body.open().ok_or_else(spent)?;
            Some(reqwest::Body::wrap(Outgoing {
                pieces: pieces.into(),
                length: body.length(),
            }))
        }
    };
    Ok(())
}

#[cfg(target_arch = "wasm32")]
async fn put_body(
    outgoing: &mut reqwest::Request,
    request: &HttpRequest,
) -> Result<(), TransportError> {
    // A browser sends bodies whole.
    let mut pieces = request.body.open().ok_or_else(spent)?;
    let mut bytes = Vec::new();
    while let Some(piece) = std::future::poll_fn(|context| pieces.as_mut().poll_next(context)).await
    {
        bytes.extend_from_slice(&piece?);
    }
    *outgoing.body_mut() = (!bytes.is_empty()).then(|| bytes.into());
    Ok(())
}

fn spent() -> TransportError {
    TransportError::not_sent("the body can be sent only once, and has been")
}

/// The URL is left out of the message, because its query may hold a secret.
fn failed(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    #[cfg(not(target_arch = "wasm32"))]
    if error.is_connect() || error.is_builder() {
        return TransportError::not_sent(error);
    }
    TransportError::new(error)
}

/// A body of ours, as reqwest sends it.
#[cfg(not(target_arch = "wasm32"))]
struct Outgoing {
    /// A body must be `Sync`, which a stream need not be; nothing ever waits for this lock.
    pieces: Mutex<ByteStream>,
    length: Option<u64>,
}

#[cfg(not(target_arch = "wasm32"))]
impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, TransportError>>> {
        let pieces = self
            .pieces
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        let piece = pieces.as_mut().poll_next(context);
        piece.map(|piece| piece.map(|piece| piece.map(http_body::Frame::data)))
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.length.map_or_else(
            http_body::SizeHint::default,
            http_body::SizeHint::with_exact,
        )
    }
}

#[cfg(not(target_arch = "wasm32"))]
async fn incoming(reply: reqwest::Response) -> Result<ByteStream, TransportError> {
    Ok(Box::pin(Incoming(reply.into())))
}

#[cfg(target_arch = "wasm32")]
async fn incoming(reply: reqwest::Response) -> Result<ByteStream, TransportError> {
    // A browser hands bodies over whole.
    let bytes = reply.bytes().await.map_err(failed)?;
    Ok(crate::runtime::transport::Body::from(bytes)
        .open()
        .ok_or_else(spent)?)
}

/// A body that reqwest receives, as we read it.
#[cfg(not(target_arch = "wasm32"))]
struct Incoming(reqwest::Body);

#[cfg(not(target_arch = "wasm32"))]
impl Stream for Incoming {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        use http_body::Body as _;
        loop {
            return Poll::Ready(
                match std::task::ready!(Pin::new(&mut self.0).poll_frame(context)) {
                    None => None,
                    Some(Err(error)) => Some(Err(failed(error))),
                    Some(Ok(frame)) => match frame.into_data() {
                        Ok(piece) => Some(Ok(piece)),
                        // Trailers are not part of the body.
                        Err(_) => continue,
                    },
                },
            );
        }
    }
}
