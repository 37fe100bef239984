//! Every operation against a server on this machine: what it sees, and what comes of its answers.

mod loopback;

use ai_gateway_routes::{
    Client, Credentials, Error, RetryPolicy,
    types::{CreateDeployment, CreateRoute, CreateVersion, ErrorBody, UpdateRoute},
};
use loopback::{Answer, Loopback, Seen};
use serde_json::{Value, json};

/// One operation: how it is called, what the server must see, what it answers.
struct Case {
    method: &'static str,
    path: &'static str,
    query: &'static str,
    body: Option<Value>,
    /// The member of the envelope that holds the payload.
    member: &'static str,
    payload: Value,
}

const NAMES: [&str; 10] = [
    "list_routes",
    "create_route",
    "get_route",
    "update_route",
    "delete_route",
    "list_deployments",
    "create_deployment",
    "list_versions",
    "create_version",
    "get_version",
];

const ROUTES: &str = "/client/v4/accounts/account/ai-gateway/gateways/gate%20way/routes";

fn case(name: &str) -> Case {
    let (method, below, member) = match name {
        "list_routes" => ("GET", "", "data"),
        "create_route" => ("POST", "", "result"),
        "get_route" => ("GET", "/r%2F1", "result"),
        "update_route" => ("PATCH", "/r%2F1", "route"),
        "delete_route" => ("DELETE", "/r%2F1", "result"),
        "list_deployments" => ("GET", "/r%2F1/deployments", "data"),
        "create_deployment" => ("POST", "/r%2F1/deployments", "result"),
        "list_versions" => ("GET", "/r%2F1/versions", "data"),
        "create_version" => ("POST", "/r%2F1/versions", "result"),
        _ => ("GET", "/r%2F1/versions/v%C3%A9", "result"),
    };
    let (body, payload) = content(name);
    let query = if name == "list_routes" {
        "page=2&per_page=50"
    } else {
        ""
    };
    Case {
        method,
        path: below,
        query,
        body,
        member,
        payload,
    }
}

fn content(name: &str) -> (Option<Value>, Value) {
    match name {
        "list_routes" => (None, list("routes", tagged(full()))),
        "create_route" => (Some(json!({"name": "n", "elements": elements()})), full()),
        "get_route" => (None, full()),
        "update_route" => (Some(json!({"name": "n"})), tagged(full())),
        "delete_route" => (None, plain()),
        "list_deployments" => (None, list("deployments", deployment())),
        "create_deployment" => (Some(json!({"version_id": "v"})), plain()),
        "list_versions" => (None, list("versions", version())),
        "create_version" => (Some(json!({"elements": elements()})), plain()),
        _ => (None, versioned()),
    }
}

fn elements() -> Value {
    json!([
        {"id": "s", "type": "start", "outputs": {"next": {"elementId": "e"}}},
        {"id": "e", "type": "end", "outputs": {}},
    ])
}

fn plain() -> Value {
    json!({
        "id": "id",
        "name": "name",
        "elements": elements(),
        "created_at": "2019-12-27T18:11:19.117Z",
        "modified_at": "2019-12-27T18:11:19.117Z",
        "gateway_id": "gateway_id",
    })
}

fn full() -> Value {
    with(
        with(plain(), "deployment", deployment()),
        "version",
        version(),
    )
}

fn tagged(route: Value) -> Value {
    with(route, "account_tag", json!("tag"))
}

fn with(mut value: Value, name: &str, member: Value) -> Value {
    value[name] = member;
    value
}

fn versioned() -> Value {
    let members = [
        ("created_at", "today"),
        ("active", "true"),
        ("data", "{}"),
        ("version_id", "v"),
    ];
    members.into_iter().fold(plain(), |route, (name, text)| {
        with(route, name, json!(text))
    })
}

fn deployment() -> Value {
    json!({"deployment_id": "d", "version_id": "v", "created_at": "today"})
}

fn version() -> Value {
    json!({
        "version_id": "v",
        "data": "{}",
        "active": "false",
        "created_at": "today",
        "is_valid": true,
    })
}

fn list(name: &str, item: Value) -> Value {
    json!({name: [item], "page": 1, "per_page": 50, "order_by": "id", "order_by_direction": "asc"})
}

async fn call(client: &Client, name: &str) -> Result<Value, Error> {
    let (a, g, r) = ("account", "gate way", "r/1");
    let elements = || serde_json::from_value(elements()).expect("elements");
    fn json<T: serde::Serialize>(payload: T) -> Value {
        serde_json::to_value(payload).expect("JSON")
    }
    match name {
        "list_routes" => client
            .list_routes(a, g)
            .page(2)
            .per_page(50)
            .await
            .map(json),
        "create_route" => client
            .create_route(a, g, &CreateRoute::new("n", elements()))
            .await
            .map(json),
        "get_route" => client.get_route(a, g, r).await.map(json),
        "update_route" => client
            .update_route(a, g, r, &UpdateRoute::new("n"))
            .await
            .map(json),
        "delete_route" => client.delete_route(a, g, r).await.map(json),
        "list_deployments" => client.list_deployments(a, g, r).await.map(json),
        "create_deployment" => client
            .create_deployment(a, g, r, &CreateDeployment::new("v"))
            .await
            .map(json),
        "list_versions" => client.list_versions(a, g, r).await.map(json),
        "create_version" => client
            .create_version(a, g, r, &CreateVersion::new(elements()))
            .await
            .map(json),
        "get_version" => client.get_version(a, g, r, "vé").await.map(json),
        _ => panic!("no such operation"),
    }
}

fn client(url: &str, credentials: Credentials) -> Client {
    let builder = Client::builder().base_url(url).credentials(credentials);
    // A test waits for nothing.
    builder
        .retry(RetryPolicy::never())
        .build()
        .expect("a client")
}

fn token() -> Credentials {
    Credentials::ApiToken("secret-token".into())
}

/// What every operation makes of one answer.
async fn answered(answer: Answer) -> Vec<(&'static str, Result<Value, Error>)> {
    let server = Loopback::start(move |_| answer.clone()).expect("a server");
    let client = client(&server.url, token());
    let mut results = Vec::new();
    for name in NAMES {
        results.push((name, call(&client, name).await));
    }
    results
}

fn bad_request() -> Value {
    json!({"errors": [{"message": "name is taken"}], "result": {}, "success": false})
}

#[tokio::test]
async fn the_server_sees_what_the_description_says_and_the_caller_gets_the_payload() {
    for name in NAMES {
        let Case {
            method,
            path,
            query,
            body,
            member,
            payload,
        } = case(name);
        let answer = Answer::json(200, json!({"success": true, member: payload}));
        let server = Loopback::start(move |_| answer.clone()).expect("a server");
        let got = call(&client(&server.url, token()), name).await;
        assert_eq!(
            got.unwrap_or_else(|error| panic!("{name}: {error}")),
            payload,
            "{name}"
        );
        let seen = server.seen();
        let [seen] = seen.as_slice() else {
            panic!("{name}: {} requests", seen.len())
        };
        assert_eq!(seen.method, method, "{name}");
        assert_eq!(seen.path, format!("{ROUTES}{path}"), "{name}");
        assert_eq!(seen.query, query, "{name}");
        assert_eq!(
            seen.header("authorization"),
            Some("Bearer secret-token"),
            "{name}"
        );
        assert_eq!(seen.header("accept"), Some("application/json"), "{name}");
        check_body(name, seen, body);
    }
}

fn check_body(name: &str, seen: &Seen, body: Option<Value>) {
    match body {
        None => {
            assert_eq!(seen.body, b"", "{name}");
            assert_eq!(seen.header("content-type"), None, "{name}");
        }
        Some(body) => {
            let sent: Value = serde_json::from_slice(&seen.body).expect("JSON");
            assert_eq!(sent, body, "{name}");
            assert_eq!(
                seen.header("content-type"),
                Some("application/json"),
                "{name}"
            );
        }
    }
}

#[tokio::test]
async fn the_other_credentials_travel_in_two_headers() {
    let answer = Answer::json(200, json!({"success": true, "result": plain()}));
    let server = Loopback::start(move |_| answer.clone()).expect("a server");
    let pair = Credentials::ApiKey {
        email: "me@example.com".into(),
        key: "secret-key".into(),
    };
    let client = client(&server.url, pair);
    call(&client, "delete_route").await.expect("a route");
    let seen = &server.seen()[0];
    assert_eq!(seen.header("x-auth-email"), Some("me@example.com"));
    assert_eq!(seen.header("x-auth-key"), Some("secret-key"));
    assert_eq!(seen.header("authorization"), None);
    assert!(!format!("{client:?}").contains("secret-key"));
}

#[tokio::test]
async fn a_bad_request_is_typed() {
    for (name, result) in answered(Answer::json(400, bad_request())).await {
        let error = result.expect_err(name);
        assert_eq!(
            error.status().map(|status| status.as_u16()),
            Some(400),
            "{name}"
        );
        let ErrorBody::BadRequest(body) = error.payload().expect(name) else {
            panic!("{name}: {error}")
        };
        assert_eq!(body.errors[0].message, "name is taken", "{name}");
        assert!(!body.success, "{name}");
        assert!(
            error.to_string().contains("name is taken"),
            "{name}: {error}"
        );
        assert_eq!(error.request_id(), Some("8f00ba5e-LHR"), "{name}");
    }
}

#[tokio::test]
async fn an_error_in_html_keeps_status_and_body() {
    let page = Answer {
        status: 500,
        media: "text/html",
        body: "<h1>down</h1>".into(),
    };
    for (name, result) in answered(page).await {
        let error = result.expect_err(name);
        assert!(matches!(error, Error::Status(_)), "{name}: {error:?}");
        assert_eq!(
            error.status().map(|status| status.as_u16()),
            Some(500),
            "{name}"
        );
        assert_eq!(
            error.body().map(|body| &body[..]),
            Some(&b"<h1>down</h1>"[..]),
            "{name}"
        );
        assert!(error.payload().is_none(), "{name}");
    }
}

#[tokio::test]
async fn a_success_that_says_it_is_none_is_an_error() {
    for (name, result) in answered(Answer::json(200, bad_request())).await {
        let error = result.expect_err(name);
        assert!(matches!(error, Error::Refused(_)), "{name}: {error:?}");
        let ErrorBody::BadRequest(body) = error.payload().expect(name) else {
            panic!("{name}: {error}")
        };
        assert_eq!(body.errors[0].message, "name is taken", "{name}");
    }
}

#[tokio::test]
async fn a_success_that_cannot_be_read_keeps_the_body_and_says_where() {
    for name in NAMES {
        let member = case(name).member;
        let body = json!({"success": true, member: 3});
        let answer = Answer::json(200, &body);
        let server = Loopback::start(move |_| answer.clone()).expect("a server");
        let error = call(&client(&server.url, token()), name)
            .await
            .expect_err(name);
        assert!(matches!(error, Error::Decode(_)), "{name}: {error:?}");
        assert_eq!(
            error.body().map(|kept| kept.to_vec()),
            Some(body.to_string().into_bytes())
        );
        let text = error.to_string();
        let place = format!("expected an object, found a number at /{member}");
        assert!(text.contains(&place), "{name}: {text}");
    }
    for (name, result) in answered(Answer::json(200, "{")).await {
        assert!(
            matches!(result, Err(Error::Decode(_))),
            "{name}: {result:?}"
        );
    }
}

#[tokio::test]
async fn a_refused_connection_is_a_transport_error() {
    // A port that was free a moment ago, and that nobody listens on.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    for name in NAMES {
        let error = call(&client(&url, token()), name).await.expect_err(name);
        assert!(matches!(error, Error::Transport(_)), "{name}: {error:?}");
        assert!(error.is_retryable(), "{name}");
        assert!(
            !format!("{error:?} {error}").contains("secret-token"),
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_path_argument_that_would_address_something_else_is_refused_unsent() {
    let server = Loopback::start(|_| Answer::json(200, "{}")).expect("a server");
    let client = client(&server.url, token());
    for bad in ["", ".", "..", "%2e", "%2E%2e", ".%2e"] {
        let error = client
            .get_route("account", "gateway", bad)
            .await
            .expect_err(bad);
        assert!(matches!(error, Error::Build(_)), "{bad:?}: {error:?}");
        assert!(error.to_string().contains("id"), "{bad:?}: {error}");
    }
    assert_eq!(server.seen(), []);
}
