//! Types of other crates are read and written by serde.

/// Implements [`Json`](crate::runtime::json::Json) for types that have `Default`, `Serialize` and
/// `DeserializeOwned`.
#[allow(
    unused_macros,
    reason = "a crate holds this file only where it replaces a type; the runtime itself never does"
)]
macro_rules! by_serde {
    ($($type:ty)*) => {$(
        impl $crate::runtime::json::Json for $type {
            fn blank() -> Self {
                <Self as ::core::default::Default>::default()
            }

            fn read(
                &mut self,
                r: &mut $crate::runtime::json::In<'_>,
            ) -> $crate::runtime::json::Result {
                let value = r.value()?;
                *self = ::serde_json::from_value(value).map_err(|error| {
                    let expected = concat!("a `", stringify!($type), "`");
                    $crate::runtime::json::DecodeError::new(expected, error.to_string())
                })?;
                Ok(())
            }

            fn write(&self, w: &mut $crate::runtime::json::Out<'_>) {
                w.value(&::serde_json::to_value(self).unwrap_or_default());
            }
        }
    )*};
}

#[allow(unused_imports, reason = "as above")]
pub(crate) use by_serde;
