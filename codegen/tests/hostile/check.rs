//! What must hold of everything that is printed.

use std::{collections::BTreeSet, str::FromStr};

use codegen::{Output, name::Lock};
use proc_macro2::{TokenStream, TokenTree};

use super::{own, texts::MARKER};

/// Checks a crate against one from the same description with a harmless word in the same place.
pub(crate) fn check(text: &str, output: &Output, harmless: &Output) {
    let mut known = Words::default();
    for (_, file) in own(harmless)
        .iter()
        .filter(|(path, _)| path.ends_with(".rs"))
    {
        known.read(tokens(file));
    }
    for (path, file) in own(output) {
        plain_path(path);
        no_controls(path, file);
        match path.rsplit_once('.') {
            Some((_, "rs")) => rust(text, path, file, &known),
            Some((_, "toml")) if path == "Cargo.toml" => manifest(file, &harmless.files[path]),
            Some((_, "toml")) => assert_eq!(file, &harmless.files[path], "{path}"),
            Some((_, "md")) => markdown(file, &harmless.files[path]),
            _ => {}
        }
    }
    let lock = output.lock().to_text();
    assert_eq!(Lock::read(&lock), Ok(output.lock()), "{lock}");
}

fn plain_path(path: &str) {
    let plain = |name: &str| {
        let known = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
        !name.is_empty() && !name.trim_matches('.').is_empty() && name.chars().all(known)
    };
    assert!(path.split('/').all(plain), "{path:?}");
    assert!(path.len() < 200, "{path:?}");
}

/// Nothing stands there that a reader would not see, or see elsewhere.
fn no_controls(path: &str, file: &str) {
    let hidden = |c: &char| {
        let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        turns || (c.is_control() && *c != '\n')
    };
    let found = file.chars().find(hidden);
    assert_eq!(found, None, "{path}:\n{file}");
}

fn rust(text: &str, path: &str, file: &str, known: &Words) {
    let error = syn::parse_file(file).err().map(|error| error.to_string());
    assert_eq!(
        error, None,
        "{path} is no Rust for {text:?}:
{file}"
    );
    let mut found = Words::default();
    found.read(tokens(file));
    assert!(
        !found.idents.contains(MARKER),
        "{path} for {text:?}:\n{file}"
    );
    let macros: Vec<_> = found.macros.difference(&known.macros).collect();
    assert!(
        macros.is_empty(),
        "{macros:?} in {path} for {text:?}:\n{file}"
    );
    let attributes: Vec<_> = found.attributes.difference(&known.attributes).collect();
    let usual = [
        "doc",
        "deprecated",
        "expect",
        "inline",
        "derive",
        "must_use",
        "non_exhaustive",
    ];
    let odd = attributes
        .iter()
        .find(|name| !usual.contains(&name.as_str()));
    assert_eq!(odd, None, "{path} for {text:?}:\n{file}");
}

fn tokens(file: &str) -> TokenStream {
    TokenStream::from_str(file).expect("it parses")
}

/// What the tokens outside of literals say.
#[derive(Default)]
struct Words {
    idents: BTreeSet<String>,
    /// What stands before a `!`.
    macros: BTreeSet<String>,
    /// What an attribute begins with.
    attributes: BTreeSet<String>,
}

impl Words {
    fn read(&mut self, tokens: TokenStream) {
        let all: Vec<TokenTree> = tokens.into_iter().collect();
        for (index, token) in all.iter().enumerate() {
            let after = all.get(index + 1);
            let is = |token: Option<&TokenTree>, wanted: char| matches!(token, Some(TokenTree::Punct(found)) if found.as_char() == wanted);
            match token {
                TokenTree::Ident(ident) => {
                    self.idents.insert(ident.to_string());
                    if is(after, '!') && !is(all.get(index + 2), '=') {
                        self.macros.insert(ident.to_string());
                    }
                }
                TokenTree::Group(group) => {
                    let before = |back: usize| index.checked_sub(back).and_then(|at| all.get(at));
                    let inner = is(before(1), '!') && is(before(2), '#');
                    let marked = is(before(1), '#') || inner;
                    if let Some(TokenTree::Ident(first)) = group.stream().into_iter().next()
                        && marked
                    {
                        self.attributes.insert(first.to_string());
                    }
                    self.read(group.stream());
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}

fn manifest(file: &str, harmless: &str) {
    let keys = |text: &str| {
        let table: toml::Table = text.parse().expect(text);
        let mut keys = BTreeSet::new();
        for (section, value) in &table {
            let entries = value.as_table().expect("a section");
            keys.extend(entries.keys().map(|key| format!("{section}.{key}")));
        }
        let name = table["package"]["name"]
            .as_str()
            .expect("a name")
            .to_owned();
        (keys, name)
    };
    let ((found, name), (known, _)) = (keys(file), keys(harmless));
    assert_eq!(found, known, "{file}");
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    assert!(name.starts_with(|c: char| c.is_ascii_lowercase()), "{name}");
    assert!(name.chars().all(plain) && name.len() <= 64, "{name}");
}

/// The text adds no heading, no fence, no table and no HTML.
fn markdown(file: &str, harmless: &str) {
    let shape = |text: &str| -> Vec<String> {
        let lines = text
            .lines()
            .filter(|line| line.starts_with(['#', '|', '`', '<', '>', '-']));
        lines.map(|line| line.chars().take(2).collect()).collect()
    };
    assert_eq!(shape(file), shape(harmless), "{file}");
    for (at, _) in file.match_indices("<script") {
        assert!(file[..at].ends_with('\\'), "{file}");
    }
}
