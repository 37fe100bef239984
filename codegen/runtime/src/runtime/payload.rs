//! A reply's body becomes a value, out of its envelope if it has one.

use std::{
    error, fmt,
    str::{self, Utf8Error},
};

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header::CONTENT_ENCODING};
use serde_json::Value;

use crate::runtime::{
    api::Envelope,
    json::{self, DecodeError, In, Json, Out},
};

/// What a service answered, as it is handed to the code that reads it.
#[derive(Debug)]
pub struct Payload {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Bytes,
    pub(crate) envelope: Option<Envelope>,
}

impl Payload {
    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// [`Unreadable::Json`] if it is not JSON or does not fit; [`Unreadable::Refused`] if its
    /// envelope says that the call failed.
    pub fn json<T: Json>(&self) -> Result<T, Unreadable> {
        let read = match self.envelope {
            None => json::from_slice(&self.bytes).map_err(Unreadable::Json),
            Some(envelope) => within(&self.bytes, envelope),
        };
        read.map_err(|error| self.encoded(error))
    }

    /// The body as text.
    ///
    /// # Errors
    /// [`Unreadable::Text`] if it is not UTF-8.
    pub fn text(&self) -> Result<String, Unreadable> {
        match str::from_utf8(&self.bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(self.encoded(Unreadable::Text(error))),
        }
    }

    /// Says of a body that cannot be read that it is compressed, if it is: what was not asked for
    /// is not decompressed, however small it looks.
    fn encoded(&self, error: Unreadable) -> Unreadable {
        let refused = matches!(error, Unreadable::Refused);
        let encoding = self.headers.get(CONTENT_ENCODING).filter(|_| !refused);
        match encoding.map(|encoding| String::from_utf8_lossy(encoding.as_bytes())) {
            Some(encoding) if encoding != "identity" => Unreadable::Other(
                format!("the body is `{encoding}`, which was not asked for: {error}").into(),
            ),
            _ => error,
        }
    }

    /// The body as it came.
    ///
    /// # Errors
    /// None.
    pub fn bytes(&self) -> Result<Bytes, Unreadable> {
        Ok(self.bytes.clone())
    }

    /// Nothing, whatever the body holds.
    ///
    /// # Errors
    /// None.
    pub fn empty(&self) -> Result<(), Unreadable> {
        Ok(())
    }
}

/// Why a body could not be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum Unreadable {
    /// It is not JSON, or not of the shape that was expected.
    Json(DecodeError),
    /// It is not UTF-8.
    Text(Utf8Error),
    /// It is of another media type than the description says, and cannot be read as that.
    Other(Box<dyn error::Error + Send + Sync>),
    /// Its envelope says that the call failed.
    #[doc(hidden)]
    Refused,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unreadable::Json(error) => error.fmt(f),
            Unreadable::Text(error) => write!(f, "the text is not UTF-8: {error}"),
            Unreadable::Other(error) => error.fmt(f),
            Unreadable::Refused => f.write_str("the envelope says that the call failed"),
        }
    }
}

impl error::Error for Unreadable {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Unreadable::Json(error) => Some(error),
            Unreadable::Text(error) => Some(error),
            Unreadable::Other(error) => Some(&**error),
            Unreadable::Refused => None,
        }
    }
}

impl From<DecodeError> for Unreadable {
    fn from(error: DecodeError) -> Self {
        Unreadable::Json(error)
    }
}

/// Reads a `T` out of its envelope, in one pass over the text.
fn within<T: Json>(bytes: &Bytes, envelope: Envelope) -> Result<T, Unreadable> {
    let mut payload = T::blank();
    let optional = payload.absent() || T::nullable();
    let mut opened = Opened {
        envelope,
        success: None,
        payload: Some(&mut payload),
        found: false,
    };
    let result = json::read_slice(bytes, &mut opened);
    let (success, found) = (opened.success, opened.found);
    // Where the call failed, the payload mostly is something else or missing; that says nothing.
    if success == Some(false) || (result.is_err() && says_failed(bytes, envelope)) {
        return Err(Unreadable::Refused);
    }
    result?;
    match found || optional {
        true => Ok(payload),
        false => Err(DecodeError::new(format!("the member {:?}", envelope.member), "none").into()),
    }
}

/// Whether a text that cannot be read as an envelope still says that the call failed.
fn says_failed(bytes: &Bytes, envelope: Envelope) -> bool {
    let value = serde_json::from_slice::<Value>(bytes).unwrap_or_default();
    value.get(envelope.success) == Some(&Value::Bool(false))
}

/// An envelope while it is read. The other members it may have are passed over.
struct Opened<'a> {
    envelope: Envelope,
    success: Option<bool>,
    payload: Option<&'a mut dyn Json>,
    found: bool,
}

impl Json for Opened<'_> {
    fn blank() -> Self {
        let envelope = Envelope {
            success: "",
            member: "",
        };
        Opened {
            envelope,
            success: None,
            payload: None,
            found: false,
        }
    }

    fn read(&mut self, r: &mut In<'_>) -> json::Result {
        r.map(&mut |name, r| match &mut self.payload {
            Some(payload) if name == self.envelope.member => {
                self.found = true;
                payload.read(r)
            }
            _ if !name.is_empty() && name == self.envelope.success => {
                self.success = r.value()?.as_bool();
                Ok(())
            }
            _ => r.skip(),
        })
    }

    fn write(&self, w: &mut Out<'_>) {
        w.null();
    }
}
