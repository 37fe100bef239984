//! Scalars of one kind among the branches of a union become one: all choices are open anyhow.

use std::rc::Rc;

use super::{
    Lower,
    union::Branch,
    values::{self, Entry},
    view::{Meaning, View},
};
use crate::ir::{IntegerWidth, JsonKind, Literal, TextFormat};

impl<'d> Lower<'d, '_> {
    /// The branches with the scalars of each kind taken together.
    pub(super) fn simplify(&mut self, branches: Vec<Branch<'d>>) -> Vec<Branch<'d>> {
        let mut branches = branches;
        for kind in [JsonKind::Text, JsonKind::Number, JsonKind::Boolean] {
            let mut of_kind = Vec::new();
            let mut others = Vec::new();
            for (index, branch) in branches.into_iter().enumerate() {
                let fits = scalar(&branch.view) == Some(kind);
                if fits { &mut of_kind } else { &mut others }.push((index, branch));
            }
            if of_kind.len() > 1 {
                let first = of_kind[0].0;
                let taken = of_kind.into_iter().map(|(_, branch)| branch).collect();
                of_kind = vec![(first, together(kind, taken))];
            }
            others.extend(of_kind);
            others.sort_by_key(|(index, _)| *index);
            branches = others.into_iter().map(|(_, branch)| branch).collect();
        }
        branches
    }
}

fn scalar(view: &View<'_>) -> Option<JsonKind> {
    match &view.meaning {
        Meaning::Boolean => Some(JsonKind::Boolean),
        Meaning::Integer(_) | Meaning::Number { .. } => Some(JsonKind::Number),
        Meaning::Text(_) | Meaning::Binary => Some(JsonKind::Text),
        Meaning::Values(entries) => {
            let kind = values::kind(&entries.first()?.literal);
            entries
                .iter()
                .all(|entry| values::kind(&entry.literal) == kind)
                .then_some(kind)
        }
        Meaning::Any
        | Meaning::Null
        | Meaning::List(_)
        | Meaning::Tuple(..)
        | Meaning::Object(_)
        | Meaning::Same(_)
        | Meaning::Branches(_) => None,
    }
}

fn together<'d>(kind: JsonKind, branches: Vec<Branch<'d>>) -> Branch<'d> {
    let place = branches[0].place.clone();
    let (mut chosen, plain): (Vec<_>, Vec<_>) = branches
        .into_iter()
        .partition(|branch| matches!(branch.view.meaning, Meaning::Values(_)));
    let meaning = match kind {
        JsonKind::Text if chosen.is_empty() => text(&plain),
        // Any text, and the empty one, which is a text as well: no name is worth more than that.
        JsonKind::Text if !plain.is_empty() && chosen.iter().all(is_empty) => {
            Meaning::Text(TextFormat::Plain)
        }
        JsonKind::Number if chosen.is_empty() || !whole(&plain) => number(&plain),
        JsonKind::Text | JsonKind::Number => match chosen.len() {
            1 => return chosen.swap_remove(0),
            _ => Meaning::Values(entries(&chosen)),
        },
        JsonKind::Boolean | JsonKind::Null | JsonKind::List | JsonKind::Object => Meaning::Boolean,
    };
    Branch {
        place,
        target: None,
        view: Rc::new(View {
            nullable: false,
            meaning,
        }),
        merged: true,
        anything: false,
    }
}

/// Whether the empty text is all that a branch allows.
fn is_empty(branch: &Branch<'_>) -> bool {
    match &branch.view.meaning {
        Meaning::Values(entries) => entries
            .iter()
            .all(|entry| matches!(&entry.literal, Literal::Text(text) if text.is_empty())),
        _ => false,
    }
}

fn text<'d>(plain: &[Branch<'d>]) -> Meaning<'d> {
    let mut formats = plain.iter().map(|branch| match &branch.view.meaning {
        Meaning::Text(format) => Some(format),
        _ => None,
    });
    match formats.next() {
        Some(Some(first)) if formats.all(|format| format == Some(first)) => {
            Meaning::Text(first.clone())
        }
        Some(None) if formats.all(|format| format.is_none()) => Meaning::Binary,
        _ => Meaning::Text(TextFormat::Plain),
    }
}

fn whole(plain: &[Branch<'_>]) -> bool {
    plain
        .iter()
        .all(|branch| matches!(branch.view.meaning, Meaning::Integer(_)))
}

fn number<'d>(plain: &[Branch<'d>]) -> Meaning<'d> {
    if !whole(plain) {
        return Meaning::Number { single: false };
    }
    let mut widths = plain.iter().map(|branch| match &branch.view.meaning {
        Meaning::Integer(width) => *width,
        _ => IntegerWidth::I64,
    });
    match widths.next() {
        Some(first) if widths.all(|width| width == first) => Meaning::Integer(first),
        _ => Meaning::Integer(IntegerWidth::I64),
    }
}

/// The values of all branches, once each.
fn entries<'d>(chosen: &[Branch<'d>]) -> Vec<Entry<'d>> {
    let mut all: Vec<Entry<'d>> = Vec::new();
    for branch in chosen {
        let Meaning::Values(entries) = &branch.view.meaning else {
            continue;
        };
        for entry in entries {
            if all.iter().any(|known| known.literal == entry.literal) {
                continue;
            }
            let mut entry = entry.clone();
            if entries.len() == 1 {
                // `oneOf: [{const: "a", title: …, description: …}]` documents single values.
                entry.docs = entry.docs.or(branch.place.text("description"));
                entry.hint = entry.hint.or(branch.place.text("title"));
            }
            all.push(entry);
        }
    }
    all
}
