//! `cargo xtask …`: the commands of this workspace.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;
use xtask::{bench, corpus, diff, explain, fuzz, generate, slice};

// A run makes millions of small values on several threads; the system's allocator took a third of
// its time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The commands of this workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Bench(bench::Arguments),
    Generate(generate::Arguments),
    Corpus(corpus::Arguments),
    Diff(diff::Arguments),
    Explain(explain::Arguments),
    Fuzz(fuzz::Arguments),
    Slice(slice::Arguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Fuzz(arguments) => fuzz::run(&arguments),
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Slice(arguments) => slice::run(&arguments),
    };
    match result {
        Ok(code) => code,
        Err(report) => {
            eprintln!("{report:?}");
            ExitCode::FAILURE
        }
    }
}
