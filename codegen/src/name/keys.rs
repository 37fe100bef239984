//! What a place is known by from one version of a description to the next.
//!
//! A JSON pointer counts branches and parameters, and a new one in front shifts all others. So a
//! branch is known by its tag (or by what else tells it), a parameter by its place and name, and
//! which part of an `allOf` a member stands in is not told at all.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::words;
use crate::{
    ir::{
        Api, Decision, Literal, Location, Parameter, Settled, Shape, ShapeId, Shapes, Site,
        TagKind, Variant,
    },
    pointer::Pointer,
};

/// Keys of places.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// Places whose last segment is a count, and what is told in its stead.
    told: FxHashMap<Pointer, String>,
}

impl Keys {
    /// Finds the places that are counted.
    pub(super) fn new(api: &Api) -> Self {
        let mut told = FxHashMap::default();
        for operation in &api.operations {
            for parameter in &operation.parameters {
                told.insert(parameter.pointer.clone(), parameter_key(parameter));
            }
        }
        // A group of branches stands where its first branch does, which tells the place apart.
        for groups in [true, false] {
            for id in api.shapes.ids() {
                let Shape::Union(union) = api.shapes.get(id) else {
                    continue;
                };
                let keys = part_keys(&api.shapes, api.shapes.get(id));
                for site in api.shapes.sites(id) {
                    let variants = union.variants.iter().zip(&keys);
                    for ((variant, key), part) in variants.zip(&site.parts) {
                        let group = matches!(api.shapes.get(variant.shape), Shape::Union(_));
                        if group == groups {
                            told.insert(part.pointer.clone(), key.clone());
                        }
                    }
                }
            }
        }
        Keys { told }
    }

    /// What the type at a site is known by; the sent one of two by more than the place.
    pub(super) fn type_(&self, site: &Site, twin: bool) -> String {
        let key = self.of_site(site);
        if twin { key + " sent" } else { key }
    }

    /// Keys that do not tell one type from another: several stand at such a place, or it counts
    /// branches that nothing else tells.
    pub(super) fn shared(&self, api: &Api) -> FxHashSet<String> {
        let mut first: FxHashMap<String, ShapeId> = FxHashMap::default();
        let mut shared = FxHashSet::default();
        for id in api.shapes.ids() {
            if !crate::pass::has_type(api.shapes.get(id)) {
                continue;
            }
            for site in api.shapes.sites(id) {
                let key = self.of_site(site);
                if self.counts(&site.pointer) {
                    shared.insert(key);
                    continue;
                }
                match first.get(&key) {
                    Some(known) if *known != id => {
                        shared.insert(key);
                    }
                    Some(_) => {}
                    None => {
                        first.insert(key, id);
                    }
                }
            }
        }
        shared
    }

    /// Whether the place is inside a branch that is known by its number alone.
    fn counts(&self, place: &Pointer) -> bool {
        let mut at = Pointer::root();
        let mut of_branches = false;
        for segment in place.segments() {
            at = at.child(&segment);
            let counted = segment.bytes().all(|byte| byte.is_ascii_digit());
            if std::mem::take(&mut of_branches) && counted && !self.told.contains_key(&at) {
                return true;
            }
            of_branches = segment == "oneOf" || segment == "anyOf";
        }
        false
    }

    /// What the place is known by.
    pub(super) fn of(&self, place: &Pointer) -> String {
        let mut at = Pointer::root();
        let mut key = String::from("#");
        let mut in_all_of = false;
        for segment in place.segments() {
            at = at.child(&segment);
            let counted = segment.bytes().all(|byte| byte.is_ascii_digit());
            if std::mem::take(&mut in_all_of) && counted {
                continue;
            }
            in_all_of = segment == "allOf";
            let told = self.told.get(&at).filter(|_| counted);
            let last = at.as_str().rsplit('/').next().unwrap_or_default();
            key.push('/');
            match told {
                Some(told) => key.push_str(&escaped(told)),
                None => key.push_str(last),
            }
        }
        key
    }

    /// What the schema at a site is known by. A union of some of the branches there has what they
    /// share behind its place.
    pub(super) fn of_site(&self, site: &Site) -> String {
        let key = self.of(&site.pointer);
        match &site.share {
            None => key,
            Some(share) if ["/oneOf", "/anyOf"].iter().any(|end| key.ends_with(end)) => {
                format!("{key}/{}", escaped(share))
            }
            Some(share) => format!("{key} {share}"),
        }
    }
}

/// A text as a segment of a pointer.
pub(super) fn escaped(text: &str) -> String {
    text.replace('~', "~0").replace('/', "~1")
}

/// A parameter, by where it travels and its name.
pub(super) fn parameter_key(parameter: &Parameter) -> String {
    let place = match parameter.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    format!("{place} {}", parameter.wire)
}

/// What tells a variant of a union from the others, other than its number.
pub(super) fn part_key(shapes: &Shapes, variant: &Variant) -> String {
    if let Some(known) = &variant.known {
        return known.clone();
    }
    if let Some(tag) = variant.tags.first() {
        return tag.clone();
    }
    let owner = match shapes.get(variant.shape) {
        Shape::Record(record) => record.owner.as_ref(),
        Shape::Union(union) => union.owner.as_ref(),
        Shape::Choice(choice) => choice.owner.as_ref(),
        _ => None,
    };
    if let Some(owner) = owner.filter(|owner| !Settled::is_made(owner)) {
        return owner.to_string();
    }
    if !variant.kinds.is_empty() {
        return format!("{:?}", variant.kinds);
    }
    if !variant.keys.is_empty() {
        return variant.keys.join("+");
    }
    match shapes.get(variant.shape) {
        Shape::Record(record) => {
            let required = record.fields.iter().filter(|field| field.required);
            let required: Vec<&str> = required.map(|field| field.wire.as_str()).collect();
            match record.fields.first() {
                Some(first) if required.is_empty() => format!("maybe {}", first.wire),
                _ => required.join("+"),
            }
        }
        _ => super::graph::variant_word(shapes, variant.shape),
    }
}

/// The word for the tag of a branch. A number or boolean says nothing without its member: `Version1`,
/// `SuccessTrue`.
pub(super) fn tag_word(decision: &Decision, variant: &Variant) -> Option<String> {
    let tag = variant.tags.first()?;
    match decision {
        Decision::Tag {
            kind: TagKind::Text,
            ..
        } => Some(words::camel(tag)),
        Decision::Tag {
            kind: TagKind::Literal,
            wire,
            ..
        } => {
            let tag = tag.replace('-', "minus ");
            Some(words::camel(&format!("{wire} {tag}")))
        }
        Decision::Kind | Decision::Keys | Decision::Order => None,
    }
}

/// What the parts of a shape are known by.
pub(super) fn part_keys(shapes: &Shapes, shape: &Shape) -> Vec<String> {
    match shape {
        Shape::Record(record) => record.fields.iter().map(|one| one.wire.clone()).collect(),
        Shape::Union(union) => {
            let variants = union.variants.iter();
            alone(variants.map(|one| part_key(shapes, one)))
        }
        Shape::Choice(choice) => choice.values.iter().map(value_key).collect(),
        _ => Vec::new(),
    }
}

/// The keys, each of which tells one part: those that are there before have a number behind them.
fn alone(keys: impl Iterator<Item = String>) -> Vec<String> {
    let mut met: BTreeSet<String> = BTreeSet::new();
    let keys = keys.map(|key| {
        let mut numbered = (2..).map(|number| format!("{key} {number}"));
        let key = match met.contains(&key) {
            true => numbered.find(|key| !met.contains(key)).unwrap_or_default(),
            false => key,
        };
        met.insert(key.clone());
        key
    });
    keys.collect()
}

/// A value of a choice, as it stands on the wire.
pub(super) fn value_key(value: &Literal) -> String {
    match value {
        Literal::Text(text) => text.clone(),
        Literal::Integer(number) => number.to_string(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Json(json) => json.clone(),
    }
}
