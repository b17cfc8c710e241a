//! What the receiver needs from the rest of the desk: whose address it is, and a safe place.

use std::future::Future;
use std::net::SocketAddr;

use jiff::Timestamp;
use thiserror::Error;

/// Keeps what arrives. Implemented by the application; a test keeps mails in memory.
pub trait Intake: Send + Sync + 'static {
    /// How the application names a desk.
    type Desk: Clone + PartialEq + Send + Sync + 'static;

    /// The desk an address belongs to, `None` when nobody here has it. Domains are in lower case.
    /// An address with a tag (`support+tag@...`) is asked as written first, then without the tag.
    fn desk_of(
        &self,
        address: &str,
    ) -> impl Future<Output = Result<Option<Self::Desk>, IntakeError>> + Send;

    /// Keeps a mail durably; called once per desk. When it returns `Ok`, the mail must survive a
    /// power failure, because the sender forgets it then. When a mail is for several desks and a
    /// later one fails, the sender tries all again: compare [`Envelope::content_digest`].
    fn keep(
        &self,
        envelope: Envelope<Self::Desk>,
        raw: Vec<u8>,
    ) -> impl Future<Output = Result<(), IntakeError>> + Send;
}

/// Why a mail cannot be kept now. The sender is asked to try again; the words go to the log only.
#[derive(Debug, Error)]
pub enum IntakeError {
    /// No room (`452`).
    #[error("the storage is full; make room or move the data folder")]
    Full,
    /// Anything else (`451`).
    #[error("{0}")]
    Failed(String),
}

/// What the sending server said about a mail, for one desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope<Desk> {
    /// The desk.
    pub desk: Desk,
    /// Envelope sender; `None` is the empty one of bounces.
    pub sender: Option<String>,
    /// The recipients that belong to this desk, as written, tags included.
    pub recipients: Vec<String>,
    /// The sending machine.
    pub peer: SocketAddr,
    /// When the last byte had arrived.
    pub received_at: Timestamp,
    /// Whether it came over TLS.
    pub tls: bool,
    /// SHA-256 of the mail as the sender sent it, without the headers added here.
    pub content_digest: [u8; 32],
}
