//! Every style of parameter, written out.
//!
//! Source: OpenAPI 3.0.4, "Style Examples"; RFC 6570 for what that table leaves open (an empty list
//! and `null` are as if not given).

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Parameter, Style};
use crate::runtime::json::Flat;

/// Everything but RFC 3986's unreserved characters.
const STRICT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// As `STRICT`, without the reserved characters that cannot end or split a query value.
const RESERVED: &AsciiSet = &STRICT
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// Text with everything but unreserved characters percent-encoded.
pub(crate) fn strict(text: &str) -> Cow<'_, str> {
    // Most texts are names and numbers, which one look shows.
    match text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        true => Cow::Borrowed(text),
        false => utf8_percent_encode(text, STRICT).into(),
    }
}

/// A path argument: as it is sent, and as it was before it was encoded.
pub(crate) struct PathText<'v> {
    /// `None` if nothing had to be encoded.
    pub(crate) encoded: Option<String>,
    pub(crate) plain: Cow<'v, str>,
}

const NESTED: &str = "holds a list or object inside another, which its style cannot express";

/// A path argument of the parameter `name`.
///
/// # Errors
/// Says why the value has no text in this style.
pub(crate) fn path<'v>(
    name: &str,
    style: Style,
    value: &'v dyn Parameter,
) -> Result<PathText<'v>, &'static str> {
    let value = match (style, value.text()) {
        (Style::Simple { .. }, Some(text)) => return Ok(simple(Cow::Borrowed(text))),
        (Style::Json, _) => Flat::Text(value.json()),
        _ => value.flat(),
    };
    let value = match (value, style) {
        (Flat::Text(text), Style::Simple { .. }) => return Ok(simple(Cow::Owned(text))),
        (value, _) => value,
    };
    let plain = spread(&value, false)?.join(",");
    if plain.is_empty() {
        let encoded = match (&value, style) {
            (Flat::Text(_), Style::Label { .. }) => ".".to_owned(),
            (Flat::Text(_), Style::Matrix { .. }) => format!(";{}", strict(name)),
            _ => String::new(),
        };
        return Ok(PathText {
            encoded: Some(encoded),
            plain: plain.into(),
        });
    }
    let encoded = match style {
        Style::Label { explode } => labels(&value, explode)?,
        Style::Matrix { explode } => matrix(name, &value, explode)?,
        Style::Simple { explode } => encoded(&value, explode)?.join(","),
        _ => encoded(&value, false)?.join(","),
    };
    Ok(PathText {
        encoded: Some(encoded),
        plain: plain.into(),
    })
}

/// A text that stands in a path by itself.
fn simple(plain: Cow<'_, str>) -> PathText<'_> {
    let encoded = strict(&plain);
    let encoded = (encoded != plain).then(|| encoded.into_owned());
    PathText { encoded, plain }
}

/// The value of a header, or `None` if there is none.
///
/// # Errors
/// Says why the value has no text in this style.
pub(crate) fn header(style: Style, value: &dyn Parameter) -> Result<Option<String>, &'static str> {
    let explode = match style {
        Style::Json => return Ok(Some(value.json())),
        Style::Simple { explode } => explode,
        _ => false,
    };
    match value.flat() {
        Flat::Null => Ok(None),
        value => Ok(Some(spread(&value, explode)?.join(","))),
    }
}

/// Pairs of name and value, encoded.
type Pairs = Vec<(String, String)>;

/// The pairs of a query parameter, form member or cookie.
///
/// # Errors
/// Says why the value has no text in this style.
pub(crate) fn pairs(
    name: &str,
    style: Style,
    value: &dyn Parameter,
) -> Result<Pairs, &'static str> {
    let value = match style {
        Style::Json => Flat::Text(value.json()),
        _ => value.flat(),
    };
    flat_pairs(name, style, &value)
}

/// Adds a query parameter to `query`.
///
/// # Errors
/// Says why the value has no text in this style.
pub(crate) fn query(
    query: &mut String,
    name: &str,
    style: Style,
    value: &dyn Parameter,
) -> Result<(), &'static str> {
    let value = match style {
        Style::Json => Flat::Text(value.json()),
        _ => value.flat(),
    };
    let separator = |query: &String| if query.is_empty() { "" } else { "&" };
    // Most are texts, which are encoded where they are to stand.
    if let Flat::Text(text) = &value {
        query.reserve(name.len() + text.len() + 2);
        query.push_str(separator(query));
        query.push_str(&strict(name));
        query.push('=');
        query.extend(utf8_percent_encode(text, reserved(style)));
        return Ok(());
    }
    for (name, value) in flat_pairs(name, style, &value)? {
        query.extend([separator(query), &name, "=", &value]);
    }
    Ok(())
}

/// What of a value is encoded in this style.
fn reserved(style: Style) -> &'static AsciiSet {
    match style {
        Style::Form { reserved: true, .. }
        | Style::Space { reserved: true }
        | Style::Pipe { reserved: true }
        | Style::Deep { reserved: true } => RESERVED,
        _ => STRICT,
    }
}

fn flat_pairs(name: &str, style: Style, value: &Flat) -> Result<Pairs, &'static str> {
    let set = reserved(style);
    let one = |name: &str, text: &str| {
        (
            strict(name).into_owned(),
            utf8_percent_encode(text, set).to_string(),
        )
    };
    let glue = match (value, style) {
        (Flat::Null, _) => return Ok(Vec::new()),
        (Flat::Text(text), _) => return Ok(vec![one(name, text)]),
        (_, Style::Deep { .. }) => {
            return Ok(value
                .nested(name)
                .iter()
                .map(|(name, text)| one(name, text))
                .collect());
        }
        (_, Style::Space { .. }) => "%20",
        (_, Style::Pipe { .. }) => "%7C",
        (_, Style::Form { explode: false, .. }) => ",",
        _ => return exploded(name, value, &one),
    };
    let encode = |text: &String| utf8_percent_encode(text, set).to_string();
    let texts: Vec<_> = spread(value, false)?.iter().map(encode).collect();
    let pair = (strict(name).into_owned(), texts.join(glue));
    Ok(if texts.is_empty() {
        Vec::new()
    } else {
        vec![pair]
    })
}

/// A pair for each item, under one name, or for each member, under its own.
fn exploded(
    name: &str,
    value: &Flat,
    one: &dyn Fn(&str, &str) -> (String, String),
) -> Result<Pairs, &'static str> {
    let nothing = Vec::new();
    let members = match value {
        Flat::Object(members) => members,
        _ => &nothing,
    };
    let items = match value {
        Flat::List(items) => items.as_slice(),
        _ => &[],
    };
    let items = items.iter().map(|item| (name, item));
    let members = members.iter().map(|(name, value)| (name.as_str(), value));
    let each = items.chain(members);
    each.filter_map(|(name, value)| Some(scalar(value)?.map(|text| one(name, text))))
        .collect()
}

/// The texts of a value one after the other: members as `R`, `100` or, if `explode`, as `R=100`.
fn spread(value: &Flat, explode: bool) -> Result<Vec<String>, &'static str> {
    match value {
        Flat::Null => Ok(Vec::new()),
        Flat::Text(text) => Ok(vec![text.clone()]),
        Flat::List(items) => items
            .iter()
            .filter_map(scalar)
            .map(|text| text.map(str::to_owned))
            .collect(),
        Flat::Object(members) => {
            let mut texts = Vec::with_capacity(members.len() * 2);
            for (name, value) in members {
                match scalar(value).transpose()? {
                    None => {}
                    Some(text) if explode => texts.push(format!("{name}={text}")),
                    Some(text) => texts.extend([name.clone(), text.to_owned()]),
                }
            }
            Ok(texts)
        }
    }
}

/// As `spread`, each text percent-encoded but for the `=` of a member.
fn encoded(value: &Flat, explode: bool) -> Result<Vec<String>, &'static str> {
    let Flat::Object(members) = value else {
        return Ok(spread(value, explode)?
            .iter()
            .map(|text| strict(text).into_owned())
            .collect());
    };
    let encode = |(name, value): &(String, Flat)| {
        let value = match value {
            Flat::Text(text) => Flat::Text(strict(text).into_owned()),
            other => other.clone(),
        };
        (strict(name).into_owned(), value)
    };
    spread(&Flat::Object(members.iter().map(encode).collect()), explode)
}

fn labels(value: &Flat, explode: bool) -> Result<String, &'static str> {
    let texts = encoded(value, explode)?;
    Ok(format!(".{}", texts.join(if explode { "." } else { "," })))
}

fn matrix(name: &str, value: &Flat, explode: bool) -> Result<String, &'static str> {
    let name = strict(name);
    let texts = encoded(value, explode)?;
    Ok(match (value, explode) {
        (Flat::Object(_), true) => texts.iter().map(|text| format!(";{text}")).collect(),
        (Flat::List(_), true) => texts.iter().map(|text| format!(";{name}={text}")).collect(),
        _ => format!(";{name}={}", texts.join(",")),
    })
}

/// The text of an item or member; `None` for `null`.
fn scalar(value: &Flat) -> Option<Result<&str, &'static str>> {
    match value {
        Flat::Null => None,
        Flat::Text(text) => Some(Ok(text)),
        Flat::List(_) | Flat::Object(_) => Some(Err(NESTED)),
    }
}
