//! One description on the disk becomes the files of one crate in memory.

use std::{
    collections::BTreeMap,
    io,
    path::{Component, Path, PathBuf},
};

use codegen::{
    Input, Output, load,
    name::Lock,
    report::{Report, Severity, codes},
    settings::{self, Settings},
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
    /// The text of the names given before; empty if there is none.
    pub lock: String,
    /// The texts of the other files that problems stand in, by what the problems call them.
    pub files: BTreeMap<String, String>,
    /// What came of it; without a crate, all problems.
    pub result: Result<Output, Report>,
}

impl Outcome {
    /// The worst problem met.
    pub fn worst(&self) -> Option<Severity> {
        match &self.result {
            Ok(output) => output.report.worst(),
            Err(report) => report.worst(),
        }
    }
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
        self.run_after(None)
    }

    /// A description with the settings beside it, unless others are named.
    pub fn beside(spec: PathBuf, config: Option<PathBuf>) -> Job {
        let config = config.or_else(|| {
            let beside = spec.with_file_name("codegen.toml");
            beside.exists().then_some(beside)
        });
        let lock = config
            .as_ref()
            .map(|path| path.with_file_name("names.lock"));
        Job {
            spec,
            config,
            lock,
            name: None,
            strict: false,
        }
    }

    /// The same, with the text of the names given before, in place of what stands on the disk.
    ///
    /// # Errors
    /// As of [`Job::run`].
    pub fn run_after(&self, names: Option<String>) -> io::Result<Outcome> {
        let text = read(&self.spec)?;
        let settings = self
            .config
            .as_deref()
            .map(read)
            .transpose()?
            .unwrap_or_default();
        let lock = match (names, self.lock.as_deref()) {
            (Some(names), _) => names,
            (None, Some(lock)) if lock.exists() => read(lock)?,
            (None, _) => String::new(),
        };
        let result = self.generate(&text, &settings, &lock);
        let mut outcome = Outcome {
            text,
            lock,
            files: BTreeMap::new(),
            result,
        };
        if let Err(report) = &outcome.result {
            outcome.files = self.texts(report, &settings, &outcome.lock);
        }
        Ok(outcome)
    }

    /// Finds out where the problems of a crate that was generated stand: a second look at the text,
    /// which is left to those who tell them.
    pub fn place(&self, outcome: &mut Outcome) {
        let Ok(output) = &mut outcome.result else {
            return;
        };
        let others = |path: &str| beside(self.folder(), path);
        load::place_as_written(&outcome.text, &others, &mut output.report);
        outcome.files = self.texts(&output.report, "", &outcome.lock);
    }

    fn folder(&self) -> &Path {
        self.spec.parent().unwrap_or(Path::new(""))
    }

    /// The texts of the files that problems stand in, other than the description.
    fn texts(&self, report: &Report, settings: &str, lock: &str) -> BTreeMap<String, String> {
        let mut texts = BTreeMap::new();
        for file in report.problems().iter().filter_map(|one| one.file.as_ref()) {
            if texts.contains_key(file) {
                continue;
            }
            let text = match () {
                () if Some(file) == shown(&self.config).as_ref() => settings.to_owned(),
                () if Some(file) == shown(&self.lock).as_ref() => lock.to_owned(),
                () => beside(self.folder(), file).unwrap_or_default(),
            };
            texts.insert(file.clone(), text);
        }
        texts
    }

    fn generate(&self, text: &str, settings: &str, lock: &str) -> Result<Output, Report> {
        let (mut settings, mut report) = Settings::read_part(settings);
        in_file(&mut report, &self.config);
        if let Some(name) = &self.name {
            settings.package.name = Some(name.clone());
        }
        let lock = Lock::read(lock).unwrap_or_else(|mut wrong| {
            in_file(&mut wrong, &self.lock);
            report.append(wrong);
            Lock::default()
        });
        let others = |path: &str| beside(self.folder(), path);
        let input = Input {
            text,
            settings: &settings,
            lock: &lock,
            others: &others,
            strict: self.strict,
        };
        if report.problems().is_empty() {
            return codegen::generate(&input).map_err(|report| self.named(report, &settings));
        }
        // Nothing will be generated; what is wrong with the description is told all the same.
        let more = match codegen::understand(&input) {
            Ok((_, mut more)) => {
                load::place_as_written(text, &others, &mut more);
                more
            }
            Err(more) => more,
        };
        report.append(more);
        report.sort();
        Err(self.named(report, &settings))
    }

    /// The problems of the settings, under the name of their file, and with what there is in the
    /// place of an overlay that is not.
    fn named(&self, mut report: Report, settings: &Settings) -> Report {
        for problem in report.problems_mut() {
            let here = problem.file.as_deref() == Some(settings::FILE);
            if here && problem.code == codes::BAD_OVERLAY {
                let index = problem.at.last().and_then(|index| index.parse().ok());
                let file = index.and_then(|index: usize| settings.overlays.get(index));
                if let Some(near) = file.and_then(|file| self.alike(file)) {
                    problem.help = format!("write `{near}`, or correct its path");
                }
            }
            if here && let Some(config) = shown(&self.config) {
                problem.file = Some(config);
            }
        }
        report
    }

    /// The file that stands where `path` does not, and is called nearly so.
    fn alike(&self, path: &str) -> Option<String> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let beside = self.folder().join(folder);
        let here = beside == Path::new("");
        let entries = fs::read_dir(if here { Path::new(".") } else { &beside }).ok()?;
        let names: Vec<String> = entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect();
        let near = settings::nearest(name, names.iter().map(String::as_str))?;
        Some(match folder {
            "" => near.to_owned(),
            folder => format!("{folder}/{near}"),
        })
    }
}

/// A path as problems call it.
fn shown(file: &Option<PathBuf>) -> Option<String> {
    let file = file.as_ref()?;
    let here = std::env::current_dir().unwrap_or_default();
    let file = file.strip_prefix(here).unwrap_or(file);
    Some(file.display().to_string())
}

/// Says which file the problems are of.
fn in_file(report: &mut Report, file: &Option<PathBuf>) {
    for problem in report.problems_mut() {
        problem.file = shown(file);
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
