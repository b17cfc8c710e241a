//! Reads 296 real mails (test mails of other projects, kept outside this repository) and compares
//! what the desk understands with what those projects say about them. Skipped, saying so, where
//! that folder is absent.
//!
//! Disagreements are listed by name in [`DISAGREEMENTS`] with their reason: a new one fails the
//! test, and so does one that has gone, so that the list stays true.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise and says why it skips"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::Value;
use server::mail::{Automatic, Mailbox, ParsedMail, html, parse};

/// What we read differently, fact and file, and why.
const DISAGREEMENTS: [(&str, &str, &str); 19] = [
    (
        "from",
        "mikel-mail/rfc2822__example10.eml",
        "the suite keeps a comment inside the address; we drop it",
    ),
    (
        "from",
        "mikel-mail/rfc2822__example13.eml",
        "the suite keeps comment and folding; we drop them",
    ),
    (
        "to",
        "mikel-mail/rfc2822__example13.eml",
        "obsolete syntax with blanks around every token is not read",
    ),
    (
        "subject",
        "mikel-mail/rfc2822__example14.eml",
        "the suite keeps a tab; a subject is one line with blanks",
    ),
    (
        "feedback",
        "sisimai/arf-26.eml",
        "a one-word unsubscribe request with Auto-Submitted: an automatic reply to us",
    ),
    (
        "status",
        "sisimai/lhost-amazonses-01.eml",
        "two codes in one line; we take the first, the suite the last",
    ),
    (
        "status",
        "sisimai/lhost-x5-01.eml",
        "the code stands only in a part the mail labels as another mail",
    ),
    ("recipient", "sisimai/lhost-x5-01.eml", "the same part"),
    (
        "bounce",
        "sisimai/lhost-fml-02.eml",
        "a list manager's own words from a person-like address",
    ),
    (
        "bounce",
        "sisimai/lhost-fml-03.eml",
        "a list manager's own words from a person-like address",
    ),
    (
        "bounce",
        "sisimai/lhost-kddi-01.eml",
        "only a Japanese subject and a no-reply sender say so",
    ),
    (
        "human",
        "mikel-mail/error_emails__bad_date_header.eml",
        "Precedence: bulk",
    ),
    (
        "human",
        "mikel-mail/error_emails__empty_in_reply_to.eml",
        "a mailing list's headers",
    ),
    (
        "human",
        "mikel-mail/multipart_report_emails__multipart_report_multiple_status.eml",
        "it is a bounce",
    ),
    (
        "date",
        "mikel-mail/error_emails__bad_date_header.eml",
        "the date is an HTML tag",
    ),
    (
        "date",
        "mikel-mail/error_emails__bad_date_header2.eml",
        "no hour",
    ),
    (
        "date",
        "mikel-mail/plain_emails__raw_email_bad_time.eml",
        "the year 3609 is no date of a mail",
    ),
    (
        "date",
        "mikel-mail/plain_emails__raw_email_with_bad_date.eml",
        "month paX",
    ),
    (
        "date",
        "sisimai/rfc3464-34.eml",
        "digits only, the order of day and month unknown",
    ),
];

struct Case {
    file: String,
    facts: Value,
    raw: Vec<u8>,
    mail: ParsedMail,
}

fn corpus() -> Option<Vec<Case>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/mail");
    let Ok(expected) = std::fs::read_to_string(folder.join("expected.jsonl")) else {
        eprintln!("skipped: the folder of real mails is absent");
        return None;
    };
    let cases = expected.lines().map(|line| {
        let facts: Value = serde_json::from_str(line).unwrap();
        let file = facts["file"].as_str().unwrap().to_owned();
        let raw = std::fs::read(folder.join(&file)).unwrap();
        Case {
            mail: parse(&raw),
            file,
            facts,
            raw,
        }
    });
    Some(cases.collect())
}

#[test]
fn real_mails_are_understood_as_their_own_projects_say() {
    let Some(cases) = corpus() else { return };
    let mut compared: BTreeMap<&str, usize> = BTreeMap::new();
    let mut different = BTreeSet::new();
    for case in &cases {
        for (fact, agrees) in compare(case) {
            *compared.entry(fact).or_default() += 1;
            if !agrees {
                different.insert((fact, case.file.as_str()));
            }
        }
    }
    let known: BTreeSet<(&str, &str)> = DISAGREEMENTS
        .iter()
        .map(|(fact, file, _)| (*fact, *file))
        .collect();
    for (fact, count) in &compared {
        let differ = different.iter().filter(|(other, _)| other == fact).count();
        eprintln!("{fact}: {} of {count} agree", count - differ);
    }
    let new: Vec<_> = different.difference(&known).collect();
    let gone: Vec<_> = known.difference(&different).collect();
    assert!(new.is_empty(), "read differently now: {new:#?}");
    assert!(
        gone.is_empty(),
        "agree now, take them from the list: {gone:#?}"
    );
    assert!(
        compared.values().sum::<usize>() > 1_000,
        "the facts themselves must have been read"
    );
}

/// Each fact the suite, or Python's parser, states about the mail, and whether we agree.
fn compare(case: &Case) -> Vec<(&'static str, bool)> {
    let (facts, mail) = (&case.facts, &case.mail);
    let mut results = headers(facts, mail);
    for wanted in list(&facts["attachments"]) {
        let found = mail
            .attachments
            .iter()
            .any(|it| Some(it.name.as_str()) == wanted["name"].as_str());
        results.push(("attachment", found));
    }
    if let Some(count) = facts["n_attachments"].as_u64() {
        results.push(("attachments", mail.attachments.len() as u64 == count));
    }
    for words in list(&facts["body_text_contains"]) {
        results.push(("text", mail.text_full.contains(words.as_str().unwrap())));
    }
    results.push((
        "not emptied",
        mail.text_full.trim().is_empty() || !mail.text.trim().is_empty(),
    ));
    results.extend(machines(case));
    results
}

fn headers(facts: &Value, mail: &ParsedMail) -> Vec<(&'static str, bool)> {
    let mut results = Vec::new();
    if let Some(from) = facts["from"].as_str() {
        results.push(("from", address(mail.from.as_ref()) == from));
    }
    let to = facts["to"].as_str().map(|one| vec![one]);
    let to = to.or_else(|| {
        Some(
            facts["to"]
                .as_array()?
                .iter()
                .map(|it| it.as_str().unwrap())
                .collect(),
        )
    });
    if let Some(to) = to {
        let found: Vec<&str> = mail.to.iter().map(|it| it.address.as_str()).collect();
        results.push(("to", found == to));
    }
    if let Some(subject) = facts["subject"].as_str() {
        results.push(("subject", mail.subject == subject));
    }
    if let Some(id) = facts["message_id"].as_str() {
        results.push(("message id", mail.message_id.as_deref() == Some(id)));
    }
    if let Some(id) = facts["in_reply_to"].as_str() {
        results.push(("in reply to", mail.in_reply_to == [id]));
    }
    let python = &facts["headers_py"];
    // Python's reading counts only where it found nothing to complain about.
    let sound = !list(&facts["tags"]).iter().any(|tag| tag == "py-defects");
    if let Some(id) = python["message-id"].as_str().filter(|_| sound) {
        let id = id.trim().trim_matches(['<', '>']);
        results.push((
            "message id (Python)",
            mail.message_id.as_deref() == Some(id),
        ));
    }
    if python["date"].is_string() {
        results.push(("date", mail.date.is_some()));
    }
    results
}

fn machines(case: &Case) -> Vec<(&'static str, bool)> {
    let (facts, mail) = (&case.facts, &case.mail);
    let mut results = Vec::new();
    if facts["is_bounce"] == true {
        results.push(("bounce", mail.automatic == Some(Automatic::Bounce)));
    } else if facts["is_feedback_report"] == true {
        let feedback = mail
            .bounce
            .as_ref()
            .and_then(|bounce| bounce.feedback.as_ref());
        results.push((
            "feedback",
            mail.automatic == Some(Automatic::Bounce) && feedback.is_some(),
        ));
    } else if facts["is_auto_reply"] == true {
        results.push(("auto-reply", mail.automatic.is_some()));
    } else if case.file.starts_with("mikel-mail/") {
        results.push(("human", mail.automatic.is_none()));
    }
    if facts["is_bounce"] == true
        && let Some(bounce) = &mail.bounce
    {
        results.push((
            "recipient",
            bounce.recipient.as_ref().is_some_and(|it| it.contains('@')),
        ));
        let reports = list(&facts["bounce_reports"]);
        // Codes the suite made up itself for servers that give none have a detail of 9xx.
        let codes = reports.iter().filter_map(|report| report["dsn"].as_str());
        let codes: Vec<&str> = codes
            .filter(|code| !code.is_empty() && !code.contains(".0.9"))
            .collect();
        if !codes.is_empty() {
            let found = bounce.failures.iter().filter_map(|it| it.status.as_deref());
            results.push((
                "status",
                found.into_iter().any(|status| codes.contains(&status)),
            ));
        }
    }
    results
}

fn address(mailbox: Option<&Mailbox>) -> &str {
    mailbox.map_or("", |it| it.address.as_str())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn every_real_mail_can_be_shown_and_printed() {
    let Some(cases) = corpus() else { return };
    for case in &cases {
        serde_json::to_string(&case.mail).unwrap();
        let shown = html::clean(case.mail.html.as_deref().unwrap_or_default()).to_lowercase();
        assert!(
            !shown.contains("<script") && !shown.contains("src=\"http"),
            "{}",
            case.file
        );
        let lines = [&case.mail.subject, &case.mail.text, &case.mail.text_full];
        let hidden = |c: char| c.is_control() && c != '\n' && c != '\t';
        assert!(
            !lines.iter().any(|text| text.contains(hidden)),
            "{}",
            case.file
        );
    }
}

/// Changes that transport and hostile senders make: bytes lost, changed, doubled, moved.
fn damage(raw: &[u8], changes: &[(prop::sample::Index, u8, u8)]) -> Vec<u8> {
    let mut raw = raw.to_vec();
    for (place, kind, byte) in changes {
        let at = place.index(raw.len().max(1)).min(raw.len());
        match kind % 5 {
            0 if at < raw.len() => raw[at] = *byte,
            1 => raw.truncate(at),
            2 => raw.insert(at, *byte),
            3 => {
                let end = (at + usize::from(*byte) * 8).min(raw.len());
                let copy = raw[at..end].to_vec();
                raw.splice(at..at, copy);
            }
            _ => {
                let end = (at + usize::from(*byte)).min(raw.len());
                raw.drain(at..end);
            }
        }
    }
    raw
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_mails_are_read_without_a_fault(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), any::<u8>()), 1..12),
    ) {
        for case in corpus().unwrap_or_default() {
            let mail = parse(&damage(&case.raw, &changes));
            html::clean(mail.html.as_deref().unwrap_or_default());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_a_fault(raw in prop::collection::vec(any::<u8>(), 0..600)) {
        parse(&raw);
    }

    #[test]
    fn any_header_and_body_are_read_without_a_fault(
        name in "(From|To|Subject|Date|Message-ID|References|Content-Type|Content-Transfer-Encoding)",
        value in "\\PC{0,80}|multipart/(mixed|report|alternative); boundary=(b|\"\"|b b)|text/html; charset=\\w{1,12}|base64|=\\?utf-7\\?[bq]\\?.{0,20}\\?=",
        body in "(--b(--)?\r\n|\r\n|Content-Type: text/html\r\n|Content-Type: message/rfc822\r\n|<div>|> |[ -~]{0,20}){0,30}",
    ) {
        let raw = format!("{name}: {value}\r\n\r\n{body}");
        let mail = parse(raw.as_bytes());
        prop_assert!(mail.text_full.trim().is_empty() || !mail.text.trim().is_empty());
    }
}
