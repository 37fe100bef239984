//! Makes changes and compares what comes of them with what there was.

use std::collections::BTreeMap;

use codegen::{
    Input, Output,
    diff::{Change, Kind as Happened, Level, Wire, diff},
    name::Lock,
    report::Severity,
    settings::Settings,
    surface::Surface,
};
use serde_json::Value;

use super::{
    consumer::program,
    mutate::{KINDS, Kind, Made, mutate},
    random::Random,
    touched::touched,
    workspace::Workspace,
};

/// A description to be added to.
pub(crate) struct Document {
    pub(crate) name: String,
    pub(crate) value: Value,
    pub(crate) settings: String,
}

/// How much is done with a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// Changes, each on its own and all together.
    pub(crate) changes: usize,
    /// How many of them are compiled with a program that uses the old version.
    pub(crate) compiled: usize,
    /// Whether the names that were given are kept.
    pub(crate) locked: bool,
    pub(crate) seed: u64,
}

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) made: BTreeMap<Kind, usize>,
    pub(crate) broken: Vec<Broken>,
    pub(crate) compiled: usize,
}

/// A change that callers would notice.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) made: Made,
    pub(crate) how: Vec<String>,
}

/// All changes of the plan, one by one and then together.
pub(crate) fn run(document: &Document, plan: Plan) -> Outcome {
    let old = generate(
        &document.value.to_string(),
        &document.settings,
        &Lock::default(),
    );
    let old = old.expect("a description without errors");
    let kept = match plan.locked {
        true => Lock::read(&old.lock().to_text()).expect("what was written can be read"),
        false => Lock::default(),
    };
    let before = surface(&old);
    let workspace = (plan.compiled > 0).then(|| {
        let workspace = Workspace::new(&document.name, &before.package, &program(&before));
        workspace
            .check(&old.files)
            .expect("the program compiles against the old version");
        workspace
    });
    let mut outcome = Outcome::default();
    let (mut grown, mut latest) = (document.value.clone(), old.clone());
    let every = plan.changes / plan.compiled.max(1);
    for index in 0..plan.changes {
        let (value, made, seed) = change(document, &old, plan.seed, index);
        let made = match made {
            Some(made) => made,
            None => continue,
        };
        *outcome.made.entry(made.kind).or_default() += 1;
        let new = generate(&value.to_string(), &document.settings, &kept);
        let mut how = noticed(&before, &new, &made, (plan.locked, &old));
        if let (Some(workspace), Ok(new), 0) = (&workspace, &new, index % every.max(1)) {
            outcome.compiled += 1;
            how.extend(workspace.check(&new.files).err());
        }
        // The same kind of change where the description has grown to.
        mutate(&mut grown, &latest, made.kind, &mut Random(seed));
        if index % 25 == 24
            && let Ok(next) = generate(&grown.to_string(), &document.settings, &kept)
        {
            latest = next;
        }
        if !how.is_empty() {
            outcome.broken.push(Broken { made, how });
        }
    }
    if plan.locked {
        together(
            document,
            &grown,
            &kept,
            (&before, workspace.as_ref()),
            &mut outcome,
        );
    }
    outcome
}

/// The change with this number: other kinds are tried where one finds no place.
fn change(
    document: &Document,
    old: &Output,
    seed: u64,
    index: usize,
) -> (Value, Option<Made>, u64) {
    for attempt in 0..40 {
        let number = u64::try_from(index * 40 + attempt).expect("a number");
        let seed = seed.wrapping_mul(1_000_003).wrapping_add(number);
        let mut random = Random(seed);
        let kind = KINDS[random.below(KINDS.len())];
        let mut value = document.value.clone();
        if let Some(made) = mutate(&mut value, old, kind, &mut random) {
            return (value, Some(made), seed);
        }
    }
    (Value::Null, None, 0)
}

/// All changes at once.
fn together(
    document: &Document,
    grown: &Value,
    kept: &Lock,
    (before, workspace): (&Surface, Option<&Workspace>),
    outcome: &mut Outcome,
) {
    let made = Made {
        kind: Kind::Order,
        at: "/".to_owned(),
        what: "all changes together".to_owned(),
    };
    let new = generate(&grown.to_string(), &document.settings, kept);
    let mut how = major(before, &new);
    if let (Some(workspace), Ok(new)) = (workspace, &new) {
        how.extend(workspace.check(&new.files).err());
    }
    if !how.is_empty() {
        outcome.broken.push(Broken { made, how });
    }
}

fn noticed(
    before: &Surface,
    new: &Result<Output, Vec<Change>>,
    made: &Made,
    (locked, old): (bool, &Output),
) -> Vec<String> {
    if locked {
        return major(before, new);
    }
    let touched = touched(old, made);
    let mut how = major(before, new);
    how.retain(|told| {
        let mut words = told.split(|c: char| !c.is_alphanumeric() && c != '_');
        !words.any(|word| touched.contains(word))
    });
    how
}

pub(crate) fn major(before: &Surface, new: &Result<Output, Vec<Change>>) -> Vec<String> {
    let changes = match new {
        Ok(new) => diff(before, &surface(new)).changes,
        Err(refused) => refused.clone(),
    };
    let major = changes.iter().filter(|change| change.rust == Level::Major);
    major
        .map(
            |Change {
                 kind, item, what, ..
             }| format!("{kind} {item}: {what:.240}"),
        )
        .collect()
}

pub(crate) fn generate(text: &str, settings: &str, lock: &Lock) -> Result<Output, Vec<Change>> {
    let settings = Settings::read(settings).expect("settings");
    let input = Input {
        text,
        settings: &settings,
        lock,
        others: &|_| None,
        strict: false,
    };
    codegen::generate(&input).map_err(|report| {
        let errors = report.problems().iter();
        let errors = errors.filter(|one| one.severity == Severity::Error);
        let refused = errors.map(|error| Change {
            item: "all".to_owned(),
            kind: Happened::Removed,
            what: error.to_string(),
            rust: Level::Major,
            wire: Wire::None,
        });
        refused.collect()
    })
}

pub(crate) fn surface(output: &Output) -> Surface {
    Surface::read(&output.files).expect("emitted files are Rust")
}

/// What was broken, for a person.
pub(crate) fn told(broken: &[Broken]) -> String {
    let mut text = String::new();
    for Broken { made, how } in broken {
        text.push_str(&format!(
            "\n{:?} at {}: {:.200}\n",
            made.kind, made.at, made.what
        ));
        for line in how.iter().take(4) {
            text.push_str(&format!("    {line:.2000}\n"));
        }
        if how.len() > 4 {
            text.push_str(&format!("    and {} more\n", how.len() - 4));
        }
    }
    text
}
