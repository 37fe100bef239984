//! Mutated texts are read as serde_json reads them, by every way in, and nothing panics.
//!
//! `JSON_FUZZ_CASES=1000000 cargo test --release -p runtime --test json_fuzz` runs a million.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    reason = "runtime and types stand here as in a client, of which a test uses a part"
)]

#[path = "../src/runtime"]
mod runtime {
    pub mod json;
}

#[path = "json_sample/codec.rs"]
mod codec;
#[path = "json_sample/types.rs"]
mod types;
#[path = "json_sample/zoo.rs"]
mod zoo;

use std::collections::BTreeSet;
use std::fmt::Debug;

use runtime::json::{self, In, Json, Kind, Out};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use types::Element;
use zoo::{Animal, ByKeys, ByKind, ByOrder, TEXTS, Zoo};

fn cases() -> usize {
    std::env::var("JSON_FUZZ_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(6_000)
}

/// A small generator of numbers (xorshift), so that a failure can be had again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end.max(1)
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

const SNIPPETS: [&str; 58] = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\",
    "\\u",
    "\\ud800",
    "\\udc00",
    "\\ud83d\\ude00",
    "\\u0000",
    "\\u+041",
    "\\x",
    " ",
    "\n",
    "\t",
    "\u{0}",
    "\u{1f}",
    "\u{7f}",
    "é",
    "😀",
    "null",
    "true",
    "false",
    "nul",
    "0",
    "-",
    "-0",
    "00",
    "01",
    "1.",
    ".5",
    "1e",
    "1e5",
    "1E+5",
    "1e999",
    "-1e999",
    "1e-999",
    "+1",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "1e400",
    "0.1",
    "\"type\":",
    "\"kind\":\"dog\",",
    "\"kind\":3,",
    "\"lives\":9,",
    "\"a\":1,",
    "[[[[[[[[",
    "]]]]]]]]",
    "{\"x\":",
];

fn mutate(text: &str, dice: &mut Dice) -> String {
    let mut text = text.to_owned();
    for _ in 0..=dice.below(3) {
        let place = |dice: &mut Dice, text: &str| {
            let at = dice.below(text.len() + 1);
            (0..=at)
                .rev()
                .find(|&at| text.is_char_boundary(at))
                .unwrap_or(0)
        };
        let (a, b) = (place(dice, &text), place(dice, &text));
        let (start, end) = (a.min(b), a.max(b).min(a.min(b) + 12));
        let end = (end..=text.len())
            .find(|&at| text.is_char_boundary(at))
            .unwrap_or(text.len());
        match dice.below(5) {
            0 => text.insert_str(start, dice.pick(&SNIPPETS)),
            1 => text.replace_range(start..end, ""),
            2 => text.replace_range(start..end, dice.pick(&SNIPPETS)),
            3 => {
                let copy = text[start..end].to_owned();
                text.insert_str(start, &copy);
            }
            _ => swap_token(&mut text, dice),
        }
    }
    text
}

/// Puts another value in the place of one.
fn swap_token(text: &mut String, dice: &mut Dice) {
    const VALUES: [&str; 14] = [
        "null",
        "true",
        "3",
        "-1.5",
        "\"s\"",
        "[]",
        "{}",
        "[1]",
        "{\"a\":1}",
        "100.0",
        "1e2",
        "2.5",
        "\"cat\"",
        "[1,\"x\",3]",
    ];
    let colons: Vec<_> = text.match_indices(':').map(|(at, _)| at + 1).collect();
    let Some(&start) = colons.get(dice.below(colons.len())) else {
        return;
    };
    let end = text[start..]
        .find([',', '}', ']'])
        .map_or(text.len(), |length| start + length);
    text.replace_range(start..end, dice.pick(&VALUES));
}

/// Equal but for the last digit of a number with a fraction: serde_json's default parser is not
/// exact there.
fn close(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) if x != y => {
            let (x, y) = (x.as_f64().unwrap(), y.as_f64().unwrap());
            (x - y).abs() <= x.abs() * 1e-15
        }
        (Value::Array(x), Value::Array(y)) => {
            x.len() == y.len() && x.iter().zip(y).all(|(x, y)| close(x, y))
        }
        (Value::Object(x), Value::Object(y)) => {
            x.len() == y.len()
                && x.iter()
                    .all(|(name, x)| y.get(name).is_some_and(|y| close(x, y)))
        }
        _ => a == b,
    }
}

#[test]
fn free_values_are_read_as_serde_json_reads_them() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut accepted = 0;
    for case in 0..cases() {
        let text = mutate(TEXTS[case % TEXTS.len()], &mut dice);
        let theirs = serde_json::from_str::<Value>(&text);
        let ours = json::from_str::<Value>(&text);
        assert_eq!(theirs.is_ok(), ours.is_ok(), "{theirs:?} {ours:?} {text}");
        if let (Ok(theirs), Ok(ours)) = (theirs, ours) {
            assert!(close(&theirs, &ours), "{text}");
            let again = json::to_string(&ours);
            assert_eq!(json::from_str::<Value>(&again).unwrap(), ours, "{again}");
            assert!(
                close(&serde_json::from_str(&again).unwrap(), &ours),
                "{again}"
            );
            accepted += 1;
        }
    }
    assert!(
        accepted > cases() / 20,
        "too few texts are still JSON: {accepted}"
    );
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let mut dice = Dice(7);
    for case in 0..cases() / 4 {
        let mut bytes = TEXTS[case % TEXTS.len()].as_bytes().to_vec();
        let at = dice.below(bytes.len());
        bytes[at] = dice.below(256) as u8;
        let theirs = serde_json::from_slice::<Value>(&bytes).is_ok();
        assert_eq!(
            theirs,
            json::from_slice::<Value>(&bytes).is_ok(),
            "{bytes:?}"
        );
    }
}

/// Whether an object in the text has a member twice. A value in memory cannot show that, so that
/// the ways in may differ.
struct Repeats(bool);

impl Json for Repeats {
    fn blank() -> Self {
        Repeats(false)
    }

    fn read(&mut self, r: &mut In<'_>) -> json::Result {
        r.kinds(&mut |kind, r| match kind {
            Kind::List => r.list(&mut |r| {
                self.0 |= r.get::<Repeats>()?.0;
                Ok(())
            }),
            Kind::Object => {
                let mut names = BTreeSet::new();
                r.map(&mut |name, r| {
                    self.0 |= !names.insert(name.to_owned()) | r.get::<Repeats>()?.0;
                    Ok(())
                })
            }
            _ => r.skip(),
        })
    }

    fn write(&self, w: &mut Out<'_>) {
        w.bool(self.0);
    }
}

/// Reads by every way in; returns whether the text was accepted.
fn agree<T>(text: &str) -> bool
where
    T: Json + Debug + PartialEq + Serialize + DeserializeOwned,
{
    let own = json::from_str::<T>(text);
    if json::from_str::<Repeats>(text).is_ok_and(|repeats| repeats.0) {
        return own.is_ok();
    }
    let through_serde = serde_json::from_str::<T>(text);
    match (&own, &through_serde) {
        (Ok(own), Ok(theirs)) => assert!(
            close(&json::to_value(own), &json::to_value(theirs)),
            "{text}"
        ),
        // Of several errors serde's way may meet another one first: a union that has to look ahead
        // there keeps members in a map, which has an order of its own.
        (Err(own), Err(theirs)) => {
            let theirs = theirs.to_string();
            let syntax = json::from_str::<Value>(text).is_err();
            assert!(
                syntax || theirs.starts_with("expected "),
                "{own}\n{theirs}\n{text}"
            );
        }
        // serde_json does not look into strings that it skips.
        (Err(error), Ok(_)) if error.expected() == "a pair of surrogates" => {}
        _ => assert_eq!(
            own.is_ok(),
            through_serde.is_ok(),
            "{own:?} {through_serde:?} {text}"
        ),
    }
    let Ok(value) = own else { return false };
    let tree = json::from_str::<Value>(text).unwrap();
    assert_eq!(json::from_value::<T>(&tree).unwrap(), value, "{text}");
    every_way_out(&value, text);
    true
}

fn every_way_out<T>(value: &T, text: &str)
where
    T: Json + Debug + PartialEq + Serialize + DeserializeOwned,
{
    let own = json::to_string(value);
    assert_eq!(&json::from_str::<T>(&own).unwrap(), value, "{text}\n{own}");
    let theirs = serde_json::to_string(value).unwrap();
    assert_eq!(
        &json::from_str::<T>(&theirs).unwrap(),
        value,
        "{text}\n{theirs}"
    );
    let theirs = serde_json::from_str(&theirs).unwrap();
    assert!(close(&json::to_value(value), &theirs), "{text}");

    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).unwrap();
    let back: T = ciborium::from_reader(bytes.as_slice()).unwrap();
    assert_eq!(&back, value, "{text}");
}

#[test]
fn typed_values_are_read_alike_by_every_way() {
    let mut dice = Dice(0xD1B5_4A32_D192_ED03);
    let mut accepted = [0; 6];
    for case in 0..cases() / 2 {
        let text = mutate(TEXTS[case % 2], &mut dice);
        accepted[0] += usize::from(agree::<Zoo>(&text));
        let text = mutate(
            &ELEMENTS[case % ELEMENTS.len()].replace('\'', "\""),
            &mut dice,
        );
        accepted[1] += usize::from(agree::<Element>(&text));
        let text = mutate(
            &ANIMALS[case % ANIMALS.len()].replace('\'', "\""),
            &mut dice,
        );
        accepted[2] += usize::from(agree::<Animal>(&text));
        accepted[3] += usize::from(agree::<ByKind>(&text));
        accepted[4] += usize::from(agree::<ByKeys>(&text));
        accepted[5] += usize::from(agree::<ByOrder>(&text));
    }
    let least = cases() / 100;
    assert!(
        accepted.iter().all(|&count| count > least),
        "too few fit: {accepted:?}"
    );
}

const ELEMENTS: [&str; 4] = [
    "{'id':'s','type':'start','outputs':{'next':{'elementId':'c'}}}",
    "{'id':'r','outputs':{'success':{'elementId':'m'},'fallback':{'elementId':'e'}},'properties':{'limitType':'cost','key':'user','limit':100,'window':3600},'type':'rate'}",
    "{'id':'c','type':'conditional','outputs':{'true':{'elementId':'p'},'false':{'elementId':'r'}},'properties':{'conditions':{'m':{'$eq':1}}}}",
    "{'outputs':{'10':{'elementId':'m','x':[1,null]}},'type':'cache','id':'p'}",
];

const ANIMALS: [&str; 7] = [
    "{'elementId':'x','n':1}",
    "{'kind':'cat','lives':9}",
    "{'kind':'dog','name':'Rex','weight':1.5}",
    "{'a':1,'kind':'flock','b':2}",
    "{'kind':'nested','x':1.5,'shape':'dog','name':'in'}",
    "{'lives':9,'kind':'bird','wings':[2,{'x':null}]}",
    "[{'kind':'cat','lives':1},{'kind':'cat','lives':2,'more':1e2}]",
];
