//! Where a description can be added to.

use std::collections::{BTreeMap, BTreeSet};

use codegen::{
    Output,
    ir::{Api, Shape, ShapeId, Site},
};
use serde_json::Value;

/// The places of a description, as JSON pointers.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Operations.
    pub(crate) operations: Vec<String>,
    /// Objects with `properties`.
    pub(crate) objects: Vec<String>,
    /// The members of all types that take some from an object.
    pub(crate) members: BTreeMap<String, BTreeSet<String>>,
    /// Lists of values of enums, of two strings or more.
    pub(crate) enums: Vec<String>,
    /// Lists of branches of unions, and the member that tells them apart.
    pub(crate) unions: Vec<(String, Option<String>)>,
    /// Names of component schemas that are types.
    pub(crate) schemas: Vec<String>,
    /// Objects and lists whose order means nothing.
    pub(crate) unordered: Vec<String>,
}

impl Places {
    /// What was generated tells where types stand.
    pub(crate) fn of(document: &Value, output: &Output) -> Self {
        let mut places = Places::default();
        let api = &output.model.api;
        let origin = |site: &Site| {
            let (file, pointer) = output.model.document.origin(&site.pointer);
            file.is_none().then(|| pointer.as_str().to_owned())
        };
        for id in api.shapes.ids() {
            places.members(api, id);
            for at in api.shapes.sites(id).iter().filter_map(origin) {
                let Some(schema) = document.pointer(&at) else {
                    continue;
                };
                match api.shapes.get(id) {
                    Shape::Record(_) if schema["properties"].is_object() => {
                        places.unordered.push(format!("{at}/properties"));
                        places.objects.push(at);
                    }
                    Shape::Choice(_) => {
                        let values = schema["enum"].as_array().map_or(0, |values| {
                            values.iter().filter(|value| value.is_string()).count()
                        });
                        if values > 1 {
                            places.enums.push(format!("{at}/enum"));
                        }
                    }
                    Shape::Union(union) => {
                        let tag = match &union.decision {
                            codegen::ir::Decision::Tag { wire, .. } => Some(wire.clone()),
                            _ => None,
                        };
                        for word in ["oneOf", "anyOf"] {
                            let branches = schema[word].as_array().map_or(0, Vec::len);
                            if branches > 1 && branches >= union.variants.len() {
                                places.unions.push((format!("{at}/{word}"), tag.clone()));
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        places.operations(document);
        let schemas = document["components"]["schemas"].as_object();
        for (name, schema) in schemas.into_iter().flatten() {
            if schema["properties"].is_object() {
                places.schemas.push(name.clone());
            }
        }
        places.unordered.push("/components/schemas".to_owned());
        places.unordered.push("/paths".to_owned());
        places.unordered.retain(|at| document.pointer(at).is_some());
        places
    }

    /// What a type has beside what it takes from each of its schemas.
    fn members(&mut self, api: &Api, id: ShapeId) {
        let Shape::Record(record) = api.shapes.get(id) else {
            return;
        };
        for part in api.shapes.sites(id).iter().flat_map(|site| &site.parts) {
            let place = part
                .pointer
                .parent()
                .and_then(|properties| properties.parent());
            let place = place
                .map(|place| place.as_str().to_owned())
                .unwrap_or_default();
            let members = record.fields.iter().map(|field| field.wire.clone());
            self.members.entry(place).or_default().extend(members);
        }
    }

    fn operations(&mut self, document: &Value) {
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            let escaped = path.replace('~', "~0").replace('/', "~1");
            self.unordered.push(format!("/paths/{escaped}"));
            for method in ["get", "put", "post", "delete", "patch"] {
                if item[method].is_object() {
                    let at = format!("/paths/{escaped}/{method}");
                    self.unordered.push(format!("{at}/responses"));
                    if item[method]["parameters"].is_array() {
                        self.unordered.push(format!("{at}/parameters"));
                    }
                    self.operations.push(at);
                }
            }
        }
    }
}
