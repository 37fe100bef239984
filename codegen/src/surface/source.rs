//! One file of a crate, read: what it declares, before it is known what of it can be reached.

use quote::ToTokens;
use syn::{ImplItem, Item as Syntax, Type, UseTree, Visibility};

use super::{
    Arms, Function, Item, Kind, Operation, Record, Unreadable,
    arms::{arms, texts},
    items, operations, tables,
    types::arguments,
};

/// What a file declares.
#[derive(Debug, Clone, Default)]
pub(super) struct Source {
    /// Its items: name, whether they are `pub`, and what they are.
    pub(super) items: Vec<(String, bool, Item)>,
    /// Its modules: name, and whether they are `pub` and meant for users.
    pub(super) modules: Vec<(String, bool)>,
    /// Its `pub use`s: path, and the name given; none for `*`.
    pub(super) shown: Vec<(Vec<String>, Option<String>)>,
    /// Public functions of `impl`s: owner, name.
    pub(super) functions: Vec<(String, String, Function)>,
    /// Traits implemented: owner, trait.
    pub(super) traits: Vec<(String, String)>,
    /// Field tables, by type.
    pub(super) tables: Vec<(String, Record)>,
    /// The arms of enums, by type.
    pub(super) arms: Vec<(String, Arms)>,
    /// Operations, by constant.
    pub(super) operations: Vec<(String, Operation)>,
    /// Texts of the constant that describes the service.
    pub(super) base_url: Option<String>,
    /// What each security scheme sends.
    pub(super) schemes: Vec<(String, String)>,
}

/// Reads a file.
///
/// # Errors
/// If it is no Rust.
pub(super) fn source(path: &str, text: &str) -> Result<Source, Unreadable> {
    let file = syn::parse_file(text).map_err(|error| Unreadable {
        path: path.to_owned(),
        reason: error.to_string(),
    })?;
    let mut source = Source::default();
    for item in &file.items {
        source.item(item);
    }
    Ok(source)
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

impl Source {
    fn item(&mut self, item: &Syntax) {
        match item {
            Syntax::Mod(module) => {
                let public = is_public(&module.vis) && !items::is_hidden(&module.attrs);
                self.modules.push((module.ident.to_string(), public));
            }
            Syntax::Use(one) if is_public(&one.vis) => self.show(&one.tree, &mut Vec::new()),
            Syntax::Impl(one) => self.implementation(one),
            Syntax::Const(constant) => {
                let name = constant.ident.to_string();
                if let Some(operation) = operations::operation(&constant.ty, &constant.expr) {
                    self.operations.push((name, operation));
                } else if name == "API" {
                    self.service(&constant.expr);
                } else {
                    let type_ = items::spelt(&constant.ty);
                    let kind = Kind::Other(format!("const {name}: {type_}"));
                    self.declare(&constant.vis, name, items::item(kind, &constant.attrs));
                }
            }
            Syntax::Macro(one) if one.mac.path.is_ident("record") => {
                if let Some((name, record)) = tables::declared(one.mac.tokens.clone()) {
                    self.traits.push((name.clone(), "Json".to_owned()));
                    self.tables.push((name, record));
                }
            }
            Syntax::Macro(one) if one.mac.path.is_ident("bridge") => {
                let names = one.mac.tokens.to_string();
                for name in names.split_whitespace() {
                    for given in ["Serialize", "Deserialize"] {
                        self.traits.push((name.to_owned(), given.to_owned()));
                    }
                }
            }
            other => {
                if let Some((visibility, name, item)) = items::declared(other) {
                    for trait_ in items::derived(other) {
                        self.traits.push((name.clone(), trait_));
                    }
                    self.declare(visibility, name, item);
                }
            }
        }
    }

    fn declare(&mut self, visibility: &Visibility, name: String, item: Item) {
        self.items.push((name, is_public(visibility), item));
    }

    fn show(&mut self, tree: &UseTree, path: &mut Vec<String>) {
        match tree {
            UseTree::Path(one) => {
                path.push(one.ident.to_string());
                self.show(&one.tree, path);
                path.pop();
            }
            UseTree::Name(one) => {
                let name = one.ident.to_string();
                let full = path.iter().cloned().chain([name.clone()]);
                self.shown.push((full.collect(), Some(name)));
            }
            UseTree::Rename(one) => {
                let full = path.iter().cloned().chain([one.ident.to_string()]);
                self.shown
                    .push((full.collect(), Some(one.rename.to_string())));
            }
            UseTree::Glob(_) => self.shown.push((path.clone(), None)),
            UseTree::Group(group) => group.items.iter().for_each(|one| self.show(one, path)),
        }
    }

    fn implementation(&mut self, one: &syn::ItemImpl) {
        let Some(owner) = owner(&one.self_ty) else {
            return;
        };
        if let Some((path, _)) = &one.trait_ {
            if let Some(last) = path.segments.last() {
                self.traits.push((owner.clone(), items::spelt(last)));
            }
            for item in &one.items {
                if let ImplItem::Fn(function) = item
                    && function.sig.ident == "read"
                    && let Some(found) = arms(&function.block.stmts)
                {
                    self.arms.push((owner.clone(), found));
                }
            }
            return;
        }
        for item in &one.items {
            match item {
                ImplItem::Fn(function) if is_public(&function.vis) => {
                    if items::is_hidden(&function.attrs) {
                        continue;
                    }
                    let name = function.sig.ident.to_string();
                    let read =
                        items::function(&function.sig, &function.attrs, Some(&function.block));
                    self.functions.push((owner.clone(), name, read));
                }
                ImplItem::Const(constant) if constant.ident == "FIELDS" => {
                    self.tables
                        .push((owner.clone(), tables::table(&constant.expr)));
                }
                _ => {}
            }
        }
    }

    fn service(&mut self, expression: &syn::Expr) {
        let syn::Expr::Struct(value) = expression else {
            return;
        };
        for field in &value.fields {
            match field.member.to_token_stream().to_string().as_str() {
                "base_url" => self.base_url = texts(&field.expr).into_iter().next(),
                "schemes" => super::arms::walk(&field.expr, &mut |inner| {
                    if let syn::Expr::Tuple(pair) = inner
                        && let (Some(name), Some(sends)) = (pair.elems.first(), pair.elems.last())
                    {
                        let name = super::arms::text(name).unwrap_or_default();
                        self.schemes.push((name, items::spelt(sends)));
                    }
                }),
                _ => {}
            }
        }
    }
}

/// The type whose `impl` it is; of a request the type that carries its setters.
fn owner(type_: &Type) -> Option<String> {
    let Type::Path(path) = type_ else { return None };
    let last = path.path.segments.last()?;
    let marker = arguments(last).get(1).copied();
    match marker {
        Some(Type::Path(marker)) if last.ident == "Request" => {
            let marker = marker.path.segments.last()?;
            let named = marker.ident.to_string();
            // `impl<T, E, P> Request<T, E, P>` is the runtime's own.
            Some(if named.len() == 1 {
                last.ident.to_string()
            } else {
                named
            })
        }
        _ => Some(last.ident.to_string()),
    }
}
