//! A case that does not end, or eats all memory, is named and ends the process.
//!
//! Nothing else could: a thread that hangs cannot be stopped from outside.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::Arguments;

/// The longest that a case may take: thousands of times what it takes.
pub(super) const LONGEST: Duration = Duration::from_secs(120);

/// The most memory the process may have, in bytes.
pub(super) const MOST: u64 = 6 << 30;

/// How often is looked.
const EVERY: Duration = Duration::from_millis(100);

/// The case a worker is at, and since when.
#[derive(Debug, Default)]
pub(super) struct Post {
    seed: AtomicU64,
    /// Milliseconds since the watch began, plus one; 0 between cases.
    since: AtomicU64,
}

/// A thread that looks at every worker.
#[derive(Debug)]
pub(super) struct Watch {
    posts: Arc<Vec<Post>>,
    start: Instant,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// Watches so many workers.
    pub(super) fn over(workers: usize, arguments: Arguments) -> Watch {
        let posts: Arc<Vec<Post>> = Arc::new((0..workers).map(|_| Post::default()).collect());
        let (start, over) = (Instant::now(), Arc::new(AtomicBool::new(false)));
        let (watched, ended) = (Arc::clone(&posts), Arc::clone(&over));
        let thread = thread::spawn(move || {
            while !ended.load(Ordering::Relaxed) {
                thread::sleep(EVERY);
                look(&watched, start, &arguments);
            }
        });
        Watch {
            posts,
            start,
            over,
            thread: Some(thread),
        }
    }

    /// Runs `work`, which is the case `seed`, under the eyes of the watch. How long it took.
    pub(super) fn watched<T>(
        &self,
        worker: usize,
        seed: u64,
        work: impl FnOnce() -> T,
    ) -> (T, Duration) {
        let begun = Instant::now();
        if let Some(post) = self.posts.get(worker) {
            post.seed.store(seed, Ordering::Relaxed);
            post.since
                .store(millis(self.start.elapsed()) + 1, Ordering::Relaxed);
        }
        let done = work();
        if let Some(post) = self.posts.get(worker) {
            post.since.store(0, Ordering::Relaxed);
        }
        (done, begun.elapsed())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn look(posts: &[Post], start: Instant, arguments: &Arguments) {
    let now = millis(start.elapsed());
    let memory = memory();
    for post in posts {
        let since = post.since.load(Ordering::Relaxed);
        let seed = post.seed.load(Ordering::Relaxed);
        if since == 0 {
            continue;
        }
        let took = now.saturating_sub(since);
        if took > millis(LONGEST) {
            give_up(
                &arguments.command(seed),
                &format!("it has been running for {took} ms"),
            );
        }
        if memory > MOST {
            give_up(
                &arguments.command(seed),
                &format!("the process has {memory} bytes of memory"),
            );
        }
    }
}

fn give_up(command: &str, why: &str) {
    eprintln!("a case is given up, for {why}; run it alone: {command}");
    std::process::abort();
}

/// How much memory the process has; 0 where the system does not tell.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() * 1024
}
