//! A record becomes a struct; if it is sent, one with a constructor and setters.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    Doc,
    field::{Slot, slot},
    laid, notes,
    page::{Page, Piece, ident, marked},
    scope::{Home, Scope},
    wishes,
};
use crate::ir::{Extras, Field, Record, Shape, ShapeId};

/// A member as the struct has it.
pub(crate) struct Member<'a> {
    pub(crate) index: usize,
    pub(crate) field: &'a Field,
    pub(crate) slot: Slot,
    pub(crate) name: Ident,
    /// The type without the `Option` of an optional member.
    pub(crate) inner: TokenStream,
    /// Whether a caller gives it by `impl Into`.
    converts: bool,
}

/// The members that stand in the struct, in document order.
pub(crate) fn members<'a>(
    scope: &Scope<'_>,
    page: &mut Page,
    home: Home,
    id: ShapeId,
    record: &'a Record,
) -> Vec<Member<'a>> {
    let fields = record.fields.iter().enumerate();
    fields
        .filter_map(|(index, field)| {
            let slot = slot(scope.facts, id, field);
            let name = scope
                .names
                .fields
                .get(&(id, index))
                .map(|name| ident(name))?;
            if slot == Slot::Constant {
                return None;
            }
            let boxed = scope.boxes_field(id, index, field.shape, slot == Slot::Required);
            let inner = scope.boxed(page, home, field.shape, boxed);
            let converts =
                boxed && !scope.is_nullable(field.shape) || scope.is_from_text(field.shape);
            Some(Member {
                index,
                field,
                slot,
                name,
                inner,
                converts,
            })
        })
        .collect()
}

/// Adds the struct and, if it is sent, what it takes to make one.
pub(crate) fn record(
    scope: &Scope<'_>,
    page: &mut Page,
    home: Home,
    (id, name): (ShapeId, &Ident),
    record: &Record,
) {
    let members = members(scope, page, home, id, record);
    let mut fields: Vec<Declared> = members
        .iter()
        .map(|member| {
            let Member {
                name, inner, field, ..
            } = member;
            let mark = page.mark(notes::of_field(scope, id, member.index, field));
            let type_ = match member.slot {
                Slot::Optional => quote!(Option<#inner>),
                Slot::Required | Slot::Constant => inner.clone(),
            };
            (mark, name.clone(), type_)
        })
        .collect();
    fields.push(extras(scope, page, home, id, record));
    let sent = scope.is_sent(id);
    let empty = members.iter().all(|member| member.slot == Slot::Optional);
    declare(scope, page, (id, name), &fields, sent && empty);
    if sent {
        let new = if empty {
            Piece::Lines(new_empty(page))
        } else {
            Piece::Function(new(scope, page, id, record, &members))
        };
        let mut pieces = vec![Piece::Lines(format!("impl {name} {{\n")), new];
        for member in &members {
            if member.slot == Slot::Optional {
                pieces.push(setter(page, member));
            }
        }
        pieces.push(Piece::Lines("}\n".to_owned()));
        page.laid(pieces);
    }
}

/// A field as it is declared: the mark of its doc, its name and its type.
type Declared = (Option<usize>, Ident, TokenStream);

/// Adds the struct.
fn declare(
    scope: &Scope<'_>,
    page: &mut Page,
    (id, name): (ShapeId, &Ident),
    fields: &[Declared],
    default: bool,
) {
    let usual = match default {
        true => ["Debug", "Clone", "PartialEq", "Default"].as_slice(),
        false => &["Debug", "Clone", "PartialEq"],
    };
    let derives = wishes::derives(scope, id, usual);
    let attributes = wishes::attributes(scope, id);
    let doc = page.mark(notes::of_type(scope, id));
    if derives.is_empty()
        && attributes.is_empty()
        && let Some(lines) = declared(doc, name, fields, usual)
    {
        return page.laid(vec![Piece::Lines(lines)]);
    }
    let doc = marked(doc);
    let default = default.then(|| quote!(, Default));
    let fields = fields.iter().map(|(mark, name, type_)| {
        let doc = marked(*mark);
        quote!(#doc pub #name: #type_,)
    });
    page.item(quote! {
        #doc
        #[derive(Debug, Clone, PartialEq #default #derives)]
        #attributes
        #[non_exhaustive]
        pub struct #name { #(#fields)* }
    });
}

/// The lines of the struct; `None` if one of them does not fit.
fn declared(
    doc: Option<usize>,
    name: &Ident,
    fields: &[Declared],
    derives: &[&str],
) -> Option<String> {
    let mut text = String::with_capacity(64 * fields.len() + 128);
    laid::mark(&mut text, "", doc);
    let derives = derives.join(", ");
    text.push_str(&format!(
        "#[derive({derives})]\n#[non_exhaustive]\npub struct {name} {{\n"
    ));
    for (mark, name, type_) in fields {
        laid::mark(&mut text, "    ", *mark);
        laid::member(&mut text, name, &laid::type_text(type_)?)?;
    }
    text.push_str("}\n");
    Some(text)
}

/// The name of the member that holds what the description does not name.
pub(crate) fn extras_name(scope: &Scope<'_>, id: ShapeId, record: &Record) -> Ident {
    let usual = match record.extras {
        Extras::Open | Extras::Closed => "unknown",
        Extras::Typed(_) => "additional",
    };
    ident(scope.names.extras.get(&id).map_or(usual, String::as_str))
}

fn extras(
    scope: &Scope<'_>,
    page: &mut Page,
    home: Home,
    id: ShapeId,
    record: &Record,
) -> Declared {
    let name = extras_name(scope, id, record);
    match record.extras {
        Extras::Open | Extras::Closed => {
            let unknown = page.json("UnknownMembers");
            let doc = page.mark(Doc::new().say("Members that this version does not know."));
            (doc, name, quote!(#unknown))
        }
        Extras::Typed(value) => {
            let map = page.import("std::collections::BTreeMap");
            let value = scope.type_of(page, home, value);
            let doc = page.mark(Doc::new().say("All other members, by their names."));
            (doc, name, quote!(#map<String, #value>))
        }
    }
}

fn new_empty(page: &mut Page) -> String {
    let doc = page.mark(Doc::new().say("Nothing set: every member is optional."));
    let mut text = String::new();
    laid::mark(&mut text, "    ", doc);
    text + "    pub fn new() -> Self {\n        Default::default()\n    }\n"
}

fn new(
    scope: &Scope<'_>,
    page: &mut Page,
    id: ShapeId,
    record: &Record,
    members: &[Member<'_>],
) -> TokenStream {
    let required = members
        .iter()
        .filter(|member| member.slot == Slot::Required);
    let arguments = required.clone().map(argument);
    let fields = members.iter().map(|member| {
        let name = &member.name;
        match member.slot {
            Slot::Optional => quote!(#name: None,),
            Slot::Required | Slot::Constant => taken(member).1,
        }
    });
    let extras = extras_name(scope, id, record);
    let none = match record.extras {
        Extras::Open | Extras::Closed => page.json("UnknownMembers"),
        Extras::Typed(_) => page.import("std::collections::BTreeMap"),
    };
    let all = members.iter().all(|member| member.slot == Slot::Required);
    let doc = page.doc(Doc::new().say(match all {
        true => "All members are required.",
        false => "The required members; all others are absent.",
    }));
    let expect = (required.count() > MOST_ARGUMENTS)
        .then(|| quote!(#[expect(clippy::too_many_arguments, reason = "each one is required")]));
    quote! {
        #doc
        #expect
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#fields)* #extras: #none::new() }
        }
    }
}

/// Clippy's limit for the arguments of a function.
const MOST_ARGUMENTS: usize = 7;

/// A member as an argument, and the field that it becomes.
pub(crate) fn taken(member: &Member<'_>) -> (TokenStream, TokenStream) {
    let name = &member.name;
    let field = match member.converts {
        true => quote!(#name: #name.into(),),
        false => quote!(#name,),
    };
    (argument(member), field)
}

fn argument(member: &Member<'_>) -> TokenStream {
    let Member { name, inner, .. } = member;
    match member.converts {
        true => quote!(#name: impl Into<#inner>),
        false => quote!(#name: #inner),
    }
}

fn setter(page: &mut Page, member: &Member<'_>) -> Piece {
    let word = member.name.to_string();
    let mark = page.mark(Doc::new().say(format!("Sets `{word}`.")));
    let type_ = laid::type_text(&member.inner);
    let laid = type_.and_then(|type_| match member.converts {
        true => {
            let type_ = format!("impl Into<{type_}>");
            laid::setter(mark, &word, &type_, &format!("{word}.into()"))
        }
        false => laid::setter(mark, &word, &type_, &word),
    });
    if let Some(lines) = laid {
        return Piece::Lines(lines);
    }
    let name = &member.name;
    let argument = argument(member);
    let value = if member.converts {
        quote!(#name.into())
    } else {
        quote!(#name)
    };
    let doc = marked(mark);
    Piece::Function(quote! {
        #doc
        pub fn #name(mut self, #argument) -> Self {
            self.#name = Some(#value);
            self
        }
    })
}

impl Scope<'_> {
    /// The type of a part, in a box where that is asked for; the box of a nullable part stands
    /// inside its `Option`.
    pub(crate) fn boxed(
        &self,
        page: &mut Page,
        home: Home,
        shape: ShapeId,
        boxed: bool,
    ) -> TokenStream {
        if !boxed {
            return self.type_of(page, home, shape);
        }
        match self.shape(shape) {
            Shape::Nullable(inner) if !self.names.types.contains_key(&shape) => {
                let inner = self.type_of(page, home, *inner);
                quote!(Option<Box<#inner>>)
            }
            _ => {
                let inner = self.type_of(page, home, shape);
                quote!(Box<#inner>)
            }
        }
    }

    /// Whether a field is boxed: it closes a cycle, or it is large.
    pub(crate) fn boxes_field(
        &self,
        owner: ShapeId,
        index: usize,
        shape: ShapeId,
        required: bool,
    ) -> bool {
        let edge = (owner, index);
        self.facts.boxed.contains(&edge) || self.sizes.boxes_field(edge, shape, required)
    }

    /// Whether a variant is boxed: it closes a cycle, or it is large.
    pub(crate) fn boxes_variant(&self, owner: ShapeId, index: usize, shape: ShapeId) -> bool {
        let edge = (owner, index);
        self.facts.boxed.contains(&edge) || self.sizes.boxes_variant(edge, shape)
    }

    pub(crate) fn is_nullable(&self, shape: ShapeId) -> bool {
        matches!(self.shape(shape), Shape::Nullable(_))
    }
}
