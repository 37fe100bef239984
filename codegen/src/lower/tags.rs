//! A tag is proved: the description names it, or all branches require it with different values.

use super::{Lower, Made, implicit::leave_the_rest, kinds, site, tag_values::spelt, union::Group};
use crate::{
    ir::{Decision, Site, TagKind, Variant},
    load::Place,
    report::{Problem, codes},
};

/// Members that are tags by custom, where several could be.
const CUSTOMARY: &[&str] = &["type", "kind", "object", "event", "op", "action"];

/// A member that may tell branches apart.
struct Found {
    /// How well it does.
    score: u8,
    wire: String,
    kind: TagKind,
    /// Its values, by branch.
    tags: Vec<Vec<String>>,
    /// The branches that share values.
    parts: Vec<Vec<usize>>,
}

/// A tag that was proved.
struct Told<'t> {
    decision: Decision,
    /// Its values, by branch.
    tags: &'t [Vec<String>],
    /// The branches that share values.
    parts: &'t [Vec<usize>],
}

impl<'d> Lower<'d, '_> {
    /// The union that the group's `discriminator` tells apart; `None`, with a report, if it does not.
    pub(super) fn declared(&mut self, group: &Group<'d>, site: &Site) -> Option<Made> {
        let discriminator = group.discriminator.clone()?;
        let wire = discriminator.text("propertyName")?.to_owned();
        let mapping = self.mapping(&discriminator);
        self.check_mapping(&discriminator, &mapping, group);
        if mapping.is_empty() && !self.declares_any(group, &wire) {
            let met = format!("no branch has the member `{wire}`");
            self.misses(&discriminator, met, "describe the member in every branch");
            return None;
        }
        let kind = self.tag_kind(group, &wire);
        let mut tags = Vec::with_capacity(group.branches.len());
        for branch in &group.branches {
            tags.push(self.tags_of(branch, &wire, kind, &mapping));
        }
        if kind == TagKind::Text {
            self.implicit(group, &wire, &mut tags);
        }
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
            let at = bare.map_or(&discriminator, |index| &group.branches[index].place);
            let met = format!("the discriminator `{wire}` does not tell the branches apart");
            let help = "give every branch a value in the discriminator's `mapping`";
            self.misses(at, met, help);
            return None;
        }
        let decision = Decision::Tag {
            optional: !self.all_require(group, &wire),
            declared: true,
            kind,
            wire,
        };
        let told = Told {
            decision,
            tags: &tags,
            parts: &parts,
        };
        Some(self.tagged(group, &told, site.clone()))
    }

    fn misses(&mut self, at: &Place<'d>, met: String, help: &str) {
        let problem = Problem::warning(codes::DISCRIMINATOR, &at.pointer, met);
        let done = "the branches are told apart by what they hold";
        self.report.push(problem.done(done).help(help));
    }

    /// The union told apart by a required member that every branch has with values of its own.
    pub(super) fn inferred(&mut self, group: &Group<'d>, site: &Site) -> Option<Made> {
        let mut best: Option<Found> = None;
        for wire in self.candidates(&group.branches.first()?.view.clone(), 0) {
            let mut values = Vec::with_capacity(group.branches.len());
            for branch in &group.branches {
                match self.required_values(&branch.view, &wire) {
                    Some(found) if !found.is_empty() => values.push(found),
                    _ => break,
                }
            }
            if values.len() < group.branches.len() {
                continue;
            }
            let Some((kind, tags)) = spelt(&values) else {
                continue;
            };
            let parts = kinds::sharing(&tags);
            if parts.len() < 2 {
                continue;
            }
            let apart = parts.len() == tags.len();
            let single = tags.iter().all(|tags| tags.len() == 1);
            let text = kind == TagKind::Text;
            let customary = CUSTOMARY.contains(&wire.as_str());
            let score = u8::from(apart) * 8
                + u8::from(single) * 4
                + u8::from(text) * 2
                + u8::from(customary);
            if best.as_ref().is_none_or(|known| score > known.score) {
                best = Some(Found {
                    score,
                    wire,
                    kind,
                    tags,
                    parts,
                });
            }
        }
        let found = best?;
        let decision = Decision::Tag {
            wire: found.wire,
            declared: false,
            kind: found.kind,
            optional: false,
        };
        let told = Told {
            decision,
            tags: &found.tags,
            parts: &found.parts,
        };
        Some(self.tagged(group, &told, site.clone()))
    }

    fn tagged(&mut self, group: &Group<'d>, told: &Told<'_>, site: Site) -> Made {
        let Told {
            decision,
            tags,
            parts,
        } = told;
        let wire = match decision {
            Decision::Tag { wire, .. } => wire.as_str(),
            Decision::Kind | Decision::Keys | Decision::Order => "",
        };
        let mut variants = Vec::with_capacity(parts.len());
        let mut notes = Vec::with_capacity(parts.len());
        for part in *parts {
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
        self.made(decision.clone(), variants, notes, group, site)
    }
}
