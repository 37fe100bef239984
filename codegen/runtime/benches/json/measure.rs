//! Two ways to do the same, beside each other: in time and memory, or in instructions.

use std::env;
use std::sync::LazyLock;
use std::time::Instant;

use super::callgrind;

/// What is measured.
enum Mode {
    Time,
    Instructions,
    /// One side of one case runs so many times, to be counted from outside.
    Count {
        case: String,
        ours: bool,
        times: usize,
    },
}

static MODE: LazyLock<Mode> = LazyLock::new(|| {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["count", case, side, times] => Mode::Count {
            case: (*case).to_owned(),
            ours: *side == "ours",
            times: times.parse().unwrap(),
        },
        _ if words.contains(&"instructions") => Mode::Instructions,
        _ => Mode::Time,
    }
});

/// The instructions of one call, as callgrind counts them.
fn instructions(case: &str, side: &str) -> Option<f64> {
    const MORE: usize = 2;
    let count = |times: usize| callgrind::instructions(&["count", case, side, &times.to_string()]);
    Some((count(1 + MORE)? - count(1)?) / MORE as f64)
}

/// The median ratio of the time that `ours` takes to that of `theirs`.
pub fn ratio(name: &str, goal: f64, mut ours: impl FnMut(), mut theirs: impl FnMut()) {
    match &*MODE {
        Mode::Time => {}
        Mode::Instructions => {
            let counts = instructions(name, "ours").zip(instructions(name, "theirs"));
            return match counts {
                Some((ours, theirs)) => {
                    println!(
                        "{name:<42} {ours:>12.0} {theirs:>12.0}  {:.2}",
                        ours / theirs
                    );
                }
                None => println!("{name:<42} valgrind counts nothing"),
            };
        }
        Mode::Count {
            case,
            ours: ours_runs,
            times,
        } => {
            for _ in 0..if case == name { *times } else { 0 } {
                if *ours_runs { ours() } else { theirs() }
            }
            return;
        }
    }
    let memory = |run: &mut dyn FnMut()| allocation_counter::measure(run).count_total;
    let counts = format!(
        "{} / {} allocations",
        memory(&mut ours),
        memory(&mut theirs)
    );
    // As many calls a round as take about a millisecond.
    let start = Instant::now();
    ours();
    let calls = (1e-3 / start.elapsed().as_secs_f64()).clamp(1.0, 40.0) as usize;
    let time = |run: &mut dyn FnMut()| {
        let start = Instant::now();
        for _ in 0..calls {
            run();
        }
        start.elapsed().as_secs_f64()
    };
    let mut rounds: Vec<(f64, f64)> = (0..120)
        .map(|_| (time(&mut ours), time(&mut theirs)))
        .collect();
    rounds.sort_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)));
    let (ours, theirs) = rounds[rounds.len() / 2];
    let (micros, times) = (1e6 / calls as f64, ours / theirs);
    let verdict = if times <= goal {
        ""
    } else {
        "  above the goal"
    };
    println!(
        "{name:<42} {:>9.1} µs {:>9.1} µs  {times:.2} (goal {goal}), {counts}{verdict}",
        ours * micros,
        theirs * micros
    );
}
