//! Handles that remember the arguments of a common path prefix, as `codegen.toml` declares them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    Body, Doc, File,
    argument::placeholders,
    doc::code,
    example::{On, example},
    operation::{Given, method_text, returns, signature},
    operation_docs::errors_docs,
    page::{Page, ident},
    reply::success,
    scope::Scope,
};
use crate::ir::Operation;

/// `src/scopes.rs`; nothing without `[scopes]`.
pub(crate) fn file(scope: &Scope<'_>) -> Option<File> {
    if scope.settings.scopes.is_empty() {
        return None;
    }
    let about = "Handles that remember the arguments which many operations share.";
    let mut page = Page::about(Doc::new().say(about));
    for (name, wanted) in &scope.settings.scopes {
        handle(scope, &mut page, name, wanted.path.trim_end_matches('/'));
    }
    page.settle_links(|_| false);
    Some(File {
        path: "src/scopes.rs".to_owned(),
        body: Body::Rust(page),
    })
}

/// An argument that a handle remembers.
struct Kept {
    wire: String,
    name: Ident,
    /// Its type in the handle, and whether it is text.
    type_: TokenStream,
    text: bool,
}

fn handle(scope: &Scope<'_>, page: &mut Page, name: &str, prefix: &str) {
    let inside: Vec<usize> = (0..scope.api.operations.len())
        .filter(|index| is_inside(&scope.api.operations[*index], prefix))
        .collect();
    let Some(kept) = inside.first().and_then(|index| kept(scope, *index, prefix)) else {
        return;
    };
    let type_ = type_name(scope, name);
    let method = ident(&name.replace('-', "_"));
    let client = page.import("crate::runtime::Client");
    let fields: Vec<_> = kept
        .iter()
        .map(|Kept { name, type_, .. }| quote!(#name: #type_,))
        .collect();
    let arguments: Vec<_> = kept
        .iter()
        .map(
            |Kept {
                 name, type_, text, ..
             }| match text {
                true => quote!(#name: impl Into<String>),
                false => quote!(#name: #type_),
            },
        )
        .collect();
    let values: Vec<_> = kept
        .iter()
        .map(|Kept { name, text, .. }| match text {
            true => quote!(#name: #name.into(),),
            false => quote!(#name,),
        })
        .collect();
    let doc = page.doc(Doc::new().say(format!("Everything below {}.", code(prefix))));
    page.item(quote! {
        #doc
        #[derive(Debug, Clone)]
        pub struct #type_ { client: #client, #(#fields)* }
    });
    let doc = page.doc(Doc::new().say(format!("Everything below {}.", code(prefix))));
    page.item(quote! {
        impl #client {
            #doc
            pub fn #method(&self, #(#arguments),*) -> #type_ {
                #type_ { client: self.clone(), #(#values)* }
            }
        }
    });
    let methods: Vec<_> = inside
        .into_iter()
        .filter_map(|index| forward(scope, page, index, &kept, &type_.to_string()))
        .collect();
    page.item(quote!(impl #type_ { #(#methods)* }));
}

/// The methods of handles that call the operation with this index: `Gateway::list_routes`.
pub(crate) fn methods(scope: &Scope<'_>, index: usize) -> Vec<String> {
    let operation = scope.api.operations.get(index);
    let method = scope.names.operations.get(index).map(|name| &name.method);
    let Some((operation, method)) = operation.zip(method) else {
        return Vec::new();
    };
    let scopes = scope.settings.scopes.iter();
    let inside =
        scopes.filter(|(_, wanted)| is_inside(operation, wanted.path.trim_end_matches('/')));
    inside
        .map(|(name, _)| format!("{}::{method}", type_name(scope, name)))
        .collect()
}

fn is_inside(operation: &Operation, prefix: &str) -> bool {
    let rest = operation.path.strip_prefix(prefix);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The arguments in the prefix, as the first operation inside has them.
fn kept(scope: &Scope<'_>, index: usize, prefix: &str) -> Option<Vec<Kept>> {
    let mut read = Page::default();
    let given = signature(scope, &mut read, index)?;
    let in_prefix = placeholders(prefix).into_iter().map(|wire| {
        let given = given.iter().find(|given| given.wire == Some(wire))?;
        let text = given.takes.to_string() == "& str";
        let type_ = if text {
            quote!(String)
        } else {
            given.takes.clone()
        };
        Some(Kept {
            wire: wire.to_owned(),
            name: given.name.clone(),
            type_,
            text,
        })
    });
    in_prefix.collect()
}

/// A method that fills in what the handle remembers.
fn forward(
    scope: &Scope<'_>,
    page: &mut Page,
    index: usize,
    kept: &[Kept],
    handle: &str,
) -> Option<TokenStream> {
    let operation = scope.api.operations.get(index)?;
    let name = scope.names.operations.get(index)?;
    let mut read = Page::default();
    let given = signature(scope, &mut read, index)?;
    page.adopt_types(read);
    let remembered = |given: &Given<'_>| {
        kept.iter()
            .find(|kept| Some(kept.wire.as_str()) == given.wire)
    };
    let open = || given.iter().filter(|given| remembered(given).is_none());
    let taken = open();
    let arguments: Vec<_> = taken
        .map(|Given { name, takes, .. }| quote!(#name: #takes))
        .collect();
    let passed: Vec<_> = given
        .iter()
        .map(|given| match remembered(given) {
            Some(Kept {
                name, text: true, ..
            }) => quote!(&self.#name),
            Some(Kept {
                name, text: false, ..
            }) => quote!(self.#name.clone()),
            None => {
                let name = &given.name;
                quote!(#name)
            }
        })
        .collect();
    let method = ident(&name.method);
    let returns = returns(scope, page, index)?;
    let doc = page.doc(docs(scope, index, handle, open())?);
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    Some(quote! {
        #doc
        #deprecated
        #[inline]
        pub fn #method(&self, #(#arguments),*) -> #returns {
            self.client.#method(#(#passed),*)
        }
    })
}

/// The scope's name in upper camel case; with `Scope` behind it where a type is called so.
fn type_name(scope: &Scope<'_>, name: &str) -> Ident {
    let mut camel = String::new();
    for word in name.split(['-', '_']) {
        let mut chars = word.chars();
        camel.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        camel.extend(chars);
    }
    let taken = scope.names.types.values().any(|known| known.name == camel);
    ident(&if taken { camel + "Scope" } else { camel })
}

/// What is said of a handle's method; `given` are the arguments it takes.
fn docs<'g>(
    scope: &Scope<'_>,
    index: usize,
    handle: &str,
    given: impl Iterator<Item = &'g Given<'g>>,
) -> Option<Doc> {
    let operation = scope.api.operations.get(index)?;
    let name = scope.names.operations.get(index)?;
    let success = success(scope, &mut Page::default(), index, operation, name).type_;
    let on = On {
        name: "handle",
        type_: handle,
        module: "scopes::",
    };
    let wire = format!("{} {}", method_text(operation.method), operation.path);
    let link = format!("[`Client::{0}`] has the details.", name.method);
    let doc = Doc::new()
        .quote(operation.summary.as_deref())
        .say(code(&wire))
        .say(link)
        .say_if(errors_docs(scope, operation))
        .say("# Example");
    Some(doc.example(example(scope, &on, (operation, name), given, &success)))
}
