//! A branch that shares its kind of JSON with an old one stands beside it, where callers know that
//! one already.

use super::{
    Lower, Made,
    kinds::{self, Kinds},
    site,
    union::Group,
};
use crate::ir::{Decision, Site, Variant};

impl<'d> Lower<'d, '_> {
    /// The union of all branches, of which `parts` share kinds: the one that fits best is taken.
    pub(super) fn flat(
        &mut self,
        group: &Group<'d>,
        kinds: &[Kinds],
        parts: &[Vec<usize>],
        site: Site,
    ) -> Made {
        let mut variants: Vec<Variant> = Vec::with_capacity(kinds.len());
        let mut notes = Vec::with_capacity(kinds.len());
        for (index, branch) in group.branches.iter().enumerate() {
            let shape = self.branch_shape(branch, None);
            if variants.iter().any(|known| known.shape == shape) {
                continue;
            }
            let alone = parts.iter().any(|part| **part == [index]);
            let by_kind = alone.then(|| format!("{:?}", kinds::list(kinds[index])));
            variants.push(Variant {
                shape,
                tags: Vec::new(),
                kinds: Vec::new(),
                keys: Vec::new(),
                known: by_kind,
            });
            notes.push(site::notes(&branch.place));
        }
        self.made(Decision::Order, variants, notes, group, site)
    }
}
