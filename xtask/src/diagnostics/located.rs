//! One problem as a person reads it: what was met, the line with the place underlined, what to do.

use std::fmt;

use codegen::report::{Problem, Severity};
use miette::{Diagnostic, LabeledSpan, MietteHandler, ReportHandler, SourceCode};

use super::{
    page,
    text::{Text, Texts, visible},
};

/// How much of a place is underlined at most, in bytes.
const LONGEST: usize = 60;

/// A problem with the text it stands in.
#[derive(Debug)]
pub(super) struct Located<'t> {
    problem: &'t Problem,
    /// Whether what was done about the problem is what would have been done.
    strict: bool,
    label: Option<LabeledSpan>,
    text: &'t Text<'t>,
}

impl<'t> Located<'t> {
    pub(super) fn new(problem: &'t Problem, texts: &'t Texts<'t>, strict: bool) -> Located<'t> {
        let text = texts.of(problem);
        let label = problem.position.and_then(|(line, column)| {
            let start = text.offset(line, column)?;
            let length = word(&text.text()[start..]);
            let label = visible(&problem.at.to_string());
            Some(LabeledSpan::new(Some(label), start, length))
        });
        Located {
            problem,
            strict: strict && problem.severity == Severity::Warning,
            label,
            text,
        }
    }

    /// The problem as `handler` shows it.
    pub(super) fn shown<'s>(&'s self, handler: &'s MietteHandler) -> Shown<'s, 't> {
        Shown {
            located: self,
            handler,
        }
    }
}

/// A problem, and how it is shown.
pub(super) struct Shown<'s, 't> {
    located: &'s Located<'t>,
    handler: &'s MietteHandler,
}

impl fmt::Display for Shown<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.handler.debug(self.located, f)
    }
}

/// The length of the word or quoted text that `text` begins with; at least one character.
fn word(text: &str) -> usize {
    let mut chars = text.chars();
    let quoted = matches!(chars.next(), Some('"' | '\''));
    let mut length = text.len() - chars.as_str().len();
    for c in chars {
        let last = quoted && matches!(c, '"' | '\'');
        let outside = match quoted {
            true => matches!(c, '\r' | '\n'),
            false => matches!(c, ':' | ',' | ' ' | '\r' | '\n' | '}' | ']'),
        };
        if outside || length + c.len_utf8() > LONGEST {
            break;
        }
        length += c.len_utf8();
        if last {
            break;
        }
    }
    length
}

impl fmt::Display for Located<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible(&self.problem.met))?;
        match self.label {
            Some(_) => Ok(()),
            None => {
                let at = visible(&self.problem.at.to_string());
                write!(f, " ({} {at})", self.text.name())
            }
        }
    }
}

impl std::error::Error for Located<'_> {}

impl Diagnostic for Located<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.problem.code))
    }

    fn url<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(page(self.problem)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.problem.severity {
            Severity::Note => miette::Severity::Advice,
            Severity::Warning => miette::Severity::Warning,
            Severity::Error => miette::Severity::Error,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let when = match self.strict {
            true => "without --strict, ",
            false => "done: ",
        };
        let (help, done) = (self.problem.advice(), self.problem.outcome());
        Some(Box::new(visible(&format!("{help}\n{when}{done}"))))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.label.as_ref().map(|_| self.text as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.label.clone().into_iter()))
    }
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn a_word_ends_where_its_value_does() {
        assert_eq!(word("name: x"), 4);
        assert_eq!(word("\"a b\": 1"), 5);
        assert_eq!(word("'a\nb'"), 2);
        assert_eq!(word(""), 0);
        assert_eq!(word(&"ä".repeat(100)), 60);
    }
}
