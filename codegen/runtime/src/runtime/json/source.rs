//! Where values are read from: one object-safe trait for text, values and every serde format.

use serde_json::Value;

use super::record::Record;
use super::table::{Literal, Table};
use super::unknown::Rest;
use super::{DecodeError, In, Json, Result};

/// Reads one value.
pub(crate) type Each<'f> = dyn FnMut(&mut In<'_>) -> Result + 'f;
/// Reads the value of a member, or the variant of a union, of this name.
pub(crate) type EachNamed<'f> = dyn FnMut(&str, &mut In<'_>) -> Result + 'f;
/// Reads a value of this kind.
pub(crate) type EachKind<'f> = dyn FnMut(Kind, &mut In<'_>) -> Result + 'f;
/// Reads a value once more, or says that it is done.
pub(crate) type Attempt<'f> = dyn FnMut(&mut In<'_>) -> Result<Step> + 'f;

/// The kind of a JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A string.
    Text,
    /// An array.
    List,
    /// An object.
    Object,
}

impl Kind {
    /// The kind with its article, for messages.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Boolean => "a boolean",
            Kind::Number => "a number",
            Kind::Text => "a string",
            Kind::List => "an array",
            Kind::Object => "an object",
        }
    }
}

/// Whether [`Source::retry`] goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// From the same place once more.
    Again,
    /// The value was read.
    Done,
}

/// Something that holds one JSON value, which is read by exactly one call.
pub trait Source {
    /// What stands here, for messages: `a string`.
    fn found(&mut self) -> &'static str;

    /// Reads whatever is there.
    fn value(&mut self) -> Result<Value>;

    /// Reads `true` or `false`.
    fn bool(&mut self) -> Result<bool> {
        Err(self.mismatch("a boolean"))
    }

    /// Reads a whole number. `100.0` and `1e2` are whole; a number beyond 2⁵³ must be written as an
    /// integer, for its last digits to be right.
    fn i64(&mut self) -> Result<i64> {
        Err(self.mismatch("an integer"))
    }

    /// Reads a whole number that is not negative, as [`Source::i64`] does.
    fn u64(&mut self) -> Result<u64> {
        Err(self.mismatch("an integer"))
    }

    /// Reads a number.
    fn f64(&mut self) -> Result<f64> {
        Err(self.mismatch("a number"))
    }

    /// Reads a string, to look at it.
    fn str(&mut self) -> Result<&str> {
        Err(self.mismatch("a string"))
    }

    /// Reads a string, to keep it.
    fn string(&mut self) -> Result<String> {
        self.str().map(str::to_owned)
    }

    /// Reads a string into `text`: what most members are goes through no result.
    #[doc(hidden)]
    fn string_into(&mut self, text: &mut String) -> Result {
        *text = self.string()?;
        Ok(())
    }

    /// As [`Source::bool`].
    #[doc(hidden)]
    fn bool_into(&mut self, value: &mut bool) -> Result {
        *value = self.bool()?;
        Ok(())
    }

    /// As [`Source::i64`].
    #[doc(hidden)]
    fn i64_into(&mut self, value: &mut i64) -> Result {
        *value = self.i64()?;
        Ok(())
    }

    /// As [`Source::f64`].
    #[doc(hidden)]
    fn f64_into(&mut self, value: &mut f64) -> Result {
        *value = self.f64()?;
        Ok(())
    }

    /// Reads a value that should be `literal`; another one is handed out.
    fn literal(&mut self, literal: &Literal) -> Result<Option<Value>> {
        let value = self.value()?;
        Ok(if literal.matches(&value) {
            None
        } else {
            Some(value)
        })
    }

    /// Reads whatever is there, and forgets it.
    fn skip(&mut self) -> Result {
        self.value().map(drop)
    }

    /// Reads `null`, or calls `some`.
    fn option(&mut self, some: &mut Each<'_>) -> Result;

    /// Calls `item` for every item of an array.
    fn list(&mut self, item: &mut Each<'_>) -> Result {
        let _ = item;
        Err(self.mismatch("an array"))
    }

    /// Calls `member` for every member of an object.
    fn map(&mut self, member: &mut EachNamed<'_>) -> Result {
        let _ = member;
        Err(self.mismatch("an object"))
    }

    /// Shows every member of an object to `record`.
    #[doc(hidden)]
    fn members(&mut self, record: &mut Record<'_, '_>) -> Result {
        let _ = record;
        Err(self.mismatch("an object"))
    }

    /// Calls `pick` with the value of the member `tag`, and the whole object to read.
    fn tagged(&mut self, tag: &'static str, pick: &mut EachNamed<'_>) -> Result {
        let _ = (tag, pick);
        Err(self.mismatch("an object"))
    }

    /// Calls `read` with an object that lacks the member `tag`.
    fn untagged(&mut self, tag: &'static str, read: &mut Each<'_>) -> Result {
        let _ = (tag, read);
        Err(self.mismatch("an object"))
    }

    /// Calls `pick` with the kind of the value, and the value to read.
    fn kinds(&mut self, pick: &mut EachKind<'_>) -> Result;

    /// Calls `attempt` again and again from the same place until it is done.
    fn retry(&mut self, attempt: &mut Attempt<'_>) -> Result {
        let value = self.value()?;
        super::value::ValueSource::new(&value).retry(attempt)
    }

    /// Notes that something was read which the description does not know.
    fn misfit(&mut self) {}

    /// How much was noted by [`Source::misfit`] so far.
    fn misfits(&self) -> usize {
        0
    }

    /// The error for a value of another kind.
    #[cold]
    fn mismatch(&mut self, expected: &'static str) -> DecodeError {
        DecodeError::new(expected, self.found())
    }
}

impl<'a> dyn Source + 'a {
    /// Reads a value of any type.
    #[inline]
    pub fn get<T: Json>(&mut self) -> Result<T> {
        let mut value = T::blank();
        value.read(self)?;
        Ok(value)
    }

    /// Reads an object whose members have these slots, and keeps all others in `rest`.
    #[inline]
    pub fn record<const N: usize>(
        &mut self,
        table: &'static Table<N>,
        mut slots: [&mut dyn Json; N],
        rest: &mut dyn Rest,
    ) -> Result {
        self.members(&mut Record::new(table.members(), &mut slots, rest))
    }

    /// Reads an array with one item for each slot.
    pub fn tuple(&mut self, slots: &mut [&mut dyn Json]) -> Result {
        let (mut read, count) = (0, slots.len());
        self.list(&mut |r| {
            if let Some(slot) = slots.get_mut(read) {
                slot.read(r)?;
            } else {
                r.skip()?;
            }
            read += 1;
            Ok(())
        })?;
        if read == count {
            return Ok(());
        }
        Err(DecodeError::new(
            format!("an array of {count}"),
            format!("one of {read}"),
        ))
    }

    /// Calls `pick` with the index of the one key set whose members are all there, or with `None`
    /// if that is true of none or of several (or the value is no object).
    pub fn keys(
        &mut self,
        sets: &[&[&str]],
        pick: &mut dyn FnMut(Option<usize>, &mut In<'_>) -> Result,
    ) -> Result {
        let mut found = None;
        self.retry(&mut |r| match found {
            Some(index) => pick(index, r).map(|()| Step::Done),
            None => {
                found = Some(wholly_present(sets, r)?);
                Ok(Step::Again)
            }
        })
    }

    /// Reads the first branch that fits without unknown members, else the first that fits, else
    /// keeps the value as it is.
    pub fn order<T>(
        &mut self,
        into: &mut T,
        branches: &[fn(&mut In<'_>) -> Result<T>],
        unknown: fn(Value) -> T,
    ) -> Result {
        self.first_fit(into, branches, &mut |r| r.unknown().map(unknown))
    }

    /// As `order`, but a value that fits no branch is refused.
    pub fn closed_order<T>(
        &mut self,
        into: &mut T,
        branches: &[fn(&mut In<'_>) -> Result<T>],
    ) -> Result {
        let expected = "a value of one of the known forms";
        self.first_fit(into, branches, &mut |r| Err(r.mismatch(expected)))
    }

    fn first_fit<T>(
        &mut self,
        into: &mut T,
        branches: &[fn(&mut In<'_>) -> Result<T>],
        rest: &mut dyn FnMut(&mut In<'_>) -> Result<T>,
    ) -> Result {
        let mut branches = branches.iter();
        let mut best = None;
        self.retry(&mut |r| {
            let Some(branch) = branches.next() else {
                *into = match best.take() {
                    Some(best) => {
                        r.skip()?;
                        best
                    }
                    None => rest(r)?,
                };
                return Ok(Step::Done);
            };
            let before = r.misfits();
            match branch(r) {
                Ok(value) if r.misfits() == before => {
                    *into = value;
                    Ok(Step::Done)
                }
                Ok(value) => {
                    best.get_or_insert(value);
                    Ok(Step::Again)
                }
                Err(error) if error.is_syntax() => Err(error),
                Err(_) => Ok(Step::Again),
            }
        })
    }

    /// Reads a value that the description does not know.
    pub fn unknown(&mut self) -> Result<Value> {
        self.misfit();
        self.value()
    }

    /// Reads a string and parses it; `expected` says what it should hold: `a date`.
    pub fn parse<T: std::str::FromStr>(&mut self, expected: &'static str) -> Result<T> {
        let text = self.str()?;
        text.parse()
            .map_err(|_| DecodeError::new(expected, super::error::quoted(text)))
    }
}

/// The one set of `sets` whose names are all members of the object.
fn wholly_present(sets: &[&[&str]], r: &mut In<'_>) -> Result<Option<usize>> {
    let mut found = None;
    r.kinds(&mut |kind, r| {
        if kind != Kind::Object {
            return r.skip();
        }
        let mut names = Vec::new();
        r.map(&mut |name, r| {
            names.push(name.to_owned());
            r.skip()
        })?;
        let whole = |set: &&[&str]| {
            set.iter()
                .all(|name| names.iter().any(|known| known == name))
        };
        let mut present = (0..sets.len()).filter(|&index| whole(&sets[index]));
        found = present.next().filter(|_| present.next().is_none());
        Ok(())
    })?;
    Ok(found)
}

/// Calls `pick`, and names the variant in its error.
#[inline]
pub(crate) fn pick_variant(pick: &mut EachNamed<'_>, name: &str, r: &mut In<'_>) -> Result {
    pick(name, r).map_err(|error| error.in_variant(name))
}
