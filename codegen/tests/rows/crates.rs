//! The crates of the rows and the programs that use them, run by cargo.

use std::{
    env,
    fmt::Write,
    fs,
    path::Path,
    process::{Command, Stdio},
};

use codegen::Output;

/// What the programs say, line by line. Each crate comes with its name and its program.
pub(crate) fn run(crates: &[(String, Output, String)]) -> Vec<String> {
    // Kept between runs: what is as it was is not compiled again.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rows");
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    if !folder.join("Cargo.lock").exists() {
        fs::create_dir_all(&folder).expect("a folder");
        fs::copy(lock, folder.join("Cargo.lock")).expect("the versions of this workspace");
    }
    let mut members = String::new();
    for (name, output, program) in crates {
        let _ = write!(members, "\"{name}/client\", \"{name}/program\", ");
        client(&folder.join(name).join("client"), output);
        user(&folder.join(name).join("program"), name, output, program);
    }
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n");
    write_file(&folder.join("Cargo.toml"), &workspace);
    cargo(&folder, &["build", "--workspace"]);
    let mut lines = Vec::new();
    for (name, ..) in crates {
        let said = cargo(&folder, &["run", "-p", &format!("{name}-program")]);
        let said = said.lines();
        lines.extend(said.map(|line| serde_json::from_str::<String>(line).expect("a text")));
    }
    lines
}

fn cargo(folder: &Path, arguments: &[&str]) -> String {
    let run = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(arguments)
        .args(["--offline", "--quiet"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .stdin(Stdio::null())
        .output()
        .expect("cargo starts");
    let errors = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{errors}");
    String::from_utf8_lossy(&run.stdout).into_owned()
}

fn client(folder: &Path, output: &Output) {
    for (path, text) in &output.files {
        write_file(&folder.join(path), text);
    }
    remove_others(folder, &folder.join("src"), output);
}

fn user(folder: &Path, name: &str, output: &Output, program: &str) {
    let package = output.files["Cargo.toml"]
        .lines()
        .find_map(|line| line.strip_prefix("name = "))
        .expect("a name");
    let manifest = format!(
        "[package]\nname = \"{name}-program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n\
         subject = {{ path = \"../client\", package = {package}, default-features = false }}\n\
         bytes = \"1\"\nfutures-core = \"0.3\"\nhttp = \"1\"\nserde = \"1\"\nserde_json = \"1\"\n\
         tokio = {{ version = \"1\", features = [\"rt\", \"time\"] }}\n"
    );
    write_file(&folder.join("Cargo.toml"), &manifest);
    write_file(&folder.join("src/main.rs"), program);
}

/// Leaves equal files alone, for cargo's sake.
fn write_file(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// Removes the files that an earlier run left.
fn remove_others(folder: &Path, within: &Path, output: &Output) {
    for entry in fs::read_dir(within).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            remove_others(folder, &path, output);
            continue;
        }
        let name = path
            .strip_prefix(folder)
            .expect("below it")
            .to_string_lossy();
        if !output.files.contains_key(name.as_ref()) {
            fs::remove_file(&path).expect("a file");
        }
    }
}
