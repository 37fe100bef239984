//! One function tells how a folder differs from the files it should hold; the answer is shown or
//! written, so that checking and writing can never disagree.
//!
//! Only what the generator wrote is ever replaced or removed: the list of it stands in
//! [`MANIFEST`], which is written with the files. Nothing is followed through a symbolic link.

mod bridge;
mod folder;
mod lock;
mod single;
mod steps;
mod swap;
#[cfg(test)]
mod tests;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    io, iter,
    path::{Path, PathBuf},
};

use fs_err as fs;

pub use single::write_file;
pub use swap::{Written, carry_out, mend, write};

/// The files of a crate: path below its folder, parted by `/`, to text.
pub type Files = BTreeMap<String, String>;

/// The list of the files that the generator wrote, in the folder it wrote them to.
pub const MANIFEST: &str = ".codegen-files";

/// The folder in which a write is prepared; it exists only while one is under way.
const WORK: &str = ".codegen";

/// What has to happen to one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is missing.
    Create,
    /// It has another text.
    Replace,
    /// The generator wrote it once and does not any more.
    Remove,
}

/// One file that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'f> {
    /// Path below the folder, parted by `/`.
    pub path: String,
    /// What has to happen.
    pub change: Change,
    /// What stands there now.
    pub old: Option<Vec<u8>>,
    /// What should stand there.
    pub new: Option<Cow<'f, str>>,
    /// Whether the file that stands there is not the generator's.
    pub foreign: bool,
}

/// How a folder differs from the files it should hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference<'f> {
    /// The files that are not as they should be, by path.
    pub entries: Vec<Entry<'f>>,
    /// How many files are as they should be.
    pub unchanged: usize,
    /// Files in a generated folder that the generator neither writes nor wrote.
    pub strangers: Vec<String>,
    /// Whether an earlier write was cut off and waits to be mended.
    pub interrupted: bool,
}

impl Difference<'_> {
    /// Whether the folder is exactly as it should be.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.strangers.is_empty() && !self.interrupted
    }
}

/// Why a folder cannot be compared or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TreeError {
    /// A path that is not a plain relative path, or differs from another only in case.
    #[error("the generated path `{0}` cannot be written: {1}")]
    Path(String, &'static str),
    /// A symbolic link where a generated file or folder belongs.
    #[error("`{0}` is a symbolic link, which the generator does not write through")]
    Link(PathBuf),
    /// A file where a folder must be.
    #[error("`{0}` is a file, where a folder must be")]
    NotAFolder(PathBuf),
    /// A folder where a file must be.
    #[error("`{0}` is a folder, where a file must be")]
    NotAFile(PathBuf),
    /// Files the generator did not write stand in the way.
    #[error("the generator did not write {}; --force overwrites", list(.0))]
    Foreign(Vec<PathBuf>),
    /// The list of written files holds something that is no path below its folder.
    #[error("`{0}` holds `{1}`, which is no path below its folder")]
    Manifest(PathBuf, String),
    /// The folder in which a write is prepared is there, and is not of the generator's making.
    #[error("`{0}` is not the generator's, which prepares its writes there; move or delete it")]
    Work(PathBuf),
    /// Another run is writing to the same folder.
    #[error("another run is writing to `{0}`")]
    Busy(PathBuf),
    /// The disk refused; what was there before is there again.
    #[error("nothing was changed in `{out}`")]
    Io {
        /// The folder that was to be written.
        out: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// An earlier write was cut off, and the disk refuses to put back what was there before it.
    #[error("an earlier write to `{out}` was cut off, and could not be taken back")]
    Mend {
        /// The folder that was written.
        out: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The disk refused, and then refused to put back what was there before.
    #[error("`{out}` is half written ({undo}); the next `generate` mends it")]
    Stuck {
        /// The folder that was to be written.
        out: PathBuf,
        /// What the system said when the old files were put back.
        undo: io::Error,
        /// What the system said first.
        source: io::Error,
    },
}

fn list(paths: &[PathBuf]) -> String {
    let shown: Vec<_> = paths
        .iter()
        .take(5)
        .map(|path| format!("`{}`", path.display()))
        .collect();
    match paths.len().saturating_sub(5) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// How `out` differs from `files` and the list of them. Reads only.
///
/// # Errors
/// [`TreeError`] if a path is unusable, or something other than a file or folder stands in its
/// place.
pub fn compare<'f>(files: &'f Files, out: &Path) -> Result<Difference<'f>, TreeError> {
    check_paths(files)?;
    let wrote = read_manifest(out)?;
    let texts = files
        .iter()
        .map(|(path, text)| (path.as_str(), Cow::Borrowed(text.as_str())));
    let mut difference = Difference {
        interrupted: swap::interrupted(out),
        ..Difference::default()
    };
    let mut folders = BTreeSet::new();
    let list = list_of(files.keys().map(String::as_str));
    for (path, new) in iter::once((MANIFEST, Cow::Owned(list))).chain(texts) {
        check_folders(out, path, &mut folders)?;
        let old = read_file(out, path)?;
        if old.as_deref() == Some(new.as_bytes()) {
            difference.unchanged += 1;
            continue;
        }
        let change = match old {
            Some(_) => Change::Replace,
            None => Change::Create,
        };
        difference.entries.push(Entry {
            path: path.to_owned(),
            change,
            foreign: old.is_some() && path != MANIFEST && !wrote.contains(path),
            old,
            new: Some(new),
        });
    }
    let wanted = |path: &str| path == MANIFEST || files.contains_key(path);
    orphans(out, &wanted, &wrote, &mut folders, &mut difference)?;
    difference.strangers = strangers(out, files, &wrote)?;
    difference.entries.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(difference)
}

/// Finds what the generator wrote once and does not any more.
fn orphans(
    out: &Path,
    wanted: &dyn Fn(&str) -> bool,
    wrote: &BTreeSet<String>,
    folders: &mut BTreeSet<PathBuf>,
    difference: &mut Difference<'_>,
) -> Result<(), TreeError> {
    for path in wrote.iter().filter(|path| !wanted(path)) {
        check_folders(out, path, folders)?;
        if let Some(old) = read_file(out, path)? {
            difference.entries.push(Entry {
                path: path.clone(),
                change: Change::Remove,
                old: Some(old),
                new: None,
                foreign: false,
            });
        }
    }
    Ok(())
}

/// The text of a list of files.
fn list_of<'p>(paths: impl Iterator<Item = &'p str>) -> String {
    let mut text = String::from(
        "# The files in this folder that the generator wrote, and may replace or remove.\n",
    );
    for path in paths {
        text.push_str(path);
        text.push('\n');
    }
    text
}

/// What the text of a list names.
fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn read_manifest(out: &Path) -> Result<BTreeSet<String>, TreeError> {
    let bytes = read_file(out, MANIFEST)?.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let mut wrote = BTreeSet::new();
    for line in listed(&text) {
        // The list is a text that anyone can edit; it must not reach outside its folder.
        check_path(line).map_err(|_| TreeError::Manifest(out.join(MANIFEST), line.to_owned()))?;
        wrote.insert(line.to_owned());
    }
    Ok(wrote)
}

/// What stands at `path`; `None` if nothing does.
fn read_file(out: &Path, path: &str) -> Result<Option<Vec<u8>>, TreeError> {
    let full = out.join(path);
    let metadata = match fs::symlink_metadata(&full) {
        Ok(metadata) => metadata,
        Err(error) if absent(&error) => return Ok(None),
        Err(source) => {
            return Err(TreeError::Io {
                out: out.to_owned(),
                source,
            });
        }
    };
    if metadata.is_symlink() {
        return Err(TreeError::Link(full));
    }
    if metadata.is_dir() {
        return Err(TreeError::NotAFile(full));
    }
    let read = fs::read(&full);
    read.map(Some).map_err(|source| TreeError::Io {
        out: out.to_owned(),
        source,
    })
}

/// Refuses a symbolic link or a file in the place of `out` or of a folder above `path`.
fn check_folders(out: &Path, path: &str, folders: &mut BTreeSet<PathBuf>) -> Result<(), TreeError> {
    let mut folder = out.to_owned();
    let mut names = path.split('/');
    names.next_back();
    // The folder itself may be reached through a link: that is the caller's choice.
    if folders.insert(folder.clone()) && out.exists() && !out.is_dir() {
        return Err(TreeError::NotAFolder(folder));
    }
    for name in names {
        folder.push(name);
        if !folders.insert(folder.clone()) {
            continue;
        }
        match fs::symlink_metadata(&folder) {
            Ok(metadata) if metadata.is_symlink() => return Err(TreeError::Link(folder)),
            Ok(metadata) if !metadata.is_dir() => return Err(TreeError::NotAFolder(folder)),
            Ok(_) => {}
            Err(error) if absent(&error) => {}
            Err(source) => {
                return Err(TreeError::Io {
                    out: out.to_owned(),
                    source,
                });
            }
        }
    }
    Ok(())
}

fn absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Files in the folders that are generated as a whole (`src`) which are nobody's.
fn strangers(
    out: &Path,
    files: &Files,
    wrote: &BTreeSet<String>,
) -> Result<Vec<String>, TreeError> {
    let generated: BTreeSet<&str> = files
        .keys()
        .filter_map(|path| Some(path.split_once('/')?.0))
        .collect();
    let mut strangers = Vec::new();
    let mut pending: Vec<String> = generated.into_iter().map(str::to_owned).collect();
    while let Some(folder) = pending.pop() {
        let entries = match fs::read_dir(out.join(&folder)) {
            Ok(entries) => entries,
            Err(error) if absent(&error) => continue,
            Err(source) => {
                return Err(TreeError::Io {
                    out: out.to_owned(),
                    source,
                });
            }
        };
        for entry in entries {
            let entry = entry.map_err(|source| TreeError::Io {
                out: out.to_owned(),
                source,
            })?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => pending.push(path),
                _ if files.contains_key(&path) || wrote.contains(&path) => {}
                _ => strangers.push(path),
            }
        }
    }
    strangers.sort();
    Ok(strangers)
}

fn check_paths(files: &Files) -> Result<(), TreeError> {
    let mut folded = BTreeSet::new();
    for path in files.keys() {
        check_path(path).map_err(|why| TreeError::Path(path.clone(), why))?;
        if !folded.insert(path.to_ascii_lowercase()) {
            return Err(TreeError::Path(
                path.clone(),
                "another differs from it only in case",
            ));
        }
    }
    Ok(())
}

/// Whether `path` is a plain path below its folder, on every system.
fn check_path(path: &str) -> Result<(), &'static str> {
    if path == MANIFEST || path == WORK || path.starts_with(".codegen/") {
        return Err("the writer keeps it for itself");
    }
    for name in path.split('/') {
        if name.is_empty() || name == "." || name == ".." {
            return Err("it is not a plain path below its folder");
        }
        if !name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
        {
            return Err("a name in it holds more than letters, digits, `_`, `-` and `.`");
        }
    }
    Ok(())
}
