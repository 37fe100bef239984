//! Why a value could not be read: where, what was expected, what was found.
//!
//! The path is collected only while an error unwinds; reading without an error pays nothing.

use std::borrow::Cow;
use std::fmt;

/// What reading returns.
pub type Result<T = (), E = DecodeError> = core::result::Result<T, E>;

/// A text or value that does not fit the type it was read into.
///
/// Prints as ``expected a number, found a string at /properties/timeout in variant "model"``,
/// followed by line and column where the text is known.
pub struct DecodeError(Box<Failure>);

struct Failure {
    expected: Cow<'static, str>,
    found: Cow<'static, str>,
    /// Innermost first.
    path: Vec<String>,
    variant: Option<String>,
    offset: Option<usize>,
    place: Option<(usize, usize)>,
    syntax: bool,
}

impl DecodeError {
    /// An error that says what was expected and what stood there instead, both with an article:
    /// `"a number"`, `"a string"`.
    #[cold]
    pub fn new(
        expected: impl Into<Cow<'static, str>>,
        found: impl Into<Cow<'static, str>>,
    ) -> Self {
        DecodeError(Box::new(Failure {
            expected: expected.into(),
            found: found.into(),
            path: Vec::new(),
            variant: None,
            offset: None,
            place: None,
            syntax: false,
        }))
    }

    /// A text that is not JSON at all.
    #[cold]
    pub(crate) fn syntax(
        expected: impl Into<Cow<'static, str>>,
        found: impl Into<Cow<'static, str>>,
        offset: usize,
    ) -> Self {
        let mut error = DecodeError::new(expected, found).or_offset(offset);
        error.0.syntax = true;
        error
    }

    /// The place as a JSON pointer (RFC 6901): `/elements/4/properties/timeout`, empty for the
    /// whole value.
    pub fn pointer(&self) -> String {
        let mut pointer = String::new();
        for segment in self.0.path.iter().rev() {
            pointer.push('/');
            pointer.push_str(&segment.replace('~', "~0").replace('/', "~1"));
        }
        pointer
    }

    /// What should have been there: `a number`.
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// What was there: `a string`.
    pub fn found(&self) -> &str {
        &self.0.found
    }

    /// The tag of the innermost union variant that was being read.
    pub fn variant(&self) -> Option<&str> {
        self.0.variant.as_deref()
    }

    /// The byte at which reading stopped, if a text was read.
    pub fn offset(&self) -> Option<usize> {
        self.0.offset
    }

    /// The line, counted from 1, if a text was read.
    pub fn line(&self) -> Option<usize> {
        self.0.place.map(|(line, _)| line)
    }

    /// The column in characters, counted from 1, if a text was read.
    pub fn column(&self) -> Option<usize> {
        self.0.place.map(|(_, column)| column)
    }

    /// Whether the text is not JSON, rather than JSON of another shape.
    pub fn is_syntax(&self) -> bool {
        self.0.syntax
    }

    /// The same error, seen from the value that holds the failed one under `segment`.
    #[cold]
    pub fn under(mut self, segment: impl fmt::Display) -> Self {
        self.0.path.push(segment.to_string());
        self
    }

    /// The same error, met in the union variant with this tag; an inner variant stays.
    #[cold]
    pub fn in_variant(mut self, tag: &str) -> Self {
        self.0.variant.get_or_insert_with(|| tag.to_owned());
        self
    }

    /// The same error, at `offset` unless it already knows better.
    #[cold]
    pub(crate) fn or_offset(mut self, offset: usize) -> Self {
        self.0.offset.get_or_insert(offset);
        self
    }

    /// The same error with line and column, counted in the text that was read.
    #[cold]
    pub(crate) fn locate(mut self, text: &[u8]) -> Self {
        let Some(before) = self.0.offset.and_then(|offset| text.get(..offset)) else {
            return self;
        };
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let start = before
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(0, |at| at + 1);
        // A byte of the form `10……` continues a character.
        let column = before[start..]
            .iter()
            .filter(|&&byte| byte & 0xC0 != 0x80)
            .count()
            + 1;
        self.0.place = Some((line, column));
        self
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.expected(), self.found())?;
        if !self.0.path.is_empty() {
            write!(f, " at {}", self.pointer())?;
        }
        if let Some(variant) = self.variant() {
            write!(f, " in variant {variant:?}")?;
        }
        match self.0.place {
            Some((line, column)) => write!(f, " (line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({self})")
    }
}

impl std::error::Error for DecodeError {}

/// `text` in quotes, shortened, for messages.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}
