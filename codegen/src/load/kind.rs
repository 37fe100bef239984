//! What kind of node stands below which: the shape of an OpenAPI document, as a table.
//!
//! Says nothing about what a node holds; only which of its members are nodes themselves, so that an
//! example or a default is never taken for a schema.

/// The kind of a node of a description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "OpenAPI's objects name themselves")]
pub enum Kind {
    Root,
    Components,
    Server,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Header,
    Link,
    Callback,
    SecurityScheme,
    Schema,
    /// A schema or a boolean (`additionalProperties`).
    SchemaOrFlag,
    /// An object whose members are nodes of one kind, by names that are free.
    Map(Entry),
    /// An array whose items are nodes of one kind.
    List(Entry),
}

/// The kind of the nodes in a [`Kind::Map`] or [`Kind::List`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "OpenAPI's objects name themselves")]
pub enum Entry {
    Server,
    PathItem,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Response,
    Header,
    Link,
    Callback,
    SecurityScheme,
    Schema,
}

/// The methods a path item has operations for, in the order of the specification; the last since
/// OpenAPI 3.2.
pub const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

impl Kind {
    /// The kind of the member `key` (or of any item, for a list); `None` if it is plain data.
    pub fn child(self, key: &str) -> Option<Kind> {
        match self {
            Kind::Root => match key {
                "components" => Some(Kind::Components),
                "paths" | "webhooks" | "x-webhooks" => Some(Kind::Map(Entry::PathItem)),
                "servers" => Some(Kind::List(Entry::Server)),
                // Left over from Swagger 2.0: references lead there.
                "definitions" => Some(Kind::Map(Entry::Schema)),
                "parameters" => Some(Kind::Map(Entry::Parameter)),
                "responses" => Some(Kind::Map(Entry::Response)),
                _ => None,
            },
            Kind::Components => section(key),
            Kind::PathItem => match key {
                "parameters" => Some(Kind::List(Entry::Parameter)),
                "servers" => Some(Kind::List(Entry::Server)),
                _ => METHODS.contains(&key).then_some(Kind::Operation),
            },
            Kind::Operation => match key {
                "parameters" => Some(Kind::List(Entry::Parameter)),
                "requestBody" => Some(Kind::RequestBody),
                "responses" => Some(Kind::Responses),
                "callbacks" => Some(Kind::Map(Entry::Callback)),
                "servers" => Some(Kind::List(Entry::Server)),
                _ => None,
            },
            Kind::Parameter | Kind::Header => match key {
                "schema" => Some(Kind::Schema),
                "content" => Some(Kind::Map(Entry::MediaType)),
                _ => None,
            },
            Kind::RequestBody => (key == "content").then_some(Kind::Map(Entry::MediaType)),
            Kind::MediaType => match key {
                "schema" => Some(Kind::Schema),
                "encoding" => Some(Kind::Map(Entry::Encoding)),
                _ => None,
            },
            Kind::Encoding => (key == "headers").then_some(Kind::Map(Entry::Header)),
            Kind::Responses => (!key.starts_with("x-")).then_some(Kind::Response),
            Kind::Response => match key {
                "headers" => Some(Kind::Map(Entry::Header)),
                "content" => Some(Kind::Map(Entry::MediaType)),
                "links" => Some(Kind::Map(Entry::Link)),
                _ => None,
            },
            Kind::Link => (key == "server").then_some(Kind::Server),
            Kind::Callback => (!key.starts_with("x-")).then_some(Kind::PathItem),
            Kind::Schema | Kind::SchemaOrFlag => schema_child(key),
            // The maps of path items are the only ones that can be extended.
            Kind::Map(Entry::PathItem) if key.starts_with("x-") => None,
            Kind::Map(entry) | Kind::List(entry) => Some(entry.kind()),
            Kind::Server | Kind::SecurityScheme => None,
        }
    }

    /// Whether a node of this kind may be a `$ref` to another.
    pub fn can_refer(self) -> bool {
        match self {
            Kind::PathItem
            | Kind::Parameter
            | Kind::RequestBody
            | Kind::Response
            | Kind::Header
            | Kind::Link
            | Kind::Callback
            | Kind::SecurityScheme
            | Kind::Schema
            | Kind::SchemaOrFlag => true,
            Kind::Root
            | Kind::Components
            | Kind::Server
            | Kind::Operation
            | Kind::MediaType
            | Kind::Encoding
            | Kind::Responses
            | Kind::Map(_)
            | Kind::List(_) => false,
        }
    }

    /// What a reader calls it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Root => "description",
            Kind::Components => "components object",
            Kind::Server => "server",
            Kind::PathItem => "path item",
            Kind::Operation => "operation",
            Kind::Parameter => "parameter",
            Kind::RequestBody => "request body",
            Kind::MediaType => "media type",
            Kind::Encoding => "encoding",
            Kind::Responses => "responses object",
            Kind::Response => "response",
            Kind::Header => "header",
            Kind::Link => "link",
            Kind::Callback => "callback",
            Kind::SecurityScheme => "security scheme",
            Kind::Schema | Kind::SchemaOrFlag => "schema",
            Kind::Map(_) => "object",
            Kind::List(_) => "array",
        }
    }
}

impl Entry {
    /// The kind of one such node.
    pub fn kind(self) -> Kind {
        match self {
            Entry::Server => Kind::Server,
            Entry::PathItem => Kind::PathItem,
            Entry::Parameter => Kind::Parameter,
            Entry::RequestBody => Kind::RequestBody,
            Entry::MediaType => Kind::MediaType,
            Entry::Encoding => Kind::Encoding,
            Entry::Response => Kind::Response,
            Entry::Header => Kind::Header,
            Entry::Link => Kind::Link,
            Entry::Callback => Kind::Callback,
            Entry::SecurityScheme => Kind::SecurityScheme,
            Entry::Schema => Kind::Schema,
        }
    }
}

fn section(key: &str) -> Option<Kind> {
    match key {
        "schemas" => Some(Kind::Map(Entry::Schema)),
        "responses" => Some(Kind::Map(Entry::Response)),
        "parameters" => Some(Kind::Map(Entry::Parameter)),
        "requestBodies" => Some(Kind::Map(Entry::RequestBody)),
        "headers" => Some(Kind::Map(Entry::Header)),
        "securitySchemes" => Some(Kind::Map(Entry::SecurityScheme)),
        "links" => Some(Kind::Map(Entry::Link)),
        "callbacks" => Some(Kind::Map(Entry::Callback)),
        "pathItems" => Some(Kind::Map(Entry::PathItem)),
        _ => None,
    }
}

fn schema_child(key: &str) -> Option<Kind> {
    match key {
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => {
            Some(Kind::Map(Entry::Schema))
        }
        "allOf" | "oneOf" | "anyOf" | "prefixItems" => Some(Kind::List(Entry::Schema)),
        "items" | "not" | "propertyNames" | "contentSchema" | "contains" => Some(Kind::Schema),
        "additionalProperties" => Some(Kind::SchemaOrFlag),
        _ => None,
    }
}
