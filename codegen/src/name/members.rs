//! What fields and variants are called.

use std::iter;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    graph::variant_word,
    keys::tag_word,
    keys::{part_keys, value_key},
    lock::Lock,
    pins::Pins,
    scope::Scope,
    words,
};
use crate::ir::{Api, Choice, Extras, Literal, Record, Shape, ShapeId, Union};

/// The names of all parts of types.
#[derive(Debug, Default)]
pub(super) struct Members {
    pub(super) fields: FxHashMap<(ShapeId, usize), String>,
    pub(super) extras: FxHashMap<ShapeId, String>,
    pub(super) variants: FxHashMap<(ShapeId, usize), String>,
    pub(super) unknowns: FxHashMap<ShapeId, String>,
}

/// Names the parts of every type in `order`.
pub(super) fn members(
    api: &Api,
    order: &[ShapeId],
    types: &FxHashMap<ShapeId, String>,
    lock: &Lock,
    pins: &mut Pins<'_>,
) -> Members {
    let mut naming = Naming {
        api,
        types,
        lock,
        pins,
        known: lock.types.values().map(String::as_str).collect(),
        members: Members::default(),
    };
    for id in order {
        match api.shapes.get(*id) {
            Shape::Record(record) => naming.fields(*id, record),
            Shape::Union(union) => naming.union_variants(*id, union),
            Shape::Choice(choice) => naming.choice_variants(*id, choice),
            _ => {}
        }
    }
    naming.members
}

struct Naming<'a, 's> {
    api: &'a Api,
    types: &'a FxHashMap<ShapeId, String>,
    lock: &'a Lock,
    pins: &'a mut Pins<'s>,
    /// The types that had a name before.
    known: FxHashSet<&'a str>,
    members: Members,
}

impl Naming<'_, '_> {
    /// Claims what is pinned or was given before: nobody else can have it then.
    fn kept(&mut self, id: ShapeId, keys: &[String], scope: &mut Scope) -> Vec<Option<String>> {
        let sites = self.api.shapes.sites(id);
        let owner = self.types.get(&id);
        let owners: Vec<&str> = owner.map(String::as_str).into_iter().collect();
        let is_record = matches!(self.api.shapes.get(id), Shape::Record(_));
        let mut kept = vec![None; keys.len()];
        for (index, (slot, key)) in kept.iter_mut().zip(keys).enumerate() {
            let places = sites.iter().filter_map(|site| site.parts.get(index));
            let places = places.map(|part| &part.pointer);
            let pinned = match is_record {
                true => self.pins.member(places, &owners, key),
                false => self.pins.variant(places, &owners, key),
            };
            let before = self.lock.member(owner, key).map(String::as_str);
            // A struct that became an enum has no names for variants, nor the other way round.
            let before = || before.filter(|name| words::is_camel(name) != is_record);
            let name = pinned.or_else(before).filter(|name| scope.claim(name));
            *slot = name.map(str::to_owned);
        }
        kept
    }

    /// The name of what keeps the unknown. A type that had it before keeps it, even if the
    /// description takes up a member or value of that name.
    fn rest(&self, id: ShapeId, names: [&str; 3], scope: &mut Scope) -> Option<String> {
        let owner = self.types.get(&id)?;
        let kept = match self.lock.rest.get(owner) {
            Some(kept) if words::is_camel(kept) == words::is_camel(names[0]) => kept.as_str(),
            _ if self.known.contains(owner.as_str()) => names[0],
            _ => return None,
        };
        scope.claim(kept).then(|| kept.to_owned())
    }

    fn fields(&mut self, id: ShapeId, record: &Record) {
        let mut scope = Scope::with(["self"]);
        let sites = self.api.shapes.sites(id);
        let keys: Vec<String> = record
            .fields
            .iter()
            .map(|field| field.wire.clone())
            .collect();
        let kept = self.kept(id, &keys, &mut scope);
        let names = match record.extras {
            Extras::Open | Extras::Closed => ["unknown", "unknown_members", "more_unknown_members"],
            Extras::Typed(_) => [
                "additional",
                "additional_members",
                "more_additional_members",
            ],
        };
        let rest = self.rest(id, names, &mut scope);
        for (index, (field, kept)) in record.fields.iter().zip(kept).enumerate() {
            let name = kept.unwrap_or_else(|| {
                let hint = sites
                    .iter()
                    .find_map(|site| site.parts.get(index)?.hint.clone());
                scope.claim_first(field_candidates(&field.wire, hint), "member")
            });
            self.members.fields.insert((id, index), name);
        }
        let rest =
            rest.unwrap_or_else(|| scope.claim_first(names.map(str::to_owned), "unknown_members"));
        self.members.extras.insert(id, rest);
    }

    fn union_variants(&mut self, id: ShapeId, union: &Union) {
        let mut scope = Scope::with(["Self"]);
        let keys = part_keys(&self.api.shapes, self.api.shapes.get(id));
        let kept = self.kept(id, &keys, &mut scope);
        let rest = self.rest(id, UNKNOWN, &mut scope);
        for (index, kept) in kept.into_iter().enumerate() {
            let name = kept.unwrap_or_else(|| {
                scope.claim_first(self.variant_candidates(id, union, index), "Variant")
            });
            self.members.variants.insert((id, index), name);
        }
        let rest = rest.unwrap_or_else(|| unknown(&mut scope));
        self.members.unknowns.insert(id, rest);
    }

    fn variant_candidates(&self, id: ShapeId, union: &Union, index: usize) -> [String; 6] {
        let (api, variant) = (self.api, &union.variants[index]);
        let tag = tag_word(&union.decision, variant);
        let title = api.shapes.sites(id).iter().find_map(|site| {
            let part = site.parts.get(index)?;
            part.hint.clone().or_else(|| part.title.clone())
        });
        let own = self.types.get(&id).map_or("", String::as_str);
        let typed = self.types.get(&variant.shape);
        let looks = variant_word(&api.shapes, variant.shape);
        [
            tag.unwrap_or_default(),
            typed
                .map(|name| without(name, own).to_owned())
                .unwrap_or_default(),
            title
                .filter(|title| title.len() <= 40)
                .map(|t| words::camel(&t))
                .unwrap_or_default(),
            typed.cloned().unwrap_or_default(),
            looks.clone(),
            format!("{looks}Form"),
        ]
        .map(type_keyword)
    }

    fn choice_variants(&mut self, id: ShapeId, choice: &Choice) {
        let mut scope = Scope::with(["Self"]);
        let sites = self.api.shapes.sites(id);
        let keys: Vec<String> = choice.values.iter().map(value_key).collect();
        let kept = self.kept(id, &keys, &mut scope);
        let rest = self.rest(id, UNKNOWN, &mut scope);
        for (index, (value, kept)) in choice.values.iter().zip(kept).enumerate() {
            let name = kept.unwrap_or_else(|| {
                let hint = sites
                    .iter()
                    .find_map(|site| site.parts.get(index)?.hint.clone());
                scope.claim_first(value_candidates(value, hint), "Value")
            });
            self.members.variants.insert((id, index), name);
        }
        let rest = rest.unwrap_or_else(|| unknown(&mut scope));
        self.members.unknowns.insert(id, rest);
    }
}

/// Methods every record has; a setter cannot be called so too.
const RECORD: [&str; 6] = ["new", "clone", "eq", "fmt", "read", "write"];

/// What a field could be called, each name made when it is asked for: the first is mostly free.
fn field_candidates(wire: &str, hint: Option<String>) -> impl Iterator<Item = String> {
    let plain = words::snake(wire);
    let hint = hint.map(|hint| words::escaped(words::snake(&hint)));
    let first = words::apart(plain.clone(), &RECORD);
    let spelt = iter::once_with(move || words::apart(words::snake(&words::spelt(wire)), &RECORD));
    let last = iter::once_with(move || match plain.is_empty() {
        true => String::new(),
        false => format!("{plain}_member"),
    });
    hint.into_iter().chain([first]).chain(spelt).chain(last)
}

/// A variant need not repeat its union's name.
fn without<'n>(name: &'n str, union: &str) -> &'n str {
    let rest = name
        .strip_suffix(union)
        .or_else(|| name.strip_prefix(union))
        .unwrap_or(name);
    if words::is_camel(rest) { rest } else { name }
}

/// What a value could be called, as [`field_candidates`].
fn value_candidates(value: &Literal, hint: Option<String>) -> impl Iterator<Item = String> {
    let text = match value {
        Literal::Text(text) if text.is_empty() => "empty".to_owned(),
        Literal::Text(text) => text.clone(),
        Literal::Integer(number) if *number < 0 => format!("minus {}", number.unsigned_abs()),
        Literal::Integer(number) => format!("value {number}"),
        Literal::Boolean(value) => value.to_string(),
        Literal::Json(json) => json.clone(),
    };
    // A sign tells "+1" from "-1", a comparison "<" from ">": then the symbols are spelt out.
    let signed = text.starts_with(['+', '-', '<', '>', '=', '!', '*']);
    let first = if signed {
        words::spelt(&text)
    } else {
        text.clone()
    };
    let candidates = (0..5).map(move |candidate| match candidate {
        0 => hint.as_deref().map(words::camel).unwrap_or_default(),
        1 => words::camel(&first),
        2 => words::cased(&text),
        3 => words::camel(&words::spelt(&text)),
        _ => format!("{}Value", words::camel(&first)),
    });
    candidates.map(|name| type_keyword(short(name)))
}

const UNKNOWN: [&str; 3] = ["Unknown", "Unrecognized", "UnknownValue"];

fn unknown(scope: &mut Scope) -> String {
    scope.claim_first(UNKNOWN.map(str::to_owned), "Unknown")
}

fn type_keyword(name: String) -> String {
    if name == "Self" {
        "Self_".to_owned()
    } else {
        name
    }
}

/// A value that is a whole sentence lends only its beginning.
fn short(name: String) -> String {
    const LONGEST: usize = 56;
    if name.len() <= LONGEST {
        return name;
    }
    let mut starts = name
        .char_indices()
        .filter(|(i, c)| *i <= LONGEST && c.is_ascii_uppercase());
    let end = starts
        .next_back()
        .map_or(LONGEST, |(i, _)| if i == 0 { LONGEST } else { i });
    // Names are ASCII, so every index is a boundary.
    name.get(..end).unwrap_or(&name).to_owned()
}
