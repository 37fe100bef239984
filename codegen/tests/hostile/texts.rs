//! Texts that try to leave the place they are put in.

/// A word that must never be a token of its own.
///
/// It stands between letters, so that a name made of the text has it as a part only.
pub(crate) const MARKER: &str = "pwned_marker";

/// What tries to end a place and to begin another, by what it is meant to break.
pub(crate) const BREAKERS: [(&str, &[&str]); 12] = [
    (
        "comments",
        &["*/", "/*", "//", "\n", "\r\n", "\n//! ", "\n/// "],
    ),
    (
        "strings",
        &[
            "\"",
            "\\\"",
            "\\",
            "\"#",
            "\"##",
            "'",
            "b'",
            "r#\"",
            "\\u{202e}",
        ],
    ),
    (
        "brackets",
        &["]", ")]", "}", "{", ">", "});", "]}", "<", "("],
    ),
    (
        "attributes",
        &[
            "#![x]",
            "#[path = \"/etc/passwd\"]",
            "\n#![doc = include_str!(\"/etc/passwd\")]\n",
        ],
    ),
    (
        "macros",
        &[
            "!(",
            "include_str!(\"/etc/passwd\")",
            "\nmacro_rules! a {",
            "concat!(",
            "env!(\"HOME\")",
        ],
    ),
    (
        "formats",
        &["{}", "{0}", "{:?}", "%s", "${x}", "$(x)", "{{", "}}"],
    ),
    (
        "markdown",
        &[
            "```\n",
            "```rust\n",
            "~~~\n",
            "`",
            "# ",
            "\n# ",
            "\n---\n",
            "\n===\n",
            "    code\n",
            "| a | b |",
            "\n|-|-|\n",
            "* ",
            "> ",
            "[^1]",
            "***",
            "__",
        ],
    ),
    (
        "links",
        &[
            "[x](javascript:alert(1))",
            "[`x`]",
            "[x]",
            "![i](data:text/html,x)",
            "[a]: http://b\n",
            "<http://a b>",
            "http://a.b/<c>",
            "[y][z]",
            "https://",
            "http://example.com/a#b_c",
            "(https://example.com)",
            "[a](https://example.com/\\#b)",
            "see https://example.com.",
        ],
    ),
    (
        "html",
        &[
            "<script>",
            "</script>",
            "<T>",
            "Vec<u8>",
            "</code>",
            "<!--",
            "-->",
            "<a href='x'>",
            "&lt;",
            "&#60;",
            "<![CDATA[",
        ],
    ),
    (
        "controls",
        &["\0", "\u{1b}[31m", "\u{7}", "\u{7f}", "\u{85}", "\t", "\r"],
    ),
    (
        "directions",
        &[
            "\u{202e}", "\u{2066}", "\u{2069}", "\u{200f}", "\u{2028}", "\u{2029}", "\u{feff}",
            "\u{200b}",
        ],
    ),
    (
        "paths",
        &[
            "../",
            "/../../",
            "..\\",
            "C:\\",
            "%2e%2e/",
            "~1",
            "~0",
            "$ref",
            "#/",
            "\n[package]\n",
            "\nbuild = \"x\"\n",
        ],
    ),
];

/// Each group of breakers as one text, and one that is only long.
pub(crate) fn all() -> Vec<String> {
    let groups = BREAKERS.iter().map(|(_, breakers)| {
        let mut text = String::from("a");
        for breaker in *breakers {
            text.push_str(&format!("{breaker}{MARKER}{breaker}z "));
        }
        text
    });
    let long = format!("a {} z", "wordy \"#*/ ".repeat(400));
    groups.chain([long]).collect()
}
