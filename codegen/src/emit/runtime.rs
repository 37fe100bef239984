//! The runtime files a crate needs, copied as they stand where they are compiled and tested.

use std::collections::BTreeSet;

use super::{format, scope::Scope};
use crate::ir::Shape;

#[path = "../../runtime/parts.rs"]
pub(crate) mod parts;

use parts::{CORE, CORE_MODULES, Need, PARTS, Part};

/// The parts that the description needs, and the parts those stand on.
pub(crate) fn needed(scope: &Scope<'_>) -> Vec<&'static Part> {
    let mut needs: BTreeSet<Need> = wanted(scope);
    let mut pending: Vec<Need> = needs.iter().copied().collect();
    while let Some(need) = pending.pop() {
        for part in PARTS.iter().filter(|part| part.need == need) {
            pending.extend(part.with.iter().filter(|with| needs.insert(**with)));
        }
    }
    PARTS
        .iter()
        .filter(|part| needs.contains(&part.need))
        .collect()
}

/// Whether the runtime has this part.
pub(crate) fn has(need: Need) -> bool {
    PARTS.iter().any(|part| part.need == need)
}

fn wanted(scope: &Scope<'_>) -> BTreeSet<Need> {
    let mut needs = BTreeSet::new();
    if !scope.facts.pages.is_empty() {
        needs.insert(Need::Pages);
    }
    if !super::replaced::paths(scope).is_empty() {
        needs.insert(Need::BySerde);
    }
    for id in scope.places.order() {
        if let Shape::Text(format) = scope.api.shapes.get(*id) {
            needs.extend(format::need(&scope.settings.formats, format));
        }
    }
    needs
}

/// `src/runtime/mod.rs` and every file that it names: path and text.
pub(crate) fn files(scope: &Scope<'_>) -> Vec<(String, String)> {
    let parts = needed(scope);
    let mut modules = String::from(CORE_MODULES);
    for part in &parts {
        modules.push('\n');
        modules.push_str(part.declares);
    }
    let mut files = vec![copied("mod.rs", &modules)];
    let all = CORE.iter().chain(parts.iter().flat_map(|part| part.files));
    files.extend(all.map(|(path, text)| copied(path, text)));
    files
}

fn copied(path: &str, text: &str) -> (String, String) {
    (format!("src/runtime/{path}"), text.to_owned())
}
