//! What a change means on the wire: operations are compared by method and path, and what they send
//! and read is followed member by member, whatever it is called in Rust.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{
    Change, Kind, Level, Wire,
    rust::pairs,
    values::{Direction, Walk},
};
use crate::surface::{Kind as Item, Operation, Reading, Reply, Sent, Surface, Ty};

/// The changes that can be seen on the wire.
pub(super) fn changes(old: &Surface, new: &Surface) -> Vec<Change> {
    let mut walk = Walk::new(old, new);
    if old.base_url != new.base_url {
        let what = format!("asks `{}`, not `{}`", new.base_url, old.base_url);
        walk.tell("Client", what, Wire::Compatible);
    }
    pairs(&old.schemes, &new.schemes, |name, old, new| {
        if let (Some(old), Some(new)) = (old, new)
            && old != new
        {
            let what = format!("`{name}` is sent as `{new}`, not as `{old}`");
            walk.tell("Credentials", what, Wire::Breaking);
        }
    });
    // The same path with other names for its parameters is the same operation.
    let (before, after) = (by_place(old), by_place(new));
    let (had, has) = (by_name(old), by_name(new));
    pairs(&before, &after, |_, asked, now| match (asked, now) {
        (Some(asked), Some(now)) => operation(&mut walk, asked, now),
        (Some(asked), None) => match has.get(asked.rust.as_str()).copied() {
            // One method that asks elsewhere.
            Some(moved) if !before.contains_key(&place(moved)) => {
                let what = format!("asks `{}`, not `{}`", moved.wire, asked.wire);
                walk.tell(&moved.rust, what, Wire::Breaking);
                operation(&mut walk, asked, moved);
            }
            _ => walk.found(&asked.rust, Kind::Removed, &asked.wire, Wire::Breaking),
        },
        (None, Some(now)) => match had.get(now.rust.as_str()).copied() {
            Some(asked) if !after.contains_key(&place(asked)) => {}
            _ => walk.found(&now.rust, Kind::Added, &now.wire, Wire::Compatible),
        },
        (None, None) => {}
    });
    walk.changes
}

/// The operations by their methods; of several, the first.
fn by_name(surface: &Surface) -> FxHashMap<&str, &Operation> {
    let operations = surface.operations.values().rev();
    operations.map(|one| (one.rust.as_str(), one)).collect()
}

/// A method and path; of several media types all but the usual one by their methods.
type Place = (String, String, String);

fn by_place(surface: &Surface) -> BTreeMap<Place, &Operation> {
    let mut found: BTreeMap<Place, &Operation> = BTreeMap::new();
    // What the others are called begins with what the usual one is called.
    let mut operations: Vec<_> = surface.operations.values().collect();
    operations.sort_by_key(|operation| operation.rust.len());
    for operation in operations {
        let mut place = place(operation);
        if found.contains_key(&place) {
            place.2.clone_from(&operation.rust);
        }
        found.insert(place, operation);
    }
    found
}

fn place(operation: &Operation) -> Place {
    let method = operation.wire.split(' ').next().unwrap_or_default();
    (method.to_owned(), operation.path.clone(), String::new())
}

fn operation(walk: &mut Walk<'_>, old: &Operation, new: &Operation) {
    let item = new.rust.as_str();
    security(walk, item, old, new);
    if old.server != new.server {
        walk.tell(item, "asked at another server".to_owned(), Wire::Compatible);
    }
    sent(walk, old, new);
    answered(
        walk,
        item,
        ("success", Wire::Breaking),
        (&old.replies, &new.replies),
    );
    answered(
        walk,
        item,
        ("error", Wire::Compatible),
        (&old.errors, &new.errors),
    );
}

fn security(walk: &mut Walk<'_>, item: &str, old: &Operation, new: &Operation) {
    let open = |operation: &Operation| {
        operation.security.is_empty() || operation.security.iter().any(Vec::is_empty)
    };
    let kept = |alternative: &Vec<String>| new.security.contains(alternative);
    if old.security == new.security || (open(old) && open(new)) {
        return;
    }
    let wire = match open(new) || (!open(old) && old.security.iter().all(kept)) {
        true => Wire::Compatible,
        false => Wire::Breaking,
    };
    walk.tell(item, "other credentials are taken".to_owned(), wire);
}

fn sent(walk: &mut Walk<'_>, old: &Operation, new: &Operation) {
    let item = new.rust.as_str();
    for before in old.required.iter().chain(&old.optional) {
        let now = |list: &[Sent]| list.iter().find(|after| same(before, after)).cloned();
        let required = now(&new.required);
        let was_required = old.required.contains(before);
        let is_required = required.is_some();
        let Some(after) = required.or_else(|| now(&new.optional)) else {
            let what = format!("{} is not sent any more", spoken(before));
            walk.tell(item, what, Wire::Breaking);
            continue;
        };
        let told = format!("{} of {item}", spoken(&after));
        match (was_required, is_required) {
            (false, true) => walk.tell(
                item,
                format!("{} is required", spoken(&after)),
                Wire::Breaking,
            ),
            (true, false) => {
                let what = format!("{} is optional", spoken(&after));
                walk.tell(item, what, Wire::Compatible);
            }
            _ => {}
        }
        if before.style != after.style {
            walk.tell(
                item,
                format!("{} is written otherwise", spoken(&after)),
                Wire::Breaking,
            );
        }
        walk.value(item, &told, (&before.looks, &after.looks), Direction::Sent);
    }
    let known = |after: &Sent| {
        let mut all = old.required.iter().chain(&old.optional);
        all.any(|before| same(before, after))
    };
    for after in new.required.iter().filter(|after| !known(after)) {
        walk.tell(
            item,
            format!("{} is required", spoken(after)),
            Wire::Breaking,
        );
    }
    for after in new.optional.iter().filter(|after| !known(after)) {
        let setters = item_of_setter(&walk.new.items, new, after);
        let at = setters.unwrap_or_else(|| item.to_owned());
        walk.found(
            &at,
            Kind::Added,
            &format!("{} can be sent", spoken(after)),
            Wire::Compatible,
        );
    }
}

/// Where the setter of what may be sent stands.
fn item_of_setter(
    items: &BTreeMap<String, crate::surface::Item>,
    operation: &Operation,
    sent: &Sent,
) -> Option<String> {
    let name = operation.rust.strip_prefix("Client::")?;
    let returns = &items.get("Client")?.functions.get(name)?.returns;
    let marker = returns.rsplit_once(", ")?.1.trim_end_matches('>');
    let path = format!("client::{marker}");
    let mut setters = items.get(&path)?.functions.iter();
    let (setter, _) = setters.find(|(_, setter)| setter.sends.contains(sent))?;
    Some(format!("{path}::{setter}"))
}

fn same(a: &Sent, b: &Sent) -> bool {
    a.place == b.place && (a.wire == b.wire)
}

fn spoken(sent: &Sent) -> String {
    match sent.place {
        "body" => format!("the body ({})", sent.wire),
        "path" => format!("the path parameter `{}`", sent.argument),
        place => format!("the {place} parameter `{}`", sent.wire),
    }
}

/// Compares replies by status and media type; `lost` is what it means that one is gone.
fn answered(
    walk: &mut Walk<'_>,
    item: &str,
    (word, lost): (&str, Wire),
    (old, new): (&[Reply], &[Reply]),
) {
    let told = |reply: &Reply| match reply.media.as_str() {
        "" => format!("{word} {}", reply.status),
        media => format!("{word} {} ({media})", reply.status),
    };
    let same = |a: &Reply, b: &Reply| a.status == b.status && a.media == b.media;
    for before in old {
        let Some(after) = new.iter().find(|after| same(before, after)) else {
            walk.tell(item, format!("{} is gone", told(before)), lost);
            continue;
        };
        if before.within != after.within {
            let what = format!("{} holds its payload elsewhere", told(after));
            walk.tell(item, what, Wire::Breaking);
        }
        let looks = (read(walk.old, &before.reads), read(walk.new, &after.reads));
        let place = format!("{} of {item}", told(after));
        walk.value(item, &place, (&looks.0, &looks.1), Direction::Received);
    }
    for after in new {
        if !old.iter().any(|before| same(before, after)) {
            walk.tell(item, format!("{} is new", told(after)), Wire::Compatible);
        }
    }
}

/// What a reply is read as: of a variant what it holds.
fn read(surface: &Surface, reading: &Reading) -> Ty {
    match reading {
        Reading::Whole(looks) => looks.clone(),
        Reading::Variant(owner, name) => {
            let end = format!("::{owner}");
            let mut items = surface
                .items
                .iter()
                .filter(|(path, _)| path.ends_with(&end));
            let found = items.find_map(|(_, item)| match &item.kind {
                Item::Enum { variants, .. } => variants.iter().find(|one| one.name == *name),
                _ => None,
            });
            found.map_or(Ty::Nothing, |variant| variant.looks.clone())
        }
    }
}

impl Walk<'_> {
    /// Adds a change that Rust callers need not see.
    pub(super) fn tell(&mut self, item: &str, what: String, wire: Wire) {
        self.found(item, Kind::Changed, &what, wire);
    }

    /// Adds a change; of two of one item the worse counts.
    pub(super) fn found(&mut self, item: &str, kind: Kind, what: &str, wire: Wire) {
        let known = self.known.get(item).copied();
        if let Some(known) = known.and_then(|index| self.changes.get_mut(index)) {
            known.wire = known.wire.max(wire);
            if !known.what.contains(what) {
                known.what = format!("{}; {what}", known.what);
            }
            return;
        }
        self.known.insert(item.to_owned(), self.changes.len());
        self.changes.push(Change {
            item: item.to_owned(),
            kind,
            what: what.to_owned(),
            rust: Level::Patch,
            wire,
        });
    }
}
