//! A crate and the program that uses it, checked by cargo.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A folder with a client and its consumer.
pub(crate) struct Workspace {
    folder: PathBuf,
}

impl Workspace {
    /// A fresh folder, with the program.
    pub(crate) fn new(name: &str, package: &str, program: &str) -> Workspace {
        let folder = env::temp_dir().join(format!("names-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        let write = |path: &str, text: &str| {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        };
        write(
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"client\", \"consumer\"]\n",
        );
        let manifest = format!(
            "[package]\nname = \"consumer\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nsubject = {{ path = \"../client\", package = \"{package}\" }}\n\
             serde = \"1\"\nserde_json = \"1\"\nbytes = \"1\"\n"
        );
        write("consumer/Cargo.toml", &manifest);
        write("consumer/src/lib.rs", program);
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        fs::copy(lock, folder.join("Cargo.lock")).expect("the versions of this workspace");
        Workspace { folder }
    }

    /// Puts another version of the client there; what rustc says of the program then.
    pub(crate) fn check(&self, files: &BTreeMap<String, String>) -> Result<(), String> {
        let client = self.folder.join("client");
        // What is as it was is left alone, for cargo's sake; what is gone goes.
        let mut old = Vec::new();
        below(&client, &mut old);
        for path in old {
            let name = path
                .strip_prefix(&client)
                .expect("below it")
                .to_string_lossy();
            if !files.contains_key(name.as_ref()) {
                fs::remove_file(&path).expect("a file");
            }
        }
        for (path, text) in files {
            let path = client.join(path);
            if fs::read_to_string(&path).is_ok_and(|old| old == *text) {
                continue;
            }
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["check", "--offline", "--quiet", "-p", "consumer"])
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .output()
            .expect("cargo starts");
        match output.status.success() {
            true => Ok(()),
            false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        }
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => below(&path, files),
            false => files.push(path),
        }
    }
}
