//! UUIDs of `uuid` as JSON has them: hyphenated, in lower case.

use uuid::Uuid;

use crate::runtime::json::{In, Json, Out, Result};

impl Json for Uuid {
    fn blank() -> Self {
        Uuid::nil()
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        *self = r.parse("a UUID")?;
        Ok(())
    }

    fn write(&self, w: &mut Out<'_>) {
        w.str(&self.to_string());
    }
}
