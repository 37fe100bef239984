//! Dates, times and durations of `jiff` as JSON has them: RFC 3339 and ISO 8601.

use jiff::{
    Span, SpanFieldwise, Timestamp,
    civil::{Date, Time},
};

use crate::runtime::json::{In, Json, Out, Result};

macro_rules! by_text {
    ($($type:ty, $blank:expr, $expected:literal;)*) => {$(
        impl Json for $type {
            fn blank() -> Self {
                $blank
            }

            fn read(&mut self, r: &mut In<'_>) -> Result {
                *self = r.parse($expected)?;
                Ok(())
            }

            fn write(&self, w: &mut Out<'_>) {
                w.str(&self.to_string());
            }
        }
    )*};
}

by_text! {
    Timestamp, Timestamp::UNIX_EPOCH, "a date-time (RFC 3339)";
    Date, Date::ZERO, "a date (RFC 3339)";
    Time, Time::midnight(), "a time (RFC 3339)";
}

impl Json for SpanFieldwise {
    fn blank() -> Self {
        Span::new().fieldwise()
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        *self = r.parse::<Span>("a duration (ISO 8601)")?.fieldwise();
        Ok(())
    }

    fn write(&self, w: &mut Out<'_>) {
        w.str(&self.0.to_string());
    }
}
