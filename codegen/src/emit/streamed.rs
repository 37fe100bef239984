//! What comes record by record: which method of a request reads it, for docs and examples.

use super::{body::preferred, doc::code, scope::Scope};
use crate::{
    ir::Operation,
    name::errors::successes,
    pass::media::{Stream, stream},
};

/// A success that comes record by record.
pub(crate) struct Streamed<'a> {
    /// The media type, as the description has it.
    media: &'a str,
    /// What the records are.
    records: Stream,
    /// Every success comes so.
    only: bool,
}

impl<'a> Streamed<'a> {
    /// The first success of `operation` that comes record by record.
    pub(crate) fn of(scope: &Scope<'_>, operation: &'a Operation) -> Option<Self> {
        let mut contents = successes(operation).flat_map(|reply| &reply.contents);
        let (media, records) =
            contents.find_map(|content| Some((content.media.as_str(), stream(&content.media)?)))?;
        let only = successes(operation).all(|reply| {
            preferred(scope, &reply.contents)
                .is_some_and(|content| stream(&content.media) == Some(records))
        });
        Some(Streamed {
            media,
            records,
            only,
        })
    }

    /// Whether there is nothing but events, which may never end: who waits for the whole reply
    /// waits in vain.
    pub(crate) fn is_events_only(&self) -> bool {
        self.only && self.records == Stream::Events
    }

    /// Which method reads the records.
    pub(crate) fn docs(&self) -> String {
        let reader = match self.records {
            Stream::Events => "events",
            Stream::Lines => "json_lines",
        };
        let link = format!("[`{reader}`](crate::Request::{reader})");
        let media = code(self.media);
        match self.only {
            true => format!("Comes as {media}, which {link} reads while it arrives."),
            false => format!("As {media}, {link} reads the reply while it arrives."),
        }
    }
}
