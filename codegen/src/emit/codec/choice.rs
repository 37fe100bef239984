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
    ir::{Choice, Literal, ShapeId},
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
    let code = match kind(choice) {
        Kind::Text => Code {
            blank: quote!(Self::#unknown(String::new())),
            read: quote! {
                *self = match r.str()? { #(#arms)* other => Self::#unknown(other.to_owned()), };
                Ok(())
            },
            write: quote!(w.str(self.as_str())),
        },
        Kind::Integer => Code {
            blank: quote!(Self::#unknown(0)),
            read: quote! {
                *self = match r.i64()? { #(#arms)* other => Self::#unknown(other), };
                Ok(())
            },
            write: quote!(w.i64(self.as_i64())),
        },
        Kind::Mixed => mixed(page, &unknown, &values),
    };
    implement(page, name, &code, None);
}

/// Values of several kinds are told apart by their JSON text.
fn mixed(page: &mut Page, unknown: &Ident, values: &[(Ident, &Literal)]) -> Code {
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
            _ => Self::#unknown(value),
        };
        Ok(())
    };
    let arms = values.iter().map(|(variant, literal)| {
        let write = written(page, literal);
        quote!(Self::#variant => #write,)
    });
    let write = quote!(match self { #(#arms)* Self::#unknown(other) => other.write(w), });
    Code {
        blank: quote!(Self::#unknown(#value::Null)),
        read,
        write,
    }
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
