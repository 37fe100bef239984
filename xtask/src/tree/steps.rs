//! What a write does, step by step, and how each step is taken back.
//!
//! A folder in which several files change is prepared as a whole and put in place by one rename:
//! whoever reads it sees all of the old files or all of the new ones. Anything else is one rename
//! or removal for each file.

use std::{
    io,
    path::{Path, PathBuf},
};

use fs_err as fs;

use super::{
    Change, Entry, WORK,
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
}

/// The steps that carry out `entries`: folders first, for it is those that are compiled.
pub(super) fn plan(out: &Path, entries: &[Entry<'_>]) -> Vec<Step> {
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
        top.is_none_or(|top| !folders.contains(&top))
    });
    // Inner files before those of the top, the list of all files last.
    let mut alone: Vec<&Entry<'_>> = alone.collect();
    alone.sort_by_key(|entry| (entry.path == super::MANIFEST, !entry.path.contains('/')));
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
            Step::File(path, Change::Replace) => format!("replace {path}\n"),
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
            Step::File(path, Change::Create | Change::Replace) => {
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
