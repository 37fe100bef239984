//! The field table of a record: the members it has on the wire.

use quote::ToTokens;
use syn::Expr;

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

/// The table in `const FIELDS: Table<…> = …`.
pub(super) fn table(expression: &Expr) -> Record {
    let mut record = Record::default();
    walk(expression, &mut |expression| {
        let Expr::Call(call) = expression else { return };
        let Some(wire) = call.args.first().and_then(text) else {
            return;
        };
        let presence = match call.func.to_token_stream().to_string().as_str() {
            "required" => Presence::Required,
            "received" => Presence::Received,
            "optional" => Presence::Optional,
            "tag" | "constant" => {
                let value = call.args.iter().nth(1).map(ToTokens::to_token_stream);
                record
                    .constants
                    .push((wire, value.unwrap_or_default().to_string()));
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
    });
    record
}
