//! What a format may answer when it is asked for a value.

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::de::{Stash, read};
use super::parts::{Entries, Items};
use crate::runtime::json::record::Record;
use crate::runtime::json::source::{Each, EachKind, EachNamed, Kind, Source};
use crate::runtime::json::value::{ValueSource, kind};
use crate::runtime::json::{DEEPEST, DecodeError, In, Result};

/// A value that has no parts.
pub(super) enum Scalar<'de> {
    Null,
    Bool(bool),
    Integer(i64),
    Unsigned(u64),
    Float(f64),
    Text(Cow<'de, str>),
}

impl Scalar<'_> {
    pub(super) fn kind(&self) -> Kind {
        match self {
            Scalar::Null => Kind::Null,
            Scalar::Bool(_) => Kind::Boolean,
            Scalar::Integer(_) | Scalar::Unsigned(_) | Scalar::Float(_) => Kind::Number,
            Scalar::Text(_) => Kind::Text,
        }
    }
}

/// Takes a scalar.
pub(super) struct Scalars<'c> {
    pub(super) stash: &'c Stash,
    pub(super) depth: usize,
    pub(super) expected: &'static str,
}

impl<'de> Visitor<'de> for Scalars<'_> {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Null)
    }

    fn visit_none<E>(self) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<Scalar<'de>, D::Error> {
        value.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<Scalar<'de>, D::Error> {
        value.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Unsigned(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Float(value))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Text(Cow::Owned(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Scalar<'de>, A::Error> {
        let error = DecodeError::new(self.expected, Kind::List.name());
        Err(self.stash.put(error, self.depth))
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<Scalar<'de>, A::Error> {
        let error = DecodeError::new(self.expected, Kind::Object.name());
        Err(self.stash.put(error, self.depth))
    }
}

/// Takes a string to keep, which most scalars are.
pub(super) struct Text<'c, 't> {
    pub(super) stash: &'c Stash,
    pub(super) depth: usize,
    pub(super) into: &'t mut String,
}

impl Text<'_, '_> {
    #[cold]
    fn wrong<E: Error>(self, found: Kind) -> Result<(), E> {
        let error = DecodeError::new("a string", found.name());
        Err(self.stash.put(error, self.depth))
    }
}

impl<'de> Visitor<'de> for Text<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.wrong(Kind::Null)
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.wrong(Kind::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.wrong(Kind::Boolean)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.wrong(Kind::Number)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.wrong(Kind::Number)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.wrong(Kind::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        *self.into = text.to_owned();
        Ok(())
    }

    fn visit_string<E>(self, text: String) -> Result<(), E> {
        *self.into = text;
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        self.wrong(Kind::List)
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        self.wrong(Kind::Object)
    }
}

/// What an array or object is read as.
pub(super) enum Wanted<'f, 'g, 'r, 's> {
    List(&'f mut Each<'g>),
    Map(&'f mut EachNamed<'g>),
    Members(&'f mut Record<'r, 's>),
    Tagged(&'static str, &'f mut EachNamed<'g>),
    Kinds(&'f mut EachKind<'g>),
}

impl Wanted<'_, '_, '_, '_> {
    fn read(self, kind: Kind, source: &mut (dyn Source + '_)) -> Result {
        match self {
            Wanted::List(item) => source.list(item),
            Wanted::Map(member) => source.map(member),
            Wanted::Members(record) => source.members(record),
            Wanted::Tagged(tag, pick) => source.tagged(tag, pick),
            Wanted::Kinds(pick) => pick(kind, source),
        }
    }
}

/// Takes an array or object; a scalar is taken only if any kind will do.
pub(super) struct Compounds<'c, 'f, 'g, 'r, 's> {
    pub(super) stash: &'c Stash,
    pub(super) depth: usize,
    pub(super) wanted: Wanted<'f, 'g, 'r, 's>,
}

impl Compounds<'_, '_, '_, '_, '_> {
    fn scalar<E: Error>(self, value: Value) -> Result<(), E> {
        let result = self
            .wanted
            .read(kind(&value), &mut ValueSource::new(&value));
        result.map_err(|error| self.stash.put(error, self.depth))
    }
}

impl<'de> Visitor<'de> for Compounds<'_, '_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.scalar(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.scalar(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.scalar(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.scalar(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.scalar(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.scalar(value.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.scalar(text.into())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<(), E> {
        self.scalar(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        let mut source = Items::new(items, self.stash, self.depth);
        let result = self.wanted.read(Kind::List, &mut source);
        result.map_err(|error| source.end(error))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<(), A::Error> {
        let mut source = Entries::new(members, self.stash, self.depth);
        let result = self.wanted.read(Kind::Object, &mut source);
        result.map_err(|error| source.end(error))
    }
}

/// Takes `null`, or calls `some`.
pub(super) struct Optional<'c, 'f, 'g> {
    pub(super) stash: &'c Stash,
    pub(super) depth: usize,
    pub(super) some: &'f mut Each<'g>,
}

impl<'de> Visitor<'de> for Optional<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        read(value, self.stash, self.depth, self.some)
    }
}

/// Reads one part of a value.
pub(super) struct Part<'c, F> {
    pub(super) stash: &'c Stash,
    pub(super) depth: usize,
    pub(super) each: F,
}

impl<'de, F: FnOnce(&mut In<'_>) -> Result> DeserializeSeed<'de> for Part<'_, F> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        if self.depth == DEEPEST {
            let error = DecodeError::new("a value nested less deeply", "one level too many");
            return Err(self.stash.put(error, self.depth));
        }
        read(value, self.stash, self.depth + 1, self.each)
    }
}
