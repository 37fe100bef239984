//! `cargo xtask explain`: what became of a place in the description, or where a Rust item is from.

use std::{fmt::Write as _, path::PathBuf, process::ExitCode};

use codegen::{
    Output,
    map::{Argument, Entry, Map, Operation, Part, Reply, Type},
};
use miette::{IntoDiagnostic, miette};

use crate::{job::Job, root, with_big_stack};

/// How many places or parts of one item are listed.
const SHOWN: usize = 12;

/// Tell what became of a place in the description, or where a Rust item is from
#[derive(Debug, Clone, clap::Args)]
pub struct Arguments {
    /// A JSON pointer (`#/components/schemas/Pet`), a Rust path (`types::Pet::name`,
    /// `Client::list_pets`, or its end), an `operationId`, or `GET /path`
    #[arg(value_name = "POINTER|RUST_PATH")]
    pub query: String,
    /// The description, as JSON or YAML [default: spec/openapi.yaml of this workspace]
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,
    /// The settings [default: codegen.toml beside the description, if there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// If the description cannot be read, or nothing can be generated from it.
pub fn run(arguments: &Arguments) -> miette::Result<ExitCode> {
    let mut job = Job::flagship(&root());
    if let Some(spec) = &arguments.spec {
        job.spec = spec.clone();
        job.strict = false;
        let beside = spec.with_file_name("codegen.toml");
        job.config = beside.exists().then_some(beside);
    }
    if arguments.config.is_some() {
        job.config = arguments.config.clone();
    }
    let outcome = match with_big_stack(|| job.run()) {
        Ok(outcome) => outcome.into_diagnostic()?,
        Err(panic) => std::panic::resume_unwind(panic),
    };
    let output = outcome.result.map_err(|report| {
        let first = report
            .problems()
            .iter()
            .max_by_key(|problem| problem.severity);
        let first = first.map(ToString::to_string).unwrap_or_default();
        miette!("nothing can be generated: {first}")
    })?;
    match explain(&output.model.map(), &arguments.query) {
        Some(text) => {
            print!("{text}");
            Ok(ExitCode::SUCCESS)
        }
        None => {
            eprintln!("nothing is called or stands at `{}`", arguments.query);
            Ok(ExitCode::FAILURE)
        }
    }
}

/// What became of all nodes of a description, for a person.
pub fn summary(output: &Output, text: &str) -> String {
    let account = output.account(text);
    let mut text = format!(
        "{} nodes: {} emitted, {} degraded, {} refused\n",
        account.nodes, account.emitted, account.degraded, account.refused
    );
    for (reason, nodes) in &account.ignored {
        let _ = writeln!(text, "{nodes} left out: {reason}");
    }
    let _ = writeln!(
        text,
        "{} of {} schemas degraded ({:.2} %)",
        account.degraded_schemas,
        account.schemas,
        100.0 * account.degraded_share()
    );
    let degraded = output.report.problems().iter();
    for problem in degraded.filter(|problem| problem.degraded) {
        let _ = writeln!(text, "  {problem}");
    }
    text
}

/// What the map says of `query`, in a few lines; `None` if it knows nothing.
pub fn explain(map: &Map, query: &str) -> Option<String> {
    let found = map.find(query);
    if found.entries.is_empty() {
        return None;
    }
    let mut text = String::new();
    if let Some(above) = &found.above {
        text.push_str(&format!(
            "nothing of its own stands there; it is part of {above}:\n"
        ));
    }
    for entry in &found.entries {
        describe(&mut text, *entry);
    }
    Some(text)
}

// Writing to a string cannot fail, so that its results say nothing.
fn describe(text: &mut String, entry: Entry<'_>) {
    match entry {
        Entry::Operation(operation) => describe_operation(text, operation),
        Entry::Argument(operation, argument) => {
            let _ = writeln!(text, "{}", argument_line(argument));
            let _ = writeln!(text, "  of {} ({})", operation.rust, operation.wire);
            let _ = writeln!(text, "  from {}", argument.pointer);
        }
        Entry::Reply(operation, reply) => {
            let _ = writeln!(text, "{}", reply_line(reply));
            let _ = writeln!(text, "  of {} ({})", operation.rust, operation.wire);
            let _ = writeln!(text, "  from {}", reply.pointer);
        }
        Entry::Type(type_) => describe_type(text, type_),
        Entry::Part(type_, part) => {
            let _ = writeln!(text, "{}", part_line(type_, part));
            let _ = writeln!(
                text,
                "  in the {} {} ({})",
                type_.kind, type_.rust, type_.file
            );
            places(text, &part.pointers);
        }
        Entry::Alias(alias) => {
            let _ = writeln!(text, "{} is written out as {}", alias.pointer, alias.type_);
        }
    }
}

fn describe_operation(text: &mut String, operation: &Operation) {
    let _ = writeln!(text, "{} -> {}", operation.rust, operation.returns);
    let _ = writeln!(text, "  {} in {}", operation.wire, operation.file);
    for method in &operation.also {
        let _ = writeln!(text, "  also as scopes::{method}");
    }
    let _ = writeln!(text, "  from {}", operation.pointer);
    for argument in operation.arguments.iter().chain(&operation.setters) {
        let _ = writeln!(text, "  {}", argument_line(argument));
    }
    for reply in operation.replies.iter().chain(&operation.errors) {
        let _ = writeln!(text, "  {}", reply_line(reply));
    }
}

fn describe_type(text: &mut String, type_: &Type) {
    let _ = writeln!(text, "{} {} in {}", type_.kind, type_.rust, type_.file);
    places(text, &type_.pointers);
    for part in &type_.parts {
        let _ = writeln!(text, "  {}", part_line(type_, part));
    }
}

fn places(text: &mut String, pointers: &[String]) {
    for pointer in pointers.iter().take(SHOWN) {
        let _ = writeln!(text, "  from {pointer}");
    }
    if pointers.len() > SHOWN {
        let _ = writeln!(text, "  and from {} more places", pointers.len() - SHOWN);
    }
}

fn argument_line(argument: &Argument) -> String {
    let Argument {
        rust,
        type_,
        place,
        wire,
        ..
    } = argument;
    format!("{rust}: {type_} carries {wire} in the {place}")
}

fn reply_line(reply: &Reply) -> String {
    let holds = match &reply.variant {
        Some(variant) => format!("{variant}({})", reply.type_),
        None => reply.type_.clone(),
    };
    match reply.media.as_str() {
        "" => format!("{}: {holds}", reply.status),
        media => format!("{}: {holds} from {media}", reply.status),
    }
}

fn part_line(owner: &Type, part: &Part) -> String {
    let Part {
        rust, type_, wire, ..
    } = part;
    let rust = match type_.as_str() {
        "" => rust.clone(),
        type_ => format!("{rust}: {type_}"),
    };
    match wire.as_str() {
        "" => rust,
        "*" => format!("{rust} keeps what the description does not name"),
        wire if owner.told_by == "JSON" => format!("{rust} is {wire} in JSON"),
        wire => format!("{rust} is of {} {wire}", owner.told_by),
    }
}
