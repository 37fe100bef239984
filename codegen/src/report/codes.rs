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
    UNKNOWN_VERSION = "OAS0009", "the version of OpenAPI is unknown";
    WRONG_KIND = "OAS0010", "a value is of the wrong JSON kind";
    MISSING = "OAS0011", "something is missing that must be there";
    UNKNOWN_TYPE = "OAS0012", "a schema's type is unknown";
    MISFIT_ENUM = "OAS0013", "an enum's values do not fit its type";
    FOREIGN_KEYWORD = "OAS0014", "a keyword does not belong to the schema's type";
    OTHER_VERSION = "OAS0015", "a spelling of another version of OpenAPI";
    REFERENCE_SIBLINGS = "OAS0016", "members beside a reference are ignored";
    NO_TYPE_FOR_IT = "OAS0017", "a keyword says what no Rust type can say";
    UNKNOWN_METHOD = "OAS0018", "a path item has an operation of an unknown method";
    UNKNOWN_STATUS = "OAS0019", "a response stands for no known status";
    MISSING_FILE = "OAS0020", "a reference leads to a file that is not at hand";
    AMBIGUOUS_PATHS = "OAS0021", "two paths match the same requests";
    BAD_OVERLAY = "OAS0022", "an overlay document is not understood";
    UNUSED_OVERLAY = "OAS0023", "an overlay's action matches nothing";
    UNION_DECIDED = "OAS0100", "how a value of a union finds its branch";
    UNION_UNDECIDED = "OAS0101", "nothing tells the branches of a union apart";
    DISCRIMINATOR = "OAS0102", "a discriminator does not fit its branches";
    ANY_BRANCH = "OAS0103", "a branch of a union allows anything";
    CONFLICT = "OAS0104", "parts of a schema contradict each other";
    RECURSIVE_ALL_OF = "OAS0105", "a schema contains itself through allOf";
    TOO_DEEP = "OAS0106", "schemas are nested too deeply";
    MIXED_SCHEMA = "OAS0107", "keywords of different types stand in one schema";
    NOT_KEYWORD = "OAS0108", "a `not` is no shape";
    ENUM_VALUES = "OAS0109", "an enum's values repeat, or do not have its type";
    UNDESCRIBED_MEMBER = "OAS0110", "a required member is not described";
    DUPLICATE_OPERATION_ID = "OAS0120", "two operations have one operationId";
    UNDECLARED_PARAMETER = "OAS0121", "a path has a parameter that is not declared";
    STRAY_PARAMETER = "OAS0122", "a path parameter is not in its path";
    DUPLICATE_PARAMETER = "OAS0123", "a parameter is declared twice";
    BAD_PARAMETER = "OAS0124", "a parameter does not say what it is";
    IGNORED_PARAMETER = "OAS0125", "a header parameter that OpenAPI says to ignore";
    UNKNOWN_STYLE = "OAS0126", "a parameter has a style that does not exist there";
    SHAPELESS = "OAS0127", "a parameter or body without a schema";
    BAD_STATUS = "OAS0128", "a reply for what is no status";
    LINKS = "OAS0129", "links between operations";
    BAD_SERVER = "OAS0130", "a server without an address";
    UNKNOWN_SCHEME = "OAS0131", "a security scheme that is not declared, or of no known kind";
    ENVELOPE = "OAS0200", "a reply is no envelope";
    UNUSED_SETTING = "OAS0201", "a setting matches nothing";
    BAD_SETTING = "OAS0202", "a setting cannot be followed";
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
