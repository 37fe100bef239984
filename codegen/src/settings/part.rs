//! A text of TOML is read as far as it can be: one entry that is wrong hides none of the others.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::{
    Spanned,
    de::{DeTable, DeValue, Deserializer},
};

use super::problem::unreadable;
use crate::{pointer::Pointer, report::Report};

/// How many entries of one text are told to be wrong, at most.
const MOST: usize = 100;

/// What `text` says without the entries that are wrong, and what is wrong about those.
pub(crate) fn read<T: DeserializeOwned + Default>(text: &str) -> (T, Report) {
    let mut report = Report::default();
    let mut table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            report.push(unreadable(text, &Pointer::root(), &error));
            return (T::default(), report);
        }
    };
    for _ in 0..MOST {
        let error = match T::deserialize(Deserializer::from(table.clone())) {
            Ok(read) => return (read, report),
            Err(error) => error,
        };
        let at = error
            .span()
            .and_then(|span| take_out(table.get_mut(), &span, &Pointer::root()));
        let place = at.clone().unwrap_or_default();
        report.push(unreadable(text, &place, &error));
        if at.is_none() {
            break;
        }
    }
    (T::default(), report)
}

/// Takes the innermost entry out that holds `span`, and tells its place.
fn take_out(table: &mut DeTable<'_>, span: &Range<usize>, at: &Pointer) -> Option<Pointer> {
    let holds = |outer: &Range<usize>| outer.start <= span.start && span.end <= outer.end;
    for (key, value) in table.iter_mut() {
        if let Some(inner) = within(value, span, &at.child(key.get_ref())) {
            return Some(inner);
        }
    }
    let wrong = table
        .iter()
        .find(|(key, value)| holds(&key.span()) || holds(&value.span()));
    let key = wrong.map(|(key, _)| key.clone())?;
    table.remove(&key);
    Some(at.child(key.get_ref()))
}

fn within(value: &mut Spanned<DeValue<'_>>, span: &Range<usize>, at: &Pointer) -> Option<Pointer> {
    match value.get_mut() {
        DeValue::Table(table) => take_out(table, span, at),
        DeValue::Array(items) => {
            let mut items = items.iter_mut().enumerate();
            items.find_map(|(index, item)| within(item, span, &at.item(index)))
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => None,
    }
}
