//! Bounces in prose: recognised by sender, subject and words, read by the codes in them.

use super::{Bounce, Failure, status};
use crate::mail::automatic::is_null_sender;
use crate::mail::forward::mailbox_in;
use crate::mail::headers::Headers;
use crate::mail::mailbox::Mailbox;

/// Local parts that belong to mail servers.
const SERVER_NAMES: [&str; 8] = [
    "mailer-daemon",
    "postmaster",
    "post_master",
    "mailerdaemon",
    "mail-daemon",
    "mailer_daemon",
    "mail-deamon",
    "mdaemon",
];

/// Beginnings of subjects servers write over a bounce.
const SUBJECTS: [&str; 34] = [
    "mail failed",
    "undelivered mail",
    "undeliverable",
    "undeliverable:",
    "mail delivery fail",
    "mail delivery system",
    "mail delivery error",
    "mail system error",
    "delivery status notification",
    "delivery failure",
    "delivery failed",
    "delivery notification",
    "delivery has failed",
    "delivery problem",
    "delivery error",
    "delivery report",
    "delivery delay",
    "failure notice",
    "failed delivery",
    "failed mail",
    "returned mail",
    "returned to sender",
    "return mail",
    "mail could not be delivered",
    "message delivery failure",
    "message undeliverable",
    "warning: could not send",
    "warning: message",
    "delivered: ",
    "unzustellbar",
    "non remis",
    "non délivré",
    "no se puede entregar",
    "mancato recapito",
];

/// Words of a server that explains a failure.
const WORDS: [&str; 28] = [
    "error message below",
    "could not be delivered",
    "not delivered",
    "was not delivered",
    "delivery to the following",
    "user unknown",
    "unknown user",
    "no such user",
    "mailbox unavailable",
    "mailbox full",
    "mailbox is full",
    "over quota",
    "permanent error",
    "permanent failure",
    "fatal error",
    "delivery failed",
    "unable to deliver",
    "undeliverable",
    "returned message",
    "host unknown",
    "message could not",
    "does not exist",
    "recipient address",
    "relaying denied",
    "unable to send",
    "unsent message",
    "rejected",
    "returned below",
];

/// Whether a mail without a report part is a bounce.
pub(super) fn is_notice(
    headers: &Headers,
    from: Option<&Mailbox>,
    subject: &str,
    text: &str,
) -> bool {
    if headers.has("x-failed-recipients") {
        return true;
    }
    let null_sender = is_null_sender(headers);
    let server = from.is_some_and(is_server) || (from.is_none() && null_sender);
    let titled = {
        let subject = subject.trim().to_lowercase();
        SUBJECTS.iter().any(|start| subject.starts_with(start))
    };
    let lower = text.to_lowercase();
    let explained = WORDS.iter().any(|words| lower.contains(words)) || reply_code(text).is_some();
    let votes = [server, titled, null_sender, explained]
        .into_iter()
        .filter(|vote| *vote)
        .count();
    // A person can write any one of these, and quote a bounce under a subject of its own. Only a
    // server, or a mail that refuses answers, can be a bounce.
    (server || null_sender) && votes >= 2 && (titled || explained)
        || (titled && explained && !subject_is_reply(headers))
}

fn subject_is_reply(headers: &Headers) -> bool {
    headers.has("in-reply-to") && !headers.has("auto-submitted")
}

fn is_server(from: &Mailbox) -> bool {
    let local = from
        .address
        .split('@')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let name = from
        .name
        .as_deref()
        .unwrap_or_default()
        .to_ascii_lowercase();
    SERVER_NAMES
        .iter()
        .any(|known| local.starts_with(known) || name.contains(known))
        || name.contains("mail delivery sub")
        || name.contains("mail delivery system")
}

/// Adds what the prose knows and the report does not.
pub(super) fn complete(bounce: &mut Bounce, headers: &Headers, text: &str) {
    if bounce.feedback.is_some() {
        return;
    }
    if bounce.failures.is_empty() {
        bounce.failures = status::failures(text);
    }
    if bounce.failures.is_empty() {
        bounce.failures = vec![Failure::default()];
    }
    let diagnostic = diagnostic(text);
    let recipient = headers
        .get("x-failed-recipients")
        .and_then(mailbox_in)
        .or_else(|| recipient(text));
    for failure in &mut bounce.failures {
        if failure.diagnostic.is_none() {
            failure.diagnostic = diagnostic.clone();
        }
        if failure.recipient.is_none() {
            failure.recipient = recipient.as_ref().map(|it| it.address.clone());
        }
        // `5.0.0` says nothing; the other server's own words often carry the exact code.
        if failure
            .status
            .as_deref()
            .is_none_or(|status| status.ends_with(".0.0"))
        {
            let words = failure.diagnostic.as_deref().unwrap_or_default();
            let exact = enhanced_code(words).or_else(|| enhanced_code(text));
            failure.status = exact.or_else(|| failure.status.take());
        }
        if failure.action.is_none() {
            failure.action = Some(action(failure.status.as_deref()).to_owned());
        }
    }
}

fn action(status: Option<&str>) -> &'static str {
    match status.and_then(|code| code.chars().next()) {
        Some('4') => "delayed",
        Some('2') => "delivered",
        _ => "failed",
    }
}

/// The first line with a reply code in it, as the server's own words.
fn diagnostic(text: &str) -> Option<String> {
    let line = text.lines().find(|line| reply_code(line).is_some());
    line.map(|line| line.trim().to_owned())
}

/// The first address in angle brackets or on a line of its own; else the first that is not said
/// to be the sender's.
fn recipient(text: &str) -> Option<Mailbox> {
    let alone = |line: &&str| !line.trim().contains(' ') || line.trim_start().starts_with('<');
    let sender = |line: &str| {
        let line = line.trim_start().to_lowercase();
        ["from", "received", "message-id", "return-path", "sender"]
            .iter()
            .any(|start| line.starts_with(start))
    };
    text.lines().filter(alone).find_map(mailbox_in).or_else(|| {
        text.lines()
            .filter(|line| !sender(line))
            .find_map(mailbox_in)
    })
}

/// An enhanced status code (`5.1.1`, `#5.1.1`) standing alone in the text, not part of an address
/// or a version.
pub(super) fn enhanced_code(text: &str) -> Option<String> {
    let words =
        text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c.is_alphabetic() || c == '-'));
    words
        .map(|word| word.trim_end_matches('.'))
        .find(|word| is_enhanced(word))
        .map(str::to_owned)
}

fn is_enhanced(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let [class, subject, detail] = parts.as_slice() else {
        return false;
    };
    let number =
        |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    matches!(*class, "2" | "4" | "5") && number(subject) && number(detail)
}

/// An SMTP reply code: `4xx` or `5xx` followed by a blank, a dash or the end of a line.
fn reply_code(text: &str) -> Option<u16> {
    let mut words = text.split([' ', '\n', '\t', ':', '(', '<', '>', '-']);
    words.find_map(|word| {
        let code: u16 = (word.len() == 3).then(|| word.parse().ok())??;
        matches!(code, 420..=459 | 500..=557 | 571).then_some(code)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_and_versions_are_not() {
        for (text, code) in [
            ("550 5.1.1 no such user", Some("5.1.1")),
            ("(#5.1.2)", Some("5.1.2")),
            ("Status: 4.4.7.", Some("4.4.7")),
            ("version 5.1.1.2", None),
            ("v5.1.1", None),
            ("10.5.1.1", None),
            ("nothing", None),
        ] {
            assert_eq!(enhanced_code(text).as_deref(), code, "{text}");
        }
    }

    #[test]
    fn a_person_who_quotes_a_bounce_is_no_bounce() {
        let person = Mailbox::new(Some("Ann"), "ann@example.com");
        let headers = Headers::default();
        assert!(!is_notice(
            &headers,
            Some(&person),
            "Help, mails come back",
            "it says 550 user unknown"
        ));
        let server = Mailbox::new(None, "MAILER-DAEMON@example.com");
        assert!(is_notice(
            &headers,
            Some(&server),
            "failure notice",
            "550 user unknown"
        ));
        assert!(!is_notice(
            &headers,
            Some(&server),
            "Holiday plan of the mail team",
            "See you"
        ));
    }
}
