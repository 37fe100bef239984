//! Faults against a loopback server: how often a request arrives, and that nothing is done twice.

#![allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a test has no readers outside"
)]

mod support;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use http::Method;
use runtime::runtime::{
    Api, Client, Error, Operation, Request, RetryPolicy, api, clock::Clock, transport::BoxFuture,
};
use serde_json::Value;
use support::{Act, Server, answer, json};

static API: Api = Api {
    user_agent: "test/1",
    base_url: "",
    schemes: &[],
};

macro_rules! operations {
    ($($name:ident)*) => {
        $(static $name: Operation<Value, Value> = Operation {
            id: "test",
            method: Method::$name,
            path: "/things",
            security: &[],
            replies: &[api::json(200)],
            errors: &[api::default("application/json", |body| body.json())],
        };)*
    };
}

operations! { GET PUT POST PATCH DELETE }

/// A clock that never waits and remembers how long it should have.
#[derive(Clone, Default)]
struct Still {
    slept: Arc<Mutex<Vec<Duration>>>,
    /// Where timeouts are wanted: what an alarm waits for before it rings.
    alarm: Option<Arc<tokio::sync::Notify>>,
    chance: Arc<AtomicU64>,
}

/// Waits at least this long are for a timeout, shorter ones for a retry.
const TIMEOUT: Duration = Duration::from_secs(3600);

impl Clock for Still {
    fn now(&self) -> Duration {
        // Sun, 06 Nov 1994 08:49:37 GMT
        Duration::from_secs(784_111_777)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        if duration < TIMEOUT {
            self.slept
                .lock()
                .expect("no test panics holding it")
                .push(duration);
            return Box::pin(std::future::ready(()));
        }
        match self.alarm.clone() {
            Some(alarm) => Box::pin(async move { alarm.notified().await }),
            None => Box::pin(std::future::pending()),
        }
    }

    fn random(&self) -> u64 {
        self.chance.load(Ordering::Relaxed)
    }
}

impl Still {
    fn slept(&self) -> Vec<Duration> {
        self.slept
            .lock()
            .expect("no test panics holding it")
            .clone()
    }
}

fn client(url: String, clock: &Still) -> Client {
    let builder = runtime::runtime::ClientBuilder::new(&API)
        .base_url(url)
        .timeout(TIMEOUT);
    builder.clock(clock.clone()).build().expect("it is right")
}

fn request(client: &Client, operation: &'static Operation<Value, Value>) -> Request<Value, Value> {
    let request = client.request(operation);
    match operation.method {
        Method::POST | Method::PATCH | Method::PUT => request.json_body(&Value::from(1)),
        _ => request,
    }
}

/// How a call ended.
fn outcome(result: &Result<Value, Error<Value>>) -> String {
    match result {
        Ok(_) => "ok".to_owned(),
        Err(Error::Status(error)) => error.status.as_str().to_owned(),
        Err(Error::Timeout(_)) => "timeout".to_owned(),
        Err(Error::Transport(_)) => "transport".to_owned(),
        Err(Error::TooLarge(_)) => "too large".to_owned(),
        Err(other) => format!("{other:?}"),
    }
}

fn ok() -> Act {
    json(200, "true")
}

fn truncated() -> Act {
    let text = "HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\ntr";
    Act::Answer(text.into())
}

/// For each fault: how often a request that fails so at first, and then would succeed, reaches the
/// server and is acted upon; and how the call ends.
#[tokio::test]
async fn the_fault_matrix() {
    let seconds = "content-type: application/json\nretry-after: 3";
    let faults: Vec<(&str, Act, bool)> = vec![
        // (fault, what the server does, whether a POST may be repeated)
        ("closed after the server acted", Act::CloseAfter, false),
        ("408", json(408, "{}"), false),
        ("429", json(429, "{}"), true),
        ("429 with Retry-After", answer(429, seconds, "{}"), true),
        ("500", json(500, "{}"), false),
        ("502", json(502, "{}"), false),
        ("503", json(503, "{}"), false),
        ("503 with Retry-After", answer(503, seconds, "{}"), false),
        ("504", json(504, "{}"), false),
        ("a truncated body", truncated(), false),
    ];
    for (fault, act, posted) in faults {
        for operation in [&GET, &PUT, &DELETE, &POST, &PATCH] {
            let idempotent = !matches!(operation.method, Method::POST | Method::PATCH);
            for key in [false, true] {
                let server = Server::start([act.clone(), act.clone(), ok()]);
                let clock = Still::default();
                let mut request = request(&client(server.url(), &clock), operation);
                if key {
                    request = request.with_idempotency_key("k-1");
                }
                let result = request.await;
                let place = format!("{fault}: {} (key: {key}): {result:?}", operation.method);
                let repeated = idempotent || key || posted;
                assert_eq!(server.seen().len(), if repeated { 3 } else { 1 }, "{place}");
                assert_eq!(outcome(&result) == "ok", repeated, "{place}");
                let keys = server
                    .seen()
                    .iter()
                    .filter_map(|seen| seen.header("idempotency-key"))
                    .count();
                assert_eq!(keys, if key { server.seen().len() } else { 0 }, "{place}");
            }
        }
    }
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_whatever_the_method() {
    for operation in [&GET, &POST] {
        // A port that was free a moment ago.
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        drop(listener);
        let clock = Still::default();
        let client = client(format!("http://127.0.0.1:{port}"), &clock);
        let result = request(&client, operation).await;
        assert_eq!(outcome(&result), "transport");
        assert_eq!(clock.slept().len(), 2, "three attempts");
        let Err(Error::Transport(error)) = &result else {
            panic!("{result:?}")
        };
        assert!(!error.may_have_been_sent(), "{error}");
    }
}

#[tokio::test]
async fn a_timeout_is_repeated_only_if_nothing_can_be_done_twice() {
    for (operation, attempts) in [(&GET, 3), (&POST, 1)] {
        for act in [
            Act::Hang,
            Act::AnswerAndHang(b"HTTP/1.1 200 X\r\ncontent-length: 9\r\n\r\n1".into()),
        ] {
            let server = Server::start(vec![act; 3]);
            let alarm = Arc::new(tokio::sync::Notify::new());
            let clock = Still {
                alarm: Some(Arc::clone(&alarm)),
                ..Still::default()
            };
            let client = client(server.url(), &clock);
            // Each time a request has arrived, time is up.
            let url = server.url();
            let arrived = server
                .arrived
                .into_inner()
                .expect("no test panics holding it");
            let watch = std::thread::spawn(move || {
                let mut count = 0;
                while arrived.recv().is_ok() {
                    count += 1;
                    alarm.notify_one();
                    if count == attempts {
                        break;
                    }
                }
                count
            });
            let result = request(&client, operation).await;
            assert_eq!(outcome(&result), "timeout", "{url}");
            let Err(Error::Timeout(timeout)) = &result else {
                panic!("{result:?}")
            };
            assert_eq!(timeout.attempts, attempts);
            assert!(result.as_ref().is_err_and(Error::is_timeout));
            assert_eq!(watch.join().expect("it ends"), attempts);
        }
    }
}

#[tokio::test]
async fn retries_end_and_the_last_answer_is_told() {
    let server = Server::start(vec![json(503, r#"{"why": "busy"}"#); 9]);
    let clock = Still::default();
    let result = request(&client(server.url(), &clock), &GET).await;
    let Err(Error::Status(error)) = result else {
        panic!("{result:?}")
    };
    assert_eq!((error.status.as_u16(), error.attempts), (503, 3));
    assert_eq!(error.payload, Some(serde_json::json!({"why": "busy"})));
    assert_eq!(server.seen().len(), 3);

    let server = Server::start(vec![json(503, "{}"); 9]);
    let request = request(&client(server.url(), &clock), &GET);
    _ = request.with_retry(RetryPolicy::default().retries(5)).await;
    assert_eq!(server.seen().len(), 6);

    let server = Server::start(vec![json(503, "{}"); 9]);
    let clock = Still::default();
    let once = client(server.url(), &clock)
        .request::<_, _, ()>(&GET)
        .with_retry(RetryPolicy::never());
    _ = once.await;
    assert_eq!((server.seen().len(), clock.slept()), (1, vec![]));
}

#[tokio::test]
async fn statuses_that_do_not_pass_are_not_tried_again() {
    for status in [400, 401, 403, 404, 409, 422, 501] {
        let server = Server::start(vec![json(status, "{}"); 3]);
        let result = request(&client(server.url(), &Still::default()), &GET).await;
        assert_eq!(outcome(&result), status.to_string());
        assert_eq!(server.seen().len(), 1, "{status}");
    }
}

async fn waits(headers: &str, chance: u64) -> Vec<Duration> {
    let headers = format!("content-type: application/json\n{headers}");
    let server = Server::start([
        answer(429, &headers, "{}"),
        answer(429, &headers, "{}"),
        ok(),
    ]);
    let clock = Still::default();
    clock.chance.store(chance, Ordering::Relaxed);
    _ = request(&client(server.url(), &clock), &GET).await;
    clock.slept()
}

#[tokio::test]
async fn retry_after_is_honoured_in_seconds_and_as_a_date() {
    let seconds = |seconds| vec![Duration::from_secs(seconds); 2];
    assert_eq!(waits("retry-after: 7", 0).await, seconds(7));
    assert_eq!(
        waits("retry-after: Sun, 06 Nov 1994 08:49:46 GMT", 0).await,
        seconds(9)
    );
    // A moment that has passed.
    assert_eq!(
        waits("retry-after: Sun, 06 Nov 1994 08:00:00 GMT", 0).await,
        seconds(0)
    );
    // Longer than anyone waits: the caller is told at once.
    assert!(waits("retry-after: 3600", 0).await.is_empty());
}

#[tokio::test]
async fn waits_double_and_are_a_random_share_of_that() {
    let waited = |first, second| vec![Duration::from_millis(first), Duration::from_millis(second)];
    assert_eq!(waits("", 0).await, waited(0, 0));
    assert_eq!(waits("", 500).await, waited(500, 500));
    assert_eq!(waits("", 501).await, waited(0, 501));
    assert_eq!(waits("", 1000).await, waited(1000 % 501, 1000));
    assert_eq!(waits("retry-after: soon", 400).await, waited(400, 400));
}

#[tokio::test]
async fn a_body_over_the_cap_is_not_taken_and_not_asked_for_again() {
    let big = "x".repeat(1000);
    let chunked = format!(
        "HTTP/1.1 200 X\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n\
         3E8\r\n{big}\r\n0\r\n\r\n"
    );
    for act in [json(200, &big), Act::Answer(chunked.into_bytes())] {
        let server = Server::start(vec![act; 3]);
        let builder = runtime::runtime::ClientBuilder::new(&API).base_url(server.url());
        let client = builder.largest_reply(999).build().expect("it is right");
        let result = request(&client, &GET).await;
        assert_eq!(outcome(&result), "too large");
        assert_eq!(server.seen().len(), 1);
    }
}
