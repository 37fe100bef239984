//! `src/lib.rs`: what the crate is for, its modules, and what stands at its top.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Body, Doc, File,
    doc::plain,
    page::{Page, ident},
    scope::Scope,
};

/// `src/lib.rs`.
pub(crate) fn file(scope: &Scope<'_>) -> File {
    let api = scope.api;
    let about = Doc::new()
        .say(format!(
            "Client of {}{}.",
            plain(&api.title),
            version(&plain(&api.version))
        ))
        .quote(api.docs.as_deref());
    let mut page = Page::about(about);
    let credentials = !scope.names.credentials.is_empty();
    let modules = modules(scope, credentials);
    page.item(modules);
    let shown = credentials.then(|| {
        quote!(
            pub use credentials::Credentials;
        )
    });
    page.item(quote! {
        #shown
        pub use runtime::{
            BuildError, Client, ClientBuilder, Response, RetryPolicy, Secret, Secrets, TokenProvider,
        };
    });
    aliases(scope, &mut page);
    File {
        path: "src/lib.rs".to_owned(),
        body: Body::Rust(page),
    }
}

/// The version as it follows the title.
pub(super) fn version(version: &str) -> String {
    match version.is_empty() {
        true => String::new(),
        false => format!(", version {version}"),
    }
}

/// The modules; what nothing needs is left out.
fn modules(scope: &Scope<'_>, credentials: bool) -> TokenStream {
    let types = scope
        .names
        .order
        .iter()
        .any(|id| scope.names.types.contains_key(id));
    let private = credentials.then(|| {
        quote!(
            mod credentials;
        )
    });
    let codec = types.then(|| {
        quote!(
            mod codec;
        )
    });
    let scopes = (!scope.settings.scopes.is_empty()).then(|| {
        quote!(
            pub mod scopes;
        )
    });
    let replaced = (!super::replaced::paths(scope).is_empty()).then(|| {
        quote!(
            mod replaced;
        )
    });
    let xml = super::xml::has_types(scope).then(|| {
        quote!(
            mod xml;
        )
    });
    quote!(
        pub mod client;
        #codec
        #private
        #replaced
        pub mod runtime;
        #scopes
        pub mod types;
        #xml
    )
}

/// The runtime's types with this service's errors in them.
fn aliases(scope: &Scope<'_>, page: &mut Page) {
    let error = ident(&scope.names.error_body);
    let request = page.doc(Doc::new().say("A request for a `T`; see [`runtime::Request`]."));
    page.item(
        quote!(#request pub type Request<T, P = ()> = runtime::Request<T, types::#error, P>;),
    );
    let doc = page.doc(Doc::new().say("Why a call brought no payload; see [`runtime::Error`]."));
    page.item(quote!(#doc pub type Error = runtime::Error<types::#error>;));
    if !scope.names.operations.is_empty() {
        let doc = page.doc(Doc::new().say("An operation of this service."));
        page.item(
            quote!(#doc pub(crate) type Operation<T> = runtime::Operation<T, types::#error>;),
        );
    }
}
