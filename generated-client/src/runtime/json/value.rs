//! Reads from a JSON value that is already in memory.

use serde_json::Value;

use super::number::{exact, integer_error};
use super::record::{Member, Record, Tags, missing};
use super::source::{Attempt, Each, EachKind, EachNamed, Kind, Source, Step, pick_variant};
use super::table::Literal;
use super::{DEEPEST, DecodeError, Result};

/// A source over a value. It stands on one value at a time, and comes back after each part.
pub(crate) struct ValueSource<'v> {
    value: &'v Value,
    depth: usize,
    misfits: usize,
    /// How often the unions inside an outermost one may still start over.
    retries: Option<usize>,
    tags: Tags,
}

impl<'v> ValueSource<'v> {
    pub(crate) fn new(value: &'v Value) -> Self {
        ValueSource {
            value,
            depth: 0,
            misfits: 0,
            retries: None,
            tags: Tags::default(),
        }
    }

    /// Reads `part`, which stands in the present value.
    fn part(&mut self, part: &'v Value, read: impl FnOnce(&mut Self) -> Result) -> Result {
        if self.depth == DEEPEST {
            return Err(DecodeError::new(
                "a value nested less deeply",
                "one level too many",
            ));
        }
        let whole = std::mem::replace(&mut self.value, part);
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        self.value = whole;
        result
    }

    fn integer<T>(&mut self, integer: Option<T>) -> Result<T> {
        match (integer, self.value) {
            (Some(integer), _) => Ok(integer),
            (None, Value::Number(number)) => {
                Err(integer_error(number.as_f64(), number.to_string()))
            }
            _ => Err(self.mismatch("an integer")),
        }
    }
}

/// How often unions may start over in a text or value of this size.
pub(crate) fn allowed_retries(size: usize) -> usize {
    10_000 + 64 * size
}

/// The error for a value with too many ways to read it.
#[cold]
pub(crate) fn ambiguous(offset: usize) -> DecodeError {
    DecodeError::syntax(
        "a value that fits one type",
        "one with too many readings",
        offset,
    )
}

/// How many values `value` is made of.
fn size(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(size).sum::<usize>() + 1,
        Value::Object(members) => members.values().map(size).sum::<usize>() + 1,
        _ => 1,
    }
}

/// What `value` is, for messages.
pub(crate) fn describe(value: &Value) -> String {
    match value {
        Value::String(text) => super::error::quoted(text),
        Value::Number(number) => number.to_string(),
        Value::Bool(boolean) => boolean.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => kind(value).name().to_owned(),
    }
}

/// The kind of `value`.
pub(crate) fn kind(value: &Value) -> Kind {
    match value {
        Value::Null => Kind::Null,
        Value::Bool(_) => Kind::Boolean,
        Value::Number(_) => Kind::Number,
        Value::String(_) => Kind::Text,
        Value::Array(_) => Kind::List,
        Value::Object(_) => Kind::Object,
    }
}

impl Source for ValueSource<'_> {
    fn found(&mut self) -> &'static str {
        kind(self.value).name()
    }

    fn value(&mut self) -> Result<Value> {
        self.tags = Tags::default();
        Ok(self.value.clone())
    }

    fn bool(&mut self) -> Result<bool> {
        self.value
            .as_bool()
            .ok_or_else(|| self.mismatch("a boolean"))
    }

    fn i64(&mut self) -> Result<i64> {
        self.integer(self.value.as_i64().or_else(|| exact(self.value.as_f64()?)))
    }

    fn u64(&mut self) -> Result<u64> {
        let exact = || u64::try_from(exact(self.value.as_f64()?)?).ok();
        self.integer(self.value.as_u64().or_else(exact))
    }

    fn f64(&mut self) -> Result<f64> {
        self.value.as_f64().ok_or_else(|| self.mismatch("a number"))
    }

    fn str(&mut self) -> Result<&str> {
        match self.value {
            Value::String(text) => Ok(text),
            _ => Err(self.mismatch("a string")),
        }
    }

    fn literal(&mut self, literal: &Literal) -> Result<Option<Value>> {
        Ok(if literal.matches(self.value) {
            None
        } else {
            Some(self.value.clone())
        })
    }

    fn skip(&mut self) -> Result {
        self.tags = Tags::default();
        Ok(())
    }

    fn option(&mut self, some: &mut Each<'_>) -> Result {
        if self.value.is_null() {
            Ok(())
        } else {
            some(self)
        }
    }

    fn list(&mut self, item: &mut Each<'_>) -> Result {
        let Value::Array(items) = self.value else {
            return Err(self.mismatch("an array"));
        };
        for (index, value) in items.iter().enumerate() {
            self.part(value, |r| item(r))
                .map_err(|error| error.under(index))?;
        }
        Ok(())
    }

    fn map(&mut self, member: &mut EachNamed<'_>) -> Result {
        let Value::Object(members) = self.value else {
            return Err(self.mismatch("an object"));
        };
        let tags = std::mem::take(&mut self.tags);
        for (name, value) in members.iter().filter(|(name, _)| !tags.contains(name)) {
            self.part(value, |r| member(name, r))
                .map_err(|error| error.under(name))?;
        }
        Ok(())
    }

    fn members(&mut self, record: &mut Record<'_, '_>) -> Result {
        let Value::Object(members) = self.value else {
            return Err(self.mismatch("an object"));
        };
        record.ignore(std::mem::take(&mut self.tags));
        for (name, value) in members {
            let member: Member = record.find(name);
            self.part(value, |r| record.read(member, name, r))?;
        }
        record.finish()
    }

    fn tagged(&mut self, tag: &'static str, pick: &mut EachNamed<'_>) -> Result {
        let Value::Object(members) = self.value else {
            return Err(self.mismatch("an object"));
        };
        let name = match members.get(tag) {
            Some(Value::String(name)) => name,
            Some(other) => {
                return Err(DecodeError::new("a string", kind(other).name()).under(tag));
            }
            None => return Err(missing(tag)),
        };
        self.tags.push(tag, false);
        let result = pick_variant(pick, name, self);
        self.tags = Tags::default();
        result
    }

    fn untagged(&mut self, tag: &'static str, read: &mut Each<'_>) -> Result {
        self.tags.push(tag, true);
        let result = read(self);
        self.tags = Tags::default();
        result
    }

    fn kinds(&mut self, pick: &mut EachKind<'_>) -> Result {
        pick(kind(self.value), self)
    }

    fn retry(&mut self, attempt: &mut Attempt<'_>) -> Result {
        let (tags, outermost) = (self.tags, self.retries.is_none());
        if outermost {
            self.retries = Some(allowed_retries(size(self.value)));
        }
        while attempt(self)? == Step::Again {
            let left = self.retries.and_then(|retries| retries.checked_sub(1));
            self.retries = Some(left.ok_or_else(|| ambiguous(0))?);
            self.tags = tags;
        }
        if outermost {
            self.retries = None;
        }
        Ok(())
    }

    fn misfit(&mut self) {
        self.misfits += 1;
    }

    fn misfits(&self) -> usize {
        self.misfits
    }
}
