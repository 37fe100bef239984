//! Branches are told apart by required members that the others do not have.

use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::{
    Lower, Made,
    node::Additional,
    site,
    union::{Branch, Group},
    view::{Meaning, View},
};
use crate::ir::{Decision, Site, Variant};

/// Which members a value of a branch has, and may have.
#[derive(Debug, Clone)]
struct Keys {
    required: IndexSet<String, FxBuildHasher>,
    known: FxHashSet<String>,
    /// Whether its keys are data, so that any may be there.
    open: bool,
}

impl<'d> Lower<'d, '_> {
    /// The union told apart by required members; `None` if they do not exclude each other.
    pub(super) fn keyed(&mut self, group: &Group<'d>, site: &Site) -> Option<Made> {
        let mut all = Vec::with_capacity(group.branches.len());
        for branch in &group.branches {
            all.push(self.keys_of(&branch.view, 0)?);
        }
        let keys = telling(&all);
        proved(&all, &keys).then_some(())?;
        let mut variants = Vec::with_capacity(keys.len());
        let mut notes = Vec::with_capacity(keys.len());
        for (branch, keys) in group.branches.iter().zip(keys) {
            let shape = self.branch_shape(branch, None);
            variants.push(Variant {
                shape,
                tags: Vec::new(),
                kinds: Vec::new(),
                keys,
                known: None,
            });
            notes.push(site::notes(&branch.place));
        }
        Some(self.made(Decision::Keys, variants, notes, group, site.clone()))
    }

    /// Whether no two branches have a member in common.
    pub(super) fn disjoint(&mut self, branches: &[Branch<'d>]) -> bool {
        let mut met = FxHashSet::default();
        branches.iter().all(|branch| {
            let keys = self.keys_of(&branch.view, 0);
            keys.is_some_and(|keys| !keys.open && keys.known.into_iter().all(|key| met.insert(key)))
        })
    }

    fn keys_of(&mut self, view: &View<'d>, depth: usize) -> Option<Keys> {
        match &view.meaning {
            Meaning::Object(members) => Some(Keys {
                required: members.wanted.clone(),
                known: members
                    .list
                    .keys()
                    .map(|wire| (*wire).to_owned())
                    .chain(members.wanted.iter().cloned())
                    .collect(),
                open: matches!(
                    members.additional,
                    Additional::Typed(_) | Additional::Patterns(_)
                ) || members.is_bare(),
            }),
            Meaning::Branches(branches) if depth < 4 => {
                let mut all: Option<Keys> = None;
                for place in &branches.places {
                    self.look()?;
                    let (_, view) = self.resolved(place);
                    let keys = self.keys_of(&view, depth + 1)?;
                    all = Some(match all {
                        None => keys,
                        Some(mut all) => {
                            all.required.retain(|key| keys.required.contains(key));
                            all.known.extend(keys.known);
                            all.open |= keys.open;
                            all
                        }
                    });
                }
                all
            }
            _ => None,
        }
    }
}

/// The required members of each branch that some other branch does not require.
fn telling(all: &[Keys]) -> Vec<Vec<String>> {
    let requiring = counts(all.iter().flat_map(|keys| &keys.required));
    let knowing = knowing(all);
    let common = |key: &String| requiring.get(key.as_str()) == Some(&all.len());
    let own = |keys: &Keys| {
        let own = keys.required.iter().filter(|key| !common(key));
        let own = own.cloned().collect::<Vec<_>>();
        // Members that no other branch knows suffice; it knows what it requires itself.
        let rare = own
            .iter()
            .filter(|key| knowing.get(key.as_str()) == Some(&1))
            .cloned()
            .collect::<Vec<_>>();
        if rare.is_empty() { own } else { rare }
    };
    all.iter().map(own).collect()
}

/// How often each text is there.
fn counts<'k>(texts: impl Iterator<Item = &'k String>) -> FxHashMap<&'k str, usize> {
    let mut counts = FxHashMap::default();
    for text in texts {
        *counts.entry(text.as_str()).or_default() += 1;
    }
    counts
}

/// How many branches know each member.
fn knowing(all: &[Keys]) -> FxHashMap<&str, usize> {
    counts(all.iter().flat_map(|keys| &keys.known))
}

/// Whether a value of any branch lacks some key of every other branch.
fn proved(all: &[Keys], keys: &[Vec<String>]) -> bool {
    if keys.iter().filter(|keys| keys.is_empty()).count() > 1 {
        return false;
    }
    // Mostly each has a key that no other knows, and none is open: no need to look at every pair.
    let knowing = knowing(all);
    let alone = |key: &String| knowing.get(key.as_str()) == Some(&1);
    let told = |keys: &Vec<String>| keys.is_empty() || keys.iter().any(alone);
    if all.iter().all(|keys| !keys.open) && keys.iter().all(told) {
        return true;
    }
    (0..all.len()).all(|one| {
        (0..all.len())
            .filter(|other| *other != one && !keys[*other].is_empty())
            .all(|other| {
                let lacks = |key: &String| !all[one].open && !all[one].known.contains(key);
                // What takes the rest may hold anything but the keys of the others.
                let rest = keys[one].is_empty() && all[one].open;
                rest || keys[other].iter().any(lacks)
            })
    })
}
