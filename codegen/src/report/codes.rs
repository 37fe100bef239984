//! Every problem code, once, with its title. A code is never given a second meaning.
//!
//! `OAS0001` to `OAS0099` are met while loading, `OAS0100` to `OAS0199` while lowering, `OAS0200` to
//! `OAS0299` by the settings; some are met in two of these places. `OAS0107` is no longer used. Each has a section in `codegen/docs/diagnostics.md`.

/// A code and what it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// `OAS0001`.
    pub code: &'static str,
    /// What it stands for, in a few words.
    pub title: &'static str,
    /// What the reader can do, where the problem itself does not say it better.
    pub advice: &'static str,
}

/// What the reader can do about a problem of this code.
pub fn advice(code: &str) -> &'static str {
    let found = TABLE.binary_search_by(|known| known.code.cmp(code));
    found.map_or("", |index| TABLE[index].advice)
}

macro_rules! codes {
    ($($name:ident = $code:literal, $title:literal, $advice:literal;)*) => {
        $(#[doc = concat!("`", $code, "`: ", $title, ".")] pub const $name: &str = $code;)*
        /// All codes, in ascending order.
        pub const TABLE: &[Code] = &[$(Code {
            code: $code,
            title: $title,
            advice: $advice,
        }),*];
    };
}

codes! {
    UNREADABLE_TEXT = "OAS0001", "the text is neither JSON nor YAML",
        "check the text at this place with a JSON or YAML linter";
    TOO_LARGE = "OAS0002", "the text is too large, too deep, or repeats itself too often",
        "split the text, or write out less of what repeats";
    NOT_OPENAPI = "OAS0003", "the document is no OpenAPI description",
        "check that this is the right file: a description begins with `openapi: 3.0.3` or so";
    SWAGGER_2 = "OAS0004", "the document is a Swagger 2.0 description",
        "convert it first, for example with `swagger2openapi` or https://converter.swagger.io";
    DUPLICATE_KEY = "OAS0005", "a key stands twice in one object",
        "remove or rename one of the two";
    UNKNOWN_REFERENCE = "OAS0006", "a reference leads nowhere",
        "add what is missing, or correct the reference";
    CIRCULAR_REFERENCE = "OAS0007", "references lead in a circle",
        "let one of them lead to what is meant";
    UNREADABLE_NODE = "OAS0008", "a node does not have the form it must have",
        "write the node as OpenAPI says";
    UNKNOWN_VERSION = "OAS0009", "the version of OpenAPI is unknown",
        "write the version of OpenAPI, such as `openapi: 3.1.0`";
    WRONG_KIND = "OAS0010", "a value is of the wrong JSON kind", "write what must stand here";
    MISSING = "OAS0011", "something is missing that must be there", "add what is missing";
    UNKNOWN_TYPE = "OAS0012", "a type is unknown", "write a type that OpenAPI knows";
    MISFIT_ENUM = "OAS0013", "an enum's values do not fit its type",
        "correct the values or the `type`";
    FOREIGN_KEYWORD = "OAS0014", "a keyword does not belong to the schema's type",
        "remove the keyword, or correct the `type`";
    OTHER_VERSION = "OAS0015", "a spelling of another version of OpenAPI",
        "write it as this version of OpenAPI does, or correct `openapi`";
    REFERENCE_SIBLINGS = "OAS0016", "members beside a reference are ignored",
        "move them to where the reference leads, or into an `allOf` with it";
    NO_TYPE_FOR_IT = "OAS0017", "a keyword says what no Rust type can say",
        "check such values by hand, or describe them in another way";
    UNKNOWN_METHOD = "OAS0018", "a path item has an operation of an unknown method",
        "send such requests by hand";
    UNKNOWN_STATUS = "OAS0019", "a response stands for no known status",
        "use a status such as 200, a range such as 2XX, or `default`";
    MISSING_FILE = "OAS0020", "a reference leads to a file that is not at hand",
        "put the file beside the description, or correct the path";
    AMBIGUOUS_PATHS = "OAS0021", "two paths match the same requests",
        "remove one of the two, or tell them apart by a segment";
    BAD_OVERLAY = "OAS0022", "an overlay document is not understood",
        "see the OpenAPI Overlay Specification, version 1";
    UNUSED_OVERLAY = "OAS0023", "an overlay's action matches nothing",
        "correct the path, or remove the action";
    UNION_DECIDED = "OAS0100", "how a value of a union finds its branch",
        "nothing: this only tells what was found out";
    UNION_UNDECIDED = "OAS0101", "nothing tells the branches of a union apart",
        "add a `discriminator`, or a required one-value member to every branch";
    DISCRIMINATOR = "OAS0102", "a discriminator does not fit its branches", "correct the `mapping`";
    ANY_BRANCH = "OAS0103", "a branch of a union allows anything",
        "describe the branch, or take it out";
    CONFLICT = "OAS0104", "parts of a schema contradict each other", "remove one of the parts";
    RECURSIVE_ALL_OF = "OAS0105", "a schema contains itself through allOf",
        "take the schema out of its own `allOf`";
    TOO_DEEP = "OAS0106", "schemas are nested too deeply",
        "give an inner schema a name under `components`";
    NOT_KEYWORD = "OAS0108", "a `not` is no shape", "check such values by hand";
    ENUM_VALUES = "OAS0109", "an enum's values repeat, or do not have its type",
        "remove the repetition, or correct the `type`";
    UNDESCRIBED_MEMBER = "OAS0110", "a required member is not described",
        "describe it under `properties`, or take it out of `required`";
    DUPLICATE_OPERATION_ID = "OAS0120", "two operations have one operationId",
        "give it an `operationId` of its own";
    UNDECLARED_PARAMETER = "OAS0121", "a path has a parameter that is not declared",
        "declare the parameter with `in: path`";
    STRAY_PARAMETER = "OAS0122", "a path parameter is not in its path",
        "add it to the path, or remove the parameter";
    DUPLICATE_PARAMETER = "OAS0123", "a parameter is declared twice",
        "remove one of the declarations";
    BAD_PARAMETER = "OAS0124", "a parameter does not say what it is, or where it travels", "give its `name` and `in`";
    IGNORED_PARAMETER = "OAS0125", "a header parameter that OpenAPI says to ignore",
        "remove the parameter";
    UNKNOWN_STYLE = "OAS0126", "a parameter has a style that does not exist there",
        "use a style of OpenAPI";
    SHAPELESS = "OAS0127", "a parameter or body without a schema", "describe it";
    BAD_STATUS = "OAS0128", "a reply for what is no status",
        "use a status such as 200, a range such as 2XX, or `default`";
    LINKS = "OAS0129", "links between operations",
        "nothing: the operations they lead to are methods";
    BAD_SERVER = "OAS0130", "a server without an address", "give its `url`";
    UNKNOWN_SCHEME = "OAS0131", "a security scheme that is not declared, or of no known kind",
        "declare it under `components.securitySchemes`";
    OTHER_WRITING = "OAS0132", "a media type that only writes otherwise what another one holds",
        "write or read such bodies by hand, if the service asks for them";
    ENVELOPE = "OAS0200", "a reply is no envelope",
        "correct `[envelope]` in the settings if the reply is meant to be one";
    UNUSED_SETTING = "OAS0201", "a setting matches nothing", "correct or remove the entry";
    BAD_SETTING = "OAS0202", "a setting cannot be followed",
        "see the settings reference in codegen/docs/settings.md";
    UNREADABLE_SETTINGS = "OAS0900", "the settings or the lock file cannot be read",
        "see the settings reference in codegen/docs/settings.md";
    INTERNAL = "OAS0990", "the generator made a mistake",
        "this is a mistake of the generator: please report it";
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
