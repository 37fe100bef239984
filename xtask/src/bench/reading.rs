//! How long the emitted types take to be read from JSON and written, on the same bytes for all.

mod program;
mod texts;
pub(super) mod types;

use std::path::{Path, PathBuf};

use fs_err as fs;
use miette::IntoDiagnostic;

use self::{program::Said, types::Declared};
use super::{
    compiling,
    process::{middle, turns},
    tables::REFUSES,
    tool::Tool,
};
use crate::root;

/// What one reader took for one text, medians.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Figures {
    /// In nanoseconds.
    pub(super) read: u64,
    /// In nanoseconds; none where the type cannot be written.
    pub(super) write: Option<u64>,
    /// How often memory was asked for.
    pub(super) allocations: u64,
}

/// A text, and what each reader took for it.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) document: String,
    pub(super) type_: String,
    pub(super) order: &'static str,
    /// In bytes.
    pub(super) size: usize,
    /// Ours with its own reader.
    pub(super) own: Result<Figures, String>,
    /// Each tool through `serde_json`, in the order of [`TOOLS`](super::tool::TOOLS).
    pub(super) tools: Vec<Result<Figures, String>>,
}

/// A type that may be measured.
struct Subject {
    name: String,
    /// Where each tool has it.
    paths: Vec<Option<String>>,
    /// In the description's order and shuffled.
    texts: [PathBuf; 2],
    sizes: [usize; 2],
}

const ORDERS: [&str; 2] = ["in order", "shuffled"];
/// How many types are measured for each document.
const MEASURED: usize = 3;
/// How many are tried for that.
const TRIED: usize = 6;
/// How much of a text is read in a run of a program, in bytes.
const BYTES: usize = 50_000_000;

/// One document: its three largest response types, or the flagship's list of routes.
///
/// # Errors
/// The description cannot be read, or the texts cannot be written.
pub(super) fn rows(
    tools: &[Option<Tool>],
    (name, path): &(String, PathBuf),
    folder: &Path,
    runs: usize,
) -> miette::Result<Vec<Reading>> {
    let spec = fs::canonicalize(path).into_diagnostic()?;
    let make =
        |tool: &Option<Tool>| compiling::make(tool.as_ref().ok_or("not installed")?, &spec, folder);
    let crates: Vec<Result<PathBuf, String>> = tools.iter().map(make).collect();
    let places = types::places(tools, &crates);
    let texts = folder.join("texts").join(name);
    fs::create_dir_all(&texts).into_diagnostic()?;
    let flagship = fs::canonicalize(root().join("spec/openapi.yaml")).into_diagnostic()?;
    let subjects = subjects(&spec, spec == flagship, tools, &places, &texts);
    let subjects = subjects.map_err(|error| miette::miette!("{name}: {error}"))?;
    eprintln!("read {name}");
    let build = |index: usize| {
        let tool = tools[index].as_ref().ok_or("not installed")?;
        let out = crates[index].as_ref().map_err(Clone::clone)?;
        let path = |subject: &Subject| subject.paths[index].clone();
        let paths: Vec<Option<String>> = subjects.iter().map(path).collect();
        let paths: Vec<Option<&str>> = paths.iter().map(Option::as_deref).collect();
        program::build(tool, out, folder, &paths)
    };
    let programs: Vec<Result<PathBuf, String>> = (0..tools.len()).map(build).collect();
    let run = |index: usize, subjects: &[(usize, &Subject)], bytes: usize| {
        let texts = subjects.iter().flat_map(|(index, subject)| {
            let texts = subject.texts.iter();
            texts.map(|text| (*index, text.as_path()))
        });
        let texts: Vec<(usize, &Path)> = texts.collect();
        program::run(
            programs[index].as_ref().map_err(Clone::clone)?,
            bytes,
            &texts,
        )
    };
    let all: Vec<(usize, &Subject)> = subjects.iter().enumerate().collect();
    let tried = turns(1, tools.len(), |index| run(index, &all, 1));
    tell(tools, &tried);
    let mut chosen = all;
    let mut at = 0..;
    chosen.retain(|_| at.next().is_some_and(|at| is_read(&tried, 2 * at)));
    chosen.truncate(MEASURED);
    let taken = turns(runs, tools.len(), |index| run(index, &chosen, BYTES));
    Ok(readings(name, &chosen, &taken))
}

/// Says which texts cannot be read, and which programs fail: what the report lacks for that.
fn tell(tools: &[Option<Tool>], tried: &[Result<Vec<Vec<Said>>, String>]) {
    for (tool, tried) in tools.iter().zip(tried) {
        let Some(tool) = tool else { continue };
        let name = tool.kind.name;
        match tried {
            Err(error) => eprintln!("  {name}: {error}"),
            Ok(said) => {
                for (text, _, figures) in said.iter().flatten() {
                    if let Err(why) = figures {
                        eprintln!("  {name}: text {text}: {why}");
                    }
                }
            }
        }
    }
}

/// The types that ours has and a rival, with their texts.
fn subjects(
    spec: &Path,
    is_flagship: bool,
    tools: &[Option<Tool>],
    places: &[Option<Declared>],
    folder: &Path,
) -> Result<Vec<Subject>, String> {
    let suite = texts::suite(spec)?;
    let names = match is_flagship {
        // It has no name in the description; every tool finds its own, but keeps the fields.
        true => vec![LIST.to_owned()],
        false => types::response_types(spec),
    };
    let mut subjects = Vec::new();
    for name in names {
        let path = |(tool, place): (&Option<Tool>, &Option<Declared>)| {
            let (tool, place) = (tool.as_ref()?, place.as_ref()?);
            let path = match is_flagship {
                true => place.with_fields(&LIST_FIELDS),
                false => place.named(&tool.kind, &name),
            };
            path.map(ToOwned::to_owned)
        };
        let paths: Vec<Option<String>> = tools.iter().zip(places).map(path).collect();
        let ours = paths.first().and_then(Option::as_deref);
        let (Some(ours), true) = (ours, paths.iter().flatten().count() > 1) else {
            continue;
        };
        let own = ours.rsplit("::").next().unwrap_or(ours);
        let texts = match is_flagship {
            true => texts::routes(&suite, own),
            false => texts::texts(&suite, own),
        };
        let Some(texts) = texts else { continue };
        let files = ORDERS.map(|order| folder.join(format!("{name} {order}.json")));
        for (file, text) in files.iter().zip(&texts) {
            fs::write(file, text).map_err(|error| error.to_string())?;
        }
        subjects.push(Subject {
            name,
            paths,
            texts: files,
            sizes: texts.each_ref().map(String::len),
        });
        if subjects.len() == TRIED {
            break;
        }
    }
    Ok(subjects)
}

/// What the flagship's list of routes is called in the report.
const LIST: &str = "list of routes";
/// Its members.
const LIST_FIELDS: [&str; 5] = [
    "routes",
    "page",
    "per_page",
    "order_by",
    "order_by_direction",
];

/// Whether ours reads a text, and a rival.
fn is_read(tried: &[Result<Vec<Vec<Said>>, String>], text: usize) -> bool {
    let reads = |tool: &Result<Vec<Vec<Said>>, String>| {
        let said = tool.iter().flatten().flatten();
        let mut said = said.filter(|(at, _, _)| *at == text);
        said.any(|(_, _, figures)| figures.is_ok())
    };
    let mut tools = tried.iter();
    tools.next().is_some_and(reads) && tools.any(reads)
}

/// The medians for each text.
fn readings(
    document: &str,
    subjects: &[(usize, &Subject)],
    taken: &[Result<Vec<Vec<Said>>, String>],
) -> Vec<Reading> {
    let figures = |tool: &Result<Vec<Vec<Said>>, String>, text: usize, own: bool| {
        let runs = tool.as_ref().map_err(Clone::clone)?;
        let said = runs.iter().flatten();
        let said = said.filter(|(at, by_own, _)| (*at, *by_own) == (text, own));
        let figures: Result<Vec<Figures>, String> = said.map(|said| said.2.clone()).collect();
        let figures = figures.map_err(|why| format!("{REFUSES}{why}"))?;
        let read = middle(figures.iter().map(|figures| figures.read));
        let allocations = middle(figures.iter().map(|figures| figures.allocations));
        Ok(Figures {
            read: read.ok_or("not run")?,
            write: middle(figures.iter().filter_map(|figures| figures.write)),
            allocations: allocations.ok_or("not run")?,
        })
    };
    let mut readings = Vec::new();
    for (at, (_, subject)) in subjects.iter().enumerate() {
        for (nth, order) in ORDERS.into_iter().enumerate() {
            let text = 2 * at + nth;
            let tools = taken.iter().zip(&subject.paths).map(|(tool, path)| {
                let figures = figures(tool, text, false);
                match path {
                    None if tool.is_ok() => Err("no such type".to_owned()),
                    _ => figures,
                }
            });
            readings.push(Reading {
                document: document.to_owned(),
                type_: subject.name.clone(),
                order,
                size: subject.sizes[nth],
                own: taken.first().map_or_else(
                    || Err("not run".to_owned()),
                    |ours| figures(ours, text, true),
                ),
                tools: tools.collect(),
            });
        }
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(read: u64) -> Result<Figures, String> {
        Ok(Figures {
            read,
            write: Some(read),
            allocations: 1,
        })
    }

    #[test]
    fn a_type_counts_that_ours_and_a_rival_read() {
        let ours = Ok(vec![vec![(0, true, figures(1)), (2, true, figures(1))]]);
        let rival = Ok(vec![vec![
            (0, false, Err("no".to_owned())),
            (2, false, figures(1)),
        ]]);
        let tried = [ours, Err("not installed".to_owned()), rival];
        assert!(!is_read(&tried, 0));
        assert!(is_read(&tried, 2));
    }

    #[test]
    fn each_text_has_its_medians() {
        let subject = Subject {
            name: "Album".to_owned(),
            paths: vec![Some("types::Album".to_owned()), None],
            texts: Default::default(),
            sizes: [10, 11],
        };
        let run = |read| vec![(0, true, figures(read)), (1, false, Err("no".to_owned()))];
        let taken = [Ok(vec![run(3), run(1), run(2)]), Ok(Vec::new())];
        let readings = readings("a.json", &[(5, &subject)], &taken);
        assert_eq!(readings[0].own, figures(2));
        assert_eq!(readings[1].size, 11);
        assert_eq!(readings[1].tools[0], Err("refuses: no".to_owned()));
        assert_eq!(readings[1].tools[1], Err("no such type".to_owned()));
    }
}
