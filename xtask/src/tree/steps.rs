//! What a write does, step by step, and how each step is taken back.
//!
//! A folder in which several files change is prepared as a whole and put in place by one rename:
//! whoever reads it sees all of the old files or all of the new ones. Anything else is one rename
//! or removal for each file. Two files may change twice, before all others and after them:
//! `Cargo.toml`, which leads cargo to a copy meanwhile (see [`bridge`]), and the list of files,
//! which never lacks one that the generator wrote.

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
};

use fs_err as fs;

use super::{
    Change, Entry, Files, MANIFEST, WORK, bridge,
    folder::{self, exchange},
};

/// One step of a write, after which the next is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// A folder changes places with the one that was prepared.
    Exchange(String),
    /// A prepared folder goes where there was none.
    Place(String),
    /// A file changes.
    File(String, Change),
    /// A file that is there holds a text of its own until the last steps.
    Interim(String, String),
    /// Such a file becomes what it will stay.
    Settle(String),
}

/// The steps that carry out `entries`: the list and the manifest around all others.
pub(super) fn plan(out: &Path, files: &Files, entries: &[Entry<'_>]) -> Vec<Step> {
    let around = [MANIFEST, bridge::CARGO];
    let [list, cargo] = around.map(|path| entries.iter().find(|entry| entry.path == path));
    let mut steps = folders_and_files(out, entries);
    let compiled = |step: &&Step| match step {
        Step::File(path, _) => bridge::is_compiled(path),
        _ => true,
    };
    let compiled = steps.iter().filter(compiled).count();
    let interim = match cargo.map(|entry| entry.change) {
        None if compiled > 1 => bridge::manifest(files),
        Some(Change::Replace) if compiled > 0 => bridge::manifest(files),
        _ => None,
    };
    match (interim, cargo) {
        (Some(text), _) => {
            steps.insert(0, Step::Interim(bridge::CARGO.to_owned(), text));
            steps.push(Step::Settle(bridge::CARGO.to_owned()));
        }
        (None, Some(entry)) => {
            let step = Step::File(entry.path.clone(), entry.change);
            // No crate, rather than half of one, before it comes and after it goes.
            let at = match entry.change {
                Change::Remove => 0,
                Change::Create | Change::Replace => steps.len(),
            };
            steps.insert(at, step);
        }
        (None, None) => {}
    }
    if let Some(list) = list {
        around_list(list, &mut steps);
    }
    steps
}

/// Adds the steps of the list: it names what is there before and after each of the others.
fn around_list(list: &Entry<'_>, steps: &mut Vec<Step>) {
    let step = Step::File(list.path.clone(), list.change);
    match both_lists(list) {
        Some(both) if list.old.as_deref() == Some(both.as_bytes()) => steps.push(step),
        Some(both) if list.new.as_deref() != Some(both.as_str()) => {
            steps.insert(0, Step::Interim(list.path.clone(), both));
            steps.push(Step::Settle(list.path.clone()));
        }
        Some(_) | None => steps.insert(0, step),
    }
}

/// The list while some of what stands there is the old and some the new; `None` if there was none.
fn both_lists(list: &Entry<'_>) -> Option<String> {
    let (old, new) = (list.old.as_deref()?, list.new.as_deref()?);
    let old = String::from_utf8_lossy(old);
    let paths: BTreeSet<&str> = super::listed(&old).chain(super::listed(new)).collect();
    Some(super::list_of(paths.into_iter()))
}

/// The steps of all but the two.
fn folders_and_files(out: &Path, entries: &[Entry<'_>]) -> Vec<Step> {
    let mut folders: Vec<&str> = Vec::new();
    for entry in entries {
        if let Some((folder, _)) = entry.path.split_once('/')
            && !folders.contains(&folder)
        {
            folders.push(folder);
        }
    }
    let mut steps = Vec::new();
    folders.retain(|name| {
        let inside = |entry: &&Entry<'_>| {
            entry
                .path
                .split_once('/')
                .is_some_and(|(top, _)| top == *name)
        };
        let inside: Vec<&Entry<'_>> = entries.iter().filter(inside).collect();
        // One change is one step anyhow; a folder of which nothing is left is none to prepare.
        let whole = inside.len() > 1 && inside.iter().any(|entry| entry.new.is_some());
        let step = match out.join(name).exists() {
            false => Step::Place((*name).to_owned()),
            true if whole && folder::can_exchange(&out.join(name), &out.join(WORK)) => {
                Step::Exchange((*name).to_owned())
            }
            true => return false,
        };
        steps.push(step);
        true
    });
    let alone = entries.iter().filter(|entry| {
        let top = entry.path.split_once('/').map(|(top, _)| top);
        let around = entry.path == MANIFEST || entry.path == bridge::CARGO;
        !around && top.is_none_or(|top| !folders.contains(&top))
    });
    // Inner files before those of the top.
    let mut alone: Vec<&Entry<'_>> = alone.collect();
    alone.sort_by_key(|entry| !entry.path.contains('/'));
    steps.extend(
        alone
            .into_iter()
            .map(|entry| Step::File(entry.path.clone(), entry.change)),
    );
    steps
}

impl Step {
    /// What the step is called, for a hook.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Step::Exchange(_) => "exchange",
            Step::Place(_) => "place",
            Step::File(_, Change::Remove) => "remove",
            Step::File(_, Change::Create | Change::Replace) => "swap",
            Step::Interim(..) => "bridge",
            Step::Settle(_) => "settle",
        }
    }

    /// The line of the journal by which the step can be taken back.
    ///
    /// # Errors
    /// If the prepared folder cannot be looked at.
    pub(super) fn line(&self, out: &Path) -> io::Result<String> {
        Ok(match self {
            Step::Exchange(name) => {
                let identity = folder::identity(&staged(out, name))?;
                format!("exchange {identity} {name}\n")
            }
            Step::Place(name) => format!("place {name}\n"),
            Step::File(path, Change::Create) => format!("create {path}\n"),
            Step::File(path, Change::Replace) | Step::Interim(path, _) => {
                format!("replace {path}\n")
            }
            Step::Settle(path) => format!("settle {path}\n"),
            Step::File(path, Change::Remove) => format!("remove {path}\n"),
        })
    }

    /// Takes the step.
    pub(super) fn take(&self, out: &Path) -> io::Result<()> {
        match self {
            Step::Exchange(name) => exchange(&staged(out, name), &out.join(name)),
            Step::Place(name) => fs::rename(staged(out, name), out.join(name)),
            Step::File(path, Change::Remove) => {
                fs::remove_file(out.join(path))?;
                remove_empty_folders(out, path);
                Ok(())
            }
            Step::Interim(path, _) => fs::rename(interim(out, path), out.join(path)),
            Step::File(path, Change::Create | Change::Replace) | Step::Settle(path) => {
                let target = out.join(path);
                create_parent(&target)?;
                fs::rename(staged(out, path), target)
            }
        }
    }
}

/// Takes back the step that a line of the journal tells of, if it was taken.
pub(super) fn take_back(line: &str, out: &Path) -> io::Result<()> {
    let Some((word, rest)) = line.split_once(' ') else {
        return Ok(());
    };
    let (identity, path) = match word {
        "exchange" => rest.split_once(' ').unwrap_or_default(),
        _ => ("", rest),
    };
    // The journal is a text that anyone can edit.
    if super::check_path(path).is_err() && path != super::MANIFEST {
        return Ok(());
    }
    let target = out.join(path);
    match word {
        "create" => forgive_absence(fs::remove_file(&target)),
        "replace" | "remove" => {
            create_parent(&target)?;
            forgive_absence(fs::rename(kept(out, path), &target))
        }
        "settle" => forgive_absence(fs::rename(interim_again(out, path), &target)),
        "exchange" if folder::identity(&target).is_ok_and(|there| there == identity) => {
            exchange(&staged(out, path), &target)
        }
        "place" if !staged(out, path).exists() => {
            create_parent(&staged(out, path))?;
            forgive_absence(fs::rename(&target, staged(out, path)))
        }
        // A folder that holds something else by now is not ours to remove.
        "folder" => {
            drop(fs::remove_dir(&target));
            Ok(())
        }
        _ => Ok(()),
    }
}

fn forgive_absence(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if super::absent(&error) => Ok(()),
        result => result,
    }
}

fn remove_empty_folders(out: &Path, path: &str) {
    let ends: Vec<usize> = path.match_indices('/').map(|(end, _)| end).collect();
    for end in ends.into_iter().rev() {
        if fs::remove_dir(out.join(&path[..end])).is_err() {
            return;
        }
    }
}

pub(super) fn create_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

/// Where the new text of a file, or a new folder, waits.
pub(super) fn staged(out: &Path, path: &str) -> PathBuf {
    out.join(WORK).join("new").join(path)
}

/// Where the old text of a file is kept.
pub(super) fn kept(out: &Path, path: &str) -> PathBuf {
    out.join(WORK).join("old").join(path)
}

/// Where what a file holds meanwhile waits.
pub(super) fn interim(out: &Path, path: &str) -> PathBuf {
    out.join(WORK).join("interim").join(path)
}

/// Where the same waits for the way back. No link to the former: a rename of one onto the other
/// would do nothing, and leave it for a second way back, after the old file is in place.
pub(super) fn interim_again(out: &Path, path: &str) -> PathBuf {
    out.join(WORK).join("again").join(path)
}
