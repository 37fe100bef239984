//! An object becomes a record, or a map where its keys are data.

use super::{
    Kind, Lower, Made, Payload,
    node::Additional,
    site,
    view::{Member, Members},
};
use crate::{
    ir::{
        Access, Decision, Extras, Field, FieldNotes, Record, Shape, ShapeId, Site, Union, Variant,
    },
    load::Place,
    pointer::Pointer,
    report::{Problem, codes},
};

/// How far a part of an `allOf` is looked for what it requires.
const DEEPEST: usize = 8;

/// How many members all records may have together that are written elsewhere.
const REPEATED: usize = 100_000;

impl<'d> Lower<'d, '_> {
    /// The shape of an object that stands at `place`.
    pub(super) fn object(
        &mut self,
        members: &Members<'d>,
        place: &Place<'d>,
        payload: Payload,
        site: Site,
    ) -> Made {
        if let Some(discriminator) = &members.discriminator
            && let Some(made) = self.heirs_union(members, discriminator, place, site.clone())
        {
            return made;
        }
        self.record(members, place, payload, site)
    }

    /// The shape of an object of which nothing else counts but its members.
    pub(super) fn record(
        &mut self,
        members: &Members<'d>,
        place: &Place<'d>,
        payload: Payload,
        mut site: Site,
    ) -> Made {
        let typed = match &members.additional {
            Additional::Typed(places) => self.additional(places),
            Additional::Patterns(places) => self.patterned(places, place),
            Additional::Unsaid | Additional::Open | Additional::Closed => None,
        };
        if members.list.is_empty() && (members.wanted.is_empty() || typed.is_some()) {
            let shape = self.memberless(&members.additional, typed, payload);
            return Made::new(shape, site);
        }
        if !self.describe(members, place) {
            let shape = Kind::Known(self.shapes.intern(Shape::Any));
            return Made {
                shape,
                nullable: false,
                site,
            };
        }
        let mut fields = Vec::with_capacity(members.list.len());
        for (wire, member) in &members.list {
            let (field, notes) = self.field(wire, member, members.requires(wire));
            fields.push(field);
            site.parts.push(notes);
        }
        self.undescribed(members, place, &mut fields, &mut site.parts);
        let extras = match (&members.additional, typed) {
            (_, Some(value)) => Extras::Typed(value),
            (Additional::Closed, None) => Extras::Closed,
            (_, None) => Extras::Open,
        };
        let record = Record {
            fields,
            extras,
            owner: None,
            payload_of: payload,
        };
        Made {
            shape: Kind::New(Shape::Record(record)),
            nullable: false,
            site,
        }
    }

    /// An object without named members: its keys are data.
    fn memberless(
        &mut self,
        additional: &Additional<'d>,
        typed: Option<ShapeId>,
        payload: Payload,
    ) -> Shape {
        match (additional, typed) {
            (Additional::Closed, _) => Shape::Record(Record {
                fields: Vec::new(),
                extras: Extras::Closed,
                owner: None,
                payload_of: payload,
            }),
            (_, Some(value)) => Shape::Map(value),
            (_, None) => {
                let any = self.shapes.intern(Shape::Any);
                Shape::Map(any)
            }
        }
    }

    /// Counts the members of one more record that are written elsewhere: an `allOf` can repeat all
    /// those of another schema in a line. False when there were too many of them.
    fn describe(&mut self, members: &Members<'d>, place: &Place<'d>) -> bool {
        let own = place.member("properties").and_then(|own| own.as_object());
        let own = own.map_or(0, |own| own.len());
        let repeated = members.list.len().saturating_sub(own);
        if repeated == 0 || self.repeated + repeated <= REPEATED {
            self.repeated += repeated;
            return true;
        }
        let met = format!("schemas repeat more than {REPEATED} members of others");
        let problem = Problem::warning(codes::TOO_DEEP, &place.pointer, met)
            .done("what stands here is read as any JSON value")
            .help("give what is repeated through `allOf` a member of its own instead");
        self.tell_once(problem.degraded());
        false
    }

    /// The shape of members beside the named ones; `None` for any JSON value.
    fn additional(&mut self, places: &[Place<'d>]) -> Option<ShapeId> {
        let member = Member {
            places: places.to_vec(),
            either: true,
        };
        let shape = self.member(&member);
        (*self.shapes.get(shape) != Shape::Any || self.shapes.is_named(shape)).then_some(shape)
    }

    /// The shape of members beside the named ones, of which only some have a schema, by the names
    /// they have: what one of the schemas says, or anything. `None` for any JSON value.
    fn patterned(&mut self, places: &[Place<'d>], at: &Place<'d>) -> Option<ShapeId> {
        let mut variants: Vec<Variant> = Vec::with_capacity(places.len());
        let mut parts = Vec::with_capacity(places.len());
        for place in places {
            let shape = self.shape(place);
            if *self.shapes.get(shape) == Shape::Any && !self.shapes.is_named(shape) {
                return None;
            }
            if variants.iter().any(|known| known.shape == shape) {
                continue;
            }
            variants.push(Variant {
                shape,
                tags: Vec::new(),
                kinds: Vec::new(),
                keys: Vec::new(),
                known: None,
            });
            parts.push(site::notes(place));
        }
        let pointer = at.pointer.child("patternProperties");
        let met = "members are described by a pattern, and others may stand beside them";
        let note = Problem::note(codes::UNION_DECIDED, &pointer, met);
        self.report
            .push(note.done("each is what a pattern says if it fits, otherwise kept as JSON"));
        let union = Shape::Union(Union {
            decision: Decision::Order,
            variants,
            owner: None,
        });
        let site = Site {
            pointer,
            parts,
            ..Site::default()
        };
        Some(self.settle(Made::new(union, site)))
    }

    /// Where the schema at `place` says that the member must be there.
    fn required_at(&self, place: &Place<'d>, wire: &str) -> Pointer {
        let mut open = vec![(place.clone(), 0)];
        while let Some((place, depth)) = open.pop() {
            let required = place.get("required");
            let says = |required: &Place<'_>| {
                let mut items = required.items();
                items.any(|item| item.value.as_str() == Some(wire))
            };
            if let Some(required) = required.filter(says) {
                return required.pointer;
            }
            if depth < DEEPEST {
                let target = place.reference().and_then(|to| self.document.resolve(to));
                let parts = place.get("allOf");
                let inner = parts.iter().flat_map(Place::items).chain(target);
                open.extend(inner.map(|inner| (inner, depth + 1)));
            }
        }
        place.pointer.clone()
    }

    /// Members that are required and nowhere described.
    fn undescribed(
        &mut self,
        members: &Members<'d>,
        place: &Place<'d>,
        fields: &mut Vec<Field>,
        parts: &mut Vec<FieldNotes>,
    ) {
        let mut missing = Vec::new();
        for wire in &members.wanted {
            if members.list.contains_key(wire.as_str()) || missing.contains(&wire) {
                continue;
            }
            missing.push(wire);
            let shape = self.shapes.intern(Shape::Any);
            fields.push(Field {
                wire: wire.clone(),
                shape,
                required: true,
                constant: None,
                default: None,
                access: Access::Both,
            });
            parts.push(FieldNotes {
                pointer: self.required_at(place, wire),
                ..FieldNotes::default()
            });
        }
        if missing.is_empty() {
            return;
        }
        let names = missing
            .iter()
            .map(|wire| format!("`{wire}`"))
            .collect::<Vec<_>>()
            .join(", ");
        self.report.push(
            Problem::warning(
                codes::UNDESCRIBED_MEMBER,
                &self.required_at(place, missing[0]),
                format!("required, but not described: {names}"),
            )
            .done("it must be there, and may be any JSON value")
            .help("describe it under `properties`, or take it out of `required`"),
        );
    }
}
