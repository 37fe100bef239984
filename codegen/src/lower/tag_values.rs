//! The values that a member may have in each branch, where they are finite.

use super::{
    Lower,
    union::{Branch, Group},
    view::{Meaning, Members, View},
};
use crate::ir::{Literal, TagKind};

/// How deep branches within branches are searched for tags.
const DEEPEST: usize = 6;

impl<'d> Lower<'d, '_> {
    /// The members of a branch that could be a tag.
    pub(super) fn candidates(&mut self, view: &View<'d>, depth: usize) -> Vec<String> {
        match &view.meaning {
            Meaning::Object(members) => members
                .list
                .keys()
                .filter(|wire| members.requires(wire))
                .map(|wire| (*wire).to_owned())
                .collect(),
            Meaning::Branches(branches) if depth < DEEPEST => {
                let Some(first) = branches.places.first() else {
                    return Vec::new();
                };
                let (_, view) = self.resolved(first);
                self.candidates(&view, depth + 1)
            }
            _ => Vec::new(),
        }
    }

    /// The values that the member `wire`, which must be there, may have, if they are finite.
    pub(super) fn required_values(&mut self, view: &View<'d>, wire: &str) -> Option<Vec<Literal>> {
        self.values_in(view, wire, true, 0)
    }

    /// The values that the member `wire` may have, if they are finite.
    pub(super) fn values_in(
        &mut self,
        view: &View<'d>,
        wire: &str,
        required: bool,
        depth: usize,
    ) -> Option<Vec<Literal>> {
        match &view.meaning {
            Meaning::Object(members) => {
                let member = members.list.get(wire)?;
                if required && !members.requires(wire) {
                    return None;
                }
                match &self.member_view(&member.clone()).meaning {
                    Meaning::Values(entries) => {
                        Some(entries.iter().map(|entry| entry.literal.clone()).collect())
                    }
                    _ => None,
                }
            }
            Meaning::Branches(branches) if depth < DEEPEST => {
                let mut all = Vec::new();
                for place in &branches.places {
                    self.look()?;
                    let (_, view) = self.resolved(place);
                    match self.values_in(&view, wire, required, depth + 1) {
                        Some(values) => all.extend(values),
                        None => {
                            let base = branches.base.clone()?;
                            return self.values_in(&base, wire, required, depth + 1);
                        }
                    }
                }
                Some(all)
            }
            _ => None,
        }
    }

    /// Whether every two branches require some member with different values.
    pub(super) fn values_apart(&mut self, branches: &[Branch<'d>]) -> bool {
        let mut known: Vec<Vec<(String, Vec<Literal>)>> = Vec::with_capacity(branches.len());
        for branch in branches {
            let mut fixed = Vec::new();
            for wire in self.candidates(&branch.view, 0) {
                if let Some(values) = self.required_values(&branch.view, &wire) {
                    fixed.push((wire, values));
                }
            }
            let told = known.iter().all(|other| {
                other.iter().any(|(wire, values)| {
                    let same = fixed.iter().find(|(own, _)| own == wire);
                    same.is_some_and(|(_, own)| !overlap(own, values))
                })
            });
            if !told {
                return false;
            }
            known.push(fixed);
        }
        true
    }

    /// What the tags are in JSON: numbers or booleans, if every branch requires such ones.
    pub(super) fn tag_kind(&mut self, group: &Group<'d>, wire: &str) -> TagKind {
        let mut branches = group.branches.iter();
        match branches.all(|branch| self.is_literal(&branch.view, wire, 0)) {
            true => TagKind::Literal,
            false => TagKind::Text,
        }
    }

    fn is_literal(&mut self, view: &View<'d>, wire: &str, depth: usize) -> bool {
        self.every(view, depth, &mut |lower, members| {
            let Some(member) = members.list.get(wire) else {
                return false;
            };
            members.requires(wire)
                && match &lower.member_view(member).meaning {
                    Meaning::Boolean | Meaning::Integer(_) => true,
                    Meaning::Values(entries) => entries.iter().all(|entry| is_tag(&entry.literal)),
                    _ => false,
                }
        })
    }

    /// Whether every branch requires the member.
    pub(super) fn all_require(&mut self, group: &Group<'d>, wire: &str) -> bool {
        let mut branches = group.branches.iter();
        branches.all(|branch| self.every(&branch.view, 0, &mut |_, members| members.requires(wire)))
    }

    /// Whether something holds for the object that the view means, or for all of its branches.
    fn every(
        &mut self,
        view: &View<'d>,
        depth: usize,
        holds: &mut dyn FnMut(&mut Self, &Members<'d>) -> bool,
    ) -> bool {
        match &view.meaning {
            Meaning::Object(members) => holds(self, members),
            Meaning::Branches(branches) if depth < DEEPEST => {
                let base = branches.base.clone();
                base.is_some_and(|base| self.every(&base, depth + 1, holds))
                    || branches.places.iter().all(|place| {
                        let (_, view) = self.resolved(place);
                        self.look().is_some() && self.every(&view, depth + 1, holds)
                    })
            }
            _ => false,
        }
    }
}

/// The values of all branches as tags; `None` if they are not all text, nor all numbers and
/// booleans.
pub(super) fn spelt(values: &[Vec<Literal>]) -> Option<(TagKind, Vec<Vec<String>>)> {
    [TagKind::Text, TagKind::Literal]
        .into_iter()
        .find_map(|kind| {
            let tags = values.iter().map(|values| of_kind(kind, values));
            Some((kind, tags.collect::<Option<_>>()?))
        })
}

/// The values as tags of this kind.
pub(super) fn of_kind(kind: TagKind, values: &[Literal]) -> Option<Vec<String>> {
    let tags = values.iter().map(|value| match (kind, value) {
        (TagKind::Text, Literal::Text(text)) => Some(text.clone()),
        (TagKind::Literal, Literal::Integer(number)) => Some(number.to_string()),
        (TagKind::Literal, Literal::Boolean(flag)) => Some(flag.to_string()),
        (TagKind::Text | TagKind::Literal, _) => None,
    });
    tags.collect()
}

/// Whether a value that is no text can be a tag.
fn is_tag(literal: &Literal) -> bool {
    match literal {
        Literal::Integer(_) | Literal::Boolean(_) => true,
        Literal::Text(_) | Literal::Json(_) => false,
    }
}

fn overlap(a: &[Literal], b: &[Literal]) -> bool {
    a.iter().any(|value| b.contains(value))
}
