//! A scope claims a name once.

use rustc_hash::{FxHashMap, FxHashSet};

use super::words;

/// The names taken in one scope: the crate's types, a record's fields, an enum's variants.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    taken: FxHashSet<String>,
    numbered: Vec<String>,
    /// The smallest number that may be free behind a name: all before it are taken.
    numbers: FxHashMap<String, usize>,
}

impl Scope {
    /// A scope in which some names are taken beforehand.
    pub(crate) fn with<'a>(taken: impl IntoIterator<Item = &'a str>) -> Self {
        Scope {
            taken: taken.into_iter().map(str::to_owned).collect(),
            numbered: Vec::new(),
            numbers: FxHashMap::default(),
        }
    }

    /// Takes `name` if it is free. Rust's keywords never are.
    pub(crate) fn claim(&mut self, name: &str) -> bool {
        !name.is_empty() && !words::is_keyword(name) && self.taken.insert(name.to_owned())
    }

    /// The names that got a number, because nothing else was left.
    pub(crate) fn numbered(&self) -> &[String] {
        &self.numbered
    }

    /// Gives a name back.
    pub(crate) fn release(&mut self, name: &str) {
        self.taken.remove(name);
        self.numbers.clear();
    }

    /// Takes the first free candidate; with none free, the last with the smallest number behind it
    /// that is. `fallback` stands in where no candidate has a letter.
    pub(crate) fn claim_first<I>(&mut self, candidates: I, fallback: &str) -> String
    where
        I: IntoIterator<Item = String>,
    {
        let mut last = fallback.to_owned();
        for candidate in candidates {
            if self.claim(&candidate) {
                return candidate;
            }
            if !candidate.is_empty() {
                last = candidate;
            }
        }
        if self.claim(&last) {
            return last;
        }
        let separator = if words::is_camel(&last) { "" } else { "_" };
        let stem = last.trim_end_matches('_');
        // The smallest free number: at most one more than there are names in the scope.
        let first = self.numbers.get(stem).copied().unwrap_or(2);
        for number in first..=self.taken.len() + 2 {
            let numbered = format!("{stem}{separator}{number}");
            if self.claim(&numbered) {
                self.numbered.push(numbered.clone());
                self.numbers.insert(stem.to_owned(), number + 1);
                return numbered;
            }
        }
        last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_claimed_once() {
        let mut scope = Scope::with(["type"]);
        assert!(!scope.claim("type"));
        assert_eq!(scope.claim_first(["a".to_owned()], "x"), "a");
        assert_eq!(
            scope.claim_first(["a".to_owned(), "b".to_owned()], "x"),
            "b"
        );
        assert_eq!(
            scope.claim_first(["a".to_owned(), "b".to_owned()], "x"),
            "b_2"
        );
        assert_eq!(scope.numbered(), ["b_2"]);
        assert_eq!(scope.claim_first([String::new()], "Value"), "Value");
        assert!(!scope.claim("match"), "a keyword");
    }
}
