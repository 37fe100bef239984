//! Text inside a block of Markdown: code, links and emphasis stay, everything else is escaped.

/// The text with everything escaped that rustdoc would stumble over.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut at = 0;
    // What begins nothing is copied as it stands.
    let may_begin = |byte| matches!(byte, b'`' | b'[' | b'<' | b'\\' | b'h' | b']' | b'!');
    loop {
        let plain = text[at..].bytes().position(may_begin);
        let rest = &text[plain.map_or(text.len(), |plain| at + plain)..];
        out.push_str(&text[at..text.len() - rest.len()]);
        at = text.len() - rest.len();
        let Some(c) = rest.chars().next() else {
            return out;
        };
        at += match c {
            '`' => code(&mut out, rest),
            '[' => link(&mut out, rest),
            '<' => angle(&mut out, rest),
            '\\' => backslash(&mut out, rest),
            'h' if starts_url(rest) && !out.ends_with(char::is_alphanumeric) => url(&mut out, rest),
            ']' => push(&mut out, "\\]", 1),
            '!' if rest[1..].starts_with('[') => push(&mut out, "\\!", 1),
            c => {
                out.push(c);
                c.len_utf8()
            }
        };
    }
}

fn push(out: &mut String, text: &str, taken: usize) -> usize {
    out.push_str(text);
    taken
}

/// A code span stays as it is; backticks that open none are escaped.
fn code(out: &mut String, rest: &str) -> usize {
    match code_span(rest) {
        Ok(end) => push(out, &rest[..end], end),
        Err(ticks) => push(out, &"\\`".repeat(ticks), ticks),
    }
}

/// How long the code span at the start is, or how many backticks there are that open none.
pub(crate) fn code_span(rest: &str) -> Result<usize, usize> {
    let run = |text: &str| text.bytes().take_while(|byte| *byte == b'`').count();
    let ticks = run(rest);
    let mut from = ticks;
    while let Some(found) = rest[from..].find('`') {
        let length = run(&rest[from + found..]);
        from += found + length;
        if length == ticks {
            return Ok(from);
        }
    }
    Err(ticks)
}

/// How long the target of a link may be, in bytes.
const LONGEST: usize = 4_000;

/// `[label](https://…)` stays a link; other brackets are escaped.
fn link(out: &mut String, rest: &str) -> usize {
    let parts = (|| {
        let close = closing(rest)?;
        let target = rest[close + 1..].strip_prefix('(')?;
        let end = target.bytes().take(LONGEST).position(|byte| byte == b')')?;
        let url = target[..end].split_whitespace().next()?;
        let plain = starts_url(url) && !url.contains(['<', '>', '`', '\\', '[', ']']);
        plain.then(|| (&rest[1..close], url, close + 2 + end + 1))
    })();
    let Some((label, url, taken)) = parts else {
        return push(out, "\\[", 1);
    };
    let label = match label.trim() {
        "" => url,
        label if starts_url(label) => return push(out, &format!("<{url}>"), taken),
        label => label,
    };
    out.push('[');
    out.push_str(&escape(label));
    out.push_str("](");
    out.push_str(url);
    out.push(')');
    taken
}

/// The bracket that closes the one at the start, with no other bracket between.
fn closing(rest: &str) -> Option<usize> {
    let found = rest[1..].find(['[', ']'])? + 1;
    rest[found..].starts_with(']').then_some(found)
}

fn angle(out: &mut String, rest: &str) -> usize {
    let end = rest[1..].find(['<', '>', ' ']).map(|end| end + 1);
    if starts_url(&rest[1..])
        && let Some(end) = end.filter(|end| rest[*end..].starts_with('>'))
    {
        return push(out, &rest[..=end], end + 1);
    }
    push(out, "\\<", 1)
}

/// An escape in the text stays one.
fn backslash(out: &mut String, rest: &str) -> usize {
    match rest[1..].chars().next() {
        Some(c) if c.is_ascii_punctuation() => push(out, &rest[..2], 2),
        _ => push(out, "\\\\", 1),
    }
}

pub(crate) fn starts_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()))
}

/// A bare URL goes between angle brackets.
pub(super) fn url(out: &mut String, rest: &str) -> usize {
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '[' | ']' | '\\'))
        .unwrap_or(rest.len());
    let mut url = &rest[..end];
    loop {
        let shorter = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '|']);
        let shorter = match shorter.strip_suffix(')') {
            Some(inner) if !inner.contains('(') => inner,
            _ => shorter,
        };
        if shorter == url {
            break;
        }
        url = shorter;
    }
    out.push('<');
    out.push_str(url);
    out.push('>');
    url.len()
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn code_and_links_stay() {
        let text = "See `a[0]` and [the docs](https://example.com/a), <https://example.com>.";
        assert_eq!(escape(text), text);
    }

    #[test]
    fn what_rustdoc_would_read_is_escaped() {
        assert_eq!(escape("a <b> [c] `d"), "a \\<b> \\[c\\] \\`d");
        assert_eq!(escape("[x](/docs) ![y](z)"), "\\[x\\](/docs) \\!\\[y\\](z)");
        assert_eq!(escape("a\\[b\\] c\\d"), "a\\[b\\] c\\\\d");
    }

    #[test]
    fn what_is_never_closed_takes_no_longer_than_it_is_long() {
        for part in ["<https://a", "[a](", "[", "`", "](", "\\", "![", "<"] {
            let text = part.repeat(200_000);
            assert!(escape(&text).len() >= text.len(), "{part}");
        }
    }

    #[test]
    fn bare_urls_become_links() {
        assert_eq!(
            escape("at https://a.b/c?d=(e)."),
            "at <https://a.b/c?d=(e)>."
        );
        assert_eq!(escape("(see http://a.b)"), "(see <http://a.b>)");
        assert_eq!(escape("[https://a.b](https://a.b)"), "<https://a.b>");
    }
}
