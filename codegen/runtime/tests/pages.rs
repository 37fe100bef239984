//! Pages and items against a loopback server that has them.

#![allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a test has no readers outside"
)]

mod support;

use http::Method;
use runtime::runtime::{
    Api, Client, ClientBuilder, Error, Operation, RetryPolicy, api,
    json::{self, In, Json, Out, Table, required, table},
    pages::{Last, Next, Pages, Paging},
};
use serde_json::Value;
use support::{Act, Server, answer};

static API: Api = Api {
    user_agent: "test/1",
    base_url: "",
    schemes: &[],
};

/// A page, as an emitted type.
#[derive(Debug, PartialEq)]
struct Page {
    items: Vec<i64>,
    page: Value,
    unknown: json::UnknownMembers,
}

impl Page {
    const FIELDS: Table<2> = table([required("items"), required("page")]);
}

impl Json for Page {
    fn blank() -> Self {
        Page {
            items: Vec::new(),
            page: Value::Null,
            unknown: json::UnknownMembers::new(),
        }
    }
    fn read(&mut self, r: &mut In<'_>) -> json::Result {
        r.record(
            &Self::FIELDS,
            [&mut self.items, &mut self.page],
            &mut self.unknown,
        )
    }
    fn write(&self, w: &mut Out<'_>) {
        w.record(&Self::FIELDS, [&self.items, &self.page], &self.unknown);
    }
}

static LIST: Operation<Page, Value> = Operation {
    id: "list",
    method: Method::GET,
    path: "/things",
    security: &[],
    replies: &[api::json(200).within("success", "result")],
    errors: &[],
};

macro_rules! paging {
    ($($name:ident $next:expr;)*) => {
        $(static $name: Paging<Page, i64> = Paging {
            next: $next,
            path: &["result", "items"],
            items: |page| &page.items,
            take: |page| page.items,
        };)*
    };
}

paging! {
    NUMBER Next::Number("page");
    OFFSET Next::Offset("offset");
    CURSOR Next::Cursor("cursor", &["info", "after"]);
    LAST Next::After("after", Last::Member(&["info", "last"]), &["info", "more"]);
    LINK Next::Link;
}

fn client(server: &Server) -> Client {
    let builder = ClientBuilder::new(&API)
        .base_url(server.url())
        .retry(RetryPolicy::never());
    builder.build().expect("it is right")
}

fn pages(server: &Server, paging: &'static Paging<Page, i64>) -> Pages<Page, Value, i64> {
    Pages::new(
        client(server)
            .request::<_, _, ()>(&LIST)
            .with_query("size", "2"),
        paging,
    )
}

/// An answer with these items; `page` counts up, so that no two answers are the same.
fn page(items: &str, more: &str, headers: &str) -> Act {
    let body = format!(
        r#"{{"success": true, "result": {{"items": {items}, "page": 1}}, "info": {{{more}}}}}"#
    );
    answer(
        200,
        &format!("content-type: application/json\n{headers}"),
        &body,
    )
}

async fn all(server: &Server, paging: &'static Paging<Page, i64>) -> (Vec<i64>, Vec<String>) {
    let mut items = pages(server, paging).items();
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        found.push(item.expect("an item"));
    }
    (
        found,
        server.seen().into_iter().map(|seen| seen.target).collect(),
    )
}

#[tokio::test]
async fn page_numbers_count_up_until_a_page_is_empty() {
    let acts = [
        page("[1,2]", "", ""),
        page("[3]", "", ""),
        page("[]", "", ""),
        page("[9]", "", ""),
    ];
    let server = Server::start(acts);
    let (items, asked) = all(&server, &NUMBER).await;
    assert_eq!(items, [1, 2, 3]);
    assert_eq!(
        asked,
        [
            "/things?size=2",
            "/things?size=2&page=2",
            "/things?size=2&page=3"
        ]
    );
}

#[tokio::test]
async fn a_service_that_repeats_a_page_is_asked_no_more() {
    let server = Server::start([page("[1,2]", "", ""), page("[1,2]", r#""other": 1"#, "")]);
    assert_eq!(all(&server, &NUMBER).await.0, [1, 2]);
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn offsets_add_up_from_where_the_caller_began() {
    let acts = [
        page("[1,2]", "", ""),
        page("[3]", "", ""),
        page("[]", "", ""),
    ];
    let server = Server::start(acts);
    let request = client(&server)
        .request::<_, _, ()>(&LIST)
        .with_query("offset", "10");
    let mut pages = Pages::new(request, &OFFSET);
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        found.push(page.expect("a page").items);
    }
    assert_eq!(found, [vec![1, 2], vec![3]]);
    let asked: Vec<_> = server.seen().into_iter().map(|seen| seen.target).collect();
    assert_eq!(
        asked,
        [
            "/things?offset=10",
            "/things?offset=12",
            "/things?offset=13"
        ]
    );
}

#[tokio::test]
async fn cursors_are_followed_until_there_is_none_or_the_same() {
    for last in [r#""after": """#, r#""after": null"#, "", r#""after": "a=""#] {
        let server = Server::start([page("[1]", r#""after": "a=""#, ""), page("[2]", last, "")]);
        let (items, asked) = all(&server, &CURSOR).await;
        assert_eq!(items, [1, 2]);
        assert_eq!(asked, ["/things?size=2", "/things?size=2&cursor=a%3D"]);
    }
}

#[tokio::test]
async fn a_page_comes_after_the_last_item_while_there_are_more() {
    let more = r#""last": "b=", "more": true"#;
    for last in [
        r#""last": "c", "more": false"#,
        r#""last": null, "more": true"#,
        r#""more": true"#,
        r#""last": "b=", "more": true"#,
    ] {
        let server = Server::start([page("[1,2]", more, ""), page("[3]", last, "")]);
        let (items, asked) = all(&server, &LAST).await;
        assert_eq!(items, [1, 2, 3], "{last}");
        assert_eq!(
            asked,
            ["/things?size=2", "/things?size=2&after=b%3D"],
            "{last}"
        );
    }
    // Without the flag, or where it is no flag, the first empty page is the last.
    for flag in ["", r#", "more": null"#] {
        let told = |last: &str| format!(r#""last": "{last}"{flag}"#);
        let server = Server::start([
            page("[1,2]", &told("b"), ""),
            page("[3]", &told("c"), ""),
            page("[]", "", ""),
        ]);
        let (items, asked) = all(&server, &LAST).await;
        assert_eq!((items.len(), asked.len()), (3, 3), "{flag}");
    }
}

static LIST_OBJECTS: Operation<Value, Value> = Operation {
    id: "list_objects",
    method: Method::GET,
    path: "/things",
    security: &[],
    replies: &[api::json(200).within("success", "result")],
    errors: &[],
};

static OF_ITEM: Paging<Value, Value> = Paging {
    next: Next::After("after", Last::OfItem("id"), &["info", "more"]),
    path: &["result", "items"],
    items: |page| page["items"].as_array().map_or(&[], Vec::as_slice),
    take: |mut page| match page["items"].take() {
        Value::Array(items) => items,
        _ => Vec::new(),
    },
};

#[tokio::test]
async fn a_page_comes_after_the_id_of_the_last_item() {
    let more = r#""more": true"#;
    for (last, end) in [
        (r#"[{"id": "c"}]"#, r#""more": false"#),
        (r#"[{"name": "c"}]"#, more),
        (r#"[{"id": null}]"#, more),
        (r#"["c"]"#, more),
        (r#"[{"id": "b"}]"#, more),
    ] {
        let acts = [
            page(r#"[{"id": "a"}, {"id": "b"}]"#, more, ""),
            page(last, end, ""),
        ];
        let server = Server::start(acts);
        let request = client(&server).request::<_, _, ()>(&LIST_OBJECTS);
        let mut items = Pages::new(request, &OF_ITEM).items();
        let mut count = 0;
        while let Some(item) = items.next().await {
            item.expect("an item");
            count += 1;
        }
        let asked: Vec<_> = server.seen().into_iter().map(|seen| seen.target).collect();
        assert_eq!(count, 3, "{last}");
        assert_eq!(asked, ["/things", "/things?after=b"], "{last}");
    }
}

#[tokio::test]
async fn links_are_followed_within_the_origin_only() {
    let server = Server::start([
        page("[1]", "", r#"link: </else?after=1>; rel="next""#),
        page(
            "[2]",
            "",
            r#"link: <https://elsewhere.example/x>; rel="next""#,
        ),
    ]);
    let mut pages = pages(&server, &LINK);
    assert_eq!(
        pages
            .next()
            .await
            .expect("a page")
            .expect("it is right")
            .items,
        [1]
    );
    let error = pages
        .next()
        .await
        .expect("an error")
        .expect_err("another origin");
    let message = "the URL `https://elsewhere.example/x` leads to another origin";
    assert_eq!(error.to_string(), message);
    assert!(pages.next().await.is_none());
    let asked: Vec<_> = server.seen().into_iter().map(|seen| seen.target).collect();
    assert_eq!(asked, ["/things?size=2", "/else?after=1"]);
}

#[tokio::test]
async fn a_page_that_fails_is_the_last_and_the_items_before_are_not_lost() {
    let server = Server::start([page("[1,2]", "", ""), support::json(500, "{}")]);
    let mut items = pages(&server, &NUMBER).items();
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        found.push(item.map_err(|error| error.status().map(|status| status.as_u16())));
    }
    assert_eq!(found, [Ok(1), Ok(2), Err(Some(500))]);
}

#[tokio::test]
async fn of_a_thousand_items_one_bad_one_costs_only_itself() {
    let items = (0..1000).map(|item| match item {
        500 => r#""bad""#.to_owned(),
        item => item.to_string(),
    });
    let items = format!("[{}]", items.collect::<Vec<_>>().join(","));
    let server = Server::start([page(&items, "", ""), page("[]", "", "")]);
    let mut items = pages(&server, &NUMBER).lenient_items();
    let (mut good, mut bad) = (0, Vec::new());
    while let Some(item) = items.next().await {
        match item {
            Ok(_) => good += 1,
            Err(Error::Decode(error)) => bad.push(error.unreadable.to_string()),
            Err(error) => panic!("{error:?}"),
        }
    }
    assert_eq!(good, 999);
    assert_eq!(
        bad,
        ["expected an integer, found a string at /result/items/500"]
    );

    let server = Server::start([page(r#"[1, "bad"]"#, "", "")]);
    let mut strict = pages(&server, &NUMBER).items();
    assert!(matches!(strict.next().await, Some(Err(Error::Decode(_)))));
    assert!(strict.next().await.is_none());
}

#[tokio::test]
async fn an_empty_list_is_one_empty_page() {
    let server = Server::start([page("[]", "", "")]);
    let mut pages = pages(&server, &NUMBER);
    let page = pages.next().await.expect("a page").expect("it is right");
    assert!(page.items.is_empty());
    assert!(pages.next().await.is_none());
    assert_eq!(server.seen().len(), 1);
}

#[cfg(feature = "blocking")]
#[test]
fn items_can_be_iterated_without_async() {
    let server = Server::start([
        page("[1,2]", "", ""),
        page("[3]", "", ""),
        page("[]", "", ""),
    ]);
    let items: Result<Vec<i64>, _> = pages(&server, &NUMBER).items().blocking().collect();
    assert_eq!(items.expect("items"), [1, 2, 3]);
}
