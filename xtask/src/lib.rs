//! The commands of this workspace: reads, calls `codegen`, compares or writes.
//!
//! The only code that touches the disk.

pub mod bench;
pub mod corpus;
pub mod diagnostics;
pub mod diff;
pub mod explain;
pub mod fuzz;
pub mod generate;
pub mod job;
pub mod slice;
pub mod tree;

use std::path::PathBuf;

/// The folder of the workspace.
///
/// `cargo run` and `cargo test` tell where the package stands; the workspace is the folder above.
pub fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let root = package.and_then(|package| Some(package.parent()?.to_owned()));
    root.unwrap_or_else(|| PathBuf::from("."))
}

/// Runs `work` on a thread whose stack no nesting that a description may have can exhaust.
///
/// # Errors
/// What `work` panicked with.
pub fn with_big_stack<T: Send>(work: impl FnOnce() -> T + Send) -> std::thread::Result<T> {
    const STACK: usize = 512 << 20;
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, work);
        thread
            .map_err(|error| Box::new(error) as Box<dyn std::any::Any + Send>)?
            .join()
    })
}

/// What a panic said.
pub(crate) fn message(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("without a message")
}
