//! What fields and variants are called.

use rustc_hash::FxHashMap;

use super::{graph::variant_word, scope::Scope, words};
use crate::{
    ir::{Api, Choice, Decision, Extras, Literal, Record, Shape, ShapeId, Site, Union},
    pointer::Pointer,
};

/// The names of all parts of types.
#[derive(Debug, Default)]
pub(super) struct Members {
    pub(super) fields: FxHashMap<(ShapeId, usize), String>,
    pub(super) extras: FxHashMap<ShapeId, String>,
    pub(super) variants: FxHashMap<(ShapeId, usize), String>,
    pub(super) unknowns: FxHashMap<ShapeId, String>,
}

/// Pins of members, by place, and which of them were met.
#[derive(Debug, Default)]
pub(super) struct Pins {
    pub(super) wanted: FxHashMap<Pointer, String>,
    pub(super) met: rustc_hash::FxHashSet<Pointer>,
}

impl Pins {
    fn find(&mut self, sites: &[Site], index: usize) -> Option<String> {
        if self.wanted.is_empty() {
            return None;
        }
        for site in sites {
            let Some(part) = site.parts.get(index) else {
                continue;
            };
            if let Some(name) = self.wanted.get(&part.pointer) {
                self.met.insert(part.pointer.clone());
                return Some(name.clone());
            }
        }
        None
    }
}

/// Names the parts of every type in `order`.
pub(super) fn members(
    api: &Api,
    order: &[ShapeId],
    types: &FxHashMap<ShapeId, String>,
    pins: &mut Pins,
) -> Members {
    let mut members = Members::default();
    for id in order {
        match api.shapes.get(*id) {
            Shape::Record(record) => fields(api, *id, record, pins, &mut members),
            Shape::Union(union) => union_variants(api, *id, union, types, pins, &mut members),
            Shape::Choice(choice) => choice_variants(api, *id, choice, pins, &mut members),
            _ => {}
        }
    }
    members
}

/// Methods every record has; a setter cannot be called so too.
const RECORD: [&str; 6] = ["new", "clone", "eq", "fmt", "read", "write"];

fn fields(api: &Api, id: ShapeId, record: &Record, pins: &mut Pins, members: &mut Members) {
    let mut scope = Scope::with(["self"]);
    let sites = api.shapes.sites(id);
    for (index, field) in record.fields.iter().enumerate() {
        let hint = sites
            .iter()
            .find_map(|site| site.parts.get(index)?.hint.clone());
        let plain = words::snake(&field.wire);
        let taken = RECORD.contains(&plain.as_str());
        let candidates = [
            pins.find(sites, index).unwrap_or_default(),
            hint.map(|hint| words::escaped(words::snake(&hint)))
                .unwrap_or_default(),
            if taken {
                format!("{plain}_")
            } else {
                words::escaped(plain.clone())
            },
            words::escaped(words::snake(&words::spelt(&field.wire))),
            if plain.is_empty() {
                String::new()
            } else {
                format!("{plain}_member")
            },
        ];
        let name = scope.claim_first(candidates, "member");
        members.fields.insert((id, index), name);
    }
    let rest = match record.extras {
        Extras::Open | Extras::Closed => ["unknown", "unknown_members", "other_unknown_members"],
        Extras::Typed(_) => [
            "additional",
            "additional_members",
            "other_additional_members",
        ],
    };
    let rest = scope.claim_first(rest.map(str::to_owned), "unknown_members");
    members.extras.insert(id, rest);
}

fn union_variants(
    api: &Api,
    id: ShapeId,
    union: &Union,
    types: &FxHashMap<ShapeId, String>,
    pins: &mut Pins,
    members: &mut Members,
) {
    let mut scope = Scope::with(["Self"]);
    let sites = api.shapes.sites(id);
    let own = types.get(&id).map_or("", String::as_str);
    for (index, variant) in union.variants.iter().enumerate() {
        let tag = match union.decision {
            Decision::Tag { .. } => variant.tags.first().map(|tag| words::camel(tag)),
            Decision::Kind | Decision::Keys | Decision::Order => None,
        };
        let title = sites.iter().find_map(|site| {
            let part = site.parts.get(index)?;
            part.hint.clone().or_else(|| part.title.clone())
        });
        let typed = types
            .get(&variant.shape)
            .map(|name| without(name, own).to_owned());
        let candidates = [
            pins.find(sites, index).unwrap_or_default(),
            tag.clone().unwrap_or_default(),
            typed.unwrap_or_default(),
            title
                .filter(|title| title.len() <= 40)
                .map(|t| words::camel(&t))
                .unwrap_or_default(),
            types.get(&variant.shape).cloned().unwrap_or_default(),
            variant_word(api, variant.shape, index),
            format!("{}Form", variant_word(api, variant.shape, index)),
        ];
        let name = scope.claim_first(candidates.map(type_keyword), "Variant");
        members.variants.insert((id, index), name);
    }
    let unknown = ["Unknown", "Unrecognized", "UnknownValue"].map(str::to_owned);
    members
        .unknowns
        .insert(id, scope.claim_first(unknown, "Unknown"));
}

/// A variant need not repeat its union's name.
fn without<'n>(name: &'n str, union: &str) -> &'n str {
    let rest = name
        .strip_suffix(union)
        .or_else(|| name.strip_prefix(union))
        .unwrap_or(name);
    if rest.starts_with(|c: char| c.is_ascii_uppercase()) {
        rest
    } else {
        name
    }
}

fn choice_variants(
    api: &Api,
    id: ShapeId,
    choice: &Choice,
    pins: &mut Pins,
    members: &mut Members,
) {
    let mut scope = Scope::with(["Self"]);
    let sites = api.shapes.sites(id);
    for (index, value) in choice.values.iter().enumerate() {
        let hint = sites
            .iter()
            .find_map(|site| site.parts.get(index)?.hint.clone());
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
        let candidates = [
            pins.find(sites, index).unwrap_or_default(),
            hint.map(|hint| words::camel(&hint)).unwrap_or_default(),
            words::camel(&first),
            words::cased(&text),
            words::camel(&words::spelt(&text)),
            format!("{}Value", words::camel(&first)),
        ];
        let shortened = candidates.map(|name| type_keyword(short(name)));
        members
            .variants
            .insert((id, index), scope.claim_first(shortened, "Value"));
    }
    let unknown = ["Unknown", "Unrecognized", "UnknownValue"].map(str::to_owned);
    members
        .unknowns
        .insert(id, scope.claim_first(unknown, "Unknown"));
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
    let end = name.char_indices().take_while(|(i, _)| *i <= LONGEST);
    let cut = end
        .filter(|(_, c)| c.is_uppercase())
        .last()
        .map_or(LONGEST, |(i, _)| i);
    name.get(..if cut == 0 { LONGEST } else { cut })
        .map_or(name.clone(), str::to_owned)
}
