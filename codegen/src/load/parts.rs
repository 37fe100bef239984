//! A long YAML text is read in parts, on as many threads as there are.
//!
//! A part is a run of members of a block mapping, below the keys that lead there. A line that
//! begins at the column of such a mapping begins a member of it, unless it stands in a quoted text
//! or in brackets: then the part before it does not end, is refused as YAML, and the text is read
//! as one. So it is wherever parts may differ from the whole: for a key that stands twice, an alias
//! of another part, a second document.

pub(super) mod json;

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use serde_json::{Map, Value};

use super::text::{Parsed, one};

/// A shorter text is read as one.
const LONG: usize = 256 << 10;

/// How long a part should be.
const PART: usize = 64 << 10;

/// How many keys may lead to a part.
const DEEPEST: usize = 2;

/// A run of members, and the lines of the keys above them.
#[derive(Debug)]
struct Part<'t> {
    above: Vec<&'t str>,
    members: &'t str,
}

/// What `text` says, if its parts are sure to be as the whole, and take no more than `allowed`.
pub(super) fn read(text: &str, allowed: u64) -> Option<Parsed> {
    let mut parts = Vec::new();
    if text.len() < LONG || !split(text, &mut Vec::new(), &mut parts) || parts.len() < 2 {
        return None;
    }
    let left = AtomicU64::new(allowed);
    let read = |part: &str| {
        let parsed = one(part).ok().filter(|part| part.duplicates.is_empty())?;
        let spend = |left: u64| left.checked_sub(parsed.spent);
        let spent = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend);
        spent.ok().map(|_| parsed.value)
    };
    let values: Option<Vec<Value>> = pool()?.install(|| {
        let parts = parts.par_iter();
        parts
            .map(|part| match part.above.is_empty() {
                true => read(part.members),
                false => read(&(part.above.concat() + part.members)),
            })
            .collect()
    });
    let mut whole = Map::new();
    let mut before: &[&str] = &[];
    for (part, value) in parts.iter().zip(values?) {
        let shared = before.iter().zip(&part.above);
        let shared = shared.take_while(|(one, other)| std::ptr::eq(**one, **other));
        add(&mut whole, value, shared.count(), part.above.len())?;
        before = &part.above;
    }
    Some(Parsed {
        value: Value::Object(whole),
        duplicates: Vec::new(),
        spent: allowed - left.into_inner(),
    })
}

/// Threads to read on.
fn pool() -> Option<rayon::ThreadPool> {
    let threads = rayon::ThreadPoolBuilder::new().stack_size(crate::STACK);
    threads.build().ok()
}

/// Adds the members of a part to the whole: below the last key where they are `shared` with the part
/// before, as new ones where not. `None` if a key stands twice.
fn add(whole: &mut Map<String, Value>, part: Value, shared: usize, above: usize) -> Option<()> {
    let Value::Object(part) = part else {
        return None;
    };
    if above > 0 && part.len() != 1 {
        return None;
    }
    for (key, value) in part {
        match whole.get_mut(&key) {
            Some(Value::Object(known)) if shared > 0 => {
                add(known, value, shared - 1, above.saturating_sub(1))?;
            }
            Some(_) => return None,
            None if shared > 0 => return None,
            None => drop(whole.insert(key, value)),
        }
    }
    Some(())
}

/// Splits the members of a block mapping below the keys `above`; false, and nothing, if it is not
/// sure where they begin.
fn split<'t>(text: &'t str, above: &mut Vec<&'t str>, parts: &mut Vec<Part<'t>>) -> bool {
    let Some(starts) = starts(text, 2 * above.len()) else {
        return false;
    };
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let mut run: Option<usize> = None;
    for (start, end) in starts.iter().copied().zip(ends) {
        let member = &text[start..end];
        if member.len() >= PART && above.len() < DEEPEST {
            let head = member.split_inclusive('\n').next().unwrap_or(member);
            if head.trim_end().ends_with(':') {
                let run_before = run.take().map(|from| &text[from..start]);
                let known = parts.len();
                parts.extend(run_before.map(|members| Part {
                    above: above.clone(),
                    members,
                }));
                above.push(head);
                let inner = split(&member[head.len()..], above, parts);
                above.pop();
                if inner {
                    continue;
                }
                parts.truncate(known + usize::from(run_before.is_some()));
            }
        }
        let from = *run.get_or_insert(start);
        if end - from >= PART {
            run = None;
            parts.push(Part {
                above: above.clone(),
                members: &text[from..end],
            });
        }
    }
    parts.extend(run.map(|from| Part {
        above: above.clone(),
        members: &text[from..],
    }));
    true
}

/// Where the members of a block mapping begin that is indented by so much.
fn starts(text: &str, indent: usize) -> Option<Vec<usize>> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches(' ');
        let quiet = bare.trim_end().is_empty() || bare.starts_with('#');
        if line.len() - bare.len() <= indent && !quiet {
            let first = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '"' | '\'');
            let head = indent == 0 && starts.is_empty() && line.trim_end() == "---";
            if !head {
                let stands = line.len() - bare.len() == indent && bare.starts_with(first);
                stands.then(|| starts.push(at))?;
            }
        } else if starts.is_empty() && !quiet {
            return None;
        }
        at += line.len();
    }
    (!starts.is_empty()).then_some(starts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::text::parse;

    fn in_parts(text: &str) -> Option<Value> {
        read(text, u64::MAX).map(|parsed| parsed.value)
    }

    /// A description with `more` behind its first path, long enough to be read in parts.
    fn long(more: &str) -> String {
        let mut text = String::from("---\nopenapi: 3.0.3\npaths:\n  # first\n");
        for index in 0..4_000 {
            let filler = "x".repeat(40);
            text.push_str(&format!(
                "  /a{index}:\n    get: {{operationId: a{index}}}\n    description: |\n      {filler}\n\n"
            ));
            if index == 2_000 {
                text.push_str(more);
            }
        }
        text.push_str("components:\n  schemas:\n");
        for index in 0..4_000 {
            text.push_str(&format!(
                "    A{index}:\n      type: string\n      title: \"{index}\n  b: c\"\n"
            ));
        }
        text.push_str("  parameters: {}\ntags: []\n");
        text
    }

    #[test]
    fn parts_are_as_the_whole() {
        let text = long("").replace("\n  b: c\"", "\"");
        let whole = one(&text).expect("YAML").value;
        assert_eq!(in_parts(&text).as_ref(), Some(&whole));
        assert_eq!(
            in_parts(&text).map(|value| value.to_string()),
            Some(whole.to_string()),
            "in the same order"
        );
    }

    #[test]
    fn what_may_differ_is_read_as_one() {
        let plain = long("").replace("\n  b: c\"", "\"");
        let with = |more: &str| long(more).replace("\n  b: c\"", "\"");
        let lines = "  b: c\n".repeat(PART / 4);
        let cases = [
            ("a key twice", with("  /a0: {}\n")),
            (
                "an alias",
                with("  /alias: *known\n").replace("    A7:\n", "    A7: &known\n"),
            ),
            ("a quoted text", with(&format!("  /q: 'a\n{lines}  '\n"))),
            ("brackets", with(&format!("  /q: [{{\n{lines}  }}]\n"))),
            ("a second document", plain.clone() + "---\na: 1\n"),
            ("a quoted text at the margin", long("")),
        ];
        for (case, text) in cases {
            assert!(in_parts(&text).is_none(), "{case}");
        }
        let merge = with("  <<: {b: 1}\n");
        assert_eq!(in_parts(&merge), one(&merge).ok().map(|whole| whole.value));
        let lines = parse(&long("")).expect("YAML").value;
        assert_eq!(lines["components"]["schemas"]["A1"]["title"], "1 b: c");
    }

    #[test]
    fn parts_are_as_the_whole_over_the_corpus() {
        let texts = crate::corpus::texts(2_000_000);
        for (name, text) in texts.filter(|(name, _)| name.ends_with(".yaml")) {
            if let Some(value) = in_parts(&text) {
                let whole = one(&text).expect("YAML").value;
                let (parts, whole) = (value.to_string(), whole.to_string());
                assert!(parts == whole, "{name}");
            }
        }
    }
}
