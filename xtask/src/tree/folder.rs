//! A folder changes places with another one, in one step.
//!
//! Only Linux can do that; elsewhere files are swapped one by one.

use std::{io, path::Path};

use fs_err as fs;

/// Whether the folder at `path` can be replaced as a whole: the system can exchange two folders,
/// and all in it are plain files and folders. `work` is a folder on the same disk, to try it in.
pub(super) fn can_exchange(path: &Path, work: &Path) -> bool {
    plain(path).unwrap_or(false) && tried(work).is_ok()
}

/// Whether a folder holds plain files and folders only.
fn plain(path: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let fits = match kind.is_dir() {
            true => plain(&entry.path())?,
            false => kind.is_file(),
        };
        if !fits {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Exchanges two folders made for it.
fn tried(work: &Path) -> io::Result<()> {
    let [one, other] = ["try-1", "try-2"].map(|name| work.join(name));
    fs::create_dir_all(&one)?;
    fs::create_dir_all(&other)?;
    let result = exchange(&one, &other);
    fs::remove_dir(&one)?;
    fs::remove_dir(&other)?;
    result
}

/// Two folders change places.
///
/// # Errors
/// What the system says; everywhere but on Linux, that it cannot.
#[cfg(target_os = "linux")]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(|error| {
        let error = io::Error::from(error);
        let text = format!("failed to replace folder `{}`: {error}", other.display());
        io::Error::new(error.kind(), text)
    })
}

#[cfg(not(target_os = "linux"))]
pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// What tells a folder from any other, wherever it goes.
///
/// # Errors
/// If it cannot be looked at.
#[cfg(unix)]
pub(super) fn identity(path: &Path) -> io::Result<String> {
    use std::os::unix::fs::MetadataExt;
    let metadata = fs::symlink_metadata(path)?;
    Ok(format!("{}:{}", metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
pub(super) fn identity(_: &Path) -> io::Result<String> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Links everything in `from` that `gone` does not name (by its path below `top`) into `to`, so
/// that files keep their times. What stands in `to` already stays.
///
/// # Errors
/// If the disk refuses.
pub(super) fn link_rest(
    from: &Path,
    to: &Path,
    top: &str,
    gone: &dyn Fn(&str) -> bool,
) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        let path = format!("{top}/{}", name.to_string_lossy());
        let target = to.join(&name);
        if entry.file_type()?.is_dir() {
            let before = target.exists();
            fs::create_dir_all(&target)?;
            link_rest(&entry.path(), &target, &path, gone)?;
            let was_empty = fs::read_dir(entry.path())?.next().is_none();
            if !before && !was_empty {
                // All that was in it is gone: then so is the folder.
                drop(fs::remove_dir(&target));
            }
        } else if !gone(&path) && !target.exists() {
            keep(&entry.path(), &target)?;
        }
    }
    Ok(())
}

/// A second link to a file; a copy with its time where the disk knows no links.
pub(super) fn keep(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to).or_else(|_| {
        fs::copy(from, to)?;
        let modified = fs::metadata(from)?.modified()?;
        let copy = fs::File::options().append(true).open(to)?;
        copy.set_modified(modified)
    })
}
