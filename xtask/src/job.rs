//! One description on the disk becomes the files of one crate in memory.

use std::{
    io,
    path::{Component, Path, PathBuf},
};

use codegen::{
    Input, Output, load,
    name::Lock,
    report::{Report, Severity},
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
    /// What came of it; without a crate, all problems.
    pub result: Result<Output, Report>,
}

impl Job {
    /// The client of this workspace: `spec/` to `generated-client/`.
    pub fn flagship(root: &Path) -> Job {
        Job {
            spec: root.join("spec/openapi.yaml"),
            config: Some(root.join("spec/codegen.toml")),
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
        let result = match Settings::read(&settings) {
            Ok(settings) => self.generate(&text, settings),
            Err(report) => Err(self.in_config(report)),
        };
        Ok(Outcome {
            text,
            settings,
            result,
        })
    }

    fn generate(&self, text: &str, mut settings: Settings) -> Result<Output, Report> {
        if let Some(name) = &self.name {
            settings.package.name = Some(name.clone());
        }
        let folder = self.spec.parent().unwrap_or(Path::new(""));
        let others = |path: &str| beside(folder, path);
        let mut output = codegen::generate(&Input {
            text,
            settings: &settings,
            lock: &Lock::default(),
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

    fn in_config(&self, report: Report) -> Report {
        let mut located = Report::default();
        for problem in report.problems() {
            let mut problem = problem.clone();
            problem.file = self
                .config
                .as_ref()
                .map(|config| config.display().to_string());
            located.push(problem);
        }
        located
    }
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
