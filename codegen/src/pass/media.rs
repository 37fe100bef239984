//! What a media type means for the code that sends or reads it.

use std::borrow::Cow;

use crate::ir::{Content, Shape, Shapes, TextFormat};

/// What a media type means to the emitted code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Media {
    /// JSON, or of a `+json` type.
    Json,
    /// A form, all in the URL's own writing.
    Form,
    /// Parts, some of which may be files.
    Multipart,
    /// XML of which the elements are known.
    Xml,
    /// Any kind of text.
    Text,
    /// Anything else: bytes.
    Bytes,
}

/// What the media type of `content` means.
pub(crate) fn media(shapes: &Shapes, content: &Content) -> Media {
    let essence = essence(&content.media);
    if essence.starts_with("multipart/") {
        return Media::Multipart;
    }
    match content.shape.map(|shape| shapes.get(shape)) {
        Some(Shape::Record(_) | Shape::Map(_) | Shape::Union(_) | Shape::Any)
            if essence == "application/x-www-form-urlencoded" =>
        {
            Media::Form
        }
        None | Some(Shape::Binary) => Media::Bytes,
        Some(_) if is_json(&essence) || essence == "*/*" => Media::Json,
        Some(Shape::Record(_) | Shape::List(_) | Shape::Map(_) | Shape::Union(_))
            if is_xml(&essence) =>
        {
            Media::Xml
        }
        Some(Shape::Text(TextFormat::Base64)) => Media::Bytes,
        Some(Shape::Text(_) | Shape::Choice(_)) => Media::Text,
        Some(_) if essence.starts_with("text/") => Media::Text,
        Some(_) => Media::Bytes,
    }
}

/// The content that is sent or read where there are several: JSON before all others, and what can
/// be read as a whole before a stream of records.
pub(crate) fn preferred<'a>(shapes: &Shapes, contents: &'a [Content]) -> Option<&'a Content> {
    let json = |content: &&Content| media(shapes, content) == Media::Json;
    let whole = |content: &&Content| !is_stream(&content.media);
    let mut found = contents.iter().filter(whole);
    let first = found.clone().next().or_else(|| contents.first());
    found.find(json).or(first)
}

/// A media type without its parameters, in lower case.
pub(crate) fn essence(media: &str) -> Cow<'_, str> {
    let essence = media.split(';').next().unwrap_or(media).trim();
    match essence.contains(|letter: char| letter.is_ascii_uppercase()) {
        true => Cow::Owned(essence.to_ascii_lowercase()),
        false => Cow::Borrowed(essence),
    }
}

/// Whether bodies of this media type are JSON values.
pub(crate) fn is_json(media: &str) -> bool {
    let essence = essence(media);
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// Whether bodies of this media type are XML.
pub(crate) fn is_xml(media: &str) -> bool {
    let essence = essence(media);
    essence == "application/xml" || essence == "text/xml" || essence.ends_with("+xml")
}

/// Records that are read one by one while they arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    /// Server-sent events.
    Events,
    /// Lines of JSON.
    Lines,
}

/// The records that bodies of this media type are, if they are.
pub(crate) fn stream(media: &str) -> Option<Stream> {
    match &*essence(media) {
        "text/event-stream" => Some(Stream::Events),
        // The runtime's `json_lines` asks for the same.
        "application/x-ndjson"
        | "application/ndjson"
        | "application/jsonl"
        | "application/x-jsonlines"
        | "application/jsonlines"
        | "application/stream+json" => Some(Stream::Lines),
        _ => None,
    }
}

/// Whether bodies of this media type are records that are read one by one while they arrive.
pub(crate) fn is_stream(media: &str) -> bool {
    stream(media).is_some()
}
