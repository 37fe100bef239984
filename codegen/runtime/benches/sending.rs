//! What a call costs beside bare reqwest: latency one after the other, and memory of many at once.
//!
//! `cargo bench -p runtime --bench sending`. The server is a process of its own, and so is each of
//! those that make many calls at once, so that the memory is theirs alone.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "a benchmark has no readers outside"
)]

#[path = "../tests/sending_sample/mod.rs"]
mod sample;

use std::{
    env, fs,
    io::{BufRead, BufReader, Read},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use sample::{bare, clients, ours, serve};
use tokio::{runtime::Builder, task::JoinSet};

/// How many calls are under way at once.
const AT_ONCE: usize = 10_000;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["serve"] => {
            println!("{}", serve());
            _ = std::io::stdin().read_to_end(&mut Vec::new());
        }
        ["many", "ours", url] => many(url, true),
        ["many", "bare", url] => many(url, false),
        _ => {
            let (mut server, url) = start(&["serve"]);
            latency(&url);
            for side in ["bare", "ours"] {
                let (mut child, line) = start(&["many", side, &url]);
                println!("{AT_ONCE} at once, {side}: {line}");
                _ = child.wait();
            }
            _ = server.kill();
            _ = server.wait();
        }
    }
}

/// Starts this program anew, and reads the line it prints.
fn start(arguments: &[&str]) -> (Child, String) {
    let mut command = Command::new(env::current_exe().unwrap());
    let command = command.args(arguments);
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = pipes.spawn().unwrap();
    let mut line = String::new();
    let stdout = child.stdout.take().unwrap();
    BufReader::new(stdout).read_line(&mut line).unwrap();
    (child, line.trim().to_owned())
}

/// Both take turns; the median of each.
fn latency(url: &str) {
    const CALLS: usize = 10_000;
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let (client, reqwest) = clients(url);
    let (mut with_ours, mut with_bare) = (Vec::new(), Vec::new());
    runtime.block_on(async {
        for _ in 0..CALLS {
            let start = Instant::now();
            ours(&client).await;
            with_ours.push(start.elapsed());
            let start = Instant::now();
            bare(&reqwest, url).await;
            with_bare.push(start.elapsed());
        }
    });
    let median = |times: &mut Vec<Duration>| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1e6
    };
    let (ours, bare) = (median(&mut with_ours), median(&mut with_bare));
    let more = (ours / bare - 1.0) * 100.0;
    println!("one call: {ours:.1} µs, bare {bare:.1} µs: {more:+.1} % (goal 5)");
}

/// Makes many calls at once, and tells how long they took and how much memory.
fn many(url: &str, with_ours: bool) {
    let mut runtime = Builder::new_multi_thread();
    let runtime = runtime.worker_threads(2).enable_all().build().unwrap();
    let start = Instant::now();
    runtime.block_on(async {
        let (client, reqwest) = clients(url);
        let mut calls = JoinSet::new();
        for _ in 0..AT_ONCE {
            let (client, reqwest, url) = (client.clone(), reqwest.clone(), url.to_owned());
            calls.spawn(async move {
                match with_ours {
                    true => ours(&client).await,
                    false => bare(&reqwest, &url).await,
                }
            });
        }
        while let Some(call) = calls.join_next().await {
            call.unwrap();
        }
    });
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!(
        "{:.2?}, peak {}",
        start.elapsed(),
        peak.unwrap_or("unknown").trim()
    );
}
