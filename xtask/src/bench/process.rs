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
/// It cannot be started, or ends with a failure: the last line it said.
pub(super) fn sample(command: &mut Command) -> Result<Sample, String> {
    let start = Instant::now();
    let log = tempfile::tempfile().map_err(|error| error.to_string())?;
    let error = log.try_clone().map_err(|error| error.to_string())?;
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let child = command.stderr(error).spawn();
    let child = child.map_err(|error| error.to_string())?;
    let used = child.wait4().map_err(|error| error.to_string())?;
    if !used.status.success() {
        return Err(format!("{}: {}", used.status, last_line(log)));
    }
    Ok(Sample {
        wall: start.elapsed(),
        processor: used.rusage.utime + used.rusage.stime,
        peak: used.rusage.maxrss,
    })
}

fn last_line(mut log: std::fs::File) -> String {
    use std::io::{Read, Seek};

    let mut text = Vec::new();
    let read = log.rewind().and_then(|()| log.read_to_end(&mut text));
    let text = String::from_utf8_lossy(&text);
    let said = text.lines().rfind(|line| !line.trim().is_empty());
    match (read, said) {
        (Ok(_), Some(line)) => line.trim().chars().take(120).collect(),
        _ => "it says nothing".to_owned(),
    }
}

/// The median of each figure by itself.
pub(super) fn median(samples: &[Sample]) -> Option<Sample> {
    fn middle<T: Ord + Copy>(figures: impl Iterator<Item = T>) -> Option<T> {
        let mut figures: Vec<T> = figures.collect();
        figures.sort_unstable();
        figures.get(figures.len() / 2).copied()
    }
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
    mut run: impl FnMut(usize) -> Result<Sample, String>,
) -> Vec<Result<Sample, String>> {
    let mut samples = vec![Ok(Vec::new()); count];
    for _ in 0..runs {
        for (index, samples) in samples.iter_mut().enumerate() {
            let Ok(taken) = samples else { continue };
            match run(index) {
                Ok(sample) => taken.push(sample),
                Err(error) => *samples = Err(error),
            }
        }
    }
    let middle = |samples: Vec<Sample>| median(&samples).ok_or_else(|| "not run".to_owned());
    samples
        .into_iter()
        .map(|samples: Result<Vec<Sample>, String>| samples.and_then(middle))
        .collect()
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
