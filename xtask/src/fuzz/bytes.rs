//! A text is bent letter by letter, with no thought of what it means.

use super::dice::Dice;

/// What is put into JSON, YAML and TOML.
const SNIPPETS: [&str; 60] = [
    "{",
    "}",
    "[",
    "]",
    "[[",
    "]]",
    ":",
    ": ",
    ",",
    "\"",
    "'",
    "\\",
    "\\u",
    "\\ud800",
    "\\u0000",
    "\n",
    "\r\n",
    "\n\n",
    " ",
    "  ",
    "\t",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "\u{85}",
    "\u{2028}",
    "- ",
    "? ",
    "&a ",
    "*a",
    "*a: ",
    "<<: *a",
    "!!binary ",
    "!x ",
    "!<",
    "%YAML 1.2\n",
    "---\n",
    "...\n",
    "# ",
    "|\n",
    ">-\n",
    "|9\n",
    "@",
    "`",
    "null",
    "~",
    "true",
    "yes",
    "0",
    "-0",
    "1e999",
    ".inf",
    ".nan",
    "0x1f",
    "0o7",
    "1_000",
    "2020-01-01",
    "é",
    "😀",
    "=",
];

/// Bends `text` some times; `other` is another text to take parts from.
pub(super) fn bend(text: &str, other: &str, dice: &mut Dice) -> String {
    let mut text = text.to_owned();
    for _ in 0..dice.count(30) {
        let at = place(&text, dice);
        match dice.below(7) {
            0 => text.insert_str(at, dice.pick(&SNIPPETS)),
            1 => {
                let end = end(&text, at, dice);
                text.replace_range(at..end, dice.pick(&SNIPPETS));
            }
            2 => {
                let end = end(&text, at, dice);
                text.replace_range(at..end, "");
            }
            3 => {
                let end = end(&text, at, dice);
                let part = text[at..end].repeat(dice.count(40));
                text.insert_str(at, &part);
            }
            4 => {
                let from = place(other, dice);
                let part = &other[from..end(other, from, dice)];
                text.insert_str(at, part);
            }
            5 => text.truncate(at),
            _ => {
                let many = dice.count(1_200);
                text.insert_str(at, &dice.pick(&SNIPPETS).repeat(many));
            }
        }
    }
    text
}

/// Where a letter begins, or the end.
fn place(text: &str, dice: &mut Dice) -> usize {
    let at = dice.below(text.len() + 1);
    boundary(text, at)
}

/// Where some letter after `at` begins, mostly a near one.
fn end(text: &str, at: usize, dice: &mut Dice) -> usize {
    let end = at + dice.count(400);
    boundary(text, end.min(text.len())).max(at)
}

/// The last place up to `at` where a letter begins.
fn boundary(text: &str, at: usize) -> usize {
    let found = (0..=at).rev().find(|at| text.is_char_boundary(*at));
    found.unwrap_or_default()
}
