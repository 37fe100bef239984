//! A branch is taken together with what stands beside it, as often as that has an end.

use super::{Lower, Made, Payload, kinds::NULL, union::Branch, view::View};
use crate::{
    ir::ShapeId,
    load::Place,
    report::{Problem, codes},
};

/// How many unions may be taken together with what stands beside them, one within the other.
const DEEPEST: usize = 12;

/// How many branches that is done with in one description, those of unions within them included.
const MERGED: usize = 20_000;

/// How many branches within branches are looked at, to tell the branches of one union apart.
pub(super) const LOOKS: usize = 20_000;

impl<'d> Lower<'d, '_> {
    /// The shape of a branch, without `null`.
    pub(super) fn branch_shape(&mut self, branch: &Branch<'d>, payload: Payload) -> ShapeId {
        match &branch.target {
            Some(target) if !branch.merged => self.target_shape(target, &branch.view),
            target if branch.merged => match self.merged_branch(branch, payload) {
                Some(mut made) => {
                    made.nullable = false;
                    let target = target.as_ref().and_then(|target| target.pointer.last());
                    made.site.hints.extend(target.map(|name| name.into_owned()));
                    self.settle(made)
                }
                None => self.alone(branch),
            },
            _ if branch.view.nullable => {
                let mut made = self.make(&branch.view, &branch.place, payload);
                made.nullable = false;
                self.settle(made)
            }
            _ => self.shape_as(&branch.place, payload),
        }
    }

    /// A branch without what stands beside it.
    pub(super) fn alone(&mut self, branch: &Branch<'d>) -> ShapeId {
        match &branch.target {
            Some(target) => self.target_shape(target, &branch.view),
            None => self.shape(&branch.place),
        }
    }

    /// A branch together with what stands beside it; `None`, and a report, where that leads back to
    /// itself or has no end.
    pub(super) fn merged_branch(&mut self, branch: &Branch<'d>, payload: Payload) -> Option<Made> {
        let at = branch.target.as_ref().unwrap_or(&branch.place);
        self.merge(at).then_some(())?;
        let made = self.make(&branch.view, &branch.place, payload);
        self.merging.pop();
        Some(made)
    }

    /// Whether the schema at `target` can be taken together with what stands beside it once more:
    /// not within itself, nor without end. Until then it is among `merging`.
    fn merge(&mut self, target: &Place<'d>) -> bool {
        let again = self.merging.contains(&target.pointer);
        if again || self.merging.len() >= DEEPEST || self.merged >= MERGED {
            let met = "the branch leads back to this union, or through too many of them";
            let problem = Problem::warning(codes::TOO_DEEP, &target.pointer, met)
                .done("the branch is read without what stands beside it")
                .help("move what stands beside `oneOf` or `anyOf` into the branches")
                .degraded();
            self.tell_once(problem);
            return false;
        }
        self.merged += 1;
        self.merging.push(target.pointer.clone());
        true
    }

    /// Counts one more look at a branch within a branch; `None` when there were too many.
    pub(super) fn look(&mut self) -> Option<()> {
        self.looks = self.looks.checked_sub(1)?;
        Some(())
    }

    /// The shape of the named schema at `target`, without `null`.
    pub(super) fn target_shape(&mut self, target: &Place<'d>, view: &View<'d>) -> ShapeId {
        if view.nullable || self.kinds(view, 0) & NULL != 0 {
            self.named_inner(target)
        } else {
            self.named(target)
        }
    }
}
