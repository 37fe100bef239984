//! How many instructions generating takes, where valgrind can count them: a figure that nothing
//! else on the machine changes.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use super::{generating::clear, tool::Tool};

/// Larger documents take minutes, in bytes.
const LARGEST: u64 = 1 << 20;

/// The documents of moderate size, with the instructions that ours takes for each; none where
/// valgrind is not at hand.
pub(super) fn rows(
    tools: &[Option<Tool>],
    documents: &[(String, PathBuf)],
    folder: &Path,
) -> Vec<(String, u64)> {
    let Some(Some(tool)) = tools.first() else {
        return Vec::new();
    };
    let flagship = (
        "routes.yaml".to_owned(),
        crate::root().join("spec/openapi.yaml"),
    );
    let documents = std::iter::once(&flagship).chain(documents);
    let small = |path: &Path| path.metadata().is_ok_and(|data| data.len() <= LARGEST);
    let documents = documents.filter(|(_, path)| small(path));
    let counted = documents.map(|(name, path)| Some((name.clone(), count(tool, path, folder)?)));
    counted.flatten().collect()
}

fn count(tool: &Tool, spec: &Path, folder: &Path) -> Option<u64> {
    let out = folder.join("counted");
    clear(&out).ok()?;
    let generate = tool.generate(&spec.canonicalize().ok()?, &out);
    let mut log = std::ffi::OsString::from("--callgrind-out-file=");
    log.push(folder.join("callgrind.out"));
    let mut command = Command::new("valgrind");
    command.arg("--tool=callgrind").arg(log);
    command
        .arg(generate.get_program())
        .args(generate.get_args());
    let output = command.output().ok()?;
    let said = String::from_utf8_lossy(&output.stderr);
    output.status.success().then(|| instructions(&said))?
}

/// The figure in what valgrind says at its end: `I   refs:      1,234`.
fn instructions(said: &str) -> Option<u64> {
    let line = said.lines().find(|line| line.contains("refs:"))?;
    let (_, figure) = line.split_once("refs:")?;
    figure.replace(',', "").trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figure_is_found() {
        let said = "==1== Collected : 1234\n==1== \n==1== I   refs:      373,088,201\n";
        assert_eq!(instructions(said), Some(373_088_201));
        assert_eq!(instructions("==1== killed"), None);
    }
}
