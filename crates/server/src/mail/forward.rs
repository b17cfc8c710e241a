//! Finds whom a forwarded mail came from, so that it can belong to its original sender.
//!
//! Only mails that say they are forwarded (by subject or by a program's marker) are looked at.
//! Whether the forwarder may act for the original sender is the caller's decision.

use super::mailbox::Mailbox;

/// Header lines of a forwarded mail are looked for within this many lines below its start.
const FORWARD_HEADER_LINES: usize = 12;

const MARKERS: [&str; 20] = [
    "forwarded message",
    "begin forwarded message",
    "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht",
    "message transféré",
    "début du message réexpédié",
    "début du message transféré",
    "mensaje reenviado",
    "inicio del mensaje reenviado",
    "messaggio inoltrato",
    "inizio messaggio inoltrato",
    "mensagem encaminhada",
    "início da mensagem encaminhada",
    "doorgestuurd bericht",
    "begin doorgestuurd bericht",
    "vidarebefordrat meddelande",
    "przekazana wiadomość",
    "пересылаемое сообщение",
    "転送されたメッセージ",
    "转发的邮件",
];

const SUBJECT_STARTS: [&str; 12] = [
    "fw:", "fwd:", "wg:", "tr:", "rv:", "enc:", "doorst:", "vs:", "vb:", "i:", "pd:", "转发:",
];

const FROM: [&str; 12] = [
    "from",
    "von",
    "de",
    "da",
    "van",
    "från",
    "fra",
    "od",
    "от",
    "差出人",
    "发件人",
    "lähettäjä",
];

/// Whether a subject says the mail is forwarded (`Fwd:`, `WG:`, `TR:` ...).
pub fn is_forward_subject(subject: &str) -> bool {
    let subject = subject.trim_start().to_lowercase().replace('：', ":");
    SUBJECT_STARTS
        .iter()
        .any(|start| subject.starts_with(start))
}

/// Whether a line is a program's "forwarded message" marker.
pub fn is_marker(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    let words = line.trim_matches(['-', '=', '_', ' ', ':', '>', '\u{a0}']);
    MARKERS.contains(&words)
}

/// The sender of the mail inside a forwarded one, read from its quoted header block.
pub fn original_sender(subject: &str, text: &str) -> Option<Mailbox> {
    let lines: Vec<&str> = text.lines().collect();
    let start = match lines.iter().position(|line| is_marker(line)) {
        Some(marker) => marker + 1,
        None if is_forward_subject(subject) => {
            lines.iter().position(|line| sender(line).is_some())?
        }
        None => return None,
    };
    lines
        .iter()
        .skip(start)
        .take(FORWARD_HEADER_LINES)
        .find_map(|line| sender(line))
}

/// The mailbox of a `From:` line in any known language.
fn sender(line: &str) -> Option<Mailbox> {
    let line = line.trim_start_matches(['>', ' ']);
    let (name, value) = line.split_once([':', '：'])?;
    let name = name.trim_matches(['*', ' ', '\u{a0}']).to_lowercase();
    FROM.contains(&name.as_str()).then(|| mailbox_in(value))?
}

/// The first address in free text such as `Ann <ann@example.com>` or `Ann [mailto:ann@example.com]`,
/// with what stands before it as the name.
pub(super) fn mailbox_in(text: &str) -> Option<Mailbox> {
    let separators = |c: char| c.is_whitespace() || "<>[]()\"',;*".contains(c);
    let address = text.split(separators).find_map(|word| {
        let word = word
            .trim_start_matches("mailto:")
            .trim_end_matches(['.', ':']);
        let (local, domain) = word.rsplit_once('@')?;
        (!local.is_empty() && domain.contains('.') && !domain.ends_with('.')).then_some(word)
    })?;
    let before = text.split(address).next().unwrap_or_default();
    let name = before
        .trim_end_matches("mailto:")
        .trim_matches(|c: char| separators(c));
    Some(Mailbox::new(Some(name), address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(subject: &str, text: &str) -> Option<(Option<String>, String)> {
        original_sender(subject, text).map(|it| (it.name, it.address))
    }

    #[test]
    fn the_original_sender_is_read_in_many_forms() {
        let ann = Some((Some("Ann Example".to_owned()), "ann@example.com".to_owned()));
        for (subject, text) in [
            (
                "Fwd: x",
                "FYI\n\n---------- Forwarded message ---------\nFrom: Ann Example <ann@example.com>\nDate: y",
            ),
            (
                "x",
                "Begin forwarded message:\n\n> From: Ann Example <ann@example.com>\n> Subject: y",
            ),
            (
                "WG: x",
                "siehe unten\n\nVon: Ann Example [mailto:ann@example.com]\nGesendet: Montag",
            ),
            (
                "TR: x",
                "De : Ann Example <ann@example.com>\nEnvoyé : lundi",
            ),
            (
                "FW: x",
                "*From:* \"Ann Example\" <ann@example.com>\n*Sent:* Monday",
            ),
        ] {
            assert_eq!(found(subject, text), ann, "{text}");
        }
    }

    #[test]
    fn a_reply_has_no_original_sender() {
        assert_eq!(
            found("Re: x", "From: Ann <ann@example.com>\nSent: Monday"),
            None
        );
        assert_eq!(found("Fwd: x", "nothing quoted here"), None);
        assert_eq!(found("Fwd: x", "From: the beginning it failed"), None);
    }
}
