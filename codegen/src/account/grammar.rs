//! What each keyword of OpenAPI holds, and what becomes of it.
//!
//! The table follows OpenAPI 3.0.3 with the keywords of 3.1; what it does not list is an extension
//! or a mistake, and is told apart by its name.

/// The kinds of objects in a description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Document,
    Info,
    Server,
    Paths,
    PathItem,
    Operation,
    Parameter,
    Body,
    Replies,
    Reply,
    Header,
    Contents,
    Media,
    Encoding,
    Schema,
    Components,
    Scheme,
    Callback,
    /// An object whose keys are names and whose values are all of one kind.
    Named(&'static Kind),
    /// An array whose items are all of one kind.
    Each(&'static Kind),
    /// A value that is taken whole: nothing inside it has a meaning of its own.
    Whole,
}

/// What becomes of a node of the description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// It shows in the emitted crate: as an item, a type, a name, a doc or a behaviour.
    Emitted,
    /// It is left out on purpose, for this reason.
    Ignored(&'static str),
    /// It shows as less than the description says.
    Degraded,
    /// It is not taken at all, because it cannot be right.
    Refused,
}

const CONSTRAINT: &str = "a constraint that the server checks";
const EXAMPLE: &str = "an example";
const EXTENSION: &str = "a vendor extension";
const LINK: &str = "a link: what to ask next is the caller's to decide";
const PROSE: &str = "prose about the description itself";
pub(super) const XML: &str = "how a value would look in XML";
const UNKNOWN: &str = "not a keyword of OpenAPI";
const DIALECT: &str = "a keyword for JSON Schema validators";

/// Vendor extensions that give names and docs to types, members, values and methods.
const NAMING: [&str; 20] = [
    "x-fern-type-name",
    "x-fern-property-name",
    "x-fern-sdk-group-name",
    "x-fern-sdk-method-name",
    "x-speakeasy-name-override",
    "x-speakeasy-group",
    "x-speakeasy-enums",
    "x-stainless-name",
    "x-go-name",
    "x-go-type-name",
    "x-rust-name",
    "x-ms-client-name",
    "x-typespec-name",
    "x-schema-name",
    "x-enum-varnames",
    "x-enumNames",
    "x-enum-names",
    "x-enum-descriptions",
    "x-enumDescriptions",
    "x-enum-description",
];

/// Words in an extension of an operation that the docs of its method tell.
const TELLING: [&str; 14] = [
    "permission",
    "token-group",
    "scope",
    "role",
    "stability",
    "beta",
    "preview",
    "experimental",
    "rate-limit",
    "quota",
    "plan",
    "since",
    "sunset",
    "maturity",
];

/// What becomes of a vendor extension.
fn extension(kind: Kind, key: &str) -> (Kind, Fate) {
    let naming = matches!(kind, Kind::Schema | Kind::Operation) && NAMING.contains(&key);
    let lower = key.to_lowercase();
    let telling = kind == Kind::Operation && TELLING.iter().any(|word| lower.contains(word));
    match (kind, key) {
        (Kind::Document, "x-webhooks") => (Kind::Named(&Kind::PathItem), Fate::Emitted),
        _ if naming || telling => (Kind::Whole, Fate::Emitted),
        _ => (Kind::Whole, Fate::Ignored(EXTENSION)),
    }
}

/// What stands under `key` of an object of this kind.
pub(super) fn child(kind: Kind, key: &str) -> (Kind, Fate) {
    use Fate::Emitted;
    use Kind::{Named, Whole};
    if key.starts_with("x-") && !matches!(kind, Kind::Named(_)) {
        return extension(kind, key);
    }
    match kind {
        Kind::Document => document(key),
        Kind::Info | Kind::Server | Kind::PathItem | Kind::Scheme => plain(kind, key),
        Kind::Paths => (Kind::PathItem, Emitted),
        Kind::Operation => operation(key),
        Kind::Parameter | Kind::Header => parameter(key),
        Kind::Body => match key {
            "content" => (Kind::Contents, Emitted),
            "description" | "required" | "$ref" => (Whole, Emitted),
            _ => unknown(),
        },
        Kind::Replies => (Kind::Reply, Emitted),
        Kind::Reply => match key {
            "content" => (Kind::Contents, Emitted),
            "headers" => (Named(&Kind::Header), Emitted),
            "description" | "$ref" => (Whole, Emitted),
            "links" => (Whole, Fate::Ignored(LINK)),
            _ => unknown(),
        },
        Kind::Contents => (Kind::Media, Emitted),
        Kind::Media => match key {
            "schema" | "itemSchema" => (Kind::Schema, Emitted),
            "encoding" => (Named(&Kind::Encoding), Emitted),
            "example" | "examples" => (Whole, Fate::Ignored(EXAMPLE)),
            _ => unknown(),
        },
        Kind::Encoding => match key {
            "contentType" | "style" | "explode" | "allowReserved" => (Whole, Emitted),
            "headers" => (Named(&Kind::Header), Emitted),
            _ => unknown(),
        },
        Kind::Schema => schema(key),
        Kind::Components => components(key),
        Kind::Callback => (Kind::PathItem, Emitted),
        Kind::Named(inner) => (*inner, Emitted),
        Kind::Each(_) | Kind::Whole => (Whole, Emitted),
    }
}

/// What stands in the objects that hold little but texts.
fn plain(kind: Kind, key: &str) -> (Kind, Fate) {
    use Fate::Emitted;
    use Kind::{Each, Whole};
    match (kind, key) {
        (Kind::Info, "title" | "version" | "description" | "summary")
        | (Kind::Server, "url" | "description" | "variables")
        | (Kind::PathItem, "$ref")
        | (Kind::Scheme, "type" | "scheme" | "in" | "name" | "description" | "$ref") => {
            (Whole, Emitted)
        }
        (Kind::Info, "contact" | "license" | "termsOfService")
        | (Kind::PathItem, "summary" | "description") => (Whole, Fate::Ignored(PROSE)),
        (
            Kind::PathItem,
            "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" | "query",
        ) => (Kind::Operation, Emitted),
        (Kind::PathItem, "parameters") => (Each(&Kind::Parameter), Emitted),
        (Kind::PathItem, "servers") => (Each(&Kind::Server), Emitted),
        (Kind::Scheme, "flows" | "openIdConnectUrl" | "bearerFormat") => (
            Whole,
            Fate::Ignored("how a token is obtained: the caller brings it"),
        ),
        _ => unknown(),
    }
}

fn unknown() -> (Kind, Fate) {
    (Kind::Whole, Fate::Ignored(UNKNOWN))
}

fn document(key: &str) -> (Kind, Fate) {
    use Fate::Emitted;
    match key {
        "info" => (Kind::Info, Emitted),
        "servers" => (Kind::Each(&Kind::Server), Emitted),
        "paths" => (Kind::Paths, Emitted),
        "webhooks" => (Kind::Named(&Kind::PathItem), Emitted),
        "components" => (Kind::Components, Emitted),
        "openapi" | "security" | "tags" => (Kind::Whole, Emitted),
        "externalDocs" => (Kind::Whole, Fate::Ignored(PROSE)),
        "jsonSchemaDialect" | "$self" | "$schema" => (Kind::Whole, Fate::Ignored(DIALECT)),
        _ => unknown(),
    }
}

fn operation(key: &str) -> (Kind, Fate) {
    use Fate::Emitted;
    match key {
        "operationId" | "summary" | "description" | "tags" | "deprecated" | "security" => {
            (Kind::Whole, Emitted)
        }
        "parameters" => (Kind::Each(&Kind::Parameter), Emitted),
        "requestBody" => (Kind::Body, Emitted),
        "responses" => (Kind::Replies, Emitted),
        "callbacks" => (Kind::Named(&Kind::Callback), Emitted),
        "servers" => (Kind::Each(&Kind::Server), Emitted),
        "externalDocs" => (Kind::Whole, Fate::Ignored(PROSE)),
        _ => unknown(),
    }
}

fn parameter(key: &str) -> (Kind, Fate) {
    use Fate::Emitted;
    match key {
        "name" | "in" | "required" | "description" | "deprecated" | "style" | "explode"
        | "allowReserved" | "$ref" => (Kind::Whole, Emitted),
        "schema" => (Kind::Schema, Emitted),
        "content" => (Kind::Contents, Emitted),
        "example" | "examples" => (Kind::Whole, Fate::Ignored(EXAMPLE)),
        "allowEmptyValue" => (
            Kind::Whole,
            Fate::Ignored("an empty text can always be sent"),
        ),
        _ => unknown(),
    }
}

fn schema(key: &str) -> (Kind, Fate) {
    use Fate::Emitted;
    use Kind::{Each, Named, Schema, Whole};
    match key {
        "properties" | "patternProperties" | "$defs" | "definitions" => (Named(&Schema), Emitted),
        "items" | "additionalProperties" => (Schema, Emitted),
        "oneOf" | "anyOf" | "allOf" | "prefixItems" => (Each(&Schema), Emitted),
        "type" | "format" | "required" | "enum" | "const" | "nullable" | "readOnly"
        | "writeOnly" | "deprecated" | "title" | "description" | "discriminator" | "default"
        | "$ref" | "contentEncoding" | "contentMediaType" => (Whole, Emitted),
        "minLength"
        | "maxLength"
        | "pattern"
        | "minimum"
        | "maximum"
        | "exclusiveMinimum"
        | "exclusiveMaximum"
        | "multipleOf"
        | "minItems"
        | "maxItems"
        | "uniqueItems"
        | "minProperties"
        | "maxProperties"
        | "not"
        | "propertyNames"
        | "contains"
        | "minContains"
        | "maxContains"
        | "if"
        | "then"
        | "else"
        | "dependentRequired"
        | "dependentSchemas"
        | "dependencies"
        | "unevaluatedProperties"
        | "unevaluatedItems"
        | "contentSchema"
        | "additionalItems" => (Whole, Fate::Ignored(CONSTRAINT)),
        "example" | "examples" => (Whole, Fate::Ignored(EXAMPLE)),
        "xml" => (Whole, Fate::Ignored(XML)),
        "externalDocs" => (Whole, Fate::Ignored(PROSE)),
        "$id" | "$schema" | "$anchor" | "$dynamicAnchor" | "$dynamicRef" | "$comment"
        | "$vocabulary" | "id" => (Whole, Fate::Ignored(DIALECT)),
        _ => unknown(),
    }
}

fn components(key: &str) -> (Kind, Fate) {
    use Fate::Emitted;
    use Kind::{Named, Whole};
    match key {
        "schemas" => (Named(&Kind::Schema), Emitted),
        "parameters" => (Named(&Kind::Parameter), Emitted),
        "responses" => (Named(&Kind::Reply), Emitted),
        "requestBodies" => (Named(&Kind::Body), Emitted),
        "headers" => (Named(&Kind::Header), Emitted),
        "securitySchemes" => (Named(&Kind::Scheme), Emitted),
        "callbacks" => (Named(&Kind::Callback), Emitted),
        "pathItems" => (Named(&Kind::PathItem), Emitted),
        "links" => (Whole, Fate::Ignored(LINK)),
        "examples" => (Whole, Fate::Ignored(EXAMPLE)),
        _ => unknown(),
    }
}
