//! Bodies in XML, read and written by tables, against a server of its own.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test uses a part of the support"
)]

mod support;

use http::Method;
use runtime::runtime::{
    Api, Client, Operation,
    api::{empty, on},
    error::Error,
    json::{self, In, Json, Out, Table, UnknownMembers, blank, optional, required, table},
    payload::Unreadable,
    xml::{self, Element, Shape, Xml, element, member},
};
use serde_json::{Value, json};
use support::{Server, answer};

/// What the generator prints for the petstore's pet, by hand.
#[derive(Debug, Clone, PartialEq)]
struct Pet {
    id: i64,
    name: Option<String>,
    category: Option<Category>,
    urls: Option<Vec<String>>,
    tags: Option<Vec<Category>>,
    notes: Option<Vec<i64>>,
    sold: Option<bool>,
    weights: Option<Vec<f64>>,
    unknown: UnknownMembers,
}

impl Pet {
    const FIELDS: Table<8> = table([
        required("id"),
        optional("name"),
        optional("category"),
        optional("photoUrls"),
        optional("tags"),
        optional("notes"),
        optional("sold"),
        optional("weights"),
    ]);
}

impl Json for Pet {
    fn blank() -> Self {
        Pet {
            id: blank(),
            name: blank(),
            category: blank(),
            urls: blank(),
            tags: blank(),
            notes: blank(),
            sold: blank(),
            weights: blank(),
            unknown: UnknownMembers::new(),
        }
    }

    fn read(&mut self, r: &mut In<'_>) -> json::Result {
        r.record(
            &Self::FIELDS,
            [
                &mut self.id,
                &mut self.name,
                &mut self.category,
                &mut self.urls,
                &mut self.tags,
                &mut self.notes,
                &mut self.sold,
                &mut self.weights,
            ],
            &mut self.unknown,
        )
    }

    fn write(&self, w: &mut Out<'_>) {
        w.record(
            &Self::FIELDS,
            [
                &self.id,
                &self.name,
                &self.category,
                &self.urls,
                &self.tags,
                &self.notes,
                &self.sold,
                &self.weights,
            ],
            &self.unknown,
        );
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Category {
    id: Option<i64>,
    parent: Option<Box<Category>>,
    unknown: UnknownMembers,
}

impl Category {
    const FIELDS: Table<2> = table([optional("id"), optional("parent")]);
}

impl Json for Category {
    fn blank() -> Self {
        Category {
            id: blank(),
            parent: blank(),
            unknown: UnknownMembers::new(),
        }
    }

    fn read(&mut self, r: &mut In<'_>) -> json::Result {
        let slots: [&mut dyn Json; 2] = [&mut self.id, &mut self.parent];
        r.record(&Self::FIELDS, slots, &mut self.unknown)
    }

    fn write(&self, w: &mut Out<'_>) {
        let slots: [&dyn Json; 2] = [&self.id, &self.parent];
        w.record(&Self::FIELDS, slots, &self.unknown);
    }
}

impl Xml for Pet {
    fn xml() -> &'static Shape {
        const {
            &xml::Record(&[
                member("id", element("id", xml::Scalar)).attribute(),
                member(
                    "name",
                    element("s:name", xml::Text).space("http://example.com/s"),
                ),
                member(
                    "category",
                    element("category", xml::Type(xml::shape::<Category>)),
                ),
                member(
                    "photoUrls",
                    element(
                        "photoUrls",
                        xml::List(&Element {
                            name: "photoUrl",
                            space: "",
                            shape: xml::Text,
                        }),
                    ),
                )
                .wrapped(),
                member(
                    "tags",
                    element(
                        "tags",
                        xml::List(&Element {
                            name: "tag",
                            space: "",
                            shape: xml::Type(xml::shape::<Category>),
                        }),
                    ),
                )
                .wrapped(),
                member(
                    "notes",
                    element(
                        "notes",
                        xml::List(&Element {
                            name: "note",
                            space: "",
                            shape: xml::Scalar,
                        }),
                    ),
                ),
                member("sold", element("sold", xml::Scalar)),
                member(
                    "weights",
                    element(
                        "weights",
                        xml::List(&Element {
                            name: "weights",
                            space: "",
                            shape: xml::Scalar,
                        }),
                    ),
                ),
            ])
        }
    }
}

impl Xml for Category {
    fn xml() -> &'static Shape {
        const {
            &xml::Record(&[
                member("id", element("id", xml::Scalar)),
                member(
                    "parent",
                    element("parent", xml::Type(xml::shape::<Category>)),
                ),
            ])
        }
    }
}

const PET: Element = element("Pet", xml::Type(xml::shape::<Pet>));

const TEXT: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Pet id=\"7\">\
    <s:name xmlns:s=\"http://example.com/s\">Tom &amp; &lt;Jerry&gt;</s:name>\
    <category><id>1</id><parent><id>2</id></parent></category>\
    <photoUrls><photoUrl>a</photoUrl><photoUrl>b</photoUrl></photoUrls>\
    <tags><tag><id>3</id></tag><tag></tag></tags>\
    <note>1</note><note>2</note><sold>true</sold><weights>1.5</weights></Pet>";

fn pet(text: &str) -> Pet {
    match xml::from_str(text, PET) {
        Ok(pet) => pet,
        Err(problem) => unreachable!("{problem}"),
    }
}

#[test]
fn attributes_wrapped_lists_namespaces_and_recursion_come_back_as_they_were() {
    let found = pet(TEXT);
    let expected = json!({
        "id": 7, "name": "Tom & <Jerry>", "category": {"id": 1, "parent": {"id": 2}},
        "photoUrls": ["a", "b"], "tags": [{"id": 3}, {}], "notes": [1, 2], "sold": true,
        "weights": [1.5],
    });
    assert_eq!(json::to_value(&found), expected);
    assert_eq!(xml::to_string(&found, PET).as_deref(), Ok(TEXT));
}

#[test]
fn what_the_table_does_not_know_is_kept_and_sent_back() {
    let text = "<Pet id=\"1\" extra=\"e\"><color>red</color><leg>1</leg><leg>2</leg>\
                <home><street>s</street></home></Pet>";
    let found = pet(text);
    let home = json!({"street": "s"});
    let expected = json!({"id": 1, "extra": "e", "color": "red", "leg": ["1", "2"], "home": home});
    assert_eq!(json::to_value(&found), expected);
    let again = xml::to_string(&found, PET).unwrap_or_default();
    assert_eq!(pet(&again), found);
}

#[test]
fn comments_sections_references_and_other_prefixes_are_read() {
    let text = "<!-- c --><x:Pet xmlns:x='u' id='&#49;'><q:name xmlns:q='o'><![CDATA[<b>]]>&#33;\
                </q:name><sold xmlns:xsi='i' xsi:nil='true'/></x:Pet>";
    let found = pet(text);
    assert_eq!(
        (found.id, found.name.as_deref(), found.sold),
        (1, Some("<b>!"), None)
    );
}

#[test]
fn a_value_of_another_kind_is_refused_with_its_place() {
    let problem = xml::from_str::<Pet>("<Pet id='1'><category><id>x</id></category></Pet>", PET);
    let Err(Unreadable::Json(error)) = problem else {
        unreachable!("{problem:?}")
    };
    assert_eq!(error.pointer(), "/category/id");
    let missing = xml::from_str::<Pet>("<Pet/>", PET);
    assert!(matches!(missing, Err(Unreadable::Json(_))), "{missing:?}");
}

#[test]
fn what_is_no_xml_is_an_error_and_nothing_panics() {
    let deep = "<a>".repeat(100_000);
    let half = &TEXT[..TEXT.len() / 2];
    for text in [
        "",
        "x",
        "<a",
        "<a>",
        "<a></b>",
        "</a>",
        "<a b></a>",
        "<a>&nope;</a>",
        &deep,
        half,
    ] {
        let problem = xml::from_str::<Value>(text, element("a", xml::Any));
        assert!(
            matches!(problem, Err(Unreadable::Other(_))),
            "{text:.20} {problem:?}"
        );
    }
}

#[test]
fn free_values_and_maps_are_elements_by_name() {
    const MAP: Element = element("m", xml::Map(&xml::Scalar));
    let value = json!({"a": 1, "b": 2.5});
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><m><a>1</a><b>2.5</b></m>";
    assert_eq!(xml::to_string(&value, MAP).as_deref(), Ok(text));
    assert_eq!(xml::from_str::<Value>(text, MAP).ok(), Some(value));
    let guessed = xml::from_str::<Value>(text, element("m", xml::Guess)).ok();
    assert_eq!(guessed, Some(json!({"a": 1, "b": 2.5})));
    let bad = xml::to_string(&json!({"a b": 1}), MAP);
    assert_eq!(bad, Err("has a member whose name XML cannot write"));
}

const API: Api = Api {
    user_agent: "xml/1",
    base_url: "",
    schemes: &[],
};

const ADD: &Operation<Pet, ()> = &Operation {
    id: "add",
    method: Method::POST,
    path: "/pet",
    security: &[],
    replies: &[on(200, "application/xml", |body| body.xml(PET))],
    errors: &[empty(400)],
};

#[tokio::test]
async fn a_body_is_sent_and_a_reply_is_read_over_the_wire() {
    let server = Server::start([
        answer(200, "content-type: application/xml", TEXT),
        answer(200, "content-type: application/xml", "<html>"),
    ]);
    let builder = runtime::runtime::ClientBuilder::new(&API).base_url(server.url());
    let client: Client = builder.build().expect("it is right");
    let sent = pet(TEXT);
    let ask = || {
        client
            .request::<Pet, (), ()>(ADD)
            .xml_body("application/xml", PET, &sent)
    };
    let got: Pet = match ask().await {
        Ok(got) => got,
        Err(error) => unreachable!("{error}"),
    };
    assert_eq!(got, sent);
    let seen = &server.seen()[0];
    assert_eq!(seen.text(), TEXT);
    assert_eq!(
        seen.header("content-type").as_deref(),
        Some("application/xml")
    );
    assert_eq!(seen.header("accept").as_deref(), Some("application/xml"));
    let error = ask().await.expect_err("no XML");
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
}
