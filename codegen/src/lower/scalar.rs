//! `format` decides what a string or number holds.

use super::view::Meaning;
use crate::ir::{IntegerWidth, TextFormat};

/// How large an integer of this format can be.
pub(super) fn width(format: Option<&str>) -> IntegerWidth {
    match format {
        Some("int32" | "int16" | "int8") => IntegerWidth::I32,
        Some("uint32" | "uint16" | "uint8") => IntegerWidth::U32,
        Some("uint64" | "uint") => IntegerWidth::U64,
        _ => IntegerWidth::I64,
    }
}

/// What a number of this format is.
pub(super) fn number<'d>(format: Option<&str>) -> Meaning<'d> {
    match format {
        Some(
            "int32" | "int16" | "int8" | "int64" | "integer" | "uint32" | "uint16" | "uint8"
            | "uint64" | "uint",
        ) => Meaning::Integer(width(format)),
        _ => Meaning::Number {
            single: format == Some("float"),
        },
    }
}

/// What a string of this format holds.
pub(super) fn text<'d>(format: Option<&str>) -> Meaning<'d> {
    let Some(format) = format else {
        return Meaning::Text(TextFormat::Plain);
    };
    Meaning::Text(match format {
        "binary" => return Meaning::Binary,
        "date-time" => TextFormat::DateTime,
        "date" => TextFormat::Date,
        "time" => TextFormat::Time,
        "duration" => TextFormat::Duration,
        "uuid" => TextFormat::Uuid,
        "byte" | "base64" => TextFormat::Base64,
        "uri" | "url" | "iri" | "uri-reference" | "iri-reference" => TextFormat::Uri,
        "ipv4" => TextFormat::Ipv4,
        "ipv6" => TextFormat::Ipv6,
        "email" | "idn-email" => TextFormat::Email,
        "password" => TextFormat::Password,
        "decimal" => TextFormat::Decimal,
        "" | "string" | "text" => TextFormat::Plain,
        other => TextFormat::Other(other.to_owned()),
    })
}
