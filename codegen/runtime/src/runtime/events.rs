//! Server-sent events, read while they arrive.
//!
//! Source: the HTML standard, "Server-sent events". An event that breaks off is not given.

use std::{
    fmt,
    future::poll_fn,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;

use crate::runtime::{
    error::{BodyError, Error},
    json::{self, DecodeError, Json},
    payload::Unreadable,
    request::Request,
    streaming::{Cut, Records},
};

/// An event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// What kind of event it is: `message` if the service says nothing.
    pub name: String,
    /// Its data, lines joined by line feeds.
    pub data: String,
    /// Its id, or that of the last event that had one.
    pub id: Option<String>,
    /// How long to wait before connecting again, if the service says so with this event.
    pub retry: Option<Duration>,
}

impl Event {
    /// Its data as JSON.
    ///
    /// # Errors
    /// The data is not JSON, or not of this shape.
    pub fn json<D: Json>(&self) -> Result<D, DecodeError> {
        json::from_str(&self.data)
    }
}

/// The events of an answer: a [`Stream`], or one [`next`](Events::next) after the other.
pub struct Events<E>(Records<Parser, E>);

impl<E> fmt::Debug for Events<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}

impl<T, E, P> Request<T, E, P> {
    /// Sends the request and reads the events of the answer while they arrive.
    ///
    /// # Errors
    /// As when the request is awaited, but for the body of a success.
    pub async fn events(self) -> Result<Events<E>, Error<E>> {
        let download = self.download_as("text/event-stream").await?;
        Ok(Events(Records::new(download, Parser::default())))
    }

    /// Sends the request and reads a value from the data of each event of the answer while they
    /// arrive, up to the end or to the data `[DONE]`.
    ///
    /// # Errors
    /// As when the request is awaited, but for the body of a success.
    pub async fn event_data<D: Json>(self) -> Result<EventData<D, E>, Error<E>> {
        Ok(EventData {
            events: self.events().await?,
            done: false,
            marker: PhantomData,
        })
    }
}

impl<E> Events<E> {
    /// The next event; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Event, Error<E>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The events without `async`.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub fn blocking(self) -> crate::runtime::blocking::Waiting<Self> {
        crate::runtime::blocking::Waiting::new(self)
    }
}

impl<E> Unpin for Events<E> {}

impl<E> Stream for Events<E> {
    type Item = Result<Event, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll(context)
    }
}

/// The data of the events of an answer: a [`Stream`], or one [`next`](EventData::next) after the
/// other. Data that cannot be read is an error in its place; the rest is given all the same.
pub struct EventData<D, E> {
    events: Events<E>,
    done: bool,
    marker: PhantomData<fn() -> D>,
}

impl<D, E> fmt::Debug for EventData<D, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventData").finish_non_exhaustive()
    }
}

impl<D: Json, E> EventData<D, E> {
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

impl<D, E> Unpin for EventData<D, E> {}

impl<D: Json, E> Stream for EventData<D, E> {
    type Item = Result<D, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.done {
            return Poll::Ready(None);
        }
        let event = match std::task::ready!(self.events.0.poll(context)) {
            None => return Poll::Ready(None),
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            Some(Ok(event)) => event,
        };
        if event.data.trim() == "[DONE]" {
            self.done = true;
            return Poll::Ready(None);
        }
        let download = &self.events.0.download;
        Poll::Ready(Some(event.json().map_err(|error| {
            Error::Decode(Box::new(BodyError {
                status: download.status,
                headers: download.headers.clone(),
                body: Bytes::from(event.data),
                unreadable: Unreadable::Json(error),
            }))
        })))
    }
}

/// Cuts a body into events.
#[derive(Default)]
struct Parser {
    started: bool,
    /// The last line ended with a carriage return; a line feed after it belongs to that.
    returned: bool,
    event: Event,
    id: Option<String>,
    has_data: bool,
}

impl Cut for Parser {
    type Record = Event;

    fn cut(&mut self, bytes: &mut BytesMut, end: bool) -> Option<Event> {
        if !self.started {
            if bytes.len() < 3 && !end {
                return None;
            }
            self.started = true;
            if bytes.starts_with(b"\xef\xbb\xbf") {
                bytes.advance(3);
            }
        }
        loop {
            if self.returned && bytes.first() == Some(&b'\n') {
                bytes.advance(1);
            }
            self.returned &= bytes.is_empty();
            let at = bytes
                .iter()
                .position(|byte| matches!(byte, b'\n' | b'\r'))?;
            self.returned = bytes[at] == b'\r';
            let line = bytes.split_to(at + 1);
            if let Some(event) = self.line(&String::from_utf8_lossy(&line[..at])) {
                return Some(event);
            }
        }
    }
}

impl Parser {
    /// Takes a line; an empty one ends the event.
    fn line(&mut self, line: &str) -> Option<Event> {
        if line.is_empty() {
            return self.end();
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => self.event.name = value.to_owned(),
            "data" => {
                if self.has_data {
                    self.event.data.push('\n');
                }
                self.has_data = true;
                self.event.data.push_str(value);
            }
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()),
            "retry" => self.event.retry = value.parse().ok().map(Duration::from_millis),
            // A comment (no name before the colon), or a field of a later standard.
            _ => {}
        }
        None
    }

    fn end(&mut self) -> Option<Event> {
        let mut event = std::mem::take(&mut self.event);
        if !std::mem::take(&mut self.has_data) {
            return None;
        }
        if event.name.is_empty() {
            event.name.push_str("message");
        }
        event.id.clone_from(&self.id);
        Some(event)
    }
}
