//! Writes JSON text.

use std::io::Write;

use serde_json::{Number, Value};

use super::Json;
use super::record::{Name, Tag, Written, push_tag};
use super::scan::{is_plain, plain_end};
use super::sink::{Entries, Items, Sink, whole};

/// The text of `value`, in UTF-8.
pub(crate) fn write(value: &dyn Json) -> Vec<u8> {
    let mut writer = Writer {
        text: Vec::with_capacity(128),
        tags: Vec::new(),
    };
    value.write(&mut writer);
    writer.text
}

struct Writer {
    /// UTF-8, at every moment between two calls.
    text: Vec<u8>,
    /// What the next object begins with.
    tags: Vec<Tag>,
}

impl Writer {
    fn digits(&mut self, mut value: u64) {
        let mut buffer = [0; 20];
        let mut start = buffer.len();
        loop {
            start -= 1;
            buffer[start] = b'0' + (value % 10) as u8;
            value /= 10;
            if value == 0 {
                break;
            }
        }
        self.text.extend_from_slice(&buffer[start..]);
    }

    fn number(&mut self, number: &Number) {
        // Writing to memory does not fail.
        _ = write!(self.text, "{number}");
    }

    /// Writes the name of a member, behind a comma if it is not the first.
    #[inline]
    fn name(&mut self, name: Name<'_>, comma: bool) {
        match name {
            Name::Field(field) => match field.plain() {
                // The comma is its first byte.
                Some(text) => {
                    let text = &text.as_bytes()[usize::from(!comma)..];
                    self.text.extend_from_slice(text);
                }
                None => self.any_name(field.name(), comma),
            },
            Name::Other(name) => self.any_name(name, comma),
        }
    }

    fn any_name(&mut self, name: &str, comma: bool) {
        if comma {
            self.text.push(b',');
        }
        self.str(name);
        self.text.push(b':');
    }

    /// Begins an object with these tags, and tells whether there are any.
    fn object<'t>(&mut self, tags: impl Iterator<Item = &'t Tag>) -> bool {
        self.text.push(b'{');
        let mut comma = false;
        for tag in tags {
            self.any_name(tag.name, std::mem::replace(&mut comma, true));
            self.str(tag.value);
        }
        comma
    }

    /// Writes the members that a record has beside `tags`, and ends it.
    #[inline(always)]
    fn record(&mut self, record: &Written<'_>, tags: &[Tag], mut comma: bool) {
        record.each(tags, |name, part| {
            self.name(name, std::mem::replace(&mut comma, true));
            part.write(self);
        });
        self.text.push(b'}');
    }

    #[inline(never)]
    fn tagged_record(&mut self, record: &Written<'_>) {
        let tags = std::mem::take(&mut self.tags);
        let comma = self.object(record.told(&tags));
        self.record(record, &tags, comma);
    }

    #[inline(never)]
    fn escaped(&mut self, value: &str) {
        self.text.reserve(value.len() + 2);
        self.text.push(b'"');
        let mut rest = value.as_bytes();
        loop {
            let (plain, special) = rest.split_at(plain_end(rest, 0));
            self.text.extend_from_slice(plain);
            let Some((&byte, behind)) = special.split_first() else {
                break;
            };
            self.escape(byte);
            rest = behind;
        }
        self.text.push(b'"');
    }

    fn escape(&mut self, byte: u8) {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        let short = match byte {
            b'"' | b'\\' => byte,
            0x08 => b'b',
            0x0C => b'f',
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            _ => {
                self.text.extend_from_slice(b"\\u00");
                self.text.push(HEX[usize::from(byte >> 4)]);
                self.text.push(HEX[usize::from(byte & 15)]);
                return;
            }
        };
        self.text.extend_from_slice(&[b'\\', short]);
    }
}

impl Sink for Writer {
    fn null(&mut self) {
        self.text.extend_from_slice(b"null");
    }

    fn bool(&mut self, value: bool) {
        self.text
            .extend_from_slice(if value { b"true" } else { b"false" });
    }

    fn i64(&mut self, value: i64) {
        if value < 0 {
            self.text.push(b'-');
        }
        self.digits(value.unsigned_abs());
    }

    fn u64(&mut self, value: u64) {
        self.digits(value);
    }

    fn f64(&mut self, value: f64) {
        if let Some(integer) = whole(value) {
            return self.i64(integer);
        }
        if value == 0.0 {
            return self.text.extend_from_slice(b"-0");
        }
        // Writing to memory does not fail; what is not a number becomes `null`.
        _ = serde_json::to_writer(&mut self.text, &value);
    }

    fn f32(&mut self, value: f32) {
        match value.fract() == 0.0 {
            true => self.f64(value.into()),
            false => _ = serde_json::to_writer(&mut self.text, &value),
        }
    }

    fn str(&mut self, value: &str) {
        if !is_plain(value.as_bytes()) {
            return self.escaped(value);
        }
        self.text.reserve(value.len() + 2);
        self.text.push(b'"');
        self.text.extend_from_slice(value.as_bytes());
        self.text.push(b'"');
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.null(),
            Value::Bool(boolean) => self.bool(*boolean),
            // A free number is written as it was read, `1.0` too.
            Value::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(integer), _) => self.i64(integer),
                (None, Some(integer)) => self.u64(integer),
                (None, None) => self.number(number),
            },
            Value::String(text) => self.str(text),
            Value::Array(items) => {
                self.list(items.len(), &mut items.iter().map(|item| item as &dyn Json));
            }
            Value::Object(members) => {
                let mut entries = members
                    .iter()
                    .map(|(name, value)| (name.as_str(), value as &dyn Json));
                self.map(members.len(), &mut entries);
            }
        }
    }

    fn list(&mut self, _len: usize, items: &mut Items<'_, '_>) {
        self.text.push(b'[');
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.text.push(b',');
            }
            item.write(self);
        }
        self.text.push(b']');
    }

    fn map(&mut self, _len: usize, entries: &mut Entries<'_, '_>) {
        let tags = std::mem::take(&mut self.tags);
        let mut comma = self.object(tags.iter());
        for (name, value) in entries.filter(|(name, _)| !tags.iter().any(|tag| tag.name == *name)) {
            self.any_name(name, std::mem::replace(&mut comma, true));
            value.write(self);
        }
        self.text.push(b'}');
    }

    fn members(&mut self, record: &Written<'_>) {
        if self.tags.is_empty() {
            self.text.push(b'{');
            self.record(record, &[], false);
        } else {
            self.tagged_record(record);
        }
    }

    fn tagged(&mut self, tag: &'static str, value: &'static str, payload: &dyn Json) {
        push_tag(&mut self.tags, tag, value);
        payload.write(self);
        self.tags.clear();
    }
}
