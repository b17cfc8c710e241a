//! Mail, from the wire to what the desk understands of it, and back.
//!
//! Pure (bytes in, values out, no clock, no IO): [`mod@parse`] and its parts [`headers`], [`body`],
//! [`attachment`], [`quote`], [`forward`], [`automatic`], [`bounce`]; [`thread`], which finds the
//! ticket a mail answers; [`html`], which makes foreign HTML safe to show; [`compose`], which
//! writes an outgoing mail.
//!
//! With IO: [`relay`] hands one mail to the relay, [`smtp`] receives mails and passes the raw bytes
//! to an [`smtp::Intake`] before it answers `250`.
//!
//! Deliberately absent: the database, tickets, and every decision what to do with a mail. A caller
//! keeps the raw bytes first and calls [`parse::parse`] afterwards, at its own pace.

pub mod attachment;
pub mod automatic;
pub mod body;
pub mod bounce;
pub mod compose;
pub mod forward;
pub mod headers;
pub mod html;
pub mod mailbox;
pub mod parse;
pub mod quote;
pub mod relay;
pub mod smtp;
pub mod thread;

pub use automatic::Automatic;
pub use mailbox::Mailbox;
pub use parse::{ParsedMail, parse};
