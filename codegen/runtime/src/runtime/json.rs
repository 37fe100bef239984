//! JSON values are read and written without a line of code per field.
//!
//! A type says in one call what it is (a record with these slots, a list of this item); the source
//! or sink does the work. One object-safe pair, [`Source`] and [`Sink`], serves text, values in
//! memory and, through `bridge!`, every serde format, so that a type needs one `read` and one
//! `write`. Nothing here is generic over the types of a description but thin, inlined wrappers.
//!
//! Decided once, for all types:
//! - Text is JSON as RFC 8259 has it, nested at most 127 deep, with nothing after it.
//! - A member that a record knows may come once. In maps and free values the last one counts.
//! - A whole number is written without a fraction; `100.0` and `1e2` are read as integers. What is
//!   not a number (`NaN`, infinities) is written as `null`, as serde_json and JavaScript do.

mod base64;
mod bridge;
mod declare;
mod error;
mod flat;
mod free;
mod impls;
mod number;
mod reader;
mod record;
mod scan;
mod sink;
mod source;
mod table;
mod tag;
mod told;
mod unknown;
mod value;
mod writer;

pub use serde_json::Value;

pub use self::base64::Base64;
#[allow(
    unused_imports,
    reason = "a description without types has nothing to bridge"
)]
pub(crate) use self::bridge::bridge;
#[doc(hidden)]
pub use self::bridge::{deserialize, serialize};
#[allow(
    unused_imports,
    reason = "a description without records or enums has nothing to declare"
)]
pub(crate) use self::declare::{record, texts};
pub use self::error::{DecodeError, Result};
pub use self::flat::Flat;
pub use self::impls::Null;
#[doc(hidden)]
pub use self::record::{Record, Written};
pub use self::sink::Sink;
pub use self::source::{Kind, Source, Step};
#[doc(hidden)]
pub use self::table::whole;
pub use self::table::{
    Constant, Field, Literal, Table, boolean, constant, integer, number, optional, received,
    required, table, tag, text,
};
#[doc(hidden)]
pub use self::unknown::Rest;
pub use self::unknown::UnknownMembers;

/// How deep values may be nested, as in serde_json.
pub(crate) const DEEPEST: usize = 127;

/// Where a value is read from.
pub type In<'a> = dyn Source + 'a;
/// Where a value is written to.
pub type Out<'a> = dyn Sink + 'a;

/// A type with a JSON form.
pub trait Json {
    /// A placeholder to be read into; nobody ever sees it.
    #[doc(hidden)]
    fn blank() -> Self
    where
        Self: Sized;

    /// Reads the value, by exactly one call on `r`.
    ///
    /// # Errors
    /// What stands there is of another shape.
    fn read(&mut self, r: &mut In<'_>) -> Result;

    /// Writes the value, by exactly one call on `w`.
    fn write(&self, w: &mut Out<'_>);

    /// Whether a member with this value is left out if it is optional.
    fn absent(&self) -> bool {
        false
    }

    /// Whether `null` is a value of this type.
    #[doc(hidden)]
    fn nullable() -> bool
    where
        Self: Sized,
    {
        false
    }
}

/// A placeholder to be read into; nobody ever sees it.
#[doc(hidden)]
#[inline]
pub fn blank<T: Json>() -> T {
    T::blank()
}

/// Reads a value from JSON text in UTF-8.
///
/// # Errors
/// The text is not JSON, or not of this shape.
pub fn from_slice<T: Json>(text: &[u8]) -> Result<T> {
    let mut value = T::blank();
    reader::read(text, &mut value)?;
    Ok(value)
}

/// Reads a value from JSON text in UTF-8 into one that is there.
///
/// # Errors
/// The text is not JSON, or not of this shape.
#[doc(hidden)]
pub fn read_slice(text: &[u8], value: &mut dyn Json) -> Result {
    reader::read(text, value)
}

/// Reads a value from JSON text.
///
/// # Errors
/// The text is not JSON, or not of this shape.
pub fn from_str<T: Json>(text: &str) -> Result<T> {
    let mut value = T::blank();
    reader::read_str(text, &mut value)?;
    Ok(value)
}

/// Reads a value that is a string.
///
/// # Errors
/// The value is not of this shape.
#[doc(hidden)]
pub fn from_text<T: Json>(text: &str) -> Result<T> {
    from_value(&Value::from(text))
}

/// The value of a type that takes every string.
#[doc(hidden)]
pub fn of_text<T: Json>(text: &str) -> T {
    from_text(text).unwrap_or_else(|_| blank())
}

/// Reads a value from one that is already in memory.
///
/// # Errors
/// The value is not of this shape.
pub fn from_value<T: Json>(value: &Value) -> Result<T> {
    let mut result = T::blank();
    result.read(&mut value::ValueSource::new(value))?;
    Ok(result)
}

/// The value as JSON text in UTF-8.
pub fn to_vec(value: &dyn Json) -> Vec<u8> {
    writer::write(value)
}

/// The value as JSON text.
pub fn to_string(value: &dyn Json) -> String {
    // The writer puts out text only.
    String::from_utf8(to_vec(value)).unwrap_or_default()
}

/// The value in memory.
pub fn to_value(value: &dyn Json) -> Value {
    serde_json::to_value(bridge::Shown(value)).unwrap_or_default()
}
