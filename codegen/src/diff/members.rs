//! Fields and variants: what may be added, and what may not change.

use super::{
    Change, Kind, Level,
    rust::{change, said},
};
use crate::surface::Part;

/// The type whose members are compared.
pub(super) struct Members<'a> {
    /// Its path.
    pub(super) path: &'a str,
    /// What a member is called: `field`, `variant`.
    pub(super) word: &'static str,
    /// Whether the old version could grow.
    pub(super) grows: bool,
}

/// Whether the type can grow, and its generic parameters.
pub(super) fn openness(
    members: &Members<'_>,
    (was, generics): (bool, &str),
    (is, now): (bool, &str),
    changes: &mut Vec<Change>,
) {
    let told = match (was, is) {
        (false, true) => Some((
            "cannot be written out or matched in full any more",
            Level::Major,
        )),
        (true, false) => Some(("can be written out and matched in full", Level::Minor)),
        _ if generics != now => Some(("other generic parameters", Level::Major)),
        _ => None,
    };
    if let Some((what, level)) = told {
        changes.push(change(members.path, Kind::Changed, what.to_owned(), level));
    }
}

/// Members that came, went, or are others.
pub(super) fn members(
    Members { path, word, grows }: &Members<'_>,
    old: &[Part],
    new: &[Part],
    changes: &mut Vec<Change>,
) {
    for before in old {
        let path = format!("{path}::{}", before.name);
        match new.iter().find(|after| after.name == before.name) {
            None => {
                let what = (*word).to_owned();
                changes.push(change(&path, Kind::Removed, what, Level::Major));
            }
            Some(after) if after.type_ != before.type_ => {
                let what = format!("`{}` before, now `{}`", before.type_, after.type_);
                changes.push(change(&path, Kind::Changed, what, Level::Major));
            }
            Some(after) => said(
                (&path, &before.docs, before.deprecated),
                (&after.docs, after.deprecated),
                changes,
            ),
        }
    }
    for after in new {
        if old.iter().all(|before| before.name != after.name) {
            let path = format!("{path}::{}", after.name);
            let level = if *grows { Level::Minor } else { Level::Major };
            changes.push(change(&path, Kind::Added, (*word).to_owned(), level));
        }
    }
}
