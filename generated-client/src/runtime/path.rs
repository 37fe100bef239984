//! A path template and its arguments become a path that stays where the template says.
//!
//! An argument can never add, remove or climb a segment: whatever it holds is encoded, and what a
//! server or proxy might take for `.` or `..`, however spelt, is refused.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::runtime::{
    error::BuildError,
    parameter::{Parameter, Style, encode},
};

/// The path of `template` with its placeholders filled in, in their order.
///
/// # Errors
/// [`BuildError::Path`] for an argument that is empty (and not written behind a `;name`), holds a control character, or makes a
/// segment `.` or `..`.
pub(crate) fn expand(
    template: &'static str,
    arguments: &[&dyn Parameter],
) -> Result<String, BuildError> {
    let mut path = String::with_capacity(template.len() + 32 * arguments.len());
    let mut arguments = arguments.iter();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((placeholder, after)) = after.split_once('}') else {
            break;
        };
        path.push_str(before);
        let (name, style) = read_placeholder(placeholder);
        let refuse = |why| BuildError::Path {
            name: name.to_owned(),
            why,
        };
        let argument = arguments.next().ok_or_else(|| refuse("is missing"))?;
        let text = encode::path(name, style, *argument).map_err(refuse)?;
        let encoded = text.encoded.as_deref().unwrap_or(&text.plain);
        if encoded.is_empty() {
            return Err(refuse("is empty"));
        }
        if let Some(why) = misleading(&text.plain) {
            return Err(refuse(why));
        }
        path.push_str(encoded);
        rest = after;
    }
    path.push_str(rest);
    let may_have_dots = path.bytes().any(|byte| matches!(byte, b'.' | b'%'));
    let mut segments = path.split('/');
    match may_have_dots && segments.any(|segment| is_dots(&fully_decoded(segment))) {
        true => Err(BuildError::Path {
            name: template.to_owned(),
            why: "has a dot segment",
        }),
        false => Ok(path),
    }
}

/// The name and style of a placeholder: `id`, `id*`, `.id`, `;id*`.
fn read_placeholder(text: &'static str) -> (&'static str, Style) {
    let (name, explode) = match text.strip_suffix('*') {
        Some(name) => (name, true),
        None => (text, false),
    };
    match (name.strip_prefix('.'), name.strip_prefix(';')) {
        (Some(name), _) => (name, Style::Label { explode }),
        (_, Some(name)) => (name, Style::Matrix { explode }),
        (None, None) => (name, Style::Simple { explode }),
    }
}

/// The template as a reader of the description knows it: without operators of style.
#[cfg(feature = "tracing")]
pub(crate) fn plain_template(template: &'static str) -> String {
    template
        .replace("{.", "{")
        .replace("{;", "{")
        .replace("*}", "}")
}

/// What is wrong with an argument's text, if anything is.
fn misleading(text: &str) -> Option<&'static str> {
    // Nothing to decode, and nothing that means anything in a path: what most identifiers are.
    let harmless = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if text.bytes().all(harmless) {
        return None;
    }
    if text.chars().any(char::is_control) {
        return Some("holds a control character");
    }
    let decoded = fully_decoded(text);
    if decoded.split(['/', '\\']).any(is_dots) {
        return Some("holds a dot segment");
    }
    (decoded.contains('\0')).then_some("holds a control character")
}

/// Whether a server may take a segment for `.` or `..`; some drop what stands behind a semicolon.
fn is_dots(segment: &str) -> bool {
    let name = segment.split(';').next().unwrap_or_default();
    name == "." || name == ".."
}

/// The text decoded until nothing is left to decode, as a chain of servers might.
fn fully_decoded(text: &str) -> Cow<'_, str> {
    let mut decoded = Cow::Borrowed(text);
    // Each round makes the text shorter, so this ends.
    while decoded.contains('%') {
        let next = percent_decode_str(&decoded)
            .decode_utf8_lossy()
            .into_owned();
        if next.len() >= decoded.len() {
            break;
        }
        decoded = Cow::Owned(next);
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::expand;
    use crate::runtime::error::BuildError;

    fn one(value: &str) -> Result<String, String> {
        expand("/routes/{id}/versions", &[&value]).map_err(|error| error.to_string())
    }

    #[test]
    fn an_argument_is_encoded_and_stays_one_segment() {
        let table = [
            ("a b", "/routes/a%20b/versions"),
            ("a/b", "/routes/a%2Fb/versions"),
            ("a\\b", "/routes/a%5Cb/versions"),
            ("50%", "/routes/50%25/versions"),
            ("%2f", "/routes/%252f/versions"),
            ("a?b#c", "/routes/a%3Fb%23c/versions"),
            ("@cf/meta", "/routes/%40cf%2Fmeta/versions"),
            ("grün", "/routes/gr%C3%BCn/versions"),
            ("...", "/routes/.../versions"),
            (".git", "/routes/.git/versions"),
            ("v1.2..3", "/routes/v1.2..3/versions"),
            ("a;b=c:d", "/routes/a%3Bb%3Dc%3Ad/versions"),
        ];
        for (value, path) in table {
            assert_eq!(one(value), Ok(path.to_owned()), "{value}");
        }
    }

    #[test]
    fn an_argument_that_would_address_another_resource_is_refused() {
        let dots = "path argument `id` holds a dot segment";
        let table = [
            ("", "path argument `id` is empty"),
            (".", dots),
            ("..", dots),
            ("%2e", dots),
            ("%2E.", dots),
            (".%2e", dots),
            ("%2e%2E", dots),
            ("%252e%252e", dots),
            ("%25252e", dots),
            ("../x", dots),
            ("x/..", dots),
            ("x\\..\\y", dots),
            ("x%2f..%2fy", dots),
            ("x%5c%2e%2e", dots),
            ("..;a", dots),
            ("%2e%2e%3Bx/y", dots),
            ("a\nb", "path argument `id` holds a control character"),
            ("a\0", "path argument `id` holds a control character"),
            ("a%00", "path argument `id` holds a control character"),
            ("\u{7f}", "path argument `id` holds a control character"),
        ];
        for (value, why) in table {
            assert_eq!(one(value), Err(why.to_owned()), "{value}");
        }
    }

    #[test]
    fn two_arguments_in_a_segment_cannot_make_dots_of_it() {
        let path = expand("/compare/{base}...{head}", &[&"a/b", &"c"]);
        assert_eq!(path, Ok("/compare/a%2Fb...c".to_owned()));
        assert!(expand("/{a}{b}", &[&"a", &"."]).is_err());
        let dots = expand("/x/.{a}", &[&"%2e"]);
        assert!(matches!(dots, Err(BuildError::Path { .. })), "{dots:?}");
    }
}
