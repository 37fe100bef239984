//! Takes JSON text apart: white space, strings, numbers, words, brackets.
//!
//! As strict as RFC 8259: no control characters in strings, no lone surrogates, no leading zeros.

use std::borrow::Cow;

use super::record::Tags;
use super::value::allowed_retries;
use super::{DEEPEST, DecodeError, Result};

/// A place in a JSON text.
pub(crate) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) depth: usize,
    pub(super) misfits: usize,
    /// How often unions may still start over: enough for any sensible text, so that a nested union
    /// whose branches look alike cannot take time without end.
    pub(super) retries: usize,
    pub(super) tags: Tags,
    /// Holds a string with escapes while it is looked at.
    pub(super) unescaped: String,
}

impl<'t> Reader<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let (tags, unescaped) = (Tags::default(), String::new());
        let retries = allowed_retries(text.len());
        Reader {
            text,
            retries,
            at: 0,
            depth: 0,
            misfits: 0,
            tags,
            unescaped,
        }
    }

    #[inline]
    pub(super) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Skips white space and looks at the next byte.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        match self.byte() {
            Some(byte) if byte > b' ' => Some(byte),
            _ => self.peek_behind_space(),
        }
    }

    fn peek_behind_space(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let length = rest
            .iter()
            .position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t'));
        self.at += length.unwrap_or(rest.len());
        self.byte()
    }

    /// The error for text that is not JSON here.
    #[cold]
    pub(super) fn syntax(&self, expected: &'static str) -> DecodeError {
        let found = match self
            .text
            .get(self.at..)
            .and_then(|rest| rest.chars().next())
        {
            Some(character) => format!("the character {character:?}"),
            None => "the end of the text".to_owned(),
        };
        DecodeError::syntax(expected, found, self.at)
    }

    /// Enters an array or object, whose bracket is next.
    #[inline]
    pub(super) fn enter(&mut self) -> Result {
        if self.depth == DEEPEST {
            let expected = "a value nested less deeply";
            return Err(DecodeError::syntax(expected, "one level too many", self.at));
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    /// Goes on to the next member of an object, up to its value; leaves the object after the last.
    #[inline]
    pub(super) fn next_member(&mut self, first: &mut bool) -> Result<Option<Cow<'t, str>>> {
        if !self.next_name(first)? {
            return Ok(None);
        }
        let name = self.string_token()?;
        self.colon()?;
        Ok(Some(name))
    }

    /// Goes on to the name of the next member; leaves the object after the last.
    #[inline]
    pub(super) fn next_name(&mut self, first: &mut bool) -> Result<bool> {
        let mut next = self.peek();
        if next == Some(b'}') {
            self.at += 1;
            self.depth -= 1;
            return Ok(false);
        }
        if !std::mem::replace(first, false) {
            if next != Some(b',') {
                return Err(self.syntax("`,` or `}`"));
            }
            self.at += 1;
            next = self.peek();
        }
        if next == Some(b'"') {
            Ok(true)
        } else {
            Err(self.syntax("the name of a member"))
        }
    }

    /// Whether `name`, which needs no escapes, is the string that is next; then it is skipped.
    #[inline]
    pub(super) fn skip_name(&mut self, name: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at + 1..).unwrap_or_default();
        let found = rest.starts_with(name.as_bytes()) && rest.get(name.len()) == Some(&b'"');
        if found {
            self.at += name.len() + 2;
        }
        found
    }

    /// Goes on from a name to its value.
    #[inline]
    pub(super) fn colon(&mut self) -> Result {
        if self.peek() != Some(b':') {
            return Err(self.syntax("`:`"));
        }
        self.at += 1;
        self.peek();
        Ok(())
    }

    /// Goes on to the next item of an array; leaves the array after the last.
    #[inline]
    pub(super) fn next_item(&mut self, first: &mut bool) -> Result<bool> {
        let next = self.peek();
        if next == Some(b']') {
            self.at += 1;
            self.depth -= 1;
            return Ok(false);
        }
        if !std::mem::replace(first, false) {
            if next != Some(b',') {
                return Err(self.syntax("`,` or `]`"));
            }
            self.at += 1;
            if self.peek() == Some(b']') {
                return Err(self.syntax("a value"));
            }
        }
        Ok(true)
    }

    /// Reads `null`, `true` or `false`, whose first byte is next.
    pub(super) fn word(&mut self, word: &'static str) -> Result {
        for expected in word.bytes() {
            if self.byte() != Some(expected) {
                return Err(self.syntax(word));
            }
            self.at += 1;
        }
        Ok(())
    }

    /// Reads a string, whose quote is next.
    #[inline]
    pub(super) fn string_token(&mut self) -> Result<Cow<'t, str>> {
        let start = self.at + 1;
        let end = plain_end(self.text.as_bytes(), start);
        self.at = end;
        if self.byte() == Some(b'"') {
            self.at = end + 1;
            return Ok(Cow::Borrowed(&self.text[start..end]));
        }
        self.escaped_string(start)
    }

    /// Reads the rest of a string that has escapes.
    #[inline(never)]
    fn escaped_string(&mut self, start: usize) -> Result<Cow<'t, str>> {
        let mut text = String::new();
        self.unescape(start, &mut |run| text.push_str(run))?;
        Ok(Cow::Owned(text))
    }

    /// Checks a string, whose quote is next.
    pub(super) fn skip_string(&mut self) -> Result {
        let start = self.at + 1;
        self.at = plain_end(self.text.as_bytes(), start);
        if self.byte() == Some(b'"') {
            self.at += 1;
            return Ok(());
        }
        self.unescape(start, &mut |_| {})
    }

    /// Reads the rest of a string with escapes; everything from `start` to here is plain.
    fn unescape(&mut self, mut start: usize, push: &mut dyn FnMut(&str)) -> Result {
        loop {
            push(&self.text[start..self.at]);
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    let mut buffer = [0; 4];
                    push(self.escape()?.encode_utf8(&mut buffer));
                }
                Some(_) => return Err(self.syntax("a string without control characters")),
                None => return Err(self.syntax("the end of a string")),
            }
            start = self.at;
            self.at = plain_end(self.text.as_bytes(), start);
        }
    }

    /// Reads an escape, whose backslash is next.
    fn escape(&mut self) -> Result<char> {
        self.at += 1;
        let character = match self.byte() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.unicode_escape();
            }
            _ => return Err(self.syntax("an escape")),
        };
        self.at += 1;
        Ok(character)
    }

    fn unicode_escape(&mut self) -> Result<char> {
        let mut code = self.hex_digits()?;
        if (0xD800..0xDC00).contains(&code) && self.text[self.at..].starts_with("\\u") {
            self.at += 2;
            let low = self.hex_digits()?;
            if (0xDC00..0xE000).contains(&low) {
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            }
        }
        char::from_u32(code).ok_or_else(|| {
            DecodeError::syntax(
                "a pair of surrogates",
                "a lone one",
                self.at.saturating_sub(1),
            )
        })
    }

    fn hex_digits(&mut self) -> Result<u32> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.byte().and_then(|byte| char::from(byte).to_digit(16));
            code = code << 4 | digit.ok_or_else(|| self.syntax("four hexadecimal digits"))?;
            self.at += 1;
        }
        Ok(code)
    }
}

/// Where the plain part of a string ends that starts at `at`: at a quote, a backslash, a control
/// character or the end of the text.
#[inline]
pub(super) fn plain_end(text: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::MAX / 0xFF;
    const HIGH: u64 = ONES << 7;
    // Eight bytes at a time. The lowest high bit of `found` marks the first byte found; higher ones
    // may be wrong.
    while let Some(chunk) = text.get(at..).and_then(|rest| rest.first_chunk()) {
        let word = u64::from_le_bytes(*chunk);
        let zero = |word: u64| word.wrapping_sub(ONES) & !word;
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let quote = zero(word ^ (ONES * u64::from(b'"')));
        let backslash = zero(word ^ (ONES * u64::from(b'\\')));
        let found = (control | quote | backslash) & HIGH;
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while let Some(byte) = text.get(at) {
        if *byte < 0x20 || *byte == b'"' || *byte == b'\\' {
            break;
        }
        at += 1;
    }
    at
}
