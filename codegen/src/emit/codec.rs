//! The files of field tables and `Json` impls, one for each file of types.

mod choice;
mod record;
mod union;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    Body, Doc, File,
    page::Page,
    scope::{Home, Scope},
};
use crate::ir::{Shape, ShapeId};

/// Up to so many types are imported by name.
const NAMED_IMPORTS: usize = 40;

/// `src/codec.rs` where there are several modules.
pub(crate) fn root(scope: &Scope<'_>) -> Option<File> {
    if scope.is_single() {
        return None;
    }
    let about = "How the types are read from JSON and written to it, file by file as in `types`.";
    let mut page = Page::about(Doc::new().say(about));
    page.item(super::types::modules(scope, false));
    Some(File {
        path: "src/codec.rs".to_owned(),
        body: Body::Rust(page),
    })
}

/// `src/codec/<module>.rs`, or `src/codec.rs` where there is one module.
pub(crate) fn file(scope: &Scope<'_>, file: usize) -> Option<File> {
    let types = scope.types_in(file);
    if types.is_empty() {
        return None;
    }
    let mut page =
        Page::about(Doc::new().say("How the types are read from JSON and written to it."));
    let mut names = Vec::new();
    let mut texts = Vec::new();
    for id in types {
        let Some(name) = scope.type_name(&mut page, Home::Elsewhere, *id) else {
            continue;
        };
        codec(scope, &mut page, *id, &name);
        texts.extend(choice::text(scope, *id, &name));
        names.push(name);
    }
    if !texts.is_empty() {
        let macro_ = page.json("texts");
        page.table(format!("{macro_}! {{"), texts, "}");
    }
    let bridge = page.json("bridge");
    // A line for each, so that a new one changes no other.
    let lines = names.iter().map(Ident::to_string).collect();
    page.table(format!("{bridge}! {{"), lines, "}");
    if names.len() > NAMED_IMPORTS {
        page.uses.retain(|path| !path.starts_with("crate::types::"));
        page.uses.insert("crate::types::*".to_owned());
    }
    Some(File {
        path: scope.path("codec", file),
        body: Body::Rust(page),
    })
}

fn codec(scope: &Scope<'_>, page: &mut Page, id: ShapeId, name: &Ident) {
    match scope.api.shapes.get(id) {
        Shape::Record(shape) => record::record(scope, page, (id, name), shape),
        Shape::Union(shape) => union::union(scope, page, (id, name), shape),
        Shape::Choice(shape) => choice::choice(scope, page, (id, name), shape),
        Shape::Wrapper(inner) => wrapper(page, name, scope.is_nullable(*inner)),
        Shape::Any
        | Shape::Null
        | Shape::Boolean
        | Shape::Integer(_)
        | Shape::Number { .. }
        | Shape::Text(_)
        | Shape::Binary
        | Shape::List(_)
        | Shape::Map(_)
        | Shape::Tuple { .. }
        | Shape::Nullable(_)
        | Shape::Alias(_) => wrapper(page, name, false),
    }
}

fn wrapper(page: &mut Page, name: &Ident, nullable: bool) {
    let blank = page.json("blank");
    let nullable = nullable.then(|| {
        quote!(
            fn nullable() -> bool {
                true
            }
        )
    });
    let code = Code {
        blank: quote!(Self(#blank())),
        read: quote!(self.0.read(r)),
        write: quote!(self.0.write(w)),
    };
    implement(page, name, &code, nullable);
}

/// The bodies of the three functions of `Json`.
struct Code {
    blank: TokenStream,
    read: TokenStream,
    write: TokenStream,
}

fn implement(page: &mut Page, name: &Ident, code: &Code, nullable: Option<TokenStream>) {
    let Code { blank, read, write } = code;
    for import in ["In", "Json", "Out", "Result"] {
        page.json(import);
    }
    page.item(quote! {
        impl Json for #name {
            fn blank() -> Self { #blank }
            #[inline]
            fn read(&mut self, r: &mut In<'_>) -> Result { #read }
            #[inline]
            fn write(&self, w: &mut Out<'_>) { #write }
            #nullable
        }
    });
}

/// A whole number as tokens.
fn integer(value: i64) -> TokenStream {
    let digits = proc_macro2::Literal::u64_unsuffixed(value.unsigned_abs());
    if value < 0 {
        quote!(-#digits)
    } else {
        quote!(#digits)
    }
}

/// A text as a Rust literal.
fn text(value: &str) -> String {
    proc_macro2::Literal::string(value).to_string()
}
