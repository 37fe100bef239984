//! What comes record by record: which method of a request reads it, for docs and examples.

use super::{body::preferred, doc::code, scope::Scope};
use crate::{
    ir::Operation,
    name::errors::successes,
    pass::media::{essence, is_stream},
};

/// A success that comes record by record.
pub(crate) struct Streamed<'a> {
    /// The media type, as the description has it.
    media: &'a str,
    /// The records are server-sent events; else they are lines of JSON.
    events: bool,
    /// Every success comes so.
    only: bool,
}

impl<'a> Streamed<'a> {
    /// The first success of `operation` that comes record by record.
    pub(crate) fn of(scope: &Scope<'_>, operation: &'a Operation) -> Option<Self> {
        let mut contents = successes(operation).flat_map(|reply| &reply.contents);
        let content = contents.find(|content| is_stream(&content.media))?;
        let only = successes(operation).all(|reply| {
            preferred(scope, &reply.contents).is_some_and(|content| is_stream(&content.media))
        });
        Some(Streamed {
            media: &content.media,
            events: essence(&content.media) == "text/event-stream",
            only,
        })
    }

    /// Whether there is nothing but events, which may never end: who waits for the whole reply
    /// waits in vain.
    pub(crate) fn is_events_only(&self) -> bool {
        self.events && self.only
    }

    /// Which method reads the records.
    pub(crate) fn docs(&self) -> String {
        let reader = if self.events { "events" } else { "json_lines" };
        let link = format!("[`{reader}`](crate::Request::{reader})");
        let media = code(self.media);
        match self.only {
            true => format!("Comes as {media}, which {link} reads while it arrives."),
            false => format!("As {media}, {link} reads the reply while it arrives."),
        }
    }
}
