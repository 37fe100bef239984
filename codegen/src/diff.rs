//! What a new version of an emitted crate means to those who use the old one.
//!
//! Each change is judged twice: for Rust callers, as semantic versioning counts it, and for what
//! travels on the wire, whatever things are called in Rust. Pure: two surfaces in, a list out.

mod members;
mod rust;
mod values;
mod wire;

use std::fmt;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::surface::Surface;

/// Everything that changed, in order of items.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// The changes.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What changed, as a Rust path: `types::Route::comment`, `Client::list_routes`.
    pub item: String,
    /// Whether it came, went, or is another.
    pub kind: Kind,
    /// What happened, in a few words.
    pub what: String,
    /// What it means to those who compile against the crate.
    pub rust: Level,
    /// What it means to those who talk as the old version did.
    pub wire: Wire,
}

/// Whether something came, went, or is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// It was not there before.
    Added,
    /// It is there, but not as before.
    Changed,
    /// It is not there any more.
    Removed,
}

/// What a change means to those who compile against the crate, as semantic versioning has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Nothing that can be written against it changed.
    Patch,
    /// What compiled compiles, and there is more.
    Minor,
    /// What compiled may not compile.
    Major,
}

/// What a change means on the wire to a caller that knows only the old description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wire {
    /// Nothing: the same is sent and read.
    None,
    /// What the old caller sends is still taken, and what comes back it still reads.
    Compatible,
    /// What the old caller sends may be refused, or it may not read what comes back.
    Breaking,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::Patch => "patch",
            Level::Minor => "minor",
            Level::Major => "major",
        })
    }
}

impl fmt::Display for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Wire::None => "none",
            Wire::Compatible => "compatible",
            Wire::Breaking => "breaking",
        })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Added => "added",
            Kind::Changed => "changed",
            Kind::Removed => "removed",
        })
    }
}

impl Diff {
    /// The verdict of all changes together; `None` if nothing changed.
    pub fn rust(&self) -> Option<Level> {
        self.changes.iter().map(|change| change.rust).max()
    }

    /// What all changes together mean on the wire.
    pub fn wire(&self) -> Wire {
        let wires = self.changes.iter().map(|change| change.wire);
        wires.max().unwrap_or(Wire::None)
    }

    /// How many changes are of a kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.changes
            .iter()
            .filter(|change| change.kind == kind)
            .count()
    }

    /// The verdict in one line; `None` if nothing changed.
    pub fn line(&self) -> Option<String> {
        let rust = self.rust()?;
        let wire = match self.wire() {
            Wire::None => "nothing changes on the wire",
            Wire::Compatible => "compatible on the wire",
            Wire::Breaking => "breaking on the wire",
        };
        let (added, changed, removed) = (
            self.count(Kind::Added),
            self.count(Kind::Changed),
            self.count(Kind::Removed),
        );
        Some(format!(
            "{rust} for Rust callers, {wire}: {added} added, {changed} changed, {removed} removed"
        ))
    }
}

/// Compares the surfaces of two versions of a crate.
pub fn diff(old: &Surface, new: &Surface) -> Diff {
    let mut changes = rust::changes(old, new);
    let mut known: FxHashMap<String, usize> = FxHashMap::default();
    for (index, change) in changes.iter().enumerate() {
        known.entry(change.item.clone()).or_insert(index);
    }
    // On the wire, no item changes twice.
    for found in wire::changes(old, new) {
        let same = known.get(&found.item).copied();
        match same.and_then(|index| changes.get_mut(index)) {
            Some(change) => {
                change.wire = change.wire.max(found.wire);
                // What Rust sees says more; a change that only the wire has says it itself.
                if change.what != found.what && change.rust == Level::Patch {
                    change.what = format!("{}; {}", change.what, found.what);
                }
            }
            None => changes.push(found),
        }
    }
    changes.sort_by(|a, b| (&a.item, a.kind).cmp(&(&b.item, b.kind)));
    Diff { changes }
}
