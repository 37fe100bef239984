//! The texts that are read: records, routes and their elements, in any order of members.

/// Eight large records.
pub fn repositories() -> String {
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
pub fn routes() -> String {
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
pub fn elements(tag_last: Option<bool>) -> String {
    let all: Vec<_> = (0..60).map(|index| element(index, tag_last)).collect();
    format!("[{}]", all.join(","))
}

/// The text with the members of each object in another order.
pub fn shuffled(text: &str) -> String {
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
