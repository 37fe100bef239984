//! What a stranger may put into arguments and answers, row by row as `codegen/docs/requests.md`
//! tells it: what is sent, what is refused, what is read.

#![allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a test has no readers outside"
)]

mod support;

use std::time::{Duration, Instant};

use http::Method;
use runtime::runtime::{
    Api, Client, ClientBuilder, Error, Operation, Request, RetryPolicy, Scheme, Secrets, api,
    parameter::Style,
    transport::{BoxFuture, HttpReply, HttpRequest, Transport, TransportError},
};
use serde_json::Value;
use support::{Act, Server, answer, json};

static API: Api = Api {
    user_agent: "test/1",
    base_url: "https://described.example/v1",
    schemes: &[
        ("bearer", Scheme::Bearer),
        ("split", Scheme::Cookie("a; b")),
        ("header", Scheme::Header("x\r\ny")),
    ],
};

macro_rules! operations {
    ($($name:ident $method:ident $path:literal $security:expr;)*) => {
        $(static $name: Operation<Value, Value> = Operation {
            id: "test",
            method: Method::$method,
            path: $path,
            security: $security,
            replies: &[api::json(200)],
            errors: &[],
        };)*
    };
}

operations! {
    THING GET "/things/{id}/parts" &[&["bearer"]];
    PAIR GET "/compare/{base}{head}" &[];
    HOLLOW GET "/a//b/" &[];
    LIST GET "/things" &[&["bearer"]];
    CREATE POST "/things" &[&["bearer"]];
    SPLIT GET "/things" &[&["split"]];
    BROKEN GET "/things" &[&["header"]];
}

/// How long a call may take where the server takes for ever.
const SOON: Duration = Duration::from_millis(300);

fn builder(server: &Server) -> ClientBuilder {
    ClientBuilder::new(&API)
        .base_url(server.url())
        .retry(RetryPolicy::never())
        .credentials(Secrets::new().with("bearer", "s3cret".into()))
}

fn client(server: &Server) -> Client {
    builder(server).build().expect("it is right")
}

fn ask(client: &Client, operation: &'static Operation<Value, Value>) -> Request<Value, Value> {
    client.request(operation)
}

/// What the server sees of a path argument, or why nothing is sent.
async fn sent(argument: &str) -> Result<String, String> {
    let server = Server::start([json(200, "1")]);
    let answer = ask(&client(&server), &THING).in_path([&argument]).await;
    let seen = server.seen();
    match answer {
        Ok(_) => Ok(seen[0].target.clone()),
        Err(error) => {
            assert!(matches!(error, Error::Build(_)), "{error:?}");
            assert_eq!(seen, []);
            Err(error.to_string())
        }
    }
}

async fn refused(arguments: &[&str], why: &str) {
    for argument in arguments {
        let expected = Err(format!("path argument `id` {why}"));
        assert_eq!(sent(argument).await, expected, "{argument:?}");
    }
}

async fn kept(arguments: &[(&str, &str)]) {
    for (argument, segment) in arguments {
        let expected = Ok(format!("/things/{segment}/parts"));
        assert_eq!(sent(argument).await, expected, "{argument:?}");
    }
}

#[tokio::test]
async fn dot_segments_are_refused() {
    refused(&[".", ".."], "holds a dot segment").await;
}

#[tokio::test]
async fn encoded_dot_segments_are_refused() {
    let arguments = ["%2e", "%2E%2e", ".%2e", "%252e%252e", "%25252e"];
    refused(&arguments, "holds a dot segment").await;
}

#[tokio::test]
async fn dot_segments_behind_any_separator_are_refused() {
    let arguments = [
        "../x",
        "x/..",
        "x\\..\\y",
        "x%2f..%2fy",
        "x%5c%2e%2e",
        "..;a",
    ];
    refused(&arguments, "holds a dot segment").await;
}

#[tokio::test]
async fn two_arguments_of_a_segment_cannot_be_dots_together() {
    let server = Server::start([] as [Act; 0]);
    let request = ask(&client(&server), &PAIR).in_path([&".", &"."]);
    let error = request.await.expect_err("dots");
    assert!(matches!(error, Error::Build(_)), "{error:?}");
    assert_eq!(server.seen(), []);
}

#[tokio::test]
async fn what_only_looks_like_dots_stays_a_segment() {
    kept(&[
        ("...", "..."),
        ("v1..2", "v1..2"),
        ("\u{ff0e}\u{ff0e}", "%EF%BC%8E%EF%BC%8E"),
        ("%c0%ae%c0%ae", "%25c0%25ae%25c0%25ae"),
    ])
    .await;
}

#[tokio::test]
async fn an_empty_argument_is_refused() {
    refused(&[""], "is empty").await;
}

#[tokio::test]
async fn empty_segments_of_the_template_are_sent_as_they_are() {
    let server = Server::start([json(200, "1")]);
    ask(&client(&server), &HOLLOW).await.expect("an answer");
    assert_eq!(server.seen()[0].target, "/a//b/");
}

#[tokio::test]
async fn slashes_are_encoded() {
    kept(&[("a/b", "a%2Fb"), ("a\\b", "a%5Cb"), ("/", "%2F")]).await;
}

#[tokio::test]
async fn a_percent_sign_is_encoded() {
    kept(&[("%2f", "%252f"), ("50%", "50%25"), ("%zz", "%25zz")]).await;
}

#[tokio::test]
async fn a_question_mark_begins_no_query_and_a_number_sign_no_fragment() {
    kept(&[
        ("a?b=c", "a%3Fb%3Dc"),
        ("a#b", "a%23b"),
        ("a;b&c", "a%3Bb%26c"),
    ])
    .await;
}

#[tokio::test]
async fn nul_and_other_control_characters_in_a_path_are_refused() {
    let arguments = ["\0", "a%00", "a\nb", "a\r\nHost: b", "\u{7f}", "\u{85}"];
    refused(&arguments, "holds a control character").await;
}

#[tokio::test]
async fn letters_of_every_script_are_encoded() {
    kept(&[
        ("grün", "gr%C3%BCn"),
        ("\u{202e}x", "%E2%80%AEx"),
        ("🦀", "%F0%9F%A6%80"),
    ])
    .await;
}

#[tokio::test]
async fn a_url_that_is_too_long_is_refused_before_anything_is_sent() {
    let error = sent(&"x".repeat(70_000)).await.expect_err("too long");
    assert!(error.starts_with("the URL has 70"), "{error}");
    assert!(error.ends_with(" bytes; 65534 can be sent"), "{error}");
    kept(&[(&"x".repeat(60_000), &"x".repeat(60_000))]).await;
}

#[tokio::test]
async fn a_query_value_cannot_become_another_parameter() {
    let server = Server::start([json(200, "1")]);
    let request = ask(&client(&server), &LIST)
        .with_query("page", "1&admin=true#x")
        .with_query("a&b=c", "+ %26")
        .in_query_as(
            "open",
            Style::Form {
                explode: true,
                reserved: true,
            },
            &"a&b#c+d",
        );
    request.await.expect("an answer");
    assert_eq!(
        server.seen()[0].target,
        "/things?page=1%26admin%3Dtrue%23x&a%26b%3Dc=%2B%20%2526&open=a%26b%23c%2Bd"
    );
}

#[tokio::test]
async fn a_header_value_cannot_begin_another_header() {
    let server = Server::start([] as [Act; 0]);
    for value in [
        "b\r\nx-evil: 1",
        "b\nx-evil: 1",
        "b\rx-evil: 1",
        "b\r\n\r\nGET /",
    ] {
        let request = ask(&client(&server), &LIST).with_header("x-a", value);
        let error = request.await.expect_err("a line break");
        assert_eq!(
            error.to_string(),
            "header `x-a` has a line break in its value"
        );
    }
    assert_eq!(server.seen(), []);
}

#[tokio::test]
async fn nul_in_a_header_value_is_refused() {
    let server = Server::start([] as [Act; 0]);
    for value in ["\0", "a\u{1}", "a\u{7f}"] {
        let request = ask(&client(&server), &LIST).in_header("x-a", &value);
        let error = request.await.expect_err("a control character");
        let message = "header `x-a` has a control character in its value";
        assert_eq!(error.to_string(), message);
    }
    assert_eq!(server.seen(), []);
}

#[tokio::test]
async fn a_header_name_is_one_or_nothing_is_sent() {
    let server = Server::start([] as [Act; 0]);
    for name in ["", "x a", "x:", "x\r\ny", "ü", &"x".repeat(70_000)] {
        let request = ask(&client(&server), &LIST).with_header(name, "1");
        let error = request.await.expect_err("no name");
        assert!(
            error.to_string().ends_with("is not a header name"),
            "{error}"
        );
    }
    assert_eq!(server.seen(), []);
}

#[tokio::test]
async fn more_headers_than_can_be_sent_are_refused() {
    let server = Server::start([] as [Act; 0]);
    let mut request = ask(&client(&server), &LIST);
    for number in 0..40_000 {
        request = request.with_header(&format!("x-{number}"), "1");
    }
    let error = request.await.expect_err("too many");
    assert!(error.to_string().ends_with("is one too many"), "{error}");
    assert_eq!(server.seen(), []);
}

#[tokio::test]
async fn a_long_header_value_is_sent_whole() {
    let server = Server::start([json(200, "1")]);
    let long = "x".repeat(1 << 20);
    let request = ask(&client(&server), &LIST).with_header("x-a", &long);
    request.await.expect("an answer");
    assert!(server.seen()[0].header("x-a") == Some(long));
}

#[tokio::test]
async fn a_cookie_cannot_become_another_one() {
    let server = Server::start([json(200, "1")]);
    let request = ask(&client(&server), &LIST).in_cookie("a", &"1; admin=true\r\nx: y");
    request.await.expect("an answer");
    assert_eq!(
        server.seen()[0].header("cookie").as_deref(),
        Some("a=1%3B%20admin%3Dtrue%0D%0Ax%3A%20y")
    );
}

#[tokio::test]
async fn a_credential_whose_place_has_no_name_is_refused() {
    let server = Server::start([] as [Act; 0]);
    let secrets = || {
        Secrets::new()
            .with("split", "s".into())
            .with("header", "s".into())
    };
    let table = [
        (
            &SPLIT,
            "credential `split` belongs in a cookie whose name is not one",
        ),
        (
            &BROKEN,
            "credential `header` belongs in a header whose name is not one",
        ),
    ];
    for (operation, message) in table {
        let request = ask(&client(&server), operation).with_credentials(secrets());
        assert_eq!(request.await.expect_err("no name").to_string(), message);
    }
    assert_eq!(server.seen(), []);
}

#[tokio::test]
async fn credentials_do_not_come_back_with_a_redirect() {
    let (tell, told) = std::sync::mpsc::channel::<String>();
    // There and back again: from another port of this machine to the first one.
    let other = Server::answering(move |_| {
        let back = told.recv().expect("the first server's URL");
        answer(302, &format!("location: {back}/back"), "")
    });
    let there = other.url();
    let first = Server::answering(move |seen| match seen.target.as_str() {
        "/things" => answer(302, &format!("location: {there}/x"), ""),
        _ => json(200, "1"),
    });
    tell.send(first.url()).expect("it is listened to");
    ask(&client(&first), &LIST).await.expect("an answer");
    let sent = |server: &Server, index: usize| server.seen()[index].header("authorization");
    assert_eq!(sent(&first, 0).as_deref(), Some("Bearer s3cret"));
    assert_eq!(sent(&other, 0), None);
    assert_eq!(first.seen()[1].target, "/back");
    assert_eq!(sent(&first, 1), None);
}

/// Redirects once, from https or http, and remembers.
#[derive(Clone)]
struct Redirecting(
    &'static str,
    std::sync::Arc<std::sync::Mutex<Vec<HttpRequest>>>,
);

impl Transport for Redirecting {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        let mut seen = self.1.lock().expect("no test panics holding it");
        seen.push(request);
        let mut headers = http::HeaderMap::new();
        let status = match seen.len() {
            1 => http::StatusCode::TEMPORARY_REDIRECT,
            _ => http::StatusCode::OK,
        };
        headers.insert("location", http::HeaderValue::from_static(self.0));
        Box::pin(async move { Ok(HttpReply::whole(status, headers, "1")) })
    }
}

/// How a call ends that is redirected, and what was sent.
async fn redirected(
    from: &str,
    to: &'static str,
    operation: &'static Operation<Value, Value>,
) -> (Option<String>, Vec<HttpRequest>) {
    let transport = Redirecting(to, std::sync::Arc::default());
    let client = ClientBuilder::new(&API)
        .base_url(from)
        .transport(transport.clone())
        .credentials(Secrets::new().with("bearer", "s3cret".into()))
        .build()
        .expect("it is right");
    let result = ask(&client, operation).await;
    let seen = transport
        .1
        .lock()
        .expect("no test panics holding it")
        .clone();
    (result.err().map(|error| error.to_string()), seen)
}

#[tokio::test]
async fn from_https_to_http_nothing_is_sent() {
    for operation in [&LIST, &CREATE] {
        let (error, seen) = redirected("https://a.example", "http://a.example/x", operation).await;
        let error = error.expect("a refusal");
        assert!(error.contains("it leads from https to http"), "{error}");
        assert_eq!(seen.len(), 1);
    }
}

#[tokio::test]
async fn from_http_to_https_goes_a_bare_question_only() {
    let (error, seen) = redirected("http://a.example", "https://a.example/x", &LIST).await;
    assert_eq!(error, None);
    assert!(seen[0].headers.contains_key("authorization"));
    let names: Vec<_> = seen[1]
        .headers
        .keys()
        .map(http::HeaderName::as_str)
        .collect();
    assert_eq!(names, ["accept", "user-agent"]);
    let (error, seen) = redirected("http://a.example", "https://a.example/x", &CREATE).await;
    assert!(error.is_some_and(|error| error.contains("leads to another origin")));
    assert_eq!(seen.len(), 1);
}

#[tokio::test]
async fn headers_that_are_no_text_are_kept_and_hurt_nothing() {
    let head = b"HTTP/1.1 200 X\r\nx-a: \xff\xfe\r\ncontent-type: \xff\r\nretry-after: \xff\r\n\
                 content-length: 1\r\nconnection: close\r\n\r\n1";
    let server = Server::start([Act::Answer(head.to_vec())]);
    let response = ask(&client(&server), &LIST)
        .send()
        .await
        .expect("an answer");
    assert_eq!(response.payload, Value::from(1));
    assert_eq!(response.headers["x-a"].as_bytes(), b"\xff\xfe");
    let location = b"HTTP/1.1 302 X\r\nlocation: /\xff\r\ncontent-length: 0\r\n\r\n";
    let server = Server::start([Act::Answer(location.to_vec())]);
    let error = ask(&client(&server), &LIST).await.expect_err("no URL");
    assert!(
        error.to_string().ends_with("its location is not a URL"),
        "{error}"
    );
}

#[tokio::test]
async fn headers_that_are_none_are_a_transport_error() {
    for head in [
        &b"HTTP/1.1 200 X\r\nx-a: \0\r\ncontent-length: 1\r\n\r\n1"[..],
        b"HTTP/1.1 200 X\r\nx a: 1\r\ncontent-length: 1\r\n\r\n1",
        b"HTTP/1.1 999999 X\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
    ] {
        let server = Server::start([Act::Answer(head.to_vec())]);
        let error = ask(&client(&server), &LIST).await.expect_err("no HTTP");
        assert!(matches!(error, Error::Transport(_)), "{error:?}");
    }
}

#[tokio::test]
async fn headers_without_end_are_not_kept_for_ever() {
    let line = format!("x-a: {}\r\n", "x".repeat(16_000)).into_bytes();
    let act = Act::Forever(b"HTTP/1.1 200 X\r\n".into(), line, Duration::ZERO);
    let server = Server::start([act]);
    let error = ask(&client(&server), &LIST).await.expect_err("too much");
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
}

#[tokio::test]
async fn slow_headers_end_with_the_time() {
    let act = Act::Forever(
        b"HTTP/1.1 200 X\r\n".into(),
        b"x-a: 1\r\n".into(),
        Duration::from_millis(20),
    );
    assert_timeout(act).await;
}

#[tokio::test]
async fn a_slow_body_ends_with_the_time() {
    let act = Act::Forever(
        b"HTTP/1.1 200 X\r\ncontent-length: 9999\r\n\r\n".into(),
        b" ".into(),
        Duration::from_millis(20),
    );
    assert_timeout(act).await;
}

async fn assert_timeout(act: Act) {
    let server = Server::start([act]);
    let started = Instant::now();
    let request = ask(&client(&server), &LIST).with_timeout(SOON);
    let error = request.await.expect_err("for ever");
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert!(started.elapsed() < SOON * 20, "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_body_without_end_is_too_large() {
    let piece = [b"10000\r\n".as_slice(), &[b' '; 0x10000], b"\r\n"].concat();
    for status in ["200 OK", "500 Bad"] {
        let head = format!("HTTP/1.1 {status}\r\ntransfer-encoding: chunked\r\n\r\n");
        let act = Act::Forever(head.into(), piece.clone(), Duration::ZERO);
        let server = Server::start([act]);
        let client = builder(&server).largest_reply(1 << 20).build();
        let error = ask(&client.expect("it is right"), &LIST).await;
        let error = error.expect_err("too large");
        assert!(matches!(error, Error::TooLarge(_)), "{error:?}");
    }
}

#[tokio::test]
async fn a_body_announced_as_too_large_is_not_read() {
    let head = b"HTTP/1.1 200 X\r\ncontent-length: 99999999999\r\n\r\n";
    let server = Server::start([Act::AnswerAndHang(head.to_vec())]);
    let error = ask(&client(&server), &LIST).await.expect_err("too large");
    assert!(matches!(error, Error::TooLarge(_)), "{error:?}");
}

#[tokio::test]
async fn a_body_nested_too_deeply_is_an_error_with_its_place() {
    for depth in [128, 1_000_000] {
        let body = "[".repeat(depth) + &"]".repeat(depth);
        let server = Server::start([json(200, &body)]);
        let error = ask(&client(&server), &LIST).await.expect_err("too deep");
        let Error::Decode(error) = &error else {
            panic!("{error:?}")
        };
        assert_eq!(error.body, body);
    }
    let body = "[".repeat(127) + &"]".repeat(127);
    let server = Server::start([json(200, &body)]);
    ask(&client(&server), &LIST).await.expect("an answer");
}

#[tokio::test]
async fn a_compressed_body_is_neither_asked_for_nor_unpacked() {
    // What `printf 1 | gzip` writes, but for its check sum.
    let body = b"\x1f\x8b\x08\0\0\0\0\0\0\x033\x04\0\xb7\xef\xdc\x83\x01\0\0\0";
    for encoding in ["gzip", "br", "zstd", "deflate"] {
        let head = format!(
            "HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-encoding: {encoding}\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        );
        let server = Server::start([Act::Answer([head.as_bytes(), body].concat())]);
        let error = ask(&client(&server), &LIST).await.expect_err("compressed");
        assert_eq!(server.seen()[0].header("accept-encoding"), None);
        let Error::Decode(error) = &error else {
            panic!("{error:?}")
        };
        assert_eq!(error.body, &body[..]);
        let told = format!("the body is `{encoding}`, which was not asked for");
        assert!(error.to_string().contains(&told), "{error}");
    }
}

#[tokio::test]
async fn a_download_is_collected_up_to_a_limit() {
    let piece = [b"1000\r\n".as_slice(), &[b'x'; 0x1000], b"\r\n"].concat();
    let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let server = Server::start([Act::Forever(head.into(), piece, Duration::ZERO)]);
    let download = ask(&client(&server), &LIST)
        .download()
        .await
        .expect("a head");
    let error = download.collect(100_000).await.expect_err("too large");
    assert!(matches!(error, Error::TooLarge(_)), "{error:?}");
}

#[tokio::test]
async fn cookies_of_an_answer_are_not_sent_back() {
    let server = Server::start([
        answer(200, "set-cookie: a=1\ncontent-type: application/json", "1"),
        json(200, "1"),
    ]);
    let client = client(&server);
    for _ in 0..2 {
        ask(&client, &LIST).await.expect("an answer");
    }
    assert_eq!(server.seen()[1].header("cookie"), None);
}
