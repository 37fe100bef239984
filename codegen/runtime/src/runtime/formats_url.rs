//! Absolute URLs of `url` as JSON has them.

use url::Url;

use crate::runtime::json::{In, Json, Out, Result};

impl Json for Url {
    fn blank() -> Self {
        #[expect(clippy::unwrap_used, reason = "the text is a URL, and a test reads it")]
        Url::parse("about:blank").unwrap()
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        *self = r.parse("an absolute URL")?;
        Ok(())
    }

    fn write(&self, w: &mut Out<'_>) {
        w.str(self.as_str());
    }
}
