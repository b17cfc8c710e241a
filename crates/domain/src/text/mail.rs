//! The words of outgoing mails: a [`crate::Notice`] and its facts become subject
//! and plain text. Sending, addresses and headers are not its business.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sla::policy::{Audience, Coverage, Metric, Within};

use super::{CoverageWords, Language, date_time, has, result_changed, say};
use crate::{ClockRecord, NoticeKind, RefusedMail, Restated, Ticket};

/// What the words of a mail are made of.
#[derive(Clone, Debug)]
pub struct MailFacts<'a> {
    pub language: Language,
    /// The reader's zone.
    pub zone: &'a TimeZone,
    pub desk: &'a str,
    /// Of the reader, for the greeting; may be empty.
    pub reader: &'a str,
    /// Of whoever acted; may be empty.
    pub writer: &'a str,
    /// `None` for mails that are not about a ticket.
    pub ticket: Option<&'a Ticket>,
    /// `INF-1042`, and the ticket's subject.
    pub number: &'a str,
    pub subject: &'a str,
    /// The number of the ticket it goes on in, where it was merged; may be empty.
    pub other: &'a str,
    /// The message the notice is about, or the reason it gives; may be empty.
    pub body: &'a str,
    /// What staff wrote beside the decision on coverage, or the customer against it;
    /// may be empty.
    pub coverage_reason: &'a str,
    /// The severities a notice names, as the policy calls them: what is proposed or
    /// answered, and what is in force. May be empty.
    pub severity: &'a str,
    pub severity_in_force: &'a str,
    /// The page the mail leads to: ticket, rating, sign-in or portal.
    pub link: &'a str,
    /// Whether the desk takes answers by mail.
    pub answers_by_mail: bool,
}

/// Subject and text, ready for composing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailText {
    pub subject: String,
    pub text: String,
}

/// Finds the words for a notice.
#[must_use]
pub fn render(kind: &NoticeKind, facts: &MailFacts<'_>) -> MailText {
    let id = template(kind);
    let tell = |id: &str| {
        say(
            facts.language,
            id,
            &[
                ("reader", facts.reader.into()),
                ("number", facts.number.into()),
                ("subject", facts.subject.into()),
                ("desk", facts.desk.into()),
                ("writer", facts.writer.into()),
                ("link", facts.link.into()),
                ("other", facts.other.into()),
                ("clock", clock_name(kind, facts).into()),
                ("at", clock_instant(kind, facts).into()),
                ("instead", instead(kind).into()),
                ("refused", refused(kind).into()),
                ("reason", facts.body.into()),
                ("severity", facts.severity.into()),
                ("now", facts.severity_in_force.into()),
            ],
        )
    };
    let greeting = if facts.reader.is_empty() {
        "mail-greeting"
    } else {
        "mail-greeting-name"
    };
    let mut paragraphs = vec![tell(greeting)];
    let before = format!("{id}-before");
    if has(facts.language, &before) {
        paragraphs.push(tell(&before));
    }
    paragraphs.push(match kind {
        NoticeKind::ClocksRestated { clocks, .. } => restated(clocks, facts),
        _ => facts.body.trim_end().to_owned(),
    });
    paragraphs.push(tell(&format!("{id}-text")));
    if let (NoticeKind::Acknowledgement, Some(ticket)) = (kind, facts.ticket) {
        paragraphs.push(promises(ticket, facts));
    }
    if let Some(ticket) = facts.ticket {
        paragraphs.extend(coverage(kind, ticket, facts));
    }
    if facts.answers_by_mail && can_be_answered(kind) {
        paragraphs.push(tell("mail-answer-by-mail"));
    }
    paragraphs.push(tell("mail-goodbye"));
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    MailText {
        subject: tell(&format!("{id}-subject")),
        text: paragraphs.join("\n\n") + "\n",
    }
}

fn template(kind: &NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Acknowledgement => "mail-acknowledgement",
        NoticeKind::Reply { .. } => "mail-reply",
        NoticeKind::Resolved { .. } => "mail-resolved",
        NoticeKind::Closed => "mail-closed",
        NoticeKind::CoverageDecided => "mail-coverage-decided",
        NoticeKind::CoverageDisputed => "mail-coverage-disputed",
        NoticeKind::Assigned => "mail-assigned",
        NoticeKind::Merged { .. } => "mail-merged",
        NoticeKind::Unmerged => "mail-unmerged",
        NoticeKind::CustomerAnswered { .. } => "mail-customer-answered",
        NoticeKind::ClockWarned { .. } => "mail-clock-warned",
        NoticeKind::ClockBreached { .. } => "mail-clock-breached",
        NoticeKind::ClocksRestated { .. } => "mail-clocks-restated",
        NoticeKind::SeverityProposed { .. } => "mail-severity-proposed",
        NoticeKind::SeverityAnswered { accepted: true, .. } => "mail-severity-agreed",
        NoticeKind::SeverityAnswered {
            accepted: false, ..
        } => "mail-severity-declined",
        NoticeKind::WorkaroundAccepted => "mail-workaround-accepted",
        NoticeKind::MailRefused {
            reason: RefusedMail::Unregistered,
            ..
        } => "mail-refused-unregistered",
        NoticeKind::MailRefused {
            reason: RefusedMail::MailNotTaken,
            ..
        } => "mail-refused-not-taken",
        NoticeKind::MailRefused {
            reason: RefusedMail::NotCovered,
            ..
        } => "mail-refused-not-covered",
        NoticeKind::PolicyChanging { .. } => "mail-policy-changing",
        NoticeKind::PolicyWithdrawn { .. } => "mail-policy-withdrawn",
        NoticeKind::ContractLapsing { .. } => "mail-contract-lapsing",
        NoticeKind::SignIn { .. } => "mail-sign-in",
    }
}

/// Whether the contract covers it, and why. Where it simply does, the first mail does
/// not speak of it.
fn coverage(kind: &NoticeKind, ticket: &Ticket, facts: &MailFacts<'_>) -> Option<String> {
    let ruling = &ticket.coverage.as_ref()?.ruling;
    let told = match kind {
        NoticeKind::Acknowledgement => ruling.decision != Coverage::Covered,
        NoticeKind::Resolved { .. } | NoticeKind::Closed | NoticeKind::CoverageDecided => true,
        _ => false,
    };
    let words = CoverageWords::of(ruling, facts.coverage_reason, facts.language);
    told.then(|| words.paragraph(facts.language))
}

fn can_be_answered(kind: &NoticeKind) -> bool {
    matches!(
        kind,
        NoticeKind::Acknowledgement
            | NoticeKind::Reply { .. }
            | NoticeKind::Resolved { .. }
            | NoticeKind::Merged { .. }
            | NoticeKind::Unmerged
    )
}

fn clock<'a>(kind: &NoticeKind, facts: &MailFacts<'a>) -> Option<&'a ClockRecord> {
    match kind {
        NoticeKind::ClockWarned { clock, .. } | NoticeKind::ClockBreached { clock, .. } => {
            facts.ticket?.clocks.get(clock)
        }
        _ => None,
    }
}

fn clock_name(kind: &NoticeKind, facts: &MailFacts<'_>) -> String {
    clock(kind, facts).map_or_else(String::new, |clock| {
        metric_name(facts.language, &clock.promise().metric)
    })
}

/// When a warned clock is due, a breached one was missed, a policy takes effect, a
/// contract lapses.
fn clock_instant(kind: &NoticeKind, facts: &MailFacts<'_>) -> String {
    let shown: Option<Timestamp> = match kind {
        NoticeKind::ClockWarned { .. } => clock(kind, facts).and_then(|clock| clock.due_at),
        NoticeKind::ClockBreached { at, .. } => Some(*at),
        NoticeKind::PolicyChanging { effective_at, .. }
        | NoticeKind::PolicyWithdrawn { effective_at, .. } => Some(*effective_at),
        NoticeKind::ContractLapsing { lapses_at, .. } => Some(*lapses_at),
        _ => None,
    };
    shown.map_or_else(String::new, |at| date_time(facts.language, at, facts.zone))
}

fn instead(kind: &NoticeKind) -> &str {
    match kind {
        NoticeKind::MailRefused { instead, .. } => instead,
        _ => "",
    }
}

fn refused(kind: &NoticeKind) -> &str {
    match kind {
        NoticeKind::MailRefused { subject, .. } => subject,
        _ => "",
    }
}

/// What was measured again, a line each.
fn restated(clocks: &[Restated], facts: &MailFacts<'_>) -> String {
    let told = |at| date_time(facts.language, at, facts.zone);
    let lines = clocks.iter().filter_map(|restated| {
        let record = facts.ticket?.clocks.get(&restated.clock)?;
        let metric = metric_name(facts.language, &record.promise().metric);
        let change = result_changed(&restated.before, &restated.after, facts.language, &told);
        Some(format!("- {metric}: {change}"))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What is promised to the customer, a line each.
fn promises(ticket: &Ticket, facts: &MailFacts<'_>) -> String {
    let clocks = ticket.clocks_for(Audience::Customer);
    let lines: Vec<String> = clocks
        .iter()
        .map(|(_, clock)| format!("- {}", promise_line(clock, facts)))
        .collect();
    lines.join("\n")
}

fn promise_line(clock: &ClockRecord, facts: &MailFacts<'_>) -> String {
    let promise = clock.promise();
    let metric = metric_name(facts.language, &promise.metric);
    let id = match (&promise.within, clock.due_at) {
        (Within::NextRelease, _) => "promise-next-release",
        (_, None) => "promise-none",
        (_, Some(_)) if promise.operating || promise.best_effort => "promise-aim",
        (_, Some(_)) => "promise-by",
    };
    let at = clock.due_at.map_or_else(String::new, |due| {
        date_time(facts.language, due, facts.zone)
    });
    say(
        facts.language,
        id,
        &[("metric", metric.into()), ("at", at.into())],
    )
}

/// The name of a metric in a language; a policy's own metrics keep their names.
#[must_use]
pub fn metric_name(language: Language, metric: &Metric) -> String {
    let id = match metric {
        Metric::Acknowledgement => "metric-acknowledgement",
        Metric::FirstResponse => "metric-first-response",
        Metric::NextResponse => "metric-next-response",
        Metric::Update => "metric-update",
        Metric::WorkBegin => "metric-work-begin",
        Metric::Workaround => "metric-workaround",
        Metric::Resolution => "metric-resolution",
        Metric::Quote => "metric-quote",
        Metric::ContinuousWork => "metric-continuous-work",
        Metric::TakeOver => "metric-take-over",
        Metric::Own(name) => return name.clone(),
    };
    say(language, id, &[])
}
