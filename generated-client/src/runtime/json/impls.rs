//! How the types of the standard library, and `serde_json::Value`, are read and written.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{DecodeError, In, Json, Out, Result, blank};

impl Json for bool {
    fn blank() -> Self {
        false
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.bool_into(self)
    }

    fn write(&self, w: &mut Out<'_>) {
        w.bool(*self);
    }
}

impl Json for i64 {
    fn blank() -> Self {
        0
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.i64_into(self)
    }

    fn write(&self, w: &mut Out<'_>) {
        w.i64(*self);
    }
}

impl Json for u64 {
    fn blank() -> Self {
        0
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        *self = r.u64()?;
        Ok(())
    }

    fn write(&self, w: &mut Out<'_>) {
        w.u64(*self);
    }
}

/// Integers that are read as an `i64` and checked.
macro_rules! narrow {
    ($($integer:ty)*) => {$(
        impl Json for $integer {
            fn blank() -> Self {
                0
            }

            fn read(&mut self, r: &mut In<'_>) -> Result {
                let integer = r.i64()?;
                *self = integer.try_into().map_err(|_| {
                    let (least, most) = (<$integer>::MIN, <$integer>::MAX);
                    let range = format!("an integer from {least} to {most}");
                    DecodeError::new(range, integer.to_string())
                })?;
                Ok(())
            }

            fn write(&self, w: &mut Out<'_>) {
                w.i64((*self).into());
            }
        }
    )*};
}

narrow! { i32 u32 }

impl Json for f64 {
    fn blank() -> Self {
        0.0
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.f64_into(self)
    }

    fn write(&self, w: &mut Out<'_>) {
        w.f64(*self);
    }
}

impl Json for f32 {
    fn blank() -> Self {
        0.0
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        let number = r.f64()?;
        *self = number as f32;
        if self.is_finite() {
            Ok(())
        } else {
            Err(DecodeError::new(
                "a single-precision number",
                number.to_string(),
            ))
        }
    }

    fn write(&self, w: &mut Out<'_>) {
        w.f32(*self);
    }
}

impl Json for String {
    fn blank() -> Self {
        String::new()
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.string_into(self)
    }

    fn write(&self, w: &mut Out<'_>) {
        w.str(self);
    }
}

impl Json for Value {
    fn blank() -> Self {
        Value::Null
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        *self = r.value()?;
        Ok(())
    }

    fn write(&self, w: &mut Out<'_>) {
        w.value(self);
    }

    fn nullable() -> bool {
        true
    }
}

/// `null` and nothing else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Null;

impl Json for Null {
    fn blank() -> Self {
        Null
    }

    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.option(&mut |r| Err(r.mismatch("null")))
    }

    fn write(&self, w: &mut Out<'_>) {
        w.null();
    }

    fn nullable() -> bool {
        true
    }
}

impl<T: Json> Json for Option<T> {
    fn blank() -> Self {
        None
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        if T::nullable() {
            *self = Some(r.get()?);
            return Ok(());
        }
        *self = None;
        r.option(&mut |r| self.insert(blank()).read(r))
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        match self {
            Some(value) => value.write(w),
            None => w.null(),
        }
    }

    fn absent(&self) -> bool {
        self.is_none()
    }

    fn nullable() -> bool {
        true
    }
}

impl<T: Json> Json for Box<T> {
    #[inline]
    fn blank() -> Self {
        Box::new(blank())
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        T::read(self, r)
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        T::write(self, w);
    }

    fn absent(&self) -> bool {
        T::absent(self)
    }

    fn nullable() -> bool {
        T::nullable()
    }
}

impl<T: Json> Json for Vec<T> {
    fn blank() -> Self {
        Vec::new()
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        self.clear();
        r.list(&mut |r| {
            self.push(blank());
            // What is read where it stays need not be moved there.
            self.last_mut().map_or(Ok(()), |item| item.read(r))
        })
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.list(self.len(), &mut self.iter().map(|item| item as &dyn Json));
    }
}

impl<T: Json> Json for BTreeMap<String, T> {
    fn blank() -> Self {
        BTreeMap::new()
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        self.clear();
        r.map(&mut |name, r| {
            self.insert(name.to_owned(), r.get()?);
            Ok(())
        })
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.map(
            self.len(),
            &mut self
                .iter()
                .map(|(name, value)| (name.as_str(), value as &dyn Json)),
        );
    }
}

/// Tuples, whose arrays have exactly their length.
macro_rules! tuples {
    ($(($($part:ident $index:tt)*))*) => {$(
        impl<$($part: Json),*> Json for ($($part,)*) {
            fn blank() -> Self {
                ($($part::blank(),)*)
            }

            #[inline]
            fn read(&mut self, r: &mut In<'_>) -> Result {
                r.tuple(&mut [$(&mut self.$index),*])
            }

            #[inline]
            fn write(&self, w: &mut Out<'_>) {
                w.tuple(&[$(&self.$index),*]);
            }
        }
    )*};
}

tuples! {
    (A 0)
    (A 0 B 1)
    (A 0 B 1 C 2)
    (A 0 B 1 C 2 D 3)
    (A 0 B 1 C 2 D 3 E 4)
    (A 0 B 1 C 2 D 3 E 4 F 5)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7)
}
