//! Bodies in `multipart/form-data`, whose parts may be streams.

use std::{
    collections::VecDeque,
    fmt::Write,
    hash::{BuildHasher, Hasher, RandomState},
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::{
    api::is_json,
    json::{Flat, Json, to_vec},
    parameter::Style,
    request::Request,
    transport::{Body, ByteStream, Source, TransportError},
};

/// A body of several parts, in their order.
#[derive(Debug, Clone)]
pub struct Multipart {
    parts: Vec<Part>,
    boundary: String,
}

/// A part of a [`Multipart`] body.
#[derive(Debug, Clone)]
pub struct Part {
    name: String,
    file_name: Option<String>,
    media: Option<String>,
    headers: Vec<(String, String)>,
    body: Body,
}

impl Part {
    /// A part with this body: bytes, a text, or a stream.
    pub fn new(body: impl Into<Body>) -> Self {
        let (file_name, media) = (None, None);
        Part {
            name: String::new(),
            file_name,
            media,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    /// A part that is a file of this name, of any kind of bytes unless [`media`](Part::media) says
    /// otherwise.
    pub fn file(file_name: impl Into<String>, body: impl Into<Body>) -> Self {
        let part = Part::new(body).media("application/octet-stream");
        Part {
            file_name: Some(file_name.into()),
            ..part
        }
    }

    /// The same part with this media type.
    #[must_use]
    pub fn media(self, media: impl Into<String>) -> Self {
        Part {
            media: Some(media.into()),
            ..self
        }
    }

    /// The same part, of this media type unless it says what it is.
    #[must_use]
    pub fn or_media(self, media: &str) -> Self {
        match self.media.as_deref() {
            None | Some("application/octet-stream") => self.media(media),
            Some(_) => self,
        }
    }

    /// The same part with one more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

impl<B: Into<Body>> From<B> for Part {
    fn from(body: B) -> Self {
        Part::new(body)
    }
}

impl Default for Multipart {
    fn default() -> Self {
        let random = || RandomState::new().build_hasher().finish();
        Multipart::with_boundary(format!("{:016x}{:016x}", random(), random()))
    }
}

impl Multipart {
    /// A body without parts.
    pub fn new() -> Self {
        Multipart::default()
    }

    /// A body whose parts are told apart by this line, which must stand in none of them.
    pub fn with_boundary(boundary: impl Into<String>) -> Self {
        Multipart {
            parts: Vec::new(),
            boundary: boundary.into(),
        }
    }

    /// Adds a part under this name.
    #[must_use]
    pub fn part(mut self, name: impl Into<String>, part: impl Into<Part>) -> Self {
        self.parts.push(Part {
            name: name.into(),
            ..part.into()
        });
        self
    }

    /// Adds a value as the description says: a scalar as text, an array as a part for each item, an
    /// object as JSON, nothing for an absent or `null` one.
    #[must_use]
    pub fn value(self, name: &str, value: &dyn Json) -> Self {
        if value.absent() {
            return self;
        }
        match Flat::of(value) {
            Flat::Null => self,
            Flat::Text(text) => self.part(name, Part::new(text)),
            Flat::List(items) if items.iter().all(|item| matches!(item, Flat::Text(_))) => items
                .iter()
                .fold(self, |form, item| form.part(name, Part::new(item.text()))),
            Flat::List(_) | Flat::Object(_) => self.json(name, value),
        }
    }

    /// Adds a value in another media type than the usual one: as JSON where that says so, else a
    /// scalar as text, an array as a part for each item, an object as JSON text.
    #[must_use]
    pub fn value_as(self, name: &str, media: &str, value: &dyn Json) -> Self {
        if value.absent() {
            return self;
        }
        let whole = || Part::new(to_vec(value)).media(media);
        match Flat::of(value) {
            Flat::Null => self,
            _ if is_json(media) => self.part(name, whole()),
            Flat::Text(text) => self.part(name, Part::new(text).media(media)),
            Flat::List(items) if items.iter().all(|item| matches!(item, Flat::Text(_))) => items
                .iter()
                .map(|item| Part::new(item.text()).media(media))
                .fold(self, |form, part| form.part(name, part)),
            Flat::List(_) | Flat::Object(_) => self.part(name, whole()),
        }
    }

    /// Adds a value in a style of the description's: an array in one part where the style does not
    /// explode, an object as a part for each member where it does.
    #[must_use]
    pub fn styled(self, name: &str, style: Style, value: &dyn Json) -> Self {
        if value.absent() {
            return self;
        }
        let delimiter = match style {
            Style::Space { .. } => " ",
            Style::Pipe { .. } => "|",
            _ => ",",
        };
        let explodes = matches!(style, Style::Form { explode: true, .. });
        match Flat::of(value) {
            Flat::List(items) if !explodes => {
                let texts: Vec<_> = items.iter().map(Flat::text).collect();
                self.part(name, Part::new(texts.join(delimiter)))
            }
            Flat::Object(members) if explodes || matches!(style, Style::Deep { .. }) => {
                members.iter().fold(self, |form, (key, value)| {
                    let named = match explodes {
                        true => key.clone(),
                        false => format!("{name}[{key}]"),
                    };
                    form.part(named, Part::new(value.text()))
                })
            }
            _ => self.value(name, value),
        }
    }

    /// Adds a value as JSON.
    #[must_use]
    pub fn json(self, name: &str, value: &dyn Json) -> Self {
        self.part(name, Part::new(to_vec(value)).media("application/json"))
    }

    /// What stands before the body of a part.
    fn head(&self, part: &Part) -> String {
        let mut head = format!("--{}\r\ncontent-disposition: form-data", self.boundary);
        _ = write!(head, "; name=\"{}\"", quoted(&part.name));
        if let Some(name) = &part.file_name {
            _ = write!(head, "; filename=\"{}\"", quoted(name));
        }
        head.push_str("\r\n");
        if let Some(media) = &part.media {
            _ = write!(head, "content-type: {media}\r\n");
        }
        for (name, value) in &part.headers {
            _ = write!(head, "{name}: {value}\r\n");
        }
        head.push_str("\r\n");
        head
    }

    fn tail(&self) -> String {
        format!("--{}--\r\n", self.boundary)
    }

    /// The header or media type of a part that would break out of its line.
    fn broken(&self) -> Option<&str> {
        let breaks = |text: &str| text.contains(char::is_control);
        let part = self.parts.iter().find(|part| {
            part.media.as_deref().is_some_and(breaks)
                || part
                    .headers
                    .iter()
                    .any(|(name, value)| breaks(name) || breaks(value))
        });
        part.map(|part| part.name.as_str())
    }
}

/// A name between quotes, as browsers write it (HTML, "multipart form data").
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

impl Source for Multipart {
    fn open(&self) -> Option<ByteStream> {
        let mut pieces = VecDeque::new();
        for part in &self.parts {
            pieces.push_back(Body::from(self.head(part)).open()?);
            pieces.push_back(part.body.open()?);
            pieces.push_back(Body::from("\r\n").open()?);
        }
        pieces.push_back(Body::from(self.tail()).open()?);
        Some(Box::pin(Chain(pieces)))
    }

    fn reopens(&self) -> bool {
        self.parts.iter().all(|part| part.body.is_repeatable())
    }

    fn length(&self) -> Option<u64> {
        let part = |part: &Part| Some(self.head(part).len() as u64 + part.body.length()? + 2);
        let parts: Option<u64> = self.parts.iter().map(part).sum();
        Some(parts? + self.tail().len() as u64)
    }
}

/// Streams one after the other.
struct Chain(VecDeque<ByteStream>);

impl Stream for Chain {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(first) = self.0.front_mut() {
            match ready!(first.as_mut().poll_next(context)) {
                Some(piece) => return Poll::Ready(Some(piece)),
                None => _ = self.0.pop_front(),
            }
        }
        Poll::Ready(None)
    }
}

/// What the generated code puts requests together with.
#[doc(hidden)]
impl<T, E, P> Request<T, E, P> {
    /// Sends `body`, in `multipart/form-data` or the like.
    pub fn multipart_body(mut self, media: &str, body: Multipart) -> Self {
        if let Some(name) = body.broken() {
            self.refuse(name.to_owned(), "has a control character in a header");
            return self;
        }
        let media = format!("{media}; boundary={}", body.boundary);
        self.raw_body(&media, Body::stream(body))
    }
}
