//! The words of the receiver. Codes after RFC 5321, enhanced codes after RFC 3463.

use smtp_proto::Error;

use super::Limits;

pub(super) const BYE: &str = "221 2.0.0 Goodbye";
pub(super) const OK: &str = "250 2.0.0 OK";
pub(super) const SENDER_OK: &str = "250 2.1.0 Sender OK";
pub(super) const RECIPIENT_OK: &str = "250 2.1.5 Recipient OK";
pub(super) const VRFY: &str = "252 2.5.0 Send a mail and see; addresses are not confirmed here";
pub(super) const HELP: &str = "214 2.0.0 EHLO MAIL RCPT DATA RSET NOOP QUIT";
pub(super) const GO_AHEAD: &str = "354 Send the mail, end with a line holding only a dot";
pub(super) const START_TLS: &str = "220 2.0.0 Begin TLS now";
pub(super) const STOPPING: &str = "421 4.3.2 This server is stopping; please try again soon";
pub(super) const IDLE: &str = "421 4.4.2 Nothing was sent for too long; goodbye";
pub(super) const TOO_SLOW: &str = "421 4.4.2 The mail took too long; please try again";
pub(super) const BUSY: &str = "421 4.7.0 Too many connections; please try again later";
pub(super) const MAILS_ENOUGH: &str =
    "421 4.7.0 Enough mails for one connection; please connect again";
pub(super) const ERRORS_ENOUGH: &str = "421 4.7.0 Too many errors; goodbye";
pub(super) const KEEP_FAILED: &str =
    "451 4.3.0 The mail could not be stored just now; please try again later";
pub(super) const LOOKUP_FAILED: &str =
    "451 4.3.0 The address could not be checked just now; please try again later";
pub(super) const STORAGE_FULL: &str =
    "452 4.3.1 There is no room for the mail just now; please try again later";
pub(super) const LINE_TOO_LONG: &str = "500 5.5.6 The command line is too long";
pub(super) const UNKNOWN: &str = "500 5.5.2 Command not recognised";
pub(super) const TLS_PIPELINED: &str =
    "501 5.5.4 Wait for the answer to STARTTLS before sending more";
pub(super) const NOT_OFFERED: &str = "502 5.5.1 Command not offered here";
pub(super) const HELLO_FIRST: &str = "503 5.5.1 Say EHLO first";
pub(super) const MAIL_FIRST: &str = "503 5.5.1 Say MAIL FROM first";
pub(super) const MAIL_TWICE: &str = "503 5.5.1 A mail is already begun; say RSET to drop it";
pub(super) const NO_RECIPIENT: &str = "554 5.5.1 No valid recipient was given";
pub(super) const NO_CHUNKS: &str = "554 5.5.1 CHUNKING is not offered here; use DATA";
pub(super) const NOT_HTTP: &str = "554 5.5.1 This is a mail server";
pub(super) const BAD_SENDER: &str = "553 5.1.7 The sender's address is not understood";
pub(super) const BAD_RECIPIENT: &str = "553 5.1.3 The recipient's address is not understood";

pub(super) fn too_many_recipients(limits: &Limits) -> String {
    format!(
        "452 4.5.3 At most {} recipients; send another copy to the rest",
        limits.recipients_max
    )
}

pub(super) fn too_big(limits: &Limits) -> String {
    let megabytes = limits.mail_bytes_max / (1024 * 1024);
    let size = if megabytes > 0 {
        format!("{megabytes} MB")
    } else {
        format!("{} bytes", limits.mail_bytes_max)
    };
    format!("552 5.3.4 Mails may have {size} at most; leave out attachments or send a link")
}

pub(super) fn no_such_desk(address: &str) -> String {
    let address = super::trace::visible(address);
    format!("550 5.1.1 No desk here has the address <{address}>; please check its spelling")
}

/// The answer to a command the parser refused.
pub(super) fn misunderstood(error: &Error) -> String {
    match error {
        Error::UnknownCommand => UNKNOWN.to_owned(),
        Error::InvalidSenderAddress => BAD_SENDER.to_owned(),
        Error::InvalidRecipientAddress => BAD_RECIPIENT.to_owned(),
        Error::SyntaxError { syntax } => format!("501 5.5.4 Say {syntax}"),
        Error::InvalidParameter { param } => format!("501 5.5.4 The parameter {param} is wrong"),
        Error::UnsupportedParameter { param } => {
            format!(
                "555 5.5.4 The parameter {} is not known here",
                super::trace::visible(param)
            )
        }
        _ => UNKNOWN.to_owned(),
    }
}
