//! `src/xml.rs`: how the types that are sent or received in XML look there.

use proc_macro2::TokenStream;
use quote::quote;
use rustc_hash::FxHashSet;

use super::{
    Body, Doc, File,
    body::{Media, media},
    page::Page,
    places::parts,
    scope::{Home, Scope},
};
use crate::ir::{Choice, Content, Literal, Record, Shape, ShapeId, Xml};

/// The file; nothing where there is no XML.
pub(crate) fn file(scope: &Scope<'_>) -> Option<File> {
    let types = types(scope);
    if types.is_empty() {
        return None;
    }
    let mut page = Page::about(Doc::new().say("How the types look in XML."));
    for id in types {
        let Shape::Record(record) = scope.api.shapes.get(id) else {
            continue;
        };
        let Some(name) = scope.type_name(&mut page, Home::Elsewhere, id) else {
            continue;
        };
        let xml = page.import("crate::runtime::xml");
        let members = members(scope, &mut page, id, record);
        page.item(quote! {
            impl #xml::Xml for #name {
                fn xml() -> &'static #xml::Shape {
                    const { &#xml::Record(&[#(#members),*]) }
                }
            }
        });
    }
    Some(File {
        path: "src/xml.rs".to_owned(),
        body: Body::Rust(page),
    })
}

/// Whether anything is sent or received in XML.
pub(crate) fn is_used(scope: &Scope<'_>) -> bool {
    contents(scope).next().is_some()
}

/// Whether the crate has tables.
pub(crate) fn has_types(scope: &Scope<'_>) -> bool {
    !types(scope).is_empty()
}

fn contents<'a>(scope: &Scope<'a>) -> impl Iterator<Item = &'a Content> {
    let operations = scope.api.operations.iter();
    let all = operations.flat_map(|operation| {
        let sent = operation.body.iter().flat_map(|body| &body.contents);
        let received = operation.replies.iter().flat_map(|reply| &reply.contents);
        sent.chain(received)
    });
    all.filter(|content| media(content, scope) == Media::Xml)
}

/// The records that are part of XML, in reading order.
fn types(scope: &Scope<'_>) -> Vec<ShapeId> {
    let mut open: Vec<ShapeId> = contents(scope)
        .filter_map(|content| content.shape)
        .collect();
    let mut found = FxHashSet::default();
    while let Some(id) = open.pop() {
        if !scope.facts.replaced.contains_key(&id) && found.insert(id) {
            let parts = parts(scope.api.shapes.get(id));
            open.extend(parts.into_iter().map(|(part, _)| part));
        }
    }
    let is_record = |id: &&ShapeId| matches!(scope.api.shapes.get(**id), Shape::Record(_));
    let order = scope.names.order.iter().filter(|id| found.contains(id));
    order.filter(is_record).copied().collect()
}

fn members(scope: &Scope<'_>, page: &mut Page, id: ShapeId, record: &Record) -> Vec<TokenStream> {
    let sites = scope.api.shapes.sites(id);
    let members = record.fields.iter().enumerate().map(|(index, field)| {
        let mut said = sites
            .iter()
            .filter_map(|site| site.parts.get(index)?.xml.as_deref());
        let none = Xml::default();
        let xml = said.next().unwrap_or(&none);
        let wire = field.wire.as_str();
        let element = element(scope, page, field.shape, xml, wire);
        let attribute = xml.attribute.then(|| quote!(.attribute()));
        let wrapped = (xml.wrapped && is_list(scope, field.shape)).then(|| quote!(.wrapped()));
        quote!(xml::member(#wire, #element)#attribute #wrapped)
    });
    members.collect()
}

fn is_list(scope: &Scope<'_>, id: ShapeId) -> bool {
    match scope.shape(id) {
        Shape::List(_) => true,
        Shape::Nullable(inner) => is_list(scope, *inner),
        _ => false,
    }
}

/// The element of a body.
pub(crate) fn root(scope: &Scope<'_>, page: &mut Page, content: &Content) -> Option<TokenStream> {
    let id = content.shape?;
    let none = Xml::default();
    let xml = content.xml.as_deref().unwrap_or(&none);
    let named = |id: &ShapeId| scope.names.types.get(id).map(|known| known.name.as_str());
    let name = match scope.shape(id) {
        // A list has no name of its own, mostly; its items have.
        Shape::List(item) => xml
            .item
            .as_ref()
            .and_then(|item| item.name.as_deref().or(item.component.as_deref()))
            .or_else(|| named(item)),
        _ => xml.component.as_deref().or_else(|| named(&id)),
    };
    page.import("crate::runtime::xml");
    Some(element(scope, page, id, xml, name.unwrap_or("body")))
}

/// `xml::element("name", …)`, as an expression that may call.
fn element(
    scope: &Scope<'_>,
    page: &mut Page,
    id: ShapeId,
    xml: &Xml,
    otherwise: &str,
) -> TokenStream {
    let name = spelt(xml, otherwise);
    let shape = shape(
        scope,
        page,
        id,
        xml.item.as_deref(),
        xml.name.as_deref().unwrap_or(otherwise),
    );
    let space = xml.namespace.as_deref().map(|space| quote!(.space(#space)));
    quote!(xml::element(#name, #shape)#space)
}

/// The name of an element, with its prefix.
fn spelt(xml: &Xml, otherwise: &str) -> String {
    let name = xml.name.as_deref().unwrap_or(otherwise);
    match &xml.prefix {
        Some(prefix) => format!("{prefix}:{name}"),
        None => name.to_owned(),
    }
}

/// What an element holds. Items without a name of their own are called like the list.
fn shape(
    scope: &Scope<'_>,
    page: &mut Page,
    id: ShapeId,
    item: Option<&Xml>,
    list: &str,
) -> TokenStream {
    if scope.facts.replaced.contains_key(&id) {
        return quote!(xml::Guess);
    }
    match scope.shape(id) {
        Shape::Record(_) => match scope.type_name(page, Home::Elsewhere, id) {
            Some(name) => quote!(xml::Type(xml::shape::<#name>)),
            None => quote!(xml::Any),
        },
        Shape::Text(_) | Shape::Binary => quote!(xml::Text),
        Shape::Boolean => quote!(xml::Boolean),
        Shape::Null | Shape::Integer(_) | Shape::Number { .. } => quote!(xml::Scalar),
        Shape::Choice(Choice { values, .. }) => one_of(values.iter().map(literal)),
        Shape::List(inner) => {
            let none = Xml::default();
            let xml = item.unwrap_or(&none);
            let name = spelt(xml, list);
            let space = xml.namespace.as_deref().unwrap_or_default();
            let own = xml.name.as_deref().unwrap_or(list);
            let shape = shape(scope, page, *inner, xml.item.as_deref(), own);
            quote!(xml::List(&xml::Element { name: #name, space: #space, shape: #shape }))
        }
        Shape::Map(inner) => {
            let shape = shape(scope, page, *inner, None, list);
            quote!(xml::Map(&#shape))
        }
        Shape::Nullable(inner) => shape(scope, page, *inner, item, list),
        Shape::Union(union) => {
            let variants = union.variants.iter();
            let shapes = variants.map(|variant| shape(scope, page, variant.shape, item, list));
            one_of(shapes.collect::<Vec<_>>().into_iter())
        }
        Shape::Any | Shape::Tuple { .. } | Shape::Alias(_) | Shape::Wrapper(_) => quote!(xml::Any),
    }
}

/// What one of several values looks like.
fn literal(literal: &Literal) -> TokenStream {
    match literal {
        Literal::Text(_) => quote!(xml::Text),
        Literal::Integer(_) => quote!(xml::Scalar),
        Literal::Boolean(_) => quote!(xml::Boolean),
        Literal::Json(text) if text.starts_with(['[', '{']) => quote!(xml::Any),
        Literal::Json(_) => quote!(xml::Scalar),
    }
}

/// One of several shapes, each told once.
fn one_of(shapes: impl Iterator<Item = TokenStream>) -> TokenStream {
    let mut told: Vec<TokenStream> = Vec::new();
    for shape in shapes {
        if !told
            .iter()
            .any(|known| known.to_string() == shape.to_string())
        {
            told.push(shape);
        }
    }
    match &*told {
        [only] => only.clone(),
        _ => quote!(xml::OneOf(&[#(#told),*])),
    }
}
