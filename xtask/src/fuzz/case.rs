//! One seed becomes one case, and the case is judged by what must hold of every input.

use std::panic::{AssertUnwindSafe, catch_unwind};

use codegen::{
    Input, Output, load,
    name::Lock,
    report::{Report, Severity},
    settings::Settings,
    slice::{Selection, slice},
};
use serde_json::Value;

use super::{bend, beside, bytes, dice::Dice, pool::Seed};
use crate::tree::Files;

/// What is given to the generator.
#[derive(Debug, Clone)]
pub(super) struct Case {
    /// What it was bent from.
    pub(super) origin: String,
    /// The description.
    pub(super) text: String,
    /// The same in the other language, where it is one value.
    twin: Option<String>,
    /// Another description, beside it.
    pub(super) other: String,
    /// `codegen.toml`.
    pub(super) settings: String,
    /// `overlay.yaml`.
    pub(super) overlay: String,
    /// Whether `names.lock` is made of the names that come out first.
    relock: bool,
    dice: Dice,
}

/// What came of a case.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The crate; `None` if the description was refused.
    pub(super) files: Option<Files>,
    /// How often a crate was generated.
    pub(super) runs: usize,
}

impl Case {
    /// The case that belongs to a seed.
    pub(super) fn make(seed: u64, pool: &[Seed]) -> Case {
        let mut dice = Dice::new(seed);
        let from = &pool[dice.below(pool.len())];
        let other = &pool[dice.below(pool.len())];
        let mut value = from.value.clone();
        for _ in 0..dice.count(24) {
            bend::bend(&mut value, &other.value, &mut dice);
        }
        let settings = match dice.one_in(4) {
            true => beside::settings(&value, &mut dice),
            false => String::new(),
        };
        let overlay = beside::overlay(&value, &mut dice);
        let (json, yaml) = (value.to_string(), load::to_yaml(&value));
        // A merge in YAML, and a member like any other in JSON.
        let merges = json.contains("\"<<\":");
        let (text, twin) = match dice.one_in(3) {
            true => (yaml, json),
            false => (json, yaml),
        };
        let (text, twin) = match dice.one_in(4) {
            true => (bytes::bend(&text, &twin, &mut dice), None),
            false => (text, Some(twin).filter(|_| !merges)),
        };
        Case {
            origin: from.name.clone(),
            text,
            twin,
            other: other.value.to_string(),
            settings,
            overlay,
            relock: dice.one_in(6),
            dice,
        }
    }

    /// Generates from it, and says what does not hold.
    pub(super) fn judge(&self, names: bool) -> Result<Told, String> {
        let judged = catch_unwind(AssertUnwindSafe(|| self.judged(names)));
        judged.unwrap_or_else(|panic| Err(format!("panic: {}", crate::message(&*panic))))
    }

    fn judged(&self, names: bool) -> Result<Told, String> {
        let settings = Settings::read(&self.settings).unwrap_or_default();
        let mut told = Told::default();
        self.cut();
        let Some(output) = self.generate(&self.text, &settings, &Lock::default(), &mut told)?
        else {
            return Ok(told);
        };
        sound(&output, &self.text)?;
        if output.model.map().entries().next().is_none() && output.summary.operations > 0 {
            return Err("the map is empty".to_owned());
        }
        drop(output.model.suite());
        let mut dice = self.dice.clone();
        match dice.below(4) {
            0 => self.same(&self.text, &settings, &Lock::default(), &output, &mut told)?,
            1 if names => self.same(&self.text, &settings, &output.lock(), &output, &mut told)?,
            _ => {}
        }
        if let Some(twin) = self.twin.as_deref().filter(|_| dice.one_in(4)) {
            self.same(twin, &settings, &Lock::default(), &output, &mut told)?;
        }
        if self.relock
            && let Ok(lock) = Lock::read(&beside::lock(&output.lock(), &mut dice))
            && let Some(output) = self.generate(&self.text, &settings, &lock, &mut told)?
        {
            sound(&output, &self.text)?;
        }
        told.files = Some(output.files);
        Ok(told)
    }

    /// A slice of it must not panic either.
    fn cut(&self) {
        if let Some(value) = load::read_value(&self.text, &mut Report::default()) {
            let paths = value.get("paths").and_then(Value::as_object);
            let first = paths.and_then(|paths| paths.keys().next().cloned());
            let selection = Selection {
                paths: first.into_iter().collect(),
                ..Selection::default()
            };
            drop(slice(&value, &selection));
        }
    }

    fn generate(
        &self,
        text: &str,
        settings: &Settings,
        lock: &Lock,
        told: &mut Told,
    ) -> Result<Option<Output>, String> {
        let others = |file: &str| match file {
            "other.yaml" => Some(self.other.clone()),
            "overlay.yaml" => Some(self.overlay.clone()),
            "self.yaml" => Some(text.to_owned()),
            _ => None,
        };
        told.runs += 1;
        let generated = codegen::generate(&Input {
            text,
            settings,
            lock,
            others: &others,
            strict: false,
        });
        match generated {
            Ok(mut output) => {
                let document = &output.model.document;
                load::place(document, text, &others, &mut output.report);
                told_of(&output.report)?;
                Ok(Some(output))
            }
            Err(report) => {
                told_of(&report)?;
                match report.worst() {
                    Some(Severity::Error) => Ok(None),
                    _ => Err("refused without an error".to_owned()),
                }
            }
        }
    }

    /// The same input, or one that says the same, gives the same bytes.
    fn same(
        &self,
        text: &str,
        settings: &Settings,
        lock: &Lock,
        output: &Output,
        told: &mut Told,
    ) -> Result<(), String> {
        let way = match (text == self.text, lock == &Lock::default()) {
            (false, _) => "in the other language",
            (true, true) => "again",
            (true, false) => "with the names given before",
        };
        let Some(again) = self.generate(text, settings, lock, told)? else {
            return Err(format!("refused {way}"));
        };
        for (path, text) in &output.files {
            match again.files.get(path) {
                Some(other) if other == text => {}
                Some(other) => {
                    return Err(format!("{way}, `{path}` differs: {}", first(text, other)));
                }
                None => return Err(format!("{way}, `{path}` is missing")),
            }
        }
        match again.files.len() == output.files.len() && again.lock() == output.lock() {
            true => Ok(()),
            false => Err(format!("{way}, other files or names come out")),
        }
    }
}

/// The first lines that differ.
fn first(one: &str, other: &str) -> String {
    let mut pairs = one.lines().zip(other.lines());
    let pair = pairs.find(|(one, other)| one != other);
    pair.map_or_else(
        || "its end".to_owned(),
        |(one, other)| format!("`{one}`, `{other}`"),
    )
}

/// Every problem can be told.
fn told_of(report: &Report) -> Result<(), String> {
    for problem in report.problems() {
        let text = problem.to_string();
        if problem.met.is_empty() || text.len() > 100_000 {
            return Err(format!(
                "a problem of {} bytes: {:.100}",
                text.len(),
                problem.code
            ));
        }
    }
    let internal = report
        .problems()
        .iter()
        .find(|problem| problem.code == "GEN0001");
    internal.map_or(Ok(()), |problem| Err(format!("{problem:.2000}")))
}

/// What is generated is Rust, stands where it may, and every node is accounted for.
fn sound(output: &Output, text: &str) -> Result<(), String> {
    for (path, text) in &output.files {
        let plain = path
            .split('/')
            .all(|name| !name.starts_with('.') && !name.is_empty());
        if !plain || path.contains(['\\', ':']) {
            return Err(format!("`{path}` is no plain path"));
        }
        if path.ends_with(".rs")
            && let Err(error) = syn::parse_file(text)
        {
            return Err(format!("`{path}` is no Rust: {error}"));
        }
        if path.ends_with(".toml")
            && let Err(error) = text.parse::<toml::Table>()
        {
            return Err(format!("`{path}` is no TOML: {error}"));
        }
    }
    let account = output.account(text);
    let ignored: usize = account.ignored.values().sum();
    let sum = account.emitted + ignored + account.degraded + account.refused;
    if sum != account.nodes {
        return Err(format!(
            "{sum} of {} nodes are accounted for",
            account.nodes
        ));
    }
    let names = output.lock();
    match Lock::read(&names.to_text()) {
        Ok(lock) if lock == names => Ok(()),
        Ok(_) => Err("the names are read back as others".to_owned()),
        Err(report) => Err(format!(
            "the names cannot be read back: {:?}",
            report.problems()
        )),
    }
}
