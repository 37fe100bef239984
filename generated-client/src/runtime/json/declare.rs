//! A record is declared by its members; what reads and writes it follows from them.

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
    unused_imports,
    reason = "a description without records has nothing to declare"
)]
pub(crate) use record;
