//! A folder becomes the new one as a whole, or stays the old one.
//!
//! Everything is prepared in a folder beside the files: the new texts, a second link to every file
//! that will go or stay, and a journal. Up to the moment the journal gets its name nothing has
//! changed; from then on every step is one rename or one removal that the journal can take back.
//! What is compiled (`src`) changes in one step where the system can do that. The death of the
//! process is covered, a loss of power is not: nothing waits for the platters.

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
};

use fs_err as fs;

use super::{
    Change, Difference, Entry, Files, TreeError, WORK, compare, folder,
    lock::Lock,
    steps::{self, Step, create_parent, kept, staged},
};

/// What a write did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Files created or replaced.
    pub written: usize,
    /// Files left as they were, with their times.
    pub unchanged: usize,
    /// Files removed.
    pub removed: usize,
    /// Files in a generated folder that are not the generator's, left alone.
    pub strangers: Vec<String>,
}

/// Called before every step with its name; an error stands for the step having failed.
pub(super) type Hook<'h> = &'h mut dyn FnMut(&'static str) -> io::Result<()>;

/// Makes `out` hold `files`. Files the generator did not write are left alone unless `force`.
///
/// # Errors
/// [`TreeError`]; except for [`TreeError::Stuck`] the folder is as it was before.
pub fn write(files: &Files, out: &Path, force: bool) -> Result<Written, TreeError> {
    write_with(files, out, force, &mut |_| Ok(()))
}

/// The same, where it is known how `out` differs from `files`.
///
/// # Errors
/// As of [`write()`].
pub fn carry_out(
    difference: Difference<'_>,
    files: &Files,
    out: &Path,
    force: bool,
) -> Result<Written, TreeError> {
    carry_out_with(difference, files, out, force, &mut |_| Ok(()))
}

/// Puts the old files back if an earlier write was cut off.
///
/// # Errors
/// [`TreeError`] if another run is writing, or the disk refuses.
pub fn mend(out: &Path) -> Result<(), TreeError> {
    if !out.join(WORK).exists() {
        return Ok(());
    }
    let _lock = Lock::take(out)?;
    recover(out)?;
    clean(out);
    Ok(())
}

/// Whether an earlier write to `out` was cut off after files began to change.
pub(super) fn interrupted(out: &Path) -> bool {
    journal(out).exists()
}

pub(super) fn write_with(
    files: &Files,
    out: &Path,
    force: bool,
    hook: Hook<'_>,
) -> Result<Written, TreeError> {
    carry_out_with(compare(files, out)?, files, out, force, hook)
}

fn carry_out_with(
    difference: Difference<'_>,
    files: &Files,
    out: &Path,
    force: bool,
    hook: Hook<'_>,
) -> Result<Written, TreeError> {
    if difference.entries.is_empty() && !difference.interrupted {
        return Ok(summary(difference));
    }
    let failed = |source| TreeError::Io {
        out: out.to_owned(),
        source,
    };
    let made = make_folders(out, hook).map_err(failed)?;
    let result = write_locked(files, out, force, hook);
    if result.is_err() {
        // Only what this run made, and only if it is empty.
        made.iter()
            .rev()
            .for_each(|folder| drop(fs::remove_dir(folder)));
    }
    result
}

fn write_locked(
    files: &Files,
    out: &Path,
    force: bool,
    hook: Hook<'_>,
) -> Result<Written, TreeError> {
    let failed = |source| TreeError::Io {
        out: out.to_owned(),
        source,
    };
    hook("lock").map_err(failed)?;
    let _lock = Lock::take(out)?;
    recover(out)?;
    fs::create_dir_all(out.join(WORK)).map_err(failed)?;
    let difference = compare(files, out).inspect_err(|_| clean(out))?;
    let foreign = difference.entries.iter().filter(|entry| entry.foreign);
    let foreign: Vec<PathBuf> = foreign.map(|entry| out.join(&entry.path)).collect();
    if !force && !foreign.is_empty() {
        clean(out);
        return Err(TreeError::Foreign(foreign));
    }
    let steps = steps::plan(out, &difference.entries);
    if let Err(source) = prepare(out, &steps, &difference.entries, hook) {
        clean(out);
        return Err(failed(source));
    }
    if let Err(source) = swap(out, &steps, hook) {
        return Err(match undo(out) {
            Ok(()) => {
                clean(out);
                failed(source)
            }
            Err(undo) => TreeError::Stuck {
                out: out.to_owned(),
                undo,
                source,
            },
        });
    }
    clean(out);
    Ok(summary(difference))
}

fn summary(difference: Difference<'_>) -> Written {
    let removed = difference
        .entries
        .iter()
        .filter(|entry| entry.change == Change::Remove)
        .count();
    Written {
        written: difference.entries.len() - removed,
        unchanged: difference.unchanged,
        removed,
        strangers: difference.strangers,
    }
}

/// Creates `out`; gives back the folders that did not exist before.
fn make_folders(out: &Path, hook: Hook<'_>) -> io::Result<Vec<PathBuf>> {
    hook("make the folder")?;
    let missing = out
        .ancestors()
        .take_while(|folder| *folder != Path::new("") && !folder.exists());
    let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
    missing.reverse();
    fs::create_dir_all(out)?;
    Ok(missing)
}

/// Stages all new texts, keeps all old files, and names the journal. Changes nothing in use.
fn prepare(out: &Path, steps: &[Step], entries: &[Entry<'_>], hook: Hook<'_>) -> io::Result<()> {
    for entry in entries {
        if let Some(text) = &entry.new {
            hook("stage")?;
            let new = staged(out, &entry.path);
            create_parent(&new)?;
            fs::write(&new, text.as_bytes())?;
        }
    }
    let changed: BTreeSet<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
    let mut lines = String::new();
    for folder in new_folders(out, steps) {
        lines.push_str(&format!("folder {folder}\n"));
    }
    for step in steps {
        match step {
            Step::Exchange(name) => {
                hook("link")?;
                let gone = |path: &str| changed.contains(path);
                fs::create_dir_all(staged(out, name))?;
                folder::link_rest(&out.join(name), &staged(out, name), name, &gone)?;
            }
            Step::File(path, Change::Replace | Change::Remove) => {
                hook("keep")?;
                let old = kept(out, path);
                create_parent(&old)?;
                keep(&out.join(path), &old)?;
            }
            Step::Place(_) | Step::File(_, Change::Create) => {}
        }
        lines.push_str(&step.line(out)?);
    }
    hook("write the journal")?;
    let part = out.join(WORK).join("journal.part");
    fs::write(&part, lines)?;
    hook("name the journal")?;
    fs::rename(part, journal(out))
}

/// A second link to a file, which keeps its time; a copy where the disk knows no links.
fn keep(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
}

/// The folders below `out` that single files need and that do not exist, outermost first.
fn new_folders(out: &Path, steps: &[Step]) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    for step in steps {
        let Step::File(path, Change::Create) = step else {
            continue;
        };
        for (end, _) in path.match_indices('/') {
            let folder = &path[..end];
            if !out.join(folder).exists() {
                folders.insert(folder.to_owned());
            }
        }
    }
    folders
}

/// Takes all steps, and the journal away.
fn swap(out: &Path, steps: &[Step], hook: Hook<'_>) -> io::Result<()> {
    for step in steps {
        hook(step.name())?;
        step.take(out)?;
    }
    hook("finish")?;
    fs::remove_file(journal(out))
}

/// Puts back what an earlier write changed, if it was cut off, and clears its remains.
fn recover(out: &Path) -> Result<(), TreeError> {
    // The journal is a text that anyone can edit; it must not reach through a link.
    let mut folders = BTreeSet::new();
    for line in fs::read_to_string(journal(out)).unwrap_or_default().lines() {
        let path = line.split_once(' ').map_or("", |(_, path)| path);
        super::check_folders(out, path, &mut folders)?;
    }
    undo(out).map_err(|source| TreeError::Io {
        out: out.to_owned(),
        source,
    })?;
    clean_remains(out);
    Ok(())
}

/// Takes back every step the journal tells of. Can itself be cut off and done again.
fn undo(out: &Path) -> io::Result<()> {
    let text = match fs::read_to_string(journal(out)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for line in text.lines().rev() {
        steps::take_back(line, out)?;
    }
    fs::remove_file(journal(out))
}

/// Removes everything in the work folder but the lock; what stays is cleared by the next run.
fn clean_remains(out: &Path) {
    let work = out.join(WORK);
    drop(fs::remove_file(work.join("journal.part")));
    drop(fs::remove_dir_all(work.join("new")));
    drop(fs::remove_dir_all(work.join("old")));
    for tried in ["try-1", "try-2"] {
        drop(fs::remove_dir(work.join(tried)));
    }
}

/// Removes the work folder, the lock last.
fn clean(out: &Path) {
    clean_remains(out);
    drop(fs::remove_file(out.join(WORK).join("lock")));
    drop(fs::remove_dir(out.join(WORK)));
}

fn journal(out: &Path) -> PathBuf {
    out.join(WORK).join("journal")
}
