//! The parts of an `allOf` become one meaning.
//!
//! A contradiction between parts is reported with what was made of it; it never stops anything.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::{
    Lower,
    kinds::{Kinds, NULL},
    node::Additional,
    values::{self, Entry},
    view::{Branches, Meaning, Members, View},
};
use crate::{
    ir::{IntegerWidth, JsonKind, TextFormat},
    load::Place,
    report::{Problem, codes},
};

/// How often what is left of branches may be branches again: one of them may be what it stands in.
const DEEPEST: usize = 200;

/// A schema that takes part, with what it means.
pub(super) type Part<'d> = (Place<'d>, Rc<View<'d>>);

impl<'d> Lower<'d, '_> {
    /// What satisfies all `parts` of the schema at `at`.
    pub(super) fn combine(&mut self, at: &Place<'d>, mut parts: Vec<Part<'d>>) -> View<'d> {
        parts.retain(|(_, view)| !matches!(view.meaning, Meaning::Any));
        if parts.len() > 1 {
            let plenty = parts
                .iter()
                .any(|(_, view)| !is_plain_object(&view.meaning));
            if plenty {
                parts.retain(|(_, view)| !is_plain_object(&view.meaning));
            } else {
                parts.truncate(1);
            }
        }
        if parts.len() < 2 {
            return parts
                .pop()
                .map(|(_, view)| (*view).clone())
                .unwrap_or_default();
        }
        if let Some(target) = self.only_reference(&parts) {
            return View::same(target);
        }
        let mut seen = FxHashSet::default();
        let mut all: Option<View<'d>> = None;
        for (place, view) in parts {
            let (from, view) = match &view.meaning {
                Meaning::Same(target) => self.resolved(&target.clone()),
                _ => (place, view),
            };
            if from.pointer != at.pointer && !seen.insert(from.pointer) {
                continue;
            }
            if matches!(view.meaning, Meaning::Any) {
                continue;
            }
            all = Some(match all {
                None => (*view).clone(),
                Some(before) => self.two(at, before, &view),
            });
        }
        all.unwrap_or_default()
    }

    fn two(&mut self, at: &Place<'d>, a: View<'d>, b: &View<'d>) -> View<'d> {
        let (null, other) = match (&a.meaning, &b.meaning) {
            (Meaning::Null, Meaning::Null) => return a,
            (Meaning::Null, _) => (true, b),
            (_, Meaning::Null) => (true, &a),
            _ => (false, b),
        };
        if null {
            // `null` and something else: either is better than neither.
            if !other.nullable && self.kinds(other, 0) & NULL == 0 {
                self.contradiction(at, "it is read as either of them");
            }
            return View {
                nullable: true,
                meaning: other.meaning.clone(),
            };
        }
        View {
            nullable: a.nullable && b.nullable,
            meaning: self.both(at, a.meaning, b.meaning.clone()),
        }
    }

    /// The target, if the parts are one reference and nothing that adds to it.
    fn only_reference(&mut self, parts: &[Part<'d>]) -> Option<Place<'d>> {
        let mut found: Option<Place<'d>> = None;
        let mut wanted = Vec::new();
        for (_, view) in parts {
            match &view.meaning {
                Meaning::Same(target) => match &found {
                    Some(known) if known.pointer != target.pointer => return None,
                    _ => found = Some(target.clone()),
                },
                Meaning::Object(members) if members.is_bare() => wanted.extend(&members.wanted),
                _ => return None,
            }
        }
        let found = found?;
        let (_, view) = self.resolved(&found);
        let known = match &view.meaning {
            Meaning::Object(members) => wanted.iter().all(|wire| members.requires(wire)),
            _ => wanted.is_empty(),
        };
        known.then_some(found)
    }

    fn both(&mut self, at: &Place<'d>, a: Meaning<'d>, b: Meaning<'d>) -> Meaning<'d> {
        match (a, b) {
            (Meaning::Any, one) | (one, Meaning::Any) => one,
            (Meaning::Object(a), Meaning::Object(b)) => Meaning::Object(merge(at, *a, *b).into()),
            (Meaning::Branches(a), Meaning::Branches(b)) => self.two_branches(at, *a, *b),
            (Meaning::Branches(branches), base) | (base, Meaning::Branches(branches)) => {
                self.based(at, *branches, base)
            }
            // `required` alone says nothing about what is no object.
            (Meaning::Object(members), other) | (other, Meaning::Object(members))
                if members.is_bare() =>
            {
                other
            }
            (Meaning::List(mut a), Meaning::List(b)) => {
                extend(&mut a, b);
                Meaning::List(a)
            }
            (tuple @ Meaning::Tuple(..), Meaning::List(_) | Meaning::Tuple(..))
            | (Meaning::List(_), tuple @ Meaning::Tuple(..)) => tuple,
            (Meaning::Values(a), Meaning::Values(b)) => self.common(at, a, b),
            (Meaning::Values(values), scalar) | (scalar, Meaning::Values(values)) => {
                if values
                    .iter()
                    .any(|value| scalar_kind(&scalar) == Some(values::kind(&value.literal)))
                {
                    Meaning::Values(values)
                } else {
                    self.conflict(at, scalar)
                }
            }
            (a, b) => narrower(&a, &b).unwrap_or_else(|| self.conflict(at, b)),
        }
    }

    fn conflict(&mut self, at: &Place<'d>, kept: Meaning<'d>) -> Meaning<'d> {
        self.contradiction(at, "the part stated last counts");
        kept
    }

    fn contradiction(&mut self, at: &Place<'d>, done: &str) {
        if self.trying {
            return;
        }
        let met = "parts of the schema contradict each other: no value satisfies all of them";
        let problem = Problem::warning(codes::CONFLICT, &at.pointer, met);
        self.tell_once(problem.done(done).help("remove one of the parts"));
    }

    fn common(&mut self, at: &Place<'d>, a: Vec<Entry<'d>>, b: Vec<Entry<'d>>) -> Meaning<'d> {
        let has = |entry: &Entry<'_>| a.iter().any(|other| other.literal == entry.literal);
        let both = b
            .iter()
            .filter(|entry| has(entry))
            .cloned()
            .collect::<Vec<_>>();
        if both.is_empty() {
            self.conflict(at, Meaning::Values(b))
        } else {
            Meaning::Values(both)
        }
    }

    fn based(&mut self, at: &Place<'d>, branches: Branches<'d>, base: Meaning<'d>) -> Meaning<'d> {
        // A base that lists its own subtypes: what is being read is one of them.
        if self.lists_viewed(&branches) {
            return match branches.base {
                Some(own) => self.both(at, own.meaning.clone(), base),
                None => base,
            };
        }
        let meaning = match &branches.base {
            Some(own) => self.both(at, own.meaning.clone(), base),
            None => base,
        };
        let view = View {
            nullable: false,
            meaning,
        };
        let wanted = self.kinds(&view, 0);
        let (places, null) = self.of_kinds(&branches.places, wanted);
        match &*places {
            // What is said beside the branches rules out all but one of them.
            [only] if branches.places.len() > 1 && self.depth < DEEPEST => {
                let (_, only) = self.resolved(only);
                self.depth += 1;
                let both = self.both(at, only.meaning.clone(), view.meaning);
                self.depth -= 1;
                both
            }
            [] if null && matches!(view.meaning, Meaning::Null) => Meaning::Null,
            [] => self.conflict(at, view.meaning),
            _ => Meaning::Branches(Box::new(Branches {
                places,
                base: Some(Rc::new(view)),
                ..branches
            })),
        }
    }

    /// The branches that allow a value of the `wanted` kinds, and whether any allows `null`.
    fn of_kinds(&mut self, places: &[Place<'d>], wanted: Kinds) -> (Vec<Place<'d>>, bool) {
        let mut null = false;
        let mut found = Vec::with_capacity(places.len());
        for place in places {
            let kinds = self.stated_kinds(place);
            null |= kinds & NULL != 0;
            if kinds & wanted & !NULL != 0 {
                found.push(place.clone());
            }
        }
        (found, null)
    }

    /// Whether the branches say no more than which kinds of values there are.
    fn only_kinds(&mut self, branches: &Branches<'d>) -> bool {
        branches.base.is_none()
            && branches.places.iter().all(|place| {
                let leads_on = ["$ref", "allOf", "oneOf", "anyOf"];
                if leads_on.iter().any(|key| place.value.get(key).is_some()) {
                    return false;
                }
                let view = self.view(place);
                match &view.meaning {
                    Meaning::Any
                    | Meaning::Null
                    | Meaning::Boolean
                    | Meaning::Integer(_)
                    | Meaning::Number { .. }
                    | Meaning::Text(TextFormat::Plain) => true,
                    Meaning::List(items) => items.is_empty(),
                    object => is_plain_object(object),
                }
            })
    }

    fn lists_viewed(&mut self, branches: &Branches<'d>) -> bool {
        branches.places.iter().any(|place| {
            place.reference().is_some()
                && match &self.view(place).meaning {
                    Meaning::Same(target) => self.viewing.contains(&target.pointer),
                    _ => false,
                }
        })
    }

    fn two_branches(&mut self, at: &Place<'d>, a: Branches<'d>, b: Branches<'d>) -> Meaning<'d> {
        for (one, other) in [(&a, &b), (&b, &a)] {
            if self.lists_viewed(one) {
                return match one.base.clone() {
                    Some(base) => self.both(
                        at,
                        base.meaning.clone(),
                        Meaning::Branches(other.clone().into()),
                    ),
                    None => Meaning::Branches(other.clone().into()),
                };
            }
        }
        for (one, other) in [(&a, &b), (&b, &a)] {
            if self.only_kinds(one) {
                let meaning = Meaning::Branches(one.clone().into());
                let view = View {
                    nullable: false,
                    meaning,
                };
                let kinds = self.kinds(&view, 0);
                let (places, _) = self.of_kinds(&other.places, kinds);
                if !places.is_empty() {
                    let other = other.clone();
                    return Meaning::Branches(Box::new(Branches { places, ..other }));
                }
            }
        }
        if let Some(members) = self.every_member(&b) {
            return self.both(
                at,
                Meaning::Branches(a.into()),
                Meaning::Object(members.into()),
            );
        }
        if let Some(members) = self.every_member(&a) {
            return self.both(
                at,
                Meaning::Branches(b.into()),
                Meaning::Object(members.into()),
            );
        }
        self.conflict(at, Meaning::Branches(b.into()))
    }
}

/// The members of both objects.
fn merge<'d>(at: &Place<'d>, mut a: Members<'d>, b: Members<'d>) -> Members<'d> {
    for (wire, member) in b.list {
        match a.list.get_mut(wire) {
            None => {
                a.list.insert(wire, member);
            }
            Some(known) if known.either || member.either => *known = member,
            Some(known) => extend(&mut known.places, member.places),
        }
    }
    a.wanted.extend(b.wanted);
    a.additional = match (a.additional, b.additional) {
        (Additional::Typed(mut one), Additional::Typed(other)) => {
            extend(&mut one, other);
            Additional::Typed(one)
        }
        (Additional::Patterns(mut one), Additional::Patterns(other) | Additional::Typed(other))
        | (Additional::Typed(other), Additional::Patterns(mut one)) => {
            extend(&mut one, other);
            Additional::Patterns(one)
        }
        (typed @ (Additional::Typed(_) | Additional::Patterns(_)), _)
        | (_, typed @ (Additional::Typed(_) | Additional::Patterns(_))) => typed,
        (Additional::Closed, _) | (_, Additional::Closed) => Additional::Closed,
        (Additional::Open, _) | (_, Additional::Open) => Additional::Open,
        (Additional::Unsaid, Additional::Unsaid) => Additional::Unsaid,
    };
    // A discriminator of an inherited schema chooses among its heirs, not among ours.
    let own = |place: &Place<'_>| place.pointer.parent().as_ref() == Some(&at.pointer);
    a.discriminator = a
        .discriminator
        .filter(own)
        .or_else(|| b.discriminator.filter(own));
    a
}

/// Adds the places that are not there yet.
pub(super) fn extend<'d>(places: &mut Vec<Place<'d>>, more: Vec<Place<'d>>) {
    for place in more {
        if !places.iter().any(|known| known.pointer == place.pointer) {
            places.push(place);
        }
    }
}

/// Whether nothing is said but `type: object`.
pub(super) fn is_plain_object(meaning: &Meaning<'_>) -> bool {
    match meaning {
        Meaning::Object(members) => {
            members.is_bare() && members.wanted.is_empty() && members.discriminator.is_none()
        }
        _ => false,
    }
}

fn scalar_kind(meaning: &Meaning<'_>) -> Option<JsonKind> {
    match meaning {
        Meaning::Boolean => Some(JsonKind::Boolean),
        Meaning::Integer(_) | Meaning::Number { .. } => Some(JsonKind::Number),
        Meaning::Text(_) => Some(JsonKind::Text),
        _ => None,
    }
}

/// Of two scalars the one that says more, if they agree otherwise.
fn narrower<'d>(a: &Meaning<'d>, b: &Meaning<'d>) -> Option<Meaning<'d>> {
    Some(match (a, b) {
        (Meaning::Null, Meaning::Null) => Meaning::Null,
        (Meaning::Boolean, Meaning::Boolean) => Meaning::Boolean,
        (Meaning::Integer(IntegerWidth::I64), Meaning::Integer(width))
        | (Meaning::Integer(width), Meaning::Integer(_) | Meaning::Number { .. })
        | (Meaning::Number { .. }, Meaning::Integer(width)) => Meaning::Integer(*width),
        (Meaning::Number { single: a }, Meaning::Number { single: b }) => {
            Meaning::Number { single: *a || *b }
        }
        (Meaning::Text(TextFormat::Plain), Meaning::Text(format))
        | (Meaning::Text(format), Meaning::Text(_)) => Meaning::Text(format.clone()),
        (Meaning::Binary, Meaning::Text(_) | Meaning::Binary)
        | (Meaning::Text(_), Meaning::Binary) => Meaning::Binary,
        _ => return None,
    })
}
