//! `[replace]`: schemas that a person's own types stand for.

use rustc_hash::FxHashMap;

use crate::{
    ir::{Api, Shape, ShapeId, TextFormat},
    pointer::Pointer,
    report::Report,
    settings::{Settings, misfit, unmatched},
};

/// The place that a key of `[replace]` means.
fn place(key: &str) -> Pointer {
    match key.starts_with('#') {
        true => Pointer::parse(key).unwrap_or_default(),
        false => Pointer::root()
            .child("components")
            .child("schemas")
            .child(key),
    }
}

/// Keeps components apart that will be replaced, where nothing else would: a name for text, a
/// number or a list is looked through otherwise.
pub(super) fn keep(api: &mut Api, settings: &Settings) {
    let places: Vec<Pointer> = settings.replace.keys().map(|key| place(key)).collect();
    if places.is_empty() {
        return;
    }
    let ids: Vec<ShapeId> = api.shapes.ids().collect();
    for id in ids {
        let Shape::Alias(target) = *api.shapes.get(id) else {
            continue;
        };
        let mut sites = api.shapes.sites(id).iter();
        if sites.any(|site| places.contains(&site.key())) {
            api.shapes.fill(id, Shape::Wrapper(target));
        }
    }
}

/// The shapes that are replaced, and the path of the type that stands for each. A key is the name
/// of a component, or a place.
pub(super) fn replaced(
    api: &Api,
    settings: &Settings,
    report: &mut Report,
) -> FxHashMap<ShapeId, String> {
    let mut replaced = FxHashMap::default();
    formats(api, settings, &mut replaced, report);
    for (key, path) in &settings.replace {
        let at = Pointer::root().child("replace").child(key);
        if !is_path(&at, path, report) {
            continue;
        }
        let place = place(key);
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

fn is_path(at: &Pointer, path: &str, report: &mut Report) -> bool {
    let is_path = syn::parse_str::<syn::Path>(path).is_ok();
    if !is_path {
        let help = "write the path of a type, such as `money::Amount`";
        report.push(misfit(at, format!("`{path}` is no path of a type"), help));
    }
    is_path
}

/// The shapes of the formats that a person has a type for.
fn formats(
    api: &Api,
    settings: &Settings,
    replaced: &mut FxHashMap<ShapeId, String>,
    report: &mut Report,
) {
    let other = |id: ShapeId| match api.shapes.get(id) {
        Shape::Text(TextFormat::Other(format)) => Some((format.as_str(), id)),
        _ => None,
    };
    let met: Vec<(&str, ShapeId)> = api.shapes.ids().filter_map(other).collect();
    for (format, path) in &settings.formats.other {
        let at = Pointer::root()
            .child("formats")
            .child("other")
            .child(format);
        if !is_path(&at, path, report) {
            continue;
        }
        match met.iter().find(|(known, _)| known == format) {
            Some((_, id)) => _ = replaced.insert(*id, path.clone()),
            None => {
                let met = met.iter().map(|(known, _)| *known);
                let text = format!("no text has the format `{format}`");
                report.push(unmatched(&at, text, format, met));
            }
        }
    }
}

fn is_type(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Record(_) | Shape::Union(_) | Shape::Choice(_) | Shape::Wrapper(_)
    )
}
