//! Gives every type serde's two traits, by code that exists once per format, not once per type.

mod de;
mod parts;
mod ser;
mod visit;

use serde_core::{Deserializer, Serializer};

use super::Json;

pub(crate) use self::ser::Shown;

#[allow(
    unused_macros,
    reason = "a description without types has nothing to bridge"
)]
/// Implements serde's `Serialize` and `Deserialize` for types that are [`Json`].
///
/// And says that they hold nothing that changes behind a reference, which is so for all data: rustc
/// would look for it through all types that a type leads to, and gives up where these are many.
macro_rules! bridge {
    ($($type:ty)*) => {$(
        impl ::core::panic::RefUnwindSafe for $type {}

        impl ::serde_core::Serialize for $type {
            fn serialize<S: ::serde_core::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::runtime::json::serialize(self, serializer)
            }
        }

        impl<'de> ::serde_core::Deserialize<'de> for $type {
            fn deserialize<D: ::serde_core::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::json::deserialize(deserializer)
            }
        }
    )*};
}

#[allow(
    unused_imports,
    reason = "a description without types has nothing to bridge"
)]
pub(crate) use bridge;

/// Writes `value` in any serde format.
///
/// # Errors
/// The format refuses the value.
pub fn serialize<S: Serializer>(value: &dyn Json, serializer: S) -> Result<S::Ok, S::Error> {
    ser::serialize(value, serializer)
}

/// Reads a value in any serde format that describes itself.
///
/// # Errors
/// The value is not of this shape, or the format has an error of its own.
pub fn deserialize<'de, T: Json, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::blank();
    de::deserialize(deserializer, &mut value)?;
    Ok(value)
}
