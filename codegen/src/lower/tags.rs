//! A tag is proved: the description names it, or all branches require it with different values.

use super::{
    Lower, Made,
    implicit::leave_the_rest,
    kinds, site,
    union::{Branch, Group},
    view::{Meaning, View},
};
use crate::{
    ir::{Decision, Literal, Site, Variant},
    load::Place,
    pointer::Pointer,
    report::{Problem, codes},
};

/// Members that are tags by custom, where several could be.
const CUSTOMARY: &[&str] = &["type", "kind", "object", "event", "op", "action"];

/// How deep branches within branches are searched for tags.
const DEEPEST: usize = 6;

/// A member that may tell branches apart.
struct Found {
    /// How well it does.
    score: u8,
    wire: String,
    /// Its values, by branch.
    tags: Vec<Vec<String>>,
    /// The branches that share values.
    parts: Vec<Vec<usize>>,
}

/// Which members count as tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Required ones of text.
    Tags,
    /// Required ones of any values.
    Values,
    /// Any of text, required or not.
    Optional,
}

impl<'d> Lower<'d, '_> {
    /// Whether every two branches require some member with different values.
    pub(super) fn values_apart(&mut self, branches: &[Branch<'d>]) -> bool {
        let mut known: Vec<Vec<(String, Vec<String>)>> = Vec::with_capacity(branches.len());
        for branch in branches {
            let mut fixed = Vec::new();
            for wire in self.candidates(&branch.view, 0) {
                if let Some(values) = self.tags_in(&branch.view, &wire, Wanted::Values, 0) {
                    fixed.push((wire, values));
                }
            }
            let told = known.iter().all(|other| {
                other.iter().any(|(wire, values)| {
                    let same = fixed.iter().find(|(own, _)| own == wire);
                    same.is_some_and(|(_, own)| !overlap(own, values))
                })
            });
            if !told {
                return false;
            }
            known.push(fixed);
        }
        true
    }

    /// The union that the group's `discriminator` tells apart; `None`, with a report, if it does not.
    pub(super) fn declared(&mut self, group: &Group<'d>, site: &Site) -> Option<Made> {
        let discriminator = group.discriminator.clone()?;
        let wire = discriminator.text("propertyName")?.to_owned();
        let mapping = self.mapping(&discriminator);
        self.check_mapping(&discriminator, &mapping, group);
        if mapping.is_empty() && !self.declares_any(group, &wire) {
            self.report.push(
                Problem::warning(
                    codes::DISCRIMINATOR,
                    &discriminator.pointer,
                    format!("no branch has the member `{wire}`"),
                )
                .done("the branches are told apart by what they hold")
                .help("describe the member in every branch"),
            );
            return None;
        }
        let mut tags = Vec::with_capacity(group.branches.len());
        for branch in &group.branches {
            tags.push(self.tags_of(branch, &wire, &mapping));
        }
        self.implicit(group, &wire, &mut tags);
        let base = group.base();
        if let Some(base) = base {
            leave_the_rest(base, &mut tags);
        }
        let bare = (0..tags.len()).find(|index| tags[*index].is_empty() && Some(*index) != base);
        let parts = kinds::sharing(&tags);
        let dropped = base.is_some_and(|base| tags[base].is_empty());
        let (told, all) = match dropped {
            true => (parts.len() - 1, tags.len() - 1),
            false => (parts.len(), tags.len()),
        };
        if bare.is_some() || (told < 2 && all > 1) {
            let at = bare.map_or(&discriminator.pointer, |index| {
                &group.branches[index].place.pointer
            });
            self.report.push(
                Problem::warning(
                    codes::DISCRIMINATOR,
                    at,
                    format!("the discriminator `{wire}` does not tell the branches apart"),
                )
                .done("the branches are told apart by what they hold")
                .help("give every branch a value in the discriminator's `mapping`"),
            );
            return None;
        }
        Some(self.tagged(group, &wire, true, &tags, &parts, site.clone()))
    }

    /// The union told apart by a required member that every branch has with values of its own.
    pub(super) fn inferred(&mut self, group: &Group<'d>, site: &Site) -> Option<Made> {
        let mut best: Option<Found> = None;
        for wire in self.candidates(&group.branches.first()?.view.clone(), 0) {
            let mut tags = Vec::with_capacity(group.branches.len());
            for branch in &group.branches {
                match self.tags_in(&branch.view, &wire, Wanted::Tags, 0) {
                    Some(found) if !found.is_empty() => tags.push(found),
                    _ => break,
                }
            }
            if tags.len() < group.branches.len() {
                continue;
            }
            let parts = kinds::sharing(&tags);
            if parts.len() < 2 {
                continue;
            }
            let apart = parts.len() == tags.len();
            let single = tags.iter().all(|tags| tags.len() == 1);
            let customary = CUSTOMARY.contains(&wire.as_str());
            let score = u8::from(apart) * 4 + u8::from(single) * 2 + u8::from(customary);
            if best.as_ref().is_none_or(|known| score > known.score) {
                best = Some(Found {
                    score,
                    wire,
                    tags,
                    parts,
                });
            }
        }
        let Found {
            wire, tags, parts, ..
        } = best?;
        Some(self.tagged(group, &wire, false, &tags, &parts, site.clone()))
    }

    fn tagged(
        &mut self,
        group: &Group<'d>,
        wire: &str,
        declared: bool,
        tags: &[Vec<String>],
        parts: &[Vec<usize>],
        site: Site,
    ) -> Made {
        let mut variants = Vec::with_capacity(parts.len());
        let mut notes = Vec::with_capacity(parts.len());
        for part in parts {
            let mut own: Vec<String> = Vec::new();
            for tag in part.iter().flat_map(|index| &tags[*index]) {
                if !own.contains(tag) {
                    own.push(tag.clone());
                }
            }
            // The heirs leave nothing to their base.
            if own.is_empty() {
                continue;
            }
            let branches = part
                .iter()
                .map(|index| group.branches[*index].clone())
                .collect::<Vec<_>>();
            let payload = own.first().map(|tag| (wire.to_owned(), tag.clone()));
            notes.push(site::notes(&branches[0].place));
            let shape = match &*branches {
                [lone] => self.branch_shape(lone, payload),
                _ => {
                    let site = group.share(own.first().map_or("", |tag| tag));
                    let inner = Group {
                        branches,
                        discriminator: None,
                        ..group.clone()
                    };
                    let made = self.objects(inner, site);
                    self.settle(made)
                }
            };
            variants.push(Variant {
                shape,
                tags: own,
                kinds: Vec::new(),
                keys: Vec::new(),
                known: None,
            });
        }
        let decision = Decision::Tag {
            wire: wire.to_owned(),
            declared,
        };
        self.made(decision, variants, notes, group, site)
    }

    /// The entries of a discriminator's `mapping`, with the schemas they lead to.
    pub(super) fn mapping(&mut self, discriminator: &Place<'d>) -> Vec<(String, Place<'d>)> {
        let mut entries = Vec::new();
        for (tag, place) in discriminator.get("mapping").iter().flat_map(Place::members) {
            let Some(text) = place.value.as_str() else {
                continue;
            };
            let name = text.rsplit('/').next().unwrap_or(text);
            let name = name.split(['.', '#']).next().unwrap_or(name);
            let schemas = Pointer::root().child("components").child("schemas");
            let target = Pointer::parse(text)
                .and_then(|pointer| self.document.at(&pointer))
                .or_else(|| self.document.at(&schemas.child(text)))
                .or_else(|| self.document.at(&schemas.child(name)));
            match target {
                Some(target) => {
                    let (target, _) = self.resolved(&target);
                    entries.push((tag.to_owned(), target));
                }
                None => self.report.push(
                    Problem::warning(
                        codes::DISCRIMINATOR,
                        &place.pointer,
                        format!("`{text}` is no schema of the description"),
                    )
                    .done("a value with this tag is kept as it came")
                    .help("correct the `mapping`"),
                ),
            }
        }
        entries
    }

    fn check_mapping(
        &mut self,
        discriminator: &Place<'d>,
        mapping: &[(String, Place<'d>)],
        group: &Group<'d>,
    ) {
        for (tag, target) in mapping {
            let known = group.branches.iter().any(|branch| is_at(branch, target));
            if !known {
                self.report.push(
                    Problem::warning(
                        codes::DISCRIMINATOR,
                        &discriminator.pointer.child("mapping").child(tag),
                        format!("{} is no branch of the union", target.pointer),
                    )
                    .done("a value with this tag is kept as it came")
                    .help("add the schema to the branches, or correct the `mapping`"),
                );
            }
        }
    }

    /// The tags that mean a branch: by the mapping, otherwise by the values its member may have.
    fn tags_of(
        &mut self,
        branch: &Branch<'d>,
        wire: &str,
        mapping: &[(String, Place<'d>)],
    ) -> Vec<String> {
        let mut tags = mapping
            .iter()
            .filter(|(_, target)| is_at(branch, target))
            .map(|(tag, _)| tag.clone())
            .collect::<Vec<_>>();
        let own = self
            .tags_in(&branch.view, wire, Wanted::Optional, 0)
            .unwrap_or_default();
        if tags.is_empty() {
            return own;
        }
        if let [only] = &*own
            && !tags.contains(only)
        {
            self.report.push(
                Problem::warning(
                    codes::DISCRIMINATOR,
                    &branch.place.pointer,
                    format!("the mapping says {tags:?}, the branch itself only allows `{only}`"),
                )
                .done("both mean this branch")
                .help("correct the `mapping` or the member's `enum`"),
            );
            tags.push(only.clone());
        }
        tags
    }

    /// The members of a branch that could be a tag.
    fn candidates(&mut self, view: &View<'d>, depth: usize) -> Vec<String> {
        match &view.meaning {
            Meaning::Object(members) => members
                .list
                .keys()
                .filter(|wire| members.requires(wire))
                .map(|wire| (*wire).to_owned())
                .collect(),
            Meaning::Branches(branches) if depth < DEEPEST => {
                let Some(first) = branches.places.first() else {
                    return Vec::new();
                };
                let (_, view) = self.resolved(first);
                self.candidates(&view, depth + 1)
            }
            _ => Vec::new(),
        }
    }

    /// The values that the member `wire` may have, if they are finite and all text.
    fn tags_in(
        &mut self,
        view: &View<'d>,
        wire: &str,
        wanted: Wanted,
        depth: usize,
    ) -> Option<Vec<String>> {
        match &view.meaning {
            Meaning::Object(members) => {
                let member = members.list.get(wire)?;
                if wanted != Wanted::Optional && !members.requires(wire) {
                    return None;
                }
                match &self.member_view(&member.clone()).meaning {
                    Meaning::Values(entries) => entries
                        .iter()
                        .map(|entry| match &entry.literal {
                            Literal::Text(text) => Some(text.clone()),
                            other if wanted == Wanted::Values => Some(format!("{other:?}")),
                            Literal::Integer(_) | Literal::Json(_) | Literal::Boolean(_) => None,
                        })
                        .collect(),
                    _ => None,
                }
            }
            Meaning::Branches(branches) if depth < DEEPEST => {
                let mut all = Vec::new();
                for place in &branches.places {
                    self.look()?;
                    let (_, view) = self.resolved(place);
                    match self.tags_in(&view, wire, wanted, depth + 1) {
                        Some(tags) => all.extend(tags),
                        None => {
                            let base = branches.base.clone()?;
                            return self.tags_in(&base, wire, wanted, depth + 1);
                        }
                    }
                }
                Some(all)
            }
            _ => None,
        }
    }
}

fn is_at(branch: &Branch<'_>, target: &Place<'_>) -> bool {
    let at = branch.target.as_ref().unwrap_or(&branch.place);
    at.pointer == target.pointer
}

pub(super) fn overlap(a: &[String], b: &[String]) -> bool {
    a.iter().any(|tag| b.contains(tag))
}
