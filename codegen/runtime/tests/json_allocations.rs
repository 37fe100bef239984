//! Reading allocates what the value holds, and nothing else. Counts, not clocks: they cannot flake.

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

use allocation_counter::measure;
use runtime::json;
use serde_json::Value;
use types::Element;

const MODEL: &str = r#"{"id":"m","type":"model","outputs":{"success":{"elementId":"e"},"fallback":{"elementId":"e"}},"properties":{"provider":"workers-ai","model":"@cf/meta/llama-3.1-8b-instruct","timeout":30000,"retries":2}}"#;
const TAG_LAST: &str = r#"{"id":"m","outputs":{"success":{"elementId":"e"},"fallback":{"elementId":"e"}},"properties":{"provider":"workers-ai","model":"@cf/meta/llama-3.1-8b-instruct","timeout":30000,"retries":2},"type":"model"}"#;

/// How often `run` asks for memory.
fn count(run: impl FnOnce()) -> u64 {
    measure(run).count_total
}

#[test]
fn reading_allocates_only_the_strings() {
    // id, two element ids, provider, model.
    for text in [MODEL, TAG_LAST] {
        assert_eq!(count(|| drop(json::from_str::<Element>(text).unwrap())), 5);
    }
    let escaped = MODEL.replace("workers", "\\u0077\\u006frk\\u0065rs\\n");
    assert_eq!(
        count(|| drop(json::from_str::<Element>(&escaped).unwrap())),
        5
    );
}

#[test]
fn reading_through_serde_allocates_little_more() {
    // The id and its name are kept until the tag is seen, with room for four such members; the
    // tag is kept so too, and its text once more.
    let through_serde = count(|| drop(serde_json::from_str::<Element>(MODEL).unwrap()));
    assert_eq!(through_serde, 11);
    let value: Value = serde_json::from_str(MODEL).unwrap();
    assert_eq!(
        count(|| drop(json::from_value::<Element>(&value).unwrap())),
        5
    );
}

#[test]
fn a_list_grows_as_a_vector_does() {
    let list = format!("[{}]", vec![MODEL; 100].join(","));
    let allocations = count(|| drop(json::from_str::<Vec<Element>>(&list).unwrap()));
    // Room for 4, 8, 16, 32, 64 and 128 items.
    assert_eq!(allocations, 100 * 5 + 6);
}

#[test]
fn writing_allocates_only_its_text() {
    let element: Element = json::from_str(MODEL).unwrap();
    // 128 bytes, then 256.
    assert_eq!(count(|| drop(json::to_vec(&element))), 2);
}

#[test]
fn writing_a_number_allocates_only_its_text() {
    assert_eq!(count(|| drop(json::to_vec(&vec![0.5, 1e300]))), 1 + 1);
}
