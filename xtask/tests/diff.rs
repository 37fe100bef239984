//! `cargo xtask diff` as a person runs it, and the line that `generate` says of a change.

mod support;

use std::fs;

use support::{PETS, xtask};

/// The pets with a member more.
fn aged() -> String {
    PETS.to_owned() + "                  age: {type: integer}\n"
}

/// The pets with another type for their name.
fn numbered() -> String {
    PETS.replace("name: {type: string}", "name: {type: integer}")
}

fn folder(new: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("old.yaml"), PETS).expect("a description");
    fs::write(folder.path().join("new.yaml"), new).expect("a description");
    folder
}

fn diff(new: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let folder = folder(new);
    let arguments = [&["diff", "old.yaml", "new.yaml"], more].concat();
    let output = xtask(folder.path(), &arguments);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn a_change_is_a_table_in_markdown() {
    let (code, told, _) = diff(&aged(), &[]);
    let expected = "minor for Rust callers, compatible on the wire: 1 added, 0 changed, 0 removed\n\n\
        | | item | what | Rust | wire |\n|---|---|---|---|---|\n\
        | added | `types::GetPetResponse::age` | field | minor | compatible |\n";
    assert_eq!((code, told.as_str()), (Some(0), expected));
}

#[test]
fn no_change_is_told_too() {
    assert_eq!(diff(PETS, &[]).1, "nothing changes\n");
}

#[test]
fn the_same_is_one_json_object() {
    let (code, told, _) = diff(&numbered(), &["--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(code, Some(0));
    assert_eq!(
        (&told["rust"], &told["wire"]),
        (&"major".into(), &"breaking".into())
    );
    assert_eq!(
        told["changes"],
        serde_json::json!([{
            "item": "types::GetPetResponse::name",
            "kind": "changed",
            "what": "`String` before, now `i64`",
            "rust": "major",
            "wire": "breaking",
        }])
    );
}

#[test]
fn what_is_denied_exits_1_and_is_told_all_the_same() {
    for (new, denied, code) in [
        (numbered(), "major", 1),
        (numbered(), "minor", 1),
        (numbered(), "breaking", 1),
        (aged(), "major", 0),
        (aged(), "minor", 1),
        (aged(), "breaking", 0),
        (PETS.to_owned(), "patch", 0),
        (PETS.replace("A pet.", "One pet."), "minor", 0),
    ] {
        let (exit, told, _) = diff(&new, &["--deny", denied]);
        assert_eq!(exit, Some(code), "{denied}: {told}");
        assert!(!told.is_empty());
    }
}

#[test]
fn a_crate_on_the_disk_is_compared_like_its_description() {
    let folder = folder(&aged());
    let output = xtask(
        folder.path(),
        &["generate", "--spec", "old.yaml", "--out", "client"],
    );
    assert!(output.status.success());
    let told = |old: &str| xtask(folder.path(), &["diff", old, "new.yaml"]).stdout;
    assert!(!told("client").is_empty());
    assert_eq!(told("client"), told("old.yaml"));
}

#[test]
fn what_cannot_be_read_is_an_error_and_not_a_verdict() {
    let (code, told, error) = diff("openapi: 3.0.3\ninfo: [\n", &[]);
    assert_eq!((code, told.as_str()), (Some(1), ""));
    assert!(error.contains("new.yaml"), "{error}");
    let folder = folder(PETS);
    let output = xtask(folder.path(), &["diff", "old.yaml", "none.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("none.yaml"), "{error}");
}

#[test]
fn generate_tells_the_verdict_in_one_line_when_something_changed() {
    let folder = folder(PETS);
    let generate = |spec: &str, more: &[&str]| {
        let arguments = [
            "generate", "--spec", spec, "--out", "client", "--name", "pets",
        ];
        let output = xtask(folder.path(), &[&arguments, more].concat());
        assert!(output.status.success());
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert_eq!(generate("old.yaml", &[]).lines().count(), 1);
    assert_eq!(generate("old.yaml", &[]).lines().count(), 1);
    fs::write(folder.path().join("new.yaml"), numbered()).expect("a description");
    let told = generate("new.yaml", &[]);
    assert_eq!(
        told.lines().next(),
        Some("client: major for Rust callers, breaking on the wire: 0 added, 1 changed, 0 removed")
    );
    let told = generate("old.yaml", &["--message-format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(
        told["change"],
        serde_json::json!({"rust": "major", "wire": "breaking"})
    );
}
