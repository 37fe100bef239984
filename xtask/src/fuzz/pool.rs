//! The descriptions that are bent: small ones kept here, the workspace's own, and, where they are
//! at hand, published ones (large ones in slices).

use std::path::Path;

use codegen::{
    load,
    report::Report,
    slice::{Selection, slice},
};
use fs_err as fs;
use serde_json::Value;

/// A description to start from.
#[derive(Debug, Clone)]
pub(super) struct Seed {
    /// What it is called.
    pub(super) name: String,
    /// What it says.
    pub(super) value: Value,
}

/// Descriptions that are kept with the code.
const KEPT: [(&str, &str); 4] = [
    ("pets", include_str!("seeds/pets.yaml")),
    ("unions", include_str!("seeds/unions.yaml")),
    ("heirs", include_str!("seeds/heirs.json")),
    ("odd", include_str!("seeds/odd.yaml")),
];

/// Larger texts are cut: a mutation shows as well on a slice.
const LARGE: usize = 60_000;

/// The largest text that is cut, in bytes.
const LARGEST: usize = 5_000_000;

/// How many slices are cut from one description at most.
const SLICES: usize = 12;

/// The descriptions that are there in every clone.
pub(super) fn kept(root: &Path) -> Vec<Seed> {
    let mut seeds = Vec::new();
    for (name, text) in KEPT {
        seeds.extend(read(name, text));
    }
    let own = fs::read_to_string(root.join("spec/openapi.yaml")).unwrap_or_default();
    if let Some(seed) = read("spec", &own) {
        cut(&seed, 8, &mut seeds);
    }
    seeds
}

/// The published descriptions of a folder; none where there is no such folder.
pub(super) fn published(folder: &Path) -> Vec<Seed> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    let mut seeds = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let text = fs::read_to_string(&path).unwrap_or_default();
        if text.len() >= LARGEST {
            continue;
        }
        match read(&name, &text) {
            Some(seed) if text.len() > LARGE => cut(&seed, SLICES, &mut seeds),
            seed => seeds.extend(seed),
        }
    }
    seeds
}

fn read(name: &str, text: &str) -> Option<Seed> {
    let value = load::read_value(text, &mut Report::default())?;
    let name = name.to_owned();
    value.is_object().then_some(Seed { name, value })
}

/// Cuts small descriptions out of a large one, a path each, spread over it.
fn cut(seed: &Seed, most: usize, into: &mut Vec<Seed>) {
    let paths = seed.value.get("paths").and_then(Value::as_object);
    let paths: Vec<&String> = paths.into_iter().flat_map(|paths| paths.keys()).collect();
    let step = (paths.len() / most).max(1);
    for path in paths.into_iter().step_by(step).take(most) {
        let selection = Selection {
            paths: vec![path.clone()],
            ..Selection::default()
        };
        if let Ok(slice) = slice(&seed.value, &selection)
            && slice.value.to_string().len() < LARGE
        {
            into.push(Seed {
                name: format!("{} {path}", seed.name),
                value: slice.value,
            });
        }
    }
}
