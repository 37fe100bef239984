//! Every style × explode × kind of value, against the table of the specification.
//!
//! Source: OpenAPI 3.0.4, "Style Examples". `n/a` there is given a meaning here where one is
//! obvious: a scalar in any style of the query is a plain pair. Where 3.0.3 differs (`label` of a
//! list without explode), 3.0.4 and RFC 6570 are followed.

#![allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a test has no readers outside"
)]

use std::{collections::BTreeMap, sync::OnceLock};

use http::Method;
use runtime::runtime::{
    Api, Client, ClientBuilder, Operation, Request, api,
    json::{self, In, Json, Out, Table, required, table},
    parameter::{Parameter, Style},
};
use serde_json::Value;

static API: Api = Api {
    user_agent: "test/1",
    base_url: "http://a",
    schemes: &[],
};

/// `{"R": 100, "G": 200, "B": 150}` in that order, as an emitted type has it.
struct Color {
    red: i64,
    green: i64,
    blue: i64,
    unknown: json::UnknownMembers,
}

impl Color {
    const FIELDS: Table<3> = table([required("R"), required("G"), required("B")]);
}

impl Json for Color {
    fn blank() -> Self {
        Color {
            red: 100,
            green: 200,
            blue: 150,
            unknown: json::UnknownMembers::new(),
        }
    }
    fn read(&mut self, r: &mut In<'_>) -> json::Result {
        r.record(
            &Self::FIELDS,
            [&mut self.red, &mut self.green, &mut self.blue],
            &mut self.unknown,
        )
    }
    fn write(&self, w: &mut Out<'_>) {
        w.record(
            &Self::FIELDS,
            [&self.red, &self.green, &self.blue],
            &self.unknown,
        );
    }
}

macro_rules! templates {
    ($($name:ident $path:literal;)*) => {
        $(static $name: Operation<Value, Value> = Operation {
            id: "test",
            method: Method::GET,
            path: $path,
            security: &[],
            replies: &[api::json(200)],
            errors: &[],
        };)*
    };
}

templates! {
    NONE "/";
    SIMPLE "/{color}";
    SIMPLE_EXPLODED "/{color*}";
    LABEL "/{.color}";
    LABEL_EXPLODED "/{.color*}";
    MATRIX "/{;color}";
    MATRIX_EXPLODED "/{;color*}";
}

fn request(operation: &'static Operation<Value, Value>) -> Request<Value, Value> {
    static CLIENT: OnceLock<Client> = OnceLock::new();
    let client = CLIENT.get_or_init(|| ClientBuilder::new(&API).build().expect("it is right"));
    client.request(operation)
}

fn path(operation: &'static Operation<Value, Value>, value: &dyn Parameter) -> String {
    match request(operation).in_path([value]).build() {
        Ok(request) => request.url.path().trim_start_matches('/').to_owned(),
        Err(error) => error.to_string(),
    }
}

fn query(style: Style, value: &dyn Parameter) -> String {
    match request(&NONE).in_query_as("color", style, value).build() {
        Ok(request) => request.url.query().unwrap_or("(none)").to_owned(),
        Err(error) => error.to_string(),
    }
}

fn header(style: Style, value: &dyn Parameter) -> String {
    match request(&NONE).in_header_as("color", style, value).build() {
        Ok(request) => match request.headers.get("color") {
            Some(value) => value.to_str().expect("text").to_owned(),
            None => "(none)".to_owned(),
        },
        Err(error) => error.to_string(),
    }
}

fn cookie(style: Style, value: &dyn Parameter) -> String {
    match request(&NONE).in_cookie_as("color", style, value).build() {
        Ok(request) => match request.headers.get("cookie") {
            Some(value) => value.to_str().expect("text").to_owned(),
            None => "(none)".to_owned(),
        },
        Err(error) => error.to_string(),
    }
}

/// The four values of the specification's table.
fn each(text: impl Fn(&dyn Parameter) -> String) -> [String; 4] {
    let list = ["blue", "black", "brown"].map(str::to_owned).to_vec();
    [text(&""), text(&"blue"), text(&list), text(&Color::blank())]
}

#[test]
fn path_parameters_are_written_as_the_table_says() {
    // An empty argument would address another resource, so it has no text in a path; nor may a
    // segment be `.`, which is what the table has for `label`.
    let empty = "path argument `color` is empty";
    let dot = "path argument `/{.color}` has a dot segment";
    let dot_exploded = dot.replace("color", "color*");
    let table = [
        (
            &SIMPLE,
            [empty, "blue", "blue,black,brown", "R,100,G,200,B,150"],
        ),
        (
            &SIMPLE_EXPLODED,
            [empty, "blue", "blue,black,brown", "R=100,G=200,B=150"],
        ),
        (
            &LABEL,
            [dot, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"],
        ),
        (
            &LABEL_EXPLODED,
            [
                &dot_exploded,
                ".blue",
                ".blue.black.brown",
                ".R=100.G=200.B=150",
            ],
        ),
        (
            &MATRIX,
            [
                ";color",
                ";color=blue",
                ";color=blue,black,brown",
                ";color=R,100,G,200,B,150",
            ],
        ),
        (
            &MATRIX_EXPLODED,
            [
                ";color",
                ";color=blue",
                ";color=blue;color=black;color=brown",
                ";R=100;G=200;B=150",
            ],
        ),
    ];
    for (operation, expected) in table {
        assert_eq!(
            each(|value| path(operation, value)),
            expected,
            "{}",
            operation.path
        );
    }
}

#[test]
fn an_empty_label_stands_where_it_is_no_dot_segment() {
    templates! { WITHIN "/paint{.color}"; }
    assert_eq!(path(&WITHIN, &""), "paint.");
}

#[test]
fn query_parameters_are_written_as_the_table_says() {
    let reserved = false;
    let table = [
        (
            Style::Form {
                explode: false,
                reserved,
            },
            [
                "color=",
                "color=blue",
                "color=blue,black,brown",
                "color=R,100,G,200,B,150",
            ],
        ),
        (
            Style::Form {
                explode: true,
                reserved,
            },
            [
                "color=",
                "color=blue",
                "color=blue&color=black&color=brown",
                "R=100&G=200&B=150",
            ],
        ),
        (
            Style::Space { reserved },
            [
                "color=",
                "color=blue",
                "color=blue%20black%20brown",
                "color=R%20100%20G%20200%20B%20150",
            ],
        ),
        (
            Style::Pipe { reserved },
            [
                "color=",
                "color=blue",
                "color=blue%7Cblack%7Cbrown",
                "color=R%7C100%7CG%7C200%7CB%7C150",
            ],
        ),
        (
            Style::Deep { reserved },
            [
                "color=",
                "color=blue",
                "color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown",
                "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
            ],
        ),
        (
            Style::Json,
            [
                "color=%22%22",
                "color=%22blue%22",
                "color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D",
                "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D",
            ],
        ),
    ];
    for (style, expected) in table {
        assert_eq!(each(|value| query(style, value)), expected, "{style:?}");
    }
}

#[test]
fn headers_and_cookies_are_written_as_the_table_says() {
    let simple = |explode| move |value: &dyn Parameter| header(Style::Simple { explode }, value);
    let expected = ["", "blue", "blue,black,brown", "R,100,G,200,B,150"];
    assert_eq!(each(simple(false)), expected);
    assert_eq!(
        each(simple(true)),
        ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]
    );
    assert_eq!(
        each(|value| header(Style::Json, value)),
        [
            r#""""#,
            r#""blue""#,
            r#"["blue","black","brown"]"#,
            r#"{"R":100,"G":200,"B":150}"#
        ],
    );
    let form = |explode| {
        move |value: &dyn Parameter| {
            cookie(
                Style::Form {
                    explode,
                    reserved: false,
                },
                value,
            )
        }
    };
    let expected = [
        "color=",
        "color=blue",
        "color=blue,black,brown",
        "color=R,100,G,200,B,150",
    ];
    assert_eq!(each(form(false)), expected);
    // Cookies stand apart by semicolons.
    let expected = [
        "color=",
        "color=blue",
        "color=blue; color=black; color=brown",
        "R=100; G=200; B=150",
    ];
    assert_eq!(each(form(true)), expected);
}

#[test]
fn what_is_absent_is_not_sent() {
    let nothing: Vec<String> = Vec::new();
    for explode in [false, true] {
        let style = Style::Form {
            explode,
            reserved: false,
        };
        assert_eq!(query(style, &None::<String>), "(none)");
        assert_eq!(query(style, &nothing), "(none)");
        assert_eq!(query(style, &Value::Null), "(none)");
        assert_eq!(cookie(style, &nothing), "(none)");
    }
    assert_eq!(header(Style::SIMPLE, &None::<i64>), "(none)");
    let list = vec![Some(1_i64), None, Some(3)];
    assert_eq!(query(Style::FORM, &list), "color=1&color=3");
    assert_eq!(path(&SIMPLE, &nothing), "path argument `color` is empty");
}

#[test]
fn texts_cannot_become_other_parameters() {
    let hostile = "a&b=c#d?e+f g/h,i|j;k%2C\u{e9}";
    let strict = "a%26b%3Dc%23d%3Fe%2Bf%20g%2Fh%2Ci%7Cj%3Bk%252C%C3%A9";
    assert_eq!(query(Style::FORM, &hostile), format!("color={strict}"));
    let listed = vec![hostile.to_owned(), "x".to_owned()];
    let style = Style::Form {
        explode: false,
        reserved: false,
    };
    assert_eq!(query(style, &listed), format!("color={strict},x"));
    assert_eq!(
        query(Style::Pipe { reserved: false }, &listed),
        format!("color={strict}%7Cx")
    );
    assert_eq!(path(&MATRIX, &"a;b=c,d"), ";color=a%3Bb%3Dc%2Cd");
    assert_eq!(cookie(Style::FORM, &"a; b=c"), "color=a%3B%20b%3Dc");
    // `allowReserved` keeps what cannot end or split a value.
    let style = Style::Form {
        explode: true,
        reserved: true,
    };
    assert_eq!(
        query(style, &"a/b?c:d@e,f;g=h&i#j k+[l]"),
        "color=a/b?c:d@e,f;g=h%26i%23j%20k%2B%5Bl%5D"
    );
    let name = request(&NONE)
        .with_query("a&b=", "c")
        .build()
        .expect("it is right");
    assert_eq!(name.url.query(), Some("a%26b%3D=c"));
}

#[test]
fn values_inside_values_have_a_text_only_where_a_style_has_one() {
    let nested = BTreeMap::from([(
        "a".to_owned(),
        vec![BTreeMap::from([("b".to_owned(), 1_i64)])],
    )]);
    assert_eq!(
        query(Style::Deep { reserved: false }, &nested),
        "color%5Ba%5D%5B0%5D%5Bb%5D=1"
    );
    let refused = "parameter `color` holds a list or object inside another, which its style cannot \
                   express";
    assert_eq!(query(Style::FORM, &nested), refused);
    assert_eq!(header(Style::SIMPLE, &nested), refused);
    let refused = refused.replace("parameter", "path argument");
    assert_eq!(path(&SIMPLE, &nested), refused);
}

#[test]
fn numbers_and_booleans_are_written_as_json_writes_them() {
    assert_eq!(query(Style::FORM, &100.0), "color=100");
    assert_eq!(query(Style::FORM, &0.5), "color=0.5");
    assert_eq!(query(Style::FORM, &-7_i64), "color=-7");
    assert_eq!(query(Style::FORM, &true), "color=true");
    assert_eq!(path(&SIMPLE, &true), "true");
}
