//! Members and setters are laid out where they are made, as prettyplease would: most of a crate's
//! lines are theirs, and no syntax tree is needed to see that one fits.
//!
//! Whatever does not fit on its line, or is no plain type, is left to prettyplease.

use std::fmt::Write as _;

use proc_macro2::{Ident, TokenStream};

/// The longest line that prettyplease leaves whole.
pub(crate) const WIDTH: usize = 89;

/// The text of a type of names and their arguments; `None` for any other.
pub(super) fn type_text(type_: &TokenStream) -> Option<String> {
    let spaced = type_.to_string();
    let mut text = String::with_capacity(spaced.len());
    let mut last = ' ';
    for part in spaced.split(' ') {
        let first = part.chars().next()?;
        let plain = |c: char| c == '_' || c.is_ascii_alphanumeric();
        if !part
            .chars()
            .all(|c| plain(c) || matches!(c, ':' | '<' | '>' | ','))
        {
            return None;
        }
        match last {
            ',' if first == '>' => return None,
            ',' => text.push(' '),
            // Two words beside each other are more than a name.
            last if plain(last) && plain(first) => return None,
            _ => {}
        }
        text.push_str(part);
        last = part.chars().next_back()?;
    }
    (last != ',').then_some(text)
}

/// Adds the mark of a doc on a line of its own.
pub(super) fn mark(text: &mut String, indent: &str, mark: Option<usize>) {
    if let Some(mark) = mark {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{indent}///@{mark}");
    }
}

/// Adds the line of a member; `None` if it does not fit.
pub(super) fn member(text: &mut String, name: &Ident, type_: &str) -> Option<()> {
    let start = text.len();
    let _ = write!(text, "    pub {name}: {type_},");
    let fits = text.len() - start <= WIDTH;
    text.push('\n');
    fits.then_some(())
}

/// A setter of `name`, which takes `type_` and keeps `value`; `None` if it does not fit.
pub(super) fn setter(doc: Option<usize>, name: &str, type_: &str, value: &str) -> Option<String> {
    let head = format!("    pub fn {name}(mut self, {name}: {type_}) -> Self {{");
    let argument = format!("        {name}: {type_},");
    let body = format!("        self.{name} = Some({value});");
    if body.len() > WIDTH || argument.len() > WIDTH {
        return None;
    }
    let mut text = String::new();
    mark(&mut text, "    ", doc);
    let _ = match head.len() <= WIDTH {
        true => writeln!(text, "{head}"),
        false => writeln!(
            text,
            "    pub fn {name}(\n        mut self,\n{argument}\n    ) -> Self {{"
        ),
    };
    let _ = writeln!(text, "{body}\n        self\n    }}");
    Some(text)
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn only_plain_types_have_a_text() {
        let text = |type_: TokenStream| type_text(&type_);
        assert_eq!(
            text(quote!(Option<BTreeMap<String, a::B>>)).as_deref(),
            Some("Option<BTreeMap<String, a::B>>")
        );
        for odd in [
            quote!((A, B)),
            quote!(&'a str),
            quote!(dyn A),
            quote!(A<B,>),
        ] {
            assert_eq!(text(odd.clone()), None, "{odd}");
        }
    }

    #[test]
    fn what_does_not_fit_is_broken_or_left() {
        let broken = setter(None, &"n".repeat(30), &"T".repeat(30), "v").expect("it fits");
        assert!(
            broken.contains("(\n        mut self,\n        nnn"),
            "{broken}"
        );
        assert_eq!(setter(None, "n", &"T".repeat(90), "v"), None);
    }
}
