//! A value for every shape: the smallest there is, or one with all members.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use serde_json::{Map, Value, json};

use super::Trial;
use crate::{
    emit::scope::Scope,
    ir::{
        Api, Decision, Extras, IntegerWidth, Literal, Record, Shape, ShapeId, TagKind, TextFormat,
        Union, Variant,
    },
};

/// How deep the smallest value of each shape is; none for a shape without a finite value.
pub(super) type Heights = FxHashMap<ShapeId, u32>;

/// Finds the heights: each shape's as soon as those of all it needs are known.
pub(super) fn heights(api: &Api) -> Heights {
    let mut heights = Heights::default();
    let mut needed_by: FxHashMap<ShapeId, Vec<ShapeId>> = FxHashMap::default();
    let mut missing: FxHashMap<ShapeId, usize> = FxHashMap::default();
    let mut ready = VecDeque::new();
    for id in api.shapes.ids() {
        let needs = Needs::of(api.shapes.get(id));
        let (parts, missed) = needs.parts();
        match missed {
            0 => ready.push_back(id),
            missed => drop(missing.insert(id, missed)),
        }
        for part in parts {
            needed_by.entry(*part).or_default().push(id);
        }
    }
    while let Some(id) = ready.pop_front() {
        if heights.contains_key(&id) {
            continue;
        }
        let Some(height) = Needs::of(api.shapes.get(id)).height(&heights) else {
            continue;
        };
        heights.insert(id, height);
        for owner in needed_by.remove(&id).unwrap_or_default() {
            if let Some(missed) = missing.get_mut(&owner) {
                *missed = missed.saturating_sub(1);
                if *missed == 0 {
                    ready.push_back(owner);
                }
            }
        }
    }
    heights
}

/// What a value of the shape needs.
enum Needs {
    /// A value of each of these.
    All(Vec<ShapeId>),
    /// A value of one of these.
    One(Vec<ShapeId>),
}

impl Needs {
    fn of(shape: &Shape) -> Needs {
        match shape {
            Shape::Any
            | Shape::Null
            | Shape::Boolean
            | Shape::Integer(_)
            | Shape::Number { .. }
            | Shape::Text(_)
            | Shape::Binary
            | Shape::List(_)
            | Shape::Map(_)
            | Shape::Nullable(_)
            | Shape::Choice(_) => Needs::All(Vec::new()),
            Shape::Alias(inner) | Shape::Wrapper(inner) => Needs::All(vec![*inner]),
            Shape::Tuple { items, .. } => Needs::All(items.clone()),
            Shape::Record(record) => {
                let required = record.fields.iter().filter(|field| field.required);
                Needs::All(required.map(|field| field.shape).collect())
            }
            Shape::Union(union) => {
                let branches = union.variants.iter();
                Needs::One(branches.map(|variant| variant.shape).collect())
            }
        }
    }

    /// The shapes of which values may be needed, and of how many the height must be known.
    fn parts(&self) -> (&[ShapeId], usize) {
        match self {
            Needs::All(parts) => (parts, parts.len()),
            Needs::One(parts) => (parts, 1),
        }
    }

    /// The height of a shape with these needs; `None` while it is not known.
    fn height(&self, known: &Heights) -> Option<u32> {
        let of = |id: &ShapeId| known.get(id).copied();
        let highest = match self {
            Needs::All(parts) => parts.iter().try_fold(0, |most, id| Some(of(id)?.max(most))),
            Needs::One(parts) => parts.iter().filter_map(of).min(),
        };
        Some(1 + highest?)
    }
}

/// How much of a value is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    /// What must be there.
    Least,
    /// All members, down to so many levels; then what must be there.
    Most(u8),
}

impl Size {
    fn inside(self) -> Size {
        match self {
            Size::Least | Size::Most(0) => Size::Least,
            Size::Most(levels) => Size::Most(levels - 1),
        }
    }
}

/// How many levels of a sample have all their members: every type below has samples of its own.
const LEVELS: u8 = 3;

/// The values a type must keep, with what they are.
pub(super) type Samples = Vec<(Trial, String, Value)>;

/// Makes values.
pub(super) struct Maker<'a> {
    pub(super) scope: &'a Scope<'a>,
    heights: &'a Heights,
    /// How many more values a sample may hold before only what must be there is given.
    left: std::cell::Cell<usize>,
    /// How many values a sample may hold in all.
    room: std::cell::Cell<usize>,
}

/// How many values a sample may hold beside what must be there.
const LARGEST: usize = 500;

/// How many values a sample may hold; a shape that needs more, or nests deeper, has none.
const ROOM: usize = 20_000;

/// How deep the values of a sample may stand within each other.
const TALLEST: u32 = 100;

impl<'a> Maker<'a> {
    pub(super) fn new(scope: &'a Scope<'a>, heights: &'a Heights) -> Self {
        Maker {
            scope,
            heights,
            left: std::cell::Cell::new(LARGEST),
            room: std::cell::Cell::new(ROOM),
        }
    }

    /// The smallest and the largest sample of a shape, every branch and every value of it.
    pub(super) fn samples(&self, id: ShapeId) -> Samples {
        let both = [
            ("the least", Size::Least),
            ("all members", Size::Most(LEVELS)),
        ];
        let mut samples = Samples::new();
        for (what, size) in both {
            self.refill();
            match self.scope.api.shapes.get(id) {
                Shape::Union(union) => {
                    for (index, variant) in union.variants.iter().enumerate() {
                        self.refill();
                        let name = format!("{what} of branch {index}");
                        let value = self.branch(union, variant, size);
                        samples.extend(value.map(|value| (Trial::Sample, name, value)));
                    }
                }
                Shape::Choice(choice) => {
                    let values = choice.values.iter().map(literal);
                    samples.extend(
                        values.map(|value| (Trial::Sample, format!("the value {value}"), value)),
                    );
                    return samples;
                }
                _ => {
                    let value = self.value(id, size);
                    samples.extend(value.map(|value| (Trial::Sample, what.to_owned(), value)));
                }
            }
        }
        samples
    }

    fn refill(&self) {
        self.left.set(LARGEST);
        self.room.set(ROOM);
    }

    /// A value of a shape; `None` if it has no finite one, or none that is small enough.
    pub(super) fn value(&self, id: ShapeId, size: Size) -> Option<Value> {
        self.heights.get(&id).filter(|height| **height <= TALLEST)?;
        self.room.set(self.room.get().checked_sub(1)?);
        let size = match self.left.get().checked_sub(1) {
            Some(left) => {
                self.left.set(left);
                size
            }
            None => Size::Least,
        };
        Some(match self.scope.api.shapes.get(id) {
            Shape::Any => json!("anything"),
            Shape::Null => Value::Null,
            Shape::Boolean => json!(true),
            Shape::Integer(width) => integer(*width, size),
            Shape::Number { .. } => json!(1.5),
            Shape::Text(format) => json!(text(format)),
            Shape::Binary => json!("bytes"),
            Shape::List(item) => match size {
                Size::Least => json!([]),
                Size::Most(_) => match self.value(*item, size.inside()) {
                    Some(item) => json!([item, item]),
                    None => json!([]),
                },
            },
            Shape::Map(value) => match size {
                Size::Least => json!({}),
                Size::Most(_) => match self.value(*value, size.inside()) {
                    Some(value) => json!({"a key": value}),
                    None => json!({}),
                },
            },
            Shape::Tuple { items, rest } => {
                let mut values = Vec::new();
                for item in items {
                    values.push(self.value(*item, size.inside())?);
                }
                if let (Some(rest), Size::Most(_)) = (rest, size) {
                    values.extend(self.value(*rest, size.inside()));
                }
                Value::Array(values)
            }
            Shape::Nullable(inner) => match size {
                Size::Least => Value::Null,
                Size::Most(_) => self.value(*inner, size).unwrap_or_default(),
            },
            Shape::Alias(inner) | Shape::Wrapper(inner) => self.value(*inner, size)?,
            Shape::Choice(choice) => choice.values.first().map(literal)?,
            Shape::Record(record) => self.record(record, size, &[])?,
            Shape::Union(union) => {
                let height = |variant: &&Variant| {
                    let height = self.heights.get(&variant.shape);
                    height.copied().unwrap_or(u32::MAX)
                };
                let lowest = union.variants.iter().min_by_key(height)?;
                self.branch(union, lowest, size)?
            }
        })
    }

    /// A record with what must be there, what `size` allows, and the members `with`.
    pub(super) fn record(&self, record: &Record, size: Size, with: &[String]) -> Option<Value> {
        let mut members = Map::new();
        for field in &record.fields {
            let wanted = field.required || with.contains(&field.wire);
            if !wanted && size == Size::Least {
                continue;
            }
            let value = match &field.constant {
                Some(constant) => Some(literal(constant)),
                None => self.value(field.shape, size.inside()),
            };
            match value {
                Some(value) => {
                    members.insert(field.wire.clone(), value);
                }
                None if wanted => return None,
                None => {}
            }
        }
        if let (Extras::Typed(extra), Size::Most(_)) = (record.extras, size) {
            let value = self.value(extra, size.inside());
            members.extend(value.map(|value| ("an additional member".to_owned(), value)));
        }
        Some(Value::Object(members))
    }

    /// A value of one branch of a union.
    pub(super) fn branch(&self, union: &Union, variant: &Variant, size: Size) -> Option<Value> {
        let mut value = match self.scope.shape(variant.shape) {
            Shape::Record(record) => {
                self.heights.get(&variant.shape)?;
                self.record(record, size, &variant.keys)?
            }
            Shape::Nullable(_) if size == Size::Least => {
                self.value(variant.shape, Size::Most(0))?
            }
            _ => self.value(variant.shape, size)?,
        };
        if let (Decision::Tag { wire, kind, .. }, Value::Object(members)) =
            (&union.decision, &mut value)
        {
            let tag = |tag: &String| match kind {
                TagKind::Text => json!(tag),
                TagKind::Literal => serde_json::from_str(tag).unwrap_or_default(),
            };
            let own = members.get(wire);
            if !variant.tags.iter().any(|known| own == Some(&tag(known))) {
                members.insert(wire.clone(), tag(variant.tags.first()?));
            }
        }
        Some(value)
    }
}

/// The value of a literal.
pub(super) fn literal(literal: &Literal) -> Value {
    match literal {
        Literal::Text(text) => json!(text),
        Literal::Integer(integer) => json!(integer),
        Literal::Boolean(boolean) => json!(boolean),
        Literal::Json(text) => serde_json::from_str(text).unwrap_or_default(),
    }
}

fn integer(width: IntegerWidth, size: Size) -> Value {
    match (width, size) {
        (_, Size::Least) => json!(0),
        (IntegerWidth::I32, _) => json!(i32::MIN),
        (IntegerWidth::I64, _) => json!(i64::MIN),
        (IntegerWidth::U32, _) => json!(u32::MAX),
        (IntegerWidth::U64, _) => json!(u64::MAX),
    }
}

/// Text of a format, written as every library writes it.
fn text(format: &TextFormat) -> &'static str {
    match format {
        TextFormat::Plain | TextFormat::Other(_) => "text \"quoted\" \u{1F980}",
        TextFormat::DateTime => "2024-02-29T12:30:45Z",
        TextFormat::Date => "2024-02-29",
        TextFormat::Time => "12:30:45",
        TextFormat::Duration => "PT1H",
        TextFormat::Uuid => "67e55044-10b1-426f-9247-bb680e5fe0c8",
        TextFormat::Base64 => "aGVsbG8=",
        TextFormat::Uri => "https://example.com/a?b=c",
        TextFormat::Ipv4 => "192.0.2.1",
        TextFormat::Ipv6 => "2001:db8::1",
        TextFormat::Email => "a@example.com",
        TextFormat::Password => "secret",
        TextFormat::Decimal => "1.50",
    }
}
