//! How types were laid out before: what stood in a box stays in it, and what did not stays out.
//!
//! A box is part of a type, and whether a part needs one depends on how large others have grown.

use std::collections::{BTreeMap, BTreeSet};

use super::{Lock, Names, errors::error_key, keys::part_keys};
use crate::{
    ir::{Api, Shape, ShapeId},
    pass::Layout,
};

/// What the lock tells of the layout of the types.
pub fn layout(api: &Api, names: &Names, lock: &Lock) -> Layout {
    let mut layout = Layout::default();
    let Some(boxed) = &lock.boxed else {
        return layout;
    };
    let none = BTreeSet::new();
    let had: BTreeSet<&String> = lock.types.values().collect();
    for (id, name) in named(names) {
        if !had.contains(name) {
            continue;
        }
        let boxes = boxed.get(name).unwrap_or(&none);
        let members = lock.members.get(name);
        for (index, key) in keys(api, id).into_iter().enumerate() {
            let known = key.is_empty() || members.is_some_and(|known| known.contains_key(&key));
            if known {
                layout.boxed.insert((id, index), boxes.contains(&key));
            }
        }
        for wire in lock.plain.get(name).into_iter().flatten() {
            layout.plain.insert((id, wire.clone()));
        }
    }
    let boxes = boxed.get(&names.error_body).unwrap_or(&none);
    let members = lock.members.get(&names.error_body);
    for (id, _) in &names.errors {
        let key = error_key(api, &|id| names.types.get(&id).map(|name| &name.name), *id);
        if members.is_some_and(|known| known.contains_key(&key)) {
            layout.errors.insert(*id, boxes.contains(&key));
        }
    }
    layout
}

/// Puts the layout of all types into the lock.
pub(super) fn keep(api: &Api, names: &Names, layout: &Layout, lock: &mut Lock) {
    let mut boxed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (id, name) in named(names) {
        let keys = keys(api, id).into_iter().enumerate();
        let boxes = keys.filter(|(index, _)| layout.boxed.get(&(id, *index)) == Some(&true));
        let boxes: BTreeSet<String> = boxes.map(|(_, key)| key).collect();
        if !boxes.is_empty() {
            boxed.insert(name.clone(), boxes);
        }
    }
    for (id, _) in &names.errors {
        if layout.errors.get(id) == Some(&true) {
            let key = error_key(api, &|id| names.types.get(&id).map(|name| &name.name), *id);
            boxed
                .entry(names.error_body.clone())
                .or_default()
                .insert(key);
        }
    }
    lock.boxed = Some(boxed);
    for (id, wire) in &layout.plain {
        if let Some(name) = names.types.get(id) {
            let plain = lock.plain.entry(name.name.clone()).or_default();
            plain.insert(wire.clone());
        }
    }
}

fn named(names: &Names) -> impl Iterator<Item = (ShapeId, &String)> {
    let types = names.order.iter();
    types.filter_map(|id| Some((*id, &names.types.get(id)?.name)))
}

/// What the parts of a type are known by; a wrapper's only part by nothing.
fn keys(api: &Api, id: ShapeId) -> Vec<String> {
    match api.shapes.get(id) {
        Shape::Wrapper(_) => vec![String::new()],
        shape => part_keys(&api.shapes, shape),
    }
}
