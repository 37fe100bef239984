//! One item: prettyplease lays out its code; its docs are put in where it left marks. A table has a
//! line for each entry.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, plain};
use crate::emit::{Doc, Piece};

/// Writes an item after a blank line.
pub(super) fn write(out: &mut String, item: TokenStream, table: &[Doc]) -> syn::Result<()> {
    lines(out, &code(item)?, table);
    Ok(())
}

/// Writes an item after a blank line of which most is laid out already.
pub(super) fn laid(out: &mut String, pieces: Vec<Piece>, table: &[Doc]) -> syn::Result<()> {
    let mut whole = String::new();
    for piece in pieces {
        match piece {
            Piece::Lines(lines) => whole.push_str(&lines),
            Piece::Function(tokens) => whole.push_str(&function(tokens)?),
        }
    }
    lines(out, &whole, table);
    Ok(())
}

/// The text of an item. Of an `impl`, each function is looked at alone.
fn code(item: TokenStream) -> syn::Result<String> {
    if let Some(text) = plain::item(&item, 0) {
        return Ok(text);
    }
    let Some((mut text, functions)) = plain::functions(&item) else {
        return parsed(item);
    };
    for tokens in functions {
        text.push_str(&function(tokens)?);
    }
    text.push_str("}\n");
    Ok(text)
}

/// The text of an item by way of its syntax tree.
fn parsed(item: TokenStream) -> syn::Result<String> {
    let file: syn::File = syn::parse2(item)?;
    Ok(prettyplease::unparse(&file))
}

/// The lines of a function of an `impl`, as they stand in it.
fn function(tokens: TokenStream) -> syn::Result<String> {
    if let Some(text) = plain::item(&tokens, 4) {
        return Ok(text);
    }
    let code = parsed(quote!(impl X { #tokens }))?;
    let inside = code.strip_prefix("impl X {\n");
    let inside = inside.and_then(|code| code.strip_suffix("}\n"));
    Ok(inside.unwrap_or(&code).to_owned())
}

/// Writes what is laid out, with the docs that its marks stand for.
fn lines(out: &mut String, code: &str, table: &[Doc]) {
    out.push('\n');
    let mut previous = "";
    for line in code.lines() {
        let bare = line.trim_start();
        let indent = line.len() - bare.len();
        if indent == 4 && needs_gap(previous, bare) {
            out.push('\n');
        }
        match bare
            .strip_prefix("///@")
            .and_then(|mark| mark.parse::<usize>().ok())
        {
            Some(mark) => {
                if let Some(doc) = table.get(mark) {
                    docs::write(out, doc, "///", indent);
                }
            }
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
        previous = line;
    }
}

/// Writes a table after a blank line.
pub(super) fn table(out: &mut String, first: &str, entries: &[String], last: &str) {
    out.push('\n');
    out.push_str(first);
    out.push('\n');
    for entry in entries {
        out.push_str("    ");
        out.push_str(entry);
        out.push('\n');
    }
    out.push_str(last);
    out.push('\n');
}

/// Whether a blank line stands between two lines of an `impl`: after a function, before the docs,
/// attributes or signature of the next.
fn needs_gap(previous: &str, line: &str) -> bool {
    previous == "    }"
        && line != "}"
        && ["//", "#[", "pub fn", "fn "]
            .iter()
            .any(|start| line.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Input,
        emit::{Body, Item, emit},
        name::Lock,
        settings::Settings,
        understand,
    };

    /// Compares what is laid out already with what prettyplease makes of it. How much there was.
    fn compare(text: &str) -> usize {
        let settings = Settings::default();
        let input = Input {
            text,
            settings: &settings,
            lock: &Lock::default(),
            others: &|_| None,
            strict: false,
        };
        let Ok((model, _)) = understand(&input) else {
            return 0;
        };
        let emission = emit(&model.api, &model.facts, &model.names, &settings);
        let files = (0..emission.len()).filter_map(|index| emission.file(index));
        let mut compared = 0;
        for file in files {
            let Body::Rust(page) = file.body else {
                continue;
            };
            for item in page.items {
                let pieces = match item {
                    Item::Laid(pieces) => pieces,
                    Item::Code(tokens) => {
                        let laid = code(tokens.clone()).expect("an item");
                        assert_eq!(parsed(tokens).expect("an item"), laid);
                        compared += 1;
                        continue;
                    }
                    Item::Table(..) => continue,
                };
                let pieces = pieces.into_iter().map(|piece| match piece {
                    Piece::Lines(lines) => lines,
                    Piece::Function(tokens) => function(tokens).expect("a function"),
                });
                let laid: String = pieces.collect();
                let file = syn::parse_file(&laid).expect("Rust");
                assert_eq!(prettyplease::unparse(&file), laid);
                compared += 1;
            }
        }
        compared
    }

    #[test]
    fn what_is_laid_out_already_is_as_prettyplease_has_it() {
        let text = r##"{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {"/a": {
            "post": {"operationId": "a", "requestBody": {"content": {"application/json": {"schema":
                {"$ref": "#/components/schemas/A"}}}}, "responses": {"204": {"description": "."}}}}},
            "components": {"schemas": {"A": {"type": "object", "required": ["a"], "properties": {
                "a": {"type": "string"}, "b": {"type": "array", "items": {"type": "string"}},
                "a_name_that_is_too_long_to_stand_on_one_line_with_its_type": {"type": "object",
                    "additionalProperties": {"type": "array", "items": {"type": "string"}}}}},
                "B": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/A"}}}}}}"##;
        assert!(compare(text) >= 2);
    }

    #[test]
    fn what_is_not_known_is_left_to_prettyplease() {
        let bodies = [
            "a < b",
            "a >= b",
            "A < b",
            "A > b",
            "A >= b",
            "(A < b, c > (d))",
            "a * b",
            "*a",
            "-1",
            "a - 1",
            "!a",
            "a && b",
            "a & b",
            "&&a",
            "&mut a.b",
            "if a { b } else { c }",
            "A { a: b { c: d } }",
            "match A { a::B => 1, C { d, .. } => { e } _ => f }",
            "match a { A::B(c) | A::D(c) => c, _ => E }",
            "A { b }",
            "A { b, ..c }",
            "(a,)",
            "A::<B>::c::<D>(e)?",
            "<A as B>::c(d)",
            "a[0]",
            "a(|b, c| d)",
            "a(|| b)",
            "a(|b| { c })",
            "a(move |b| c)",
            "a as u8",
            "1..2",
            "vec![1, 2]",
            "let a: &'static [B; 2] = c;",
            "'a: loop { break 'a; }",
            "return a;",
            "r#type.b()",
            "\"a\\nb\"",
            "A { a: \"bbbbbbbbbbbbbbbbb\", c: d }",
            "A { a: \"bbbbbbbbbbbbbbbbbb\", c: d }",
            "self.aaaaaaaaaaaaaaaaaaaaaaaaaaaa(b).cccccccccccccccccccccccccccccccc(d).eeeeeeee(f)",
        ];
        let mut known = 0;
        for body in bodies {
            for function in [
                format!("fn f(self) -> A {{ {body} }}"),
                format!("pub(crate) fn f<'a, T: B>(a: &'a mut dyn C, ) where T: D {{ {body} }}"),
                format!("#[inline] fn f(a: Vec<Option<(A, B)>>, b: fn(u8) -> A) {{ {body} }}"),
                format!("const A: &B<C> = &B {{ c: {body}, d: &[e(1), f] }};"),
            ] {
                let tokens: TokenStream = function.parse().expect("tokens");
                let Ok(expected) = parsed(tokens.clone()) else {
                    continue;
                };
                if let Some(text) = plain::item(&tokens, 0) {
                    assert_eq!(text, expected);
                    known += 1;
                }
            }
        }
        assert!(known >= 10, "{known}");
    }

    #[test]
    fn it_is_so_over_the_corpus() {
        for (_, text) in crate::corpus::texts(500_000) {
            compare(&text);
        }
    }
}
