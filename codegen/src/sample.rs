//! Values to try the emitted types with: samples made from their shapes, mutations of them with
//! the outcome that is due, and the examples of the description.
//!
//! Deterministic and bounded: the same description gives the same cases, and a type that contains
//! itself gives finite ones.

mod examples;
mod mutation;
mod value;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    emit::{
        page::Page,
        places::parts,
        scope::{Home, Scope},
    },
    ir::{Api, Shape, ShapeId},
    load::Document,
    name::Names,
    pass::Facts,
    pointer::Pointer,
    settings::Settings,
};

/// What is due when a value is read as a type and written again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// An equal value comes out.
    Same,
    /// It is refused at this place of the value.
    Refused(String),
}

/// What is tried with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trial {
    /// A value made from the shape.
    Sample,
    /// A value that the description itself gives.
    Example,
    /// A member that is not described: it is kept.
    Added,
    /// A tag, or a kind of value, that no branch has: it is kept.
    UnknownTag,
    /// A value that is not listed: it is kept.
    UnknownValue,
    /// A value of a wrong kind: it is refused where it stands.
    Misfit,
    /// Without a member that must be there: it is refused where that is missing.
    Missing,
}

impl Trial {
    /// All of them.
    pub const ALL: [Trial; 7] = [
        Trial::Sample,
        Trial::Example,
        Trial::Added,
        Trial::UnknownTag,
        Trial::UnknownValue,
        Trial::Misfit,
        Trial::Missing,
    ];

    /// What many of them are called.
    pub fn plural(self) -> &'static str {
        match self {
            Trial::Sample => "samples",
            Trial::Example => "examples",
            Trial::Added => "added members",
            Trial::UnknownTag => "unknown tags",
            Trial::UnknownValue => "unknown values",
            Trial::Misfit => "wrong kinds",
            Trial::Missing => "missing members",
        }
    }
}

/// A value to try a type with.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Index into [`Suite::types`].
    pub type_: usize,
    /// What is tried.
    pub trial: Trial,
    /// What the value is: `all members`, `without "id"`, or the place of an example.
    pub what: String,
    /// The value.
    pub value: Value,
    /// What is due.
    pub due: Due,
    /// For an example, the schema it is of, and those that say something of the same member in other
    /// parts of an `allOf`.
    pub schemas: Vec<Pointer>,
}

/// All cases of a description.
#[derive(Debug, Clone, Default)]
pub struct Suite {
    /// The types that are tried, spelt as the emitted code spells them.
    pub types: Vec<String>,
    /// Those that hold numbers of single precision: such numbers keep only so many digits.
    pub single: BTreeSet<usize>,
    /// What these types are made of: `crate::types::Element`, `std::collections::BTreeMap`.
    pub uses: BTreeSet<String>,
    /// The cases.
    pub cases: Vec<Case>,
}

/// The cases for everything these stages made of `document`.
pub fn suite(
    document: &Document,
    api: &Api,
    facts: &Facts,
    names: &Names,
    settings: &Settings,
) -> Suite {
    let scope = Scope::new(api, facts, names, settings);
    let mut bench = Bench {
        heights: value::heights(api),
        scope: &scope,
        document,
        known: rustc_hash::FxHashMap::default(),
        left: MUTATED,
        suite: Suite::default(),
    };
    for id in &names.order {
        if names.types.contains_key(id) {
            bench.samples(*id);
        }
    }
    examples::examples(&mut bench);
    bench.suite
}

/// The suite in the making.
struct Bench<'a> {
    scope: &'a Scope<'a>,
    document: &'a Document,
    /// How deep the smallest value of each shape is.
    heights: value::Heights,
    /// The index of each spelling in [`Suite::types`].
    known: rustc_hash::FxHashMap<String, usize>,
    /// How many more values the mutations of records may hold together.
    left: usize,
    suite: Suite,
}

/// How many values the mutations of records may hold in all: far more than any published
/// description has use for.
const MUTATED: usize = 5_000_000;

impl Bench<'_> {
    /// The index of the Rust type of a shape; `None` for one that is not read as JSON.
    fn type_of(&mut self, shape: ShapeId) -> Option<usize> {
        let mut page = Page::default();
        let spelling = self.scope.type_of(&mut page, Home::Elsewhere, shape);
        let spelling = spelling.to_string();
        if page.uses.contains("bytes::Bytes") {
            return None;
        }
        if let Some(index) = self.known.get(&spelling) {
            return Some(*index);
        }
        let index = self.suite.types.len();
        if self.is_single(shape) {
            self.suite.single.insert(index);
        }
        self.suite.types.push(spelling.clone());
        self.suite.uses.extend(page.uses);
        self.known.insert(spelling, index);
        Some(index)
    }

    /// Whether a number of single precision is anywhere in the shape.
    fn is_single(&self, shape: ShapeId) -> bool {
        let mut met = rustc_hash::FxHashSet::default();
        let mut pending = vec![shape];
        while let Some(shape) = pending.pop() {
            if !met.insert(shape) {
                continue;
            }
            let shape = self.scope.api.shapes.get(shape);
            if *shape == (Shape::Number { single: true }) {
                return true;
            }
            pending.extend(parts(shape).into_iter().map(|(part, _)| part));
        }
        false
    }

    fn push(&mut self, type_: usize, (trial, what): (Trial, String), value: Value, due: Due) {
        self.suite.cases.push(Case {
            type_,
            trial,
            what,
            value,
            due,
            schemas: Vec::new(),
        });
    }

    /// Samples of a type, and their mutations.
    fn samples(&mut self, id: ShapeId) {
        let Some(type_) = self.type_of(id) else {
            return;
        };
        let maker = value::Maker::new(self.scope, &self.heights);
        let mut same = maker.samples(id);
        let mut refused = Vec::new();
        // What a person closed refuses what it does not know, wherever the settings have it.
        let open = !self.scope.names.closed.contains_key(&id);
        match self.scope.api.shapes.get(id) {
            Shape::Record(record) => {
                mutation::record(
                    &maker,
                    id,
                    record,
                    (&mut same, &mut refused),
                    &mut self.left,
                );
            }
            Shape::Union(union) if open => {
                mutation::union(&maker, union, &mut same, &mut refused);
            }
            Shape::Choice(choice) if open => {
                mutation::choice(choice, &mut same, &mut refused);
            }
            Shape::Any
            | Shape::Null
            | Shape::Boolean
            | Shape::Integer(_)
            | Shape::Number { .. }
            | Shape::Text(_)
            | Shape::Binary
            | Shape::List(_)
            | Shape::Map(_)
            | Shape::Tuple { .. }
            | Shape::Nullable(_)
            | Shape::Alias(_)
            | Shape::Wrapper(_)
            | Shape::Union(_)
            | Shape::Choice(_) => {}
        }
        for (trial, what, value) in same {
            self.push(type_, (trial, what), value, Due::Same);
        }
        for (trial, what, value, at) in refused {
            self.push(type_, (trial, what), value, Due::Refused(at));
        }
    }
}
