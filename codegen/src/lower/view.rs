//! What a schema means: its keywords, references and `allOf` taken together.
//!
//! A view is made without lowering any child, so that a schema that contains itself can be looked
//! at while it is being lowered. Each place is viewed once.

use std::rc::Rc;

use indexmap::{IndexMap, IndexSet};
use rustc_hash::FxBuildHasher;

use super::{
    Address, Lower,
    node::{Additional, Node, Typed},
    scalar,
    values::{self, Entry},
};
use crate::{
    ir::{IntegerWidth, TextFormat},
    load::Place,
    report::{Problem, codes},
};

/// How many schemas an `allOf` may lead through.
const DEEPEST: usize = 400;

/// What a schema means.
#[derive(Debug, Clone, Default)]
pub(super) struct View<'d> {
    /// Whether `null` is allowed beside.
    pub(super) nullable: bool,
    /// What is allowed.
    pub(super) meaning: Meaning<'d>,
}

/// What a schema allows, `null` aside.
#[derive(Debug, Clone, Default)]
pub(super) enum Meaning<'d> {
    /// Any JSON value.
    #[default]
    Any,
    /// `null` only.
    Null,
    /// `true` and `false`.
    Boolean,
    /// Whole numbers.
    Integer(IntegerWidth),
    /// Numbers.
    Number {
        /// `format: float`.
        single: bool,
    },
    /// Strings.
    Text(TextFormat),
    /// Raw bytes.
    Binary,
    /// The values of an `enum`.
    Values(Vec<Entry<'d>>),
    /// Arrays whose items satisfy all of these.
    List(Vec<Place<'d>>),
    /// Arrays by position.
    Tuple(Vec<Place<'d>>, Option<Option<Place<'d>>>),
    /// Objects.
    Object(Box<Members<'d>>),
    /// Exactly what stands at another place.
    Same(Place<'d>),
    /// One or any of several schemas.
    Branches(Box<Branches<'d>>),
}

/// The members of an object.
#[derive(Debug, Clone, Default)]
pub(super) struct Members<'d> {
    /// The described members, in document order.
    pub(super) list: IndexMap<&'d str, Member<'d>, FxBuildHasher>,
    /// Members that must be there.
    pub(super) wanted: IndexSet<String, FxBuildHasher>,
    /// What else may be there.
    pub(super) additional: Additional<'d>,
    /// The place of a `discriminator` that stands beside them.
    pub(super) discriminator: Option<Place<'d>>,
}

/// A described member.
#[derive(Debug, Clone)]
pub(super) struct Member<'d> {
    /// Where it is described.
    pub(super) places: Vec<Place<'d>>,
    /// Whether any of the places suffices; otherwise all hold.
    pub(super) either: bool,
}

/// `oneOf` or `anyOf`.
#[derive(Debug, Clone)]
pub(super) struct Branches<'d> {
    /// The branches.
    pub(super) places: Vec<Place<'d>>,
    /// Whether several may hold at once (`anyOf`).
    pub(super) any: bool,
    /// What holds beside any branch.
    pub(super) base: Option<Rc<View<'d>>>,
    /// The place of the `discriminator`.
    pub(super) discriminator: Option<Place<'d>>,
    /// Where it stands.
    pub(super) at: Place<'d>,
}

impl<'d> Members<'d> {
    /// Whether nothing is said but that it is an object, and which members must be there.
    pub(super) fn is_bare(&self) -> bool {
        self.list.is_empty() && matches!(self.additional, Additional::Unsaid | Additional::Open)
    }

    /// Whether the member must be there.
    pub(super) fn requires(&self, wire: &str) -> bool {
        self.wanted.contains(wire)
    }
}

impl<'d> View<'d> {
    pub(super) fn same(target: Place<'d>) -> Self {
        View {
            nullable: false,
            meaning: Meaning::Same(target),
        }
    }
}

impl<'d> Lower<'d, '_> {
    /// What the schema at `place` means.
    pub(super) fn view(&mut self, place: &Place<'d>) -> Rc<View<'d>> {
        let address = Address::of(place);
        if let Some(view) = self.views.get(&address) {
            return Rc::clone(view);
        }
        let view = Rc::new(self.read_view(place));
        self.views.insert(address, Rc::clone(&view));
        view
    }

    /// What the schema at `place` means after all references, with the place it stands at.
    pub(super) fn resolved(&mut self, place: &Place<'d>) -> (Place<'d>, Rc<View<'d>>) {
        let mut at = place.clone();
        let mut view = self.view(&at);
        let mut nullable = view.nullable;
        let mut steps = 0;
        while let Meaning::Same(target) = &view.meaning {
            at = target.clone();
            view = self.view(&at);
            nullable |= view.nullable;
            steps += 1;
            if steps > DEEPEST {
                return (at, Rc::default());
            }
        }
        if nullable && !view.nullable {
            view = Rc::new(View {
                nullable,
                meaning: view.meaning.clone(),
            });
        }
        (at, view)
    }

    fn read_view(&mut self, place: &Place<'d>) -> View<'d> {
        if let Some(reference) = place.reference() {
            let follow = || self.document.follow(place);
            let target = self.followed.entry(reference).or_insert_with(follow);
            return target.clone().map(View::same).unwrap_or_default();
        }
        if self.viewing.contains(&place.pointer) || self.viewing.len() > DEEPEST {
            self.report.push(
                Problem::warning(
                    codes::RECURSIVE_ALL_OF,
                    &place.pointer,
                    "the schema contains itself through `allOf`, or leads through too many schemas",
                )
                .done("this part of it is left out")
                .help("take the schema out of its own `allOf`")
                .degraded(),
            );
            return View::default();
        }
        self.viewing.push(place.pointer.clone());
        let node = Node::read(self.document, place, self.report);
        let view = self.node_view(&node);
        self.viewing.pop();
        view
    }

    fn node_view(&mut self, node: &Node<'d>) -> View<'d> {
        if node.not {
            self.report.push(
                Problem::note(codes::NOT_KEYWORD, &node.place.pointer, "`not` is no shape")
                    .done("what it forbids is left to the service"),
            );
        }
        let own = self.plain(node);
        if node.all_of.is_empty() && node.one_of.is_empty() && node.any_of.is_empty() {
            return own;
        }
        let mut parts = Vec::with_capacity(node.all_of.len() + 3);
        parts.extend(node.all_of.iter().map(|place| self.part(place)));
        let nullable = own.nullable;
        if !matches!(own.meaning, Meaning::Any) {
            parts.push((node.place.clone(), Rc::new(own)));
        }
        for (places, any) in [(&node.one_of, false), (&node.any_of, true)] {
            if !places.is_empty() {
                let branches = Branches {
                    places: places.clone(),
                    any,
                    base: None,
                    discriminator: node.place.get("discriminator"),
                    at: node.place.clone(),
                };
                let meaning = Meaning::Branches(branches.into());
                parts.push((node.place.clone(), Rc::new(View { nullable, meaning })));
            }
        }
        let mut view = self.combine(&node.place, parts);
        view.nullable |= nullable;
        view
    }

    fn part(&mut self, place: &Place<'d>) -> (Place<'d>, Rc<View<'d>>) {
        (place.clone(), self.view(place))
    }

    /// What the keywords say without `allOf`, `oneOf` and `anyOf`.
    fn plain(&mut self, node: &Node<'d>) -> View<'d> {
        let mut nullable = node.nullable;
        if let Some(values) = node.values.filter(|_| node.properties.is_empty()) {
            let entries = values::entries(self.report, node, values);
            nullable |= values.iter().any(serde_json::Value::is_null);
            let meaning = match entries {
                entries if entries.is_empty() => Meaning::Null,
                entries => Meaning::Values(entries),
            };
            return View {
                nullable: nullable && !matches!(meaning, Meaning::Null),
                meaning,
            };
        }
        let meaning = match node.typed {
            None if node.required.is_empty() => Meaning::Any,
            None | Some(Typed::Object) => Meaning::Object(members(node).into()),
            Some(Typed::Null) => Meaning::Null,
            Some(Typed::Boolean) => Meaning::Boolean,
            Some(Typed::Integer) => Meaning::Integer(scalar::width(node.format)),
            Some(Typed::Number) => scalar::number(node.format),
            Some(Typed::Text) => scalar::text(node.format),
            Some(Typed::List) if node.prefix.is_empty() => {
                Meaning::List(node.items.iter().cloned().collect())
            }
            Some(Typed::List) => {
                let rest = (!node.closed).then(|| node.items.clone());
                Meaning::Tuple(node.prefix.clone(), rest)
            }
        };
        if !node.properties.is_empty() && !matches!(meaning, Meaning::Object(_)) {
            self.report.push(
                Problem::warning(
                    codes::FOREIGN_KEYWORD,
                    &node.place.pointer,
                    "`properties` stand beside a `type` that has none",
                )
                .done("the type counts, the properties are left out")
                .help("write `type: object`")
                .degraded(),
            );
        }
        View { nullable, meaning }
    }
}

fn members<'d>(node: &Node<'d>) -> Members<'d> {
    let list = node.properties.iter().map(|(wire, place)| {
        (
            *wire,
            Member {
                places: vec![place.clone()],
                either: false,
            },
        )
    });
    Members {
        list: list.collect(),
        wanted: node.required.iter().cloned().collect(),
        additional: node.additional.clone(),
        discriminator: node.place.get("discriminator"),
    }
}
