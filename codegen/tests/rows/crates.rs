//! The crate of all rows and the program that uses it, run by cargo.

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
};

use codegen::Output;

/// What the program says, line by line.
pub(crate) fn run(output: &Output, program: &str) -> Vec<String> {
    // Kept between runs: what is as it was is not compiled again.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rows");
    let mut known: Vec<String> = output
        .files
        .keys()
        .map(|path| format!("client/{path}"))
        .collect();
    for (path, text) in &output.files {
        write(&folder.join("client").join(path), text);
    }
    let name = output.files["Cargo.toml"]
        .lines()
        .find_map(|line| line.strip_prefix("name = "))
        .expect("a name")
        .to_owned();
    write(
        &folder.join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\nmembers = [\"client\", \"program\"]\n",
    );
    let manifest = format!(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         subject = {{ path = \"../client\", package = {name}, default-features = false }}\n\
         bytes = \"1\"\nfutures-core = \"0.3\"\nhttp = \"1\"\nserde_json = \"1\"\n\
         tokio = {{ version = \"1\", features = [\"rt\", \"time\"] }}\n"
    );
    write(&folder.join("program/Cargo.toml"), &manifest);
    write(&folder.join("program/src/main.rs"), program);
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    if !folder.join("Cargo.lock").exists() {
        fs::copy(lock, folder.join("Cargo.lock")).expect("the versions of this workspace");
    }
    known.sort();
    remove_others(&folder, &folder.join("client/src"), &known);
    let run = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["run", "--offline", "--quiet", "-p", "program"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .stdin(Stdio::null())
        .output()
        .expect("cargo starts");
    let errors = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{errors}");
    let said = String::from_utf8_lossy(&run.stdout);
    let lines = said.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("a text"))
        .collect()
}

/// Leaves equal files alone, for cargo's sake.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// Removes the files that an earlier run left.
fn remove_others(folder: &Path, within: &Path, known: &[String]) {
    for entry in fs::read_dir(within).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            remove_others(folder, &path, known);
            continue;
        }
        let name = path
            .strip_prefix(folder)
            .expect("below it")
            .to_string_lossy();
        if !known.contains(&name.into_owned()) {
            fs::remove_file(&path).expect("a file");
        }
    }
}
