//! The neutral model: what JSON values look like ([`Shape`]), what can be asked ([`Operation`]).
//!
//! Data only: no Rust names, no tokens, no `openapiv3`. Shapes hold structure and nothing else, so
//! that two equal ones can be one; docs and places stand beside them in [`Site`]s.

mod operation;
mod settled;
mod shape;
mod xml;

pub use operation::{
    Api, Body, Content, Encoding, Header, Location, Method, Operation, Parameter, ParameterStyle,
    Reply, Scheme, SchemeKind, SecurityAlternative, Server, Status, Tag, Way, Webhook,
};
pub use settled::Settled;
pub use shape::{
    Access, Choice, Decision, Extras, Field, FieldNotes, IntegerWidth, JsonKind, Literal, Record,
    Shape, ShapeId, Shapes, Site, TagKind, TextFormat, Union, Variant,
};
pub use xml::Xml;
