//! JSON lines: one value a line, read while they arrive.

use std::{
    fmt,
    future::poll_fn,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use crate::runtime::{
    error::{BodyError, Error},
    json::{self, Json},
    payload::Unreadable,
    request::Request,
    streaming::{Cut, Download, Records},
};

/// There are many names for JSON lines, and some services send them under another.
const ASKED: &str = "application/x-ndjson, application/ndjson, application/jsonl, \
    application/x-jsonlines, application/jsonlines, application/stream+json, */*;q=0.1";

/// The values of an answer in JSON lines: a [`Stream`], or one [`next`](Lines::next) after the
/// other. A line that cannot be read is an error in its place; the others are given all the same.
pub struct Lines<D, E> {
    records: Records<Line, E>,
    marker: PhantomData<fn() -> D>,
}

impl<D, E> fmt::Debug for Lines<D, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lines").finish_non_exhaustive()
    }
}

impl<T, E, P> Request<T, E, P> {
    /// Sends the request and reads a value from each line of the answer while it arrives.
    ///
    /// # Errors
    /// As when the request is awaited, but for the body of a success.
    pub async fn json_lines<D: Json>(self) -> Result<Lines<D, E>, Error<E>> {
        let records = Records::new(self.download_as(ASKED).await?, Line);
        Ok(Lines {
            records,
            marker: PhantomData,
        })
    }
}

impl<D: Json, E> Lines<D, E> {
    /// The next value; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<D, Error<E>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The values without `async`.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub fn blocking(self) -> crate::runtime::blocking::Waiting<Self> {
        crate::runtime::blocking::Waiting::new(self)
    }
}

impl<D, E> Unpin for Lines<D, E> {}

impl<D: Json, E> Stream for Lines<D, E> {
    type Item = Result<D, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let line = self.records.poll(context);
        line.map(|line| line.map(|line| value(&self.records.download, line?)))
    }
}

fn value<D: Json, E>(download: &Download<E>, line: Bytes) -> Result<D, Error<E>> {
    json::from_slice(&line).map_err(|error| {
        Error::Decode(Box::new(BodyError {
            status: download.status,
            headers: download.headers.clone(),
            body: line.clone(),
            unreadable: Unreadable::Json(error),
        }))
    })
}

/// Cuts at line feeds, and passes over lines without text.
struct Line;

impl Cut for Line {
    type Record = Bytes;

    fn cut(&mut self, bytes: &mut BytesMut, end: bool) -> Option<Bytes> {
        loop {
            let line = match bytes.iter().position(|byte| *byte == b'\n') {
                Some(at) => bytes.split_to(at + 1),
                None if end && !bytes.is_empty() => bytes.split(),
                None => return None,
            };
            if !line.trim_ascii().is_empty() {
                return Some(line.freeze());
            }
        }
    }
}
