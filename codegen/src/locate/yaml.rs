//! Places in YAML, from the events of a parser that keeps positions.

use saphyr_parser::{Event, Parser};

use super::{Walk, Wanted};

/// Looks through the text as far as it is YAML.
pub(super) fn scan(text: &str, wanted: &mut Wanted) {
    let mut walk = Walk::default();
    // For every level: whether the next node is a key.
    let mut keys: Vec<bool> = Vec::new();
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { return };
        let position = || (span.start.line(), span.start.col() + 1);
        let key = keys.last().copied().unwrap_or(false);
        match event {
            Event::Scalar(name, ..) if key => walk.key(&name, position, wanted),
            Event::Scalar(..) | Event::Alias(_) => walk.value(position, wanted),
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                let array = matches!(event, Event::SequenceStart(..));
                walk.value(position, wanted);
                walk.enter(array);
                keys.push(!array);
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                walk.leave();
                keys.pop();
            }
            Event::DocumentEnd => return,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {
                continue;
            }
        }
        // After a key comes its value, after a value the next key.
        if let (Some(key), Some(level)) = (keys.last_mut(), walk.levels.last()) {
            *key = level.next.is_none() && !*key;
        }
    }
}
