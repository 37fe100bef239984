//! The commands of this workspace: reads, calls `codegen`, compares or writes.

fn main() {}
