//! One run of a whole process, and the median of several.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use wait4::Wait4;

/// What a process took, with all those it started and waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sample {
    pub(super) wall: Duration,
    /// Of all cores, in user and system mode.
    pub(super) processor: Duration,
    /// The largest resident set of one process, in bytes.
    pub(super) peak: u64,
}

/// Runs a command to its end.
///
/// # Errors
/// It cannot be started, or ends with a failure: what it said last.
pub(super) fn sample(command: &mut Command) -> Result<Sample, String> {
    let start = Instant::now();
    let log = tempfile::tempfile().map_err(|error| error.to_string())?;
    let error = log.try_clone().map_err(|error| error.to_string())?;
    command.stdin(Stdio::null()).stdout(Stdio::null());
    // What it says in the end is to be why it failed.
    command.env("RUST_BACKTRACE", "0");
    let child = command.stderr(error).spawn();
    let child = child.map_err(|error| error.to_string())?;
    let used = child.wait4().map_err(|error| error.to_string())?;
    if !used.status.success() {
        return Err(format!("{}: {}", used.status, last_words(log)));
    }
    Ok(Sample {
        wall: start.elapsed(),
        processor: used.rusage.utime + used.rusage.stime,
        peak: used.rusage.maxrss,
    })
}

fn last_words(mut log: std::fs::File) -> String {
    use std::io::{Read, Seek};

    let mut text = Vec::new();
    match log.rewind().and_then(|()| log.read_to_end(&mut text)) {
        Ok(_) => words(&String::from_utf8_lossy(&text)),
        Err(error) => error.to_string(),
    }
}

/// The last two lines that say something: the last is often only that there were errors.
fn words(said: &str) -> String {
    let says = |line: &&str| {
        let about = ["note:", "For more", "Some errors have"];
        let about = about.iter().any(|start| line.starts_with(start));
        let about = about || line.contains(" panicked at ");
        !line.is_empty() && !about
    };
    // A compiler says first what is wrong, and last that something was.
    if let Some(error) = said.lines().find(|line| line.starts_with("error[")) {
        return error.chars().take(200).collect();
    }
    let mut lines = said.lines().rev().map(str::trim).filter(says);
    let line = match (lines.next(), lines.next()) {
        (Some(last), Some(before)) => format!("{before}; {last}"),
        (Some(last), None) => last.to_owned(),
        (None, _) => "it says nothing".to_owned(),
    };
    line.chars().take(200).collect()
}

/// The median of each figure by itself.
pub(super) fn median(samples: &[Sample]) -> Option<Sample> {
    Some(Sample {
        wall: middle(samples.iter().map(|sample| sample.wall))?,
        processor: middle(samples.iter().map(|sample| sample.processor))?,
        peak: middle(samples.iter().map(|sample| sample.peak))?,
    })
}

/// Runs several commands in turns, `runs` times each, and gives the median of each; a command that
/// fails once is not run again.
pub(super) fn alternate(
    runs: usize,
    count: usize,
    run: impl FnMut(usize) -> Result<Sample, String>,
) -> Vec<Result<Sample, String>> {
    let middle = |samples: Vec<Sample>| median(&samples).ok_or_else(|| "not run".to_owned());
    let samples = turns(runs, count, run).into_iter();
    samples.map(|samples| samples.and_then(middle)).collect()
}

/// Does several things in turns, `runs` times each; what fails once is not done again.
pub(super) fn turns<T: Clone>(
    runs: usize,
    count: usize,
    mut run: impl FnMut(usize) -> Result<T, String>,
) -> Vec<Result<Vec<T>, String>> {
    let mut all = vec![Ok(Vec::new()); count];
    for _ in 0..runs {
        for (index, taken) in all.iter_mut().enumerate() {
            let Ok(results) = taken else { continue };
            match run(index) {
                Ok(result) => results.push(result),
                Err(error) => *taken = Err(error),
            }
        }
    }
    all
}

/// The one in the middle.
pub(super) fn middle<T: Ord + Copy>(figures: impl Iterator<Item = T>) -> Option<T> {
    let mut figures: Vec<T> = figures.collect();
    figures.sort_unstable();
    figures.get(figures.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(wall: u64, peak: u64) -> Sample {
        Sample {
            wall: Duration::from_millis(wall),
            processor: Duration::from_millis(2 * wall),
            peak,
        }
    }

    #[test]
    fn each_figure_has_a_median_of_its_own() {
        let samples = [sample(3, 10), sample(1, 30), sample(2, 20)];
        assert_eq!(median(&samples), Some(sample(2, 20)));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn a_failure_says_why() {
        assert_eq!(
            words("a\n\ngen fail: b\n  Error: c\n"),
            "gen fail: b; Error: c"
        );
        assert_eq!(
            words("thread 'main' panicked at a.rs:1:2:\nno name\nnote: run with\n"),
            "no name"
        );
        assert_eq!(words("error[E1]: a\n --> b\nerror: c\n"), "error[E1]: a");
        assert_eq!(words("\n"), "it says nothing");
    }

    #[test]
    fn what_fails_once_is_not_run_again() {
        let mut runs = [0, 0];
        let medians = alternate(3, 2, |index| {
            runs[index] += 1;
            match index {
                0 => Ok(sample(1, 1)),
                _ => Err("no".to_owned()),
            }
        });
        assert_eq!(medians, [Ok(sample(1, 1)), Err("no".to_owned())]);
        assert_eq!(runs, [3, 1]);
    }
}
