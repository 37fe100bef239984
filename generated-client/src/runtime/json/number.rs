//! Numbers: their grammar in text, and which of them are integers.

use super::error::quoted;
use super::scan::Reader;
use super::{DecodeError, Result};

/// A number as it is written.
pub(crate) enum Number<'t> {
    Unsigned(u64),
    Negative(i64),
    /// One with a fraction or exponent, or beyond 64 bits.
    Other(&'t str),
}

impl<'t> Reader<'t> {
    /// Reads a number, whose first byte is next.
    #[inline]
    pub(super) fn number_token(&mut self) -> Result<Number<'t>> {
        // So many digits always fit 64 bits, with a sign too.
        const SAFE_DIGITS: usize = 18;
        let start = self.at;
        let negative = self.byte() == Some(b'-');
        self.at += usize::from(negative);
        let digits = self.at;
        let mut value: u64 = 0;
        while let Some(byte @ b'0'..=b'9') = self.byte() {
            value = value.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
            self.at += 1;
        }
        let count = self.at - digits;
        if count == 0 || (count > 1 && self.text.as_bytes()[digits] == b'0') {
            self.at = digits + usize::from(count > 0);
            return Err(self.syntax(if count == 0 {
                "a digit"
            } else {
                "a number without leading zeros"
            }));
        }
        if !matches!(self.byte(), Some(b'.' | b'e' | b'E')) {
            if count <= SAFE_DIGITS && !negative {
                return Ok(Number::Unsigned(value));
            }
            if count <= SAFE_DIGITS && value > 0 {
                return Ok(Number::Negative(-(value as i64)));
            }
            return Ok(long_integer(&self.text[start..self.at]));
        }
        self.fraction_and_exponent()?;
        Ok(Number::Other(&self.text[start..self.at]))
    }

    fn fraction_and_exponent(&mut self) -> Result {
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result {
        let start = self.at;
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start {
            Err(self.syntax("a digit"))
        } else {
            Ok(())
        }
    }
}

/// A whole number that may be beyond 64 bits, or is `-0`.
#[cold]
fn long_integer(text: &str) -> Number<'_> {
    if let Ok(unsigned) = text.parse() {
        return Number::Unsigned(unsigned);
    }
    match text.parse() {
        Ok(negative) if negative < 0 => Number::Negative(negative),
        _ => Number::Other(text),
    }
}

impl Number<'_> {
    /// The nearest `f64`, if it is finite.
    pub(crate) fn to_f64(&self) -> Option<f64> {
        match *self {
            Number::Unsigned(value) => Some(value as f64),
            Number::Negative(value) => Some(value as f64),
            Number::Other(text) => text.parse().ok().filter(|value: &f64| value.is_finite()),
        }
    }

    /// The number as it is written, for messages.
    pub(crate) fn show(&self) -> String {
        match *self {
            Number::Unsigned(value) => value.to_string(),
            Number::Negative(value) => value.to_string(),
            Number::Other(text) => quoted(text).replace('"', ""),
        }
    }
}

/// The whole number that `value` holds exactly.
pub(crate) fn exact(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (value.trunc() == value && value.abs() <= EXACT).then_some(value as i64)
}

/// The error for a number that is not such an integer.
#[cold]
pub(crate) fn integer_error(number: Option<f64>, text: String) -> DecodeError {
    match number {
        Some(number) if number.fract() != 0.0 => DecodeError::new("an integer", text),
        Some(number) if number < 0.0 => DecodeError::new("an integer that is not too small", text),
        Some(_) | None => DecodeError::new("an integer that is not too large", text),
    }
}
