//! Receives mails by SMTP and gives the raw bytes to an [`Intake`] before it answers `250`.
//!
//! One task per connection ([`session`]) over a small reader ([`wire`]); commands are parsed by
//! `smtp-proto`, the end of a mail is found by [`data`]. A mail counts as received only when
//! [`Intake::keep`] returned for every desk it is for; until then the sender keeps it and tries
//! again. So a mail can arrive twice and can never be lost; [`Envelope::content_digest`] is the
//! same both times.
//!
//! Deliberately absent: understanding mails, queues, relaying for others, sign-in. An unknown
//! recipient is refused while the sender is still there, so no bounce is ever written.
//!
//! ```no_run
//! # use std::sync::Arc;
//! use server::mail::smtp::{Envelope, Intake, IntakeError, Receiver, Settings};
//!
//! struct Shelf;
//!
//! impl Intake for Shelf {
//!     type Desk = String;
//!
//!     async fn desk_of(&self, address: &str) -> Result<Option<String>, IntakeError> {
//!         Ok((address == "support@in8sync.example.com").then(|| "in8sync".to_owned()))
//!     }
//!
//!     async fn keep(&self, envelope: Envelope<String>, raw: Vec<u8>) -> Result<(), IntakeError> {
//!         println!("{} bytes for {}", raw.len(), envelope.desk);
//!         Ok(())
//!     }
//! }
//!
//! # async fn run() -> std::io::Result<()> {
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:2525").await?;
//! let settings = Settings::new("mail.example.com");
//! Receiver::new(Arc::new(Shelf), settings, jiff::Timestamp::now)
//!     .serve(listener, std::future::pending())
//!     .await;
//! # Ok(())
//! # }
//! ```

mod data;
mod intake;
mod limits;
mod receiver;
mod reply;
mod session;
mod trace;
mod wire;

pub use intake::{Envelope, Intake, IntakeError};
pub use limits::Limits;
pub use receiver::{Clock, Receiver, Settings};
