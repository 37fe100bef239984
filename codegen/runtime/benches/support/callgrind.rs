//! Instructions, which a busy machine does not change, where valgrind is at hand.

use std::env;
use std::process::Command;

/// How many of them this program takes when it is started with `arguments`.
pub fn instructions(arguments: &[&str]) -> Option<f64> {
    let folder = tempfile::tempdir().ok()?;
    let profile = folder.path().join("callgrind.out");
    let mut command = Command::new("valgrind");
    command.arg("--tool=callgrind");
    command.arg(format!("--callgrind-out-file={}", profile.display()));
    command.arg(env::current_exe().ok()?).args(arguments);
    let said = command.output().ok()?.stderr;
    let said = String::from_utf8_lossy(&said).into_owned();
    let (_, count) = said.split_once("Collected :")?;
    count.split_whitespace().next()?.parse().ok()
}
