//! A multipart body whose parts are described becomes a struct that turns into a `Multipart`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    Doc,
    argument::style,
    doc::code,
    notes,
    page::{Page, ident},
    scope::{Home, Scope},
};
use crate::{
    ir::{Content, Encoding, Field, Record, Shape, ShapeId},
    pass::Form,
};

/// Adds the structs of all forms.
pub(crate) fn forms(scope: &Scope<'_>, page: &mut Page) {
    for (form, name) in scope.facts.forms.iter().zip(&scope.names.forms) {
        if let Shape::Record(record) = scope.api.shapes.get(form.shape) {
            one(scope, page, form, &ident(&name.name), record);
        }
    }
}

/// The name of the form that a multipart body has.
pub(crate) fn name<'a>(scope: &Scope<'a>, content: &Content) -> Option<&'a str> {
    let mut forms = scope.facts.forms.iter().zip(&scope.names.forms);
    let is_it =
        |form: &Form| Some(form.shape) == content.shape && form.encoding == content.encoding;
    let (_, name) = forms.find(|(form, _)| is_it(form))?;
    Some(&name.name)
}

/// What stands in a part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// A file, or anything else that the caller makes a part of.
    Part,
    /// Several of those.
    Parts,
    /// A value.
    Value,
}

struct Member<'a> {
    field: &'a Field,
    name: Ident,
    holds: Holds,
    type_: TokenStream,
    /// A caller gives it by `impl Into`.
    converts: bool,
    encoding: Option<&'a Encoding>,
}

fn one(scope: &Scope<'_>, page: &mut Page, form: &Form, name: &Ident, record: &Record) {
    let members: Vec<_> = record
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.constant.is_none())
        .filter_map(|(index, field)| {
            let name = scope.names.fields.get(&(form.shape, index))?;
            Some((index, member(scope, page, form, field, ident(name))))
        })
        .collect();
    let fields: Vec<_> = members
        .iter()
        .map(|(index, member)| {
            let headers = member
                .encoding
                .map_or(&[][..], |encoding| &encoding.headers);
            let headers: Vec<_> = headers.iter().map(|(name, _)| code(name)).collect();
            let headers = (!headers.is_empty())
                .then(|| format!("With `Part::header`: {}.", headers.join(", ")));
            let doc = notes::of_field(scope, form.shape, *index, member.field).say_if(headers);
            let doc = page.doc(doc);
            let (name, type_) = (&member.name, &member.type_);
            match member.field.required {
                true => quote!(#doc pub #name: #type_,),
                false => quote!(#doc pub #name: Option<#type_>,),
            }
        })
        .collect();
    let empty = members.iter().all(|(_, member)| !member.field.required);
    let default = empty.then(|| quote!(, Default));
    let doc =
        notes::of_type(scope, form.shape).say("The parts of a body in `multipart/form-data`.");
    let doc = page.doc(doc);
    page.item(quote! {
        #doc
        #[derive(Debug, Clone #default)]
        #[non_exhaustive]
        pub struct #name { #(#fields)* }
    });
    let members: Vec<_> = members.into_iter().map(|(_, member)| member).collect();
    made(page, name, &members, empty);
    turned(scope, page, (form.shape, record), name, &members);
}

fn member<'a>(
    scope: &Scope<'_>,
    page: &mut Page,
    form: &'a Form,
    field: &'a Field,
    name: Ident,
) -> Member<'a> {
    let encoding = form.encoding.get(&field.wire);
    // What has headers of its own is for the caller to put together.
    let own_headers = encoding.is_some_and(|encoding| !encoding.headers.is_empty());
    let shape = plain(scope, field.shape);
    let holds = match scope.shape(shape) {
        Shape::Binary => Holds::Part,
        Shape::List(item) if *scope.shape(plain(scope, *item)) == Shape::Binary => Holds::Parts,
        _ if own_headers => Holds::Part,
        _ => Holds::Value,
    };
    let (type_, converts) = match holds {
        Holds::Part => {
            let module = page.import("crate::runtime::multipart");
            (quote!(#module::Part), true)
        }
        Holds::Parts => {
            let module = page.import("crate::runtime::multipart");
            (quote!(Vec<#module::Part>), false)
        }
        Holds::Value => (
            scope.type_of(page, Home::Root, shape),
            scope.is_from_text(shape),
        ),
    };
    Member {
        field,
        name,
        holds,
        type_,
        converts,
        encoding,
    }
}

/// A part is left out rather than `null`.
fn plain(scope: &Scope<'_>, shape: ShapeId) -> ShapeId {
    match scope.shape(shape) {
        Shape::Nullable(inner) if !scope.names.types.contains_key(&shape) => *inner,
        _ => shape,
    }
}

/// The constructor and the setters.
fn made(page: &mut Page, name: &Ident, members: &[Member<'_>], empty: bool) {
    let argument = |member: &Member<'_>| {
        let Member { name, type_, .. } = member;
        match member.converts {
            true => (quote!(#name: impl Into<#type_>), quote!(#name.into())),
            false => (quote!(#name: #type_), quote!(#name)),
        }
    };
    let new = match empty {
        true => {
            let doc = page.doc(Doc::new().say("No part set: every one is optional."));
            quote!(#doc pub fn new() -> Self { Default::default() })
        }
        false => {
            let required = members.iter().filter(|member| member.field.required);
            let arguments: Vec<_> = required.clone().map(|member| argument(member).0).collect();
            let expect = (arguments.len() > MOST_ARGUMENTS).then(
                || quote!(#[expect(clippy::too_many_arguments, reason = "each one is required")]),
            );
            let fields = members.iter().map(|member| {
                let name = &member.name;
                let value = argument(member).1;
                match member.field.required {
                    true if member.converts => quote!(#name: #value,),
                    true => quote!(#name,),
                    false => quote!(#name: None,),
                }
            });
            let doc = page.doc(Doc::new().say("The required parts."));
            quote! {
                #doc
                #expect
                pub fn new(#(#arguments),*) -> Self { Self { #(#fields)* } }
            }
        }
    };
    let optional = members.iter().filter(|member| !member.field.required);
    let setters: Vec<_> = optional
        .map(|member| {
            let name = &member.name;
            let (argument, value) = argument(member);
            let doc = page.doc(Doc::new().say(format!("Sets `{name}`.")));
            quote! {
                #doc
                pub fn #name(mut self, #argument) -> Self {
                    self.#name = Some(#value);
                    self
                }
            }
        })
        .collect();
    page.item(quote!(impl #name { #new #(#setters)* }));
}

/// Clippy's limit for the arguments of a function.
const MOST_ARGUMENTS: usize = 7;

/// The conversion, part by part in document order.
fn turned(
    scope: &Scope<'_>,
    page: &mut Page,
    (id, record): (ShapeId, &Record),
    name: &Ident,
    members: &[Member<'_>],
) {
    let mut steps = Vec::new();
    for (index, field) in record.fields.iter().enumerate() {
        let wire = field.wire.as_str();
        let named = scope.names.fields.get(&(id, index)).map(|name| ident(name));
        let member = members
            .iter()
            .find(|member| Some(&member.name) == named.as_ref());
        match (member, &field.constant) {
            (Some(member), _) => steps.push(step(page, member)),
            (None, Some(constant)) => {
                let text = super::choice::spelt(constant);
                steps.push(quote!(form.part(#wire, #text)));
            }
            (None, None) => {}
        }
    }
    let last = steps.pop().unwrap_or_else(|| quote!(form));
    let multipart = page.import("crate::runtime::multipart::Multipart");
    page.item(quote! {
        impl From<#name> for #multipart {
            fn from(parts: #name) -> Self {
                let form = Self::new();
                #(let form = #steps;)*
                #last
            }
        }
    });
}

fn step(page: &mut Page, member: &Member<'_>) -> TokenStream {
    let wire = member.field.wire.as_str();
    let name = &member.name;
    let media = member
        .encoding
        .and_then(|encoding| encoding.content_type.as_deref());
    // Of several a caller chooses, at the part.
    let media = media.filter(|media| !media.contains([',', '*']));
    let call = |value: TokenStream| match (member.holds, media) {
        (Holds::Part, None) => quote!(form.part(#wire, #value)),
        (Holds::Part, Some(media)) => quote!(form.part(#wire, #value.or_media(#media))),
        (Holds::Parts, None) => {
            quote!(#value.into_iter().fold(form, |form, part| form.part(#wire, part)))
        }
        (Holds::Parts, Some(media)) => quote! {
            #value.into_iter().fold(form, |form, part| form.part(#wire, part.or_media(#media)))
        },
        (Holds::Value, _) => quote!(form),
    };
    if member.holds != Holds::Value {
        return match member.field.required {
            true => call(quote!(parts.#name)),
            false => {
                let call = call(quote!(#name));
                quote!(match parts.#name { Some(#name) => #call, None => form })
            }
        };
    }
    let given = member.encoding.and_then(|encoding| encoding.style.as_ref());
    let given = given.map(|given| style(page, given));
    match (given, media) {
        (Some(style), _) => quote!(form.styled(#wire, #style, &parts.#name)),
        (None, Some(media)) => quote!(form.value_as(#wire, #media, &parts.#name)),
        (None, None) => quote!(form.value(#wire, &parts.#name)),
    }
}
