//! Bodies as a browser has them: whole.

use std::future::poll_fn;

use super::{failed, spent};
use crate::runtime::transport::{Body, ByteStream, TransportError};

/// Puts `body` into the request that reqwest sends.
pub(super) async fn put(
    outgoing: &mut reqwest::Request,
    body: &Body,
) -> Result<(), TransportError> {
    let mut pieces = body.open().ok_or_else(spent)?;
    let mut bytes = Vec::new();
    while let Some(piece) = poll_fn(|context| pieces.as_mut().poll_next(context)).await {
        bytes.extend_from_slice(&piece?);
    }
    *outgoing.body_mut() = (!bytes.is_empty()).then(|| bytes.into());
    Ok(())
}

/// The body of an answer.
pub(super) async fn take(reply: reqwest::Response) -> Result<ByteStream, TransportError> {
    let bytes = reply.bytes().await.map_err(failed)?;
    Body::from(bytes).open().ok_or_else(spent)
}
