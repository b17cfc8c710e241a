//! When a ticket nobody works on is reminded of and closed, and which tickets
//! the vendor may close by itself. Doing it is the desk's part.

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use super::{part::Part, span};
use crate::policy::{Act, Text, Within, names::ACTS};

/// What a ticket waits for when it falls asleep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Awaited {
    /// The customer's answer to a question.
    Answer,
    /// The customer's word on a solution that was given.
    Confirmation,
}

/// The words of `awaiting`.
pub(crate) const AWAITED: [(&str, Awaited); 2] = [
    ("answer", Awaited::Answer),
    ("confirmation", Awaited::Confirmation),
];

/// What stands under `[inactivity]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Inactivity {
    /// For which tickets it holds.
    pub awaiting: Vec<Awaited>,
    /// The length without activity after which the ticket is closed.
    pub closes_after: Within,
    /// The lengths after which the customer is reminded, shortest first.
    pub reminds_after: Vec<Within>,
    /// What the customer reads with a reminder.
    pub says: Option<Text>,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
}

/// What becomes of one ticket that stays inactive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InactivitySchedule {
    /// In order, each before the closing.
    pub reminders_at: Vec<Timestamp>,
    /// When the ticket is closed, unless something happens before.
    pub closes_at: Timestamp,
}

impl Inactivity {
    /// When to remind and when to close a ticket without activity since an
    /// instant; days keep the local time of `zone`. `None` where nothing is
    /// stated and no operating value is given.
    ///
    /// ```
    /// # let file = r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # [inactivity]
    /// # awaiting = "answer"
    /// # closes-after = "14 calendar days"
    /// # reminds-after = "7 calendar days"
    /// # "#;
    /// # let policy = sla::policy::Policy::parse("nordwind.toml", file).policy.unwrap();
    /// let since = "2026-03-02T09:00:00Z".parse()?;
    /// let rule = policy.inactivity().unwrap();
    /// let schedule = rule.schedule(since, &jiff::tz::TimeZone::UTC).unwrap();
    /// assert_eq!(schedule.reminders_at[0].to_string(), "2026-03-09T09:00:00Z");
    /// assert_eq!(schedule.closes_at.to_string(), "2026-03-16T09:00:00Z");
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn schedule(&self, since: Timestamp, zone: &TimeZone) -> Option<InactivitySchedule> {
        let closes_at = span::after(&self.closes_after, since, zone)?;
        let mut reminders_at: Vec<Timestamp> = self
            .reminds_after
            .iter()
            .filter_map(|within| span::after(within, since, zone))
            .filter(|at| *at < closes_at)
            .collect();
        reminders_at.sort_unstable();
        Some(InactivitySchedule {
            reminders_at,
            closes_at,
        })
    }
}

pub(super) fn read(part: &mut Part<'_, '_, '_>) -> Option<Inactivity> {
    let awaiting = part.words("awaiting", &AWAITED);
    let closes_after = part.need_span("closes-after");
    let reminds_after = part.spans("reminds-after");
    let (says, clause) = (part.text("says"), part.clause());
    if let Some(closing) = &closes_after {
        // Any instant will do: what is compared is which of two lengths ends first.
        let end = |within: &Within| span::after(within, Timestamp::UNIX_EPOCH, &TimeZone::UTC);
        for reminder in &reminds_after {
            let (reminds, closes) = (end(&reminder.value), end(&closing.value));
            if reminds.is_some() && closes.is_some() && reminds >= closes {
                let message = "this reminder comes when the ticket is already closed";
                let help = "remind earlier than `closes-after`";
                part.problem("warn-not-before-due", &reminder.place, message, help);
            }
        }
    }
    Some(Inactivity {
        awaiting,
        closes_after: closes_after?.value,
        reminds_after: reminds_after
            .into_iter()
            .map(|reminder| reminder.value)
            .collect(),
        says,
        clause,
    })
}

/// What stands under `[discretion]`: which tickets the vendor may close without
/// asking the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Discretion {
    /// Not before one of these acts was done.
    pub after: Vec<Act>,
    /// Which tickets, in words.
    pub when: Text,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
}

pub(super) fn read_discretion(part: &mut Part<'_, '_, '_>) -> Option<Discretion> {
    let after = part.words("after", &ACTS);
    let (when, clause) = (part.need_text("when"), part.clause());
    Some(Discretion {
        after,
        when: when?,
        clause,
    })
}
