//! Every problem code, once, with its title. A code is never given a second meaning.
//!
//! `OAS0001` to `OAS0099` are met while loading, `OAS0100` to `OAS0199` while lowering, the rest
//! later.

/// A code and what it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// `OAS0001`.
    pub code: &'static str,
    /// What it stands for, in a few words.
    pub title: &'static str,
}

macro_rules! codes {
    ($($name:ident = $code:literal, $title:literal;)*) => {
        $(#[doc = concat!("`", $code, "`: ", $title, ".")] pub const $name: &str = $code;)*
        /// All codes, in ascending order.
        pub const TABLE: &[Code] = &[$(Code { code: $code, title: $title }),*];
    };
}

codes! {
    UNREADABLE_TEXT = "OAS0001", "the text is neither JSON nor YAML";
    TOO_LARGE = "OAS0002", "the text is too large, too deep, or repeats itself too often";
    NOT_OPENAPI = "OAS0003", "the document is no OpenAPI description";
    SWAGGER_2 = "OAS0004", "the document is a Swagger 2.0 description";
    DUPLICATE_KEY = "OAS0005", "a key stands twice in one object";
    UNKNOWN_REFERENCE = "OAS0006", "a reference leads nowhere";
    CIRCULAR_REFERENCE = "OAS0007", "references lead in a circle";
    UNREADABLE_NODE = "OAS0008", "a node does not have the form it must have";
}

#[cfg(test)]
mod tests {
    use super::TABLE;

    #[test]
    fn codes_ascend_and_are_given_once() {
        let codes = TABLE.iter().map(|code| code.code).collect::<Vec<_>>();
        let mut sorted = codes.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(codes, sorted);
    }
}
