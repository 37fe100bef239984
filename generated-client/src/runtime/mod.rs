//! What every generated crate stands on.

pub mod api;
mod authorize;
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
