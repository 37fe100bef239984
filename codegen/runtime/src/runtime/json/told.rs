//! Tags that are no plain text: numbers and booleans, and those that may be missing.

use serde_json::Value;

use super::record::missing;
use super::sink::whole;
use super::source::{EachNamed, Kind, Source, Step, pick_variant};
use super::{In, Result};

/// How far a value whose tag may be missing was looked at.
enum Look {
    /// Not at all.
    Begin,
    /// The tag is there, or the value is no object.
    Tagged,
    /// There is none: the branches are tried from this one on, after this one fitted.
    Without(usize, Option<usize>),
    /// The branch with this index is the only one that fits.
    Fits(usize),
}

impl<'a> dyn Source + 'a {
    /// As [`Source::tagged`], with a number or boolean as the tag: `pick` gets it as JSON writes it.
    pub fn tagged_by(&mut self, tag: &'static str, pick: &mut EachNamed<'_>) -> Result {
        let mut found: Option<String> = None;
        self.retry(&mut |r| {
            if let Some(found) = &found {
                return pick_variant(pick, found, r).map(|()| Step::Done);
            }
            found = Some(literal(tag, r)?);
            Ok(Step::Again)
        })
    }

    /// As [`Source::tagged`], where the tag may be missing: then `pick` gets the first of `known`
    /// whose branch is the only one that holds nothing unknown of the value, and the branch is
    /// written without the tag again; else `pick` gets an empty text.
    pub fn maybe_tagged(
        &mut self,
        tag: &'static str,
        known: &[&str],
        pick: &mut EachNamed<'_>,
    ) -> Result {
        let mut look = Look::Begin;
        self.retry(&mut |r| {
            look = match look {
                Look::Begin if lacks(tag, r)? => Look::Without(0, None),
                Look::Begin => Look::Tagged,
                Look::Tagged => return r.tagged(tag, pick).map(|()| Step::Done),
                Look::Fits(index) => {
                    let mut read = |r: &mut In<'_>| pick(known[index], r);
                    return r.untagged(tag, &mut read).map(|()| Step::Done);
                }
                Look::Without(index, before) if index < known.len() => {
                    let misfits = r.misfits();
                    let fits = match r.untagged(tag, &mut |r| pick(known[index], r)) {
                        Ok(()) => r.misfits() == misfits,
                        Err(error) if error.is_syntax() => return Err(error),
                        Err(_) => false,
                    };
                    match (fits, before) {
                        // Two that fit are no proof.
                        (true, Some(_)) => Look::Without(known.len(), None),
                        (true, None) => Look::Without(index + 1, Some(index)),
                        (false, before) => Look::Without(index + 1, before),
                    }
                }
                Look::Without(_, Some(only)) => Look::Fits(only),
                Look::Without(_, None) => return pick("", r).map(|()| Step::Done),
            };
            Ok(Step::Again)
        })
    }
}

/// Whether the value is an object without the member.
fn lacks(tag: &str, r: &mut In<'_>) -> Result<bool> {
    let mut lacks = false;
    r.kinds(&mut |kind, r| {
        if kind != Kind::Object {
            return r.skip();
        }
        lacks = true;
        r.map(&mut |name, r| {
            lacks &= name != tag;
            r.skip()
        })
    })?;
    Ok(lacks)
}

/// The member `tag` as JSON writes it; a whole number without a fraction.
fn literal(tag: &'static str, r: &mut In<'_>) -> Result<String> {
    let mut found = None;
    r.map(&mut |name, r| {
        if name != tag {
            return r.skip();
        }
        found = Some(r.value()?);
        Ok(())
    })?;
    match found.ok_or_else(|| missing(tag))? {
        Value::Number(number) => Ok(match number.as_f64().and_then(whole) {
            Some(whole) if !number.is_i64() => whole.to_string(),
            _ => number.to_string(),
        }),
        other => Ok(other.to_string()),
    }
}
