//! Operations are cut out of a full description, with everything they refer to.
//!
//! The result is a description of its own: no reference in it leads nowhere, and nothing in it is
//! there without a use. What stays keeps its place and its order.

mod gather;
mod select;

pub use crate::load::to_yaml;
pub use select::{Selection, SliceError};

use indexmap::IndexSet;
use serde_json::{Map, Value};

use crate::{load::kind::METHODS, pointer::Pointer};
use gather::Gathered;

/// A member of the root that holds what stood in operations that were cut off, but is referred to.
pub const LEFT_OVER: &str = "x-slice";

/// What was cut out.
#[derive(Debug, Clone, PartialEq)]
pub struct Slice {
    /// The description.
    pub value: Value,
    /// How many operations it has.
    pub operations: usize,
}

/// Cuts the selected operations out of `description`.
///
/// # Errors
/// [`SliceError`] for a pattern that cannot be read, and for one that matches no operation.
pub fn slice(description: &Value, selection: &Selection) -> Result<Slice, SliceError> {
    let selected = select::select(description, selection)?;
    let operations = selected.operations;
    let Value::Object(root) = description else {
        return Err(SliceError::NoDescription);
    };
    let gathered = gather::gather(description, &selected.paths);
    let mut kept = Map::with_capacity(root.len());
    for (key, value) in root {
        let value = match key.as_str() {
            "paths" => Value::Object(selected.paths.clone()),
            "webhooks" => continue,
            "components" => match components(value, &gathered) {
                Some(components) => components,
                None => continue,
            },
            "tags" => tags(value, &selected.paths),
            // Left over from Swagger 2.0: kept as far as references lead there.
            "definitions" | "parameters" | "responses" => continue,
            _ => value.clone(),
        };
        kept.insert(key.clone(), value);
    }
    let mut value = Value::Object(kept);
    for place in &gathered.places {
        if let Some(node) = description.pointer(place.as_str()) {
            put(&mut value, place, node.clone());
        }
    }
    for place in &gathered.left_over {
        if let Some(node) = description.pointer(place.as_str()) {
            let home = Pointer::root().child(LEFT_OVER).child(place.as_str());
            put(&mut value, &home, node.clone());
        }
    }
    gathered.redirect(&mut value);
    drop_links(&mut value);
    Ok(Slice { value, operations })
}

/// The components that are referred to; `None` if there are none.
fn components(components: &Value, gathered: &Gathered) -> Option<Value> {
    let mut kept = Map::new();
    for (section, members) in components.as_object()? {
        let Value::Object(members) = members else {
            continue;
        };
        let used = members
            .iter()
            .filter(|(name, _)| gathered.has(section, name));
        let used = used.map(|(name, value)| (name.clone(), value.clone()));
        let used = used.collect::<Map<_, _>>();
        if !used.is_empty() {
            kept.insert(section.clone(), Value::Object(used));
        }
    }
    (!kept.is_empty()).then_some(Value::Object(kept))
}

/// The declared tags that operations have.
fn tags(tags: &Value, paths: &Map<String, Value>) -> Value {
    let used = operations(paths)
        .filter_map(|operation| operation.get("tags")?.as_array())
        .flatten()
        .filter_map(Value::as_str)
        .collect::<IndexSet<_>>();
    let is_used = |tag: &&Value| {
        let name = tag.get("name").and_then(Value::as_str);
        name.is_some_and(|name| used.contains(name))
    };
    let tags = tags.as_array().into_iter().flatten();
    Value::Array(tags.filter(is_used).cloned().collect())
}

fn operations(paths: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    let items = paths.values().filter_map(Value::as_object).flatten();
    items
        .filter(|(key, _)| METHODS.contains(&key.as_str()))
        .map(|(_, operation)| operation)
}

/// Puts a node at a place, with objects on the way there.
fn put(value: &mut Value, place: &Pointer, node: Value) {
    let mut here = value;
    for segment in place.segments() {
        if !here.is_object() {
            *here = Value::Object(Map::new());
        }
        let Value::Object(object) = here else { return };
        here = object.entry(segment.into_owned()).or_insert(Value::Null);
    }
    *here = node;
}

/// A link to an operation that is not there any more says nothing.
fn drop_links(value: &mut Value) {
    let paths = value.get("paths").and_then(Value::as_object);
    let ids = paths.into_iter().flat_map(operations);
    let ids = ids.filter_map(|operation| operation.get("operationId")?.as_str());
    let ids = ids.map(str::to_owned).collect::<IndexSet<_>>();
    let lives = |link: &Value| match link.get("operationId").and_then(Value::as_str) {
        Some(id) => ids.contains(id),
        None => link.get("operationRef").is_none(),
    };
    gather::responses(value, &mut |response| {
        if let Some(Value::Object(links)) = response.get_mut("links") {
            links.retain(|_, link| lives(link));
        }
    });
    if let Some(Value::Object(links)) = value.pointer_mut("/components/links") {
        links.retain(|_, link| link.get("$ref").is_some() || lives(link));
    }
}
