//! The program that tries the types of one crate.

use codegen::sample::Suite;

/// Its text. `package` is the name of the crate, with hyphens.
pub(super) fn text(suite: &Suite, package: &str) -> String {
    let library = package.replace('-', "_");
    let uses: Vec<String> = suite
        .uses
        .iter()
        .map(|path| match path.strip_prefix("crate::") {
            Some(path) => format!("    use {library}::{path};\n"),
            None => format!("    use {path};\n"),
        })
        .collect();
    let types = suite.types.iter();
    let types: Vec<String> = types
        .map(|type_| format!("        super::roundtrip::<{type_}>,\n"))
        .collect();
    BODY.replace("LIBRARY", &library)
        .replace("USES", &uses.concat())
        .replace("TYPES_HERE", &types.concat())
}

const BODY: &str = r#"//! Reads every case as its type, writes it again and compares; prints what differs, one line each.

use LIBRARY::runtime::json::{self, Json};
use serde_json::Value;

/// What was written; or where reading stopped, and why.
type Outcome = Result<String, (String, String)>;

fn roundtrip<T: Json>(text: &str) -> Outcome {
    match json::from_str::<T>(text) {
        Ok(value) => Ok(json::to_string(&value)),
        Err(error) => Err((error.pointer(), error.to_string())),
    }
}

/// In a module of its own: a description can have types of any name.
mod table {
USES
    pub static TYPES: &[fn(&str) -> super::Outcome] = &[
TYPES_HERE    ];
}

fn main() {
    let run = std::thread::Builder::new().stack_size(256 << 20).spawn(run);
    run.expect("a thread").join().expect("no panic");
}

fn run() {
    let path = std::env::args().next_back().expect("a path");
    let data = std::fs::read(path).expect("the cases");
    let data: Value = serde_json::from_slice(&data).expect("JSON");
    let cases = data["cases"].as_array().expect("cases");
    let single = data["single"].as_array().expect("types");
    for (index, case) in cases.iter().enumerate() {
        let type_ = case[0].as_u64().expect("a type") as usize;
        let outcome = table::TYPES[type_](&case[2].to_string());
        let single = single.contains(&case[0]);
        if let Err(wrong) = verdict(case, outcome, single) {
            println!("{}", Value::from(vec![Value::from(index), Value::from(wrong)]));
        }
    }
}

fn verdict(case: &Value, outcome: Outcome, single: bool) -> Result<(), String> {
    match (case[1].as_str(), outcome) {
        (None, Ok(written)) => {
            let written: Value = serde_json::from_str(&written).map_err(|e| e.to_string())?;
            match difference(&case[2], &written, single, &mut String::new()) {
                None => Ok(()),
                Some(difference) => Err(difference),
            }
        }
        (None, Err((_, why))) => Err(format!("refused: {why}")),
        (Some(at), Err((found, _))) if at == found => Ok(()),
        (Some(at), Err((_, why))) => Err(format!("refused, but not at {at:?}: {why}")),
        (Some(at), Ok(_)) => Err(format!("taken, although it is wrong at {at:?}")),
    }
}

/// The first place at which two values differ. Numbers are compared by value, in single precision
/// where the type has no other.
fn difference(given: &Value, written: &Value, single: bool, at: &mut String) -> Option<String> {
    let length = at.len();
    match (given, written) {
        (Value::Number(a), Value::Number(b)) if a == b || a.as_f64() == b.as_f64() => None,
        (Value::Number(a), Value::Number(b))
            if single && a.as_f64().map(|a| a as f32) == b.as_f64().map(|b| b as f32) =>
        {
            None
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(index, (a, b))| {
                at.push_str(&format!("/{index}"));
                let found = difference(a, b, single, at);
                at.truncate(length);
                found
            })
        }
        (Value::Object(a), Value::Object(b)) => {
            if let Some(name) = b.keys().find(|name| !a.contains_key(*name)) {
                return Some(format!("{at}/{name} was added"));
            }
            a.iter().find_map(|(name, a)| {
                at.push('/');
                at.push_str(name);
                let found = match b.get(name) {
                    Some(b) => difference(a, b, single, at),
                    None => Some(format!("{at} was lost (it was {})", short(a))),
                };
                at.truncate(length);
                found
            })
        }
        (a, b) if a == b => None,
        (a, b) => Some(format!("{at} was {}, is {}", short(a), short(b))),
    }
}

fn short(value: &Value) -> String {
    value.to_string().chars().take(80).collect()
}
"#;
