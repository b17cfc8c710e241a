//! Hands a finished mail to the relay, one recipient at a time, and says whether a failure is
//! worth another try.
//!
//! It keeps no queue and never retries by itself: the outbox does, from rows written before.

use std::error::Error as _;
use std::time::Duration;

use lettre::address::{Address, Envelope};
use lettre::transport::smtp::{AsyncSmtpTransport, Error as SmtpError};
use lettre::{AsyncTransport, Tokio1Executor};
use thiserror::Error;

/// How long connecting to the relay may take.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(60);

/// How long handing over one mail may take in all. Mails go one after another, so a
/// relay that takes a connection and says nothing holds up all others for so long.
pub const SEND_TIMEOUT: Duration = Duration::from_secs(120);

/// Replies that blame us, not the recipient: sign-in missing, refused or too weak. They are worth
/// another try once the settings are corrected.
const SIGN_IN_CODES: [u16; 5] = [530, 534, 535, 538, 454];

/// A configured relay. Cheap to clone; keeps its connections open for some time.
#[derive(Debug, Clone)]
pub struct Relay {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    server: String,
    patience: Duration,
}

/// Why a relay setting cannot be used.
#[derive(Debug, Error)]
#[error(
    "the relay must be a URL such as smtp://mail.example.com:587?tls=required or smtps://user:password@mail.example.com"
)]
pub struct RelayUrlError(#[source] Option<SmtpError>);

/// Why a mail was not taken. The words name the server, never a person's address.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SendError {
    /// Worth another try later.
    #[error("{0}")]
    Temporary(String),
    /// Refused for good: this recipient will not get this mail.
    #[error("{0}")]
    Permanent(String),
}

impl Relay {
    /// Reads a relay URL: `smtp://host:port` (plain; `?tls=opportunistic` or `?tls=required` for
    /// STARTTLS), `smtps://host` (TLS from the start), each with `user:password@`.
    pub fn from_url(url: &str) -> Result<Relay, RelayUrlError> {
        let parsed = url::Url::parse(url).map_err(|_| RelayUrlError(None))?;
        let host = parsed
            .host_str()
            .filter(|host| !host.is_empty())
            .ok_or(RelayUrlError(None))?;
        let port = parsed
            .port()
            .map(|port| format!(":{port}"))
            .unwrap_or_default();
        let server = format!("{host}{port}");
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url);
        let builder = builder.map_err(|error| RelayUrlError(Some(error)))?;
        Ok(Relay {
            transport: builder.timeout(Some(CONNECT_TIMEOUT)).build(),
            server,
            patience: SEND_TIMEOUT,
        })
    }

    /// The relay, given up on after another time than [`SEND_TIMEOUT`].
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Relay {
        self.patience = patience;
        self
    }

    /// Sends the bytes to one recipient. `sender` `None` is the empty envelope sender. Once this
    /// returns `Ok`, the relay has taken responsibility.
    pub async fn send(
        &self,
        sender: Option<&str>,
        recipient: &str,
        bytes: &[u8],
    ) -> Result<(), SendError> {
        let bad = |whose: &str| {
            SendError::Permanent(format!(
                "the {whose} address is not one mail can be sent to"
            ))
        };
        let recipient: Address = recipient.parse().map_err(|_| bad("recipient's"))?;
        let sender: Option<Address> = sender
            .map(str::parse)
            .transpose()
            .map_err(|_| bad("sender's"))?;
        let envelope = Envelope::new(sender, vec![recipient]).map_err(|_| bad("recipient's"))?;
        let sending = self.transport.send_raw(&envelope, bytes);
        match tokio::time::timeout(self.patience, sending).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(self.classify(&error)),
            Err(_) => Err(SendError::Temporary(format!(
                "the relay {} did not take the mail within {} seconds",
                self.server,
                self.patience.as_secs()
            ))),
        }
    }

    /// Whether the relay answers, for the administrator's page.
    pub async fn check(&self) -> Result<(), SendError> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(SendError::Temporary(format!(
                "the relay {} closes the connection",
                self.server
            ))),
            Err(error) => Err(self.classify(&error)),
        }
    }

    fn classify(&self, error: &SmtpError) -> SendError {
        let server = &self.server;
        let cause = innermost(error);
        let Some(code) = error.status().map(u16::from) else {
            let what = if error.is_timeout() {
                "does not answer in time"
            } else if error.is_tls() {
                "has no usable TLS certificate or cannot speak TLS"
            } else {
                "cannot be reached or broke off"
            };
            return SendError::Temporary(format!("the relay {server} {what}: {cause}"));
        };
        if SIGN_IN_CODES.contains(&code) {
            let advice = "check the user name, the password and tls= in the relay setting";
            return SendError::Temporary(format!(
                "the relay {server} refuses our sign-in ({code} {cause}); {advice}"
            ));
        }
        let words = format!("the relay {server} answered {code} {cause}");
        if error.is_permanent() {
            SendError::Permanent(words)
        } else {
            SendError::Temporary(words)
        }
    }
}

fn innermost(error: &SmtpError) -> String {
    let mut source = error.source();
    let mut words = error.to_string();
    while let Some(cause) = source {
        words = cause.to_string();
        source = cause.source();
    }
    super::body::clean_line(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_refused_connection_is_worth_another_try() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let relay = Relay::from_url(&format!("smtp://{address}")).unwrap();
        let error = relay.send(None, "ann@example.com", b"x").await.unwrap_err();
        let SendError::Temporary(words) = error else {
            panic!("{error:?}")
        };
        assert!(words.contains(&address.to_string()), "{words}");
        assert!(words.to_lowercase().contains("refused"), "{words}");
    }

    #[tokio::test]
    async fn a_relay_that_says_nothing_is_given_up_for_now() {
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = silent.local_addr().unwrap();
        let relay = Relay::from_url(&format!("smtp://{address}")).unwrap();
        let relay = relay.with_patience(Duration::from_secs(1));
        let error = relay.send(None, "ann@example.com", b"x").await.unwrap_err();
        let words = format!("the relay {address} did not take the mail within 1 seconds");
        assert_eq!(error, SendError::Temporary(words));
    }

    #[tokio::test]
    async fn bad_addresses_are_final() {
        let relay = Relay::from_url("smtp://127.0.0.1:1").unwrap();
        let error = relay.send(None, "not an address", b"x").await.unwrap_err();
        assert!(matches!(error, SendError::Permanent(_)));
    }

    #[tokio::test]
    async fn settings_that_are_no_relay_are_refused_with_advice() {
        for url in ["", "mail.example.com", "http://mail.example.com", "smtp://"] {
            let error = Relay::from_url(url).unwrap_err();
            assert!(error.to_string().contains("smtp://"), "{url}");
        }
    }
}
