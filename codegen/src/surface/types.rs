//! What a value of a Rust type looks like in JSON.

use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type, TypeParamBound};

/// What a value looks like, as far as its Rust type says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ty {
    /// Nothing at all.
    Nothing,
    /// A string.
    Text,
    /// A whole number of so many bits.
    Integer(String),
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Any JSON value.
    Any,
    /// `null`.
    Null,
    /// What is no JSON, by the name of its type.
    Raw(String),
    /// The value or `null`; a member that may be absent.
    Option(Box<Ty>),
    /// An array.
    List(Box<Ty>),
    /// An object whose keys are data.
    Map(Box<Ty>),
    /// An array with a type for each place.
    Tuple(Vec<Ty>),
    /// A type of the crate, or one that a person put in its place.
    Named(String),
}

/// Types of other crates that are texts in JSON.
#[rustfmt::skip]
const TEXTS: [&str; 18] = [
    "Base64", "Date", "DateTime", "Decimal", "Ipv4Addr", "Ipv6Addr", "NaiveDate", "NaiveTime",
    "OffsetDateTime", "SecretText", "Span", "SpanFieldwise", "String", "Time", "Timestamp", "Url",
    "Uuid", "str",
];

/// What a value of this type looks like.
pub(super) fn looks(type_: &Type) -> Ty {
    match type_ {
        Type::Reference(reference) => looks(&reference.elem),
        Type::Paren(inner) => looks(&inner.elem),
        Type::Tuple(tuple) if tuple.elems.is_empty() => Ty::Nothing,
        Type::Tuple(tuple) => Ty::Tuple(tuple.elems.iter().map(looks).collect()),
        Type::ImplTrait(bounds) => {
            let into = bounds.bounds.iter().find_map(|bound| match bound {
                TypeParamBound::Trait(bound) => bound.path.segments.last(),
                _ => None,
            });
            into.and_then(|segment| arguments(segment).into_iter().next())
                .map_or(Ty::Any, looks)
        }
        Type::Path(path) => match path.path.segments.last() {
            Some(segment) => named(segment),
            None => Ty::Any,
        },
        other => Ty::Named(other.to_token_stream().to_string()),
    }
}

fn named(segment: &syn::PathSegment) -> Ty {
    let mut inside = arguments(segment).into_iter().map(looks);
    let name = segment.ident.to_string();
    match name.as_str() {
        "Option" => Ty::Option(Box::new(inside.next().unwrap_or(Ty::Any))),
        "Box" => inside.next().unwrap_or(Ty::Any),
        "Vec" => Ty::List(Box::new(inside.next().unwrap_or(Ty::Any))),
        "BTreeMap" => Ty::Map(Box::new(inside.nth(1).unwrap_or(Ty::Any))),
        "bool" => Ty::Boolean,
        "i32" | "i64" | "u32" | "u64" => Ty::Integer(name),
        "f32" | "f64" => Ty::Number,
        "Value" => Ty::Any,
        "Null" => Ty::Null,
        "Body" | "Bytes" | "Multipart" => Ty::Raw(name),
        text if TEXTS.contains(&text) => Ty::Text,
        _ => Ty::Named(name),
    }
}

/// The types in angle brackets.
pub(super) fn arguments(segment: &syn::PathSegment) -> Vec<&Type> {
    let PathArguments::AngleBracketed(list) = &segment.arguments else {
        return Vec::new();
    };
    let types = list.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(type_) => Some(type_),
        _ => None,
    });
    types.collect()
}
