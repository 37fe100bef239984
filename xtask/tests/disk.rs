//! A disk that refuses, and a process that is killed: nothing is lost, and the next run mends it.
#![cfg(target_os = "linux")]

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Output, Stdio},
    time::Duration,
};

/// A description whose crate has so many types.
fn description(types: usize) -> String {
    let schemas: String = (0..types)
        .map(|index| format!("    T{index}: {{type: object, properties: {{a: {{type: string, description: {}}}}}}}\n", "text ".repeat(40)))
        .collect();
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    )
}

/// What is compiled of a crate.
fn sources(client: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut pending = vec![client.join("src")];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => pending.push(path),
                false => {
                    let text = fs::read_to_string(&path).expect("a text");
                    found.insert(
                        path.strip_prefix(client)
                            .expect("inside")
                            .display()
                            .to_string(),
                        text,
                    );
                }
            }
        }
    }
    found
}

/// A shell that runs `script`, in which `$XTASK` is the command and `$1` the folder.
fn shell(script: &str, folder: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script, "sh"]).arg(folder);
    command
        .current_dir(folder)
        .env("XTASK", env!("CARGO_BIN_EXE_xtask"))
        .env("NO_COLOR", "1");
    command.stdin(Stdio::null());
    command
}

const GENERATE: &str = "exec \"$XTASK\" generate --spec api.yaml --out \"$1/disk/client\"";

fn run(script: &str, folder: &Path) -> Output {
    shell(script, folder).output().expect("sh runs")
}

/// A folder with a description, the crate of another one, and what that one's sources are.
fn prepared(types: usize) -> (tempfile::TempDir, BTreeMap<String, String>) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("disk")).expect("a folder");
    fs::write(folder.path().join("api.yaml"), description(2)).expect("a description");
    let output = run(GENERATE, folder.path());
    assert!(output.status.success(), "{output:?}");
    let old = sources(&folder.path().join("disk/client"));
    fs::write(folder.path().join("api.yaml"), description(types)).expect("a description");
    (folder, old)
}

#[test]
fn a_file_that_may_not_grow_changes_nothing() {
    let (folder, old) = prepared(300);
    // Blocks of 512 bytes; the signal would kill the process before it could say a word.
    let output = run(
        &format!("trap '' XFSZ; ulimit -f 60; {GENERATE}"),
        folder.path(),
    );
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        !output.status.success() && errors.contains("nothing was changed in"),
        "{errors}"
    );
    let client = folder.path().join("disk/client");
    assert_eq!(sources(&client), old);
    assert!(!client.join(".codegen").exists(), "nothing is left behind");
    // The signal itself is a death like any other.
    let output = run(&format!("ulimit -f 60; {GENERATE}"), folder.path());
    assert!(!output.status.success());
    assert_eq!(sources(&client), old);
    assert!(run(GENERATE, folder.path()).status.success());
    assert_ne!(sources(&client), old);
    assert!(!client.join(".codegen").exists(), "nothing is left behind");
}

#[test]
fn a_file_where_a_folder_must_be_is_told_and_kept() {
    let (folder, _) = prepared(2);
    let client = folder.path().join("disk/client");
    fs::remove_dir_all(client.join("src")).expect("removed");
    fs::write(client.join("src"), "mine").expect("a file");
    let output = run(GENERATE, folder.path());
    let errors = String::from_utf8_lossy(&output.stderr).replace('\n', " ");
    assert!(
        !output.status.success() && errors.contains("is a file, where a folder"),
        "{errors}"
    );
    assert_eq!(
        fs::read_to_string(client.join("src")).expect("a file"),
        "mine"
    );
}

#[test]
fn a_run_that_is_killed_leaves_the_old_sources_or_the_new() {
    let (folder, old) = prepared(80);
    let client = folder.path().join("disk/client");
    assert!(run(GENERATE, folder.path()).status.success());
    let new = sources(&client);
    let mut killed = 0;
    for wait in 0..6 {
        fs::remove_dir_all(&client).expect("removed");
        fs::write(folder.path().join("api.yaml"), description(2)).expect("a description");
        assert!(run(GENERATE, folder.path()).status.success());
        fs::write(folder.path().join("api.yaml"), description(80)).expect("a description");
        let mut child = shell(GENERATE, folder.path())
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("sh runs");
        // Not before it has begun to write, if it does so in time.
        for _ in 0..400 {
            if client.join(".codegen").exists() {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_micros(3_000 * wait));
        child.kill().expect("killed");
        killed += usize::from(!child.wait().expect("dead").success());
        let left = sources(&client);
        assert!(
            left == old || left == new,
            "neither old nor new after {wait}"
        );
        assert!(run(GENERATE, folder.path()).status.success());
        assert_eq!(sources(&client), new);
        assert!(!client.join(".codegen").exists(), "nothing is left behind");
    }
    assert!(killed > 0, "some run was killed");
}
