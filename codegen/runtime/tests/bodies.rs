//! Bodies of every kind, as a loopback server sees and sends them.

#![allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a test has no readers outside"
)]

mod support;

use bytes::Bytes;
use http::Method;
use runtime::runtime::{
    Api, Client, ClientBuilder, Error, Operation, Request, RetryPolicy, api,
    multipart::{Multipart, Part},
    parameter::Style,
    streaming,
    transport::Body,
};
use serde_json::{Value, json};
use support::{Act, Server, answer};

static API: Api = Api {
    user_agent: "test/1",
    base_url: "",
    schemes: &[],
};

macro_rules! operations {
    ($($name:ident $method:ident $type:ty, $replies:expr;)*) => {
        $(static $name: Operation<$type, Value> = Operation {
            id: "test",
            method: Method::$method,
            path: "/things",
            security: &[],
            replies: $replies,
            errors: &[api::default("application/json", |body| body.json())],
        };)*
    };
}

operations! {
    SEND PUT Value, &[api::json(200)];
    TEXT GET String, &[api::on(200, "text/plain", |body| body.text())];
    RAW GET Bytes, &[api::on(200, "application/octet-stream", |body| body.bytes())];
    STREAM GET String, &[api::on(200, "text/event-stream", |body| body.text())];
}

fn client(server: &Server) -> Client {
    let at_once = RetryPolicy::default().backoff(Default::default(), Default::default());
    let builder = ClientBuilder::new(&API)
        .base_url(server.url())
        .retry(at_once);
    builder.largest_reply(1000).build().expect("it is right")
}

fn ask<T>(server: &Server, operation: &'static Operation<T, Value>) -> Request<T, Value> {
    client(server).request(operation)
}

fn ok() -> Act {
    support::json(200, "1")
}

#[tokio::test]
async fn a_form_has_pairs_and_an_object_in_it_is_json() {
    let server = Server::start([ok()]);
    let body = json!({
        "a": "x&y z", "b": [1, 2], "c": {"n": 1, "t": "s"}, "d": null, "e": {"k": "v"}, "f": [1, 2],
    });
    let styles = [
        ("e", Style::Deep { reserved: false }),
        (
            "f",
            Style::Form {
                explode: false,
                reserved: false,
            },
        ),
    ];
    ask(&server, &SEND)
        .form_body(&body, &styles)
        .await
        .expect("an answer");
    let seen = &server.seen()[0];
    let mut pairs: Vec<String> = seen.text().split('&').map(str::to_owned).collect();
    pairs.sort_unstable();
    let expected = [
        "a=x%26y%20z",
        "b=1",
        "b=2",
        "c=%7B%22n%22%3A1%2C%22t%22%3A%22s%22%7D",
        "e%5Bk%5D=v",
        "f=1,2",
    ];
    assert_eq!(pairs, expected);
    let media = "application/x-www-form-urlencoded";
    assert_eq!(seen.header("content-type").as_deref(), Some(media));
}

fn parts() -> Multipart {
    Multipart::with_boundary("b0undary")
        .value("title", &"a title".to_owned())
        .value("tags", &vec!["x".to_owned(), "y".to_owned()])
        .json("meta", &json!({"n": 1}))
        .part(
            "file",
            Part::file("a \"b\"\r\n.txt", "bytes")
                .media("text/plain")
                .header("x-a", "1"),
        )
}

const PARTS: &str = "--b0undary\r\ncontent-disposition: form-data; name=\"title\"\r\n\r\na title\r\n\
--b0undary\r\ncontent-disposition: form-data; name=\"tags\"\r\n\r\nx\r\n\
--b0undary\r\ncontent-disposition: form-data; name=\"tags\"\r\n\r\ny\r\n\
--b0undary\r\ncontent-disposition: form-data; name=\"meta\"\r\n\
content-type: application/json\r\n\r\n{\"n\":1}\r\n\
--b0undary\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a %22b%22%0D%0A.txt\"\r\n\
content-type: text/plain\r\nx-a: 1\r\n\r\nbytes\r\n--b0undary--\r\n";

#[tokio::test]
async fn a_multipart_body_has_its_parts_in_order_and_its_length() {
    let server = Server::start([ok()]);
    let request = ask(&server, &SEND).multipart_body("multipart/form-data", parts());
    request.await.expect("an answer");
    let seen = &server.seen()[0];
    assert_eq!(seen.text(), PARTS);
    assert_eq!(seen.header("content-length"), Some(PARTS.len().to_string()));
    let media = "multipart/form-data; boundary=b0undary";
    assert_eq!(seen.header("content-type").as_deref(), Some(media));
}

#[tokio::test]
async fn a_part_cannot_break_out_of_its_header() {
    let server = Server::start([] as [Act; 0]);
    let form = Multipart::new().part("a", Part::new("x").media("text/plain\r\nx-evil: 1"));
    let error = ask(&server, &SEND)
        .multipart_body("multipart/form-data", form)
        .await;
    let error = error.expect_err("a line break");
    assert_eq!(
        error.to_string(),
        "parameter `a` has a control character in a header"
    );
    assert_eq!(server.seen(), []);
}

#[tokio::test]
async fn a_file_is_streamed_and_read_again_for_the_next_attempt() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("big");
    let bytes: Vec<u8> = (0..200_000_u32).map(|index| (index % 251) as u8).collect();
    std::fs::write(&path, &bytes).expect("it can be written");
    let server = Server::start([support::json(503, "{}"), ok()]);
    let form = Multipart::with_boundary("b").part(
        "file",
        Part::file("big", streaming::file(&path).expect("it is there")),
    );
    let request = ask(&server, &SEND).multipart_body("multipart/form-data", form);
    request.await.expect("an answer");
    for seen in server.seen() {
        let found = seen.body.windows(bytes.len()).any(|window| window == bytes);
        assert!(found, "{} bytes", seen.body.len());
    }
    assert_eq!(server.seen().len(), 2);
    assert!(streaming::file(folder.path().join("none")).is_err());
}

/// Two pieces.
fn once() -> Body {
    let whole = Body::from("piece").open().expect("bytes");
    streaming::stream(whole, None)
}

#[tokio::test]
async fn a_stream_is_sent_in_chunks_and_only_once() {
    let server = Server::start([support::json(503, "{}"), ok()]);
    let body = ask(&server, &SEND).raw_body("application/octet-stream", once());
    let error = body.await.expect_err("it cannot be sent again");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    let seen = server.seen();
    assert_eq!((seen.len(), seen[0].text().as_str()), (1, "piece"));
    assert_eq!(
        seen[0].header("transfer-encoding").as_deref(),
        Some("chunked")
    );
}

#[tokio::test]
async fn text_and_bytes_come_as_they_are() {
    let server = Server::start([
        answer(200, "content-type: text/plain; charset=utf-8", "grün"),
        answer(200, "content-type: application/octet-stream", "\u{0}raw"),
    ]);
    assert_eq!(ask(&server, &TEXT).await.expect("an answer"), "grün");
    assert_eq!(ask(&server, &RAW).await.expect("an answer"), "\u{0}raw");
    assert_eq!(
        server.seen()[1].header("accept").as_deref(),
        Some("application/octet-stream")
    );
}

#[tokio::test]
async fn a_download_is_not_held_to_the_cap_but_an_error_is_whole() {
    let big = "x".repeat(5000);
    let server = Server::start([
        answer(200, "content-type: application/octet-stream", &big),
        answer(200, "content-type: application/octet-stream", &big),
        support::json(404, r#"{"why": 1}"#),
    ]);
    let mut download = ask(&server, &RAW).download().await.expect("an answer");
    assert_eq!(download.status, 200);
    let mut length = 0;
    while let Some(piece) = download.next().await {
        length += piece.expect("a piece").len();
    }
    assert_eq!(length, 5000);
    let download = ask(&server, &RAW).download().await.expect("an answer");
    assert!(matches!(
        download.collect(4999).await,
        Err(Error::TooLarge(_))
    ));
    let error = ask(&server, &RAW).download().await.expect_err("a 404");
    assert_eq!(error.payload(), Some(&json!({"why": 1})));
}

#[tokio::test]
async fn a_download_that_breaks_off_says_so() {
    let head = "HTTP/1.1 200 X\r\ncontent-length: 99\r\n\r\nhalf";
    let server = Server::start([Act::Answer(head.into())]);
    let download = ask(&server, &RAW).download().await.expect("a head");
    let error = download.collect(1000).await.expect_err("it breaks off");
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
}

/// An answer in chunks, each a piece of its own.
fn chunks(media: &str, pieces: &[&str]) -> Act {
    let mut text =
        format!("HTTP/1.1 200 X\r\ncontent-type: {media}\r\ntransfer-encoding: chunked\r\n\r\n");
    for piece in pieces {
        text.push_str(&format!("{:x}\r\n{piece}\r\n", piece.len()));
    }
    text.push_str("0\r\n\r\n");
    Act::Answer(text.into_bytes())
}

#[tokio::test]
async fn events_are_read_wherever_they_are_cut() {
    let stream = ": hello\n\ndata: 1\ndata: 2\n\nevent: tick\r\nid: 7\r\ndata:x\r\n\r\nretry: 50\rdata\r\rid\n\
                  data:  y\n\ndata: cut off";
    let whole: Vec<&str> = vec![stream];
    let single: Vec<&str> = stream.split_inclusive(|_: char| true).collect();
    for pieces in [whole, single] {
        let server = Server::start([chunks("text/event-stream", &pieces)]);
        let mut events = ask(&server, &STREAM).events().await.expect("a head");
        let mut found = Vec::new();
        while let Some(event) = events.next().await {
            let event = event.expect("an event");
            let retry = event.retry.map(|retry| retry.as_millis());
            found.push((event.name, event.data, event.id, retry));
        }
        let event = |name: &str, data: &str, id: Option<&str>, retry| {
            (
                name.to_owned(),
                data.to_owned(),
                id.map(str::to_owned),
                retry,
            )
        };
        let expected = [
            event("message", "1\n2", None, None),
            event("tick", "x", Some("7"), None),
            event("message", "", Some("7"), Some(50)),
            event("message", " y", Some(""), None),
        ];
        assert_eq!(found, expected);
        let accept = server.seen()[0].header("accept");
        assert_eq!(accept.as_deref(), Some("text/event-stream"));
    }
}

#[tokio::test]
async fn the_data_of_events_is_decoded_one_by_one() {
    let stream = "data: 1\n\ndata: \"x\"\n\ndata: 3\n\ndata: [DONE]\n\ndata: 4\n\n";
    let server = Server::start([chunks("text/event-stream", &[stream])]);
    let mut data = ask(&server, &STREAM)
        .event_data::<i64>()
        .await
        .expect("a head");
    let mut found = Vec::new();
    while let Some(value) = data.next().await {
        found.push(value.map_err(|error| error.body().map(|body| body.to_vec())));
    }
    assert_eq!(found, [Ok(1), Err(Some(b"\"x\"".to_vec())), Ok(3)]);
}

#[tokio::test]
async fn json_lines_are_decoded_one_by_one_and_bounded() {
    let pieces = ["1\n2", "3\r\n\n", "bad\n4"];
    let server = Server::start([
        chunks("application/x-ndjson", &pieces),
        chunks("application/x-ndjson", &["1\n", &"9".repeat(2000), "\n2\n"]),
    ]);
    let mut lines = ask(&server, &STREAM)
        .json_lines::<i64>()
        .await
        .expect("a head");
    let mut found = Vec::new();
    while let Some(value) = lines.next().await {
        found.push(value.ok());
    }
    assert_eq!(found, [Some(1), Some(23), None, Some(4)]);
    let mut lines = ask(&server, &STREAM)
        .json_lines::<i64>()
        .await
        .expect("a head");
    assert!(matches!(lines.next().await, Some(Ok(1))));
    assert!(matches!(lines.next().await, Some(Err(Error::TooLarge(_)))));
    assert!(lines.next().await.is_none());
}

#[tokio::test]
async fn json_lines_are_asked_for_where_the_description_prefers_json() {
    let sent = || chunks("application/x-ndjson", &["1\n"]);
    let server = Server::start([sent(), sent()]);
    let request = ask(&server, &SEND);
    request.json_lines::<i64>().await.expect("a head");
    let request = ask(&server, &SEND).with_header("accept", "application/jsonl");
    request.json_lines::<i64>().await.expect("a head");
    let accepts: Vec<_> = server
        .seen()
        .iter()
        .filter_map(|seen| seen.header("accept"))
        .collect();
    assert_eq!(
        accepts[0],
        "application/x-ndjson, application/ndjson, application/jsonl, application/x-jsonlines, \
         application/jsonlines, application/stream+json, */*;q=0.1"
    );
    assert_eq!(accepts[1], "application/jsonl");
}

#[tokio::test]
async fn headers_of_an_answer_are_typed() {
    let headers = "content-type: application/json\nx-left: 7\nx-name: 7\nx-tags: a, b\nx-on: true";
    let server = Server::start([answer(200, headers, "1"), answer(400, headers, "{}")]);
    let response = ask(&server, &SEND).send().await.expect("an answer");
    assert_eq!(response.header::<i64>("x-left").expect("a number"), Some(7));
    assert_eq!(
        response.header::<String>("x-name").expect("a text"),
        Some("7".to_owned())
    );
    let tags = Some(vec!["a".to_owned(), "b".to_owned()]);
    assert_eq!(
        response.header::<Vec<String>>("x-tags").expect("a list"),
        tags
    );
    assert_eq!(
        response.header::<bool>("x-on").expect("a boolean"),
        Some(true)
    );
    assert_eq!(
        response.header::<bool>("x-off").expect("it is not there"),
        None
    );
    let wrong = response.header::<i64>("x-tags").expect_err("no number");
    assert_eq!(wrong.to_string(), "expected an integer, found a string");
    let error = ask(&server, &SEND).await.expect_err("a 400");
    assert_eq!(error.header::<i64>("x-left").expect("a number"), Some(7));
}

#[cfg(feature = "blocking")]
#[test]
fn streams_can_be_iterated_without_async() {
    let server = Server::start([chunks("application/x-ndjson", &["1\n2\n"])]);
    let lines = ask(&server, &STREAM).json_lines::<i64>();
    let lines = runtime::runtime::blocking::wait(lines)
        .expect("no runtime here")
        .expect("a head");
    let found: Result<Vec<i64>, _> = lines.blocking().collect();
    assert_eq!(found.expect("lines"), [1, 2]);
}

#[tokio::test]
async fn a_part_has_the_media_type_and_the_style_that_the_description_gives_it() {
    let server = Server::start([ok()]);
    let list = vec![1_i64, 2];
    let object = json!({"a": 1, "b": "c"});
    let form = |explode| Style::Form {
        explode,
        reserved: false,
    };
    let pipe = Style::Pipe { reserved: false };
    let deep = Style::Deep { reserved: false };
    let body = Multipart::with_boundary("b0undary")
        .part("a", Part::file("a.png", "x").or_media("image/png"))
        .part("b", Part::new("x").media("image/gif").or_media("image/png"))
        .value_as("c", "text/csv", &"1,2".to_owned())
        .value_as("d", "application/json", &list)
        .value_as("e", "text/plain", &list)
        .value_as("f", "text/plain", &None::<String>)
        .styled("g", form(false), &list)
        .styled("h", form(true), &list)
        .styled("i", pipe, &list)
        .styled("j", deep, &object)
        .styled("k", form(true), &object)
        .styled("l", pipe, &None::<Vec<i64>>);
    let request = ask(&server, &SEND).multipart_body("multipart/form-data", body);
    request.await.expect("an answer");
    let text = server.seen()[0].text();
    let parts: Vec<String> = text
        .split("--b0undary\r\ncontent-disposition: form-data; ")
        .skip(1)
        .map(|part| {
            let part = part.trim_end_matches("--b0undary--\r\n").trim_end();
            part.replace("\r\n\r\n", " = ").replace("\r\n", "; ")
        })
        .collect();
    let expected = [
        "name=\"a\"; filename=\"a.png\"; content-type: image/png = x",
        "name=\"b\"; content-type: image/gif = x",
        "name=\"c\"; content-type: text/csv = 1,2",
        "name=\"d\"; content-type: application/json = [1,2]",
        "name=\"e\"; content-type: text/plain = 1",
        "name=\"e\"; content-type: text/plain = 2",
        "name=\"g\" = 1,2",
        "name=\"h\" = 1",
        "name=\"h\" = 2",
        "name=\"i\" = 1|2",
        "name=\"j[a]\" = 1",
        "name=\"j[b]\" = c",
        "name=\"a\" = 1",
        "name=\"b\" = c",
    ];
    assert_eq!(parts, expected);
}
