//! An OpenAPI description goes in, a Rust client crate comes out, as a file tree or a report.
//!
//! Nothing here touches the disk.

pub mod emit;
pub mod ir;
pub mod load;
pub mod lower;
pub mod name;
pub mod pass;
pub mod pointer;
pub mod render;
pub mod report;
pub mod settings;
