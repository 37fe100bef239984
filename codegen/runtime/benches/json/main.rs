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

#[path = "../../src/runtime"]
mod runtime {
    pub mod json;
}

#[path = "../../tests/json_sample/codec.rs"]
mod codec;
#[path = "../../tests/json_sample/types.rs"]
mod types;

#[path = "../support/callgrind.rs"]
mod callgrind;
mod measure;
mod records;
mod tagged;
mod texts;

use std::hint::black_box;

use measure::ratio;
use records::{derived, ours};
use runtime::json::{self, Json};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tagged::ByHand;
use texts::{elements, repositories, routes, shuffled};

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
