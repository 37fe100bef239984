//! Words of the description become Rust identifiers.
//!
//! The only place that knows `heck`, the keywords, and how symbols are spelt out.

use std::borrow::Cow;

use heck::{ToKebabCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// A type or variant name: `LimitType`. Empty if the text has no letter or digit.
///
/// What parts two digits stays told: `2.10` is `V2_10`, and no other than `2.1.0`.
pub(crate) fn camel(text: &str) -> String {
    let text = ascii(text);
    let mut name = String::with_capacity(text.len());
    let parts = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty());
    for part in parts {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if digit(name.chars().next_back()) && digit(part.chars().next()) {
            name.push('_');
        }
        name.push_str(&part.to_upper_camel_case());
    }
    if !name.starts_with(|c: char| c.is_ascii_digit()) {
        return name;
    }
    let version = name.chars().all(|c| c.is_ascii_digit() || c == '_');
    format!("{}{name}", if version { 'V' } else { 'N' })
}

/// A field, argument, method or module name, without a keyword's underscore: `limit_type`.
pub(crate) fn snake(text: &str) -> String {
    let name = ascii(text).to_snake_case();
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("n{name}")
    } else {
        name
    }
}

/// A static's name: `LIST_ROUTES`.
pub(crate) fn shouty(text: &str) -> String {
    ascii(text).to_shouty_snake_case()
}

/// A package name: `ai-gateway-routes`.
pub(crate) fn kebab(text: &str) -> String {
    ascii(text).to_kebab_case()
}

/// The same text with its symbols spelt out, for names that would otherwise be empty or equal.
pub(crate) fn spelt(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match symbol(c) {
            Some(word) => {
                out.push(' ');
                out.push_str(word);
                out.push(' ');
            }
            None => out.push(c),
        }
    }
    out
}

/// The same text with every capital kept, where only the case tells two names apart: `ASC`.
pub(crate) fn cased(text: &str) -> String {
    let mut name: String = ascii(text)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, 'N');
    }
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
}

/// `name`, or `name_` where Rust keeps the word for itself.
pub(crate) fn escaped(name: String) -> String {
    if is_keyword(&name) { name + "_" } else { name }
}

/// The singular of the last word: `elements` → `element`, `Policies` → `Policy`.
pub(crate) fn singular(word: &str) -> String {
    let lower = word.to_ascii_lowercase();
    let cut = |n: usize| word[..word.len() - n].to_owned();
    const SAME: [&str; 14] = [
        "series", "species", "news", "status", "address", "access", "process", "alias", "bus",
        "analysis", "basis", "metadata", "canvas", "https",
    ];
    if !word.is_ascii() || SAME.iter().any(|same| lower.ends_with(same)) {
        return word.to_owned();
    }
    if lower.ends_with("statuses") || lower.ends_with("addresses") || lower.ends_with("aliases") {
        return cut(2);
    }
    if lower.ends_with("ies") && lower.len() > 4 {
        return cut(3) + "y";
    }
    if ["sses", "xes", "ches", "shes", "zzes"]
        .iter()
        .any(|end| lower.ends_with(end))
    {
        return cut(2);
    }
    if lower.ends_with("indices") {
        return cut(4) + "ex";
    }
    if lower.ends_with('s') && !["ss", "us", "is"].iter().any(|end| lower.ends_with(end)) {
        return cut(1);
    }
    word.to_owned()
}

/// The words of a name in any casing, in lower case.
pub(crate) fn words(text: &str) -> Vec<String> {
    snake(text)
        .split('_')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Letters of other scripts stay where Rust takes them; everything else that is no ASCII letter or
/// digit becomes a separator, so that `heck` sees words only.
fn ascii(text: &str) -> Cow<'_, str> {
    if text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' '))
    {
        return Cow::Borrowed(text);
    }
    // An apostrophe joins: "user's" is one word.
    let kept = text.chars().filter(|c| *c != '\'' && *c != '\u{2019}');
    Cow::Owned(
        kept.map(|c| {
            if c.is_ascii_alphanumeric() {
                c
            } else {
                plain(c)
            }
        })
        .collect(),
    )
}

/// The ASCII letter a Latin letter is a form of, or a separator.
fn plain(c: char) -> char {
    match c {
        'à'..='å' => 'a',
        'À'..='Å' => 'A',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'È'..='Ë' => 'E',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'Ò'..='Ö' | 'Ø' => 'O',
        'ù'..='ü' => 'u',
        'Ù'..='Ü' => 'U',
        _ => ' ',
    }
}

fn symbol(c: char) -> Option<&'static str> {
    Some(match c {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '~' => "tilde",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '?' => "question",
        '_' => "underscore",
        '(' => "open",
        ')' => "close",
        '[' => "bracket",
        ']' => "bracketed",
        '\'' | '"' => "quote",
        ' ' => "space",
        '€' => "euro",
        '£' => "pound",
        '°' => "degree",
        _ => return None,
    })
}

/// Words of the 2024 edition that cannot be a plain identifier.
pub(crate) fn is_keyword(word: &str) -> bool {
    const KEYWORDS: [&str; 53] = [
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
        "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
        "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
        "ref", "return", "Self", "self", "static", "struct", "super", "trait", "true", "try",
        "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_",
    ];
    KEYWORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_identifiers() {
        assert_eq!(camel("limitType"), "LimitType");
        assert_eq!(camel("aig-config_list"), "AigConfigList");
        assert_eq!(camel("2fa"), "N2fa");
        assert_eq!(camel("2.10"), "V2_10");
        assert_eq!(camel("bits1_5"), "Bits1_5");
        assert_eq!(camel("XMLHttpRequest_v2"), "XmlHttpRequestV2");
        assert_eq!(snake("X-Auth-Email"), "x_auth_email");
        assert_eq!(snake("français"), "francais");
        assert_eq!(camel("日本"), "");
        assert_eq!(escaped(snake("type")), "type_");
        assert_eq!(camel(&spelt("+1")), "Plus1");
    }

    #[test]
    fn plurals_lose_their_ending() {
        let cases = [
            ("elements", "element"),
            ("policies", "policy"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("status", "status"),
            ("data", "data"),
            ("Routes", "Route"),
            ("class", "class"),
            ("indices", "index"),
        ];
        for (plural, expected) in cases {
            assert_eq!(singular(plural), expected);
        }
    }
}
