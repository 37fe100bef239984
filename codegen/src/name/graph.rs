//! From where each type is reached: the places a name can be made of.
//!
//! Lists, maps and nullables are stepped through, and mark the word (`elements` → `element`).

use rustc_hash::FxHashMap;

use super::{keys::tag_word, operations::Methods, status::reason, words};
use crate::{
    ir::{
        Api, Decision, Extras, JsonKind, Literal, Location, Operation, Reply, Shape, ShapeId,
        Shapes, Status, Union, Variant, Way,
    },
    pass::Facts,
};

/// How a type is reached from another one, or from an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edge {
    /// The type that holds it; `None` for a body, reply or parameter.
    pub(super) owner: Option<ShapeId>,
    /// The word this step adds, in upper camel case: `LimitType`, `CreateVersion`, `Start`.
    pub(super) word: String,
    /// What kind of step it is.
    pub(super) step: Step,
    /// Longer names for a root, which say the operation too.
    pub(super) longer: Vec<String>,
}

impl Edge {
    /// Whether the step is to the payload of an error.
    pub(super) fn is_failure(&self) -> bool {
        let is_reason = |status| reason(status) == Some(self.word.as_str());
        let other = ["ClientError", "ServerError", "Failure"].contains(&self.word.as_str());
        self.step == Step::Root && (other || (400..600).any(is_reason))
    }
}

/// The kinds of steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A body, reply, parameter or header of an operation: the word says which.
    Root,
    /// A member of a record.
    Field,
    /// A branch of a union, called after what tells it from the others.
    Variant,
    /// A branch of a union, called after what it looks like.
    Form,
}

/// All types that are reachable, in the order in which a reader of the description meets them.
#[derive(Debug, Default)]
pub(super) struct Graph {
    /// The types in order.
    pub(super) order: Vec<ShapeId>,
    /// Every way to each.
    pub(super) edges: FxHashMap<ShapeId, Vec<Edge>>,
}

/// Walks from every operation, webhook and component.
pub(super) fn graph(api: &Api, facts: &Facts, methods: &Methods) -> Graph {
    let mut walk = Walk {
        api,
        facts,
        graph: Graph::default(),
        pending: Vec::new(),
    };
    for (index, operation) in api.operations.iter().enumerate() {
        walk.operation(index, operation, facts, methods);
    }
    for webhook in &api.webhooks {
        if let Some(body) = webhook.body {
            let word = words::camel(&webhook.name);
            let longer = vec![format!("{word}Webhook"), format!("{word}Payload")];
            walk.root(body, word, longer);
        }
    }
    for component in &api.components {
        walk.root(*component, String::new(), Vec::new());
    }
    walk.graph
}

struct Walk<'a> {
    api: &'a Api,
    facts: &'a Facts,
    graph: Graph,
    /// Types met but not yet entered, last first.
    pending: Vec<ShapeId>,
}

impl Walk<'_> {
    fn operation(&mut self, index: usize, operation: &Operation, facts: &Facts, methods: &Methods) {
        let name = words::camel(&methods.names[index]);
        // A further way adds one place to those of the usual one, which comes before it.
        let usual = operation.way == Way::Usual;
        let sends = usual || matches!(operation.way, Way::Sends(_));
        let asks = usual || matches!(operation.way, Way::Accepts(_));
        let parameters = operation.parameters.iter();
        for parameter in parameters.filter(|_| usual) {
            let word = words::camel(&parameter.wire);
            let word = match parameter.location {
                Location::Header => words::without_x(&word).to_owned(),
                Location::Path | Location::Query | Location::Cookie => word,
            };
            let longer = vec![format!("{name}{word}"), format!("{name}{word}Parameter")];
            self.root(parameter.shape, word, longer);
        }
        if let Some(body) = operation.body.as_ref().filter(|_| sends) {
            for content in &body.contents {
                let media = words::camel(content.media.rsplit('/').next().unwrap_or("Other"));
                let longer = [
                    "Body".to_owned(),
                    "Request".to_owned(),
                    format!("{media}Body"),
                ];
                if let Some(shape) = content.shape {
                    self.root(
                        shape,
                        name.clone(),
                        longer.map(|end| name.clone() + &end).into(),
                    );
                }
            }
        }
        let envelope = facts.envelopes.get(&index);
        let replies = operation.replies.iter();
        for reply in replies.filter(|reply| asks && (usual || is_success(reply))) {
            let word = reply_word(&name, reply);
            let longer = match is_success(reply) {
                true => vec![format!("{word}Body"), format!("{name}Success")],
                false => vec![format!("{name}{word}"), format!("{name}{word}Body")],
            };
            for content in &reply.contents {
                let Some(shape) = content.shape else { continue };
                let shape = match envelope {
                    Some(envelope) if is_success(reply) => envelope.shape,
                    _ => shape,
                };
                self.root(shape, word.clone(), longer.clone());
            }
            for header in reply.headers.iter().filter(|_| usual) {
                let word = words::camel(&header.wire);
                let longer = vec![format!("{word}Header"), format!("{name}{word}")];
                self.root(header.shape, word, longer);
            }
        }
    }

    fn root(&mut self, shape: ShapeId, word: String, longer: Vec<String>) {
        self.edge(
            shape,
            Edge {
                owner: None,
                word,
                step: Step::Root,
                longer,
            },
        );
        self.drain();
    }

    fn inner(&mut self, owner: ShapeId, shape: ShapeId, word: String, step: Step) {
        self.edge(
            shape,
            Edge {
                owner: Some(owner),
                word,
                step,
                longer: Vec::new(),
            },
        );
    }

    /// Enters what is pending, so that a type's parts come right after it.
    fn drain(&mut self) {
        while let Some(id) = self.pending.pop() {
            let met = self.pending.len();
            self.parts(id);
            self.pending[met..].reverse();
        }
    }

    fn parts(&mut self, id: ShapeId) {
        let api = self.api;
        match api.shapes.get(id) {
            Shape::Record(record) => {
                for field in &record.fields {
                    self.inner(id, field.shape, words::camel(&field.wire), Step::Field);
                }
                if let Extras::Typed(shape) = record.extras {
                    self.inner(id, shape, "Additional".to_owned(), Step::Field);
                }
            }
            Shape::Union(union) => {
                for variant in &union.variants {
                    let (word, step) = branch(api, union, variant);
                    self.inner(id, variant.shape, word, step);
                }
            }
            Shape::Wrapper(inner) => self.inner(id, *inner, "Item".to_owned(), Step::Field),
            _ => {}
        }
    }

    /// Steps through what has no name to the types behind it.
    fn edge(&mut self, shape: ShapeId, edge: Edge) {
        let mut stack = vec![(shape, edge)];
        while let Some((shape, edge)) = stack.pop() {
            if self.facts.replaced.contains_key(&shape) {
                continue;
            }
            match self.api.shapes.get(shape) {
                Shape::List(item) | Shape::Map(item) => stack.push((*item, singular(edge))),
                Shape::Nullable(inner) | Shape::Alias(inner) => stack.push((*inner, edge)),
                Shape::Tuple { items, rest } => {
                    let parts: Vec<ShapeId> = items.iter().chain(rest).copied().collect();
                    stack.extend(parts.into_iter().enumerate().rev().map(|(i, part)| {
                        (
                            part,
                            Edge {
                                word: edge.word.clone() + ordinal(i),
                                ..edge.clone()
                            },
                        )
                    }));
                }
                Shape::Record(_) | Shape::Union(_) | Shape::Choice(_) | Shape::Wrapper(_) => {
                    let edges = self.graph.edges.entry(shape).or_default();
                    let twin = edge
                        .owner
                        .filter(|owner| self.facts.twins.contains_key(owner));
                    if twin.is_some() && !edges.is_empty() {
                        // The received twin leads there by the same step.
                        continue;
                    }
                    if edges.is_empty() {
                        self.graph.order.push(shape);
                        self.pending.push(shape);
                    }
                    edges.push(edge);
                }
                Shape::Any
                | Shape::Null
                | Shape::Boolean
                | Shape::Integer(_)
                | Shape::Number { .. }
                | Shape::Text(_)
                | Shape::Binary => {}
            }
        }
    }
}

/// What a branch is called: its tag, the members that tell it, or what it looks like.
fn branch(api: &Api, union: &Union, variant: &Variant) -> (String, Step) {
    let told = match union.decision {
        Decision::Tag { .. } => tag_word(&union.decision, variant),
        Decision::Keys => variant.keys.first().map(|key| words::camel(key)),
        Decision::Kind | Decision::Order => None,
    };
    if let Some(told) = told {
        return (told, Step::Variant);
    }
    let word = match variant_word(&api.shapes, variant.shape) {
        word if !word.is_empty() => word,
        _ => match variant.kinds.first() {
            Some(JsonKind::List) => "List".to_owned(),
            _ => "Object".to_owned(),
        },
    };
    (word, Step::Form)
}

/// The same step to one of many: a root says that it is an item.
fn singular(edge: Edge) -> Edge {
    let word = match edge.step {
        Step::Root if edge.word.is_empty() => String::new(),
        Step::Root | Step::Form => format!("{}Item", edge.word),
        Step::Field | Step::Variant => {
            let one = words::singular(&edge.word);
            let told = one != edge.word || edge.word.ends_with("Item");
            if told { one } else { format!("{one}Item") }
        }
    };
    let longer = edge
        .longer
        .iter()
        .map(|name| format!("{name}Item"))
        .collect();
    Edge {
        word,
        longer,
        ..edge
    }
}

fn ordinal(index: usize) -> &'static str {
    const WORDS: [&str; 8] = [
        "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth",
    ];
    WORDS.get(index).copied().unwrap_or("Next")
}

/// A branch without a tag is called after what it looks like.
pub(super) fn variant_word(shapes: &Shapes, shape: ShapeId) -> String {
    word_within(shapes, shape, 0)
}

/// How many shapes without a name of their own a word tells of; a list may hold itself.
const TOLD: usize = 16;

fn word_within(shapes: &Shapes, shape: ShapeId, depth: usize) -> String {
    if depth > TOLD {
        return String::new();
    }
    match shapes.get(shape) {
        Shape::Any => "Any".to_owned(),
        Shape::Null => "Null".to_owned(),
        Shape::Boolean => "Boolean".to_owned(),
        Shape::Integer(_) => "Integer".to_owned(),
        Shape::Number { .. } => "Number".to_owned(),
        Shape::Text(_) => "Text".to_owned(),
        Shape::Binary => "Bytes".to_owned(),
        Shape::List(item) => match word_within(shapes, *item, depth + 1) {
            word if word.is_empty() => "List".to_owned(),
            word => word + "List",
        },
        Shape::Map(_) => "Map".to_owned(),
        Shape::Tuple { .. } => "Tuple".to_owned(),
        Shape::Nullable(inner) | Shape::Alias(inner) | Shape::Wrapper(inner) => {
            word_within(shapes, *inner, depth + 1)
        }
        Shape::Choice(choice) => match choice.values.first() {
            Some(Literal::Text(_)) | None => "Name".to_owned(),
            Some(_) => "Value".to_owned(),
        },
        Shape::Record(record) => record
            .fields
            .iter()
            .find(|field| field.required && field.constant.is_none())
            .or(record.fields.first())
            .map_or_else(String::new, |field| {
                format!("With{}", words::camel(&field.wire))
            }),
        Shape::Union(_) => String::new(),
    }
}

pub(crate) fn is_success(reply: &Reply) -> bool {
    !reply.late && matches!(reply.status, Status::Exact(200..=299) | Status::Range(2))
}

/// A success is called after its operation, an error after what its status is called.
fn reply_word(operation: &str, reply: &Reply) -> String {
    match reply.status {
        Status::Exact(status) => match reason(status) {
            Some(reason) if !is_success(reply) => reason.to_owned(),
            _ => format!("{operation}Response"),
        },
        Status::Range(4) => "ClientError".to_owned(),
        Status::Range(5) => "ServerError".to_owned(),
        Status::Range(_) => format!("{operation}Response"),
        Status::Default => "Failure".to_owned(),
    }
}

/// The shapes directly inside a shape.
pub(crate) fn children(shape: &Shape, out: &mut Vec<ShapeId>) {
    match shape {
        Shape::List(inner)
        | Shape::Map(inner)
        | Shape::Nullable(inner)
        | Shape::Alias(inner)
        | Shape::Wrapper(inner) => out.push(*inner),
        Shape::Tuple { items, rest } => out.extend(items.iter().chain(rest)),
        Shape::Record(record) => {
            out.extend(record.fields.iter().map(|field| field.shape));
            if let Extras::Typed(shape) = record.extras {
                out.push(shape);
            }
        }
        Shape::Union(union) => out.extend(union.variants.iter().map(|variant| variant.shape)),
        Shape::Any
        | Shape::Null
        | Shape::Boolean
        | Shape::Integer(_)
        | Shape::Number { .. }
        | Shape::Text(_)
        | Shape::Binary
        | Shape::Choice(_) => {}
    }
}
