//! The same description gives the same bytes, whatever the run is like.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use xtask::root;

/// Every file of a crate.
fn files(client: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut pending = vec![client.to_owned()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => pending.push(path),
                false => {
                    let name = path.strip_prefix(client).expect("inside");
                    found.insert(name.display().to_string(), fs::read(&path).expect("a file"));
                }
            }
        }
    }
    found
}

/// The crate of `text` with the settings of this workspace, by a run with some variables set, from
/// some folder.
fn generated(text: &str, variables: &[(&str, &str)], from: &Path) -> BTreeMap<String, Vec<u8>> {
    let settings = root().join("spec/codegen.toml");
    let settings = fs::read_to_string(settings).expect("settings");
    generated_by(text, Some(&settings), variables, from)
}

fn generated_by(
    text: &str,
    settings: Option<&str>,
    variables: &[(&str, &str)],
    from: &Path,
) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("api.yaml"), text).expect("a description");
    let settings = settings.unwrap_or_default();
    fs::write(folder.path().join("codegen.toml"), settings).expect("settings");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("generate")
        .arg("--spec")
        .arg(folder.path().join("api.yaml"))
        .arg("--out")
        .arg(folder.path().join("client"))
        .current_dir(from)
        .envs(variables.iter().copied())
        .output()
        .expect("xtask runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let mut files = files(&folder.path().join("client"));
    let names = fs::read(folder.path().join("names.lock")).expect("the names");
    files.insert("names.lock".to_owned(), names);
    files
}

fn description() -> String {
    fs::read_to_string(root().join("spec/openapi.yaml")).expect("the description")
}

#[test]
fn threads_locale_time_zone_and_folder_change_nothing() {
    let text = description();
    let expected = generated(&text, &[], &root());
    let elsewhere = std::env::temp_dir();
    for variables in [
        [("RAYON_NUM_THREADS", "1"), ("LC_ALL", "C")],
        [("RAYON_NUM_THREADS", "2"), ("LC_ALL", "tr_TR.UTF-8")],
        [("RAYON_NUM_THREADS", "8"), ("TZ", "Pacific/Kiritimati")],
    ] {
        assert!(
            generated(&text, &variables, &elsewhere) == expected,
            "{variables:?}"
        );
    }
}

#[test]
fn published_descriptions_come_out_the_same_on_any_number_of_threads() {
    let folder = root().join("../shared/corpus/dev");
    for name in ["spotify.yaml", "ory-hydra.json", "ollama.yaml"] {
        let Ok(text) = fs::read_to_string(folder.join(name)) else {
            println!("{name} is skipped: it is not at ../shared/corpus/dev");
            continue;
        };
        let one = generated_by(&text, None, &[("RAYON_NUM_THREADS", "1")], &root());
        let four = generated_by(&text, None, &[("RAYON_NUM_THREADS", "4")], &root());
        assert!(one == four, "{name}");
    }
}

#[test]
fn line_endings_marks_and_trailing_spaces_change_nothing() {
    let text = description();
    let expected = generated(&text, &[], &root());
    let spaced = text.replace("\n\n", "\n  \n") + "\n \n";
    for other in [
        text.replace('\n', "\r\n"),
        format!("\u{feff}{text}"),
        spaced,
    ] {
        assert!(generated(&other, &[], &root()) == expected);
    }
}
