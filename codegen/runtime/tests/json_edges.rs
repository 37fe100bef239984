//! Where JSON and Rust differ, and what was decided there.

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

use std::collections::BTreeMap;

use runtime::json::{
    self, Base64, DecodeError, Flat, In, Json, Null, Out, UnknownMembers, blank, bridge, record,
};
use serde_json::{Value, json};
use zoo::{Animal, ByKind, ByOrder, Color, TEXTS, Zoo};

/// The value, or the whole message.
fn read<T: Json>(text: &str) -> Result<T, String> {
    json::from_str(text).map_err(|error| error.to_string())
}

#[derive(Debug, Clone, PartialEq)]
struct Presence {
    required: i64,
    nullable: Option<i64>,
    optional: Option<i64>,
    both: Option<Option<i64>>,
    received: Option<i64>,
    unknown: UnknownMembers,
}

record!(Presence {
    required: required("required"),
    nullable: required("nullable"),
    optional: optional("optional"),
    both: optional("both"),
    received: received("received"),
    ..unknown
});

bridge! { Presence }

/// By every way in.
fn presence(text: &str) -> Result<Presence, String> {
    let own = json::from_str::<Presence>(text);
    let value = serde_json::from_str::<Value>(text).unwrap();
    let others = [
        json::from_value(&value).ok(),
        serde_json::from_str(text).ok(),
        serde_json::from_value(value).ok(),
    ];
    for other in others {
        assert_eq!(own.as_ref().ok(), other.as_ref());
    }
    own.map_err(|error| error.to_string())
}

#[test]
fn absent_and_null_are_told_apart_where_both_are_allowed() {
    let least = presence(r#"{"required":1,"nullable":null,"received":2}"#).unwrap();
    assert_eq!(
        (least.nullable, least.optional, least.both),
        (None, None, None)
    );
    assert_eq!(
        json::to_string(&least),
        r#"{"required":1,"nullable":null,"received":2}"#
    );

    let nulls = r#"{"required":1,"nullable":null,"optional":null,"both":null,"received":2}"#;
    let nulls = presence(nulls).unwrap();
    assert_eq!(
        (nulls.nullable, nulls.optional, nulls.both),
        (None, None, Some(None))
    );
    let text = r#"{"required":1,"nullable":null,"both":null,"received":2}"#;
    assert_eq!(json::to_string(&nulls), text);

    let full = r#"{"required":1,"nullable":2,"optional":3,"both":4,"received":5}"#;
    let mut full_read = presence(full).unwrap();
    assert_eq!(full_read.both, Some(Some(4)));
    assert_eq!(json::to_string(&full_read), full);
    full_read.received = None;
    assert_eq!(
        json::to_string(&full_read),
        r#"{"required":1,"nullable":2,"optional":3,"both":4}"#
    );
}

#[test]
fn a_missing_or_repeated_member_is_an_error() {
    for (text, message) in [
        (
            r#"{"required":1,"received":2}"#,
            r#"expected the member "nullable", found none"#,
        ),
        (
            r#"{"required":1,"nullable":2}"#,
            r#"expected the member "received", found none"#,
        ),
        (
            r#"{"nullable":1,"received":2}"#,
            r#"expected the member "required", found none"#,
        ),
    ] {
        assert_eq!(
            presence(text).unwrap_err(),
            format!("{message} (line 1, column 1)")
        );
    }
    let text = r#"{"required":1,"required":2,"nullable":1,"received":2}"#;
    let message = r#"expected one member "required", found a second one at /required"#;
    assert_eq!(
        read::<Presence>(text).unwrap_err(),
        format!("{message} (line 1, column 26)")
    );
    let theirs = serde_json::from_str::<Presence>(text)
        .unwrap_err()
        .to_string();
    assert!(theirs.starts_with(message), "{theirs}");
}

#[test]
fn in_maps_and_free_values_the_last_of_a_name_counts() {
    let text = r#"{"a":1,"b":2,"a":3}"#;
    assert_eq!(read::<Value>(text).unwrap(), json!({"a": 3, "b": 2}));
    let map: BTreeMap<String, i64> = read(text).unwrap();
    assert_eq!(
        map,
        BTreeMap::from([("a".to_owned(), 3), ("b".to_owned(), 2)])
    );
    let twice = r#"{"required":1,"nullable":1,"received":2,"x":1,"x":{}}"#;
    assert_eq!(
        read::<Presence>(twice).unwrap().unknown.get("x"),
        Some(&json!({}))
    );
}

#[test]
fn an_unknown_member_gives_way_to_a_field() {
    let mut value = presence(r#"{"required":1,"nullable":2,"received":3}"#).unwrap();
    value.unknown.insert("required", 9);
    value.unknown.insert("optional", 8);
    value.unknown.insert("more \"x\"", json!([null]));
    let text = r#"{"required":1,"nullable":2,"received":3,"more \"x\"":[null],"optional":8}"#;
    assert_eq!(json::to_string(&value), text);
    assert_eq!(serde_json::to_string(&value).unwrap(), text);
    assert_eq!(
        format!("{:?}", value.unknown),
        r#"{"more \"x\"": Array [Null], "optional": Number(8), "required": Number(9)}"#
    );
}

#[test]
fn another_value_of_a_constant_is_kept_and_sent_back() {
    let zoo: Zoo = read(TEXTS[0]).unwrap();
    assert!(zoo.unknown.get("object").is_none());
    let other: Zoo = read(TEXTS[1]).unwrap();
    assert_eq!(other.unknown.get("object"), Some(&json!("other")));
    assert!(other.unknown.get("version").is_none());
    let text = json::to_string(&other);
    assert_eq!(text.matches("\"object\":\"other\"").count(), 1);
    assert_eq!(text.matches("\"version\":2").count(), 2);
    assert_eq!(serde_json::to_value(&other).unwrap()["object"], "other");
}

#[test]
fn another_tag_in_a_payload_is_an_error() {
    let error = read::<zoo::Cat>(r#"{"kind":"dog","lives":1}"#).unwrap_err();
    assert!(
        error.starts_with(r#"expected the constant "cat", found "dog" at /kind"#),
        "{error}"
    );
    let error = read::<zoo::Cat>(r#"{"lives":1}"#).unwrap_err();
    assert!(
        error.starts_with(r#"expected the member "kind", found none"#),
        "{error}"
    );
}

#[test]
fn a_union_writes_the_tag_that_its_payload_lacks() {
    for text in [
        r#"{"kind":"dog","name":"Rex","w":1.5}"#,
        r#"{"kind":"flock","a":1,"b":2}"#,
        r#"{"kind":"nested","shape":"dog","name":"in"}"#,
        r#"{"kind":"nested","shape":"cube","size":1}"#,
        r#"{"kind":"cat","lives":9,"more":{}}"#,
    ] {
        let animal: Animal = read(text).unwrap();
        let value: Value = serde_json::from_str(text).unwrap();
        assert_eq!(json::to_value(&animal), value);
        assert_eq!(
            serde_json::from_str::<Value>(&json::to_string(&animal)).unwrap(),
            value
        );
        assert_eq!(serde_json::to_value(&animal).unwrap(), value);
        assert_eq!(
            serde_json::to_string(&animal).unwrap(),
            json::to_string(&animal)
        );
    }
    let dog: Animal = read(r#"{"kind":"dog","w":1.5}"#).unwrap();
    let Animal::Dog(dog) = dog else {
        panic!("{dog:?}");
    };
    assert_eq!(dog.additional, BTreeMap::from([("w".to_owned(), 1.5)]));
}

#[test]
fn an_undecided_union_takes_the_branch_that_fits_best() {
    let order = |text: &str| read::<ByOrder>(text).unwrap();
    assert!(matches!(
        order(r#"{"kind":"cat","lives":1}"#),
        ByOrder::Cat(_)
    ));
    // The first branch fits but does not know `more`; nor does the other.
    assert!(matches!(
        order(r#"{"kind":"cat","lives":1,"more":2}"#),
        ByOrder::Cat(_)
    ));
    assert!(matches!(
        order(r#"{"kind":"dog","name":"Rex"}"#),
        ByOrder::Animal(_)
    ));
    assert!(matches!(order("[]"), ByOrder::Cats(_)));
    assert!(matches!(order("7"), ByOrder::Integer(7)));
    assert!(matches!(order("7.5"), ByOrder::Number(_)));
    assert_eq!(order("[true]"), ByOrder::Unknown(json!([true])));
    assert!(read::<ByOrder>("[true").is_err());
}

#[test]
fn tuples_have_their_length() {
    assert_eq!(read::<(i64, String)>("[1,\"a\"]"), Ok((1, "a".to_owned())));
    assert_eq!(
        json::to_string(&(1_i64, "a".to_owned(), None::<bool>)),
        "[1,\"a\",null]"
    );
    let message = read::<(i64, String)>("[1]").unwrap_err();
    assert!(
        message.starts_with("expected an array of 2, found one of 1"),
        "{message}"
    );
    assert!(read::<(i64, String)>("[1,\"a\",2]").is_err());
    assert!(
        read::<(i64, i64)>("[1,\"a\"]")
            .unwrap_err()
            .contains("at /1")
    );
}

#[test]
fn base64_is_read_in_both_alphabets() {
    let bytes = |text: &str| read::<Base64>(&format!("\"{text}\"")).map(|bytes| bytes.0);
    assert_eq!(bytes(""), Ok(vec![]));
    for text in ["AQID/w==", "AQID/w", "AQID_w", "AQID_w=="] {
        assert_eq!(bytes(text), Ok(vec![1, 2, 3, 255]), "{text}");
    }
    for text in ["A", "AQID/x==", "AQ=D", "AQI==", "A Q", "====", "é"] {
        assert!(bytes(text).is_err(), "{text}");
    }
    for length in 0..40_u8 {
        let value = Base64(
            (0..length)
                .map(|byte| byte.wrapping_mul(37) ^ 0xA5)
                .collect(),
        );
        assert_eq!(read::<Base64>(&json::to_string(&value)), Ok(value));
    }
}

#[test]
fn null_is_nothing_else() {
    assert_eq!(read::<Null>("null"), Ok(Null));
    assert!(read::<Null>("0").is_err());
    assert_eq!(read::<Option<Value>>("null"), Ok(Some(Value::Null)));
    assert_eq!(read::<Option<i64>>("null"), Ok(None));
    assert_eq!(
        read::<Vec<Option<Box<i64>>>>("[null,1]"),
        Ok(vec![None, Some(Box::new(1))])
    );
}

#[test]
fn pointers_are_escaped() {
    let error =
        json::from_str::<BTreeMap<String, BTreeMap<String, i64>>>(r#"{"a/b~c":{"é\n":1,"x":"y"}}"#);
    assert_eq!(error.unwrap_err().pointer(), "/a~1b~0c/x");
}

#[test]
fn an_error_of_the_format_passes_unchanged() {
    for text in [
        r#"{"required":1,"nullable":tru}"#,
        r#"{"required":1"#,
        "[1,2",
        "{\"a\":",
    ] {
        let direct = serde_json::from_str::<Value>(text).unwrap_err();
        let ours = serde_json::from_str::<Presence>(text).unwrap_err();
        if text.starts_with('{') {
            assert_eq!(ours.to_string(), direct.to_string());
            assert_eq!(ours.classify(), direct.classify());
        }
    }
    let error = serde_json::from_str::<Vec<Presence>>("[\n {\"required\": \"x\"}]").unwrap_err();
    assert_eq!(error.line(), 2);
    let message = "expected an integer, found a string at /required";
    assert!(error.to_string().starts_with(message), "{error}");
}

#[test]
fn a_value_becomes_texts_for_parameters() {
    let flat = Flat::of(&json!({"a": 1, "b": [true, "x y", 2.5], "c": {"d": null, "e": 1e-7}}));
    let text = |text: &str| Flat::Text(text.to_owned());
    let Flat::Object(members) = &flat else {
        panic!("{flat:?}");
    };
    assert_eq!(members[0], ("a".to_owned(), text("1")));
    assert_eq!(
        members[1].1,
        Flat::List(vec![text("true"), text("x y"), text("2.5")])
    );
    let nested = flat.nested("q");
    let nested: Vec<_> = nested
        .iter()
        .map(|(name, text)| format!("{name}={text}"))
        .collect();
    assert_eq!(
        nested,
        [
            "q[a]=1",
            "q[b][0]=true",
            "q[b][1]=x y",
            "q[b][2]=2.5",
            "q[c][e]=1e-7"
        ]
    );
    assert_eq!(Flat::of(&100.0), text("100"));
    assert_eq!(Flat::of(&None::<i64>), Flat::Null);
    assert_eq!(Flat::of(&vec![1_i64, 2]).text(), r#"["1","2"]"#);
    let dog: Animal = read(r#"{"kind":"dog","name":"Rex"}"#).unwrap();
    let expected = vec![
        ("kind".to_owned(), text("dog")),
        ("name".to_owned(), text("Rex")),
    ];
    assert_eq!(Flat::of(&dog), Flat::Object(expected));
}

/// A union of branches that look alike, nested in each of them.
#[derive(Debug, Clone, PartialEq)]
enum Alike {
    First(Box<Nest>),
    Second(Box<Nest>),
    Unknown(Value),
}

impl Json for Alike {
    fn blank() -> Self {
        Self::Unknown(Value::Null)
    }

    fn read(&mut self, r: &mut In<'_>) -> json::Result {
        r.order(
            self,
            &[|r| r.get().map(Self::First), |r| r.get().map(Self::Second)],
            Self::Unknown,
        )
    }

    fn write(&self, w: &mut Out<'_>) {
        match self {
            Self::First(value) | Self::Second(value) => value.write(w),
            Self::Unknown(value) => value.write(w),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Nest {
    inner: Alike,
    unknown: UnknownMembers,
}

record!(Nest {
    inner: required("inner"),
    ..unknown
});

#[test]
fn a_union_that_cannot_be_decided_takes_no_time_without_end() {
    let nested = |depth: usize| format!("{}1{}", "{\"inner\":".repeat(depth), "}".repeat(depth));
    assert!(read::<Alike>(&nested(8)).is_ok());
    let error = read::<Alike>(&nested(100)).unwrap_err();
    assert!(
        error.contains("found one with too many readings"),
        "{error}"
    );
    let value: Value = serde_json::from_str(&nested(100)).unwrap();
    assert!(json::from_value::<Alike>(&value).is_err());
}

/// A union that is tried in order and keeps nothing that it does not know.
#[derive(Debug, Clone, PartialEq)]
enum Closed {
    Number(i64),
    Text(String),
}

impl Json for Closed {
    fn blank() -> Self {
        Self::Number(blank())
    }

    fn read(&mut self, r: &mut In<'_>) -> json::Result {
        r.closed_order(
            self,
            &[|r| r.get().map(Self::Number), |r| r.get().map(Self::Text)],
        )
    }

    fn write(&self, w: &mut Out<'_>) {
        match self {
            Self::Number(value) => value.write(w),
            Self::Text(value) => value.write(w),
        }
    }
}

#[test]
fn a_closed_union_that_is_tried_in_order_refuses_what_fits_no_branch() {
    assert_eq!(read::<Closed>("7"), Ok(Closed::Number(7)));
    assert_eq!(read::<Closed>("\"a\""), Ok(Closed::Text("a".to_owned())));
    let error = read::<Vec<Closed>>("[7, true]").unwrap_err();
    assert!(
        error.contains("/1") && error.contains("a value of one of the known forms"),
        "{error}"
    );
}

#[test]
fn an_enum_that_keeps_every_text_is_made_from_any_and_shows_it() {
    for (text, color) in [
        ("red", Color::Red),
        ("grün", Color::Green),
        ("Red", Color::Unknown("Red".to_owned())),
        ("", Color::Unknown(String::new())),
    ] {
        assert_eq!(Color::from(text), color);
        assert_eq!(color.to_string(), text);
    }
    assert_eq!(format!("{:>5}|{:.2}", Color::Red, Color::Green), "  red|gr");
}

/// As the codec of an enum is that takes no other values.
#[derive(Debug, Clone, PartialEq)]
enum Mode {
    On,
    Off,
}

impl Mode {
    fn as_str(&self) -> &str {
        match self {
            Self::On => "on",
            Self::Off => "off",
        }
    }
}

impl Json for Mode {
    fn blank() -> Self {
        Self::On
    }

    fn read(&mut self, r: &mut In<'_>) -> json::Result {
        *self = match r.str()? {
            "on" => Self::On,
            "off" => Self::Off,
            other => {
                let expected = "one of \"on\", \"off\"";
                return Err(DecodeError::new(expected, format!("{other:?}")));
            }
        };
        Ok(())
    }

    fn write(&self, w: &mut Out<'_>) {
        w.str(self.as_str());
    }
}

runtime::json::texts! {
    FromStr Mode
}

#[test]
fn an_enum_that_takes_no_other_values_is_parsed() {
    assert_eq!("off".parse::<Mode>().ok(), Some(Mode::Off));
    assert_eq!(Mode::On.to_string(), "on");
    let error = "Off".parse::<Mode>().unwrap_err().to_string();
    assert!(
        error.contains(r#"one of "on", "off", found "Off""#),
        "{error}"
    );
}
