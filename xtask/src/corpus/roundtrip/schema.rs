//! Holds an example against its own schema, as a JSON Schema validator sees it.
//!
//! Only what tells the shape of a value is kept: a text that is too long is no reason for a type to
//! refuse it, so it cannot excuse one either.

use std::collections::BTreeMap;

use codegen::{load::Document, pointer::Pointer};
use serde_json::{Map, Value, json};

/// Whether the value is invalid under the schema at `pointer`. A schema that the validator itself
/// refuses proves nothing.
pub(super) fn contradicts(document: &Document, pointer: &str, value: &Value) -> bool {
    let Some(schema) = bundle(document, pointer) else {
        return false;
    };
    match jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .build(&schema)
    {
        Ok(validator) => !validator.is_valid(value),
        Err(_) => false,
    }
}

/// The schema with all it refers to, as one JSON Schema.
fn bundle(document: &Document, pointer: &str) -> Option<Value> {
    let mut bundle = Bundle::new(document);
    let first = bundle.reference(Pointer::parse(pointer)?);
    let mut done = 0;
    while let Some(pointer) = bundle.order.get(done).cloned() {
        // A reference that leads nowhere says nothing.
        let schema = match document.at(&pointer) {
            Some(place) => bundle.convert(place.value),
            None => Value::Bool(true),
        };
        bundle.schemas.insert(done.to_string(), schema);
        done += 1;
    }
    Some(json!({ "$ref": first, "$defs": bundle.schemas }))
}

/// A JSON Schema in the making.
struct Bundle<'d> {
    document: &'d Document,
    /// The index of each place that is referred to.
    known: BTreeMap<Pointer, usize>,
    order: Vec<Pointer>,
    schemas: Map<String, Value>,
    /// Whether what branches say of a member is being put together.
    describing: bool,
}

impl<'d> Bundle<'d> {
    fn new(document: &'d Document) -> Self {
        Bundle {
            document,
            known: BTreeMap::new(),
            order: Vec::new(),
            schemas: Map::new(),
            describing: false,
        }
    }

    fn reference(&mut self, pointer: Pointer) -> String {
        let next = self.order.len();
        let index = *self.known.entry(pointer.clone()).or_insert(next);
        if index == next {
            self.order.push(pointer);
        }
        format!("#/$defs/{index}")
    }

    /// A schema in OpenAPI 3.0 terms as a JSON Schema.
    fn convert(&mut self, schema: &'d Value) -> Value {
        let Value::Object(keywords) = schema else {
            // What is no schema at all says nothing.
            return Value::Bool(schema != &Value::Bool(false));
        };
        let mut converted = Map::new();
        let mut all = Vec::new();
        for (keyword, value) in keywords {
            match keyword.as_str() {
                "$ref" => {
                    let target = value.as_str().and_then(Pointer::parse);
                    all.extend(target.map(|target| json!({ "$ref": self.reference(target) })));
                }
                "type" | "enum" | "const" | "required" => {
                    converted.insert(keyword.clone(), value.clone());
                }
                "items" | "additionalProperties" => {
                    converted.insert(keyword.clone(), self.convert(value));
                }
                "properties" | "patternProperties" => {
                    let members = value.as_object().into_iter().flatten();
                    let members = members.map(|(name, value)| (name.clone(), self.convert(value)));
                    converted.insert(keyword.clone(), Value::Object(members.collect()));
                }
                "format" if value == "byte" || value == "base64" => {
                    converted.insert("pattern".to_owned(), json!("^[A-Za-z0-9+/_-]*={0,2}$"));
                }
                "prefixItems" => {
                    converted.insert(keyword.clone(), self.each(value));
                }
                "allOf" => all.extend(self.each(value).as_array().cloned().unwrap_or_default()),
                // Without lengths and ranges two branches can look alike.
                "oneOf" | "anyOf" => {
                    all.push(json!({ "anyOf": self.each(value) }));
                    // Once for each place: a schema can lead back to itself through its members.
                    if !std::mem::replace(&mut self.describing, true) {
                        all.push(json!({ "properties": self.described(value) }));
                        self.describing = false;
                    }
                }
                _ => {}
            }
        }
        if !all.is_empty() {
            converted.insert("allOf".to_owned(), Value::Array(all));
        }
        match keywords.get("nullable") {
            Some(Value::Bool(true)) => json!({ "anyOf": [{ "type": "null" }, converted] }),
            _ => Value::Object(converted),
        }
    }

    /// What the branches of a union say of each member: at least one that describes a member has to
    /// agree with its value. Without this a branch that says nothing of the member would excuse
    /// any value.
    fn described(&mut self, branches: &'d Value) -> Value {
        let mut members = Map::<String, Value>::new();
        for branch in branches.as_array().into_iter().flatten() {
            let mut own = BTreeMap::new();
            if self.members(branch, &mut own, 0).is_none() {
                return json!({});
            }
            for (name, schemas) in own {
                let described = members
                    .entry(name.to_owned())
                    .or_insert_with(|| json!({ "anyOf": [] }));
                if let Some(Value::Array(any)) = described.get_mut("anyOf") {
                    any.push(json!({ "allOf": schemas }));
                }
            }
        }
        Value::Object(members)
    }

    /// What a branch and its parts say of each member; `None` if it describes every member.
    fn members(
        &mut self,
        branch: &'d Value,
        members: &mut BTreeMap<&'d str, Vec<Value>>,
        depth: usize,
    ) -> Option<()> {
        let branch = self.target(branch)?.as_object()?;
        let open = [
            "additionalProperties",
            "patternProperties",
            "oneOf",
            "anyOf",
        ];
        if depth > 8 || open.iter().any(|keyword| branch.contains_key(*keyword)) {
            return None;
        }
        let properties = branch.get("properties").and_then(Value::as_object);
        for (name, schema) in properties.into_iter().flatten() {
            let schema = self.convert(schema);
            members.entry(name).or_default().push(schema);
        }
        let parts = branch.get("allOf").and_then(Value::as_array);
        let mut parts = parts.into_iter().flatten();
        parts.try_for_each(|part| self.members(part, members, depth + 1))
    }

    /// The schema that a reference leads to, after at most eight steps.
    fn target(&self, schema: &'d Value) -> Option<&'d Value> {
        let mut schema = schema;
        for _ in 0..8 {
            let Some(reference) = schema.get("$ref") else {
                return Some(schema);
            };
            let pointer = Pointer::parse(reference.as_str()?)?;
            schema = self.document.at(&pointer)?.value;
        }
        None
    }

    fn each(&mut self, list: &'d Value) -> Value {
        let items = list.as_array().into_iter().flatten();
        Value::Array(items.map(|item| self.convert(item)).collect())
    }
}

#[cfg(test)]
mod tests {
    use codegen::report::Report;

    use super::*;

    #[test]
    fn branches_that_lead_back_to_themselves_are_held_against_once() {
        let text = r##"{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {},
            "components": {"schemas": {
                "User": {"type": "object", "properties": {"id": {"type": "string"}, "drive":
                    {"anyOf": [{"$ref": "#/components/schemas/Drive"}, {"type": "string"}]}}},
                "Drive": {"type": "object", "properties": {"owner":
                    {"anyOf": [{"$ref": "#/components/schemas/User"}, {"type": "object"}]}}}}}}"##;
        let document = codegen::load::load(text, &|_| None, &mut Report::default());
        let document = document.expect("a description");
        let drive = |value| contradicts(&document, "/components/schemas/Drive", &value);
        assert!(!drive(json!({ "owner": { "id": "a" } })));
        assert!(drive(json!({ "owner": { "id": 1 } })));
    }
}
