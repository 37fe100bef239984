//! A record is declared by its members, one a line.

use proc_macro2::Ident;

use super::text;
use crate::{
    emit::{
        field::{Slot, slot},
        page::{Page, ident},
        record::extras_name,
        scope::Scope,
    },
    ir::{Access, Field, Literal, Record, ShapeId},
};

/// Adds the declaration.
pub(super) fn record(
    scope: &Scope<'_>,
    page: &mut Page,
    (id, name): (ShapeId, &Ident),
    record: &Record,
) {
    let mut entries = Vec::with_capacity(record.fields.len() + 1);
    let mut constants = Vec::new();
    for (index, field) in record.fields.iter().enumerate() {
        match slot(scope.facts, id, field) {
            Slot::Constant => constants.extend(constant(record, field)),
            slot => {
                if let Some(name) = scope.names.fields.get(&(id, index)).map(|name| ident(name)) {
                    let presence = presence(field, slot);
                    entries.push(format!("{name}: {presence}({}),", text(&field.wire)));
                }
            }
        }
    }
    entries.push(format!("..{}", extras_name(scope, id, record)));
    let constants = match constants.as_slice() {
        [] => String::new(),
        constants => format!(" [{}]", constants.join(", ")),
    };
    let macro_ = page.json("record");
    page.table(format!("{macro_}!({name}{constants} {{"), entries, "});");
}

fn presence(field: &Field, slot: Slot) -> &'static str {
    match slot {
        Slot::Required | Slot::Constant => "required",
        Slot::Optional if field.required && field.access == Access::ReadOnly => "received",
        Slot::Optional => "optional",
    }
}

fn constant(record: &Record, field: &Field) -> Option<String> {
    let value = match field.constant.as_ref()? {
        Literal::Text(value) => format!("text({})", text(value)),
        Literal::Integer(value) => format!("integer({value})"),
        Literal::Boolean(value) => format!("boolean({value})"),
        Literal::Json(value) => {
            let number: f64 = value.parse().ok()?;
            number.is_finite().then(|| format!("number({number:?})"))?
        }
    };
    let tag = record
        .payload_of
        .as_ref()
        .is_some_and(|(tag, _)| *tag == field.wire);
    let kind = if tag { "tag" } else { "constant" };
    Some(format!("{kind}({}, {value})", text(&field.wire)))
}
