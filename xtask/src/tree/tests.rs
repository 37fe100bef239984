//! What must hold of a write, whatever happens in the middle of it.

mod foreign;
mod interruption;
mod killed;
mod whole;

use std::path::Path;

use super::*;

const OLD: &str = "[package]\nname = \"x\"\nversion = \"1.0.0\"\n";
const NEW: &str = "[package]\nname = \"x\"\nversion = \"2.0.0\"\n\n[lib]\ndoctest = false\n";

fn files(list: &[(&str, &str)]) -> Files {
    list.iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

fn old() -> Files {
    files(&[
        ("Cargo.toml", OLD),
        ("README.md", "old"),
        ("src/lib.rs", "same"),
        ("src/a/gone.rs", "gone"),
    ])
}

fn new() -> Files {
    files(&[
        ("Cargo.toml", NEW),
        ("README.md", "new"),
        ("src/lib.rs", "same"),
        ("src/b/c/fresh.rs", "fresh"),
    ])
}

/// Everything in a folder: path to text, or to where a link leads; folders end in `/`.
fn contents(root: &Path) -> Files {
    let mut found = Files::new();
    let mut pending = vec![String::new()];
    while let Some(folder) = pending.pop() {
        let Ok(entries) = std::fs::read_dir(root.join(&folder)) else {
            continue;
        };
        for entry in entries {
            let entry = entry.unwrap();
            let path = format!("{folder}{}", entry.file_name().into_string().unwrap());
            if entry.file_type().unwrap().is_dir() {
                found.insert(format!("{path}/"), String::new());
                pending.push(format!("{path}/"));
            } else if entry.file_type().unwrap().is_symlink() {
                let aim = std::fs::read_link(entry.path()).unwrap();
                found.insert(path, format!("-> {}", aim.display()));
            } else {
                found.insert(path, std::fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    found
}

/// A folder that holds the old files, a hand-written one, and what a write of them looks like.
fn prepared() -> (tempfile::TempDir, Files, Files) {
    let base = tempfile::tempdir().unwrap();
    let written = |files: &Files| {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("tests")).unwrap();
        std::fs::write(dir.path().join("tests/by_hand.rs"), "mine").unwrap();
        write(files, dir.path(), false).unwrap();
        contents(dir.path())
    };
    std::fs::create_dir(base.path().join("tests")).unwrap();
    std::fs::write(base.path().join("tests/by_hand.rs"), "mine").unwrap();
    write(&old(), base.path(), false).unwrap();
    (base, written(&old()), written(&new()))
}

#[test]
fn a_write_creates_replaces_and_removes_what_is_needed_and_nothing_else() {
    let (dir, _, new_contents) = prepared();
    let lib = dir.path().join("src/lib.rs");
    let before = std::fs::metadata(&lib).unwrap().modified().unwrap();
    let written = write(&new(), dir.path(), false).unwrap();
    // `Cargo.toml`, `README.md`, `fresh.rs` and the list; `lib.rs`; `gone.rs`.
    assert_eq!(
        (written.written, written.unchanged, written.removed),
        (4, 1, 1)
    );
    assert_eq!(contents(dir.path()), new_contents);
    assert_eq!(std::fs::metadata(&lib).unwrap().modified().unwrap(), before);
    assert!(compare(&new(), dir.path()).unwrap().is_empty());
    let again = write(&new(), dir.path(), false).unwrap();
    assert_eq!((again.written, again.unchanged, again.removed), (0, 5, 0));
}

#[test]
fn a_new_folder_is_made_with_its_parents() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("deep/er/out");
    write(&new(), &out, false).unwrap();
    assert!(compare(&new(), &out).unwrap().is_empty());
}

#[test]
fn edited_missing_and_orphaned_files_and_strangers_are_told_apart() {
    let (dir, ..) = prepared();
    std::fs::write(dir.path().join("Cargo.toml"), "edited").unwrap();
    std::fs::remove_file(dir.path().join("src/lib.rs")).unwrap();
    std::fs::write(dir.path().join("src/stranger.rs"), "").unwrap();
    let wanted = files(&[("Cargo.toml", OLD), ("src/lib.rs", "same")]);
    let difference = compare(&wanted, dir.path()).unwrap();
    let seen: Vec<_> = difference
        .entries
        .iter()
        .map(|entry| (entry.path.as_str(), entry.change))
        .collect();
    let expected = [
        (MANIFEST, Change::Replace),
        ("Cargo.toml", Change::Replace),
        ("README.md", Change::Remove),
        ("src/a/gone.rs", Change::Remove),
        ("src/lib.rs", Change::Create),
    ];
    assert_eq!(seen, expected);
    assert_eq!(difference.strangers, ["src/stranger.rs"]);
    write(&wanted, dir.path(), false).unwrap();
    assert!(dir.path().join("src/stranger.rs").exists(), "left alone");
}

#[test]
fn a_file_the_generator_did_not_write_is_kept_unless_forced() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("Cargo.toml"), "mine").unwrap();
    let error = write(&new(), dir.path(), false).unwrap_err();
    let path = dir.path().join("Cargo.toml");
    let text = format!(
        "the generator did not write `{}`; --force overwrites",
        path.display()
    );
    assert_eq!(error.to_string(), text);
    assert_eq!(contents(dir.path()), files(&[("Cargo.toml", "mine")]));
    write(&new(), dir.path(), true).unwrap();
    assert_eq!(std::fs::read_to_string(path).unwrap(), NEW);
}

#[test]
fn an_equal_file_of_somebody_else_is_taken_over() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("Cargo.toml"), NEW).unwrap();
    write(&new(), dir.path(), false).unwrap();
    assert!(compare(&new(), dir.path()).unwrap().is_empty());
}

#[test]
fn a_path_that_leaves_the_folder_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    for path in [
        "../x",
        "/x",
        "a/../../x",
        "a//x",
        "./x",
        "",
        "a\\b",
        "c:x",
        ".codegen/x",
        "a\0",
    ] {
        let result = write(&files(&[(path, "")]), dir.path(), true);
        assert!(
            matches!(result, Err(TreeError::Path(..))),
            "{path}: {result:?}"
        );
    }
    for (one, other) in [
        ("src/a.rs", "src/A.rs"),
        ("src/a/b.rs", "src/A/b.rs"),
        ("Cargo.toml", "cargo.toml"),
    ] {
        let result = write(&files(&[(one, ""), (other, "")]), dir.path(), true);
        assert!(matches!(result, Err(TreeError::Path(..))), "{result:?}");
    }
    assert_eq!(contents(dir.path()), Files::new());
}

#[test]
fn a_file_for_a_folder_and_a_folder_for_a_file_are_told() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("src"), "").unwrap();
    let error = write(&new(), dir.path(), true).unwrap_err().to_string();
    let src = dir.path().join("src");
    assert_eq!(
        error,
        format!("`{}` is a file, where a folder must be", src.display())
    );
    std::fs::remove_file(&src).unwrap();
    std::fs::create_dir_all(src.join("lib.rs")).unwrap();
    let error = write(&new(), dir.path(), true).unwrap_err().to_string();
    let lib = src.join("lib.rs");
    assert_eq!(
        error,
        format!("`{}` is a folder, where a file must be", lib.display())
    );
    let error = write(&new(), &dir.path().join("src/lib.rs/x"), true);
    assert!(error.is_ok(), "{error:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_told() {
    // No user may create a folder here, not even the one with all rights.
    let error = write(&new(), Path::new("/proc/nowhere"), false).unwrap_err();
    assert_eq!(error.to_string(), "nothing was changed in `/proc/nowhere`");
}
