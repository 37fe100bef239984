//! A type that is sent otherwise than it is received becomes two: one without what only the service
//! says, and one without what only the caller says.
//!
//! They differ where a required member travels one way only, and where a type holds such a type.
//! Everything else stays one type; an optional member that travels one way alone needs no other.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Conversion, Twin, collapse::has_type, usage};
use crate::{
    ir::{Access, Api, Decision, Extras, Field, Record, Shape, ShapeId, Shapes},
    pointer::Pointer,
    report::Report,
    settings::{Settings, unmatched},
};

/// Splits the types that differ. What a person's own types stand for (`own`) stays as it is.
///
/// The answer tells the sent type of each pair, and what it is the twin of.
pub(super) fn twins(
    api: &mut Api,
    own: &FxHashMap<ShapeId, String>,
    settings: &Settings,
    report: &mut Report,
) -> FxHashMap<ShapeId, Twin> {
    let (sent, received) = usage::roots(api);
    let sent = usage::reach(&api.shapes, sent, Some(Access::ReadOnly));
    let received = usage::reach(&api.shapes, received, Some(Access::WriteOnly));
    let both: FxHashSet<ShapeId> = sent.intersection(&received).copied().collect();
    let telling = telling(&api.shapes);
    let differs = |id: &&ShapeId| match api.shapes.get(**id) {
        Shape::Record(record) => record
            .fields
            .iter()
            .any(|field| field.required && leaves(field, Access::Both, &telling, **id)),
        _ => false,
    };
    let differing: FxHashSet<ShapeId> = both
        .iter()
        .filter(|id| !own.contains_key(id))
        .filter(differs)
        .copied()
        .collect();
    if !wanted(settings, differing.is_empty(), report) {
        return FxHashMap::default();
    }
    let old = std::mem::take(&mut api.shapes);
    let mut split = Split {
        old: &old,
        new: old.clone(),
        telling: &telling,
        both: &both,
        own,
        leaving: Access::ReadOnly,
        touched: holders(&old, &sent, &differing, Access::ReadOnly),
        ids: FxHashMap::default(),
        waiting: Vec::new(),
        twins: Vec::new(),
    };
    usage::each_sent(api, &mut |id| *id = split.id(*id));
    split.finish();
    let only_sent = std::mem::take(&mut split.ids);
    split.leaving = Access::WriteOnly;
    split.touched = holders(&old, &received, &differing, Access::WriteOnly);
    usage::each_received(api, &mut |id| *id = split.id(*id));
    split.finish();
    for id in &mut api.components {
        let now = split.ids.get(id).or_else(|| only_sent.get(id));
        *id = now.copied().unwrap_or(*id);
    }
    let pairs = std::mem::take(&mut split.twins);
    let pairs = pairs
        .into_iter()
        .map(|(sent, before)| (sent, split.ids.get(&before).copied().unwrap_or(before)));
    let pairs: FxHashMap<ShapeId, ShapeId> = pairs.collect();
    api.shapes = split.new;
    conversions(&api.shapes, &pairs)
}

/// Whether types are to be split; an entry of the settings where there is none to split is told.
fn wanted(settings: &Settings, nothing: bool, report: &mut Report) -> bool {
    if nothing && settings.input_types.is_some() {
        let at = Pointer::root().child("input-types");
        let met = "no type is sent otherwise than it is received";
        report.push(unmatched(&at, met, "", []));
    }
    !nothing && settings.input_types != Some(false)
}

/// Whether the member is left out of the type that travels against it; `way` asks for both ways.
fn leaves(field: &Field, way: Access, telling: &FxHashSet<(ShapeId, String)>, id: ShapeId) -> bool {
    let one_way = match way {
        Access::Both => field.access != Access::Both,
        way => field.access == way,
    };
    one_way && field.constant.is_none() && !telling.contains(&(id, field.wire.clone()))
}

/// The members that tell the branches of a union apart: they are needed either way.
fn telling(shapes: &Shapes) -> FxHashSet<(ShapeId, String)> {
    let mut telling = FxHashSet::default();
    for id in shapes.ids() {
        let Shape::Union(union) = shapes.get(id) else {
            continue;
        };
        for variant in &union.variants {
            let keys = variant.keys.iter().cloned();
            telling.extend(keys.map(|key| (variant.shape, key)));
            if let Decision::Tag { wire, .. } = &union.decision {
                telling.insert((variant.shape, wire.clone()));
            }
        }
    }
    telling
}

/// The shapes among `used` that are, or hold, one of `differing`.
fn holders(
    shapes: &Shapes,
    used: &FxHashSet<ShapeId>,
    differing: &FxHashSet<ShapeId>,
    never: Access,
) -> FxHashSet<ShapeId> {
    let mut owners: FxHashMap<ShapeId, Vec<ShapeId>> = FxHashMap::default();
    for id in used {
        for part in usage::travelling(shapes.get(*id), Some(never)) {
            owners.entry(part).or_default().push(*id);
        }
    }
    let mut found = FxHashSet::default();
    let mut open: Vec<ShapeId> = differing.iter().copied().collect();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(owners.get(&id).into_iter().flatten());
        }
    }
    found
}

struct Split<'s> {
    old: &'s Shapes,
    new: Shapes,
    telling: &'s FxHashSet<(ShapeId, String)>,
    both: &'s FxHashSet<ShapeId>,
    own: &'s FxHashMap<ShapeId, String>,
    /// Members of this access are left out of what travels both ways.
    leaving: Access,
    /// The shapes that may change.
    touched: FxHashSet<ShapeId>,
    /// Old ids to new ones.
    ids: FxHashMap<ShapeId, ShapeId>,
    /// Named shapes whose parts are still to be looked at.
    waiting: Vec<(ShapeId, ShapeId)>,
    /// Types that are sent, and what they were.
    twins: Vec<(ShapeId, ShapeId)>,
}

impl Split<'_> {
    fn id(&mut self, id: ShapeId) -> ShapeId {
        if !self.touched.contains(&id) || self.own.contains_key(&id) {
            return id;
        }
        if let Some(known) = self.ids.get(&id) {
            return *known;
        }
        let twin = self.leaving == Access::ReadOnly && self.both.contains(&id);
        let new = if self.old.is_named(id) {
            let new = if twin { self.new.reserve() } else { id };
            self.waiting.push((id, new));
            new
        } else {
            let shape = self.shape(id);
            let new = self.new.intern(shape);
            if new != id {
                self.sites(id, new);
            }
            new
        };
        if twin && new != id && has_type(self.old.get(id)) {
            self.twins.push((new, id));
        }
        self.ids.insert(id, new);
        new
    }

    fn finish(&mut self) {
        while let Some((id, new)) = self.waiting.pop() {
            let shape = self.shape(id);
            self.new.fill(new, shape);
            if new == id {
                self.new.take_sites(id);
            }
            self.sites(id, new);
        }
    }

    /// The sites of `id`, without the members that are left out.
    fn sites(&mut self, id: ShapeId, new: ShapeId) {
        for site in self.old.sites(id) {
            let mut site = site.clone();
            if let Shape::Record(record) = self.old.get(id) {
                let parts = std::mem::take(&mut site.parts).into_iter();
                let kept = parts.zip(&record.fields);
                let kept = kept.filter(|(_, field)| !self.leaves(id, field));
                site.parts = kept.map(|(part, _)| part).collect();
            }
            self.new.add_site(new, site);
        }
    }

    fn leaves(&self, id: ShapeId, field: &Field) -> bool {
        self.both.contains(&id) && leaves(field, self.leaving, self.telling, id)
    }

    /// The shape without the members that are left out, and with the new ids of its parts.
    fn shape(&mut self, id: ShapeId) -> Shape {
        match self.old.get(id) {
            Shape::Record(record) => {
                let fields = record.fields.iter();
                let kept = fields.filter(|field| !self.leaves(id, field)).cloned();
                let mut fields: Vec<Field> = kept.collect();
                for field in &mut fields {
                    // A member that travels the other way keeps what it was.
                    if field.access != self.leaving {
                        field.shape = self.id(field.shape);
                    }
                }
                let extras = match record.extras {
                    Extras::Typed(shape) => Extras::Typed(self.id(shape)),
                    extras => extras,
                };
                Shape::Record(Record {
                    fields,
                    extras,
                    ..record.clone()
                })
            }
            Shape::Union(union) => {
                let mut union = union.clone();
                for variant in &mut union.variants {
                    variant.shape = self.id(variant.shape);
                }
                Shape::Union(union)
            }
            Shape::List(item) => Shape::List(self.id(*item)),
            Shape::Map(value) => Shape::Map(self.id(*value)),
            Shape::Nullable(inner) => Shape::Nullable(self.id(*inner)),
            Shape::Alias(inner) => Shape::Alias(self.id(*inner)),
            Shape::Wrapper(inner) => Shape::Wrapper(self.id(*inner)),
            Shape::Tuple { items, rest } => Shape::Tuple {
                items: items.iter().map(|item| self.id(*item)).collect(),
                rest: rest.map(|rest| self.id(rest)),
            },
            shape @ (Shape::Any
            | Shape::Null
            | Shape::Boolean
            | Shape::Integer(_)
            | Shape::Number { .. }
            | Shape::Text(_)
            | Shape::Binary
            | Shape::Choice(_)) => shape.clone(),
        }
    }
}

/// How what was received becomes what is sent.
fn conversions(shapes: &Shapes, pairs: &FxHashMap<ShapeId, ShapeId>) -> FxHashMap<ShapeId, Twin> {
    let lacks = |sent: &ShapeId| match (shapes.get(*sent), pairs.get(sent)) {
        (Shape::Record(record), Some(_)) => record.fields.iter().any(|field| {
            field.required && field.access == Access::WriteOnly && field.constant.is_none()
        }),
        _ => false,
    };
    let twin = |(sent, received): (&ShapeId, &ShapeId)| {
        let parts = usage::travelling(shapes.get(*sent), None);
        let inside = usage::reach(shapes, parts, None);
        let conversion = match (lacks(sent), inside.iter().any(|id| id != sent && lacks(id))) {
            (_, true) => Conversion::None,
            (true, false) => Conversion::Completed,
            (false, false) => Conversion::Whole,
        };
        let received = *received;
        (
            *sent,
            Twin {
                received,
                conversion,
            },
        )
    };
    pairs.iter().map(twin).collect()
}
