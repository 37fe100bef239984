//! Line and column of a place in the text of a description.
//!
//! A scan of its own, made only when something is told: the happy path does not pay for it.

mod json;
mod yaml;

use std::collections::BTreeMap;

use crate::pointer::Pointer;

/// Line and column, counted from 1; columns in characters.
pub type Position = (usize, usize);

/// Where each of `places` stands in `text`: at its key or item, or, where the text does not have
/// it, at the nearest place around it that the text has.
pub fn locate<'p>(
    text: &str,
    places: impl IntoIterator<Item = &'p Pointer>,
) -> BTreeMap<Pointer, Position> {
    let mut wanted = Wanted::default();
    let places: Vec<&Pointer> = places.into_iter().collect();
    for place in &places {
        let mut around = Some((*place).clone());
        while let Some(place) = around {
            around = place.parent();
            wanted.places.entry(place.as_str().to_owned()).or_default();
        }
    }
    // Flow mappings of YAML begin like JSON: what JSON does not find, YAML may.
    if !text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with(['{', '['])
        || !json::scan(text, &mut wanted)
    {
        yaml::scan(text, &mut wanted);
    }
    let found = places.into_iter().filter_map(|place| {
        let mut around = Some(place.clone());
        while let Some(candidate) = around {
            if let Some(Some(position)) = wanted.places.get(candidate.as_str()) {
                return Some((place.clone(), *position));
            }
            around = candidate.parent();
        }
        None
    });
    found.collect()
}

/// The places looked for, and where they were found.
#[derive(Debug, Default)]
struct Wanted {
    places: BTreeMap<String, Option<Position>>,
}

impl Wanted {
    /// Tells where the place `path` stands. Of a key that stands twice the last one counts, as in
    /// every reader of the description.
    fn found(&mut self, path: &str, position: impl FnOnce() -> Position) {
        if let Some(place) = self.places.get_mut(path) {
            *place = Some(position());
        }
    }
}

/// The place that a scan is at, from the root down.
#[derive(Debug, Default)]
struct Walk {
    path: String,
    levels: Vec<Level>,
}

/// An object or array that a scan is in.
#[derive(Debug)]
struct Level {
    /// The length of its path.
    length: usize,
    /// The index of the next item, of an array.
    next: Option<usize>,
}

impl Walk {
    fn enter(&mut self, array: bool) {
        self.levels.push(Level {
            length: self.path.len(),
            next: array.then_some(0),
        });
    }

    fn leave(&mut self) {
        self.levels.pop();
    }

    /// Goes to the member `name` of the object the scan is in.
    fn key(&mut self, name: &str, position: impl FnOnce() -> Position, wanted: &mut Wanted) {
        let Some(level) = self.levels.last() else {
            return;
        };
        self.path.truncate(level.length);
        self.path.push('/');
        // RFC 6901, section 3.
        self.path
            .push_str(&name.replace('~', "~0").replace('/', "~1"));
        wanted.found(&self.path, position);
    }

    /// Goes to the next item, if the scan is in an array.
    fn value(&mut self, position: impl FnOnce() -> Position, wanted: &mut Wanted) {
        match self.levels.last_mut() {
            None => wanted.found("", position),
            Some(Level {
                length,
                next: Some(next),
            }) => {
                self.path.truncate(*length);
                self.path.push_str(&format!("/{next}"));
                *next += 1;
                wanted.found(&self.path, position);
            }
            Some(Level { next: None, .. }) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, place: &str) -> Option<Position> {
        let place = Pointer::parse(place).expect("a pointer");
        locate(text, [&place]).get(&place).copied()
    }

    const YAML: &str = "\
openapi: 3.0.3
paths:
  /pets/{id}:
    get:
      tags: [a, 'b']
      responses:
        200:
          description: |
            paths:
              x: 1
      parameters:
        - name: é
          in: path
        - $ref: '#/x'
";

    #[test]
    fn keys_and_items_of_yaml_are_found() {
        assert_eq!(at(YAML, ""), Some((1, 1)));
        assert_eq!(at(YAML, "/paths"), Some((2, 1)));
        assert_eq!(at(YAML, "/paths/~1pets~1{id}/get"), Some((4, 5)));
        assert_eq!(at(YAML, "/paths/~1pets~1{id}/get/tags/1"), Some((5, 17)));
        assert_eq!(
            at(YAML, "/paths/~1pets~1{id}/get/responses/200"),
            Some((7, 9))
        );
        assert_eq!(
            at(YAML, "/paths/~1pets~1{id}/get/parameters/0/in"),
            Some((13, 11))
        );
        assert_eq!(
            at(YAML, "/paths/~1pets~1{id}/get/parameters/1/$ref"),
            Some((14, 11))
        );
    }

    #[test]
    fn a_place_that_the_text_does_not_have_is_found_around_it() {
        assert_eq!(
            at(YAML, "/paths/~1pets~1{id}/get/operationId"),
            Some((4, 5))
        );
        assert_eq!(at(YAML, "/components/schemas/Pet"), Some((1, 1)));
    }

    #[test]
    fn keys_and_items_of_json_are_found() {
        let text = "{\n \"a/b\": [1, {\"\\u0063\\\"\": \"}\"}],\n \"é\": {}, \"d\": [[], null]}";
        assert_eq!(at(text, "/a~1b"), Some((2, 2)));
        assert_eq!(at(text, "/a~1b/0"), Some((2, 10)));
        assert_eq!(at(text, "/a~1b/1/c\""), Some((2, 14)));
        assert_eq!(at(text, "/é"), Some((3, 2)));
        assert_eq!(at(text, "/d"), Some((3, 11)));
        assert_eq!(at(text, "/d/1"), Some((3, 21)));
    }

    #[test]
    fn flow_mappings_of_yaml_and_texts_cut_off_are_no_trouble() {
        assert_eq!(at("{a: 1, b: {c: 2}}", "/b/c"), Some((1, 12)));
        assert_eq!(at("{\"a\": 1, \"b\"", "/a"), Some((1, 2)));
        assert_eq!(at("", "/a"), None);
        assert_eq!(at("a: [", "/a"), Some((1, 1)));
    }
}
