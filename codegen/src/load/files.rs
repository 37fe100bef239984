//! Files beside the description become part of it, each under a key of its own.
//!
//! Nothing is fetched over a network, and nothing is read here: the caller gives the texts.

use std::borrow::Cow;

use crate::pointer::Pointer;

/// The member of the root that holds the other files, by their paths.
pub const FILES: &str = "x-load-files";

/// What the pointer of a place in another file begins with.
pub(super) const FOLDER: &str = "/x-load-files/";

/// What the text of a reference into another file begins with, once it is rewritten.
pub(super) const REFERENCE_PREFIX: &str = "#/x-load-files/";

/// How many other files are read at most.
pub const MAX_FILES: usize = 2_000;

/// The text of a reference that stands in `file` (empty: the description itself), as one that leads
/// into the whole.
///
/// A reference with a scheme (`https://…`) stays as it is: nothing is fetched.
pub(super) fn reference(file: &str, text: &str) -> String {
    let (target, fragment) = text
        .split_once('#')
        .map_or((text, ""), |(path, rest)| (path, rest));
    if target.contains("://") || target.starts_with("urn:") {
        return text.to_owned();
    }
    let target = match target {
        "" => file.to_owned(),
        target => join(file, target),
    };
    let whole = if target.is_empty() {
        Pointer::root()
    } else {
        Pointer::root().child(FILES).child(&target)
    };
    // An anchor is no pointer: it is looked up by its whole text.
    let separator = if fragment.is_empty() || fragment.starts_with('/') {
        ""
    } else {
        "#"
    };
    format!("{}{separator}{fragment}", whole.reference())
}

/// The file, and the place in the whole, that a reference made by [`reference`] leads to.
pub(super) fn file_of(text: &str) -> Option<String> {
    let name = text.strip_prefix(REFERENCE_PREFIX)?;
    let name = name.split(['/', '#']).next().unwrap_or_default();
    let pointer = Pointer::parse(&format!("#/{name}"))?;
    pointer.last().map(Cow::into_owned)
}

/// The same reference without the file: for a file that is the description itself.
pub(super) fn within_self(text: &str) -> String {
    let rest = text.strip_prefix(REFERENCE_PREFIX).unwrap_or_default();
    format!(
        "#{}",
        rest.find(['/', '#'])
            .map_or("", |end| rest[end..].trim_start_matches('#'))
    )
}

/// A reference as its author may have written it.
pub(super) fn shown(text: &str) -> String {
    match file_of(text) {
        Some(file) => {
            let fragment = within_self(text);
            if fragment == "#" {
                file
            } else {
                file + &fragment
            }
        }
        None => text.to_owned(),
    }
}

/// The path `relative` from the folder of `file`, without `.` and inner `..`.
fn join(file: &str, relative: &str) -> String {
    let folder = file.rfind('/').map_or("", |end| &file[..end]);
    let from_root = relative.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    let base = if from_root { "" } else { folder };
    for part in base.split('/').chain(relative.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    if from_root {
        format!("/{joined}")
    } else {
        joined
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_joined_to_the_folder_of_its_file() {
        assert_eq!(join("", "./common.yaml"), "common.yaml");
        assert_eq!(
            join("paths/pets.yaml", "../schemas/Pet.yaml"),
            "schemas/Pet.yaml"
        );
        assert_eq!(join("a.yaml", "../../b.yaml"), "../../b.yaml");
    }

    #[test]
    fn a_reference_leads_into_the_whole() {
        let rewritten = reference("paths/pets.yaml", "../common.yaml#/components/schemas/A");
        assert_eq!(rewritten, "#/x-load-files/common.yaml/components/schemas/A");
        assert_eq!(
            reference("common.yaml", "#/a"),
            "#/x-load-files/common.yaml/a"
        );
        assert_eq!(reference("x/y.yaml", "z.yaml"), "#/x-load-files/x~1z.yaml");
        assert_eq!(
            file_of("#/x-load-files/x~1z.yaml").as_deref(),
            Some("x/z.yaml")
        );
        assert_eq!(
            reference("", "https://example.com/a"),
            "https://example.com/a"
        );
    }
}
