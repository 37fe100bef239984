//! A place becomes a line and a column, by a second look at the text.
//!
//! Only for what is reported: the happy path never comes here. What is not on the way to a wanted
//! place is skipped.

mod json;
mod yaml;

use indexmap::IndexMap;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Document,
    text::{Language, language},
};
use crate::{
    pointer::Pointer,
    report::{Problem, Report},
};

/// Line and column (both counted from 1, columns in characters) of each place in `text`: of the key
/// for a member, of the value itself for an item. A place that is not there has the position of the
/// nearest one above it that is; `None` for a text that cannot be read.
pub fn locate(text: &str, pointers: &[Pointer]) -> Vec<Option<(usize, usize)>> {
    let mut wanted = Wanted::of(pointers);
    let readable = match language(text) {
        Language::Json => json::scan(text, &mut wanted) || yaml::scan(text, &mut wanted),
        Language::Yaml => yaml::scan(text, &mut wanted),
    };
    if !readable && wanted.found.is_empty() {
        return vec![None; pointers.len()];
    }
    let nearest = |pointer: &Pointer| {
        let mut place = Some(pointer.clone());
        while let Some(pointer) = place {
            if let Some(position) = wanted.found.get(pointer.as_str()) {
                return Some(*position);
            }
            place = pointer.parent();
        }
        Some((1, 1))
    };
    pointers.iter().map(nearest).collect()
}

/// Fills in where the problems of `report` stand in the text, for those that do not know yet: the
/// file beside the description if it is one, the place before rewriting, line and column; and puts
/// them in the order of their places. `text` and `others` are those given to [`super::load`].
pub fn place(
    document: &Document,
    text: &str,
    others: &dyn Fn(&str) -> Option<String>,
    report: &mut Report,
) {
    report.relocate(|at| document.origin(at));
    place_as_written(text, others, report);
}

/// The same for problems that say already where they stood before rewriting.
pub fn place_as_written(text: &str, others: &dyn Fn(&str) -> Option<String>, report: &mut Report) {
    let mut by_file: IndexMap<Option<String>, Vec<&mut Problem>> = IndexMap::new();
    for problem in report.problems_mut() {
        if problem.position.is_none() {
            let file = problem.file.clone();
            by_file.entry(file).or_default().push(problem);
        }
    }
    for (file, problems) in by_file {
        let beside = file.as_deref().and_then(others);
        let text = match (&file, &beside) {
            (None, _) => text,
            (Some(_), Some(beside)) => beside,
            // The settings, or a file that is not at hand.
            (Some(_), None) => continue,
        };
        let places: Vec<Pointer> = problems.iter().map(|problem| problem.at.clone()).collect();
        for (problem, position) in problems.into_iter().zip(locate(text, &places)) {
            problem.position = position;
        }
    }
    report.sort();
}

/// The places that are looked for, and those found.
struct Wanted {
    /// The places, and all above them.
    prefixes: FxHashSet<String>,
    found: FxHashMap<String, (usize, usize)>,
}

impl Wanted {
    fn of(pointers: &[Pointer]) -> Self {
        let mut prefixes = FxHashSet::default();
        for pointer in pointers {
            let mut place = Some(pointer.clone());
            while let Some(pointer) = place.filter(|place| !prefixes.contains(place.as_str())) {
                prefixes.insert(pointer.as_str().to_owned());
                place = pointer.parent();
            }
        }
        Wanted {
            prefixes,
            found: FxHashMap::default(),
        }
    }

    /// The place `segment` below `place`, if anything there is looked for.
    fn below(&self, place: &Pointer, segment: &str) -> Option<Pointer> {
        let child = place.child(segment);
        self.prefixes.contains(child.as_str()).then_some(child)
    }

    fn find(&mut self, place: &Pointer, position: (usize, usize)) {
        self.found.insert(place.as_str().to_owned(), position);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, pointers: &[&str]) -> Vec<Option<(usize, usize)>> {
        let pointers = pointers
            .iter()
            .map(|text| Pointer::parse(text).expect("a pointer"));
        locate(text, &pointers.collect::<Vec<_>>())
    }

    #[test]
    fn places_of_json_are_found() {
        let text =
            "{\n  \"a\": {\"b\\u0041\": [1, {\"c/d\": \"}\"}]},\n  \"ä\": [[], \"x\"], \"e\": 1\n}";
        let places = ["", "/a", "/a/bA", "/a/bA/1", "/a/bA/1/c~1d", "/ä/1", "/e"];
        let positions = [(1, 1), (2, 3), (2, 9), (2, 24), (2, 25), (3, 13), (3, 19)];
        assert_eq!(at(text, &places), positions.map(Some));
    }

    #[test]
    fn places_of_yaml_are_found() {
        let text = "# first\na:\n  bA:\n    - 1\n    - c/d: >\n        long: text\n      x: y\nä: [[], 'x']\n200: 1\n";
        let places = [
            "",
            "/a",
            "/a/bA",
            "/a/bA/1",
            "/a/bA/1/c~1d",
            "/a/bA/1/x",
            "/ä/1",
            "/200",
        ];
        let positions = [
            (2, 1),
            (2, 1),
            (3, 3),
            (5, 7),
            (5, 7),
            (7, 7),
            (8, 9),
            (9, 1),
        ];
        assert_eq!(at(text, &places), positions.map(Some));
    }

    #[test]
    fn a_place_that_is_not_there_has_the_position_of_what_holds_it() {
        assert_eq!(
            at("{\n \"a\": {\"b\": 1}}", &["/a/c/d", "/x"]),
            [Some((2, 2)), Some((1, 1))]
        );
        assert_eq!(
            at("a:\n  b: 1\n", &["/a/c/d", "/a/b/0", "/x"]),
            [Some((1, 1)), Some((2, 3)), Some((1, 1))]
        );
    }

    #[test]
    fn a_text_that_cannot_be_read_has_no_positions_or_those_before_the_error() {
        assert_eq!(at("{\"a\": {\"b\": ", &["/a/b"]), [Some((1, 8))]);
        assert_eq!(at("@", &["/a"]), [None]);
    }

    #[test]
    fn aliases_and_merge_keys_stand_where_they_are_written() {
        let text = "x: &x\n  a: 1\ny:\n  <<: *x\n  b: 2\nz: *x\n";
        assert_eq!(
            at(text, &["/y/a", "/y/b", "/z/a"]),
            [Some((3, 1)), Some((5, 3)), Some((6, 1))]
        );
    }

    #[test]
    fn nothing_overflows() {
        let text = "[".repeat(200_000);
        let deep = Pointer::parse(&"/0".repeat(3_000)).expect("a pointer");
        assert_eq!(locate(&text, &[deep]).len(), 1);
    }
}
