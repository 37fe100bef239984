//! One type for each thing that the generator can emit.

use std::collections::BTreeMap;

use crate::runtime::json::{
    Base64, In, Json, Kind, Null, Out, Result, Table, UnknownMembers, Value, blank, boolean,
    bridge, constant, integer, number, optional, required, table, tag, text, texts,
};
use crate::types::ElementId;

#[derive(Debug, Clone, PartialEq)]
pub struct Zoo {
    pub boolean: bool,
    pub small: i32,
    pub unsigned: u32,
    pub large: i64,
    pub huge: u64,
    pub single: f32,
    pub double: f64,
    pub text: String,
    pub any: Value,
    pub null: Null,
    pub bytes: Base64,
    pub pair: (i64, String),
    pub list: Vec<Option<f64>>,
    pub map: BTreeMap<String, Vec<bool>>,
    pub nullable: Option<String>,
    pub optional: Option<i64>,
    pub both: Option<Option<i64>>,
    pub anything: Option<Value>,
    pub created: Option<String>,
    pub color: Option<Color>,
    pub level: Option<Level>,
    pub animals: Vec<Animal>,
    pub by_kind: Option<ByKind>,
    pub by_keys: Option<ByKeys>,
    pub by_order: Option<ByOrder>,
    pub quoted: Option<String>,
    pub child: Option<Box<Zoo>>,
    pub unknown: UnknownMembers,
}

impl Zoo {
    const FIELDS: Table<27> = table([
        required("boolean"),
        required("small"),
        required("unsigned"),
        required("large"),
        required("huge"),
        required("single"),
        required("double"),
        required("text"),
        required("any"),
        required("null"),
        required("bytes"),
        required("pair"),
        required("list"),
        required("map"),
        required("nullable"),
        optional("optional"),
        optional("both"),
        optional("anything"),
        optional("created"),
        optional("color"),
        optional("level"),
        required("animals"),
        optional("byKind"),
        optional("byKeys"),
        optional("byOrder"),
        optional("a \"quoted\"\\ näme"),
        optional("child"),
    ])
    .constants(&[
        constant("object", text("zoo")),
        constant("version", integer(2)),
        constant("ratio", number(0.5)),
        constant("open", boolean(true)),
    ]);
}

impl Json for Zoo {
    fn blank() -> Self {
        Self {
            boolean: blank(),
            small: blank(),
            unsigned: blank(),
            large: blank(),
            huge: blank(),
            single: blank(),
            double: blank(),
            text: blank(),
            any: blank(),
            null: blank(),
            bytes: blank(),
            pair: blank(),
            list: blank(),
            map: blank(),
            nullable: blank(),
            optional: blank(),
            both: blank(),
            anything: blank(),
            created: blank(),
            color: blank(),
            level: blank(),
            animals: blank(),
            by_kind: blank(),
            by_keys: blank(),
            by_order: blank(),
            quoted: blank(),
            child: blank(),
            unknown: blank(),
        }
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.record(
            &Self::FIELDS,
            [
                &mut self.boolean,
                &mut self.small,
                &mut self.unsigned,
                &mut self.large,
                &mut self.huge,
                &mut self.single,
                &mut self.double,
                &mut self.text,
                &mut self.any,
                &mut self.null,
                &mut self.bytes,
                &mut self.pair,
                &mut self.list,
                &mut self.map,
                &mut self.nullable,
                &mut self.optional,
                &mut self.both,
                &mut self.anything,
                &mut self.created,
                &mut self.color,
                &mut self.level,
                &mut self.animals,
                &mut self.by_kind,
                &mut self.by_keys,
                &mut self.by_order,
                &mut self.quoted,
                &mut self.child,
            ],
            &mut self.unknown,
        )
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.record(
            &Self::FIELDS,
            [
                &self.boolean,
                &self.small,
                &self.unsigned,
                &self.large,
                &self.huge,
                &self.single,
                &self.double,
                &self.text,
                &self.any,
                &self.null,
                &self.bytes,
                &self.pair,
                &self.list,
                &self.map,
                &self.nullable,
                &self.optional,
                &self.both,
                &self.anything,
                &self.created,
                &self.color,
                &self.level,
                &self.animals,
                &self.by_kind,
                &self.by_keys,
                &self.by_order,
                &self.quoted,
                &self.child,
            ],
            &self.unknown,
        )
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Color {
    Red,
    Green,
    Unknown(String),
}

impl Color {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Red => "red",
            Self::Green => "grün",
            Self::Unknown(other) => other,
        }
    }
}

impl Json for Color {
    fn blank() -> Self {
        Self::Unknown(String::new())
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        *self = match r.str()? {
            "red" => Self::Red,
            "grün" => Self::Green,
            other => Self::Unknown(other.to_owned()),
        };
        Ok(())
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.str(self.as_str())
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Level {
    Low,
    Unknown(i64),
}

impl Json for Level {
    fn blank() -> Self {
        Self::Unknown(0)
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        *self = match r.i64()? {
            1 => Self::Low,
            other => Self::Unknown(other),
        };
        Ok(())
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.i64(match self {
            Self::Low => 1,
            Self::Unknown(other) => *other,
        })
    }
}

/// Found by a tag: one payload writes it, two do not (one keeps it as a member).
#[derive(Debug, Clone, PartialEq)]
pub enum Animal {
    Cat(Cat),
    Dog(Dog),
    Flock(BTreeMap<String, i64>),
    Nested(ByShape),
    Unknown(Value),
}

impl Json for Animal {
    fn blank() -> Self {
        Self::Unknown(Value::Null)
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.tagged("kind", &mut |tag, r| {
            *self = match tag {
                "cat" => Self::Cat(r.get()?),
                "dog" => Self::Dog(r.get()?),
                "flock" => Self::Flock(r.get()?),
                "nested" => Self::Nested(r.get()?),
                _ => Self::Unknown(r.unknown()?),
            };
            Ok(())
        })
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        match self {
            Self::Cat(value) => value.write(w),
            Self::Dog(value) => w.tagged("kind", "dog", value),
            Self::Flock(value) => w.tagged("kind", "flock", value),
            Self::Nested(value) => w.tagged("kind", "nested", value),
            Self::Unknown(value) => value.write(w),
        }
    }
}

/// A union inside a union, with a tag of its own.
#[derive(Debug, Clone, PartialEq)]
pub enum ByShape {
    Dog(Dog),
    Unknown(Value),
}

impl Json for ByShape {
    fn blank() -> Self {
        Self::Unknown(Value::Null)
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.tagged("shape", &mut |tag, r| {
            *self = match tag {
                "dog" => Self::Dog(r.get()?),
                _ => Self::Unknown(r.unknown()?),
            };
            Ok(())
        })
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        match self {
            Self::Dog(value) => w.tagged("shape", "dog", value),
            Self::Unknown(value) => value.write(w),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Cat {
    pub lives: i64,
    pub unknown: UnknownMembers,
}

impl Cat {
    const FIELDS: Table<1> = table([required("lives")]).constants(&[tag("kind", text("cat"))]);
}

impl Json for Cat {
    fn blank() -> Self {
        Self {
            lives: blank(),
            unknown: UnknownMembers::new(),
        }
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.record(&Self::FIELDS, [&mut self.lives], &mut self.unknown)
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.record(&Self::FIELDS, [&self.lives], &self.unknown)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Dog {
    pub name: Option<String>,
    pub additional: BTreeMap<String, f64>,
}

impl Dog {
    const FIELDS: Table<1> = table([optional("name")]);
}

impl Json for Dog {
    fn blank() -> Self {
        Self {
            name: blank(),
            additional: BTreeMap::new(),
        }
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.record(&Self::FIELDS, [&mut self.name], &mut self.additional)
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.record(&Self::FIELDS, [&self.name], &self.additional)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum ByKind {
    Text(String),
    Number(f64),
    List(Vec<ByKind>),
    Dog(Box<Dog>),
    Unknown(Value),
}

impl Json for ByKind {
    fn blank() -> Self {
        Self::Unknown(Value::Null)
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.kinds(&mut |kind, r| {
            *self = match kind {
                Kind::Text => Self::Text(r.get()?),
                Kind::Number => Self::Number(r.get()?),
                Kind::List => Self::List(r.get()?),
                Kind::Object => Self::Dog(r.get()?),
                _ => Self::Unknown(r.unknown()?),
            };
            Ok(())
        })
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        match self {
            Self::Text(value) => value.write(w),
            Self::Number(value) => value.write(w),
            Self::List(value) => value.write(w),
            Self::Dog(value) => value.write(w),
            Self::Unknown(value) => value.write(w),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum ByKeys {
    Cat(Cat),
    ElementId(ElementId),
    Unknown(Value),
}

impl Json for ByKeys {
    fn blank() -> Self {
        Self::Unknown(Value::Null)
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.keys(&[&["kind", "lives"], &["elementId"]], &mut |found, r| {
            *self = match found {
                Some(0) => Self::Cat(r.get()?),
                Some(1) => Self::ElementId(r.get()?),
                _ => Self::Unknown(r.unknown()?),
            };
            Ok(())
        })
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        match self {
            Self::Cat(value) => value.write(w),
            Self::ElementId(value) => value.write(w),
            Self::Unknown(value) => value.write(w),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum ByOrder {
    Cats(Vec<Cat>),
    Cat(Cat),
    Animal(Box<Animal>),
    Integer(i64),
    Number(f64),
    Unknown(Value),
}

impl Json for ByOrder {
    fn blank() -> Self {
        Self::Unknown(Value::Null)
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.order(
            self,
            &[
                |r| r.get().map(Self::Cats),
                |r| r.get().map(Self::Cat),
                |r| r.get().map(Self::Animal),
                |r| r.get().map(Self::Integer),
                |r| r.get().map(Self::Number),
            ],
            Self::Unknown,
        )
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        match self {
            Self::Cats(value) => value.write(w),
            Self::Cat(value) => value.write(w),
            Self::Animal(value) => value.write(w),
            Self::Integer(value) => value.write(w),
            Self::Number(value) => value.write(w),
            Self::Unknown(value) => value.write(w),
        }
    }
}

texts! {
    From Color
}

bridge! { Zoo Color Level Animal ByShape Cat Dog ByKind ByKeys ByOrder }

/// Texts that hold everything above.
pub const TEXTS: [&str; 4] = [
    r#"{"object":"zoo","version":2,"ratio":0.5,"open":true,"boolean":true,"small":-3,"unsigned":7,
      "large":-9223372036854775808,"huge":18446744073709551615,"single":0.1,"double":1.5e-7,
      "text":"a \"b\" \\ \u00e9 \ud83d\ude00 \n / \/ é 😀","any":{"x":[null,1,-2,0.25,"s",true,{}]},"null":null,
      "bytes":"AQID/w==","pair":[1,"two"],"list":[1,null,2.5,-0],"map":{"a":[true,false],"":[]},
      "nullable":null,"both":null,"anything":null,"created":"now","color":"red","level":1,
      "animals":[{"kind":"cat","lives":9,"extra":{"a":1}},{"kind":"dog","name":"Rex","w":1.5},
        {"x":1,"kind":"flock","y":2},{"kind":"nested","shape":"dog","name":"in"},
        {"kind":"bird","wings":[2]}],
      "byKind":[1,"a",[{"name":"d"}],true],"byKeys":{"elementId":"k"},"byOrder":[{"kind":"cat","lives":1}],
      "a \"quoted\"\\ näme":"q","extra":[1,{"b":2}]}"#,
    r#"{"object":"other","version":2.0,"ratio":5e-1,"open":true,"boolean":false,"small":1e2,
      "unsigned":4294967295,"large":100.0,"huge":0,"single":3.5,"double":9007199254740993,"text":"",
      "any":null,"null":null,"bytes":"","pair":[-1,""],"list":[],"map":{},"nullable":"x","optional":5,
      "both":6,"anything":[],"created":"x","color":"blue","level":2,"animals":[],
      "byKind":{"name":null,"n":1},"byKeys":{"kind":"cat","lives":3},"byOrder":{"kind":"cat","lives":2,"z":0},
      "child":{"object":"zoo","version":2,"ratio":0.5,"open":true,"boolean":true,"small":0,"unsigned":0,
        "large":0,"huge":0,"single":0,"double":0,"text":"c","any":1,"null":null,"bytes":"AA","pair":[0,"0"],
        "list":[0],"map":{"m":[true]},"nullable":null,"created":"c","animals":[{"lives":1,"kind":"cat"}]}}"#,
    r#"{"kind":"cat","lives":9}"#,
    r#"[[[[{"a":[{"b":{}}]}]]],"\u0041\t",1E+2,-0.0,1e-400,123456789012345678901234567890,true,null]"#,
];
