//! One schema as it stands: its keywords, and the places of its children.
//!
//! What the keywords mean together is not decided here.

use openapiv3::{AdditionalProperties, AnySchema, ObjectType, Schema, SchemaKind, Type};
use serde_json::Value;

use crate::{
    load::{Document, Place},
    report::Report,
};

/// What `type` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typed {
    /// `null`.
    Null,
    /// `boolean`.
    Boolean,
    /// `integer`.
    Integer,
    /// `number`.
    Number,
    /// `string`.
    Text,
    /// `array`.
    List,
    /// `object`.
    Object,
}

/// What `additionalProperties` says.
#[derive(Debug, Clone, Default)]
pub(super) enum Additional<'d> {
    /// Nothing.
    #[default]
    Unsaid,
    /// `true`, or a schema that allows anything.
    Open,
    /// `false`.
    Closed,
    /// Schemas, any of which may hold.
    Typed(Vec<Place<'d>>),
    /// Schemas of members by pattern, beside which anything may stand.
    Patterns(Vec<Place<'d>>),
}

/// The keywords of one schema.
#[derive(Debug)]
pub(super) struct Node<'d> {
    /// Where it stands.
    pub(super) place: Place<'d>,
    /// `nullable`.
    pub(super) nullable: bool,
    /// `type`, or what the other keywords say of it.
    pub(super) typed: Option<Typed>,
    /// `format`.
    pub(super) format: Option<&'d str>,
    /// `properties`, in document order.
    pub(super) properties: Vec<(&'d str, Place<'d>)>,
    /// `required`.
    pub(super) required: Vec<String>,
    /// `additionalProperties` and `patternProperties`.
    pub(super) additional: Additional<'d>,
    /// `items`.
    pub(super) items: Option<Place<'d>>,
    /// `prefixItems`.
    pub(super) prefix: Vec<Place<'d>>,
    /// Whether items after `prefixItems` are forbidden.
    pub(super) closed: bool,
    /// `enum`.
    pub(super) values: Option<&'d [Value]>,
    /// `oneOf`.
    pub(super) one_of: Vec<Place<'d>>,
    /// `anyOf`.
    pub(super) any_of: Vec<Place<'d>>,
    /// `allOf`.
    pub(super) all_of: Vec<Place<'d>>,
    /// Whether there is a `not`.
    pub(super) not: bool,
}

impl<'d> Node<'d> {
    /// Reads the schema at `place`, which is no `$ref`.
    pub(super) fn read(document: &Document, place: &Place<'d>, report: &mut Report) -> Self {
        let Schema {
            schema_data,
            schema_kind,
        } = document.schema(place, report);
        let mut node = Node {
            place: place.clone(),
            nullable: schema_data.nullable,
            typed: None,
            format: None,
            properties: Vec::new(),
            required: Vec::new(),
            additional: Additional::Unsaid,
            items: None,
            prefix: Vec::new(),
            closed: false,
            values: None,
            one_of: Vec::new(),
            any_of: Vec::new(),
            all_of: Vec::new(),
            not: false,
        };
        node.kind(schema_kind);
        node.carried();
        node
    }

    fn kind(&mut self, kind: SchemaKind) {
        match kind {
            SchemaKind::Type(type_) => self.type_(type_),
            SchemaKind::OneOf { one_of } => self.one_of = self.list("oneOf", one_of.len()),
            SchemaKind::AnyOf { any_of } => self.any_of = self.list("anyOf", any_of.len()),
            SchemaKind::AllOf { all_of } => self.all_of = self.list("allOf", all_of.len()),
            SchemaKind::Not { .. } => self.not = true,
            SchemaKind::Any(any) => self.any(any),
        }
    }

    fn type_(&mut self, type_: Type) {
        match type_ {
            Type::String(_) => self.scalar(Typed::Text),
            Type::Number(_) => self.scalar(Typed::Number),
            Type::Integer(_) => self.scalar(Typed::Integer),
            Type::Boolean(_) => self.scalar(Typed::Boolean),
            Type::Object(object) => {
                self.typed = Some(Typed::Object);
                let ObjectType {
                    properties,
                    required,
                    additional_properties,
                    ..
                } = object;
                self.object(properties.is_empty(), required, additional_properties);
            }
            Type::Array(array) => {
                self.typed = Some(Typed::List);
                self.items = array.items.and_then(|_| self.place.get("items"));
            }
        }
    }

    fn scalar(&mut self, typed: Typed) {
        self.typed = Some(typed);
        self.format = self.place.text("format");
        self.values();
    }

    fn any(&mut self, any: AnySchema) {
        let alone = any.one_of.is_empty() && any.any_of.is_empty() && any.all_of.is_empty();
        self.typed = any.typ.as_deref().and_then(typed);
        self.typed = self.typed.or_else(|| structure(&any));
        if alone {
            // A bound beside `allOf` speaks of whatever stands there.
            self.typed = self.typed.or_else(|| bounds(&any));
        }
        self.format = self.place.text("format");
        if !any.enumeration.is_empty() {
            self.values();
        }
        self.one_of = self.list("oneOf", any.one_of.len());
        self.any_of = self.list("anyOf", any.any_of.len());
        self.all_of = self.list("allOf", any.all_of.len());
        self.not = any.not.is_some();
        self.items = any.items.and_then(|_| self.place.get("items"));
        self.object(
            any.properties.is_empty(),
            any.required,
            any.additional_properties,
        );
    }

    fn object(
        &mut self,
        empty: bool,
        required: Vec<String>,
        additional: Option<AdditionalProperties>,
    ) {
        if !empty && let Some(properties) = self.place.get("properties") {
            self.properties = properties.members().collect();
        }
        self.required = required;
        self.additional = match additional {
            None => Additional::Unsaid,
            Some(AdditionalProperties::Any(true)) => Additional::Open,
            Some(AdditionalProperties::Any(false)) => Additional::Closed,
            Some(AdditionalProperties::Schema(_)) => {
                Additional::Typed(self.place.get("additionalProperties").into_iter().collect())
            }
        };
    }

    fn values(&mut self) {
        let values = self.place.value.get("enum").and_then(Value::as_array);
        self.values = values
            .map(Vec::as_slice)
            .filter(|values| !values.is_empty());
    }

    /// What 3.0 has no keyword for: it stays under its own one.
    fn carried(&mut self) {
        if let Some(prefix) = self.place.get("prefixItems") {
            self.prefix = prefix.items().collect();
            self.typed = self.typed.or(Some(Typed::List));
            let never = |place: &Place<'_>| place.value.get("not").is_some_and(is_empty);
            let limit = |key| self.place.value.get(key).and_then(Value::as_u64);
            let count = Some(self.prefix.len() as u64);
            let exact = limit("minItems") == count && limit("maxItems") == count;
            self.closed = exact || self.items.as_ref().is_some_and(never);
            self.items = self.items.take().filter(|_| !self.closed);
        }
        if let Some(patterns) = self.place.get("patternProperties") {
            let places = patterns.members().map(|(_, place)| place);
            self.additional = Additional::Patterns(places.collect());
            self.typed = self.typed.or(Some(Typed::Object));
        }
    }

    fn list(&self, keyword: &str, len: usize) -> Vec<Place<'d>> {
        let list = (len > 0).then(|| self.place.get(keyword)).flatten();
        list.map(|list| list.items().take(len).collect())
            .unwrap_or_default()
    }
}

fn is_empty(value: &Value) -> bool {
    value.as_object().is_some_and(serde_json::Map::is_empty)
}

fn typed(text: &str) -> Option<Typed> {
    Some(match text {
        "null" => Typed::Null,
        "boolean" => Typed::Boolean,
        "integer" => Typed::Integer,
        "number" => Typed::Number,
        "string" => Typed::Text,
        "array" => Typed::List,
        "object" => Typed::Object,
        _ => return None,
    })
}

/// The type that keywords with schemas inside speak of, where `type` itself is missing.
fn structure(any: &AnySchema) -> Option<Typed> {
    if !any.properties.is_empty() || any.additional_properties.is_some() {
        Some(Typed::Object)
    } else {
        any.items.as_ref().map(|_| Typed::List)
    }
}

/// The type that bounds speak of.
fn bounds(any: &AnySchema) -> Option<Typed> {
    let object = any.min_properties.is_some() || any.max_properties.is_some();
    let list = any.min_items.is_some() || any.max_items.is_some() || any.unique_items.is_some();
    let text = any.pattern.is_some() || any.min_length.is_some() || any.max_length.is_some();
    let number = any.minimum.is_some() || any.maximum.is_some() || any.multiple_of.is_some();
    match (object, list, text, number) {
        (true, _, _, _) => Some(Typed::Object),
        (_, true, _, _) => Some(Typed::List),
        (_, _, true, _) => Some(Typed::Text),
        (_, _, _, true) => Some(Typed::Number),
        _ => by_format(any.format.as_deref()?),
    }
}

fn by_format(format: &str) -> Option<Typed> {
    match format {
        "int32" | "int64" => Some(Typed::Integer),
        "float" | "double" => Some(Typed::Number),
        "date-time" | "date" | "time" | "uuid" | "email" | "uri" | "byte" | "binary" => {
            Some(Typed::Text)
        }
        _ => None,
    }
}
