//! An operation that takes or gives several media types becomes one operation for each of them.
//!
//! What differs in its name only is no other way: `application/json` and `application/problem+json`
//! of one schema. What is read record by record is asked for at the request: `events()` and its like.

use indexmap::IndexMap;

use super::media::{Media, essence, is_stream, media, preferred};
use crate::{
    ir::{Api, Content, Operation, Reply, Shape, ShapeId, Shapes, Status, Way},
    pointer::Pointer,
    report::{Problem, Report, codes},
};

/// Puts the further ways of each operation behind it.
pub(super) fn ways(api: &mut Api, report: &mut Report) {
    recoded(api, report);
    for operation in std::mem::take(&mut api.operations) {
        let shapes = &api.shapes;
        let usual = Operation {
            body: operation.body.clone().map(|mut body| {
                body.contents = chosen(shapes, &body.contents);
                body
            }),
            replies: replies(&operation, |reply| chosen(shapes, &reply.contents)),
            ..operation.clone()
        };
        let sent = sent(shapes, &operation, &usual);
        let accepted = accepted(shapes, &operation, &usual);
        api.operations.push(usual);
        api.operations.extend(sent);
        api.operations.extend(accepted);
    }
}

fn sent(shapes: &Shapes, operation: &Operation, usual: &Operation) -> Vec<Operation> {
    let body = operation.body.iter();
    let others = body.flat_map(|body| others(shapes, &body.contents));
    let ways = others.map(|content| Operation {
        way: Way::Sends(content.media.clone()),
        body: operation.body.clone().map(|mut body| {
            body.contents = vec![content.clone()];
            body
        }),
        ..usual.clone()
    });
    ways.collect()
}

fn accepted(shapes: &Shapes, operation: &Operation, usual: &Operation) -> Vec<Operation> {
    let mut asked: Vec<&str> = Vec::new();
    let successes = operation
        .replies
        .iter()
        .filter(|r| is_success(operation, r));
    for content in successes.flat_map(|reply| others(shapes, &reply.contents)) {
        if !is_stream(&content.media) && !asked.contains(&content.media.as_str()) {
            asked.push(&content.media);
        }
    }
    let ways = asked.into_iter().map(|media| Operation {
        way: Way::Accepts(media.to_owned()),
        replies: replies(operation, |reply| {
            let mut others = others(shapes, &reply.contents).into_iter();
            let wanted = others.find(|content| content.media == media);
            wanted.map_or_else(
                || chosen(shapes, &reply.contents),
                |content| vec![content.clone()],
            )
        }),
        ..usual.clone()
    });
    ways.collect()
}

/// The replies with other contents for the successes.
fn replies(operation: &Operation, contents: impl Fn(&Reply) -> Vec<Content>) -> Vec<Reply> {
    let replies = operation.replies.iter().cloned();
    replies
        .map(|mut reply| {
            if is_success(operation, &reply) {
                reply.contents = contents(&reply);
            }
            reply
        })
        .collect()
}

/// The contents of the usual way: the preferred one, those that differ from it in their name only,
/// and streams.
fn chosen(shapes: &Shapes, contents: &[Content]) -> Vec<Content> {
    let others = others(shapes, contents);
    let is_other = |content: &&Content| others.iter().any(|other| other.media == content.media);
    let chosen = contents
        .iter()
        .filter(|content| is_stream(&content.media) || !is_other(content));
    chosen.cloned().collect()
}

/// The first content of each further kind, in order.
fn others<'a>(shapes: &Shapes, contents: &'a [Content]) -> Vec<&'a Content> {
    let Some(preferred) = preferred(shapes, contents) else {
        return Vec::new();
    };
    let mut kinds = vec![kind(shapes, preferred)];
    let mut others = Vec::new();
    for content in contents {
        let kind = kind(shapes, content);
        // `*/*` beside what is written alike adds nothing that could be asked for.
        let known = match content.media.contains('*') {
            true => kinds.iter().any(|known| known.0 == kind.0),
            false => kinds.contains(&kind) || is_recoded(shapes, content, contents),
        };
        if !known {
            kinds.push(kind);
            others.push(content);
        }
    }
    others
}

/// What tells two contents apart for a caller: how they are written, and what they hold or are
/// called.
fn kind(shapes: &Shapes, content: &Content) -> (Media, Option<ShapeId>, String) {
    let media = media(shapes, content);
    match media {
        Media::Json | Media::Form | Media::Multipart | Media::Xml => {
            (media, content.shape, String::new())
        }
        Media::Text | Media::Bytes => (media, None, essence(&content.media).into_owned()),
    }
}

/// Whether `content` holds what another of `contents` holds, in a writing that is not known here:
/// `application/jose+jwe` beside `application/json`. Nobody could make the bytes of it but by hand.
fn is_recoded(shapes: &Shapes, content: &Content, contents: &[Content]) -> bool {
    let Some(shape) = content.shape else {
        return false;
    };
    let structured = match shapes.get(shape) {
        Shape::Record(_) | Shape::List(_) | Shape::Map(_) | Shape::Union(_) => true,
        Shape::Any
        | Shape::Null
        | Shape::Boolean
        | Shape::Integer(_)
        | Shape::Number { .. }
        | Shape::Text(_)
        | Shape::Binary
        | Shape::Tuple { .. }
        | Shape::Nullable(_)
        | Shape::Choice(_)
        | Shape::Alias(_)
        | Shape::Wrapper(_) => false,
    };
    let plain = |other: &Content| {
        other.shape == Some(shape)
            && matches!(media(shapes, other), Media::Json | Media::Form | Media::Xml)
    };
    structured && media(shapes, content) == Media::Bytes && contents.iter().any(plain)
}

/// Tells of the media types that have no way of their own, once for each.
fn recoded(api: &Api, report: &mut Report) {
    let mut found: IndexMap<&str, (&Pointer, usize)> = IndexMap::new();
    for operation in &api.operations {
        let sent = operation.body.iter().map(|body| &body.contents);
        let replies = operation
            .replies
            .iter()
            .filter(|reply| is_success(operation, reply));
        for contents in sent.chain(replies.map(|reply| &reply.contents)) {
            let recoded = contents
                .iter()
                .filter(|content| is_recoded(&api.shapes, content, contents));
            for content in recoded {
                found
                    .entry(&content.media)
                    .or_insert((&content.pointer, 0))
                    .1 += 1;
            }
        }
    }
    for (media, (at, places)) in found {
        let places = match places {
            1 => String::new(),
            places => format!(", in {places} places"),
        };
        let met = format!("`{media}` is another writing of what stands beside it{places}");
        report.push(
            Problem::note(codes::OTHER_WRITING, at, met)
                .done("it has no method: the client cannot write or read it"),
        );
    }
}

fn is_success(operation: &Operation, reply: &Reply) -> bool {
    let is_2xx =
        |reply: &Reply| matches!(reply.status, Status::Exact(200..=299) | Status::Range(2));
    let has_2xx = || operation.replies.iter().any(is_2xx);
    is_2xx(reply) || (reply.status == Status::Default && !has_2xx())
}
