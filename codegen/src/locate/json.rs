//! Places in JSON, from a scan that looks at nothing but quotes, brackets and commas.

use super::{Position, Walk, Wanted};

/// Looks through the text; `false` if it stops being JSON on the way.
pub(super) fn scan(text: &str, wanted: &mut Wanted) -> bool {
    let mut walk = Walk::default();
    let mut place = Place {
        text,
        at: 0,
        line: 1,
        start: 0,
    };
    // Whether a key may come next: behind `{`, and behind `,` in an object.
    let mut key = false;
    loop {
        place.skip_space();
        let Some(byte) = place.peek() else {
            return walk.levels.is_empty();
        };
        let in_array = walk.levels.last().is_some_and(|level| level.next.is_some());
        match byte {
            b'{' | b'[' => {
                walk.value(place.here(), wanted);
                walk.enter(byte == b'[');
                key = byte == b'{';
                place.at += 1;
            }
            b'}' | b']' => {
                walk.leave();
                key = false;
                place.at += 1;
            }
            b',' => {
                key = !in_array;
                place.at += 1;
            }
            b':' => place.at += 1,
            b'"' => {
                let (position, start) = (place.here(), place.at);
                if !place.skip_text() {
                    return false;
                }
                if key {
                    let quoted = &text[start..place.at];
                    let Ok(name) = serde_json::from_str::<String>(quoted) else {
                        return false;
                    };
                    walk.key(&name, position, wanted);
                    key = false;
                } else {
                    walk.value(position, wanted);
                }
            }
            _ if key => return false,
            _ => {
                walk.value(place.here(), wanted);
                place.skip_word();
            }
        }
    }
}

/// Where the scan is.
struct Place<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    /// Where the line begins.
    start: usize,
}

impl<'t> Place<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// This place, to be counted only if somebody asks: a line may be the whole text.
    fn here(&self) -> impl FnOnce() -> Position + use<'t> {
        let (line, before) = (
            self.line,
            self.text.get(self.start..self.at).unwrap_or_default(),
        );
        move || (line, before.chars().count() + 1)
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' => {
                    self.at += 1;
                    self.line += 1;
                    self.start = self.at;
                }
                b' ' | b'\t' | b'\r' | 0xef | 0xbb | 0xbf => self.at += 1,
                _ => return,
            }
        }
    }

    /// Skips a quoted text; `false` if it does not end.
    fn skip_text(&mut self) -> bool {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'"' => return true,
                b'\\' => self.at += 1,
                _ => {}
            }
        }
        false
    }

    /// Skips a number, `true`, `false`, `null`, or whatever stands there instead.
    fn skip_word(&mut self) {
        while let Some(byte) = self.peek() {
            if matches!(
                byte,
                b',' | b'}' | b']' | b':' | b'"' | b' ' | b'\t' | b'\r' | b'\n'
            ) {
                return;
            }
            self.at += 1;
        }
    }
}
