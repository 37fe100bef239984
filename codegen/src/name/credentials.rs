//! What the alternatives of credentials are called.

use indexmap::IndexMap;

use super::{CredentialName, scope::Scope, words};
use crate::ir::{Api, SchemeKind};

/// One variant per alternative that an operation accepts and the client can satisfy.
pub(super) fn credentials(
    api: &Api,
    before: Option<&IndexMap<String, String>>,
) -> Vec<CredentialName> {
    let mut scope = Scope::with(["Self"]);
    for (_, name) in before
        .into_iter()
        .flatten()
        .filter(|(key, _)| !key.contains(' '))
    {
        scope.claim(name);
    }
    let mut names: Vec<CredentialName> = Vec::new();
    for alternative in api
        .operations
        .iter()
        .flat_map(|operation| &operation.security)
    {
        let schemes: Vec<String> = alternative
            .schemes
            .iter()
            .filter(|name| {
                api.schemes
                    .get(*name)
                    .is_some_and(|s| s.kind != SchemeKind::MutualTls)
            })
            .cloned()
            .collect();
        let known = |name: &CredentialName| {
            name.schemes.len() == schemes.len() && name.schemes.iter().all(|s| schemes.contains(s))
        };
        if schemes.is_empty() || names.iter().any(known) {
            continue;
        }
        names.push(variant(schemes, before, &mut scope));
    }
    names
}

/// What an alternative is known by: its schemes, which `lower` has in their own order.
fn key(schemes: &[String]) -> String {
    schemes.join("+")
}

/// What the lock keeps of an alternative: its variant, and the fields of that.
pub(super) fn kept(name: &CredentialName) -> Vec<(String, String)> {
    let key = key(&name.schemes);
    let fields = name.schemes.iter().zip(&name.fields);
    let fields = fields.map(|(scheme, field)| (format!("{key} {scheme}"), field.clone()));
    let fields: Vec<_> = fields.collect();
    let variant = (key, name.variant.clone());
    std::iter::once(variant).chain(fields).collect()
}

fn variant(
    schemes: Vec<String>,
    before: Option<&IndexMap<String, String>>,
    scope: &mut Scope,
) -> CredentialName {
    let last = schemes
        .last()
        .map(|name| words::camel(name))
        .unwrap_or_default();
    let all: String = schemes.iter().map(|name| words::camel(name)).collect();
    let key = key(&schemes);
    let variant = match before.and_then(|kept| kept.get(&key)) {
        Some(kept) => kept.clone(),
        None => scope.claim_first([last, all], "Key"),
    };
    let mut fields = match schemes.len() {
        1 => Vec::new(),
        _ => fields(&schemes),
    };
    let known = schemes
        .iter()
        .map(|scheme| before?.get(&format!("{key} {scheme}")));
    // All or none: they were chosen together.
    if let Some(known) = known
        .collect::<Option<Vec<_>>>()
        .filter(|_| !fields.is_empty())
    {
        fields = known.into_iter().cloned().collect();
    }
    CredentialName {
        schemes,
        variant,
        fields,
    }
}

/// The schemes' names without the words they begin with in common: `email`, `key`.
fn fields(schemes: &[String]) -> Vec<String> {
    let split: Vec<Vec<String>> = schemes.iter().map(|name| words::words(name)).collect();
    let shortest = split.iter().map(Vec::len).min().unwrap_or(0);
    let shared = (0..shortest.saturating_sub(1))
        .take_while(|i| split.iter().all(|words| words[*i] == split[0][*i]))
        .count();
    let mut scope = Scope::default();
    split
        .iter()
        .map(|words| {
            let short = words[shared..].join("_");
            scope.claim_first([words::escaped(short), words.join("_")], "key")
        })
        .collect()
}
