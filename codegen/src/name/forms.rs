//! What the types of multipart forms are called: `UploadFile` has `UploadFileForm`.

use rustc_hash::FxHashMap;

use super::{
    FormName,
    keys::Keys,
    lock::Lock,
    operations::Methods,
    scope::Scope,
    types::{LONG, component},
    words,
};
use crate::{
    ir::{Api, ShapeId, Way},
    pass::Form,
};

/// Takes the names that the lock holds, before any type is named.
pub(super) fn kept(
    api: &Api,
    forms: &[Form],
    lock: &Lock,
    types: &mut Scope,
) -> Vec<Option<String>> {
    if forms.is_empty() {
        return Vec::new();
    }
    let keys = Keys::new(api);
    let kept = forms.iter().map(|form| {
        let name = lock.types.get(&keys.of(&form.at))?;
        types.claim(name).then(|| name.clone())
    });
    kept.collect()
}

/// Names the forms, after all types: a component's after it, others after their operation.
pub(super) fn forms(
    api: &Api,
    forms: &[Form],
    methods: &Methods,
    (kept, names): (Vec<Option<String>>, &FxHashMap<ShapeId, String>),
    types: &mut Scope,
) -> Vec<FormName> {
    let named = forms.iter().zip(kept).map(|(form, kept)| {
        let at = form.at.clone();
        if let Some(name) = kept {
            return FormName { name, at };
        }
        let typed = names.get(&form.shape).cloned().unwrap_or_default();
        let bare = ["Request", "Body", "Input", "Form"]
            .into_iter()
            .find_map(|end| typed.strip_suffix(end))
            .unwrap_or(&typed);
        let operation = form.uses.first().copied().unwrap_or_default();
        // The usual way stands before the others, and has the plain name.
        let usual = (0..=operation).rev().find(|index| {
            let operation = api.operations.get(*index);
            operation.is_some_and(|operation| operation.way == Way::Usual)
        });
        let method = usual.and_then(|index| methods.names.get(index));
        let method = method
            .map(|method| words::camel(method))
            .unwrap_or_default();
        let own = [bare.to_owned(), typed.clone()];
        let first = component(api, form.shape).is_some();
        let wanted = match first {
            true => own.into_iter().chain([method]).collect::<Vec<_>>(),
            false => [method].into_iter().chain(own).collect(),
        };
        let wanted = wanted.into_iter().filter(|word| !word.is_empty());
        let name = types.claim_first(
            wanted.map(|word| words::shortened(&format!("{word}Form"), LONG)),
            "BodyForm",
        );
        FormName { name, at }
    });
    named.collect()
}
