//! Credentials: kept secret, chosen per operation, put where their scheme says.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use crate::runtime::{
    error::BuildError,
    token::{SharedToken, TokenProvider},
};

/// One secret: a text at hand, or one that a [`TokenProvider`] fetches and renews.
#[derive(Clone)]
pub struct Secret(Kind);

#[derive(Clone)]
enum Kind {
    Text(SecretString),
    Basic(Arc<(String, SecretString)>),
    Provided(Arc<SharedToken>),
}

impl Secret {
    /// A user name and a password, for HTTP basic authentication.
    pub fn basic(user: impl Into<String>, password: impl Into<SecretString>) -> Self {
        Secret(Kind::Basic(Arc::new((user.into(), password.into()))))
    }

    /// A secret that is fetched when it is first needed, shared by all requests of the client, and
    /// fetched afresh, once, when the service no longer takes it.
    pub fn provider(provider: impl TokenProvider + 'static) -> Self {
        Secret(Kind::Provided(Arc::new(SharedToken::new(provider))))
    }

    /// What fetches it, if it is not at hand.
    pub(crate) fn shared(&self) -> Option<&Arc<SharedToken>> {
        match &self.0 {
            Kind::Provided(shared) => Some(shared),
            Kind::Text(_) | Kind::Basic(_) => None,
        }
    }

    /// Its text, if it is at hand.
    pub(crate) fn text(&self) -> Option<Cow<'_, SecretString>> {
        match &self.0 {
            Kind::Text(text) => Some(Cow::Borrowed(text)),
            Kind::Basic(pair) => {
                let text = format!("{}:{}", pair.0, pair.1.expose_secret());
                Some(Cow::Owned(base64(text.as_bytes()).into()))
            }
            Kind::Provided(_) => None,
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(REDACTED)")
    }
}

impl From<SecretString> for Secret {
    fn from(text: SecretString) -> Self {
        Secret(Kind::Text(text))
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Secret(Kind::Text(text.into()))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Secret(Kind::Text(text.into()))
    }
}

/// Secrets by the name of their security scheme.
#[derive(Debug, Clone, Default)]
pub struct Secrets(Vec<(&'static str, Secret)>);

impl Secrets {
    /// No secrets.
    pub const fn new() -> Self {
        Secrets(Vec::new())
    }

    /// These, and `secret` for `scheme`, in place of an earlier one.
    #[must_use]
    pub fn with(mut self, scheme: &'static str, secret: Secret) -> Self {
        self.0.retain(|(known, _)| *known != scheme);
        self.0.push((scheme, secret));
        self
    }

    /// These, and `others` in place of earlier ones for the same schemes.
    #[must_use]
    pub(crate) fn and(self, others: Secrets) -> Self {
        others
            .0
            .into_iter()
            .fold(self, |all, (scheme, secret)| all.with(scheme, secret))
    }

    /// The secrets of the first alternative that is wholly at hand.
    ///
    /// # Errors
    /// [`BuildError::Credentials`] if there is none.
    pub(crate) fn choose(
        &self,
        operation: &'static str,
        alternatives: &'static [&'static [&'static str]],
    ) -> Result<Chosen<'_>, BuildError> {
        let chosen = |schemes| Chosen {
            secrets: self,
            schemes,
        };
        if alternatives.is_empty() {
            return Ok(chosen(&[]));
        }
        // An alternative that asks for nothing is the last resort, wherever it stands.
        for schemes in alternatives.iter().filter(|schemes| !schemes.is_empty()) {
            if schemes.iter().all(|scheme| self.find(scheme).is_some()) {
                return Ok(chosen(schemes));
            }
        }
        match alternatives.iter().all(|schemes| !schemes.is_empty()) {
            true => Err(BuildError::Credentials {
                operation,
                wanted: alternatives,
            }),
            false => Ok(chosen(&[])),
        }
    }

    fn find(&self, scheme: &str) -> Option<&Secret> {
        let (_, secret) = self.0.iter().find(|(known, _)| *known == scheme)?;
        Some(secret)
    }
}

/// The secrets that an operation is sent with.
#[derive(Clone, Copy)]
pub(crate) struct Chosen<'s> {
    secrets: &'s Secrets,
    schemes: &'static [&'static str],
}

impl<'s> Chosen<'s> {
    /// None at all.
    pub(crate) fn nothing(secrets: &'s Secrets) -> Self {
        let schemes = &[];
        Chosen { secrets, schemes }
    }

    /// Each with its scheme.
    pub(crate) fn each(self) -> impl Iterator<Item = (&'static str, &'s Secret)> {
        let find = move |scheme: &&'static str| Some((*scheme, self.secrets.find(scheme)?));
        self.schemes.iter().filter_map(find)
    }
}

/// Standard base64 with padding (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .fold(0_u32, |group, byte| group << 8 | u32::from(*byte));
        let group = group << (8 * (3 - chunk.len()));
        for place in 0..4 {
            match place <= chunk.len() {
                true => text.push(char::from(
                    LETTERS[(group >> (18 - 6 * place)) as usize & 63],
                )),
                false => text.push('='),
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_agrees_with_the_examples_of_rfc_4648() {
        let examples = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(str::as_bytes);
        let expected = [
            "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy",
        ];
        assert_eq!(examples.map(base64), expected);
    }
}
