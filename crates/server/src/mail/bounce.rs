//! Reads reports about mails of ours: delivery status (RFC 3464), feedback (RFC 5965), and the
//! prose of servers that know neither.
//!
//! It does not decide what a failure means for a contact.

mod prose;
mod status;

use mail_parser::{Message, MimeHeaders};
use serde::Serialize;

use super::headers::Headers;
use super::mailbox::Mailbox;

/// The most recipients read from one report.
pub const FAILURES_MAX: usize = 200;

/// What a report says. The first recipient's facts stand on top; all are in `failures`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Bounce {
    /// The address that could not be reached, or whose owner complained.
    pub recipient: Option<String>,
    /// Enhanced status code such as `5.1.1`.
    pub status: Option<String>,
    /// `failed`, `delayed`, `delivered`, `relayed`, `expanded`; `complained` for feedback.
    pub action: Option<String>,
    /// The other server's own words.
    pub diagnostic: Option<String>,
    /// Every recipient of the report.
    pub failures: Vec<Failure>,
    /// Message-ID of the mail the report is about, without angle brackets.
    pub original_message_id: Option<String>,
    /// The kind of a feedback report, such as `abuse`.
    pub feedback: Option<String>,
}

/// What a report says about one recipient.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Failure {
    /// The address.
    pub recipient: Option<String>,
    /// Enhanced status code.
    pub status: Option<String>,
    /// What became of the mail.
    pub action: Option<String>,
    /// The other server's own words.
    pub diagnostic: Option<String>,
}

/// Reads a bounce, `None` when the mail is none.
pub(super) fn read(
    message: &Message<'_>,
    headers: &Headers,
    from: Option<&Mailbox>,
    subject: &str,
    text: &str,
) -> Option<Bounce> {
    let report = status::reported(message);
    let is_report = status::is_report(headers) || report.is_some();
    if !is_report && !prose::is_notice(headers, from, subject, text) {
        return None;
    }
    let mut bounce = report.unwrap_or_default();
    prose::complete(&mut bounce, headers, text);
    bounce.original_message_id = original_message_id(message, text);
    if let Some(first) = bounce.failures.first().cloned() {
        bounce.recipient = first.recipient;
        bounce.status = first.status;
        bounce.action = first.action;
        bounce.diagnostic = first.diagnostic;
    }
    Some(bounce)
}

/// The Message-ID of the returned mail: from a nested mail, its headers as text, or the prose.
fn original_message_id(message: &Message<'_>, text: &str) -> Option<String> {
    let nested = message
        .parts
        .iter()
        .find_map(|part| part.message()?.message_id());
    if let Some(id) = nested {
        return Some(super::body::clean_line(id));
    }
    let returned = message
        .parts
        .iter()
        .filter(|part| part.is_content_type("text", "rfc822-headers"));
    let texts = returned
        .filter_map(|part| part.text_contents())
        .chain([text]);
    texts.flat_map(str::lines).find_map(id_in)
}

fn id_in(line: &str) -> Option<String> {
    let line = line.trim_start_matches(['>', ' ', '\t']);
    let (name, value) = line.split_once(':')?;
    if !name.trim().eq_ignore_ascii_case("message-id") {
        return None;
    }
    let id = value.trim().trim_matches(['<', '>']);
    (id.contains('@') && !id.contains(char::is_whitespace)).then(|| id.to_owned())
}
