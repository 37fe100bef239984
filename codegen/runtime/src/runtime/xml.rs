//! Bodies in XML: the same types as in JSON, by tables that say what is called how there.
//!
//! Text becomes elements by `quick-xml`; a table ([`Shape`]) tells which of them are members, items
//! or attributes. What a table does not know is kept, as in JSON. Names are compared without their
//! prefixes, and a declared namespace is written where it is declared.
//!
//! Source: OpenAPI 3.0.4, "XML Object".

mod read;
mod write;

use serde_json::Value;

pub use self::Shape::{Any, Boolean, Guess, List, Map, OneOf, Record, Scalar, Text, Type};
use crate::runtime::{
    json::{self, Json},
    payload::{Payload, Unreadable},
    request::Request,
};

/// How a value looks in XML.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A text.
    Text,
    /// A number, written as in JSON.
    Scalar,
    /// `true` or `false`; `1` and `0` are read as well.
    Boolean,
    /// What could be any of these: a number or boolean if it looks like one, an object if there
    /// are elements inside.
    Guess,
    /// Texts and objects of them, as they come.
    Any,
    /// Elements of one kind, one after the other.
    List(&'static Element),
    /// Elements whose names are data.
    Map(&'static Shape),
    /// Elements and attributes by name.
    Record(&'static [Member]),
    /// One of several: a text is a number or boolean only where one is among them, and of objects
    /// it is the one that knows most of the elements.
    OneOf(&'static [Shape]),
    /// What a type says of itself.
    Type(fn() -> &'static Shape),
}

/// A type that has an XML form.
pub trait Xml: Json {
    /// What it looks like.
    fn xml() -> &'static Shape;
}

/// What the type looks like.
pub fn shape<T: Xml>() -> &'static Shape {
    T::xml()
}

/// An element: its name, and what it holds.
#[derive(Debug, Clone, Copy)]
pub struct Element {
    /// Its name, with a prefix if it has one.
    pub name: &'static str,
    /// The namespace it declares; empty for none.
    pub space: &'static str,
    /// What it holds.
    pub shape: Shape,
}

/// An element without a namespace of its own.
pub const fn element(name: &'static str, shape: Shape) -> Element {
    let space = "";
    Element { name, space, shape }
}

impl Element {
    /// The same element, which declares this namespace.
    #[must_use]
    pub const fn space(self, space: &'static str) -> Self {
        Element { space, ..self }
    }
}

/// A member of a record.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    /// Its name in JSON.
    json: &'static str,
    /// Its element; of a list, the one around the items if it is wrapped.
    element: Element,
    /// Whether it is an attribute.
    attribute: bool,
    /// Whether a list has an element around its items.
    wrapped: bool,
}

/// A member: its name in JSON, and its element.
pub const fn member(json: &'static str, element: Element) -> Member {
    let (attribute, wrapped) = (false, false);
    Member {
        json,
        element,
        attribute,
        wrapped,
    }
}

impl Member {
    /// The same member as an attribute.
    #[must_use]
    pub const fn attribute(mut self) -> Self {
        self.attribute = true;
        self
    }

    /// The same member with an element around its items.
    #[must_use]
    pub const fn wrapped(mut self) -> Self {
        self.wrapped = true;
        self
    }

    /// The items of a list that stand by themselves among the members.
    fn bare_items(&self) -> Option<&'static Element> {
        match self.element.shape.settled() {
            List(item) if !self.wrapped => Some(item),
            _ => None,
        }
    }
}

impl Shape {
    /// The shape behind the type that says it.
    fn settled(self) -> Shape {
        match self {
            Type(of) => *of(),
            shape => shape,
        }
    }
}

/// Of the `shapes` the one of these kinds of which `unknown` tells the fewest.
fn closest(shapes: &[Shape], unknown: impl Fn(Shape) -> Option<usize>) -> Option<Shape> {
    let shapes = shapes.iter().map(|shape| shape.settled());
    let told = shapes.filter_map(|shape| Some((unknown(shape)?, shape)));
    told.min_by_key(|(unknown, _)| *unknown)
        .map(|(_, shape)| shape)
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The value as an XML document.
///
/// # Errors
/// A name that XML cannot write: what is wrong with it.
pub fn to_string(value: &dyn Json, element: Element) -> Result<String, &'static str> {
    write::document(&json::to_value(value), element)
}

/// Reads a value from an XML document, whatever its outermost element is called.
///
/// # Errors
/// The text is not XML, or what stands in it is of another shape.
pub fn from_str<T: Json>(text: &str, element: Element) -> Result<T, Unreadable> {
    let value: Value = read::document(text, element.shape)?;
    Ok(json::from_value(&value)?)
}

impl Payload {
    /// The body as XML.
    ///
    /// # Errors
    /// [`Unreadable::Other`] if it is not XML, [`Unreadable::Json`] if it does not fit.
    pub fn xml<T: Json>(&self, element: Element) -> Result<T, Unreadable> {
        from_str(&self.text()?, element)
    }
}

/// What the generated code puts requests together with.
#[doc(hidden)]
impl<T, E, P> Request<T, E, P> {
    /// Sends `body` as XML.
    pub fn xml_body(mut self, media: &str, element: Element, body: &dyn Json) -> Self {
        match to_string(body, element) {
            Ok(text) => self.raw_body(media, text),
            Err(why) => {
                self.refuse("body".to_owned(), why);
                self
            }
        }
    }
}
