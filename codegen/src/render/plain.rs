//! Items that fit on their lines, laid out as prettyplease would, without a syntax tree: most do,
//! and a tree costs several times as much as the text.
//!
//! Whatever is not certain is refused, and left to prettyplease. A test compares the two.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::flat::{Flat, is_name, is_punct};
use crate::emit::laid::WIDTH;

/// The text of an item, or of a function inside an `impl`; `None` if it takes a syntax tree.
pub(super) fn item(tokens: &TokenStream, indent: usize) -> Option<String> {
    let mut text = Text {
        out: String::with_capacity(512),
        indent,
        is_close: false,
    };
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    text.item(&tokens)?;
    (!text.is_close).then_some(text.out)
}

/// The first line of an `impl`, and its functions, for each to be laid out alone.
pub(super) fn functions(tokens: &TokenStream) -> Option<(String, Vec<TokenStream>)> {
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    let (TokenTree::Group(group), head) = tokens.split_last()? else {
        return None;
    };
    let is_impl = matches!(head.first(), Some(TokenTree::Ident(first)) if *first == "impl");
    if !is_impl || group.delimiter() != Delimiter::Brace {
        return None;
    }
    let mut first = Text::default();
    first.opened(head)?;
    if first.is_close {
        return None;
    }
    let mut functions = Vec::new();
    let mut function = Vec::new();
    for token in group.stream() {
        // A constant may hold a block that ends nothing.
        if is_punct(&token, '=') || is_punct(&token, ';') {
            return None;
        }
        let ends = is_block(&token);
        function.push(token);
        if ends {
            functions.push(function.drain(..).collect());
        }
    }
    let whole = function.is_empty() && !functions.is_empty();
    whole.then_some((first.out, functions))
}

fn is_block(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// What is laid out so far.
#[derive(Default)]
struct Text {
    out: String,
    /// How deep the next line stands.
    indent: usize,
    /// A line was tried that may fit or not.
    is_close: bool,
}

impl Text {
    /// Writes a line if it fits.
    fn line(&mut self, line: impl FnOnce(&mut Flat<'_>) -> Option<()>) -> Option<()> {
        let start = self.start();
        line(&mut Flat::new(&mut self.out))?;
        self.end(start)
    }

    /// Where the line begins that is written next.
    fn start(&mut self) -> usize {
        let start = self.out.len();
        self.out.extend(std::iter::repeat_n(' ', self.indent));
        start
    }

    /// Ends the line that began at `start`, if it fits.
    fn end(&mut self, start: usize) -> Option<()> {
        let line = &self.out[start..];
        let fits = line.len() <= WIDTH && line.is_ascii();
        // Whether the comma or semicolon at the end counts depends on what it ends.
        self.is_close |= line.len() == WIDTH + 1;
        self.out.push('\n');
        fits.then_some(())
    }

    /// Writes a line that opens a block.
    fn opened(&mut self, head: &[TokenTree]) -> Option<()> {
        self.line(|line| {
            line.all(head)?;
            line.word(" {");
            Some(())
        })
    }

    /// Lines that stand deeper.
    fn within(&mut self, lines: impl FnOnce(&mut Self) -> Option<()>) -> Option<()> {
        self.indent += 4;
        let written = lines(self);
        self.indent -= 4;
        written
    }

    fn item(&mut self, tokens: &[TokenTree]) -> Option<()> {
        let tokens = self.attributes(tokens)?;
        let kind = tokens.iter().find_map(|token| match token {
            TokenTree::Ident(word) if *word != "pub" => Some(word.to_string()),
            _ => None,
        })?;
        match kind.as_str() {
            "fn" => self.function(tokens),
            "const" => self.constant(tokens),
            "enum" | "struct" => self.members(tokens),
            _ => None,
        }
    }

    /// Writes the attributes, and gives what follows.
    fn attributes<'a>(&mut self, tokens: &'a [TokenTree]) -> Option<&'a [TokenTree]> {
        let mut rest = tokens;
        while let [mark, TokenTree::Group(group), after @ ..] = rest
            && is_punct(mark, '#')
        {
            self.attribute(group)?;
            rest = after;
        }
        Some(rest)
    }

    fn attribute(&mut self, group: &Group) -> Option<()> {
        let inside: Vec<_> = group.stream().into_iter().collect();
        if let [TokenTree::Ident(word), _, TokenTree::Literal(text)] = &inside[..]
            && *word == "doc"
        {
            let text = text.to_string();
            let mark = text.strip_prefix("\"@")?.strip_suffix('"')?;
            let start = self.start();
            let _ = write!(self.out, "///@{mark}");
            return self.end(start);
        }
        self.line(|line| {
            line.word("#[");
            line.all(&inside)?;
            line.word("]");
            Some(())
        })
    }

    /// A function whose body is made of statements that each fit on a line.
    fn function(&mut self, tokens: &[TokenTree]) -> Option<()> {
        let (TokenTree::Group(body), head) = tokens.split_last()? else {
            return None;
        };
        let mark = self.out.len();
        if self.opened(head).is_none() {
            self.out.truncate(mark);
            self.broken_head(head)?;
        }
        let statements: Vec<_> = body.stream().into_iter().collect();
        // An empty body stands on the line of its signature.
        if statements.is_empty() || body.delimiter() != Delimiter::Brace {
            return None;
        }
        self.within(|text| text.statements(&statements))?;
        self.close("}")
    }

    /// A signature with each argument on a line of its own.
    fn broken_head(&mut self, head: &[TokenTree]) -> Option<()> {
        let is_list = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
        let at = head.iter().position(is_list)?;
        let (before, [TokenTree::Group(list), after @ ..]) = head.split_at(at) else {
            return None;
        };
        self.line(|line| {
            line.all(before)?;
            line.word("(");
            Some(())
        })?;
        self.within(|text| text.entries(list))?;
        self.line(|line| {
            line.word(")");
            line.all(after)?;
            line.word(" {");
            Some(())
        })
    }

    fn statements(&mut self, statements: &[TokenTree]) -> Option<()> {
        let mut rest = statements;
        while !rest.is_empty() {
            let end = rest.iter().position(|token| is_punct(token, ';'));
            let (statement, after) = rest.split_at(end.unwrap_or(rest.len()));
            self.statement(statement, if end.is_some() { ";" } else { "" })?;
            rest = after.get(1..).unwrap_or_default();
        }
        Some(())
    }

    /// A statement: a line, the members of a struct, or a `match` with a line for each arm.
    fn statement(&mut self, statement: &[TokenTree], end: &str) -> Option<()> {
        let mark = self.out.len();
        let whole = self.line(|line| {
            line.all(statement)?;
            line.word(end);
            Some(())
        });
        if whole.is_some() {
            return Some(());
        }
        self.out.truncate(mark);
        if self.chain(statement, end).is_some() {
            return Some(());
        }
        self.out.truncate(mark);
        let (TokenTree::Group(block), head) = statement.split_last()? else {
            return None;
        };
        let named = matches!(head.last()?, TokenTree::Ident(name) if is_name(&name.to_string()));
        let matches =
            |token: &TokenTree| matches!(token, TokenTree::Ident(word) if *word == "match");
        // Two blocks would be two statements.
        let known = named || head.iter().any(matches);
        if !known || block.delimiter() != Delimiter::Brace || head.iter().any(is_block) {
            return None;
        }
        self.opened(head)?;
        self.within(|text| text.entries(block))?;
        self.close(&format!("}}{end}"))
    }

    /// Calls in a row on `self`, each but the first on a line of its own.
    fn chain(&mut self, statement: &[TokenTree], end: &str) -> Option<()> {
        let is_self = matches!(statement.first(), Some(TokenTree::Ident(word)) if *word == "self");
        if !is_self || statement.iter().any(|token| is_punct(token, '?')) {
            return None;
        }
        let is_dot = |token: &TokenTree| is_punct(token, '.');
        let calls: Vec<_> = statement.split(is_dot).skip(1).collect();
        let (first, rest) = calls.split_first()?;
        let (last, between) = rest.split_last()?;
        self.call("self.", first, "")?;
        self.within(|text| {
            for call in between {
                text.call(".", call, "")?;
            }
            text.call(".", last, end)
        })
    }

    fn call(&mut self, start: &str, call: &[TokenTree], end: &str) -> Option<()> {
        self.line(|line| {
            line.word(start);
            line.all(call)?;
            line.word(end);
            Some(())
        })
    }

    /// `const NAME: T = value;`, where the value may be the members of a struct.
    fn constant(&mut self, tokens: &[TokenTree]) -> Option<()> {
        let (last, tokens) = tokens.split_last()?;
        if !is_punct(last, ';') {
            return None;
        }
        let mark = self.out.len();
        let whole = self.line(|line| {
            line.all(tokens)?;
            line.word(";");
            Some(())
        });
        if whole.is_some() {
            return Some(());
        }
        self.out.truncate(mark);
        let (TokenTree::Group(members), head) = tokens.split_last()? else {
            return None;
        };
        if members.delimiter() != Delimiter::Brace {
            return None;
        }
        self.opened(head)?;
        self.within(|text| text.entries(members))?;
        self.close("};")
    }

    /// An enum or a struct with a line for each of its members.
    fn members(&mut self, tokens: &[TokenTree]) -> Option<()> {
        let (TokenTree::Group(variants), head) = tokens.split_last()? else {
            return None;
        };
        if variants.delimiter() != Delimiter::Brace {
            return None;
        }
        if variants.stream().is_empty() {
            return self.line(|line| {
                line.all(head)?;
                line.word(" {}");
                Some(())
            });
        }
        self.opened(head)?;
        self.within(|text| text.entries(variants))?;
        self.close("}")
    }

    /// What a group holds, each entry with a comma on a line of its own.
    fn entries(&mut self, group: &Group) -> Option<()> {
        let tokens: Vec<_> = group.stream().into_iter().collect();
        for entry in split(&tokens) {
            let entry = self.attributes(entry)?;
            self.entry(entry)?;
        }
        Some(())
    }

    fn entry(&mut self, entry: &[TokenTree]) -> Option<()> {
        let mark = self.out.len();
        let whole = self.line(|line| {
            line.all(entry)?;
            line.word(",");
            Some(())
        });
        if whole.is_some() {
            return Some(());
        }
        // A text is not broken.
        if let [TokenTree::Ident(_), _, TokenTree::Literal(_)] = entry
            && self.out.is_ascii()
            && self.out.ends_with(",\n")
        {
            return Some(());
        }
        self.out.truncate(mark);
        // `member: &[…]`, a line for each of the list.
        let (TokenTree::Group(list), head) = entry.split_last()? else {
            return None;
        };
        let is_list = list.delimiter() == Delimiter::Bracket
            && head.last().is_some_and(|mark| is_punct(mark, '&'));
        if !is_list {
            return None;
        }
        self.line(|line| {
            line.all(head)?;
            line.word("[");
            Some(())
        })?;
        self.within(|text| text.entries(list))?;
        self.close("],")
    }

    fn close(&mut self, word: &str) -> Option<()> {
        let start = self.start();
        self.out.push_str(word);
        self.end(start)
    }
}

/// The parts between the commas, without an empty last one. `<` and `>` count as brackets.
fn split(tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Punct(punct) => match punct.as_char() {
                '<' => depth += 1,
                '>' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => {
                    parts.push(&tokens[start..at]);
                    start = at + 1;
                }
                _ => {}
            },
            TokenTree::Ident(_) | TokenTree::Literal(_) | TokenTree::Group(_) => {}
        }
    }
    if start < tokens.len() {
        parts.push(&tokens[start..]);
    }
    parts
}
