//! An array or object of a format whose parts are being read.

use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::de::Stash;
use super::visit::Part;
use crate::runtime::json::record::{Member, Record, Tags, missing};
use crate::runtime::json::source::{Each, EachKind, EachNamed, Kind, Source, pick_variant};
use crate::runtime::json::value::ValueSource;
use crate::runtime::json::{DecodeError, In, Result};

/// A source over an array.
pub(super) struct Items<'s, A, E> {
    items: A,
    stash: &'s Stash,
    depth: usize,
    failed: Option<E>,
}

impl<'s, 'de, A: SeqAccess<'de>> Items<'s, A, A::Error> {
    pub(super) fn new(items: A, stash: &'s Stash, depth: usize) -> Self {
        Items {
            items,
            stash,
            depth,
            failed: None,
        }
    }

    /// The error for the format.
    pub(super) fn end(&mut self, error: DecodeError) -> A::Error {
        self.failed
            .take()
            .unwrap_or_else(|| self.stash.put(error, self.depth))
    }

    fn next(&mut self, each: &mut Each<'_>) -> Result<bool> {
        let (stash, depth) = (self.stash, self.depth);
        match self.items.next_element_seed(Part { stash, depth, each }) {
            Ok(item) => Ok(item.is_some()),
            Err(error) => Err(stash.take(error, depth + 1, &mut self.failed)),
        }
    }
}

impl<'de, A: SeqAccess<'de>> Source for Items<'_, A, A::Error> {
    fn found(&mut self) -> &'static str {
        Kind::List.name()
    }

    fn value(&mut self) -> Result<Value> {
        let mut items = Vec::new();
        self.list(&mut |r| {
            items.push(r.value()?);
            Ok(())
        })?;
        Ok(items.into())
    }

    fn option(&mut self, some: &mut Each<'_>) -> Result {
        some(self)
    }

    fn list(&mut self, item: &mut Each<'_>) -> Result {
        let mut index = 0_usize;
        while self.next(item).map_err(|error| error.under(index))? {
            index += 1;
        }
        Ok(())
    }

    fn kinds(&mut self, pick: &mut EachKind<'_>) -> Result {
        pick(Kind::List, self)
    }
}

/// A source over an object. The members before a union's tag are kept in memory.
pub(super) struct Entries<'s, A, E> {
    before: Vec<(String, Value)>,
    entries: A,
    stash: &'s Stash,
    depth: usize,
    failed: Option<E>,
    tags: Tags,
}

impl<'s, 'de, A: MapAccess<'de>> Entries<'s, A, A::Error> {
    pub(super) fn new(entries: A, stash: &'s Stash, depth: usize) -> Self {
        let (before, tags) = (Vec::new(), Tags::default());
        Entries {
            before,
            entries,
            stash,
            depth,
            failed: None,
            tags,
        }
    }

    /// The error for the format.
    pub(super) fn end(&mut self, error: DecodeError) -> A::Error {
        self.failed
            .take()
            .unwrap_or_else(|| self.stash.put(error, self.depth))
    }

    /// The next name, as `look` sees it.
    #[inline]
    fn name<T>(&mut self, look: impl FnOnce(&str) -> T) -> Result<Option<T>> {
        match self.entries.next_key_seed(Name(look)) {
            Ok(name) => Ok(name),
            Err(error) => Err(self.stash.take(error, self.depth + 1, &mut self.failed)),
        }
    }

    #[inline]
    fn part(&mut self, each: impl FnOnce(&mut In<'_>) -> Result) -> Result {
        let (stash, depth) = (self.stash, self.depth);
        match self.entries.next_value_seed(Part { stash, depth, each }) {
            Ok(()) => Ok(()),
            Err(error) => Err(stash.take(error, depth + 1, &mut self.failed)),
        }
    }

    fn free_part(&mut self) -> Result<Value> {
        let mut value = Value::Null;
        self.part(|r| {
            value = r.value()?;
            Ok(())
        })?;
        Ok(value)
    }
}

impl<'de, A: MapAccess<'de>> Source for Entries<'_, A, A::Error> {
    fn found(&mut self) -> &'static str {
        Kind::Object.name()
    }

    fn value(&mut self) -> Result<Value> {
        self.tags = Tags::default();
        let mut members: Map<_, _> = std::mem::take(&mut self.before).into_iter().collect();
        self.map(&mut |name, r| {
            members.insert(name.to_owned(), r.value()?);
            Ok(())
        })?;
        Ok(members.into())
    }

    fn option(&mut self, some: &mut Each<'_>) -> Result {
        some(self)
    }

    fn map(&mut self, member: &mut EachNamed<'_>) -> Result {
        let tags = std::mem::take(&mut self.tags);
        for (name, value) in std::mem::take(&mut self.before) {
            if !tags.contains(&name) {
                let result = member(&name, &mut ValueSource::new(&value));
                result.map_err(|error| error.under(&name))?;
            }
        }
        while let Some(name) = self.name(str::to_owned)? {
            self.part(|r| {
                if tags.contains(&name) {
                    r.skip()
                } else {
                    member(&name, r)
                }
            })
            .map_err(|error| error.under(&name))?;
        }
        Ok(())
    }

    fn members(&mut self, record: &mut Record<'_, '_>) -> Result {
        record.ignore(std::mem::take(&mut self.tags));
        if !self.before.is_empty() {
            for (name, value) in std::mem::take(&mut self.before) {
                let member = record.find(&name);
                record.read(member, &name, &mut ValueSource::new(&value))?;
            }
        }
        // Only the name of an unknown member is copied.
        let (mut member, mut unknown) = (Member::Unknown, String::new());
        loop {
            let find = |name: &str| {
                member = record.find(name);
                if member == Member::Unknown {
                    name.clone_into(&mut unknown);
                }
            };
            if self.name(find)?.is_none() {
                return record.finish();
            }
            self.part(|r| record.read(member, &unknown, r))?;
        }
    }

    fn tagged(&mut self, tag: &'static str, pick: &mut EachNamed<'_>) -> Result {
        let read = |(name, _): &(String, Value)| name == tag;
        let mut found = self.before.iter().position(read);
        while found.is_none() {
            let Some(name) = self.name(str::to_owned)? else {
                return Err(missing(tag));
            };
            let value = self.free_part().map_err(|error| error.under(&name))?;
            found = (name == tag).then_some(self.before.len());
            self.before.push((name, value));
        }
        let value = found.and_then(|index| self.before.get(index));
        let name = match value.map(|(_, value)| value) {
            Some(Value::String(name)) => name.clone(),
            Some(other) => {
                let found = crate::runtime::json::value::kind(other).name();
                return Err(DecodeError::new("a string", found).under(tag));
            }
            None => return Err(missing(tag)),
        };
        self.tags.push(tag, false);
        let result = pick_variant(pick, &name, self);
        self.tags = Tags::default();
        result
    }

    fn kinds(&mut self, pick: &mut EachKind<'_>) -> Result {
        pick(Kind::Object, self)
    }
}

/// Looks at a name.
struct Name<F>(F);

impl<'de, T, F: FnOnce(&str) -> T> DeserializeSeed<'de> for Name<F> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, name: D) -> Result<T, D::Error> {
        name.deserialize_str(self)
    }
}

impl<T, F: FnOnce(&str) -> T> Visitor<'_> for Name<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string as the name of a member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<T, E> {
        Ok((self.0)(name))
    }
}
