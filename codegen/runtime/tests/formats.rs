//! Strings of a format, as types of other crates: what is read is written again, or refused.

use runtime::runtime::{
    formats_secret::SecretText,
    json::{self, Json},
};

/// What the text becomes when it is read as a `T` and written again.
#[track_caller]
fn again<T: Json>(text: &str) -> String {
    let value: T = json::from_str(&format!("{text:?}")).expect("it is of the format");
    let text = json::to_string(&value);
    text.trim_matches('"').to_owned()
}

#[track_caller]
fn refused<T: Json>(text: &str) -> String {
    let error = json::from_str::<T>(&format!("{text:?}")).err();
    error.expect("an error").expected().to_owned()
}

#[test]
fn what_is_written_canonically_comes_back_as_it_was() {
    for text in ["2024-02-29T12:30:45Z", "2024-02-29T12:30:45.123456789Z"] {
        assert_eq!(again::<jiff::Timestamp>(text), text);
        assert_eq!(again::<time::OffsetDateTime>(text), text);
        assert_eq!(again::<chrono::DateTime<chrono::FixedOffset>>(text), text);
    }
    let offset = "2024-02-29T12:30:45+02:00";
    assert_eq!(again::<time::OffsetDateTime>(offset), offset);
    assert_eq!(
        again::<chrono::DateTime<chrono::FixedOffset>>(offset),
        offset
    );
    // The same instant: a timestamp knows no offset.
    assert_eq!(again::<jiff::Timestamp>(offset), "2024-02-29T10:30:45Z");
    let date = "2024-02-29";
    assert_eq!(again::<jiff::civil::Date>(date), date);
    assert_eq!(again::<chrono::NaiveDate>(date), date);
    assert_eq!(again::<time::Date>(date), date);
    for time in ["12:30:45", "12:30:45.5"] {
        assert_eq!(again::<jiff::civil::Time>(time), time);
        assert_eq!(again::<time::Time>(time), time);
    }
    assert_eq!(again::<chrono::NaiveTime>("12:30:45"), "12:30:45");
    assert_eq!(again::<jiff::SpanFieldwise>("P1Y2M3DT4H"), "P1Y2M3DT4H");
    let uuid = "67e55044-10b1-426f-9247-bb680e5fe0c8";
    assert_eq!(again::<uuid::Uuid>(uuid), uuid);
    assert_eq!(again::<rust_decimal::Decimal>("-1.500"), "-1.500");
    assert_eq!(
        again::<url::Url>("https://a.example/b?c=d#e"),
        "https://a.example/b?c=d#e"
    );
    assert_eq!(again::<std::net::Ipv4Addr>("192.0.2.1"), "192.0.2.1");
    assert_eq!(again::<std::net::Ipv6Addr>("2001:db8::1"), "2001:db8::1");
}

#[test]
fn what_is_not_of_the_format_is_refused_by_its_name() {
    let date_time = "a date-time (RFC 3339)";
    for text in ["", "2024-02-30T00:00:00Z", "yesterday"] {
        assert_eq!(refused::<jiff::Timestamp>(text), date_time);
        assert_eq!(refused::<time::OffsetDateTime>(text), date_time);
        assert_eq!(
            refused::<chrono::DateTime<chrono::FixedOffset>>(text),
            date_time
        );
    }
    assert_eq!(refused::<time::Date>("2024-2-1"), "a date (RFC 3339)");
    assert_eq!(refused::<uuid::Uuid>("67e55044"), "a UUID");
    let digits = "0.1234567890123456789012345678901234567890";
    assert_eq!(refused::<rust_decimal::Decimal>(digits), "a decimal number");
    assert_eq!(refused::<url::Url>("/relative"), "an absolute URL");
    assert_eq!(refused::<std::net::Ipv4Addr>("1.2.3"), "an IPv4 address");
}

#[test]
fn placeholders_can_be_made() {
    assert_eq!(url::Url::blank().as_str(), "about:blank");
    assert_eq!(
        time::OffsetDateTime::blank(),
        time::OffsetDateTime::UNIX_EPOCH
    );
}

#[test]
fn a_secret_is_not_shown() {
    let secret = SecretText::from("hunter2");
    assert_eq!(format!("{secret:?}"), "SecretText(REDACTED)");
    assert_eq!(json::to_string(&secret), "\"hunter2\"");
    assert_eq!(secret.expose(), "hunter2");
}
