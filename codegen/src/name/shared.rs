//! What several resources share is parted by what it is called, so that no file gets too long.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::words;
use crate::ir::{Api, Shape, ShapeId, Shapes};

/// The module of types that several resources share.
pub(super) const ROOT: &str = "shared";

/// So many types of one module are still read with pleasure.
const CROWDED: usize = 60;

/// As many lines as a module gets, roughly.
const MOST: usize = 4500;

/// Fewer lines are not worth a module of their own.
const LEAST: usize = 800;

/// By how many words of their names types are told apart.
const DEEPEST: usize = 5;

/// The module of each of these types.
pub(super) fn modules(
    api: &Api,
    sent: &FxHashSet<ShapeId>,
    names: &FxHashMap<ShapeId, String>,
    shared: &[ShapeId],
) -> FxHashMap<ShapeId, String> {
    let types: Vec<Type> = shared
        .iter()
        .map(|id| Type {
            id: *id,
            words: names
                .get(id)
                .map(|name| words::words(name))
                .unwrap_or_default(),
            lines: lines(&api.shapes, *id, sent.contains(id)),
        })
        .collect();
    let mut modules = FxHashMap::default();
    let all: Vec<&Type> = types.iter().collect();
    match types.len() > CROWDED || sum(&all) > MOST {
        true => by_letter(ROOT, 0, &all, &mut modules),
        false => give(ROOT, &all, &mut modules),
    }
    modules
}

struct Type {
    id: ShapeId,
    words: Vec<String>,
    lines: usize,
}

/// About how many lines a type has, with its docs; its codec has fewer.
fn lines(shapes: &Shapes, id: ShapeId, sent: bool) -> usize {
    let parts = match shapes.get(id) {
        // A field with its setter.
        Shape::Record(record) if sent => 3 * record.fields.len(),
        Shape::Record(record) => record.fields.len(),
        Shape::Union(union) => union.variants.len(),
        Shape::Choice(choice) => choice.values.len(),
        _ => 1,
    };
    let docs = |docs: &Option<String>| docs.as_ref().map_or(0, |docs| docs.len() / 80 + 1);
    let site = shapes.sites(id).first();
    let own = site.map_or(0, |site| docs(&site.docs));
    let notes = site.into_iter().flat_map(|site| &site.parts);
    25 + own + 4 * parts + notes.map(|notes| docs(&notes.docs)).sum::<usize>()
}

fn sum(types: &[&Type]) -> usize {
    types.iter().map(|type_| type_.lines).sum()
}

fn give(module: &str, types: &[&Type], modules: &mut FxHashMap<ShapeId, String>) {
    modules.extend(types.iter().map(|type_| (type_.id, module.to_owned())));
}

fn groups<'t>(
    types: &[&'t Type],
    key: impl Fn(&Type) -> String,
) -> BTreeMap<String, Vec<&'t Type>> {
    let mut groups: BTreeMap<String, Vec<&Type>> = BTreeMap::new();
    for type_ in types {
        groups.entry(key(type_)).or_default().push(type_);
    }
    groups
}

/// One module for each letter that the word at `depth` begins with.
fn by_letter(
    module: &str,
    depth: usize,
    types: &[&Type],
    modules: &mut FxHashMap<ShapeId, String>,
) {
    let letter = |type_: &Type| {
        let first = type_.words.get(depth).and_then(|word| word.chars().next());
        first.unwrap_or('x').to_string()
    };
    for (letter, types) in groups(types, letter) {
        by_word(
            &format!("{module}_{letter}"),
            module,
            depth,
            &types,
            modules,
        );
    }
}

/// `module` if the types fit in it; otherwise a module for each frequent word at `depth`, called
/// after it behind `before`.
fn by_word(
    module: &str,
    before: &str,
    depth: usize,
    types: &[&Type],
    modules: &mut FxHashMap<ShapeId, String>,
) {
    if sum(types) <= MOST {
        return give(module, types, modules);
    }
    if depth > DEEPEST {
        return in_turn(module, types, modules);
    }
    let word = |type_: &Type| type_.words.get(depth).cloned().unwrap_or_default();
    let mut rest = Vec::new();
    for (word, types) in groups(types, word) {
        if word.is_empty() || sum(&types) < LEAST {
            rest.extend(types);
            continue;
        }
        let inner = format!("{before}_{word}");
        by_word(&inner, &inner, depth + 1, &types, modules);
    }
    if sum(&rest) > MOST && module == before {
        by_letter(module, depth, &rest, modules);
    } else {
        in_turn(module, &rest, modules);
    }
}

/// Types that no word tells apart: as many as fit, then a module called after the next.
fn in_turn(module: &str, types: &[&Type], modules: &mut FxHashMap<ShapeId, String>) {
    let (mut name, mut lines) = (module.to_owned(), 0);
    for type_ in types {
        if lines > 0 && lines + type_.lines > MOST {
            (name, lines) = (format!("{module}_{}", type_.words.join("_")), 0);
        }
        lines += type_.lines;
        modules.insert(type_.id, name.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(counts: &[(&str, usize)]) -> BTreeMap<String, usize> {
        let api = Api::default();
        let mut shapes = crate::ir::Shapes::default();
        let mut names = FxHashMap::default();
        let mut ids = Vec::new();
        for (stem, count) in counts {
            for index in 0..*count {
                let id = shapes.reserve();
                let letter = char::from(b'A' + (index % 26) as u8);
                names.insert(id, format!("{stem}{letter}a{index}"));
                ids.push(id);
            }
        }
        let mut sizes = BTreeMap::new();
        for module in modules(&api, &FxHashSet::default(), &names, &ids).into_values() {
            *sizes.entry(module).or_default() += 1;
        }
        sizes
    }

    #[test]
    fn what_no_word_tells_apart_is_parted_in_turn() {
        let stems: Vec<String> = (0..400).map(|index| format!("Pet{index:03}")).collect();
        let counts: Vec<_> = stems.iter().map(|stem| (stem.as_str(), 1)).collect();
        let sizes = parted(&counts);
        assert_eq!(sizes.len(), 3, "{sizes:?}");
        assert_eq!(sizes.values().sum::<usize>(), 400);
    }

    #[test]
    fn a_few_types_share_one_module() {
        assert_eq!(
            parted(&[("Pet", 60)]),
            BTreeMap::from([("shared".to_owned(), 60)])
        );
    }

    #[test]
    fn many_types_are_parted_by_their_first_letter() {
        let sizes = parted(&[("Pet", 40), ("Cat", 40)]);
        let expected = [("shared_c".to_owned(), 40), ("shared_p".to_owned(), 40)];
        assert_eq!(sizes, BTreeMap::from(expected));
    }

    #[test]
    fn no_module_gets_longer_than_a_reader_can_bear() {
        let sizes = parted(&[("Webhook", 1000), ("WebhookPush", 400), ("Window", 20)]);
        assert_eq!(sizes.values().sum::<usize>(), 1420);
        assert!(sizes.values().all(|count| count * 29 <= MOST), "{sizes:?}");
        assert_eq!(sizes.get("shared_w"), Some(&20));
        assert!(
            sizes
                .keys()
                .any(|module| module.starts_with("shared_webhook_push"))
        );
    }
}
