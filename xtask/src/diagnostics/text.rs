//! A text that knows where its lines begin, so that a place in it is found without reading it.
//!
//! What a stranger wrote is shown, never obeyed: characters that a terminal acts on are replaced.

use std::{borrow::Cow, sync::OnceLock};

use codegen::report::Problem;
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::Sources;

/// After how many characters of the text a mark is kept.
const MARK: usize = 1_024;

/// How long a line may be to be shown whole, in bytes.
const WIDEST: usize = 240;

/// How much of a longer one is shown before and after the place, in bytes.
const AROUND: usize = 60;

/// The texts that problems stand in.
#[derive(Debug)]
pub(super) struct Texts<'s> {
    description: Text<'s>,
    files: Vec<Text<'s>>,
    /// For a file that is not at hand.
    none: Text<'s>,
}

impl<'s> Texts<'s> {
    pub(super) fn new(sources: Sources<'s>) -> Texts<'s> {
        let path = sources.path.display().to_string();
        let files = sources.outcome.files.iter();
        Texts {
            description: Text::new(path, &sources.outcome.text),
            files: files
                .map(|(name, text)| Text::new(name.clone(), text))
                .collect(),
            none: Text::new(String::new(), ""),
        }
    }

    /// The text that a problem stands in.
    pub(super) fn of(&self, problem: &Problem) -> &Text<'s> {
        let Some(file) = &problem.file else {
            return &self.description;
        };
        let found = self.files.iter().find(|text| text.name == *file);
        found.unwrap_or(&self.none)
    }
}

/// A text, its name, and what is found out about it when it is first asked for.
#[derive(Debug)]
pub(super) struct Text<'s> {
    name: String,
    raw: &'s str,
    index: OnceLock<Index<'s>>,
}

#[derive(Debug)]
struct Index<'s> {
    /// The text without what a terminal acts on, every byte at its place.
    text: Cow<'s, str>,
    /// Where the lines begin.
    lines: Vec<usize>,
    /// Where every [`MARK`]th character begins.
    marks: Vec<usize>,
}

impl<'s> Text<'s> {
    fn new(name: String, raw: &'s str) -> Text<'s> {
        Text {
            name,
            raw,
            index: OnceLock::new(),
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    fn index(&self) -> &Index<'s> {
        self.index.get_or_init(|| {
            let starts = self.raw.match_indices('\n').map(|(at, _)| at + 1);
            let lines = || std::iter::once(0).chain(starts).collect();
            let (text, (lines, marks)) = rayon::join(
                || harmless(self.raw),
                || rayon::join(lines, || marks(self.raw)),
            );
            Index { text, lines, marks }
        })
    }

    pub(super) fn text(&self) -> &str {
        &self.index().text
    }

    /// The byte at a line and column, counted from 1; the end of the line for a column behind it.
    pub(super) fn offset(&self, line: usize, column: usize) -> Option<usize> {
        let start = *self.index().lines.get(line.checked_sub(1)?)?;
        let wanted = self.characters(start) + column.saturating_sub(1);
        let end = self.end(line - 1);
        let Some(mark) = self.index().marks.get(wanted / MARK) else {
            return Some(end);
        };
        let rest = self.text()[*mark..].char_indices();
        let within = rest.map(|(at, _)| mark + at).nth(wanted % MARK);
        Some(within.unwrap_or(end).min(end))
    }

    /// How many characters stand before a byte.
    fn characters(&self, byte: usize) -> usize {
        let marks = &self.index().marks;
        let before = marks.partition_point(|mark| *mark <= byte);
        let Some(last) = before.checked_sub(1) else {
            return 0;
        };
        last * MARK + self.text()[marks[last]..byte].chars().count()
    }

    /// The line, counted from 0, that a byte stands in.
    fn line(&self, byte: usize) -> usize {
        let lines = &self.index().lines;
        lines.partition_point(|start| *start <= byte) - 1
    }

    /// Where a line ends, without its line break.
    fn end(&self, line: usize) -> usize {
        let next = self.index().lines.get(line + 1);
        let end = next.map_or(self.raw.len(), |next| next - 1);
        match next {
            Some(_) if self.raw[..end].ends_with('\r') => end - 1,
            _ => end,
        }
    }

    /// The character's beginning that is next before a byte.
    fn boundary(&self, byte: usize) -> usize {
        let byte = byte.min(self.raw.len());
        let before = (0..=byte).rev();
        let mut boundaries = before.filter(|&byte| self.raw.is_char_boundary(byte));
        boundaries.next().unwrap_or_default()
    }

    /// From where to where the text is shown for a place: its line and those around it, or a part
    /// of a line that is too long.
    fn window(&self, start: usize, end: usize, before: usize, after: usize) -> (usize, usize) {
        let (first, last) = (self.line(start), self.line(end));
        let lines = &self.index().lines;
        let outer = (
            lines[first.saturating_sub(before)],
            self.end((last + after).min(lines.len() - 1)),
        );
        let own = (lines[first], self.end(last).max(end));
        let fits = |(from, to): (usize, usize)| to - from <= WIDEST * (1 + before + after);
        if own.1 - own.0 <= WIDEST && fits(outer) {
            return outer;
        }
        if own.1 - own.0 <= WIDEST {
            return own;
        }
        let from = self.boundary(start.saturating_sub(AROUND));
        let to = self.boundary(end + AROUND);
        (from.max(own.0), to.min(own.1))
    }
}

impl SourceCode for Text<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        if !(self.raw.is_char_boundary(start) && self.raw.is_char_boundary(end)) {
            return Err(MietteError::OutOfBounds);
        }
        let (from, to) = match (before, after) {
            (0, 0) => (start, end),
            _ => self.window(start, end, before, after),
        };
        let line = self.line(from);
        let column = self.characters(from) - self.characters(self.index().lines[line]);
        let contents = MietteSpanContents::new_named(
            self.name.clone(),
            &self.text().as_bytes()[from..to],
            (from, to - from).into(),
            line,
            column,
            self.line(to) - line + 1,
        );
        Ok(Box::new(contents))
    }
}

/// How many bytes of a text are looked at together.
const BLOCK: usize = 64;

/// Where every [`MARK`]th character begins.
fn marks(text: &str) -> Vec<usize> {
    // A byte that goes on with a character begins none.
    let begins = |byte: &&u8| **byte & 0xc0 != 0x80;
    let mut marks = Vec::with_capacity(text.len() / MARK + 1);
    let mut left = 0;
    for (index, block) in text.as_bytes().chunks(BLOCK).enumerate() {
        let count = block.iter().filter(begins).count();
        if count <= left {
            left -= count;
            continue;
        }
        for (at, _) in block.iter().enumerate().filter(|(_, byte)| begins(byte)) {
            if left == 0 {
                marks.push(BLOCK * index + at);
                left = MARK;
            }
            left -= 1;
        }
    }
    marks
}

/// Whether there is a character in the text that a terminal acts on.
fn any_acts(text: &str) -> bool {
    // Of all first bytes, only these can begin such a character.
    let may = |byte: u8| {
        (byte < b' ') & (byte != b'\t') & (byte != b'\n')
            | (byte == 0x7f)
            | (byte == 0xc2)
            | (byte == 0xd8)
            | (byte == 0xe2)
    };
    let blocks = text.as_bytes().chunks(BLOCK).enumerate();
    let mut blocks = blocks.filter(|(_, block)| block.iter().fold(false, |any, b| any | may(*b)));
    blocks.any(|(index, block)| {
        let mut places = block.iter().enumerate().filter(|(_, byte)| may(**byte));
        places.any(|(at, _)| text[BLOCK * index + at..].starts_with(acts))
    })
}

/// Whether a terminal acts on a character instead of showing it: controls, and what turns the
/// direction of the text around it.
fn acts(c: char) -> bool {
    let turns = matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    turns || (c.is_control() && !matches!(c, '\t' | '\n'))
}

/// The text with every character that acts replaced by one of as many bytes.
fn harmless(text: &str) -> Cow<'_, str> {
    if !any_acts(text) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let ends_line = c == '\r' && chars.peek() == Some(&'\n');
        shown.push(match c.len_utf8() {
            _ if ends_line || !acts(c) => c,
            1 => '?',
            2 => '\u{bf}',
            _ => char::REPLACEMENT_CHARACTER,
        });
    }
    Cow::Owned(shown)
}

/// A text with every character that acts written out, `\u{1b}`.
pub(super) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match acts(c) {
            true => shown.extend(c.escape_unicode()),
            false => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_where_characters_begin() {
        let text = "aä’\u{1f600}\n".repeat(3_000);
        let each = text.char_indices().step_by(MARK).map(|(at, _)| at);
        assert_eq!(marks(&text), each.collect::<Vec<_>>());
        assert!(marks("").is_empty());
    }

    #[test]
    fn whatever_acts_is_found_wherever_it_stands() {
        for c in (0..=0x2fff).filter_map(char::from_u32) {
            for before in [0, 61, 62, 63, 64] {
                let text = format!("{}{c}’é", "a".repeat(before));
                assert_eq!(any_acts(&text), acts(c), "{c:?}");
            }
        }
    }

    fn read(text: &str, start: usize, length: usize) -> (String, usize, usize) {
        let text = Text::new("a".to_owned(), text);
        let contents = text
            .read_span(&(start, length).into(), 1, 1)
            .expect("a place");
        let shown = String::from_utf8(contents.data().to_vec()).expect("a text");
        (shown, contents.line(), contents.column())
    }

    #[test]
    fn a_line_and_a_column_are_a_byte() {
        let long = "ä".repeat(5_000);
        let raw = format!("a\r\n{long}\nc: d");
        let text = Text::new("a".to_owned(), &raw);
        assert_eq!(text.offset(1, 1), Some(0));
        assert_eq!(text.offset(1, 9), Some(1));
        assert_eq!(text.offset(2, 1), Some(3));
        assert_eq!(text.offset(2, 4_001), Some(8_003));
        assert_eq!(text.offset(2, 9_999), Some(10_003));
        assert_eq!(text.offset(3, 4), Some(10_007));
        assert_eq!(text.offset(3, 5), Some(raw.len()));
        assert_eq!(text.offset(4, 1), None);
        assert_eq!(text.offset(0, 1), None);
    }

    #[test]
    fn a_place_is_shown_with_the_lines_around_it() {
        let text = "one\ntwo\nthree\nfour\nfive";
        assert_eq!(read(text, 8, 5), ("two\nthree\nfour".to_owned(), 1, 0));
        assert_eq!(read(text, 0, 3), ("one\ntwo".to_owned(), 0, 0));
        assert_eq!(read(text, 19, 4), ("four\nfive".to_owned(), 3, 0));
    }

    #[test]
    fn of_a_long_line_only_what_is_around_the_place_is_shown() {
        let text = format!("{{{}\"x\"{}}}", "é".repeat(1_000), "b".repeat(1_000));
        let (shown, line, column) = read(&text, 2_001, 3);
        let expected = format!("{}\"x\"{}", "é".repeat(30), "b".repeat(60));
        assert_eq!((shown, line, column), (expected, 0, 971));
    }

    #[test]
    fn nothing_is_shown_that_a_terminal_would_act_on() {
        let raw = "a\u{1b}[31m\u{85}\u{202e}\rb\r\n\tc";
        assert_eq!(harmless(raw), "a?[31m\u{bf}\u{fffd}?b\r\n\tc");
        assert_eq!(harmless(raw).len(), raw.len());
        assert_eq!(visible("a\u{1b}\u{202e}"), "a\\u{1b}\\u{202e}");
        assert!(matches!(harmless("a\r\n"), Cow::Owned(_)));
    }
}
