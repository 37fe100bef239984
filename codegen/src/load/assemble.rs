//! The whole is rewritten: the description, then whatever references lead to besides, until none
//! leads to a place that was not looked at.

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value};

use super::{
    files::{self, FILES, MAX_FILES},
    kind::Kind,
    read, rewrite,
    rewrite::{Context, Moved, Path, Version},
    text,
};
use crate::{
    pointer::Pointer,
    report::{Problem, Report, codes},
};

/// What is left when a description is rewritten.
pub(super) struct Assembled {
    /// The nodes that stand outside the tables of OpenAPI, because only a reference leads there.
    pub(super) roots: Vec<(Pointer, Kind)>,
    /// What was moved.
    pub(super) moved: Moved,
}

/// Rewrites the description `value`, whose text is `text`, and joins other files to it.
pub(super) fn assemble(
    value: &mut Value,
    version: Version,
    text: &str,
    others: &dyn Fn(&str) -> Option<String>,
    report: &mut Report,
) -> Assembled {
    let schemas = value
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    let components = schemas
        .into_iter()
        .flat_map(Map::keys)
        .cloned()
        .collect::<FxHashSet<_>>();
    let mut cx = Context::new(version, &components, report);
    let root = Pointer::root();
    rewrite::rewrite(&mut cx, value, Kind::Root, &Path::start(&root, Kind::Root));
    let mut files = Files {
        text,
        others,
        known: FxHashMap::default(),
        bytes: 0,
    };
    let mut roots = Vec::new();
    let mut met = FxHashSet::default();
    while let Some((reference, kind)) = cx.odd.pop() {
        if !met.insert((reference.clone(), kind)) {
            continue;
        }
        let file = files::file_of(&reference);
        let is_self = file
            .as_deref()
            .is_some_and(|file| files.join(value, file, cx.report));
        let target = if is_self {
            files::within_self(&reference)
        } else {
            reference
        };
        let Some(pointer) = read::target(&target) else {
            continue;
        };
        if stands_below(&roots, &pointer) {
            continue;
        }
        let Some(node) = value.pointer_mut(pointer.as_str()) else {
            continue;
        };
        cx.file = file.filter(|_| !is_self).unwrap_or_default();
        rewrite::rewrite(&mut cx, node, kind, &Path::start(&pointer, kind));
        roots.push((pointer, kind));
    }
    let selves = files
        .known
        .into_iter()
        .filter(|(_, known)| *known == Known::Self_);
    let selves = selves.map(|(file, _)| file).collect::<FxHashSet<_>>();
    if !cx.anchors.is_empty() || !selves.is_empty() {
        let leads = Leads {
            anchors: &cx.anchors,
            selves: &selves,
        };
        leads.settle(value, Kind::Root);
        for (pointer, kind) in &roots {
            if let Some(node) = value.pointer_mut(pointer.as_str()) {
                leads.settle(node, *kind);
            }
        }
    }
    Assembled {
        roots,
        moved: cx.finish(),
    }
}

/// Whether the tables of OpenAPI lead to a place, from the root or from one of `roots`.
fn stands_below(roots: &[(Pointer, Kind)], pointer: &Pointer) -> bool {
    let kind = |from: Kind, rest: &Pointer| {
        rest.segments()
            .try_fold(from, |kind, segment| kind.child(&segment))
            .is_some()
    };
    kind(Kind::Root, pointer)
        || roots.iter().any(|(root, from)| {
            let rest = pointer.as_str().strip_prefix(root.as_str());
            rest.and_then(Pointer::parse)
                .is_some_and(|rest| kind(*from, &rest))
        })
}

/// What is known of another file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// It is part of the whole now.
    Joined,
    /// It is the description itself.
    Self_,
    /// It is not at hand, or not readable.
    Missing,
}

struct Files<'f> {
    text: &'f str,
    others: &'f dyn Fn(&str) -> Option<String>,
    known: FxHashMap<String, Known>,
    bytes: usize,
}

impl Files<'_> {
    /// Makes `file` part of the whole, if it is at hand. Whether it is the description itself.
    fn join(&mut self, whole: &mut Value, file: &str, report: &mut Report) -> bool {
        if let Some(known) = self.known.get(file) {
            return *known == Known::Self_;
        }
        let known = self.read(whole, file, report);
        self.known.insert(file.to_owned(), known);
        known == Known::Self_
    }

    fn read(&mut self, whole: &mut Value, file: &str, report: &mut Report) -> Known {
        let place = Pointer::root().child(FILES).child(file);
        let problem = |code, met: String| Problem {
            file: Some(file.to_owned()),
            ..Problem::warning(code, &Pointer::root(), met).degraded()
        };
        let Some(text) = (self.others)(file) else {
            return Known::Missing;
        };
        if text == self.text {
            return Known::Self_;
        }
        self.bytes = self.bytes.saturating_add(text.len());
        if self.known.len() >= MAX_FILES || self.bytes > text::MAX_BYTES {
            let met = format!("`{place}` is one file too many, or too large");
            report.push(problem(codes::TOO_LARGE, met).done("what it holds is left out"));
            return Known::Missing;
        }
        match text::parse(&text) {
            Ok(parsed) => {
                for at in parsed.duplicates {
                    let met = "this key stands twice here".to_owned();
                    let problem = problem(codes::DUPLICATE_KEY, met).done("the last one is used");
                    report.push(Problem {
                        at,
                        degraded: false,
                        ..problem
                    });
                }
                insert(whole, file, parsed.value);
                Known::Joined
            }
            Err(error) => {
                let problem = problem(error.code, error.met).done("what it holds is left out");
                report.push(Problem {
                    position: error.position,
                    ..problem
                });
                Known::Missing
            }
        }
    }
}

fn insert(whole: &mut Value, file: &str, value: Value) {
    let Value::Object(root) = whole else { return };
    let files = root
        .entry(FILES)
        .or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(files) = files {
        files.insert(file.to_owned(), value);
    }
}

/// What references are settled by that lead nowhere as they stand.
struct Leads<'l> {
    anchors: &'l FxHashMap<String, Pointer>,
    selves: &'l FxHashSet<String>,
}

impl Leads<'_> {
    /// Settles the references in a node and all nodes inside it.
    fn settle(&self, value: &mut Value, kind: Kind) {
        match value {
            Value::Object(object) => {
                if kind.can_refer()
                    && let Some(Value::String(text)) = object.get_mut("$ref")
                {
                    self.text(text);
                }
                for (key, child) in object {
                    if let Some(kind) = kind.child(key) {
                        self.settle(child, kind);
                    }
                }
            }
            Value::Array(items) => {
                if let Some(kind) = kind.child("") {
                    items.iter_mut().for_each(|item| self.settle(item, kind));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn text(&self, text: &mut String) {
        if let Some(pointer) = self.anchors.get(text.as_str()) {
            *text = pointer.reference();
        } else if files::file_of(text).is_some_and(|file| self.selves.contains(&file)) {
            *text = files::within_self(text);
        } else if let Some((id, fragment)) = text.split_once('#') {
            // A pointer into a schema that has an `$id`.
            if let Some(pointer) = self.anchors.get(id).filter(|_| fragment.starts_with('/')) {
                *text = pointer.reference() + fragment;
            }
        }
    }
}
