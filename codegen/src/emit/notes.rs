//! What is said of types and their parts: the description's words, or what it implies.

use super::{
    doc::{Doc, code},
    places::Place,
    scope::Scope,
};
use crate::ir::{Access, Field, FieldNotes, Shape, ShapeId, Site, TextFormat};

/// The docs of a type.
pub(crate) fn of_type(scope: &Scope<'_>, id: ShapeId) -> Doc {
    let sites = scope.api.shapes.sites(id);
    let deprecated = common(sites, |site| site.deprecated).unwrap_or(false);
    Doc::new()
        .quote(words_of_type(scope, id))
        .or_say(|| implied(scope, id))
        .say_if(twin(scope, id))
        .say_if(deprecated.then(|| "**Deprecated.**".to_owned()))
}

/// What a person wrote of a type. Equal schemas that are written out in several places are one type,
/// of which what is said in one of them alone need not be true.
fn words_of_type<'a>(scope: &Scope<'a>, id: ShapeId) -> Option<&'a str> {
    common(scope.api.shapes.sites(id), |site| {
        let title = site.title.as_deref().filter(|title| speaks(title));
        site.docs.as_deref().or(title).map(str::trim)
    })?
}

/// What more than half of these sites have in common.
fn common<'s, T: Ord>(sites: &'s [Site], part: impl Fn(&'s Site) -> T) -> Option<T> {
    let mut parts: Vec<T> = sites.iter().map(part).collect();
    parts.sort_unstable();
    // More than half of them reach beyond the middle.
    let middle = parts.len() / 2;
    let alike = parts.iter().filter(|part| Some(*part) == parts.get(middle));
    (2 * alike.count() > parts.len()).then(|| parts.swap_remove(middle))
}

/// What tells the sent one of two types from the received one.
fn twin(scope: &Scope<'_>, id: ShapeId) -> Option<String> {
    let twin = scope.facts.twins.get(&id)?;
    let received = &scope.names.types.get(&twin.received)?.name;
    Some(format!(
        "As it is sent; [`{received}`](crate::types::{received}) is what is received."
    ))
}

/// The docs of a record's field.
pub(crate) fn of_field(scope: &Scope<'_>, owner: ShapeId, index: usize, field: &Field) -> Doc {
    let notes = notes(scope, owner, index);
    let words = notes.and_then(words);
    let implied = implied_of_field(scope, owner, index, field);
    let doc = Doc::new().quote(words);
    let doc = match implied {
        Some(implied) => doc.or_say(|| implied),
        None => doc,
    };
    doc.say_if(facts_of(notes, field))
}

/// What a field's name and type do not say by themselves: its format, and its name in JSON where
/// that is another.
fn implied_of_field(
    scope: &Scope<'_>,
    owner: ShapeId,
    index: usize,
    field: &Field,
) -> Option<String> {
    let name = scope.names.fields.get(&(owner, index));
    let same = name.is_some_and(|name| *name == field.wire);
    match (same, format_of(scope, field.shape)) {
        (true, "") => None,
        (true, format) => Some(sentence(format.trim_start_matches(", "))),
        (false, format) => Some(format!("{} in JSON{format}.", code(&field.wire))),
    }
}

/// A text as a sentence of its own.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

/// The docs of a union's variant or a choice's value; `implied` where the description is silent.
pub(crate) fn of_part(
    scope: &Scope<'_>,
    owner: ShapeId,
    index: usize,
    implied: impl FnOnce() -> String,
) -> Doc {
    let notes = notes(scope, owner, index);
    // What is said of the whole says nothing of one of its parts.
    let whole = words_of_type(scope, owner);
    let words = notes
        .and_then(words)
        .filter(|words| Some(words.trim()) != whole);
    let deprecated = notes.is_some_and(|notes| notes.deprecated);
    Doc::new()
        .quote(words)
        .or_say(implied)
        .say_if(deprecated.then(|| "**Deprecated.**".to_owned()))
}

/// What a person wrote of a part.
fn words(notes: &FieldNotes) -> Option<&str> {
    let title = notes.title.as_deref().filter(|title| speaks(title));
    notes.docs.as_deref().or(title)
}

/// Whether a title is more than a name.
fn speaks(title: &str) -> bool {
    title.contains(' ')
}

/// What is said of a part at the first place that says anything.
fn notes<'a>(scope: &Scope<'a>, owner: ShapeId, index: usize) -> Option<&'a FieldNotes> {
    let sites = scope.api.shapes.sites(owner);
    let said = sites.iter().filter_map(|site| site.parts.get(index));
    said.clone()
        .find(|notes| notes.docs.is_some())
        .or_else(|| said.clone().next())
}

fn facts_of(notes: Option<&FieldNotes>, field: &Field) -> Option<String> {
    let mut facts = Vec::new();
    if notes.is_some_and(|notes| notes.deprecated) {
        facts.push("**Deprecated.**".to_owned());
    }
    match field.access {
        Access::Both => {}
        Access::ReadOnly => facts.push("Set by the service.".to_owned()),
        Access::WriteOnly => facts.push("Never sent back by the service.".to_owned()),
    }
    if let Some(default) = field.default.as_deref().filter(|default| is_short(default)) {
        facts.push(format!("Default: {}.", code(default)));
    }
    if let Some(example) = notes
        .and_then(|notes| notes.example.as_deref())
        .filter(|e| is_short(e))
    {
        facts.push(format!("Example: {}.", code(example)));
    }
    (!facts.is_empty()).then(|| facts.join(" "))
}

/// Whether a JSON text is worth a place in a sentence.
pub(crate) fn is_short(json: &str) -> bool {
    json.len() <= 80 && !matches!(json, "null" | "\"\"" | "[]" | "{}")
}

fn format_of(scope: &Scope<'_>, shape: ShapeId) -> &'static str {
    match scope.shape(shape) {
        Shape::Nullable(inner) => match scope.shape(*inner) {
            Shape::Text(format) => text_format(format),
            _ => "",
        },
        Shape::Text(format) => text_format(format),
        _ => "",
    }
}

fn text_format(format: &TextFormat) -> &'static str {
    match format {
        TextFormat::DateTime => ", a date and time (RFC 3339)",
        TextFormat::Date => ", a date (RFC 3339)",
        TextFormat::Time => ", a time of day (RFC 3339)",
        TextFormat::Duration => ", a duration (ISO 8601)",
        TextFormat::Uuid => ", a UUID",
        TextFormat::Base64 => ", bytes as base64",
        TextFormat::Uri => ", a URI",
        TextFormat::Ipv4 => ", an IPv4 address",
        TextFormat::Ipv6 => ", an IPv6 address",
        TextFormat::Email => ", an e-mail address",
        TextFormat::Password => ", a secret",
        TextFormat::Decimal => ", a decimal number as text",
        TextFormat::Plain | TextFormat::Other(_) => "",
    }
}

/// What a place implies about the type that stands there.
fn implied(scope: &Scope<'_>, id: ShapeId) -> String {
    let mut item = false;
    let mut others = scope.places.is_met_again(id);
    let mut place = scope.places.first(id);
    // Climbs through lists, maps and nullables, which have no name of their own.
    for _ in 0..64 {
        let Some(Place::Part(owner, index)) = place else {
            break;
        };
        if scope.names.types.contains_key(&owner) {
            return and_others(part_of(scope, owner, index, item), others);
        }
        item |= matches!(scope.api.shapes.get(owner), Shape::List(_) | Shape::Map(_));
        others |= scope.places.is_met_again(owner);
        place = scope.places.first(owner);
    }
    match place.and_then(|place| at_operation(scope, place, item)) {
        Some(said) => and_others(said, others),
        None => "Described, but used by no operation.".to_owned(),
    }
}

/// What is said of one place, where there are `others`.
fn and_others(mut said: String, others: bool) -> String {
    if others {
        said.truncate(said.trim_end_matches('.').len());
        said.push_str(", among others.");
    }
    said
}

/// What a place at an operation implies.
fn at_operation(scope: &Scope<'_>, place: Place, item: bool) -> Option<String> {
    Some(match place {
        Place::Body(operation) => format!("What {} sends.", method(scope, operation)),
        Place::Reply(operation, true) => match item {
            true => format!("One of what {} answers.", method(scope, operation)),
            false => format!("What {} answers.", method(scope, operation)),
        },
        Place::Reply(operation, false) => {
            format!("What {} answers when it fails.", method(scope, operation))
        }
        Place::Parameter(operation, parameter) => {
            let wire = &scope.api.operations[operation].parameters[parameter].wire;
            let method = method(scope, operation);
            format!("The parameter {} of {method}.", code(wire))
        }
        Place::Header(operation) => {
            format!("A header of what {} answers.", method(scope, operation))
        }
        Place::Webhook(webhook) => {
            let name = scope.api.webhooks[webhook].name.as_str();
            format!("What the service sends as {}.", code(name))
        }
        Place::Component | Place::Part(..) => return None,
    })
}

fn part_of(scope: &Scope<'_>, owner: ShapeId, index: usize, item: bool) -> String {
    let name = scope
        .names
        .types
        .get(&owner)
        .map_or("", |name| name.name.as_str());
    let link = format!("[`{name}`](crate::types::{name})");
    match scope.api.shapes.get(owner) {
        Shape::Record(record) => match record.fields.get(index) {
            Some(field) if item => format!("One of the {} of {link}.", code(&field.wire)),
            Some(field) => format!("The {} of {link}.", code(&field.wire)),
            None => format!("Any further member of {link}."),
        },
        Shape::Union(_) => {
            let variant = scope
                .names
                .variants
                .get(&(owner, index))
                .map_or("", String::as_str);
            format!("What [`{name}::{variant}`](crate::types::{name}::{variant}) holds.")
        }
        _ => format!("Part of {link}."),
    }
}

/// A link to the method of an operation.
pub(crate) fn method(scope: &Scope<'_>, operation: usize) -> String {
    let method = scope
        .names
        .operations
        .get(operation)
        .map_or("", |name| name.method.as_str());
    format!("[`Client::{method}`](crate::Client::{method})")
}
