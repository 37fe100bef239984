//! The types that no schema is: replies of several forms, errors by status, credentials.

use super::{Origin, Part, Type, operations::status_text, spelling::spelt};
use crate::{
    emit::{
        page::Page,
        reply::{reading, reply_variant, success},
        scope::Scope,
    },
    ir::{Operation, ShapeId},
    name::{
        CredentialName, OperationName,
        errors::{failures, successes},
    },
    pointer::Pointer,
};

/// All of them: those of each operation, then the errors and the credentials of the whole.
pub(super) fn beside(scope: &Scope<'_>, origin: &Origin<'_>) -> Vec<Type> {
    let named = scope.api.operations.iter().zip(&scope.names.operations);
    let replies = named
        .enumerate()
        .filter_map(|(index, (asked, name))| replies(scope, origin, index, asked, name));
    let mut types: Vec<_> = replies.collect();
    types.push(errors(scope, origin));
    types.extend(credentials(scope, origin));
    types
}

/// The enum of an operation's successes, where they differ in what they hold.
fn replies(
    scope: &Scope<'_>,
    origin: &Origin<'_>,
    index: usize,
    asked: &Operation,
    name: &OperationName,
) -> Option<Type> {
    success(scope, &mut Page::default(), index, asked, name).several?;
    let rust = format!("client::{}", name.reply);
    let envelope = scope.facts.envelopes.get(&index);
    let parts = successes(asked).map(|reply| {
        let reading = reading(scope, &mut Page::default(), reply, envelope);
        Part {
            rust: format!("{rust}::{}", reply_variant(asked, name, reply)),
            wire: status_text(reply.status),
            type_: match reading.media.is_empty() {
                true => String::new(),
                false => spelt(&reading.type_),
            },
            pointers: vec![origin.of(&reply.pointer)],
        }
    });
    Some(Type {
        parts: parts.collect(),
        rust,
        file: scope.path("client", name.file),
        kind: "enum",
        told_by: "status",
        pointers: vec![origin.of(&asked.pointer.child("responses"))],
    })
}

/// The enum of all errors: each variant with the statuses it comes with, and where.
fn errors(scope: &Scope<'_>, origin: &Origin<'_>) -> Type {
    let rust = format!("types::{}", scope.names.error_body);
    let parts = scope.names.errors.iter().map(|(shape, variant)| {
        let boxed = scope.sizes.boxes_error(*shape);
        let home = crate::emit::scope::Home::Elsewhere;
        let holds = scope.boxed(&mut Page::default(), home, *shape, boxed);
        let (statuses, places) = comes_with(scope, *shape);
        Part {
            rust: format!("{rust}::{variant}"),
            wire: statuses.join(", "),
            type_: spelt(&holds),
            pointers: origin.all(places.into_iter()),
        }
    });
    Type {
        parts: parts.collect(),
        rust,
        file: "src/types.rs".to_owned(),
        kind: "enum",
        told_by: "status",
        pointers: Vec::new(),
    }
}

/// The statuses of the errors that hold a shape, and the places of those replies.
fn comes_with<'s>(scope: &Scope<'s>, shape: ShapeId) -> (Vec<String>, Vec<&'s Pointer>) {
    let failures = scope.api.operations.iter().flat_map(failures);
    let holding = failures.filter(|reply| {
        let mut contents = reply.contents.iter();
        contents.any(|content| content.shape == Some(shape))
    });
    let mut statuses = Vec::new();
    let mut places = Vec::new();
    for reply in holding {
        statuses.push(reply.status);
        places.push(&reply.pointer);
    }
    statuses.sort_unstable();
    statuses.dedup();
    (statuses.into_iter().map(status_text).collect(), places)
}

/// The enum of credentials: each variant and field with the scheme it satisfies.
fn credentials(scope: &Scope<'_>, origin: &Origin<'_>) -> Option<Type> {
    let named = &scope.names.credentials;
    let schemes = Pointer::root().child("components").child("securitySchemes");
    let place = |scheme: &String| origin.of(&schemes.child(scheme));
    (!named.is_empty()).then(|| Type {
        rust: "Credentials".to_owned(),
        file: "src/credentials.rs".to_owned(),
        kind: "enum",
        told_by: "security scheme",
        pointers: vec![origin.of(&schemes)],
        parts: named
            .iter()
            .flat_map(|name| credential(name, &place))
            .collect(),
    })
}

fn credential(name: &CredentialName, place: &dyn Fn(&String) -> String) -> Vec<Part> {
    let rust = format!("Credentials::{}", name.variant);
    let variant = Part {
        wire: name.schemes.join(" and "),
        type_: match name.fields.is_empty() {
            true => "Secret".to_owned(),
            false => String::new(),
        },
        pointers: name.schemes.iter().map(place).collect(),
        rust,
    };
    let fields = name
        .fields
        .iter()
        .zip(&name.schemes)
        .map(|(field, scheme)| Part {
            rust: format!("{}::{field}", variant.rust),
            wire: scheme.clone(),
            type_: "Secret".to_owned(),
            pointers: vec![place(scheme)],
        });
    let fields: Vec<_> = fields.collect();
    std::iter::once(variant).chain(fields).collect()
}
