//! A choice is read by its value and written as it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Code, implement, integer};
use crate::{
    emit::{
        choice::{Kind, kind},
        page::Page,
        scope::Scope,
        union::{unknown_name, variant_name},
    },
    ir::{Choice, Literal, Shape, ShapeId},
};

/// Adds the impl.
pub(super) fn choice(
    scope: &Scope<'_>,
    page: &mut Page,
    (id, name): (ShapeId, &Ident),
    choice: &Choice,
) {
    let unknown = unknown_name(scope, id);
    let values: Vec<_> = choice
        .values
        .iter()
        .enumerate()
        .filter_map(|(index, value)| Some((variant_name(scope, id, index)?, value)))
        .collect();
    let arms = values.iter().map(|(variant, value)| {
        let pattern = match value {
            Literal::Text(text) => quote!(#text),
            Literal::Integer(value) => integer(*value),
            Literal::Boolean(_) | Literal::Json(_) => quote!(_),
        };
        quote!(#pattern => Self::#variant,)
    });
    let kind = kind(choice);
    let (blank, other) = match &unknown {
        Some(unknown) => kept(page, kind, unknown),
        None => refused(scope, page, id, &values),
    };
    let code = match kind {
        Kind::Text => Code {
            blank,
            read: quote! {
                *self = match r.str()? { #(#arms)* #other };
                Ok(())
            },
            write: quote!(w.str(self.as_str())),
        },
        Kind::Integer => Code {
            blank,
            read: quote! {
                *self = match r.i64()? { #(#arms)* #other };
                Ok(())
            },
            write: quote!(w.i64(self.as_i64())),
        },
        Kind::Mixed => mixed(page, (blank, other), unknown.as_ref(), &values),
    };
    implement(page, name, &code, None);
}

/// The line by which an enum of texts gets the traits for that, unless a person derives them.
pub(super) fn text(scope: &Scope<'_>, id: ShapeId, name: &Ident) -> Option<String> {
    const DERIVED: [&str; 5] = ["Display", "EnumString", "From", "FromStr", "TryFrom"];
    let Shape::Choice(choice) = scope.api.shapes.get(id) else {
        return None;
    };
    let mut wishes = scope.names.derives.get(&id).into_iter().flatten();
    let derived = wishes.any(|path| {
        let last = path.rsplit("::").next().map(str::trim);
        last.is_some_and(|last| DERIVED.contains(&last))
    });
    let made = match unknown_name(scope, id) {
        Some(_) => "From",
        None => "FromStr",
    };
    (kind(choice) == Kind::Text && !derived).then(|| format!("{made} {name}"))
}

/// The placeholder and the arm of an enum that keeps other values.
fn kept(page: &mut Page, kind: Kind, unknown: &Ident) -> (TokenStream, TokenStream) {
    match kind {
        Kind::Text => (
            quote!(Self::#unknown(String::new())),
            quote!(other => Self::#unknown(other.to_owned()),),
        ),
        Kind::Integer => (
            quote!(Self::#unknown(0)),
            quote!(other => Self::#unknown(other),),
        ),
        Kind::Mixed => {
            let value = page.import("serde_json::Value");
            (
                quote!(Self::#unknown(#value::Null)),
                quote!(_ => Self::#unknown(value),),
            )
        }
    }
}

/// The placeholder and the arm of an enum that takes no other values.
fn refused(
    scope: &Scope<'_>,
    page: &mut Page,
    id: ShapeId,
    values: &[(Ident, &Literal)],
) -> (TokenStream, TokenStream) {
    let error = page.json("DecodeError");
    let index = scope.names.closed.get(&id).copied().unwrap_or_default();
    let placeholder = values.get(index).map(|(name, _)| quote!(Self::#name));
    let spelt = values.iter().map(|(_, value)| match value {
        Literal::Text(text) => format!("{text:?}"),
        _ => crate::emit::choice::spelt(value),
    });
    let expected = one_of(spelt);
    let refuse = quote!(other => return Err(#error::new(#expected, format!("{other:?}"))),);
    (placeholder.unwrap_or_default(), refuse)
}

/// What is expected where one of several values must stand.
pub(super) fn one_of(values: impl Iterator<Item = String>) -> String {
    const TOLD: usize = 8;
    let mut values: Vec<String> = values.take(TOLD + 1).collect();
    if values.len() > TOLD {
        values[TOLD] = "…".to_owned();
    }
    match values.as_slice() {
        [one] => one.clone(),
        several => format!("one of {}", several.join(", ")),
    }
}

/// Values of several kinds are told apart by their JSON text.
fn mixed(
    page: &mut Page,
    (blank, other): (TokenStream, TokenStream),
    unknown: Option<&Ident>,
    values: &[(Ident, &Literal)],
) -> Code {
    let value = page.import("serde_json::Value");
    let arms = values.iter().map(|(variant, literal)| {
        let text = match literal {
            Literal::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
            Literal::Integer(_) | Literal::Boolean(_) | Literal::Json(_) => {
                crate::emit::choice::spelt(literal)
            }
        };
        quote!(#text => Self::#variant,)
    });
    let read = quote! {
        let value: #value = r.get()?;
        *self = match value.to_string().as_str() {
            #(#arms)*
            #other
        };
        Ok(())
    };
    let arms = values.iter().map(|(variant, literal)| {
        let write = written(page, literal);
        quote!(Self::#variant => #write,)
    });
    let other = unknown.map(|unknown| quote!(Self::#unknown(other) => other.write(w),));
    let write = quote!(match self { #(#arms)* #other });
    Code { blank, read, write }
}

fn written(page: &mut Page, literal: &Literal) -> TokenStream {
    match literal {
        Literal::Text(text) => quote!(w.str(#text)),
        Literal::Integer(value) => {
            let value = integer(*value);
            quote!(w.i64(#value))
        }
        Literal::Boolean(value) => quote!(w.bool(#value)),
        Literal::Json(text) => {
            let from_str = page.json("from_str");
            let value = page.import("serde_json::Value");
            quote!(#from_str::<#value>(#text).unwrap_or_default().write(w))
        }
    }
}
