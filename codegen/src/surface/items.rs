//! Items of a file become plain data.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::{Attribute, Expr, Fields, FnArg, Item as Syntax, Lit, Meta, ReturnType, Visibility};

use super::{Function, Item, Kind, Part, Trait, Ty, operations, types::looks};
use crate::map::spelling;

/// Tokens as a person writes them.
pub(super) fn spelt(tokens: &impl ToTokens) -> String {
    spelling::spelt(&tokens.to_token_stream())
}

/// An item without functions and traits.
pub(super) fn item(kind: Kind, attributes: &[Attribute]) -> Item {
    Item {
        kind,
        docs: docs(attributes),
        deprecated: is_deprecated(attributes),
        functions: BTreeMap::new(),
        traits: BTreeSet::new(),
    }
}

/// What an item that can be public declares: visibility, name, data.
pub(super) fn declared(item: &Syntax) -> Option<(&Visibility, String, Item)> {
    let (visibility, name, attributes, kind) = match item {
        Syntax::Struct(one) => {
            let public = |field: &&syn::Field| matches!(field.vis, Visibility::Public(_));
            let closed = one.fields.iter().all(|field| public(&field));
            let kind = Kind::Struct {
                open: has(&one.attrs, "non_exhaustive") || !closed,
                generics: spelt(&one.generics),
                fields: one
                    .fields
                    .iter()
                    .filter(public)
                    .enumerate()
                    .map(field)
                    .collect(),
            };
            (&one.vis, &one.ident, &one.attrs, kind)
        }
        Syntax::Enum(one) => {
            let kind = Kind::Enum {
                open: has(&one.attrs, "non_exhaustive"),
                generics: spelt(&one.generics),
                variants: one.variants.iter().map(variant).collect(),
            };
            (&one.vis, &one.ident, &one.attrs, kind)
        }
        Syntax::Type(one) => {
            let type_ = spelt(&one.ty);
            let kind = Kind::Other(format!(
                "type {}{} = {type_}",
                one.ident,
                spelt(&one.generics)
            ));
            (&one.vis, &one.ident, &one.attrs, kind)
        }
        Syntax::Fn(one) => {
            let kind = Kind::Function(function(&one.sig, &one.attrs, None));
            (&one.vis, &one.sig.ident, &one.attrs, kind)
        }
        Syntax::Trait(one) => (&one.vis, &one.ident, &one.attrs, Kind::Trait(trait_(one))),
        Syntax::Static(one) => {
            let kind = Kind::Other(format!("static {}: {}", one.ident, spelt(&one.ty)));
            (&one.vis, &one.ident, &one.attrs, kind)
        }
        _ => return None,
    };
    Some((visibility, name.to_string(), self::item(kind, attributes)))
}

/// A trait without its docs and default bodies.
fn trait_(one: &syn::ItemTrait) -> Trait {
    let (mut required, mut provided) = (BTreeSet::new(), BTreeSet::new());
    for item in &one.items {
        let (text, has_default) = match item {
            syn::TraitItem::Fn(function) => (spelt(&function.sig), function.default.is_some()),
            syn::TraitItem::Const(constant) => (spelt(item), constant.default.is_some()),
            syn::TraitItem::Type(alias) => (spelt(item), alias.default.is_some()),
            other => (spelt(other), false),
        };
        match has_default {
            true => provided.insert(text),
            false => required.insert(text),
        };
    }
    let (generics, above) = (spelt(&one.generics), spelt(&one.supertraits));
    Trait {
        head: format!("trait {}{generics}: {above}", one.ident),
        required,
        provided,
    }
}

/// The traits in `#[derive(…)]`.
pub(super) fn derived(item: &Syntax) -> Vec<String> {
    let attributes = match item {
        Syntax::Struct(one) => &one.attrs,
        Syntax::Enum(one) => &one.attrs,
        _ => return Vec::new(),
    };
    let mut names = Vec::new();
    for attribute in attributes {
        if let Meta::List(list) = &attribute.meta
            && list.path.is_ident("derive")
        {
            let text = list.tokens.to_string();
            let each = text.split(',').filter_map(|path| path.rsplit("::").next());
            names.extend(each.map(|name| name.trim().to_owned()));
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn field((index, field): (usize, &syn::Field)) -> Part {
    let name = field.ident.as_ref().map(ToString::to_string);
    Part {
        name: name.unwrap_or_else(|| index.to_string()),
        type_: spelt(&field.ty),
        looks: looks(&field.ty),
        docs: docs(&field.attrs),
        deprecated: is_deprecated(&field.attrs),
    }
}

fn variant(variant: &syn::Variant) -> Part {
    let (type_, inner) = match &variant.fields {
        Fields::Unit => (String::new(), Ty::Nothing),
        Fields::Unnamed(fields) => {
            let types: Vec<String> = fields.unnamed.iter().map(|one| spelt(&one.ty)).collect();
            let first = fields.unnamed.first();
            let inner = first.map_or(Ty::Nothing, |one| looks(&one.ty));
            (format!("({})", types.join(", ")), inner)
        }
        Fields::Named(fields) => {
            let each = fields.named.iter().map(|one| {
                let name = one.ident.as_ref().map(ToString::to_string);
                format!("{}: {}", name.unwrap_or_default(), spelt(&one.ty))
            });
            let each: Vec<String> = each.collect();
            (format!("{{ {} }}", each.join(", ")), Ty::Nothing)
        }
    };
    Part {
        name: variant.ident.to_string(),
        type_,
        looks: inner,
        docs: docs(&variant.attrs),
        deprecated: is_deprecated(&variant.attrs),
    }
}

/// A function; `block` is read for what it puts into a request.
pub(super) fn function(
    signature: &syn::Signature,
    attributes: &[Attribute],
    block: Option<&syn::Block>,
) -> Function {
    let mut function = Function {
        docs: docs(attributes),
        deprecated: is_deprecated(attributes),
        ..Function::default()
    };
    let mut types = BTreeMap::new();
    for argument in &signature.inputs {
        match argument {
            FnArg::Receiver(receiver) => {
                // Whether it is bound as `mut` is the function's own affair.
                let text = spelt(receiver);
                function.receiver = text.strip_prefix("mut ").unwrap_or(&text).to_owned();
            }
            FnArg::Typed(typed) => {
                let name = spelt(&typed.pat);
                types.insert(name.clone(), looks(&typed.ty));
                function.takes.push((name, spelt(&typed.ty)));
            }
        }
    }
    let asynchronous = signature.asyncness.as_ref().map_or("", |_| "async ");
    let bounds = signature.generics.where_clause.as_ref().map(spelt);
    function.generics = format!(
        "{asynchronous}{}{}",
        spelt(&signature.generics),
        bounds.unwrap_or_default()
    );
    function.returns = match &signature.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, type_) => spelt(type_),
    };
    if let Some(block) = block {
        let (asks, sends, server) = operations::calls(&block.stmts, &types);
        function.asks = asks;
        function.sends = sends;
        function.server = server;
    }
    function
}

fn docs(attributes: &[Attribute]) -> String {
    let mut text = String::new();
    for attribute in attributes {
        if let Meta::NameValue(pair) = &attribute.meta
            && pair.path.is_ident("doc")
            && let Expr::Lit(literal) = &pair.value
            && let Lit::Str(line) = &literal.lit
        {
            text.push_str(line.value().trim());
            text.push('\n');
        }
    }
    text
}

fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|one| one.path().is_ident(name))
}

fn is_deprecated(attributes: &[Attribute]) -> bool {
    has(attributes, "deprecated")
}

/// Whether an item is not meant for users: `#[doc(hidden)]`.
pub(super) fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|one| match &one.meta {
        Meta::List(list) => list.path.is_ident("doc") && list.tokens.to_string() == "hidden",
        _ => false,
    })
}
