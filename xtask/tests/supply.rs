//! What is depended upon: the rules of `deny.toml` that need no tool but cargo.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::Command,
};

use serde_json::Value;
use xtask::root;

/// What cargo knows of every package in `Cargo.lock`.
fn packages() -> Vec<Value> {
    // Packages for other systems need not be at hand: then cargo fetches them.
    let run = |more: &[&str]| {
        Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args([
                "metadata",
                "--format-version",
                "1",
                "--locked",
                "--all-features",
            ])
            .args(more)
            .current_dir(root())
            .output()
            .expect("cargo runs")
    };
    let mut output = run(&["--offline"]);
    if !output.status.success() {
        output = run(&[]);
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().cloned();
    packages.expect("packages")
}

fn rules() -> toml::Table {
    let text = fs::read_to_string(root().join("deny.toml")).expect("deny.toml");
    text.parse().expect("TOML")
}

fn text<'v>(package: &'v Value, key: &str) -> &'v str {
    package[key].as_str().unwrap_or_default()
}

/// Whether an SPDX expression is satisfied by allowed licences alone.
fn allowed(expression: &str, allow: &BTreeSet<String>) -> bool {
    // `/` is how `OR` was written once; AND binds closer than OR, and parentheses only group ORs.
    let expression = expression.replace('/', " OR ");
    let grouped = |part: &str| {
        let part = part.trim().trim_start_matches('(').trim_end_matches(')');
        part.split(" OR ").any(|one| allow.contains(one.trim()))
    };
    match expression.contains(" AND ") {
        true => expression.split(" AND ").all(grouped),
        false => grouped(&expression),
    }
}

#[test]
fn every_licence_is_one_of_those_that_are_allowed() {
    let rules = rules();
    let allow = rules["licenses"]["allow"].as_array().expect("a list");
    let allow: BTreeSet<String> = allow
        .iter()
        .filter_map(|one| one.as_str().map(str::to_owned))
        .collect();
    let packages = packages();
    let refused: Vec<_> = packages
        .iter()
        .filter(|package| !allowed(text(package, "license"), &allow))
        .map(|package| format!("{}: {}", text(package, "name"), text(package, "license")))
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
    assert!(
        !allowed("GPL-3.0", &allow) && !allowed("MIT AND GPL-3.0", &allow) && !allowed("", &allow)
    );
    assert!(allowed("GPL-3.0 OR MIT", &allow) && allowed("(MIT OR GPL-3.0) AND ISC", &allow));
}

#[test]
fn no_library_is_there_twice_but_those_that_are_named() {
    let rules = rules();
    let skip = rules["bans"]["skip"].as_array().expect("a list");
    let skip: BTreeSet<&str> = skip
        .iter()
        .filter_map(|one| one["crate"].as_str())
        .collect();
    let packages = packages();
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in &packages {
        versions
            .entry(text(package, "name"))
            .or_default()
            .insert(text(package, "version"));
    }
    let there: BTreeSet<String> = versions
        .iter()
        .flat_map(|(name, versions)| {
            versions
                .iter()
                .map(move |version| format!("{name}@{version}"))
        })
        .collect();
    for (name, versions) in &versions {
        let kept = versions
            .iter()
            .filter(|version| !skip.contains(format!("{name}@{version}").as_str()));
        assert!(kept.count() <= 1, "{name} is there as {versions:?}");
    }
    let gone: Vec<_> = skip.iter().filter(|one| !there.contains(**one)).collect();
    assert!(
        gone.is_empty(),
        "deny.toml names what is not there: {gone:?}"
    );
}

#[test]
fn everything_is_from_the_one_registry() {
    for package in packages() {
        let source = package["source"].as_str();
        let registry = "registry+https://github.com/rust-lang/crates.io-index";
        assert!(
            source.is_none_or(|source| source == registry),
            "{package:#}"
        );
    }
}

#[test]
fn the_emitted_crate_has_no_build_script_and_no_procedural_macro() {
    let packages = packages();
    let emitted = packages
        .iter()
        .find(|package| text(package, "name") == "ai-gateway-routes");
    let emitted = emitted.expect("the emitted crate");
    let targets = emitted["targets"].as_array().expect("targets");
    let kinds: Vec<_> = targets
        .iter()
        .filter_map(|target| target["kind"][0].as_str())
        .collect();
    assert!(kinds.contains(&"lib"), "{kinds:?}");
    assert!(
        !kinds.contains(&"custom-build") && !kinds.contains(&"proc-macro"),
        "{kinds:?}"
    );
    assert!(!root().join("generated-client/build.rs").exists());
}

#[test]
fn every_package_says_which_compiler_it_needs() {
    let ours: BTreeMap<String, String> = packages()
        .iter()
        .filter(|package| package["source"].is_null())
        .map(|package| {
            (
                text(package, "name").to_owned(),
                text(package, "rust_version").to_owned(),
            )
        })
        .collect();
    assert!(
        ours.values().all(|version| version.starts_with("1.")),
        "{ours:?}"
    );
    assert_eq!(
        ours["ai-gateway-routes"], ours["runtime"],
        "the one is copied into the other"
    );
}
