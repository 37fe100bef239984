//! What earlier versions of a description settled, so that it is settled the same way again.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::pointer::Pointer;

/// What was settled, by [`super::Site::key`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// The owners of inline schemas that had a type of their own, though others are equal to it by
    /// now.
    pub apart: FxHashMap<Pointer, Pointer>,
    /// Groups of branches of one kind that were one branch among those of other kinds: they stand
    /// beside those, not within a union of their own.
    pub flat: FxHashSet<Pointer>,
    /// Unions of objects that one record of all members could take the place of by now.
    pub unions: FxHashSet<Pointer>,
    /// Branches, by their places, and what they were known by.
    pub branches: FxHashMap<Pointer, String>,
}

/// What stands in front of the names of owners that no description has.
const LOCK: &str = "names.lock";

impl Settled {
    /// The owner of what had a type of this name.
    pub fn owner(name: &str) -> Pointer {
        Pointer::root().child(LOCK).child(name)
    }

    /// Whether an owner was made here, so that it stands at no place of the description.
    pub fn is_made(owner: &Pointer) -> bool {
        owner.segments().next().as_deref() == Some(LOCK)
    }

    /// Takes over what is not settled yet; whether there was anything.
    pub fn extend(&mut self, more: Settled) -> bool {
        let known = self.len();
        for (place, owner) in more.apart {
            self.apart.entry(place).or_insert(owner);
        }
        for (place, key) in more.branches {
            self.branches.entry(place).or_insert(key);
        }
        self.flat.extend(more.flat);
        self.unions.extend(more.unions);
        self.len() > known
    }

    fn len(&self) -> usize {
        self.apart.len() + self.flat.len() + self.unions.len() + self.branches.len()
    }
}
