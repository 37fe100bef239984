//! What every row of a list means on the smallest description: the code that is emitted for it, and
//! what that code does with values, requests and replies.
//!
//! Each file in `tests/rows` holds a description (schemas, or `paths:` and `schemas:`), below a line
//! of `=` what is tried with it, and below another one what is emitted. A line that is tried is
//! followed by its outcome, indented:
//!
//! * `Type <- JSON` reads the value as the type and writes it again;
//! * `ask EXPRESSION` sends a request and shows what goes over the wire;
//! * `say EXPRESSION` shows a value;
//! * `STATUS MEDIA BODY >> EXPRESSION` shows what comes of a request that is answered so. `MEDIA`
//!   may go on with headers: `text/csv;X-Id=5`.
//!
//! All descriptions are compiled as one crate, but for those of `tests/rows/settings`: their first
//! lines, behind `#:`, are settings, and each is a crate of its own. Files that a description refers
//! to stand in `tests/rows/beside`. A description that begins with `# docs` is shown with its docs,
//! one that begins with `# 3.0` is of that version. With `UPDATE=1` outcomes and code are written.

#![expect(clippy::panic, reason = "a test may end so, also in its helpers")]

mod crates;
mod program;

use std::{collections::BTreeMap, fmt::Write, fs, path::PathBuf, sync::Mutex};

use codegen::{
    Input, Output, generate,
    name::Lock,
    report::{Report, Severity},
    settings::Settings,
};

/// What parts the description, what is tried, and what is emitted.
const LINE: &str = "\n======\n";

/// A file of `tests/rows`.
struct Row {
    path: PathBuf,
    /// As it stands in the file.
    description: String,
    /// What a person decides.
    settings: String,
    paths: String,
    schemas: String,
    /// The lines that are tried, each with the outcome it should have.
    cases: Vec<(String, String)>,
    emitted: String,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/rows")
}

fn rows(below: &str) -> Vec<Row> {
    let entries = fs::read_dir(folder().join(below)).expect("the rows");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths.into_iter().map(row).collect()
}

fn row(path: PathBuf) -> Row {
    let text = fs::read_to_string(&path).expect("a text");
    let mut parts = text.split(LINE);
    let description = parts.next().unwrap_or_default().trim_end().to_owned();
    let mut cases: Vec<(String, String)> = Vec::new();
    for line in parts.next().unwrap_or_default().lines() {
        match (line.starts_with("  "), cases.last_mut()) {
            (true, Some((_, outcome))) => *outcome += &format!("{line}\n"),
            _ if line.trim().is_empty() => {}
            _ => cases.push((line.to_owned(), String::new())),
        }
    }
    let emitted = parts.next().unwrap_or_default().to_owned();
    let settings = description
        .lines()
        .filter_map(|line| line.strip_prefix("#: "));
    let settings: String = settings.map(|line| format!("{line}\n")).collect();
    let body: String = description
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| format!("{line}\n"))
        .collect();
    let (paths, schemas) = match body.strip_prefix("paths:\n") {
        Some(body) => match body.split_once("schemas:\n") {
            Some((paths, schemas)) => (paths.to_owned(), schemas.to_owned()),
            None => (body.to_owned(), String::new()),
        },
        None => (String::new(), indented(&body)),
    };
    Row {
        path,
        description,
        settings,
        paths,
        schemas,
        cases,
        emitted,
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}

/// The whole description. Paths and schemas are indented once.
fn document(version: &str, paths: &str, schemas: &str) -> String {
    let paths = if paths.is_empty() { "  {}\n" } else { paths };
    let schemas = match indented(schemas) {
        none if none.is_empty() => "    {}\n".to_owned(),
        some => some,
    };
    format!(
        "openapi: {version}\ninfo: {{title: Rows, version: '1'}}\n\
         servers: [{{url: 'https://rows.example'}}]\npaths:\n{paths}components:\n  schemas:\n{schemas}"
    )
}

fn run(text: &str, settings: &str) -> Result<Output, Report> {
    let settings = Settings::read(settings).expect("settings");
    generate(&Input {
        text,
        settings: &settings,
        lock: &Lock::default(),
        others: &|path| fs::read_to_string(folder().join(path)).ok(),
        strict: false,
    })
}

fn output(text: &str, settings: &str) -> Output {
    match run(text, settings) {
        Ok(output) => output,
        Err(report) => panic!("{:?}\n{text}", report.problems()),
    }
}

/// The crate of one row.
fn alone(row: &Row) -> Output {
    let old = row.description.starts_with("# 3.0");
    let version = if old { "3.0.4" } else { "3.1.1" };
    output(&document(version, &row.paths, &row.schemas), &row.settings)
}

/// The types without docs, the methods, and what was told.
fn emitted(row: &Row) -> String {
    let output = alone(row);
    let docs = row.description.starts_with("# docs");
    let mut text = String::new();
    for (path, file) in &output.files {
        if path == "src/types.rs" || path.starts_with("src/types/") {
            text += &code(file, docs);
        }
        if path == "src/client.rs" || path.starts_with("src/client/") {
            text += &methods(file);
        }
    }
    for problem in output.report.problems() {
        if problem.severity > Severity::Note {
            let _ = writeln!(text, "{:?} {problem}", problem.severity);
        }
    }
    text
}

/// The items of a file: no imports, no functions, and docs only where they are wanted.
fn code(file: &str, docs: bool) -> String {
    let mut text = String::new();
    let mut skipped = false;
    for line in file.lines() {
        let starts = |words: &[&str]| words.iter().any(|word| line.starts_with(word));
        let skips = starts(&[
            "use ",
            "impl ",
            "#[non_exhaustive",
            "#[derive",
            "#![",
            "pub use",
        ]);
        if !line.is_empty() && !line.starts_with(' ') && !line.starts_with('}') {
            skipped = skips && !line.ends_with(';') && !line.ends_with(']');
            if skips {
                continue;
            }
        }
        let said = line.trim_start();
        if skipped
            || said.is_empty()
            || (!docs && said.starts_with("//"))
            || said.starts_with("// ")
        {
            if line == "}" {
                skipped = false;
            }
            continue;
        }
        text += line;
        text.push('\n');
    }
    text
}

/// The signatures of the methods, one a line.
fn methods(file: &str) -> String {
    let mut text = String::new();
    let mut open = false;
    for line in file.lines().map(str::trim) {
        if line == "#[deprecated]" {
            text += "#[deprecated] ";
        }
        open |= line.starts_with("pub fn ");
        if open {
            text += line.trim_end_matches('{').trim_end();
            text.push(if line.ends_with('{') { '\n' } else { ' ' });
            open = !line.ends_with('{');
        }
    }
    let text = text.replace("( ", "(").replace(", )", ")");
    let lines = text.lines().filter(|line| !line.contains(" builder("));
    lines.map(|line| format!("{line}\n")).collect()
}

/// What should stand in a file.
enum Fresh {
    Outcomes(Vec<String>),
    Emitted(String),
}

/// The file as it should be.
fn written(row: &Row, fresh: &Fresh) -> String {
    let due = || row.cases.iter().map(|(_, due)| due.clone()).collect();
    let (outcomes, emitted): (Vec<String>, &str) = match fresh {
        Fresh::Outcomes(outcomes) => (outcomes.clone(), &row.emitted),
        Fresh::Emitted(emitted) => (due(), emitted),
    };
    let mut cases = String::new();
    for ((case, _), outcome) in row.cases.iter().zip(outcomes) {
        let outcome = outcome.trim_end();
        let end = if outcome.is_empty() { "" } else { "\n" };
        let _ = writeln!(cases, "{case}{end}{outcome}");
    }
    let cases = cases.trim_end();
    format!("{}{LINE}{cases}{LINE}{emitted}", row.description)
}

/// One test writes at a time, and takes what the other one wrote.
static WRITING: Mutex<()> = Mutex::new(());

fn check(rows: &[Row], wrong: &[(usize, Fresh)]) {
    let mut told = Vec::new();
    for (index, fresh) in wrong {
        let _writing = WRITING.lock();
        let path = &rows[*index].path;
        let text = written(&row(path.clone()), fresh);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(path, &text).expect("a writable file");
        }
        told.push(format!("{}\n{text}", path.display()));
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn every_row_is_emitted_as_it_says() {
    let mut rows = rows("");
    rows.extend(self::rows("settings"));
    assert!(rows.len() > 10, "there are no rows");
    let fresh = rows.iter().map(emitted).enumerate();
    let wrong = fresh.filter(|(index, fresh)| rows[*index].emitted.trim() != fresh.trim());
    let wrong: Vec<_> = wrong
        .map(|(index, fresh)| (index, Fresh::Emitted(fresh)))
        .collect();
    check(&rows, &wrong);
}

/// No name may stand in two rows that are one crate.
fn told_apart(rows: &[Row]) {
    let mut names = BTreeMap::new();
    for row in rows {
        for line in row.schemas.lines().chain(row.paths.lines()) {
            let named = line.starts_with("  ") && !line.starts_with("   ");
            if let (true, Some((name, _))) = (named, line.split_once(':')) {
                let other = names.insert(name.to_owned(), row.path.clone());
                assert!(
                    other.is_none(),
                    "{name} in {} and {other:?}",
                    row.path.display()
                );
            }
        }
    }
}

fn cases(row: &Row) -> Vec<&str> {
    row.cases.iter().map(|(case, _)| case.as_str()).collect()
}

#[test]
fn every_row_does_what_it_says() {
    let mut rows = rows("");
    told_apart(&rows);
    let paths: String = rows.iter().map(|row| row.paths.as_str()).collect();
    let schemas: String = rows.iter().map(|row| row.schemas.as_str()).collect();
    let all = output(&document("3.1.1", &paths, &schemas), "");
    let tried: Vec<Vec<&str>> = rows.iter().map(cases).collect();
    let program = program::text(&tried, &all);
    let mut crates = vec![("rows".to_owned(), all, program)];
    let settings = self::rows("settings");
    for row in &settings {
        let name = row.path.file_stem().expect("a name").to_string_lossy();
        let output = alone(row);
        let program = program::text(&[cases(row)], &output);
        crates.push((name.into_owned(), output, program));
    }
    rows.extend(settings);
    let mut said = crates::run(&crates).into_iter();
    let mut wrong = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let outcomes: Vec<String> = said.by_ref().take(row.cases.len()).collect();
        assert_eq!(outcomes.len(), row.cases.len(), "the program ended early");
        if row
            .cases
            .iter()
            .zip(&outcomes)
            .any(|((_, due), found)| due != found)
        {
            wrong.push((index, Fresh::Outcomes(outcomes)));
        }
    }
    check(&rows, &wrong);
}
