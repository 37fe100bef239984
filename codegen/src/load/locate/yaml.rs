//! Places in YAML text.

use saphyr_parser::{Event, Parser, Span};

use super::Wanted;
use crate::pointer::Pointer;

/// What is open at some point of the text. `place` is where it stands if anything in it is wanted.
enum Open {
    Mapping {
        place: Option<Pointer>,
        /// Where the value of the last key stands.
        value: Option<Option<Pointer>>,
    },
    Sequence {
        place: Option<Pointer>,
        index: usize,
    },
}

/// Finds what is wanted. Whether the text was read to its end.
pub(super) fn scan(text: &str, wanted: &mut Wanted) -> bool {
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text.strip_prefix('\u{feff}').unwrap_or(text)) {
        let Ok((event, span)) = event else {
            return false;
        };
        match event {
            Event::MappingStart(..) => {
                let place = value(&mut open, None, span, wanted);
                open.push(Open::Mapping { place, value: None });
            }
            Event::SequenceStart(..) => {
                let place = value(&mut open, None, span, wanted);
                open.push(Open::Sequence { place, index: 0 });
            }
            Event::Scalar(text, ..) => {
                value(&mut open, Some(&text), span, wanted);
            }
            Event::Alias(_) => {
                value(&mut open, None, span, wanted);
            }
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
            }
            // Only the first document counts.
            Event::DocumentEnd => return true,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
    }
    true
}

/// Notes a node that begins: a key of the innermost mapping, a value, or an item. Where it stands,
/// if anything in it is wanted.
fn value(
    open: &mut [Open],
    text: Option<&str>,
    span: Span,
    wanted: &mut Wanted,
) -> Option<Pointer> {
    let position = (span.start.line(), span.start.col() + 1);
    match open.last_mut() {
        None => {
            wanted.find(&Pointer::root(), position);
            Some(Pointer::root())
        }
        Some(Open::Mapping { place, value }) => match value.take() {
            Some(place) => place,
            None => {
                let child = place.as_ref().and_then(|place| wanted.below(place, text?));
                if let Some(child) = &child {
                    wanted.find(child, position);
                }
                *value = Some(child);
                None
            }
        },
        Some(Open::Sequence { place, index }) => {
            let child = place
                .as_ref()
                .and_then(|place| wanted.below(place, &index.to_string()));
            *index += 1;
            if let Some(child) = &child {
                wanted.find(child, position);
            }
            child
        }
    }
}
