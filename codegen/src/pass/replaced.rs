//! `[replace]`: schemas that a person's own types stand for.

use rustc_hash::FxHashMap;

use crate::{
    ir::{Api, Shape, ShapeId},
    pointer::Pointer,
    report::Report,
    settings::{Settings, misfit, unmatched},
};

/// The shapes that are replaced, and the path of the type that stands for each. A key is the name
/// of a component, or a place.
pub(super) fn replaced(
    api: &Api,
    settings: &Settings,
    report: &mut Report,
) -> FxHashMap<ShapeId, String> {
    let mut replaced = FxHashMap::default();
    for (key, path) in &settings.replace {
        let at = Pointer::root().child("replace").child(key);
        if syn::parse_str::<syn::Path>(path).is_err() {
            let help = "write the path of a type, such as `money::Amount`";
            report.push(misfit(&at, format!("`{path}` is no path of a type"), help));
            continue;
        }
        let place = match key.starts_with('#') {
            true => Pointer::parse(key).unwrap_or_default(),
            false => Pointer::root()
                .child("components")
                .child("schemas")
                .child(key),
        };
        let types = || api.shapes.ids().filter(|id| is_type(api.shapes.get(*id)));
        let mut found = types().filter(|id| {
            let mut sites = api.shapes.sites(*id).iter();
            sites.any(|site| site.key() == place)
        });
        let before = replaced.len();
        replaced.extend(found.by_ref().map(|id| (id, path.clone())));
        if replaced.len() == before {
            let places = types().flat_map(|id| api.shapes.sites(id));
            let known: Vec<String> = match key.starts_with('#') {
                true => places.map(|site| site.pointer.to_string()).collect(),
                false => places
                    .filter_map(|site| Some(site.pointer.last()?.into_owned()))
                    .collect(),
            };
            let met = format!("no type stands at `{key}`");
            report.push(unmatched(&at, met, key, known.iter().map(String::as_str)));
        }
    }
    replaced
}

fn is_type(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Record(_) | Shape::Union(_) | Shape::Choice(_) | Shape::Wrapper(_)
    )
}
