//! What a call tells `tracing`: a span for the call, by OpenTelemetry's names, and an event for each
//! attempt. Nothing without the feature `tracing`, and never a secret.
//!
//! Source: OpenTelemetry semantic conventions, "HTTP client span".

#[cfg(not(feature = "tracing"))]
pub(crate) use nothing::Call;
#[cfg(feature = "tracing")]
pub(crate) use spans::Call;

#[cfg(feature = "tracing")]
mod spans {
    use std::future::Future;

    use tracing::{Instrument, Span, field::Empty};

    use crate::runtime::{
        draft::Draft, error::Failure, execute::Answer, path, transport::HttpRequest,
    };

    /// A call, as `tracing` sees it.
    #[derive(Clone)]
    pub(crate) struct Call(Span);

    impl Call {
        pub(crate) fn new(draft: &Draft, request: &HttpRequest) -> Self {
            // A field is put together only where somebody listens.
            let template = || path::plain_template(draft.route.template);
            let method = request.method.as_str();
            Call(tracing::info_span!(
                "request",
                otel.name = format!("{method} {}", template()),
                otel.kind = "client",
                otel.status_code = Empty,
                error.type = Empty,
                operation = draft.route.id,
                http.request.method = method,
                http.request.resend_count = Empty,
                http.response.status_code = Empty,
                server.address = request.url.host_str(),
                server.port = request.url.port_or_known_default(),
                url.template = template(),
                url.full = request.public_url().as_str(),
            ))
        }

        /// The work of the call, inside its span.
        pub(crate) fn around<F: Future>(&self, work: F) -> impl Future<Output = F::Output> {
            work.instrument(self.0.clone())
        }

        /// One attempt has ended.
        pub(crate) fn attempt(&self, number: u32, result: &Result<Answer, Failure>) {
            if number > 1 {
                self.0.record("http.request.resend_count", number - 1);
            }
            let kind = match result {
                Ok(answer) => {
                    let status = answer.status.as_u16();
                    self.0.record("http.response.status_code", status);
                    tracing::debug!(
                        attempt = number,
                        http.response.status_code = status,
                        "answered"
                    );
                    (status >= 400).then(|| answer.status.as_str().to_owned())
                }
                Err(failure) => {
                    let kind = failure.kind();
                    tracing::debug!(attempt = number, error.type = kind, "failed");
                    Some(kind.to_owned())
                }
            };
            let status = if kind.is_some() { "ERROR" } else { "OK" };
            self.0.record("otel.status_code", status);
            if let Some(kind) = kind {
                self.0.record("error.type", kind);
            }
        }

        /// The next attempt is made after a while.
        pub(crate) fn wait(&self, duration: std::time::Duration) {
            tracing::trace!(milliseconds = duration.as_millis() as u64, "waiting");
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod nothing {
    use std::{future::Future, time::Duration};

    use crate::runtime::{draft::Draft, error::Failure, execute::Answer, transport::HttpRequest};

    /// A call, as nobody sees it.
    #[derive(Clone)]
    pub(crate) struct Call;

    impl Call {
        pub(crate) fn new(_: &Draft, _: &HttpRequest) -> Self {
            Call
        }

        pub(crate) fn around<F: Future>(&self, work: F) -> F {
            work
        }

        pub(crate) fn attempt(&self, _: u32, _: &Result<Answer, Failure>) {}

        pub(crate) fn wait(&self, _: Duration) {}
    }
}
