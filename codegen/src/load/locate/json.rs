//! Places in JSON text. Lenient: what was read once is not judged again.

use std::borrow::Cow;

use memchr::memchr2;

use super::Wanted;
use crate::pointer::Pointer;

/// How deep places are looked for; what lies deeper has the position of what holds it.
const DEEPEST: usize = 512;

/// Finds what is wanted. Whether the text was read to its end.
pub(super) fn scan(text: &str, wanted: &mut Wanted) -> bool {
    let mut scan = Scan {
        text,
        at: 0,
        counted: 0,
        line: 1,
        column: 1,
    };
    if text.starts_with('\u{feff}') {
        scan.at = 3;
        scan.counted = 3;
    }
    scan.space();
    let position = scan.position();
    wanted.find(&Pointer::root(), position);
    scan.value(Some(&Pointer::root()), 0, wanted).is_some()
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    /// Up to where `line` and `column` are counted.
    counted: usize,
    line: usize,
    column: usize,
}

impl<'t> Scan<'t> {
    /// The line and column of the next byte.
    fn position(&mut self) -> (usize, usize) {
        let passed = self.text.as_bytes().get(self.counted..self.at);
        let mut rest = passed.unwrap_or_default();
        if let Some(last) = rest.iter().rposition(|byte| *byte == b'\n') {
            self.line += rest.iter().filter(|byte| **byte == b'\n').count();
            self.column = 1;
            rest = &rest[last + 1..];
        }
        // A byte that goes on with a character begins none.
        self.column += rest.iter().filter(|byte| *byte & 0xc0 != 0x80).count();
        self.counted = self.at.max(self.counted);
        (self.line, self.column)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        self.space();
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    /// Reads a value; `place` is where it stands if anything in it is wanted.
    fn value(&mut self, place: Option<&Pointer>, depth: usize, wanted: &mut Wanted) -> Option<()> {
        self.space();
        match (self.peek()?, place) {
            (b'{', Some(place)) if depth < DEEPEST => self.object(place, depth, wanted),
            (b'[', Some(place)) if depth < DEEPEST => self.array(place, depth, wanted),
            _ => self.skip(),
        }
    }

    fn object(&mut self, place: &Pointer, depth: usize, wanted: &mut Wanted) -> Option<()> {
        self.at += 1;
        if self.take(b'}').is_some() {
            return Some(());
        }
        loop {
            self.space();
            let start = self.at;
            let key = self.string()?;
            let child = wanted.below(place, &key);
            if let Some(child) = &child {
                let end = std::mem::replace(&mut self.at, start);
                let position = self.position();
                self.at = end;
                wanted.find(child, position);
            }
            self.take(b':')?;
            self.value(child.as_ref(), depth + 1, wanted)?;
            if self.take(b',').is_none() {
                return self.take(b'}');
            }
        }
    }

    fn array(&mut self, place: &Pointer, depth: usize, wanted: &mut Wanted) -> Option<()> {
        self.at += 1;
        if self.take(b']').is_some() {
            return Some(());
        }
        for index in 0.. {
            self.space();
            let child = wanted.below(place, &index.to_string());
            if let Some(child) = &child {
                let position = self.position();
                wanted.find(child, position);
            }
            self.value(child.as_ref(), depth + 1, wanted)?;
            if self.take(b',').is_none() {
                break;
            }
        }
        self.take(b']')
    }

    /// Reads a string.
    fn string(&mut self) -> Option<Cow<'t, str>> {
        self.take(b'"')?;
        let start = self.at;
        let mut escaped = false;
        loop {
            let rest = self.text.as_bytes().get(self.at..)?;
            self.at += memchr2(b'"', b'\\', rest)?;
            if self.peek()? == b'"' {
                break;
            }
            escaped = true;
            self.at += 2;
        }
        self.at += 1;
        if !escaped {
            return self.text.get(start..self.at - 1).map(Cow::Borrowed);
        }
        let quoted = self.text.get(start - 1..self.at)?;
        Some(Cow::Owned(serde_json::from_str(quoted).unwrap_or_default()))
    }

    /// Passes over a value of any depth.
    fn skip(&mut self) -> Option<()> {
        let mut open = 0_usize;
        loop {
            self.space();
            match self.peek()? {
                b'"' => {
                    self.string()?;
                }
                b'{' | b'[' => {
                    open += 1;
                    self.at += 1;
                    continue;
                }
                b'}' | b']' => {
                    open = open.checked_sub(1)?;
                    self.at += 1;
                }
                b',' | b':' if open > 0 => {
                    self.at += 1;
                    continue;
                }
                b',' | b':' => return None,
                _ => {
                    let ends = |byte: u8| {
                        byte.is_ascii_whitespace() || matches!(byte, b',' | b':' | b'}' | b']')
                    };
                    while self.peek().is_some_and(|byte| !ends(byte)) {
                        self.at += 1;
                    }
                }
            }
            if open == 0 {
                return Some(());
            }
        }
    }
}
