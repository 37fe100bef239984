//! Typed headers of answers.

use http::HeaderMap;
use serde_json::Value;

use crate::runtime::{
    error::Error,
    json::{self, DecodeError, Json},
    response::Response,
};

impl<T> Response<T> {
    /// A header of the answer; `None` if it is not there.
    ///
    /// # Errors
    /// The header does not hold such a value.
    pub fn header<H: Json>(&self, name: &str) -> Result<Option<H>, DecodeError> {
        read(&self.headers, name)
    }
}

impl<E> Error<E> {
    /// A header of the answer; `None` if it is not there, or there was no answer.
    ///
    /// # Errors
    /// The header does not hold such a value.
    pub fn header<H: Json>(&self, name: &str) -> Result<Option<H>, DecodeError> {
        self.headers()
            .map_or(Ok(None), |headers| read(headers, name))
    }
}

/// A header that must be there, read as [`read`] reads it.
///
/// # Errors
/// The header is not there, or does not hold such a value.
pub fn required<H: Json>(headers: &HeaderMap, name: &str) -> Result<H, DecodeError> {
    let missing = || DecodeError::new(format!("the header `{name}`"), "none");
    read(headers, name)?.ok_or_else(missing)
}

/// A header in the style `simple`: a number or boolean, else a text, else texts between commas.
///
/// # Errors
/// The header does not hold such a value.
pub fn read<H: Json>(headers: &HeaderMap, name: &str) -> Result<Option<H>, DecodeError> {
    let Some(value) = headers.get(name) else {
        return Ok(None);
    };
    let text = String::from_utf8_lossy(value.as_bytes());
    let whole = json::from_value(&Value::from(&*text));
    let error = match whole {
        Ok(value) => return Ok(Some(value)),
        Err(error) => error,
    };
    let scalar = |text: &str| match serde_json::from_str(text) {
        Ok(value @ (Value::Number(_) | Value::Bool(_))) => value,
        _ => Value::from(text),
    };
    let all = headers.get_all(name).iter();
    let all = all.map(|value| String::from_utf8_lossy(value.as_bytes()));
    let joined = all.collect::<Vec<_>>().join(",");
    let items = || {
        joined
            .split(',')
            .map(str::trim)
            .filter(|item| !item.is_empty())
    };
    let readings = [
        scalar(text.trim()),
        items().map(Value::from).collect(),
        items().map(scalar).collect(),
        serde_json::from_str(&text).unwrap_or_default(),
    ];
    let found = readings
        .iter()
        .find_map(|value| json::from_value(value).ok());
    found.map(Some).ok_or(error)
}
