//! The commands as a person runs them: exit codes, what is printed, what is on the disk after.

mod support;

use std::{collections::BTreeMap, fs, path::Path, process::Output};

use support::{PETS, stderr, stdout, xtask};

/// Three problems at once.
const BROKEN: &str = r##"openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      responses:
        '200':
          description: A pet.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Pet'
  /pets:
    get:
      operationId: getPet
      responses:
        '204':
          description: Nothing.
"##;

fn generate(folder: &Path, more: &[&str]) -> Output {
    let arguments = ["generate", "--spec", "pets.yaml", "--out", "client"];
    xtask(folder, &[&arguments, more].concat())
}

/// A folder with a description, and its client.
fn generated(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("pets.yaml"), text).expect("a description");
    let output = generate(folder.path(), &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    folder
}

/// Every file below a folder: path, text, and when it was changed.
fn snapshot(folder: &Path) -> BTreeMap<String, (String, std::time::SystemTime)> {
    let mut found = BTreeMap::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(next) = pending.pop() {
        for entry in fs::read_dir(next).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                pending.push(path);
                continue;
            }
            let changed = fs::metadata(&path)
                .and_then(|data| data.modified())
                .expect("a time");
            let text = fs::read_to_string(&path).expect("a text");
            found.insert(path.display().to_string(), (text, changed));
        }
    }
    found
}

#[test]
fn the_last_line_tells_what_was_done_and_a_second_run_does_nothing() {
    let folder = generated(PETS);
    let before = snapshot(folder.path());
    let output = generate(folder.path(), &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    let line = stdout(&output).lines().last().expect("a line").to_owned();
    let (line, milliseconds) = line.rsplit_once("; ").expect("a time at the end");
    let files = before.len() - 1;
    let expected = format!(
        "client: 0 files written, {files} unchanged, 0 removed; 1 operations, 1 types, 0 nodes \
         degraded"
    );
    assert_eq!(line, expected);
    assert!(milliseconds.ends_with(" ms"), "{milliseconds}");
    assert_eq!(snapshot(folder.path()), before);
}

#[test]
fn a_fresh_crate_passes_the_check() {
    let folder = generated(PETS);
    let output = generate(folder.path(), &["--check"]);
    assert!(output.status.success(), "{}", stderr(&output));
}

/// Breaks a generated crate and tells what the check says of it; the check changes nothing, and
/// the next run mends it.
fn stale(spoil: impl Fn(&Path)) -> String {
    let folder = generated(PETS);
    let fresh = snapshot(folder.path());
    spoil(&folder.path().join("client"));
    let before = snapshot(folder.path());
    let output = generate(folder.path(), &["--check"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(snapshot(folder.path()), before);
    let text = stderr(&output);
    assert!(
        text.contains("run `cargo xtask generate --spec pets.yaml --out client`"),
        "{text}"
    );
    generate(folder.path(), &[]);
    let texts = |all: BTreeMap<String, (String, _)>| -> Vec<_> {
        all.into_iter()
            .map(|(path, (text, _))| (path, text))
            .collect()
    };
    assert_eq!(texts(snapshot(folder.path())), texts(fresh));
    text
}

#[test]
fn an_edited_file_fails_the_check_with_its_difference() {
    let text = stale(|client| {
        fs::write(client.join("src/lib.rs"), "// edited\n").expect("an edit");
    });
    assert!(text.contains("changed   src/lib.rs"), "{text}");
    assert!(text.contains("\n-// edited\n"), "{text}");
}

#[test]
fn a_missing_file_fails_the_check() {
    let text = stale(|client| fs::remove_file(client.join("src/lib.rs")).expect("a file"));
    assert!(text.contains("missing   src/lib.rs"), "{text}");
}

#[test]
fn an_orphan_fails_the_check_and_is_removed_by_the_next_run() {
    let text = stale(|client| {
        let list = client.join(".codegen-files");
        let lines = fs::read_to_string(&list).expect("a list") + "src/old.rs\n";
        fs::write(list, lines).expect("a list");
        fs::write(client.join("src/old.rs"), "// once generated\n").expect("an orphan");
    });
    assert!(text.contains("orphan    src/old.rs"), "{text}");
}

#[test]
fn a_stranger_among_the_generated_files_fails_the_check_and_is_left_alone() {
    let folder = generated(PETS);
    let stranger = folder.path().join("client/src/stranger.rs");
    fs::write(&stranger, "// mine\n").expect("a stranger");
    let output = generate(folder.path(), &["--check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("stranger  src/stranger.rs"),
        "{}",
        stderr(&output)
    );
    let output = generate(folder.path(), &[]);
    assert!(
        stderr(&output).contains("is not the generator's"),
        "{}",
        stderr(&output)
    );
    assert_eq!(
        fs::read_to_string(stranger).expect("still there"),
        "// mine\n"
    );
}

#[test]
fn hand_written_files_beside_the_generated_ones_are_nobodys_business() {
    let folder = generated(PETS);
    let tests = folder.path().join("client/tests");
    fs::create_dir(&tests).expect("a folder");
    fs::write(tests.join("mine.rs"), "").expect("a file");
    let output = generate(folder.path(), &["--check"]);
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn an_existing_crate_is_not_overwritten_unless_forced() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("pets.yaml"), PETS).expect("a description");
    fs::create_dir(folder.path().join("client")).expect("a folder");
    fs::write(folder.path().join("client/Cargo.toml"), "# mine\n").expect("a manifest");
    let before = snapshot(folder.path());
    let output = generate(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("--force"), "{}", stderr(&output));
    assert_eq!(snapshot(folder.path()), before);
    assert!(generate(folder.path(), &["--force"]).status.success());
}

#[test]
fn in_strict_mode_all_problems_are_told_at_once_and_nothing_is_touched() {
    let folder = generated(PETS);
    fs::write(folder.path().join("pets.yaml"), BROKEN).expect("a description");
    let before = snapshot(folder.path());
    let output = generate(folder.path(), &["--strict"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(snapshot(folder.path()), before);
    let text = stderr(&output);
    // An unknown reference, a name twice, a parameter that is not declared.
    for place in ["pets.yaml:13:", "pets.yaml:16:", "pets.yaml:5:"] {
        assert!(text.contains(place), "{place} is missing in\n{text}");
    }
    assert!(text.contains("#/paths/~1pets/get/operationId"), "{text}");
    assert!(text.matches("help: ").count() >= 3, "{text}");
    assert!(text.contains("without --strict, it is"), "{text}");
}

#[test]
fn problems_are_told_to_tools_as_json() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("pets.yaml"), BROKEN).expect("a description");
    let output = generate(folder.path(), &["--strict", "--message-format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let reference = lines
        .iter()
        .find(|line| line["code"] == "OAS0006")
        .expect("a reference");
    assert_eq!(reference["file"], "pets.yaml");
    assert_eq!(reference["line"], 13);
    assert_eq!(lines.last().expect("a line")["generated"], false);
}

#[test]
fn without_strict_mode_what_can_be_mended_is_mended_and_told() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("pets.yaml"), BROKEN).expect("a description");
    let output = generate(folder.path(), &["--report", "report.json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("done: "), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("2 operations"),
        "{}",
        stdout(&output)
    );
    let report = fs::read_to_string(folder.path().join("report.json")).expect("a report");
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    assert!(
        report["problems"].as_array().expect("a list").len() >= 3,
        "{report}"
    );
}

#[test]
fn text_that_does_not_parse_is_told_with_its_place_in_any_mode() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(
        folder.path().join("pets.yaml"),
        "openapi: 3.0.3\ninfo: {title: a\npaths: {}\n",
    )
    .expect("a description");
    for mode in [&[][..], &["--strict"]] {
        let output = generate(folder.path(), mode);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            stderr(&output).contains("pets.yaml:3:"),
            "{}",
            stderr(&output)
        );
        assert!(!folder.path().join("client").exists());
    }
}

#[test]
fn a_misspelt_setting_is_told_with_the_right_one() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("pets.yaml"), PETS).expect("a description");
    fs::write(
        folder.path().join("codegen.toml"),
        "[crat]\nname = \"pets\"\n",
    )
    .expect("settings");
    let output = generate(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    let text = stderr(&output);
    assert!(text.contains("codegen.toml:1:2"), "{text}");
    assert!(text.contains("write `crate`"), "{text}");
}

#[test]
fn a_description_elsewhere_needs_a_folder_for_its_crate() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("pets.yaml"), PETS).expect("a description");
    let output = xtask(folder.path(), &["generate", "--spec", "pets.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("add `--out DIR`"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_missing_description_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = generate(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("pets.yaml"), "{}", stderr(&output));
}
