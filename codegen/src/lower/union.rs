//! How a value finds its branch is decided once, proved, and told in the report.
//!
//! Nothing here guesses: branches that nothing tells apart are tried in order, with a warning.

use std::rc::Rc;

use super::{
    Kind, Lower, Made, Payload,
    kinds::{self, Kinds, LIST, NULL, OBJECT},
    merge, site,
    view::{Meaning, View},
};
use crate::{
    ir::{Decision, FieldNotes, Literal, Shape, ShapeId, Site, Union, Variant},
    load::Place,
    report::{Problem, codes},
};

/// A branch of a union.
#[derive(Debug, Clone)]
pub(super) struct Branch<'d> {
    /// Where it stands.
    pub(super) place: Place<'d>,
    /// The named schema it refers to.
    pub(super) target: Option<Place<'d>>,
    /// What it means.
    pub(super) view: Rc<View<'d>>,
    /// Whether it means more than what stands at its place.
    pub(super) merged: bool,
    /// Whether it allows anything beside what all branches have.
    pub(super) anything: bool,
}

/// The branches of a union.
#[derive(Debug, Clone)]
pub(super) struct Group<'d> {
    /// The branches, in document order.
    pub(super) branches: Vec<Branch<'d>>,
    /// Whether several may hold at once (`anyOf`).
    pub(super) any: bool,
    /// The place of the `discriminator`.
    pub(super) discriminator: Option<Place<'d>>,
    /// Where the union stands.
    pub(super) at: Place<'d>,
    /// Whether the branches are the heirs of a base.
    pub(super) inherited: bool,
}

impl Group<'_> {
    /// The index of the base among its heirs.
    pub(super) fn base(&self) -> Option<usize> {
        let at_base = |branch: &Branch<'_>| branch.place.pointer == self.at.pointer;
        let found = self.branches.iter().position(at_base);
        found.filter(|_| self.inherited)
    }

    /// Whether a branch takes what fits no other.
    fn takes_anything(&self) -> bool {
        self.branches.iter().any(|branch| branch.anything)
    }

    /// The site of a union of those branches that have `common` in common.
    pub(super) fn share(&self, common: &str) -> Site {
        let list = self.at.get(if self.any { "anyOf" } else { "oneOf" });
        Site {
            pointer: list.unwrap_or_else(|| self.at.clone()).pointer,
            share: Some(common.to_owned()),
            ..Site::default()
        }
    }
}

impl<'d> Lower<'d, '_> {
    /// The shape of a union of these branches.
    pub(super) fn union(&mut self, group: Group<'d>, site: Site) -> Made {
        let mut group = group;
        if self.merging.is_empty() {
            self.looks = merge::LOOKS;
        }
        group.branches = self.simplify(group.branches);
        if self.allows_anything(&group) {
            return Made::new(Shape::Any, site);
        }
        match &*group.branches {
            [] => return Made::new(Shape::Null, site),
            [lone] => return self.lone(&lone.clone(), site),
            _ => {}
        }
        let kinds = group
            .branches
            .iter()
            .map(|b| self.kinds(&b.view, 0) & !NULL)
            .collect::<Vec<_>>();
        let parts = kinds::connected(group.branches.len(), |a, b| kinds[a] & kinds[b] != 0);
        if parts.len() == 1 {
            return self.one_kind(group, kinds.iter().fold(0, |all, kind| all | kind), site);
        }
        if let Some(parts) = self.parted(&group, &kinds, &parts) {
            return self.flat(&group, &kinds, &parts, site);
        }
        self.by_kind(group, &kinds, &parts, site)
    }

    fn allows_anything(&mut self, group: &Group<'d>) -> bool {
        let any = |branch: &&Branch<'d>| matches!(branch.view.meaning, Meaning::Any);
        let Some(found) = group.branches.iter().find(any) else {
            return false;
        };
        if group.branches.len() > 1 {
            let met = "a branch allows anything";
            let note = Problem::note(codes::ANY_BRANCH, &found.place.pointer, met);
            self.report
                .push(note.done("the whole is read as any JSON value"));
        }
        true
    }

    fn by_kind(
        &mut self,
        group: Group<'d>,
        kinds: &[Kinds],
        parts: &[Vec<usize>],
        site: Site,
    ) -> Made {
        let mut variants = Vec::with_capacity(parts.len());
        let mut notes = Vec::with_capacity(parts.len());
        for part in parts {
            let kinds = part.iter().fold(0, |all, index| all | kinds[*index]);
            let branches = part
                .iter()
                .map(|index| group.branches[*index].clone())
                .collect::<Vec<_>>();
            let first = site::notes(&branches[0].place);
            let shape = match &*branches {
                [lone] => self.branch_shape(lone, None),
                _ => self.group(&group, branches, kinds),
            };
            variants.push(Variant {
                shape,
                tags: Vec::new(),
                kinds: kinds::list(kinds),
                keys: Vec::new(),
                known: None,
            });
            notes.push(first);
        }
        self.made(Decision::Kind, variants, notes, &group, site)
    }

    /// The shape of those branches of a union that share a kind.
    pub(super) fn group(
        &mut self,
        group: &Group<'d>,
        branches: Vec<Branch<'d>>,
        kinds: Kinds,
    ) -> ShapeId {
        let site = group.share(shared(kinds));
        let inner = Group {
            branches,
            ..group.clone()
        };
        let made = self.one_kind(inner, kinds, site);
        self.settle(made)
    }

    /// The union of branches that share a JSON kind.
    fn one_kind(&mut self, group: Group<'d>, kinds: Kinds, site: Site) -> Made {
        match kinds {
            OBJECT => self.objects(group, site),
            _ => self.order(group, site, kinds == LIST),
        }
    }

    /// The union of branches that are all objects.
    pub(super) fn objects(&mut self, group: Group<'d>, site: Site) -> Made {
        if let Some(made) = self.declared(&group, &site) {
            return made;
        }
        if let Some(made) = self.inferred(&group, &site) {
            return made;
        }
        let named = group.branches.iter().all(|branch| branch.target.is_some());
        // What has the members of another branch, but not their kinds, is still of the open one.
        if !group.takes_anything()
            && (!group.any || named)
            && let Some(made) = self.keyed(&group, &site)
        {
            return made;
        }
        let apart = named && self.disjoint(&group.branches);
        let settled = !group.inherited && self.settled.unions.contains(&site.key());
        if ((group.any && !apart) || group.inherited) && !settled {
            let views = group
                .branches
                .iter()
                .map(|branch| Rc::clone(&branch.view))
                .collect::<Vec<_>>();
            if let Some(members) = self.all_members(&views, 0) {
                self.report.push(
                    Problem::note(
                        codes::UNION_DECIDED,
                        &group.at.pointer,
                        "the branches of `anyOf` may hold together",
                    )
                    .done("one record has the members of all"),
                );
                return self.record(&members, &group.at, None, site);
            }
        }
        self.order(group, site, false)
    }

    /// The union of branches that nothing tells apart.
    fn order(&mut self, group: Group<'d>, site: Site, lists: bool) -> Made {
        let mut variants: Vec<Variant> = Vec::with_capacity(group.branches.len());
        let mut notes: Vec<FieldNotes> = Vec::with_capacity(group.branches.len());
        for branch in &group.branches {
            let payload = self.fixed(&branch.view);
            let shape = self.branch_shape(branch, payload);
            if variants.iter().any(|known| known.shape == shape) {
                continue;
            }
            variants.push(Variant {
                shape,
                tags: Vec::new(),
                kinds: Vec::new(),
                keys: Vec::new(),
                known: None,
            });
            notes.push(site::notes(&branch.place));
        }
        if let [only] = &*variants {
            return Made {
                shape: Kind::Known(only.shape),
                nullable: false,
                site,
            };
        }
        let told = self.told_by(&group, lists);
        let names = notes
            .iter()
            .take(2)
            .map(|note| note.pointer.to_string())
            .collect::<Vec<_>>();
        let made = self.made_quietly(Decision::Order, variants, notes, site);
        if let Kind::New(Shape::Union(union)) = &made.shape
            && self.told.insert(union.clone())
        {
            self.report.push(if let Some(how) = told {
                let met = "the branches are told apart by what they hold";
                Problem::note(codes::UNION_DECIDED, &group.at.pointer, met).done(how)
            } else {
                Problem::warning(
                    codes::UNION_UNDECIDED,
                    &group.at.pointer,
                    format!("nothing tells {} and {} apart", names[0], names[1]),
                )
                .done("the branch that fits best is taken, the first of equals")
                .help("add a `discriminator`, or a required one-value member to every branch")
            });
        }
        made
    }

    /// How branches that are tried in order differ; `None` if nothing tells them apart.
    fn told_by(&mut self, group: &Group<'d>, lists: bool) -> Option<&'static str> {
        if lists {
            let apart = self.items_apart(&group.branches);
            return apart.then_some("an empty list is read as the first of them");
        }
        if self.disjoint(&group.branches) {
            return Some("members of one branch decide that it fits");
        }
        if group.takes_anything() {
            return Some("one branch takes what fits no other");
        }
        let apart = self.values_apart(&group.branches);
        apart.then_some("members of one value decide which branch fits")
    }

    /// A required one-value member of an inline branch, which the branch is known by.
    fn fixed(&mut self, view: &View<'d>) -> Payload {
        let Meaning::Object(members) = &view.meaning else {
            return None;
        };
        for (wire, member) in &members.list {
            if !members.requires(wire) {
                continue;
            }
            if let Meaning::Values(entries) = &self.member_view(member).meaning
                && let [only] = &**entries
            {
                let value = match &only.literal {
                    Literal::Text(text) | Literal::Json(text) => text.clone(),
                    Literal::Integer(number) => number.to_string(),
                    Literal::Boolean(flag) => flag.to_string(),
                };
                return Some(((*wire).to_owned(), value));
            }
        }
        None
    }

    fn items_apart(&mut self, branches: &[Branch<'d>]) -> bool {
        let mut seen = 0;
        for branch in branches {
            let Meaning::List(items) = &branch.view.meaning else {
                return false;
            };
            let [item] = &**items else { return false };
            let (_, view) = self.resolved(item);
            let kinds = self.kinds(&view, 0);
            if seen & kinds != 0 {
                return false;
            }
            seen |= kinds;
        }
        true
    }

    /// A union as it is told in the report.
    pub(super) fn made(
        &mut self,
        decision: Decision,
        variants: Vec<Variant>,
        notes: Vec<FieldNotes>,
        group: &Group<'d>,
        site: Site,
    ) -> Made {
        let how = match &decision {
            Decision::Tag {
                wire,
                declared: true,
                optional,
                ..
            } => {
                let without = match optional {
                    true => ", which may be missing: then the only branch that fits is meant",
                    false => "",
                };
                format!("by the discriminator `{wire}`{without}")
            }
            Decision::Tag {
                wire,
                declared: false,
                ..
            } => {
                format!("by `{wire}`, required in all branches with different values")
            }
            Decision::Kind => "by the kind of JSON value".to_owned(),
            Decision::Keys => "by the members that are there".to_owned(),
            Decision::Order => "in order".to_owned(),
        };
        let made = self.made_quietly(decision, variants, notes, site);
        if let Kind::New(Shape::Union(union)) = &made.shape
            && self.told.insert(union.clone())
        {
            self.report.push(Problem::note(
                codes::UNION_DECIDED,
                &group.at.pointer,
                format!("a value finds its branch {how}"),
            ));
        }
        made
    }

    fn made_quietly(
        &mut self,
        decision: Decision,
        variants: Vec<Variant>,
        notes: Vec<FieldNotes>,
        site: Site,
    ) -> Made {
        let mut variants = variants;
        if !self.settled.branches.is_empty() {
            for (variant, note) in variants.iter_mut().zip(&notes) {
                let known = self.settled.branches.get(&note.pointer).cloned();
                variant.known = known.or(variant.known.take());
            }
        }
        let shape = Shape::Union(Union {
            decision,
            variants,
            owner: None,
        });
        Made {
            shape: Kind::New(shape),
            nullable: false,
            site: Site {
                parts: notes,
                ..site
            },
        }
    }
}

/// What branches that share kinds have in common, in a word.
pub(super) fn shared(kinds: Kinds) -> &'static str {
    if kinds == OBJECT { "object" } else { "list" }
}
