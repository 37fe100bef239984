//! How fast values are read and written, beside serde derive on the same texts.
//!
//! `cargo bench -p runtime --bench json`. Ratios below 1 are faster than serde derive. Each is the
//! median of rounds in which both take turns, because the speed of a shared machine wanders. Behind
//! it stands how often each asks for memory.
//!
//! `cargo bench -p runtime --bench json -- instructions` counts instructions instead, where
//! valgrind is at hand: those are the same on every run.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    reason = "runtime and types stand here as in a client, of which a benchmark uses a part"
)]

#[path = "../src/runtime"]
mod runtime {
    pub mod json;
}

#[path = "../tests/json_sample/codec.rs"]
mod codec;
#[path = "../tests/json_sample/types.rs"]
mod types;

use std::collections::BTreeMap;
use std::env;
use std::hint::black_box;
use std::process::Command;
use std::sync::LazyLock;
use std::time::Instant;

use runtime::json::{self, In, Json, Out, Step, UnknownMembers, bridge, record};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One record in both styles, from one list of fields.
macro_rules! records {
    ($($name:ident $count:literal { $($field:ident: $type:ident $(<$inner:ty>)? = $presence:ident $wire:literal,)* })*) => {
        mod ours {
            use super::*;
            use types::Element;
            $(
                #[derive(Debug, Clone, PartialEq)]
                pub struct $name {
                    $(pub $field: $type $(<$inner>)?,)*
                    pub unknown: UnknownMembers,
                }

                record!($name {
                    $($field: $presence($wire),)*
                    ..unknown
                });

                bridge! { $name }
            )*
        }

        mod derived {
            use super::*;
            use tagged::Element;
            $(
                #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
                pub struct $name {
                    $(
                        #[serde(rename = $wire)]
                        #[serde(skip_serializing_if = "Absent::absent")]
                        pub $field: $type $(<$inner>)?,
                    )*
                }
            )*
        }
    };
}

/// Whether serde leaves a member out.
trait Absent {
    fn absent(&self) -> bool {
        false
    }
}

impl<T> Absent for Option<T> {
    fn absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Absent for Vec<T> {}
impl<T> Absent for BTreeMap<String, T> {}
impl Absent for String {}
impl Absent for bool {}
impl Absent for i64 {}
impl Absent for f64 {}
impl Absent for ours::Owner {}
impl Absent for derived::Owner {}

records! {
    Repository 24 {
        id: i64 = required "id",
        node_id: String = required "node_id",
        name: String = required "name",
        full_name: String = required "full_name",
        private: bool = required "private",
        owner: Owner = required "owner",
        html_url: String = required "html_url",
        description: Option<String> = required "description",
        fork: bool = required "fork",
        url: String = required "url",
        homepage: Option<String> = optional "homepage",
        size: i64 = required "size",
        stargazers_count: i64 = required "stargazers_count",
        language: Option<String> = optional "language",
        has_issues: Option<bool> = optional "has_issues",
        archived: bool = required "archived",
        license: Option<Box<License>> = optional "license",
        topics: Option<Vec<String>> = optional "topics",
        visibility: Option<String> = optional "visibility",
        score: f64 = required "score",
        pushed_at: Option<String> = optional "pushed_at",
        created_at: String = required "created_at",
        default_branch: String = required "default_branch",
        languages: Option<BTreeMap<String, i64>> = optional "languages",
    }
    Owner 8 {
        login: String = required "login",
        id: i64 = required "id",
        avatar_url: String = required "avatar_url",
        gravatar_id: Option<String> = optional "gravatar_id",
        kind: String = required "type",
        site_admin: bool = required "site_admin",
        email: Option<String> = optional "email",
        name: Option<String> = optional "name",
    }
    Route 8 {
        id: String = required "id",
        account_tag: String = required "account_tag",
        gateway_id: String = required "gateway_id",
        name: String = required "name",
        created_at: String = required "created_at",
        modified_at: String = required "modified_at",
        elements: Vec<Element> = required "elements",
        comment: Option<String> = optional "comment",
    }
    License 4 {
        key: String = required "key",
        name: String = required "name",
        spdx_id: Option<String> = optional "spdx_id",
        url: Option<String> = optional "url",
    }
}

/// The elements of a route as serde derive has them.
mod tagged {
    use std::collections::BTreeMap;

    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    #[serde(tag = "type", rename_all = "lowercase")]
    pub enum Element {
        Start {
            id: String,
            outputs: Start,
        },
        Conditional {
            id: String,
            outputs: Conditional,
            properties: Conditions,
        },
        Percentage {
            id: String,
            outputs: BTreeMap<String, ElementId>,
        },
        Rate {
            id: String,
            outputs: Fallback,
            properties: Rate,
        },
        Model {
            id: String,
            outputs: Fallback,
            properties: Model,
        },
        End {
            id: String,
            outputs: BTreeMap<String, ElementId>,
        },
    }

    macro_rules! parts {
        ($($name:ident { $($field:ident: $type:ty,)* })*) => {$(
            #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
            #[serde(rename_all = "camelCase")]
            pub struct $name { $(pub $field: $type,)* }
        )*};
    }

    parts! {
        ElementId { element_id: String, }
        Start { next: ElementId, }
        Conditional { r#true: ElementId, r#false: ElementId, }
        Conditions { conditions: Option<BTreeMap<String, serde_json::Value>>, }
        Fallback { success: ElementId, fallback: ElementId, }
        Rate { limit_type: String, key: String, limit: f64, window: f64, }
        Model { provider: String, model: String, timeout: f64, retries: f64, }
    }
}

fn repositories() -> String {
    let one = |index: usize| {
        format!(
            r#"{{"id":{},"node_id":"MDEwOlJlcG9zaXRvcnk{index}","name":"Hello-World-{index}","full_name":"octocat/Hello-World-{index}","private":false,"owner":{{"login":"octocat","id":{index},"avatar_url":"https://github.com/images/error/octocat_happy.gif","gravatar_id":"","type":"User","site_admin":false,"email":null}},"html_url":"https://github.com/octocat/Hello-World-{index}","description":"This is \"your\" first repo!\nNumber {index}","fork":false,"url":"https://api.github.com/repos/octocat/Hello-World-{index}","homepage":null,"size":{},"stargazers_count":{},"language":"Rust","has_issues":true,"archived":false,"license":{{"key":"mit","name":"MIT License","spdx_id":"MIT","url":"https://api.github.com/licenses/mit"}},"topics":["octocat","atom","electron","api"],"visibility":"public","score":{}.5,"pushed_at":"2011-01-26T19:06:43Z","created_at":"2011-01-26T19:01:12Z","default_branch":"main","languages":{{"Rust":{},"C":78769,"Python":7769}}}}"#,
            1_296_269 + index * 7919,
            index * 108,
            index * 80,
            index * 3,
            index * 1000
        )
    };
    let all: Vec<_> = (0..8).map(one).collect();
    format!("[{}]", all.join(","))
}

/// A thousand routes of three elements each.
fn routes() -> String {
    let one = |index: usize| {
        let three: Vec<_> = (0..3).map(|at| element(index + at, None)).collect();
        format!(
            r#"{{"id":"route-{index}","account_tag":"0123456789abcdef","gateway_id":"gateway","name":"Route {index}","created_at":"2025-01-01 00:00:00","modified_at":"2025-01-02 00:00:00","elements":[{}]}}"#,
            three.join(",")
        )
    };
    let all: Vec<_> = (0..1000).map(one).collect();
    format!("[{}]", all.join(","))
}

/// An element whose variant is looked up by a function that somebody wrote for it.
#[derive(Debug)]
struct ByHand(types::Element);

impl Json for ByHand {
    fn blank() -> Self {
        ByHand(types::Element::blank())
    }

    fn read(&mut self, r: &mut In<'_>) -> json::Result {
        use types::Element;
        let mut tag = None;
        r.retry(&mut |r| {
            let Some(tag) = &tag else {
                r.map(&mut |name, r| match name {
                    "type" => {
                        tag = Some(r.string()?);
                        Ok(())
                    }
                    _ => r.skip(),
                })?;
                return Ok(Step::Again);
            };
            self.0 = match tag.as_str() {
                "start" => Element::Start(r.get()?),
                "conditional" => Element::Conditional(r.get()?),
                "percentage" => Element::Percentage(r.get()?),
                "rate" => Element::Rate(r.get()?),
                "model" => Element::Model(r.get()?),
                "end" => Element::End(r.get()?),
                _ => Element::Unknown(r.value()?),
            };
            Ok(Step::Done)
        })
    }

    fn write(&self, w: &mut Out<'_>) {
        self.0.write(w);
    }
}

/// An element, with the tag at the beginning, second, or at the end.
fn element(index: usize, tag_last: Option<bool>) -> String {
    const PARTS: [(&str, &str); 6] = [
        ("start", r#""outputs":{"next":{"elementId":"c"}}"#),
        (
            "conditional",
            r#""outputs":{"true":{"elementId":"p"},"false":{"elementId":"r"}},"properties":{"conditions":{"metadata.plan":{"$eq":"paid"}}}"#,
        ),
        (
            "percentage",
            r#""outputs":{"10":{"elementId":"m"},"90":{"elementId":"r"}}"#,
        ),
        (
            "rate",
            r#""outputs":{"success":{"elementId":"m"},"fallback":{"elementId":"e"}},"properties":{"limitType":"cost","key":"user","limit":100,"window":3600}"#,
        ),
        (
            "model",
            r#""outputs":{"success":{"elementId":"e"},"fallback":{"elementId":"e"}},"properties":{"provider":"workers-ai","model":"@cf/meta/llama-3.1-8b-instruct","timeout":30000,"retries":2}"#,
        ),
        ("end", r#""outputs":{}"#),
    ];
    let (tag, rest) = PARTS[index % PARTS.len()];
    match tag_last {
        Some(false) => format!(r#"{{"type":"{tag}","id":"e{index}",{rest}}}"#),
        None => format!(r#"{{"id":"e{index}","type":"{tag}",{rest}}}"#),
        Some(true) => format!(r#"{{"id":"e{index}",{rest},"type":"{tag}"}}"#),
    }
}

/// Sixty of them.
fn elements(tag_last: Option<bool>) -> String {
    let all: Vec<_> = (0..60).map(|index| element(index, tag_last)).collect();
    format!("[{}]", all.join(","))
}

/// The text with the members of each object in another order.
fn shuffled(text: &str) -> String {
    fn turn(value: &serde_json::Value) -> String {
        match value {
            serde_json::Value::Object(members) => {
                let mut members: Vec<_> = members.iter().collect();
                members.sort_by_key(|(name, _)| {
                    name.bytes()
                        .fold(7_u32, |hash, byte| hash.wrapping_mul(31) ^ u32::from(byte))
                });
                let members: Vec<_> = members
                    .iter()
                    .map(|(name, value)| format!("{name:?}:{}", turn(value)))
                    .collect();
                format!("{{{}}}", members.join(","))
            }
            serde_json::Value::Array(items) => {
                format!("[{}]", items.iter().map(turn).collect::<Vec<_>>().join(","))
            }
            other => other.to_string(),
        }
    }
    turn(&serde_json::from_str(text).unwrap())
}

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
    let count = |times: usize| -> Option<f64> {
        let folder = tempfile::tempdir().ok()?;
        let profile = folder.path().join("callgrind.out");
        let mut command = Command::new("valgrind");
        command.arg("--tool=callgrind");
        command.arg(format!("--callgrind-out-file={}", profile.display()));
        command.arg(env::current_exe().ok()?);
        command.args(["count", case, side, &times.to_string()]);
        let said = command.output().ok()?.stderr;
        let said = String::from_utf8_lossy(&said).into_owned();
        let (_, count) = said.split_once("Collected :")?;
        count.split_whitespace().next()?.parse().ok()
    };
    Some((count(1 + MORE)? - count(1)?) / MORE as f64)
}

/// The median ratio of the time that `ours` takes to that of `theirs`.
fn ratio(name: &str, goal: f64, mut ours: impl FnMut(), mut theirs: impl FnMut()) {
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

fn compare<O, D>(name: &str, text: &str, goals: [f64; 4])
where
    O: Json + Serialize + DeserializeOwned,
    D: Serialize + DeserializeOwned,
{
    let bytes = text.as_bytes();
    let ours: O = json::from_slice(bytes).unwrap();
    let theirs: D = serde_json::from_slice(bytes).unwrap();
    let derive = || {
        drop(black_box(
            serde_json::from_slice::<D>(black_box(bytes)).unwrap(),
        ))
    };
    let derive_out = || drop(black_box(serde_json::to_vec(black_box(&theirs)).unwrap()));
    ratio(
        &format!("{name}: from_slice"),
        goals[0],
        || drop(black_box(json::from_slice::<O>(black_box(bytes)).unwrap())),
        derive,
    );
    ratio(
        &format!("{name}: serde_json::from_slice"),
        goals[1],
        || {
            drop(black_box(
                serde_json::from_slice::<O>(black_box(bytes)).unwrap(),
            ))
        },
        derive,
    );
    ratio(
        &format!("{name}: to_vec"),
        goals[2],
        || drop(black_box(json::to_vec(black_box(&ours)))),
        derive_out,
    );
    ratio(
        &format!("{name}: serde_json::to_vec"),
        goals[3],
        || drop(black_box(serde_json::to_vec(black_box(&ours)).unwrap())),
        derive_out,
    );
}

fn main() {
    println!("{:<42} {:>11} {:>11}  ratio", "", "ours", "derive");
    let text = repositories();
    type Ours = Vec<ours::Repository>;
    type Derived = Vec<derived::Repository>;
    compare::<Ours, Derived>("records", &text, [0.5, 0.85, 0.8, 1.3]);
    compare::<Ours, Derived>("records shuffled", &shuffled(&text), [0.65, 1.0, 0.8, 1.3]);
    let text = routes();
    type Routes = Vec<ours::Route>;
    type DerivedRoutes = Vec<derived::Route>;
    compare::<Routes, DerivedRoutes>("1,000 routes", &text, [0.5, 0.85, 0.8, 1.3]);
    compare::<Routes, DerivedRoutes>(
        "1,000 routes shuffled",
        &shuffled(&text),
        [0.65, 1.0, 0.8, 1.3],
    );
    type Elements = Vec<types::Element>;
    type Tagged = Vec<tagged::Element>;
    let tags = [
        ("first", Some(false)),
        ("second", None),
        ("last", Some(true)),
    ];
    for (place, tag_last) in tags {
        let text = elements(tag_last);
        let goals = match place {
            "last" => [0.7, 1.0, 0.8, 1.3],
            _ => [0.35, 0.85, 0.8, 1.3],
        };
        compare::<Elements, Tagged>(&format!("union, tag {place}"), &text, goals);
        let bytes = text.as_bytes();
        ratio(
            &format!("union, tag {place}: beside one by hand"),
            1.1,
            || {
                drop(black_box(
                    json::from_slice::<Elements>(black_box(bytes)).unwrap(),
                ))
            },
            || {
                drop(black_box(
                    json::from_slice::<Vec<ByHand>>(black_box(bytes)).unwrap(),
                ))
            },
        );
    }
}
