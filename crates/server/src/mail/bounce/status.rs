//! The machine-readable parts: `message/delivery-status` and `message/feedback-report`.

use mail_parser::{Message, MessagePart, MimeHeaders};

use super::{Bounce, FAILURES_MAX, Failure};
use crate::mail::body::{clean, clean_line};
use crate::mail::headers::Headers;

/// A large mailbox provider attaches the mail complained about, its reader in this header of it,
/// and writes no report part.
const COMPLAINT_HEADER: &str = "X-HmXmrOriginalRecipient";

/// Whether the mail says it is a delivery or feedback report.
pub(super) fn is_report(headers: &Headers) -> bool {
    let content_type = headers
        .get("content-type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    content_type.starts_with("multipart/report")
        && (content_type.contains("delivery-status") || content_type.contains("feedback-report"))
}

/// What the machine-readable part says, when there is one anywhere in the mail.
pub(super) fn reported(message: &Message<'_>) -> Option<Bounce> {
    let nested = message.parts.iter().filter_map(MessagePart::message);
    let complaint = nested
        .filter_map(|mail| mail.header_raw(COMPLAINT_HEADER))
        .next();
    if let Some(recipient) = complaint {
        return Some(feedback(&format!(
            "Feedback-Type: abuse\nOriginal-Rcpt-To: {recipient}"
        )));
    }
    if let Some(part) = parts(message, "feedback-report").next() {
        return Some(feedback(&text(part)));
    }
    let delivery =
        parts(message, "delivery-status").chain(parts(message, "global-delivery-status"));
    let mut delivery = delivery.peekable();
    delivery.peek()?;
    let mut failures: Vec<Failure> = delivery.flat_map(|part| failures(&text(part))).collect();
    failures.truncate(FAILURES_MAX);
    Some(Bounce {
        failures,
        ..Bounce::default()
    })
}

fn parts<'a, 'x>(
    message: &'a Message<'x>,
    subtype: &'static str,
) -> impl Iterator<Item = &'a MessagePart<'x>> {
    message
        .parts
        .iter()
        .filter(move |part| part.is_content_type("message", subtype))
}

fn text(part: &MessagePart<'_>) -> String {
    clean(&String::from_utf8_lossy(part.contents()))
}

fn feedback(text: &str) -> Bounce {
    let fields = fields(text);
    let value = |name: &str| {
        fields
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.clone())
    };
    let recipients = fields
        .iter()
        .filter(|(name, _)| matches!(name.as_str(), "original-rcpt-to" | "removal-recipient"));
    let failures = recipients.take(FAILURES_MAX).map(|(_, recipient)| Failure {
        recipient: Some(address(recipient)),
        action: Some("complained".to_owned()),
        ..Failure::default()
    });
    Bounce {
        failures: failures.collect(),
        action: Some("complained".to_owned()),
        feedback: Some(value("feedback-type").unwrap_or_else(|| "other".to_owned())),
        ..Bounce::default()
    }
}

/// One failure per group of fields that names a recipient. Servers that write no blank lines
/// between groups are understood too: a new recipient begins a new group.
pub(super) fn failures(text: &str) -> Vec<Failure> {
    let mut failures: Vec<Failure> = Vec::new();
    let mut current = Failure::default();
    for (name, value) in fields(text) {
        let starts = matches!(name.as_str(), "final-recipient" | "original-recipient");
        if starts
            && name == "final-recipient"
            && current.recipient.is_some()
            && current.status.is_some()
        {
            failures.push(std::mem::take(&mut current));
        }
        match name.as_str() {
            "final-recipient" => current.recipient = Some(address(&value)),
            "original-recipient" if current.recipient.is_none() => {
                current.recipient = Some(address(&value));
            }
            "action" => current.action = Some(word(&value)),
            "status" => current.status = super::prose::enhanced_code(&value),
            "diagnostic-code" => current.diagnostic = Some(after_type(&value)),
            _ => {}
        }
    }
    failures.push(current);
    failures.retain(|it| it.recipient.is_some() || it.status.is_some());
    failures.truncate(FAILURES_MAX);
    failures
}

/// Fields with their continuation lines joined, names in lower case.
fn fields(text: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if line.starts_with([' ', '\t'])
            && let Some((_, value)) = fields.last_mut()
        {
            value.push(' ');
            value.push_str(line.trim());
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_ascii_lowercase(), clean_line(value)));
        }
    }
    fields
}

/// `rfc822; <ann@example.com>` gives the address alone.
fn address(value: &str) -> String {
    after_type(value).trim_matches(['<', '>', ' ']).to_owned()
}

/// `smtp; 550 no such user` gives the words after the type, when it looks like one.
fn after_type(value: &str) -> String {
    match value.split_once(';') {
        Some((kind, rest)) if !kind.trim().contains(' ') => rest.trim().to_owned(),
        _ => value.trim().to_owned(),
    }
}

fn word(value: &str) -> String {
    let word = value
        .split(|c: char| !c.is_ascii_alphabetic())
        .find(|word| !word.is_empty());
    word.unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_become_failures() {
        let text = "Reporting-MTA: dns; mx.example.com\n\n\
            Original-Recipient: rfc822; ann@example.com\nFinal-Recipient: rfc822;<ann@example.com>\n\
            Action: failed\nStatus: 5.1.1 (unknown)\nDiagnostic-Code: smtp; 550 5.1.1 no\n such user\n\n\
            Final-Recipient: rfc822; bob@example.com\nAction: Delayed\nStatus: 4.4.1";
        let failures = failures(text);
        assert_eq!(failures.len(), 2);
        assert_eq!(failures[0].recipient.as_deref(), Some("ann@example.com"));
        assert_eq!(failures[0].status.as_deref(), Some("5.1.1"));
        assert_eq!(
            failures[0].diagnostic.as_deref(),
            Some("550 5.1.1 no such user")
        );
        assert_eq!(failures[1].action.as_deref(), Some("delayed"));
    }
}
