//! Every name given, kept, so that a later description cannot rename what users compile against.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{Names, operations::key};
use crate::{
    ir::{Api, Literal, Shape, ShapeId, Variant},
    report::Report,
};

/// The text of `names.lock`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lock {
    /// JSON pointer of a schema to the name of its type.
    pub types: IndexMap<String, String>,
    /// `operationId`, or `GET /path`, to the name of its method.
    pub methods: IndexMap<String, String>,
    /// Type to its members (by wire name, tag or value) to their names.
    pub members: BTreeMap<String, IndexMap<String, String>>,
}

const HEADER: &str = "\
# Every name this client has given, so that a later description cannot rename what its users compile
# against. Written by `cargo xtask generate`; take a line out to let its name be chosen anew.

";

impl Lock {
    /// Reads the text of a `names.lock`.
    ///
    /// # Errors
    /// The one problem that stops the reading.
    pub fn read(text: &str) -> Result<Lock, Report> {
        toml::from_str(text).map_err(|error| {
            let mut report = Report::default();
            report.push(crate::settings::unreadable(text, &error));
            report
        })
    }

    /// The names that were given.
    pub fn of(api: &Api, names: &Names) -> Lock {
        let mut lock = Lock::default();
        for id in &names.order {
            let Some(name) = names.types.get(id) else {
                continue;
            };
            if let Some(site) = api.shapes.sites(*id).first() {
                lock.types
                    .insert(site.pointer.to_string(), name.name.clone());
            }
            let parts = members(api, names, *id);
            if !parts.is_empty() {
                lock.members.insert(name.name.clone(), parts);
            }
        }
        for (operation, name) in api.operations.iter().zip(&names.operations) {
            lock.methods.insert(key(operation), name.method.clone());
        }
        lock
    }

    /// The text to be kept.
    pub fn to_text(&self) -> String {
        // Three tables of texts: nothing in them that TOML could not hold.
        toml::to_string(self)
            .map(|text| HEADER.to_owned() + &text)
            .unwrap_or_default()
    }

    /// The name a member had.
    pub(super) fn member(&self, owner: Option<&String>, key: &str) -> Option<&String> {
        self.members.get(owner?)?.get(key)
    }
}

fn members(api: &Api, names: &Names, id: ShapeId) -> IndexMap<String, String> {
    let keys: Vec<String> = match api.shapes.get(id) {
        Shape::Record(record) => record
            .fields
            .iter()
            .map(|field| field.wire.clone())
            .collect(),
        Shape::Union(union) => union
            .variants
            .iter()
            .map(|variant| variant_key(api, variant))
            .collect(),
        Shape::Choice(choice) => choice.values.iter().map(value_key).collect(),
        _ => Vec::new(),
    };
    let of = |index: usize| {
        let field = names.fields.get(&(id, index));
        field.or_else(|| names.variants.get(&(id, index))).cloned()
    };
    keys.into_iter()
        .enumerate()
        .filter_map(|(index, key)| Some((key, of(index)?)))
        .collect()
}

/// What tells a variant of a union from the others on the wire, or else where it stands.
pub(super) fn variant_key(api: &Api, variant: &Variant) -> String {
    match variant.tags.first() {
        Some(tag) => tag.clone(),
        None => match api.shapes.sites(variant.shape).first() {
            Some(site) => site.pointer.to_string(),
            None => format!("{:?}{:?}", variant.kinds, variant.keys),
        },
    }
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
