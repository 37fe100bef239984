//! `cargo xtask slice`: operations are cut out of a full description on the disk.

use std::{path::PathBuf, process::ExitCode};

use codegen::{
    load,
    report::Report,
    slice::{Selection, slice, to_yaml},
};
use fs_err as fs;
use miette::{IntoDiagnostic, miette};

use crate::{tree, with_big_stack};

/// Cut operations out of a full description, with everything they refer to
#[derive(Debug, Clone, clap::Args)]
pub struct Arguments {
    /// The full description, as JSON or YAML
    #[arg(long, value_name = "FILE")]
    pub from: PathBuf,
    /// Keep the operations whose path matches; `*` stands for a segment, `**` for one or more
    #[arg(long, value_name = "GLOB", num_args = 1.., required_unless_present = "tag")]
    pub path: Vec<String>,
    /// Keep the operations with this tag
    #[arg(long, value_name = "TAG", num_args = 1..)]
    pub tag: Vec<String>,
    /// Where the slice goes: JSON if it ends in .json, else YAML
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// If the description cannot be read, a pattern matches nothing, or the slice cannot be written.
pub fn run(arguments: &Arguments) -> miette::Result<ExitCode> {
    let text = fs::read_to_string(&arguments.from).into_diagnostic()?;
    let (text, operations) = match with_big_stack(|| cut(&text, arguments)) {
        Ok(cut) => cut?,
        Err(panic) => std::panic::resume_unwind(panic),
    };
    tree::write_file(&arguments.out, &text).into_diagnostic()?;
    let lines = text.lines().count();
    println!(
        "{}: {operations} operations, {lines} lines",
        arguments.out.display()
    );
    Ok(ExitCode::SUCCESS)
}

fn cut(text: &str, arguments: &Arguments) -> miette::Result<(String, usize)> {
    let mut report = Report::default();
    let description = load::read_value(text, &mut report).ok_or_else(|| {
        let problems: Vec<String> = report.problems().iter().map(ToString::to_string).collect();
        miette!(
            "`{}` cannot be read: {}",
            arguments.from.display(),
            problems.join("; ")
        )
    })?;
    let selection = Selection {
        paths: arguments.path.clone(),
        tags: arguments.tag.clone(),
        ..Selection::default()
    };
    let slice = slice(&description, &selection).into_diagnostic()?;
    let json = arguments
        .out
        .extension()
        .is_some_and(|ending| ending == "json");
    let text = match json {
        true => serde_json::to_string_pretty(&slice.value).into_diagnostic()? + "\n",
        false => to_yaml(&slice.value),
    };
    Ok((text, slice.operations))
}
