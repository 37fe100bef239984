//! The whole is rewritten: the description, then whatever references lead to besides, until none
//! leads to a place that was not looked at.

use indexmap::IndexMap;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value};

use super::{
    files::{self, FILES, MAX_FILES},
    kind::Kind,
    read, rewrite,
    rewrite::{Context, Moved, Path, Version},
    settle,
    settle::Leads,
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
    let schemas = value.pointer("/components/schemas");
    let schemas = schemas.and_then(Value::as_object).into_iter();
    let components = schemas.flat_map(Map::keys).cloned().collect();
    let mut cx = Context::new(version, &components, report);
    let root = Pointer::root();
    rewrite::rewrite(&mut cx, value, Kind::Root, &Path::start(&root, Kind::Root));
    let mut files = Files {
        text,
        others,
        known: FxHashMap::default(),
        bytes: 0,
    };
    let roots = follow_odd(&mut cx, value, &mut files);
    let leads = Leads {
        anchors: std::mem::take(&mut cx.anchors),
        selves: files.selves(),
    };
    let references = std::mem::take(&mut cx.references);
    let mut moved = cx.finish();
    let roots = roots.into_iter().collect::<Vec<_>>();
    settle::settle(value, &roots, &leads);
    settle::extend_path_items(value, &mut moved);
    settle::report_dead(value, &roots, &references, &leads, report);
    settle::report_ambiguous_paths(value, report);
    Assembled { roots, moved }
}

/// Rewrites what references lead to outside the tables of OpenAPI, and what those lead to.
fn follow_odd(
    cx: &mut Context<'_>,
    value: &mut Value,
    files: &mut Files<'_>,
) -> IndexMap<Pointer, Kind> {
    let mut roots = IndexMap::new();
    let mut met = FxHashSet::default();
    while let Some((reference, kind)) = cx.odd.pop() {
        if !met.insert((reference.clone(), kind)) {
            continue;
        }
        let file = files::file_of(&reference);
        let is_self = file
            .as_deref()
            .is_some_and(|file| files.join(value, file, cx.report));
        let target = match is_self {
            true => files::within_self(&reference),
            false => reference,
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
        rewrite::rewrite(cx, node, kind, &Path::start(&pointer, kind));
        roots.insert(pointer, kind);
    }
    roots
}

/// Whether the tables of OpenAPI lead to a place, from the root or from one of `roots`.
fn stands_below(roots: &IndexMap<Pointer, Kind>, pointer: &Pointer) -> bool {
    let leads = |from: Kind, rest: &Pointer| {
        let mut segments = rest.segments();
        let kind = segments.try_fold(from, |kind, segment| kind.child(&segment));
        kind.is_some()
    };
    let mut above = Some(pointer.clone()).filter(|_| !roots.is_empty());
    while let Some(root) = above {
        if let Some(kind) = roots.get(&root) {
            let rest = Pointer::parse(&pointer.as_str()[root.as_str().len()..]);
            if rest.is_some_and(|rest| leads(*kind, &rest)) {
                return true;
            }
        }
        above = root.parent();
    }
    leads(Kind::Root, pointer)
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
    /// The names under which the description itself was referred to.
    fn selves(self) -> FxHashSet<String> {
        let known = self.known.into_iter();
        let selves = known.filter(|(_, known)| *known == Known::Self_);
        selves.map(|(file, _)| file).collect()
    }

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
