//! A write that fails in the middle, and how it goes on.

use super::{super::swap::write_with, *};

#[test]
fn a_step_that_fails_leaves_the_old_files() {
    let mut failures = 0;
    for fail_at in 0.. {
        let (dir, old_contents, new_contents) = prepared();
        let mut step = 0;
        let result = write_with(&new(), dir.path(), false, &mut |name| {
            step += 1;
            match step - 1 == fail_at {
                true => Err(io::Error::new(io::ErrorKind::StorageFull, name)),
                false => Ok(()),
            }
        });
        if result.is_ok() {
            assert_eq!(contents(dir.path()), new_contents);
            break;
        }
        failures += 1;
        assert!(matches!(result, Err(TreeError::Io { .. })), "{result:?}");
        assert_eq!(
            contents(dir.path()),
            old_contents,
            "failed at step {fail_at}"
        );
        write(&new(), dir.path(), false).unwrap();
        assert_eq!(contents(dir.path()), new_contents);
    }
    assert!(failures > 10, "every step was tried: {failures}");
}

#[cfg(target_os = "linux")]
#[test]
fn sources_change_in_one_step_and_keep_their_files() {
    let (dir, ..) = prepared();
    let stranger = dir.path().join("src/a/mine.txt");
    std::fs::write(&stranger, "mine").unwrap();
    std::fs::create_dir(dir.path().join("src/empty")).unwrap();
    let identity = |path: &str| {
        let metadata = std::fs::metadata(dir.path().join(path)).unwrap();
        (
            std::os::unix::fs::MetadataExt::ino(&metadata),
            metadata.modified().unwrap(),
        )
    };
    let before = ["src/lib.rs", "src/a/mine.txt"].map(identity);
    let folder = identity("src").0;
    let mut steps = Vec::new();
    let hook = &mut |name| {
        steps.push(name);
        Ok(())
    };
    write_with(&new(), dir.path(), false, hook).unwrap();
    assert_ne!(identity("src").0, folder, "another folder stands there");
    assert_eq!(["src/lib.rs", "src/a/mine.txt"].map(identity), before);
    assert!(
        dir.path().join("src/empty").is_dir(),
        "what is not ours stays"
    );
    assert!(!dir.path().join("src/a/gone.rs").exists());
    let swaps: Vec<_> = steps
        .iter()
        .skip_while(|name| **name != "name the journal")
        .collect();
    assert_eq!(
        swaps,
        [
            &"name the journal",
            &"bridge",
            &"bridge",
            &"exchange",
            &"swap",
            &"settle",
            &"settle",
            &"beside",
            &"finish"
        ]
    );
}

#[cfg(unix)]
#[test]
fn sources_that_hold_more_than_files_change_one_by_one() {
    let mut failures = 0;
    for fail_at in 0.. {
        let (dir, ..) = prepared();
        std::os::unix::fs::symlink("nowhere", dir.path().join("src/link")).unwrap();
        let before = contents(dir.path());
        let mut step = 0;
        let result = write_with(&new(), dir.path(), false, &mut |name| {
            assert_ne!(name, "exchange");
            step += 1;
            match step - 1 == fail_at {
                true => Err(io::Error::new(io::ErrorKind::StorageFull, name)),
                false => Ok(()),
            }
        });
        assert!(dir.path().join("src/link").is_symlink(), "left alone");
        if result.is_ok() {
            assert!(compare(&new(), dir.path()).unwrap().entries.is_empty());
            break;
        }
        failures += 1;
        assert_eq!(contents(dir.path()), before, "failed at step {fail_at}");
    }
    assert!(failures > 10, "every step was tried: {failures}");
}

#[test]
fn a_first_write_that_fails_leaves_no_folder() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("a/b");
    for fail_at in 1..12 {
        let mut step = 0;
        let result = write_with(&new(), &out, false, &mut |name| {
            step += 1;
            let back = ["take back", "forget"].contains(&name);
            if step > fail_at && !back {
                Err(io::ErrorKind::StorageFull.into())
            } else {
                Ok(())
            }
        });
        assert!(result.is_err());
        assert_eq!(
            contents(dir.path()),
            Files::new(),
            "failed at step {fail_at}"
        );
    }
}

#[test]
fn a_cut_off_write_is_seen_without_mending_it() {
    let (dir, ..) = prepared();
    std::fs::create_dir(dir.path().join(WORK)).unwrap();
    std::fs::write(dir.path().join(WORK).join("lock"), "").unwrap();
    std::fs::write(dir.path().join(WORK).join("journal"), "").unwrap();
    assert!(compare(&old(), dir.path()).unwrap().interrupted);
    let written = write(&old(), dir.path(), false).unwrap();
    assert_eq!(written.written, 0);
    assert!(compare(&old(), dir.path()).unwrap().is_empty());
}
