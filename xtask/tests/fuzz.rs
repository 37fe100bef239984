//! A seeded share of the cases of `cargo xtask fuzz`, in every `cargo test`.
//!
//! `FUZZ_CASES=100000 FUZZ_SEED=1 cargo test --release -p xtask --test fuzz` runs more.

use std::process::Command;

fn variable(name: &str, else_: u64) -> u64 {
    let text = std::env::var(name).ok();
    text.and_then(|text| text.parse().ok()).unwrap_or(else_)
}

/// Bends the descriptions that are kept here, for they are in every clone: published ones only
/// where `FUZZ_CORPUS` names their folder.
#[test]
fn bent_descriptions_are_refused_or_become_sound_crates() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["fuzz", "--cases", &variable("FUZZ_CASES", 120).to_string()]);
    command.args(["--seed", &variable("FUZZ_SEED", 1).to_string()]);
    if let Some(folder) = std::env::var_os("FUZZ_CORPUS") {
        command.arg("--corpus").arg(folder);
    }
    let output = command.output().expect("xtask runs");
    let told = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}\n{errors}");
    let line = told.lines().last().unwrap_or_default();
    let gave = line
        .split(": ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next());
    let gave: u64 = gave.and_then(|count| count.parse().ok()).expect("a count");
    assert!(gave > 20, "most must come through to be worth it: {line}");
}
