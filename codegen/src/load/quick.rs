//! The schemas that most descriptions are made of, read without a detour over `serde`.
//!
//! A schema of one type with no keyword but that type's own. Any other is left to `serde`, which
//! reads these too, and to the same result.

use openapiv3::{
    AdditionalProperties, ArrayType, BooleanType, IntegerType, NumberType, ObjectType, ReferenceOr,
    Schema, SchemaData, SchemaKind, StringType, Type,
};
use serde_json::Value;

use super::{Place, carried, read::reference_text};

/// The schema at `place`, if it is one of these.
pub(super) fn schema(place: &Place<'_>) -> Option<Schema> {
    let object = place.value.as_object()?;
    let mut type_ = match object.get("type")?.as_str()? {
        "string" => Type::String(StringType::default()),
        "integer" => Type::Integer(IntegerType::default()),
        "number" => Type::Number(NumberType::default()),
        "boolean" => Type::Boolean(BooleanType::default()),
        "object" => Type::Object(ObjectType::default()),
        "array" => Type::Array(ArrayType {
            items: None,
            min_items: None,
            max_items: None,
            unique_items: false,
        }),
        _ => return None,
    };
    let mut data = SchemaData::default();
    for (key, value) in object {
        if !annotation(&mut data, key, value)? {
            match &mut type_ {
                Type::String(text) => string(text, key, value)?,
                Type::Integer(number) => integer(number, key, value)?,
                Type::Object(object) => members(object, place, key, value)?,
                Type::Array(array) => items(array, place, key, value)?,
                Type::Number(number) if key == "format" => {
                    number.format = Some(value.as_str()?.to_owned()).into();
                }
                Type::Boolean(_) | Type::Number(_) => return None,
            }
        }
    }
    Some(Schema {
        schema_data: data,
        schema_kind: SchemaKind::Type(type_),
    })
}

/// Reads what can stand in a schema of any type. `Some(false)`: it is no such thing; `None`: `serde`
/// must look at it.
fn annotation(data: &mut SchemaData, key: &str, value: &Value) -> Option<bool> {
    match key {
        "type" | "$defs" | "definitions" | "examples" => {}
        "title" => data.title = Some(value.as_str()?.to_owned()),
        "description" => data.description = Some(value.as_str()?.to_owned()),
        "nullable" => data.nullable = value.as_bool()?,
        "readOnly" => data.read_only = value.as_bool()?,
        "writeOnly" => data.write_only = value.as_bool()?,
        "deprecated" => data.deprecated = value.as_bool()?,
        // `null` is as good as none there.
        "example" => data.example = Some(value.clone()).filter(|value| !value.is_null()),
        "default" => data.default = Some(value.clone()).filter(|value| !value.is_null()),
        key if key.starts_with(carried::PREFIX) => {}
        key if key.starts_with("x-") => {
            data.extensions.insert(key.to_owned(), value.clone());
        }
        _ => return Some(false),
    }
    Some(true)
}

fn string(text: &mut StringType, key: &str, value: &Value) -> Option<()> {
    match key {
        "format" => text.format = Some(value.as_str()?.to_owned()).into(),
        "pattern" => text.pattern = Some(value.as_str()?.to_owned()),
        "minLength" => text.min_length = Some(length(value)?),
        "maxLength" => text.max_length = Some(length(value)?),
        "enum" => {
            let values = value.as_array()?.iter();
            let values = values.map(|value| Some(Some(value.as_str()?.to_owned())));
            text.enumeration = values.collect::<Option<_>>()?;
        }
        _ => return None,
    }
    Some(())
}

fn integer(number: &mut IntegerType, key: &str, value: &Value) -> Option<()> {
    match key {
        "format" => number.format = Some(value.as_str()?.to_owned()).into(),
        "minimum" => number.minimum = Some(value.as_i64()?),
        "maximum" => number.maximum = Some(value.as_i64()?),
        _ => return None,
    }
    Some(())
}

fn members(object: &mut ObjectType, place: &Place<'_>, key: &str, value: &Value) -> Option<()> {
    match key {
        "properties" => {
            let at = place.pointer.child(key);
            for (name, child) in value.as_object()? {
                let child = reference(child, || at.child(name).reference());
                object.properties.insert(name.clone(), child);
            }
        }
        "required" => {
            let names = value.as_array()?.iter();
            let names = names.map(|name| Some(name.as_str()?.to_owned()));
            object.required = names.collect::<Option<_>>()?;
        }
        "additionalProperties" => {
            object.additional_properties = Some(match value {
                Value::Bool(allowed) => AdditionalProperties::Any(*allowed),
                schema => {
                    let schema = reference(schema, || place.pointer.child(key).reference());
                    AdditionalProperties::Schema(Box::new(schema))
                }
            });
        }
        "minProperties" => object.min_properties = Some(length(value)?),
        "maxProperties" => object.max_properties = Some(length(value)?),
        _ => return None,
    }
    Some(())
}

fn items(array: &mut ArrayType, place: &Place<'_>, key: &str, value: &Value) -> Option<()> {
    match key {
        "items" => array.items = Some(reference(value, || place.pointer.child(key).reference())),
        "minItems" => array.min_items = Some(length(value)?),
        "maxItems" => array.max_items = Some(length(value)?),
        "uniqueItems" => array.unique_items = value.as_bool()?,
        _ => return None,
    }
    Some(())
}

fn length(value: &Value) -> Option<usize> {
    value
        .as_u64()
        .and_then(|length| usize::try_from(length).ok())
}

fn reference<T>(child: &Value, own: impl FnOnce() -> String) -> ReferenceOr<T> {
    ReferenceOr::Reference {
        reference: reference_text(child, own),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::read::slow_schema, *};
    use crate::{
        load::{kind::Kind, load},
        report::Report,
    };

    fn compare(place: &Place<'_>, kind: Kind, quick: &mut usize) {
        if matches!(kind, Kind::Schema | Kind::SchemaOrFlag)
            && place.reference().is_none()
            && let Some(schema) = schema(place)
        {
            *quick += 1;
            assert_eq!(
                Some(schema),
                slow_schema(place, &mut Report::default()),
                "{}",
                place.pointer
            );
        }
        for (key, child) in place.members() {
            if let Some(kind) = kind.child(key) {
                compare(&child, kind, quick);
            }
        }
        for child in place.items() {
            if let Some(kind) = kind.child("") {
                compare(&child, kind, quick);
            }
        }
    }

    fn compare_all(text: &str) -> usize {
        let document = load(text, &|_| None, &mut Report::default()).expect("a description");
        let mut quick = 0;
        compare(&document.root(), Kind::Root, &mut quick);
        quick
    }

    #[test]
    fn the_quick_way_reads_what_the_slow_one_reads() {
        let text = r##"{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "components": {"schemas": {
            "A": {"type": "object", "required": ["a"], "minProperties": 1, "x-a": 1, "example": null,
                "properties": {"a": {"type": "string", "format": "date", "enum": ["x"], "minLength": 1,
                    "pattern": "a", "default": "x", "title": "T", "nullable": true, "readOnly": true},
                    "b": {"$ref": "#/components/schemas/B"}}, "additionalProperties": {"type": "boolean"}},
            "B": {"type": "array", "items": {"type": "integer", "format": "int32", "minimum": 1},
                "maxItems": 3, "uniqueItems": true, "examples": [1], "deprecated": true},
            "C": {"type": "object", "additionalProperties": false, "x-load-xml": 1},
            "D": {"type": "number", "format": "float", "description": "D"}}}}"##;
        assert_eq!(compare_all(text), 7);
    }

    #[test]
    fn the_quick_way_agrees_over_the_corpus() {
        for (_, text) in crate::corpus::texts(1_000_000) {
            compare_all(&text);
        }
    }
}
