//! A mail as the desk understands it. Reading never fails: what cannot be understood is left out
//! or shown as it came, and the raw bytes are kept elsewhere.
//!
//! The serialised form is what `mainstay mail parse` prints.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::Timestamp;
use mail_parser::{DateTime, Message, MessageParser};
use serde::Serialize;

use super::attachment::{Attachment, attachments_of};
use super::automatic::{Automatic, classify};
use super::bounce::Bounce;
use super::headers::{Headers, message_ids};
use super::mailbox::{Mailbox, mailboxes};
use super::{body, bounce, forward, quote};

/// The longest subject kept, in bytes.
pub const SUBJECT_BYTES_MAX: usize = 2_000;

/// A mail whose first lines hold no header field at all is taken as plain words.
const HEADER_SEARCH_LINES: usize = 50;

/// What a mail says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ParsedMail {
    /// Without angle brackets; `None` when the mail has none.
    pub message_id: Option<String>,
    /// Ids of the mails this one answers.
    pub in_reply_to: Vec<String>,
    /// Ids of the conversation, oldest first.
    pub references: Vec<String>,
    /// The author; the `Sender` where there is no author.
    pub from: Option<Mailbox>,
    /// Addresses of `To`.
    pub to: Vec<Mailbox>,
    /// Addresses of `Cc`.
    pub cc: Vec<Mailbox>,
    /// Where answers should go, when it differs from the author.
    pub reply_to: Vec<Mailbox>,
    /// One line; empty when there is none.
    pub subject: String,
    /// The time the author's machine claims.
    pub date: Option<Timestamp>,
    /// The new part: quotes and signature cut. Empty only when the mail has no text at all.
    pub text: String,
    /// All of the text.
    pub text_full: String,
    /// The sender's HTML as it came: unsafe, see [`super::html`].
    pub html: Option<String>,
    /// The files.
    pub attachments: Vec<Attachment>,
    /// Whether a machine wrote it.
    pub automatic: Option<Automatic>,
    /// What a bounce or feedback report says.
    pub bounce: Option<Bounce>,
    /// The original sender, when the mail says it is forwarded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forwarded_from: Option<Mailbox>,
    /// All header fields.
    #[serde(skip)]
    pub headers: Headers,
}

/// Reads a mail.
///
/// ```
/// let mail = server::mail::parse(b"From: Ann <ann@example.com>\r\nSubject: Printer\r\n\r\nIt burns.");
/// assert_eq!(mail.subject, "Printer");
/// assert_eq!(mail.text, "It burns.");
/// ```
pub fn parse(raw: &[u8]) -> ParsedMail {
    let raw = without_envelope_line(raw);
    if !has_header(raw) {
        return unstructured(raw);
    }
    guarded(|| {
        MessageParser::default()
            .parse(raw)
            .map(|message| understand(&message))
    })
    .or_else(|| guarded(|| headers_alone(raw)))
    .unwrap_or_else(|| unstructured(raw))
}

/// Runs a reader of foreign bytes. A mail must not be able to stop the desk, so a fault in a
/// library counts as "cannot be read this way" and a simpler way is tried. (Damaged nested
/// multiparts make the library check itself in debug builds.)
fn guarded<T>(read: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok().flatten()
}

/// The headers, and all below them as it came.
fn headers_alone(raw: &[u8]) -> Option<ParsedMail> {
    let message = MessageParser::default().parse_headers(raw)?;
    let mail = understand(&message);
    let end = raw.windows(2).position(|pair| pair == b"\n\n");
    let end = end.or_else(|| raw.windows(4).position(|four| four == b"\r\n\r\n"));
    let below = unstructured(raw.get(end.unwrap_or(0)..).unwrap_or_default());
    Some(ParsedMail {
        text: below.text,
        text_full: below.text_full,
        ..mail
    })
}

fn understand(message: &Message<'_>) -> ParsedMail {
    let headers = Headers::of(message);
    let author = message
        .from()
        .map(mailboxes)
        .and_then(|all| all.into_iter().next());
    let sender = || {
        message
            .sender()
            .map(mailboxes)
            .and_then(|all| all.into_iter().next())
    };
    let from = author.or_else(sender);
    let subject = body::limit(
        body::clean_line(message.subject().unwrap_or_default()),
        SUBJECT_BYTES_MAX,
    );
    let text_full = body::text_of(message);
    let bounce = bounce::read(message, &headers, from.as_ref(), &subject, &text_full);
    let forwarded = forward::is_forward_subject(&subject);
    ParsedMail {
        message_id: message_ids(message, "Message-ID").into_iter().next(),
        in_reply_to: message_ids(message, "In-Reply-To"),
        references: message_ids(message, "References"),
        to: message.all_to().flat_map(mailboxes).collect(),
        cc: message.all_cc().flat_map(mailboxes).collect(),
        reply_to: message.reply_to().map(mailboxes).unwrap_or_default(),
        date: date(message, &headers),
        text: if bounce.is_some() {
            text_full.clone()
        } else {
            quote::new_part(&text_full, forwarded)
        },
        html: body::html_of(message),
        attachments: attachments_of(message),
        automatic: classify(&headers, &subject, bounce.is_some()),
        forwarded_from: forward::original_sender(&subject, &text_full),
        from,
        subject,
        text_full,
        bounce,
        headers,
    }
}

/// Bytes without a single header are still shown to somebody, as text.
fn unstructured(raw: &[u8]) -> ParsedMail {
    let text = body::limit(
        body::clean(&String::from_utf8_lossy(raw)),
        body::TEXT_BYTES_MAX,
    );
    ParsedMail {
        text: text.clone(),
        text_full: text,
        ..ParsedMail::default()
    }
}

fn date(message: &Message<'_>, headers: &Headers) -> Option<Timestamp> {
    // Some programs leave the zone out; RFC 5322 lets that be read as universal time.
    let without_zone = || DateTime::parse_rfc822(&format!("{} +0000", headers.get("date")?));
    let date = message.date().cloned().filter(DateTime::is_valid);
    let date = date.or_else(without_zone).filter(DateTime::is_valid)?;
    Timestamp::from_second(date.to_timestamp()).ok()
}

/// Whether any of the first lines is a header field. Without this, plain words given as a mail
/// would be taken for broken headers and disappear.
fn has_header(raw: &[u8]) -> bool {
    raw.split(|byte| *byte == b'\n')
        .take(HEADER_SEARCH_LINES)
        .any(begins_with_header)
}

/// Mails taken from a mailbox file begin with a `From ` line, and editors leave a byte order mark
/// or blank lines; without this the first header, or all of them, would read as text.
fn without_envelope_line(raw: &[u8]) -> &[u8] {
    let raw = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw);
    let start = raw
        .iter()
        .position(|byte| !matches!(byte, b'\r' | b'\n'))
        .unwrap_or(0);
    let trimmed = raw.get(start..).unwrap_or(raw);
    if !begins_with_header(trimmed) && !is_envelope_line(trimmed) {
        return raw;
    }
    match trimmed.iter().position(|byte| *byte == b'\n') {
        Some(end) if is_envelope_line(trimmed) => trimmed.get(end + 1..).unwrap_or_default(),
        _ => trimmed,
    }
}

fn is_envelope_line(raw: &[u8]) -> bool {
    let line = raw.strip_prefix(b">").unwrap_or(raw);
    line.starts_with(b"From ") && !begins_with_header(raw)
}

/// A name and a colon; old programs put blanks between the two.
fn begins_with_header(raw: &[u8]) -> bool {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let Some(end) = raw.iter().position(|byte| !is_name(byte)) else {
        return false;
    };
    let mut rest = raw
        .iter()
        .skip(end)
        .skip_while(|byte| matches!(byte, b' ' | b'\t'));
    end > 0 && rest.next() == Some(&b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_serialised_form_has_the_documented_fields() {
        let json = serde_json::to_value(parse(b"Subject: x\n\ny")).unwrap();
        let object = json.as_object().unwrap();
        for field in [
            "message_id",
            "in_reply_to",
            "references",
            "from",
            "to",
            "cc",
            "subject",
            "date",
            "text",
            "text_full",
            "attachments",
            "automatic",
            "bounce",
        ] {
            assert!(object.contains_key(field), "{field} is promised to scripts");
        }
    }

    #[test]
    fn odd_beginnings_hide_no_header() {
        for beginning in [
            "",
            "From ann@example.com Mon Mar  2 10:00:00 2026\n",
            "\r\n\r\n",
            "\u{feff}",
        ] {
            let mail = parse(
                format!("{beginning}Subject: Printer\nFrom: ann@example.com\n\nIt burns.")
                    .as_bytes(),
            );
            assert_eq!(mail.subject, "Printer", "after {beginning:?}");
            assert_eq!(mail.text, "It burns.");
        }
    }

    #[test]
    fn nothing_at_all_is_an_empty_mail() {
        assert_eq!(parse(b""), ParsedMail::default());
        assert_eq!(parse(b"\0\0\0").text, "");
        assert_eq!(parse(b"just words").text_full, "just words");
    }

    #[test]
    fn character_sets_and_encoded_words_are_read() {
        let mail = parse(
            b"From: =?utf-8?q?J=C3=BCrgen?= <j@example.com>\r\nSubject: =?iso-8859-1?q?Gr=FC=DFe?=\r\n\
              Content-Type: text/plain; charset=iso-8859-1\r\n\r\nGr\xfc\xdfe",
        );
        assert_eq!(mail.from.unwrap().name.as_deref(), Some("Jürgen"));
        assert_eq!(mail.subject, "Grüße");
        assert_eq!(mail.text, "Grüße");
    }

    #[test]
    fn a_date_carries_its_zone() {
        let mail = parse(b"Date: Mon, 2 Mar 2026 10:00:00 +0100\r\n\r\nx");
        assert_eq!(mail.date.unwrap().to_string(), "2026-03-02T09:00:00Z");
        let zoneless = parse(b"Date: Mon, 2 Mar 2026 10:00:00\nMIME-Version: 1.0\n\nx");
        assert_eq!(zoneless.date.unwrap().to_string(), "2026-03-02T10:00:00Z");
        assert_eq!(parse(b"Date: yesterday\r\n\r\nx").date, None);
        assert_eq!(
            parse(b"Date: Mon, 99 Mar 2026 10:00:00 +0100\r\n\r\nx").date,
            None
        );
    }

    #[test]
    fn html_alone_becomes_text_and_quotes_are_cut() {
        let mail = parse(
            b"Content-Type: text/html\r\n\r\n<p>It works.</p><p>On 2 March 2026, Ann &lt;a@example.com&gt; wrote:</p>\
              <blockquote>Does it?</blockquote>",
        );
        assert_eq!(mail.text, "It works.");
        assert!(mail.text_full.contains("> Does it?"));
        assert!(mail.html.is_some());
    }
}
