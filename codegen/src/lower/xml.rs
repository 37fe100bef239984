//! What a schema is called in XML: its `xml` object, and those of its items.

use super::site;
use crate::{
    ir::Xml,
    load::{Document, Place},
};

/// Lists inside lists are looked into so deep.
const DEEPEST: usize = 8;

/// Whether bodies of this media type are XML.
pub(super) fn is_xml(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or(media).trim();
    let essence = essence.to_ascii_lowercase();
    essence == "application/xml" || essence == "text/xml" || essence.ends_with("+xml")
}

/// What is said of the schema at `place`; what it refers to says what it does not.
pub(super) fn of(document: &Document, place: &Place<'_>) -> Xml {
    within(document, place, DEEPEST)
}

fn within(document: &Document, place: &Place<'_>, depth: usize) -> Xml {
    let mut xml = Xml::default();
    let mut at = place.clone();
    for _ in 0..DEEPEST {
        if let Some(said) = at.get("xml") {
            let text = |key: &str| site::text(&said, key);
            xml.name = xml.name.or_else(|| text("name"));
            xml.prefix = xml.prefix.or_else(|| text("prefix"));
            xml.namespace = xml.namespace.or_else(|| text("namespace"));
            xml.attribute |= site::flag(&said, "attribute");
            xml.wrapped |= site::flag(&said, "wrapped");
        }
        if xml.item.is_none()
            && depth > 0
            && let Some(items) = at.get("items")
        {
            xml.item = Some(Box::new(within(document, &items, depth - 1)));
        }
        let only = at
            .get("allOf")
            .and_then(|all| match all.value.as_array()?.len() {
                1 => all.items().next(),
                _ => None,
            });
        let next = match at.reference() {
            Some(reference) => document.resolve(reference),
            None => only,
        };
        let Some(next) = next else { break };
        at = next;
        let named = at.pointer.as_str().starts_with("/components/schemas/");
        if let (true, None) = (named, &xml.component) {
            xml.component = at.pointer.last().map(|name| name.into_owned());
        }
    }
    xml
}
