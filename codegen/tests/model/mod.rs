//! A small model, built by hand: routes made of elements, which are a tagged union.

use codegen::{ir::*, pointer::Pointer};

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

fn record(fields: Vec<Field>) -> Shape {
    Shape::Record(Record {
        fields,
        extras: Extras::Open,
        owner: None,
        payload_of: None,
    })
}

fn payload(shapes: &mut Shapes, tag: &str, fields: Vec<Field>) -> ShapeId {
    let text = shapes.intern(Shape::Text(TextFormat::Plain));
    let constant = Some(Literal::Text(tag.into()));
    let mut all = vec![
        field("id", text, true),
        Field {
            constant,
            ..field("type", text, true)
        },
    ];
    all.extend(fields);
    let payload_of = Some(("type".to_owned(), tag.to_owned()));
    let record = Record {
        fields: all,
        extras: Extras::Open,
        owner: None,
        payload_of,
    };
    shapes.intern(Shape::Record(record))
}

fn place(text: &str) -> Pointer {
    Pointer::parse(text).expect("a pointer")
}

/// `start | rate | end`.
fn element(shapes: &mut Shapes) -> ShapeId {
    let text = shapes.intern(Shape::Text(TextFormat::Plain));
    let number = shapes.intern(Shape::Number { single: false });
    let id = shapes.intern(record(vec![field("elementId", text, true)]));
    let values = ["count", "cost"]
        .map(|value| Literal::Text(value.into()))
        .to_vec();
    let kind = shapes.intern(Shape::Choice(Choice {
        values,
        owner: None,
    }));
    let outputs = shapes.intern(record(vec![field("next", id, true)]));
    let properties = shapes.intern(record(vec![
        field("limitType", kind, true),
        field("limit", number, true),
        Field {
            default: Some("60".into()),
            ..field("window", number, false)
        },
    ]));
    let ends = shapes.intern(Shape::Map(id));
    let variants = [
        (
            "start",
            payload(shapes, "start", vec![field("outputs", outputs, true)]),
        ),
        (
            "rate",
            payload(shapes, "rate", vec![field("properties", properties, true)]),
        ),
        (
            "end",
            payload(shapes, "end", vec![field("outputs", ends, true)]),
        ),
    ];
    let variants = variants.map(|(tag, shape)| {
        let tags = vec![tag.to_owned()];
        Variant {
            shape,
            tags,
            kinds: Vec::new(),
            keys: Vec::new(),
            known: None,
        }
    });
    let decision = Decision::Tag {
        wire: "type".into(),
        declared: false,
        kind: codegen::ir::TagKind::Text,
        optional: false,
    };
    shapes.intern(Shape::Union(Union {
        decision,
        variants: variants.to_vec(),
        owner: None,
    }))
}

/// `GET` and `POST` of `/accounts/{account_id}/routes`.
pub(crate) fn sample() -> Api {
    let mut api = Api {
        title: "Routes".into(),
        version: "1.0".into(),
        ..Api::default()
    };
    let shapes = &mut api.shapes;
    let text = shapes.intern(Shape::Text(TextFormat::Plain));
    let whole = shapes.intern(Shape::Integer(IntegerWidth::I64));
    let element = element(shapes);
    let elements = shapes.intern(Shape::List(element));
    let fields = vec![
        field("name", text, false),
        field("elements", elements, true),
    ];
    let body = shapes.intern(record(fields));
    let pointer = place("#/paths/~1routes/post/requestBody/content/json/schema");
    let docs = "What a route is made of. See https://example.com/[docs] for <all>.";
    shapes.add_site(
        body,
        Site {
            pointer,
            docs: Some(docs.into()),
            ..Site::default()
        },
    );
    let error = shapes.intern(record(vec![field("message", text, true)]));
    let mut list = operation(Method::Get, "list-routes", "List all routes.", text);
    list.parameters
        .push(parameter("page", Location::Query, whole, false));
    list.replies = vec![reply(200, body), reply(400, error)];
    let mut create = operation(Method::Post, "create-route", "Create a route.", text);
    let contents = vec![content(body)];
    create.body = Some(Body {
        required: true,
        docs: None,
        contents,
        pointer: Pointer::root(),
    });
    create.replies = vec![reply(200, body), reply(400, error)];
    api.operations = vec![list, create];
    for (name, kind) in [
        ("api_token", SchemeKind::Bearer),
        (
            "api_email",
            SchemeKind::Key(Location::Header, "X-Email".into()),
        ),
        ("api_key", SchemeKind::Key(Location::Header, "X-Key".into())),
    ] {
        api.schemes.insert(
            name.into(),
            Scheme {
                kind,
                docs: None,
                pointer: Pointer::root(),
            },
        );
    }
    api
}

fn parameter(wire: &str, location: Location, shape: ShapeId, required: bool) -> Parameter {
    let style = match location {
        Location::Path | Location::Header => ParameterStyle::Simple { explode: false },
        Location::Query | Location::Cookie => ParameterStyle::Form {
            explode: true,
            reserved: false,
        },
    };
    Parameter {
        wire: wire.into(),
        location,
        required,
        shape,
        style,
        docs: None,
        deprecated: false,
        default: None,
        example: None,
        pointer: Pointer::root(),
    }
}

fn content(shape: ShapeId) -> Content {
    Content {
        media: "application/json".into(),
        shape: Some(shape),
        encoding: Default::default(),
        example: None,
        xml: None,
        pointer: Pointer::root(),
    }
}

fn reply(status: u16, shape: ShapeId) -> Reply {
    Reply {
        late: false,
        status: Status::Exact(status),
        docs: None,
        contents: vec![content(shape)],
        headers: Vec::new(),
        pointer: Pointer::root(),
    }
}

fn operation(method: Method, id: &str, summary: &str, text: ShapeId) -> Operation {
    let schemes = [
        vec!["api_token".to_owned()],
        vec!["api_email".into(), "api_key".into()],
    ];
    Operation {
        id: Some(id.into()),
        pointer: place("#/paths/~1routes").child(id),
        method,
        path: "/accounts/{account_id}/routes".into(),
        tags: Vec::new(),
        summary: Some(summary.into()),
        docs: None,
        deprecated: false,
        hint: None,
        parameters: vec![parameter("account_id", Location::Path, text, true)],
        body: None,
        replies: Vec::new(),
        security: schemes
            .map(|schemes| SecurityAlternative { schemes })
            .to_vec(),
        servers: Vec::new(),
        extensions: vec![("x-api-token-group".into(), r#"["Routes Write"]"#.into())],
        way: Way::Usual,
        payload: None,
        items: None,
    }
}
