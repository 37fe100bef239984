//! Random changes that only add to a description, or reorder what has no order.

use codegen::Output;
use serde_json::{Map, Value, json};

use super::{places::Places, random::Random};

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Operation,
    Parameter,
    Member,
    Value,
    Branch,
    Error,
    Success,
    Schema,
    Order,
}

pub(crate) const KINDS: [Kind; 9] = [
    Kind::Operation,
    Kind::Parameter,
    Kind::Member,
    Kind::Value,
    Kind::Branch,
    Kind::Error,
    Kind::Success,
    Kind::Schema,
    Kind::Order,
];

/// A change that was made.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(crate) kind: Kind,
    /// Where it was made.
    pub(crate) at: String,
    /// What was put there.
    pub(crate) what: String,
}

/// Words that are no stranger to the emitted code.
const HOSTILE: [&str; 24] = [
    "unknown",
    "additional",
    "new",
    "type",
    "self",
    "Unknown",
    "body",
    "send",
    "clone",
    "page",
    "limit",
    "cursor",
    "items",
    "pages",
    "client",
    "kind",
    "value",
    "data",
    "id",
    "name",
    "read",
    "write",
    "default",
    "options",
];

/// Changes `document`, of which `output` was generated; `None` if the kind found no place.
pub(crate) fn mutate(
    document: &mut Value,
    output: &Output,
    kind: Kind,
    random: &mut Random,
) -> Option<Made> {
    let places = Places::of(document, output);
    let mut change = Change {
        document,
        places,
        random,
    };
    let made = match kind {
        Kind::Operation => change.operation(),
        Kind::Parameter => change.parameter(),
        Kind::Member => change.member(),
        Kind::Value => change.value(),
        Kind::Branch => change.branch(),
        Kind::Error => change.reply(&[400, 403, 404, 409, 412, 422, 429, 500, 503]),
        Kind::Success => change.reply(&[200, 201, 202, 204, 206]),
        Kind::Schema => change.schema(),
        Kind::Order => change.order(),
    };
    made.map(|(at, what)| Made { kind, at, what })
}

struct Change<'a> {
    document: &'a mut Value,
    places: Places,
    random: &'a mut Random,
}

type Done = Option<(String, String)>;

impl Change<'_> {
    /// A word that nothing is called yet.
    fn fresh(&mut self) -> String {
        const PARTS: [&str; 12] = [
            "zor", "quex", "vim", "blat", "nox", "yab", "krill", "wug", "fenn", "jor", "plim",
            "tav",
        ];
        let mut word = String::new();
        for _ in 0..3 {
            word.push_str(self.random.of(&PARTS).expect("a part"));
        }
        format!("{word}{}", self.random.below(10_000))
    }

    /// A fresh word, or one that the emitted code knows.
    fn name(&mut self, known: Option<&Map<String, Value>>) -> String {
        let hostile = (*self.random.of(&HOSTILE).expect("a word")).to_owned();
        let free = known.is_none_or(|known| !known.contains_key(&hostile));
        if free && self.random.below(4) == 0 {
            return hostile;
        }
        self.fresh()
    }

    /// A schema that something new may have.
    fn any_schema(&mut self) -> Value {
        let word = self.fresh();
        let schema = self.places.schemas.clone();
        match (self.random.below(7), self.random.of(&schema)) {
            (0 | 1, Some(name)) => {
                json!({"$ref": format!("#/components/schemas/{}", name.replace('~', "~0").replace('/', "~1"))})
            }
            (2, _) => json!({"type": "integer"}),
            (3, _) => json!({"type": "string", "enum": [word.clone(), format!("{word}-b")]}),
            (4, _) => json!({"type": "object", "required": ["id"], "properties": {
                "id": {"type": "string"}, word: {"type": "number"}}}),
            (5, _) => json!({"type": "array", "items": {"type": "string"}}),
            _ => json!({"type": "string"}),
        }
    }

    /// What is not there yet is put in; in front or behind.
    fn put(&mut self, at: &str, key: &str, value: Value) -> Option<()> {
        let front = self.random.coin();
        let map = self.document.pointer_mut(at)?.as_object_mut()?;
        if map.contains_key(key) {
            return None;
        }
        let old = std::mem::take(map);
        if front {
            map.insert(key.to_owned(), value.clone());
        }
        map.extend(old);
        map.entry(key.to_owned()).or_insert(value);
        Some(())
    }

    fn push(&mut self, at: &str, value: Value) -> Option<()> {
        let front = self.random.coin();
        let list = self.document.pointer_mut(at)?.as_array_mut()?;
        let index = if front { 0 } else { list.len() };
        list.insert(index, value);
        Some(())
    }

    fn operation(&mut self) -> Done {
        let word = self.fresh();
        let mut operation = json!({"responses": {"200": {"description": ".",
            "content": {"application/json": {"schema": self.any_schema()}}}}});
        if self.random.below(3) > 0 {
            let id = match self.random.coin() {
                true => format!("get-{word}"),
                false => format!("{word}List"),
            };
            operation["operationId"] = json!(id);
        }
        if self.random.coin() {
            let schema = self.any_schema();
            operation["requestBody"] = json!({"required": self.random.coin(),
                "content": {"application/json": {"schema": schema}}});
        }
        if self.random.coin() {
            operation["tags"] = json!([word.clone()]);
        }
        let method = if operation["requestBody"].is_null() {
            "get"
        } else {
            "post"
        };
        let item = json!({method: operation});
        let path = format!("/{word}");
        self.put("/paths", &path, item.clone())?;
        Some((path, item.to_string()))
    }

    fn parameter(&mut self) -> Done {
        let operations = self.places.operations.clone();
        let at = self.random.of(&operations)?.clone();
        let schema = match self.any_schema() {
            schema if schema["type"] == "object" || schema["$ref"].is_string() => {
                json!({"type": "boolean"})
            }
            schema => schema,
        };
        let name = self.name(None);
        let place = *self.random.of(&["query", "query", "header"])?;
        let parameter = json!({"name": name.clone(), "in": place, "schema": schema});
        let operation = self.document.pointer_mut(&at)?.as_object_mut()?;
        let list = operation.entry("parameters").or_insert_with(|| json!([]));
        let same = |known: &Value| known["name"] == name.as_str() && known["in"] == place;
        // A reference may well be to a parameter of that name.
        if list.as_array()?.iter().any(|known| {
            same(known) || known["$ref"].is_string() && HOSTILE.contains(&name.as_str())
        }) {
            return None;
        }
        self.push(&format!("{at}/parameters"), parameter.clone())?;
        Some((at, parameter.to_string()))
    }

    fn member(&mut self) -> Done {
        let objects = self.places.objects.clone();
        let object = self.random.of(&objects)?.clone();
        let at = format!("{object}/properties");
        let mut known = self.document.pointer(&at)?.as_object()?.clone();
        // A member that another part of an `allOf` has is no new one.
        let others = self.places.members.get(&object).into_iter().flatten();
        known.extend(others.map(|wire| (wire.clone(), Value::Null)));
        let name = self.name(Some(&known));
        let schema = self.any_schema();
        self.put(&at, &name, schema.clone())?;
        Some((at, format!("{name}: {schema}")))
    }

    fn value(&mut self) -> Done {
        let enums = self.places.enums.clone();
        let at = self.random.of(&enums)?.clone();
        let known = self.document.pointer(&at)?.as_array()?.clone();
        if known.len() < 2 {
            return None;
        }
        let value = match self.random.of(&HOSTILE).map(|word| json!(word)) {
            Some(word) if self.random.below(4) == 0 && !known.contains(&word) => word,
            _ => json!(self.fresh()),
        };
        self.push(&at, value.clone())?;
        Some((at, value.to_string()))
    }

    fn branch(&mut self) -> Done {
        let unions = self.places.unions.clone();
        let (at, tag) = self.random.of(&unions)?.clone();
        let word = self.fresh();
        let mut branch = json!({"type": "object", "required": [word.clone()],
            "properties": {word.clone(): {"type": "string"}}});
        if let Some(tag) = &tag {
            branch["required"] = json!([tag, word]);
            branch["properties"][tag] = json!({"type": "string", "enum": [word]});
        }
        let owner = at.rsplit_once('/')?.0.to_owned();
        if self.document.pointer(&owner)?["discriminator"].is_object() {
            // A discriminator is about named schemas.
            let name = format!("Branch{word}");
            let place = format!("#/components/schemas/{name}");
            self.put("/components/schemas", &name, branch)?;
            let mapping = self
                .document
                .pointer_mut(&format!("{owner}/discriminator/mapping"));
            if let Some(mapping) = mapping.and_then(Value::as_object_mut) {
                mapping.insert(word.clone(), json!(place.clone()));
            }
            branch = json!({"$ref": place});
        }
        self.push(&at, branch.clone())?;
        Some((at, branch.to_string()))
    }

    fn reply(&mut self, statuses: &[u16]) -> Done {
        let operations = self.places.operations.clone();
        let at = self.random.of(&operations)?.clone() + "/responses";
        let replies = self.document.pointer(&at)?.as_object()?;
        // The first 2xx of an operation that has none takes the place of `default`.
        if !replies.keys().any(|status| status.starts_with('2')) {
            return None;
        }
        let status = self.random.of(statuses)?.to_string();
        let mut reply = json!({"description": "."});
        if status != "204" {
            let schema = self.any_schema();
            reply["content"] = json!({"application/json": {"schema": schema}});
        }
        self.put(&at, &status, reply.clone())?;
        Some((at, format!("{status}: {reply}")))
    }

    fn schema(&mut self) -> Done {
        let word = self.fresh();
        let name = match self.random.below(4) {
            0 => (*self.random.of(&[
                "Client",
                "ErrorBody",
                "Request",
                "Options",
                "Reply",
                "Value",
            ])?)
            .to_owned(),
            _ => format!("New{word}"),
        };
        let schema = json!({"type": "object", "properties": {"id": {"type": "string"},
            word: self.any_schema()}});
        self.put("/components/schemas", &name, schema)?;
        Some(("/components/schemas".to_owned(), name))
    }

    fn order(&mut self) -> Done {
        let unordered = self.places.unordered.clone();
        let at = self.random.of(&unordered)?.clone();
        match self.document.pointer_mut(&at)? {
            Value::Object(map) => {
                let mut entries: Vec<(String, Value)> = std::mem::take(map).into_iter().collect();
                self.random.shuffle(&mut entries);
                map.extend(entries);
            }
            Value::Array(list) => self.random.shuffle(list),
            _ => return None,
        }
        Some((at, "in another order".to_owned()))
    }
}
