//! One item: prettyplease lays out its code; its docs are put in where it left marks. A table has a
//! line for each entry.

use proc_macro2::TokenStream;

use super::docs;
use crate::emit::Doc;

/// Writes an item after a blank line.
pub(super) fn write(out: &mut String, item: TokenStream, table: &[Doc]) -> syn::Result<()> {
    let file: syn::File = syn::parse2(item)?;
    let code = prettyplease::unparse(&file);
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
    Ok(())
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
