//! What became of every node of the description: the counts add up to all of them.
//!
//! A node is a value of the description as it was written: every object, array and scalar. What is
//! inside a node that is left out, degraded or refused shares its fate.

mod grammar;
mod xml;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

pub use self::grammar::Fate;
use self::grammar::Kind;
use crate::{pointer::Pointer, report::Report};

/// The fates of all nodes of a description, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Account {
    /// All nodes.
    pub nodes: usize,
    /// Those that show in the emitted crate.
    pub emitted: usize,
    /// Those left out on purpose, by reason.
    pub ignored: BTreeMap<&'static str, usize>,
    /// Those that show as less than the description says.
    pub degraded: usize,
    /// Those not taken at all.
    pub refused: usize,
    /// How many of the nodes are schemas.
    pub schemas: usize,
    /// How many schemas were degraded.
    pub degraded_schemas: usize,
}

impl Account {
    fn count(&mut self, fate: Fate, nodes: usize) {
        self.nodes += nodes;
        match fate {
            Fate::Emitted => self.emitted += nodes,
            Fate::Ignored(reason) => *self.ignored.entry(reason).or_default() += nodes,
            Fate::Degraded => self.degraded += nodes,
            Fate::Refused => self.refused += nodes,
        }
    }

    /// The share of schemas that were degraded, from 0 to 1.
    pub fn degraded_share(&self) -> f64 {
        if self.schemas == 0 {
            0.0
        } else {
            self.degraded_schemas as f64 / self.schemas as f64
        }
    }
}

/// Counts the nodes of `description`, as it was written, by what `report` says became of them.
///
/// What stands below a degraded node shares its fate, down to the `emitted` places: a record whose
/// tag is in doubt is one degraded node, not all its members. Such a place that is degraded itself
/// is counted alone.
pub fn account<'p>(
    description: &Value,
    report: &Report,
    emitted: impl Iterator<Item = &'p Pointer>,
) -> Account {
    let losses = Losses::new(report, emitted);
    let mut account = Account::default();
    let mut xml = xml::Xml::default();
    // Descriptions nest as deep as their author likes; an own stack does not overflow.
    let mut stack = vec![(description, Kind::Document, Fate::Emitted, Some(&losses))];
    while let Some((value, kind, fate, losses)) = stack.pop() {
        let (fate, inherited) = match losses {
            Some(losses) => losses.here(fate),
            None => (fate, fate),
        };
        account.count(fate, 1);
        xml.note(value, kind, fate);
        if kind == Kind::Schema && value.is_object() {
            account.schemas += 1;
            if fate == Fate::Degraded {
                account.degraded_schemas += 1;
            }
        }
        below(value, kind, inherited, losses, &mut stack);
    }
    let used = xml.used(description);
    if used > 0
        && let Some(ignored) = account.ignored.get_mut(grammar::XML)
    {
        *ignored -= used;
        account.emitted += used;
        account.ignored.retain(|_, nodes| *nodes > 0);
    }
    account
}

/// A node that is still to be counted: its kind, the fate it has by itself, what was lost in it.
type Open<'a> = (&'a Value, Kind, Fate, Option<&'a Losses>);

/// Lines up what stands directly in a node.
fn below<'a>(
    value: &'a Value,
    kind: Kind,
    inherited: Fate,
    losses: Option<&'a Losses>,
    stack: &mut Vec<Open<'a>>,
) {
    let losses = losses.filter(|losses| !losses.below.is_empty());
    let lost = |key: &str| losses.and_then(|losses| losses.below.get(key));
    match value {
        Value::Object(members) => stack.extend(members.iter().map(|(key, value)| {
            let (kind, own) = grammar::child(kind, key);
            let fate = if inherited == Fate::Emitted {
                own
            } else {
                inherited
            };
            (value, kind, fate, lost(key))
        })),
        Value::Array(items) => {
            let inner = match kind {
                Kind::Each(inner) => *inner,
                _ => Kind::Whole,
            };
            let items = items.iter().enumerate();
            stack.extend(items.map(|(index, value)| {
                (
                    value,
                    inner,
                    inherited,
                    losses.and_then(|_| lost(&index.to_string())),
                )
            }));
        }
        _ => {}
    }
}

/// The places at which something was lost, or emitted all the same, as a tree.
#[derive(Debug, Default)]
struct Losses {
    fate: Option<Fate>,
    emitted: bool,
    below: BTreeMap<String, Losses>,
}

impl Losses {
    fn new<'p>(report: &Report, emitted: impl Iterator<Item = &'p Pointer>) -> Self {
        let mut losses = Losses::default();
        for problem in report.problems() {
            if problem.file.is_none() && problem.degraded {
                losses.add(&problem.at).fate = Some(Fate::Degraded);
            }
        }
        if losses.fate.is_some() || !losses.below.is_empty() {
            for pointer in emitted {
                losses.add(pointer).emitted = true;
            }
        }
        losses
    }

    fn add(&mut self, pointer: &Pointer) -> &mut Losses {
        let mut node = self;
        for segment in pointer.segments() {
            node = node.below.entry(segment.into_owned()).or_default();
        }
        node
    }

    /// The fate of the node here, and the one that it hands down, if it inherits `fate`.
    fn here(&self, fate: Fate) -> (Fate, Fate) {
        match (self.fate, self.emitted, fate) {
            (Some(lost), true, _) => (lost, Fate::Emitted),
            (Some(lost), false, _) => (lost, lost),
            (None, true, Fate::Degraded) => (Fate::Emitted, Fate::Emitted),
            (None, _, fate) => (fate, fate),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::report::Problem;

    #[test]
    fn the_counts_add_up_to_all_nodes() {
        let description = json!({
            "openapi": "3.0.3",
            "info": {"title": "T", "version": "1", "contact": {"name": "N"}},
            "paths": {"/a": {"get": {"responses": {"200": {"description": "d", "content": {
                "application/json": {"schema": {"type": "string", "minLength": 1}}}}}}}},
            "x-extra": [1, 2],
        });
        let mut report = Report::default();
        let at = Pointer::parse("/paths/~1a/get/responses/200/content/application~1json/schema");
        report.push(Problem::warning("T", &at.expect("a pointer"), "met").degraded());
        let account = account(&description, &report, std::iter::empty());
        let ignored: usize = account.ignored.values().sum();
        assert_eq!(account.nodes, 21);
        assert_eq!(
            account.emitted + ignored + account.degraded + account.refused,
            account.nodes
        );
        assert_eq!(
            (account.schemas, account.degraded_schemas, account.degraded),
            (1, 1, 3)
        );
        assert_eq!(account.ignored.get("a vendor extension"), Some(&3));
    }

    #[test]
    fn what_is_emitted_below_a_degraded_node_is_not_lost() {
        let description = json!({"components": {"schemas": {"A": {
            "type": "object",
            "properties": {"a": {"type": "string"}, "b": {"not": {}}}}}}});
        let place = |text| Pointer::parse(text).expect("a pointer");
        let schema = place("/components/schemas/A");
        let mut report = Report::default();
        report.push(Problem::warning("T", &schema, "met").degraded());
        let lost = place("/components/schemas/A/properties/b");
        report.push(Problem::warning("T", &lost, "met").degraded());
        let account = account(&description, &report, [schema].iter());
        assert_eq!((account.degraded, account.degraded_schemas), (3, 2));
        assert_eq!(account.nodes, 10);
    }

    #[test]
    fn the_xml_of_a_schema_counts_where_a_body_in_xml_leads_to_it() {
        let schema = |name: &str| json!({"type": "string", "xml": {"name": name}});
        let description = json!({
            "paths": {"/a": {"post": {"requestBody": {"content": {
                "application/xml": {"schema": {"$ref": "#/components/schemas/Sent"}}}}}}},
            "components": {"schemas": {
                "Sent": {"type": "object", "properties": {"name": schema("n")}},
                "Other": schema("o")}}});
        let account = account(&description, &Report::default(), std::iter::empty());
        let ignored: usize = account.ignored.values().sum();
        assert_eq!(account.emitted + ignored, account.nodes);
        assert_eq!(
            account.ignored.get("how a value would look in XML"),
            Some(&2)
        );
    }
}
