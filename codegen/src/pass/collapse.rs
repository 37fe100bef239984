//! Names that add nothing to another shape give way to it; what contains itself becomes a wrapper.
//!
//! Bytes that stand in JSON are text there. The table of shapes is built anew from what operations and components reach, in that order.

use rustc_hash::{FxHashMap, FxHashSet};

use super::usage;
use crate::ir::{Api, Content, Extras, Shape, ShapeId, Shapes, Site, TextFormat};

/// How deep shapes without a name may be nested before one of them gets a type of its own.
const DEEPEST: usize = 16;

/// Replaces every alias by what it stands for.
pub(super) fn run(api: &mut Api) {
    let mut old = std::mem::take(&mut api.shapes);
    let mut sites = FxHashMap::default();
    for id in old.ids() {
        let taken = old.take_sites(id);
        if !taken.is_empty() {
            sites.insert(id, taken);
        }
    }
    let mut collapse = Collapse {
        old: &old,
        new: Shapes::default(),
        ids: FxHashMap::default(),
        open: FxHashMap::default(),
        waiting: Vec::new(),
        sites,
        moved: FxHashMap::default(),
        carriers: FxHashSet::default(),
        raw: false,
        depth: 0,
    };
    let mut carriers = Vec::new();
    each_id(api, &mut |id, raw| carriers.extend(raw.then_some(*id)));
    collapse.carriers = usage::reach(&old, carriers, None);
    let mut components = Vec::with_capacity(api.components.len());
    each_id(api, &mut |id, raw| {
        // A whole body of bytes is no JSON, whatever its media type says.
        collapse.raw = raw || is_binary(&old, *id);
        *id = collapse.id(*id);
    });
    collapse.finish();
    for id in &api.components {
        collapse.raw = false;
        let id = collapse.id(*id);
        collapse.finish();
        if has_type(collapse.new.get(id)) && !components.contains(&id) {
            components.push(id);
        }
    }
    api.components = components;
    for (_, id) in &mut api.aliases {
        *id = collapse.id(*id);
        collapse.finish();
    }
    api.aliases.retain(|(place, id)| {
        let mut sites = collapse.new.sites(*id).iter();
        !sites.any(|site| site.pointer == *place)
    });
    api.shapes = collapse.new;
}

fn is_binary(shapes: &Shapes, mut id: ShapeId) -> bool {
    for _ in 0..DEEPEST {
        match shapes.get(id) {
            Shape::Alias(target) | Shape::Nullable(target) => id = *target,
            shape => return *shape == Shape::Binary,
        }
    }
    false
}

/// Whether the shape becomes a type.
pub(crate) fn has_type(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Record(_) | Shape::Union(_) | Shape::Choice(_) | Shape::Wrapper(_)
    )
}

/// Visits every shape that operations and webhooks speak of, in document order, and whether it
/// stands for a body that is no JSON.
pub(crate) fn each_id(api: &mut Api, visit: &mut dyn FnMut(&mut ShapeId, bool)) {
    for operation in &mut api.operations {
        for parameter in &mut operation.parameters {
            visit(&mut parameter.shape, false);
        }
        if let Some(body) = &mut operation.body {
            each_content(&mut body.contents, visit);
        }
        for reply in &mut operation.replies {
            each_content(&mut reply.contents, visit);
            for header in &mut reply.headers {
                visit(&mut header.shape, false);
            }
        }
    }
    for webhook in &mut api.webhooks {
        if let Some(body) = &mut webhook.body {
            visit(body, false);
        }
    }
}

fn each_content(contents: &mut [Content], visit: &mut dyn FnMut(&mut ShapeId, bool)) {
    for content in contents {
        if let Some(shape) = &mut content.shape {
            let media = &content.media;
            visit(
                shape,
                !super::media::is_json(media) && !super::media::is_xml(media),
            );
        }
        for encoding in content.encoding.values_mut() {
            for (_, shape) in &mut encoding.headers {
                visit(shape, false);
            }
        }
    }
}

struct Collapse<'s> {
    old: &'s Shapes,
    new: Shapes,
    /// Old ids, and whether bytes may stand in them, to new ones.
    ids: FxHashMap<(ShapeId, bool), ShapeId>,
    /// Aliases being looked through; the wrapper of those that turned out to contain themselves.
    open: FxHashMap<ShapeId, Option<ShapeId>>,
    /// Named shapes whose parts are still to be looked at.
    waiting: Vec<(ShapeId, ShapeId)>,
    /// Sites by old ids, as far as they have not moved to a new one.
    sites: FxHashMap<ShapeId, Vec<Site>>,
    /// The new id that the sites of an old one moved to.
    moved: FxHashMap<ShapeId, ShapeId>,
    /// Shapes that are part of a body that is no JSON.
    carriers: FxHashSet<ShapeId>,
    /// Whether bytes may stand in what is being looked at.
    raw: bool,
    depth: usize,
}

impl Collapse<'_> {
    fn id(&mut self, id: ShapeId) -> ShapeId {
        let old = self.old;
        let named = old.is_named(id) && !matches!(old.get(id), Shape::Alias(_));
        let key = (id, self.raw || named);
        if let Some(known) = self.ids.get(&key) {
            return *known;
        }
        let new = match old.get(id) {
            Shape::Alias(target) => self.alias(id, *target),
            _ if named => {
                let new = self.new.reserve();
                self.sites(id, new);
                self.waiting.push((id, new));
                new
            }
            shape => {
                self.depth += 1;
                let shape = self.parts(shape);
                self.depth -= 1;
                let new = match shape {
                    Shape::Nullable(inner)
                        if matches!(
                            self.new.get(inner),
                            Shape::Nullable(_) | Shape::Any | Shape::Null
                        ) && !self.new.is_named(inner) =>
                    {
                        inner
                    }
                    shape => self.new.intern(shape),
                };
                self.sites(id, new);
                new
            }
        };
        self.ids.insert(key, new);
        if self.new.is_named(new) {
            self.ids.insert((id, !key.1), new);
        }
        new
    }

    fn alias(&mut self, id: ShapeId, target: ShapeId) -> ShapeId {
        if let Some(wrapper) = self.open.get_mut(&id) {
            let new = &mut self.new;
            return *wrapper.get_or_insert_with(|| new.reserve());
        }
        let deep = self.depth > DEEPEST;
        let early = deep.then(|| self.new.reserve());
        self.open.insert(id, early);
        if let (true, Some(wrapper)) = (deep, early) {
            self.waiting.push((id, wrapper));
            self.open.remove(&id);
            self.sites(id, wrapper);
            return wrapper;
        }
        self.depth += 1;
        let target = self.id(target);
        self.depth -= 1;
        let Some(Some(wrapper)) = self.open.remove(&id) else {
            return target;
        };
        self.wrap(id, wrapper, target)
    }

    /// Fills the wrapper of an alias that contains itself.
    fn wrap(&mut self, id: ShapeId, wrapper: ShapeId, target: ShapeId) -> ShapeId {
        self.sites(id, wrapper);
        let shape = match self.new.get(target) {
            // Only names of one another: there is no value at all.
            _ if target == wrapper => Shape::Any,
            // It has a type anyhow; the name becomes its own.
            shape @ (Shape::Record(_) | Shape::Union(_) | Shape::Choice(_))
                if !self.new.is_named(target) =>
            {
                shape.clone()
            }
            _ => Shape::Wrapper(target),
        };
        self.new.fill(wrapper, shape);
        wrapper
    }

    fn sites(&mut self, old: ShapeId, new: ShapeId) {
        let sites = match self.sites.remove(&old) {
            Some(sites) => {
                self.moved.insert(old, new);
                sites
            }
            // It stands for two shapes, with bytes in it and without.
            None => match self.moved.get(&old) {
                Some(first) if *first != new => self.new.sites(*first).to_vec(),
                _ => return,
            },
        };
        for site in sites {
            self.new.add_site(new, site);
        }
    }

    /// Looks at the parts of all named shapes met so far, and of those they lead to.
    fn finish(&mut self) {
        let mut next = 0;
        while next < self.waiting.len() {
            let (old, new) = self.waiting[next];
            next += 1;
            self.raw = self.carriers.contains(&old);
            let shape = match self.old.get(old) {
                Shape::Alias(target) => Shape::Wrapper(self.id(*target)),
                shape => self.parts(shape),
            };
            self.new.fill(new, shape);
        }
        self.waiting.clear();
    }

    /// The shape with the ids of its parts replaced.
    fn parts(&mut self, shape: &Shape) -> Shape {
        match shape {
            Shape::Any
            | Shape::Null
            | Shape::Boolean
            | Shape::Integer(_)
            | Shape::Number { .. }
            | Shape::Text(_)
            | Shape::Choice(_) => shape.clone(),
            Shape::Binary if self.raw => Shape::Binary,
            Shape::Binary => Shape::Text(TextFormat::Plain),
            Shape::List(item) => Shape::List(self.id(*item)),
            Shape::Map(value) => Shape::Map(self.id(*value)),
            Shape::Tuple { items, rest } => Shape::Tuple {
                items: items.iter().map(|item| self.id(*item)).collect(),
                rest: rest.map(|rest| self.id(rest)),
            },
            Shape::Nullable(inner) => Shape::Nullable(self.id(*inner)),
            Shape::Record(record) => {
                let mut record = record.clone();
                for field in &mut record.fields {
                    field.shape = self.id(field.shape);
                }
                if let Extras::Typed(shape) = &mut record.extras {
                    *shape = self.id(*shape);
                }
                Shape::Record(record)
            }
            Shape::Union(union) => {
                let mut union = union.clone();
                for variant in &mut union.variants {
                    variant.shape = self.id(variant.shape);
                }
                Shape::Union(union)
            }
            Shape::Alias(target) => Shape::Alias(self.id(*target)),
            Shape::Wrapper(target) => Shape::Wrapper(self.id(*target)),
        }
    }
}
