//! What can be asked: operations, parameters, bodies, replies, credentials.

use indexmap::IndexMap;

use super::{
    Xml,
    shape::{ShapeId, Shapes},
};
use crate::pointer::Pointer;

/// A whole description.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`.
    pub docs: Option<String>,
    /// The servers named at the top, in order.
    pub servers: Vec<Server>,
    /// The security schemes, by their names.
    pub schemes: IndexMap<String, Scheme>,
    /// The declared tags, in order.
    pub tags: Vec<Tag>,
    /// The operations, in document order.
    pub operations: Vec<Operation>,
    /// Payloads the service sends by itself: `webhooks` and `callbacks`.
    pub webhooks: Vec<Webhook>,
    /// Named component schemas that no operation need use, in document order: they keep a type.
    pub components: Vec<ShapeId>,
    /// Named component schemas that are no type of their own, and what stands for them.
    pub aliases: Vec<(Pointer, ShapeId)>,
    /// All shapes.
    pub shapes: Shapes,
}

impl Api {
    /// How many operations the description has; several ways to ask for one count once.
    pub fn count(&self) -> usize {
        let ways = self.operations.iter().map(|operation| &operation.way);
        ways.filter(|way| **way == Way::Usual).count()
    }
}

/// A base URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// The URL with every variable replaced by its default.
    pub url: String,
    /// The URL as written, with `{variables}`.
    pub template: String,
    /// Name, default, and the allowed values (empty: any) of each variable.
    pub variables: Vec<(String, String, Vec<String>)>,
    /// What is said of it.
    pub docs: Option<String>,
}

/// A tag that groups operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// What is said of it.
    pub docs: Option<String>,
}

/// A way to prove who is calling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// What is sent.
    pub kind: SchemeKind,
    /// What is said of it.
    pub docs: Option<String>,
    /// Where it stands.
    pub pointer: Pointer,
}

/// What a security scheme sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer …` (also OAuth 2 and OpenID Connect).
    Bearer,
    /// `Authorization: Basic …`: a user name and a password.
    Basic,
    /// Another HTTP scheme: `Authorization: <scheme> …`.
    Http(String),
    /// A key in a header, the query or a cookie, under this name.
    Key(Location, String),
    /// TLS client certificates: the user's own `reqwest::Client` brings them.
    MutualTls,
}

/// Schemes that must all be satisfied together; empty: nothing is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SecurityAlternative {
    /// Names into [`Api::schemes`], in document order.
    pub schemes: Vec<String>,
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "HTTP's methods name themselves")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
    Query,
}

/// Something that can be asked.
#[derive(Debug, Clone)]
pub struct Operation {
    /// `operationId`, if there is one. Two operations never share one here.
    pub id: Option<String>,
    /// Where it stands.
    pub pointer: Pointer,
    /// Its method.
    pub method: Method,
    /// Its path template, as written.
    pub path: String,
    /// Its tags, in order.
    pub tags: Vec<String>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub docs: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// Names from vendor extensions: (group, method), if the description has them.
    pub hint: Option<(Option<String>, String)>,
    /// Parameters of the path item and its own, in the order: path template, then document order.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub body: Option<Body>,
    /// What comes back, in document order.
    pub replies: Vec<Reply>,
    /// Alternatives, any of which suffices. Empty: no credentials are sent.
    pub security: Vec<SecurityAlternative>,
    /// Its own servers, if it has any.
    pub servers: Vec<Server>,
    /// Vendor extensions worth telling a reader (permissions and their like), as (key, JSON text).
    pub extensions: Vec<(String, String)>,
    /// Which of several media types it is about.
    pub way: Way,
    /// The member of its reply that earlier versions gave as its payload, leaving the rest.
    pub payload: Option<String>,
    /// The member of its payload of which earlier versions gave the items page by page.
    pub items: Option<String>,
}

/// Which of several media types an operation is about. `lower` gives every operation once; a pass
/// gives one more for each further way to send or to ask, right behind the usual one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Way {
    /// The usual one; or there is no other.
    #[default]
    Usual,
    /// Its body is of this media type.
    Sends(String),
    /// Its reply is asked for in this media type.
    Accepts(String),
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "OpenAPI's locations name themselves")]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

/// A parameter of an operation.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name on the wire.
    pub wire: String,
    /// Where it travels.
    pub location: Location,
    /// Whether it must be given.
    pub required: bool,
    /// What its value looks like.
    pub shape: ShapeId,
    /// How its value becomes text.
    pub style: ParameterStyle,
    /// What is said of it.
    pub docs: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// The value the server takes when it is absent, as JSON text.
    pub default: Option<String>,
    /// `example`, as JSON text.
    pub example: Option<String>,
    /// Where it stands (after `$ref`).
    pub pointer: Pointer,
}

/// How a parameter's value becomes text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "`explode` and `reserved` are OpenAPI's `explode` and `allowReserved`"
)]
pub enum ParameterStyle {
    /// `style: form`.
    Form { explode: bool, reserved: bool },
    /// `style: simple`.
    Simple { explode: bool },
    /// `style: label`.
    Label { explode: bool },
    /// `style: matrix`.
    Matrix { explode: bool },
    /// `style: spaceDelimited`.
    Space { reserved: bool },
    /// `style: pipeDelimited`.
    Pipe { reserved: bool },
    /// `style: deepObject`.
    Deep { reserved: bool },
    /// `content`: the value is written in this media type (JSON, as a rule).
    Content(String),
}

/// What is sent.
#[derive(Debug, Clone)]
pub struct Body {
    /// Whether it must be sent.
    pub required: bool,
    /// What is said of it.
    pub docs: Option<String>,
    /// One per media type, in document order. Never empty.
    pub contents: Vec<Content>,
    /// Where it stands (after `$ref`).
    pub pointer: Pointer,
}

/// A body or reply in one media type.
#[derive(Debug, Clone)]
pub struct Content {
    /// The media type as written, without surrounding space.
    pub media: String,
    /// What it holds; `None` if nothing is said (then it is bytes).
    pub shape: Option<ShapeId>,
    /// How single members are written in a form or multipart body, by wire name.
    pub encoding: IndexMap<String, Encoding>,
    /// An example of the whole, as JSON text.
    pub example: Option<String>,
    /// What the whole is called in XML, in a description that has bodies in XML.
    pub xml: Option<Box<Xml>>,
    /// Where it stands.
    pub pointer: Pointer,
}

/// How one member of a form or multipart body is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoding {
    /// `contentType`.
    pub content_type: Option<String>,
    /// `style` and `explode`, if either is given.
    pub style: Option<ParameterStyle>,
    /// Header names of the part, with the shape of each.
    pub headers: Vec<(String, ShapeId)>,
}

/// Which statuses a reply stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// `200`.
    Exact(u16),
    /// `4XX` is 4.
    Range(u8),
    /// `default`.
    Default,
}

/// What comes back.
#[derive(Debug, Clone)]
pub struct Reply {
    /// For which statuses.
    pub status: Status,
    /// Whether it is a success that came after what the method returns was settled: it cannot be
    /// returned, and is handed out as a refusal is.
    pub late: bool,
    /// What is said of it.
    pub docs: Option<String>,
    /// One per media type, in document order; empty for an empty reply.
    pub contents: Vec<Content>,
    /// Typed headers.
    pub headers: Vec<Header>,
    /// Where it stands (after `$ref`).
    pub pointer: Pointer,
}

/// A header of a reply.
#[derive(Debug, Clone)]
pub struct Header {
    /// Its name.
    pub wire: String,
    /// Whether it is always there.
    pub required: bool,
    /// What its value looks like.
    pub shape: ShapeId,
    /// What is said of it.
    pub docs: Option<String>,
    /// Where it stands.
    pub pointer: Pointer,
}

/// A payload that the service sends by itself.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// The webhook's or callback's name.
    pub name: String,
    /// The payload sent, if it is JSON.
    pub body: Option<ShapeId>,
    /// What is said of it.
    pub docs: Option<String>,
    /// Where it stands.
    pub pointer: Pointer,
}
