//! A record is read and written by its field table and one slot per field.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Code, call, implement, integer};
use crate::{
    emit::{
        field::{Slot, slot},
        page::Page,
        record::{Member, extras_name, members},
        scope::{Home, Scope},
    },
    ir::{Access, Extras, Field, Literal, Record, ShapeId},
};

/// Adds the table and the impl.
pub(super) fn record(
    scope: &Scope<'_>,
    page: &mut Page,
    (id, name): (ShapeId, &Ident),
    record: &Record,
) {
    // The types of the fields are not spelt here, so their imports must not stay.
    let members = members(scope, &mut Page::default(), Home::Elsewhere, id, record);
    table(scope, page, (id, name), record, &members);
    let extras = extras_name(scope, id, record);
    let names: Vec<_> = members.iter().map(|member| &member.name).collect();
    // Without members nothing is left blank, and the import would stay unused.
    let blank = match names.is_empty() {
        true => None,
        false => Some(call(page, "blank")),
    };
    let (call, none) = match record.extras {
        Extras::Open | Extras::Closed => (quote!(record), page.json("UnknownMembers")),
        Extras::Typed(_) => (
            quote!(record_with),
            page.import("std::collections::BTreeMap"),
        ),
    };
    let code = Code {
        blank: quote!(Self { #(#names: #blank(),)* #extras: #none::new() }),
        read: quote!(r.#call(&Self::FIELDS, [#(&mut self.#names),*], &mut self.#extras)),
        write: quote!(w.#call(&Self::FIELDS, [#(&self.#names),*], &self.#extras)),
    };
    implement(page, name, &code, None);
}

fn table(
    scope: &Scope<'_>,
    page: &mut Page,
    (id, name): (ShapeId, &Ident),
    record: &Record,
    members: &[Member<'_>],
) {
    let entries: Vec<_> = members.iter().map(|member| entry(page, member)).collect();
    let count = proc_macro2::Literal::usize_unsuffixed(entries.len());
    let constants: Vec<_> = record
        .fields
        .iter()
        .filter(|field| slot(scope.facts, id, field) == Slot::Constant)
        .filter_map(|field| constant(page, record, field))
        .collect();
    let constants = (!constants.is_empty()).then(|| quote!(.constants(&[#(#constants),*])));
    let table = call(page, "table");
    let type_ = page.json("Table");
    page.item(quote! {
        impl #name {
            const FIELDS: #type_<#count> = #table([#(#entries),*])#constants;
        }
    });
}

fn entry(page: &mut Page, member: &Member<'_>) -> TokenStream {
    let wire = member.field.wire.as_str();
    let presence = match member.slot {
        Slot::Required | Slot::Constant => "required",
        Slot::Optional if member.field.required && member.field.access == Access::ReadOnly => {
            "received"
        }
        Slot::Optional => "optional",
    };
    let presence = call(page, presence);
    quote!(#presence(#wire))
}

fn constant(page: &mut Page, record: &Record, field: &Field) -> Option<TokenStream> {
    let wire = field.wire.as_str();
    let (function, value) = match field.constant.as_ref()? {
        Literal::Text(text) => ("text", quote!(#text)),
        Literal::Integer(value) => ("integer", integer(*value)),
        Literal::Boolean(value) => ("boolean", quote!(#value)),
        Literal::Json(text) => {
            let number: f64 = text
                .parse()
                .ok()
                .filter(|number: &f64| number.is_finite())?;
            let literal = proc_macro2::Literal::f64_unsuffixed(number.abs());
            (
                "number",
                if number < 0.0 {
                    quote!(-#literal)
                } else {
                    quote!(#literal)
                },
            )
        }
    };
    let tag = record
        .payload_of
        .as_ref()
        .is_some_and(|(tag, _)| *tag == field.wire);
    let constant = call(page, if tag { "tag" } else { "constant" });
    let function = call(page, function);
    Some(quote!(#constant(#wire, #function(#value))))
}
