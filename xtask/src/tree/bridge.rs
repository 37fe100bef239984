//! While more than one thing of what is compiled changes, cargo is led to a copy of the new sources.
//!
//! `Cargo.toml` is the pointer, as a link is where programs are deployed. First it gives way to a
//! bridge: the new manifest, with the path of the library leading into the copy. Then everything
//! else changes, unseen by cargo, and last comes the manifest as it will stay. Each is one rename, so
//! that cargo sees all of the old crate or all of the new one; taken back in reverse, too.
//!
//! Only the library is led away: other targets, and whatever lies outside the generated folders,
//! stay where they are. A relative path in the manifest means the same, because it has not moved.

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
};

use fs_err as fs;
use toml_edit::{DocumentMut, table, value};

use super::{
    Entry, Files, WORK, folder,
    steps::{create_parent, staged},
};

/// The file from which cargo knows what it compiles.
pub(super) const CARGO: &str = "Cargo.toml";

/// The folder in the work folder that holds the copy.
pub(super) const NEXT: &str = "next";

const HEADER: &str = "\
# A write is under way, or was cut off: then the next run of the generator mends this file.
";

/// The bridge to `files`; `None` if they are no crate with a library.
pub(super) fn manifest(files: &Files) -> Option<String> {
    let mut document: DocumentMut = files.get(CARGO)?.parse().ok()?;
    document.get("package")?.as_table_like()?;
    let library = document.entry("lib").or_insert_with(table);
    let library = library.as_table_like_mut()?;
    let path = match library.get("path") {
        Some(path) => path.as_str()?.to_owned(),
        None => "src/lib.rs".to_owned(),
    };
    if !files.contains_key(&path) {
        return None;
    }
    library.insert("path", value(format!("{WORK}/{NEXT}/{path}")));
    Some(format!("{HEADER}{document}"))
}

/// Whether cargo compiles what stands at `path`, as far as a path can tell.
pub(super) fn is_compiled(path: &str) -> bool {
    path == CARGO || path.contains('/') || path.ends_with(".rs")
}

/// Copies what `out` will hold to where the bridge leads, by links where the disk knows them:
/// the generated folders with all that is in them, and the generated files beside them.
///
/// # Errors
/// If the disk refuses.
pub(super) fn copy(out: &Path, files: &Files, entries: &[Entry<'_>]) -> io::Result<()> {
    let next = out.join(WORK).join(NEXT);
    fs::create_dir_all(&next)?;
    let changed: BTreeSet<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
    let mut folders = BTreeSet::new();
    for path in files.keys().filter(|path| *path != CARGO) {
        if let Some((folder, _)) = path.split_once('/') {
            folders.insert(folder);
        }
        let from = match changed.contains(path.as_str()) {
            true => staged(out, path),
            false => out.join(path),
        };
        create_parent(&next.join(path))?;
        folder::keep(&from, &next.join(path))?;
    }
    let mut links = Vec::new();
    for folder in folders.into_iter().filter(|name| out.join(name).exists()) {
        copy_rest(out, folder, &changed, &mut links)?;
    }
    // After everything that they may lead to.
    links.iter().try_for_each(|path| copy_link(out, path))
}

/// Copies what is not the generator's in `folder`; symbolic links are only noted.
fn copy_rest(
    out: &Path,
    folder: &str,
    gone: &BTreeSet<&str>,
    links: &mut Vec<String>,
) -> io::Result<()> {
    let next = out.join(WORK).join(NEXT);
    for entry in fs::read_dir(out.join(folder))? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            // No source that cargo could name.
            continue;
        };
        let path = format!("{folder}/{name}");
        let kind = entry.file_type()?;
        if kind.is_dir() {
            copy_rest(out, &path, gone, links)?;
        } else if kind.is_symlink() {
            links.push(path);
        } else if kind.is_file() && !gone.contains(path.as_str()) && !next.join(&path).exists() {
            create_parent(&next.join(&path))?;
            folder::keep(&entry.path(), &next.join(&path))?;
        }
    }
    Ok(())
}

/// Makes a link again in the copy, that leads to what it led to: in the copy if that has it.
fn copy_link(out: &Path, path: &str) -> io::Result<()> {
    let (from, to) = (out.join(path), out.join(WORK).join(NEXT).join(path));
    create_parent(&to)?;
    let here = |path: &Path| path.parent().map(Path::to_owned).unwrap_or_default();
    let aim = fs::read_link(&from)?;
    let aim: PathBuf = match here(&to).join(&aim).exists() {
        true => aim,
        false => std::path::absolute(here(&from).join(aim))?,
    };
    link(&aim, &to)
}

#[cfg(unix)]
fn link(aim: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(aim, to)
}

/// Not every user may make links here, and what they lead to does as well.
#[cfg(not(unix))]
fn link(aim: &Path, to: &Path) -> io::Result<()> {
    match aim.is_file() {
        true => folder::keep(aim, to),
        false => Ok(()),
    }
}
