//! Looks a place or a Rust path up in the map.

use super::{Alias, Argument, Map, Operation, Part, Reply, Type};

/// One entry of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry<'m> {
    /// An operation.
    Operation(&'m Operation),
    /// An argument or setter of an operation.
    Argument(&'m Operation, &'m Argument),
    /// A reply of an operation.
    Reply(&'m Operation, &'m Reply),
    /// A type.
    Type(&'m Type),
    /// A field or variant of a type.
    Part(&'m Type, &'m Part),
    /// A named schema without a type of its own.
    Alias(&'m Alias),
}

/// What a look-up found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found<'m> {
    /// The entries.
    pub entries: Vec<Entry<'m>>,
    /// The nearest place above the one asked for that has entries, if that itself has none.
    pub above: Option<String>,
}

impl Map {
    /// All entries, owners before their parts.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let operations = self.operations.iter().flat_map(|operation| {
            let arguments = operation.arguments.iter().chain(&operation.setters);
            let replies = operation.replies.iter().chain(&operation.errors);
            std::iter::once(Entry::Operation(operation))
                .chain(arguments.map(move |argument| Entry::Argument(operation, argument)))
                .chain(replies.map(move |reply| Entry::Reply(operation, reply)))
        });
        let types = self.types.iter().flat_map(|type_| {
            std::iter::once(Entry::Type(type_))
                .chain(type_.parts.iter().map(move |part| Entry::Part(type_, part)))
        });
        operations
            .chain(types)
            .chain(self.aliases.iter().map(Entry::Alias))
    }

    /// What stands for `query`: a JSON pointer (with or without `#`, with a file before it), an
    /// `operationId`, `GET /path`, or a Rust path, whose beginning may be left out.
    pub fn find(&self, query: &str) -> Found<'_> {
        let query = query.trim();
        if query.starts_with('/') || query.contains('#') {
            return self.at(query);
        }
        let rust = query.strip_prefix("crate::").unwrap_or(query);
        let named = |entry: &Entry<'_>| {
            let operation = match entry {
                Entry::Operation(operation) => {
                    operation.id.as_deref() == Some(query)
                        || operation.wire == query
                        || operation
                            .also
                            .iter()
                            .chain([&operation.options])
                            .any(|known| is_tail(rust, known))
                }
                _ => false,
            };
            operation || entry.rust().is_some_and(|known| is_tail(rust, known))
        };
        let mut found: Vec<_> = self.entries().filter(named).collect();
        // A variant is told of once, not again for every reply that comes as it.
        if found.iter().any(|entry| matches!(entry, Entry::Part(..))) {
            found.retain(|entry| !matches!(entry, Entry::Reply(..)));
        }
        // A type called so is meant before a variant of the same name elsewhere.
        let whole = |entry: &Entry<'_>| matches!(entry, Entry::Operation(_) | Entry::Type(_));
        let entries = match found.iter().any(whole) {
            true => found.into_iter().filter(whole).collect(),
            false => found,
        };
        Found {
            entries,
            above: None,
        }
    }

    fn at(&self, query: &str) -> Found<'_> {
        let mut place = match query.contains('#') {
            true => query.to_owned(),
            false => format!("#{query}"),
        };
        let mut above = None;
        loop {
            let here = |entry: &Entry<'_>| entry.places().any(|known| known == place);
            let entries: Vec<_> = self.entries().filter(here).collect();
            if !entries.is_empty() {
                return Found { entries, above };
            }
            match place.rfind('/') {
                Some(end) => place.truncate(end),
                None => return Found::default(),
            }
            above = Some(place.clone());
        }
    }
}

/// Whether `path` is `known`, or its last segments.
fn is_tail(path: &str, known: &str) -> bool {
    let Some(before) = known.strip_suffix(path) else {
        return false;
    };
    before.is_empty() || before.ends_with("::")
}

impl<'m> Entry<'m> {
    /// The Rust path.
    pub fn rust(&self) -> Option<&'m str> {
        Some(match *self {
            Entry::Operation(operation) => &operation.rust,
            Entry::Argument(_, argument) => &argument.rust,
            Entry::Reply(_, reply) => reply.variant.as_ref()?,
            Entry::Type(type_) => &type_.rust,
            Entry::Part(_, part) => &part.rust,
            Entry::Alias(_) => return None,
        })
    }

    /// The places in the description.
    pub fn places(&self) -> impl Iterator<Item = &'m str> + use<'m> {
        let (one, several) = match *self {
            Entry::Operation(operation) => (Some(&operation.pointer), &[][..]),
            Entry::Argument(_, argument) => (Some(&argument.pointer), &[][..]),
            Entry::Reply(_, reply) => (Some(&reply.pointer), &[][..]),
            Entry::Type(type_) => (None, type_.pointers.as_slice()),
            Entry::Part(_, part) => (None, part.pointers.as_slice()),
            Entry::Alias(alias) => (Some(&alias.pointer), &[][..]),
        };
        one.into_iter().chain(several).map(String::as_str)
    }
}
