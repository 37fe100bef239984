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
        position: error.span().map(|span| position(text, span.start)),
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

/// Line and column of a byte offset, counted from 1.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..boundary(text, offset)];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
    (line, column)
}

/// Line and column of every key of a text that is known to be TOML.
pub(crate) fn positions(text: &str) -> BTreeMap<Pointer, (usize, usize)> {
    let mut positions = BTreeMap::new();
    if let Ok(table) = DeTable::parse(text) {
        enter(text, &Pointer::root(), table.get_ref(), &mut positions);
    }
    positions
}

fn enter(
    text: &str,
    at: &Pointer,
    table: &DeTable<'_>,
    into: &mut BTreeMap<Pointer, (usize, usize)>,
) {
    for (key, value) in table {
        let at = at.child(key.get_ref());
        into.insert(at.clone(), position(text, key.span().start));
        inside(text, &at, value, into);
    }
}

fn inside(
    text: &str,
    at: &Pointer,
    value: &Spanned<DeValue<'_>>,
    into: &mut BTreeMap<Pointer, (usize, usize)>,
) {
    match value.get_ref() {
        DeValue::Table(table) => enter(text, at, table, into),
        DeValue::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let at = at.item(index);
                into.insert(at.clone(), position(text, item.span().start));
                inside(text, &at, item, into);
            }
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => {}
    }
}
