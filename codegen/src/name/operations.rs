//! What the methods of the client, their arguments and their setters are called.
//!
//! A method is called, in this order: as `codegen.toml` pins it; as the description tells its SDK
//! generators; after its `operationId`; after its method and path. What others are called plays no
//! part, as long as they are not called the same: one more operation renames none.

use rustc_hash::FxHashMap;

use super::{
    OperationName, arguments::arguments, files, keep::order::NO_NAMES, lock::Lock, pins::Pins,
    replies, scope::Scope, types::LONG, ways, words,
};
use crate::{
    ir::{Api, Method, Operation, Way},
    report::Report,
    settings::{Settings, misfit, unmatched},
};

/// Names that the runtime's `Client` has methods under.
const CLIENT: [&str; 6] = [
    "anonymous",
    "builder",
    "clone",
    "fmt",
    "from_env",
    "request",
];

/// The name of every method, by index into `Api::operations`.
#[derive(Debug, Default)]
pub(super) struct Methods {
    pub(super) names: Vec<String>,
}

/// Names every method.
pub(super) fn methods(api: &Api, settings: &Settings, lock: &Lock, report: &mut Report) -> Methods {
    let mut scope = Scope::with(CLIENT);
    let mut names: Vec<Option<String>> = vec![None; api.operations.len()];
    pin(api, settings, &mut scope, &mut names, report);
    for (name, operation) in names.iter_mut().zip(&api.operations) {
        let known = lock.methods.get(&key(operation));
        if let (None, Some(known)) = (&name, known)
            && scope.claim(known)
        {
            *name = Some(known.clone());
        }
    }
    let hinted = hinted(api);
    for rank in 0.. {
        let mut open = false;
        let mut wanted: Vec<(usize, String)> = Vec::new();
        for (index, operation) in api.operations.iter().enumerate() {
            if names[index].is_some() || operation.way != Way::Usual {
                continue;
            }
            if let Some(name) = candidate(operation, rank, hinted.get(&index)) {
                wanted.push((index, words::escaped(name)));
            }
            open = true;
        }
        if !open || rank > LAST_RANK {
            break;
        }
        let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
        for (_, name) in &wanted {
            *counts.entry(name).or_default() += 1;
        }
        let unique: Vec<_> = wanted
            .iter()
            .filter(|(_, name)| counts[name.as_str()] == 1)
            .cloned()
            .collect();
        for (index, name) in unique {
            if scope.claim(&name) {
                names[index] = Some(name);
            }
        }
    }
    for index in 0..names.len() {
        if names[index].is_none() {
            let candidates = last_candidates(api, &names, index, hinted.get(&index));
            names[index] = Some(scope.claim_first(candidates, "call"));
        }
    }
    Methods {
        names: names.into_iter().flatten().collect(),
    }
}

/// The names for an operation that got none where all asked at once: a further way is called after
/// the usual one.
fn last_candidates(
    api: &Api,
    names: &[Option<String>],
    index: usize,
    hint: Option<&(String, String)>,
) -> Vec<String> {
    let operation = &api.operations[index];
    let usual = index.checked_sub(1);
    let usual = usual.and_then(|before| ways::usual(api, names, before));
    match (usual, &operation.way) {
        (Some(usual), way @ (Way::Sends(_) | Way::Accepts(_))) => ways::candidates(usual, way),
        (_, _) => (0..=LAST_RANK)
            .filter_map(|rank| candidate(operation, rank, hint))
            .map(words::escaped)
            .collect(),
    }
}

const LAST_RANK: usize = 5;

fn candidate(
    operation: &Operation,
    rank: usize,
    hint: Option<&(String, String)>,
) -> Option<String> {
    let id = operation
        .id
        .as_deref()
        .map(words::words)
        .filter(|words| !words.is_empty());
    let name = match rank {
        0 => hint.map(|(short, _)| short.clone()),
        1 => hint.map(|(_, long)| long.clone()),
        2 => id.map(|words| words.join("_")),
        3 => Some(from_path(files::telling(&operation.path), operation, false)),
        4 => Some(from_path(&operation.path, operation, false)),
        _ => Some(from_path(&operation.path, operation, true)),
    };
    name.map(|name| {
        if name.starts_with(|c: char| c.is_ascii_digit()) {
            format!("n{name}")
        } else {
            name
        }
    })
    .filter(|name| !name.is_empty())
}

fn pin(
    api: &Api,
    settings: &Settings,
    scope: &mut Scope,
    names: &mut [Option<String>],
    report: &mut Report,
) {
    for (pinned, name) in &settings.methods {
        let found = api.operations.iter().position(|operation| {
            let is_usual = operation.way == Way::Usual;
            *pinned == key(operation) || (is_usual && *pinned == place(operation))
        });
        let at = crate::pointer::Pointer::root()
            .child("methods")
            .child(pinned);
        match found {
            None => {
                let known: Vec<String> = api.operations.iter().map(key).collect();
                let met = format!("no operation is called `{pinned}`");
                let known = known.iter().map(String::as_str);
                report.push(unmatched(&at, met, pinned, known));
            }
            Some(_) if !is_free(name, scope) => report.push(misfit(
                &at,
                format!("`{name}` cannot be a method's name"),
                "write a snake_case name that no other method has",
            )),
            Some(index) => names[index] = Some(name.clone()),
        }
    }
}

/// Whether a method can be called so; then nothing else can.
fn is_free(name: &str, scope: &mut Scope) -> bool {
    let plain = words::snake(name) == name && words::escaped(name.to_owned()) == name;
    plain && scope.claim(name)
}

/// What an operation is known by in settings and lock: its `operationId`, or else `GET /its/path`;
/// with the media type behind it, if it is not about the usual one.
pub(super) fn key(operation: &Operation) -> String {
    let id = operation.id.clone().unwrap_or_else(|| place(operation));
    match &operation.way {
        Way::Usual => id,
        Way::Sends(media) => format!("{id} sends {media}"),
        Way::Accepts(media) => format!("{id} accepts {media}"),
    }
}

fn place(operation: &Operation) -> String {
    format!(
        "{} {}",
        verb(operation.method).to_uppercase(),
        operation.path
    )
}

/// Methods named by vendor extensions: (short, with their group). A bare verb gets the noun of its
/// path: `list` of `/routes` is `list_routes`.
fn hinted(api: &Api) -> FxHashMap<usize, (String, String)> {
    let mut found = FxHashMap::default();
    for (index, operation) in api.operations.iter().enumerate() {
        let Some((group, method)) = &operation.hint else {
            continue;
        };
        let method = words::snake(method);
        let short = match noun(operation) {
            Some(noun) if !method.contains('_') => format!("{method}_{noun}"),
            _ => method.clone(),
        };
        let group = group
            .as_deref()
            .and_then(|group| group.rsplit(['.', '/']).next());
        let long = match group.map(words::snake) {
            Some(group) if !group.is_empty() => format!("{group}_{method}"),
            _ => short.clone(),
        };
        if !method.is_empty() {
            found.insert(index, (short, long));
        }
    }
    found
}

/// The last fixed segment of the path, in the singular unless the operation is about all of them.
fn noun(operation: &Operation) -> Option<String> {
    let last = operation
        .path
        .rsplit('/')
        .find(|segment| !segment.is_empty() && !segment.contains('{'))?;
    let whole = !operation.path.ends_with('}') && operation.method == Method::Get;
    let noun = words::snake(&if whole {
        last.to_owned()
    } else {
        words::singular(last)
    });
    (!noun.is_empty()).then_some(noun)
}

/// How long a name made of a path may be: what is said first tells least, and is left out.
const LONGEST: usize = 54;

/// `get_user_pets` for `GET` of the path `/users/{id}/pets`; with `all`, parameters are told too.
fn from_path(path: &str, operation: &Operation, all: bool) -> String {
    let segments: Vec<&str> = path.split('/').filter(|s| !s.is_empty()).collect();
    let mut parts = vec![verb(operation.method).to_owned()];
    for (index, segment) in segments.iter().enumerate() {
        let parameter = segment.contains('{');
        if parameter && all {
            parts.push(format!("by_{}", words::snake(segment)));
        } else if !parameter {
            let of_one = segments
                .get(index + 1)
                .is_some_and(|next| next.contains('{'));
            let word = words::snake(segment);
            parts.push(if of_one {
                words::snake(&words::singular(segment))
            } else {
                word
            });
        }
    }
    parts.retain(|part| !part.is_empty());
    let length = |parts: &[String]| parts.iter().map(|part| part.len() + 1).sum::<usize>();
    while parts.len() > 2 && length(&parts) > LONGEST {
        parts.remove(1);
    }
    words::short(&parts.join("_"), '_').to_owned()
}

/// The method in lower case.
pub(crate) fn verb(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Put => "put",
        Method::Post => "post",
        Method::Delete => "delete",
        Method::Options => "options",
        Method::Head => "head",
        Method::Patch => "patch",
        Method::Trace => "trace",
        Method::Query => "query",
    }
}

/// Everything else an operation needs a name for; `types` is the scope of the crate's types, in
/// which [`reserve`] has taken what the lock holds.
pub(super) fn rest(
    api: &Api,
    methods: &Methods,
    files: &[usize],
    types: &mut Scope,
    (pins, lock): (&mut Pins<'_>, &Lock),
) -> Vec<OperationName> {
    let mut statics = Scope::default();
    let named = api.operations.iter().zip(&methods.names).zip(files);
    named
        .map(|((operation, method), file)| {
            let camel = words::camel(method);
            let (parameters, body) = arguments(operation, method, pins, lock);
            let kept = lock.operations.get(&key(operation));
            let several = super::errors::several_successes(operation);
            let reply = match kept.and_then(|kept| kept.get("reply")) {
                _ if !several => String::new(),
                Some(kept) => kept.clone(),
                None => {
                    types.claim_first(words::behind(&camel, ["Reply", "Outcome"], LONG), "Reply")
                }
            };
            OperationName {
                method: method.clone(),
                marker: match kept.and_then(|kept| kept.get("options")) {
                    Some(kept) => kept.clone(),
                    None => types.claim_first(
                        words::behind(&camel, ["Options", "Setters"], LONG),
                        "Options",
                    ),
                },
                constant: statics.claim_first([words::shouty(method)], "CALL"),
                pages: statics.claim_first([pages(method)], "PAGES"),
                reply_variants: replies::variants(operation, lock.members.get(&reply)),
                reply,
                parameters,
                body,
                file: *file,
            }
        })
        .collect()
}

/// The static that tells how pages follow each other: `LIST_ROUTES_PAGES`.
fn pages(method: &str) -> String {
    let whole = words::camel(method) + "Pages";
    // Underscores count too.
    let lengths = [LONG, 50, 42].into_iter();
    let mut shorter = lengths.map(|most| words::shouty(&words::shortened(&whole, most)));
    let fits = shorter.find(|name| name.len() <= LONG);
    fits.unwrap_or_else(|| words::shouty(&words::shortened(&whole, 34)))
}

/// Takes the names of types that the lock holds for operations.
pub(super) fn reserve(api: &Api, lock: &Lock, types: &mut Scope) {
    for operation in &api.operations {
        let kept = lock.operations.get(&key(operation)).into_iter().flatten();
        for (_, name) in kept.filter(|(what, _)| !NO_NAMES.contains(&what.as_str())) {
            types.claim(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::{super::arguments::REQUEST, *};

    /// Every `pub fn` inside an `impl … {who}` block of the runtime.
    fn methods_of(who: &str) -> Vec<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src/runtime");
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).expect("the runtime stands beside this crate") {
            let path = entry.expect("a folder entry").path();
            let Ok(text) = fs::read_to_string(&path) else {
                continue;
            };
            let mut inside = false;
            for line in text.lines() {
                if line.starts_with("impl") {
                    inside =
                        line.contains(&format!(" {who}<")) || line.contains(&format!(" {who} {{"));
                }
                let Some(rest) = line.strip_prefix("    pub fn ").filter(|_| inside) else {
                    continue;
                };
                found.extend(rest.split(['(', '<']).next().map(str::to_owned));
            }
        }
        found
    }

    #[test]
    fn no_setter_or_operation_can_hide_a_method_of_the_runtime() {
        let requests = methods_of("Request");
        assert!(requests.iter().any(|name| name == "send"), "{requests:?}");
        for name in requests {
            assert!(
                REQUEST.contains(&name.as_str()),
                "`Request::{name}` is not reserved"
            );
        }
        for name in methods_of("Client") {
            assert!(
                CLIENT.contains(&name.as_str()),
                "`Client::{name}` is not reserved"
            );
        }
    }
}
