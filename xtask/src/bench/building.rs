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
    let program = write_program(tool, out, types).map_err(|error| error.to_string())?;
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

/// A crate beside the one in `out`, with a program that reads one value of each type.
fn write_program(tool: &Tool, out: &Path, types: &[String]) -> std::io::Result<PathBuf> {
    let manifest = fs::read_to_string(out.join("Cargo.toml"))?;
    let manifest: toml::Table = manifest.parse().map_err(std::io::Error::other)?;
    let name = manifest
        .get("package")
        .and_then(|package| package.get("name"));
    let name = name.and_then(toml::Value::as_str).unwrap_or_default();
    let program = out.with_file_name(format!("{}-program", tool.kind.name));
    fs::create_dir_all(program.join("src"))?;
    let path = out.display();
    fs::write(
        program.join("Cargo.toml"),
        format!(
            "[package]\nname = \"bench-program\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nemitted = {{ package = \"{name}\", path = \"{path}\" }}\n\
             serde_json = \"1\"\n\n[workspace]\n"
        ),
    )?;
    let read = types.iter().map(|name| {
        let name = format!("emitted::{}::{name}", tool.kind.types);
        format!("    println!(\"{{}}\", serde_json::from_str::<{name}>(&text).is_ok());\n")
    });
    let read: String = read.collect();
    let main = format!(
        "fn main() {{\n    let text = std::io::read_to_string(std::io::stdin()).unwrap_or_default();\n\
         {read}}}\n"
    );
    fs::write(program.join("src/main.rs"), main)?;
    Ok(program)
}

/// The five largest objects among a description's schemas whose names every tool writes alike.
pub(super) fn root_types(spec: &Path) -> Vec<String> {
    let text = fs::read_to_string(spec).unwrap_or_default();
    let document = codegen::load::written(&text);
    let schemas = document.as_ref().and_then(|document| {
        let schemas = document.pointer("/components/schemas")?;
        schemas.as_object()
    });
    let mut types: Vec<(usize, String)> = schemas
        .into_iter()
        .flatten()
        .filter(|(_, schema)| schema.get("properties").is_some())
        .filter_map(|(name, schema)| Some((schema.to_string().len(), type_name(name)?)))
        .collect();
    types.sort();
    let largest = types.into_iter().rev().take(5);
    largest.map(|(_, name)| name).collect()
}

/// `AlbumObject` for itself and `album-object`; nothing for what could be written in several ways.
fn type_name(name: &str) -> Option<String> {
    let word = |word: &str| {
        let (first, rest) = word.split_at_checked(1)?;
        let plain = rest.bytes().all(|byte| byte.is_ascii_lowercase()) && !rest.is_empty();
        let letter = first.bytes().all(|byte| byte.is_ascii_alphabetic());
        (plain && letter).then(|| first.to_ascii_uppercase() + rest)
    };
    let mut words: Vec<&str> = name.split(['-', '_']).collect();
    if let [joined] = words.as_slice() {
        words = split_words(joined);
    }
    words.into_iter().map(word).collect()
}

/// The words of `AlbumObject`.
fn split_words(name: &str) -> Vec<&str> {
    let begins = name.match_indices(|letter: char| letter.is_ascii_uppercase());
    let begins = begins.map(|(at, _)| at).filter(|at| *at > 0);
    let ends: Vec<usize> = begins.chain([name.len()]).collect();
    let starts = [0].into_iter().chain(ends.iter().copied());
    starts
        .zip(&ends)
        .filter_map(|(start, end)| name.get(start..*end))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::type_name;

    #[test]
    fn a_type_is_named_as_every_tool_does_or_not_at_all() {
        let named = |name| type_name(name).unwrap_or_default();
        assert_eq!(named("AlbumObject"), "AlbumObject");
        assert_eq!(named("simple-user"), "SimpleUser");
        assert_eq!(named("payment_intent"), "PaymentIntent");
        assert_eq!(named("account"), "Account");
        assert_eq!(named("HTTPRoute"), "");
        assert_eq!(named("v2.page"), "");
    }
}
