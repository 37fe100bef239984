//! A branch that shares its kind of JSON with an old one stands beside it, where callers know that
//! one already.

use super::{
    Lower, Made,
    kinds::{self, Kinds},
    site,
    union::{Branch, Group, shared},
};
use crate::ir::{Decision, Site, Variant};

impl<'d> Lower<'d, '_> {
    /// The parts of a union, those taken apart that were one branch; `None` if none was.
    pub(super) fn parted(
        &self,
        group: &Group<'d>,
        kinds: &[Kinds],
        parts: &[Vec<usize>],
    ) -> Option<Vec<Vec<usize>>> {
        if self.settled.flat.is_empty() {
            return None;
        }
        let mut parted = Vec::with_capacity(kinds.len());
        for part in parts {
            let all = part.iter().fold(0, |all, index| all | kinds[*index]);
            let site = group.share(shared(all)).key();
            match part.len() > 1 && self.settled.flat.contains(&site) {
                true => parted.extend(part.iter().map(|index| vec![*index])),
                false => parted.push(part.clone()),
            }
        }
        (parted.len() > parts.len()).then_some(parted)
    }

    /// The union of all `parts`, some of which share kinds: the one that fits best is taken.
    pub(super) fn flat(
        &mut self,
        group: &Group<'d>,
        kinds: &[Kinds],
        parts: &[Vec<usize>],
        site: Site,
    ) -> Made {
        let mut variants: Vec<Variant> = Vec::with_capacity(parts.len());
        let mut notes = Vec::with_capacity(parts.len());
        for part in parts {
            let all = part.iter().fold(0, |all, index| all | kinds[*index]);
            let branches = part.iter().map(|index| group.branches[*index].clone());
            let branches: Vec<Branch<'d>> = branches.collect();
            let first = site::notes(&branches[0].place);
            let shape = match &*branches {
                [lone] => self.branch_shape(lone, None),
                _ => self.group(group, branches, all),
            };
            if variants.iter().any(|known| known.shape == shape) {
                continue;
            }
            let others = kinds.iter().enumerate();
            let others = others.filter(|(index, _)| !part.contains(index));
            let alone = others.fold(0, |all, (_, kind)| all | kind) & all == 0;
            variants.push(Variant {
                shape,
                tags: Vec::new(),
                kinds: Vec::new(),
                keys: Vec::new(),
                // What no other shares is known by its kinds, as before.
                known: alone.then(|| format!("{:?}", kinds::list(all))),
            });
            notes.push(first);
        }
        self.made(Decision::Order, variants, notes, group, site)
    }
}
