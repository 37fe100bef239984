//! Multipart bodies whose parts are described: one form for each structure.

use super::{
    Form,
    media::{Media, media},
};
use crate::ir::{Api, Shape};

/// The forms, in the order in which they are met.
pub(super) fn forms(api: &Api) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let contents = operation.body.iter().flat_map(|body| &body.contents);
        for content in contents {
            let Some(shape) = content.shape else { continue };
            let has_members = match api.shapes.get(shape) {
                Shape::Record(record) => !record.fields.is_empty(),
                _ => false,
            };
            if !has_members || media(&api.shapes, content) != Media::Multipart {
                continue;
            }
            let known = forms
                .iter_mut()
                .find(|form| form.shape == shape && form.encoding == content.encoding);
            match known {
                Some(form) => form.uses.push(index),
                None => forms.push(Form {
                    shape,
                    encoding: content.encoding.clone(),
                    at: content.pointer.clone(),
                    uses: vec![index],
                }),
            }
        }
    }
    forms
}
