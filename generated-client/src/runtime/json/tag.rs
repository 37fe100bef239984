//! A text is searched for the tag of a union before the union is read.

use std::borrow::Cow;

use super::record::{Record, missing};
use super::scan::{Reader, plain_end};
use super::{Result, Source};

impl<'t> Reader<'t> {
    /// The string under `tag` in the object that is next.
    pub(super) fn tag(&mut self, tag: &'static str) -> Result<Cow<'t, str>> {
        self.behind_tag = None;
        match self.glance(tag) {
            Some(name) => Ok(Cow::Borrowed(name)),
            None => self.look_up(tag).map(Cow::Owned),
        }
    }

    /// The string under `tag`, found by quotes and brackets alone: what is wrong before it is told
    /// when the object is read. `None` if it takes more to say.
    fn glance(&mut self, tag: &'static str) -> Option<&'t str> {
        let bytes = self.text.as_bytes();
        let (mut at, mut depth) = (self.at, 0_usize);
        let first = self.behind_space(self.at + 1);
        loop {
            match bytes.get(at)? {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.checked_sub(1).filter(|depth| *depth > 0)?,
                b'"' => {
                    let start = at + 1;
                    at = plain_end(bytes, start);
                    let plain = bytes.get(at) == Some(&b'"');
                    while bytes.get(at) == Some(&b'\\') {
                        at = plain_end(bytes, at + 2);
                    }
                    let colon = self.behind_space(at + 1);
                    if depth == 1 && bytes.get(colon) == Some(&b':') {
                        if !plain {
                            return None;
                        }
                        if bytes.get(start..at) == Some(tag.as_bytes()) {
                            let value = self.behind_space(colon + 1);
                            let name = self.plain_at(value)?;
                            let end = value + name.len() + 2;
                            self.behind_tag = (start == first + 1).then_some((tag, self.at, end));
                            return Some(name);
                        }
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    fn look_up(&mut self, tag: &'static str) -> Result<String> {
        let (start, mut first) = (self.at, true);
        self.enter()?;
        while let Some(name) = self.next_member(&mut first)? {
            if name == tag {
                return match self.peek() {
                    Some(b'"') => self.string(),
                    _ => Err(self.mismatch("a string").under(tag)),
                };
            }
            self.skip().map_err(|error| error.under(&name))?;
        }
        Err(missing(tag).or_offset(start))
    }

    /// Goes on behind the tag, if the union found it first in the object and the record is content
    /// with it.
    pub(super) fn skip_tag(&mut self, object: usize, record: &mut Record<'_, '_>) -> bool {
        let Some((tag, start, end)) = self.behind_tag.take() else {
            return false;
        };
        let value = |text: &str| {
            let before = self.text.get(..end - 1);
            let before = before.and_then(|before| before.strip_suffix(text));
            before.is_some_and(|before| before.ends_with('"'))
        };
        let skip = start == object && self.tags.contains(tag) && record.meets(tag, value);
        if skip {
            self.at = end;
        }
        skip
    }
}
