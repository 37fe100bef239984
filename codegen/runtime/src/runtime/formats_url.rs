//! Absolute URLs of `url` as JSON has them.

use url::Url;

use crate::runtime::json::{In, Json, Out, Result};

impl Json for Url {
    fn blank() -> Self {
        Url::parse("about:blank").expect("a text that is a URL")
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        *self = r.parse("an absolute URL")?;
        Ok(())
    }

    fn write(&self, w: &mut Out<'_>) {
        w.str(self.as_str());
    }
}
