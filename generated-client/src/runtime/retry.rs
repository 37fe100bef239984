//! Whether a failed attempt is repeated, and when: never if that could do something twice.

use std::time::Duration;

use http::{HeaderMap, Method, StatusCode, header::RETRY_AFTER};

use crate::runtime::clock::Clock;

/// How often a call is tried again, and how long it waits before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    retries: u32,
    first: Duration,
    longest: Duration,
}

impl Default for RetryPolicy {
    /// Two retries; up to half a second before the first, doubling to at most eight seconds. On
    /// wasm32, which has no clock of its own, none.
    fn default() -> Self {
        let retries = if cfg!(target_arch = "wasm32") { 0 } else { 2 };
        RetryPolicy {
            retries,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(8),
        }
    }
}

impl RetryPolicy {
    /// Every call is tried once.
    pub const fn never() -> Self {
        RetryPolicy {
            retries: 0,
            first: Duration::ZERO,
            longest: Duration::ZERO,
        }
    }

    /// As often as `retries` times after the first attempt.
    #[must_use]
    pub const fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// Waits up to `first` before the first retry, doubling to at most `longest`. Each wait is a
    /// random share of that ("full jitter"), so that clients do not come back all at once.
    #[must_use]
    pub const fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest;
        self
    }

    /// How long to wait before the next attempt; `None` if there is none.
    ///
    /// `attempts` were made so far. A `Retry-After` longer than a minute is not waited for: the
    /// caller is told instead.
    pub(crate) fn wait(
        &self,
        attempts: u32,
        asked: Option<Duration>,
        clock: &dyn Clock,
    ) -> Option<Duration> {
        const PATIENCE: Duration = Duration::from_secs(60);
        if attempts > self.retries {
            return None;
        }
        if let Some(asked) = asked {
            return (asked <= PATIENCE).then_some(asked);
        }
        let doubled = self.first.saturating_mul(1 << (attempts - 1).min(20));
        let ceiling = u64::try_from(doubled.min(self.longest).as_millis()).unwrap_or(u64::MAX);
        Some(Duration::from_millis(
            clock.random() % (ceiling.saturating_add(1)).max(1),
        ))
    }
}

/// How an attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Not one byte was sent.
    NotSent,
    /// The connection failed, or time ran out, after something was sent.
    Broken,
    /// The service answered with this status.
    Status(StatusCode),
}

/// Whether repeating the request cannot do anything twice, and may help.
///
/// `repeatable` is what the request itself says: its method is idempotent, or it carries an
/// idempotency key. Others are repeated only if the service did not act: nothing was sent, or it
/// said 429.
pub(crate) fn may_repeat(fault: Fault, repeatable: bool) -> bool {
    match fault {
        Fault::NotSent | Fault::Status(StatusCode::TOO_MANY_REQUESTS) => true,
        Fault::Broken => repeatable,
        Fault::Status(status) => repeatable && passes(status),
    }
}

/// Whether a status tells of a fault that may pass: 408, 429, 500, 502, 503, 504.
pub(crate) fn passes(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}

/// Whether sending the same request twice does what sending it once does (RFC 9110, 9.2.2).
pub(crate) fn is_idempotent(method: &Method) -> bool {
    matches!(
        *method,
        Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE | Method::PUT | Method::DELETE
    )
}

/// How long the service asks to wait: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3).
pub(crate) fn retry_after(headers: &HeaderMap, clock: &dyn Clock) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    let since_epoch = date.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(since_epoch.saturating_sub(clock.now()))
}
