//! Imports: the standard library, then other crates, then this one; each merged and sorted.

use std::collections::{BTreeMap, BTreeSet};

use super::WIDTH;

/// Writes the imports of a file, each group after a blank line.
pub(super) fn write(out: &mut String, uses: &BTreeSet<String>) {
    let mut groups: [BTreeMap<&str, Vec<&str>>; 3] = Default::default();
    for path in uses {
        let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
        let group = match module.split("::").next() {
            Some("std" | "core" | "alloc") => 0,
            Some("crate" | "self" | "super") => 2,
            Some(_) | None => 1,
        };
        groups[group].entry(module).or_default().push(name);
    }
    for group in groups.iter().filter(|group| !group.is_empty()) {
        out.push('\n');
        // A list in braces stands after the modules beside it.
        let mut modules: Vec<_> = group.iter().collect();
        modules.sort_by_key(|(module, names)| order(module, names));
        for (module, names) in modules {
            import(out, module, names);
        }
    }
}

/// As rustfmt sorts them: segment by segment, and `{` after every name.
fn order<'a>(module: &'a str, names: &[&'a str]) -> Vec<&'a str> {
    let last = if let [name] = names { name } else { "{" };
    module.split("::").chain([last]).collect()
}

fn import(out: &mut String, module: &str, names: &[&str]) {
    let mut names = names.to_vec();
    names.sort_unstable();
    if let [name] = names[..] {
        out.push_str(&format!("use {module}::{name};\n"));
        return;
    }
    let line = format!("use {module}::{{{}}};\n", names.join(", "));
    if line.len() <= WIDTH + 1 {
        out.push_str(&line);
        return;
    }
    out.push_str(&format!("use {module}::{{\n"));
    let mut used = 0;
    for name in names {
        // rustfmt keeps one column free here.
        if used > 0 && used + name.len() + 2 >= WIDTH {
            out.push('\n');
            used = 0;
        }
        out.push_str(if used == 0 { "    " } else { " " });
        used += if used == 0 { 4 } else { 1 };
        out.push_str(name);
        out.push(',');
        used += name.len() + 1;
    }
    out.push_str("\n};\n");
}
