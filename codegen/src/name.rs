//! Every Rust name is decided here, in one table, before anything is printed.
