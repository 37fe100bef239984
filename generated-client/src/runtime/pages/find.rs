//! What leads to the next page is found in an answer: members, cursors, links.

use serde_json::Value;
use url::Url;

use super::Last;

/// The value at `path`.
fn at<'v>(value: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, name| value.get(*name))
}

/// The items at `path`, unread.
pub(super) fn items(body: &[u8], path: &[&str]) -> Option<Vec<Value>> {
    let value: Value = serde_json::from_slice(body).ok()?;
    at(&value, path)?.as_array().cloned()
}

/// The text or number at `path`.
pub(super) fn text(body: &[u8], path: &[&str]) -> Option<String> {
    let value = serde_json::from_slice(body).ok()?;
    spelt(at(&value, path)?)
}

/// What the last item is known by, unless `false` stands at `more`.
pub(super) fn last(body: &[u8], last: Last, items: &[&str], more: &[&str]) -> Option<String> {
    let body = serde_json::from_slice(body).ok()?;
    if !more.is_empty() && at(&body, more) == Some(&Value::Bool(false)) {
        return None;
    }
    spelt(match last {
        Last::Member(path) => at(&body, path)?,
        Last::OfItem(member) => at(&body, items)?.as_array()?.last()?.get(member)?,
    })
}

fn spelt(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A cursor. Where the service gives the URL of the next page, it is the parameter in there.
pub(super) fn cursor(name: &str, text: String) -> String {
    let is_url = text.starts_with("http://") || text.starts_with("https://");
    if !is_url && !text.starts_with(['/', '?']) {
        return text;
    }
    let base = Url::parse("http://localhost/");
    let url = base.and_then(|base| base.join(&text));
    let found = url.ok().and_then(|url| {
        let mut pairs = url.query_pairs();
        pairs
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.into_owned())
    });
    found.unwrap_or(text)
}

/// The target of the link whose relation is `next` (RFC 8288).
pub(super) fn next_link(header: &str) -> Option<&str> {
    let mut rest = header;
    while let Some((_, after)) = rest.split_once('<') {
        let (target, after) = after.split_once('>')?;
        // Parameters end where the next link begins.
        let end = after.find('<').unwrap_or(after.len());
        let (parameters, next) = after.split_at(end);
        let is_next = parameters.split(';').any(|parameter| {
            let Some((name, value)) = parameter.split_once('=') else {
                return false;
            };
            let value = value.trim().trim_end_matches(',').trim().trim_matches('"');
            let mut relations = value.split_ascii_whitespace();
            name.trim().eq_ignore_ascii_case("rel")
                && relations.any(|relation| relation.eq_ignore_ascii_case("next"))
        });
        if is_next {
            return Some(target);
        }
        rest = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{cursor, next_link};

    #[test]
    fn the_next_link_is_found_wherever_it_stands() {
        let table = [
            (
                r#"<https://a/b?page=2>; rel="next""#,
                Some("https://a/b?page=2"),
            ),
            (
                r#"<https://a/1>; rel="prev", <https://a/3>; rel="next""#,
                Some("https://a/3"),
            ),
            (
                r#"<https://a/3>; rel=next, <https://a/9>; rel="last""#,
                Some("https://a/3"),
            ),
            (r#"</x,y>; title="a"; rel="last next""#, Some("/x,y")),
            (r#"<https://a/1>; rel="prev""#, None),
            ("nothing", None),
        ];
        for (header, target) in table {
            assert_eq!(next_link(header), target, "{header}");
        }
    }

    #[test]
    fn a_cursor_is_taken_out_of_a_url() {
        for (text, found) in [
            ("abc=", "abc="),
            ("https://a/b?cursor=x%20y&z=1", "x y"),
            ("/b?cursor=7", "7"),
            ("?cursor=7", "7"),
        ] {
            assert_eq!(cursor("cursor", text.to_owned()), found);
        }
    }
}
