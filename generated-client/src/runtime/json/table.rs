//! The names of a record's members, fixed at compile time.
//!
//! A table says nothing of types: those are in the slots that are passed along with it.

use serde_json::Value;

use super::Out;

/// The members of a record: `N` fields, and any number of constants.
#[derive(Debug)]
pub struct Table<const N: usize> {
    fields: [Field; N],
    constants: &'static [Constant],
    /// One bit for each of the first 64 fields that are required.
    required: u64,
}

/// A member that has a Rust field.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub(crate) name: &'static str,
    pub(crate) presence: Presence,
    /// The name can be written between quotes as it is.
    pub(crate) plain: bool,
}

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
    pub(crate) constants: &'static [Constant],
    pub(crate) required: u64,
}

/// A table of these fields, in the order of their slots.
pub const fn table<const N: usize>(fields: [Field; N]) -> Table<N> {
    let mut required = 0;
    let mut index = 0;
    while index < N && index < 64 {
        if !matches!(fields[index].presence, Presence::Optional) {
            required |= 1 << index;
        }
        index += 1;
    }
    Table {
        fields,
        constants: &[],
        required,
    }
}

impl<const N: usize> Table<N> {
    /// The same table with constants, which are written before the fields.
    pub const fn constants(mut self, constants: &'static [Constant]) -> Self {
        self.constants = constants;
        self
    }

    #[inline]
    pub(crate) fn members(&'static self) -> Members {
        Members {
            fields: &self.fields,
            constants: self.constants,
            required: self.required,
        }
    }
}

const fn field(name: &'static str, presence: Presence) -> Field {
    let bytes = name.as_bytes();
    let mut plain = true;
    let mut index = 0;
    while index < bytes.len() {
        if bytes[index] < 0x20 || bytes[index] == b'"' || bytes[index] == b'\\' {
            plain = false;
        }
        index += 1;
    }
    Field {
        name,
        presence,
        plain,
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
