//! The names of a record's members, fixed at compile time.
//!
//! A table says nothing of types: those are in the slots that are passed along with it.

use serde_json::Value;

use super::Out;

/// The members of a record: `N` fields, and any number of constants.
#[derive(Debug)]
pub struct Table<const N: usize> {
    fields: [Field; N],
    heads: Heads,
    constants: &'static [Constant],
    /// One bit for each field and constant that must be there, if they are not more than 64.
    required: u64,
}

/// A member that has a Rust field.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The name; or, if it is `whole`, `,"name":`.
    text: &'static str,
    whole: bool,
    /// It is whole, and a name without escapes.
    plain: bool,
    pub(crate) presence: Presence,
    /// The next field with a name of the same bucket.
    next: u8,
    /// Length and some bytes of the name: what differs here is another name.
    print: u32,
}

/// The first field of each bucket of names.
pub(crate) type Heads = [u8; 32];

/// No field; those from here on are in no bucket.
const NONE: u8 = u8::MAX;

/// When a member must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    /// Always.
    Required,
    /// Never: it is left out if its value is absent.
    Optional,
    /// When it is read; it is left out of what is sent if its value is absent.
    Received,
}

/// A member with one possible value, which has no Rust field.
#[derive(Debug, Clone, Copy)]
pub struct Constant {
    pub(crate) name: &'static str,
    pub(crate) value: Literal,
    /// Another value is an error; otherwise it is kept among the unknown members.
    pub(crate) strict: bool,
}

/// The value of a [`Constant`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Literal {
    /// A string.
    Text(&'static str),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
}

/// A [`Table`] without its length, to be passed to code that serves all records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Members {
    pub(crate) fields: &'static [Field],
    heads: &'static Heads,
    pub(crate) constants: &'static [Constant],
    pub(crate) required: u64,
}

/// A table of these fields, in the order of their slots.
pub const fn table<const N: usize>(mut fields: [Field; N]) -> Table<N> {
    let (mut required, mut heads) = (0, [NONE; 32]);
    let mut index = N;
    while index > 0 {
        index -= 1;
        if index < 64 && !matches!(fields[index].presence, Presence::Optional) {
            required |= 1 << index;
        }
        if index < NONE as usize {
            let bucket = bucket(fields[index].print);
            fields[index].next = heads[bucket];
            heads[bucket] = index as u8;
        }
    }
    Table {
        fields,
        heads,
        constants: &[],
        required,
    }
}

/// The bucket of a name.
#[inline]
const fn bucket(print: u32) -> usize {
    (print.wrapping_mul(0x9E37_79B1) >> 27) as usize
}

impl Members {
    /// The field of this name, which is likely to be that with the index `expected`.
    #[inline]
    pub(crate) fn find(&self, name: &str, expected: usize) -> Option<usize> {
        match self.fields.get(expected) {
            Some(field) if field.is(name) => Some(expected),
            _ => self.search(name),
        }
    }

    fn search(&self, name: &str) -> Option<usize> {
        let print = print(name.as_bytes());
        let mut index = self.heads[bucket(print)];
        while let Some(field) = self.fields.get(usize::from(index)) {
            if index == NONE {
                break;
            }
            if field.print == print && field.is(name) {
                return Some(index.into());
            }
            index = field.next;
        }
        if self.fields.len() > usize::from(NONE) {
            return self.fields.iter().position(|field| field.name() == name);
        }
        None
    }
}

impl<const N: usize> Table<N> {
    /// The same table with constants, which are written before the fields.
    pub const fn constants(mut self, constants: &'static [Constant]) -> Self {
        let mut index = N;
        while index < N + constants.len() && index < 64 {
            self.required |= 1 << index;
            index += 1;
        }
        self.constants = constants;
        self
    }

    #[inline]
    pub(crate) fn members(&'static self) -> Members {
        Members {
            fields: &self.fields,
            heads: &self.heads,
            constants: self.constants,
            required: self.required,
        }
    }
}

/// Length and three bytes of a name. Few names of one record share them.
#[inline]
const fn print(name: &[u8]) -> u32 {
    let length = name.len();
    if length == 0 {
        return 0;
    }
    u32::from_le_bytes([length as u8, name[0], name[length / 2], name[length - 1]])
}

/// What stands before and behind a name between its comma and its value.
const BEFORE: usize = ",\"".len();
const BEHIND: usize = "\":".len();

const fn field(name: &'static str, presence: Presence) -> Field {
    Field {
        text: name,
        whole: false,
        plain: false,
        presence,
        next: NONE,
        print: print(name.as_bytes()),
    }
}

/// Members with all that stands between the value before and their own: `,"name":`. Compact text
/// is compared and written so in one go. A name that needs escapes stands there without them.
#[doc(hidden)]
pub mod whole {
    use super::{BEFORE, BEHIND, Field, NONE, Presence, print};

    const fn field(text: &'static str, presence: Presence) -> Field {
        let (_, rest) = text.as_bytes().split_at(BEFORE);
        let (name, _) = rest.split_at(rest.len() - BEHIND);
        let (mut plain, mut index) = (true, 0);
        while index < name.len() {
            plain = plain && name[index] >= 0x20 && name[index] != b'"' && name[index] != b'\\';
            index += 1;
        }
        Field {
            text,
            whole: true,
            plain,
            presence,
            next: NONE,
            print: print(name),
        }
    }

    /// [`required`](super::required), given whole.
    pub const fn required(text: &'static str) -> Field {
        field(text, Presence::Required)
    }

    /// [`optional`](super::optional), given whole.
    pub const fn optional(text: &'static str) -> Field {
        field(text, Presence::Optional)
    }

    /// [`received`](super::received), given whole.
    pub const fn received(text: &'static str) -> Field {
        field(text, Presence::Received)
    }
}

impl Field {
    /// The name of the member.
    #[inline]
    pub(crate) fn name(&self) -> &'static str {
        if self.whole {
            &self.text[BEFORE..self.text.len() - BEHIND]
        } else {
            self.text
        }
    }

    /// Whether this is the name of the member.
    #[inline]
    fn is(&self, name: &str) -> bool {
        let text = self.text.as_bytes();
        if self.whole {
            text.get(BEFORE..text.len() - BEHIND) == Some(name.as_bytes())
        } else {
            text == name.as_bytes()
        }
    }

    /// `,"name":`, if that is known and the name has no escapes.
    #[inline]
    pub(crate) fn plain(&self) -> Option<&'static str> {
        self.plain.then_some(self.text)
    }
}

/// A member that is always there.
pub const fn required(name: &'static str) -> Field {
    field(name, Presence::Required)
}

/// A member that may be absent.
pub const fn optional(name: &'static str) -> Field {
    field(name, Presence::Optional)
}

/// A member that is always received and may be left out when it is sent (`readOnly`).
pub const fn received(name: &'static str) -> Field {
    field(name, Presence::Received)
}

/// A member with one value. Another value that is received is kept among the unknown members and
/// sent back instead.
pub const fn constant(name: &'static str, value: Literal) -> Constant {
    Constant {
        name,
        value,
        strict: false,
    }
}

/// The member by which a union knows this record. Another value is an error.
pub const fn tag(name: &'static str, value: Literal) -> Constant {
    Constant {
        name,
        value,
        strict: true,
    }
}

/// A constant string.
pub const fn text(value: &'static str) -> Literal {
    Literal::Text(value)
}

/// A constant whole number.
pub const fn integer(value: i64) -> Literal {
    Literal::Integer(value)
}

/// A constant number with a fraction.
pub const fn number(value: f64) -> Literal {
    Literal::Number(value)
}

/// A constant boolean.
pub const fn boolean(value: bool) -> Literal {
    Literal::Boolean(value)
}

impl Literal {
    /// Whether `value` is this literal; `1.0` is `1`.
    pub(crate) fn matches(&self, value: &Value) -> bool {
        match (*self, value) {
            (Literal::Text(text), Value::String(value)) => text == value,
            (Literal::Boolean(boolean), Value::Bool(value)) => boolean == *value,
            (Literal::Integer(integer), Value::Number(value)) => {
                value.as_i64() == Some(integer) || value.as_f64() == Some(integer as f64)
            }
            (Literal::Number(number), Value::Number(value)) => value.as_f64() == Some(number),
            _ => false,
        }
    }

    pub(crate) fn write(self, w: &mut Out<'_>) {
        match self {
            Literal::Text(text) => w.str(text),
            Literal::Integer(integer) => w.i64(integer),
            Literal::Number(number) => w.f64(number),
            Literal::Boolean(boolean) => w.bool(boolean),
        }
    }
}
