//! The generators that are compared, and how each is asked for a crate.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use fs_err as fs;

/// A generator.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    /// What it is called, and its executable file.
    pub(super) name: &'static str,
    ask: fn(&mut Command, spec: &Path, out: &Path),
    /// The folder of the crate's sources that a reviewer reads, below its folder.
    pub(super) sources: &'static str,
    /// The module of the crate that hands out the types.
    pub(super) types: &'static str,
}

/// Ours first.
pub(super) const TOOLS: [Kind; 5] = [
    Kind {
        name: "xtask",
        ask: |command, spec, out| {
            command.args(["generate", "--name", "bench-xtask"]);
            command.arg("--spec").arg(spec).arg("--out").arg(out);
        },
        sources: "src",
        types: "types",
    },
    Kind {
        name: "oas3-gen",
        ask: |command, spec, out| {
            command.args(["generate", "client-mod", "--workspace", "-i"]);
            command.arg(spec).arg("-o").arg(out);
        },
        sources: "src",
        types: "",
    },
    Kind {
        name: "ploidy",
        ask: |command, spec, out| {
            command.args(["generate", "rust"]);
            command.arg(spec).arg("-o").arg(out);
        },
        sources: "src",
        types: "types",
    },
    Kind {
        name: "openapi-to-rust",
        ask: |command, spec, out| {
            command.arg("generate").arg(spec);
            command.args(["--quiet", "--output-dir"]);
            command.arg(out.join("src/generated"));
        },
        sources: "src",
        types: "generated::types",
    },
    Kind {
        name: "cargo-progenitor",
        ask: |command, spec, out| {
            command.arg("progenitor").arg("-i").arg(spec);
            command.arg("-o").arg(out);
            command.args(["-n", "bench-progenitor", "-v", "0.1.0"]);
        },
        sources: "src",
        types: "types",
    },
];

/// A generator that is at hand.
#[derive(Debug, Clone)]
pub(super) struct Tool {
    pub(super) kind: Kind,
    executable: PathBuf,
}

impl Kind {
    /// Where it is: ours is the process that runs, a rival stands in `folder`.
    pub(super) fn find(&self, folder: &Path) -> Option<Tool> {
        let executable = match self.name {
            "xtask" => std::env::current_exe().ok()?,
            name => folder.join(name),
        };
        let executable = fs::canonicalize(executable).ok()?;
        Some(Tool {
            kind: *self,
            executable,
        })
    }
}

impl Tool {
    /// Whether it is the generator of this workspace.
    pub(super) fn is_ours(&self) -> bool {
        self.kind.name == TOOLS[0].name
    }

    /// The command that writes a crate for `spec` into `out`.
    pub(super) fn generate(&self, spec: &Path, out: &Path) -> Command {
        let mut command = Command::new(&self.executable);
        (self.kind.ask)(&mut command, spec, out);
        command
    }

    /// Puts what the tool leaves to its user around a crate: a manifest, and no workspace above it.
    ///
    /// # Errors
    /// The crate's files cannot be read or written.
    pub(super) fn finish(&self, out: &Path) -> std::io::Result<()> {
        let manifest = out.join("Cargo.toml");
        let required = out.join("src/generated/REQUIRED_DEPS.toml");
        if self.kind.name == "openapi-to-rust" && required.exists() {
            let dependencies = fs::read_to_string(required)?;
            let head = "[package]\nname = \"bench-openapi-to-rust\"\nversion = \"0.1.0\"\n\
                        edition = \"2024\"\n\n";
            let table = match dependencies.contains("[dependencies]") {
                true => "",
                false => "[dependencies]\n",
            };
            fs::write(&manifest, format!("{head}{table}{dependencies}"))?;
            fs::write(out.join("src/lib.rs"), "pub mod generated;\n")?;
        }
        let text = fs::read_to_string(&manifest)?;
        if !text.contains("[workspace") {
            fs::write(&manifest, format!("{text}\n[workspace]\n"))?;
        }
        Ok(())
    }
}
