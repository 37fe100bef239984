//! Which operations are kept: `[select]` looks at their ids, paths and tags.
//!
//! Nothing is taken out of the document, so that references into what is left out still lead
//! somewhere; what no kept operation leads to is not lowered, and problems there are not told.

use rustc_hash::FxHashSet;
use serde_json::Value;

use crate::{
    load::{Document, Place, kind::METHODS},
    pointer::Pointer,
    report::{Problem, Report},
    settings::{Select, unmatched},
};

/// The operations that are kept.
#[derive(Debug, Clone)]
pub struct Selection {
    /// Their places; `None` for all.
    kept: Option<FxHashSet<Pointer>>,
}

impl Selection {
    /// Whether every operation, webhook and component is kept.
    pub fn is_all(&self) -> bool {
        self.kept.is_none()
    }

    /// Whether the operation at this place is kept.
    pub fn takes(&self, operation: &Pointer) -> bool {
        self.kept
            .as_ref()
            .is_none_or(|kept| kept.contains(operation))
    }

    /// Leaves out of `report` what was met in parts of the document that are not kept.
    pub fn silence(&self, document: &Document, report: &mut Report) {
        let Some(kept) = &self.kept else { return };
        let reached = reached(document, kept);
        report.retain(|problem| problem.file.is_some() || matters(kept, &reached, problem));
    }
}

/// Finds the operations that `select` asks for. An entry that no operation fits is an error.
pub fn select(document: &Document, select: &Select, report: &mut Report) -> Selection {
    if select.is_all() {
        return Selection { kept: None };
    }
    let operations = operations(document);
    let exclude = &select.exclude;
    let tables: [(&[&str], &[String], Aspect); 6] = [
        (&["operations"], &select.operations, Aspect::Id),
        (&["paths"], &select.paths, Aspect::Path),
        (&["tags"], &select.tags, Aspect::Tag),
        (&["exclude", "operations"], &exclude.operations, Aspect::Id),
        (&["exclude", "paths"], &exclude.paths, Aspect::Path),
        (&["exclude", "tags"], &exclude.tags, Aspect::Tag),
    ];
    let included = tables[..3].iter().any(|(_, list, _)| !list.is_empty());
    let mut wanted = vec![!included; operations.len()];
    for (index, (keys, patterns, aspect)) in tables.iter().enumerate() {
        for (entry, pattern) in patterns.iter().enumerate() {
            let mut met = false;
            for (operation, wanted) in operations.iter().zip(&mut wanted) {
                if operation.fits(*aspect, pattern) {
                    *wanted = index < 3;
                    met = true;
                }
            }
            if !met {
                let at = Pointer::root().child("select");
                let at = keys.iter().fold(at, |at, key| at.child(key)).item(entry);
                report.push(nothing(&at, *aspect, pattern, &operations));
            }
        }
    }
    let kept = operations.iter().zip(wanted).filter(|(_, wanted)| *wanted);
    Selection {
        kept: Some(kept.map(|(operation, _)| operation.at.clone()).collect()),
    }
}

fn nothing(at: &Pointer, aspect: Aspect, pattern: &str, operations: &[Candidate<'_>]) -> Problem {
    let what = match aspect {
        Aspect::Id => "operationId",
        Aspect::Path => "path",
        Aspect::Tag => "tag",
    };
    let known = operations.iter().flat_map(|operation| match aspect {
        Aspect::Id => operation.id.into_iter().collect(),
        Aspect::Path => vec![operation.path],
        Aspect::Tag => operation.tags.clone(),
    });
    let met = format!("no operation has the {what} `{pattern}`");
    unmatched(at, met, pattern, known)
}

/// What a pattern looks at.
#[derive(Debug, Clone, Copy)]
enum Aspect {
    Id,
    Path,
    Tag,
}

/// An operation as far as it is looked at.
struct Candidate<'d> {
    at: Pointer,
    id: Option<&'d str>,
    method: String,
    path: &'d str,
    tags: Vec<&'d str>,
}

impl Candidate<'_> {
    fn fits(&self, aspect: Aspect, pattern: &str) -> bool {
        match aspect {
            Aspect::Id => self.id.is_some_and(|id| glob(pattern, id)),
            Aspect::Tag => self.tags.iter().any(|tag| glob(pattern, tag)),
            Aspect::Path => match pattern.split_once(' ') {
                Some((method, path)) => {
                    glob(&method.to_uppercase(), &self.method) && glob(path.trim(), self.path)
                }
                None => glob(pattern, self.path),
            },
        }
    }
}

fn operations(document: &Document) -> Vec<Candidate<'_>> {
    let mut found = Vec::new();
    for (path, item) in document.root().get("paths").iter().flat_map(Place::members) {
        let Some(item) = document.follow(&item) else {
            continue;
        };
        for (key, place) in item.members().filter(|(key, _)| METHODS.contains(key)) {
            let tags = place.get("tags").into_iter().flat_map(|tags| tags.items());
            found.push(Candidate {
                id: place.text("operationId"),
                method: key.to_uppercase(),
                path,
                tags: tags.filter_map(|tag| tag.value.as_str()).collect(),
                at: place.pointer,
            });
        }
    }
    found
}

/// Whether `text` is what `pattern` says; `*` stands for any text.
fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// The targets of references that the kept operations lead to.
fn reached(document: &Document, kept: &FxHashSet<Pointer>) -> FxHashSet<Pointer> {
    let mut reached = FxHashSet::default();
    let roots = kept.iter().filter_map(|at| document.at(at));
    let mut open: Vec<&Value> = roots.map(|place| place.value).collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => {
                open.extend(members.values());
                let target = members.get("$ref").and_then(Value::as_str);
                let target = target.and_then(|text| document.resolve(text));
                if let Some(target) = target
                    && reached.insert(target.pointer.clone())
                {
                    open.push(target.value);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    reached
}

/// Whether a problem is of something that is kept.
fn matters(kept: &FxHashSet<Pointer>, reached: &FxHashSet<Pointer>, problem: &Problem) -> bool {
    let mut at = Some(problem.at.clone());
    while let Some(place) = at {
        if kept.contains(&place) || reached.contains(&place) {
            return true;
        }
        at = place.parent();
    }
    let segments: Vec<_> = problem.at.segments().collect();
    match segments.first().map(AsRef::as_ref) {
        Some("paths") => segments
            .get(2)
            .is_none_or(|method| !METHODS.contains(&method.as_ref())),
        Some("components" | "webhooks" | "x-webhooks") => segments.len() < 3,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, text, fits) in [
            ("listPets", "listPets", true),
            ("listPets", "listPetsAll", false),
            ("list*", "listPets", true),
            ("*Pets", "listPets", true),
            ("*/pets/*/toys", "/v1/pets/{id}/toys", true),
            ("*/pets/*/toys", "/v1/pets/toys", false),
            ("a*a", "a", false),
            ("*", "", true),
        ] {
            assert_eq!(glob(pattern, text), fits, "{pattern} {text}");
        }
    }
}
