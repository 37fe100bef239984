//! Dates and times of `chrono` as JSON has them: RFC 3339.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, SecondsFormat};

use crate::runtime::json::{In, Json, Out, Result};

impl Json for DateTime<FixedOffset> {
    fn blank() -> Self {
        DateTime::default()
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        *self = r.parse("a date-time (RFC 3339)")?;
        Ok(())
    }

    fn write(&self, w: &mut Out<'_>) {
        w.str(&self.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    }
}

macro_rules! by_text {
    ($($type:ty, $expected:literal;)*) => {$(
        impl Json for $type {
            fn blank() -> Self {
                Self::default()
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
    NaiveDate, "a date (RFC 3339)";
    NaiveTime, "a time (RFC 3339)";
}
