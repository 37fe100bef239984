//! Types that lead to many others are what all data is: it can go to another thread and outlive a
//! panic. rustc looks for that through all types a type leads to, and gives up after 128 steps.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    reason = "the runtime stands here as in a client, of which this test uses a part"
)]

#[path = "../src/runtime"]
mod runtime {
    pub mod json;
}

use std::panic::{RefUnwindSafe, UnwindSafe};

use runtime::json::{self, UnknownMembers, bridge, record};

/// Each leads to the next, and the last to the first.
macro_rules! circle {
    ($first:ident $($more:ident)*) => {
        circle!(@ $first; $first $($more)*);
    };
    (@ $first:ident; $name:ident $next:ident $($more:ident)*) => {
        circle!(= $name $next);
        circle!(@ $first; $next $($more)*);
    };
    (@ $first:ident; $last:ident) => {
        circle!(= $last $first);
    };
    (= $name:ident $next:ident) => {
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            next: Option<Box<$next>>,
            unknown: UnknownMembers,
        }

        record!($name {
            next: optional("next"),
            ..unknown
        });
        bridge!($name);
    };
}

circle! {
    A0 A1 A2 A3 A4 A5 A6 A7 A8 A9 B0 B1 B2 B3 B4 B5 B6 B7 B8 B9
    C0 C1 C2 C3
}

fn data<T: Send + Sync + UnwindSafe + RefUnwindSafe>(value: T) -> T {
    value
}

#[test]
fn a_type_that_leads_to_many_others_is_data() {
    let text = r#"{"next":{"next":{"more":1}}}"#;
    let value: A0 = data(json::from_str(text).unwrap());
    assert_eq!(json::to_string(&value), text);
}
