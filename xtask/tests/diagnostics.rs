//! What is told of problems: to a person, as text with the place underlined; to a tool, as JSON.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::{Value, json};

/// An unknown type, an unknown reference, and a member in another's words.
const PETS: &str = "openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      responses: {'204': {description: done}}
components:
  schemas:
    Age: {type: int}
    Pet: {$ref: '#/components/schemas/Animal'}
";

fn generate(folder: &Path, more: &[&str]) -> Output {
    let arguments = ["generate", "--spec", "pets.yaml", "--out", "client"];
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args([&arguments, more].concat())
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .expect("xtask runs")
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect()
}

#[test]
fn a_person_reads_place_line_met_help_done_and_page() {
    let folder = folder(&[("pets.yaml", PETS)]);
    let output = generate(folder.path(), &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    let text = stderr(&output);
    let found: Vec<&str> = text.lines().map(str::trim_end).collect();
    let expected = include_str!("diagnostics.txt");
    if std::env::var_os("UPDATE").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics.txt");
        fs::write(path, found.join("\n") + "\n").expect("a writable file");
    }
    assert_eq!(found, expected.lines().collect::<Vec<_>>());
}

#[test]
fn a_tool_reads_one_object_a_line_with_every_member() {
    let folder = folder(&[("pets.yaml", PETS)]);
    let output = generate(folder.path(), &["--message-format", "json"]);
    let lines = lines(&output);
    let (last, problems) = lines.split_last().expect("a line");
    assert_eq!(last["generated"], true);
    assert_eq!(
        problems[1],
        json!({
            "code": "OAS0012",
            "severity": "warning",
            "file": "pets.yaml",
            "line": 10,
            "column": 11,
            "pointer": "#/components/schemas/Age/type",
            "met": "`int` is no type",
            "done": "it is read as `integer`",
            "help": "write a type that OpenAPI knows",
            "degraded": false,
            "page": "codegen/docs/diagnostics.md#oas0012",
        })
    );
    let schema = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["code", "severity", "file", "line", "column", "pointer", "met", "done", "help",
            "degraded", "page"],
        "properties": {
            "code": { "pattern": "^OAS[0-9]{4}$" },
            "severity": { "enum": ["note", "warning", "error"] },
            "file": { "type": "string", "minLength": 1 },
            "line": { "type": "integer", "minimum": 1 },
            "column": { "type": "integer", "minimum": 1 },
            "pointer": { "pattern": "^#" },
            "met": { "type": "string", "minLength": 1 },
            "done": { "type": "string", "minLength": 1 },
            "help": { "type": "string", "minLength": 1 },
            "degraded": { "type": "boolean" },
            "page": { "pattern": "^codegen/docs/diagnostics\\.md#oas[0-9]{4}$" },
        },
    });
    for problem in problems {
        let verdict = jsonschema::validate(&schema, problem);
        assert!(verdict.is_ok(), "{problem}: {verdict:?}");
    }
    let places: Vec<_> = problems.iter().map(|one| one["line"].as_u64()).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn notes_have_their_place_in_json_even_when_nothing_is_worse() {
    let pets = PETS
        .replace("type: int}", "type: integer, items: {}, minLength: 1}")
        .replace("/pets/{id}", "/pets")
        .replace("    Pet: {$ref: '#/components/schemas/Animal'}\n", "")
        .replace("items: {}, ", "");
    let folder = folder(&[("pets.yaml", &pets)]);
    let output = generate(folder.path(), &["--message-format", "json"]);
    let lines = lines(&output);
    assert_eq!(lines.len(), 2, "{lines:#?}");
    assert_eq!(lines[0]["severity"], "note");
    assert_eq!(
        (&lines[0]["line"], &lines[0]["column"]),
        (&json!(10), &json!(26))
    );
}

#[test]
fn settings_and_description_are_told_in_one_run_each_in_its_file() {
    let folder = folder(&[
        ("pets.yaml", PETS),
        (
            "codegen.toml",
            "overlays = [\"mand.yaml\"]\n[methods]\ngetPat = \"get\"\n[crat]\n",
        ),
        ("mend.yaml", "overlay: 1.0.0\n"),
    ]);
    let output = generate(folder.path(), &["--message-format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let lines = lines(&output);
    let told: Vec<String> = lines[..lines.len() - 1]
        .iter()
        .map(|one| {
            let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
            let place = format!("{}:{}:{}", text("file"), one["line"], one["column"]);
            format!("{place} {} {}", text("code"), text("help"))
        })
        .collect();
    assert_eq!(
        told,
        [
            "pets.yaml:5:5 OAS0121 declare a parameter `id` with `in: path`",
            "pets.yaml:10:11 OAS0012 write a type that OpenAPI knows",
            "pets.yaml:11:11 OAS0006 add what is missing, or correct the reference",
            "codegen.toml:1:13 OAS0022 write `mend.yaml`, or correct its path",
            "codegen.toml:3:1 OAS0201 write `getPet`, or remove the entry",
            "codegen.toml:4:2 OAS0900 write `crate`",
        ]
    );
    let text = stderr(&generate(folder.path(), &[]));
    assert!(text.contains("overlays = [\"mand.yaml\"]"), "{text}");
}

#[test]
fn the_line_of_a_file_beside_the_description_is_shown() {
    let folder = folder(&[
        (
            "pets.yaml",
            "openapi: 3.0.3\ninfo: {title: Pets, version: 1.0.0}\npaths: {}\ncomponents:\n  schemas:\n    Age: {$ref: 'ages.yaml#/Age'}\n",
        ),
        ("ages.yaml", "# all ages\nAge: {type: int}\n"),
    ]);
    let text = stderr(&generate(folder.path(), &[]));
    assert!(text.contains("[ages.yaml:2:7]"), "{text}");
    assert!(text.contains("Age: {type: int}"), "{text}");
}

#[test]
fn a_terminal_is_never_told_what_to_do() {
    let pets = PETS.replace("type: int}", "type: \"\\e[2Jx\u{202e}\"}");
    let folder = folder(&[("pets.yaml", &pets)]);
    let output = generate(folder.path(), &[]);
    let text = stderr(&output);
    assert!(text.contains("\\u{1b}[2Jx\\u{202e}` is no type"), "{text}");
    assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
}
