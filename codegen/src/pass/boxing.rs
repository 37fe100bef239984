//! A type that contains itself by value is boxed, at as few places as possible.
//!
//! Lists and maps hold their items elsewhere anyhow, so no circle leads through them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Layout;
use crate::ir::{Api, Shape, ShapeId, Shapes};

/// The part of a type by which it holds another one by value.
type Edge = (ShapeId, usize);

/// How many members a circle may have for every one to be tried as its beginning.
const TRIED: usize = 40;

/// The parts to box.
pub(super) fn boxes(api: &Api) -> FxHashSet<Edge> {
    let graph = Graph::of(&api.shapes);
    let mut boxed = FxHashSet::default();
    for circle in graph.circles() {
        let inside = circle.iter().copied().collect::<FxHashSet<_>>();
        let starts = if circle.len() <= TRIED {
            circle.len()
        } else {
            1
        };
        let best = (0..starts)
            .map(|start| graph.backward(&circle, start, &inside))
            .min_by_key(Vec::len);
        boxed.extend(best.unwrap_or_default());
    }
    boxed
}

/// The parts to box where some are settled: only what is new can be chosen.
pub(super) fn around(api: &Api, layout: &mut Layout) -> FxHashSet<Edge> {
    let settled = layout.boxed.iter().filter(|(_, boxed)| **boxed);
    let mut boxed: FxHashSet<Edge> = settled.map(|(edge, _)| *edge).collect();
    loop {
        let mut graph = Graph::of(&api.shapes);
        for (id, held) in &mut graph.edges {
            held.retain(|(part, _)| !boxed.contains(&(*id, *part)));
        }
        let circles = graph.circles();
        if circles.is_empty() {
            return boxed;
        }
        for circle in circles {
            let inside = circle.iter().copied().collect::<FxHashSet<_>>();
            let all = circle.iter().flat_map(|id| {
                let held = graph.next(*id).iter().filter(|(_, to)| inside.contains(to));
                held.map(|(part, _)| (*id, *part))
            });
            let all: Vec<Edge> = all.collect();
            let new = all.iter().filter(|edge| !layout.boxed.contains_key(*edge));
            let mut new: Vec<Edge> = new.copied().collect();
            if new.is_empty() {
                // What was settled holds no circle, unless the description is another one.
                new = graph.backward(&circle, 0, &inside);
                for edge in &new {
                    layout.boxed.remove(edge);
                }
            }
            boxed.extend(new);
        }
    }
}

/// Which types hold which by value.
struct Graph {
    nodes: Vec<ShapeId>,
    edges: FxHashMap<ShapeId, Vec<(usize, ShapeId)>>,
}

impl Graph {
    fn of(shapes: &Shapes) -> Self {
        let mut nodes = Vec::new();
        let mut edges = FxHashMap::default();
        for id in shapes.ids() {
            let parts: Vec<ShapeId> = match shapes.get(id) {
                Shape::Record(record) => record.fields.iter().map(|field| field.shape).collect(),
                Shape::Union(union) => union.variants.iter().map(|one| one.shape).collect(),
                Shape::Wrapper(inner) => vec![*inner],
                _ => continue,
            };
            let mut held = Vec::new();
            for (part, shape) in parts.into_iter().enumerate() {
                by_value(shapes, shape, &mut |to| held.push((part, to)), 0);
            }
            nodes.push(id);
            edges.insert(id, held);
        }
        Graph { nodes, edges }
    }

    fn next(&self, id: ShapeId) -> &[(usize, ShapeId)] {
        self.edges.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The sets of types that all contain one another (Tarjan's strongly connected components).
    fn circles(&self) -> Vec<Vec<ShapeId>> {
        let mut tarjan = Tarjan::default();
        for id in &self.nodes {
            if !tarjan.order.contains_key(id) {
                tarjan.visit(self, *id);
            }
        }
        let own = |id: ShapeId| self.next(id).iter().any(|(_, to)| *to == id);
        let mut circles = tarjan.found;
        circles.retain(|circle| circle.len() > 1 || circle.first().is_some_and(|id| own(*id)));
        for circle in &mut circles {
            circle.sort_unstable();
        }
        circles
    }

    /// The edges that lead back to where a walk from `circle[start]` came from.
    fn backward(&self, circle: &[ShapeId], start: usize, inside: &FxHashSet<ShapeId>) -> Vec<Edge> {
        let mut back = Vec::new();
        let mut done = FxHashSet::default();
        let mut open = FxHashSet::default();
        for root in circle.iter().cycle().skip(start).take(circle.len()) {
            if done.contains(root) {
                continue;
            }
            let mut stack = vec![(*root, 0)];
            open.insert(*root);
            while let Some((id, next)) = stack.last_mut() {
                let id = *id;
                let Some((part, to)) = self.next(id).get(*next).copied() else {
                    open.remove(&id);
                    done.insert(id);
                    stack.pop();
                    continue;
                };
                *next += 1;
                if open.contains(&to) {
                    if !back.contains(&(id, part)) {
                        back.push((id, part));
                    }
                } else if inside.contains(&to) && !done.contains(&to) {
                    open.insert(to);
                    stack.push((to, 0));
                }
            }
        }
        back
    }
}

/// The types that stand in a shape by value.
fn by_value(shapes: &Shapes, id: ShapeId, found: &mut impl FnMut(ShapeId), depth: usize) {
    match shapes.get(id) {
        Shape::Record(_) | Shape::Union(_) | Shape::Wrapper(_) => found(id),
        Shape::Nullable(inner) | Shape::Alias(inner) if depth < 64 => {
            by_value(shapes, *inner, found, depth + 1);
        }
        Shape::Tuple { items, .. } if depth < 64 => {
            for item in items {
                by_value(shapes, *item, found, depth + 1);
            }
        }
        Shape::Any
        | Shape::Null
        | Shape::Boolean
        | Shape::Integer(_)
        | Shape::Number { .. }
        | Shape::Text(_)
        | Shape::Binary
        | Shape::Choice(_)
        | Shape::List(_)
        | Shape::Map(_)
        | Shape::Nullable(_)
        | Shape::Alias(_)
        | Shape::Tuple { .. } => {}
    }
}

#[derive(Default)]
struct Tarjan {
    order: FxHashMap<ShapeId, usize>,
    low: FxHashMap<ShapeId, usize>,
    stack: Vec<ShapeId>,
    waiting: FxHashSet<ShapeId>,
    found: Vec<Vec<ShapeId>>,
}

impl Tarjan {
    fn visit(&mut self, graph: &Graph, root: ShapeId) {
        let mut walk = vec![(root, 0)];
        self.enter(root);
        while let Some((id, next)) = walk.last_mut() {
            let id = *id;
            if let Some((_, to)) = graph.next(id).get(*next).copied() {
                *next += 1;
                if !self.order.contains_key(&to) {
                    self.enter(to);
                    walk.push((to, 0));
                } else if self.waiting.contains(&to) {
                    self.lower(id, self.order[&to]);
                }
                continue;
            }
            walk.pop();
            let low = self.low[&id];
            if let Some((parent, _)) = walk.last() {
                self.lower(*parent, low);
            }
            if low == self.order[&id] {
                self.leave(id);
            }
        }
    }

    fn enter(&mut self, id: ShapeId) {
        let index = self.order.len();
        self.order.insert(id, index);
        self.low.insert(id, index);
        self.stack.push(id);
        self.waiting.insert(id);
    }

    fn lower(&mut self, id: ShapeId, to: usize) {
        if let Some(low) = self.low.get_mut(&id) {
            *low = (*low).min(to);
        }
    }

    fn leave(&mut self, id: ShapeId) {
        let mut circle = Vec::new();
        while let Some(member) = self.stack.pop() {
            self.waiting.remove(&member);
            circle.push(member);
            if member == id {
                break;
            }
        }
        self.found.push(circle);
    }
}
