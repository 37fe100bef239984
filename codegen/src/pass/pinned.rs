//! `[pagination]`: how single operations give their items page by page, where a person says it.

use super::{Facts, Last, PageStyle, Pages, envelope, pages};
use crate::{
    ir::{Api, Location, Operation, ShapeId},
    pointer::Pointer,
    report::{Problem, Report},
    settings::{Paging, PagingStyle, Settings, misfit, unmatched},
};

/// Follows the entries. What cannot be followed is an error.
pub(super) fn pages(api: &Api, settings: &Settings, facts: &mut Facts, report: &mut Report) {
    for (key, paging) in &settings.pagination {
        let at = Pointer::root().child("pagination").child(key);
        let found = api
            .operations
            .iter()
            .position(|operation| is_called(operation, key));
        let Some(index) = found else {
            let known = api.operations.iter().filter_map(|o| o.id.as_deref());
            let met = format!("no operation is called `{key}`");
            report.push(unmatched(&at, met, key, known));
            continue;
        };
        facts.pages.remove(&index);
        if paging.style == PagingStyle::None {
            continue;
        }
        match pinned(api, facts, index, paging, &at) {
            Ok(pages) => _ = facts.pages.insert(index, pages),
            Err(problem) => report.push(*problem),
        }
    }
}

fn is_called(operation: &Operation, key: &str) -> bool {
    let place = || format!("{:?} {}", operation.method, operation.path);
    operation.id.as_deref() == Some(key) || place().eq_ignore_ascii_case(key)
}

fn pinned(
    api: &Api,
    facts: &Facts,
    index: usize,
    paging: &Paging,
    at: &Pointer,
) -> Result<Pages, Box<Problem>> {
    let operation = &api.operations[index];
    let payload = match facts.envelopes.get(&index) {
        Some(envelope) => Some(envelope.shape),
        None => envelope::success(operation)
            .first()
            .and_then(|content| content.shape),
    };
    let kept = operation.items.as_deref();
    let items = payload.and_then(|payload| items(api, payload, paging.items.as_deref(), kept));
    let Some((items, item)) = items else {
        let help = "write the members that lead from the payload to the list";
        let problem = misfit(&at.child("items"), "no list of items is there", help);
        return Err(Box::new(problem));
    };
    let parameter = || query(operation, paging.parameter.as_ref(), &at.child("parameter"));
    let size = || {
        let size = paging.size.as_ref();
        size.map(|size| query(operation, Some(size), &at.child("size")))
            .transpose()
    };
    let cursor = || cursor(api, payload, paging, at);
    let style = match paging.style {
        PagingStyle::Page => PageStyle::Number {
            parameter: parameter()?,
            size: size()?,
        },
        PagingStyle::Offset => PageStyle::Offset {
            parameter: parameter()?,
            limit: size()?,
        },
        PagingStyle::Cursor => PageStyle::Cursor {
            parameter: parameter()?,
            member: cursor()?,
        },
        PagingStyle::After => PageStyle::After {
            parameter: parameter()?,
            last: match (&paging.next, payload) {
                (None, Some(payload)) => pages::last(api, payload, item),
                _ => None,
            }
            .map_or_else(|| cursor().map(Last::Member), Ok)?,
            more: payload.and_then(|payload| pages::more(api, payload)),
        },
        PagingStyle::Link | PagingStyle::None => PageStyle::Link,
    };
    Ok(Pages { style, items, item })
}

/// The members that lead to the next cursor, as a person says.
fn cursor(
    api: &Api,
    payload: Option<ShapeId>,
    paging: &Paging,
    at: &Pointer,
) -> Result<Vec<String>, Box<Problem>> {
    let member = paging.next.clone().unwrap_or_default();
    if member.is_empty() || payload.and_then(|p| inside(api, p, &member)).is_none() {
        let help = "write the members that lead from the payload to the next cursor";
        let problem = misfit(&at.child("next"), "no cursor is there", help);
        return Err(Box::new(problem));
    }
    Ok(member)
}

fn items(
    api: &Api,
    payload: ShapeId,
    path: Option<&[String]>,
    kept: Option<&str>,
) -> Option<(Vec<String>, ShapeId)> {
    match path {
        None => pages::items(api, payload, kept),
        Some(path) => {
            let list = inside(api, payload, path)?;
            let (rest, item) = pages::items(api, list, None)?;
            rest.is_empty().then(|| (path.to_vec(), item))
        }
    }
}

/// What stands below `payload`, along these members.
fn inside(api: &Api, payload: ShapeId, path: &[String]) -> Option<ShapeId> {
    path.iter().try_fold(payload, |shape, name| {
        let record = pages::record(api, shape)?;
        let field = record.fields.iter().find(|field| field.wire == *name)?;
        Some(field.shape)
    })
}

fn query(
    operation: &Operation,
    name: Option<&String>,
    at: &Pointer,
) -> Result<String, Box<Problem>> {
    let parameters = operation.parameters.iter();
    let known = parameters.filter(|parameter| parameter.location == Location::Query);
    let known: Vec<&str> = known.map(|parameter| parameter.wire.as_str()).collect();
    let name = name.map(String::as_str).unwrap_or_default();
    match known.contains(&name) {
        true => Ok(name.to_owned()),
        false => {
            let met = format!("the operation has no query parameter `{name}`");
            Err(Box::new(unmatched(at, met, name, known)))
        }
    }
}
