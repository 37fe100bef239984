//! What a call costs beside bare reqwest: latency one after the other, and memory of many at once.
//!
//! `cargo bench -p runtime --bench sending`. The server is a process of its own, and so is each of
//! those that make many calls at once, so that the memory is theirs alone.
//!
//! Latency is measured on one core, server and all, where `taskset` is at hand: whether a call
//! wakes another core is chance, which counts for three times what it is to measure.
//!
//! `cargo bench -p runtime --bench sending -- instructions` counts instructions instead, where
//! valgrind is at hand: those of the caller, not the kernel's nor the server's.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "a benchmark has no readers outside"
)]

#[path = "support/callgrind.rs"]
mod callgrind;
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
        ["latency"] => beside_a_server(latency),
        ["calls", side, times, url] => calls(url, side, times.parse().unwrap()),
        words if words.contains(&"instructions") => beside_a_server(instructions),
        _ => {
            println!("{}", on_one_core());
            for side in ["bare", "ours"] {
                // Each its own server, which has nothing to clear away yet.
                beside_a_server(|url| {
                    let (mut child, line) = start(this(), &["many", side, url]);
                    println!("{AT_ONCE} at once, {side}: {line}");
                    _ = child.wait();
                });
            }
        }
    }
}

/// Runs `measure` while a server of its own answers at the URL that it gets.
fn beside_a_server(measure: impl FnOnce(&str)) {
    let (mut server, url) = start(this(), &["serve"]);
    measure(&url);
    _ = server.kill();
    _ = server.wait();
}

/// What [`latency`] says where it may have one core only, and so may the server that it starts.
fn on_one_core() -> String {
    let pinned = || {
        let mut command = Command::new("taskset");
        command.args(["-c", "0"]);
        command
    };
    let works = pinned().arg("true").status();
    let (command, place) = match works.is_ok_and(|status| status.success()) {
        true => {
            let mut command = pinned();
            command.arg(env::current_exe().unwrap());
            (command, "on one core")
        }
        false => (this(), "on any core, so by chance"),
    };
    let (mut child, line) = start(command, &["latency"]);
    _ = child.wait();
    format!("{line}; {place}")
}

/// This program.
fn this() -> Command {
    Command::new(env::current_exe().unwrap())
}

/// Starts a program, which may be this one anew, and reads the line it prints.
fn start(mut command: Command, arguments: &[&str]) -> (Child, String) {
    let command = command.args(arguments);
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = pipes.spawn().unwrap();
    let mut line = String::new();
    let stdout = child.stdout.take().unwrap();
    BufReader::new(stdout).read_line(&mut line).unwrap();
    (child, line.trim().to_owned())
}

/// All take turns of a hundred calls; the median of each. A time limit, which our client always has,
/// costs by itself: so reqwest is measured with and without.
fn latency(url: &str) {
    const CALLS: usize = 10_000;
    const TURN: usize = 100;
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let (client, reqwest) = clients(url);
    let limited = limited();
    let mut times: [Vec<Duration>; 3] = Default::default();
    runtime.block_on(async {
        for _ in 0..CALLS / TURN {
            for (side, times) in times.iter_mut().enumerate() {
                for _ in 0..TURN {
                    let start = Instant::now();
                    match side {
                        0 => ours(&client).await,
                        1 => bare(&limited, url).await,
                        _ => bare(&reqwest, url).await,
                    }
                    times.push(start.elapsed());
                }
            }
        }
    });
    let [ours, limited, bare] = times.map(|mut times| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1e6
    });
    let more = |than: f64| (ours / than - 1.0) * 100.0;
    println!(
        "one call: {ours:.1} µs; bare {limited:.1} µs with a time limit: {:+.1} % (goal 5), \
         {bare:.1} µs without: {:+.1} %",
        more(limited),
        more(bare)
    );
}

/// Bare reqwest with the time limit that our client has by itself.
fn limited() -> reqwest::Client {
    let client = reqwest::Client::builder().user_agent("test/1");
    client.timeout(Duration::from_secs(60)).build().unwrap()
}

/// Makes calls one after the other, to be counted from outside.
fn calls(url: &str, side: &str, times: usize) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let (client, reqwest) = clients(url);
    let limited = limited();
    runtime.block_on(async {
        for _ in 0..times {
            match side {
                "ours" => ours(&client).await,
                "limited" => bare(&limited, url).await,
                _ => bare(&reqwest, url).await,
            }
        }
    });
}

/// The instructions of one call on each side, as callgrind counts them.
fn instructions(url: &str) {
    const MORE: usize = 200;
    let count = |side: &str, times: usize| {
        callgrind::instructions(&["calls", side, &times.to_string(), url])
    };
    let each = |side| Some((count(side, 20 + MORE)? - count(side, 20)?) / MORE as f64);
    match each("ours").zip(each("limited")).zip(each("bare")) {
        Some(((ours, limited), bare)) => println!(
            "one call: {ours:.0} instructions; bare {limited:.0} with a time limit: {:+.1} %, \
             {bare:.0} without",
            (ours / limited - 1.0) * 100.0
        ),
        None => println!("valgrind counts nothing"),
    }
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
