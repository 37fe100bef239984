//! `[names]`: what a person wants to be called otherwise.
//!
//! A key is a place in the description (`#/…`), or what has the name without the pin: `Pet` for a
//! type, `Pet::kind` for a member, value or tag as it is on the wire, `list_pets::per-page` for a
//! parameter of a method. A name in upper camel case is a type's or variant's, else a field's or
//! parameter's.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    pointer::Pointer,
    report::{Problem, Report},
    settings::{Settings, misfit, unmatched},
};

/// The pins, and which of them were met.
#[derive(Debug, Default)]
pub(super) struct Pins<'s> {
    places: FxHashMap<Pointer, (&'s str, &'s str)>,
    called: Vec<(&'s str, &'s str)>,
    met: FxHashSet<&'s str>,
}

impl<'s> Pins<'s> {
    /// Sorts the entries, and reports those that could never be followed.
    pub(super) fn new(settings: &'s Settings, report: &mut Report) -> Self {
        let mut pins = Pins::default();
        for (key, name) in &settings.names {
            if !is_type_name(name) && !is_member_name(name) {
                let met = format!("`{name}` is no name in Rust");
                let help = "write a type or variant `LikeThis`, a field or parameter `like_this`";
                report.push(misfit(&place(key), met, help));
                continue;
            }
            match Pointer::parse(key).filter(|_| key.starts_with('#')) {
                Some(pointer) => _ = pins.places.insert(pointer, (key, name)),
                None => pins.called.push((key, name)),
            }
        }
        pins
    }

    /// The name pinned for the type at a place.
    pub(super) fn type_at(&mut self, pointer: &Pointer) -> Option<&'s str> {
        self.at(pointer, is_type_name)
    }

    /// Pins of types by the names they have without them.
    pub(super) fn types(&self) -> Vec<(&'s str, &'s str)> {
        let called = self.called.iter().filter(|(key, _)| !key.contains("::"));
        called.copied().collect()
    }

    /// Keeps that a pin was followed.
    pub(super) fn meet(&mut self, key: &'s str) {
        self.met.insert(key);
    }

    /// The name pinned for a field or parameter at one of the `places`, or called `owner::wire`.
    pub(super) fn member<'p>(
        &mut self,
        places: impl IntoIterator<Item = &'p Pointer>,
        owners: &[&str],
        wire: &str,
    ) -> Option<&'s str> {
        self.part(places, owners, wire, is_member_name)
    }

    /// The name pinned for a variant at one of the `places`, or called `owner::wire`.
    pub(super) fn variant<'p>(
        &mut self,
        places: impl IntoIterator<Item = &'p Pointer>,
        owners: &[&str],
        wire: &str,
    ) -> Option<&'s str> {
        self.part(places, owners, wire, is_type_name)
    }

    fn part<'p>(
        &mut self,
        places: impl IntoIterator<Item = &'p Pointer>,
        owners: &[&str],
        wire: &str,
        fits: fn(&str) -> bool,
    ) -> Option<&'s str> {
        if self.places.is_empty() && self.called.is_empty() {
            return None;
        }
        for pointer in places {
            if let Some(name) = self.at(pointer, fits) {
                return Some(name);
            }
        }
        let (key, name) = *self.called.iter().find(|(key, name)| {
            let Some((owner, part)) = key.split_once("::") else {
                return false;
            };
            part == wire && owners.contains(&owner) && fits(name)
        })?;
        self.met.insert(key);
        Some(name)
    }

    fn at(&mut self, pointer: &Pointer, fits: fn(&str) -> bool) -> Option<&'s str> {
        let (key, name) = *self.places.get(pointer)?;
        fits(name).then(|| {
            self.met.insert(key);
            name
        })
    }

    /// Reports the pins that nothing was called after; `known` is what a key could have been.
    pub(super) fn finish(self, known: impl FnOnce() -> Vec<String>, report: &mut Report) {
        let mut all: Vec<_> = self.places.into_values().chain(self.called).collect();
        all.retain(|(key, _)| !self.met.contains(key));
        if all.is_empty() {
            return;
        }
        all.sort_unstable();
        let known = known();
        for (key, name) in all {
            let met = format!("nothing here is `{key}`, so nothing can be called `{name}`");
            let known = known.iter().map(String::as_str);
            report.push(unmatched(&place(key), met, key, known));
        }
    }
}

/// A pin that asks for a name which something else has.
pub(super) fn taken(key: &str, name: &str) -> Problem {
    let met = format!("two types cannot both be called `{name}`");
    misfit(&place(key), met, "choose another name")
}

fn place(key: &str) -> Pointer {
    Pointer::root().child("names").child(key)
}

fn is_type_name(name: &str) -> bool {
    super::words::is_camel(name)
        && name.chars().all(|c| c.is_ascii_alphanumeric())
        && name != "Self"
}

fn is_member_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && super::words::escaped(name.to_owned()) == name
}
