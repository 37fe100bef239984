//! The runtime's files: which an emitted crate needs, and what they need.
//!
//! The generator takes this file in with `#[path]`. `src/runtime/mod.rs` of an emitted crate is
//! [`CORE_MODULES`] and the `declares` of each optional part that is needed, under its own heading.

/// A file below `src/runtime/`, copied as it stands: its path there, and its text.
pub(crate) type File = (&'static str, &'static str);

macro_rules! file {
    ($path:literal) => {
        ($path, include_str!(concat!("src/runtime/", $path)))
    };
}

/// What makes an optional part needed.
#[allow(dead_code, reason = "some wait for the emitter")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// An operation gives its items page by page.
    Pages,
    /// A body in `application/x-www-form-urlencoded`.
    Form,
    /// A body in `multipart/form-data` (or another `multipart/…`).
    Multipart,
    /// A body or reply of raw bytes, sent or read as a stream.
    Streaming,
    /// A reply in `text/event-stream`.
    Events,
    /// A reply in `application/x-ndjson`, `application/jsonl` or their like.
    Lines,
    /// A body or reply in XML.
    Xml,
    /// A reply has typed headers.
    ReplyHeaders,
    /// A type of another crate stands for one of the description.
    BySerde,
    /// Strings become types of `chrono`.
    Chrono,
    /// Strings become decimal numbers of `rust_decimal`.
    Decimal,
    /// Strings become types of `jiff`.
    Jiff,
    /// Strings become secrets.
    SecretText,
    /// Strings become types of the standard library.
    Std,
    /// Strings become types of `time`.
    Time,
    /// Strings become URLs of `url`.
    Url,
    /// Strings become UUIDs of `uuid`.
    Uuid,
}

/// A part that is left out where it is not needed.
#[derive(Debug)]
pub(crate) struct Part {
    /// What makes it needed.
    pub(crate) need: Need,
    /// Parts it stands on.
    pub(crate) with: &'static [Need],
    /// Its files.
    pub(crate) files: &'static [File],
    /// Its lines in `mod.rs`.
    pub(crate) declares: &'static str,
    /// Entries of `[dependencies]` it needs beside those of the core.
    pub(crate) dependencies: &'static [(&'static str, &'static str)],
}

/// `[features]` of an emitted crate.
pub(crate) const FEATURES: &str = r#"default = ["rustls"]
rustls = ["reqwest/rustls"]
native-tls = ["reqwest/native-tls"]
blocking = ["tokio/rt"]
tracing = ["dep:tracing"]
"#;

/// `[dependencies]` of an emitted crate.
pub(crate) const DEPENDENCIES: &[(&str, &str)] = &[
    ("bytes", r#""1""#),
    ("futures-core", r#""0.3""#),
    ("http", r#""1""#),
    ("http-body", r#""1""#),
    ("httpdate", r#""1""#),
    ("percent-encoding", r#""2""#),
    (
        "reqwest",
        r#"{ version = "0.13", default-features = false }"#,
    ),
    ("secrecy", r#""0.10""#),
    ("serde_core", r#""1""#),
    ("serde_json", r#""1""#),
    (
        "tracing",
        r#"{ version = "0.1", default-features = false, features = ["std"], optional = true }"#,
    ),
    ("url", r#""2""#),
];

/// `[target.'cfg(not(target_arch = "wasm32"))'.dependencies]` of an emitted crate.
pub(crate) const NATIVE_DEPENDENCIES: &[(&str, &str)] = &[(
    "tokio",
    r#"{ version = "1", default-features = false, features = ["time"] }"#,
)];

/// `src/runtime/mod.rs` without optional parts.
pub(crate) const CORE_MODULES: &str = r##"//! What every generated crate stands on.

pub mod api;
mod authorize;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub mod blocking;
pub mod client;
pub mod clock;
#[doc(hidden)]
pub mod draft;
pub mod error;
#[doc(hidden)]
pub mod execute;
pub mod json;
pub mod net;
pub mod parameter;
mod path;
pub mod payload;
mod redirect;
pub mod request;
pub mod response;
pub mod retry;
pub mod secret;
pub mod token;
mod trace;
pub mod transport;

pub use self::{
    api::{Api, Operation, Scheme},
    client::{Client, ClientBuilder},
    error::{BuildError, Error},
    request::Request,
    response::Response,
    retry::RetryPolicy,
    secret::{Secret, Secrets},
    token::TokenProvider,
};
"##;

/// The files that every emitted crate has, beside `mod.rs`.
pub(crate) const CORE: &[File] = &[
    file!("api.rs"),
    file!("authorize.rs"),
    file!("blocking.rs"),
    file!("client.rs"),
    file!("clock.rs"),
    file!("draft.rs"),
    file!("error.rs"),
    file!("error/build.rs"),
    file!("execute.rs"),
    file!("json.rs"),
    file!("json/base64.rs"),
    file!("json/bridge.rs"),
    file!("json/bridge/de.rs"),
    file!("json/bridge/parts.rs"),
    file!("json/bridge/ser.rs"),
    file!("json/bridge/visit.rs"),
    file!("json/declare.rs"),
    file!("json/error.rs"),
    file!("json/flat.rs"),
    file!("json/free.rs"),
    file!("json/impls.rs"),
    file!("json/number.rs"),
    file!("json/reader.rs"),
    file!("json/record.rs"),
    file!("json/scan.rs"),
    file!("json/sink.rs"),
    file!("json/source.rs"),
    file!("json/table.rs"),
    file!("json/tag.rs"),
    file!("json/told.rs"),
    file!("json/unknown.rs"),
    file!("json/value.rs"),
    file!("json/writer.rs"),
    file!("net.rs"),
    file!("net/native.rs"),
    file!("net/wasm.rs"),
    file!("parameter.rs"),
    file!("parameter/encode.rs"),
    file!("path.rs"),
    file!("payload.rs"),
    file!("redirect.rs"),
    file!("request.rs"),
    file!("response.rs"),
    file!("retry.rs"),
    file!("secret.rs"),
    file!("token.rs"),
    file!("trace.rs"),
    file!("transport.rs"),
];

/// The optional parts.
pub(crate) const PARTS: &[Part] = &[
    Part {
        need: Need::BySerde,
        with: &[],
        files: &[file!("by_serde.rs")],
        declares: "pub mod by_serde;\n",
        dependencies: &[],
    },
    Part {
        need: Need::Events,
        with: &[Need::Streaming],
        files: &[file!("events.rs")],
        declares: "pub mod events;\n",
        dependencies: &[],
    },
    Part {
        need: Need::Form,
        with: &[],
        files: &[file!("form.rs")],
        declares: "pub mod form;\n",
        dependencies: &[],
    },
    Part {
        need: Need::Chrono,
        with: &[],
        files: &[file!("formats_chrono.rs")],
        declares: "mod formats_chrono;\n",
        dependencies: &[(
            "chrono",
            r#"{ version = "0.4", default-features = false, features = ["std"] }"#,
        )],
    },
    Part {
        need: Need::Decimal,
        with: &[],
        files: &[file!("formats_decimal.rs")],
        declares: "mod formats_decimal;\n",
        dependencies: &[(
            "rust_decimal",
            r#"{ version = "1", default-features = false, features = ["std"] }"#,
        )],
    },
    Part {
        need: Need::Jiff,
        with: &[],
        files: &[file!("formats_jiff.rs")],
        declares: "mod formats_jiff;\n",
        dependencies: &[(
            "jiff",
            r#"{ version = "0.2", default-features = false, features = ["std"] }"#,
        )],
    },
    Part {
        need: Need::SecretText,
        with: &[],
        files: &[file!("formats_secret.rs")],
        declares: "pub mod formats_secret;\n",
        dependencies: &[],
    },
    Part {
        need: Need::Std,
        with: &[],
        files: &[file!("formats_std.rs")],
        declares: "mod formats_std;\n",
        dependencies: &[],
    },
    Part {
        need: Need::Time,
        with: &[],
        files: &[file!("formats_time.rs")],
        declares: "mod formats_time;\n",
        dependencies: &[(
            "time",
            r#"{ version = "0.3", features = ["formatting", "parsing"] }"#,
        )],
    },
    Part {
        need: Need::Url,
        with: &[],
        files: &[file!("formats_url.rs")],
        declares: "mod formats_url;\n",
        dependencies: &[],
    },
    Part {
        need: Need::Uuid,
        with: &[],
        files: &[file!("formats_uuid.rs")],
        declares: "mod formats_uuid;\n",
        dependencies: &[("uuid", r#""1""#)],
    },
    Part {
        need: Need::Lines,
        with: &[Need::Streaming],
        files: &[file!("lines.rs")],
        declares: "pub mod lines;\n",
        dependencies: &[],
    },
    Part {
        need: Need::Multipart,
        with: &[],
        files: &[file!("multipart.rs")],
        declares: "pub mod multipart;\n",
        dependencies: &[],
    },
    Part {
        need: Need::Pages,
        with: &[],
        files: &[file!("pages.rs"), file!("pages/find.rs")],
        declares: "pub mod pages;\n",
        dependencies: &[],
    },
    Part {
        need: Need::ReplyHeaders,
        with: &[],
        files: &[file!("reply_headers.rs")],
        declares: "pub mod reply_headers;\n",
        dependencies: &[],
    },
    Part {
        need: Need::Streaming,
        with: &[],
        files: &[file!("streaming.rs")],
        declares: "pub mod streaming;\n",
        dependencies: &[],
    },
    Part {
        need: Need::Xml,
        with: &[],
        files: &[file!("xml.rs"), file!("xml/read.rs"), file!("xml/write.rs")],
        declares: "pub mod xml;\n",
        dependencies: &[("quick-xml", r#""0.42""#)],
    },
];

/// The methods of `Request`, which no emitted method of it may be called.
#[allow(dead_code, reason = "a test keeps it true")]
pub(crate) const REQUEST_METHODS: &[&str] = &[
    "at_server",
    "blocking",
    "build",
    "clone",
    "download",
    "event_data",
    "events",
    "form_body",
    "in_cookie",
    "in_cookie_as",
    "in_header",
    "in_header_as",
    "in_path",
    "in_query",
    "in_query_as",
    "into_future",
    "into_parts",
    "json_body",
    "json_body_as",
    "json_lines",
    "multipart_body",
    "new",
    "raw_body",
    "refuse",
    "send",
    "send_blocking",
    "with_credentials",
    "with_header",
    "with_idempotency_key",
    "with_query",
    "with_retry",
    "with_timeout",
    "xml_body",
];

/// The methods of `Client`, which no emitted method of it may be called.
#[allow(dead_code, reason = "a test keeps it true")]
pub(crate) const CLIENT_METHODS: &[&str] = &["clone", "request"];
