//! Members that the description does not know are kept, so that what is read can be sent back whole.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::{In, Json, Out, Result};

/// The members of an object that this version of the client does not know.
///
/// An empty one takes the space of a pointer. What was read as a variant of a union without the tag
/// which the variant has, because the tag may be missing, is known here as well, so that it is
/// written without the tag again.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct UnknownMembers(Option<Box<Kept>>);

/// What only few records have: beside their fields, they take the space of a pointer for it.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
struct Kept {
    members: BTreeMap<String, Value>,
    /// Tags that were missing when the record was read.
    lacking: Vec<&'static str>,
}

impl UnknownMembers {
    /// No members.
    pub const fn new() -> Self {
        UnknownMembers(None)
    }

    /// The value of a member.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.members.get(name)
    }

    /// Adds a member, and returns the value it had before.
    ///
    /// A member with the name of a field that is sent gives way to the field.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.0
            .get_or_insert_default()
            .members
            .insert(name.into(), value.into())
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let kept = self.0.as_mut()?;
        let value = kept.members.remove(name);
        if kept.members.is_empty() && kept.lacking.is_empty() {
            self.0 = None;
        }
        value
    }

    /// All members, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0
            .iter()
            .flat_map(|kept| kept.members.iter())
            .map(|(name, value)| (name.as_str(), value))
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |kept| kept.members.len())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl fmt::Debug for UnknownMembers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for UnknownMembers {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(members: I) -> Self {
        let mut all = UnknownMembers::new();
        all.extend(members);
        all
    }
}

impl<K: Into<String>, V: Into<Value>> Extend<(K, V)> for UnknownMembers {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, members: I) {
        for (name, value) in members {
            self.insert(name, value);
        }
    }
}

impl Json for UnknownMembers {
    fn blank() -> Self {
        UnknownMembers::new()
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        *self = UnknownMembers::new();
        r.map(&mut |name, r| {
            self.insert(name, r.value()?);
            Ok(())
        })
    }

    fn write(&self, w: &mut Out<'_>) {
        w.map(
            self.len(),
            &mut self.iter().map(|(name, value)| (name, value as &dyn Json)),
        );
    }
}

/// What a record holds beside its fields.
#[doc(hidden)]
pub trait Rest {
    /// Reads a member that is no field.
    ///
    /// # Errors
    /// Its value is of another shape.
    fn keep(&mut self, name: &str, r: &mut In<'_>) -> Result;

    /// Notes that the tag `name` was missing, if there is a place for that.
    fn lack(&mut self, name: &'static str) {
        let _ = name;
    }

    /// Whether the tag `name` was missing.
    fn lacks(&self, name: &str) -> bool {
        let _ = name;
        false
    }

    /// Whether there is a member of this name.
    fn has(&self, name: &str) -> bool;

    /// How many members there are.
    fn count(&self) -> usize;

    /// Shows every member.
    fn each<'s>(&'s self, show: &mut dyn FnMut(&'s str, &'s dyn Json));
}

impl Rest for UnknownMembers {
    fn keep(&mut self, name: &str, r: &mut In<'_>) -> Result {
        r.misfit();
        let value = r.value()?;
        self.insert(name, value);
        Ok(())
    }

    fn lack(&mut self, name: &'static str) {
        self.0.get_or_insert_default().lacking.push(name);
    }

    fn lacks(&self, name: &str) -> bool {
        self.0
            .as_ref()
            .is_some_and(|kept| kept.lacking.contains(&name))
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn each<'s>(&'s self, show: &mut dyn FnMut(&'s str, &'s dyn Json)) {
        for (name, value) in self.iter() {
            show(name, value);
        }
    }
}

impl<T: Json> Rest for BTreeMap<String, T> {
    fn keep(&mut self, name: &str, r: &mut In<'_>) -> Result {
        let value = r.get()?;
        self.insert(name.to_owned(), value);
        Ok(())
    }

    fn has(&self, name: &str) -> bool {
        self.contains_key(name)
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn each<'s>(&'s self, show: &mut dyn FnMut(&'s str, &'s dyn Json)) {
        for (name, value) in self {
            show(name, value);
        }
    }
}
