//! The same requests for code without `async`: feature `blocking`.
//!
//! One thread of its own drives the connections of all clients; the caller's thread waits.

use std::{
    future::{Future, IntoFuture, poll_fn},
    pin::Pin,
    sync::OnceLock,
};

use futures_core::Stream;
use tokio::runtime::{Builder, Handle};

use crate::runtime::{
    error::{BuildError, Error},
    request::Request,
    response::Response,
};

impl<T, E, P> Request<T, E, P> {
    /// Sends the request and waits for the payload, on this thread.
    ///
    /// # Errors
    /// As when the request is awaited; also if this thread runs an async runtime, which it would
    /// stall.
    pub fn blocking(self) -> Result<T, Error<E>> {
        wait(self.into_future())?
    }

    /// Sends the request and waits for the whole answer, on this thread.
    ///
    /// # Errors
    /// As [`blocking`](Request::blocking).
    pub fn send_blocking(self) -> Result<Response<T>, Error<E>> {
        wait(self.send())?
    }
}

/// What a stream gives, one after the other, on this thread.
#[derive(Debug)]
#[must_use = "nothing is asked for before an item is"]
pub struct Waiting<S>(Option<S>);

impl<S> Waiting<S> {
    pub(crate) fn new(stream: S) -> Self {
        Waiting(Some(stream))
    }
}

impl<S, T, E> Iterator for Waiting<S>
where
    S: Stream<Item = Result<T, Error<E>>> + Unpin,
{
    type Item = Result<T, Error<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = self.0.as_mut()?;
        match wait(poll_fn(|context| Pin::new(&mut *stream).poll_next(context))) {
            Ok(item) => item,
            Err(error) => {
                self.0 = None;
                Some(Err(error.into()))
            }
        }
    }
}

/// What `work` gives.
///
/// # Errors
/// [`BuildError::Runtime`] if this thread must not wait, or no other can be started.
#[doc(hidden)]
pub fn wait<F: Future>(work: F) -> Result<F::Output, BuildError> {
    if Handle::try_current().is_ok() {
        let why = "it is made inside an async runtime, which it would stall: await it".to_owned();
        return Err(BuildError::Runtime { why });
    }
    match driver() {
        Ok(handle) => Ok(handle.block_on(work)),
        Err(why) => Err(BuildError::Runtime { why: why.clone() }),
    }
}

/// The runtime that drives all connections, on a thread that never ends.
fn driver() -> &'static Result<Handle, String> {
    static DRIVER: OnceLock<Result<Handle, String>> = OnceLock::new();
    DRIVER.get_or_init(|| {
        let start = || {
            let runtime = Builder::new_current_thread().enable_all().build()?;
            let handle = runtime.handle().clone();
            let thread = std::thread::Builder::new().name("http".to_owned());
            thread.spawn(move || runtime.block_on(std::future::pending::<()>()))?;
            Ok(handle)
        };
        start().map_err(|error: std::io::Error| error.to_string())
    })
}
