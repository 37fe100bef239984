//! What is told of an entry that cannot be read, matches nothing, or does not fit.

use std::collections::BTreeMap;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    pointer::Pointer,
    report::{Problem, codes},
};

/// An entry that matches nothing: where it stands, what was looked for, and what there is.
pub fn unmatched<'k>(
    at: &Pointer,
    met: impl Into<String>,
    key: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Problem {
    let help = match nearest(key, known) {
        Some(near) => format!("write `{near}`, or remove the entry"),
        None => "correct or remove the entry".to_owned(),
    };
    Problem::error(codes::UNUSED_SETTING, at, met)
        .in_settings()
        .help(help)
}

/// An entry that matches something and cannot be followed all the same.
pub fn misfit(at: &Pointer, met: impl Into<String>, help: impl Into<String>) -> Problem {
    Problem::error(codes::BAD_SETTING, at, met)
        .in_settings()
        .help(help)
}

/// A text that cannot be read at all, or that holds an unknown key or a value of the wrong kind.
pub(super) fn unreadable(text: &str, at: &Pointer, error: &toml::de::Error) -> Problem {
    let met = error.message().lines().collect::<Vec<_>>().join("; ");
    let help = match unknown_key(&met) {
        Some((key, known)) => match nearest(key, known.iter().copied()) {
            Some(near) => format!("write `{near}`"),
            None => format!("the known keys here are {}", known.join(", ")),
        },
        None => codes::advice(codes::UNREADABLE_SETTINGS).to_owned(),
    };
    Problem {
        position: error
            .span()
            .map(|span| Lines::of(text).position(span.start)),
        ..Problem::error(codes::UNREADABLE_SETTINGS, at, met)
    }
    .done("nothing was generated")
    .help(help)
}

/// The key and the known ones, out of serde's "unknown field `a`, expected one of `b`, `c`".
fn unknown_key(message: &str) -> Option<(&str, Vec<&str>)> {
    let mut quoted = message
        .strip_prefix("unknown field")
        .or_else(|| message.strip_prefix("unknown variant"))?
        .split('`')
        .skip(1)
        .step_by(2);
    Some((quoted.next()?, quoted.collect()))
}

/// The known text that differs from `key` in at most a third of its letters.
pub fn nearest<'k>(key: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let (distance, near) = known
        .into_iter()
        .map(|near| (distance(key, near), near))
        .min()?;
    (distance <= key.len().div_ceil(3)).then_some(near)
}

/// How many letters must be added, removed or replaced to get from `a` to `b`.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, a) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in b.chars().enumerate() {
            let replaced = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

fn boundary(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or_default()
}

/// Line and column of every key of a text that is known to be TOML.
pub(crate) fn positions(text: &str) -> BTreeMap<Pointer, (usize, usize)> {
    let mut positions = BTreeMap::new();
    if let Ok(table) = DeTable::parse(text) {
        let lines = Lines::of(text);
        enter(&lines, &Pointer::root(), table.get_ref(), &mut positions);
    }
    positions
}

/// A text, and where its lines begin.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let ends = text.match_indices('\n').map(|(end, _)| end + 1);
        let starts = std::iter::once(0).chain(ends).collect();
        Lines { text, starts }
    }

    /// Line and column of a byte offset, counted from 1.
    fn position(&self, offset: usize) -> (usize, usize) {
        let offset = boundary(self.text, offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied();
        let before = self.text.get(start.unwrap_or_default()..offset);
        (line, before.unwrap_or_default().chars().count() + 1)
    }
}

fn enter(
    lines: &Lines<'_>,
    at: &Pointer,
    table: &DeTable<'_>,
    into: &mut BTreeMap<Pointer, (usize, usize)>,
) {
    for (key, value) in table {
        let at = at.child(key.get_ref());
        into.insert(at.clone(), lines.position(key.span().start));
        inside(lines, &at, value, into);
    }
}

fn inside(
    lines: &Lines<'_>,
    at: &Pointer,
    value: &Spanned<DeValue<'_>>,
    into: &mut BTreeMap<Pointer, (usize, usize)>,
) {
    match value.get_ref() {
        DeValue::Table(table) => enter(lines, at, table, into),
        DeValue::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let at = at.item(index);
                into.insert(at.clone(), lines.position(item.span().start));
                inside(lines, &at, item, into);
            }
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => {}
    }
}
