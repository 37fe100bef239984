//! Names and files stay readable, however large the description.

use std::collections::BTreeSet;

use codegen::{Output, name::Names};

/// As long as an identifier gets that is not the description's own.
const LONGEST: usize = 60;

/// As long as a file gets that is not of one resource.
const MOST_LINES: usize = 5000;

/// The identifiers that are longer, unless the description itself has them in some writing.
pub(super) fn too_long(names: &Names, text: &str) -> Option<String> {
    let mut long: Vec<&str> = names
        .identifiers()
        .filter(|name| name.len() > LONGEST)
        .collect();
    if long.is_empty() {
        return None;
    }
    let said = letters(text);
    long.retain(|name| !said.contains(&letters(name)));
    long.sort_unstable();
    long.dedup();
    let (first, more) = long.split_first()?;
    Some(format!(
        "the name `{first}` is too long (and {} more)",
        more.len()
    ))
}

fn letters(text: &str) -> String {
    let letters = text.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

/// The files that are too long for what several resources share, but for those of one type.
pub(super) fn crowded(output: &Output) -> Option<String> {
    let names = &output.model.names;
    let resources: BTreeSet<usize> = names.operations.iter().map(|one| one.file).collect();
    let files = names.files.iter().enumerate();
    let shared = files.filter(|(file, _)| !resources.contains(file));
    let paths = shared.flat_map(|(_, file)| {
        ["types", "codec"].map(|tree| format!("src/{tree}/{}.rs", file.module))
    });
    let mut long = paths.filter_map(|path| {
        let text = output.files.get(&path)?;
        // One that is that large stays whole.
        let types = ["\npub struct ", "\npub enum "].map(|start| text.matches(start).count());
        let lines = text.lines().count();
        (lines > MOST_LINES && types.iter().sum::<usize>() != 1)
            .then(|| format!("{path} has {lines} lines"))
    });
    let first = long.next()?;
    Some(format!("{first} (and {} more files)", long.count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_description_itself_may_use_long_names() {
        let long = "list_everything_that_was_ever_seen_by_anyone_in_any_of_the_rooms";
        let mut names = Names::default();
        names
            .extras
            .insert(codegen::ir::Shapes::default().reserve(), long.to_owned());
        let own = "operationId: listEverythingThatWasEverSeenBy-anyone-in-any-of-the-rooms";
        assert_eq!(too_long(&names, own), None);
        let problem = too_long(&names, "operationId: list").expect("a problem");
        assert!(problem.contains(long), "{problem}");
    }
}
