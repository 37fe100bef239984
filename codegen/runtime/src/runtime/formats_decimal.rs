//! Decimal numbers of `rust_decimal` as JSON has them: as text, with every digit kept.

use rust_decimal::Decimal;

use crate::runtime::json::{DecodeError, In, Json, Out, Result};

impl Json for Decimal {
    fn blank() -> Self {
        Decimal::ZERO
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        let text = r.str()?;
        // Exactly: more digits than it holds would be rounded, and so lost.
        *self = Decimal::from_str_exact(text)
            .map_err(|_| DecodeError::new("a decimal number", format!("{text:?}")))?;
        Ok(())
    }

    fn write(&self, w: &mut Out<'_>) {
        w.str(&self.to_string());
    }
}
