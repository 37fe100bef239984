//! A folder becomes the new one as a whole, or stays the old one.
//!
//! Everything is prepared in a folder beside the files: the new texts, a second link to every file
//! that will go or stay, and a journal. Up to the moment the journal gets its name nothing has
//! changed; from then on every step is one rename or one removal that the journal can take back.
//! At any moment cargo sees all of the old crate or all of the new one: what is compiled changes in
//! one step where one suffices, and else behind a [`bridge`]. The list of files names all that the
//! generator wrote from the first step to the last; `README.md` changes in between. The death of the
//! process is covered, a loss of power is not: nothing waits for the platters.

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
};

use fs_err as fs;
use rayon::prelude::*;

use super::{
    Change, Difference, Entry, Files, TreeError, WORK, bridge, compare, folder,
    lock::Lock,
    steps::{self, Step, create_parent, interim, interim_again, kept, staged},
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

/// Writes what belongs to the files and stands elsewhere.
type Beside<'b> = &'b mut dyn FnMut() -> io::Result<()>;

/// Called before every step with its name; an error stands for the step having failed.
pub(super) type Hook<'h> = &'h mut dyn FnMut(&'static str) -> io::Result<()>;

/// Makes `out` hold `files`. Files the generator did not write are left alone unless `force`.
///
/// # Errors
/// [`TreeError`]; except for [`TreeError::Stuck`] the folder is as it was before.
pub fn write(files: &Files, out: &Path, force: bool) -> Result<Written, TreeError> {
    write_with(files, out, force, &mut |_| Ok(()))
}

/// The same, where it is known how `out` differs from `files`. What belongs to them elsewhere is
/// written by `beside`, as the last step: if it fails, or is never reached, `out` becomes the old.
///
/// # Errors
/// As of [`write()`], and what `beside` says.
pub fn carry_out(
    difference: Difference<'_>,
    files: &Files,
    out: &Path,
    force: bool,
    beside: Beside<'_>,
) -> Result<Written, TreeError> {
    carry_out_with(difference, files, out, force, beside, &mut |_| Ok(()))
}

/// Puts the old files back if an earlier write was cut off.
///
/// # Errors
/// [`TreeError`] if another run is writing, or the disk refuses.
pub fn mend(out: &Path) -> Result<(), TreeError> {
    mend_with(out, &mut |_| Ok(()))
}

pub(super) fn mend_with(out: &Path, hook: Hook<'_>) -> Result<(), TreeError> {
    if !out.join(WORK).exists() {
        return Ok(());
    }
    let _lock = Lock::take(out)?;
    recover(out, hook)?;
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
    carry_out_with(
        compare(files, out)?,
        files,
        out,
        force,
        &mut || Ok(()),
        hook,
    )
}

fn carry_out_with(
    difference: Difference<'_>,
    files: &Files,
    out: &Path,
    force: bool,
    beside: Beside<'_>,
    hook: Hook<'_>,
) -> Result<Written, TreeError> {
    let failed = |source| TreeError::Io {
        out: out.to_owned(),
        source,
    };
    if difference.entries.is_empty() && !difference.interrupted {
        beside().map_err(failed)?;
        return Ok(summary(difference));
    }
    let made = make_folders(out, hook).map_err(failed)?;
    let result = write_locked(files, out, force, beside, hook);
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
    beside: Beside<'_>,
    hook: Hook<'_>,
) -> Result<Written, TreeError> {
    let failed = |source| TreeError::Io {
        out: out.to_owned(),
        source,
    };
    hook("lock").map_err(failed)?;
    let _lock = Lock::take(out)?;
    recover(out, hook)?;
    fs::create_dir_all(out.join(WORK)).map_err(failed)?;
    let difference = compare(files, out).inspect_err(|_| clean(out))?;
    let foreign = difference.entries.iter().filter(|entry| entry.foreign);
    let foreign: Vec<PathBuf> = foreign.map(|entry| out.join(&entry.path)).collect();
    if !force && !foreign.is_empty() {
        clean(out);
        return Err(TreeError::Foreign(foreign));
    }
    let steps = steps::plan(out, files, &difference.entries);
    let prepared = stage(out, &steps, &difference.entries, hook)
        .and_then(|()| prepare(out, files, &steps, &difference.entries, hook));
    if let Err(source) = prepared {
        clean(out);
        return Err(failed(source));
    }
    if let Err(source) = swap(out, &steps, beside, hook) {
        return Err(match undo(out, hook) {
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

/// How many texts are written at once.
const TOGETHER: usize = 32;

/// Writes all new texts to where they wait, on as many threads as there are.
fn stage(out: &Path, steps: &[Step], entries: &[Entry<'_>], hook: Hook<'_>) -> io::Result<()> {
    let mut texts: Vec<(PathBuf, &str)> = Vec::new();
    for entry in entries {
        let text = entry.new.iter();
        texts.extend(text.map(|text| (staged(out, &entry.path), &**text)));
    }
    for step in steps {
        if let Step::Interim(path, text) = step {
            texts.push((interim(out, path), text));
            texts.push((interim_again(out, path), text));
        }
    }
    let mut folders = BTreeSet::new();
    // Files far from each other, because a folder takes one new file at a time.
    let apart = texts.len().div_ceil(TOGETHER);
    for first in 0..apart {
        let together: Vec<_> = texts.iter().skip(first).step_by(apart).collect();
        for (path, _) in &together {
            hook("stage")?;
            if let Some(folder) = path.parent().filter(|folder| folders.insert(*folder)) {
                fs::create_dir_all(folder)?;
            }
        }
        let write = |(path, text): &&(PathBuf, &str)| fs::write(path, text);
        together.par_iter().try_for_each(write)?;
    }
    Ok(())
}

/// Keeps all old files, and names the journal. Changes nothing in use.
fn prepare(
    out: &Path,
    files: &Files,
    steps: &[Step],
    entries: &[Entry<'_>],
    hook: Hook<'_>,
) -> io::Result<()> {
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
            Step::Interim(path, _) | Step::File(path, Change::Replace | Change::Remove) => {
                hook("keep")?;
                let old = kept(out, path);
                create_parent(&old)?;
                folder::keep(&out.join(path), &old)?;
            }
            Step::Settle(path) if !changed.contains(path.as_str()) => {
                hook("keep")?;
                create_parent(&staged(out, path))?;
                folder::keep(&out.join(path), &staged(out, path))?;
            }
            Step::Place(_) | Step::Settle(_) | Step::File(_, Change::Create) => {}
        }
        lines.push_str(&step.line(out)?);
    }
    if steps.contains(&Step::Settle(bridge::CARGO.to_owned())) {
        hook("copy")?;
        bridge::copy(out, files, entries)?;
    }
    hook("write the journal")?;
    let part = out.join(WORK).join("journal.part");
    fs::write(&part, lines)?;
    hook("name the journal")?;
    fs::rename(part, journal(out))
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
fn swap(out: &Path, steps: &[Step], beside: Beside<'_>, hook: Hook<'_>) -> io::Result<()> {
    for step in steps {
        hook(step.name())?;
        step.take(out)?;
    }
    hook("beside")?;
    beside()?;
    hook("finish")?;
    fs::remove_file(journal(out))
}

/// Puts back what an earlier write changed, if it was cut off, and clears its remains.
fn recover(out: &Path, hook: Hook<'_>) -> Result<(), TreeError> {
    // The journal is a text that anyone can edit; it must not reach through a link.
    let mut folders = BTreeSet::new();
    for line in fs::read_to_string(journal(out)).unwrap_or_default().lines() {
        let path = line.rsplit_once(' ').map_or("", |(_, path)| path);
        super::check_folders(out, path, &mut folders)?;
        for prepared in ["new", "old", "again"] {
            let path = format!("{WORK}/{prepared}/{path}");
            super::check_folders(out, &path, &mut folders)?;
        }
    }
    undo(out, hook).map_err(|source| TreeError::Mend {
        out: out.to_owned(),
        source,
    })?;
    clean_remains(out);
    Ok(())
}

/// Takes back every step the journal tells of. Can itself be cut off and done again.
fn undo(out: &Path, hook: Hook<'_>) -> io::Result<()> {
    let text = match fs::read_to_string(journal(out)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for line in text.lines().rev() {
        hook("take back")?;
        steps::take_back(line, out)?;
    }
    hook("forget")?;
    fs::remove_file(journal(out))
}

/// Removes everything in the work folder but the lock; what stays is cleared by the next run.
fn clean_remains(out: &Path) {
    let work = out.join(WORK);
    drop(fs::remove_file(work.join("journal.part")));
    for folder in ["new", "old", "interim", "again", bridge::NEXT] {
        drop(fs::remove_dir_all(work.join(folder)));
    }
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
