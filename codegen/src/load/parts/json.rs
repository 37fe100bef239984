//! A long JSON text that is laid out in lines is read in parts, on as many threads as there are.
//!
//! No string of JSON goes on over a line break, so that a line that begins with a quote behind a
//! comma begins a member or a text. What stands between two such commas is read inside as many
//! objects as its indentation tells of. If every part is JSON then, so is the whole, and has the
//! members of the parts; if one is not, the text is read as one.

use memchr::memchr;
use rayon::prelude::*;
use serde_json::{Map, Value};

use super::{LONG, PART, pool};
use crate::load::text::{Parsed, one_json};

/// How many objects may stand around the place where a text is cut.
const DEEPEST: usize = 3;

/// A comma behind a member, at which the text is cut.
#[derive(Debug, Clone, Copy)]
struct Cut {
    at: usize,
    /// How many objects stand around it.
    depth: usize,
}

/// What `text` says, if its parts are sure to be as the whole.
pub(in crate::load) fn read(text: &str) -> Option<Parsed> {
    let cuts = cuts(text);
    if cuts.is_empty() {
        return None;
    }
    let ends = cuts.iter().copied().map(Some).chain([None]);
    let starts = [None].into_iter().chain(cuts.iter().copied().map(Some));
    let parts: Vec<(Option<Cut>, Option<Cut>)> = starts.zip(ends).collect();
    let read = |(start, end): &(Option<Cut>, Option<Cut>)| part(text, *start, *end);
    let read: Option<Vec<Parsed>> = pool()?.install(|| parts.par_iter().map(read).collect());
    let mut whole = Map::new();
    let mut spent = 0;
    for ((start, _), part) in parts.iter().zip(read?) {
        let Value::Object(members) = part.value else {
            return None;
        };
        spent += part.spent;
        add(&mut whole, members, start.map_or(1, |cut| cut.depth))?;
    }
    Some(Parsed {
        value: Value::Object(whole),
        duplicates: Vec::new(),
        spent,
    })
}

/// Reads what stands between two cuts. The objects that are open at its start have no name there.
fn part(text: &str, start: Option<Cut>, end: Option<Cut>) -> Option<Parsed> {
    let from = start.map_or(0, |cut| cut.at + 1);
    let members = &text[from..end.map_or(text.len(), |cut| cut.at)];
    // Nothing but a member may stand before a comma.
    if end.is_some() && members.trim_end().ends_with('{') {
        return None;
    }
    let mut whole = String::with_capacity(members.len() + 8 * DEEPEST);
    for depth in 0..start.map_or(0, |cut| cut.depth) {
        whole.push_str(if depth == 0 { "{" } else { "\"\":{" });
    }
    whole.push_str(members);
    whole.extend(std::iter::repeat_n('}', end.map_or(0, |cut| cut.depth)));
    let parsed = one_json(&whole).ok()?;
    parsed.duplicates.is_empty().then_some(parsed)
}

/// Adds the members of a part to the whole, of which the last member goes on `depth` objects deep.
/// `None` if a name stands twice.
fn add(whole: &mut Map<String, Value>, part: Map<String, Value>, depth: usize) -> Option<()> {
    let mut members = part.into_iter();
    if depth > 1 {
        let (_, Value::Object(rest)) = members.next()? else {
            return None;
        };
        let open = whole.values_mut().next_back()?;
        add(open.as_object_mut()?, rest, depth - 1)?;
    }
    for (name, value) in members {
        if whole.insert(name, value).is_some() {
            return None;
        }
    }
    Some(())
}

/// Where to cut the text: none for one that is short, or not laid out in lines.
fn cuts(text: &str) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let bytes = text.as_bytes();
    let Some(step) = line(bytes, memchr(b'\n', bytes).unwrap_or(bytes.len())) else {
        return cuts;
    };
    let mut at = if text.len() < LONG { text.len() } else { PART };
    while let Some(next) = bytes.get(at..).and_then(|rest| memchr(b'\n', rest)) {
        at += next;
        let before = bytes[..at].strip_suffix(b"\r").unwrap_or(&bytes[..at]);
        let indent = line(bytes, at).filter(|_| before.ends_with(b","));
        let depth = indent.map_or(0, |indent| indent / step);
        if (1..=DEEPEST).contains(&depth) {
            let at = before.len() - 1;
            cuts.push(Cut { at, depth });
        }
        at += if (1..=DEEPEST).contains(&depth) {
            PART
        } else {
            1
        };
    }
    cuts
}

/// By how much the line behind the line break at `at` is indented, if it begins with a quote and is
/// indented at all.
fn line(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at + 1..)?;
    let indent = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t'))?;
    (indent > 0 && rest[indent] == b'"').then_some(indent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::text::parse;

    /// A description with `more` behind one of its paths, long enough to be read in parts.
    fn long(more: &str) -> String {
        let mut text = String::from("{\n  \"openapi\": \"3.0.3\",\n  \"paths\": {\n");
        for index in 0..4_000 {
            let end = if index == 3_999 { "" } else { "," };
            text.push_str(&format!(
                "    \"/a{index}\": {{\n      \"get\": {{\n        \"operationId\": \"a{index}\"\n      \
                 }},\n      \"put\": [\n        \"x\",\n        \"y\"\n      ]\n    }}{end}\n"
            ));
            if index == 2_000 {
                text.push_str(more);
            }
        }
        text.push_str("  },\n  \"components\": {\n    \"schemas\": {\n");
        for index in 0..4_000 {
            text.push_str(&format!("      \"A{index}\": {{}},\n"));
        }
        text.push_str("      \"\": {\n      }\n    }\n  },\n  \"tags\": []\n}\n");
        text
    }

    fn same(text: &str, name: &str) -> bool {
        let Some(parts) = read(text) else {
            return false;
        };
        let whole = one_json(text).expect("JSON");
        let texts = (parts.value.to_string(), whole.value.to_string());
        assert!(texts.0 == texts.1, "{name}");
        assert!(whole.duplicates.is_empty(), "{name}");
        true
    }

    #[test]
    fn parts_are_as_the_whole_in_the_same_order() {
        let text = long("");
        assert!(cuts(&text).len() > 4);
        assert!(same(&text, "lines"));
        assert!(same(&text.replace('\n', "\r\n"), "other line breaks"));
        assert!(same(&text.replace("  ", "\t"), "tabs"));
    }

    #[test]
    fn what_may_differ_is_read_as_one() {
        let lines = "      \"b\",\n".repeat(PART / 4);
        let members = "      \"b\": {},\n".repeat(PART / 4);
        let cases = [
            ("a name twice", "    \"/a0\": {},\n".to_owned()),
            (
                "a list",
                format!("    \"/l\": [\n{lines}      \"b\"\n    ],\n"),
            ),
            (
                "a comma too many",
                "    \"/l\": {,\n    \"b\": 1},\n".to_owned(),
            ),
            (
                "names twice in parts",
                format!("    \"/l\": {{\n{members}      \"c\": 1\n    }},\n"),
            ),
        ];
        for (case, more) in cases {
            let text = long(&more);
            assert!(read(&text).is_none(), "{case}");
            assert_eq!(parse(&text).is_ok(), case != "a comma too many", "{case}");
        }
        // Cut at any member, what is no JSON is never taken for it.
        let text = long("");
        let cut = cuts(&text)[1];
        for wrong in ["{", "}", "[", "]", ",", "\"", ":", "1"] {
            for at in [cut.at, cut.at + 1] {
                let text = format!("{}{wrong}{}", &text[..at], &text[at..]);
                assert!(read(&text).is_none(), "{wrong}");
            }
        }
        let empty = format!("{}{{{}", &text[..cut.at], &text[cut.at..]);
        assert!(read(&empty).is_none());
    }

    #[test]
    fn parts_are_as_the_whole_over_the_corpus() {
        let texts = crate::corpus::texts(4_000_000);
        for (name, text) in texts.filter(|(name, _)| name.ends_with(".json")) {
            same(&text, &name);
        }
    }
}
