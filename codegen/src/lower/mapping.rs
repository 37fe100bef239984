//! The `mapping` of a discriminator: which tags mean which branches.

use super::{
    Lower,
    tag_values::of_kind,
    union::{Branch, Group},
};
use crate::{
    ir::TagKind,
    load::Place,
    pointer::Pointer,
    report::{Problem, codes},
};

impl<'d> Lower<'d, '_> {
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

    pub(super) fn check_mapping(
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
    pub(super) fn tags_of(
        &mut self,
        branch: &Branch<'d>,
        wire: &str,
        kind: TagKind,
        mapping: &[(String, Place<'d>)],
    ) -> Vec<String> {
        let mut tags = mapping
            .iter()
            .filter(|(_, target)| is_at(branch, target))
            .map(|(tag, _)| tag.clone())
            .collect::<Vec<_>>();
        let own = self
            .values_in(&branch.view, wire, false, 0)
            .and_then(|own| of_kind(kind, &own))
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
}

fn is_at(branch: &Branch<'_>, target: &Place<'_>) -> bool {
    let at = branch.target.as_ref().unwrap_or(&branch.place);
    at.pointer == target.pointer
}
