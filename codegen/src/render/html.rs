//! HTML that descriptions hold becomes Markdown: paragraphs, breaks, lists, code, links, emphasis.
//!
//! What is no such HTML stays as it is, and is escaped later.

use std::borrow::Cow;

use super::markdown::begins_block;
use crate::emit::inline::{code_span, starts_url};

/// How far apart a tag and the one that closes it may be, in bytes.
const LONGEST: usize = 4_000;

/// Tags of emphasis, and what stands for them.
const EMPHASIS: [(&str, &str); 4] = [("strong", "**"), ("b", "**"), ("em", "*"), ("i", "*")];

/// The text with its HTML as Markdown.
pub(super) fn to_markdown(text: &str) -> Cow<'_, str> {
    if !text.contains('<') || text.contains("~~~") {
        return Cow::Borrowed(text);
    }
    let mut writer = Writer {
        paragraphs: text.contains("</p>"),
        lists: text.contains("</ul>") || text.contains("</ol>"),
        ..Writer::default()
    };
    let mut rest = text;
    while let Some(at) = rest.find(['`', '<']) {
        writer.put(&rest[..at]);
        rest = &rest[at..];
        let kept = match rest.starts_with('`') {
            true => code_span(rest).unwrap_or_else(|ticks| ticks),
            false => match writer.tag(rest) {
                Some(taken) => {
                    rest = &rest[taken..];
                    continue;
                }
                None => 1,
            },
        };
        writer.put(&rest[..kept]);
        rest = &rest[kept..];
    }
    writer.put(rest);
    Cow::Owned(writer.out)
}

/// What stands between what was written and what comes next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Break,
    Paragraph,
    Item,
}

#[derive(Default)]
struct Writer {
    out: String,
    gap: Gap,
    /// Whether there are paragraphs, and lists.
    paragraphs: bool,
    lists: bool,
    /// Whether the items of the present list are numbered.
    numbered: bool,
    /// The tags that are open, with what ends them.
    open: Vec<(&'static str, &'static str)>,
}

impl Writer {
    fn put(&mut self, text: &str) {
        if self.gap == Gap::None {
            self.out.push_str(text);
            return;
        }
        let bare = text.trim_start();
        let blank = text[..text.len() - bare.len()].matches('\n').count() > 1;
        if blank {
            self.gap = self.gap.max(Gap::Paragraph);
        }
        if bare.is_empty() {
            return;
        }
        self.out.truncate(self.out.trim_end().len());
        let gap = match std::mem::take(&mut self.gap) {
            Gap::Item if self.numbered => "\n1. ",
            Gap::Item => "\n- ",
            Gap::Break if !bare.split(' ').next().is_some_and(begins_block) => "\\\n",
            _ => "\n\n",
        };
        match gap.trim_start_matches(['\\', '\n']) {
            marker if self.out.is_empty() => self.out.push_str(marker),
            _ => self.out.push_str(gap),
        }
        self.out.push_str(bare);
    }

    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// Writes what the tag at the start means, and tells how much that took; nothing for what is no
    /// tag, or none that is known.
    fn tag(&mut self, rest: &str) -> Option<usize> {
        let inside = rest.bytes().skip(1).take(LONGEST);
        let end = 1 + inside
            .clone()
            .position(|byte| matches!(byte, b'<' | b'>'))?;
        let taken = end + 1;
        let inside = rest[..taken].strip_suffix('>')?.strip_prefix('<')?;
        let (closes, inside) = match inside.strip_prefix('/') {
            Some(inside) => (true, inside),
            None => (false, inside),
        };
        let name_ends = inside.find([' ', '/', '\n']).unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(name_ends);
        let after = &rest[taken..];
        match (name.to_ascii_lowercase().as_str(), closes) {
            ("br", _) => self.line_break(after)?,
            ("p", _) if self.paragraphs => self.widen(Gap::Paragraph),
            ("ul" | "ol", _) if self.lists => {
                self.numbered = name.eq_ignore_ascii_case("ol");
                self.widen(Gap::Paragraph);
            }
            ("li", false) if self.lists => self.widen(Gap::Item),
            ("li", true) if self.lists => {}
            ("code", false) => {
                let code = before(after, "</code>").filter(|code| is_plain(code))?;
                self.put(&format!("`{code}`"));
                return Some(taken + code.len() + "</code>".len());
            }
            ("a", false) => match linked(attributes, after) {
                Some((label, url)) => {
                    self.put(&format!("[{label}]({url})"));
                    return Some(taken + label.len() + "</a>".len());
                }
                None => self.begin(("a", ""), after)?,
            },
            (name, false) => {
                let emphasis = EMPHASIS.into_iter().find(|(known, _)| *known == name)?;
                self.begin(emphasis, after)?;
            }
            (name, true) => {
                let (_, end) = self.open.pop_if(|(open, _)| *open == name)?;
                // Emphasis ends at a word, not at the space behind it.
                let bare = self.out.trim_end_matches(' ').len();
                self.out.insert_str(bare, end);
            }
        }
        Some(taken)
    }

    /// A tag between two words is talked about.
    fn line_break(&mut self, after: &str) -> Option<()> {
        if self.out.ends_with(' ') && self.gap == Gap::None && after.starts_with(' ') {
            return None;
        }
        let near = self.out.len().saturating_sub(LONGEST);
        let ends = self
            .out
            .bytes()
            .rev()
            .take(LONGEST)
            .position(|byte| byte == b'\n');
        let start = ends.map_or(near, |ends| self.out.len() - ends);
        let line = self.out.get(start..).unwrap_or_default();
        match line.trim_start().starts_with('|') {
            // A row of a table is one line.
            true => self.out.push(' '),
            false => self.widen(Gap::Break),
        }
        Some(())
    }

    /// Begins what is closed later; nothing if it is not.
    fn begin(&mut self, (name, mark): (&'static str, &'static str), after: &str) -> Option<()> {
        before(after, &format!("</{name}>"))?;
        self.put(mark);
        self.open.push((name, mark));
        Some(())
    }
}

/// What stands before the tag that closes.
fn before<'t>(after: &'t str, closing: &str) -> Option<&'t str> {
    let near = after.len().min(LONGEST);
    let near = (near..=after.len()).find(|end| after.is_char_boundary(*end))?;
    after[..near].find(closing).map(|end| &after[..end])
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && !text.contains(['`', '<', '\n'])
}

/// The label and target of a link to another place than the page that the text was written for.
fn linked<'t>(attributes: &'t str, after: &'t str) -> Option<(&'t str, &'t str)> {
    let (_, value) = attributes.split_once("href=")?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (url, _) = value[1..].split_once(quote)?;
    let label = before(after, "</a>").filter(|label| is_plain(label))?;
    (starts_url(url) && !label.contains(['[', ']'])).then_some((label, url))
}

#[cfg(test)]
mod tests {
    use super::to_markdown;

    #[test]
    fn html_becomes_markdown() {
        for (html, markdown) in [
            ("<p>One.</p>\n\n<p>Two.</p>", "One.\n\nTwo."),
            ("a<br>b<br/><br />\nc", "a\\\nb\\\nc"),
            ("a.<br>\n\nb<br>", "a.\n\nb"),
            ("a:<br>- b<br>1. c", "a:\n\n- b\n\n1. c"),
            ("| a | b<br>c |", "| a | b c |"),
            (
                "<ul>\n<li>a</li>\n <li><p>b</p></li></ul> c",
                "- a\n- b\n\nc",
            ),
            ("x <ol><li>a<li>b</ol>", "x\n1. a\n1. b"),
            (
                "the <code>id</code> is <b>not</b> <em>it</em>",
                "the `id` is **not** *it*",
            ),
            (
                "<a href=\"https://a.b/c\">this</a>",
                "[this](https://a.b/c)",
            ),
            (
                "<a class='x' href='/docs'>the <code>docs</code></a>.",
                "the `docs`.",
            ),
            ("<b>Scope: </b>`a`", "**Scope:** `a`"),
            ("<STRONG>loud</STRONG>", "<STRONG>loud</STRONG>"),
        ] {
            assert_eq!(to_markdown(html), markdown, "{html}");
        }
    }

    #[test]
    fn what_is_no_html_or_is_talked_about_stays() {
        for text in [
            "a < b > c",
            "<currency> and </currency>",
            "tags as `<br>` and ```<p></p>``` are code",
            "a <br> breaks a line, <p> begins a paragraph, <b> is bold",
            "<code>a`b</code> </i> </a> <li>",
            "Vec<a href=\"x\">",
            "~~~\n<br>\n~~~",
            "<",
            "é<é><",
        ] {
            assert_eq!(to_markdown(text), text);
        }
    }

    #[test]
    fn what_is_never_closed_takes_no_longer_than_it_is_long() {
        for part in [
            "<b>",
            "<a href=\"x\">",
            "<code>",
            "<p",
            "<br>",
            "<li>",
            "</p>",
            "`<",
            "<é",
        ] {
            let text = part.repeat(20_000);
            assert!(to_markdown(&text).len() <= text.len(), "{part}");
        }
    }
}
