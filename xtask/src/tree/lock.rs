//! Two runs never write to one folder at once.
//!
//! The lock is the system's, so that it ends with the process that holds it, however that dies.

use std::{fs::TryLockError, io, path::Path};

use fs_err as fs;

use super::{TreeError, WORK};

/// The lock of an output folder, held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    file: fs::File,
}

/// A process that is being started has the file too, for a moment: closing it here would not do.
impl Drop for Lock {
    fn drop(&mut self) {
        drop(self.file.file().unlock());
    }
}

impl Lock {
    /// Takes the lock of `out`, which exists.
    pub(super) fn take(out: &Path) -> Result<Lock, TreeError> {
        check_work(out)?;
        let path = out.join(WORK).join("lock");
        let failed = |source| TreeError::Io {
            out: out.to_owned(),
            source,
        };
        loop {
            fs::create_dir_all(out.join(WORK)).map_err(failed)?;
            match open(&path) {
                Ok(Some(file)) => return Ok(Lock { file }),
                Ok(None) => return Err(TreeError::Busy(out.to_owned())),
                // The run that held the lock has just removed the folder.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(failed(error)),
            }
        }
    }
}

/// Opens the file at `path`, made if need be, for this process alone; `None` if another has it.
pub(super) fn open(path: &Path) -> io::Result<Option<fs::File>> {
    loop {
        let file = fs::File::options().create(true).append(true).open(path)?;
        match file.file().try_lock() {
            Ok(()) if is_at(&file, path) => return Ok(Some(file)),
            // Locked, but the run that held it before has removed it since: nobody else would meet
            // this lock.
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

/// Refuses a work folder that is a link, a file, or somebody else's: one of ours holds the lock
/// from the first moment to the last, or nothing.
fn check_work(out: &Path) -> Result<(), TreeError> {
    let work = out.join(WORK);
    let kind = |path: &Path| fs::symlink_metadata(path).ok().map(|data| data.file_type());
    match kind(&work) {
        None => return Ok(()),
        Some(kind) if kind.is_symlink() => return Err(TreeError::Link(work)),
        Some(kind) if !kind.is_dir() => return Err(TreeError::NotAFolder(work)),
        Some(_) => {}
    }
    let lock = work.join("lock");
    let empty = || fs::read_dir(&work).is_ok_and(|mut entries| entries.next().is_none());
    match kind(&lock) {
        Some(kind) if kind.is_symlink() => Err(TreeError::Link(lock)),
        // Looked at again: another run may just have made the lock.
        None if !empty() && kind(&lock).is_none() => Err(TreeError::Work(work)),
        Some(_) | None => Ok(()),
    }
}

/// Whether the opened file is still the one at `path`.
#[cfg(unix)]
fn is_at(file: &fs::File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(ours), Ok(there)) => (ours.dev(), ours.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

/// An open file cannot be removed here, so it is.
#[cfg(not(unix))]
fn is_at(_: &fs::File, _: &Path) -> bool {
    true
}
