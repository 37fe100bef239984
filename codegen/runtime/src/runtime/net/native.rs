//! Bodies as streams, in and out, where there are sockets.

use std::{
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as _, Frame, SizeHint};

use super::{failed, spent};
use crate::runtime::transport::{Body, ByteStream, TransportError};

/// Puts `body` into the request that reqwest sends.
pub(super) async fn put(
    outgoing: &mut reqwest::Request,
    body: &Body,
) -> Result<(), TransportError> {
    *outgoing.body_mut() = match body.as_bytes() {
        Some(bytes) if bytes.is_empty() => None,
        Some(bytes) => Some(bytes.clone().into()),
        None => {
            let pieces = body.open().ok_or_else(spent)?.into();
            Some(reqwest::Body::wrap(Outgoing {
                pieces,
                length: body.length(),
            }))
        }
    };
    Ok(())
}

/// The body of an answer, while it arrives.
pub(super) async fn take(reply: reqwest::Response) -> Result<ByteStream, TransportError> {
    Ok(Box::pin(Incoming(reply.into())))
}

/// A body of ours, as reqwest sends it.
struct Outgoing {
    /// A body must be `Sync`, which a stream need not be; nothing ever waits for this lock.
    pieces: Mutex<ByteStream>,
    length: Option<u64>,
}

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let pieces = self
            .pieces
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        let piece = pieces.as_mut().poll_next(context);
        piece.map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// A body that reqwest receives, as we read it.
struct Incoming(reqwest::Body);

impl Stream for Incoming {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return Poll::Ready(match ready!(Pin::new(&mut self.0).poll_frame(context)) {
                None => None,
                Some(Err(error)) => Some(Err(failed(error))),
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(piece) => Some(Ok(piece)),
                    // Trailers are not part of the body.
                    Err(_) => continue,
                },
            });
        }
    }
}
