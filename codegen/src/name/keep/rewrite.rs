//! Shapes take the place of others, everywhere.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    ir::{Api, Extras, Shape, ShapeId, Shapes},
    pass,
};

/// Puts other shapes in the place of those in `instead`, and in all that contains them.
pub(super) fn rewrite(api: &mut Api, instead: &FxHashMap<ShapeId, ShapeId>) {
    let ids: Vec<ShapeId> = api.shapes.ids().collect();
    let mut shapes = std::mem::take(&mut api.shapes);
    let mut rewrite = Rewrite {
        shapes: &mut shapes,
        instead,
        done: FxHashMap::default(),
        open: FxHashSet::default(),
    };
    for id in ids {
        match rewrite.shapes.is_named(id) {
            true => {
                let shape = rewrite.shapes.get(id).clone();
                let shape = rewrite.parts(shape);
                rewrite.shapes.fill(id, shape);
            }
            // In order, so that parts come before what they are parts of.
            false => {
                rewrite.id(id);
            }
        }
    }
    pass::each_id(api, &mut |id, _| *id = rewrite.id(*id));
    for id in &mut api.components {
        *id = rewrite.id(*id);
    }
    api.shapes = shapes;
}

struct Rewrite<'a> {
    shapes: &'a mut Shapes,
    instead: &'a FxHashMap<ShapeId, ShapeId>,
    done: FxHashMap<ShapeId, ShapeId>,
    /// Shapes whose parts are being replaced.
    open: FxHashSet<ShapeId>,
}

impl Rewrite<'_> {
    fn id(&mut self, id: ShapeId) -> ShapeId {
        if let Some(done) = self.done.get(&id) {
            return *done;
        }
        if self.shapes.is_named(id) {
            return id;
        }
        let source = self.instead.get(&id).copied().unwrap_or(id);
        // What takes its place may hold it: inside, it stays what it is.
        if !self.open.insert(source) {
            return id;
        }
        let shape = self.shapes.get(source).clone();
        let shape = self.parts(shape);
        self.open.remove(&source);
        let new = self.shapes.intern(shape);
        self.done.insert(id, new);
        self.done.insert(source, new);
        for old in [id, source] {
            if old != new {
                for site in self.shapes.take_sites(old) {
                    self.shapes.add_site(new, site);
                }
            }
        }
        new
    }

    /// The shape with its parts rewritten.
    fn parts(&mut self, shape: Shape) -> Shape {
        match shape {
            Shape::List(item) => Shape::List(self.id(item)),
            Shape::Map(value) => Shape::Map(self.id(value)),
            Shape::Nullable(inner) => Shape::Nullable(self.id(inner)),
            Shape::Alias(inner) => Shape::Alias(self.id(inner)),
            Shape::Wrapper(inner) => Shape::Wrapper(self.id(inner)),
            Shape::Tuple { items, rest } => Shape::Tuple {
                items: items.into_iter().map(|item| self.id(item)).collect(),
                rest: rest.map(|rest| self.id(rest)),
            },
            Shape::Record(mut record) => {
                for field in &mut record.fields {
                    field.shape = self.id(field.shape);
                }
                if let Extras::Typed(shape) = &mut record.extras {
                    *shape = self.id(*shape);
                }
                Shape::Record(record)
            }
            Shape::Union(mut union) => {
                for variant in &mut union.variants {
                    variant.shape = self.id(variant.shape);
                }
                Shape::Union(union)
            }
            shape @ (Shape::Any
            | Shape::Null
            | Shape::Boolean
            | Shape::Integer(_)
            | Shape::Number { .. }
            | Shape::Text(_)
            | Shape::Binary
            | Shape::Choice(_)) => shape,
        }
    }
}
