//! The default transport: `reqwest`, without redirects of its own.

use crate::runtime::transport::{BoxFuture, HttpReply, HttpRequest, Transport, TransportError};

#[cfg(not(target_arch = "wasm32"))]
#[path = "net/native.rs"]
mod body;
#[cfg(target_arch = "wasm32")]
#[path = "net/wasm.rs"]
mod body;

/// Sends requests with a `reqwest::Client`.
#[derive(Debug, Clone)]
pub struct Reqwest(reqwest::Client);

impl Reqwest {
    /// Sends requests with this client.
    pub fn new(client: reqwest::Client) -> Self {
        Reqwest(client)
    }
}

/// What the default client is made of: no redirects, which are followed by rules of our own.
pub(crate) fn builder() -> reqwest::ClientBuilder {
    let builder = reqwest::Client::builder();
    #[cfg(not(target_arch = "wasm32"))]
    let builder = builder
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(std::time::Duration::from_secs(10));
    builder
}

impl Transport for Reqwest {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        let mut outgoing = reqwest::Request::new(request.method, request.url);
        *outgoing.headers_mut() = request.headers;
        let body = request.body;
        Box::pin(async move {
            body::put(&mut outgoing, &body).await?;
            let mut reply = self.0.execute(outgoing).await.map_err(failed)?;
            let (status, headers) = (reply.status(), std::mem::take(reply.headers_mut()));
            Ok(HttpReply::new(status, headers, body::take(reply).await?))
        })
    }
}

fn spent() -> TransportError {
    TransportError::not_sent("the body can be sent only once, and has been")
}

/// The URL is left out of the message, because its query may hold a secret.
fn failed(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    #[cfg(not(target_arch = "wasm32"))]
    if error.is_connect() || error.is_builder() {
        return TransportError::not_sent(error);
    }
    TransportError::new(error)
}
