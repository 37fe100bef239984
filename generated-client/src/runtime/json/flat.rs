//! A value as texts, for parameters in paths, queries, headers and forms.

use serde_json::Value;

use super::record::{Tag, Written, push_tag};
use super::sink::{Entries, Items, Sink, whole};
use super::{Json, to_string};

/// A JSON value whose scalars are texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flat {
    /// `null`.
    Null,
    /// A string, or a number or boolean as JSON writes it.
    Text(String),
    /// An array.
    List(Vec<Flat>),
    /// An object, in the order in which it is written.
    Object(Vec<(String, Flat)>),
}

impl Flat {
    /// The texts of `value`.
    pub fn of(value: &dyn Json) -> Flat {
        let mut sink = FlatSink {
            flat: Flat::Null,
            tags: Vec::new(),
        };
        value.write(&mut sink);
        sink.flat
    }

    /// The value as one text: a scalar as it is, `null` as nothing, anything else as JSON.
    pub fn text(&self) -> String {
        match self {
            Flat::Null => String::new(),
            Flat::Text(text) => text.clone(),
            Flat::List(_) | Flat::Object(_) => to_string(self),
        }
    }

    /// Every text in the value with its place in brackets behind `name`: `filter[address][city]`,
    /// and `filter[tags][0]` for the items of a list. `null` has none.
    pub fn nested(&self, name: &str) -> Vec<(String, String)> {
        let mut texts = Vec::new();
        self.collect(name, &mut texts);
        texts
    }

    fn collect(&self, name: &str, texts: &mut Vec<(String, String)>) {
        match self {
            Flat::Null => {}
            Flat::Text(text) => texts.push((name.to_owned(), text.clone())),
            Flat::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    item.collect(&format!("{name}[{index}]"), texts);
                }
            }
            Flat::Object(members) => {
                for (member, value) in members {
                    value.collect(&format!("{name}[{member}]"), texts);
                }
            }
        }
    }
}

/// Numbers and booleans are texts by now, so that they stand in quotes when they are written.
impl Json for Flat {
    fn blank() -> Self {
        Flat::Null
    }

    fn read(&mut self, r: &mut super::In<'_>) -> super::Result {
        *self = Flat::of(&r.value()?);
        Ok(())
    }

    fn write(&self, w: &mut super::Out<'_>) {
        match self {
            Flat::Null => w.null(),
            Flat::Text(text) => w.str(text),
            Flat::List(items) => {
                w.list(items.len(), &mut items.iter().map(|item| item as &dyn Json));
            }
            Flat::Object(members) => {
                let mut entries = members
                    .iter()
                    .map(|(name, value)| (name.as_str(), value as &dyn Json));
                w.map(members.len(), &mut entries);
            }
        }
    }
}

struct FlatSink {
    flat: Flat,
    tags: Vec<Tag>,
}

/// The tags that an object begins with, as members.
fn begin<'t>(tags: impl Iterator<Item = &'t Tag>) -> Vec<(String, Flat)> {
    tags.map(|tag| (tag.name.to_owned(), Flat::Text(tag.value.to_owned())))
        .collect()
}

impl Sink for FlatSink {
    fn null(&mut self) {
        self.flat = Flat::Null;
    }

    fn bool(&mut self, value: bool) {
        self.flat = Flat::Text(value.to_string());
    }

    fn i64(&mut self, value: i64) {
        self.flat = Flat::Text(value.to_string());
    }

    fn u64(&mut self, value: u64) {
        self.flat = Flat::Text(value.to_string());
    }

    fn f64(&mut self, value: f64) {
        self.flat = match whole(value) {
            Some(integer) => Flat::Text(integer.to_string()),
            None if value.is_finite() => Flat::Text(to_string(&value)),
            None => Flat::Null,
        };
    }

    fn str(&mut self, value: &str) {
        self.flat = Flat::Text(value.to_owned());
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.null(),
            Value::Bool(boolean) => self.bool(*boolean),
            Value::Number(_) => self.flat = Flat::Text(to_string(value)),
            Value::String(text) => self.str(text),
            Value::Array(items) => {
                self.list(items.len(), &mut items.iter().map(|item| item as &dyn Json));
            }
            Value::Object(members) => {
                let mut entries = members
                    .iter()
                    .map(|(name, value)| (name.as_str(), value as &dyn Json));
                self.map(members.len(), &mut entries);
            }
        }
    }

    fn list(&mut self, _len: usize, items: &mut Items<'_, '_>) {
        self.flat = Flat::List(items.map(Flat::of).collect());
    }

    fn map(&mut self, _len: usize, entries: &mut Entries<'_, '_>) {
        let tags = std::mem::take(&mut self.tags);
        let mut members = begin(tags.iter());
        for (name, value) in entries.filter(|(name, _)| !tags.iter().any(|tag| tag.name == *name)) {
            members.push((name.to_owned(), Flat::of(value)));
        }
        self.flat = Flat::Object(members);
    }

    fn members(&mut self, record: &Written<'_>) {
        let tags = std::mem::take(&mut self.tags);
        let mut members = begin(record.told(&tags));
        record.each(&tags, |name, part| {
            let mut sink = FlatSink {
                flat: Flat::Null,
                tags: Vec::new(),
            };
            part.write(&mut sink);
            members.push((name.text().to_owned(), sink.flat));
        });
        self.flat = Flat::Object(members);
    }

    fn tagged(&mut self, tag: &'static str, value: &'static str, payload: &dyn Json) {
        push_tag(&mut self.tags, tag, value);
        payload.write(self);
        self.tags.clear();
    }
}
