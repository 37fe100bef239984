//! A base with a `discriminator` stands for its heirs: the components that name it in `allOf`.

use rustc_hash::FxHashMap;

use super::{
    Lower, Made,
    union::{Branch, Group},
    view::{Meaning, Members},
};
use crate::{ir::Site, load::Place, pointer::Pointer};

/// The components that name a component in their `allOf`, by its place.
pub(super) type Heirs<'d> = FxHashMap<Pointer, Vec<Place<'d>>>;

impl<'d> Lower<'d, '_> {
    /// The union of the heirs of the object at `place`; `None` if it has none.
    pub(super) fn heirs_union(
        &mut self,
        members: &Members<'d>,
        discriminator: &Place<'d>,
        place: &Place<'d>,
        site: Site,
    ) -> Option<Made> {
        let wire = discriminator.text("propertyName")?;
        let mut heirs = self.heirs_of(&place.pointer);
        let mut mapped_to_base = false;
        for (_, target) in self.mapping(discriminator) {
            if target.pointer == place.pointer {
                mapped_to_base = true;
            } else if !heirs.iter().any(|heir| heir.pointer == target.pointer) {
                heirs.push(target);
            }
        }
        if heirs.is_empty() {
            return None;
        }
        let mut branches = Vec::with_capacity(heirs.len() + 1);
        for heir in heirs {
            let (at, view) = self.resolved(&heir);
            branches.push(Branch {
                place: heir,
                target: Some(at),
                view,
                merged: false,
                anything: false,
            });
        }
        // A base whose tag has listed values keeps those that mean no heir.
        let listed = members
            .list
            .get(wire)
            .is_some_and(|member| matches!(self.member_view(member).meaning, Meaning::Values(_)));
        if mapped_to_base || listed {
            let mut base = members.clone();
            base.discriminator = None;
            branches.push(Branch::of_base(place, base));
        }
        let group = Group {
            branches,
            any: false,
            discriminator: Some(discriminator.clone()),
            at: place.clone(),
            inherited: true,
        };
        Some(self.objects(group, site))
    }

    /// All heirs of a component, also those of its heirs, in document order.
    fn heirs_of(&mut self, base: &Pointer) -> Vec<Place<'d>> {
        if self.heirs.is_none() {
            self.heirs = Some(self.find_heirs());
        }
        let Some(heirs) = &self.heirs else {
            return Vec::new();
        };
        let mut found: Vec<Place<'d>> = Vec::new();
        let mut open = vec![base.clone()];
        while let Some(parent) = open.pop() {
            for heir in heirs.get(&parent).into_iter().flatten() {
                let known = heir.pointer == *base
                    || found.iter().any(|other| other.pointer == heir.pointer);
                if !known {
                    open.push(heir.pointer.clone());
                    found.push(heir.clone());
                }
            }
        }
        found
    }

    fn find_heirs(&self) -> Heirs<'d> {
        let mut heirs = Heirs::default();
        let components = self.document.root().get("components");
        let schemas = components.and_then(|components| components.get("schemas"));
        for (_, schema) in schemas.iter().flat_map(Place::members) {
            for part in schema.get("allOf").iter().flat_map(Place::items) {
                if let Some(base) = part.reference().and_then(Pointer::parse) {
                    heirs.entry(base).or_default().push(schema.clone());
                }
            }
        }
        heirs
    }
}
