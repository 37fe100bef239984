//! What the generator prints for an operation, by hand, and that it works.
//!
//! `runtime` is taken in as in an emitted crate: as a module, so that `impl Client` is possible.

#![allow(
    dead_code,
    unused_imports,
    reason = "a test uses a part of it, a crate offers all"
)]
#![allow(
    missing_docs,
    unreachable_pub,
    reason = "a test has no readers outside"
)]

#[path = "../src/runtime/mod.rs"]
mod runtime;
mod support;

// ---- src/lib.rs ---------------------------------------------------------------------------------
// pub mod runtime; (public: what no operation here uses is still offered, and rustc is quiet)
// mod client; mod codec; mod credentials; pub mod types;
// pub use credentials::Credentials;
// pub use runtime::{BuildError, Client, ClientBuilder, Response, RetryPolicy, Secret, …};
// pub use client::*;                       (the markers: `ListRoutes`)

/// A request for a `T`; see [`runtime::Request`].
pub type Request<T, P = ()> = runtime::Request<T, types::ErrorBody, P>;
/// Why a call brought no payload; see [`runtime::Error`].
pub type Error = runtime::Error<types::ErrorBody>;
/// An operation of this service.
pub(crate) type Operation<T> = runtime::Operation<T, types::ErrorBody>;

pub use client::ListRoutes;
pub use credentials::Credentials;
pub use runtime::{Client, RetryPolicy};

// ---- src/credentials.rs -------------------------------------------------------------------------
pub mod credentials {
    use crate::runtime::{Secret, Secrets};

    /// Who is calling.
    #[derive(Debug, Clone)]
    #[non_exhaustive]
    pub enum Credentials {
        /// `Authorization: Bearer …`
        ApiToken(Secret),
        /// `X-Auth-Email: …` and `X-Auth-Key: …`
        ApiKey {
            /// `X-Auth-Email`
            email: Secret,
            /// `X-Auth-Key`
            key: Secret,
        },
    }

    impl From<Credentials> for Secrets {
        fn from(credentials: Credentials) -> Self {
            match credentials {
                Credentials::ApiToken(token) => Secrets::new().with("api_token", token),
                Credentials::ApiKey { email, key } => {
                    Secrets::new().with("api_email", email).with("api_key", key)
                }
            }
        }
    }
}

// ---- src/client.rs ------------------------------------------------------------------------------
pub mod client {
    use http::Method;

    use crate::{
        Operation, Request,
        runtime::{
            Api, BuildError, Client, ClientBuilder, Scheme,
            api::{json, on},
            pages::{Items, Next, Pages, Paging},
        },
        types::{ErrorBody, Plain, RouteList},
    };

    const API: Api = Api {
        user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
        base_url: "https://api.example.com/client/v4",
        schemes: &[
            ("api_token", Scheme::Bearer),
            ("api_email", Scheme::Header("X-Auth-Email")),
            ("api_key", Scheme::Header("X-Auth-Key")),
        ],
    };

    impl Client {
        /// Puts a client together.
        pub fn builder() -> ClientBuilder {
            ClientBuilder::new(&API)
        }

        /// A client with the credentials in `ROUTES_TOKEN`, or `ROUTES_EMAIL` and `ROUTES_KEY`.
        ///
        /// # Errors
        /// [`BuildError::Environment`] naming the variables that are missing.
        pub fn from_env() -> Result<Client, BuildError> {
            let variables: &[&[_]] = &[
                &[("api_token", "ROUTES_TOKEN")],
                &[("api_email", "ROUTES_EMAIL"), ("api_key", "ROUTES_KEY")],
            ];
            Client::builder()
                .read_env(variables, Some("ROUTES_BASE_URL"))?
                .build()
        }

        /// List all routes.
        ///
        /// `GET /accounts/{account_id}/routes`
        #[inline]
        pub fn list_routes(&self, account_id: &str) -> Request<RouteList, ListRoutes> {
            self.request(LIST_ROUTES).in_path([&account_id])
        }

        /// Create a route.
        ///
        /// `POST /accounts/{account_id}/routes`
        #[inline]
        pub fn create_route(&self, account_id: &str, body: &Plain) -> Request<Plain> {
            self.request(CREATE_ROUTE)
                .in_path([&account_id])
                .json_body(body)
        }

        /// Tell that the service is there.
        ///
        /// `GET /ping`
        #[inline]
        pub fn ping(&self) -> Request<()> {
            self.request(PING)
        }
    }

    // `const … = &…` and not `static`: with `#[inline]` on the methods, a crate compiles only the
    // operations it calls.
    const LIST_ROUTES: &Operation<RouteList> = &Operation {
        id: "list-routes",
        method: Method::GET,
        path: "/accounts/{account_id}/routes",
        security: &[&["api_token"], &["api_email", "api_key"]],
        replies: &[json(200).within("success", "data")],
        errors: &[on(400, "application/json", |body| {
            body.json().map(ErrorBody::BadRequest)
        })],
    };

    const LIST_ROUTES_PAGES: &Paging<RouteList, Plain> = &Paging {
        next: Next::Number("page"),
        path: &["data", "routes"],
        // Emitted: `|page| &page.routes`, or `|page| page.routes.as_deref().unwrap_or_default()`.
        items: |page| page["routes"].as_array().map_or(&[], Vec::as_slice),
        // Emitted: `|page| page.routes`.
        take: |page| page["routes"].as_array().cloned().unwrap_or_default(),
    };

    const CREATE_ROUTE: &Operation<Plain> = &Operation {
        id: "create-route",
        method: Method::POST,
        path: "/accounts/{account_id}/routes",
        security: &[&["api_token"], &["api_email", "api_key"]],
        replies: &[json(200).within("success", "result")],
        errors: &[on(400, "application/json", |body| {
            body.json().map(ErrorBody::BadRequest)
        })],
    };

    const PING: &Operation<()> = &Operation {
        id: "GET /ping",
        method: Method::GET,
        path: "/ping",
        security: &[],
        replies: &[crate::runtime::api::empty(204)],
        errors: &[],
    };

    /// Optional parameters of [`Client::list_routes`]. (No derive: over a thousand operations it is
    /// more than half of what rustc has to check.)
    pub enum ListRoutes {}

    impl Request<RouteList, ListRoutes> {
        /// Page number.
        #[inline]
        pub fn page(self, page: i64) -> Self {
            self.in_query("page", &page)
        }

        /// Every page of the list, from this one on. (The part `pages`, where the operation pages.)
        #[inline]
        pub fn pages(self) -> Pages<RouteList, ErrorBody, Plain> {
            Pages::new(self, LIST_ROUTES_PAGES)
        }

        /// Every item of every page.
        #[inline]
        pub fn items(self) -> Items<RouteList, ErrorBody, Plain> {
            self.pages().items()
        }

        /// Number of routes per page.
        #[inline]
        pub fn per_page(self, per_page: i64) -> Self {
            self.in_query("per_page", &per_page)
        }
    }
}

// ---- src/types.rs -------------------------------------------------------------------------------
pub mod types {
    /// The typed payloads of errors.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub enum ErrorBody {
        BadRequest(BadRequest),
    }

    // Stand-ins for emitted records.
    pub type BadRequest = serde_json::Value;
    pub type Plain = serde_json::Value;
    pub type RouteList = serde_json::Value;
}

// ---- a user's program ---------------------------------------------------------------------------

use serde_json::json;
use support::{Act, Server, answer};

fn client(server: &Server) -> Client {
    let client = Client::builder()
        .base_url(server.url())
        .retry(RetryPolicy::never());
    client
        .credentials(Credentials::ApiToken("secret-token".into()))
        .build()
        .expect("it is right")
}

#[tokio::test]
async fn a_payload_comes_out_of_its_envelope() {
    let server = Server::start([support::json(
        200,
        r#"{"success": true, "data": {"page": 2}}"#,
    )]);
    let list = client(&server)
        .list_routes("a b")
        .page(2)
        .per_page(50)
        .await;
    assert_eq!(list.expect("an answer"), json!({"page": 2}));
    let seen = &server.seen()[0];
    assert_eq!(seen.method, "GET");
    assert_eq!(seen.target, "/accounts/a%20b/routes?page=2&per_page=50");
    assert_eq!(
        seen.header("authorization").as_deref(),
        Some("Bearer secret-token")
    );
    assert_eq!(seen.header("accept").as_deref(), Some("application/json"));
}

#[tokio::test]
async fn a_body_is_sent_and_a_pair_of_keys_goes_together() {
    let server = Server::start([support::json(200, r#"{"success": true, "result": 1}"#)]);
    let credentials = Credentials::ApiKey {
        email: "me@example.com".into(),
        key: "k".into(),
    };
    let request = client(&server).create_route("a", &json!({"limit": 100}));
    let response = request
        .with_credentials(credentials)
        .send()
        .await
        .expect("an answer");
    assert_eq!(
        (response.status.as_u16(), response.payload),
        (200, json!(1))
    );
    let seen = &server.seen()[0];
    assert_eq!(seen.text(), r#"{"limit":100}"#);
    assert_eq!(
        seen.header("content-type").as_deref(),
        Some("application/json")
    );
    assert_eq!(
        seen.header("x-auth-email").as_deref(),
        Some("me@example.com")
    );
    assert_eq!(seen.header("x-auth-key").as_deref(), Some("k"));
    assert_eq!(seen.header("authorization"), None);
}

#[tokio::test]
async fn an_operation_without_security_sends_no_credentials() {
    let server = Server::start([answer(204, "", "")]);
    client(&server).ping().await.expect("an answer");
    assert_eq!(server.seen()[0].header("authorization"), None);
}

#[tokio::test]
async fn an_error_status_is_typed_and_keeps_what_came() {
    let headers = "content-type: application/json\ncf-ray: 7-AMS";
    let server = Server::start([answer(400, headers, r#"{"errors":[]}"#)]);
    let error = client(&server).list_routes("a").await.expect_err("a 400");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    assert_eq!(error.request_id(), Some("7-AMS"));
    let Error::Status(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        error.payload,
        Some(types::ErrorBody::BadRequest(json!({"errors": []})))
    );
    let message = r#"the service answered 400 Bad Request (request 7-AMS): {"errors":[]}"#;
    assert_eq!(error.to_string(), message);
}

#[tokio::test]
async fn a_refusal_in_an_envelope_is_an_error() {
    let server = Server::start([support::json(200, r#"{"success": false, "errors": []}"#)]);
    let error = client(&server)
        .list_routes("a")
        .await
        .expect_err("a refusal");
    let Error::Refused(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.status.as_u16(), 200);
    let payload = json!({"success": false, "errors": []});
    assert_eq!(error.payload, Some(types::ErrorBody::BadRequest(payload)));
}

#[tokio::test]
async fn nothing_is_sent_for_a_misleading_argument_or_without_credentials() {
    let server = Server::start([] as [Act; 0]);
    for argument in ["", ".", "..", "%2e", "%2E."] {
        let error = client(&server)
            .list_routes(argument)
            .await
            .expect_err("a refusal");
        assert!(matches!(error, Error::Build(_)), "{argument}: {error:?}");
    }
    let nobody = Client::builder()
        .base_url(server.url())
        .build()
        .expect("it is right");
    let error = nobody.list_routes("a").await.expect_err("no credentials");
    let message = "operation `list-routes` takes the credentials `api_token`, or `api_email` and \
                   `api_key`, which the client does not have";
    assert_eq!(error.to_string(), message);
    assert_eq!(server.seen(), []);
}

#[test]
fn a_request_can_be_looked_at_and_hides_its_secrets() {
    let client = Client::builder().credentials(Credentials::ApiToken("secret-token".into()));
    let request = client
        .build()
        .expect("it is right")
        .list_routes("a")
        .page(1);
    let built = request.build().expect("it is right");
    let url = "https://api.example.com/client/v4/accounts/a/routes?page=1";
    assert_eq!((built.method.as_str(), built.url.as_str()), ("GET", url));
    assert_eq!(built.headers["authorization"], "Bearer secret-token");
    assert!(
        !format!("{request:?} {built:?}").contains("secret-token"),
        "{request:?}"
    );
}
