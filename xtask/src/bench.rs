//! `cargo xtask bench`: how long generating and compiling take, beside the rivals, in one run.
//!
//! Whole processes only: wall time, processor time and peak memory, medians of alternating runs;
//! and the instructions of some, where valgrind can count them.
//! What runs inside a process is measured by `cargo bench -p runtime --bench json`.

mod building;
mod compiling;
mod generating;
mod grown;
mod instructions;
mod process;
mod report;
mod tool;

use std::{path::PathBuf, process::ExitCode};

use fs_err as fs;
use miette::{IntoDiagnostic, miette};

use self::{
    process::Sample,
    tool::{TOOLS, Tool},
};
use crate::{corpus::target, root};

/// Measure generating and compiling beside other generators
#[derive(Debug, Clone, clap::Args)]
pub struct Arguments {
    /// The folder of the descriptions
    #[arg(long, value_name = "DIR", default_value = "../shared/corpus/dev")]
    pub corpus: PathBuf,
    /// The documents to generate from, by file name
    #[arg(long, value_name = "FILE", num_args = 1.., default_values = GENERATED)]
    pub generate: Vec<String>,
    /// The documents whose crates are compiled, by file name; the flagship always is
    #[arg(long, value_name = "FILE", num_args = 0.., default_values = COMPILED)]
    pub compile: Vec<String>,
    /// Where the rivals are: `cargo install --root DIR ploidy oas3-gen openapi-to-rust
    /// cargo-progenitor` puts them into DIR/bin
    #[arg(long, value_name = "DIR")]
    pub rivals: Option<PathBuf>,
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
    lines: Vec<Option<report::Lines>>,
    /// Bytes of machine code in a program that reads five types with what each tool emitted.
    code: Vec<Option<u64>>,
}

/// Runs the command.
///
/// # Errors
/// If the descriptions are not there, or the report cannot be written.
pub fn run(arguments: &Arguments) -> miette::Result<ExitCode> {
    let folder = target().join("bench");
    fs::create_dir_all(&folder).into_diagnostic()?;
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
    let measured = report::Measured {
        generating: generating::rows(&tools, &generated, &folder, arguments.runs)?,
        unchanged: generating::unchanged(&tools, &folder, arguments.runs)?,
        instructions: instructions::rows(&tools, &generated, &folder),
        growth: grown::rows(&tools, &generated, &folder, arguments.largest)?,
        compiling: compiling::rows(&tools, &compiled, &folder, arguments.runs)?,
        building: compiling::built(&tools, &compiled, &folder, arguments.builds)?,
    };
    let text = report::text(&tools, &measured, arguments);
    let path = folder.join("report.md");
    fs::write(&path, &text).into_diagnostic()?;
    print!("{text}");
    println!("\nwritten to {}", path.display());
    Ok(ExitCode::SUCCESS)
}
