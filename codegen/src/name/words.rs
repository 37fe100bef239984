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
        match part.split_at_checked(1) {
            Some((first, rest)) if is_low(part) => {
                name.push_str(&first.to_ascii_uppercase());
                name.push_str(rest);
            }
            _ => name.push_str(&part.to_upper_camel_case()),
        }
    }
    if !name.starts_with(|c: char| c.is_ascii_digit()) {
        return name;
    }
    let version = name.chars().all(|c| c.is_ascii_digit() || c == '_');
    format!("{}{name}", if version { 'V' } else { 'N' })
}

/// Whether a name is a type's or variant's, by its first letter.
pub(crate) fn is_camel(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
}

/// A field, argument, method or module name, without a keyword's underscore: `limit_type`.
pub(crate) fn snake(text: &str) -> String {
    let name = match text.split('_').all(is_low) {
        true => text.to_owned(),
        false => ascii(text).to_snake_case(),
    };
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("n{name}")
    } else {
        name
    }
}

/// Whether a text is one word in lower case, in which there is nothing for `heck` to find.
fn is_low(text: &str) -> bool {
    let low = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    !text.is_empty() && text.bytes().all(low)
}

/// The end of a type's name, in at most `most` letters: without its first words.
pub(crate) fn ending(name: &str, most: usize) -> &str {
    let starts = name.char_indices().filter(|(_, c)| c.is_ascii_uppercase());
    let mut ends = starts.filter_map(|(at, _)| name.get(at..));
    ends.find(|end| end.len() <= most).unwrap_or(name)
}

/// Words that a name can best do without.
const FILLING: [&str; 16] = [
    "A",
    "About",
    "All",
    "An",
    "And",
    "By",
    "For",
    "From",
    "In",
    "Information",
    "Of",
    "On",
    "Or",
    "The",
    "To",
    "With",
];

/// A type's name in at most `most` letters: without the words that say least, then without those in
/// its middle, because its ends tell it from others. A single word stays, however long.
pub(crate) fn shortened(name: &str, most: usize) -> String {
    let mut starts: Vec<usize> = name
        .char_indices()
        .filter(|(_, c)| c.is_ascii_uppercase())
        .map(|(at, _)| at)
        .filter(|at| *at > 0)
        .collect();
    starts.insert(0, 0);
    let ends = starts.iter().skip(1).copied().chain([name.len()]);
    let mut parts: Vec<&str> = starts
        .iter()
        .zip(ends)
        .filter_map(|(start, end)| name.get(*start..end))
        .collect();
    let mut length = name.len();
    for index in (1..parts.len().saturating_sub(1)).rev() {
        if length > most && FILLING.contains(&parts[index]) {
            length -= parts.remove(index).len();
        }
    }
    while length > most && parts.len() > 2 {
        length -= parts.remove(parts.len() / 2).len();
    }
    parts.concat()
}

/// A header's name without its `X-`, where a name is left.
pub(crate) fn without_x(word: &str) -> &str {
    let rest = word.strip_prefix('X');
    let rest = rest.filter(|rest| rest.starts_with(|c: char| c.is_uppercase()));
    rest.unwrap_or(word)
}

/// A name with either end; where that gets longer than `most`, without its middle or its beginning.
pub(crate) fn behind(name: &str, ends: [&str; 2], most: usize) -> [String; 4] {
    let [one, other] = ends.map(|end| format!("{name}{end}"));
    let short = |whole| shortened(whole, most);
    let end = |whole| ending(whole, most).to_owned();
    [short(&one), end(&one), short(&other), end(&other)]
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
    apart(name, &[])
}

/// The same, where `taken` stand for something else too.
pub(crate) fn apart(name: String, taken: &[&str]) -> String {
    match is_keyword(&name) || taken.contains(&name.as_str()) {
        true => name + "_",
        false => name,
    }
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

/// Letters with a common spelling in ASCII are spelt so; everything else that is no ASCII letter or
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
    let mut name = String::with_capacity(text.len());
    for c in kept {
        match spelling(c) {
            _ if c.is_ascii_alphanumeric() => name.push(c),
            Some(letters) => name.push_str(letters),
            None => name.push(' '),
        }
    }
    Cow::Owned(name)
}

/// The ASCII letters for one of the Latin, Greek or Cyrillic script. Others have readings that
/// depend on the language.
fn spelling(c: char) -> Option<&'static str> {
    let alphabet =
        matches!(c, '\u{C0}'..='\u{24F}' | '\u{370}'..='\u{52F}' | '\u{1E00}'..='\u{1FFF}');
    let letters = deunicode::deunicode_char(c).filter(|_| alphabet && c.is_alphabetic())?;
    let plain = letters.bytes().all(|byte| byte.is_ascii_alphabetic());
    plain.then_some(letters)
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

/// How long the name of a file or package may be: less than registries take, and than a path of
/// several of them can be on any system.
const LONGEST: usize = 60;

/// The name, cut at the end of a word if it is too long for a file or package.
pub(crate) fn short(name: &str, separator: char) -> &str {
    let fits = |end: &usize| *end <= LONGEST;
    if fits(&name.len()) {
        return name;
    }
    let ends = name.match_indices(separator).map(|(end, _)| end);
    let characters = name.char_indices().map(|(end, _)| end);
    let end = ends.take_while(fits).last().filter(|end| *end > 0);
    let end = end.or_else(|| characters.take_while(fits).last());
    &name[..end.unwrap_or_default()]
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
        assert_eq!(camel("Größe"), "Grosse");
        assert_eq!(snake("имяФайла"), "imia_faila");
        assert_eq!(camel("αριθμός"), "Arithmos");
        assert_eq!(camel("日本"), "");
        assert_eq!(escaped(snake("type")), "type_");
        assert_eq!(camel(&spelt("+1")), "Plus1");
    }

    #[test]
    fn low_words_are_as_heck_has_them() {
        for text in ["a", "a1_b2", "a_1b", "s3_key", "is_2fa", "x_y_z"] {
            assert_eq!(snake(text), text.to_snake_case());
        }
        for text in ["a", "a1", "s3key", "b2b"] {
            assert_eq!(camel(text), text.to_upper_camel_case());
        }
    }

    #[test]
    fn a_long_name_ends_with_a_word() {
        assert_eq!(short("a_b", '_'), "a_b");
        let long = format!("{}_{}", "a".repeat(60), "b".repeat(60));
        assert_eq!(short(&long, '_'), "a".repeat(60));
        assert_eq!(short(&"a".repeat(99), '-'), "a".repeat(60));
    }

    #[test]
    fn a_long_name_keeps_its_ends() {
        let long = "ApiShieldRetrieveInformationAboutAllOperationsOnAZoneOptions";
        assert_eq!(shortened(long, 60), long);
        assert_eq!(
            shortened(long, 58),
            "ApiShieldRetrieveInformationAboutAllOperationsZoneOptions"
        );
        assert_eq!(
            shortened(long, 44),
            "ApiShieldRetrieveOperationsZoneOptions"
        );
        assert_eq!(shortened(long, 32), "ApiShieldRetrieveZoneOptions");
        assert_eq!(ending(long, 25), "OperationsOnAZoneOptions");
        assert_eq!(ending(long, 60), long);
        assert_eq!(
            shortened("Incomprehensibilities", 5),
            "Incomprehensibilities"
        );
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
