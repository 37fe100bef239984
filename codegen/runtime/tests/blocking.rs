//! Requests without `async`.

#![allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a test has no readers outside"
)]
#![cfg(feature = "blocking")]

mod support;

use http::Method;
use runtime::runtime::{Api, Client, ClientBuilder, Operation, Request, Scheme, Secrets, api};
use serde_json::Value;
use support::{Server, json};

static API: Api = Api {
    user_agent: "test/1",
    base_url: "",
    schemes: &[("key", Scheme::Query("key"))],
};

static GET: Operation<Value, Value> = Operation {
    id: "get-thing",
    method: Method::GET,
    path: "/things/{id}/{;x*}",
    security: &[&["key"]],
    replies: &[api::json(200)],
    errors: &[],
};

fn client(url: String) -> Client {
    let builder = ClientBuilder::new(&API).base_url(url);
    let retry = runtime::runtime::RetryPolicy::default();
    let at_once = retry.backoff(std::time::Duration::ZERO, std::time::Duration::ZERO);
    let secrets = Secrets::new().with("key", "hush".into());
    builder
        .retry(at_once)
        .credentials(secrets)
        .build()
        .expect("it is right")
}

#[test]
fn a_request_can_be_waited_for_without_async() {
    let server = Server::start([json(200, "1"), json(200, "2")]);
    let client = client(server.url());
    let request: Request<Value, Value> = client.request(&GET).in_path([&"a", &1_i64]);
    assert_eq!(request.clone().blocking().expect("an answer"), 1);
    let response = request.send_blocking().expect("an answer");
    assert_eq!((response.payload, response.attempts), (Value::from(2), 1));
    assert_eq!(server.seen()[0].target, "/things/a/;x=1?key=hush");
}

#[tokio::test]
async fn inside_an_async_runtime_it_is_an_error_and_not_a_panic() {
    let client = client("http://127.0.0.1:1".to_owned());
    let request: Request<Value, Value> = client.request(&GET).in_path([&"a", &1_i64]);
    let error = request.blocking().expect_err("it would stall");
    let message = "a blocking call cannot be made: it is made inside an async runtime, which \
                   it would stall: await it";
    assert_eq!(error.to_string(), message);
}
