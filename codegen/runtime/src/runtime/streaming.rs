//! Bodies that are sent or read piece by piece, so that none need fit into memory.
//!
//! The cap on the size of answers and the timeout hold for the head only: the caller reads the rest
//! and stops when it likes.

use std::{
    fmt,
    future::poll_fn,
    io::Read,
    path::PathBuf,
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll},
};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::runtime::{
    api::Operation,
    draft::Draft,
    error::{Error, Failure, TooLarge},
    execute::{self, Reading},
    request::{Request, read},
    transport::{Body, ByteStream, Source, TransportError},
};

/// How many bytes of a file are read at once.
const PIECE: usize = 64 << 10;

/// A body of the pieces of `stream`, which can be sent once: a request with it is never repeated.
pub fn stream(stream: ByteStream, length: Option<u64>) -> Body {
    Body::stream(Once {
        stream: Mutex::new(Some(stream)),
        length,
    })
}

struct Once {
    stream: Mutex<Option<ByteStream>>,
    length: Option<u64>,
}

impl Source for Once {
    fn open(&self) -> Option<ByteStream> {
        self.stream
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }

    fn length(&self) -> Option<u64> {
        self.length
    }
}

/// A body of the bytes of a file, read while they are sent, and afresh for each attempt.
///
/// Each piece is read by a blocking call, as is usual for local disks; for a slow one make a
/// [`stream`] of your own.
///
/// # Errors
/// The file cannot be opened.
pub fn file(path: impl Into<PathBuf>) -> std::io::Result<Body> {
    let path = path.into();
    let length = std::fs::metadata(&path)?.len();
    std::fs::File::open(&path)?;
    Ok(Body::stream(File { path, length }))
}

struct File {
    path: PathBuf,
    length: u64,
}

impl Source for File {
    fn open(&self) -> Option<ByteStream> {
        let pieces = match std::fs::File::open(&self.path) {
            Ok(file) => Pieces {
                file: Some(file),
                failed: None,
            },
            Err(error) => Pieces {
                file: None,
                failed: Some(error),
            },
        };
        Some(Box::pin(pieces))
    }

    fn reopens(&self) -> bool {
        true
    }

    fn length(&self) -> Option<u64> {
        Some(self.length)
    }
}

struct Pieces {
    file: Option<std::fs::File>,
    failed: Option<std::io::Error>,
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(error) = self.failed.take() {
            return Poll::Ready(Some(Err(TransportError::new(error))));
        }
        let Some(file) = &mut self.file else {
            return Poll::Ready(None);
        };
        let mut piece = vec![0; PIECE];
        Poll::Ready(match file.read(&mut piece) {
            Ok(0) => None,
            Ok(length) => {
                piece.truncate(length);
                Some(Ok(piece.into()))
            }
            Err(error) => {
                self.file = None;
                Some(Err(TransportError::new(error)))
            }
        })
    }
}

/// The body of an answer while it arrives: a [`Stream`] of its pieces, or one
/// [`next`](Download::next) after the other.
pub struct Download<E> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    pieces: ByteStream,
    /// The longest record that `events` and `lines` take.
    pub(crate) longest: usize,
    marker: std::marker::PhantomData<fn() -> E>,
}

impl<E> fmt::Debug for Download<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl<T, E, P> Request<T, E, P> {
    /// Sends the request and hands the body of the answer over while it arrives.
    ///
    /// # Errors
    /// As when the request is awaited, but for the body of a success, which is not looked at.
    pub async fn download(self) -> Result<Download<E>, Error<E>> {
        let (draft, operation) = self.into_parts();
        start(draft, operation).await
    }

    /// Downloads what is asked for by `media`, unless a header says what to ask for: where the
    /// description has JSON too, that would be asked for.
    pub(crate) async fn download_as(self, media: &'static str) -> Result<Download<E>, Error<E>> {
        let (mut draft, operation) = self.into_parts();
        draft.accept = Some(HeaderValue::from_static(media));
        start(draft, operation).await
    }
}

/// Sends a request and opens the body of the answer.
async fn start<T, E>(
    draft: Box<Draft>,
    operation: &'static Operation<T, E>,
) -> Result<Download<E>, Error<E>> {
    let longest = draft.client.0.settings().largest_reply;
    let mut answer = Box::pin(execute::carry_out(&draft, Reading::Head)).await?;
    let Some(pieces) = answer.rest.take() else {
        return match read(operation, answer) {
            Err(error) => Err(error),
            // A status that is no success, and that the description takes for one.
            Ok(response) => Ok(Download {
                status: response.status,
                headers: response.headers,
                pieces: Body::from(response.body).open().unwrap_or_else(nothing),
                longest,
                marker: std::marker::PhantomData,
            }),
        };
    };
    let (status, headers) = (answer.status, answer.headers);
    Ok(Download {
        status,
        headers,
        pieces,
        longest,
        marker: std::marker::PhantomData,
    })
}

fn nothing() -> ByteStream {
    Box::pin(Pieces {
        file: None,
        failed: None,
    })
}

impl<E> Download<E> {
    /// The next piece; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error<E>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// All that is left, up to `limit` bytes.
    ///
    /// # Errors
    /// [`Error::Transport`] if the connection fails, [`Error::TooLarge`] if there is more.
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, Error<E>> {
        let mut bytes = BytesMut::new();
        while let Some(piece) = self.next().await {
            let piece = piece?;
            if bytes.len() + piece.len() > limit {
                return Err(self.too_large(limit));
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes.freeze())
    }

    /// The pieces without `async`.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub fn blocking(self) -> crate::runtime::blocking::Waiting<Self> {
        crate::runtime::blocking::Waiting::new(self)
    }

    pub(crate) fn too_large(&self, limit: usize) -> Error<E> {
        let (status, headers) = (self.status, self.headers.clone());
        Failure::TooLarge(TooLarge {
            status,
            headers,
            limit,
        })
        .into()
    }
}

impl<E> Stream for Download<E> {
    type Item = Result<Bytes, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = self.pieces.as_mut().poll_next(context);
        piece
            .map(|piece| piece.map(|piece| piece.map_err(|error| Failure::Transport(error).into())))
    }
}

/// Cuts a body into records.
pub(crate) trait Cut {
    /// A record.
    type Record;

    /// Takes the next record out of `bytes`; `None` if more bytes are needed. `end`: there are none.
    fn cut(&mut self, bytes: &mut BytesMut, end: bool) -> Option<Self::Record>;
}

/// The records of a body while it arrives.
pub(crate) struct Records<C, E> {
    pub(crate) download: Download<E>,
    cut: C,
    buffer: BytesMut,
    end: bool,
}

impl<C: Cut, E> Records<C, E> {
    pub(crate) fn new(download: Download<E>, cut: C) -> Self {
        Records {
            download,
            cut,
            buffer: BytesMut::new(),
            end: false,
        }
    }

    pub(crate) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<C::Record, Error<E>>>> {
        loop {
            if let Some(record) = self.cut.cut(&mut self.buffer, self.end) {
                return Poll::Ready(Some(Ok(record)));
            }
            if self.end {
                return Poll::Ready(None);
            }
            let longest = self.download.longest;
            match std::task::ready!(Pin::new(&mut self.download).poll_next(context)) {
                None => self.end = true,
                Some(Ok(piece)) => self.buffer.extend_from_slice(&piece),
                Some(Err(error)) => return self.stop(error),
            }
            if self.buffer.len() > longest {
                let error = self.download.too_large(longest);
                return self.stop(error);
            }
        }
    }

    /// Nothing more is given after an error.
    fn stop(&mut self, error: Error<E>) -> Poll<Option<Result<C::Record, Error<E>>>> {
        self.buffer.clear();
        self.download.pieces = nothing();
        Poll::Ready(Some(Err(error)))
    }
}
