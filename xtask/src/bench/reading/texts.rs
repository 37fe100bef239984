//! The texts that are read: values of a type with all members, in the description's order and
//! shuffled.

use std::path::Path;

use codegen::sample::{Suite, Trial};
use serde_json::{Map, Value, json};

use crate::{job::Job, with_big_stack};

/// A text holds as many values as this many bytes need.
const LEAST: usize = 50_000;

/// How many routes the flagship's list has.
const ROUTES: usize = 1000;

/// The samples of all types of a description.
///
/// # Errors
/// No crate can be made for it.
pub(super) fn suite(spec: &Path) -> Result<Suite, String> {
    let job = Job::beside(spec.to_owned(), None);
    let made = with_big_stack(|| -> Result<Suite, String> {
        let outcome = job.run().map_err(|error| error.to_string())?;
        let output = outcome.result.map_err(|_| "it is refused".to_owned())?;
        Ok(output.model.suite())
    });
    made.unwrap_or_else(|panic| Err(crate::message(&*panic).to_owned()))
}

/// Values of a type with all members, one of each branch.
fn complete(suite: &Suite, name: &str) -> Vec<Value> {
    let Some(index) = suite.types.iter().position(|known| known == name) else {
        return Vec::new();
    };
    let cases = suite.cases.iter().filter(|case| case.type_ == index);
    let samples = cases.filter(|case| case.trial == Trial::Sample);
    let complete = samples.filter(|case| case.what.starts_with("all members"));
    complete.map(|case| case.value.clone()).collect()
}

/// A list of values of a type, in the description's order and shuffled; nothing if it has none.
pub(super) fn texts(suite: &Suite, name: &str) -> Option<[String; 2]> {
    let values = complete(suite, name);
    if values.is_empty() {
        return None;
    }
    let mut list = Vec::new();
    let mut length = 0;
    for value in values.iter().cycle() {
        length += value.to_string().len();
        list.push(value.clone());
        if length >= LEAST {
            break;
        }
    }
    Some(both(Value::Array(list)))
}

/// The same for the flagship's list of routes: many of them, with three elements each, of every
/// kind in turns.
pub(super) fn routes(suite: &Suite, name: &str) -> Option<[String; 2]> {
    let mut list = complete(suite, name).into_iter().next()?;
    let elements = complete(suite, "Element");
    let one = list.pointer("/routes/0")?.clone();
    let route = |index: usize| {
        let mut route = one.clone();
        let three = elements.iter().cycle().skip(index % elements.len().max(1));
        if let Some(place) = route.get_mut("elements") {
            *place = three.take(3).cloned().collect();
        }
        route
    };
    *list.get_mut("routes")? = (0..ROUTES).map(route).collect();
    Some(both(json!([list])))
}

fn both(mut list: Value) -> [String; 2] {
    everyday(&mut list, &mut 0);
    let ordered = list.to_string();
    shuffle(&mut list, &mut Random(0x9E37_79B9_7F4A_7C15));
    [ordered, list.to_string()]
}

/// Samples go to the limits; in replies most texts need no escape, and numbers are short.
fn everyday(value: &mut Value, texts: &mut usize) {
    match value {
        Value::String(text) if text.contains('"') => {
            *texts += 1;
            if !texts.is_multiple_of(8) {
                "text that nobody quotes".clone_into(text);
            }
        }
        Value::Number(number) => {
            let extreme = |limit: i128| number.as_i128() == Some(limit);
            if extreme(i64::MIN.into()) || extreme(u64::MAX.into()) {
                *value = json!(1_700_000_000);
            } else if extreme(i32::MIN.into()) || extreme(u32::MAX.into()) {
                *value = json!(1234);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| everyday(item, texts)),
        Value::Object(members) => members.values_mut().for_each(|item| everyday(item, texts)),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// Another order for the members of every object, the same in every run.
fn shuffle(value: &mut Value, random: &mut Random) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| shuffle(item, random)),
        Value::Object(members) => {
            let mut list: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
            for end in (1..list.len()).rev() {
                list.swap(end, random.below(end + 1));
            }
            list.iter_mut().for_each(|(_, item)| shuffle(item, random));
            *members = list.into_iter().collect::<Map<String, Value>>();
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Marsaglia's xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.0 % limit).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shuffled_text_says_the_same() {
        let list = json!([{"a": 1, "b": {"c": 2, "d": 3, "e": 4}, "f": [{"g": 1, "h": 2}]}]);
        let [ordered, shuffled] = both(list.clone());
        assert_ne!(ordered, shuffled);
        assert_eq!(serde_json::from_str::<Value>(&shuffled).ok(), Some(list));
    }

    #[test]
    fn most_texts_and_numbers_are_everyday_ones() {
        let mut list = json!([i64::MIN, i32::MIN, 7, 1.5, "a", "a \"b\"", ["a \"b\""]]);
        everyday(&mut list, &mut 6);
        assert_eq!(
            list,
            json!([
                1_700_000_000,
                1234,
                7,
                1.5,
                "a",
                "text that nobody quotes",
                ["a \"b\""]
            ])
        );
    }
}
