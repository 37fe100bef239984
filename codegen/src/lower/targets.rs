//! What is looked for in the whole description before it is lowered.

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde_json::Value;

use super::xml;
use crate::pointer::Pointer;

/// What stands anywhere in the description.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The places outside the components that references lead to.
    pub(super) targets: FxHashSet<Pointer>,
    /// Whether anything is sent or received in XML.
    pub(super) xml: bool,
}

/// Levels of the description that are looked at before the rest is shared out: the tables of paths
/// and components.
const LEVELS: usize = 3;

/// Looks at the whole description, on as many threads as there are.
pub(super) fn find(value: &Value) -> Found {
    let mut found = Found::default();
    let mut values = vec![value];
    for _ in 0..LEVELS {
        let mut inner = Vec::new();
        values
            .iter()
            .for_each(|value| found.look(value, &mut inner));
        values = inner;
    }
    let parts = values.par_iter().fold(Found::default, |mut found, value| {
        let mut open = vec![*value];
        while let Some(value) = open.pop() {
            found.look(value, &mut open);
        }
        found
    });
    parts.reduce(Found::default, Found::with).with(found)
}

impl Found {
    fn with(mut self, other: Found) -> Found {
        self.targets.extend(other.targets);
        self.xml |= other.xml;
        self
    }

    /// Looks at a value; what stands in it is added to `open`.
    fn look<'v>(&mut self, value: &'v Value, open: &mut Vec<&'v Value>) {
        match value {
            Value::Array(list) => open.extend(list),
            Value::Object(map) => {
                for (key, value) in map {
                    match value {
                        Value::String(text) if key == "$ref" => self.reference(text),
                        Value::Array(_) | Value::Object(_) => open.push(value),
                        _ => {}
                    }
                    self.xml = self.xml || key.contains('/') && xml::is_xml(key);
                }
            }
            _ => {}
        }
    }

    /// Keeps the target of a reference that is no component schema.
    fn reference(&mut self, text: &str) {
        let component = text.strip_prefix("#/components/schemas/");
        if component.is_none_or(|rest| rest.contains('/')) {
            self.targets.extend(Pointer::parse(text));
        }
    }
}
