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
    /// The tag that was found last, if that was the first member: where the object begins, and the
    /// member ends.
    pub(super) behind_tag: Option<(&'static str, usize, usize)>,
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
            behind_tag: None,
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

    #[inline(never)]
    fn peek_behind_space(&mut self) -> Option<u8> {
        self.at = self.behind_space(self.at);
        self.byte()
    }

    /// Where the white space at `at` ends.
    #[inline]
    pub(super) fn behind_space(&self, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t'));
        at + length.unwrap_or(rest.len())
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

    /// Leaves an array or object, whose closing bracket is next.
    #[inline]
    pub(super) fn leave(&mut self) {
        self.at += 1;
        self.depth -= 1;
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
            self.leave();
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

    /// Whether `text`, a name with its comma, comes next as it is; then it is skipped. The first
    /// has no comma.
    #[inline]
    pub(super) fn skip_text(&mut self, text: &str, first: bool) -> bool {
        let text = &text.as_bytes()[usize::from(first)..];
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let found = rest.starts_with(text);
        if found {
            self.at += text.len();
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
            self.leave();
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
        match self.plain_string() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.escaped_string().map(Cow::Owned),
        }
    }

    /// Reads a string, whose quote is next, if it has no escapes.
    #[inline(always)]
    pub(super) fn plain_string(&mut self) -> Option<&'t str> {
        let text = self.plain_at(self.at)?;
        self.at += text.len() + 2;
        Some(text)
    }

    /// The string whose quote is at `at`, if one stands there that has no escapes.
    #[inline(always)]
    pub(super) fn plain_at(&self, at: usize) -> Option<&'t str> {
        let bytes = self.text.as_bytes();
        if bytes.get(at) != Some(&b'"') {
            return None;
        }
        let start = at + 1;
        let end = plain_end(bytes, start);
        (bytes.get(end) == Some(&b'"')).then(|| &self.text[start..end])
    }

    /// Reads a string with escapes, whose quote is next.
    #[inline(never)]
    pub(super) fn escaped_string(&mut self) -> Result<String> {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        self.at = plain_end(bytes, start);
        let mut end = self.at;
        while bytes.get(end) == Some(&b'\\') {
            end = plain_end(bytes, end + 2);
        }
        // No string is longer than it is with its escapes.
        let mut text = String::with_capacity(end - start);
        self.unescape(start, &mut |run| text.push_str(run))?;
        Ok(text)
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
#[inline(always)]
pub(super) fn plain_end(text: &[u8], at: usize) -> usize {
    let mut rest = text.get(at..).unwrap_or_default();
    // Eight bytes at a time, the last of them perhaps once more.
    while let Some((chunk, behind)) = rest.split_first_chunk() {
        let special = special(*chunk);
        if special != 0 {
            return text.len() - rest.len() + special.trailing_zeros() as usize / 8;
        }
        rest = behind;
    }
    text.len() - rest.len() + plain_tail(rest)
}

/// How many bytes of a short text are plain.
#[inline]
fn plain_tail(text: &[u8]) -> usize {
    let special = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
    text.iter().position(special).unwrap_or(text.len())
}

/// Whether a text can stand between quotes as it is.
#[inline]
pub(super) fn is_plain(text: &[u8]) -> bool {
    if let Some(last) = text.last_chunk() {
        // The last eight bytes, and all that come before them.
        let chunks = text.chunks_exact(8).filter_map(<[u8]>::first_chunk);
        return chunks.fold(special(*last), |found, chunk| found | special(*chunk)) == 0;
    }
    match (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        (Some(first), Some(last)) => {
            let [a, b, c, d] = *first;
            let [e, f, g, h] = *last;
            special([a, b, c, d, e, f, g, h]) == 0
        }
        _ => plain_tail(text) == text.len(),
    }
}

/// The lowest high bit marks the first byte that is a quote, a backslash or a control character;
/// higher ones may be wrong.
#[inline]
fn special(chunk: [u8; 8]) -> u64 {
    const ONES: u64 = u64::MAX / 0xFF;
    const HIGH: u64 = ONES << 7;
    let word = u64::from_le_bytes(chunk);
    // With its second bit turned, the quote follows the control characters.
    let control_or_quote = (word ^ (ONES * 2)).wrapping_sub(ONES * 0x21);
    let backslash = (word ^ (ONES * u64::from(b'\\'))).wrapping_sub(ONES);
    // Bytes with a high bit of their own are none of these.
    (control_or_quote | backslash) & !word & HIGH
}
