//! `cargo xtask bench`: how long generating, compiling, reading and writing take, beside the
//! rivals, in one run.
//!
//! Whole processes: wall time, processor time and peak memory, medians of alternating runs; and the
//! instructions of some, where valgrind can count them. The emitted types are read and written by a
//! program for each tool; the runtime alone is measured by `cargo bench -p runtime --bench json`.

mod building;
mod compiling;
mod generating;
mod grown;
mod instructions;
mod process;
mod reading;
mod report;
mod tables;
mod tool;

use std::{path::PathBuf, process::ExitCode};

use miette::{IntoDiagnostic, miette};

use self::{
    process::Sample,
    tool::{TOOLS, Tool},
};
use crate::{corpus::target, root};

/// Measure generating, compiling, reading and writing beside other generators
///
/// The report is written anew after every document of every section, to `bench/report.md` in the
/// target folder.
#[derive(Debug, Clone, clap::Args)]
pub struct Arguments {
    /// The folder of the descriptions
    #[arg(long, value_name = "DIR", default_value = "../shared/corpus/dev")]
    pub corpus: PathBuf,
    /// The documents to generate from, by file name
    #[arg(long, value_name = "FILE", num_args = 1.., default_values = GENERATED)]
    pub generate: Vec<String>,
    /// The documents whose crates are compiled and whose largest types are read, by file name; the
    /// flagship always is
    #[arg(long, value_name = "FILE", num_args = 0.., default_values = COMPILED)]
    pub compile: Vec<String>,
    /// Where the rivals are: `cargo install --root DIR ploidy oas3-gen openapi-to-rust
    /// cargo-progenitor` puts them into DIR/bin
    #[arg(long, value_name = "DIR")]
    pub rivals: Option<PathBuf>,
    /// Measure these sections only; the report keeps the others as they were measured last
    #[arg(long, value_name = "SECTION", num_args = 1.., value_enum)]
    pub only: Vec<Section>,
    /// How often each is run
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub runs: usize,
    /// How often each is built for release; 0 for not at all
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub builds: usize,
    /// The largest made-up document, in megabytes; 0 for none
    #[arg(long, value_name = "MB", default_value_t = 100)]
    pub largest: usize,
}

const GENERATED: [&str; 5] = [
    "github.json",
    "cloudflare.json",
    "stripe.yaml",
    "openai.yaml",
    "nexus.json",
];
const COMPILED: [&str; 5] = [
    "spotify.yaml",
    "box.json",
    "stripe.yaml",
    "openai.yaml",
    "github.json",
];

/// A document, and what each tool took for it.
#[derive(Debug)]
struct Row {
    document: String,
    /// In megabytes.
    size: f64,
    /// For each tool, in the order of [`TOOLS`].
    samples: Vec<Result<Sample, String>>,
    /// Lines of what each tool emitted.
    lines: Vec<Option<tables::Lines>>,
    /// Bytes of machine code in a program that reads five types with what each tool emitted.
    code: Vec<Option<u64>>,
}

/// A part of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Section {
    /// Time and memory to generate a crate
    Generating,
    /// The same for one document many times over
    Growth,
    /// `cargo check` of the crate, and its lines
    Compiling,
    /// A release build of the crate, and the machine code of a program that uses it
    Building,
    /// Reading and writing JSON with the emitted types
    Reading,
}

impl Section {
    fn title(self) -> &'static str {
        match self {
            Section::Generating => "Generating",
            Section::Growth => "Generating from one document many times over",
            Section::Compiling => "`cargo check` of the crate alone",
            Section::Building => "A release build of the crate alone",
            Section::Reading => "Reading and writing",
        }
    }
}

impl Arguments {
    /// The sections to be measured.
    fn sections(&self) -> Vec<Section> {
        let asked = |section: &Section| match section {
            Section::Growth => self.largest > 0,
            Section::Building => self.builds > 0,
            Section::Generating | Section::Compiling | Section::Reading => true,
        };
        let all = <Section as clap::ValueEnum>::value_variants().iter();
        let wanted = all.filter(|section| self.only.is_empty() || self.only.contains(section));
        wanted.copied().filter(asked).collect()
    }
}

/// What is measured, and with what.
struct Bench {
    tools: Vec<Option<Tool>>,
    folder: PathBuf,
    runs: usize,
    page: report::Page,
}

/// Names and paths.
type Documents = [(String, PathBuf)];

/// Runs the command.
///
/// # Errors
/// If the descriptions are not there, or the report cannot be written.
pub fn run(arguments: &Arguments) -> miette::Result<ExitCode> {
    let folder = std::path::absolute(target().join("bench")).into_diagnostic()?;
    let rivals = match &arguments.rivals {
        Some(rivals) => rivals.join("bin"),
        None => target().join("rivals/bin"),
    };
    let tools: Vec<Option<Tool>> = TOOLS.iter().map(|tool| tool.find(&rivals)).collect();
    let place = |name: &String| {
        let path = arguments.corpus.join(name);
        match path.is_file() {
            true => Ok((name.clone(), path)),
            false => Err(miette!("there is no `{}`", path.display())),
        }
    };
    let generated = arguments.generate.iter().map(place);
    let generated = generated.collect::<miette::Result<Vec<_>>>()?;
    let mut compiled = vec![("routes.yaml".to_owned(), root().join("spec/openapi.yaml"))];
    for name in &arguments.compile {
        compiled.push(place(name)?);
    }
    let bench = Bench {
        page: report::Page::new(&folder, arguments, &tools).into_diagnostic()?,
        tools,
        folder,
        runs: arguments.runs,
    };
    bench.generating(&generated)?;
    bench.growth(&generated, arguments.largest)?;
    bench.compiling(&compiled)?;
    bench.building(&compiled, arguments.builds)?;
    bench.reading(&compiled)?;
    print!("{}", bench.page.text());
    println!("\nwritten to {}", bench.page.path().display());
    Ok(ExitCode::SUCCESS)
}

impl Bench {
    fn generating(&self, documents: &Documents) -> miette::Result<()> {
        if !self.page.wants(Section::Generating) {
            return Ok(());
        }
        let (tools, folder) = (&self.tools, &self.folder);
        let mut rows = Vec::new();
        self.each(Section::Generating, documents, |(name, path)| {
            rows.push(generating::row(tools, name, path, folder, self.runs)?);
            Ok(tables::generating(&rows, None, None))
        })?;
        let unchanged = generating::unchanged(tools, folder, self.runs)?;
        let instructions = instructions::rows(tools, documents, folder);
        let text = tables::generating(&rows, unchanged, Some(&instructions));
        let page = self.page.put(Section::Generating, &text, &[]);
        page.into_diagnostic()
    }

    fn growth(&self, documents: &Documents, largest: usize) -> miette::Result<()> {
        if !self.page.wants(Section::Growth) {
            return Ok(());
        }
        let rows = grown::rows(&self.tools, documents, &self.folder, largest)?;
        let page = self.page.put(Section::Growth, &tables::growth(&rows), &[]);
        page.into_diagnostic()
    }

    fn compiling(&self, documents: &Documents) -> miette::Result<()> {
        let mut rows = Vec::new();
        self.each(Section::Compiling, documents, |document| {
            let row = compiling::row(&self.tools, document, &self.folder, self.runs);
            rows.push(row?);
            Ok(tables::compiling(&rows))
        })
    }

    fn building(&self, documents: &Documents, runs: usize) -> miette::Result<()> {
        let mut rows = Vec::new();
        self.each(Section::Building, documents, |document| {
            let row = compiling::built(&self.tools, document, &self.folder, runs);
            rows.push(row?);
            Ok(tables::building(&rows))
        })
    }

    fn reading(&self, documents: &Documents) -> miette::Result<()> {
        let mut rows = Vec::new();
        self.each(Section::Reading, documents, |document| {
            let more = reading::rows(&self.tools, document, &self.folder, self.runs);
            rows.extend(more?);
            Ok(tables::reading(&rows))
        })
    }

    /// Measures a section document by document; the page has each as soon as it is known.
    fn each(
        &self,
        section: Section,
        documents: &Documents,
        mut measure: impl FnMut(&(String, PathBuf)) -> miette::Result<String>,
    ) -> miette::Result<()> {
        if !self.page.wants(section) {
            return Ok(());
        }
        for (index, document) in documents.iter().enumerate() {
            let text = measure(document)?;
            let left = documents.get(index + 1..).unwrap_or_default();
            self.page.put(section, &text, left).into_diagnostic()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        arguments: Arguments,
    }

    #[test]
    fn what_is_not_asked_for_is_not_measured() {
        let sections = |line: &[&str]| {
            let line = Line::try_parse_from([&["bench"], line].concat());
            line.map(|line| line.arguments.sections())
                .unwrap_or_default()
        };
        assert_eq!(sections(&[]).len(), 5);
        assert_eq!(sections(&["--only", "reading"]), [Section::Reading]);
        assert!(!sections(&["--largest", "0"]).contains(&Section::Growth));
        assert!(sections(&["--only", "building", "--builds", "0"]).is_empty());
    }
}
