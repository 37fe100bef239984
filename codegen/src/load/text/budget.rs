//! What a text may cost: a short one must not grow without end.

use std::cell::{Cell, RefCell};

use serde_json::Value;

use super::{Language, Parsed};
use crate::pointer::Pointer;

/// What every value costs beside its text, in bytes: the measure of [`allowance`].
const NODE_COST: u64 = 16;

/// What a text may grow to, in units of about a byte: more than any text without YAML aliases needs
/// (at most one value for two bytes), so that only aliases can exceed it.
pub(super) fn allowance(text: &str) -> u64 {
    (32 << 20) + 10 * text.len() as u64
}

/// How many brackets are open at once, at most, wherever they stand: in a YAML text of prose, next
/// to none.
pub(super) fn open_brackets(text: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => continue,
        }
        most = most.max(open);
    }
    most
}

/// What is said where it costs more.
pub(super) const SPENT: &str = "the text grows too large when its aliases are resolved";

/// What is known while one text is read.
pub(super) struct Budget {
    pub(super) language: Language,
    allowed: u64,
    left: Cell<u64>,
    /// Segments of keys met twice, innermost first.
    pub(super) duplicates: RefCell<Vec<Vec<String>>>,
}

impl Budget {
    pub(super) fn new(text: &str, language: Language) -> Self {
        let allowed = allowance(text);
        Budget {
            language,
            allowed,
            left: Cell::new(allowed),
            duplicates: RefCell::default(),
        }
    }

    pub(super) fn spend<E: serde::de::Error>(&self, bytes: usize) -> Result<(), E> {
        match self.left.get().checked_sub(NODE_COST + bytes as u64) {
            Some(left) => self.left.set(left),
            None => return Err(E::custom(SPENT)),
        }
        Ok(())
    }

    pub(super) fn finish(self, value: Value) -> Parsed {
        let pointer = |segments: Vec<String>| {
            let segments = segments.into_iter().rev();
            segments.fold(Pointer::root(), |pointer, segment| pointer.child(&segment))
        };
        let duplicates = self
            .duplicates
            .into_inner()
            .into_iter()
            .map(pointer)
            .collect();
        Parsed {
            value,
            duplicates,
            spent: self.allowed - self.left.get(),
        }
    }

    /// Reads a child; duplicates met in it get `segment` in front.
    pub(super) fn within<T, E>(
        &self,
        read: impl FnOnce() -> Result<T, E>,
        segment: impl FnOnce() -> String,
    ) -> Result<T, E> {
        let before = self.duplicates.borrow().len();
        let value = read()?;
        let mut duplicates = self.duplicates.borrow_mut();
        if duplicates.len() > before {
            let segment = segment();
            duplicates[before..]
                .iter_mut()
                .for_each(|path| path.push(segment.clone()));
        }
        Ok(value)
    }
}
