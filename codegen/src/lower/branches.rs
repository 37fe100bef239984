//! The branches of a `oneOf` or `anyOf` are gathered: what is no branch of its own is taken out.
//!
//! `null`, repetitions, branches within branches, and members that stand beside the branches.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::{
    Kind, Lower, Made,
    combine::{extend, is_plain_object},
    kinds::{LIST, NULL, OBJECT},
    node::Additional,
    union::{Branch, Group},
    view::{Branches, Meaning, Member, Members, View},
};
use crate::{
    ir::{Shape, Site},
    load::Place,
    pointer::Pointer,
    report::{Problem, codes},
};

/// How deep branches may stand within branches.
const DEEPEST: usize = 32;

/// How many branches of branches are joined to one union; others stay unions of their own.
const MOST: usize = 10_000;

/// Branches found so far.
#[derive(Default)]
struct Found<'d> {
    branches: Vec<Branch<'d>>,
    nullable: bool,
    /// Whether some branch says more than which members must be there.
    substance: bool,
    /// Whether some branch allows anything.
    any: bool,
    /// The named schemas that branches lead to.
    targets: FxHashSet<Pointer>,
    /// The branches within branches that were gathered, each with what stands beside it.
    gathered: FxHashSet<(Pointer, Option<*const View<'d>>)>,
    /// What was taken together, kept so that no other gets its address.
    beside: Vec<Rc<View<'d>>>,
    /// How many branches of branches were looked at.
    looked: usize,
}

impl<'d> Branch<'d> {
    /// A base that can stand for itself among its heirs.
    pub(super) fn of_base(place: &Place<'d>, members: Members<'d>) -> Self {
        let view = View {
            nullable: false,
            meaning: Meaning::Object(members.into()),
        };
        Branch {
            place: place.clone(),
            target: None,
            view: Rc::new(view),
            merged: true,
            anything: false,
        }
    }
}

impl<'d> Lower<'d, '_> {
    /// The shape of `oneOf` or `anyOf`.
    pub(super) fn branches(&mut self, branches: &Branches<'d>, site: Site) -> Made {
        let mut found = Found::default();
        self.gather(branches, None, &mut found, 0);
        let only_null = found.branches.is_empty() && found.nullable;
        if !found.substance && !only_null {
            return self.without_substance(branches, &found, site);
        }
        let group = Group {
            branches: found.branches,
            any: branches.any,
            discriminator: branches.discriminator.clone(),
            at: branches.at.clone(),
            inherited: false,
        };
        let made = self.union(group, site);
        Made {
            nullable: made.nullable || found.nullable,
            ..made
        }
    }

    /// Branches that only say which members must be there: what stands beside them is all there is.
    fn without_substance(
        &mut self,
        branches: &Branches<'d>,
        found: &Found<'d>,
        site: Site,
    ) -> Made {
        let base = branches.base.clone();
        let view = match (base, found.any) {
            (Some(base), _) => base,
            (None, true) => Rc::default(),
            (None, false) => {
                let meaning = Meaning::Object(Box::default());
                Rc::new(View {
                    nullable: false,
                    meaning,
                })
            }
        };
        let made = match &view.meaning {
            Meaning::Object(members) => self.record(members, &branches.at, None, site),
            _ => self.make(&view, &branches.at, None),
        };
        Made {
            nullable: made.nullable || found.nullable,
            ..made
        }
    }

    fn gather(
        &mut self,
        branches: &Branches<'d>,
        outer: Option<&Rc<View<'d>>>,
        found: &mut Found<'d>,
        depth: usize,
    ) {
        let base = match (outer, &branches.base) {
            (Some(outer), Some(base)) if repeats(outer, base) => Some(Rc::clone(outer)),
            (Some(outer), Some(base)) => {
                let parts = vec![
                    (branches.at.clone(), Rc::clone(outer)),
                    (branches.at.clone(), Rc::clone(base)),
                ];
                let both = Rc::new(self.combine(&branches.at, parts));
                found.beside.push(Rc::clone(&both));
                Some(both)
            }
            (outer, base) => outer.or(base.as_ref()).cloned(),
        };
        found.looked += branches.places.len();
        if !self.merging.is_empty() {
            self.merged += branches.places.len();
        }
        for place in &branches.places {
            if self.means_null(place, &branches.places) {
                found.nullable = true;
                continue;
            }
            self.gather_one(place, base.as_ref(), found, depth);
        }
    }

    /// Whether a branch is any object or `null` beside others that say what objects there are: how
    /// some write that those may be `null`.
    fn means_null(&mut self, place: &Place<'d>, all: &[Place<'d>]) -> bool {
        if place.reference().is_some() || all.len() < 2 {
            return false;
        }
        let view = self.view(place);
        if !view.nullable || !is_plain_object(&view.meaning) {
            return false;
        }
        let mut others = all.iter().filter(|other| other.pointer != place.pointer);
        let objects = others.all(|other| {
            let (_, view) = self.resolved(other);
            !is_plain_object(&view.meaning) && self.kinds(&view, 0) & !NULL == OBJECT
        });
        if objects {
            let met = "a branch is any object or `null`, beside those that say which objects";
            let note = Problem::note(codes::UNION_DECIDED, &place.pointer, met);
            self.tell_once(note.done("it is read as `null`"));
        }
        objects
    }

    fn gather_one(
        &mut self,
        place: &Place<'d>,
        base: Option<&Rc<View<'d>>>,
        found: &mut Found<'d>,
        depth: usize,
    ) {
        let (at, view) = self.resolved(place);
        found.nullable |= view.nullable;
        let target = (at.pointer != place.pointer).then_some(at);
        match &view.meaning {
            Meaning::Null => {
                found.nullable = true;
                return;
            }
            Meaning::Object(members) if view.nullable && is_nothing(members) => return,
            Meaning::Branches(inner) if depth < DEEPEST => {
                let lone = inner.places.len() < 3 && self.has_null_branch(inner);
                let scalars = (self.kinds(&view, 0) & !NULL).is_power_of_two()
                    && self.kinds(&view, 0) & (OBJECT | LIST) == 0;
                let open = target.is_none() && inner.discriminator.is_none();
                if lone || scalars || open {
                    // The same ones again would add nothing.
                    let beside = base.map(Rc::as_ptr);
                    let key = target.as_ref().map_or(&place.pointer, |at| &at.pointer);
                    let new = found.gathered.insert((key.clone(), beside));
                    if new && found.looked <= MOST {
                        self.gather(&inner.clone(), base, found, depth + 1);
                    }
                    if found.looked <= MOST {
                        return;
                    }
                }
            }
            Meaning::Any => found.any = true,
            _ => {}
        }
        found.substance |= !matches!(&view.meaning, Meaning::Any)
            && !matches!(&view.meaning, Meaning::Object(members) if members.is_bare());
        if let Some(target) = &target
            && !found.targets.insert(target.pointer.clone())
        {
            return;
        }
        let anything = matches!(view.meaning, Meaning::Any);
        let (view, merged) = match base {
            Some(base) if !covers(&view, base) => {
                let parts = vec![(place.clone(), Rc::clone(base)), (place.clone(), view)];
                (Rc::new(self.combine(place, parts)), true)
            }
            _ => (view, false),
        };
        found.branches.push(Branch {
            place: place.clone(),
            target,
            view,
            merged,
            anything,
        });
    }

    fn has_null_branch(&mut self, branches: &Branches<'d>) -> bool {
        branches
            .places
            .iter()
            .any(|place| matches!(self.view(place).meaning, Meaning::Null))
    }

    /// All members that any of the branches has: required where all require them.
    pub(super) fn every_member(&mut self, branches: &Branches<'d>) -> Option<Members<'d>> {
        let mut found = Found::default();
        self.gather(branches, None, &mut found, 0);
        let views = found
            .branches
            .iter()
            .map(|branch| Rc::clone(&branch.view))
            .collect::<Vec<_>>();
        self.all_members(&views, 0)
    }

    /// As [`Self::every_member`], of views.
    pub(super) fn all_members(
        &mut self,
        views: &[Rc<View<'d>>],
        depth: usize,
    ) -> Option<Members<'d>> {
        let mut all: Option<Members<'d>> = None;
        for view in views {
            let members = match &view.meaning {
                Meaning::Object(members) => (**members).clone(),
                Meaning::Branches(inner) if depth < 4 => {
                    self.look()?;
                    let mut found = Found::default();
                    self.gather(&inner.clone(), None, &mut found, 0);
                    let views = found
                        .branches
                        .into_iter()
                        .map(|branch| branch.view)
                        .collect::<Vec<_>>();
                    self.all_members(&views, depth + 1)?
                }
                _ => return None,
            };
            all = Some(match all {
                None => Members {
                    discriminator: None,
                    ..members
                },
                Some(all) => either(all, members),
            });
        }
        all
    }

    /// What a lone branch is, under the name of what it is alone in.
    pub(super) fn lone(&mut self, branch: &Branch<'d>, site: Site) -> Made {
        if let (Some(target), false) = (&branch.target, branch.merged) {
            let shape = self.target_shape(target, &branch.view);
            return Made {
                shape: Kind::Known(shape),
                nullable: branch.view.nullable,
                site,
            };
        }
        let made = match branch.merged {
            true => self.merged_branch(branch, None),
            false => Some(self.make(&branch.view, &branch.place, None)),
        };
        let Some(made) = made else {
            let shape = self.alone(branch);
            return Made {
                shape: Kind::Known(shape),
                nullable: branch.view.nullable,
                site,
            };
        };
        if let Kind::New(Shape::Union(_)) = &made.shape {
            return made;
        }
        let inner = made.site;
        let site = Site {
            pointer: site.pointer,
            share: site.share,
            title: site.title.or(inner.title),
            docs: site.docs.or(inner.docs),
            deprecated: site.deprecated || inner.deprecated,
            hints: if site.hints.is_empty() {
                inner.hints
            } else {
                site.hints
            },
            parts: inner.parts,
        };
        Made { site, ..made }
    }
}

/// Whether an object can have no member: how some write `null` in OpenAPI 3.0.
fn is_nothing(members: &Members<'_>) -> bool {
    members.list.is_empty() && matches!(members.additional, Additional::Closed)
}

/// Whether `view` says already what `base` says.
fn covers(view: &View<'_>, base: &View<'_>) -> bool {
    match (&view.meaning, &base.meaning) {
        (Meaning::Object(members), Meaning::Object(base)) => {
            base.list.keys().all(|wire| members.list.contains_key(wire))
                && base.wanted.iter().all(|wire| members.requires(wire))
        }
        _ => false,
    }
}

/// Whether `base` adds nothing to `view`, not even another place for a member.
fn repeats(view: &View<'_>, base: &View<'_>) -> bool {
    let (Meaning::Object(members), Meaning::Object(more)) = (&view.meaning, &base.meaning) else {
        return false;
    };
    let known = |(wire, more): (&&str, &Member<'_>)| {
        let place = |place: &Place<'_>| {
            let mut places = members
                .list
                .get(wire)
                .into_iter()
                .flat_map(|known| &known.places);
            places.any(|known| known.pointer == place.pointer)
        };
        !more.either && more.places.iter().all(place)
    };
    covers(view, base)
        && matches!(more.additional, Additional::Unsaid)
        && view.nullable <= base.nullable
        && more.list.iter().all(known)
}

/// The members of either object.
fn either<'d>(mut a: Members<'d>, b: Members<'d>) -> Members<'d> {
    for (wire, member) in b.list {
        match a.list.get_mut(wire) {
            None => {
                a.list.insert(wire, member);
            }
            Some(known) => {
                let several = known.places.len() > 1 || member.places.len() > 1;
                // Places that must all hold cannot be one alternative among others: the last says most.
                if several && !known.either {
                    known.places.drain(..known.places.len() - 1);
                }
                let last = member.places.len().saturating_sub(1);
                let places = if member.either {
                    member.places
                } else {
                    member.places[last..].to_vec()
                };
                extend(&mut known.places, places);
                known.either = true;
            }
        }
    }
    a.wanted.retain(|wire| b.wanted.contains(wire));
    a.additional = match (a.additional, b.additional) {
        (Additional::Closed, Additional::Closed) => Additional::Closed,
        _ => Additional::Unsaid,
    };
    a
}
