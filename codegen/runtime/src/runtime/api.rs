//! What a description says of the service and its operations, as static tables.
//!
//! Emitted code holds one [`Api`] and one [`Operation`] per operation; nothing here is sent.

use std::{fmt, slice};

use http::Method;

use crate::runtime::{
    json::Json,
    payload::{Payload, Unreadable},
};

/// The service as a whole.
#[derive(Debug)]
pub struct Api {
    /// Sent as `User-Agent` unless the builder is given another.
    pub user_agent: &'static str,
    /// The first server of the description; empty if it names none.
    pub base_url: &'static str,
    /// The security schemes by name.
    pub schemes: &'static [(&'static str, Scheme)],
}

/// How a credential travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// `Authorization: Bearer …` (also OAuth 2 and OpenID Connect).
    Bearer,
    /// `Authorization: Basic …`.
    Basic,
    /// `Authorization: <scheme> …` with another HTTP scheme.
    Http(&'static str),
    /// A header of this name.
    Header(&'static str),
    /// A query parameter of this name.
    Query(&'static str),
    /// A cookie of this name.
    Cookie(&'static str),
    /// A TLS client certificate, which the caller's own `reqwest::Client` brings.
    Tls,
}

/// An operation: everything about it that does not depend on a call.
///
/// `T` is what a caller gets, `E` the typed error payload.
pub struct Operation<T: 'static, E: 'static> {
    /// `operationId`, or `GET /path` without one.
    pub id: &'static str,
    /// Its method.
    pub method: Method,
    /// Its path template. A placeholder may carry an operator for its style: `{id}` simple,
    /// `{.id}` label, `{;id}` matrix; a `*` after the name explodes: `{id*}`.
    pub path: &'static str,
    /// Alternatives of schemes that must be satisfied together; empty: no credentials are sent.
    pub security: &'static [&'static [&'static str]],
    /// What success looks like, by status and media type.
    pub replies: &'static [Reply<T>],
    /// What an error looks like, by status and media type.
    pub errors: &'static [Reply<E>],
}

impl<T, E> fmt::Debug for Operation<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation")
            .field("id", &self.id)
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// Which statuses a reply stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// `200`.
    Exact(u16),
    /// `400`, `404` and `409`.
    Among(&'static [u16]),
    /// `4XX` is 4.
    Range(u8),
    /// `default`.
    Default,
}

impl Status {
    /// The statuses that are named one by one.
    pub(crate) fn named(&self) -> &[u16] {
        match self {
            Status::Exact(status) => slice::from_ref(status),
            Status::Among(statuses) => statuses,
            Status::Range(_) | Status::Default => &[],
        }
    }
}

/// The members around a payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope {
    /// The boolean member that tells whether the call succeeded; empty if there is none.
    pub success: &'static str,
    /// The member that holds the payload.
    pub member: &'static str,
}

/// Reads a `T` from a reply.
pub type Read<T> = fn(&Payload) -> Result<T, Unreadable>;

/// One way a service answers.
pub struct Reply<T> {
    pub(crate) status: Status,
    pub(crate) media: &'static str,
    pub(crate) envelope: Option<Envelope>,
    pub(crate) read: Read<T>,
}

/// A reply with this status and media type, which `read` reads.
pub const fn on<T>(status: u16, media: &'static str, read: Read<T>) -> Reply<T> {
    Reply {
        status: Status::Exact(status),
        media,
        envelope: None,
        read,
    }
}

/// A reply with one of these statuses and this media type, which `read` reads.
pub const fn among<T>(statuses: &'static [u16], media: &'static str, read: Read<T>) -> Reply<T> {
    Reply {
        status: Status::Among(statuses),
        media,
        envelope: None,
        read,
    }
}

/// A reply with any status of this hundred (`4` stands for `4XX`).
pub const fn range<T>(hundred: u8, media: &'static str, read: Read<T>) -> Reply<T> {
    Reply {
        status: Status::Range(hundred),
        media,
        envelope: None,
        read,
    }
}

/// A reply with any status that is not named otherwise (`default`).
pub const fn default<T>(media: &'static str, read: Read<T>) -> Reply<T> {
    Reply {
        status: Status::Default,
        media,
        envelope: None,
        read,
    }
}

/// A JSON reply with this status.
pub const fn json<T: Json>(status: u16) -> Reply<T> {
    on(status, "application/json", Payload::json)
}

/// A JSON reply with this status, which `read` reads.
pub const fn json_as<T>(status: u16, read: Read<T>) -> Reply<T> {
    on(status, "application/json", read)
}

/// A JSON reply with one of these statuses, which `read` reads.
pub const fn json_among<T>(statuses: &'static [u16], read: Read<T>) -> Reply<T> {
    among(statuses, "application/json", read)
}

/// A JSON reply with any status that is not named otherwise, which `read` reads.
pub const fn json_default<T>(read: Read<T>) -> Reply<T> {
    default("application/json", read)
}

/// A reply with this status whose body, if there is any, means nothing.
pub const fn empty(status: u16) -> Reply<()> {
    on(status, "", Payload::empty)
}

impl<T> Reply<T> {
    /// The payload is the member `member` of the reply; `success` (unless it is empty) is the
    /// boolean member that tells whether the call succeeded.
    #[must_use]
    pub const fn within(mut self, success: &'static str, member: &'static str) -> Self {
        self.envelope = Some(Envelope { success, member });
        self
    }
}

/// The statuses and media types of a table of replies, without what they hold.
pub(crate) type Cases<'a> = &'a mut dyn Iterator<Item = (Status, &'static str)>;

/// The index of the entry for `status`: exact before range before default, and of those the one
/// for `media`, or else the first.
pub(crate) fn choose(cases: Cases<'_>, status: u16, media: &str) -> Option<usize> {
    let mut best = None;
    for (index, (case, described)) in cases.enumerate() {
        let closeness = match case {
            case if case.named().contains(&status) => 3,
            Status::Range(hundred) if u16::from(hundred) == status / 100 => 2,
            Status::Default => 1,
            Status::Exact(_) | Status::Among(_) | Status::Range(_) => continue,
        };
        let rank = (closeness, media_fits(described, media));
        if best.is_none_or(|(known, _)| rank > known) {
            best = Some((rank, index));
        }
    }
    best.map(|(_, index)| index)
}

/// How well a described media type fits the one that came: 3 the same, 2 both JSON, 1 a wildcard.
fn media_fits(described: &str, came: &str) -> u8 {
    if described == came {
        return 3;
    }
    let came = essence(came);
    let described = essence(described);
    if described.eq_ignore_ascii_case(came) {
        3
    } else if is_json(described) && is_json(came) {
        2
    } else {
        u8::from(described == "*/*" || wildcard_fits(described, came))
    }
}

/// `text/*` fits every text.
fn wildcard_fits(described: &str, came: &str) -> bool {
    let Some(family) = described.strip_suffix("/*") else {
        return false;
    };
    came.split('/')
        .next()
        .is_some_and(|kind| kind.eq_ignore_ascii_case(family))
}

/// A media type without its parameters.
pub(crate) fn essence(media: &str) -> &str {
    media.split(';').next().unwrap_or_default().trim()
}

/// Whether values of this media type are written in JSON.
pub(crate) fn is_json(media: &str) -> bool {
    let media = essence(media).to_ascii_lowercase();
    media == "application/json" || media == "text/json" || media.ends_with("+json")
}

#[cfg(test)]
mod tests {
    use super::{Status, choose};

    fn chosen(cases: &[(Status, &'static str)], status: u16, media: &str) -> Option<usize> {
        choose(&mut cases.iter().copied(), status, media)
    }

    #[test]
    fn an_exact_status_wins_over_a_range_and_a_range_over_default() {
        let cases = [
            (Status::Default, "application/json"),
            (Status::Range(4), "application/json"),
            (Status::Exact(404), "application/json"),
        ];
        assert_eq!(chosen(&cases, 404, "application/json"), Some(2));
        assert_eq!(chosen(&cases, 409, "application/json"), Some(1));
        assert_eq!(chosen(&cases, 500, "application/json"), Some(0));
        assert_eq!(chosen(&cases[1..], 500, "application/json"), None);
    }

    #[test]
    fn a_status_among_several_is_exact() {
        let cases = [
            (Status::Range(4), "application/json"),
            (Status::Among(&[400, 409]), "application/json"),
        ];
        assert_eq!(chosen(&cases, 409, "application/json"), Some(1));
        assert_eq!(chosen(&cases, 410, "application/json"), Some(0));
    }

    #[test]
    fn of_one_status_the_media_type_decides() {
        let cases = [
            (Status::Exact(400), "text/plain"),
            (Status::Exact(400), "application/json"),
            (Status::Exact(400), "image/*"),
        ];
        assert_eq!(
            chosen(&cases, 400, "application/json; charset=utf-8"),
            Some(1)
        );
        assert_eq!(chosen(&cases, 400, "application/problem+json"), Some(1));
        assert_eq!(chosen(&cases, 400, "image/png"), Some(2));
        assert_eq!(chosen(&cases, 400, "text/html"), Some(0));
    }
}
