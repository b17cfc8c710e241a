//! Says whether a mail was written by a machine: an automatic reply, a bounce, a list, a loop.
//!
//! An automatic mail is kept and shown like any other, but nothing answers it by itself and it
//! satisfies no target. So a false "automatic" costs an acknowledgement, a false "human" can start
//! a conversation between robots: doubtful headers decide for "automatic", doubtful words do not.

use serde::Serialize;

use super::headers::Headers;

/// The header every mail of a desk carries. A mail that comes in with it has gone in a circle.
pub const LOOP_HEADER: &str = "X-Mainstay-Loop";

/// More `Received` lines than this mean that servers pass the mail round and round.
pub const HOPS_MAX: usize = 30;

/// What kind of machine wrote a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Automatic {
    /// A vacation notice, a receipt, a notification: anything a program sent by itself.
    AutoReply,
    /// A report about a mail of ours: not delivered, delayed, complained about.
    Bounce,
    /// Came through a mailing list. A person may have written it; a list must not be answered by
    /// a machine.
    List,
    /// A mail of a desk that came back.
    Loop,
}

/// Classifies by headers and subject. `bounce` is what [`super::bounce`] found.
pub fn classify(headers: &Headers, subject: &str, bounce: bool) -> Option<Automatic> {
    if is_loop(headers) {
        Some(Automatic::Loop)
    } else if bounce {
        Some(Automatic::Bounce)
    } else if is_auto_reply(headers, subject) {
        Some(Automatic::AutoReply)
    } else if is_list(headers) {
        Some(Automatic::List)
    } else {
        None
    }
}

fn is_loop(headers: &Headers) -> bool {
    headers.has("x-mainstay-loop") || headers.all("received").count() > HOPS_MAX
}

fn is_auto_reply(headers: &Headers, subject: &str) -> bool {
    let submitted = headers.keyword("auto-submitted");
    if submitted.is_some_and(|word| word != "no") {
        return true;
    }
    let flagged = [
        "x-autoreply",
        "x-autorespond",
        "x-autoresponder",
        "x-auto-reply-from",
        "x-vacation",
    ];
    if flagged
        .iter()
        .any(|name| headers.get(name).is_some_and(|value| !says_no(value)))
    {
        return true;
    }
    let precedence = headers.keyword("precedence");
    if matches!(
        precedence.as_deref(),
        Some("auto_reply" | "auto-reply" | "junk")
    ) {
        return true;
    }
    if precedence.as_deref() == Some("bulk") && !is_list(headers) {
        return true;
    }
    suppresses_replies(headers)
        || is_receipt(headers)
        || is_null_sender(headers)
        || is_vacation_subject(subject)
}

fn says_no(value: &str) -> bool {
    matches!(
        value.trim().to_ascii_lowercase().as_str(),
        "no" | "false" | "0"
    )
}

/// Exchange's wish not to be answered: `All` or a list of kinds with automatic replies in it.
fn suppresses_replies(headers: &Headers) -> bool {
    let wish = headers
        .get("x-auto-response-suppress")
        .unwrap_or_default()
        .to_ascii_lowercase();
    wish.split(',')
        .any(|kind| matches!(kind.trim(), "all" | "autoreply" | "oof"))
}

/// A read receipt (RFC 8098).
fn is_receipt(headers: &Headers) -> bool {
    let content_type = headers
        .get("content-type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    content_type.starts_with("multipart/report")
        && content_type.contains("disposition-notification")
}

/// `Return-Path: <>`: the sender wants no answer, by RFC 3834 the sign of a program.
pub(super) fn is_null_sender(headers: &Headers) -> bool {
    // The receiving server writes the first one; a mail sent on may carry an older one below.
    headers
        .all("return-path")
        .any(|path| matches!(path.trim(), "<>" | "< >"))
}

fn is_list(headers: &Headers) -> bool {
    headers.has("list-id")
        || headers.has("list-post")
        || headers.has("list-unsubscribe")
        || headers.keyword("precedence").as_deref() == Some("list")
}

/// Subjects vacation programs write. Each must stand at the start and be followed by a colon, a
/// dash or the end: "Out of office calendar does not sync" is a question of a customer.
const VACATION_SUBJECTS: [&str; 40] = [
    "automatic reply",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto response",
    "auto-response",
    "automatic response",
    "out of office",
    "out of the office",
    "out-of-office",
    "out of office autoreply",
    "out of office reply",
    "away from the office",
    "vacation",
    "vacation reply",
    "abwesenheitsnotiz",
    "abwesend",
    "automatische antwort",
    "abwesenheit",
    "autoantwort",
    "réponse automatique",
    "reponse automatique",
    "absence du bureau",
    "message d'absence",
    "respuesta automática",
    "respuesta automatica",
    "fuera de la oficina",
    "risposta automatica",
    "fuori ufficio",
    "resposta automática",
    "fora do escritório",
    "automatisch antwoord",
    "afwezig",
    "autosvar",
    "automatiskt svar",
    "automaattinen vastaus",
    "odpowiedź automatyczna",
    "автоответ",
    "自動返信",
    "自动回复",
];

fn is_vacation_subject(subject: &str) -> bool {
    let subject = subject.trim().to_lowercase().replace('：', ":");
    VACATION_SUBJECTS.iter().any(|phrase| {
        subject.strip_prefix(phrase).is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.is_empty() || rest.starts_with([':', '-', '–', '(', '['])
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(fields: &[(&str, &str)], subject: &str) -> Option<Automatic> {
        classify(&Headers::from_pairs(fields.iter().copied()), subject, false)
    }

    #[test]
    fn headers_decide() {
        use Automatic::{AutoReply, List, Loop};
        for (fields, expected) in [
            (&[("Auto-Submitted", "auto-replied")][..], Some(AutoReply)),
            (
                &[("Auto-Submitted", "auto-generated (failure)")],
                Some(AutoReply),
            ),
            (&[("Auto-Submitted", "no")], None),
            (&[("X-Autoreply", "yes")], Some(AutoReply)),
            (&[("X-Autorespond", "no")], None),
            (&[("Precedence", "bulk")], Some(AutoReply)),
            (&[("Precedence", "auto_reply")], Some(AutoReply)),
            (
                &[("Precedence", "bulk"), ("List-Id", "<a.example.com>")],
                Some(List),
            ),
            (&[("Precedence", "list")], Some(List)),
            (&[("Precedence", "first-class")], None),
            (&[("List-Unsubscribe", "<https://example.com>")], Some(List)),
            (&[("X-Auto-Response-Suppress", "All")], Some(AutoReply)),
            (
                &[("X-Auto-Response-Suppress", "DR, OOF, AutoReply")],
                Some(AutoReply),
            ),
            (&[("X-Auto-Response-Suppress", "DR, RN")], None),
            (&[("Return-Path", "<>")], Some(AutoReply)),
            (&[("Return-Path", "<a@example.com>")], None),
            (
                &[
                    ("X-Mainstay-Loop", "in8sync"),
                    ("Auto-Submitted", "auto-replied"),
                ],
                Some(Loop),
            ),
            (
                &[(
                    "Content-Type",
                    "multipart/report; report-type=disposition-notification",
                )],
                Some(AutoReply),
            ),
            (&[], None),
        ] {
            assert_eq!(of(fields, "Printer"), expected, "{fields:?}");
        }
    }

    #[test]
    fn subjects_decide_only_when_a_program_wrote_them() {
        for subject in [
            "Automatic reply: Printer",
            "Out of Office",
            "Out of Office: Printer",
            "Abwesenheitsnotiz: Drucker",
            "Automatische Antwort: Drucker",
            "Réponse automatique : imprimante",
            "Respuesta automática: impresora",
            "自動返信：プリンタ",
            "Autosvar: skrivare",
        ] {
            assert_eq!(of(&[], subject), Some(Automatic::AutoReply), "{subject}");
        }
        for subject in [
            "Out of office calendar does not sync",
            "Re: Automatic reply: Printer",
            "Vacation days are wrong",
            "Auto reply to customers fails",
            "Printer",
            "",
        ] {
            assert_eq!(of(&[], subject), None, "{subject}");
        }
    }

    #[test]
    fn too_many_hops_are_a_loop() {
        let hops = |count| vec![("Received", "from a by b"); count];
        assert_eq!(of(&hops(HOPS_MAX), "x"), None);
        assert_eq!(of(&hops(HOPS_MAX + 1), "x"), Some(Automatic::Loop));
    }
}
