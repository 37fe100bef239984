//! A source that is a serde deserializer.
//!
//! An error keeps its path while it passes through the format: every level leaves it in the
//! [`Stash`] and gives the format a stand-in. An error of the format itself passes unchanged.

use std::borrow::Cow;
use std::cell::RefCell;

use serde_core::de::{Deserialize, Deserializer, Error, IgnoredAny};
use serde_json::Value;

use super::visit::{Compounds, Optional, Scalar, Scalars, Text, Wanted};
use crate::runtime::json::number::{exact, integer_error};
use crate::runtime::json::record::Record;
use crate::runtime::json::source::{Each, EachKind, EachNamed, Source};
use crate::runtime::json::{DecodeError, In, Json, Result};

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
    value: &mut dyn Json,
) -> Result<(), D::Error> {
    read(deserializer, &Stash::default(), 0, |r| value.read(r))
}

/// Reads one value of a format.
#[inline]
pub(super) fn read<'de, D: Deserializer<'de>>(
    value: D,
    stash: &Stash,
    depth: usize,
    each: impl FnOnce(&mut In<'_>) -> Result,
) -> Result<(), D::Error> {
    let mut source = SerdeSource::new(value, stash, depth);
    let mut result = each(&mut source);
    if source.value.is_some() && result.is_ok() {
        // Nothing was read, and a format must not stand still.
        result = source.skip();
    }
    match result {
        Ok(()) => Ok(()),
        Err(error) => Err(match source.failed.take() {
            Some(failed) => failed,
            None => stash.put(error, depth),
        }),
    }
}

/// Where an error of ours waits while the format passes on a stand-in.
#[derive(Default)]
pub(super) struct Stash(RefCell<Option<DecodeError>>);

impl Stash {
    /// Leaves an error here, and makes the stand-in for the format. The outermost is made in full,
    /// because the format may add line and column to it.
    #[cold]
    pub(super) fn put<E: Error>(&self, error: DecodeError, depth: usize) -> E {
        let stand_in = if depth == 0 {
            E::custom(&error)
        } else {
            E::custom("")
        };
        self.0.replace(Some(error));
        stand_in
    }

    /// Takes the error back for which `passed` may stand. An error of the format, and the outermost
    /// stand-in, is kept as it is in `failed`.
    #[cold]
    pub(super) fn take<E>(&self, passed: E, depth: usize, failed: &mut Option<E>) -> DecodeError {
        let error = self.0.take();
        if depth == 0 || error.is_none() {
            *failed = Some(passed);
        }
        error.unwrap_or_else(|| DecodeError::new("a value", "an error of the format"))
    }
}

/// A source over one value of a format.
pub(super) struct SerdeSource<'s, 'de, D: Deserializer<'de>> {
    value: Option<D>,
    stash: &'s Stash,
    depth: usize,
    /// The error of the format that was met.
    failed: Option<D::Error>,
    text: Cow<'de, str>,
}

impl<'s, 'de, D: Deserializer<'de>> SerdeSource<'s, 'de, D> {
    fn new(value: D, stash: &'s Stash, depth: usize) -> Self {
        SerdeSource {
            value: Some(value),
            stash,
            depth,
            failed: None,
            text: Cow::Borrowed(""),
        }
    }

    #[inline]
    fn visit<T>(&mut self, read: impl FnOnce(D) -> Result<T, D::Error>) -> Result<T> {
        let Some(value) = self.value.take() else {
            return Err(DecodeError::new("a value", "one that was read before"));
        };
        match read(value) {
            Ok(value) => Ok(value),
            Err(error) => Err(self.stash.take(error, self.depth, &mut self.failed)),
        }
    }

    #[inline]
    fn scalar(&mut self, expected: &'static str) -> Result<Scalar<'de>> {
        let (stash, depth) = (self.stash, self.depth);
        self.visit(|value| {
            value.deserialize_any(Scalars {
                stash,
                depth,
                expected,
            })
        })
    }

    fn compound(&mut self, wanted: Wanted<'_, '_, '_, '_>) -> Result {
        let (stash, depth) = (self.stash, self.depth);
        self.visit(|value| {
            value.deserialize_any(Compounds {
                stash,
                depth,
                wanted,
            })
        })
    }
}

impl<'de, D: Deserializer<'de>> Source for SerdeSource<'_, 'de, D> {
    fn found(&mut self) -> &'static str {
        "another value"
    }

    fn value(&mut self) -> Result<Value> {
        self.visit(Value::deserialize)
    }

    fn skip(&mut self) -> Result {
        self.visit(|value| value.deserialize_ignored_any(IgnoredAny))
            .map(drop)
    }

    fn bool(&mut self) -> Result<bool> {
        match self.scalar("a boolean")? {
            Scalar::Bool(value) => Ok(value),
            other => Err(wrong("a boolean", &other)),
        }
    }

    fn i64(&mut self) -> Result<i64> {
        let (integer, number) = match self.scalar("an integer")? {
            Scalar::Integer(value) => return Ok(value),
            Scalar::Unsigned(value) => (i64::try_from(value).ok(), value as f64),
            Scalar::Float(value) => (exact(value), value),
            other => return Err(wrong("an integer", &other)),
        };
        integer.ok_or_else(|| integer_error(Some(number), number.to_string()))
    }

    fn u64(&mut self) -> Result<u64> {
        let (integer, number) = match self.scalar("an integer")? {
            Scalar::Unsigned(value) => return Ok(value),
            Scalar::Integer(value) => (u64::try_from(value).ok(), value as f64),
            Scalar::Float(value) => (exact(value).and_then(|value| value.try_into().ok()), value),
            other => return Err(wrong("an integer", &other)),
        };
        integer.ok_or_else(|| integer_error(Some(number), number.to_string()))
    }

    fn f64(&mut self) -> Result<f64> {
        match self.scalar("a number")? {
            Scalar::Float(value) => Ok(value),
            Scalar::Integer(value) => Ok(value as f64),
            Scalar::Unsigned(value) => Ok(value as f64),
            other => Err(wrong("a number", &other)),
        }
    }

    fn str(&mut self) -> Result<&str> {
        match self.scalar("a string")? {
            Scalar::Text(text) => {
                self.text = text;
                Ok(&self.text)
            }
            other => Err(wrong("a string", &other)),
        }
    }

    fn string(&mut self) -> Result<String> {
        match self.scalar("a string")? {
            Scalar::Text(text) => Ok(text.into_owned()),
            other => Err(wrong("a string", &other)),
        }
    }

    fn string_into(&mut self, into: &mut String) -> Result {
        let (stash, depth) = (self.stash, self.depth);
        self.visit(|value| value.deserialize_any(Text { stash, depth, into }))
    }

    fn option(&mut self, some: &mut Each<'_>) -> Result {
        let (stash, depth) = (self.stash, self.depth);
        self.visit(|value| value.deserialize_option(Optional { stash, depth, some }))
    }

    fn list(&mut self, item: &mut Each<'_>) -> Result {
        self.compound(Wanted::List(item))
    }

    fn map(&mut self, member: &mut EachNamed<'_>) -> Result {
        self.compound(Wanted::Map(member))
    }

    fn members(&mut self, record: &mut Record<'_, '_>) -> Result {
        self.compound(Wanted::Members(record))
    }

    fn tagged(&mut self, tag: &'static str, pick: &mut EachNamed<'_>) -> Result {
        self.compound(Wanted::Tagged(tag, pick))
    }

    fn kinds(&mut self, pick: &mut EachKind<'_>) -> Result {
        self.compound(Wanted::Kinds(pick))
    }
}

/// The error for a scalar of another kind.
#[cold]
fn wrong(expected: &'static str, scalar: &Scalar<'_>) -> DecodeError {
    DecodeError::new(expected, scalar.kind().name())
}
