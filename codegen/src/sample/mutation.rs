//! Values that differ from what is described: what must be kept all the same, and what must be
//! refused, and where.

use serde_json::{Value, json};

use super::{
    Trial,
    value::{Maker, Samples, Size},
};
use crate::{
    emit::{
        choice::{Kind, kind},
        field::{Slot, slot},
    },
    ir::{Choice, Decision, Extras, JsonKind, Record, Shape, ShapeId, TagKind, TextFormat, Union},
};

/// Values that must be refused: what they are, and the place at fault.
pub(super) type Refusals = Vec<(Trial, String, Value, String)>;

/// A member and a value that no description has.
const STRANGE: &str = "never described";

/// An added member is kept; a missing or misshapen one is refused.
pub(super) fn record(
    maker: &Maker<'_>,
    id: ShapeId,
    record: &Record,
    (same, refused): (&mut Samples, &mut Refusals),
    left: &mut usize,
) {
    let Some(Value::Object(least)) = maker.record(record, Size::Least, &[]) else {
        return;
    };
    if matches!(record.extras, Extras::Open | Extras::Closed) {
        let mut more = least.clone();
        more.insert(STRANGE.to_owned(), json!({"a": [1, null, "b"]}));
        same.push((
            Trial::Added,
            "an added member".to_owned(),
            Value::Object(more),
        ));
    }
    // Two values for each field, of the size of the smallest.
    let size = 2 * least.values().map(count).sum::<usize>() + 2;
    for field in &record.fields {
        if *left < size {
            break;
        }
        *left -= size;
        let wire = &field.wire;
        let slot = slot(maker.scope.facts, id, field);
        if slot != Slot::Optional {
            let mut fewer = least.clone();
            fewer.shift_remove(wire);
            let what = format!("without {wire:?}");
            refused.push((Trial::Missing, what, Value::Object(fewer), String::new()));
        }
        let wrong = match slot {
            Slot::Constant => None,
            Slot::Required | Slot::Optional => misfit(maker, field.shape),
        };
        if let Some(wrong) = wrong {
            let mut wronged = least.clone();
            wronged.insert(wire.clone(), wrong);
            let at = format!("/{}", wire.replace('~', "~0").replace('/', "~1"));
            let what = format!("a misfit at {wire:?}");
            refused.push((Trial::Misfit, what, Value::Object(wronged), at));
        }
    }
    refused.push((
        Trial::Misfit,
        "no object".to_owned(),
        json!(7),
        String::new(),
    ));
}

/// How many values there are in a value, itself among them.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum::<usize>(),
        _ => 0,
    }
}

/// A tag or kind of value that is not described is kept; a missing tag is refused.
pub(super) fn union(maker: &Maker<'_>, union: &Union, same: &mut Samples, refused: &mut Refusals) {
    match &union.decision {
        Decision::Tag {
            wire,
            kind,
            optional,
            ..
        } => {
            let strange = json!({wire: STRANGE, "more": [1, {"a": null}]});
            same.push((Trial::UnknownTag, "an unknown tag".to_owned(), strange));
            if !optional {
                let what = "no tag".to_owned();
                refused.push((Trial::Missing, what, json!({}), String::new()));
            }
            refused.push((
                Trial::Misfit,
                "no object".to_owned(),
                json!(7),
                String::new(),
            ));
            let at = format!("/{}", wire.replace('~', "~0").replace('/', "~1"));
            let what = "a tag that is no text".to_owned();
            match kind {
                TagKind::Text => refused.push((Trial::Misfit, what, json!({wire: 7}), at)),
                TagKind::Literal => {}
            }
            for variant in &union.variants {
                let least = maker.branch(union, variant, Size::Least);
                if let (Some(Value::Object(mut more)), Shape::Record(record)) =
                    (least, maker.scope.shape(variant.shape))
                    && matches!(record.extras, Extras::Open | Extras::Closed)
                {
                    more.insert(STRANGE.to_owned(), json!([{}]));
                    let what = format!("an added member under the tag {:?}", variant.tags.first());
                    same.push((Trial::Added, what, Value::Object(more)));
                }
            }
        }
        Decision::Kind => {
            let kinds = [
                (JsonKind::Boolean, json!(true)),
                (JsonKind::Number, json!(7)),
                (JsonKind::Text, json!(STRANGE)),
                (JsonKind::List, json!([7, {}])),
                (JsonKind::Object, json!({STRANGE: 7})),
            ];
            for (kind, value) in kinds {
                let meant = union.variants.iter().any(|v| v.kinds.contains(&kind));
                if !meant {
                    same.push((
                        Trial::UnknownTag,
                        format!("an unknown kind: {kind:?}"),
                        value,
                    ));
                }
            }
        }
        Decision::Keys | Decision::Order => {}
    }
}

/// A value that is not described is kept; one of another kind is refused.
pub(super) fn choice(choice: &Choice, same: &mut Samples, refused: &mut Refusals) {
    let (strange, wrong) = match kind(choice) {
        Kind::Text => (json!(STRANGE), Some(json!(7))),
        Kind::Integer => (json!(987_654_321), Some(json!(STRANGE))),
        Kind::Mixed => (json!({STRANGE: true}), None),
    };
    same.push((Trial::UnknownValue, "an unknown value".to_owned(), strange));
    let what = "another kind".to_owned();
    refused.extend(wrong.map(|wrong| (Trial::Misfit, what, wrong, String::new())));
}

/// A value that a shape must refuse as a whole; `None` for one that keeps whatever comes.
fn misfit(maker: &Maker<'_>, shape: ShapeId) -> Option<Value> {
    match maker.scope.shape(shape) {
        Shape::Any | Shape::Binary => None,
        Shape::Boolean | Shape::Integer(_) | Shape::Number { .. } => Some(json!("no such thing")),
        Shape::Text(TextFormat::Base64) => Some(json!("?")),
        Shape::Null
        | Shape::Text(_)
        | Shape::List(_)
        | Shape::Map(_)
        | Shape::Tuple { .. }
        | Shape::Record(_) => Some(json!(7)),
        Shape::Nullable(inner) | Shape::Alias(inner) | Shape::Wrapper(inner) => {
            misfit(maker, *inner)
        }
        Shape::Choice(choice) => match kind(choice) {
            Kind::Text => Some(json!(7)),
            Kind::Integer => Some(json!("no such thing")),
            Kind::Mixed => None,
        },
        Shape::Union(union) => match union.decision {
            Decision::Tag { .. } => Some(json!(7)),
            Decision::Kind | Decision::Keys | Decision::Order => None,
        },
    }
}
