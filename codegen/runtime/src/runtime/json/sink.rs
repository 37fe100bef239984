//! Where values are written to: one object-safe trait for text and every serde format.

use serde_json::Value;

use super::Json;
use super::record::Written;
use super::table::Table;
use super::unknown::Rest;

/// The items of an array.
pub(crate) type Items<'i, 'v> = dyn Iterator<Item = &'v dyn Json> + 'i;
/// The members of an object.
pub(crate) type Entries<'i, 'v> = dyn Iterator<Item = (&'v str, &'v dyn Json)> + 'i;

/// Something that takes one JSON value, which is written by exactly one call.
///
/// Writing cannot fail; a sink that can keeps its error until the end.
pub trait Sink {
    /// Writes `null`.
    fn null(&mut self);

    /// Writes `true` or `false`.
    fn bool(&mut self, value: bool);

    /// Writes a whole number.
    fn i64(&mut self, value: i64);

    /// Writes a whole number that is not negative.
    fn u64(&mut self, value: u64);

    /// Writes a number, without a fraction if it is whole; `null` for what JSON has no number for.
    fn f64(&mut self, value: f64);

    /// Writes a number of single precision, likewise.
    fn f32(&mut self, value: f32) {
        let number = f64::from(value);
        if number.fract() == 0.0 {
            return self.f64(number);
        }
        // `0.1_f32` is `0.10000000149…` as `f64`; its shortest text is what is meant.
        self.f64(value.to_string().parse().unwrap_or(number));
    }

    /// Writes a string.
    fn str(&mut self, value: &str);

    /// Writes any value.
    fn value(&mut self, value: &Value);

    /// Writes an array of `len` items.
    fn list(&mut self, len: usize, items: &mut Items<'_, '_>);

    /// Writes an object of `len` members.
    fn map(&mut self, len: usize, entries: &mut Entries<'_, '_>);

    /// Writes an object with the members of a record.
    #[doc(hidden)]
    fn members(&mut self, record: &Written<'_>);

    /// Writes the object `payload` with the member `tag` first; a member of that name which the
    /// payload has itself is left out.
    fn tagged(&mut self, tag: &'static str, value: &'static str, payload: &dyn Json);
}

impl<'a> dyn Sink + 'a {
    /// Writes an object whose members have these slots, and those of `rest`.
    #[inline]
    pub fn record<const N: usize>(
        &mut self,
        table: &'static Table<N>,
        slots: [&dyn Json; N],
        rest: &dyn Rest,
    ) {
        self.members(&Written::new(table.members(), &slots, rest));
    }

    /// Writes an array of these items.
    pub fn tuple(&mut self, slots: &[&dyn Json]) {
        self.list(slots.len(), &mut slots.iter().copied());
    }
}

/// The whole number that `value` is, if it is one in the range of [`i64`] (and not `-0`).
#[inline]
pub(crate) fn whole(value: f64) -> Option<i64> {
    // Between these bounds every whole `f64` is exactly an `i64`.
    const BOUND: f64 = 9_223_372_036_854_775_808.0;
    let integer = value as i64;
    let same = integer as f64 == value && (-BOUND..BOUND).contains(&value);
    (same && (integer != 0 || value.is_sign_positive())).then_some(integer)
}
