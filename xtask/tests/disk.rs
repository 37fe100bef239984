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
        "openapi: 3.0.3\ninfo: {{title: T{types}, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    )
}

/// What cargo would build of a folder: the manifest without the path of the library, and all that
/// is below the folder this leads to.
type Built = (toml::Table, BTreeMap<String, String>);

fn built(client: &Path) -> Option<Built> {
    let text = fs::read_to_string(client.join("Cargo.toml")).ok()?;
    let mut manifest: toml::Table = text.parse().expect("a manifest");
    let library = manifest.remove("lib");
    let path = library
        .as_ref()
        .and_then(|library| library["path"].as_str());
    let root = client.join(path.unwrap_or("src/lib.rs"));
    let root = root.parent().expect("a folder");
    let mut found = BTreeMap::new();
    let mut pending = vec![root.to_owned()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                pending.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("a text");
            let path = path.strip_prefix(root).expect("inside").display();
            found.insert(path.to_string(), text);
        }
    }
    Some((manifest, found))
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

/// A folder with a description, the crate of another one, and what cargo builds of that one.
fn prepared(types: usize) -> (tempfile::TempDir, Option<Built>) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("disk")).expect("a folder");
    fs::write(folder.path().join("api.yaml"), description(2)).expect("a description");
    let output = run(GENERATE, folder.path());
    assert!(output.status.success(), "{output:?}");
    let old = built(&folder.path().join("disk/client"));
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
    assert_eq!(built(&client), old);
    assert!(!client.join(".codegen").exists(), "nothing is left behind");
    // The signal itself is a death like any other.
    let output = run(&format!("ulimit -f 60; {GENERATE}"), folder.path());
    assert!(!output.status.success());
    assert_eq!(built(&client), old);
    assert!(run(GENERATE, folder.path()).status.success());
    assert_ne!(built(&client), old);
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
fn a_run_that_is_killed_leaves_the_old_crate_or_the_new() {
    let (folder, old) = prepared(80);
    let client = folder.path().join("disk/client");
    assert!(run(GENERATE, folder.path()).status.success());
    let new = built(&client);
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
        let left = built(&client);
        assert!(
            left == old || left == new,
            "neither old nor new after {wait}"
        );
        assert!(run(GENERATE, folder.path()).status.success());
        assert_eq!(built(&client), new);
        assert!(!client.join(".codegen").exists(), "nothing is left behind");
    }
    assert!(killed > 0, "some run was killed");
}

#[test]
fn a_crate_does_not_change_without_its_names() {
    let (folder, old) = prepared(3);
    let client = folder.path().join("disk/client");
    fs::write(folder.path().join("codegen.toml"), "").expect("settings");
    // Nobody can write here.
    let part = folder.path().join("names.lock.part");
    fs::create_dir(&part).expect("a folder");
    let output = run(GENERATE, folder.path());
    let errors = String::from_utf8_lossy(&output.stderr).replace(['\n', ' '], "");
    assert!(
        !output.status.success()
            && errors.contains("nothingwaschangedin")
            && errors.contains("names.lock.part"),
        "{errors}"
    );
    assert_eq!(built(&client), old);
    assert!(!client.join(".codegen").exists(), "nothing is left behind");
    fs::remove_dir(&part).expect("removed");
    assert!(run(GENERATE, folder.path()).status.success());
    assert_ne!(built(&client), old);
    assert!(folder.path().join("names.lock").exists());
}

/// Runs `script` where `$1/disk` is a small disk of its own; `None` where a test may not mount one.
fn mounted(script: &str, folder: &Path) -> Option<Output> {
    let may = Command::new("unshare")
        .args([
            "-rm",
            "sh",
            "-c",
            "mount -t tmpfs -o size=8m none \"$1\"",
            "sh",
        ])
        .arg(folder.join("disk"))
        .stderr(Stdio::null())
        .status();
    if !may.is_ok_and(|status| status.success()) {
        println!("skipped: no disk can be mounted here");
        return None;
    }
    let inside = format!("set -e; mount -t tmpfs -o size=8m none \"$1/disk\"; {script}");
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", &inside, "sh"]).arg(folder);
    command
        .current_dir(folder)
        .env("XTASK", env!("CARGO_BIN_EXE_xtask"))
        .env("NO_COLOR", "1")
        .stdin(Stdio::null());
    Some(command.output().expect("unshare runs"))
}

/// The crate of `old.yaml` stands on the disk; what the disk then holds is told apart by these.
const TELLING: &str = "told() { tr -d '\\n ' < \"$1/errors\" | grep -q \"$2\"; }
    generate() { \"$XTASK\" generate --spec \"$1/$2.yaml\" --out \"$1/disk/client\"; }
    hash() { (cd \"$1/disk/client\" && find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum); }
    generate \"$1\" new; new=$(hash \"$1\"); rm -r \"$1/disk/client\"
    generate \"$1\" old; old=$(hash \"$1\"); test \"$old\" != \"$new\";";

/// `script` runs to its end, where it says so; each of its commands is an assertion.
fn holds(script: &str, folder: &Path) {
    let Some(output) = mounted(&format!("{TELLING}{script}"), folder) else {
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = fs::read_to_string(folder.join("errors")).unwrap_or_default();
    assert!(said.ends_with("passed\n"), "{output:?}\n{errors}");
}

fn descriptions() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("disk")).expect("a folder");
    fs::write(folder.path().join("old.yaml"), description(2)).expect("a description");
    fs::write(folder.path().join("new.yaml"), description(300)).expect("a description");
    folder
}

#[test]
fn a_full_disk_changes_nothing_and_is_told() {
    let folder = descriptions();
    // Full, then with a little more room each time, until it suffices.
    let script = "
        failed=0
        for free in 0 8 32 64 128 256 2048; do
            rm -f \"$1/disk/filler\"
            dd if=/dev/zero of=\"$1/disk/filler\" bs=4k 2>/dev/null || true
            truncate -s -${free}k \"$1/disk/filler\"
            if generate \"$1\" new 2>\"$1/errors\"; then
                test \"$(hash \"$1\")\" = \"$new\"; break
            fi
            failed=$((failed + 1))
            test \"$(hash \"$1\")\" = \"$old\"
            test ! -e \"$1/disk/client/.codegen\"
            told \"$1\" nothingwaschangedin
            told \"$1\" Nospaceleft
        done
        test \"$failed\" -ge 2
        test \"$(hash \"$1\")\" = \"$new\"
        echo passed";
    holds(script, folder.path());
}

#[test]
fn a_disk_that_is_only_read_is_told_and_still_checked() {
    let folder = descriptions();
    let script = "
        mount -o remount,ro \"$1/disk\"
        if generate \"$1\" new 2>\"$1/errors\"; then exit 1; fi
        test \"$(hash \"$1\")\" = \"$old\"
        told \"$1\" nothingwaschangedin
        told \"$1\" Read-onlyfilesystem
        \"$XTASK\" generate --check --spec \"$1/old.yaml\" --out \"$1/disk/client\"
        if \"$XTASK\" generate --check --spec \"$1/new.yaml\" --out \"$1/disk/client\"; then exit 1; fi
        mount -o remount,rw \"$1/disk\"
        generate \"$1\" new
        test \"$(hash \"$1\")\" = \"$new\"
        echo passed";
    holds(script, folder.path());
}
