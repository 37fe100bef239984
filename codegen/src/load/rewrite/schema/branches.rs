//! `oneOf` and `anyOf`: a branch that means `null` makes the schema nullable.

use serde_json::{Map, Value};

use super::{
    super::context::{Context, Path},
    is_null, make_null,
};

/// Takes the branches out that mean `null`.
pub(super) fn branches(cx: &mut Context<'_>, object: &mut Map<String, Value>, path: &Path<'_>) {
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(branches)) = object.get_mut(key) else {
            continue;
        };
        let nulls = branches.iter().filter(|branch| is_null(branch)).count();
        if nulls == 0 {
            continue;
        }
        let at = path.data(key);
        let mut kept = Vec::with_capacity(branches.len() - nulls);
        for (index, branch) in std::mem::take(branches).into_iter().enumerate() {
            if !is_null(&branch) {
                cx.moved_item(&at, index, kept.len());
                kept.push(branch);
            }
        }
        if kept.is_empty() {
            object.shift_remove(key);
            let others = ["oneOf", "anyOf", "allOf"]
                .iter()
                .any(|key| object.contains_key(*key));
            if !others && !object.contains_key("type") {
                return make_null(object);
            }
        } else {
            *branches = kept;
        }
        object.insert("nullable".to_owned(), Value::Bool(true));
    }
}
