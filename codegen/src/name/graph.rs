//! From where each type is reached: the places a name can be made of.
//!
//! Lists, maps and nullables have no name; they are stepped through, and leave their mark on the
//! word (`elements` → `element`).

use rustc_hash::FxHashMap;

use super::{operations::Methods, words};
use crate::{
    ir::{Api, Decision, Extras, Literal, Location, Operation, Reply, Shape, ShapeId, Status},
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
}

/// The kinds of steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A body, reply, parameter or header of an operation: the word says which.
    Root,
    /// A member of a record.
    Field,
    /// A branch of a union.
    Variant,
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
        graph: Graph::default(),
        pending: Vec::new(),
    };
    for (index, operation) in api.operations.iter().enumerate() {
        walk.operation(index, operation, facts, methods);
    }
    for webhook in &api.webhooks {
        if let Some(body) = webhook.body {
            walk.root(body, words::camel(&webhook.name));
        }
    }
    for component in &api.components {
        walk.root(*component, String::new());
    }
    walk.graph
}

struct Walk<'a> {
    api: &'a Api,
    graph: Graph,
    /// Types met but not yet entered, last first.
    pending: Vec<ShapeId>,
}

impl Walk<'_> {
    fn operation(&mut self, index: usize, operation: &Operation, facts: &Facts, methods: &Methods) {
        let name = words::camel(&methods.names[index]);
        for parameter in &operation.parameters {
            let word = words::camel(&parameter.wire);
            let word = match parameter.location {
                Location::Path | Location::Query => word,
                Location::Header => word.strip_prefix('X').unwrap_or(&word).to_owned(),
                Location::Cookie => word,
            };
            self.edge(None, parameter.shape, word, Step::Root);
            self.drain();
        }
        if let Some(body) = &operation.body {
            for content in &body.contents {
                if let Some(shape) = content.shape {
                    self.root(shape, name.clone());
                }
            }
        }
        let envelope = facts.envelopes.get(&index);
        for reply in &operation.replies {
            for content in &reply.contents {
                let Some(shape) = content.shape else { continue };
                let shape = match envelope {
                    Some(envelope) if is_success(reply) => envelope.shape,
                    _ => shape,
                };
                self.root(shape, reply_word(&name, reply));
            }
            for header in &reply.headers {
                self.root(header.shape, words::camel(&header.wire));
            }
        }
    }

    fn root(&mut self, shape: ShapeId, word: String) {
        self.edge(None, shape, word, Step::Root);
        self.drain();
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
                    self.edge(
                        Some(id),
                        field.shape,
                        words::camel(&field.wire),
                        Step::Field,
                    );
                }
                if let Extras::Typed(shape) = record.extras {
                    self.edge(Some(id), shape, "Additional".to_owned(), Step::Field);
                }
            }
            Shape::Union(union) => {
                for variant in &union.variants {
                    let word = match (&union.decision, variant.tags.first()) {
                        (Decision::Tag { .. }, Some(tag)) => words::camel(tag),
                        _ => variant_word(api, variant.shape),
                    };
                    self.edge(Some(id), variant.shape, word, Step::Variant);
                }
            }
            Shape::Wrapper(inner) => self.edge(Some(id), *inner, "Item".to_owned(), Step::Field),
            _ => {}
        }
    }

    /// Steps through what has no name to the types behind it.
    fn edge(&mut self, owner: Option<ShapeId>, shape: ShapeId, word: String, step: Step) {
        let mut stack = vec![(shape, word)];
        while let Some((shape, word)) = stack.pop() {
            match self.api.shapes.get(shape) {
                Shape::List(item) | Shape::Map(item) => stack.push((*item, singular(&word, step))),
                Shape::Nullable(inner) | Shape::Alias(inner) => stack.push((*inner, word)),
                Shape::Tuple { items, rest } => {
                    let parts: Vec<ShapeId> = items.iter().chain(rest).copied().collect();
                    let parts = parts.into_iter().enumerate().rev();
                    stack.extend(parts.map(|(i, part)| (part, word.clone() + ordinal(i))));
                }
                Shape::Record(_) | Shape::Union(_) | Shape::Choice(_) | Shape::Wrapper(_) => {
                    let edges = self.graph.edges.entry(shape).or_default();
                    if edges.is_empty() {
                        self.graph.order.push(shape);
                        self.pending.push(shape);
                    }
                    edges.push(Edge { owner, word, step });
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

/// The item's word: a root keeps its own and says that it is an item.
fn singular(word: &str, step: Step) -> String {
    match step {
        Step::Root if word.is_empty() => String::new(),
        Step::Root => format!("{word}Item"),
        Step::Field | Step::Variant => {
            let one = words::singular(word);
            if one == word && !word.ends_with("Item") {
                format!("{word}Item")
            } else {
                one
            }
        }
    }
}

fn ordinal(index: usize) -> &'static str {
    const WORDS: [&str; 8] = [
        "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth",
    ];
    WORDS.get(index).copied().unwrap_or("Next")
}

/// A branch without a tag is called after what it looks like.
pub(super) fn variant_word(api: &Api, shape: ShapeId) -> String {
    match api.shapes.get(shape) {
        Shape::Any => "Any".to_owned(),
        Shape::Null => "Null".to_owned(),
        Shape::Boolean => "Boolean".to_owned(),
        Shape::Integer(_) => "Integer".to_owned(),
        Shape::Number { .. } => "Number".to_owned(),
        Shape::Text(_) => "Text".to_owned(),
        Shape::Binary => "Bytes".to_owned(),
        Shape::List(item) => match variant_word(api, *item) {
            word if word.is_empty() => "List".to_owned(),
            word => word + "List",
        },
        Shape::Map(_) => "Map".to_owned(),
        Shape::Tuple { .. } => "Tuple".to_owned(),
        Shape::Nullable(inner) | Shape::Alias(inner) | Shape::Wrapper(inner) => {
            variant_word(api, *inner)
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
    matches!(reply.status, Status::Exact(200..=299) | Status::Range(2))
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

/// What a status is called in the registry of HTTP status codes, in upper camel case.
pub(crate) fn reason(status: u16) -> Option<&'static str> {
    Some(match status {
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "LengthRequired",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        415 => "UnsupportedMediaType",
        416 => "RangeNotSatisfiable",
        418 => "Teapot",
        421 => "MisdirectedRequest",
        422 => "UnprocessableContent",
        423 => "Locked",
        424 => "FailedDependency",
        425 => "TooEarly",
        426 => "UpgradeRequired",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        431 => "HeadersTooLarge",
        451 => "LegallyUnavailable",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        507 => "InsufficientStorage",
        _ => return None,
    })
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
