//! What every generated crate stands on.

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

// Optional parts.
pub mod by_serde;
pub mod events;
pub mod form;
mod formats_chrono;
mod formats_decimal;
mod formats_jiff;
pub mod formats_secret;
mod formats_std;
mod formats_time;
mod formats_url;
mod formats_uuid;
pub mod lines;
pub mod multipart;
pub mod pages;
pub mod reply_headers;
pub mod streaming;
pub mod xml;
