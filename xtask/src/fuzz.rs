//! `cargo xtask fuzz`: descriptions bent out of shape must be refused or become a sound crate.
//!
//! A case is its seed: the same seed makes the same case, on every machine that has the same
//! descriptions to bend. `codegen/docs/fuzzing.md` says what must hold, and what was found.

mod bend;
mod beside;
mod bytes;
mod case;
mod dice;
mod pool;
mod watch;
mod words;

use std::{
    io::{Seek, SeekFrom, Write},
    path::PathBuf,
    process::{Command, ExitCode},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use fs_err as fs;
use miette::IntoDiagnostic;

use crate::{corpus, root, tree};
use case::{Case, Told};
use pool::Seed;
use watch::Watch;

/// The stack of a worker: no more than the main thread of a program has.
const STACK: usize = 8 << 20;

/// Bend descriptions out of shape, and check that what is generated from them is sound
#[derive(Debug, Clone, clap::Args)]
pub struct Arguments {
    /// How many cases
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub cases: u64,
    /// The seed of the first case; each next one has the next number
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Published descriptions, to be bent beside those kept here
    #[arg(long, value_name = "DIR")]
    pub corpus: Option<PathBuf>,
    /// Run `cargo check` on so many of the crates
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub compile: usize,
    /// How many cases are run at once
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub jobs: usize,
    /// Check too that the names given before give the same crate once more (fuzzing.md tells which
    /// cases still fail)
    #[arg(long)]
    pub names: bool,
    /// Write what each case is made of to a folder
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
    /// Where the cases under way are noted, for the process that started this one
    #[arg(long, value_name = "FILE", hide = true)]
    pub note: Option<PathBuf>,
}

impl Arguments {
    /// The command that runs a case alone.
    pub(crate) fn command(&self, seed: u64) -> String {
        let corpus = self.corpus.as_ref();
        let corpus = corpus.map(|folder| format!(" --corpus {}", folder.display()));
        format!(
            "cargo xtask fuzz --cases 1 --seed {seed}{}",
            corpus.unwrap_or_default()
        )
    }
}

/// What came of all cases.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many cases were run.
    pub cases: usize,
    /// How many of them a crate was generated from.
    pub generated: usize,
    /// How often a crate was generated in all.
    pub runs: usize,
    /// How many descriptions there were to bend.
    pub pool: usize,
    /// The longest that a case took, and which.
    pub slowest: (Duration, u64),
    /// What went wrong, by seed.
    pub failures: Vec<(u64, String)>,
    /// Crates to be compiled.
    crates: Vec<(u64, tree::Files)>,
    /// The crate of the last case.
    fresh: Option<tree::Files>,
}

/// Runs the command: in a process of its own, so that a case that overflows the stack is named too.
///
/// # Errors
/// If the process cannot be started, or a crate cannot be written.
pub fn run(arguments: &Arguments) -> miette::Result<ExitCode> {
    if arguments.note.is_some() {
        return inside(arguments);
    }
    let folder = tempfile_folder()?;
    let note = folder.join("seeds");
    let status = Command::new(std::env::current_exe().into_diagnostic()?)
        .args(std::env::args_os().skip(1))
        .arg("--note")
        .arg(&note)
        .status()
        .into_diagnostic()?;
    let seeds = fs::read_to_string(&note).unwrap_or_default();
    drop(fs::remove_dir_all(folder));
    if status.code().is_none() {
        for seed in seeds.lines().filter_map(|line| line.trim().parse().ok()) {
            eprintln!(
                "the process died ({status}) in case {seed}: {}",
                arguments.command(seed)
            );
        }
    }
    Ok(match status.success() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

fn tempfile_folder() -> miette::Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("xtask-fuzz-{}", std::process::id()));
    fs::create_dir_all(&folder).into_diagnostic()?;
    Ok(folder)
}

fn inside(arguments: &Arguments) -> miette::Result<ExitCode> {
    let start = Instant::now();
    let mut outcome = all(arguments);
    if arguments.compile > 0 {
        compile(&mut outcome)?;
    }
    for (seed, failure) in &outcome.failures {
        println!("case {seed}: {failure}\n    {}", arguments.command(*seed));
    }
    println!("{}", outcome.line(start.elapsed()));
    Ok(match outcome.failures.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

impl Outcome {
    fn add(&mut self, seed: u64, case: &Case, told: Result<Told, String>, took: Duration) {
        self.cases += 1;
        self.slowest = self.slowest.max((took, seed));
        match told {
            Err(failure) => self
                .failures
                .push((seed, format!("{}: {failure}", case.origin))),
            Ok(told) => {
                self.runs += told.runs;
                self.generated += usize::from(told.files.is_some());
                self.fresh = told.files;
            }
        }
    }

    fn line(&self, took: Duration) -> String {
        let Outcome {
            cases,
            generated,
            runs,
            pool,
            slowest: (longest, slowest),
            failures,
            crates,
            ..
        } = self;
        format!(
            "{cases} cases bent from {pool} descriptions: {generated} gave a crate ({runs} runs, {} \
             compiled), {} failed; {} s, the longest {} ms (case {slowest})",
            crates.len(),
            failures.len(),
            took.as_secs(),
            longest.as_millis(),
        )
    }
}

/// Runs all cases.
pub fn all(arguments: &Arguments) -> Outcome {
    let mut pool = pool::kept(&root());
    if let Some(folder) = &arguments.corpus {
        pool.extend(pool::published(folder));
    }
    let jobs = arguments.jobs.max(1);
    let run = Run {
        arguments,
        watch: Watch::over(jobs, arguments.clone()),
        next: AtomicU64::new(0),
        outcome: Mutex::new(Outcome {
            pool: pool.len(),
            ..Outcome::default()
        }),
        pool,
    };
    std::thread::scope(|scope| {
        for worker in 0..jobs {
            let run = &run;
            let thread = std::thread::Builder::new().stack_size(STACK);
            if let Err(error) = thread.spawn_scoped(scope, move || run.work(worker)) {
                eprintln!("a worker could not be started: {error}");
            }
        }
    });
    let mut outcome = run.outcome.into_inner().unwrap_or_default();
    outcome.failures.sort();
    outcome
}

/// What the workers share.
struct Run<'a> {
    arguments: &'a Arguments,
    pool: Vec<Seed>,
    watch: Watch,
    next: AtomicU64,
    outcome: Mutex<Outcome>,
}

impl Run<'_> {
    /// Takes one case after the other.
    fn work(&self, worker: usize) {
        loop {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            if index >= self.arguments.cases {
                return;
            }
            let seed = self.arguments.seed.wrapping_add(index);
            self.note(worker, seed);
            let case = Case::make(seed, &self.pool);
            self.keep(&case, seed);
            let (told, took) = self
                .watch
                .watched(worker, seed, || case.judge(self.arguments.names));
            let Ok(mut outcome) = self.outcome.lock() else {
                return;
            };
            outcome.add(seed, &case, told, took);
            if let Some(files) = outcome.fresh.take()
                && outcome.crates.len() < self.due(index)
                && case.settings.is_empty()
            {
                outcome.crates.push((seed, files));
            }
        }
    }

    /// How many crates should have been put by for compiling, after so many cases.
    fn due(&self, index: u64) -> usize {
        let cases = self.arguments.cases.max(1);
        let wanted = u64::try_from(self.arguments.compile).unwrap_or(u64::MAX);
        let due = wanted.saturating_mul(index + 1).div_ceil(cases);
        usize::try_from(due).unwrap_or(usize::MAX)
    }

    /// Tells the process that started this one which case is under way.
    fn note(&self, worker: usize, seed: u64) {
        let Some(path) = &self.arguments.note else {
            return;
        };
        let file = fs::File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path);
        let written = file.and_then(|mut file| {
            file.seek(SeekFrom::Start(21 * worker as u64))?;
            file.write_all(format!("{seed:>20}\n").as_bytes())
        });
        if let Err(error) = written {
            eprintln!("{error}");
        }
    }

    fn keep(&self, case: &Case, seed: u64) {
        let Some(folder) = &self.arguments.keep else {
            return;
        };
        let parts = [
            ("description", &case.text),
            ("other.yaml", &case.other),
            ("codegen.toml", &case.settings),
            ("overlay.yaml", &case.overlay),
        ];
        for (name, text) in parts {
            let folder = folder.join(seed.to_string());
            let written =
                fs::create_dir_all(&folder).and_then(|()| fs::write(folder.join(name), text));
            if let Err(error) = written {
                eprintln!("{error}");
            }
        }
    }
}

/// Compiles the crates that were put by.
fn compile(outcome: &mut Outcome) -> miette::Result<()> {
    let out = corpus::target().join("fuzz-crates");
    let mut names = Vec::new();
    for (seed, files) in &outcome.crates {
        let name = format!("case-{seed}");
        let mut files = files.clone();
        if let Some(manifest) = files.get_mut("Cargo.toml") {
            *manifest = renamed(manifest, &corpus::package(&name));
        }
        tree::write(&files, &out.join(&name), true).into_diagnostic()?;
        names.push(name);
    }
    for (name, complaints) in corpus::compiled(&names, &out)? {
        let seed = name.trim_start_matches("case-").parse().unwrap_or_default();
        let complaints = complaints.into_iter().map(|text| (seed, text));
        outcome.failures.extend(complaints);
    }
    Ok(())
}

/// The manifest with another package name: that of a description may be one that cargo knows.
fn renamed(manifest: &str, name: &str) -> String {
    let mut found = false;
    let lines = manifest
        .lines()
        .map(|line| match line.starts_with("name = ") && !found {
            true => {
                found = true;
                format!("name = {name:?}\n")
            }
            false => format!("{line}\n"),
        });
    lines.collect()
}
