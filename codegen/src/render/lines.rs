//! How much code there is for each operation, counted on the text itself.

use std::collections::BTreeMap;

use crate::emit::LINES;

/// Writes the figure into the README.
pub(super) fn tell(files: &mut BTreeMap<String, String>, operations: usize) {
    let clients = files
        .iter()
        .filter(|(path, _)| path.starts_with("src/client"));
    let lines: usize = clients.map(|(_, text)| count(text)).sum();
    let tenths = (10 * lines).checked_div(operations).unwrap_or(0);
    if let Some(readme) = files.get_mut("README.md") {
        *readme = readme.replace(LINES, &format!("{}.{}", tenths / 10, tenths % 10));
    }
}

/// Lines of code: no docs, attributes, imports or empty lines, and no signatures.
fn count(text: &str) -> usize {
    let mut lines = 0;
    // What the line belongs to that ends a skipped run: `;` of imports, `{` of signatures.
    let mut until: Option<char> = None;
    for line in text.lines().map(str::trim) {
        if let Some(end) = until {
            if line.ends_with(end) {
                until = None;
            }
            continue;
        }
        let start = if line.starts_with("use ") {
            Some(';')
        } else {
            line.starts_with("pub fn ").then_some('{')
        };
        match start {
            Some(end) if !line.ends_with(end) => until = Some(end),
            Some(_) => {}
            None if line.is_empty() || line.starts_with("//") || line.starts_with("#[") => {}
            None => lines += 1,
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn only_code_counts() {
        let text = "use a::{\n    B,\n};\n\n/// Docs.\n#[inline]\npub fn f(\n    a: u8,\n) -> u8 {\n    a\n}\n";
        assert_eq!(count(text), 2);
    }
}
