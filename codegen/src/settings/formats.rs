//! `[formats]`: the Rust type that a string of a format becomes.

use indexmap::IndexMap;
use serde::Deserialize;

/// `[formats]`. Everything is text unless a person says otherwise, for text loses nothing; a
/// password is text that does not show.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Formats {
    /// `date-time` (RFC 3339).
    pub date_time: DateTimeType,
    /// `date` (RFC 3339 full-date).
    pub date: DateTimeType,
    /// `time` (RFC 3339 partial-time).
    pub time: DateTimeType,
    /// `duration` (ISO 8601).
    pub duration: DurationType,
    /// `uuid`.
    pub uuid: UuidType,
    /// `uri`, `url` and absolute `iri`s.
    pub uri: UriType,
    /// `ipv4`.
    pub ipv4: IpType,
    /// `ipv6`.
    pub ipv6: IpType,
    /// `decimal`.
    pub decimal: DecimalType,
    /// `password`.
    pub password: PasswordType,
    /// `[formats.other]`: a format that the generator does not know, to the path of the Rust type
    /// that stands for it.
    pub other: IndexMap<String, String>,
}

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$note:meta])* $variant:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            /// `String`.
            #[default]
            Text,
            $($(#[$note])* $variant,)*
        }
    };
}

choice! {
    /// What a date, a time, or both become.
    DateTimeType {
        /// `jiff::Timestamp`, `jiff::civil::Date`, `jiff::civil::Time`.
        Jiff,
        /// `chrono::DateTime<FixedOffset>`, `chrono::NaiveDate`, `chrono::NaiveTime`.
        Chrono,
        /// `time::OffsetDateTime`, `time::Date`, `time::Time`.
        Time,
    }
}

choice! {
    /// What a duration becomes.
    DurationType {
        /// `jiff::SpanFieldwise`.
        Jiff,
    }
}

choice! {
    /// What a UUID becomes.
    UuidType {
        /// `uuid::Uuid`.
        Uuid,
    }
}

choice! {
    /// What a URI becomes.
    UriType {
        /// `url::Url`.
        Url,
    }
}

choice! {
    /// What an IP address becomes.
    IpType {
        /// `std::net::Ipv4Addr`, `std::net::Ipv6Addr`.
        Std,
    }
}

choice! {
    /// What a decimal number becomes.
    DecimalType {
        /// `rust_decimal::Decimal`.
        RustDecimal,
    }
}

/// What a password becomes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordType {
    /// `String`.
    Text,
    /// `SecretText`: text that `Debug` does not show.
    #[default]
    Secret,
}
