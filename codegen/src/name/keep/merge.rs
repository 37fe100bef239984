//! Several shapes become the one that holds what any of them does.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::{
    ir::{
        Access, Choice, Decision, Extras, Field, FieldNotes, Record, Shape, ShapeId, Shapes, Site,
        Union, Variant,
    },
    name::keys::{part_key, part_keys},
};

/// One shape in place of several, and what is said of it.
pub(super) struct Merged {
    pub(super) shape: Shape,
    pub(super) sites: Vec<Site>,
    /// New members that are something else in each: any JSON value then.
    pub(super) any: Vec<String>,
}

/// What joining respects.
pub(super) struct Terms<'a> {
    /// The parts that the type had before.
    pub(super) had: Option<&'a IndexMap<String, String>>,
    /// Those of them that were any JSON value already, because they differed.
    pub(super) differed: Option<&'a BTreeSet<String>>,
    /// The shape of any JSON value, if new parts that do not go together are joined too.
    pub(super) any: Option<ShapeId>,
}

impl Terms<'_> {
    fn had(&self, part: &str) -> bool {
        let differed = self.differed.is_some_and(|parts| parts.contains(part));
        !differed && self.had.is_some_and(|had| had.contains_key(part))
    }
}

/// The shape of all `ids`, with the members of records in their order of old; `None` if there is
/// nothing to do, or if they are too different.
pub(super) fn merged(shapes: &Shapes, ids: &[ShapeId], terms: &Terms<'_>) -> Option<Merged> {
    let (first, rest) = ids.split_first()?;
    let mut shape = shapes.get(*first).clone();
    // Named components are what they are; only what is written out in place can come apart.
    if !rest.is_empty() && ids.iter().any(|id| shapes.is_named(*id)) {
        return None;
    }
    for other in rest {
        shape = match (shape, shapes.get(*other)) {
            (Shape::Record(a), Shape::Record(b)) => Shape::Record(records(a, b, terms)?),
            (Shape::Union(a), Shape::Union(b)) => Shape::Union(unions(shapes, a, b, terms)?),
            (Shape::Choice(a), Shape::Choice(b)) => Shape::Choice(choices(a, b)),
            _ => return None,
        };
    }
    let mut any = Vec::new();
    if let Shape::Record(record) = &shape {
        let lost = record.fields.iter().filter(|one| {
            let mut of = ids
                .iter()
                .filter_map(|id| field(shapes.get(*id), &one.wire));
            Some(one.shape) == terms.any && of.any(|old| old.shape != one.shape)
        });
        any.extend(lost.map(|one| one.wire.clone()));
    }
    if let (Shape::Record(record), Some(order)) = (&mut shape, terms.had) {
        in_order(&mut record.fields, |field| order.get_index_of(&field.wire));
    }
    if rest.is_empty() && shape == *shapes.get(*first) {
        return None;
    }
    let mut sites = sites(shapes, ids, &shape);
    for (index, key) in part_keys(shapes, &shape).iter().enumerate() {
        let notes = sites
            .iter_mut()
            .filter_map(|site| site.parts.get_mut(index));
        let differs = any.contains(key);
        notes.for_each(|note| note.differs |= differs);
    }
    Some(Merged { shape, sites, any })
}

fn field<'s>(shape: &'s Shape, wire: &str) -> Option<&'s Field> {
    match shape {
        Shape::Record(record) => record.fields.iter().find(|field| field.wire == wire),
        _ => None,
    }
}

/// Puts what has a place of old in its order; what has none stays between.
pub(super) fn in_order<T: Clone>(list: &mut [T], place: impl Fn(&T) -> Option<usize>) {
    let known: Vec<usize> = (0..list.len())
        .filter(|index| place(&list[*index]).is_some())
        .collect();
    let mut sorted: Vec<T> = known.iter().map(|index| list[*index].clone()).collect();
    sorted.sort_by_key(|one| place(one));
    for (index, one) in known.into_iter().zip(sorted) {
        list[index] = one;
    }
}

fn records(a: Record, b: &Record, terms: &Terms<'_>) -> Option<Record> {
    let extras = match (a.extras, b.extras) {
        (a, b) if a == b => a,
        (Extras::Open | Extras::Closed, Extras::Open | Extras::Closed) => Extras::Open,
        _ => return None,
    };
    if a.payload_of != b.payload_of || a.owner != b.owner {
        return None;
    }
    let mut fields = a.fields;
    for field in &mut fields {
        match b.fields.iter().find(|other| other.wire == field.wire) {
            Some(other) => *field = both(field, other, terms)?,
            None => field.required = false,
        }
    }
    for other in &b.fields {
        if fields.iter().all(|field| field.wire != other.wire) {
            fields.push(Field {
                required: false,
                ..other.clone()
            });
        }
    }
    Some(Record {
        fields,
        extras,
        ..a
    })
}

fn both(a: &Field, b: &Field, terms: &Terms<'_>) -> Option<Field> {
    // Parts that will be joined in a later round are the same then.
    if a.shape != b.shape || a.constant != b.constant {
        let shape = terms.any.filter(|_| !terms.had(&a.wire))?;
        return Some(Field {
            shape,
            required: a.required && b.required,
            constant: None,
            default: None,
            access: Access::Both,
            ..a.clone()
        });
    }
    Some(Field {
        required: a.required && b.required,
        access: if a.access == b.access {
            a.access
        } else {
            Access::Both
        },
        default: a.default.clone().filter(|_| a.default == b.default),
        ..a.clone()
    })
}

fn unions(shapes: &Shapes, a: Union, b: &Union, terms: &Terms<'_>) -> Option<Union> {
    if a.owner != b.owner {
        return None;
    }
    let key = |variant: &Variant| part_key(shapes, variant);
    let clash = |variant: &Variant| {
        let same = b.variants.iter().find(|other| key(other) == key(variant));
        same.is_some_and(|same| same.shape != variant.shape)
    };
    if a.decision != b.decision || a.variants.iter().any(clash) {
        return in_turn(shapes, a, b, terms);
    }
    let mut variants = a.variants;
    for other in &b.variants {
        if variants.iter().all(|variant| key(variant) != key(other)) {
            variants.push(other.clone());
        }
    }
    Some(Union { variants, ..a })
}

/// The union of branches that are told apart in two ways: the one that fits best is taken. Those
/// that were there before are known by what told them then.
fn in_turn(shapes: &Shapes, a: Union, b: &Union, terms: &Terms<'_>) -> Option<Union> {
    let tagged = |union: &Union| matches!(union.decision, Decision::Tag { .. });
    if terms.any.is_none() || tagged(&a) || tagged(b) {
        return None;
    }
    let mut variants: Vec<Variant> = Vec::new();
    for variant in a.variants.iter().chain(&b.variants) {
        let key = part_key(shapes, variant);
        let known = terms.had(&key).then_some(key);
        let met = variants.iter().any(|other| other.shape == variant.shape);
        if known.is_some() && variants.iter().any(|other| other.known == known) {
            // What callers know is one type, or none of this can be.
            if !met {
                return None;
            }
        } else if !met {
            variants.push(Variant {
                shape: variant.shape,
                tags: Vec::new(),
                kinds: Vec::new(),
                keys: Vec::new(),
                known,
            });
        }
    }
    Some(Union {
        decision: Decision::Order,
        variants,
        ..a
    })
}

fn choices(a: Choice, b: &Choice) -> Choice {
    let mut values = a.values;
    for value in &b.values {
        if !values.contains(value) {
            values.push(value.clone());
        }
    }
    Choice { values, ..a }
}

/// The sites of all, with the notes on their parts where the parts stand now.
fn sites(shapes: &Shapes, ids: &[ShapeId], shape: &Shape) -> Vec<Site> {
    let keys = part_keys(shapes, shape);
    let of: Vec<(Vec<String>, &[Site])> = ids
        .iter()
        .map(|id| (part_keys(shapes, shapes.get(*id)), shapes.sites(*id)))
        .collect();
    let note = |known: &[String], site: &Site, key: &String| -> Option<FieldNotes> {
        let index = known.iter().position(|known| known == key)?;
        site.parts.get(index).cloned()
    };
    let anywhere = |key: &String| {
        let mut all = of
            .iter()
            .flat_map(|(known, sites)| sites.iter().map(move |site| (known, site)));
        all.find_map(|(known, site)| note(known, site, key))
    };
    let mut sites = Vec::new();
    for (known, old) in &of {
        for site in *old {
            let parts = keys.iter().map(|key| {
                let own = note(known, site, key).or_else(|| anywhere(key));
                own.unwrap_or_default()
            });
            let parts = match site.parts.is_empty() {
                true => Vec::new(),
                false => parts.collect(),
            };
            sites.push(Site {
                parts,
                ..site.clone()
            });
        }
    }
    sites
}
