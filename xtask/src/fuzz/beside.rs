//! What stands beside a description is bent too: settings, overlays and the names given before.

use codegen::name::Lock;
use serde_json::{Value, json};

use super::{bytes, dice::Dice, words};

/// A line for every setting there is; `T`, `O`, `P` and `M` stand for things of the description.
const SETTINGS: [&str; 44] = [
    "overlays = ['overlay.yaml']",
    "overlays = ['overlay.yaml', 'overlay.yaml', 'missing.yaml']",
    "crate.name = W",
    "crate.name = 'ok-name'",
    "crate.version = '1.2.3'",
    "crate.version = W",
    "crate.manifest.dependencies.jiff = '0.2'",
    "crate.manifest.package.name = W",
    "select.operations = [O]",
    "select.paths = [P]",
    "select.tags = [W]",
    "select.exclude.operations = [O]",
    "servers.url = 'https://a.b'",
    "servers.url = W",
    "servers.default = W",
    "formats.date-time = 'jiff'",
    "formats.date-time = 'chrono'",
    "formats.date = 'time'",
    "formats.uuid = 'uuid'",
    "formats.uri = 'url'",
    "formats.password = 'secret'",
    "formats.decimal = 'rust_decimal'",
    "formats.duration = 'jiff'",
    "formats.ipv4 = 'std'",
    "names = { T = W }",
    "names = { T = 'Renamed' }",
    "names = { M = W }",
    "names = { M = 'renamed' }",
    "methods = { O = W }",
    "methods = { O = 'renamed' }",
    "replace = { T = 'crate::Mine' }",
    "replace = { T = W }",
    "derive = { '*' = ['Hash'] }",
    "derive = { T = [W] }",
    "attributes = { T = ['must_use'] }",
    "attributes = { T = [W] }",
    "open = { '*' = false }",
    "open = { T = false }",
    "envelope = { success = 'success', payload = ['result'], other = ['errors'] }",
    "envelope = { payload = [W] }",
    "pagination = { O = { style = 'page', parameter = 'page' } }",
    "pagination = { O = { style = 'cursor', parameter = W, next = [W] } }",
    "environment = { T = 'TOKEN', base-url = W }",
    "scopes = { W = { path = P } }",
];

/// Targets of overlays.
const TARGETS: [&str; 20] = [
    "$",
    "$.info",
    "$.paths",
    "$.paths.*",
    "$.paths.*.get",
    "$..schema",
    "$..properties",
    "$..*",
    "$.components.schemas.*",
    "$.components.schemas['Pet']",
    "$..[?@.type=='string']",
    "$..[?@.name]",
    "$.paths['/pets'].get.parameters[0]",
    "$..parameters[-1]",
    "$..enum[::2]",
    "$.missing",
    "$..[?match(@, 'a*')]",
    "$..[?length(@) > 1]",
    "$[",
    "",
];

/// Some settings for a description.
pub(super) fn settings(value: &Value, dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..dice.count(8) {
        let line = dice.pick(&SETTINGS);
        text.push_str(&filled(line, value, dice));
        text.push('\n');
    }
    match dice.one_in(6) {
        true => bytes::bend(&text, "[crate]\nname = 'x'\n", dice),
        false => text,
    }
}

/// The line with things of the description in the places of capital letters.
fn filled(line: &str, value: &Value, dice: &mut Dice) -> String {
    let mut out = String::new();
    for part in line.split_inclusive(|c: char| "TOPMW".contains(c)) {
        let alone = part.strip_suffix(|c: char| "TOPMW".contains(c));
        let is_word = alone
            .is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '\''));
        let Some(before) = alone.filter(|_| is_word) else {
            out.push_str(part);
            continue;
        };
        out.push_str(before);
        let text = match part.chars().next_back() {
            Some('T') => one(value, "/components/schemas", dice),
            Some('P') => one(value, "/paths", dice),
            Some('O') => match dice.below(3) {
                0 => one(value, "/paths", dice).map(|path| format!("GET {path}")),
                _ => operation(value, dice),
            },
            Some('M') => one(value, "/components/schemas", dice).map(|name| match dice.below(2) {
                0 => format!("#/components/schemas/{name}"),
                _ => format!("{name}::{}", dice.pick(&["name", "type", "id", "kind"])),
            }),
            _ => None,
        };
        let text = text.unwrap_or_else(|| words::word(dice));
        out.push_str(&toml::Value::String(text).to_string());
    }
    out
}

fn one(value: &Value, at: &str, dice: &mut Dice) -> Option<String> {
    let members = value.pointer(at)?.as_object()?;
    members.keys().nth(dice.below(members.len())).cloned()
}

fn operation(value: &Value, dice: &mut Dice) -> Option<String> {
    let path = one(value, "/paths", dice)?;
    let item = value.get("paths")?.get(&path)?.as_object()?;
    let mut ids = item
        .values()
        .filter_map(|operation| operation.get("operationId")?.as_str());
    ids.next_back().map(str::to_owned)
}

/// An overlay.
pub(super) fn overlay(value: &Value, dice: &mut Dice) -> String {
    let mut actions = Vec::new();
    for _ in 0..dice.count(8) {
        let update = match dice.below(3) {
            0 => value.clone(),
            1 => {
                json!({ "description": words::prose(dice), words::word(dice): words::value(dice) })
            }
            _ => words::value(dice),
        };
        actions.push(match dice.below(4) {
            0 => json!({ "target": dice.pick(&TARGETS), "remove": true }),
            _ => json!({ "target": dice.pick(&TARGETS), "update": update }),
        });
    }
    let overlay = json!({ "overlay": "1.0.0", "info": {}, "actions": actions });
    match dice.one_in(6) {
        true => bytes::bend(&overlay.to_string(), "overlay: 1.0.0", dice),
        false => overlay.to_string(),
    }
}

/// The names given before, some of them changed.
pub(super) fn lock(lock: &Lock, dice: &mut Dice) -> String {
    let text = lock.to_text();
    if dice.one_in(4) {
        return bytes::bend(&text, &text, dice);
    }
    let often = dice.count(20);
    let mut out = String::new();
    for line in text.lines() {
        match line.split_once(" = ") {
            Some((key, _)) if dice.one_in(often) => {
                let word = toml::Value::String(words::word(dice));
                out.push_str(&format!("{key} = {word}\n"));
            }
            Some(_) if dice.one_in(often * 2) => {}
            _ => out.push_str(&format!("{line}\n")),
        }
    }
    out
}
