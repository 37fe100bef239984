//! Branches are told apart by required members that the others do not have.

use rustc_hash::FxHashSet;

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
    required: Vec<String>,
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
                open: matches!(members.additional, Additional::Typed(_)) || members.is_bare(),
            }),
            Meaning::Branches(branches) if depth < 4 => {
                let mut all: Option<Keys> = None;
                for place in &branches.places {
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
    let common = |key: &String| all.iter().all(|keys| keys.required.contains(key));
    let own = |keys: &Keys| {
        let mut own = keys.required.clone();
        own.retain(|key| !common(key));
        // Members that no other branch knows suffice.
        let known = |key: &String| {
            all.iter()
                .filter(|other| !std::ptr::eq(*other, keys))
                .any(|other| other.known.contains(key))
        };
        let rare = own
            .iter()
            .filter(|key| !known(key))
            .cloned()
            .collect::<Vec<_>>();
        if rare.is_empty() { own } else { rare }
    };
    all.iter().map(own).collect()
}

/// Whether a value of any branch lacks some key of every other branch.
fn proved(all: &[Keys], keys: &[Vec<String>]) -> bool {
    if keys.iter().filter(|keys| keys.is_empty()).count() > 1 {
        return false;
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
