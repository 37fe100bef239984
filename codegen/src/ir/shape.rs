//! What JSON values look like: shapes, their identity, and the sites they stand at.

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use super::xml::Xml;
use crate::pointer::Pointer;

/// A shape in the table [`Shapes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShapeId(pub u32);

/// What a JSON value looks like. Structure only: equal structure is an equal shape.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Any JSON value.
    Any,
    /// `null` and nothing else.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer(IntegerWidth),
    /// Any number.
    Number {
        /// `format: float`.
        single: bool,
    },
    /// A string.
    Text(TextFormat),
    /// Raw bytes outside JSON (`format: binary`): a whole body or a multipart part.
    Binary,
    /// An array whose items look alike.
    List(ShapeId),
    /// An object whose keys are data.
    Map(ShapeId),
    /// An array whose items have a shape by position (`prefixItems`).
    Tuple {
        /// The items by position.
        items: Vec<ShapeId>,
        /// Items after those, if allowed.
        rest: Option<ShapeId>,
    },
    /// The value or `null`.
    Nullable(ShapeId),
    /// An object with named members.
    Record(Record),
    /// One of several shapes.
    Union(Union),
    /// One of several values.
    Choice(Choice),
    /// A named component that adds nothing to another shape but its name. No later stage than
    /// `pass` sees one.
    Alias(ShapeId),
    /// A named component that is a list, map, nullable or tuple which contains itself, so that it
    /// needs a type of its own.
    Wrapper(ShapeId),
}

/// How large a whole number can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IntegerWidth {
    /// `format: int32` (or `int8`, `int16`).
    I32,
    /// `format: int64` or no format.
    I64,
    /// `format: uint32` (or `uint8`, `uint16`).
    U32,
    /// `format: uint64` (or `uint`).
    U64,
}

/// What a string holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TextFormat {
    /// Text without a format, or with one that changes nothing for Rust.
    Plain,
    /// `date-time` (RFC 3339).
    DateTime,
    /// `date` (RFC 3339 full-date).
    Date,
    /// `time` (RFC 3339 full-time).
    Time,
    /// `duration` (ISO 8601).
    Duration,
    /// `uuid`.
    Uuid,
    /// `byte`, or `contentEncoding: base64`: bytes written as base64.
    Base64,
    /// `uri`, `url`, `iri` and their references.
    Uri,
    /// `ipv4`.
    Ipv4,
    /// `ipv6`.
    Ipv6,
    /// `email`.
    Email,
    /// `password`: a secret.
    Password,
    /// `decimal`.
    Decimal,
    /// Any other format, by its name.
    Other(String),
}

/// An object with named members, in document order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Record {
    /// The named members.
    pub fields: Vec<Field>,
    /// What stands beside the named members.
    pub extras: Extras,
    /// The component (or other named place) this record belongs to; two records with different
    /// owners are never one. `None` for an inline schema, unless [`Settled`](super::Settled) keeps
    /// it apart from others.
    pub owner: Option<Pointer>,
    /// For a payload of a union: the union's wire tag and the value of this payload, so that two
    /// payloads of one union are never one.
    pub payload_of: Option<(String, String)>,
}

/// What an object may hold beside its named members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Extras {
    /// Nothing is said (or `additionalProperties: true`): kept as JSON.
    Open,
    /// `additionalProperties: false`; what comes all the same is kept as JSON.
    Closed,
    /// `additionalProperties` with a schema.
    Typed(ShapeId),
}

/// A named member of a [`Record`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Field {
    /// The name on the wire.
    pub wire: String,
    /// What its value looks like. A value that may be `null` is a [`Shape::Nullable`].
    pub shape: ShapeId,
    /// Whether it must be there.
    pub required: bool,
    /// The only value it may have (`const`, or an `enum` of one value), if it is a string, number
    /// or boolean. Then `shape` is the shape of that literal (text, number, boolean), not a choice.
    pub constant: Option<Literal>,
    /// The value the server takes when it is absent, as canonical JSON text.
    pub default: Option<String>,
    /// Which way it travels.
    pub access: Access,
}

/// Which way a member travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// Sent and received.
    Both,
    /// `readOnly`: only received.
    ReadOnly,
    /// `writeOnly`: only sent.
    WriteOnly,
}

/// A JSON value that can be compared and hashed: an enum's value or a constant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Literal {
    /// A string.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Any other JSON value (number with a fraction, object, array), as canonical JSON text.
    Json(String),
    /// A boolean.
    Boolean(bool),
}

/// One of several values (`enum`), open: other values are kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Choice {
    /// The values, in document order, without `null` (which makes the shape nullable) and without
    /// repetitions. All of one kind (all text, all integers), or mixed.
    pub values: Vec<Literal>,
    /// As in [`Record::owner`].
    pub owner: Option<Pointer>,
}

/// One of several shapes (`oneOf`, `anyOf`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Union {
    /// How a value finds its variant.
    pub decision: Decision,
    /// The branches, in document order.
    pub variants: Vec<Variant>,
    /// As in [`Record::owner`].
    pub owner: Option<Pointer>,
}

/// How a value finds its branch: decided once per union, and proved.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Decision {
    /// By the value of one member; every variant lists its `tags`.
    Tag {
        /// The member's name on the wire.
        wire: String,
        /// Whether the description names it (`discriminator`); otherwise it was inferred from
        /// required one-value members.
        declared: bool,
        /// What the tags are in JSON.
        kind: TagKind,
        /// Whether some branch may come without it: then the one that fits is meant, if only one
        /// does.
        optional: bool,
    },
    /// By the JSON kind of the value; every variant lists its `kinds`, none in common.
    Kind,
    /// By which members are there; every variant lists `keys`: it is meant if all of them are
    /// there, and no other variant's are. At most one variant has no keys: it takes the rest.
    Keys,
    /// Nothing was proved: the branch that fits best, the first of equals.
    Order,
}

/// What the tags of a union are in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TagKind {
    /// Strings.
    Text,
    /// Numbers and booleans; [`Variant::tags`] has them as JSON writes them.
    Literal,
}

/// One branch of a [`Union`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Variant {
    /// What a value of this branch looks like.
    pub shape: ShapeId,
    /// The tag values that mean this branch ([`Decision::Tag`]).
    pub tags: Vec<String>,
    /// The JSON kinds that mean this branch ([`Decision::Kind`]).
    pub kinds: Vec<JsonKind>,
    /// The members that mean this branch ([`Decision::Keys`]).
    pub keys: Vec<String>,
    /// What it was known by among its like in earlier versions, if that has changed.
    pub known: Option<String>,
}

/// The kind of a JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the kinds of JSON name themselves")]
pub enum JsonKind {
    Null,
    Boolean,
    Number,
    Text,
    List,
    Object,
}

/// One place in the description at which a shape stands, and what is said of it there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    /// Where the schema stands (after `$ref`s: a component's own place).
    pub pointer: Pointer,
    /// For a union of some of the branches there, what they have in common: a tag, `object`.
    pub share: Option<String>,
    /// `title` there.
    pub title: Option<String>,
    /// `description` there.
    pub docs: Option<String>,
    /// `deprecated: true` there.
    pub deprecated: bool,
    /// Names for it from vendor extensions there, best first.
    pub hints: Vec<String>,
    /// What is said of a record's fields (in the order of [`Record::fields`]), of a union's
    /// variants, or of a choice's values, there. Empty for other shapes.
    pub parts: Vec<FieldNotes>,
}

impl Site {
    /// What no other shape is known by: the place, and which share of it.
    pub fn key(&self) -> Pointer {
        match &self.share {
            Some(share) => self.pointer.child(share),
            None => self.pointer.clone(),
        }
    }
}

/// What is said at one site of one part of a shape.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldNotes {
    /// Where the part stands.
    pub pointer: Pointer,
    /// Where it stands too: it was put together from several schemas (`allOf`, `anyOf`).
    pub also: Vec<Pointer>,
    /// `title` there.
    pub title: Option<String>,
    /// `description` there.
    pub docs: Option<String>,
    /// `deprecated: true` there.
    pub deprecated: bool,
    /// A name for it from a vendor extension there (`x-enum-varnames` and its like).
    pub hint: Option<String>,
    /// `example` there, as JSON text.
    pub example: Option<String>,
    /// What it is called in XML, in a description that has bodies in XML.
    pub xml: Option<Box<Xml>>,
    /// Whether it is something else at other places of the same type, and so any JSON value.
    pub differs: bool,
}

/// The table of all shapes and their sites.
#[derive(Debug, Clone, Default)]
pub struct Shapes {
    shapes: IndexSet<Shape, FxBuildHasher>,
    /// Shapes with an identity of their own (named components), which are filled after they are
    /// first referred to. Their ids follow `RESERVED`.
    named: Vec<Shape>,
    sites: Vec<Vec<Site>>,
    named_sites: Vec<Vec<Site>>,
}

/// Ids from here on are of named shapes.
const RESERVED: u32 = 1 << 31;

impl Shapes {
    /// The id of `shape`, an existing one if an equal shape is known.
    pub fn intern(&mut self, shape: Shape) -> ShapeId {
        let (index, new) = self.shapes.insert_full(shape);
        if new {
            self.sites.push(Vec::new());
        }
        ShapeId(u32::try_from(index).unwrap_or(RESERVED - 1))
    }

    /// An id for a named component, to be filled later: so that it can contain itself.
    pub fn reserve(&mut self) -> ShapeId {
        self.named.push(Shape::Any);
        self.named_sites.push(Vec::new());
        ShapeId(RESERVED + u32::try_from(self.named.len() - 1).unwrap_or(RESERVED - 1))
    }

    /// Gives a reserved (or, in a pass, any named) id its shape.
    pub fn fill(&mut self, id: ShapeId, shape: Shape) {
        if let Some(slot) = self.named.get_mut(id.0.wrapping_sub(RESERVED) as usize) {
            *slot = shape;
        }
    }

    /// Whether the id was reserved for a named component.
    pub fn is_named(&self, id: ShapeId) -> bool {
        id.0 >= RESERVED
    }

    /// The shape with this id.
    pub fn get(&self, id: ShapeId) -> &Shape {
        let found = match id.0.checked_sub(RESERVED) {
            Some(index) => self.named.get(index as usize),
            None => self.shapes.get_index(id.0 as usize),
        };
        found.unwrap_or(&Shape::Any)
    }

    /// Keeps that the shape also stands at `site`.
    pub fn add_site(&mut self, id: ShapeId, site: Site) {
        let sites = match id.0.checked_sub(RESERVED) {
            Some(index) => self.named_sites.get_mut(index as usize),
            None => self.sites.get_mut(id.0 as usize),
        };
        if let Some(sites) = sites {
            sites.push(site);
        }
    }

    /// Takes the sites of the shape out of the table.
    pub fn take_sites(&mut self, id: ShapeId) -> Vec<Site> {
        let sites = match id.0.checked_sub(RESERVED) {
            Some(index) => self.named_sites.get_mut(index as usize),
            None => self.sites.get_mut(id.0 as usize),
        };
        sites.map(std::mem::take).unwrap_or_default()
    }

    /// Where the shape stands, in document order.
    pub fn sites(&self, id: ShapeId) -> &[Site] {
        let sites = match id.0.checked_sub(RESERVED) {
            Some(index) => self.named_sites.get(index as usize),
            None => self.sites.get(id.0 as usize),
        };
        sites.map_or(&[], Vec::as_slice)
    }

    /// All ids, interned ones first, each kind in the order of creation.
    pub fn ids(&self) -> impl Iterator<Item = ShapeId> + use<> {
        let interned = 0..u32::try_from(self.shapes.len()).unwrap_or(RESERVED);
        let named = RESERVED..RESERVED + u32::try_from(self.named.len()).unwrap_or(0);
        interned.chain(named).map(ShapeId)
    }
}
