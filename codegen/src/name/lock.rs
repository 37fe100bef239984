//! Every name given, kept, so that a later description cannot rename what users compile against.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::{
    Names, OperationName,
    credentials::kept,
    errors::error_key,
    inside,
    keep::order::{GIVES, ITEMS, NO_NAMES, PAYLOAD, gives, status},
    keys::{Keys, parameter_key, part_keys},
    operations::key,
    words::is_keyword,
};
use crate::{
    ir::{Api, Operation, Shape, ShapeId, Site},
    pass::{EnvelopeUse, Facts, Layout, Pages},
    pointer::Pointer,
    report::{Problem, Report, codes},
    settings::{positions, read_part},
};

/// The text of `names.lock`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lock {
    /// The name of the enum of all errors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<String>,
    /// JSON pointer of a schema (or `Owner::part`, where several types stand) to the name of its type.
    pub types: IndexMap<String, String>,
    /// `operationId`, or `GET /path`, to the name of its method.
    pub methods: IndexMap<String, String>,
    /// Operation to its parameters (`query page`) to the names of their arguments and setters.
    pub parameters: BTreeMap<String, IndexMap<String, String>>,
    /// Operation to the types that belong to it, `options` and `reply`, and to the statuses of
    /// what its method returns, `gives`; where that is a member of the reply, `payload`; and to the
    /// member of it whose items come page by page, `items`.
    pub operations: BTreeMap<String, BTreeMap<String, String>>,
    /// Type to its members (by wire name, tag or value) to their names.
    pub members: BTreeMap<String, IndexMap<String, String>>,
    /// The types that are unions.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub unions: BTreeSet<String>,
    /// Type to the name of what keeps unknown members or values, where it is not the usual one.
    pub rest: BTreeMap<String, String>,
    /// Type to those of its members that are something else at each place it stands at.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub differs: BTreeMap<String, BTreeSet<String>>,
    /// Type to those of its members that stand in a box.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub boxed: Option<BTreeMap<String, BTreeSet<String>>>,
    /// Type to those of its members that are no `Option`, though they need not be there both ways.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub plain: BTreeMap<String, BTreeSet<String>>,
}

/// What keeps unknown members or values, as a rule.
const USUAL: [&str; 3] = ["unknown", "additional", "Unknown"];

fn is_name(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c == '_' || c.is_alphabetic());
    let inside = text.chars().all(|c| c == '_' || c.is_alphanumeric());
    starts && inside && !is_keyword(text)
}

const HEADER: &str = "\
# Every name this client has given, so that a later description cannot rename what its users compile
# against. Written by `cargo xtask generate`; take a line out to let its name be chosen anew.

";

impl Lock {
    /// Reads the text of a `names.lock`.
    ///
    /// # Errors
    /// All entries that cannot be read.
    pub fn read(text: &str) -> Result<Lock, Report> {
        let (lock, mut report) = read_part::<Lock>(text);
        let strange: Vec<_> = lock.all().filter(|(_, name)| !is_name(name)).collect();
        let positions = match strange.is_empty() {
            true => BTreeMap::new(),
            false => positions(text),
        };
        for (at, name) in strange {
            let met = format!("`{}` is no name in Rust", name.escape_debug());
            let problem = Problem::error(codes::UNREADABLE_SETTINGS, &at, met);
            report.push(Problem {
                position: positions.get(&at).copied(),
                ..problem.help("take the line out, so that its name is chosen anew")
            });
        }
        match report.problems().is_empty() {
            true => Ok(lock),
            false => Err(report),
        }
    }

    /// Every name, and where it stands.
    fn all(&self) -> impl Iterator<Item = (Pointer, &String)> {
        let at = |table: &str| Pointer::root().child(table);
        let plain = [("types", &self.types), ("methods", &self.methods)];
        let plain = plain.into_iter().flat_map(move |(table, names)| {
            let names = names.iter();
            names.map(move |(key, name)| (at(table).child(key), name))
        });
        let nested = [("parameters", &self.parameters), ("members", &self.members)];
        let nested = nested.into_iter().flat_map(move |(table, owners)| {
            let all = owners.iter().flat_map(|(owner, names)| {
                let names = names.iter();
                names.map(move |(key, name)| (owner, key, name))
            });
            all.map(move |(owner, key, name)| (at(table).child(owner).child(key), name))
        });
        let operations = self.operations.iter().flat_map(|(owner, names)| {
            let names = names.iter();
            names.map(move |(key, name)| (owner, key, name))
        });
        let operations = operations
            .filter(|(_, key, _)| !NO_NAMES.contains(&key.as_str()))
            .map(move |(owner, key, name)| (at("operations").child(owner).child(key), name));
        let rest = self.rest.iter();
        let rest = rest.map(move |(key, name)| (at("rest").child(key), name));
        let errors = self.errors.iter().map(move |name| (at("errors"), name));
        errors
            .chain(plain)
            .chain(nested)
            .chain(operations)
            .chain(rest)
    }

    /// The names that were given.
    pub fn of(api: &Api, facts: &Facts, names: &Names, layout: &Layout) -> Lock {
        let keys = Keys::new(api);
        let mut lock = Lock {
            errors: Some(names.error_body.clone()),
            ..Lock::default()
        };
        let mut further = Vec::new();
        for id in &names.order {
            let Some(name) = names.types.get(id) else {
                continue;
            };
            let twin = names.twins.contains(id);
            let mut sites = api.shapes.sites(*id).iter();
            if let Some(site) = sites.next() {
                let key = keys.type_(site, twin);
                lock.types.entry(key).or_insert_with(|| name.name.clone());
            }
            further.extend(sites.map(|site| (keys.type_(site, twin), name.name.clone())));
            let rest = names.extras.get(id).or_else(|| names.unknowns.get(id));
            if let Some(rest) = rest.filter(|rest| !USUAL.contains(&rest.as_str())) {
                lock.rest.insert(name.name.clone(), rest.clone());
            }
            if matches!(api.shapes.get(*id), Shape::Union(_)) {
                lock.unions.insert(name.name.clone());
            }
            lock.differing(api, *id, &name.name);
            let parts = members(api, names, *id);
            if !parts.is_empty() {
                lock.members.insert(name.name.clone(), parts);
            }
        }
        lock.beside(&keys, names);
        // All other places that have the type, if they are its own.
        let shared = keys.shared(api);
        for (key, name) in further {
            let plain = key.strip_suffix(" sent").unwrap_or(&key);
            if !shared.contains(plain) {
                lock.types.entry(key).or_insert(name);
            }
        }
        lock.inside(api, names, &inside::unsure(api, &keys, &shared));
        let named = api.operations.iter().zip(&names.operations);
        for (index, (operation, name)) in named.enumerate() {
            lock.methods.insert(key(operation), name.method.clone());
            let (envelope, pages) = (facts.envelopes.get(&index), facts.pages.get(&index));
            lock.operation(operation, name, envelope, pages);
        }
        lock.enums(api, names);
        super::layout::keep(api, names, layout, &mut lock);
        lock.sort();
        lock
    }

    /// The members of a type that differ by place.
    fn differing(&mut self, api: &Api, id: ShapeId, name: &str) {
        let keys = part_keys(&api.shapes, api.shapes.get(id));
        for site in api.shapes.sites(id) {
            for (key, _) in keys
                .iter()
                .zip(&site.parts)
                .filter(|(_, part)| part.differs)
            {
                let differs = self.differs.entry(name.to_owned()).or_default();
                differs.insert(key.clone());
            }
        }
    }

    /// The variants of errors and credentials.
    fn enums(&mut self, api: &Api, names: &Names) {
        let variants = names.errors.iter();
        let variants: IndexMap<_, _> = variants
            .map(|(id, variant)| {
                let name = |id| names.types.get(&id).map(|name| &name.name);
                (error_key(api, &name, *id), variant.clone())
            })
            .collect();
        if !variants.is_empty() {
            self.members.insert(names.error_body.clone(), variants);
        }
        let variants = names.credentials.iter();
        let variants: IndexMap<_, _> = variants.flat_map(kept).collect();
        if !variants.is_empty() {
            self.members.insert("Credentials".to_owned(), variants);
        }
    }

    /// In an order of their own, so that a change of the description moves no line.
    fn sort(&mut self) {
        self.types.sort_unstable_keys();
        self.methods.sort_unstable_keys();
    }

    /// The types of reply headers and of forms.
    fn beside(&mut self, keys: &Keys, names: &Names) {
        for headers in &names.headers {
            self.types
                .insert(keys.of(&headers.at), headers.name.clone());
            let fields = headers
                .wires
                .iter()
                .cloned()
                .zip(headers.fields.iter().cloned());
            self.members.insert(headers.name.clone(), fields.collect());
        }
        for form in &names.forms {
            self.types.insert(keys.of(&form.at), form.name.clone());
        }
    }

    /// The types that no place tells for sure, by what holds them.
    fn inside(&mut self, api: &Api, names: &Names, unsure: &FxHashSet<ShapeId>) {
        let name = |id: &ShapeId| names.types.get(id).map(|name| &name.name);
        for id in names.order.iter().filter(|_| !unsure.is_empty()) {
            let parts = name(id).map(|name| inside::inside(api, *id, name));
            for (key, inner) in parts.into_iter().flatten() {
                if let Some(name) = name(&inner).filter(|_| unsure.contains(&inner)) {
                    self.types.insert(key, name.clone());
                }
            }
        }
    }

    fn operation(
        &mut self,
        operation: &Operation,
        name: &OperationName,
        envelope: Option<&EnvelopeUse>,
        pages: Option<&Pages>,
    ) {
        let parameters = operation.parameters.iter().zip(&name.parameters);
        let parameters: IndexMap<_, _> = parameters
            .map(|(parameter, name)| (parameter_key(parameter), name.clone()))
            .collect();
        if !parameters.is_empty() {
            self.parameters.insert(key(operation), parameters);
        }
        let gives = gives(operation);
        let payload = envelope.map(|envelope| envelope.member.clone());
        let payload = payload.unwrap_or_default();
        // A longer way is what the settings say.
        let items = match pages.map(|pages| pages.items.as_slice()) {
            Some([member]) => member.clone(),
            _ => String::new(),
        };
        let kept = [
            ("options", &name.marker),
            ("reply", &name.reply),
            (GIVES, &gives),
            (PAYLOAD, &payload),
            (ITEMS, &items),
        ];
        let kept = kept.into_iter().filter(|(_, name)| !name.is_empty());
        let kept = kept.map(|(key, name)| (key.to_owned(), name.clone()));
        self.operations.insert(key(operation), kept.collect());
        if !name.reply.is_empty() {
            let variants = operation.replies.iter().zip(&name.reply_variants);
            let variants = variants.map(|(reply, name)| (status(reply.status), name.clone()));
            self.members.insert(name.reply.clone(), variants.collect());
        }
    }

    /// The text to be kept.
    pub fn to_text(&self) -> String {
        // Three tables of texts: nothing in them that TOML could not hold.
        toml::to_string(self)
            .map(|text| HEADER.to_owned() + &text)
            .unwrap_or_default()
    }

    /// How many types had a name that nothing has any more.
    pub fn gone(&self, names: &Names) -> usize {
        let types = names.types.values().map(|one| &one.name);
        let headers = names.headers.iter().map(|one| &one.name);
        let forms = names.forms.iter().map(|one| &one.name);
        let given: BTreeSet<&String> = types.chain(headers).chain(forms).collect();
        let had: BTreeSet<&String> = self.types.values().collect();
        had.difference(&given).count()
    }

    /// The name of the type at these sites, by places that only it has.
    pub(super) fn type_at(
        &self,
        (keys, shared): (&Keys, &FxHashSet<String>),
        sites: &[Site],
        twin: bool,
    ) -> Option<&String> {
        let mut own = sites
            .iter()
            .filter(|site| !shared.contains(&keys.of_site(site)));
        own.find_map(|site| self.types.get(&keys.type_(site, twin)))
    }

    /// The name a member had.
    pub(super) fn member(&self, owner: Option<&String>, key: &str) -> Option<&String> {
        self.members.get(owner?)?.get(key)
    }
}

fn members(api: &Api, names: &Names, id: ShapeId) -> IndexMap<String, String> {
    let keys = part_keys(&api.shapes, api.shapes.get(id));
    let of = |index: usize| {
        let field = names.fields.get(&(id, index));
        field.or_else(|| names.variants.get(&(id, index))).cloned()
    };
    keys.into_iter()
        .enumerate()
        .filter_map(|(index, key)| Some((key, of(index)?)))
        .collect()
}
