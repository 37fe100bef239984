//! What every emitter looks things up in.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use rustc_hash::FxHashSet;

use super::{
    page::{Page, ident},
    places::Places,
    size::Sizes,
};
use crate::{
    ir::{Api, IntegerWidth, Shape, ShapeId},
    name::Names,
    pass::Facts,
    settings::Settings,
};

/// The inputs of emission, and what is derived from them once.
pub(crate) struct Scope<'a> {
    pub(crate) api: &'a Api,
    pub(crate) facts: &'a Facts,
    pub(crate) names: &'a Names,
    pub(crate) settings: &'a Settings,
    pub(crate) places: Places,
    pub(crate) sizes: Sizes,
    /// The types of each file, in reading order.
    files: Vec<Vec<ShapeId>>,
    /// The names of all types.
    type_names: FxHashSet<&'a str>,
}

/// Where a type is spelt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    /// In the file of types with this index: what stands there needs no import.
    Types(usize),
    /// In `src/types.rs`, where all types are at hand.
    Root,
    /// Anywhere else.
    Elsewhere,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(
        api: &'a Api,
        facts: &'a Facts,
        names: &'a Names,
        settings: &'a Settings,
    ) -> Self {
        let places = Places::new(api, facts);
        let sizes = Sizes::new(api, facts, places.order());
        let mut files = vec![Vec::new(); names.files.len()];
        for id in &names.order {
            if let Some(list) = names
                .types
                .get(id)
                .and_then(|name| files.get_mut(name.file))
            {
                list.push(*id);
            }
        }
        Scope {
            api,
            facts,
            names,
            settings,
            places,
            sizes,
            files,
            type_names: names
                .types
                .values()
                .map(|type_| type_.name.as_str())
                .collect(),
        }
    }

    /// Whether a type of the crate has this name.
    pub(crate) fn has_type(&self, name: &str) -> bool {
        self.type_names.contains(name)
    }

    /// The types of a file, in reading order.
    pub(crate) fn types_in(&self, file: usize) -> &[ShapeId] {
        self.files.get(file).map_or(&[], Vec::as_slice)
    }

    /// Whether the crate has one module of types and methods, so that it needs no folders.
    pub(crate) fn is_single(&self) -> bool {
        self.names.files.len() <= 1
    }

    /// The tag that a file stands for.
    pub(crate) fn tag(&self, file: usize) -> Option<&'a str> {
        self.names.files.get(file)?.tag.as_deref()
    }

    /// The path of a file in one of the three trees `types`, `codec` and `client`.
    pub(crate) fn path(&self, tree: &str, file: usize) -> String {
        match self.names.files.get(file) {
            Some(name) if !self.is_single() => format!("src/{tree}/{}.rs", name.module),
            _ => format!("src/{tree}.rs"),
        }
    }

    /// The shape behind aliases and single wrappers of nothing.
    pub(crate) fn shape(&self, id: ShapeId) -> &'a Shape {
        let mut id = id;
        // An alias of itself is refused by `lower`; the bound keeps a mistake there from hanging.
        for _ in 0..64 {
            match self.api.shapes.get(id) {
                Shape::Alias(to) => id = *to,
                shape => return shape,
            }
        }
        &Shape::Any
    }

    /// Whether a value of this shape can be part of what a caller sends.
    pub(crate) fn is_sent(&self, id: ShapeId) -> bool {
        self.facts.sent.contains(&id)
    }

    /// The name of a type that is declared, imported where that is needed.
    pub(crate) fn type_name(&self, page: &mut Page, home: Home, id: ShapeId) -> Option<Ident> {
        let name = self.names.types.get(&id)?;
        if home == Home::Types(name.file) || home == Home::Root {
            return Some(ident(&name.name));
        }
        Some(page.import(&format!("crate::types::{}", name.name)))
    }

    /// The Rust type of a shape.
    pub(crate) fn type_of(&self, page: &mut Page, home: Home, id: ShapeId) -> TokenStream {
        if let Some(path) = self.facts.replaced.get(&id) {
            // `pass` has read it as a path before.
            return path.parse().unwrap_or_default();
        }
        if let Some(name) = self.type_name(page, home, id) {
            return quote!(#name);
        }
        match self.api.shapes.get(id) {
            Shape::Alias(to) => self.type_of(page, home, *to),
            Shape::Null => word(page.json("Null")),
            Shape::Boolean => quote!(bool),
            Shape::Integer(IntegerWidth::I32) => quote!(i32),
            Shape::Integer(IntegerWidth::I64) => quote!(i64),
            Shape::Integer(IntegerWidth::U32) => quote!(u32),
            Shape::Integer(IntegerWidth::U64) => quote!(u64),
            Shape::Number { single: true } => quote!(f32),
            Shape::Number { single: false } => quote!(f64),
            Shape::Text(format) => self.text_type(page, format),
            // Inside JSON there are no raw bytes; a body of them never asks for its type here.
            Shape::Binary => quote!(String),
            Shape::List(item) => {
                let item = self.type_of(page, home, *item);
                quote!(Vec<#item>)
            }
            Shape::Map(value) => {
                let map = page.import("std::collections::BTreeMap");
                let value = self.type_of(page, home, *value);
                quote!(#map<String, #value>)
            }
            Shape::Nullable(inner) => {
                let inner = self.type_of(page, home, *inner);
                quote!(Option<#inner>)
            }
            Shape::Tuple { items, rest } => self.tuple(page, home, items, *rest),
            // Every reachable one has a name; one that has none is kept as JSON.
            Shape::Any
            | Shape::Record(_)
            | Shape::Union(_)
            | Shape::Choice(_)
            | Shape::Wrapper(_) => word(page.import("serde_json::Value")),
        }
    }

    fn tuple(
        &self,
        page: &mut Page,
        home: Home,
        items: &[ShapeId],
        rest: Option<ShapeId>,
    ) -> TokenStream {
        if items.is_empty() || items.len() > LONGEST_TUPLE || rest.is_some() {
            let value = page.import("serde_json::Value");
            return quote!(Vec<#value>);
        }
        let items: Vec<_> = items
            .iter()
            .map(|item| self.type_of(page, home, *item))
            .collect();
        quote!((#(#items,)*))
    }
}

/// `Json` is implemented for tuples up to this length.
const LONGEST_TUPLE: usize = 8;

fn word(ident: Ident) -> TokenStream {
    quote!(#ident)
}
