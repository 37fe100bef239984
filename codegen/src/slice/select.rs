//! Which operations are meant: by path, by tag, by id.

use globset::{GlobBuilder, GlobMatcher};
use serde_json::{Map, Value};

use crate::load::kind::METHODS;

/// What to cut out. An operation is meant if it fits every list that is not empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Paths, any of which fits. `*` stands for one segment or a part of it, `**` for any number of
    /// segments (one at least); braces are those of the path template: `/accounts/{account_id}/**`.
    pub paths: Vec<String>,
    /// Tags, any of which the operation has.
    pub tags: Vec<String>,
    /// Operation ids, any of which is the operation's.
    pub operations: Vec<String>,
}

/// Why nothing was cut out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SliceError {
    /// A path pattern cannot be read.
    #[error("`{pattern}` is no pattern of paths: {reason}")]
    BadPattern {
        /// The pattern.
        pattern: String,
        /// Why not.
        reason: String,
    },
    /// Parts of the selection that match nothing.
    #[error("these match no operation: {}", .0.join(", "))]
    NoMatch(Vec<String>),
    /// The value is no description.
    #[error("this is no OpenAPI description: it has no `paths`")]
    NoDescription,
}

/// The path items that stay, with the operations that stay.
pub(super) struct Selected {
    pub(super) paths: Map<String, Value>,
    pub(super) operations: usize,
}

pub(super) fn select(description: &Value, selection: &Selection) -> Result<Selected, SliceError> {
    let paths = description.get("paths").and_then(Value::as_object);
    let paths = paths.ok_or(SliceError::NoDescription)?;
    let patterns = selection.paths.iter().map(|pattern| matcher(pattern));
    let patterns = patterns.collect::<Result<Vec<_>, _>>()?;
    let mut used = Used::of(selection);
    let mut selected = Selected {
        paths: Map::new(),
        operations: 0,
    };
    for (path, item) in paths {
        let fits = patterns.iter().enumerate();
        let fits = fits.filter(|(_, pattern)| pattern.is_match(path));
        let fits = fits.map(|(index, _)| index).collect::<Vec<_>>();
        if fits.is_empty() && !patterns.is_empty() {
            continue;
        }
        fits.iter().for_each(|index| used.paths[*index] = true);
        let Value::Object(item) = item else { continue };
        let mut kept = item.clone();
        kept.retain(|key, operation| {
            !METHODS.contains(&key.as_str()) || used.is_meant(operation, selection)
        });
        let operations = kept.keys().filter(|key| METHODS.contains(&key.as_str()));
        let operations = operations.count();
        // A path item that stands elsewhere is not looked into; its path decides alone.
        let elsewhere = kept.contains_key("$ref")
            && selection.tags.is_empty()
            && selection.operations.is_empty();
        if operations > 0 || elsewhere {
            selected.operations += operations;
            selected.paths.insert(path.clone(), Value::Object(kept));
        }
    }
    let unused = used.unused(selection);
    if !unused.is_empty() || selected.paths.is_empty() {
        return Err(SliceError::NoMatch(unused));
    }
    Ok(selected)
}

fn matcher(pattern: &str) -> Result<GlobMatcher, SliceError> {
    // Braces are the template's own.
    let mut literal = String::with_capacity(pattern.len());
    for c in pattern.chars() {
        match c {
            '{' => literal.push_str("[{]"),
            '}' => literal.push_str("[}]"),
            c => literal.push(c),
        }
    }
    let glob = GlobBuilder::new(&literal).literal_separator(true).build();
    let glob = glob.map_err(|error| SliceError::BadPattern {
        pattern: pattern.to_owned(),
        reason: error.kind().to_string(),
    })?;
    Ok(glob.compile_matcher())
}

/// Which parts of the selection have matched something.
struct Used {
    paths: Vec<bool>,
    tags: Vec<bool>,
    operations: Vec<bool>,
}

impl Used {
    fn of(selection: &Selection) -> Self {
        Used {
            paths: vec![false; selection.paths.len()],
            tags: vec![false; selection.tags.len()],
            operations: vec![false; selection.operations.len()],
        }
    }

    fn is_meant(&mut self, operation: &Value, selection: &Selection) -> bool {
        let id = operation.get("operationId").and_then(Value::as_str);
        let tags = operation.get("tags").and_then(Value::as_array);
        let has = |tag: &str| tags.is_some_and(|tags| tags.iter().any(|other| other == tag));
        let by_tag = note(&mut self.tags, &selection.tags, |tag| has(tag));
        let by_id = note(&mut self.operations, &selection.operations, |known| {
            Some(known) == id
        });
        by_tag && by_id
    }

    fn unused(&self, selection: &Selection) -> Vec<String> {
        let lists = [
            (&self.paths, &selection.paths),
            (&self.tags, &selection.tags),
            (&self.operations, &selection.operations),
        ];
        let unused = lists.into_iter().flat_map(|(used, names)| {
            let pairs = used.iter().zip(names);
            pairs
                .filter(|(used, _)| !**used)
                .map(|(_, name)| name.clone())
        });
        unused.collect()
    }
}

/// Whether any of `names` fits, or there is none; notes those that do.
fn note(used: &mut [bool], names: &[String], fits: impl Fn(&str) -> bool) -> bool {
    let mut any = names.is_empty();
    for (used, name) in used.iter_mut().zip(names) {
        if fits(name) {
            *used = true;
            any = true;
        }
    }
    any
}
