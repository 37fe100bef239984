//! Branches that no mapping names are known by the name of their component.
//!
//! Where the tag's values are listed, the name has to be one of them in some casing: a name that is
//! none of them is never sent.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Lower,
    union::{Branch, Group},
    view::{Meaning, View},
};
use crate::{
    pointer::Pointer,
    report::{Problem, codes},
};

/// How deep branches within branches are searched for a member.
const DEEPEST: usize = 6;

impl<'d> Lower<'d, '_> {
    /// Whether any branch has the member `wire`.
    pub(super) fn declares_any(&mut self, group: &Group<'d>, wire: &str) -> bool {
        let mut branches = group.branches.iter();
        branches.any(|branch| self.declares(&branch.view, wire, 0))
    }

    fn declares(&mut self, view: &View<'d>, wire: &str, depth: usize) -> bool {
        match &view.meaning {
            Meaning::Object(members) => members.list.contains_key(wire) || members.requires(wire),
            Meaning::Branches(branches) if depth < DEEPEST => {
                let base = branches.base.as_ref();
                base.is_some_and(|base| self.declares(base, wire, depth + 1))
                    || branches.places.iter().any(|place| {
                        let (_, view) = self.resolved(place);
                        self.look().is_some() && self.declares(&view, wire, depth + 1)
                    })
            }
            _ => false,
        }
    }

    /// Gives the branches without tags of their own those that their names stand for.
    pub(super) fn implicit(&mut self, group: &Group<'d>, wire: &str, tags: &mut [Vec<String>]) {
        let said = tags.to_vec();
        let mut having: FxHashMap<&str, FxHashSet<usize>> = FxHashMap::default();
        for (index, said) in said.iter().enumerate() {
            for tag in said {
                having.entry(tag).or_default().insert(index);
            }
        }
        for (index, own) in tags.iter_mut().enumerate() {
            let held = |tag: &String| having.get(tag.as_str()).is_some_and(|all| all.len() > 1);
            let shared = own.iter().any(held);
            let vague = own.is_empty() || (shared && own.len() > 1);
            if !vague || group.base() == Some(index) {
                continue;
            }
            let branch = &group.branches[index];
            let Some(name) = called(group, branch) else {
                continue;
            };
            if own.is_empty() {
                *own = vec![name];
            } else {
                let exact = own.contains(&name);
                own.retain(|value| *value == name || (!exact && same_words(value, &name)));
            }
            let [tag] = &**own else { continue };
            if let Some(discriminator) = &group.discriminator
                && discriminator.get("mapping").is_some()
            {
                self.report.push(
                    Problem::note(
                        codes::DISCRIMINATOR,
                        &branch.place.pointer,
                        format!("the mapping of `{wire}` does not name the branch"),
                    )
                    .done(format!("the tag `{tag}` means it")),
                );
            }
        }
    }
}

/// What a branch is called where it stands, before it leads on to another component.
fn called(group: &Group<'_>, branch: &Branch<'_>) -> Option<String> {
    let called = branch.place.reference().and_then(Pointer::parse);
    let heir = group.inherited.then(|| branch.place.pointer.clone());
    called
        .or(heir)
        .or_else(|| branch.target.as_ref().map(|target| target.pointer.clone()))
        .and_then(|pointer| pointer.last().map(|name| name.into_owned()))
}

/// What the heirs do not claim of the values of a tag is left to their base.
pub(super) fn leave_the_rest(base: usize, tags: &mut [Vec<String>]) {
    let mut own = std::mem::take(&mut tags[base]);
    own.retain(|tag| !tags.iter().any(|heir| heir.contains(tag)));
    tags[base] = own;
}

/// Whether two names differ in nothing but case and what parts their words.
fn same_words(a: &str, b: &str) -> bool {
    let letters = |text: &str| {
        let kept = text.chars().filter(|c| c.is_alphanumeric());
        kept.flat_map(char::to_lowercase).collect::<String>()
    };
    letters(a) == letters(b)
}
