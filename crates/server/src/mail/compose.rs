//! Writes an outgoing mail as bytes, with the envelope it is to be sent under.
//!
//! It decides no words and sends nothing. What people typed can reach a header only as one clean
//! line, so nobody can add headers or recipients of their own.

use jiff::Timestamp;
use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox as HeaderMailbox, MultiPart, SinglePart};
use thiserror::Error;

use super::automatic::LOOP_HEADER;
use super::body::clean_line;
use super::mailbox::Mailbox;

/// The most ids written into `References`; the first and the newest stay.
pub const REFERENCES_MAX: usize = 30;

/// Who wrote a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// A person of the staff.
    Person,
    /// The desk by itself, in answer to a mail (`Auto-Submitted: auto-replied`).
    Reply,
    /// The desk by itself, on its own account (`Auto-Submitted: auto-generated`).
    Notice,
    /// The desk refusing a mail: like [`Author::Reply`], and sent with an empty envelope sender, so
    /// that nothing can come back to it.
    Refusal,
}

/// Everything an outgoing mail is made of. Ids are without angle brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The desk's name and address.
    pub from: Mailbox,
    /// The recipients.
    pub to: Vec<Mailbox>,
    /// Where answers go: the address with the ticket's token.
    pub reply_to: Option<String>,
    /// One line.
    pub subject: String,
    /// The text, Unix or network line ends.
    pub text: String,
    /// The same as HTML.
    pub html: Option<String>,
    /// See [`super::thread::message_id`].
    pub message_id: String,
    /// The mail this one answers.
    pub in_reply_to: Option<String>,
    /// The conversation, oldest first.
    pub references: Vec<String>,
    /// Language tag of the text, such as `de`.
    pub language: Option<String>,
    /// Who wrote it.
    pub author: Author,
    /// The desk's name, for the loop header.
    pub desk: String,
    /// When it was written.
    pub date: Timestamp,
}

/// A mail ready for the relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// Envelope sender; `None` is the empty one, `<>`.
    pub sender: Option<String>,
    /// Envelope recipients.
    pub recipients: Vec<String>,
    /// The mail, RFC 5322.
    pub bytes: Vec<u8>,
}

/// Why a mail could not be written.
#[derive(Debug, Error)]
pub enum ComposeError {
    /// An address no mail server would take.
    #[error("{field} has no usable mail address; correct the address and send again")]
    Address {
        /// The header field.
        field: &'static str,
    },
    /// No recipient at all.
    #[error("a mail needs at least one recipient")]
    NoRecipient,
    /// An id with characters that do not belong in one.
    #[error("{field} is not a message id: it needs one @ and no blanks or angle brackets")]
    Id {
        /// The header field.
        field: &'static str,
    },
    /// The library refused for another reason.
    #[error("the mail could not be put together")]
    Build(#[from] lettre::error::Error),
}

/// Writes the mail.
pub fn compose(mail: &Outgoing) -> Result<Composed, ComposeError> {
    let from = header_mailbox(&mail.from, "From")?;
    let mut builder = lettre::Message::builder()
        .from(from.clone())
        .subject(clean_line(&mail.subject))
        .date(mail.date.into())
        .message_id(Some(bracketed(&mail.message_id, "Message-ID")?));
    let mut recipients = Vec::new();
    for recipient in &mail.to {
        let recipient = header_mailbox(recipient, "To")?;
        recipients.push(recipient.email.to_string());
        builder = builder.to(recipient);
    }
    if recipients.is_empty() {
        return Err(ComposeError::NoRecipient);
    }
    if let Some(reply_to) = &mail.reply_to {
        builder = builder.reply_to(HeaderMailbox::new(None, address(reply_to, "Reply-To")?));
    }
    if let Some(id) = &mail.in_reply_to {
        builder = builder.in_reply_to(bracketed(id, "In-Reply-To")?);
    }
    let references = references(&mail.references)?;
    if !references.is_empty() {
        builder = builder.references(references);
    }
    for (name, value) in extra_headers(mail) {
        builder = builder.raw_header(HeaderValue::new(name, value));
    }
    let message = match &mail.html {
        None => builder.singlepart(plain(&mail.text)),
        Some(html) => builder.multipart(alternative(mail, html)),
    }?;
    let sender = (mail.author != Author::Refusal).then(|| from.email.to_string());
    Ok(Composed {
        sender,
        recipients,
        bytes: message.formatted(),
    })
}

fn extra_headers(mail: &Outgoing) -> Vec<(HeaderName, String)> {
    let mut headers = vec![(
        HeaderName::new_from_ascii_str(LOOP_HEADER),
        token(&mail.desk),
    )];
    let submitted = match mail.author {
        Author::Person => None,
        Author::Reply | Author::Refusal => Some("auto-replied"),
        Author::Notice => Some("auto-generated"),
    };
    if let Some(submitted) = submitted {
        headers.push((
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            submitted.to_owned(),
        ));
        // Exchange looks at this one and not at Auto-Submitted.
        let suppress = HeaderName::new_from_ascii_str("X-Auto-Response-Suppress");
        headers.push((suppress, "All".to_owned()));
    }
    if let Some(language) = mail
        .language
        .as_deref()
        .map(token)
        .filter(|it| !it.is_empty())
    {
        headers.push((HeaderName::new_from_ascii_str("Content-Language"), language));
    }
    headers
}

/// Letters, digits, dots and dashes only.
fn token(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'))
        .collect()
}

fn plain(text: &str) -> SinglePart {
    SinglePart::builder()
        .header(ContentType::TEXT_PLAIN)
        .body(network_lines(text))
}

/// Text and HTML. The boundary comes from the message id, so that the same mail gives the same
/// bytes.
fn alternative(mail: &Outgoing, html: &str) -> MultiPart {
    let id = token(&mail.message_id);
    let id: String = id.chars().take(50).collect();
    let html = SinglePart::builder()
        .header(ContentType::TEXT_HTML)
        .body(network_lines(html));
    MultiPart::alternative()
        .boundary(format!("=_{id}"))
        .singlepart(plain(&mail.text))
        .singlepart(html)
}

fn network_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace(['\r', '\0'], "")
        .replace('\n', "\r\n")
}

fn header_mailbox(mailbox: &Mailbox, field: &'static str) -> Result<HeaderMailbox, ComposeError> {
    let name = mailbox
        .name
        .as_deref()
        .map(clean_line)
        .filter(|name| !name.is_empty());
    Ok(HeaderMailbox::new(name, address(&mailbox.address, field)?))
}

fn address(text: &str, field: &'static str) -> Result<Address, ComposeError> {
    text.trim()
        .parse()
        .map_err(|_| ComposeError::Address { field })
}

fn bracketed(id: &str, field: &'static str) -> Result<String, ComposeError> {
    let id = id.trim().trim_start_matches('<').trim_end_matches('>');
    let visible = id
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>'));
    (visible && id.contains('@'))
        .then(|| format!("<{id}>"))
        .ok_or(ComposeError::Id { field })
}

/// Ids from foreign mails that are none are left out: they only help other programs to sort.
fn references(ids: &[String]) -> Result<String, ComposeError> {
    let known: Vec<String> = ids
        .iter()
        .filter_map(|id| bracketed(id, "References").ok())
        .collect();
    let surplus = known.len().saturating_sub(REFERENCES_MAX);
    let kept = known
        .iter()
        .enumerate()
        .filter(|(index, _)| *index == 0 || *index > surplus);
    Ok(kept
        .map(|(_, id)| id.as_str())
        .collect::<Vec<_>>()
        .join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::{Automatic, parse};

    fn outgoing() -> Outgoing {
        Outgoing {
            from: Mailbox::new(
                Some("In8 Müller & Söhne, Support"),
                "support@in8sync.example.com",
            ),
            to: vec![Mailbox::new(Some("Ann \"Q\" Example"), "ann@example.com")],
            reply_to: Some("support+token@in8sync.example.com".to_owned()),
            subject: "[IN8-1042] Grüße – プリンタ".to_owned(),
            text: "Guten Tag,\n.\nes läuft wieder.\n".to_owned(),
            html: Some("<p>es läuft wieder.</p>".to_owned()),
            message_id: "token.1@in8sync.example.com".to_owned(),
            in_reply_to: Some("a@example.com".to_owned()),
            references: vec!["0@example.com".to_owned(), "a@example.com".to_owned()],
            language: Some("de".to_owned()),
            author: Author::Person,
            desk: "in8sync".to_owned(),
            date: "2026-03-02T09:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let sent = outgoing();
        let composed = compose(&sent).unwrap();
        assert!(composed.bytes.is_ascii(), "old relays take seven bits only");
        let read = parse(&composed.bytes);
        assert_eq!(read.from.as_ref(), Some(&sent.from));
        assert_eq!(read.to, sent.to);
        assert_eq!(
            read.reply_to[0].address,
            "support+token@in8sync.example.com"
        );
        assert_eq!(read.subject, sent.subject);
        assert_eq!(read.text_full, sent.text.trim_end());
        assert_eq!(read.html.as_deref().map(str::trim), sent.html.as_deref());
        assert_eq!(
            read.message_id.as_deref(),
            Some("token.1@in8sync.example.com")
        );
        assert_eq!(read.in_reply_to, ["a@example.com"]);
        assert_eq!(read.references, ["0@example.com", "a@example.com"]);
        assert_eq!(read.date, Some(sent.date));
        assert_eq!(read.headers.get("content-language"), Some("de"));
        assert_eq!(
            composed.sender.as_deref(),
            Some("support@in8sync.example.com")
        );
        assert_eq!(composed.recipients, ["ann@example.com"]);
        assert_eq!(compose(&sent).unwrap(), composed, "same mail, same bytes");
    }

    #[test]
    fn the_desk_recognises_its_own_mail() {
        let composed = compose(&outgoing()).unwrap();
        assert_eq!(parse(&composed.bytes).automatic, Some(Automatic::Loop));
    }

    #[test]
    fn machines_say_so_and_refusals_cannot_come_back() {
        for (author, submitted, sender) in [
            (Author::Person, None, true),
            (Author::Reply, Some("auto-replied"), true),
            (Author::Notice, Some("auto-generated"), true),
            (Author::Refusal, Some("auto-replied"), false),
        ] {
            let composed = compose(&Outgoing {
                author,
                ..outgoing()
            })
            .unwrap();
            let read = parse(&composed.bytes);
            assert_eq!(read.headers.get("auto-submitted"), submitted, "{author:?}");
            assert_eq!(composed.sender.is_some(), sender, "{author:?}");
        }
    }

    #[test]
    fn nobody_can_inject_a_header() {
        let attack = "x\r\nBcc: victim@example.com\r\n\r\nbody";
        let mut mail = outgoing();
        mail.subject = attack.to_owned();
        mail.from.name = Some(attack.to_owned());
        mail.to[0].name = Some(attack.to_owned());
        mail.language = Some(attack.to_owned());
        mail.desk = attack.to_owned();
        mail.references = vec![attack.to_owned()];
        let composed = compose(&mail).unwrap();
        let read = parse(&composed.bytes);
        assert_eq!(read.headers.get("bcc"), None);
        assert!(!read.text_full.starts_with("body"));
        assert_eq!(composed.recipients, ["ann@example.com"]);

        for address in [
            attack,
            "ann@example.com\r\nRCPT TO:<v@example.com>",
            "ann@example.com, v@example.com",
            "",
        ] {
            let mail = Outgoing {
                to: vec![Mailbox {
                    name: None,
                    address: address.to_owned(),
                }],
                ..outgoing()
            };
            assert!(
                matches!(compose(&mail), Err(ComposeError::Address { .. })),
                "{address}"
            );
            let mail = Outgoing {
                reply_to: Some(address.to_owned()),
                ..outgoing()
            };
            assert!(
                matches!(compose(&mail), Err(ComposeError::Address { .. })),
                "{address}"
            );
        }
        let mail = Outgoing {
            message_id: attack.to_owned(),
            ..outgoing()
        };
        assert!(matches!(compose(&mail), Err(ComposeError::Id { .. })));
    }

    #[test]
    fn long_conversations_keep_their_beginning_and_their_end() {
        let references = (0..100).map(|n| format!("{n}@example.com")).collect();
        let composed = compose(&Outgoing {
            references,
            ..outgoing()
        })
        .unwrap();
        let read = parse(&composed.bytes);
        assert_eq!(read.references.len(), REFERENCES_MAX);
        assert_eq!(
            read.references.first().map(String::as_str),
            Some("0@example.com")
        );
        assert_eq!(
            read.references.last().map(String::as_str),
            Some("99@example.com")
        );
        let lines = composed.bytes.split(|byte| *byte == b'\n');
        assert!(
            lines.map(<[u8]>::len).max().unwrap() <= 998,
            "RFC 5322 limits the line"
        );
    }
}
