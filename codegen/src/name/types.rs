//! What the types are called.
//!
//! In this order: as `codegen.toml` pins it; a component's own name; what the description's vendor
//! extensions or titles say; the shortest end of the path to it that no other type could be called
//! after too. The path's words are member names (`limitType`, one of `elements`), tags, operations.

mod locked;

use rustc_hash::FxHashMap;

use super::{
    graph::{Edge, Graph, Step},
    lock::Lock,
    pins::{Pins, taken},
    reserved::BARE,
    scope::Scope,
    words,
};
use crate::{
    ir::{Api, Record, Shape, ShapeId},
    pass::Twin,
    report::Report,
};

/// As long as a name gets that is not the description's own.
pub(super) const LONG: usize = 58;

/// Names every type of the graph; `scope` holds the names taken beforehand and afterwards all.
pub(super) fn types(
    api: &Api,
    (graph, twins): (&Graph, &FxHashMap<ShapeId, Twin>),
    pins: &mut Pins<'_>,
    lock: &Lock,
    scope: &mut Scope,
    report: &mut Report,
) -> FxHashMap<ShapeId, String> {
    let mut naming = Naming {
        api,
        graph,
        twins,
        names: FxHashMap::default(),
        scope,
    };
    naming.pinned(pins, report);
    naming.locked(lock);
    naming.components();
    naming.anonymous();
    naming.payloads();
    naming.twins();
    naming.renamed(pins, lock, report);
    naming.names
}

struct Naming<'a> {
    api: &'a Api,
    graph: &'a Graph,
    twins: &'a FxHashMap<ShapeId, Twin>,
    names: FxHashMap<ShapeId, String>,
    scope: &'a mut Scope,
}

impl<'a> Naming<'a> {
    fn give(&mut self, id: ShapeId, name: String) {
        self.names.insert(id, name);
    }

    /// Pins by place.
    fn pinned(&mut self, pins: &mut Pins<'_>, report: &mut Report) {
        for id in self.received() {
            for site in self.api.shapes.sites(*id) {
                let Some(name) = pins.type_at(&site.key()) else {
                    continue;
                };
                if self.names.get(id).is_some_and(|known| known == name) {
                    continue;
                }
                if self.names.contains_key(id) || !self.scope.claim(name) {
                    report.push(taken(&site.key().to_string(), name));
                } else {
                    self.names.insert(*id, name.to_owned());
                }
            }
        }
    }

    /// Pins by the name a type has got by itself.
    fn renamed(&mut self, pins: &mut Pins<'_>, lock: &Lock, report: &mut Report) {
        for (from, to) in pins.types() {
            let has = |id: &&ShapeId| self.names.get(id).is_some_and(|name| name == from);
            let had = |name: &str| lock.types.values().any(|known| known == name);
            match self.graph.order.iter().find(has).copied() {
                // The pin was followed last time; what is called `from` now is new.
                _ if had(to) && !had(from) => pins.meet(from),
                None => {}
                Some(id) => {
                    pins.meet(from);
                    if !self.scope.claim(to) {
                        report.push(taken(from, to));
                        continue;
                    }
                    self.scope.release(from);
                    self.give(id, to.to_owned());
                }
            }
        }
    }

    fn components(&mut self) {
        for id in self.received() {
            let Some(component) = component(self.api, *id) else {
                continue;
            };
            if self.names.contains_key(id) {
                continue;
            }
            let plain = words::camel(&component);
            let kind = kind(self.api.shapes.get(*id));
            let candidates = [
                plain.clone(),
                words::camel(&words::spelt(&component)),
                words::cased(&component),
                format!("{plain}{kind}"),
            ];
            let name = self.scope.claim_first(candidates, kind);
            self.give(*id, name);
        }
    }

    /// Round by round, each type without a name asks for its next best one; whoever asks alone
    /// gets it.
    fn anonymous(&mut self) {
        let mut open: Vec<(ShapeId, std::vec::IntoIter<String>)> = Vec::new();
        for id in self.received() {
            if !self.names.contains_key(id) && !self.is_payload(*id) {
                open.push((*id, self.candidates(*id).into_iter()));
            }
        }
        let mut stuck = Vec::new();
        while !open.is_empty() {
            let mut asked: FxHashMap<String, usize> = FxHashMap::default();
            let mut round = Vec::with_capacity(open.len());
            for (id, mut candidates) in open {
                match candidates.next() {
                    Some(name) => {
                        *asked.entry(name.clone()).or_default() += 1;
                        round.push((id, candidates, name));
                    }
                    None => stuck.push(id),
                }
            }
            open = Vec::new();
            for (id, candidates, name) in round {
                if asked[&name] == 1 && self.scope.claim(&name) {
                    self.give(id, name);
                } else {
                    open.push((id, candidates));
                }
            }
        }
        for id in stuck {
            let name = self.scope.claim_first(self.candidates(id), "Object");
            self.give(id, name);
        }
    }

    /// A union's payloads are called after their tag and the union.
    fn payloads(&mut self) {
        for id in self.received() {
            if self.names.contains_key(id) {
                continue;
            }
            let edges = self.edges(*id);
            let mut candidates = said(self.api, *id);
            for edge in edges {
                let union = edge.owner.and_then(|owner| self.names.get(&owner));
                let Some(union) = union else { continue };
                match edge.step {
                    // `DailyRestriction` is one of `Restriction` by itself.
                    Step::Variant if edge.word.ends_with(union.as_str()) => {
                        candidates.push(edge.word.clone());
                    }
                    Step::Variant => candidates.push(joined(&edge.word, union)),
                    Step::Form => candidates.push(format!("{union}{}", edge.word)),
                    Step::Root | Step::Field => {}
                }
            }
            candidates.extend(
                said(self.api, *id)
                    .iter()
                    .map(|name| format!("{name}Payload")),
            );
            let long = |name: &String| name.len() > LONG;
            let shortened: Vec<_> = candidates.iter().filter(|name| long(name)).collect();
            let shortened: Vec<_> = shortened
                .into_iter()
                .map(|name| words::shortened(name, LONG))
                .collect();
            candidates.retain(|name| !long(name));
            candidates.extend(self.candidates(*id));
            candidates.extend(shortened);
            let name = self.scope.claim_first(candidates, "Object");
            self.give(*id, name);
        }
    }

    /// What is sent otherwise than it is received is called after that.
    fn twins(&mut self) {
        for id in &self.graph.order {
            let Some(twin) = self.twins.get(id).filter(|_| !self.names.contains_key(id)) else {
                continue;
            };
            let received = self.names.get(&twin.received).cloned().unwrap_or_default();
            let candidates = [format!("{received}Input"), format!("New{received}")];
            let candidates = candidates.map(|name| words::shortened(&name, LONG));
            let name = self.scope.claim_first(candidates, "Input");
            self.give(*id, name);
        }
    }

    /// All types but the sent ones of twins.
    fn received(&self) -> impl Iterator<Item = &'a ShapeId> + use<'a> {
        let (twins, order) = (self.twins, self.graph.order.iter());
        order.filter(move |id| !twins.contains_key(id))
    }

    fn edges(&self, id: ShapeId) -> &[Edge] {
        self.graph.edges.get(&id).map_or(&[], Vec::as_slice)
    }

    fn is_payload(&self, id: ShapeId) -> bool {
        let first = self.edges(id).first().map(|edge| edge.step);
        matches!(first, Some(Step::Variant | Step::Form))
    }

    /// The names an anonymous type could have, best first.
    fn candidates(&self, id: ShapeId) -> Vec<String> {
        let mut names = said(self.api, id);
        let edges = self.edges(id);
        let first = edges
            .iter()
            .find(|edge| !edge.word.is_empty())
            .or(edges.first());
        let Some(first) = first else { return names };
        let agree = edges.iter().all(|edge| edge.word == first.word);
        if !agree && let Shape::Record(Record { fields, .. }) = self.api.shapes.get(id) {
            // Places disagree on what it is called: a lone member says it best.
            let mut open = fields.iter().filter(|field| field.constant.is_none());
            if let (Some(field), None) = (open.next(), open.next()) {
                names.push(words::camel(&field.wire));
            }
        }
        if !agree && edges.iter().all(Edge::is_failure) {
            names.push("ErrorResponse".to_owned());
        }
        let owned = first
            .owner
            .is_some_and(|owner| component(self.api, owner).is_some());
        let alone = !BARE.contains(&first.word.as_str());
        if alone && (first.step == Step::Root || !owned || (agree && edges.len() > 1)) {
            names.push(first.word.clone());
        }
        names.extend(first.longer.iter().cloned());
        names.extend(self.suffixes(first));
        for edge in edges.iter().skip(1).take(4) {
            names.extend(self.suffixes(edge).into_iter().take(1));
        }
        if let Some(last) = names.last() {
            names.push(format!("{last}{}", kind(self.api.shapes.get(id))));
        }
        names.retain(|name| !name.is_empty());
        // Those that are too long come last, with fewer words.
        let (mut names, long): (Vec<_>, Vec<_>) =
            names.into_iter().partition(|name| name.len() <= LONG);
        names.extend(long.iter().map(|name| words::shortened(name, LONG)));
        names
    }

    /// Ever longer ends of the path that `edge` is the last step of.
    fn suffixes(&self, edge: &Edge) -> Vec<String> {
        let mut names = Vec::new();
        let mut name = edge.word.clone();
        let mut owner = edge.owner;
        let mut outermost = None;
        let mut longest = None;
        // A circle of anonymous owners cannot be, but a path has an end in any case.
        for _ in 0..24 {
            let Some(id) = owner else { break };
            let mut longer = None;
            let word = match (component(self.api, id), self.edges(id).first()) {
                (Some(component), _) => {
                    owner = None;
                    words::camel(&component)
                }
                (None, Some(edge)) => {
                    owner = edge.owner;
                    longer = edge.longer.first();
                    edge.word.clone()
                }
                (None, None) => break,
            };
            longest = longer.map(|longer| joined(longer, &name));
            name = joined(&word, &name);
            names.push(name.clone());
            outermost = Some(word);
        }
        if let Some(outermost) = outermost {
            names.push(joined(&outermost, &edge.word));
        } else if names.is_empty() {
            names.push(name);
        }
        names.extend(longest);
        names
    }
}

/// What the description itself calls it beside its place: vendor extensions, then titles.
fn said(api: &Api, id: ShapeId) -> Vec<String> {
    let sites = api.shapes.sites(id);
    let mut names = Vec::new();
    if let Some(hint) = sites.iter().find_map(|site| site.hints.first()) {
        names.push(words::camel(hint));
    }
    let mut titles = sites.iter().map(|site| site.title.as_deref());
    if let Some(Some(title)) = titles.next()
        && titles.all(|other| other == Some(title))
        && title.split_whitespace().count() <= 4
    {
        let name = words::camel(title);
        if !BARE.contains(&name.as_str()) && name.len() <= 40 {
            names.push(name);
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The component a type belongs to, by its own name.
pub(super) fn component(api: &Api, id: ShapeId) -> Option<String> {
    let owner = match api.shapes.get(id) {
        Shape::Record(record) => record.owner.as_ref(),
        Shape::Union(union) => union.owner.as_ref(),
        Shape::Choice(choice) => choice.owner.as_ref(),
        Shape::Wrapper(_) => api.shapes.sites(id).first().map(|site| &site.pointer),
        _ => None,
    }?;
    let mut segments = owner.segments();
    let is_component =
        segments.next().as_deref() == Some("components") && segments.next().is_some();
    let name = segments.next()?;
    (is_component && segments.next().is_none()).then(|| name.into_owned())
}

/// What stands behind a name that is taken.
fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Choice(_) => "Value",
        Shape::Union(_) => "Variant",
        _ => "Object",
    }
}

/// Two parts of a name, without saying the same twice: `Pet` + `PetKind` is `PetKind`.
fn joined(before: &str, after: &str) -> String {
    if before == after {
        format!("{before}Item")
    } else if after.starts_with(before) && !before.is_empty() {
        after.to_owned()
    } else {
        format!("{before}{after}")
    }
}
