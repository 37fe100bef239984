//! What values are called in XML.

/// What a value is called in XML: the `xml` object, and those of what it refers to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Xml {
    /// The name of its element or attribute.
    pub name: Option<String>,
    /// The prefix of that name.
    pub prefix: Option<String>,
    /// The namespace of that name.
    pub namespace: Option<String>,
    /// Whether it is an attribute of its owner.
    pub attribute: bool,
    /// Whether a list has an element around its items.
    pub wrapped: bool,
    /// The same of a list's items.
    pub item: Option<Box<Xml>>,
    /// The component that says it.
    pub component: Option<String>,
}
