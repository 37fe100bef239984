//! One description on the disk becomes the files of one crate in memory.

use std::{
    io,
    path::{Component, Path, PathBuf},
};

use codegen::{
    Input, Output, load,
    name::Lock,
    report::{Problem, Report, Severity},
    settings::Settings,
};
use fs_err as fs;

/// The largest text that is read, in bytes.
const LARGEST: u64 = 256 << 20;

/// What to generate from.
#[derive(Debug, Clone)]
pub struct Job {
    /// The description.
    pub spec: PathBuf,
    /// The settings, if there are any.
    pub config: Option<PathBuf>,
    /// The names given before, if they are kept; the file need not exist yet.
    pub lock: Option<PathBuf>,
    /// The name of the crate, above the one in the settings.
    pub name: Option<String>,
    /// Whether a problem that could be mended stops the run.
    pub strict: bool,
}

/// A crate, or why there is none.
#[derive(Debug)]
pub struct Outcome {
    /// The text of the description.
    pub text: String,
    /// The text of the settings.
    pub settings: String,
    /// The text of the names given before; empty if there is none.
    pub lock: String,
    /// What came of it; without a crate, all problems.
    pub result: Result<Output, Report>,
}

impl Job {
    /// The client of this workspace: `spec/` to `generated-client/`.
    pub fn flagship(root: &Path) -> Job {
        Job {
            spec: root.join("spec/openapi.yaml"),
            config: Some(root.join("spec/codegen.toml")),
            lock: Some(root.join("spec/names.lock")),
            name: None,
            strict: true,
        }
    }

    /// Reads the description and the settings, and generates.
    ///
    /// # Errors
    /// If a file cannot be read. A problem of what the files say is in the [`Outcome`].
    pub fn run(&self) -> io::Result<Outcome> {
        let text = read(&self.spec)?;
        let settings = self
            .config
            .as_deref()
            .map(read)
            .transpose()?
            .unwrap_or_default();
        let lock = self.lock.as_deref().filter(|lock| lock.exists());
        let lock = lock.map(read).transpose()?.unwrap_or_default();
        let result = self.generate(&text, &settings, &lock);
        Ok(Outcome {
            text,
            settings,
            lock,
            result,
        })
    }

    fn generate(&self, text: &str, settings: &str, lock: &str) -> Result<Output, Report> {
        let mut settings =
            Settings::read(settings).map_err(|report| in_file(report, &self.config))?;
        let lock = Lock::read(lock).map_err(|report| in_file(report, &self.lock))?;
        if let Some(name) = &self.name {
            settings.package.name = Some(name.clone());
        }
        let folder = self.spec.parent().unwrap_or(Path::new(""));
        let others = |path: &str| beside(folder, path);
        let mut output = codegen::generate(&Input {
            text,
            settings: &settings,
            lock: &lock,
            others: &others,
            strict: self.strict,
        })?;
        // Notes are told without their places, unless there is more to tell.
        if output.report.worst() >= Some(Severity::Warning) {
            let document = &output.model.document;
            load::place(document, text, &others, &mut output.report);
        }
        Ok(output)
    }
}

/// The problems of a file other than the description.
fn in_file(report: Report, file: &Option<PathBuf>) -> Report {
    let mut located = Report::default();
    for problem in report.problems() {
        let file = file.as_ref().map(|file| file.display().to_string());
        located.push(Problem {
            file,
            ..problem.clone()
        });
    }
    located
}

fn read(path: &Path) -> io::Result<String> {
    let size = fs::metadata(path)?.len();
    if size > LARGEST {
        let text = format!("`{}` has {size} bytes; {LARGEST} are read", path.display());
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, text));
    }
    fs::read_to_string(path)
}

/// A text below the folder of the description. A path that leaves it is as good as missing: a
/// description of a stranger must not choose what is read.
fn beside(folder: &Path, path: &str) -> Option<String> {
    let plain = Path::new(path)
        .components()
        .all(|component| matches!(component, Component::Normal(_) | Component::CurDir));
    if !plain {
        return None;
    }
    let folder = fs::canonicalize(if folder == Path::new("") {
        Path::new(".")
    } else {
        folder
    });
    let full = fs::canonicalize(folder.as_ref().ok()?.join(path)).ok()?;
    full.starts_with(folder.ok()?).then(|| read(&full).ok())?
}
