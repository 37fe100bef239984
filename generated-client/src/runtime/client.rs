//! A client: what all requests to one service share.

use std::{borrow::Cow, fmt, sync::Arc, time::Duration};

use http::{HeaderMap, HeaderValue};
use url::Url;

use crate::runtime::{
    api::{Api, Operation},
    clock::{Clock, SystemClock},
    draft,
    error::BuildError,
    net,
    request::Request,
    retry::RetryPolicy,
    secret::{Secret, Secrets},
    transport::Transport,
};

/// Makes requests to the service. Cheap to clone; clones share their connections.
#[derive(Clone)]
// All but `request` are methods of what is shared: an emitted method may have any other name.
pub struct Client(pub(crate) Arc<Shared>);

/// What the clones of a client share.
pub(crate) struct Shared {
    base_url: Url,
    /// Whether the base URL is the caller's, so that no request goes anywhere else.
    pinned: bool,
    secrets: Secrets,
    anonymous: bool,
    settings: Settings,
    user_agent: HeaderValue,
    schemes: &'static [(&'static str, crate::runtime::api::Scheme)],
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
}

/// What holds for every request unless it says otherwise.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) largest_reply: usize,
    pub(crate) headers: HeaderMap,
}

impl Client {
    /// A request for `operation`, to be completed by the caller.
    #[doc(hidden)]
    pub fn request<T, E, P>(&self, operation: &'static Operation<T, E>) -> Request<T, E, P> {
        Request::new(self.clone(), operation)
    }
}

impl Shared {
    pub(crate) fn base_url(
        &self,
        server: Option<&'static str>,
    ) -> Result<Cow<'_, Url>, BuildError> {
        match server {
            Some(server) if !self.pinned => read_base_url(server).map(Cow::Owned),
            _ => Ok(Cow::Borrowed(&self.base_url)),
        }
    }

    pub(crate) fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    pub(crate) fn is_anonymous(&self) -> bool {
        self.anonymous
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) fn default_headers(&self) -> &HeaderMap {
        &self.settings.headers
    }

    pub(crate) fn user_agent(&self) -> HeaderValue {
        self.user_agent.clone()
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.transport
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    pub(crate) fn scheme(&self, name: &str) -> Option<crate::runtime::api::Scheme> {
        self.schemes
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, scheme)| *scheme)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.0.base_url.as_str())
            .field("secrets", &self.0.secrets)
            .finish_non_exhaustive()
    }
}

/// Puts a [`Client`] together.
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    api: &'static Api,
    base_url: Option<String>,
    secrets: Secrets,
    anonymous: bool,
    settings: Settings,
    user_agent: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    problem: Option<BuildError>,
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url)
            .field("secrets", &self.secrets)
            .finish_non_exhaustive()
    }
}

impl ClientBuilder {
    /// A builder with the defaults of the service.
    #[doc(hidden)]
    pub fn new(api: &'static Api) -> Self {
        let settings = Settings {
            timeout: Some(Duration::from_secs(60)),
            retry: RetryPolicy::default(),
            largest_reply: 64 << 20,
            headers: HeaderMap::new(),
        };
        ClientBuilder {
            api,
            base_url: None,
            secrets: Secrets::new(),
            anonymous: false,
            settings,
            user_agent: None,
            transport: None,
            clock: None,
            problem: None,
        }
    }

    /// Where the service is, if not where its description says: `https://host/prefix`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// The credentials to use. Given several times, each operation uses those it takes.
    pub fn credentials(mut self, credentials: impl Into<Secrets>) -> Self {
        self.secrets = self.secrets.and(credentials.into());
        self
    }

    /// Sends requests without credentials where there are none for an operation that asks for
    /// some: for a proxy that adds them. Otherwise such a request is an error.
    pub fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// Sends requests with this client instead of the default one.
    ///
    /// Build it with [`reqwest::redirect::Policy::none`]: redirects that it follows by itself may
    /// carry credentials to another origin.
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(net::Reqwest::new(client))
    }

    /// Sends requests with this transport instead of the default one.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Takes time and chance from here instead of from the system.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Whether and when failed attempts are repeated. Default: two retries.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// The longest time an attempt may take, from sending it to the last byte of the answer.
    /// Default: one minute.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.timeout = timeout.into();
        self
    }

    /// The largest body of an answer that is taken, in bytes, after decompression. Default: 64 MiB.
    pub fn largest_reply(mut self, bytes: usize) -> Self {
        self.settings.largest_reply = bytes;
        self
    }

    /// A header that is sent with every request.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match draft::header(name, value) {
            Ok((name, value)) => _ = self.settings.headers.insert(name, value),
            Err(problem) => _ = self.problem.get_or_insert(problem),
        }
        self
    }

    /// What the client calls itself. Default: the name and version of this crate.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Takes credentials from environment variables: the first of `alternatives`, lists of
    /// (security scheme, variable), whose variables are all set; and the base URL from `base_url`
    /// if that is set.
    ///
    /// # Errors
    /// [`BuildError::Environment`] naming the missing variables if no alternative is complete.
    #[doc(hidden)]
    pub fn read_env(
        mut self,
        alternatives: &[&[(&'static str, &str)]],
        base_url: Option<&str>,
    ) -> Result<Self, BuildError> {
        if let Some(url) = base_url.and_then(variable) {
            self.base_url = Some(url);
        }
        let mut missing = Vec::new();
        for pairs in alternatives {
            let absent: Vec<&str> = pairs
                .iter()
                .map(|(_, name)| *name)
                .filter(|name| variable(name).is_none())
                .collect();
            if absent.is_empty() {
                for (scheme, name) in *pairs {
                    let secret = variable(name).unwrap_or_default();
                    self.secrets = self.secrets.with(scheme, Secret::from(secret));
                }
                return Ok(self);
            }
            missing.push(absent.join(" and "));
        }
        match missing.is_empty() {
            true => Ok(self),
            false => Err(BuildError::Environment {
                missing: missing.join(", or "),
            }),
        }
    }

    /// The client.
    ///
    /// # Errors
    /// [`BuildError`] if the base URL, the user agent or a header cannot be used, or if TLS cannot
    /// be set up.
    pub fn build(self) -> Result<Client, BuildError> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let pinned = self.base_url.is_some();
        let base_url = read_base_url(self.base_url.as_deref().unwrap_or(self.api.base_url))?;
        let user_agent = self.user_agent.as_deref().unwrap_or(self.api.user_agent);
        let (_, user_agent) = draft::header("user-agent", user_agent)?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => {
                let client = net::builder().build();
                let refuse = |error: reqwest::Error| BuildError::Client {
                    why: error.to_string(),
                };
                Arc::new(net::Reqwest::new(client.map_err(refuse)?))
            }
        };
        let clock = self
            .clock
            .unwrap_or_else(|| Arc::new(SystemClock::default()));
        Ok(Client(Arc::new(Shared {
            base_url,
            pinned,
            secrets: self.secrets,
            anonymous: self.anonymous,
            settings: self.settings,
            user_agent,
            schemes: self.api.schemes,
            transport,
            clock,
        })))
    }
}

/// An environment variable that is set to something.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn read_base_url(text: &str) -> Result<Url, BuildError> {
    let refuse = |why: String| Err(BuildError::BaseUrl { why });
    if text.is_empty() {
        return refuse("is not in the description: give one to the builder".to_owned());
    }
    // `url` drops tabs and line breaks silently.
    if text.chars().any(char::is_control) {
        return refuse("holds a control character".to_owned());
    }
    let url = match Url::parse(text) {
        Ok(url) => url,
        Err(error) => return refuse(format!("`{text}` is not a URL: {error}")),
    };
    if !matches!(url.scheme(), "http" | "https") {
        return refuse(format!("`{text}` is neither http nor https"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refuse("holds credentials: give them to the builder".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refuse(format!("`{text}` has a query or fragment"));
    }
    Ok(url)
}
