//! Numbers, grammar and size: what a text may hold, and how it is written.

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
    self, Base64, Flat, In, Json, Null, Out, Table, UnknownMembers, blank, bridge, optional,
    received, required, table,
};
use serde_json::{Value, json};
use zoo::{Animal, ByKind, ByOrder, TEXTS, Zoo};

/// The value, or the whole message.
fn read<T: Json>(text: &str) -> Result<T, String> {
    json::from_str(text).map_err(|error| error.to_string())
}

#[test]
fn whole_numbers_are_read_exactly() {
    assert_eq!(read::<i64>("-9223372036854775808"), Ok(i64::MIN));
    assert_eq!(read::<i64>("9223372036854775807"), Ok(i64::MAX));
    assert_eq!(read::<u64>("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(read::<i32>("-2147483648"), Ok(i32::MIN));
    assert_eq!(read::<u32>("4294967295"), Ok(u32::MAX));
    assert_eq!(read::<i64>("-0"), Ok(0));
}

#[test]
fn a_whole_number_may_be_written_with_fraction_or_exponent() {
    assert_eq!(read::<i64>("100.0"), Ok(100));
    assert_eq!(read::<i64>("1e2"), Ok(100));
    assert_eq!(read::<i64>("-12.5e1"), Ok(-125));
    assert!(read::<i32>("9007199254740992e0").is_err());
    assert_eq!(read::<i64>("9007199254740992.0"), Ok(1 << 53));
    assert_eq!(json::from_value(&json!(1e2)).ok(), Some(100_i64));
    let cat: zoo::Cat = serde_json::from_str(r#"{"kind":"cat","lives":1e2}"#).unwrap();
    assert_eq!(cat.lives, 100);
}

#[test]
fn a_number_that_is_no_such_integer_is_refused() {
    let message = |text: &str| read::<i64>(text).unwrap_err();
    let at_start = " (line 1, column 1)";
    assert_eq!(
        message("1.5"),
        format!("expected an integer, found 1.5{at_start}")
    );
    let too_large = "expected an integer that is not too large, found";
    assert_eq!(
        message("9223372036854775808"),
        format!("{too_large} 9223372036854775808{at_start}")
    );
    assert_eq!(message("1e300"), format!("{too_large} 1e300{at_start}"));
    assert_eq!(
        message("9007199254740994.0"),
        format!("{too_large} 9007199254740994.0{at_start}")
    );
    let range = "expected an integer from -2147483648 to 2147483647, found 2147483648";
    assert_eq!(
        read::<i32>("2147483648").unwrap_err(),
        format!("{range}{at_start}")
    );
    let negative = "expected an integer that is not too small, found -1";
    assert_eq!(
        read::<u64>("-1").unwrap_err(),
        format!("{negative}{at_start}")
    );
    assert!(read::<u32>("-1").is_err());
    assert_eq!(
        read::<f32>("1e39").unwrap_err(),
        format!(
            "expected a single-precision number, found 1{}{at_start}",
            "0".repeat(39)
        )
    );
    assert!(read::<f64>("1e999").is_err());
}

#[test]
fn numbers_are_written_short_and_come_back() {
    for (number, text) in [
        (100.0, "100"),
        (-0.0, "-0"),
        (0.1, "0.1"),
        (1e15, "1000000000000000"),
        (1e300, "1e300"),
        (-2.5e-7, "-2.5e-7"),
        (9_223_372_036_854_774_784.0, "9223372036854774784"),
        (-9_223_372_036_854_775_808.0, "-9223372036854775808"),
        (9_223_372_036_854_775_808.0, "9.223372036854775807e18"),
        (f64::MAX, "1.7976931348623157e308"),
        (f64::MIN_POSITIVE, "2.2250738585072014e-308"),
        (5e-324, "5e-324"),
    ] {
        // serde_json's versions differ in the sign of the exponent.
        let written = json::to_string(&number).replace("e+", "e");
        if number != 9_223_372_036_854_775_808.0 {
            assert_eq!(written, text);
        }
        assert_eq!(
            read::<f64>(&written).unwrap().to_bits(),
            number.to_bits(),
            "{written}"
        );
    }
    assert_eq!(json::to_string(&f64::NAN), "null");
    assert_eq!(json::to_string(&f64::NEG_INFINITY), "null");
    assert_eq!(json::to_value(&f64::NAN), Value::Null);
    assert_eq!(json::to_string(&0.1_f32), "0.1");
    for number in [-1.5e-7, f32::MIN_POSITIVE, 8_388_607.5, f32::MAX, -0.0] {
        assert_eq!(read::<f32>(&json::to_string(&number)), Ok(number));
    }
    assert_eq!(json::to_string(&f32::NAN), "null");
    assert_eq!(json::to_string(&f64::INFINITY), "null");
    assert_eq!(json::to_value(&0.1_f32), json!(0.1));
    assert_eq!(read::<f32>("0.1"), Ok(0.1));
    assert_eq!(json::to_string(&i64::MIN), "-9223372036854775808");
    assert_eq!(json::to_string(&u64::MAX), "18446744073709551615");
}

#[test]
fn a_free_number_is_written_as_it_came() {
    for text in ["[1.0,1,-0.0,18446744073709551615]", "0.5", "{\"a\":[]}"] {
        assert_eq!(json::to_string(&read::<Value>(text).unwrap()), text);
    }
}

#[test]
fn the_grammar_of_json_is_kept() {
    for text in [
        "",
        " ",
        "01",
        "-",
        "-01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "+1",
        "0x1",
        "nul",
        "nulll",
        "True",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\":1,}",
        "{,}",
        "{\"a\" 1}",
        "{a:1}",
        "{1:1}",
        "[1]]",
        "1 1",
        "'a'",
        "\"a",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u+041\"",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"\u{1}\"",
        "\"\t\"",
        "\u{feff}1",
        "NaN",
        "Infinity",
        "1e999",
        "//\n1",
    ] {
        assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
        let error = json::from_str::<Value>(text).unwrap_err();
        assert!(error.is_syntax(), "{text}: {error}");
    }
    let error = json::from_slice::<Value>(b"[\"\xff\"]").unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected UTF-8 text, found another byte (line 1, column 3)"
    );
    let error = json::from_str::<Vec<Value>>("[1,\n  {\"a\": tru}]").unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected true, found the character '}' at /1/a (line 2, column 12)"
    );
}

#[test]
fn nesting_is_limited_as_in_serde_json() {
    for (open, inner, close) in [("[", "", "]"), ("{\"a\":", "1", "}")] {
        for depth in [1, 126, 127, 128, 129, 100_000] {
            let text = format!("{}{inner}{}", open.repeat(depth), close.repeat(depth));
            let theirs = serde_json::from_str::<Value>(&text).is_ok();
            assert_eq!(json::from_str::<Value>(&text).is_ok(), theirs, "{depth}");
            // The same where the text is only skipped, looked ahead at, or read as a type.
            let animal = format!("{{\"x\":{text},\"kind\":\"bird\"}}");
            assert_eq!(
                json::from_str::<Animal>(&animal).is_ok(),
                depth < 127,
                "{depth}"
            );
            assert_eq!(
                serde_json::from_str::<Animal>(&animal).is_ok(),
                depth < 127,
                "{depth}"
            );
        }
    }
    for depth in [126, 127, 128, 10_000] {
        let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(
            json::from_str::<ByKind>(&text).is_ok(),
            depth <= 127,
            "{depth}"
        );
        assert_eq!(
            serde_json::from_str::<ByKind>(&text).is_ok(),
            depth <= 127,
            "{depth}"
        );
    }
    let mut deep = json!([]);
    for _ in 0..200 {
        deep = json!([deep]);
    }
    assert!(json::from_value::<ByKind>(&deep).is_err());
    assert!(serde_json::from_value::<ByKind>(deep).is_err());
}

#[test]
fn large_texts_are_read_whole() {
    let long = "a\\u00e9😀\\n".repeat(200_000);
    let text: String = read(&format!("\"{long}\"")).unwrap();
    assert_eq!(text, "aé😀\n".repeat(200_000));
    assert_eq!(read::<String>(&json::to_string(&text)), Ok(text));
    let list: Vec<i64> = (0..300_000).collect();
    assert_eq!(read::<Vec<i64>>(&json::to_string(&list)), Ok(list));
    let digits = "1".repeat(100_000);
    assert!(read::<f64>(&digits).is_err());
    assert!(read::<f64>(&format!("0.{digits}")).is_ok());
}
