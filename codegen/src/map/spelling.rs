//! Tokens of a type as a person writes them.

use proc_macro2::TokenStream;

/// A type on one line: `&BTreeMap<String, Vec<Element>>`.
pub(crate) fn spelt(tokens: &TokenStream) -> String {
    let mut text = String::new();
    let raw = tokens.to_string();
    let mut words = raw.split_whitespace().peekable();
    while let Some(word) = words.next() {
        text.push_str(word);
        let Some(next) = words.peek() else { break };
        let opens = |word: &str| word.ends_with(['<', '(', '[', '&', ':']);
        let closes = |word: &str| word.starts_with(['<', '>', ')', ']', ',', ':', '(']);
        if !opens(word) && !closes(next) {
            text.push(' ');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn a_type_is_spelt_as_a_person_writes_it() {
        for (tokens, text) in [
            (quote!(&str), "&str"),
            (
                quote!(Vec<Option<Box<Element>>>),
                "Vec<Option<Box<Element>>>",
            ),
            (quote!(&BTreeMap<String, Value>), "&BTreeMap<String, Value>"),
            (quote!(impl Into<String>), "impl Into<String>"),
            (quote!((String, i64,)), "(String, i64,)"),
            (quote!(()), "()"),
        ] {
            assert_eq!(spelt(&tokens), text);
        }
    }
}
