//! Every operation is walked once, in document order; one schema becomes one shape id.
//!
//! A schema is first looked at (`view`: keywords, references and `allOf` taken together), then
//! lowered; named ones wait in a queue, so that neither long chains nor circles of references
//! deepen the stack.

mod bodies;
mod branches;
mod combine;
mod dump;
mod field;
mod flat;
mod heirs;
mod implicit;
mod keys;
mod kinds;
mod mapping;
mod merge;
mod node;
mod object;
mod operations;
mod parameters;
mod scalar;
mod security;
mod settle;
mod simple;
mod site;
mod tag_values;
mod tags;
mod targets;
mod union;
mod values;
mod view;
mod xml;

use std::{collections::VecDeque, rc::Rc};

use rustc_hash::{FxHashMap, FxHashSet};

pub use dump::dump;

use crate::{
    ir::{Api, Settled, Shape, ShapeId, Shapes, Site, Union},
    load::{Document, Place},
    pointer::Pointer,
    report::{Problem, Report, codes},
    select::{Selection, select},
    settings::Settings,
};
use settle::own;
use view::{Meaning, View};

/// The stack of the thread that lowers: nesting is limited, but frames are not small.
const STACK: usize = 256 << 20;

/// How deep shapes may be nested without a name.
const DEEPEST: usize = 64;

/// The neutral model of `document`.
///
/// Nothing stops it: whatever cannot be expressed is reported and read as any JSON value.
pub fn lower(document: &Document, settings: &Settings, report: &mut Report) -> Api {
    again(document, settings, &Settled::default(), report)
}

/// The same, with what earlier versions settled.
pub fn again(
    document: &Document,
    settings: &Settings,
    settled: &Settled,
    report: &mut Report,
) -> Api {
    let selection = select(document, &settings.select, report);
    selection.silence(document, report);
    std::thread::scope(|scope| {
        let mut met = Report::default();
        let builder = std::thread::Builder::new().stack_size(STACK);
        let thread = builder.spawn_scoped(scope, || {
            let mut met = Report::default();
            let api = Lower::new(document, &selection, settled, &mut met).api();
            (api, met)
        });
        let api = match thread {
            Ok(thread) => match thread.join() {
                Ok((api, problems)) => {
                    met = problems;
                    api
                }
                Err(panic) => std::panic::resume_unwind(panic),
            },
            // Without a thread of its own the caller's stack has to do.
            Err(_) => Lower::new(document, &selection, settled, &mut met).api(),
        };
        report.append(met);
        api
    })
}

/// What is known while a document is being lowered.
struct Lower<'d, 'r> {
    document: &'d Document,
    selection: &'d Selection,
    settled: &'d Settled,
    report: &'r mut Report,
    shapes: Shapes,
    /// What the schema at a place means.
    views: FxHashMap<Address, Rc<View<'d>>>,
    /// What references lead to, by their texts.
    followed: FxHashMap<&'d str, Option<Place<'d>>>,
    /// The places being viewed, outermost first.
    viewing: Vec<Pointer>,
    /// The shape of each inline place.
    inline: FxHashMap<Address, ShapeId>,
    /// The shape of several places taken together.
    joint: FxHashMap<(bool, Vec<Pointer>), ShapeId>,
    /// The shape of each place that references lead to.
    named: FxHashMap<Pointer, ShapeId>,
    /// What a nullable named shape is when it is not `null`.
    inner: FxHashMap<ShapeId, ShapeId>,
    /// Named shapes still to be lowered.
    queue: VecDeque<(Place<'d>, ShapeId)>,
    /// Places outside the components that references lead to.
    targets: FxHashSet<Pointer>,
    /// The components that inherit from a component by `allOf`.
    heirs: Option<heirs::Heirs<'d>>,
    /// Unions whose decision has been told.
    told: FxHashSet<Union>,
    /// Codes and places of what is told once.
    told_once: FxHashSet<(&'static str, Pointer)>,
    /// Whether contradictions are told later.
    trying: bool,
    /// Whether there are bodies in XML.
    xml: bool,
    depth: usize,
    /// The kinds of values that the schema of a branch allows.
    allowed: FxHashMap<Pointer, kinds::Kinds>,
    /// The named schemas that are being taken together with what stands beside them.
    merging: Vec<Pointer>,
    /// How many branches were taken together with what stands beside them.
    merged: usize,
    /// How many members records have that are written elsewhere.
    repeated: usize,
    /// How many more branches within branches are looked at to tell the branches of a union apart.
    looks: usize,
}

/// Where a value of the document stands in memory: it tells places apart as their pointers do, and
/// is shorter.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Address(usize);

impl Address {
    fn of(place: &Place<'_>) -> Self {
        Address(std::ptr::from_ref(place.value).addr())
    }
}

/// A shape on its way into the table.
struct Made {
    shape: Kind,
    nullable: bool,
    site: Site,
}

/// A shape that is in the table already, or not yet.
enum Kind {
    Known(ShapeId),
    New(Shape),
}

impl Made {
    fn new(shape: Shape, site: Site) -> Self {
        Made {
            shape: Kind::New(shape),
            nullable: false,
            site,
        }
    }
}

/// The tag member and the value that a payload stands for.
type Payload = Option<(String, String)>;

impl<'d, 'r> Lower<'d, 'r> {
    fn new(
        document: &'d Document,
        selection: &'d Selection,
        settled: &'d Settled,
        report: &'r mut Report,
    ) -> Self {
        let found = targets::find(document.root().value);
        Lower {
            document,
            selection,
            settled,
            report,
            shapes: Shapes::default(),
            views: FxHashMap::default(),
            followed: FxHashMap::default(),
            viewing: Vec::new(),
            inline: FxHashMap::default(),
            joint: FxHashMap::default(),
            named: FxHashMap::default(),
            inner: FxHashMap::default(),
            queue: VecDeque::new(),
            targets: found.targets,
            heirs: None,
            told: FxHashSet::default(),
            told_once: FxHashSet::default(),
            trying: false,
            xml: found.xml,
            depth: 0,
            allowed: FxHashMap::default(),
            merging: Vec::new(),
            merged: 0,
            repeated: 0,
            looks: merge::LOOKS,
        }
    }

    fn api(mut self) -> Api {
        let mut api = self.head();
        self.operations(&mut api);
        // What is selected decides which components are needed; without a selection all are.
        let components = match self.selection.is_all() {
            true => self.document.root().get("components"),
            false => None,
        };
        if let Some(schemas) = components.and_then(|components| components.get("schemas")) {
            for (_, place) in schemas.members() {
                let id = self.named(&place);
                api.components.push(id);
            }
        }
        self.drain();
        self.aliases(&mut api);
        api.shapes = self.shapes;
        api
    }

    /// The shape of the schema at `place`.
    fn shape(&mut self, place: &Place<'d>) -> ShapeId {
        self.shape_as(place, None)
    }

    /// The shape of the schema at `place`, which is the payload of a union.
    fn shape_as(&mut self, place: &Place<'d>, payload: Payload) -> ShapeId {
        let address = Address::of(place);
        let known = self.inline.get(&address);
        if let Some(id) = known.or_else(|| self.named.get(&place.pointer)) {
            return *id;
        }
        if self.targets.contains(&place.pointer) {
            return self.named(place);
        }
        if self.depth > DEEPEST {
            let met = "schemas are nested too deeply";
            let problem = Problem::warning(codes::TOO_DEEP, &place.pointer, met)
                .done("what stands here is read as any JSON value")
                .help("give an inner schema a name under `components`");
            self.tell_once(problem.degraded());
            return self.shapes.intern(Shape::Any);
        }
        self.depth += 1;
        let view = self.view(place);
        let made = self.make(&view, place, payload);
        let id = self.settle(made);
        self.inline.insert(address, id);
        self.depth -= 1;
        id
    }

    /// Reports what is met at one place however often others lead there.
    fn tell_once(&mut self, problem: Problem) {
        if self.told_once.insert((problem.code, problem.at.clone())) {
            self.report.push(problem);
        }
    }

    /// The shape of the schema at `place`, which has an identity of its own.
    fn named(&mut self, place: &Place<'d>) -> ShapeId {
        if let Some(id) = self.named.get(&place.pointer) {
            return *id;
        }
        let id = self.shapes.reserve();
        self.named.insert(place.pointer.clone(), id);
        self.queue.push_back((place.clone(), id));
        id
    }

    /// The named shape at `place` when it is not `null`.
    fn named_inner(&mut self, place: &Place<'d>) -> ShapeId {
        let outer = self.named(place);
        let shapes = &mut self.shapes;
        *self.inner.entry(outer).or_insert_with(|| shapes.reserve())
    }

    /// Lowers the named shapes that have been asked for, and those they ask for.
    fn drain(&mut self) {
        while let Some((place, id)) = self.queue.pop_front() {
            let view = self.view(&place);
            let made = self.make(&view, &place, None);
            self.fill(id, made, &place.pointer);
        }
    }

    fn fill(&mut self, id: ShapeId, made: Made, owner: &Pointer) {
        let inner = if made.nullable {
            let shapes = &mut self.shapes;
            Some(*self.inner.entry(id).or_insert_with(|| shapes.reserve()))
        } else {
            self.inner.get(&id).copied()
        };
        let target = if made.nullable {
            inner.unwrap_or(id)
        } else {
            id
        };
        let shape = match made.shape {
            Kind::Known(known) => Shape::Alias(known),
            Kind::New(mut shape) => match own(&mut shape, owner) {
                true => shape,
                false => Shape::Alias(self.shapes.intern(shape)),
            },
        };
        self.shapes.fill(target, shape);
        self.shapes.add_site(target, made.site);
        if made.nullable {
            let nullable = self.shapes.intern(Shape::Nullable(target));
            self.shapes.fill(id, Shape::Alias(nullable));
        } else if let Some(inner) = inner {
            self.shapes.fill(inner, Shape::Alias(id));
        }
    }

    /// Makes the shape of `view`, which is what the schema at `place` means.
    fn make(&mut self, view: &View<'d>, place: &Place<'d>, payload: Payload) -> Made {
        let mut site = site::site(place);
        let (shape, nullable) = match &view.meaning {
            Meaning::Any => (Kind::New(Shape::Any), false),
            Meaning::Null => (Kind::New(Shape::Null), false),
            Meaning::Boolean => (Kind::New(Shape::Boolean), view.nullable),
            Meaning::Integer(width) => (Kind::New(Shape::Integer(*width)), view.nullable),
            Meaning::Number { single } => {
                (Kind::New(Shape::Number { single: *single }), view.nullable)
            }
            Meaning::Text(format) => (Kind::New(Shape::Text(format.clone())), view.nullable),
            Meaning::Binary => (Kind::New(Shape::Binary), view.nullable),
            Meaning::Values(entries) if values::booleans(entries) => {
                (Kind::New(Shape::Boolean), view.nullable)
            }
            Meaning::Values(entries) => {
                site.parts = entries.iter().map(values::Entry::notes).collect();
                (
                    Kind::New(Shape::Choice(values::choice(entries, None))),
                    view.nullable,
                )
            }
            Meaning::List(items) => {
                let item = self.all_of_places(items);
                (Kind::New(Shape::List(item)), view.nullable)
            }
            Meaning::Tuple(items, rest) => {
                (Kind::New(self.tuple(items, rest.as_ref())), view.nullable)
            }
            Meaning::Same(target) => (Kind::Known(self.named(target)), view.nullable),
            Meaning::Object(members) => {
                let made = self.object(members, place, payload, site);
                return Made {
                    nullable: view.nullable || made.nullable,
                    ..made
                };
            }
            Meaning::Branches(branches) => {
                let made = self.branches(branches, site);
                return Made {
                    nullable: view.nullable || made.nullable,
                    ..made
                };
            }
        };
        Made {
            shape,
            nullable,
            site,
        }
    }

    fn tuple(&mut self, items: &[Place<'d>], rest: Option<&Option<Place<'d>>>) -> Shape {
        let items = items.iter().map(|item| self.shape(item)).collect();
        let rest = rest.map(|rest| match rest {
            Some(place) => self.shape(place),
            None => self.shapes.intern(Shape::Any),
        });
        Shape::Tuple { items, rest }
    }
}
