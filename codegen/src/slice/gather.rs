//! What operations refer to, and what that refers to in turn.

use indexmap::IndexSet;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value};

use super::LEFT_OVER;
use crate::{load::kind::METHODS, pointer::Pointer};

/// What must stay beside the selected paths.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// Components: section and name.
    components: FxHashSet<(String, String)>,
    /// Other places outside the paths.
    pub(super) places: IndexSet<Pointer>,
    /// Places in paths that are cut off.
    pub(super) left_over: IndexSet<Pointer>,
}

impl Gathered {
    /// Whether a component stays.
    pub(super) fn has(&self, section: &str, name: &str) -> bool {
        self.components
            .contains(&(section.to_owned(), name.to_owned()))
    }

    /// Makes the references to places that are cut off lead to where those stand now.
    pub(super) fn redirect(&self, value: &mut Value) {
        if self.left_over.is_empty() {
            return;
        }
        match value {
            Value::Object(object) => {
                if let Some(Value::String(text)) = object.get_mut("$ref") {
                    let place = Pointer::parse(text).filter(|place| self.left_over.contains(place));
                    if let Some(place) = place {
                        let home = Pointer::root().child(LEFT_OVER).child(place.as_str());
                        *text = home.reference();
                    }
                }
                object.values_mut().for_each(|child| self.redirect(child));
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.redirect(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// Gathers what `paths`, a part of the paths of `description`, refers to.
pub(super) fn gather(description: &Value, paths: &Map<String, Value>) -> Gathered {
    let mut search = Search {
        description,
        paths,
        heirs: heirs(description),
        gathered: Gathered::default(),
        pending: Vec::new(),
    };
    paths.values().for_each(|item| search.look(item));
    search.security();
    while let Some(place) = search.pending.pop() {
        if let Some(node) = description.pointer(place.as_str()) {
            search.look(node);
        }
    }
    search.gathered
}

/// Components by the component they extend through `allOf`: the values of a discriminator that
/// stands in the latter.
fn heirs(description: &Value) -> FxHashMap<&str, Vec<&str>> {
    let mut heirs: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    let schemas = description.pointer("/components/schemas");
    for (name, schema) in schemas.and_then(Value::as_object).into_iter().flatten() {
        let all_of = schema.get("allOf").and_then(Value::as_array);
        for branch in all_of.into_iter().flatten() {
            if let Some(base) = branch.get("$ref").and_then(Value::as_str) {
                heirs.entry(base).or_default().push(name);
            }
        }
    }
    heirs
}

struct Search<'d> {
    description: &'d Value,
    paths: &'d Map<String, Value>,
    heirs: FxHashMap<&'d str, Vec<&'d str>>,
    gathered: Gathered,
    pending: Vec<Pointer>,
}

impl Search<'_> {
    /// Looks for references in a value.
    fn look(&mut self, value: &Value) {
        match value {
            Value::Object(object) => {
                if let Some(Value::String(text)) = object.get("$ref") {
                    self.reference(text);
                }
                if let Some(mapping) = object.get("discriminator").and_then(|d| d.get("mapping")) {
                    let targets = mapping.as_object().into_iter().flatten();
                    targets
                        .filter_map(|(_, target)| target.as_str())
                        .for_each(|target| {
                            if target.starts_with('#') {
                                self.reference(target);
                            } else {
                                self.component("schemas", target);
                            }
                        });
                }
                object.values().for_each(|child| self.look(child));
            }
            Value::Array(items) => items.iter().for_each(|item| self.look(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn reference(&mut self, text: &str) {
        let Some(place) = text
            .starts_with('#')
            .then(|| Pointer::parse(text))
            .flatten()
        else {
            return;
        };
        let mut segments = place.segments();
        match (segments.next().as_deref(), segments.next(), segments.next()) {
            (Some("components"), Some(section), Some(name)) => self.component(&section, &name),
            (Some("paths"), Some(path), _) => {
                if !self.stays(&path, &place) && self.gathered.left_over.insert(place.clone()) {
                    self.pending.push(place.clone());
                }
            }
            (Some("info" | "servers" | "security" | "tags"), _, _) | (None, _, _) => {}
            (Some(top), _, _) => {
                let all = self.description.get(top).is_some();
                let copied = top.starts_with("x-");
                let new = all && !copied && self.gathered.places.insert(place.clone());
                if new || copied {
                    self.visit(&place);
                }
            }
        }
    }

    /// A place that stays with the whole of an extension: looked at once.
    fn visit(&mut self, place: &Pointer) {
        let key = ("x-visited".to_owned(), place.as_str().to_owned());
        if self.gathered.components.insert(key) {
            self.pending.push(place.clone());
        }
    }

    /// Whether a place in the path `path` is not cut off.
    fn stays(&self, path: &str, place: &Pointer) -> bool {
        let method = place.segments().nth(2);
        self.paths.get(path).is_some_and(|item| {
            method.is_none_or(|method| {
                !METHODS.contains(&method.as_ref()) || item.get(method.as_ref()).is_some()
            })
        })
    }

    fn component(&mut self, section: &str, name: &str) {
        let place = Pointer::root()
            .child("components")
            .child(section)
            .child(name);
        let Some(node) = self.description.pointer(place.as_str()) else {
            return;
        };
        if !self
            .gathered
            .components
            .insert((section.to_owned(), name.to_owned()))
        {
            return;
        }
        // A discriminator means the schemas that extend the one it stands in.
        let declares = node.get("discriminator").is_some();
        let heirs = self
            .heirs
            .get(place.to_string().as_str())
            .filter(|_| declares);
        for heir in heirs.cloned().into_iter().flatten() {
            self.component("schemas", heir);
        }
        self.pending.push(place);
    }

    /// The security schemes that the operations need.
    fn security(&mut self) {
        let whole = self.description.get("security");
        let mut needed = IndexSet::new();
        for operation in super::operations(self.paths) {
            let security = operation.get("security").or(whole);
            for alternative in security.and_then(Value::as_array).into_iter().flatten() {
                needed.extend(alternative.as_object().into_iter().flat_map(Map::keys));
            }
        }
        // What the whole names must be declared, even if every operation says otherwise.
        for alternative in whole.and_then(Value::as_array).into_iter().flatten() {
            needed.extend(alternative.as_object().into_iter().flat_map(Map::keys));
        }
        let needed = needed.into_iter().cloned().collect::<Vec<_>>();
        needed
            .iter()
            .for_each(|name| self.component("securitySchemes", name));
    }
}

/// Visits every response object of the paths and components.
pub(super) fn responses(value: &mut Value, visit: &mut dyn FnMut(&mut Value)) {
    if let Some(Value::Object(paths)) = value.get_mut("paths") {
        let items = paths
            .values_mut()
            .filter_map(Value::as_object_mut)
            .flatten();
        let operations = items.filter(|(key, _)| METHODS.contains(&key.as_str()));
        for (_, operation) in operations {
            if let Some(Value::Object(responses)) = operation.get_mut("responses") {
                responses.values_mut().for_each(&mut *visit);
            }
        }
    }
    if let Some(Value::Object(responses)) = value.pointer_mut("/components/responses") {
        responses.values_mut().for_each(visit);
    }
}
