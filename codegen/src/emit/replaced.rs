//! `src/replaced.rs`: types of other crates that stand for types of the description.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Body, Doc, File, page::Page, scope::Scope};

/// The paths of the types that are read and written by serde. What begins with `crate::`, and what
/// the runtime knows, can be read and written already.
pub(crate) fn paths<'a>(scope: &Scope<'a>) -> BTreeSet<&'a str> {
    let paths = scope.facts.replaced.values().map(String::as_str);
    paths.filter(|path| !is_known(path)).collect()
}

fn is_known(path: &str) -> bool {
    path.starts_with("crate::") || matches!(path, "serde_json::Value" | "String")
}

/// The file, if a type is replaced by one that needs it.
pub(crate) fn file(scope: &Scope<'_>) -> Option<File> {
    let paths = paths(scope);
    if paths.is_empty() {
        return None;
    }
    let about = "Types of other crates, which stand for types of the description.";
    let mut page = Page::about(Doc::new().say(about));
    let by_serde = page.import("crate::runtime::by_serde::by_serde");
    // `pass` has read each as a path before.
    let paths = paths
        .into_iter()
        .map(|path| path.parse::<TokenStream>().unwrap_or_default());
    page.item(quote!(#by_serde! { #(#paths)* }));
    Some(File {
        path: "src/replaced.rs".to_owned(),
        body: Body::Rust(page),
    })
}
