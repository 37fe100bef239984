//! One look at every keyword of a schema: its value gets the JSON kind it must have, and what needs
//! rewriting is noted.

use serde_json::{Map, Value, json};

use super::super::{
    context::{Context, Path},
    mend,
};
use crate::report::codes;

/// What stands in a schema, so that nothing need be looked up that is not there.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question about the schema"
)]
pub(super) struct Seen {
    pub(super) properties: bool,
    pub(super) branches: bool,
    pub(super) values: bool,
    pub(super) constant: bool,
    pub(super) examples: bool,
    pub(super) nullable: bool,
    pub(super) exclusive: bool,
    pub(super) content: bool,
    pub(super) identity: bool,
    pub(super) conditions: bool,
    pub(super) unevaluated: bool,
    pub(super) pattern_properties: bool,
    pub(super) prefix_items: bool,
    /// `items` is an array, as in older dialects.
    pub(super) old_tuple: bool,
    /// `required` is a boolean, as in draft 3; it was for the parent to see.
    pub(super) required_flag: bool,
}

/// Looks at every keyword.
pub(super) fn keywords(
    cx: &mut Context<'_>,
    object: &mut Map<String, Value>,
    path: &Path<'_>,
) -> Seen {
    let mut seen = Seen::default();
    object.retain(|key, value| keyword(cx, path, key, value, &mut seen));
    seen
}

impl Seen {
    fn note(&mut self, key: &str, value: &Value) {
        match key {
            "properties" => self.properties = true,
            "oneOf" | "anyOf" | "allOf" => self.branches = true,
            "enum" => self.values = true,
            "const" => self.constant = true,
            "examples" => self.examples = true,
            "nullable" => self.nullable = true,
            "exclusiveMinimum" | "exclusiveMaximum" => self.exclusive = true,
            "contentEncoding" | "contentMediaType" => self.content = true,
            "$id" | "$anchor" | "$dynamicAnchor" => self.identity = true,
            "if" | "then" | "else" | "dependentSchemas" => self.conditions = true,
            "unevaluatedProperties" | "unevaluatedItems" => self.unevaluated = true,
            "patternProperties" => self.pattern_properties = true,
            "prefixItems" => self.prefix_items = true,
            "items" => self.old_tuple = value.is_array(),
            "required" => self.required_flag = !value.is_array(),
            _ => {}
        }
    }
}

/// Gives the value of one keyword the kind it must have. Whether the keyword stays.
fn keyword(
    cx: &mut Context<'_>,
    path: &Path<'_>,
    key: &str,
    value: &mut Value,
    seen: &mut Seen,
) -> bool {
    let stays =
        match key {
            "type" => type_(cx, path, value),
            "title" | "description" | "pattern" | "format" | "contentEncoding"
            | "contentMediaType" | "$id" | "$anchor" | "$dynamicAnchor" | "$comment"
            | "$schema" => mend::text(cx, path, key, value),
            "nullable" | "readOnly" | "writeOnly" | "deprecated" | "uniqueItems" => {
                mend::flag(cx, path, key, value)
            }
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties"
            | "maxProperties" => mend::count(cx, path, key, value),
            "minimum" | "maximum" | "multipleOf" => mend::number(cx, path, key, value),
            "exclusiveMinimum" | "exclusiveMaximum" => {
                value.is_boolean() || mend::number(cx, path, key, value)
            }
            "enum" => mend::array(cx, path, key, value),
            "required" => required(cx, path, value),
            "properties" => properties(cx, path, value),
            // An empty list of branches says nothing that could be meant.
            "oneOf" | "anyOf" | "allOf" | "prefixItems" => {
                mend::array(cx, path, key, value) && value != &json!([])
            }
            "items" | "not" | "propertyNames" | "contentSchema" => !value.is_null(),
            "additionalProperties" => additional(cx, path, value),
            "discriminator" => discriminator(cx, path, value),
            "patternProperties" | "$defs" | "definitions" | "dependentSchemas" | "xml" => {
                mend::object(cx, path, key, value)
            }
            "externalDocs" => mend::external_docs(value),
            _ => true,
        };
    if stays {
        seen.note(key, value);
    }
    stays
}

fn type_(cx: &mut Context<'_>, path: &Path<'_>, value: &Value) -> bool {
    let named = match value {
        Value::String(_) => return true,
        Value::Array(names) => names.iter().all(Value::is_string),
        Value::Null => return false,
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    };
    if !named {
        cx.dropped(&path.data("type"), "name of a type", value);
    }
    named
}

/// An array of names, or the boolean of draft 3, which is for the parent to see.
fn required(cx: &mut Context<'_>, path: &Path<'_>, value: &mut Value) -> bool {
    match value {
        Value::Bool(_) => true,
        Value::String(text) if text == "true" || text == "false" => true,
        Value::Object(_) | Value::Number(_) => {
            cx.dropped(&path.data("required"), "array of names", value);
            false
        }
        Value::Null | Value::String(_) | Value::Array(_) => {
            mend::texts(cx, path, "required", value) && {
                let names = value.as_array_mut();
                names.is_some_and(|names| {
                    let mut known = rustc_hash::FxHashSet::default();
                    names.retain(|name| known.insert(name.to_string()));
                    // 3.0 forbids an empty list; it says nothing.
                    !names.is_empty()
                })
            }
        }
    }
}

/// `properties` as a list of named schemas is read as the object it was meant to be.
fn properties(cx: &mut Context<'_>, path: &Path<'_>, value: &mut Value) -> bool {
    if let Value::Array(items) = value {
        let named = |item: &Value| Some((item.get("name")?.as_str()?.to_owned(), item.clone()));
        let named = items.iter().map(named).collect::<Option<Map<_, _>>>();
        if let Some(named) = named.filter(|named| named.len() == items.len() && !named.is_empty()) {
            let met = "an object must stand here, not an array";
            let done = "the items are read as properties by their `name`";
            cx.mended(codes::WRONG_KIND, &path.data("properties"), met, done);
            *value = Value::Object(named);
            return true;
        }
    }
    mend::object(cx, path, "properties", value)
}

fn additional(cx: &mut Context<'_>, path: &Path<'_>, value: &mut Value) -> bool {
    match value {
        Value::Bool(_) | Value::Object(_) => true,
        Value::Null => false,
        Value::String(text) if super::kinds::known(text) => true,
        Value::String(_) => mend::flag(cx, path, "additionalProperties", value),
        Value::Number(_) | Value::Array(_) => {
            cx.dropped(&path.data("additionalProperties"), "schema", value);
            false
        }
    }
}

fn discriminator(cx: &mut Context<'_>, path: &Path<'_>, value: &mut Value) -> bool {
    let at = path.data("discriminator");
    if let Value::String(name) = value {
        let done = "it is read as the discriminator's `propertyName`";
        let met = "an object must stand here, not text";
        cx.mended(codes::OTHER_VERSION, &at, met, done);
        *value = json!({ "propertyName": name });
    }
    let named = value.get("propertyName").is_some_and(Value::is_string);
    let Some(object) = value.as_object_mut().filter(|_| named) else {
        cx.degraded(
            codes::MISSING,
            &at,
            "this discriminator names no property",
            "it is ignored",
        );
        return false;
    };
    if let Some(mapping) = object.get_mut("mapping") {
        if !mend::object(cx, &at, "mapping", mapping) {
            object.shift_remove("mapping");
        } else if let Value::Object(mapping) = mapping {
            let inner = at.data("mapping");
            mapping.retain(|tag, target| {
                let kept = mend::text(cx, &inner, tag, target);
                if let Value::String(target) = target {
                    super::reference::mapping_target(cx, target);
                }
                kept
            });
        }
    }
    true
}
