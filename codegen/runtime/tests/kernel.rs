//! What may leave the client, and where to: headers, base URLs, redirects, credentials.

#![allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a test has no readers outside"
)]

mod support;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use http::Method;
use runtime::runtime::{
    Api, BuildError, Client, ClientBuilder, Error, Operation, Request, RetryPolicy, Scheme, Secret,
    Secrets, TokenProvider, api,
    transport::{BoxFuture, HttpReply, HttpRequest, Transport, TransportError},
};
use secrecy::SecretString;
use serde_json::Value;
use support::{Act, Server, answer, json};

static API: Api = Api {
    user_agent: "test/1",
    base_url: "https://described.example/v1",
    schemes: &[
        ("bearer", Scheme::Bearer),
        ("basic", Scheme::Basic),
        ("digest", Scheme::Http("Digest")),
        ("header", Scheme::Header("X-Key")),
        ("query", Scheme::Query("api key")),
        ("cookie", Scheme::Cookie("session")),
    ],
};

macro_rules! operations {
    ($($name:ident $method:ident $security:expr;)*) => {
        $(static $name: Operation<Value, Value> = Operation {
            id: "test",
            method: Method::$method,
            path: "/things",
            security: $security,
            replies: &[api::json(200)],
            errors: &[],
        };)*
    };
}

operations! {
    OPEN GET &[];
    BEARER GET &[&["bearer"]];
    POSTED POST &[&["bearer"]];
    ALL GET &[&["basic", "header", "query", "cookie"]];
    DIGEST GET &[&["digest"]];
    EITHER GET &[&[], &["bearer"]];
}

fn builder(url: &str) -> ClientBuilder {
    ClientBuilder::new(&API)
        .base_url(url)
        .retry(RetryPolicy::never())
}

fn with(url: &str, secrets: Secrets) -> Client {
    builder(url)
        .credentials(secrets)
        .build()
        .expect("it is right")
}

fn ask(client: &Client, operation: &'static Operation<Value, Value>) -> Request<Value, Value> {
    client.request(operation)
}

fn bearer() -> Secrets {
    Secrets::new().with("bearer", "s3cret".into())
}

#[tokio::test]
async fn each_scheme_puts_its_secret_in_its_place() {
    let server = Server::start([json(200, "1"), json(200, "1"), json(200, "1")]);
    let secrets = Secrets::new()
        .with("basic", Secret::basic("Aladdin", "open sesame"))
        .with("header", "h".into())
        .with("query", "a&b c".into())
        .with("cookie", "c;d".into())
        .with("digest", "x=y".into());
    let client = with(&server.url(), secrets);
    let request = ask(&client, &ALL)
        .with_query("page", "1")
        .with_header("cookie", "mine=1");
    let shown = format!("{request:?} {:?} {client:?}", request.build());
    request.await.expect("an answer");
    ask(&client, &DIGEST).await.expect("an answer");
    ask(&client, &OPEN).await.expect("an answer");
    let [all, digest, open] = &server.seen()[..] else {
        panic!("three requests")
    };
    let basic = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==";
    assert_eq!(all.header("authorization").as_deref(), Some(basic));
    assert_eq!(all.header("x-key").as_deref(), Some("h"));
    assert_eq!(all.target, "/things?page=1&api%20key=a%26b%20c");
    assert_eq!(
        all.header("cookie").as_deref(),
        Some("mine=1; session=c%3Bd")
    );
    assert_eq!(
        digest.header("authorization").as_deref(),
        Some("Digest x=y")
    );
    assert_eq!(
        (open.header("authorization"), open.header("x-key")),
        (None, None)
    );
    for secret in ["QWxh", "sesame", "a%26b", "a&b", "c%3Bd"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

#[tokio::test]
async fn an_alternative_without_credentials_is_the_last_resort() {
    let server = Server::start([json(200, "1"), json(200, "1")]);
    ask(&with(&server.url(), bearer()), &EITHER)
        .await
        .expect("an answer");
    ask(&with(&server.url(), Secrets::new()), &EITHER)
        .await
        .expect("an answer");
    let sent: Vec<_> = server
        .seen()
        .iter()
        .map(|seen| seen.header("authorization"))
        .collect();
    assert_eq!(sent, [Some("Bearer s3cret".to_owned()), None]);
    let anonymous = builder(&server.url())
        .anonymous()
        .build()
        .expect("it is right");
    let built = ask(&anonymous, &BEARER).build().expect("allowed");
    assert!(!built.headers.contains_key("authorization"));
}

#[tokio::test]
async fn what_cannot_be_sent_is_an_error_and_nothing_is_sent() {
    let server = Server::start([] as [Act; 0]);
    let client = with(&server.url(), bearer());
    let table: Vec<(Request<Value, Value>, &str)> = vec![
        (
            ask(&client, &OPEN).with_header("x-a", "b\r\nx-evil: 1"),
            "header `x-a` has a line break in its value",
        ),
        (
            ask(&client, &OPEN).with_header("x-a", "b\0"),
            "header `x-a` has a control character in its value",
        ),
        (
            ask(&client, &OPEN).with_header("x a", "b"),
            "header `x a` is not a header name",
        ),
        (
            ask(&client, &OPEN).with_header("x\n", "b"),
            "header `x\\n` is not a header name",
        ),
        (
            ask(&client, &OPEN).with_idempotency_key("a\nb"),
            "header `idempotency-key` has a line break in its value",
        ),
        (
            ask(&client, &BEARER).with_credentials(Secrets::new().with("bearer", "a\nb".into())),
            "credential `bearer` holds a control character",
        ),
        (
            ask(&client, &BEARER).with_credentials(Secrets::new().with("bearer", "".into())),
            "credential `bearer` is empty",
        ),
        (
            ask(&client, &BEARER).with_credentials(Secrets::new()),
            "operation `test` takes the credentials `bearer`, which the client does not have",
        ),
    ];
    for (request, message) in table {
        let error = request.await.expect_err(message);
        assert!(matches!(error, Error::Build(_)), "{error:?}");
        assert_eq!(error.to_string(), message);
        assert_eq!((error.status(), error.is_retryable()), (None, false));
    }
    assert_eq!(server.seen(), []);
}

#[test]
fn a_base_url_that_leads_nowhere_is_refused() {
    let table = [
        (
            "example.com/v1",
            "the base URL `example.com/v1` is not a URL: relative URL without a base",
        ),
        (
            "ftp://a",
            "the base URL `ftp://a` is neither http nor https",
        ),
        ("http://", "the base URL `http://` is not a URL: empty host"),
        ("http://a/\nb", "the base URL holds a control character"),
        (
            "http://me:pass@a",
            "the base URL holds credentials: give them to the builder",
        ),
        (
            "http://a/v1?x=1",
            "the base URL `http://a/v1?x=1` has a query or fragment",
        ),
        (
            "http://a/v1#x",
            "the base URL `http://a/v1#x` has a query or fragment",
        ),
    ];
    for (url, message) in table {
        let error = builder(url).build().map(drop).expect_err(url);
        assert_eq!(error.to_string(), message);
    }
    let error = builder("http://a").user_agent("a\nb").build().map(drop);
    assert!(matches!(error, Err(BuildError::Header { .. })), "{error:?}");
}

#[test]
fn paths_join_the_base_url_whatever_its_slashes() {
    for (base, url) in [
        ("http://a", "http://a/things"),
        ("http://a/", "http://a/things"),
        ("http://a/v1", "http://a/v1/things"),
        ("http://a/v1/", "http://a/v1/things"),
    ] {
        let client = builder(base).build().expect("it is right");
        assert_eq!(
            ask(&client, &OPEN)
                .build()
                .expect("it is right")
                .url
                .as_str(),
            url
        );
    }
    let described = ClientBuilder::new(&API).build().expect("it is right");
    let request = ask(&described, &OPEN).at_server("https://upload.example");
    assert_eq!(
        request.build().expect("it is right").url.as_str(),
        "https://upload.example/things"
    );
    // A base URL of the caller's own holds for every operation.
    let pinned = builder("http://localhost:1").build().expect("it is right");
    let request = ask(&pinned, &OPEN).at_server("https://upload.example");
    assert_eq!(
        request.build().expect("it is right").url.as_str(),
        "http://localhost:1/things"
    );
}

fn redirect(status: u16, location: &str) -> Act {
    answer(status, &format!("location: {location}"), "")
}

#[tokio::test]
async fn a_redirect_within_the_origin_keeps_everything() {
    for (status, method, then) in [
        (301, "GET", "GET"),
        (302, "GET", "GET"),
        (303, "GET", "GET"),
        (307, "GET", "GET"),
        (308, "GET", "GET"),
        (301, "POST", "GET"),
        (302, "POST", "GET"),
        (303, "POST", "GET"),
        (307, "POST", "POST"),
        (308, "POST", "POST"),
    ] {
        let server = Server::start([redirect(status, "/else?x=1"), json(200, "1")]);
        let client = with(&server.url(), bearer());
        let request = match method {
            "GET" => ask(&client, &BEARER),
            _ => ask(&client, &POSTED).json_body(&Value::from("body")),
        };
        request.await.expect("an answer");
        let second = &server.seen()[1];
        assert_eq!(
            (second.method.as_str(), second.target.as_str()),
            (then, "/else?x=1")
        );
        assert_eq!(
            second.header("authorization").as_deref(),
            Some("Bearer s3cret")
        );
        let body = if then == "POST" { r#""body""# } else { "" };
        assert_eq!(second.text(), body, "{status} {method}");
    }
}

#[tokio::test]
async fn secrets_of_the_query_stay_within_the_origin() {
    let server = Server::start([redirect(302, "/else?x=1"), json(200, "1")]);
    let secrets = Secrets::new()
        .with("basic", Secret::basic("u", "p"))
        .with("header", "h".into())
        .with("query", "q".into())
        .with("cookie", "c".into());
    ask(&with(&server.url(), secrets), &ALL)
        .await
        .expect("an answer");
    assert_eq!(server.seen()[1].target, "/else?x=1&api+key=q");
    let request = ask(&with(&server.url(), bearer()), &OPEN).with_header("authorization", "hush");
    assert!(!format!("{request:?}").contains("hush"), "{request:?}");
}

#[tokio::test]
async fn to_another_origin_goes_a_bare_question_and_nothing_else() {
    let other = Server::start([json(200, "1")]);
    // Another port is another origin.
    let server = Server::start([redirect(302, &format!("{}/x", other.url()))]);
    let secrets = Secrets::new()
        .with("basic", Secret::basic("u", "p"))
        .with("header", "h".into())
        .with("query", "q".into())
        .with("cookie", "c".into());
    let request = ask(&with(&server.url(), secrets), &ALL).with_header("x-mine", "1");
    request.await.expect("an answer");
    let seen = &other.seen()[0];
    let mut names: Vec<_> = seen.headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(
        (seen.target.as_str(), names),
        ("/x", vec!["accept", "host", "user-agent"])
    );

    let other = Server::start([json(200, "1")]);
    let server = Server::start([redirect(307, &format!("{}/x", other.url()))]);
    let request = ask(&with(&server.url(), bearer()), &POSTED).json_body(&Value::from("body"));
    let error = request.await.expect_err("a refusal");
    let message = "the redirect (307 Temporary Redirect) is not followed: it leads to another \
                   origin, which must not get what the request holds";
    assert_eq!(error.to_string(), message);
    assert_eq!(other.seen(), []);
}

#[tokio::test]
async fn redirects_that_lead_astray_are_not_followed() {
    for (location, why) in [
        ("ftp://a/b", "it leads to neither http nor https"),
        (
            "http://me:pass@127.0.0.1/",
            "its location holds credentials",
        ),
        ("http://", "its location is not a URL"),
    ] {
        let server = Server::start([redirect(302, location)]);
        let error = ask(&with(&server.url(), bearer()), &BEARER)
            .await
            .expect_err(why);
        let message = format!("the redirect (302 Found) is not followed: {why}");
        assert_eq!(error.to_string(), message);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
    }
    let server = Server::start(vec![redirect(302, "/again"); 20]);
    let error = ask(&with(&server.url(), bearer()), &BEARER)
        .await
        .expect_err("a loop");
    assert!(error.to_string().contains("too many in a row"), "{error}");
    assert_eq!(server.seen().len(), 11);
}

/// Answers from memory, and remembers.
#[derive(Clone, Default)]
struct Double(Arc<std::sync::Mutex<Vec<HttpRequest>>>);

impl Transport for Double {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        let location = (request.url.path() == "/things").then_some("http://described.example/x");
        self.0
            .lock()
            .expect("no test panics holding it")
            .push(request);
        let mut headers = http::HeaderMap::new();
        let status = match location {
            Some(location) => {
                headers.insert("location", http::HeaderValue::from_static(location));
                http::StatusCode::FOUND
            }
            None => http::StatusCode::OK,
        };
        Box::pin(async move { Ok(HttpReply::whole(status, headers, "1")) })
    }
}

#[tokio::test]
async fn a_transport_can_be_replaced_and_https_never_becomes_http() {
    let double = Double::default();
    let client = ClientBuilder::new(&API).base_url("https://described.example");
    let client = client
        .transport(double.clone())
        .credentials(bearer())
        .build();
    let error = ask(&client.expect("it is right"), &BEARER)
        .await
        .expect_err("a downgrade");
    assert!(
        error.to_string().contains("it leads from https to http"),
        "{error}"
    );
    let seen = double.0.lock().expect("no test panics holding it");
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].headers["user-agent"], "test/1");
}

struct Counting(Arc<AtomicUsize>);

impl TokenProvider for Counting {
    fn fetch(&self) -> BoxFuture<'_, Result<SecretString, runtime::runtime::token::TokenError>> {
        Box::pin(async {
            tokio::task::yield_now().await;
            let count = self.0.fetch_add(1, Ordering::SeqCst);
            Ok(format!("token-{count}").into())
        })
    }
}

fn tokens(first_good: usize) -> (Server, Client, Arc<AtomicUsize>) {
    let server = Server::answering(move |seen| {
        let token = seen.header("authorization").unwrap_or_default();
        let number: usize = token
            .trim_start_matches("Bearer token-")
            .parse()
            .unwrap_or(0);
        if number >= first_good {
            json(200, "1")
        } else {
            json(401, "{}")
        }
    });
    let fetched = Arc::new(AtomicUsize::new(0));
    let provider = Secret::provider(Counting(Arc::clone(&fetched)));
    let client = with(&server.url(), Secrets::new().with("bearer", provider));
    (server, client, fetched)
}

#[tokio::test]
async fn a_token_is_fetched_once_for_all_and_renewed_once_after_a_401() {
    let (server, client, fetched) = tokens(1);
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..8 {
        calls.spawn(ask(&client, &POSTED).into_future());
    }
    for result in calls.join_all().await {
        result.expect("an answer");
    }
    assert_eq!(fetched.load(Ordering::SeqCst), 2);
    assert!(server.seen().len() <= 16, "each asks at most twice");
    let before = server.seen().len();
    ask(&client, &BEARER).await.expect("an answer");
    assert_eq!(
        (server.seen().len(), fetched.load(Ordering::SeqCst)),
        (before + 1, 2)
    );
}

#[tokio::test]
async fn a_token_that_is_never_taken_is_renewed_only_once() {
    let (server, client, fetched) = tokens(99);
    let error = ask(&client, &BEARER).await.expect_err("a 401");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert_eq!(
        (server.seen().len(), fetched.load(Ordering::SeqCst)),
        (2, 2)
    );
}

struct Failing;

impl TokenProvider for Failing {
    fn fetch(&self) -> BoxFuture<'_, Result<SecretString, runtime::runtime::token::TokenError>> {
        Box::pin(async { Err("the vault is locked".into()) })
    }
}

#[tokio::test]
async fn a_token_that_cannot_be_fetched_is_an_error_and_nothing_is_sent() {
    let server = Server::start([] as [Act; 0]);
    let secrets = Secrets::new().with("bearer", Secret::provider(Failing));
    let error = ask(&with(&server.url(), secrets), &BEARER)
        .await
        .expect_err("no token");
    assert_eq!(
        error.to_string(),
        "no token could be fetched: the vault is locked"
    );
    assert_eq!(server.seen(), []);
}

#[tokio::test]
async fn an_answer_that_is_not_utf_8_or_not_json_is_a_typed_error() {
    for (body, expected) in [(&b"\"\xff\""[..], "UTF-8"), (b"<html>", "a value")] {
        let head = format!("HTTP/1.1 200 X\r\ncontent-length: {}\r\n\r\n", body.len());
        let server = Server::start([Act::Answer([head.as_bytes(), body].concat())]);
        let error = ask(&with(&server.url(), bearer()), &OPEN)
            .await
            .expect_err("it is not JSON");
        let Error::Decode(error) = &error else {
            panic!("{error:?}")
        };
        assert_eq!(error.body, body);
        assert!(
            error
                .to_string()
                .contains("the answer cannot be read: expected"),
            "{error}"
        );
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn no_connection_is_a_transport_error_without_the_url() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let secrets = Secrets::new()
        .with("basic", Secret::basic("u", "p"))
        .with("header", "h".into())
        .with("query", "hush".into())
        .with("cookie", "c".into());
    let error = ask(&with(&url, secrets), &ALL)
        .await
        .expect_err("nobody is there");
    assert!(
        matches!(error, Error::Transport(_)) && error.is_retryable(),
        "{error:?}"
    );
    assert!(!format!("{error:?} {error}").contains("hush"), "{error:?}");
}

#[test]
fn variables_of_the_environment_that_are_missing_are_named() {
    let alternatives: &[&[_]] = &[
        &[("bearer", "RUNTIME_TEST_TOKEN")],
        &[("header", "RUNTIME_TEST_KEY"), ("query", "PATH")],
    ];
    let error = ClientBuilder::new(&API)
        .read_env(alternatives, None)
        .map(drop);
    let message = "not set in the environment: RUNTIME_TEST_TOKEN, or RUNTIME_TEST_KEY";
    assert_eq!(error.expect_err("they are not set").to_string(), message);
    let found = ClientBuilder::new(&API).read_env(&[&[("header", "PATH")]], None);
    let client = found.expect("it is set").build().expect("it is right");
    assert!(!format!("{client:?}").contains('/') || !format!("{client:?}").contains("bin:"));
}
