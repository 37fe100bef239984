//! A process that is killed in the middle of a write, or of a mend.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
};

use super::{
    super::swap::{mend_with, write_with},
    whole::{built, cases},
    *,
};

const VICTIM: &str = "XTASK_TEST_VICTIM";

/// Run by the tests below in a process of its own, which is killed between two steps.
#[test]
fn victim() {
    let Ok(orders) = std::env::var(VICTIM) else {
        return;
    };
    let mut orders = orders.splitn(4, '@');
    let [what, case, stop_at, out] = [(); 4].map(|()| orders.next().unwrap());
    let stop_at: usize = stop_at.parse().unwrap();
    let mut step = 0;
    let mut hook = |_: &'static str| {
        step += 1;
        if step - 1 == stop_at {
            println!("\nSTOPPED");
            // Blocks until the parent kills this process.
            std::io::stdin().read_line(&mut String::new()).unwrap();
        }
        Ok(())
    };
    if what == "mend" {
        mend_with(Path::new(out), &mut hook).unwrap();
    } else {
        let case = &cases()[case.parse::<usize>().unwrap()];
        write_with(&case.new, Path::new(out), false, &mut hook).unwrap();
    }
    println!("\nDONE");
    std::io::stdout().flush().unwrap();
}

/// A process that has come to the step, or `None` if it was done before.
fn stopped(what: &str, case: usize, stop_at: usize, out: &Path) -> Option<Child> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tree::tests::killed::victim", "--nocapture"])
        .env(VICTIM, format!("{what}@{case}@{stop_at}@{}", out.display()))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let last = lines
        .find(|line| line == "STOPPED" || line == "DONE")
        .unwrap();
    if last == "STOPPED" {
        return Some(child);
    }
    child.wait().unwrap();
    None
}

fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_process_killed_at_any_step_leaves_the_old_crate_or_the_new_and_the_next_run_mends_it() {
    let mut kills = 0;
    for (index, case) in cases().into_iter().enumerate() {
        let (allowed, [old_contents, new_contents]) = case.both();
        for stop_at in 0.. {
            let dir = case.folder();
            let at = format!("{}, killed at {stop_at}", case.name);
            let Some(child) = stopped("write", index, stop_at, dir.path()) else {
                assert_eq!(contents(dir.path()), new_contents, "{at}");
                break;
            };
            let busy = write(&case.new, dir.path(), false);
            kill(child);
            kills += 1;
            // The first two steps come before the lock.
            if stop_at >= 2 {
                let seen = built(dir.path());
                assert!(allowed.contains(&seen), "{at}: cargo would build {seen:?}");
                assert!(matches!(busy, Err(TreeError::Busy(_))), "{at}: {busy:?}");
                mend(dir.path()).unwrap();
                assert_eq!(contents(dir.path()), old_contents, "{at}");
            }
            write(&case.new, dir.path(), false).unwrap();
            assert_eq!(contents(dir.path()), new_contents, "{at}");
        }
    }
    assert!(kills > 100, "every step was tried: {kills}");
}

#[test]
fn a_mend_killed_at_any_step_leaves_the_old_crate_or_the_new_and_the_next_one_ends_it() {
    let mut kills = 0;
    for (index, case) in cases().into_iter().enumerate() {
        let (allowed, [old_contents, new_contents]) = case.both();
        let steps = case.steps();
        // In the middle of the steps, and after the last of them.
        let named = steps.iter().position(|name| *name == "name the journal");
        let last = steps.len() - 1;
        for write_stops_at in [(named.unwrap() + last).div_ceil(2), last] {
            for mend_stops_at in 0.. {
                let dir = case.folder();
                let at = format!("{}: {write_stops_at}, {mend_stops_at}", case.name);
                kill(stopped("write", index, write_stops_at, dir.path()).unwrap());
                let Some(child) = stopped("mend", index, mend_stops_at, dir.path()) else {
                    assert_eq!(contents(dir.path()), old_contents, "{at}");
                    break;
                };
                kill(child);
                kills += 1;
                let seen = built(dir.path());
                assert!(allowed.contains(&seen), "{at}: cargo would build {seen:?}");
                mend(dir.path()).unwrap();
                assert_eq!(contents(dir.path()), old_contents, "{at}");
                write(&case.new, dir.path(), false).unwrap();
                assert_eq!(contents(dir.path()), new_contents, "{at}");
            }
        }
    }
    assert!(kills > 50, "every step was tried: {kills}");
}
