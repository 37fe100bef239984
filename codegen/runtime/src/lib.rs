//! The code that every generated crate holds, compiled, linted and tested where it stands.
//!
//! `src/runtime/` is copied verbatim, so its modules refer to each other by `crate::runtime::…`.

pub mod runtime;
