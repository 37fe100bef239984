//! Secrets in bodies (`format: password`): text that no log shows.

use std::fmt;

use crate::runtime::json::{In, Json, Out, Result};

/// A text that `Debug` does not show.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct SecretText(String);

impl SecretText {
    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(REDACTED)")
    }
}

impl From<String> for SecretText {
    fn from(text: String) -> Self {
        SecretText(text)
    }
}

impl From<&str> for SecretText {
    fn from(text: &str) -> Self {
        SecretText(text.to_owned())
    }
}

impl Json for SecretText {
    fn blank() -> Self {
        SecretText::default()
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        self.0 = r.string()?;
        Ok(())
    }

    fn write(&self, w: &mut Out<'_>) {
        w.str(&self.0);
    }
}
