//! Dates and times of `time` as JSON has them: RFC 3339.

use time::{
    Date, OffsetDateTime, Time,
    format_description::well_known::{Iso8601, Rfc3339},
};

use crate::runtime::json::{DecodeError, In, Json, Out, Result};

impl Json for OffsetDateTime {
    fn blank() -> Self {
        OffsetDateTime::UNIX_EPOCH
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        let text = r.str()?;
        *self = OffsetDateTime::parse(text, &Rfc3339)
            .map_err(|_| DecodeError::new("a date-time (RFC 3339)", format!("{text:?}")))?;
        Ok(())
    }

    fn write(&self, w: &mut Out<'_>) {
        // Years beyond 9999 and offsets with seconds have no form in RFC 3339.
        let text = self.format(&Rfc3339);
        w.str(&text.unwrap_or_else(|_| self.to_string()));
    }
}

impl Json for Date {
    fn blank() -> Self {
        OffsetDateTime::UNIX_EPOCH.date()
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        let text = r.str()?;
        *self = Date::parse(text, &Iso8601::DATE)
            .map_err(|_| DecodeError::new("a date (RFC 3339)", format!("{text:?}")))?;
        Ok(())
    }

    fn write(&self, w: &mut Out<'_>) {
        w.str(&self.to_string());
    }
}

impl Json for Time {
    fn blank() -> Self {
        Time::MIDNIGHT
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        let text = r.str()?;
        *self = Time::parse(text, &Iso8601::TIME)
            .map_err(|_| DecodeError::new("a time (RFC 3339)", format!("{text:?}")))?;
        Ok(())
    }

    fn write(&self, w: &mut Out<'_>) {
        let (hour, minute, second, nanosecond) = self.as_hms_nano();
        let mut text = format!("{hour:02}:{minute:02}:{second:02}");
        if nanosecond > 0 {
            let fraction = format!(".{nanosecond:09}");
            text.push_str(fraction.trim_end_matches('0'));
        }
        w.str(&text);
    }
}
