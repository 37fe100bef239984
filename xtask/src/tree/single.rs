//! A file beside the folder becomes the new one as a whole, or stays the old one.
//!
//! Runs that write to different folders may share it: they do not write it at once.

use std::{
    io::{self, Write as _},
    path::Path,
};

use fs_err as fs;

use super::lock;

/// Makes the file at `path` hold `text`, as a whole; an equal one is left alone. Whether it changed.
///
/// # Errors
/// What the system said, or that another run is writing it; then the file is as it was.
pub fn write_file(path: &Path, text: &str) -> io::Result<bool> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = Path::new(&part);
    let equal = fs::read(path).is_ok_and(|old| old == text.as_bytes());
    if equal && fs::symlink_metadata(part).is_err() {
        return Ok(false);
    }
    // A link is removed and not followed.
    if fs::symlink_metadata(part).is_ok_and(|there| there.is_symlink()) {
        fs::remove_file(part)?;
    }
    let Some(mut file) = lock::open(part)? else {
        let text = format!("another run is writing to `{}`", path.display());
        return Err(io::Error::new(io::ErrorKind::ResourceBusy, text));
    };
    if equal {
        // What an earlier run left, if it was cut off.
        return fs::remove_file(part).map(|()| false);
    }
    let filled = file.set_len(0).and_then(|()| {
        file.write_all(text.as_bytes())?;
        fs::rename(part, path)
    });
    if filled.is_err() {
        drop(fs::remove_file(part));
    }
    filled.map(|()| true)
}
