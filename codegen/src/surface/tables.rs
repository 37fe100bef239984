//! The field table of a record: the members it has on the wire.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{
    Expr, Ident, Token, braced, bracketed,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
    token::Bracket,
};

use super::{
    Ty,
    arms::{text, walk},
};

/// An object as it stands on the wire.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Its members, in the order of its struct's fields.
    pub members: Vec<Member>,
    /// Members with one value: name, and the value as it is written.
    pub constants: Vec<(String, String)>,
    /// What all other members look like, where that is said.
    pub rest: Option<Ty>,
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name on the wire.
    pub wire: String,
    /// Whether it must be there.
    pub presence: Presence,
    /// The field that holds it; filled in from the struct.
    pub field: String,
    /// What it looks like; filled in from the struct.
    pub looks: Ty,
}

/// Whether a member must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// In both directions.
    Required,
    /// In what is received only.
    Received,
    /// In none.
    Optional,
}

/// The type and the table in `record!(Type [constants] { field: required("wire"), …, ..rest });`.
pub(super) fn declared(tokens: TokenStream) -> Option<(String, Record)> {
    let declared: Declared = syn::parse2(tokens).ok()?;
    let mut record = Record::default();
    for entry in &declared.entries {
        enter(&mut record, entry);
    }
    Some((declared.name, record))
}

struct Declared {
    name: String,
    entries: Vec<Expr>,
}

impl Parse for Declared {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse::<Ident>()?.to_string();
        let mut entries = Vec::new();
        if input.peek(Bracket) {
            let constants;
            bracketed!(constants in input);
            entries.extend(Punctuated::<Expr, Token![,]>::parse_terminated(&constants)?);
        }
        let members;
        braced!(members in input);
        while !members.is_empty() && !members.peek(Token![..]) {
            members.parse::<Ident>()?;
            members.parse::<Token![:]>()?;
            entries.push(members.parse()?);
            members.parse::<Option<Token![,]>>()?;
        }
        members.parse::<TokenStream>()?;
        Ok(Declared { name, entries })
    }
}

/// The table in `const FIELDS: Table<…> = …`, as earlier versions declared it.
pub(super) fn table(expression: &Expr) -> Record {
    let mut record = Record::default();
    walk(expression, &mut |expression| enter(&mut record, expression));
    record
}

fn enter(record: &mut Record, entry: &Expr) {
    let Expr::Call(call) = entry else { return };
    let Some(wire) = call.args.first().and_then(text) else {
        return;
    };
    let presence = match call.func.to_token_stream().to_string().as_str() {
        "required" => Presence::Required,
        "received" => Presence::Received,
        "optional" => Presence::Optional,
        "tag" | "constant" => {
            let value = call.args.iter().nth(1).map(ToTokens::to_token_stream);
            let value = value.unwrap_or_default().to_string();
            record.constants.push((wire, value));
            return;
        }
        _ => return,
    };
    record.members.push(Member {
        wire,
        presence,
        field: String::new(),
        looks: Ty::Any,
    });
}
