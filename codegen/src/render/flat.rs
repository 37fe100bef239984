//! Tokens on one line, with the spaces that prettyplease puts between them.
//!
//! It knows types, paths, calls, literals and simple closures. Whatever else it meets it refuses.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Group, Spacing, TokenTree};

/// What stands last on the line, as far as it matters for the space before the next token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    /// Nothing, an opening bracket, or a sign that clings to what follows: `&`, `.`, `::`.
    Open,
    /// A sign after which a space stands: `,`, `=`, `->`.
    Sign,
    /// The `|` that ends the arguments of a closure.
    Arguments,
    /// A name or keyword in lower case, and no call can follow a keyword.
    Word { keyword: bool },
    /// A name that begins with a capital.
    Name,
    /// A literal.
    Literal,
    /// A closing bracket.
    Closed,
    /// The `>` of arguments.
    Angle,
}

/// A line in the making.
pub(super) struct Flat<'a> {
    out: &'a mut String,
    last: Last,
    /// Where the path began that stands last.
    path: usize,
    /// How many `<` are open.
    angles: usize,
}

/// The widest struct that prettyplease leaves on a line.
const MEMBERS: usize = 35;

/// Whether a token is this sign.
pub(super) fn is_punct(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

impl<'a> Flat<'a> {
    /// The rest of the line at the end of `out`.
    pub(super) fn new(out: &'a mut String) -> Self {
        Flat {
            out,
            last: Last::Open,
            path: 0,
            angles: 0,
        }
    }

    /// Adds a text as it is.
    pub(super) fn word(&mut self, word: &str) {
        self.out.push_str(word);
        self.last = match word.ends_with([')', ']', '}']) {
            true => Last::Closed,
            false => Last::Open,
        };
    }

    /// Adds tokens; `None` if what they mean is not certain.
    pub(super) fn all(&mut self, tokens: &[TokenTree]) -> Option<()> {
        let angles = self.angles;
        let mut tokens = tokens;
        while let Some((token, rest)) = tokens.split_first() {
            tokens = match token {
                TokenTree::Ident(_) | TokenTree::Literal(_) => self.name(token).map(|()| rest)?,
                TokenTree::Group(group) => self.group(group).map(|()| rest)?,
                TokenTree::Punct(_) => self.sign(tokens)?,
            };
        }
        // One that is left open compares.
        (self.angles == angles).then_some(())
    }

    fn space(&mut self) {
        self.out.push(' ');
    }

    fn name(&mut self, token: &TokenTree) -> Option<()> {
        match self.last {
            Last::Open => {}
            // After `]` or `)` a name is the body of something that is not known here.
            Last::Closed | Last::Literal => return None,
            Last::Sign | Last::Arguments | Last::Word { .. } | Last::Name | Last::Angle => {
                self.space();
            }
        }
        let start = self.out.len();
        if !self.out.ends_with("::") {
            self.path = start;
        }
        let _ = write!(self.out, "{token}");
        let text = &self.out[start..];
        self.last = match token {
            TokenTree::Ident(_) if is_name(text) => Last::Name,
            TokenTree::Ident(_) => Last::Word {
                keyword: is_keyword(text)?,
            },
            _ => Last::Literal,
        };
        (!text.contains('\n')).then_some(())
    }

    fn group(&mut self, group: &Group) -> Option<()> {
        let inside: Vec<_> = group.stream().into_iter().collect();
        let ends_in_comma = inside.last().is_some_and(|last| is_punct(last, ','));
        let held = match ends_in_comma {
            true => &inside[..inside.len() - 1],
            false => &inside[..],
        };
        let is_call = matches!(self.last, Last::Name | Last::Word { keyword: false });
        match group.delimiter() {
            Delimiter::None => self.all(&inside),
            Delimiter::Parenthesis => {
                // `(a,)` is a tuple of one.
                if ends_in_comma && !is_call {
                    return None;
                }
                self.bracketed(is_call, "(", held, ")")
            }
            Delimiter::Bracket => {
                if is_call || self.last == Last::Closed {
                    return None;
                }
                self.bracketed(false, "[", held, "]")
            }
            // Members of a struct; a block would stand on lines of its own.
            Delimiter::Brace => {
                let is_members = match held {
                    [TokenTree::Ident(_)] => true,
                    [TokenTree::Ident(_), TokenTree::Punct(sign), ..] => {
                        matches!(sign.as_char(), ':' | ',') && sign.spacing() == Spacing::Alone
                    }
                    _ => false,
                };
                if self.last != Last::Name || !is_members {
                    return None;
                }
                let start = self.path;
                self.word(" { ");
                self.all(held)?;
                self.word(" }");
                (self.out.len() - start <= MEMBERS).then_some(())
            }
        }
    }

    fn bracketed(
        &mut self,
        is_call: bool,
        open: &str,
        held: &[TokenTree],
        close: &str,
    ) -> Option<()> {
        match self.last {
            _ if is_call => {}
            Last::Open => {}
            Last::Sign | Last::Arguments => self.space(),
            Last::Word { .. } | Last::Name | Last::Literal | Last::Closed | Last::Angle => {
                return None;
            }
        }
        self.word(open);
        self.all(held)?;
        self.word(close);
        Some(())
    }

    /// Adds the sign that `tokens` begin with, and gives what follows it.
    fn sign<'t>(&mut self, tokens: &'t [TokenTree]) -> Option<&'t [TokenTree]> {
        let [TokenTree::Punct(first), rest @ ..] = tokens else {
            return None;
        };
        let joined = match rest.first() {
            Some(TokenTree::Punct(second)) if first.spacing() == Spacing::Joint => {
                Some(second.as_char())
            }
            _ => None,
        };
        match (first.as_char(), joined) {
            (':', Some(':')) => return self.path(rest),
            ('-', Some('>')) => {
                self.out.push_str(" ->");
                self.last = Last::Sign;
                return rest.get(1..);
            }
            (',' | ':', _) => self.after(first.as_char()),
            ('=', Some('>')) => {
                self.out.push_str(" =>");
                self.last = Last::Sign;
                return rest.get(1..);
            }
            ('=', None) => {
                self.out.push_str(" =");
                self.last = Last::Sign;
            }
            // Of two values it would be a product.
            ('*', None) if self.last == Last::Open => self.out.push('*'),
            ('.', None) => self.cling('.', self.ends_value())?,
            ('?', _) => {
                self.out.push('?');
                self.last = Last::Closed;
            }
            ('&', None) => {
                if self.ends_value() {
                    return None;
                }
                self.spaced();
                self.out.push('&');
                self.last = Last::Open;
            }
            ('<', None) => {
                // Beside a name in lower case it may mean less.
                let opens = self.last == Last::Name || self.out.ends_with("::");
                self.cling('<', opens)?;
                self.angles += 1;
            }
            ('>', joined) if joined != Some('=') => {
                self.angles = self.angles.checked_sub(1)?;
                self.out.push('>');
                self.last = Last::Angle;
            }
            ('|', None) => return self.closure(rest),
            ('\'', _) => return self.lifetime(rest),
            _ => return None,
        }
        Some(rest)
    }

    fn path<'t>(&mut self, rest: &'t [TokenTree]) -> Option<&'t [TokenTree]> {
        let follows = matches!(self.last, Last::Name | Last::Word { .. } | Last::Angle);
        if !follows {
            return None;
        }
        self.out.push_str("::");
        self.last = Last::Open;
        rest.get(1..)
    }

    /// A sign that clings to what stands before it, with a space after it.
    fn after(&mut self, sign: char) {
        self.out.push(sign);
        self.last = Last::Sign;
    }

    /// A sign that clings to both sides.
    fn cling(&mut self, sign: char, fits: bool) -> Option<()> {
        self.out.push(sign);
        self.last = Last::Open;
        fits.then_some(())
    }

    /// The space before a sign that clings to what follows.
    fn spaced(&mut self) {
        match self.last {
            Last::Open => {}
            _ => self.space(),
        }
    }

    /// Whether a value or type may end here.
    fn ends_value(&self) -> bool {
        match self.last {
            Last::Open | Last::Sign | Last::Arguments => false,
            Last::Word { .. } | Last::Name | Last::Literal | Last::Closed | Last::Angle => true,
        }
    }

    /// The arguments of a closure: names alone.
    fn closure<'t>(&mut self, rest: &'t [TokenTree]) -> Option<&'t [TokenTree]> {
        if self.ends_value() {
            return None;
        }
        let [TokenTree::Ident(name), end, body @ ..] = rest else {
            return None;
        };
        if !is_punct(end, '|') {
            return None;
        }
        self.spaced();
        let _ = write!(self.out, "|{name}|");
        self.last = Last::Arguments;
        Some(body)
    }

    fn lifetime<'t>(&mut self, rest: &'t [TokenTree]) -> Option<&'t [TokenTree]> {
        let [TokenTree::Ident(name), after @ ..] = rest else {
            return None;
        };
        if self.ends_value() {
            return None;
        }
        self.spaced();
        let _ = write!(self.out, "'{name}");
        self.last = Last::Name;
        Some(after)
    }
}

/// Whether a word names a type or a constant.
pub(super) fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_uppercase())
}

/// Whether a word is a keyword that something follows; `None` for those that begin what is laid
/// out in a way of its own.
fn is_keyword(word: &str) -> Option<bool> {
    match word {
        "pub" | "const" | "static" | "fn" | "let" | "mut" | "impl" | "dyn" | "enum" | "struct"
        | "for" | "match" => Some(true),
        "if" | "else" | "while" | "loop" | "unsafe" | "async" | "await" | "move" | "return"
        | "break" | "in" | "as" | "where" | "use" | "mod" | "type" | "trait" | "ref" => None,
        _ => Some(false),
    }
}
