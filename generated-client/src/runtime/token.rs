//! Tokens that expire: fetched once for all requests that wait, and once more after a 401.

use std::{
    collections::VecDeque,
    error, fmt,
    future::poll_fn,
    sync::{Mutex, PoisonError},
    task::{Poll, Waker},
};

use secrecy::SecretString;

use crate::runtime::transport::{BoxFuture, MaybeSend, MaybeSync};

/// Fetches a token that expires.
pub trait TokenProvider: MaybeSend + MaybeSync {
    /// Fetches a token. It is kept, and shared by all requests, until the service answers 401.
    ///
    /// # Errors
    /// Whatever keeps it from being fetched; the request that asked for it fails with it.
    fn fetch(&self) -> BoxFuture<'_, Result<SecretString, TokenError>>;
}

/// Why no token could be fetched.
pub type TokenError = Box<dyn error::Error + Send + Sync>;

/// A token that many requests share.
pub(crate) struct SharedToken {
    provider: Box<dyn TokenProvider>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Counts the tokens fetched, so that two requests refused with one token renew it once.
    generation: u64,
    token: Option<SecretString>,
    fetching: bool,
    waiting: VecDeque<Waker>,
}

impl fmt::Debug for SharedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedToken")
    }
}

impl SharedToken {
    pub(crate) fn new(provider: impl TokenProvider + 'static) -> Self {
        SharedToken {
            provider: Box::new(provider),
            state: Mutex::default(),
        }
    }

    /// The token and its generation, fetched if there is none.
    ///
    /// # Errors
    /// What the provider says.
    pub(crate) async fn get(&self) -> Result<(SecretString, u64), TokenError> {
        loop {
            match poll_fn(|context| self.turn(context.waker())).await {
                Turn::Known(token, generation) => return Ok((token, generation)),
                Turn::Fetch => {
                    let guard = Fetching(self);
                    let fetched = self.provider.fetch().await;
                    if let Ok(token) = &fetched {
                        guard.keep(token.clone());
                    }
                    drop(guard);
                    fetched?;
                }
            }
        }
    }

    /// Forgets the token of this generation: the service no longer takes it.
    pub(crate) fn refused(&self, generation: u64) {
        let mut state = self.lock();
        if state.generation == generation {
            state.token = None;
        }
    }

    fn turn(&self, waker: &Waker) -> Poll<Turn> {
        let mut state = self.lock();
        if let Some(token) = &state.token {
            return Poll::Ready(Turn::Known(token.clone(), state.generation));
        }
        if state.fetching {
            state.waiting.push_back(waker.clone());
            return Poll::Pending;
        }
        state.fetching = true;
        Poll::Ready(Turn::Fetch)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        // Nothing panics while the lock is held, and each write leaves the state whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Turn {
    Known(SecretString, u64),
    Fetch,
}

/// Held by the one request that fetches; when it goes, even cancelled, the others wake.
struct Fetching<'a>(&'a SharedToken);

impl Fetching<'_> {
    fn keep(&self, token: SecretString) {
        let mut state = self.0.lock();
        state.generation += 1;
        state.token = Some(token);
    }
}

impl Drop for Fetching<'_> {
    fn drop(&mut self) {
        let waiting = {
            let mut state = self.0.lock();
            state.fetching = false;
            std::mem::take(&mut state.waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}
