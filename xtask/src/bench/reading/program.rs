//! The program that reads and writes with one tool's crate, and what it says.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use fs_err as fs;

use super::{
    super::{building, compiling::cargo, process::sample, tool::Tool},
    Figures,
};

/// What a program says of one text: which one, whether by the reader of our own crates, and the
/// figures.
pub(super) type Said = (usize, bool, Result<Figures, String>);

/// Builds the program for the crate in `out` that reads lists of `types`; where its executable is.
///
/// # Errors
/// It cannot be written or built.
pub(super) fn build(
    tool: &Tool,
    out: &Path,
    folder: &Path,
    types: &[Option<&str>],
) -> Result<PathBuf, String> {
    let text = text(types, tool.is_ours());
    let program = building::write_program(tool, out, "reading", &text);
    let program = program.map_err(|error| error.to_string())?;
    sample(&mut cargo(&program, folder, &["build", "--release"])?)?;
    let executable = program.join("reading");
    let built = folder.join("target/release/bench-program");
    fs::copy(built, &executable).map_err(|error| error.to_string())?;
    Ok(executable)
}

/// Runs the program for some texts, each with the index of its type: as many rounds as `bytes` of
/// the text make.
///
/// # Errors
/// It cannot be run, or fails.
pub(super) fn run(
    executable: &Path,
    bytes: usize,
    texts: &[(usize, &Path)],
) -> Result<Vec<Said>, String> {
    let mut command = Command::new(executable);
    command.arg(bytes.to_string());
    for (index, text) in texts {
        command.arg(index.to_string()).arg(text);
    }
    let output = command.output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("the program ends with {}", output.status));
    }
    let said = String::from_utf8_lossy(&output.stdout);
    Ok(said.lines().filter_map(line).collect())
}

/// `2 serde 1200 - 34`: the third text, nanoseconds to read and to write, allocations; or
/// `2 own refuses` and why.
fn line(said: &str) -> Option<Said> {
    let (text, rest) = said.split_once(' ')?;
    let (reader, rest) = rest.split_once(' ')?;
    let figures = match rest.strip_prefix("refuses ") {
        Some(why) => Err(why.to_owned()),
        None => {
            let mut words = rest.split(' ');
            Ok(Figures {
                read: words.next()?.parse().ok()?,
                write: words.next()?.parse().ok(),
                allocations: words.next()?.parse().ok()?,
            })
        }
    };
    Some((text.parse().ok()?, reader == "own", figures))
}

/// The program's text. Types that the crate does not have are left out.
fn text(types: &[Option<&str>], ours: bool) -> String {
    let calls = types.iter().enumerate().filter_map(|(index, path)| {
        let type_ = format!("Vec<emitted::{}>", (*path)?);
        let own = match ours {
            true => format!("own::<{type_}>(at, &text, rounds); "),
            false => String::new(),
        };
        Some(format!(
            "            {index} => {{ {own}through_serde!({type_}, at, &text, rounds) }}\n"
        ))
    });
    let calls: String = calls.collect();
    let own = if ours { OWN } else { "" };
    BODY.replace("CALLS_HERE\n", &calls) + own
}

const OWN: &str = r#"
fn own<T: emitted::runtime::json::Json>(at: usize, text: &[u8], rounds: usize) {
    use emitted::runtime::json;
    let read = |text: &[u8]| json::from_slice::<T>(text).map_err(|error| error.to_string());
    measure(at, "own", text, rounds, read, Some(|value: &T| json::to_vec(value)));
}
"#;

const BODY: &str = r#"//! Reads and writes each text, many times.
use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Instant;

struct Counting;
static COUNT: AtomicU64 = AtomicU64::new(0);

// There is one thread, and a locked addition would cost as much as some allocations do.
fn count() { COUNT.store(COUNT.load(Relaxed) + 1, Relaxed); }

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 { count(); unsafe { System.alloc(layout) } }
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) { unsafe { System.dealloc(at, layout) } }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 { count(); unsafe { System.alloc_zeroed(layout) } }
    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 { count(); unsafe { System.realloc(at, layout, size) } }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

type Read<T> = fn(&[u8]) -> Result<T, String>;
type Write<T> = fn(&T) -> Vec<u8>;

/// What the type offers: the first of two traits that applies.
struct Probe<T>(PhantomData<T>);
trait Reads<T> { fn reader(&self) -> Option<Read<T>>; }
impl<T: serde::de::DeserializeOwned> Reads<T> for Probe<T> {
    fn reader(&self) -> Option<Read<T>> { Some(|text| serde_json::from_slice(text).map_err(|error| error.to_string())) }
}
trait ReadsNot<T> { fn reader(&self) -> Option<Read<T>>; }
impl<T> ReadsNot<T> for &Probe<T> { fn reader(&self) -> Option<Read<T>> { None } }
trait Writes<T> { fn writer(&self) -> Option<Write<T>>; }
impl<T: serde::Serialize> Writes<T> for Probe<T> {
    fn writer(&self) -> Option<Write<T>> { Some(|value| serde_json::to_vec(value).expect("a value that can be written")) }
}
trait WritesNot<T> { fn writer(&self) -> Option<Write<T>>; }
impl<T> WritesNot<T> for &Probe<T> { fn writer(&self) -> Option<Write<T>> { None } }

macro_rules! through_serde {
    ($type_:ty, $at:expr, $text:expr, $rounds:expr) => {
        match (&Probe::<$type_>(PhantomData)).reader() {
            Some(read) => measure($at, "serde", $text, $rounds, read, (&Probe::<$type_>(PhantomData)).writer()),
            None => println!("{} serde refuses it can only be written", $at),
        }
    };
}

fn measure<T>(at: usize, reader: &str, text: &[u8], rounds: usize, read: impl Fn(&[u8]) -> Result<T, String>, write: Option<Write<T>>) {
    let before = COUNT.load(Relaxed);
    let value = match read(text) {
        Ok(value) => value,
        Err(why) => return println!("{at} {reader} refuses {}", why.replace('\n', " ")),
    };
    let allocations = COUNT.load(Relaxed) - before;
    let reading = median(rounds, || drop(black_box(read(black_box(text)))));
    let writing = write.map(|write| median(rounds, || drop(black_box(write(black_box(&value))))));
    let writing = writing.map_or("-".to_owned(), |writing| writing.to_string());
    println!("{at} {reader} {reading} {writing} {allocations}");
}

fn median(rounds: usize, run: impl Fn()) -> u128 {
    let mut times: Vec<u128> = (0..rounds).map(|_| { let start = Instant::now(); run(); start.elapsed().as_nanos() }).collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let bytes: usize = arguments[0].parse().expect("bytes");
    for (at, pair) in arguments[1..].chunks(2).enumerate() {
        let text = std::fs::read(&pair[1]).expect("a text");
        let rounds = (bytes / text.len()).clamp(1, 1000);
        match pair[0].parse::<usize>().expect("an index") {
CALLS_HERE
            _ => println!("{at} serde refuses there is no such type"),
        }
    }
}
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_says_is_understood() {
        let figures = |write| Figures {
            read: 1200,
            write,
            allocations: 34,
        };
        assert_eq!(
            line("2 serde 1200 5 34"),
            Some((2, false, Ok(figures(Some(5)))))
        );
        assert_eq!(line("0 own 1200 - 34"), Some((0, true, Ok(figures(None)))));
        assert_eq!(
            line("1 serde refuses no field `a b`"),
            Some((1, false, Err("no field `a b`".to_owned())))
        );
        assert_eq!(line("thread main"), None);
    }

    #[test]
    fn a_program_is_rust_and_leaves_out_what_is_not_there() {
        let text = text(&[None, Some("types::Album")], true);
        assert!(syn::parse_file(&text).is_ok());
        assert!(text.contains("1 => { own::<Vec<emitted::types::Album>>"));
        assert!(!text.contains("0 =>"));
    }
}
