//! A member of an object: its shape, whether it has one value only, and what is said of it.

use super::{
    Lower,
    combine::Part,
    site, values,
    view::{Branches, Meaning, Member, View},
    xml,
};
use crate::{
    ir::{Access, Field, FieldNotes, IntegerWidth, Literal, Shape, ShapeId, TextFormat},
    load::Place,
};

use std::rc::Rc;

impl<'d> Lower<'d, '_> {
    /// The member `wire` of a record.
    pub(super) fn field(
        &mut self,
        wire: &str,
        member: &Member<'d>,
        required: bool,
    ) -> (Field, FieldNotes) {
        let constant = if required {
            self.constant(member)
        } else {
            None
        };
        let shape = match &constant {
            Some(Literal::Text(_)) => self.shapes.intern(Shape::Text(TextFormat::Plain)),
            Some(Literal::Integer(_)) => self.shapes.intern(Shape::Integer(IntegerWidth::I64)),
            Some(Literal::Boolean(_)) => self.shapes.intern(Shape::Boolean),
            Some(Literal::Json(_)) | None => self.member(member),
        };
        let mut access = Access::Both;
        let mut default = None;
        let mut notes = FieldNotes::default();
        for place in member.places.iter().rev() {
            let said = self.said(place);
            default = default.or(said.default);
            if access == Access::Both {
                access = said.access;
            }
            add(&mut notes, site::notes(place));
            if self.xml && notes.xml.is_none() {
                notes.xml = Some(Box::new(xml::of(self.document, place)));
            }
        }
        let field = Field {
            wire: wire.to_owned(),
            shape,
            required,
            constant,
            default,
            access,
        };
        (field, notes)
    }

    /// What a member allows.
    pub(super) fn member_view(&mut self, member: &Member<'d>) -> Rc<View<'d>> {
        match &*member.places {
            [place] => self.resolved(place).1,
            _ if member.either => Rc::default(),
            places => {
                let parts = places
                    .iter()
                    .map(|place| self.resolved(place))
                    .collect::<Vec<Part<'_>>>();
                match places.last() {
                    Some(last) => {
                        // The same contradiction is told when the member is lowered.
                        let trying = std::mem::replace(&mut self.trying, true);
                        let view = self.combine(last, parts);
                        self.trying = trying;
                        Rc::new(view)
                    }
                    None => Rc::default(),
                }
            }
        }
    }

    fn constant(&mut self, member: &Member<'d>) -> Option<Literal> {
        let view = self.member_view(member);
        match &view.meaning {
            Meaning::Values(entries) if !view.nullable => match &**entries {
                [only] if !matches!(only.literal, Literal::Json(_)) => Some(only.literal.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// The shape of a member.
    pub(super) fn member(&mut self, member: &Member<'d>) -> ShapeId {
        if member.either {
            self.any_of_places(&member.places)
        } else {
            self.all_of_places(&member.places)
        }
    }

    /// The shape that satisfies all `places`.
    pub(super) fn all_of_places(&mut self, places: &[Place<'d>]) -> ShapeId {
        self.joint(places, false, |lower, places, last| {
            let parts = places
                .iter()
                .map(|place| (place.clone(), lower.view(place)))
                .collect();
            lower.combine(last, parts)
        })
    }

    /// The shape that satisfies any of `places`.
    pub(super) fn any_of_places(&mut self, places: &[Place<'d>]) -> ShapeId {
        self.joint(places, true, |_, places, last| View {
            nullable: false,
            meaning: Meaning::Branches(Box::new(Branches {
                places: places.to_vec(),
                any: true,
                base: None,
                discriminator: None,
                at: last.clone(),
            })),
        })
    }

    fn joint(
        &mut self,
        places: &[Place<'d>],
        either: bool,
        view: impl FnOnce(&mut Self, &[Place<'d>], &Place<'d>) -> View<'d>,
    ) -> ShapeId {
        let last = match places {
            [] => return self.shapes.intern(Shape::Any),
            [place] => return self.shape(place),
            [.., last] => last,
        };
        let key = (
            either,
            places
                .iter()
                .map(|place| place.pointer.clone())
                .collect::<Vec<_>>(),
        );
        if let Some(id) = self.joint.get(&key) {
            return *id;
        }
        if self.depth > super::DEEPEST {
            return self.shape(last);
        }
        self.depth += 1;
        // A member that is described twice in the same words is one member.
        let plain = places.iter().all(|place| self.is_scalar(place));
        let first = if plain { Some(self.shape(last)) } else { None };
        let same = first.filter(|first| places.iter().all(|place| self.shape(place) == *first));
        let id = match same {
            Some(id) => id,
            None => {
                // Claimed beforehand: a schema that leads back here gets a name for it.
                let claimed = self.shapes.reserve();
                self.joint.insert(key.clone(), claimed);
                let view = view(self, places, last);
                let made = self.make(&view, last, None);
                let id = self.settle(made);
                self.shapes.fill(claimed, Shape::Alias(id));
                id
            }
        };
        self.joint.insert(key, id);
        self.depth -= 1;
        id
    }

    fn is_scalar(&mut self, place: &Place<'d>) -> bool {
        match &self.resolved(place).1.meaning {
            Meaning::Any
            | Meaning::Null
            | Meaning::Boolean
            | Meaning::Integer(_)
            | Meaning::Number { .. }
            | Meaning::Text(_)
            | Meaning::Binary => true,
            Meaning::Values(entries) => !values::booleans(entries),
            Meaning::List(_)
            | Meaning::Tuple(..)
            | Meaning::Object(_)
            | Meaning::Same(_)
            | Meaning::Branches(_) => false,
        }
    }

    /// What stands at a member's place, or at the place it refers to, beside its shape.
    fn said(&mut self, place: &Place<'d>) -> Said {
        let mut at = place.clone();
        let mut said = Said {
            default: None,
            access: Access::Both,
        };
        for _ in 0..8 {
            if said.default.is_none() {
                said.default = at.member("default").map(ToString::to_string);
            }
            if said.access == Access::Both {
                said.access = match (site::flag(&at, "readOnly"), site::flag(&at, "writeOnly")) {
                    (true, false) => Access::ReadOnly,
                    (false, true) => Access::WriteOnly,
                    _ => Access::Both,
                };
            }
            match &self.view(&at).meaning {
                Meaning::Same(target) => at = target.clone(),
                _ => break,
            }
        }
        said
    }
}

/// Adds what is said at a further place.
fn add(notes: &mut FieldNotes, said: FieldNotes) {
    match notes.pointer.as_str() {
        "" => notes.pointer = said.pointer,
        _ => notes.also.push(said.pointer),
    }
    notes.title = notes.title.take().or(said.title);
    notes.docs = notes.docs.take().or(said.docs);
    notes.deprecated |= said.deprecated;
    notes.hint = notes.hint.take().or(said.hint);
    notes.example = notes.example.take().or(said.example);
}

struct Said {
    default: Option<String>,
    access: Access,
}
