//! Docs are wrapped to the width that their place leaves them.

use std::borrow::Cow;

use super::{
    WIDTH,
    markdown::{Block, begins_block, blocks},
};
use crate::emit::{Doc, Passage, inline::escape};

/// Docs are not wrapped narrower than this, however deep they stand.
const NARROWEST: usize = 40;

/// Writes docs as `///` or `//!` lines.
pub(super) fn write(out: &mut String, doc: &Doc, marker: &str, indent: usize) {
    let width = (WIDTH - indent.min(WIDTH))
        .saturating_sub(marker.len() + 1)
        .max(NARROWEST);
    let margin = format!("{}{marker}", " ".repeat(indent));
    let mut first = true;
    for passage in &doc.passages {
        let (text, foreign) = match passage {
            Passage::Foreign(text) => (text, true),
            Passage::Own(text) => (text, false),
            Passage::Example(lines) => {
                let code = lines.iter().map(String::as_str);
                for line in ["", "```no_run"].into_iter().chain(code).chain(["```"]) {
                    out.push_str(format!("{margin} {line}").trim_end());
                    out.push('\n');
                }
                first = false;
                continue;
            }
        };
        for (index, block) in blocks(text, foreign).iter().enumerate() {
            if !first && (block.gap || index == 0) {
                out.push_str(&margin);
                out.push('\n');
            }
            first = false;
            wrap(block, foreign, width, &mut |line| {
                out.push_str(&margin);
                if !line.is_empty() {
                    out.push(' ');
                    out.push_str(line);
                }
                out.push('\n');
            });
        }
    }
}

fn wrap(block: &Block, foreign: bool, width: usize, line: &mut dyn FnMut(&str)) {
    if !block.wraps {
        line(format!("{}{}", block.first, block.text).trim_end());
        return;
    }
    let text = match foreign {
        true => Cow::Owned(escape(&block.text)),
        false => Cow::Borrowed(&*block.text),
    };
    let mut current = block.first.clone();
    let mut used = block.first.chars().count();
    let mut fresh = true;
    for word in words(&text, width) {
        let length = word.chars().count();
        if !fresh && used + 1 + length > width && !begins_block(word) {
            line(&current);
            current.clone_from(&block.rest);
            used = block.rest.chars().count();
            fresh = true;
        }
        if !fresh {
            current.push(' ');
            used += 1;
        }
        current.push_str(word);
        used += length;
        fresh = false;
    }
    line(&current);
}

/// The words of a text. Code of several words is one, unless it is wider than a line.
fn words(text: &str, width: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(' ');
        let first = rest.find(' ').unwrap_or(rest.len());
        let begins = rest[..first].matches('`').count() % 2 == 1;
        let closed = || {
            let close = first + rest[first..].find('`')? + 1;
            let end = close + rest[close..].find(' ').unwrap_or(rest.len() - close);
            (rest[..end].chars().count() < width).then_some(end)
        };
        let end = begins.then(closed).flatten().unwrap_or(first);
        let (word, after) = rest.split_at(end);
        rest = after;
        (!word.is_empty()).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, indent: usize) -> String {
        let mut out = String::new();
        write(&mut out, &Doc::new().quote(Some(text)), "///", indent);
        out
    }

    #[test]
    fn long_paragraphs_are_wrapped_and_lists_keep_their_indentation() {
        let long = "word ".repeat(30);
        let text = written(
            &format!("Title\n=====\n{long}\n\n* one {long}\n    * two\n"),
            4,
        );
        assert!(text.lines().all(|line| line.len() <= 100), "{text}");
        assert!(text.contains("    /// * one word"), "{text}");
        assert!(text.contains("\n    ///   word"), "{text}");
        assert!(text.contains("\n    ///   * two"), "{text}");
    }

    #[test]
    fn fences_without_a_language_are_text_and_are_closed() {
        assert_eq!(
            written("```\nlet x;", 0),
            "/// ```text\n/// let x;\n/// ```\n"
        );
        assert_eq!(
            written("```rust\nx\n```\nb", 0),
            "/// ```text\n/// x\n/// ```\n///\n/// b\n"
        );
    }

    #[test]
    fn indented_text_is_no_code_and_controls_vanish() {
        assert_eq!(
            written("a\n\n    b\r\u{202e}\u{7}c", 0),
            "/// a\n///\n/// bc\n"
        );
    }

    #[test]
    fn code_is_not_broken() {
        let long = "word ".repeat(18);
        let text = written(&format!("{long}`GET /a/b/c` and `d`"), 0);
        assert!(text.ends_with("word\n/// `GET /a/b/c` and `d`\n"), "{text}");
        let wide = format!("`{}`", "word ".repeat(30));
        assert!(written(&wide, 0).lines().count() > 1);
        assert_eq!(written("a ` b", 0), "/// a \\` b\n");
    }

    #[test]
    fn a_hard_break_is_kept() {
        assert_eq!(written("* a\\\n  b", 0), "/// * a\n///\n///   b\n");
    }

    #[test]
    fn a_wrapped_line_begins_no_block() {
        let text = format!("{} - b", "a".repeat(95));
        assert_eq!(written(&text, 0).lines().count(), 2);
        assert!(
            !written(&text, 0).contains("/// -"),
            "{}",
            written(&text, 0)
        );
    }
}
