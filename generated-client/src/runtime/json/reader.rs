//! Reads from JSON text, without building anything in between.

use std::borrow::Cow;

use serde_json::Value;

use super::number::{Number, exact, integer_error};
use super::record::{Record, Tags};
use super::scan::Reader;
use super::source::{Attempt, Each, EachKind, EachNamed, Kind, Source, Step, pick_variant};
use super::table::Literal;
use super::value::ambiguous;
use super::{DecodeError, Json, Result};

/// Reads `value` from a text in UTF-8, and nothing after it.
pub(crate) fn read(text: &[u8], value: &mut dyn Json) -> Result {
    match std::str::from_utf8(text) {
        Ok(text) => read_str(text, value),
        Err(error) => {
            let error = DecodeError::syntax("UTF-8 text", "another byte", error.valid_up_to());
            Err(error.locate(text))
        }
    }
}

/// Reads `value` from a text, and nothing after it.
pub(crate) fn read_str(text: &str, value: &mut dyn Json) -> Result {
    let mut reader = Reader::new(text);
    let result = value.read(&mut reader).and_then(|()| match reader.peek() {
        None => Ok(()),
        Some(_) => Err(reader.syntax("the end of the text")),
    });
    result.map_err(|error| error.or_offset(0).locate(text.as_bytes()))
}

impl Reader<'_> {
    fn kind(&mut self) -> Option<Kind> {
        Some(match self.peek()? {
            b'"' => Kind::Text,
            b'-' | b'0'..=b'9' => Kind::Number,
            b'{' => Kind::Object,
            b'[' => Kind::List,
            b't' | b'f' => Kind::Boolean,
            b'n' => Kind::Null,
            _ => return None,
        })
    }

    fn number(&mut self, expected: &'static str) -> Result<Number<'_>> {
        match self.peek() {
            Some(b'-' | b'0'..=b'9') => self.number_token(),
            _ => Err(self.mismatch(expected)),
        }
    }
}

impl<'t> Reader<'t> {
    /// Reads the next member of a record, wherever the record has it.
    #[inline(never)]
    fn any_member(&mut self, record: &mut Record<'_, '_>, first: &mut bool) -> Result {
        if !self.next_name(first)? {
            return Ok(());
        }
        match self.plain_string() {
            Some(name) => self.member(record, name),
            None => {
                let name = self.escaped_string()?;
                self.member(record, &name)
            }
        }
    }

    /// Reads the value of the member whose name was read.
    #[inline]
    fn member(&mut self, record: &mut Record<'_, '_>, name: &str) -> Result {
        self.colon()?;
        let start = self.at;
        let member = record.find(name);
        match record.read(member, name, self) {
            Ok(()) => Ok(()),
            Err(error) => Err(error.or_offset(start)),
        }
    }
}

impl Source for Reader<'_> {
    fn found(&mut self) -> &'static str {
        self.kind().map_or("no value", Kind::name)
    }

    #[cold]
    fn mismatch(&mut self, expected: &'static str) -> DecodeError {
        match self.kind() {
            Some(kind) => DecodeError::new(expected, kind.name()).or_offset(self.at),
            None => self.syntax(expected),
        }
    }

    fn value(&mut self) -> Result<Value> {
        self.tags = Tags::default();
        match self.peek() {
            Some(b'"') => self.string().map(Value::String),
            Some(b'-' | b'0'..=b'9') => self.free_number(),
            Some(b'{') => self.free_object(),
            Some(b'[') => self.free_list(),
            Some(b't') => self.word("true").map(|()| Value::Bool(true)),
            Some(b'f') => self.word("false").map(|()| Value::Bool(false)),
            Some(b'n') => self.word("null").map(|()| Value::Null),
            _ => Err(self.syntax("a value")),
        }
    }

    #[inline]
    fn bool(&mut self) -> Result<bool> {
        match self.peek() {
            Some(b't') => self.word("true").map(|()| true),
            Some(b'f') => self.word("false").map(|()| false),
            _ => Err(self.mismatch("a boolean")),
        }
    }

    #[inline]
    fn i64(&mut self) -> Result<i64> {
        let number = self.number("an integer")?;
        let integer = match number {
            Number::Unsigned(value) => i64::try_from(value).ok(),
            Number::Negative(value) => Some(value),
            Number::Other(_) => number.to_f64().and_then(exact),
        };
        integer.ok_or_else(|| integer_error(number.to_f64(), number.show()))
    }

    fn u64(&mut self) -> Result<u64> {
        let number = self.number("an integer")?;
        let integer = match number {
            Number::Unsigned(value) => Some(value),
            Number::Negative(_) => None,
            Number::Other(_) => number
                .to_f64()
                .and_then(exact)
                .and_then(|value| value.try_into().ok()),
        };
        integer.ok_or_else(|| integer_error(number.to_f64(), number.show()))
    }

    #[inline]
    fn f64(&mut self) -> Result<f64> {
        let number = self.number("a number")?;
        number
            .to_f64()
            .ok_or_else(|| DecodeError::new("a finite number", number.show()))
    }

    fn str(&mut self) -> Result<&str> {
        if self.peek() != Some(b'"') {
            return Err(self.mismatch("a string"));
        }
        match self.string_token()? {
            Cow::Borrowed(text) => Ok(text),
            Cow::Owned(text) => {
                self.unescaped = text;
                Ok(&self.unescaped)
            }
        }
    }

    #[inline]
    fn string(&mut self) -> Result<String> {
        if self.peek() != Some(b'"') {
            return Err(self.mismatch("a string"));
        }
        match self.plain_string() {
            Some(text) => Ok(text.to_owned()),
            None => self.escaped_string(),
        }
    }

    fn string_into(&mut self, text: &mut String) -> Result {
        if self.peek() != Some(b'"') {
            return Err(self.mismatch("a string"));
        }
        *text = match self.plain_string() {
            Some(text) => text.to_owned(),
            None => self.escaped_string()?,
        };
        Ok(())
    }

    fn bool_into(&mut self, value: &mut bool) -> Result {
        *value = self.bool()?;
        Ok(())
    }

    fn i64_into(&mut self, value: &mut i64) -> Result {
        *value = self.i64()?;
        Ok(())
    }

    fn f64_into(&mut self, value: &mut f64) -> Result {
        *value = self.f64()?;
        Ok(())
    }

    fn literal(&mut self, literal: &Literal) -> Result<Option<Value>> {
        if let (Literal::Text(expected), Some(b'"')) = (*literal, self.peek()) {
            let text = self.string_token()?;
            return Ok(if text == expected {
                None
            } else {
                Some(text.into())
            });
        }
        let value = self.value()?;
        Ok(if literal.matches(&value) {
            None
        } else {
            Some(value)
        })
    }

    fn skip(&mut self) -> Result {
        self.tags = Tags::default();
        match self.peek() {
            Some(b'"') => self.skip_string(),
            Some(b'-' | b'0'..=b'9') => self.number_token().map(drop),
            Some(b'{' | b'[') => self.skip_compound(),
            _ => self.value().map(drop),
        }
    }

    fn option(&mut self, some: &mut Each<'_>) -> Result {
        if self.peek() == Some(b'n') {
            self.word("null")
        } else {
            some(self)
        }
    }

    fn list(&mut self, item: &mut Each<'_>) -> Result {
        if self.peek() != Some(b'[') {
            return Err(self.mismatch("an array"));
        }
        self.enter()?;
        let (mut index, mut first) = (0_usize, true);
        while self.next_item(&mut first)? {
            let start = self.at;
            item(self).map_err(|error| error.or_offset(start).under(index))?;
            index += 1;
        }
        Ok(())
    }

    fn map(&mut self, member: &mut EachNamed<'_>) -> Result {
        if self.peek() != Some(b'{') {
            return Err(self.mismatch("an object"));
        }
        let (tags, mut first) = (std::mem::take(&mut self.tags), true);
        self.enter()?;
        while let Some(name) = self.next_member(&mut first)? {
            let start = self.at;
            let result = if tags.contains(&name) {
                self.skip()
            } else {
                member(&name, self)
            };
            result.map_err(|error| error.or_offset(start).under(&name))?;
        }
        Ok(())
    }

    fn members(&mut self, record: &mut Record<'_, '_>) -> Result {
        if self.peek() != Some(b'{') {
            return Err(self.mismatch("an object"));
        }
        let (object, mut first) = (self.at, true);
        self.enter()?;
        if !self.tags.is_empty() {
            first = !self.skip_tag(object, record);
            record.ignore(std::mem::take(&mut self.tags));
        }
        loop {
            // Members mostly come in order: then a name is compared where it stands.
            while record
                .expected()
                .is_some_and(|text| self.skip_text(text, first))
            {
                first = false;
                self.peek();
                let start = self.at;
                if let Err(error) = record.read_expected(self) {
                    return Err(error.or_offset(start));
                }
            }
            if self.peek() == Some(b'}') {
                self.leave();
                break;
            }
            self.any_member(record, &mut first)?;
        }
        match record.finish() {
            Ok(()) => Ok(()),
            Err(error) => Err(error.or_offset(object)),
        }
    }

    fn tagged(&mut self, tag: &'static str, pick: &mut EachNamed<'_>) -> Result {
        if self.peek() != Some(b'{') {
            return Err(self.mismatch("an object"));
        }
        let (start, depth, tags) = (self.at, self.depth, self.tags);
        let name = self.tag(tag)?;
        (self.at, self.depth, self.tags) = (start, depth, tags);
        self.tags.push(tag, false);
        let result = pick_variant(pick, &name, self);
        self.tags = Tags::default();
        result.map_err(|error| error.or_offset(start))
    }

    fn untagged(&mut self, tag: &'static str, read: &mut Each<'_>) -> Result {
        self.tags.push(tag, true);
        let result = read(self);
        self.tags = Tags::default();
        result
    }

    fn kinds(&mut self, pick: &mut EachKind<'_>) -> Result {
        match self.kind() {
            Some(kind) => pick(kind, self),
            None => Err(self.syntax("a value")),
        }
    }

    fn retry(&mut self, attempt: &mut Attempt<'_>) -> Result {
        self.peek();
        let (start, depth, tags) = (self.at, self.depth, self.tags);
        while attempt(self)? == Step::Again {
            self.retries = self
                .retries
                .checked_sub(1)
                .ok_or_else(|| ambiguous(start))?;
            (self.at, self.depth, self.tags) = (start, depth, tags);
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
