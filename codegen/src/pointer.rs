//! A place in the description that can be printed and extended.
//!
//! The text form is an RFC 6901 JSON pointer. Line and column are not kept here: they are looked up
//! from the text only when something is reported.

use std::{borrow::Cow, fmt, sync::Arc};

/// A JSON pointer (RFC 6901) into the description, `""` for the whole of it.
///
/// Many things are known by their place: a copy shares its text. `None` is the whole description.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(Option<Arc<str>>);

impl Pointer {
    /// The whole description.
    pub const fn root() -> Self {
        Pointer(None)
    }

    /// The pointer with this text, which is one.
    fn of(text: &str) -> Self {
        Pointer((!text.is_empty()).then(|| Arc::from(text)))
    }

    /// Reads a pointer from its text, with or without the leading `#` of a URI fragment.
    ///
    /// A fragment may be percent-encoded (RFC 6901, section 6); a bare pointer is taken as it is.
    pub fn parse(text: &str) -> Option<Self> {
        let bare = match text.strip_prefix('#') {
            Some(fragment) => percent_decode(fragment),
            None => Cow::Borrowed(text),
        };
        (bare.is_empty() || bare.starts_with('/')).then(|| Pointer::of(&bare))
    }

    /// The place of the member `name` of the object that stands here.
    #[must_use]
    pub fn child(&self, name: &str) -> Self {
        let mut text = String::with_capacity(self.as_str().len() + name.len() + 1);
        text.push_str(self.as_str());
        text.push('/');
        if !name.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
            text.push_str(name);
            return Pointer::of(&text);
        }
        for c in name.chars() {
            match c {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                c => text.push(c),
            }
        }
        Pointer::of(&text)
    }

    /// The place of the item `index` of the array that stands here.
    #[must_use]
    pub fn item(&self, index: usize) -> Self {
        Pointer::of(&format!("{}/{index}", self.as_str()))
    }

    /// The place that holds this one; `None` for the whole description.
    pub fn parent(&self) -> Option<Self> {
        let text = self.as_str();
        text.rfind('/').map(|end| Pointer::of(&text[..end]))
    }

    /// The unescaped segments, from the root down.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = Cow<'_, str>> {
        self.as_str()
            .strip_prefix('/')
            .into_iter()
            .flat_map(|text| text.split('/'))
            .map(|segment| {
                if segment.contains('~') {
                    Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
                } else {
                    Cow::Borrowed(segment)
                }
            })
    }

    /// The last unescaped segment; `None` for the whole description.
    pub fn last(&self) -> Option<Cow<'_, str>> {
        self.segments().next_back()
    }

    /// The text of a `$ref` that leads here: [`Pointer::parse`] reads it back.
    pub fn reference(&self) -> String {
        match self.as_str() {
            text if text.contains('%') => format!("#{}", text.replace('%', "%25")),
            text => format!("#{text}"),
        }
    }

    /// The pointer's text, without a leading `#`.
    pub fn as_str(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pointer").field(&self.as_str()).finish()
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.as_str())
    }
}

fn percent_decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = (bytes[i] == b'%').then(|| text.get(i + 1..i + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                i += 3;
            }
            None => {
                out.push(bytes[i]);
                i += 1;
            }
        }
    }
    match String::from_utf8(out) {
        Ok(decoded) => Cow::Owned(decoded),
        Err(_) => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_are_escaped_and_segments_are_not() {
        let place = Pointer::root()
            .child("paths")
            .child("/a~b/{id}")
            .child("get")
            .item(2);
        assert_eq!(place.to_string(), "#/paths/~1a~0b~1{id}/get/2");
        assert_eq!(
            place.segments().collect::<Vec<_>>(),
            ["paths", "/a~b/{id}", "get", "2"]
        );
    }

    #[test]
    fn a_percent_encoded_fragment_is_decoded() {
        let place = Pointer::parse("#/paths/~1a~1%7Bid%7D").expect("a pointer");
        assert_eq!(place, Pointer::root().child("paths").child("/a/{id}"));
    }

    #[test]
    fn a_reference_is_read_back() {
        let place = Pointer::root().child("100%25 ~ /");
        assert_eq!(place.reference(), "#/100%2525 ~0 ~1");
        assert_eq!(Pointer::parse(&place.reference()), Some(place));
    }

    #[test]
    fn what_is_no_pointer_is_refused() {
        assert_eq!(Pointer::parse("Pet"), None);
    }
}
