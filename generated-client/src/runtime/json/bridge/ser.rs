//! A sink that is a serde serializer.

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

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Part::Value(value) => serialize(*value, serializer),
            Part::Literal(Literal::Text(text)) => serializer.serialize_str(text),
            Part::Literal(Literal::Integer(integer)) => serializer.serialize_i64(*integer),
            Part::Literal(Literal::Number(number)) => serializer.serialize_f64(*number),
            Part::Literal(Literal::Boolean(boolean)) => serializer.serialize_bool(*boolean),
        }
    }
}

pub(super) fn serialize<S: Serializer>(value: &dyn Json, serializer: S) -> Result<S::Ok, S::Error> {
    let mut sink = SerdeSink {
        state: State::Ready(serializer),
        tags: Vec::new(),
    };
    value.write(&mut sink);
    match sink.state {
        State::Done(result) => result,
        State::Ready(serializer) => serializer.serialize_none(),
        State::Taken => Err(S::Error::custom("a value that was written twice")),
    }
}

struct SerdeSink<S: Serializer> {
    state: State<S>,
    /// What the next object begins with.
    tags: Vec<Tag>,
}

enum State<S: Serializer> {
    Ready(S),
    Taken,
    Done(Result<S::Ok, S::Error>),
}

impl<S: Serializer> SerdeSink<S> {
    fn put(&mut self, write: impl FnOnce(S) -> Result<S::Ok, S::Error>) {
        if let State::Ready(serializer) = std::mem::replace(&mut self.state, State::Taken) {
            self.state = State::Done(write(serializer));
        }
    }
}

/// How many members to announce. Text needs no number, and is faster without.
fn announced<S: Serializer>(serializer: &S, count: impl FnOnce() -> usize) -> Option<usize> {
    (!serializer.is_human_readable()).then(count)
}

impl<S: Serializer> Sink for SerdeSink<S> {
    fn null(&mut self) {
        self.put(S::serialize_none);
    }

    fn bool(&mut self, value: bool) {
        self.put(|serializer| serializer.serialize_bool(value));
    }

    fn i64(&mut self, value: i64) {
        self.put(|serializer| serializer.serialize_i64(value));
    }

    fn u64(&mut self, value: u64) {
        self.put(|serializer| serializer.serialize_u64(value));
    }

    fn f64(&mut self, value: f64) {
        self.put(|serializer| match whole(value) {
            Some(integer) => serializer.serialize_i64(integer),
            None if value.is_finite() => serializer.serialize_f64(value),
            None => serializer.serialize_none(),
        });
    }

    fn str(&mut self, value: &str) {
        self.put(|serializer| serializer.serialize_str(value));
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Object(members) if !self.tags.is_empty() => {
                let mut entries = members
                    .iter()
                    .map(|(name, value)| (name.as_str(), value as &dyn Json));
                self.map(members.len(), &mut entries);
            }
            _ => self.put(|serializer| value.serialize(serializer)),
        }
    }

    fn list(&mut self, len: usize, items: &mut Items<'_, '_>) {
        self.put(|serializer| {
            let mut list = serializer.serialize_seq(Some(len))?;
            for item in items {
                list.serialize_element(&Shown(item))?;
            }
            list.end()
        });
    }

    fn map(&mut self, len: usize, entries: &mut Entries<'_, '_>) {
        let tags = std::mem::take(&mut self.tags);
        self.put(|serializer| {
            if tags.is_empty() {
                let len = announced(&serializer, || len);
                let mut map = serializer.serialize_map(len)?;
                for (name, value) in entries {
                    map.serialize_entry(name, &Shown(value))?;
                }
                return map.end();
            }
            let rest: Vec<_> = entries
                .filter(|(name, _)| !tags.iter().any(|tag| tag.name == *name))
                .collect();
            let len = announced(&serializer, || tags.len() + rest.len());
            let mut map = serializer.serialize_map(len)?;
            for tag in &tags {
                map.serialize_entry(tag.name, tag.value)?;
            }
            for (name, value) in rest {
                map.serialize_entry(name, &Shown(value))?;
            }
            map.end()
        });
    }

    fn members(&mut self, record: &Written<'_>) {
        let tags = std::mem::take(&mut self.tags);
        self.put(|serializer| {
            let len = announced(&serializer, || record.count(&tags));
            let mut map = serializer.serialize_map(len)?;
            for tag in record.told(&tags) {
                map.serialize_entry(tag.name, tag.value)?;
            }
            let mut result = Ok(());
            record.each(&tags, |name, part| {
                if result.is_ok() {
                    result = map.serialize_entry(name.text(), &part);
                }
            });
            result?;
            map.end()
        });
    }

    fn tagged(&mut self, tag: &'static str, value: &'static str, payload: &dyn Json) {
        push_tag(&mut self.tags, tag, value);
        payload.write(self);
        self.tags.clear();
    }
}
