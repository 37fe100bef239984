//! The published descriptions that tests read, where they are at hand.

use std::{fs, path::PathBuf};

/// The texts of the descriptions that are shorter than so many bytes, with their names. None, and a
/// line that says so, where the corpus is not at hand.
pub(crate) fn texts(shorter: u64) -> impl Iterator<Item = (String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/dev");
    let entries = fs::read_dir(folder);
    if entries.is_err() {
        println!("skipped: there is no corpus at ../shared/corpus/dev");
    }
    let entries = entries.into_iter().flatten().flatten();
    let short =
        entries.filter(move |entry| entry.metadata().is_ok_and(|data| data.len() < shorter));
    short.map(|entry| {
        let text = fs::read_to_string(entry.path()).expect("a readable file");
        (entry.file_name().to_string_lossy().into_owned(), text)
    })
}
