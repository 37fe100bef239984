//! The commands around `generate`, as a person runs them.

mod support;

use std::fs;

use support::{PETS, stderr, stdout, xtask};

#[test]
fn a_corpus_is_a_table_and_one_bad_document_fails_it() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("corpus")).expect("a folder");
    fs::write(folder.path().join("corpus/pets.yaml"), PETS).expect("a description");
    let arguments = ["corpus", "corpus", "--out", "out", "--report", "table.json"];
    let output = xtask(folder.path(), &arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("1 of 1 documents generated"),
        "{}",
        stdout(&output)
    );
    assert!(folder.path().join("out/pets/src/lib.rs").exists());
    fs::write(folder.path().join("corpus/worse.yaml"), "{").expect("a description");
    let output = xtask(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout(&output).contains("1 of 2 documents generated"),
        "{}",
        stdout(&output)
    );
    let output = xtask(
        folder.path(),
        &[&arguments[..], &["--only", "pets"]].concat(),
    );
    assert!(output.status.success(), "{}", stdout(&output));
    let output = xtask(
        folder.path(),
        &[&arguments[..], &["--only", "cats"]].concat(),
    );
    assert!(
        stderr(&output).contains("no document `cats`"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_slice_of_a_full_description_holds_the_operations_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let full = xtask::root()
        .join("spec/openapi.yaml")
        .display()
        .to_string();
    let routes = "/accounts/*/ai-gateway/gateways/*/routes";
    let deep = format!("{routes}/**");
    let slice = [
        "slice", "--from", &full, "--path", routes, &deep, "--out", "all.json",
    ];
    let output = xtask(folder.path(), &slice);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(
        stdout(&output).starts_with("all.json: 10 operations, "),
        "{}",
        stdout(&output)
    );
    let slice = [
        "slice",
        "--from",
        "all.json",
        "--path",
        routes,
        "--out",
        "some.yaml",
    ];
    let output = xtask(folder.path(), &slice);
    assert!(
        stdout(&output).starts_with("some.yaml: 2 operations, "),
        "{}",
        stdout(&output)
    );
    let slice = [
        "slice",
        "--from",
        "all.json",
        "--path",
        "/nowhere",
        "--out",
        "none.yaml",
    ];
    let output = xtask(folder.path(), &slice);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("/nowhere"), "{}", stderr(&output));
    assert!(!folder.path().join("none.yaml").exists());
}
