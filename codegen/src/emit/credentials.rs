//! Who is calling: one variant per alternative of security schemes that operations take.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Body, Doc, File,
    doc::code,
    page::{Page, ident},
    scope::Scope,
};
use crate::{
    ir::{Location, SchemeKind},
    name::CredentialName,
};

/// `src/credentials.rs`; nothing if no operation takes credentials.
pub(crate) fn file(scope: &Scope<'_>) -> Option<File> {
    if scope.names.credentials.is_empty() {
        return None;
    }
    let mut page = Page::about(Doc::new().say("Who is calling."));
    let secret = page.import("crate::runtime::Secret");
    let secrets = page.import("crate::runtime::Secrets");
    let variants: Vec<_> = scope
        .names
        .credentials
        .iter()
        .map(|credential| variant(scope, &mut page, credential, &quote!(#secret)))
        .collect();
    let arms: Vec<_> = scope.names.credentials.iter().map(arm).collect();
    let doc = page.doc(Doc::new().say("What proves who is calling; one alternative is enough."));
    page.item(quote! {
        #doc
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        pub enum Credentials { #(#variants)* }
    });
    page.item(quote! {
        impl From<Credentials> for #secrets {
            fn from(credentials: Credentials) -> Self {
                match credentials { #(#arms)* }
            }
        }
    });
    Some(File {
        path: "src/credentials.rs".to_owned(),
        body: Body::Rust(page),
    })
}

fn variant(
    scope: &Scope<'_>,
    page: &mut Page,
    credential: &CredentialName,
    secret: &TokenStream,
) -> TokenStream {
    let variant = ident(&credential.variant);
    let said: Vec<_> = credential
        .schemes
        .iter()
        .map(|name| sent(scope, name))
        .collect();
    let doc = Doc::new().say(format!("Sends {}.", said.join(" and ")));
    if credential.fields.is_empty() {
        let docs = credential
            .schemes
            .first()
            .and_then(|name| scope.api.schemes.get(name));
        let doc = page.doc(doc.quote(docs.and_then(|scheme| scheme.docs.as_deref())));
        return quote!(#doc #variant(#secret),);
    }
    let doc = page.doc(doc);
    let fields = credential.fields.iter().zip(&credential.schemes).zip(&said);
    let fields = fields.map(|((field, name), said)| {
        let field = ident(field);
        let docs = scope
            .api
            .schemes
            .get(name)
            .and_then(|scheme| scheme.docs.as_deref());
        let doc = page.doc(Doc::new().quote(docs).or_say(|| format!("Sent as {said}.")));
        quote!(#doc #field: #secret,)
    });
    let fields: Vec<_> = fields.collect();
    quote!(#doc #variant { #(#fields)* },)
}

/// What a scheme sends, as a sentence has it.
fn sent(scope: &Scope<'_>, name: &str) -> String {
    let Some(scheme) = scope.api.schemes.get(name) else {
        return code(name);
    };
    match &scheme.kind {
        SchemeKind::Bearer => "`Authorization: Bearer …`".to_owned(),
        SchemeKind::Basic => "`Authorization: Basic …` (see `Secret::basic`)".to_owned(),
        SchemeKind::Http(scheme) => code(&format!("Authorization: {scheme} …")),
        SchemeKind::Key(Location::Query, key) => format!("the query parameter {}", code(key)),
        SchemeKind::Key(Location::Cookie, key) => format!("the cookie {}", code(key)),
        SchemeKind::Key(Location::Header | Location::Path, key) => {
            format!("the header {}", code(key))
        }
        SchemeKind::MutualTls => "a client certificate".to_owned(),
    }
}

fn arm(credential: &CredentialName) -> TokenStream {
    let variant = ident(&credential.variant);
    if credential.fields.is_empty() {
        let scheme = credential.schemes.first();
        return quote!(Credentials::#variant(secret) => Secrets::new().with(#scheme, secret),);
    }
    let fields: Vec<_> = credential.fields.iter().map(|field| ident(field)).collect();
    let schemes = &credential.schemes;
    quote! {
        Credentials::#variant { #(#fields),* } => Secrets::new()#(.with(#schemes, #fields))*,
    }
}
