//! A write that fails or dies in the middle.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
};

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
            &"exchange",
            &"swap",
            &"swap",
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
        let before = contents_without_links(dir.path());
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
        assert_eq!(
            contents_without_links(dir.path()),
            before,
            "failed at step {fail_at}"
        );
    }
    assert!(failures > 10, "every step was tried: {failures}");
}

/// As [`contents`], of a folder with a link that leads nowhere.
fn contents_without_links(root: &Path) -> Files {
    let link = root.join("src/link");
    std::fs::remove_file(&link).unwrap();
    let found = contents(root);
    std::os::unix::fs::symlink("nowhere", link).unwrap();
    found
}

#[test]
fn a_first_write_that_fails_leaves_no_folder() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("a/b");
    for fail_at in 1..8 {
        let mut step = 0;
        let result = write_with(&new(), &out, false, &mut |_| {
            step += 1;
            if step > fail_at {
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

const VICTIM: &str = "XTASK_TEST_VICTIM";

/// Run by the test below in a process of its own, which is killed between two steps.
#[test]
fn victim() {
    let Ok(out) = std::env::var(VICTIM) else {
        return;
    };
    let (out, stop_at) = out.rsplit_once('@').unwrap();
    let stop_at: usize = stop_at.parse().unwrap();
    let mut step = 0;
    let result = write_with(&new(), Path::new(out), false, &mut |_| {
        step += 1;
        if step - 1 == stop_at {
            println!("\nSTOPPED");
            // Blocks until the parent kills this process.
            std::io::stdin().read_line(&mut String::new()).unwrap();
        }
        Ok(())
    });
    result.unwrap();
    println!("\nDONE");
    std::io::stdout().flush().unwrap();
}

/// What is compiled, out of everything in a folder.
fn sources(contents: &Files) -> Files {
    let inside = contents.iter().filter(|(path, _)| path.starts_with("src"));
    inside
        .map(|(path, text)| (path.clone(), text.clone()))
        .collect()
}

/// Whether what is compiled is one of the two, and no file is half written.
fn assert_old_or_new(root: &Path, both: [&Files; 2], stop_at: usize) {
    let left = contents(root);
    let whole = both.map(sources);
    let one_by_one = !cfg!(target_os = "linux");
    assert!(
        one_by_one || whole.contains(&sources(&left)),
        "what is compiled is neither old nor new when killed at step {stop_at}: {left:?}"
    );
    for (path, text) in &left {
        let files = both.map(|files| files.get(path));
        let work = path.starts_with(WORK) && !path.starts_with(MANIFEST);
        assert!(
            work || files.contains(&Some(text)),
            "{path} is half written"
        );
    }
}

#[test]
fn a_process_killed_at_any_step_leaves_a_tree_that_the_next_run_mends() {
    let mut kills = 0;
    for stop_at in 0.. {
        let (dir, old_contents, new_contents) = prepared();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "tree::tests::interruption::victim",
                "--nocapture",
            ])
            .env(VICTIM, format!("{}@{stop_at}", dir.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map(Result::unwrap);
        let last = lines
            .find(|line| line == "STOPPED" || line == "DONE")
            .unwrap();
        if last == "DONE" {
            child.wait().unwrap();
            assert_eq!(contents(dir.path()), new_contents);
            break;
        }
        let busy = write(&new(), dir.path(), false);
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
        assert_old_or_new(dir.path(), [&old_contents, &new_contents], stop_at);
        // The first two steps come before the lock.
        if stop_at >= 2 {
            assert!(
                matches!(busy, Err(TreeError::Busy(_))),
                "step {stop_at}: {busy:?}"
            );
            mend(dir.path()).unwrap();
            assert_eq!(
                contents(dir.path()),
                old_contents,
                "killed at step {stop_at}"
            );
        }
        write(&new(), dir.path(), false).unwrap();
        assert_eq!(contents(dir.path()), new_contents);
    }
    assert!(kills > 10, "every step was tried: {kills}");
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
