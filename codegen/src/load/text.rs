//! Text becomes one JSON value, keys in document order.
//!
//! The only place that calls `serde_json`'s and `serde_yaml`'s parsers. What the value means is not
//! looked at.

mod budget;

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use serde_json::{Map, Number, Value, map::Entry};

use self::budget::{Budget, SPENT, allowance};
use crate::{pointer::Pointer, report::codes};

/// The largest text that is read, in bytes.
pub const MAX_BYTES: usize = 256 << 20;

/// How many brackets of a YAML text may stand within each other.
pub const MAX_BRACKETS: usize = 1_000;

/// The language a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}

/// A text that was read.
#[derive(Debug)]
pub(super) struct Parsed {
    /// What it says.
    pub(super) value: Value,
    /// Keys that stand twice in their object; the last one counts.
    pub(super) duplicates: Vec<Pointer>,
    /// What it grew to, in the measure of [`allowance`].
    pub(super) spent: u64,
}

/// Why a text was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unreadable {
    /// The problem's code.
    pub(super) code: &'static str,
    /// What the parser says.
    pub(super) met: String,
    /// Line and column, counted from 1.
    pub(super) position: Option<(usize, usize)>,
}

/// The language `text` looks like: JSON if it begins like an object or array of JSON.
pub fn language(text: &str) -> Language {
    match text
        .trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n'])
        .bytes()
        .next()
    {
        Some(b'{' | b'[') => Language::Json,
        _ => Language::Yaml,
    }
}

/// Reads a text as JSON, or as YAML where it is none.
pub(super) fn parse(text: &str) -> Result<Parsed, Unreadable> {
    if text.len() > MAX_BYTES {
        return Err(Unreadable {
            code: codes::TOO_LARGE,
            met: format!("the text has {} bytes; {MAX_BYTES} are allowed", text.len()),
            position: None,
        });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match language(text) {
        // A flow mapping of YAML begins like JSON too; what it says about its errors is of no use.
        Language::Json => json(text).or_else(|error| match error.code {
            codes::TOO_LARGE => Err(error),
            _ => yaml(text).map_err(|_| error),
        }),
        Language::Yaml => yaml(text),
    }
}

fn json(text: &str) -> Result<Parsed, Unreadable> {
    super::parts::json::read(text).map_or_else(|| one_json(text), Ok)
}

/// Reads a JSON text as one.
pub(super) fn one_json(text: &str) -> Result<Parsed, Unreadable> {
    let budget = Budget::new(text, Language::Json);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Node(&budget).deserialize(&mut deserializer);
    let value = value.and_then(|value| deserializer.end().map(|()| value));
    let position = |error: &serde_json::Error| Some((error.line(), error.column().max(1)));
    value
        .map(|value| budget.finish(value))
        .map_err(|error| unreadable(&error, position(&error)))
}

fn yaml(text: &str) -> Result<Parsed, Unreadable> {
    // The parser looks at every open bracket for every token.
    if budget::open_brackets(text) > MAX_BRACKETS {
        let met = format!("more than {MAX_BRACKETS} brackets stand within each other");
        return Err(Unreadable {
            code: codes::TOO_LARGE,
            met,
            position: None,
        });
    }
    super::parts::read(text, allowance(text)).map_or_else(|| one(text), Ok)
}

/// Reads a YAML text as one.
pub(super) fn one(text: &str) -> Result<Parsed, Unreadable> {
    let budget = Budget::new(text, Language::Yaml);
    let value = Node(&budget).deserialize(serde_yaml::Deserializer::from_str(text));
    let position = |error: &serde_yaml::Error| error.location().map(|at| (at.line(), at.column()));
    value
        .map(|value| budget.finish(value))
        .map_err(|error| unreadable(&error, position(&error)))
}

/// The YAML text of a value. Empty for a value that YAML cannot hold, which no JSON value is.
pub fn to_yaml(value: &Value) -> String {
    serde_yaml::to_string(value).unwrap_or_default()
}

fn unreadable(error: &dyn fmt::Display, position: Option<(usize, usize)>) -> Unreadable {
    let met = error.to_string();
    let limits = ["recursion limit", "repetition limit", SPENT];
    let too_large = limits.iter().any(|limit| met.contains(limit));
    let code = if too_large {
        codes::TOO_LARGE
    } else {
        codes::UNREADABLE_TEXT
    };
    // The position is told apart from the message.
    let end = met.find(" at line ").unwrap_or(met.len());
    Unreadable {
        code,
        met: met[..end].to_owned(),
        position,
    }
}

/// Reads any value.
#[derive(Clone, Copy)]
struct Node<'b>(&'b Budget);

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Value, E> {
        self.0.spend(value.len())?;
        Ok(Value::String(value))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Null)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    // A YAML tag (`!binary …`) says nothing that JSON could say.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (_, variant) = data.variant_seed(self)?;
        variant.newtype_variant_seed(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        self.0.spend(0)?;
        let mut items = Vec::new();
        loop {
            let index = items.len();
            match self
                .0
                .within(|| seq.next_element_seed(self), || index.to_string())?
            {
                Some(item) => items.push(item),
                None => return Ok(Value::Array(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        self.0.spend(0)?;
        let mut object = Map::new();
        while let Some(key) = map.next_key_seed(Key)? {
            self.0.spend(key.len())?;
            let value = self
                .0
                .within(|| map.next_value_seed(self), || key.clone())?;
            let merge = key == "<<" && self.0.language == Language::Yaml;
            match object.entry(key) {
                Entry::Vacant(entry) => drop(entry.insert(value)),
                Entry::Occupied(mut entry) => {
                    if !merge {
                        let mut duplicates = self.0.duplicates.borrow_mut();
                        duplicates.push(vec![entry.key().clone()]);
                    }
                    entry.insert(value);
                }
            }
        }
        if self.0.language == Language::Yaml && object.contains_key("<<") {
            merge(self.0, &mut object).map_err(A::Error::custom)?;
        }
        Ok(Value::Object(object))
    }
}

/// Reads a key; YAML's may be any scalar (`200:`), of which the text counts.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_string(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text as key")
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<String, E> {
        Ok(value)
    }
}

/// Resolves YAML's merge key: members of the object behind `<<` that are not there themselves.
fn merge(budget: &Budget, object: &mut Map<String, Value>) -> Result<(), &'static str> {
    let sources = match object.shift_remove("<<") {
        Some(Value::Array(sources)) => sources,
        Some(source) => vec![source],
        None => return Ok(()),
    };
    for source in sources {
        let Value::Object(source) = source else {
            return Err("a merge key (`<<`) needs a mapping");
        };
        for (key, value) in source {
            budget
                .spend::<serde::de::value::Error>(key.len())
                .map_err(|_| SPENT)?;
            object.entry(key).or_insert(value);
        }
    }
    Ok(())
}
