//! What is known while a description is rewritten: its version, problems, what was moved, and
//! which references lead to places that no table of nodes knows.

use indexmap::IndexMap;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value};

use super::super::kind::Kind;
use crate::{
    pointer::Pointer,
    report::{Problem, Report, codes},
};

/// The version a description is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::load) enum Version {
    /// 3.0.x.
    V3_0,
    /// 3.1 and later.
    V3_1,
}

/// The way from the root to a node, kept on the stack.
#[derive(Debug, Clone, Copy)]
pub(in crate::load) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    segment: Segment<'p>,
    /// The node's kind, as [`Kind`] has it.
    pub(in crate::load) kind: Kind,
}

#[derive(Debug, Clone, Copy)]
enum Segment<'p> {
    Start(&'p Pointer),
    Key(&'p str),
    Index(usize),
}

impl<'p> Path<'p> {
    /// The way that begins at `pointer`.
    pub(in crate::load) fn start(pointer: &'p Pointer, kind: Kind) -> Self {
        Path {
            parent: None,
            segment: Segment::Start(pointer),
            kind,
        }
    }

    pub(in crate::load) fn member(&'p self, key: &'p str, kind: Kind) -> Path<'p> {
        Path {
            parent: Some(self),
            segment: Segment::Key(key),
            kind,
        }
    }

    pub(in crate::load) fn item(&'p self, index: usize, kind: Kind) -> Path<'p> {
        Path {
            parent: Some(self),
            segment: Segment::Index(index),
            kind,
        }
    }

    /// A member that is plain data.
    pub(super) fn data(&'p self, key: &'p str) -> Path<'p> {
        self.member(key, self.kind)
    }

    /// An item that is plain data.
    pub(super) fn index(&'p self, index: usize) -> Path<'p> {
        self.item(index, self.kind)
    }

    pub(in crate::load) fn pointer(&self) -> Pointer {
        match (self.parent, self.segment) {
            (_, Segment::Start(pointer)) => pointer.clone(),
            (None, Segment::Key(_) | Segment::Index(_)) => Pointer::root(),
            (Some(parent), Segment::Key(key)) => parent.pointer().child(key),
            (Some(parent), Segment::Index(index)) => parent.pointer().item(index),
        }
    }

    /// The kind of the node that holds this one.
    pub(super) fn parent_kind(&self) -> Option<Kind> {
        self.parent.map(|parent| parent.kind)
    }

    /// The outermost schema this node stands in; `None` if it stands in none.
    pub(super) fn outermost_schema(&'p self) -> Option<&'p Path<'p>> {
        let outer = self.parent.and_then(Path::outermost_schema);
        outer.or_else(|| matches!(self.kind, Kind::Schema).then_some(self))
    }
}

/// Where nodes stood before they were moved: new place to old one. What stands below a moved node
/// moved with it.
#[derive(Debug, Clone, Default)]
pub(in crate::load) struct Moved(FxHashMap<Pointer, Pointer>);

impl Moved {
    /// Where what stands at `pointer` stood in the text.
    pub(in crate::load) fn origin(&self, pointer: &Pointer) -> Pointer {
        let mut prefix = Some(pointer.clone());
        while let Some(moved) = prefix.filter(|_| !self.0.is_empty()) {
            if let Some(old) = self.0.get(&moved) {
                let rest = pointer.as_str()[moved.as_str().len()..].to_owned();
                return Pointer::parse(&(old.as_str().to_owned() + &rest)).unwrap_or_default();
            }
            prefix = moved.parent();
        }
        pointer.clone()
    }

    /// Keeps that what stands at `new` stood at `old` when its parent was rewritten.
    pub(in crate::load) fn insert(&mut self, new: Pointer, old: &Pointer) {
        let old = self.origin(old);
        self.0.insert(new, old);
    }
}

/// What is known while one description is rewritten.
pub(in crate::load) struct Context<'c> {
    /// The description's version.
    pub(in crate::load) version: Version,
    /// The names in `components/schemas`.
    pub(in crate::load) components: &'c FxHashSet<String>,
    /// Problems met, each at the place where the node stands after rewriting.
    pub(in crate::load) report: &'c mut Report,
    /// What was moved.
    pub(in crate::load) moved: Moved,
    /// The file that the node stands in; empty for the description itself.
    pub(in crate::load) file: String,
    /// References met, other than to components: text, kind of target.
    pub(in crate::load) odd: Vec<(String, Kind)>,
    /// The texts of all references.
    pub(in crate::load) references: FxHashSet<String>,
    /// Places by `$anchor`, `$dynamicAnchor` (`#name`) and `$id`.
    pub(in crate::load) anchors: FxHashMap<String, Pointer>,
    /// Mendings too many to tell one by one: first place, and how often.
    tally: IndexMap<(&'static str, &'static str), (Problem, usize)>,
}

impl<'c> Context<'c> {
    pub(in crate::load) fn new(
        version: Version,
        components: &'c FxHashSet<String>,
        report: &'c mut Report,
    ) -> Self {
        Context {
            version,
            components,
            report,
            moved: Moved::default(),
            file: String::new(),
            odd: Vec::new(),
            references: FxHashSet::default(),
            anchors: FxHashMap::default(),
            tally: IndexMap::new(),
        }
    }

    /// Reports what was met and mended at `path`.
    pub(super) fn mended(
        &mut self,
        code: &'static str,
        path: &Path<'_>,
        met: impl Into<String>,
        done: &str,
    ) {
        self.report
            .push(Problem::warning(code, &path.pointer(), met).done(done));
    }

    /// Reports what was met and given up at `path`.
    pub(super) fn degraded(
        &mut self,
        code: &'static str,
        path: &Path<'_>,
        met: impl Into<String>,
        done: &str,
    ) {
        self.report.push(
            Problem::warning(code, &path.pointer(), met)
                .done(done)
                .degraded(),
        );
    }

    /// Reports a node that is of the wrong JSON kind, and is dropped.
    pub(super) fn dropped(&mut self, path: &Path<'_>, expected: &str, value: &Value) {
        let article = match expected.starts_with(['a', 'e', 'i', 'o']) {
            true => "an",
            false => "a",
        };
        let met = format!("{article} {expected} must stand here, not {}", what(value));
        self.degraded(codes::WRONG_KIND, path, met, "it is left out");
    }

    /// Counts a harmless mending; all of them are one line in the report.
    pub(super) fn tally(
        &mut self,
        code: &'static str,
        path: &Path<'_>,
        met: &'static str,
        done: &str,
    ) {
        let first = || (Problem::note(code, &path.pointer(), met).done(done), 0);
        self.tally.entry((code, met)).or_insert_with(first).1 += 1;
    }

    /// Keeps that item `new` of the array at `path` was item `old`.
    pub(super) fn moved_item(&mut self, path: &Path<'_>, old: usize, new: usize) {
        if old != new {
            let pointer = path.pointer();
            self.moved.insert(pointer.item(new), &pointer.item(old));
        }
    }

    /// Tells what was counted.
    pub(in crate::load) fn finish(mut self) -> Moved {
        for (_, (mut problem, count)) in std::mem::take(&mut self.tally) {
            match count {
                1 => {}
                2 => problem.met.push_str(" (here and at one more place)"),
                _ => problem
                    .met
                    .push_str(&format!(" (here and at {} more places)", count - 1)),
            }
            self.report.push(problem);
        }
        self.moved
    }

    /// Looks at the `$ref` of a node, if it has one: strips what stands beside it (of a schema,
    /// that is for later), makes it lead into the whole, and remembers where it leads if that is no
    /// component.
    pub(super) fn reference(&mut self, value: &mut Value, kind: Kind, path: &Path<'_>) {
        let Value::Object(object) = value else { return };
        let Some(reference) = object.get_mut("$ref") else {
            return;
        };
        let Value::String(text) = reference else {
            let reference = object.shift_remove("$ref").unwrap_or_default();
            return self.dropped(&path.data("$ref"), "text", &reference);
        };
        self.lead(text, kind);
        let keeps = matches!(kind, Kind::Schema | Kind::SchemaOrFlag | Kind::PathItem);
        if !keeps && object.len() > 1 {
            object.retain(|key, _| key == "$ref");
        }
    }

    /// Makes the text of a reference lead into the whole, and remembers where it leads.
    pub(super) fn lead(&mut self, text: &mut String, kind: Kind) {
        let component = is_component(text, kind) && self.file.is_empty();
        if !component {
            let local = text.starts_with('#') && self.file.is_empty();
            if !local && !text.starts_with(crate::load::files::REFERENCE_PREFIX) {
                *text = crate::load::files::reference(&self.file, text);
            }
            self.odd.push((text.clone(), kind));
        }
        if !self.references.contains(text.as_str()) {
            self.references.insert(text.clone());
        }
    }
}

/// Whether a reference leads to a node that is rewritten in any case.
fn is_component(text: &str, kind: Kind) -> bool {
    let section = match kind {
        Kind::Schema | Kind::SchemaOrFlag => "schemas",
        Kind::Parameter => "parameters",
        Kind::Response => "responses",
        Kind::RequestBody => "requestBodies",
        Kind::Header => "headers",
        Kind::PathItem => "pathItems",
        Kind::Link => "links",
        Kind::Callback => "callbacks",
        Kind::SecurityScheme => "securitySchemes",
        Kind::Root
        | Kind::Components
        | Kind::Server
        | Kind::Operation
        | Kind::MediaType
        | Kind::Encoding
        | Kind::Responses
        | Kind::Map(_)
        | Kind::List(_) => return false,
    };
    let name = text
        .strip_prefix("#/components/")
        .and_then(|rest| rest.strip_prefix(section));
    name.and_then(|rest| rest.strip_prefix('/'))
        .is_some_and(|name| !name.contains(['/', '%']))
}

/// What a reader calls a JSON value: `a number`.
pub(super) fn what(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// The object in `value`; what else stands there is replaced by an empty one, and reported unless
/// it is nothing. Never `None`.
pub(super) fn object<'v>(
    cx: &mut Context<'_>,
    value: &'v mut Value,
    path: &Path<'_>,
) -> Option<&'v mut Map<String, Value>> {
    if !value.is_object() {
        if !value.is_null() {
            cx.dropped(path, path.kind.name(), value);
        }
        *value = Value::Object(Map::new());
    }
    value.as_object_mut()
}
