//! Bytes that JSON carries as base64 text (RFC 4648).

use super::{DecodeError, In, Json, Out, Result};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes, written as base64 with padding.
///
/// The URL-safe alphabet is read as well, and padding may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base64(pub Vec<u8>);

impl Base64 {
    /// The text of these bytes.
    pub fn encode(bytes: &[u8]) -> String {
        let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
        for chunk in bytes.chunks(3) {
            let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
            let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
            for index in 0..4 {
                let digit = (bits >> (18 - 6 * index)) & 63;
                let present = index <= chunk.len();
                text.push(if present {
                    char::from(ALPHABET[digit as usize])
                } else {
                    '='
                });
            }
        }
        text
    }

    /// The bytes of this text, or `None` if it is not base64.
    pub fn decode(text: &str) -> Option<Vec<u8>> {
        let digits = text.trim_end_matches('=');
        let padding = text.len() - digits.len();
        if padding > 0 && (padding > 2 || text.len() % 4 != 0) {
            return None;
        }
        let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
        for chunk in digits.as_bytes().chunks(4) {
            let mut bits = 0;
            for digit in chunk {
                bits = bits << 6 | value_of(*digit)?;
            }
            bits <<= 6 * (4 - chunk.len());
            let count = (chunk.len() * 6) / 8;
            // One digit alone is less than a byte; bits behind the last byte must be zero.
            if count == 0
                || bits.to_be_bytes()[1 + count..]
                    .iter()
                    .any(|&rest| rest != 0)
            {
                return None;
            }
            bytes.extend_from_slice(&bits.to_be_bytes()[1..1 + count]);
        }
        Some(bytes)
    }
}

fn value_of(digit: u8) -> Option<u32> {
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(value.into())
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Base64(bytes)
    }
}

impl Json for Base64 {
    fn blank() -> Self {
        Base64(Vec::new())
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        self.0 =
            Base64::decode(r.str()?).ok_or_else(|| DecodeError::new("base64", "another string"))?;
        Ok(())
    }

    fn write(&self, w: &mut Out<'_>) {
        w.str(&Base64::encode(&self.0));
    }
}
