//! What a change touches: nothing else may get another name without a lock.

use std::collections::BTreeSet;

use codegen::{
    Output,
    map::{Map, Type},
};

use super::mutate::{Kind, Made};

/// The names of the types and the operation in which a change is made, of what stands inside them,
/// and what would be called like the thing that was added.
pub(crate) fn touched(old: &Output, made: &Made) -> BTreeSet<String> {
    let mut names = asked(made);
    if made.kind == Kind::Error {
        errors(old, made, &mut names);
    }
    if !["/paths", "/components/schemas"].contains(&made.at.as_str()) {
        let place = Place::of(made);
        let map = old.model.map();
        types(&map, &place, &mut names);
        operations(&map, &place, &mut names);
        let operations = &old.model.api.operations;
        let paged = old.model.facts.pages.keys();
        let mut paged = paged.filter_map(|index| operations.get(*index));
        if paged.any(|one| place.meets(&format!("#{}", one.pointer.as_str()))) {
            names.insert("pages".to_owned());
        }
    }
    names.remove("");
    names
}

/// What the added thing could be called.
fn asked(made: &Made) -> BTreeSet<String> {
    let mut words = made.what.split(|c: char| !c.is_alphanumeric() && c != '_');
    let word = words.find(|word| {
        let key = made.kind == Kind::Parameter && *word == "name";
        !word.is_empty() && !key
    });
    let word = word
        .filter(|_| made.kind != Kind::Order)
        .unwrap_or_default();
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    let camel: String = first.into_iter().chain(letters).collect();
    BTreeSet::from([word.to_owned(), format!("{camel}Item"), camel])
}

/// An error is called after its status; one that has no type of its own shares a variant with others
/// that look alike.
fn errors(old: &Output, made: &Made, names: &mut BTreeSet<String>) {
    const REASONS: [(&str, &str); 9] = [
        ("400", "BadRequest"),
        ("403", "Forbidden"),
        ("404", "NotFound"),
        ("409", "Conflict"),
        ("412", "PreconditionFailed"),
        ("422", "UnprocessableContent"),
        ("429", "TooManyRequests"),
        ("500", "InternalServerError"),
        ("503", "ServiceUnavailable"),
    ];
    let reasons = REASONS
        .iter()
        .filter(|(status, _)| made.what.starts_with(status));
    names.extend(reasons.map(|(_, reason)| (*reason).to_owned()));
    let known = &old.model.names;
    let alike = known
        .errors
        .iter()
        .filter(|(id, _)| !known.types.contains_key(id));
    names.extend(alike.map(|(_, variant)| variant.clone()));
}

/// The schema or operation in which a change is made.
struct Place(String);

impl Place {
    fn of(made: &Made) -> Place {
        const LISTS: [&str; 6] = [
            "properties",
            "oneOf",
            "anyOf",
            "enum",
            "responses",
            "parameters",
        ];
        match made.at.rsplit_once('/') {
            Some((owner, last)) if LISTS.contains(&last) => Place(format!("#{owner}")),
            _ => Place(format!("#{}", made.at)),
        }
    }

    /// Whether one of both stands in the other.
    fn meets(&self, place: &str) -> bool {
        let inside = |inner: &str, outer: &str| {
            let rest = inner.strip_prefix(outer);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        inside(&self.0, place) || inside(place, &self.0)
    }
}

fn last(path: &str) -> String {
    path.rsplit("::").next().unwrap_or_default().to_owned()
}

/// Types that meet the place, and payloads of such: they are called after their union.
fn types(map: &Map, place: &Place, names: &mut BTreeSet<String>) {
    let meets = |type_: &&Type| type_.pointers.iter().any(|at| place.meets(at));
    let types: Vec<&Type> = map.types.iter().filter(meets).collect();
    names.extend(types.iter().map(|type_| last(&type_.rust)));
    let places = types.iter().flat_map(|type_| &type_.pointers);
    let unions: BTreeSet<&str> = places.map(String::as_str).collect();
    let payload = |at: &String| {
        let list = at
            .rsplit_once('/')
            .and_then(|(list, _)| list.rsplit_once('/'));
        list.is_some_and(|(union, _)| unions.contains(union))
    };
    let payloads = map
        .types
        .iter()
        .filter(|type_| type_.pointers.iter().any(payload));
    names.extend(payloads.map(|type_| last(&type_.rust)));
}

/// Operations that meet the place, their options, and what they return unless a component's name
/// says what it is called.
fn operations(map: &Map, place: &Place, names: &mut BTreeSet<String>) {
    for operation in map
        .operations
        .iter()
        .filter(|one| place.meets(&one.pointer))
    {
        names.insert(last(&operation.rust));
        for word in operation
            .returns
            .split(|c: char| !c.is_alphanumeric() && c != '_')
        {
            let own = |at: &String| at.starts_with("#/components/schemas/");
            let named = |type_: &Type| last(&type_.rust) == word && type_.pointers.iter().any(own);
            let kept = map.types.iter().any(named) || ["Request", "Vec", "String"].contains(&word);
            if !kept {
                names.insert(word.to_owned());
            }
        }
    }
}
