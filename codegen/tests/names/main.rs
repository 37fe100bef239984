//! Names outlive versions: whatever is added to a description, what its users compile against stays.
//!
//! A bounded, seeded share runs here; `docs/names.md` has the command and the figures of the whole.

mod consumer;
mod harness;
mod kept;
mod mutate;
mod places;
mod random;
mod touched;
mod workspace;

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::Instant,
};

use harness::{Document, Plan, run, told};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn flagship() -> Document {
    let spec = root().join("spec");
    let read = |name: &str| fs::read_to_string(spec.join(name)).expect("the flagship");
    Document {
        name: "flagship".to_owned(),
        value: serde_yaml::from_str(&read("openapi.yaml")).expect("YAML"),
        settings: read("codegen.toml"),
    }
}

/// A number of the environment.
fn number(name: &str, usual: usize) -> usize {
    let wanted = env::var(name).ok();
    wanted
        .and_then(|wanted| wanted.parse().ok())
        .unwrap_or(usual)
}

/// Changes as many as `NAMES_CHANGES` says, or a few; `NAMES_COMPILED` of them are compiled.
fn check(document: &Document, few: usize, locked: bool) {
    let start = Instant::now();
    let plan = Plan {
        changes: number("NAMES_CHANGES", few),
        compiled: if locked {
            number("NAMES_COMPILED", 0)
        } else {
            0
        },
        locked,
        seed: u64::try_from(number("NAMES_SEED", 1)).expect("a seed"),
    };
    let outcome = run(document, plan);
    let made: usize = outcome.made.values().sum();
    println!(
        "{} {}: {made} changes {:?}, {} compiled, {} broken, {} s",
        document.name,
        if locked { "with names.lock" } else { "without" },
        outcome.made,
        outcome.compiled,
        outcome.broken.len(),
        start.elapsed().as_secs(),
    );
    assert!(made > 0, "{}: nothing could be changed", document.name);
    let broken = &outcome.broken;
    assert!(broken.is_empty(), "{}{}", document.name, told(broken));
}

#[test]
fn what_is_added_to_the_flagship_changes_no_name_that_was_given() {
    check(&flagship(), 18, env::var("NAMES_UNLOCKED").is_err());
}

#[test]
fn what_is_added_to_a_small_description_changes_no_name_that_was_given() {
    check(&small(), 45, true);
}

#[test]
fn without_a_lock_what_is_added_changes_no_name_of_anything_else() {
    check(&small(), 30, false);
}

/// The same for the documents in `NAMES_DOCUMENTS`: files, parted by `:`.
#[test]
fn what_is_added_to_other_documents_changes_no_name_that_was_given() {
    let documents = env::var("NAMES_DOCUMENTS").unwrap_or_default();
    for path in documents.split(':').filter(|path| !path.is_empty()) {
        let text = fs::read_to_string(path).expect("a document of `NAMES_DOCUMENTS`");
        let name = Path::new(path)
            .file_stem()
            .expect("a name")
            .to_string_lossy();
        let document = Document {
            name: name.into_owned(),
            value: serde_yaml::from_str(&text).expect("a description"),
            settings: String::new(),
        };
        check(&document, 9, env::var("NAMES_UNLOCKED").is_err());
    }
}

/// Unions of every kind, shared inline schemas, recursion, several successes, two ways to sign in.
fn small() -> Document {
    Document {
        name: "small".to_owned(),
        value: serde_yaml::from_str(include_str!("small.yaml")).expect("YAML"),
        settings: String::new(),
    }
}
