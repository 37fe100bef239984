//! What a call tells `tracing`. In a file of its own: callsites are shared by all tests of a process.

#![allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a test has no readers outside"
)]
#![cfg(feature = "tracing")]

mod support;

use std::{
    fmt::{Debug, Write},
    sync::{Arc, Mutex},
};

use http::Method;
use runtime::runtime::{Api, Client, ClientBuilder, Operation, Request, Scheme, Secrets, api};
use serde_json::Value;
use support::{Server, json};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span,
};

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

/// Writes down what it is told.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        _ = write!(self.0, " {}={value:?}", field.name());
    }
}

impl Log {
    fn line(&self, what: &str, fields: impl FnOnce(&mut Fields<'_>)) {
        let mut log = self.0.lock().expect("no test panics holding it");
        log.push_str(what);
        fields(&mut Fields(&mut log));
        log.push('\n');
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("runtime")
    }
    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        self.line("span", |fields| span.record(fields));
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        self.line("record", |fields| values.record(fields));
    }
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn event(&self, event: &Event<'_>) {
        self.line("event", |fields| event.record(fields));
    }
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

#[tokio::test]
async fn a_call_is_a_span_with_an_event_for_each_attempt_and_no_secret() {
    let server = Server::start([json(503, "{}"), json(200, "1")]);
    let log = Log::default();
    let guard = tracing::subscriber::set_default(log.clone());
    let request: Request<Value, Value> = client(server.url()).request(&GET).in_path([&"a", &1_i64]);
    request.await.expect("an answer");
    drop(guard);
    let log = log.0.lock().expect("no test panics holding it").clone();
    let port = server.port;
    let expected = format!(
        r#"span otel.name="GET /things/{{id}}/{{x}}" otel.kind="client" operation="get-thing" http.request.method="GET" server.address="127.0.0.1" server.port={port} url.template="/things/{{id}}/{{x}}" url.full="http://127.0.0.1:{port}/things/a/;x=1"
record http.response.status_code=503
event message=answered attempt=1 http.response.status_code=503
record otel.status_code="ERROR"
record error.type="503"
event message=waiting milliseconds=0
record http.request.resend_count=1
record http.response.status_code=200
event message=answered attempt=2 http.response.status_code=200
record otel.status_code="OK"
"#
    );
    assert_eq!(log, expected);
}
