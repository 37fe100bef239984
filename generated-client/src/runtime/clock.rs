//! Time and chance, so that a test can stand in for both.

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
    time::Duration,
};

use crate::runtime::transport::{BoxFuture, MaybeSend, MaybeSync};

/// Tells the time, waits, and draws lots.
pub trait Clock: MaybeSend + MaybeSync {
    /// The time since the Unix epoch. It never goes back.
    fn now(&self) -> Duration;

    /// Waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;

    /// A number any of which is as likely as another.
    fn random(&self) -> u64;
}

/// The system's own time.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug)]
pub struct SystemClock {
    started: std::time::Instant,
    epoch: Duration,
}

#[cfg(not(target_arch = "wasm32"))]
impl Default for SystemClock {
    fn default() -> Self {
        let epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        SystemClock {
            started: std::time::Instant::now(),
            epoch: epoch.unwrap_or_default(),
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Clock for SystemClock {
    fn now(&self) -> Duration {
        self.epoch + self.started.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move { tokio::time::sleep(duration).await })
    }

    fn random(&self) -> u64 {
        use std::hash::{BuildHasher, Hasher, RandomState};
        RandomState::new().build_hasher().finish()
    }
}

/// A clock that stands still, for wasm32, which has none of its own: nothing times out there
/// unless a [`Clock`] is given to the builder.
#[cfg(target_arch = "wasm32")]
#[derive(Debug, Default)]
pub struct SystemClock {}

#[cfg(target_arch = "wasm32")]
impl Clock for SystemClock {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::pending())
    }

    fn random(&self) -> u64 {
        0
    }
}

/// What `work` gives; `None` if `limit` passes first.
pub(crate) async fn within<T>(
    clock: &dyn Clock,
    limit: Option<Duration>,
    mut work: Pin<&mut impl Future<Output = T>>,
) -> Option<T> {
    let Some(limit) = limit else {
        return Some(work.await);
    };
    let mut alarm = clock.sleep(limit);
    poll_fn(move |context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => alarm.as_mut().poll(context).map(|()| None),
    })
    .await
}
