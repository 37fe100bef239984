//! Strings of a format become the types that `[formats]` names.

use proc_macro2::TokenStream;
use quote::quote;

use super::{page::Page, runtime::parts::Need, scope::Scope};
use crate::{
    ir::{Shape, ShapeId, TextFormat},
    settings::{
        DateTimeType, DecimalType, DurationType, Formats, IpType, PasswordType, UriType, UuidType,
    },
};

/// The part of the runtime that reads and writes what a string of this format becomes; none for
/// plain text.
pub(crate) fn need(formats: &Formats, format: &TextFormat) -> Option<Need> {
    let date = |type_: DateTimeType| match type_ {
        DateTimeType::Text => None,
        DateTimeType::Jiff => Some(Need::Jiff),
        DateTimeType::Chrono => Some(Need::Chrono),
        DateTimeType::Time => Some(Need::Time),
    };
    let ip = |type_: IpType| (type_ == IpType::Std).then_some(Need::Std);
    match format {
        TextFormat::DateTime => date(formats.date_time),
        TextFormat::Date => date(formats.date),
        TextFormat::Time => date(formats.time),
        TextFormat::Duration => (formats.duration == DurationType::Jiff).then_some(Need::Jiff),
        TextFormat::Uuid => (formats.uuid == UuidType::Uuid).then_some(Need::Uuid),
        TextFormat::Uri => (formats.uri == UriType::Url).then_some(Need::Url),
        TextFormat::Ipv4 => ip(formats.ipv4),
        TextFormat::Ipv6 => ip(formats.ipv6),
        TextFormat::Decimal => {
            (formats.decimal == DecimalType::RustDecimal).then_some(Need::Decimal)
        }
        TextFormat::Password => {
            (formats.password == PasswordType::Secret).then_some(Need::SecretText)
        }
        TextFormat::Plain | TextFormat::Base64 | TextFormat::Email | TextFormat::Other(_) => None,
    }
}

impl Scope<'_> {
    /// What a string of this format becomes, spelt with its crate: a type of the description may
    /// well be called `Date` too.
    pub(crate) fn text_type(&self, page: &mut Page, format: &TextFormat) -> TokenStream {
        if *format == TextFormat::Base64 {
            let base64 = page.json("Base64");
            return quote!(#base64);
        }
        let Some(need) = need(&self.settings.formats, format) else {
            return quote!(String);
        };
        match (need, format) {
            (Need::Jiff, TextFormat::DateTime) => quote!(jiff::Timestamp),
            (Need::Jiff, TextFormat::Date) => quote!(jiff::civil::Date),
            (Need::Jiff, TextFormat::Time) => quote!(jiff::civil::Time),
            (Need::Jiff, _) => quote!(jiff::SpanFieldwise),
            (Need::Chrono, TextFormat::DateTime) => quote!(chrono::DateTime<chrono::FixedOffset>),
            (Need::Chrono, TextFormat::Date) => quote!(chrono::NaiveDate),
            (Need::Chrono, _) => quote!(chrono::NaiveTime),
            (Need::Time, TextFormat::DateTime) => quote!(time::OffsetDateTime),
            (Need::Time, TextFormat::Date) => quote!(time::Date),
            (Need::Time, _) => quote!(time::Time),
            (Need::Uuid, _) => quote!(uuid::Uuid),
            (Need::Url, _) => quote!(url::Url),
            (Need::Decimal, _) => quote!(rust_decimal::Decimal),
            (Need::Std, TextFormat::Ipv4) => quote!(std::net::Ipv4Addr),
            (Need::Std, _) => quote!(std::net::Ipv6Addr),
            (Need::SecretText, _) => {
                let secret = page.import("crate::runtime::formats_secret::SecretText");
                quote!(#secret)
            }
            (_, _) => quote!(String),
        }
    }

    /// Whether the Rust type is `String`.
    pub(crate) fn is_text(&self, shape: ShapeId) -> bool {
        if self.facts.replaced.contains_key(&shape) {
            return false;
        }
        match self.shape(shape) {
            Shape::Text(TextFormat::Base64) => false,
            Shape::Text(format) => need(&self.settings.formats, format).is_none(),
            _ => false,
        }
    }

    /// Whether the Rust type is made from a `&str` with `into`.
    pub(crate) fn is_from_text(&self, shape: ShapeId) -> bool {
        let secret = match self.shape(shape) {
            Shape::Text(format) => need(&self.settings.formats, format) == Some(Need::SecretText),
            _ => false,
        };
        secret || self.is_text(shape)
    }
}
