//! One loop over members serves every record, in both directions.

use super::table::{Field, Members, Presence};
use super::unknown::Rest;
use super::{DecodeError, In, Json, Literal, Out, Result};

/// A record that is being read: a source shows it every member it meets.
#[doc(hidden)]
pub struct Record<'r, 's> {
    members: Members,
    slots: &'r mut [&'s mut dyn Json],
    rest: &'r mut dyn Rest,
    seen: Seen,
    /// The field after the last one found: members mostly come in the order of the description.
    next: usize,
    ignored: Tags,
}

/// Which member of a record a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Member {
    /// The field with this index.
    Field(usize),
    /// The constant with this index.
    Constant(usize),
    /// None that the table knows.
    Unknown,
}

impl<'r, 's> Record<'r, 's> {
    #[inline]
    pub(crate) fn new(
        members: Members,
        slots: &'r mut [&'s mut dyn Json],
        rest: &'r mut dyn Rest,
    ) -> Self {
        let (seen, ignored) = (Seen::default(), Tags::default());
        Record {
            members,
            slots,
            rest,
            seen,
            next: 0,
            ignored,
        }
    }

    /// Leaves these members out if the table does not know them: the union above has read them, or
    /// found none.
    pub(crate) fn ignore(&mut self, tags: Tags) {
        self.ignored = tags;
        tags.each_missing(|tag| self.rest.lack(tag));
    }

    /// Takes the tag by which the union above knows this record as met, if nothing is left to be
    /// read of it. `value` says whether a text is its value.
    pub(crate) fn meets(&mut self, tag: &str, value: impl Fn(&str) -> bool) -> bool {
        let mut constants = self.members.constants.iter();
        match constants.position(|constant| constant.name == tag) {
            Some(index) => match self.members.constants[index].value {
                Literal::Text(text) => value(text) && self.seen.insert(self.slots.len() + index),
                _ => false,
            },
            None => self.members.find(tag, self.slots.len()).is_none(),
        }
    }

    /// What is likely to come next in compact text, with its comma: `,"name":`.
    #[inline]
    pub(crate) fn expected(&self) -> Option<&'static str> {
        self.members.fields.get(self.next)?.plain()
    }

    /// Reads the value of the member that was expected.
    #[inline]
    pub(crate) fn read_expected(&mut self, r: &mut In<'_>) -> Result {
        let index = self.next;
        self.next += 1;
        self.field(index, r)
    }

    /// The member of this name.
    #[inline]
    pub(crate) fn find(&mut self, name: &str) -> Member {
        if let Some(index) = self.members.find(name, self.next) {
            self.next = index + 1;
            return Member::Field(index);
        }
        let mut constants = self.members.constants.iter();
        let constant = constants.position(|constant| constant.name == name);
        constant.map_or(Member::Unknown, Member::Constant)
    }

    #[inline(always)]
    fn field(&mut self, index: usize, r: &mut In<'_>) -> Result {
        if !self.seen.insert(index) {
            return Err(second(self.members.fields[index].name()));
        }
        match self.slots[index].read(r) {
            Ok(()) => Ok(()),
            Err(error) => Err(error.under(self.members.fields[index].name())),
        }
    }

    /// Reads the value of a member that was found; only an unknown one needs its `name`.
    #[inline]
    pub(crate) fn read(&mut self, member: Member, name: &str, r: &mut In<'_>) -> Result {
        match member {
            Member::Field(index) => self.field(index, r),
            Member::Constant(index) => {
                let name = self.members.constants[index].name;
                self.constant(index, r).map_err(|error| error.under(name))
            }
            Member::Unknown => self.unknown(name, r).map_err(|error| error.under(name)),
        }
    }

    fn unknown(&mut self, name: &str, r: &mut In<'_>) -> Result {
        if self.ignored.contains(name) {
            r.skip()
        } else {
            self.rest.keep(name, r)
        }
    }

    fn constant(&mut self, index: usize, r: &mut In<'_>) -> Result {
        let constant = self.members.constants[index];
        if !self.seen.insert(self.slots.len() + index) {
            return Err(second(constant.name));
        }
        match r.literal(&constant.value)? {
            None => Ok(()),
            Some(other) if constant.strict => Err(DecodeError::new(
                format!("the constant {}", show(constant.value)),
                super::value::describe(&other),
            )),
            Some(other) => self
                .rest
                .keep(constant.name, &mut super::value::ValueSource::new(&other)),
        }
    }

    /// Checks that nothing is missing.
    #[inline]
    pub(crate) fn finish(&self) -> Result {
        let Members {
            fields,
            constants,
            required,
            ..
        } = self.members;
        if self.seen.first & required == required && fields.len() + constants.len() <= 64 {
            return Ok(());
        }
        self.check()
    }

    fn check(&self) -> Result {
        let Members {
            fields, constants, ..
        } = self.members;
        let constants = constants
            .iter()
            .enumerate()
            .map(|(index, constant)| (fields.len() + index, constant.name));
        let fields = fields.iter().enumerate().filter_map(|(index, field)| {
            (field.presence != Presence::Optional).then_some((index, field.name()))
        });
        for (index, name) in constants.chain(fields) {
            if !self.seen.contains(index) {
                return Err(missing(name));
            }
        }
        Ok(())
    }
}

/// The error for a member that must be there and is not.
#[cold]
pub(crate) fn missing(name: &str) -> DecodeError {
    DecodeError::new(format!("the member {name:?}"), "none")
}

/// The error for a member that comes again.
#[cold]
fn second(name: &str) -> DecodeError {
    DecodeError::new(format!("one member {name:?}"), "a second one").under(name)
}

fn show(literal: Literal) -> String {
    match literal {
        Literal::Text(text) => super::error::quoted(text),
        Literal::Integer(integer) => integer.to_string(),
        Literal::Number(number) => number.to_string(),
        Literal::Boolean(boolean) => boolean.to_string(),
    }
}

/// The members that were met.
#[derive(Default)]
struct Seen {
    first: u64,
    /// Members from the 65th on, 64 to a word; almost always empty.
    more: Vec<u64>,
}

impl Seen {
    /// Whether the member is new.
    #[inline]
    fn insert(&mut self, index: usize) -> bool {
        let word = match index / 64 {
            0 => &mut self.first,
            word => {
                if self.more.len() < word {
                    self.more.resize(word, 0);
                }
                &mut self.more[word - 1]
            }
        };
        let bit = 1 << (index % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    fn contains(&self, index: usize) -> bool {
        let word = match index / 64 {
            0 => self.first,
            word => self.more.get(word - 1).copied().unwrap_or(0),
        };
        word & (1 << (index % 64)) != 0
    }
}

/// Members that unions above a record have read, or found to be missing. Two are enough: a third
/// would only be kept among the unknown members.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tags {
    names: [Option<&'static str>; 2],
    missing: [bool; 2],
}

impl Tags {
    pub(crate) fn push(&mut self, tag: &'static str, missing: bool) {
        if !self.contains(tag) {
            self.names = [Some(tag), self.names[0]];
            self.missing = [missing, self.missing[0]];
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.names[0].is_none()
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.names.iter().flatten().any(|tag| *tag == name)
    }

    fn each_missing(&self, mut tell: impl FnMut(&'static str)) {
        for (name, missing) in self.names.iter().zip(self.missing) {
            if let (Some(name), true) = (name, missing) {
                tell(name);
            }
        }
    }
}

/// A record that is being written: a sink asks it for its members.
#[doc(hidden)]
pub struct Written<'w> {
    members: Members,
    slots: &'w [&'w dyn Json],
    rest: &'w dyn Rest,
}

/// The name of a member that is being written.
#[derive(Clone, Copy)]
pub(crate) enum Name<'n> {
    Field(&'static Field),
    Other(&'n str),
}

impl<'n> Name<'n> {
    #[inline]
    pub(crate) fn text(self) -> &'n str {
        match self {
            Name::Field(field) => field.name(),
            Name::Other(name) => name,
        }
    }
}

/// The value of a member that is being written.
pub(crate) enum Part<'p> {
    Literal(Literal),
    Value(&'p dyn Json),
}

impl Part<'_> {
    #[inline]
    pub(crate) fn write(&self, w: &mut Out<'_>) {
        match self {
            Part::Literal(literal) => literal.write(w),
            Part::Value(value) => value.write(w),
        }
    }
}

impl<'w> Written<'w> {
    #[inline]
    pub(crate) fn new(members: Members, slots: &'w [&'w dyn Json], rest: &'w dyn Rest) -> Self {
        Written {
            members,
            slots,
            rest,
        }
    }

    /// The tags that are written before the members: a tag that was missing when the record was read
    /// is missing again.
    pub(crate) fn told<'t>(&self, tags: &'t [Tag]) -> impl Iterator<Item = &'t Tag> {
        tags.iter().filter(|tag| !self.rest.lacks(tag.name))
    }

    /// Shows every member that is written, except those in `tags`: constants, fields, the rest.
    #[inline(always)]
    pub(crate) fn each(&self, tags: &[Tag], mut show: impl FnMut(Name<'w>, Part<'w>)) {
        let tagged = |name: &str| tags.iter().any(|tag| tag.name == name);
        let kept = self.rest.count() > 0;
        for constant in self.members.constants {
            if !(tagged(constant.name) || (kept && self.rest.has(constant.name))) {
                show(Name::Other(constant.name), Part::Literal(constant.value));
            }
        }
        for (field, slot) in self.members.fields.iter().zip(self.slots) {
            if (field.presence == Presence::Required || !slot.absent())
                && (tags.is_empty() || !tagged(field.name()))
            {
                show(Name::Field(field), Part::Value(*slot));
            }
        }
        if kept {
            self.rest.each(&mut |name, value| {
                if !tagged(name) && !self.writes(name) {
                    show(Name::Other(name), Part::Value(value));
                }
            });
        }
    }

    /// How many members are written, those of `tags` included.
    pub(crate) fn count(&self, tags: &[Tag]) -> usize {
        let mut count = self.told(tags).count();
        self.each(tags, |_, _| count += 1);
        count
    }

    /// Whether a field of this name is written.
    fn writes(&self, name: &str) -> bool {
        let mut fields = self.members.fields.iter().zip(self.slots);
        fields.any(|(field, slot)| {
            field.name() == name && (field.presence == Presence::Required || !slot.absent())
        })
    }
}

/// A member that a union writes before its payload's own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tag {
    pub(crate) name: &'static str,
    pub(crate) value: &'static str,
}

/// Adds a tag for the next object; of two with one name the inner counts.
pub(crate) fn push_tag(tags: &mut Vec<Tag>, name: &'static str, value: &'static str) {
    tags.retain(|tag| tag.name != name);
    tags.push(Tag { name, value });
}
