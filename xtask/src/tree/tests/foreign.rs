//! What is not the generator's is neither overwritten nor removed, wherever a link or list leads.

use super::*;

#[test]
fn a_work_folder_of_somebody_else_is_not_touched() {
    let (dir, ..) = prepared();
    let work = dir.path().join(WORK);
    for precious in ["new/precious", "old/precious", "journal.part", "note"] {
        std::fs::create_dir_all(work.join(precious).parent().unwrap()).unwrap();
        std::fs::write(work.join(precious), "mine").unwrap();
        let before = contents(dir.path());
        for force in [false, true] {
            let error = write(&new(), dir.path(), force).unwrap_err().to_string();
            assert!(error.ends_with("move or delete it"), "{error}");
        }
        let error = mend(dir.path()).unwrap_err();
        assert!(matches!(error, TreeError::Work(_)), "{error}");
        assert_eq!(contents(dir.path()), before);
        std::fs::remove_dir_all(&work).unwrap();
    }
    std::fs::write(&work, "mine").unwrap();
    let error = write(&new(), dir.path(), true).unwrap_err();
    assert!(matches!(error, TreeError::NotAFolder(_)), "{error}");
    assert_eq!(std::fs::read_to_string(&work).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn nothing_is_prepared_or_mended_through_a_symbolic_link() {
    let (dir, ..) = prepared();
    let elsewhere = tempfile::tempdir().unwrap();
    let precious = elsewhere.path().join("fresh.rs");
    let work = dir.path().join(WORK);
    std::os::unix::fs::symlink(elsewhere.path(), &work).unwrap();
    let error = write(&new(), dir.path(), true).unwrap_err();
    assert!(matches!(error, TreeError::Link(_)), "{error}");
    assert_eq!(contents(elsewhere.path()), Files::new());
    std::fs::remove_file(&work).unwrap();

    std::fs::create_dir(&work).unwrap();
    std::os::unix::fs::symlink(&precious, work.join("lock")).unwrap();
    let error = write(&new(), dir.path(), true).unwrap_err();
    assert!(matches!(error, TreeError::Link(_)), "{error}");
    assert_eq!(contents(elsewhere.path()), Files::new());
    std::fs::remove_file(work.join("lock")).unwrap();

    // A journal that somebody made up, and a folder in the way that leads elsewhere.
    std::fs::write(&precious, "mine").unwrap();
    std::fs::write(work.join("lock"), "").unwrap();
    std::fs::write(work.join("journal"), "create src/b/fresh.rs\n").unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), dir.path().join("src/b")).unwrap();
    let error = mend(dir.path()).unwrap_err();
    assert!(matches!(error, TreeError::Link(_)), "{error}");
    assert_eq!(std::fs::read_to_string(&precious).unwrap(), "mine");
}

const WORDS: [&str; 7] = [
    "create",
    "replace",
    "remove",
    "exchange 1:2",
    "place",
    "settle",
    "folder",
];

#[test]
fn a_journal_that_somebody_made_up_reaches_nothing_outside() {
    for word in WORDS {
        for path in [
            "../precious",
            "a/../../precious",
            "/precious",
            ".codegen/lock",
            "",
            " ",
        ] {
            let base = tempfile::tempdir().unwrap();
            let out = base.path().join("out");
            write(&old(), &out, false).unwrap();
            std::fs::write(base.path().join("precious"), "mine").unwrap();
            let before = contents(base.path());
            for folder in ["new", "old", "again"] {
                let folder = out.join(WORK).join(folder);
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(folder.join("precious"), "").unwrap();
            }
            std::fs::write(out.join(WORK).join("lock"), "").unwrap();
            std::fs::write(out.join(WORK).join("journal"), format!("{word} {path}\n")).unwrap();
            mend(&out).unwrap();
            assert_eq!(contents(base.path()), before, "{word} {path}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_journal_that_somebody_made_up_moves_nothing_through_a_link_in_the_work_folder() {
    for word in WORDS {
        for folder in ["new", "old", "again", "new/a", "old/a", "again/a"] {
            let (dir, ..) = prepared();
            let elsewhere = tempfile::tempdir().unwrap();
            std::fs::create_dir(elsewhere.path().join("a")).unwrap();
            for path in ["x", "a/x"] {
                std::fs::write(elsewhere.path().join(path), "mine").unwrap();
            }
            let before = contents(elsewhere.path());
            let link = dir.path().join(WORK).join(folder);
            std::fs::create_dir_all(link.parent().unwrap()).unwrap();
            std::os::unix::fs::symlink(elsewhere.path(), link).unwrap();
            std::fs::write(dir.path().join(WORK).join("lock"), "").unwrap();
            let journal = dir.path().join(WORK).join("journal");
            std::fs::write(journal, format!("{word} a/x\n")).unwrap();
            let error = mend(dir.path()).unwrap_err();
            assert!(matches!(error, TreeError::Link(_)), "{error}");
            assert_eq!(contents(elsewhere.path()), before, "{word} {folder}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_single_file_is_not_written_through_a_link_of_its_part() {
    let dir = tempfile::tempdir().unwrap();
    let (lock, precious) = (dir.path().join("names.lock"), dir.path().join("precious"));
    std::fs::write(&precious, "mine").unwrap();
    std::os::unix::fs::symlink(&precious, dir.path().join("names.lock.part")).unwrap();
    assert!(write_file(&lock, "new").unwrap());
    assert_eq!(std::fs::read_to_string(&precious).unwrap(), "mine");
    assert_eq!(std::fs::read_to_string(&lock).unwrap(), "new");
    assert!(!write_file(&lock, "new").unwrap());
}

#[test]
fn a_single_file_is_written_by_one_run_at_a_time_and_a_part_that_was_left_is_cleared() {
    let dir = tempfile::tempdir().unwrap();
    let (lock, part) = (
        dir.path().join("names.lock"),
        dir.path().join("names.lock.part"),
    );
    write_file(&lock, "old").unwrap();
    let other = lock::open(&part).unwrap().unwrap();
    let error = write_file(&lock, "new").unwrap_err();
    let text = format!("another run is writing to `{}`", lock.display());
    assert_eq!(error.to_string(), text);
    other.file().unlock().unwrap();
    for text in ["new", "new"] {
        std::fs::write(&part, "cut o").unwrap();
        write_file(&lock, text).unwrap();
        assert_eq!(contents(dir.path()), files(&[("names.lock", "new")]));
    }
}

#[test]
fn what_the_list_does_not_name_is_never_removed() {
    let (dir, ..) = prepared();
    std::fs::write(dir.path().join("src/a/mine.rs"), "mine").unwrap();
    std::fs::write(dir.path().join("src/b.rs"), "mine").unwrap();
    let written = write(&new(), dir.path(), true).unwrap();
    assert_eq!(written.strangers, ["src/a/mine.rs", "src/b.rs"]);
    for path in ["src/a/mine.rs", "src/b.rs", "tests/by_hand.rs"] {
        assert_eq!(
            std::fs::read_to_string(dir.path().join(path)).unwrap(),
            "mine"
        );
    }
    assert!(!dir.path().join("src/a/gone.rs").exists());
}

#[test]
fn a_list_somebody_made_up_removes_nothing_outside_and_a_lost_one_nothing_at_all() {
    for line in [
        "/etc/passwd",
        "../x",
        "a/../../x",
        ".codegen/lock",
        "a\\b",
        "a\0b",
    ] {
        let (dir, ..) = prepared();
        std::fs::write(dir.path().join(MANIFEST), format!("{line}\n")).unwrap();
        let error = write(&new(), dir.path(), true).unwrap_err();
        assert!(matches!(error, TreeError::Manifest(..)), "{line}: {error}");
    }
    let (dir, ..) = prepared();
    std::fs::remove_file(dir.path().join(MANIFEST)).unwrap();
    let error = write(&new(), dir.path(), false).unwrap_err();
    assert!(matches!(error, TreeError::Foreign(_)), "{error}");
    write(&new(), dir.path(), true).unwrap();
    assert!(dir.path().join("src/a/gone.rs").exists(), "left alone");
}

#[test]
fn a_list_that_names_files_outside_is_refused() {
    let base = tempfile::tempdir().unwrap();
    let out = base.path().join("out");
    write(&old(), &out, false).unwrap();
    std::fs::write(base.path().join("precious"), "").unwrap();
    std::fs::write(out.join(MANIFEST), "../precious\n").unwrap();
    let error = write(&new(), &out, false).unwrap_err();
    assert!(
        matches!(error, TreeError::Manifest(_, ref path) if path == "../precious"),
        "{error}"
    );
    assert!(base.path().join("precious").exists());
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_symbolic_link() {
    let base = tempfile::tempdir().unwrap();
    let (out, elsewhere) = (base.path().join("out"), base.path().join("elsewhere"));
    std::fs::create_dir_all(&out).unwrap();
    std::fs::create_dir_all(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, out.join("src")).unwrap();
    let error = write(&new(), &out, true).unwrap_err();
    assert!(matches!(error, TreeError::Link(_)), "{error}");
    std::fs::remove_file(out.join("src")).unwrap();
    std::os::unix::fs::symlink(elsewhere.join("file"), out.join("Cargo.toml")).unwrap();
    let error = write(&new(), &out, true).unwrap_err();
    assert!(matches!(error, TreeError::Link(_)), "{error}");
    assert_eq!(contents(&elsewhere), Files::new());
}
