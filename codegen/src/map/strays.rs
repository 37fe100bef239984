//! Places that are told of, but stand nowhere in the description: a mistake of the generator.

use serde_json::Value;

use super::Map;
use crate::{name::Lock, pointer::Pointer, report::Report};

impl Map {
    /// The places in the map, the report and the lock that the description, as it was `written`,
    /// does not have.
    pub fn strays(&self, report: &Report, lock: &Lock, written: &Value) -> Vec<String> {
        let mapped = self.entries().flat_map(|entry| entry.places());
        let reported = report
            .problems()
            .iter()
            .map(|problem| problem.at.to_string());
        let told = mapped.map(str::to_owned).chain(reported);
        let strays = told.filter(|place| !stands(written, place));
        // A union of some branches has what they share behind its place.
        let leads = |key: &&String| {
            // What no place tells is known as a part of its owner.
            let owner = key.split_once("::").map(|(owner, _)| owner);
            owner.is_some_and(|owner| lock.types.values().any(|name| name == owner))
                || is_lead(written, key)
                || key
                    .rsplit_once(' ')
                    .is_some_and(|(place, _)| is_lead(written, place))
        };
        let locked = lock.types.keys().filter(|key| !leads(key));
        strays.chain(locked.cloned()).collect()
    }
}

/// Whether a place stands in the description, or in another file.
fn stands(written: &Value, place: &str) -> bool {
    match place.strip_prefix('#') {
        Some(pointer) => written.pointer(pointer).is_some(),
        None => true,
    }
}

/// Whether a key of the lock leads to a place.
fn is_lead(written: &Value, key: &str) -> bool {
    let Some(pointer) = Pointer::parse(key) else {
        return false;
    };
    let segments: Vec<_> = pointer
        .segments()
        .map(|segment| segment.into_owned())
        .collect();
    leads(written, &segments)
}

/// A branch or parameter is told by what it is known by, and the part of an `allOf` is not told at
/// all: so a list is searched both for what follows and for the segment itself.
fn leads(value: &Value, segments: &[String]) -> bool {
    let [first, rest @ ..] = segments else {
        return true;
    };
    match value {
        Value::Object(members) => members.get(first).is_some_and(|value| leads(value, rest)),
        Value::Array(items) => {
            rest.is_empty()
                || items.iter().any(|item| leads(item, rest))
                || items.iter().any(|item| leads(item, segments))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
