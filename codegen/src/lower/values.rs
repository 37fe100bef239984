//! An `enum` of any JSON values becomes literals with what is said of each.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use serde_json::Value;

use super::node::{Node, Typed};
use crate::{
    ir::{Choice, FieldNotes, JsonKind, Literal},
    pointer::Pointer,
    report::{Problem, Report, codes},
};

/// One value of an `enum`, with what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry<'d> {
    /// The value.
    pub(super) literal: Literal,
    /// Where it stands.
    pub(super) pointer: Pointer,
    /// A name for it.
    pub(super) hint: Option<&'d str>,
    /// What is said of it.
    pub(super) docs: Option<&'d str>,
}

impl Entry<'_> {
    /// What is said of the value, as the IR keeps it.
    pub(super) fn notes(&self) -> FieldNotes {
        FieldNotes {
            pointer: self.pointer.clone(),
            docs: self.docs.map(str::to_owned),
            hint: self.hint.map(str::to_owned),
            ..FieldNotes::default()
        }
    }
}

/// The values of an `enum` without `null` and repetitions, each of the type the schema states.
pub(super) fn entries<'d>(
    report: &mut Report,
    node: &Node<'d>,
    values: &'d [Value],
) -> Vec<Entry<'d>> {
    let mut found: IndexMap<Literal, Entry<'d>, FxBuildHasher> = IndexMap::default();
    let list = node.place.pointer.child("enum");
    let mut misfits = 0;
    for (index, value) in values.iter().enumerate() {
        let Some((literal, fits)) = literal(value, node.typed) else {
            continue;
        };
        misfits += usize::from(!fits);
        let pointer = list.item(index);
        if found.contains_key(&literal) {
            report.push(
                Problem::note(
                    codes::ENUM_VALUES,
                    &pointer,
                    "the value stands twice in the `enum`",
                )
                .done("it is one value"),
            );
            continue;
        }
        let hint = told(node, index, value, NAMES);
        let docs = told(node, index, value, DOCS);
        found.insert(
            literal.clone(),
            Entry {
                literal,
                pointer,
                hint,
                docs,
            },
        );
    }
    if misfits > 0 {
        let met = format!("{misfits} values of the `enum` are not of the schema's `type`");
        report.push(
            Problem::warning(codes::ENUM_VALUES, &list, met)
                .done(
                    "they are read as the type says where that can be, otherwise kept as they are",
                )
                .help("quote the values, or correct the `type`"),
        );
    }
    found.into_values().collect()
}

/// The literal for `value`, and whether it has the stated type. `None` for `null`.
fn literal(value: &Value, typed: Option<Typed>) -> Option<(Literal, bool)> {
    let exact = match value {
        Value::Null => return None,
        Value::String(text) => Literal::Text(text.clone()),
        Value::Bool(flag) => Literal::Boolean(*flag),
        Value::Number(number) => match whole(number) {
            Some(whole) => Literal::Integer(whole),
            None => Literal::Json(number.to_string()),
        },
        Value::Array(_) | Value::Object(_) => Literal::Json(value.to_string()),
    };
    Some(match (typed, &exact) {
        (Some(Typed::Text), Literal::Integer(_) | Literal::Boolean(_) | Literal::Json(_)) => {
            (Literal::Text(value.to_string()), false)
        }
        (Some(Typed::Integer | Typed::Number), Literal::Text(text)) => match text.parse::<i64>() {
            Ok(whole) => (Literal::Integer(whole), false),
            Err(_) => (exact, false),
        },
        (Some(Typed::Boolean), Literal::Text(text)) => match text.parse::<bool>() {
            Ok(flag) => (Literal::Boolean(flag), false),
            Err(_) => (exact, false),
        },
        _ => (exact, true),
    })
}

fn whole(number: &serde_json::Number) -> Option<i64> {
    number.as_i64().or_else(|| {
        let value = number.as_f64()?;
        let whole = value.fract() == 0.0 && value.abs() < 9e15;
        #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
        whole.then_some(value as i64)
    })
}

const NAMES: &[&str] = &[
    "x-enum-varnames",
    "x-enumNames",
    "x-enum-names",
    "x-speakeasy-enums",
];
const DOCS: &[&str] = &[
    "x-enum-descriptions",
    "x-enumDescriptions",
    "x-enum-description",
];

/// What a vendor extension says of one value: by position or by the value's text.
fn told<'d>(node: &Node<'d>, index: usize, value: &Value, keys: &[&str]) -> Option<&'d str> {
    keys.iter()
        .find_map(|key| match node.place.value.get(key)? {
            Value::Array(list) => list.get(index)?.as_str(),
            Value::Object(map) => match value {
                Value::String(text) => map.get(text)?.as_str(),
                other => map.get(&other.to_string())?.as_str(),
            },
            _ => None,
        })
}

/// The kind of a literal.
pub(super) fn kind(literal: &Literal) -> JsonKind {
    match literal {
        Literal::Text(_) => JsonKind::Text,
        Literal::Integer(_) => JsonKind::Number,
        Literal::Boolean(_) => JsonKind::Boolean,
        Literal::Json(text) if text.starts_with('[') => JsonKind::List,
        Literal::Json(text) if text.starts_with('{') => JsonKind::Object,
        Literal::Json(_) => JsonKind::Number,
    }
}

/// Whether all values are booleans: then it is a boolean.
pub(super) fn booleans(entries: &[Entry<'_>]) -> bool {
    entries
        .iter()
        .all(|entry| matches!(entry.literal, Literal::Boolean(_)))
}

/// The choice of these values.
pub(super) fn choice(entries: &[Entry<'_>], owner: Option<Pointer>) -> Choice {
    Choice {
        values: entries.iter().map(|entry| entry.literal.clone()).collect(),
        owner,
    }
}
