//! What a program costs that uses the emitted crate: a release build, and the machine code in it.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use fs_err as fs;

use super::{
    compiling::cargo,
    process::{Sample, sample},
    tool::Tool,
};

/// A release build of the crate in `out` alone, its dependencies built before if it is not the
/// first.
pub(super) fn release(out: &Path, folder: &Path) -> Result<Sample, String> {
    sample(&mut cargo(out, folder, &["build", "--release", "--lib"])?)
}

/// The bytes of machine code in a program that reads values of `types` with the crate in `out`.
///
/// # Errors
/// The program cannot be built, or `size` cannot look at it.
pub(super) fn text(
    tool: &Tool,
    out: &Path,
    folder: &Path,
    types: &[String],
) -> Result<u64, String> {
    if types.is_empty() {
        return Err("there are no types".to_owned());
    }
    let program = write_program(tool, out, "program", &reader(types));
    let program = program.map_err(|error| error.to_string())?;
    sample(&mut cargo(&program, folder, &["build", "--release"])?)?;
    let binary = folder.join("target/release/bench-program");
    let size = Command::new("size").arg("-A").arg(binary).output();
    let size = size.map_err(|error| error.to_string())?;
    let sections = String::from_utf8_lossy(&size.stdout);
    let section = |line: &str| -> Option<u64> {
        let mut words = line.split_whitespace();
        (words.next()? == ".text").then(|| words.next()?.parse().ok())?
    };
    let text = sections.lines().find_map(section);
    text.ok_or_else(|| "`size` shows no text".to_owned())
}

/// A crate beside the one in `out` with a program that uses it as `emitted`.
pub(super) fn write_program(
    tool: &Tool,
    out: &Path,
    what: &str,
    main: &str,
) -> std::io::Result<PathBuf> {
    let manifest = fs::read_to_string(out.join("Cargo.toml"))?;
    let manifest: toml::Table = manifest.parse().map_err(std::io::Error::other)?;
    let name = manifest
        .get("package")
        .and_then(|package| package.get("name"));
    let name = name.and_then(toml::Value::as_str).unwrap_or_default();
    let program = out.with_file_name(format!("{}-{what}", tool.kind.name));
    fs::create_dir_all(program.join("src"))?;
    let path = out.display();
    fs::write(
        program.join("Cargo.toml"),
        format!(
            "[package]\nname = \"bench-program\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nemitted = {{ package = \"{name}\", path = \"{path}\" }}\n\
             serde = \"1\"\nserde_json = \"1\"\n\n[workspace]\n"
        ),
    )?;
    fs::write(program.join("src/main.rs"), main)?;
    Ok(program)
}

/// A program that reads one value of each type, by their paths.
fn reader(types: &[String]) -> String {
    let read = types.iter().map(|path| {
        let type_ = format!("emitted::{path}");
        format!("    println!(\"{{}}\", serde_json::from_str::<{type_}>(&text).is_ok());\n")
    });
    let read: String = read.collect();
    format!(
        "fn main() {{\n    let text = std::io::read_to_string(std::io::stdin()).unwrap_or_default();\n\
         {read}}}\n"
    )
}
