//! Foreign text becomes harmless Markdown: nothing in it is code, a broken link or HTML to rustdoc.
//!
//! What it meant is kept: paragraphs, lists, headings, tables, quotes, code and links.

use std::borrow::Cow;

use super::html;

/// A block of Markdown that is still to be wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// What its first line begins with.
    pub(super) first: String,
    /// What its other lines begin with.
    pub(super) rest: String,
    /// Its text, on one line.
    pub(super) text: String,
    /// Whether it may be wrapped.
    pub(super) wraps: bool,
    /// Whether a blank line stands before it.
    pub(super) gap: bool,
}

/// The blocks of a text. What is `foreign` is escaped.
pub(super) fn blocks(text: &str, foreign: bool) -> Vec<Block> {
    let mut reader = Reader {
        foreign,
        ..Reader::default()
    };
    let text = match foreign {
        true => html::to_markdown(text),
        false => Cow::Borrowed(text),
    };
    for line in text.split('\n') {
        reader.line(&clean(line));
    }
    reader.close_fence();
    reader.blocks
}

/// A line without what Rust forbids in comments (carriage returns, marks that turn the writing
/// direction, other controls), and without tabs.
fn clean(line: &str) -> Cow<'_, str> {
    if line.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(line.trim_end());
    }
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\t' => out.push_str("    "),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    Cow::Owned(out)
}

#[derive(Default)]
struct Reader {
    foreign: bool,
    blocks: Vec<Block>,
    /// A blank line was met since the last block.
    gap: bool,
    /// The last block is a paragraph or list item that the next line may go on with.
    open: bool,
    /// Of the lists we are in: where an item stands in the source, and where its text stands here.
    lists: Vec<(usize, usize)>,
    /// The fence that is open: its text and indentation here.
    fence: Option<(String, String)>,
}

impl Reader {
    fn line(&mut self, line: &str) {
        let bare = line.trim_start();
        let indent = line.len() - bare.len();
        if let Some((fence, rest)) = self.fence.clone() {
            if bare.starts_with(&fence) && bare.trim_matches(['`', '~']).is_empty() {
                self.close_fence();
            } else {
                let kept = line.get(rest.len().min(indent)..).unwrap_or(bare);
                self.push(&rest, &rest, kept.to_owned(), false);
            }
            return;
        }
        if bare.is_empty() {
            self.gap = true;
            self.open = false;
        } else if bare.starts_with("```") || bare.starts_with("~~~") {
            self.open_fence(bare, indent);
        } else if is_rule(bare) {
            // A rule, or the underline of a heading that reads well as a paragraph.
            self.open = false;
            self.gap = true;
        } else if let Some((marker, text)) = list_item(bare) {
            self.item(indent, marker, text);
        } else if is_heading(bare) {
            self.lists.clear();
            self.gap = true;
            let text = self.inline(bare);
            self.push("", "", text, false);
            self.gap = true;
        } else if bare.starts_with('|') {
            let rest = self.indentation(indent);
            let text = self.inline(bare);
            self.push(&rest, &rest, text, false);
        } else {
            self.text(bare, indent);
        }
    }

    fn text(&mut self, bare: &str, indent: usize) {
        let quoted = bare.strip_prefix('>').map(str::trim_start);
        if self.open
            && let Some(block) = self.blocks.last_mut()
        {
            // A hard break.
            if block.text.ends_with('\\') && !block.text.ends_with("\\\\") {
                block.text.pop();
                let rest = block.rest.clone();
                self.gap = true;
                self.push(&rest, &rest, quoted.unwrap_or(bare).to_owned(), true);
                self.open = true;
                return;
            }
            block.text.push(' ');
            block.text.push_str(quoted.unwrap_or(bare));
            return;
        }
        let mut prefix = self.indentation(indent);
        if quoted.is_some() {
            prefix.push_str("> ");
        }
        self.push(&prefix, &prefix, quoted.unwrap_or(bare).to_owned(), true);
        self.open = true;
    }

    fn item(&mut self, indent: usize, marker: &str, text: &str) {
        while self
            .lists
            .last()
            .is_some_and(|(source, _)| *source > indent)
        {
            self.lists.pop();
        }
        if self
            .lists
            .last()
            .is_some_and(|(source, _)| *source == indent)
        {
            self.lists.pop();
        }
        let at = self.lists.last().map_or(0, |(_, text)| *text);
        let inside = at + marker.len() + 1;
        self.lists.push((indent, inside));
        let first = format!("{}{marker} ", " ".repeat(at));
        self.push(&first, &" ".repeat(inside), text.to_owned(), true);
        self.open = true;
    }

    /// The indentation here of a block that is indented by so much in the source.
    fn indentation(&mut self, indent: usize) -> String {
        while self
            .lists
            .last()
            .is_some_and(|(source, _)| *source >= indent)
        {
            self.lists.pop();
        }
        " ".repeat(self.lists.last().map_or(0, |(_, text)| *text))
    }

    fn open_fence(&mut self, bare: &str, indent: usize) {
        let mark = if bare.starts_with('`') { '`' } else { '~' };
        let count = bare.chars().take_while(|c| *c == mark).count();
        let fence = mark.to_string().repeat(count);
        let language = bare[count..].trim();
        // A fence that closes on its own line is a code span.
        if mark == '`' && language.contains('`') {
            self.text(bare, indent);
            return;
        }
        let rest = self.indentation(indent);
        let language = if is_harmless(language) {
            language
        } else {
            "text"
        };
        let opening = format!("{fence}{language}");
        self.push(&rest, &rest, opening, false);
        self.fence = Some((fence, rest));
    }

    fn close_fence(&mut self) {
        if let Some((fence, rest)) = self.fence.take() {
            self.push(&rest, &rest, fence, false);
            self.gap = true;
        }
    }

    fn push(&mut self, first: &str, rest: &str, text: String, wraps: bool) {
        let gap = self.gap && !self.blocks.is_empty();
        self.gap = false;
        self.open = false;
        let (first, rest) = (first.to_owned(), rest.to_owned());
        self.blocks.push(Block {
            first,
            rest,
            text,
            wraps,
            gap,
        });
    }

    fn inline(&self, text: &str) -> String {
        if self.foreign {
            crate::emit::inline::escape(text)
        } else {
            text.to_owned()
        }
    }
}

fn is_rule(bare: &str) -> bool {
    let mut solid = bare.bytes().filter(|byte| *byte != b' ');
    let first = solid.next().filter(|first| b"-=*_".contains(first));
    first.is_some() && {
        let count = 1 + solid.clone().count();
        count >= 3 && solid.all(|byte| Some(byte) == first)
    }
}

fn is_heading(bare: &str) -> bool {
    let hashes = bare.chars().take_while(|c| *c == '#').count();
    (1..=6).contains(&hashes) && bare[hashes..].starts_with(' ')
}

/// The marker and the text of a list item.
fn list_item(bare: &str) -> Option<(&str, &str)> {
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let length = match bare.as_bytes().get(digits) {
        Some(b'.' | b')') if (1..=3).contains(&digits) => digits + 1,
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        _ => return None,
    };
    let text = bare[length..].strip_prefix(' ')?.trim_start();
    (!text.is_empty()).then(|| (&bare[..length], text))
}

/// Whether a word at the start of a line would begin a block.
pub(super) fn begins_block(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &word[digits..];
    matches!(rest.as_bytes().first(), Some(b'.' | b')')) && digits > 0
        || digits == 0 && matches!(word, "-" | "*" | "+")
        || word.starts_with(['#', '>', '|', '='])
        || word.starts_with("```")
        || word.starts_with("~~~")
        || word.starts_with("---")
        || word.starts_with("***")
        || word.starts_with("___")
}

/// Languages that rustdoc does not take for Rust to be tested.
fn is_harmless(language: &str) -> bool {
    const KNOWN: [&str; 22] = [
        "bash",
        "c",
        "console",
        "css",
        "curl",
        "diff",
        "go",
        "graphql",
        "html",
        "http",
        "java",
        "javascript",
        "js",
        "json",
        "php",
        "python",
        "ruby",
        "sh",
        "shell",
        "sql",
        "xml",
        "yaml",
    ];
    KNOWN.contains(&language)
}
