//! The `xml` objects that bodies in XML are written and read after.

use rustc_hash::FxHashSet;
use serde_json::Value;

use super::{Fate, grammar::Kind};

/// What was met of XML on the way through a description.
#[derive(Debug, Default)]
pub(super) struct Xml<'d> {
    /// The schemas of bodies in XML.
    bodies: Vec<&'d Value>,
    /// The schemas whose `xml` object was counted as left out.
    left_out: FxHashSet<*const Value>,
}

impl<'d> Xml<'d> {
    /// Notes the bodies among some contents, or the `xml` object of a schema.
    pub(super) fn note(&mut self, value: &'d Value, kind: Kind, fate: Fate) {
        let Value::Object(members) = value else {
            return;
        };
        if kind == Kind::Contents {
            let xml = members.iter().filter(|(media, _)| is_xml(media));
            self.bodies
                .extend(xml.filter_map(|(_, content)| content.get("schema")));
        } else if kind == Kind::Schema && fate == Fate::Emitted && members.contains_key("xml") {
            self.left_out.insert(std::ptr::from_ref(value));
        }
    }

    /// How many of the nodes that were counted as left out a body in XML leads to.
    pub(super) fn used(self, description: &'d Value) -> usize {
        let mut met = FxHashSet::default();
        let mut open = self.bodies;
        let mut used = 0;
        while let Some(value) = open.pop() {
            if !met.insert(std::ptr::from_ref(value)) {
                continue;
            }
            match value {
                Value::Array(items) => open.extend(items),
                Value::Object(members) => {
                    if self.left_out.contains(&std::ptr::from_ref(value)) {
                        used += members.get("xml").map_or(0, nodes);
                    }
                    let target = members.get("$ref").and_then(Value::as_str);
                    let target = target.and_then(|text| text.strip_prefix('#'));
                    open.extend(target.and_then(|pointer| description.pointer(pointer)));
                    open.extend(members.values());
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        used
    }
}

/// Whether bodies of this media type are XML.
fn is_xml(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or(media).trim();
    let essence = essence.to_ascii_lowercase();
    essence == "application/xml" || essence == "text/xml" || essence.ends_with("+xml")
}

/// A value and all that stands inside it.
fn nodes(value: &Value) -> usize {
    let mut open = vec![value];
    let mut nodes = 0;
    while let Some(value) = open.pop() {
        nodes += 1;
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => open.extend(members.values()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    nodes
}
