//! At every step of a write, of its way back and of a mend, what cargo would build is the old crate
//! or the new one.

use std::fmt;

use super::{
    super::swap::{mend_with, write_with},
    *,
};

/// What cargo would build of a folder.
#[derive(PartialEq, Eq, Clone)]
pub(super) struct Built {
    /// The manifest without the path of the library.
    manifest: String,
    /// Everything below the folder of the library, by its path from there.
    sources: Files,
}

impl fmt::Debug for Built {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n{}{:#?}", self.manifest, self.sources)
    }
}

/// Finds that out as cargo does; `None` if there is no crate.
pub(super) fn built(root: &Path) -> Option<Built> {
    let text = std::fs::read_to_string(root.join("Cargo.toml")).ok()?;
    let mut manifest: toml::Table = text.parse().unwrap();
    let mut path = "src/lib.rs".to_owned();
    if let Some(library) = manifest.get_mut("lib") {
        let library = library.as_table_mut().unwrap();
        if let Some(led) = library.remove("path") {
            led.as_str().unwrap().clone_into(&mut path);
        }
        if library.is_empty() {
            manifest.remove("lib");
        }
    }
    let folder = root.join(path);
    let folder = folder.parent().unwrap();
    let mut sources = contents(folder);
    for (path, text) in &mut sources {
        if text.starts_with("-> ") {
            // What a link leads to is what is compiled.
            *text = std::fs::read_to_string(folder.join(path)).unwrap_or_default();
        }
    }
    sources.retain(|path, _| !path.ends_with('/'));
    Some(Built {
        manifest: manifest.to_string(),
        sources,
    })
}

/// A folder before a write, and what is written.
pub(super) struct Case {
    pub(super) name: &'static str,
    /// What the generator wrote before, if it did.
    pub(super) old: Option<Files>,
    pub(super) new: Files,
    /// Whether there are links among the sources, so that these cannot be exchanged as a whole.
    pub(super) links: bool,
    /// Whether cargo is led over a bridge.
    bridge: bool,
}

pub(super) fn cases() -> Vec<Case> {
    let with = |files: Files, more: &[(&str, &str)]| {
        let more = more
            .iter()
            .map(|(path, text)| ((*path).into(), (*text).into()));
        files.into_iter().chain(more).collect::<Files>()
    };
    let case = |name, old: Files, new, bridge| Case {
        name,
        old: Some(old),
        new,
        links: false,
        bridge,
    };
    let same_manifest = || with(new(), &[("Cargo.toml", OLD)]);
    let mut cases = vec![
        case("manifest and sources", old(), new(), true),
        case(
            "sources alone",
            old(),
            same_manifest(),
            !cfg!(target_os = "linux"),
        ),
        case(
            "manifest alone",
            old(),
            with(old(), &[("Cargo.toml", NEW)]),
            false,
        ),
        Case {
            name: "a first crate",
            old: None,
            new: new(),
            links: false,
            bridge: false,
        },
    ];
    let moved = OLD.to_owned() + "[lib]\npath = \"code/x.rs\"\n";
    let moved = [
        ("Cargo.toml", moved.as_str()),
        ("code/x.rs", "x"),
        ("code/y.rs", "y"),
    ];
    cases.push(case("from another folder", files(&moved), new(), true));
    cases.push(case("into another folder", old(), files(&moved), true));
    let mut gone = new();
    gone.remove("Cargo.toml");
    cases.push(case("a crate no more", old(), gone, false));
    if cfg!(unix) {
        let one_by_one = |name, new| Case {
            links: true,
            ..case(name, old(), new, true)
        };
        cases.push(one_by_one("links, with the manifest", new()));
        cases.push(one_by_one("links, without the manifest", same_manifest()));
    }
    cases
}

impl Case {
    /// The folder before the write.
    pub(super) fn folder(&self) -> tempfile::TempDir {
        // In memory where that can be had: thousands of renames make a disk busy for a minute.
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        let dir = dir.unwrap();
        let root = dir.path();
        std::fs::create_dir(root.join("tests")).unwrap();
        std::fs::write(root.join("tests/by_hand.rs"), "mine").unwrap();
        if let Some(old) = &self.old {
            write(old, root, false).unwrap();
            std::fs::create_dir_all(root.join("src/own")).unwrap();
            std::fs::write(root.join("src/own/mine.rs"), "mine").unwrap();
        }
        #[cfg(unix)]
        if self.links {
            let link = |aim: &str, path: &str| {
                std::os::unix::fs::symlink(aim, root.join("src").join(path)).unwrap();
            };
            link("nowhere", "nowhere");
            link("lib.rs", "inside.rs");
            link("../../tests/by_hand.rs", "own/outside.rs");
        }
        dir
    }

    /// The two crates that may be seen, and the contents of the folder with each.
    pub(super) fn both(&self) -> ([Option<Built>; 2], [Files; 2]) {
        let dir = self.folder();
        let look = || (built(dir.path()), contents(dir.path()));
        let old = look();
        write(&self.new, dir.path(), false).unwrap();
        let new = look();
        assert!(old.0 != new.0, "{}: else it shows nothing", self.name);
        ([old.0, new.0], [old.1, new.1])
    }

    /// The names of all steps of the write.
    pub(super) fn steps(&self) -> Vec<&'static str> {
        let mut steps = Vec::new();
        let mut hook = |name| {
            steps.push(name);
            Ok(())
        };
        write_with(&self.new, self.folder().path(), false, &mut hook).unwrap();
        steps
    }
}

/// A hook that fails at a step and at all after it.
fn fails_from(stop_at: usize) -> impl FnMut(&'static str) -> io::Result<()> {
    let mut step = 0;
    move |name| {
        step += 1;
        match step > stop_at {
            true => Err(io::Error::new(io::ErrorKind::StorageFull, name)),
            false => Ok(()),
        }
    }
}

/// A hook that looks at the crate before every step, and fails as `fails` says of it.
fn watched<'h>(
    root: &'h Path,
    allowed: &'h [Option<Built>; 2],
    at: String,
    mut fails: impl FnMut(usize) -> bool + 'h,
) -> impl FnMut(&'static str) -> io::Result<()> + 'h {
    let mut step = 0;
    move |name| {
        let seen = built(root);
        assert!(
            allowed.contains(&seen),
            "{at}: before step {step}, `{name}`, cargo would build {seen:?}"
        );
        step += 1;
        match fails(step - 1) {
            true => Err(io::Error::new(io::ErrorKind::StorageFull, name)),
            false => Ok(()),
        }
    }
}

#[test]
fn cargo_sees_the_old_crate_or_the_new_when_any_step_fails() {
    for case in cases() {
        let (allowed, [old_contents, new_contents]) = case.both();
        for fail_at in 0.. {
            let dir = case.folder();
            let root = dir.path();
            let at = format!("{}, failed at {fail_at}", case.name);
            let mut hook = watched(root, &allowed, at.clone(), |step| step == fail_at);
            let result = write_with(&case.new, root, false, &mut hook);
            drop(hook);
            if result.is_ok() {
                assert_eq!(contents(root), new_contents, "{at}");
                break;
            }
            assert_eq!(contents(root), old_contents, "{at}");
            write(&case.new, root, false).unwrap();
            assert_eq!(contents(root), new_contents, "{at}");
        }
    }
}

#[test]
fn cargo_sees_the_old_crate_or_the_new_when_a_write_stops_and_its_mend_stops() {
    let mut stopped = 0;
    for case in cases() {
        let (allowed, [old_contents, new_contents]) = case.both();
        let steps = case.steps();
        let named = steps.iter().position(|name| *name == "name the journal");
        for stop_at in named.unwrap() + 1..steps.len() {
            for mend_stops_at in 0.. {
                let dir = case.folder();
                let root = dir.path();
                let at = format!("{}, stopped at {stop_at} and {mend_stops_at}", case.name);
                // All steps fail from here on, those that take back as well: as if killed.
                let result = write_with(&case.new, root, false, &mut fails_from(stop_at));
                assert!(matches!(result, Err(TreeError::Stuck { .. })), "{at}");
                let mut hook = watched(root, &allowed, at.clone(), |step| step >= mend_stops_at);
                let done = mend_with(root, &mut hook).is_ok();
                drop(hook);
                stopped += 1;
                if !done {
                    let seen = built(root);
                    assert!(allowed.contains(&seen), "{at}: cargo would build {seen:?}");
                    let left = compare(&case.new, root).unwrap();
                    assert!(left.interrupted, "{at}");
                    assert!(left.entries.iter().all(|entry| !entry.foreign), "{at}");
                    mend(root).unwrap();
                }
                assert_eq!(contents(root), old_contents, "{at}");
                write(&case.new, root, false).unwrap();
                assert_eq!(contents(root), new_contents, "{at}");
                if done {
                    break;
                }
            }
        }
    }
    assert!(stopped > 200, "every step was tried: {stopped}");
}

#[test]
fn a_bridge_is_built_where_it_is_needed_and_nowhere_else() {
    for case in cases() {
        let copies = case.steps().contains(&"copy");
        assert_eq!(copies, case.bridge, "{}", case.name);
    }
}

#[cfg(unix)]
#[test]
fn a_manifest_that_does_not_change_stays_the_file_it_is() {
    use std::os::unix::fs::MetadataExt;
    let case = cases().pop().unwrap();
    let dir = case.folder();
    let manifest = dir.path().join("Cargo.toml");
    let identity = || {
        let data = std::fs::metadata(&manifest).unwrap();
        (data.ino(), data.mtime(), data.mtime_nsec())
    };
    let before = identity();
    for _ in 0..2 {
        let mut fail = |name| match name {
            "finish" => Err(io::ErrorKind::StorageFull.into()),
            _ => Ok(()),
        };
        write_with(&case.new, dir.path(), false, &mut fail).unwrap_err();
        assert_eq!(identity(), before, "taken back");
    }
    write(&case.new, dir.path(), false).unwrap();
    assert_eq!(identity(), before);
}

#[test]
fn the_list_never_lacks_a_file_even_if_the_work_folder_is_lost() {
    for case in cases() {
        let mut later = case.new.clone();
        for (path, text) in &mut later {
            text.push_str(if path == "Cargo.toml" {
                ""
            } else {
                " and later"
            });
        }
        let undisturbed = case.folder();
        write(&later, undisturbed.path(), false).unwrap();
        for stop_at in 0..case.steps().len() {
            let dir = case.folder();
            write_with(&case.new, dir.path(), false, &mut fails_from(stop_at)).unwrap_err();
            // As `git clean` does, because it is not to be committed.
            drop(std::fs::remove_dir_all(dir.path().join(WORK)));
            write(&later, dir.path(), false).unwrap();
            let expected = contents(undisturbed.path());
            assert_eq!(contents(dir.path()), expected, "{}, {stop_at}", case.name);
        }
    }
}

#[test]
fn a_manifest_that_is_none_is_changed_as_any_file() {
    let text = |text| {
        files(&[
            ("Cargo.toml", text),
            ("src/lib.rs", text),
            ("src/a.rs", text),
        ])
    };
    for nothing in [
        "[package",
        "[workspace]",
        "[package]\nname = \"x\"\n[lib]\npath = \"x.rs\"",
    ] {
        let dir = tempfile::tempdir().unwrap();
        write(&text("old"), dir.path(), false).unwrap();
        let mut hook = |name| {
            assert_ne!(name, "bridge");
            Ok(())
        };
        write_with(&text(nothing), dir.path(), false, &mut hook).unwrap();
        assert!(compare(&text(nothing), dir.path()).unwrap().is_empty());
    }
}
