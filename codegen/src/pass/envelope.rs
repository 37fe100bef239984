//! `{"success": true, "result": …}`: which replies wrap their payload.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::EnvelopeUse;
use crate::{
    ir::{Api, Content, Operation, Shape, Status},
    pointer::Pointer,
    report::{Problem, Report, codes},
    settings::{Envelope, Settings, unmatched},
};

/// The operations whose success reply is an envelope as the settings describe it.
pub(super) fn envelopes(
    api: &Api,
    settings: &Settings,
    report: &mut Report,
) -> FxHashMap<usize, EnvelopeUse> {
    let mut found = FxHashMap::default();
    let Some(envelope) = &settings.envelope else {
        return found;
    };
    for (index, operation) in api.operations.iter().enumerate() {
        let contents = success(operation);
        let mut uses = contents
            .iter()
            .map(|content| wrapped(api, envelope, operation.payload.as_ref(), content));
        let Some(first) = uses.next() else { continue };
        match first {
            Some(first) if uses.all(|other| other.as_ref() == Some(&first)) => {
                for content in contents {
                    untold(api, envelope, &first, content, report);
                }
                found.insert(index, first);
            }
            _ => report.push(
                Problem::note(
                    codes::ENVELOPE,
                    &operation.pointer,
                    "the reply is not the envelope of the settings",
                )
                .done("a caller gets the reply as it is"),
            ),
        }
    }
    check(api, envelope, &found, report);
    found
}

/// Reports the members of an envelope that no reply has, and payloads that no envelope holds.
fn check(
    api: &Api,
    envelope: &Envelope,
    found: &FxHashMap<usize, EnvelopeUse>,
    report: &mut Report,
) {
    let shapes = api.operations.iter().flat_map(success);
    let records = shapes.filter_map(|content| match api.shapes.get(content.shape?) {
        Shape::Record(record) => Some(record),
        _ => None,
    });
    let known: BTreeSet<&str> = records
        .flat_map(|record| &record.fields)
        .map(|field| field.wire.as_str())
        .collect();
    let at = Pointer::root().child("envelope");
    let success = envelope
        .success
        .iter()
        .map(|one| (at.child("success"), one));
    let list = |key: &str, list: &'_ [String]| -> Vec<_> {
        let at = at.child(key);
        (0..list.len()).map(|index| at.item(index)).collect()
    };
    let payload = list("payload", &envelope.payload);
    let other = list("other", &envelope.other);
    let payload = payload.into_iter().zip(&envelope.payload);
    let other = other.into_iter().zip(&envelope.other);
    for (at, member) in success.chain(payload.clone()).chain(other) {
        if !known.contains(member.as_str()) {
            let met = format!("no reply has the member `{member}`");
            report.push(unmatched(&at, met, member, known.iter().copied()));
        }
    }
    for (at, member) in payload.filter(|(_, member)| known.contains(member.as_str())) {
        if !found.values().any(|one| one.member == *member) {
            let met = format!("no reply is an envelope with the payload `{member}`");
            report.push(
                unmatched(&at, met, member, [])
                    .help("name all members of the envelope: `success`, `payload` and `other`"),
            );
        }
    }
}

/// The JSON bodies of an operation's success replies.
pub(super) fn success(operation: &Operation) -> Vec<&Content> {
    let of = |wanted: fn(&Status) -> bool| {
        operation
            .replies
            .iter()
            .filter(move |reply| !reply.late && wanted(&reply.status))
            .flat_map(|reply| &reply.contents)
            .filter(|content| super::media::is_json(&content.media) && content.shape.is_some())
            .collect::<Vec<_>>()
    };
    let stated = of(|status| matches!(status, Status::Exact(200..=299) | Status::Range(2)));
    let any_stated = operation.replies.iter().any(|reply| {
        !reply.late && matches!(reply.status, Status::Exact(200..=299) | Status::Range(2))
    });
    if any_stated {
        stated
    } else {
        of(|status| *status == Status::Default)
    }
}

/// What an envelope holds; if callers get its member `known` already, other members of it that no
/// setting names change nothing.
fn wrapped(
    api: &Api,
    envelope: &Envelope,
    known: Option<&String>,
    content: &Content,
) -> Option<EnvelopeUse> {
    let Shape::Record(record) = api.shapes.get(content.shape?) else {
        return None;
    };
    let mut payload = None;
    let mut success = None;
    for field in &record.fields {
        let other = known.is_some_and(|known| *known != field.wire);
        if envelope.payload.contains(&field.wire) && !other {
            if payload.is_some() {
                return None;
            }
            payload = Some(field);
        } else if envelope.success.as_ref() == Some(&field.wire) {
            success = Some(field.wire.clone());
        } else if !other && !envelope.other.contains(&field.wire) {
            return None;
        }
    }
    if envelope.success.is_some() != success.is_some() {
        return None;
    }
    let payload = payload?;
    Some(EnvelopeUse {
        success,
        member: payload.wire.clone(),
        shape: payload.shape,
    })
}

/// Reports the members of an envelope that callers do not get, and no setting names.
fn untold(
    api: &Api,
    envelope: &Envelope,
    use_: &EnvelopeUse,
    content: &Content,
    report: &mut Report,
) {
    let Some((id, Shape::Record(record))) = content.shape.map(|id| (id, api.shapes.get(id))) else {
        return;
    };
    for (index, field) in record.fields.iter().enumerate() {
        let told = field.wire == use_.member
            || envelope.success.as_ref() == Some(&field.wire)
            || envelope.other.contains(&field.wire);
        let notes = api.shapes.sites(id).iter();
        let mut notes = notes.filter_map(|site| site.parts.get(index));
        if let (false, Some(note)) = (told, notes.next()) {
            let met = format!("the envelope has the member `{}`", field.wire);
            report.push(
                Problem::warning(codes::ENVELOPE, &note.pointer, met)
                    .done("a caller gets the payload as before, without this member")
                    .help("name the member under `envelope.other`")
                    .degraded(),
            );
        }
    }
}
