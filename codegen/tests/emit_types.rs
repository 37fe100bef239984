//! A small model, built by hand, becomes types and codecs that read as if written by hand.

use std::collections::BTreeMap;

use codegen::{
    emit, ir::*, name, pass::Facts, pointer::Pointer, render, report::Report, settings::Settings,
};

fn field(wire: &str, shape: ShapeId, required: bool) -> Field {
    let (wire, access) = (wire.to_owned(), Access::Both);
    Field {
        wire,
        shape,
        required,
        constant: None,
        default: None,
        access,
    }
}

fn record(fields: Vec<Field>) -> Record {
    Record {
        fields,
        extras: Extras::Open,
        owner: None,
        payload_of: None,
    }
}

fn place(text: &str) -> Pointer {
    Pointer::parse(text).expect("a pointer")
}

/// `Element` = `start | rate | end`, a list of which is the body of `POST /routes`.
fn sample() -> Api {
    let mut api = Api {
        title: "Routes".into(),
        version: "1.0".into(),
        ..Api::default()
    };
    let shapes = &mut api.shapes;
    let text = shapes.intern(Shape::Text(TextFormat::Plain));
    let number = shapes.intern(Shape::Number { single: false });
    let id = shapes.intern(Shape::Record(record(vec![field("elementId", text, true)])));
    let kinds = ["count", "cost"]
        .map(|value| Literal::Text(value.into()))
        .to_vec();
    let kind = shapes.intern(Shape::Choice(Choice {
        values: kinds,
        owner: None,
    }));
    let outputs = shapes.intern(Shape::Record(record(vec![field("next", id, true)])));
    let mut properties = record(vec![
        field("limitType", kind, true),
        field("limit", number, true),
        field("window", number, false),
    ]);
    properties.fields[2].default = Some("60".into());
    let properties = shapes.intern(Shape::Record(properties));
    let ends = shapes.intern(Shape::Map(id));
    let payload = |tag: &str, fields: Vec<Field>| {
        let constant = Some(Literal::Text(tag.into()));
        let mut all = vec![field("id", text, true)];
        all.push(Field {
            constant,
            ..field("type", text, true)
        });
        all.extend(fields);
        let payload_of = Some(("type".to_owned(), tag.to_owned()));
        Shape::Record(Record {
            payload_of,
            ..record(all)
        })
    };
    let start = shapes.intern(payload("start", vec![field("outputs", outputs, true)]));
    let rate = shapes.intern(payload("rate", vec![field("properties", properties, true)]));
    let end = shapes.intern(payload("end", vec![field("outputs", ends, true)]));
    let variants = [(start, "start"), (rate, "rate"), (end, "end")].map(|(shape, tag)| Variant {
        shape,
        tags: vec![tag.to_owned()],
        kinds: Vec::new(),
        keys: Vec::new(),
    });
    let decision = Decision::Tag {
        wire: "type".into(),
        declared: false,
    };
    let element = Union {
        decision,
        variants: variants.to_vec(),
        owner: None,
    };
    let element = shapes.intern(Shape::Union(element));
    let elements = shapes.intern(Shape::List(element));
    let body = shapes.intern(Shape::Record(record(vec![
        field("name", text, false),
        field("elements", elements, true),
    ])));
    shapes.add_site(
        body,
        Site {
            pointer: place("#/paths/~1routes/post/requestBody/content/json/schema"),
            docs: Some("What a route is made of. See https://example.com/[docs] for <all>.".into()),
            ..Site::default()
        },
    );
    api.operations.push(create_route(body));
    api
}

fn create_route(body: ShapeId) -> Operation {
    let content = Content {
        media: "application/json".into(),
        shape: Some(body),
        encoding: Default::default(),
        example: None,
        pointer: Pointer::root(),
    };
    Operation {
        id: Some("createRoute".into()),
        pointer: place("#/paths/~1routes/post"),
        method: Method::Post,
        path: "/routes".into(),
        tags: Vec::new(),
        summary: Some("Create a route.".into()),
        docs: None,
        deprecated: false,
        hint: None,
        parameters: Vec::new(),
        body: Some(Body {
            required: true,
            docs: None,
            contents: vec![content.clone()],
            pointer: Pointer::root(),
        }),
        replies: vec![Reply {
            status: Status::Exact(200),
            docs: None,
            contents: vec![content],
            headers: Vec::new(),
            pointer: Pointer::root(),
        }],
        security: Vec::new(),
        servers: Vec::new(),
        extensions: Vec::new(),
    }
}

fn files(api: &Api) -> BTreeMap<String, String> {
    let settings = Settings::default();
    let mut facts = Facts::default();
    facts.sent.extend(api.shapes.ids());
    facts.received.extend(api.shapes.ids());
    let names = name::name(api, &facts, &settings, &mut Report::default());
    render::render(&emit::emit(api, &facts, &names, &settings)).expect("Rust")
}

#[test]
fn types_read_as_if_written_by_hand() {
    let files = files(&sample());
    insta::assert_snapshot!("types", files["src/types.rs"]);
}

#[test]
fn a_codec_is_a_table_and_three_calls() {
    let files = files(&sample());
    insta::assert_snapshot!("codec", files["src/codec.rs"]);
}
