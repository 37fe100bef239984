//! The runtime files a crate needs, copied as they stand where they are compiled and tested.

use std::collections::BTreeSet;

use super::{
    body::{Media, media, preferred},
    format,
    scope::Scope,
};
use crate::{
    ir::{Content, Shape},
    pass::media::{Stream, stream},
};

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
    if super::xml::is_used(scope) {
        needs.insert(Need::Xml);
    }
    for operation in &scope.api.operations {
        let sent = operation.body.as_ref();
        let sent = sent.and_then(|body| preferred(scope, &body.contents));
        needs.extend(sent.and_then(|content| sending(media(content, scope))));
        for reply in &operation.replies {
            if !reply.headers.is_empty() {
                needs.insert(Need::ReplyHeaders);
            }
            needs.extend(
                reply
                    .contents
                    .iter()
                    .filter_map(|content| reading(content, scope)),
            );
        }
    }
    // A stream of bytes can be read line by line; and its records would be unused otherwise.
    if needs.contains(&Need::Streaming) {
        needs.insert(Need::Lines);
    }
    needs
}

/// What sending a body takes.
fn sending(media: Media) -> Option<Need> {
    match media {
        Media::Json | Media::Text | Media::Xml => None,
        Media::Form => Some(Need::Form),
        Media::Multipart => Some(Need::Multipart),
        Media::Bytes => Some(Need::Streaming),
    }
}

/// What reading a reply takes.
fn reading(content: &Content, scope: &Scope<'_>) -> Option<Need> {
    match stream(&content.media) {
        Some(Stream::Events) => Some(Need::Events),
        Some(Stream::Lines) => Some(Need::Lines),
        None => match media(content, scope) {
            Media::Json | Media::Form | Media::Text | Media::Xml => None,
            Media::Multipart | Media::Bytes => Some(Need::Streaming),
        },
    }
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
