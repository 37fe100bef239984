//! The files of the client: how it is made, and one method per operation.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    Body, Doc, File,
    doc::plain,
    operation::operation,
    page::{Item, Page, ident},
    scope::Scope,
};
use crate::ir::{Location, SchemeKind};

/// `src/client.rs`: how a client is made; where there is one module, with its operations.
pub(crate) fn root(scope: &Scope<'_>) -> File {
    let mut page = Page::about(Doc::new().say("How a client is made, and what it can ask."));
    let made = made(scope, &mut page);
    if scope.is_single() {
        operations(scope, &mut page, 0, made);
    } else {
        let client = page.import("crate::runtime::Client");
        page.item(quote!(impl #client { #(#made)* }));
        let mut modules: Vec<_> = (0..scope.names.files.len())
            .filter(|file| has_operations(scope, *file))
            .collect();
        modules.sort_by_key(|file| &scope.names.files[*file].module);
        let modules: Vec<_> = modules
            .into_iter()
            .map(|file| ident(&scope.names.files[file].module))
            .collect();
        // Where an operation is filed is nobody's business: tags come and go.
        let modules = quote!(#(mod #modules;)* #(pub use self::#modules::*;)*);
        page.items.insert(0, Item::Code(modules));
    }
    api(scope, &mut page);
    File {
        path: "src/client.rs".to_owned(),
        body: Body::Rust(page),
    }
}

/// `src/client/<module>.rs`: the operations of one resource.
pub(crate) fn file(scope: &Scope<'_>, file: usize) -> Option<File> {
    if scope.is_single() || !has_operations(scope, file) {
        return None;
    }
    let mut page = Page::about(Doc::new().say(about(scope, file)));
    operations(scope, &mut page, file, Vec::new());
    Some(File {
        path: scope.path("client", file),
        body: Body::Rust(page),
    })
}

fn has_operations(scope: &Scope<'_>, file: usize) -> bool {
    scope
        .names
        .operations
        .iter()
        .any(|operation| operation.file == file)
}

fn about(scope: &Scope<'_>, file: usize) -> String {
    match scope.tag(file) {
        Some(tag) => format!("Operations of {}.", plain(tag)),
        None => "Operations that belong to no resource.".to_owned(),
    }
}

fn operations(scope: &Scope<'_>, page: &mut Page, file: usize, made: Vec<TokenStream>) {
    let mut methods = made;
    let mut beside = Vec::new();
    for (index, name) in scope.names.operations.iter().enumerate() {
        if name.file == file
            && let Some(parts) = operation(scope, page, index)
        {
            methods.push(parts.method);
            beside.extend(parts.beside);
        }
    }
    let client = page.import("crate::runtime::Client");
    page.item(quote!(impl #client { #(#methods)* }));
    page.items.extend(beside.into_iter().map(Item::Code));
    page.settle_links(|_| false);
}

/// `builder` and `from_env`.
fn made(scope: &Scope<'_>, page: &mut Page) -> Vec<TokenStream> {
    let builder = page.import("crate::runtime::ClientBuilder");
    let doc = page.doc(Doc::new().say("Puts a client together."));
    let mut made = vec![quote! {
        #doc
        pub fn builder() -> #builder { #builder::new(&API) }
    }];
    made.extend(from_env(scope, page));
    made
}

fn from_env(scope: &Scope<'_>, page: &mut Page) -> Option<TokenStream> {
    let variables = &scope.settings.environment;
    if variables.is_empty() {
        return None;
    }
    let complete: Vec<Vec<(&str, &str)>> = scope
        .names
        .credentials
        .iter()
        .filter_map(|credential| {
            let pairs = credential.schemes.iter().map(|scheme| {
                let variable = variables.get(scheme)?;
                Some((scheme.as_str(), variable.as_str()))
            });
            pairs.collect()
        })
        .collect();
    let alternatives = complete.iter().map(|pairs| {
        let pairs = pairs
            .iter()
            .map(|(scheme, variable)| quote!((#scheme, #variable)));
        quote!(&[#(#pairs),*])
    });
    let alternatives: Vec<_> = alternatives.collect();
    let base_url = match variables.get("base-url") {
        Some(variable) => quote!(Some(#variable)),
        None => quote!(None),
    };
    let problem = page.import("crate::runtime::BuildError");
    let all: Vec<_> = complete
        .iter()
        .map(|pairs| {
            let names: Vec<_> = pairs.iter().map(|(_, name)| format!("`{name}`")).collect();
            names.join(" and ")
        })
        .collect();
    let doc = Doc::new()
        .say(format!(
            "A client with the credentials in {}.",
            all.join(", or ")
        ))
        .say_if(
            variables
                .get("base-url")
                .map(|name| format!("`{name}`, if it is set, is the base URL.")),
        )
        .say("# Errors\n[`BuildError::Environment`] naming the variables that are missing.");
    let doc = page.doc(doc);
    Some(quote! {
        #doc
        pub fn from_env() -> Result<Self, #problem> {
            let variables: &[&[_]] = &[#(#alternatives),*];
            Self::builder().read_env(variables, #base_url)?.build()
        }
    })
}

/// The constant that describes the service.
fn api(scope: &Scope<'_>, page: &mut Page) {
    let api = page.import("crate::runtime::Api");
    let base_url = scope
        .api
        .servers
        .first()
        .map_or("", |server| server.url.as_str());
    let schemes: Vec<_> = scope
        .api
        .schemes
        .iter()
        .map(|(name, scheme)| {
            let kind = page.import("crate::runtime::Scheme");
            let value = scheme_value(&kind, &scheme.kind);
            quote!((#name, #value))
        })
        .collect();
    page.item(quote! {
        const API: #api = #api {
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            base_url: #base_url,
            schemes: &[#(#schemes),*],
        };
    });
}

fn scheme_value(name: &Ident, kind: &SchemeKind) -> TokenStream {
    match kind {
        SchemeKind::Bearer => quote!(#name::Bearer),
        SchemeKind::Basic => quote!(#name::Basic),
        SchemeKind::Http(scheme) => quote!(#name::Http(#scheme)),
        SchemeKind::Key(Location::Query, key) => quote!(#name::Query(#key)),
        SchemeKind::Key(Location::Cookie, key) => quote!(#name::Cookie(#key)),
        SchemeKind::Key(Location::Header | Location::Path, key) => quote!(#name::Header(#key)),
        SchemeKind::MutualTls => quote!(#name::Tls),
    }
}
