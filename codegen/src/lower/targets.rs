//! The places outside the components that references lead to.

use rustc_hash::FxHashSet;
use serde_json::Value;

use crate::pointer::Pointer;

/// Collects the targets of references that are no component schemas.
pub(super) fn find(value: &Value, targets: &mut FxHashSet<Pointer>) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(list) => open.extend(list),
            Value::Object(map) => {
                if let Some(Value::String(text)) = map.get("$ref") {
                    let component = text.strip_prefix("#/components/schemas/");
                    if component.is_none_or(|rest| rest.contains('/')) {
                        targets.extend(Pointer::parse(text));
                    }
                }
                open.extend(map.values());
            }
            _ => {}
        }
    }
}
