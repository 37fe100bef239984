//! Keys under which keywords that OpenAPI 3.0 lacks reach a later stage.
//!
//! They stand among the `extensions` of the `openapiv3` node that [`super::Document`] reads, and
//! nowhere in the document. A schema below such a key is a reference (`{"$ref": "#/…"}`), as every
//! child of a node is. An extension of the description itself never takes such a key: it is dropped.

/// What all keys begin with.
pub const PREFIX: &str = "x-load-";

/// `prefixItems`: the schemas of the items by position, an array of references.
pub const PREFIX_ITEMS: &str = "x-load-prefix-items";

/// `patternProperties`: an object of references by regular expression.
pub const PATTERN_PROPERTIES: &str = "x-load-pattern-properties";

/// `propertyNames`: a reference to the schema that every key meets.
pub const PROPERTY_NAMES: &str = "x-load-property-names";

/// `contentEncoding`, a string such as `base64`.
pub const CONTENT_ENCODING: &str = "x-load-content-encoding";

/// `contentMediaType`, a string such as `application/json`.
pub const CONTENT_MEDIA_TYPE: &str = "x-load-content-media-type";

/// `contentSchema`: a reference to the schema of what the string holds.
pub const CONTENT_SCHEMA: &str = "x-load-content-schema";

/// `xml`, as it stands.
pub const XML: &str = "x-load-xml";
