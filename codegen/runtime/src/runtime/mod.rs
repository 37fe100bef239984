//! What every generated crate stands on.

pub mod json;
