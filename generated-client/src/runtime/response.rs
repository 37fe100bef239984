//! An answer with everything around its payload.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

/// A payload, and the answer it came in.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The payload.
    pub payload: T,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// How long it took, from the call to the last byte, retries and waits included.
    pub elapsed: Duration,
    /// How often it was tried.
    pub attempts: u32,
    /// The whole body, as it came.
    pub body: Bytes,
}

impl<T> Response<T> {
    /// What the service calls the request (`cf-ray`, `x-request-id`), to be told to its support.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// The payload alone.
    pub fn into_payload(self) -> T {
        self.payload
    }

    /// The same answer with another payload, made from this one.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        let Response {
            payload,
            status,
            headers,
            elapsed,
            attempts,
            body,
        } = self;
        Response {
            payload: change(payload),
            status,
            headers,
            elapsed,
            attempts,
            body,
        }
    }
}

/// What the service calls the request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    const NAMES: [&str; 4] = ["cf-ray", "x-request-id", "request-id", "x-amzn-requestid"];
    NAMES
        .iter()
        .find_map(|name| headers.get(*name)?.to_str().ok())
}
