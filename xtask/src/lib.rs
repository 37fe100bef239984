//! The commands of this workspace: reads, calls `codegen`, compares or writes.
//!
//! The only code that touches the disk.

pub mod tree;
