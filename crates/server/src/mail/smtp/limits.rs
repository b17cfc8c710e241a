//! Every limit of the receiver, with its name and its default.

use std::time::Duration;

/// What one sender may use. The defaults follow RFC 5321, which names minimum times and sizes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one mail (`552` beyond).
    pub mail_bytes_max: usize,
    /// Bytes of one command line.
    pub line_bytes_max: usize,
    /// Recipients of one mail (`452` beyond).
    pub recipients_max: usize,
    /// Wrong commands and unknown recipients of one connection before it is closed.
    pub errors_max: usize,
    /// Mails of one connection before it is closed; a sender simply connects again.
    pub mails_max: usize,
    /// Connections at the same time (`421` beyond).
    pub connections_max: usize,
    /// Connections of one address at the same time (`421` beyond).
    pub connections_per_peer_max: usize,
    /// How long a sender may be silent between commands.
    pub command_timeout: Duration,
    /// How long a sender may be silent inside a mail.
    pub data_timeout: Duration,
    /// How long one mail may take in all.
    pub mail_timeout: Duration,
    /// How long we wait for a sender to take our answers.
    pub write_timeout: Duration,
    /// How long a TLS handshake may take.
    pub handshake_timeout: Duration,
    /// How long running mails may take to end when the server stops.
    pub shutdown_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            mail_bytes_max: 30 * 1024 * 1024,
            line_bytes_max: 4 * 1024,
            recipients_max: 100,
            errors_max: 20,
            mails_max: 1_000,
            connections_max: 200,
            connections_per_peer_max: 50,
            command_timeout: Duration::from_secs(300),
            data_timeout: Duration::from_secs(180),
            mail_timeout: Duration::from_secs(900),
            write_timeout: Duration::from_secs(60),
            handshake_timeout: Duration::from_secs(30),
            shutdown_timeout: Duration::from_secs(10),
        }
    }
}
