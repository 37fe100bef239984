//! Docs are passages: foreign ones are quoted from the description, own ones are ours.
//!
//! Foreign text may hold anything; it becomes harmless Markdown when it is rendered.

use super::inline::{escape, starts_url, url};

/// The docs of one item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Doc {
    /// Its passages; a blank line stands between two.
    pub passages: Vec<Passage>,
}

/// A part of a [`Doc`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passage {
    /// Quoted from the description.
    Foreign(String),
    /// Markdown of our own, one paragraph, heading or list.
    Own(String),
    /// Rust of our own that rustdoc compiles, line by line.
    Example(Vec<String>),
}

impl Doc {
    /// Docs that say nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds what the description says, unless that is nothing.
    #[must_use]
    pub fn quote(mut self, text: Option<&str>) -> Self {
        if let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) {
            self.passages.push(Passage::Foreign(text.to_owned()));
        }
        self
    }

    /// Adds a passage of our own.
    #[must_use]
    pub fn say(mut self, text: impl Into<String>) -> Self {
        self.passages.push(Passage::Own(text.into()));
        self
    }

    /// Adds a passage of our own, if there is one.
    #[must_use]
    pub fn say_if(self, text: Option<String>) -> Self {
        match text {
            Some(text) => self.say(text),
            None => self,
        }
    }

    /// Adds a passage of our own if nothing has been said so far.
    #[must_use]
    pub fn or_say(self, text: impl FnOnce() -> String) -> Self {
        if self.passages.is_empty() {
            self.say(text())
        } else {
            self
        }
    }

    /// Adds an example that is compiled but not run.
    #[must_use]
    pub fn example(mut self, lines: Vec<String>) -> Self {
        self.passages.push(Passage::Example(lines));
        self
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.passages.is_empty()
    }
}

/// Foreign words on one line, as far as a reader sees them: no control characters, and no marks
/// that turn the writing direction, which Rust takes in no comment.
pub(crate) fn seen(text: &str) -> String {
    let hidden = |c: &char| {
        let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        turns || (c.is_control() && !c.is_whitespace())
    };
    let text: String = text.chars().filter(|c| !hidden(c)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same, of a title or version, and no longer than a heading should be.
pub(crate) fn brief(text: &str) -> String {
    const LONGEST: usize = 120;
    let text = seen(text);
    match text.char_indices().nth(LONGEST) {
        None => text,
        Some((end, _)) => text[..end].trim_end().to_owned() + "…",
    }
}

/// A wire name or value as Markdown code, whatever it holds.
pub(crate) fn code(text: &str) -> String {
    let clean: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if clean.trim().is_empty() {
        return format!("`\"{clean}\"`");
    }
    if !clean.contains('`') {
        return format!("`{clean}`");
    }
    let longest = clean.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    format!("{fence} {clean} {fence}")
}

/// Foreign words inside a sentence of ours: what Markdown or rustdoc would read is escaped.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text = seen(text);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if starts_url(&text[at..]) && !out.ends_with(char::is_alphanumeric) {
            at += url(&mut out, &text[at..]);
            continue;
        }
        if matches!(c, '[' | ']' | '<' | '>' | '`' | '*' | '_' | '\\' | '#') {
            out.push('\\');
        }
        out.push(c);
        at += c.len_utf8();
    }
    out
}

/// Foreign words as an item of a list of ours: code, links and emphasis stay.
pub(crate) fn item(text: &str) -> String {
    escape(&seen(text))
}
