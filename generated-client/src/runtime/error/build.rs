//! What can be wrong with a request or a client before anything is sent.

use std::{error, fmt};

/// Why a request or a client could not be built. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildError {
    /// A path argument that would address another resource.
    Path {
        /// The parameter.
        name: String,
        /// What is wrong with its argument.
        why: &'static str,
    },
    /// A parameter whose value has no text in its style.
    Parameter {
        /// The parameter.
        name: String,
        /// What is wrong with its value.
        why: &'static str,
    },
    /// A header whose name or value cannot be sent.
    Header {
        /// The header.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A base URL that no request can be sent to.
    BaseUrl {
        /// What is wrong with it.
        why: String,
    },
    /// A URL from an answer that no request is sent to.
    Url {
        /// Which, and what is wrong with it.
        why: String,
    },
    /// A body that cannot be written.
    Body {
        /// What is wrong with it.
        why: String,
    },
    /// The client has no credentials that the operation takes.
    Credentials {
        /// The operation.
        operation: &'static str,
        /// The security schemes it takes: alternatives of those needed together.
        wanted: &'static [&'static [&'static str]],
    },
    /// A credential that cannot be sent.
    Secret {
        /// Its security scheme.
        scheme: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Environment variables that are not set.
    Environment {
        /// The missing ones: alternatives of those needed together.
        missing: String,
    },
    /// A blocking call that cannot be made here.
    Runtime {
        /// What is in its way.
        why: String,
    },
    /// The HTTP client could not be set up.
    Client {
        /// What it says.
        why: String,
    },
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BuildError::Path { name, why } => write!(f, "path argument `{name}` {why}"),
            BuildError::Parameter { name, why } => write!(f, "parameter `{name}` {why}"),
            BuildError::Header { name, why } => write!(f, "header `{name}` {why}"),
            BuildError::BaseUrl { why } => write!(f, "the base URL {why}"),
            BuildError::Url { why } => write!(f, "the URL {why}"),
            BuildError::Body { why } => write!(f, "the body cannot be written: {why}"),
            BuildError::Credentials { operation, wanted } => {
                write!(f, "operation `{operation}` takes the credentials ")?;
                write_alternatives(f, wanted)?;
                f.write_str(", which the client does not have")
            }
            BuildError::Secret { scheme, why } => write!(f, "credential `{scheme}` {why}"),
            BuildError::Environment { missing } => {
                write!(f, "not set in the environment: {missing}")
            }
            BuildError::Runtime { why } => write!(f, "a blocking call cannot be made: {why}"),
            BuildError::Client { why } => write!(f, "the HTTP client cannot be set up: {why}"),
        }
    }
}

fn write_alternatives(f: &mut fmt::Formatter<'_>, wanted: &[&[&str]]) -> fmt::Result {
    for (index, schemes) in wanted.iter().enumerate() {
        if index > 0 {
            f.write_str(", or ")?;
        }
        for (index, scheme) in schemes.iter().enumerate() {
            let before = if index > 0 { " and " } else { "" };
            write!(f, "{before}`{scheme}`")?;
        }
    }
    Ok(())
}

impl error::Error for BuildError {}
