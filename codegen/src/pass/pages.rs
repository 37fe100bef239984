//! Which operations give their items page by page, by the names the field uses for that.

use rustc_hash::FxHashMap;

use super::{EnvelopeUse, Last, PageStyle, Pages, envelope};
use crate::ir::{Api, Location, Method, Operation, Record, Shape, ShapeId};

const PAGE: &[&str] = &[
    "page",
    "page_number",
    "pagenumber",
    "page[number]",
    "pageindex",
    "page_no",
];
const SIZE: &[&str] = &[
    "per_page",
    "perpage",
    "page_size",
    "pagesize",
    "limit",
    "size",
    "page[size]",
    "count",
    "max_results",
    "maxresults",
];
const OFFSET: &[&str] = &["offset", "skip", "start", "startat", "page[offset]"];
const CURSOR: &[&str] = &[
    "cursor",
    "page[cursor]",
    "page_token",
    "pagetoken",
    "next_token",
    "nexttoken",
    "after",
    "starting_after",
    "marker",
    "continuation_token",
    "continuationtoken",
    "next_cursor",
    "start_cursor",
    "iterator",
    "page_cursor",
    "from_cursor",
];
/// Parameters that take what the last item is known by.
const AFTER: &[&str] = &[
    "after",
    "starting_after",
    "after_id",
    "startingafter",
    "afterid",
];
/// Members that hold what the last item is known by.
const LAST: &[&str] = &["last_id", "lastid"];
/// The member of an item that it is known by.
const ID: &str = "id";
/// Flags that there are more pages.
const MORE: &[&str] = &["has_more", "hasmore", "has_next_page", "hasnextpage"];
const NEXT: &[&str] = &[
    "next_cursor",
    "nextcursor",
    "next_page_token",
    "nextpagetoken",
    "next_token",
    "nexttoken",
    "next_page",
    "nextpage",
    "next_marker",
    "nextmarker",
    "continuation_token",
    "iterator",
    "continuationtoken",
    "cursor",
    "next",
    "after",
    "end_cursor",
    "endcursor",
    "offset",
];
/// Members that hold what is said of the page.
const ABOUT: &[&str] = &[
    "meta",
    "metadata",
    "pagination",
    "paging",
    "page",
    "next_page",
    "page_info",
    "pageinfo",
    "result_info",
    "links",
    "response_metadata",
    "cursors",
];
const ITEMS: &[&str] = &[
    "data", "items", "results", "result", "values", "entries", "records", "list",
];

/// The operations that give their items page by page.
pub(super) fn pages(
    api: &Api,
    envelopes: &FxHashMap<usize, EnvelopeUse>,
) -> FxHashMap<usize, Pages> {
    let mut found = FxHashMap::default();
    for (index, operation) in api.operations.iter().enumerate() {
        if operation.method != Method::Get {
            continue;
        }
        let payload = match envelopes.get(&index) {
            Some(envelope) => Some(envelope.shape),
            None => envelope::success(operation)
                .first()
                .and_then(|content| content.shape),
        };
        let Some(payload) = payload else { continue };
        let Some((items, item)) = items(api, payload, operation.items.as_deref()) else {
            continue;
        };
        if let Some(style) = style(api, operation, (payload, item)) {
            found.insert(index, Pages { style, items, item });
        }
    }
    found
}

fn style(
    api: &Api,
    operation: &Operation,
    (payload, item): (ShapeId, ShapeId),
) -> Option<PageStyle> {
    let query = |names: &[&str]| {
        let found = operation.parameters.iter().find(|parameter| {
            parameter.location == Location::Query
                && names.contains(&parameter.wire.to_ascii_lowercase().as_str())
        });
        found.map(|parameter| (parameter.wire.clone(), parameter.shape))
    };
    if let Some((parameter, shape)) = query(PAGE)
        && is_number(api, shape)
    {
        let size = query(SIZE).map(|(name, _)| name);
        return Some(PageStyle::Number { parameter, size });
    }
    let offset = || query(OFFSET).filter(|(_, shape)| !is_number(api, *shape));
    if let Some((parameter, _)) = query(CURSOR).or_else(|| query(PAGE)).or_else(offset)
        && let Some(member) = find(api, payload, NEXT, is_text)
    {
        return Some(PageStyle::Cursor { parameter, member });
    }
    if let Some((parameter, _)) = query(AFTER)
        && let Some(more) = more(api, payload)
        && let Some(last) = last(api, payload, item)
    {
        return Some(PageStyle::After {
            parameter,
            last,
            more: Some(more),
        });
    }
    if let Some((parameter, shape)) = query(OFFSET)
        && is_number(api, shape)
    {
        let limit = query(SIZE).map(|(name, _)| name);
        return Some(PageStyle::Offset { parameter, limit });
    }
    let linked = operation
        .replies
        .iter()
        .flat_map(|reply| &reply.headers)
        .any(|header| header.wire.eq_ignore_ascii_case("link"));
    linked.then_some(PageStyle::Link)
}

fn is_number(api: &Api, id: ShapeId) -> bool {
    match api.shapes.get(id) {
        Shape::Integer(_) | Shape::Number { .. } => true,
        Shape::Nullable(inner) => {
            matches!(
                api.shapes.get(*inner),
                Shape::Integer(_) | Shape::Number { .. }
            )
        }
        _ => false,
    }
}

/// The record at `id`, also if it may be `null`.
pub(super) fn record(api: &Api, id: ShapeId) -> Option<&Record> {
    match api.shapes.get(id) {
        Shape::Record(record) => Some(record),
        Shape::Nullable(inner) => match api.shapes.get(*inner) {
            Shape::Record(record) => Some(record),
            _ => None,
        },
        _ => None,
    }
}

/// The members that lead to the only list of a payload, and what an item looks like. Of several
/// lists it is the one that is `kept`, or that is called as such lists are.
pub(super) fn items(
    api: &Api,
    payload: ShapeId,
    kept: Option<&str>,
) -> Option<(Vec<String>, ShapeId)> {
    if let Shape::List(item) = api.shapes.get(payload) {
        return Some((Vec::new(), *item));
    }
    let mut lists = Vec::new();
    for field in &record(api, payload)?.fields {
        let shape = match api.shapes.get(field.shape) {
            Shape::Nullable(inner) => api.shapes.get(*inner),
            shape => shape,
        };
        if let Shape::List(item) = shape {
            lists.push((field.wire.clone(), *item));
        }
    }
    let kept = lists.iter().position(|(wire, _)| kept == Some(wire));
    let customary = || {
        let mut wires = lists.iter().map(|(wire, _)| wire.to_ascii_lowercase());
        wires.position(|wire| ITEMS.contains(&wire.as_str()))
    };
    match (kept.or_else(customary), lists.len()) {
        (Some(index), _) => Some(lists.swap_remove(index)),
        (None, 1) => lists.pop(),
        _ => None,
    }
    .map(|(wire, item)| (vec![wire], item))
}

/// The members that lead to the flag that there are more pages.
pub(super) fn more(api: &Api, payload: ShapeId) -> Option<Vec<String>> {
    find(api, payload, MORE, |shape| *shape == Shape::Boolean)
}

/// Where a reply says what the last of its items is known by.
pub(super) fn last(api: &Api, payload: ShapeId, item: ShapeId) -> Option<Last> {
    if let Some(member) = find(api, payload, LAST, is_text) {
        return Some(Last::Member(member));
    }
    let mut fields = record(api, item)?.fields.iter();
    let id = fields.find(|field| field.wire == ID)?;
    let known = matches!(api.shapes.get(id.shape), Shape::Text(_) | Shape::Integer(_));
    known.then(|| Last::OfItem(ID.to_owned()))
}

/// The members that lead to one of these names, in the payload or in what is said of the page.
fn find(
    api: &Api,
    payload: ShapeId,
    names: &[&str],
    fits: fn(&Shape) -> bool,
) -> Option<Vec<String>> {
    let of = |id: ShapeId| {
        let record = record(api, id)?;
        let mut fields = record.fields.iter().filter(|field| {
            fits(match api.shapes.get(field.shape) {
                Shape::Nullable(inner) => api.shapes.get(*inner),
                shape => shape,
            })
        });
        fields
            .find(|field| names.contains(&field.wire.to_ascii_lowercase().as_str()))
            .map(|field| field.wire.clone())
    };
    if let Some(wire) = of(payload) {
        return Some(vec![wire]);
    }
    let about = record(api, payload)?
        .fields
        .iter()
        .filter(|field| ABOUT.contains(&field.wire.to_ascii_lowercase().as_str()));
    about
        .filter_map(|field| Some(vec![field.wire.clone(), of(field.shape)?]))
        .next()
}

fn is_text(shape: &Shape) -> bool {
    matches!(shape, Shape::Text(_))
}
