//! A call costs little more than the same request made with bare reqwest. Counts, not clocks.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "a test has no readers outside"
)]

#[path = "sending_sample/mod.rs"]
mod sample;

use allocation_counter::measure;
use sample::{bare, clients, ours, serve};

/// How often a call asks for memory, its connection being open: the least of a hundred, because
/// an answer may arrive in two pieces.
fn count(call: impl AsyncFn()) -> u64 {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    runtime.block_on(call());
    let counts = (0..100).map(|_| measure(|| runtime.block_on(call())).count_total);
    counts.min().unwrap()
}

#[test]
fn a_call_asks_for_memory_little_more_often_than_bare_reqwest() {
    let url = serve();
    let (client, reqwest) = clients(&url);
    let ours = count(async || ours(&client).await);
    let bare = count(async || bare(&reqwest, &url).await);
    println!("{ours} times, and {bare} with reqwest");
    assert!(ours <= bare + 7, "{ours} times, and {bare} with reqwest");
}
