//! What was received becomes what is sent: the conversion between two types of one schema.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    Doc,
    field::Slot,
    page::{Page, ident},
    record::{Member, extras_name, members, taken},
    scope::{Home, Scope},
    union::{unknown_name, variant_name},
};
use crate::{
    ir::{Extras, Record, Shape, ShapeId, Union},
    pass::Conversion,
};

/// Adds the conversion to the type `id`, if it is the sent one of two.
pub(crate) fn twin(scope: &Scope<'_>, page: &mut Page, home: Home, id: ShapeId) {
    let Some(twin) = scope.facts.twins.get(&id) else {
        return;
    };
    if twin.conversion == Conversion::None {
        return;
    }
    let name = scope.type_name(page, home, id);
    let received = scope.type_name(page, home, twin.received);
    let (Some(name), Some(received)) = (name, received) else {
        return;
    };
    let ids = (twin.received, id);
    let shapes = (scope.api.shapes.get(ids.0), scope.api.shapes.get(ids.1));
    let value = match shapes {
        (Shape::Record(from), Shape::Record(to)) => {
            let made = record(scope, ids, (from, to));
            if twin.conversion == Conversion::Completed {
                return completed(scope, page, home, (&name, &received), (id, to), &made);
            }
            quote!(Self { #made })
        }
        (Shape::Union(from), Shape::Union(to)) => union(scope, &received, ids, (from, to)),
        (Shape::Wrapper(from), Shape::Wrapper(to)) => {
            let boxes = |owner| scope.facts.boxed.contains(&(owner, 0));
            let from = Place(*from, boxes(ids.0));
            let value = convert(scope, from, Place(*to, boxes(ids.1)), quote!(received.0));
            quote!(Self(#value))
        }
        _ => return,
    };
    page.item(quote! {
        impl From<#received> for #name {
            fn from(received: #received) -> Self { #value }
        }
    });
}

/// A shape, and whether it is in a box.
#[derive(Clone, Copy)]
struct Place(ShapeId, bool);

/// The fields of a record that the received one has too.
fn record(scope: &Scope<'_>, ids: (ShapeId, ShapeId), records: (&Record, &Record)) -> TokenStream {
    let read = |id, record| members(scope, &mut Page::default(), Home::Elsewhere, id, record);
    let (from, to) = (read(ids.0, records.0), read(ids.1, records.1));
    let fields = to.iter().filter_map(|member| {
        let name = &member.name;
        let known = from
            .iter()
            .find(|known| known.field.wire == member.field.wire);
        let Some(known) = known else {
            // What is lacking is given by the caller, or stays absent.
            return (member.slot == Slot::Optional).then(|| quote!(#name: None,));
        };
        let from_name = &known.name;
        let place = |id: ShapeId, member: &Member<'_>| {
            let required = member.slot == Slot::Required;
            let shape = member.field.shape;
            Place(shape, scope.boxes_field(id, member.index, shape, required))
        };
        let (before, after) = (place(ids.0, known), place(ids.1, member));
        let value = quote!(received.#from_name);
        let value = match (known.slot, member.slot) {
            (Slot::Optional, Slot::Optional) => mapped(scope, before, after, value),
            (Slot::Optional, Slot::Required | Slot::Constant) => return None,
            (Slot::Required | Slot::Constant, Slot::Optional) => {
                let value = convert(scope, before, after, value);
                quote!(Some(#value))
            }
            (Slot::Required | Slot::Constant, Slot::Required | Slot::Constant) => {
                convert(scope, before, after, value)
            }
        };
        Some(quote!(#name: #value,))
    });
    let fields: Vec<_> = fields.collect();
    let names = (
        extras_name(scope, ids.0, records.0),
        extras_name(scope, ids.1, records.1),
    );
    let (before, after) = names;
    let extras = match (records.0.extras, records.1.extras) {
        (Extras::Typed(from), Extras::Typed(to)) if from != to => {
            let value = convert(scope, Place(from, false), Place(to, false), quote!(value));
            quote!(received.#before.into_iter().map(|(key, value)| (key, #value)).collect())
        }
        (Extras::Open | Extras::Closed | Extras::Typed(_), _) => quote!(received.#before),
    };
    quote!(#(#fields)* #after: #extras)
}

/// A function that takes what the received type lacks.
fn completed(
    scope: &Scope<'_>,
    page: &mut Page,
    home: Home,
    (name, received): (&Ident, &Ident),
    (id, record): (ShapeId, &Record),
    made: &TokenStream,
) {
    let Some(twin) = scope.facts.twins.get(&id) else {
        return;
    };
    let has = match scope.api.shapes.get(twin.received) {
        Shape::Record(known) => known
            .fields
            .iter()
            .map(|field| field.wire.as_str())
            .collect(),
        _ => Vec::new(),
    };
    let members = members(scope, page, home, id, record);
    let lacking = members.iter().filter(|member| {
        member.slot == Slot::Required && !has.contains(&member.field.wire.as_str())
    });
    let (arguments, fields): (Vec<_>, Vec<_>) = lacking.map(taken).unzip();
    let doc = page.doc(Doc::new().say(format!(
        "What was received as a [`{received}`], with what only a caller knows."
    )));
    page.item(quote! {
        impl #name {
            #doc
            pub fn from_received(received: #received, #(#arguments),*) -> Self {
                Self { #(#fields)* #made }
            }
        }
    });
}

fn union(
    scope: &Scope<'_>,
    received: &Ident,
    (from, to): (ShapeId, ShapeId),
    (before, after): (&Union, &Union),
) -> TokenStream {
    let pairs = before.variants.iter().zip(&after.variants).enumerate();
    let arms = pairs.filter_map(|(index, (known, variant))| {
        let names = (
            variant_name(scope, from, index)?,
            variant_name(scope, to, index)?,
        );
        let known = Place(known.shape, scope.boxes_variant(from, index, known.shape));
        let variant = Place(variant.shape, scope.boxes_variant(to, index, variant.shape));
        let value = convert(scope, known, variant, quote!(value));
        let (before, after) = names;
        Some(quote!(#received::#before(value) => Self::#after(#value),))
    });
    let arms: Vec<_> = arms.collect();
    let unknown = unknown_name(scope, from).zip(unknown_name(scope, to));
    let unknown = unknown.map(|(from, to)| quote!(#received::#from(value) => Self::#to(value),));
    quote!(match received { #(#arms)* #unknown })
}

/// The value in an `Option` as another type.
fn mapped(scope: &Scope<'_>, from: Place, to: Place, value: TokenStream) -> TokenStream {
    let inner = convert(scope, from, to, quote!(value));
    match inner.to_string().as_str() {
        "value" => value,
        "value . into ()" => quote!(#value.map(Into::into)),
        _ => quote!(#value.map(|value| #inner)),
    }
}

/// The value as another type; what does not differ moves.
fn convert(scope: &Scope<'_>, from: Place, to: Place, value: TokenStream) -> TokenStream {
    let (Place(before, was_boxed), Place(after, boxed)) = (from, to);
    let typed = |id| scope.names.types.contains_key(&id);
    if before == after && was_boxed == boxed {
        return value;
    }
    match (scope.shape(before), scope.shape(after)) {
        (Shape::Nullable(from), Shape::Nullable(to)) if !typed(before) && !typed(after) => {
            // The box of a nullable part stands inside its `Option`.
            return mapped(scope, Place(*from, was_boxed), Place(*to, boxed), value);
        }
        _ => {}
    }
    let inner = match (before == after, was_boxed) {
        (true, true) => quote!(*#value),
        (true, false) => value,
        (false, true) => {
            let type_ = type_name(scope, after);
            match type_ {
                Some(type_) => quote!(#type_::from(*#value)),
                None => bare(scope, before, after, quote!((*#value))),
            }
        }
        (false, false) => bare(scope, before, after, value),
    };
    if boxed {
        quote!(Box::new(#inner))
    } else {
        inner
    }
}

/// The value, which is in no box, as another type.
fn bare(scope: &Scope<'_>, before: ShapeId, after: ShapeId, value: TokenStream) -> TokenStream {
    let typed = |id| scope.names.types.contains_key(&id);
    let plain = |id| Place(id, false);
    if typed(before) || typed(after) {
        return quote!(#value.into());
    }
    match (scope.shape(before), scope.shape(after)) {
        (Shape::List(from), Shape::List(to)) => {
            let item = convert(scope, plain(*from), plain(*to), quote!(value));
            match item.to_string().as_str() {
                "value . into ()" => quote!(#value.into_iter().map(Into::into).collect()),
                _ => quote!(#value.into_iter().map(|value| #item).collect()),
            }
        }
        (Shape::Map(from), Shape::Map(to)) => {
            let item = convert(scope, plain(*from), plain(*to), quote!(value));
            quote!(#value.into_iter().map(|(key, value)| (key, #item)).collect())
        }
        (Shape::Nullable(from), Shape::Nullable(to)) => {
            mapped(scope, plain(*from), plain(*to), value)
        }
        (Shape::Tuple { items: from, .. }, Shape::Tuple { items: to, .. }) => {
            let names: Vec<_> = (0..to.len())
                .map(|index| ident(&format!("item{index}")))
                .collect();
            let pairs = from.iter().zip(to).zip(&names);
            let items: Vec<_> = pairs
                .map(|((from, to), name)| convert(scope, plain(*from), plain(*to), quote!(#name)))
                .collect();
            quote!({ let (#(#names,)*) = #value; (#(#items,)*) })
        }
        // Whatever else there is has a type of its own, or is the same both ways.
        _ => quote!(#value.into()),
    }
}

fn type_name(scope: &Scope<'_>, id: ShapeId) -> Option<Ident> {
    scope.names.types.get(&id).map(|known| ident(&known.name))
}
