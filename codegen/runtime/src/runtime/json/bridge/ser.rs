//! A sink that is a serde serializer.

use std::cell::Cell;

use serde_core::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use crate::runtime::json::Json;
use crate::runtime::json::record::{Part, Tag, Written, push_tag};
use crate::runtime::json::sink::{Entries, Items, Sink, whole};
use crate::runtime::json::table::Literal;

/// A value that serde can write.
pub(crate) struct Shown<'v>(pub(crate) &'v dyn Json);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.0, serializer)
    }
}

pub(super) fn serialize<S: Serializer>(value: &dyn Json, serializer: S) -> Result<S::Ok, S::Error> {
    let mut sink = SerdeSink::new(Whole::Ready(serializer));
    value.write(&mut sink);
    match sink.place {
        Whole::Done(result) => result,
        Whole::Ready(serializer) => serializer.serialize_none(),
        Whole::Taken => Err(twice()),
    }
}

fn twice<E: Error>() -> E {
    E::custom("a value that was written twice")
}

/// Where values go, one by one: a document, the members of an object or the items of an array.
trait Place {
    fn put<T: Serialize + ?Sized>(&mut self, value: &T);
}

/// The place of a single value.
enum Whole<S: Serializer> {
    Ready(S),
    Taken,
    Done(Result<S::Ok, S::Error>),
}

impl<S: Serializer> Place for Whole<S> {
    fn put<T: Serialize + ?Sized>(&mut self, value: &T) {
        if let Whole::Ready(serializer) = std::mem::replace(self, Whole::Taken) {
            *self = Whole::Done(value.serialize(serializer));
        }
    }
}

/// The place of the member `name`.
struct Member<'m, 'v, M: SerializeMap> {
    map: &'m mut M,
    name: &'v str,
    result: Result<(), M::Error>,
}

impl<M: SerializeMap> Place for Member<'_, '_, M> {
    fn put<T: Serialize + ?Sized>(&mut self, value: &T) {
        if self.result.is_ok() {
            self.result = self.map.serialize_entry(self.name, value);
        }
    }
}

/// The place of the next item.
struct Item<'l, L: SerializeSeq> {
    list: &'l mut L,
    result: Result<(), L::Error>,
}

impl<L: SerializeSeq> Place for Item<'_, L> {
    fn put<T: Serialize + ?Sized>(&mut self, value: &T) {
        if self.result.is_ok() {
            self.result = self.list.serialize_element(value);
        }
    }
}

struct SerdeSink<P> {
    place: P,
    /// What the next object begins with.
    tags: Vec<Tag>,
}

impl<P: Place> SerdeSink<P> {
    fn new(place: P) -> Self {
        SerdeSink {
            place,
            tags: Vec::new(),
        }
    }

    /// Apart, so that the loop over the fields of a record stays short.
    #[inline(never)]
    fn literal(&mut self, literal: Literal) {
        match literal {
            Literal::Text(text) => self.place.put(text),
            Literal::Integer(integer) => self.place.put(&integer),
            Literal::Number(number) => self.place.put(&number),
            Literal::Boolean(boolean) => self.place.put(&boolean),
        }
    }
}

impl<'v, M: SerializeMap> SerdeSink<Member<'_, 'v, M>> {
    fn entries(&mut self, entries: impl IntoIterator<Item = (&'v str, &'v dyn Json)>) {
        for (name, value) in entries {
            self.place.name = name;
            value.write(self);
        }
    }
}

impl<P: Place> Sink for SerdeSink<P> {
    fn null(&mut self) {
        self.place.put(&None::<()>);
    }

    fn bool(&mut self, value: bool) {
        self.place.put(&value);
    }

    fn i64(&mut self, value: i64) {
        self.place.put(&value);
    }

    fn u64(&mut self, value: u64) {
        self.place.put(&value);
    }

    fn f64(&mut self, value: f64) {
        match whole(value) {
            Some(integer) => self.i64(integer),
            None if value.is_finite() => self.place.put(&value),
            None => self.null(),
        }
    }

    fn str(&mut self, value: &str) {
        self.place.put(value);
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Object(members) if !self.tags.is_empty() => {
                let mut entries = members
                    .iter()
                    .map(|(name, value)| (name.as_str(), value as &dyn Json));
                self.map(members.len(), &mut entries);
            }
            _ => self.place.put(value),
        }
    }

    fn list(&mut self, len: usize, items: &mut Items<'_, '_>) {
        let items = Cell::new(Some(items));
        self.place.put(&List { len, items });
    }

    fn map(&mut self, len: usize, entries: &mut Entries<'_, '_>) {
        let SerdeSink { place, tags } = self;
        let entries = Cell::new(Some(entries));
        place.put(&Map { len, entries, tags });
    }

    fn members(&mut self, record: &Written<'_>) {
        let SerdeSink { place, tags } = self;
        place.put(&Members { record, tags });
    }

    fn tagged(&mut self, tag: &'static str, value: &'static str, payload: &dyn Json) {
        push_tag(&mut self.tags, tag, value);
        payload.write(self);
        self.tags.clear();
    }
}

/// An array; its items come once.
struct List<'a, 'i, 'v> {
    len: usize,
    items: Cell<Option<&'a mut Items<'i, 'v>>>,
}

impl Serialize for List<'_, '_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let items = self.items.take().ok_or_else(twice)?;
        let mut list = serializer.serialize_seq(Some(self.len))?;
        let mut sink = SerdeSink::new(Item {
            list: &mut list,
            result: Ok(()),
        });
        for item in items {
            item.write(&mut sink);
        }
        sink.place.result?;
        list.end()
    }
}

/// An object with names of its own; its members come once.
struct Map<'a, 'i, 'v> {
    len: usize,
    entries: Cell<Option<&'a mut Entries<'i, 'v>>>,
    tags: &'a [Tag],
}

impl Serialize for Map<'_, '_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries = self.entries.take().ok_or_else(twice)?;
        if self.tags.is_empty() {
            let len = announced(&serializer, || self.len);
            return object(serializer, len, [].iter(), |sink| sink.entries(entries));
        }
        let tagged = |name: &str| self.tags.iter().any(|tag| tag.name == name);
        let rest: Vec<_> = entries.filter(|(name, _)| !tagged(name)).collect();
        let len = announced(&serializer, || self.tags.len() + rest.len());
        object(serializer, len, self.tags.iter(), |sink| sink.entries(rest))
    }
}

/// An object with the members of a record.
struct Members<'w> {
    record: &'w Written<'w>,
    tags: &'w [Tag],
}

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Members { record, tags } = self;
        let len = announced(&serializer, || record.count(tags));
        object(serializer, len, record.told(tags), |sink| {
            record.each(tags, |name, part| {
                sink.place.name = name.text();
                match part {
                    Part::Literal(literal) => sink.literal(literal),
                    Part::Value(value) => value.write(sink),
                }
            });
        })
    }
}

/// How many members to announce. Text needs no number, and is faster without.
fn announced<S: Serializer>(serializer: &S, count: impl FnOnce() -> usize) -> Option<usize> {
    (!serializer.is_human_readable()).then(count)
}

/// Writes an object that begins with `tags`; the sink takes the other members.
fn object<'t, 'v, S: Serializer>(
    serializer: S,
    len: Option<usize>,
    tags: impl Iterator<Item = &'t Tag>,
    fill: impl FnOnce(&mut SerdeSink<Member<'_, 'v, S::SerializeMap>>),
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(len)?;
    for tag in tags {
        map.serialize_entry(tag.name, tag.value)?;
    }
    let mut sink = SerdeSink::new(Member {
        map: &mut map,
        name: "",
        result: Ok(()),
    });
    fill(&mut sink);
    sink.place.result?;
    map.end()
}
