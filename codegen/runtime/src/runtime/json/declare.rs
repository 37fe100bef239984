//! A record is declared by its members, an enum of texts by its name; the rest follows from them.

#[allow(
    unused_macros,
    reason = "a description without records has nothing to declare"
)]
/// Implements [`Json`](super::Json) for a struct.
///
/// Each line is a field with its member: `required`, `optional` or `received` (`readOnly`). The last
/// is the field that holds the members without one. Before them stand the constants in brackets,
/// which have no field.
macro_rules! record {
    (
        $type:ident $([$($constant:ident($tag:literal, $literal:ident($value:literal))),* $(,)?])? {
            $($field:ident: $presence:ident($member:literal),)*
            ..$rest:ident
        }
    ) => {
        impl $type {
            const FIELDS: $crate::runtime::json::Table<{ <[&str]>::len(&[$($member),*]) }> =
                $crate::runtime::json::table([
                    $($crate::runtime::json::whole::$presence(concat!(",\"", $member, "\":"))),*
                ])
                $(.constants(&[
                    $($crate::runtime::json::$constant(
                        $tag,
                        $crate::runtime::json::$literal($value),
                    )),*
                ]))?;
        }

        impl $crate::runtime::json::Json for $type {
            fn blank() -> Self {
                Self {
                    $($field: $crate::runtime::json::blank(),)*
                    $rest: ::core::default::Default::default(),
                }
            }

            #[inline]
            fn read(
                &mut self,
                r: &mut $crate::runtime::json::In<'_>,
            ) -> $crate::runtime::json::Result {
                r.record(&Self::FIELDS, [$(&mut self.$field),*], &mut self.$rest)
            }

            #[inline]
            fn write(&self, w: &mut $crate::runtime::json::Out<'_>) {
                w.record(&Self::FIELDS, [$(&self.$field),*], &self.$rest)
            }
        }
    };
}

#[allow(
    unused_macros,
    reason = "a description without enums of texts has nothing to declare"
)]
/// Implements the traits by which enums of texts are made from texts and shown as texts: `From<&str>`
/// for one that keeps every text, `FromStr` for one that does not.
macro_rules! texts {
    ($($made:ident $type:ident)*) => {$(
        $crate::runtime::json::texts!(@ $made $type);

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }
    )*};
    (@ From $type:ident) => {
        impl ::core::convert::From<&str> for $type {
            fn from(text: &str) -> Self {
                $crate::runtime::json::of_text(text)
            }
        }
    };
    (@ FromStr $type:ident) => {
        impl ::core::str::FromStr for $type {
            type Err = $crate::runtime::json::DecodeError;

            fn from_str(text: &str) -> $crate::runtime::json::Result<Self> {
                $crate::runtime::json::from_text(text)
            }
        }
    };
}

#[allow(
    unused_imports,
    reason = "a description without records or enums has nothing to declare"
)]
pub(crate) use {record, texts};
