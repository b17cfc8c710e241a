//! What becomes wrong with time: holidays that run out, a change that takes effect
//! before its notice is over.
//!
//! The crate reads no clock. Reading a file looks at its effective date only;
//! [`Policy::findings_on`] takes today from the caller.

use jiff::{
    ToSpan,
    civil::{Date, date},
};

use crate::policy::{Diagnostic, Policy, hours::Hours, problems::Problems};

impl Policy {
    /// What is to be said of this policy on a day, beyond what reading it said: a
    /// calendar whose holidays run out within twelve months, and an effective date
    /// that leaves less notice than the policy promises, were it published then.
    ///
    /// Both are warnings, in the order of the file.
    ///
    /// ```
    /// use sla::policy::Policy;
    /// use jiff::civil::date;
    ///
    /// let policy = Policy::parse("nordwind.toml", r#"
    /// format = 1
    /// [policy]
    /// name      = "Nordwind"
    /// version   = "1"
    /// languages = ["en"]
    /// effective = 2026-06-01
    /// notice    = "3 months"
    /// "#).policy.unwrap();
    /// assert!(policy.findings_on(date(2026, 3, 1)).is_empty());
    /// assert_eq!(policy.findings_on(date(2026, 3, 2))[0].code, "short-notice");
    /// ```
    #[must_use]
    pub fn findings_on(&self, today: Date) -> Vec<Diagnostic> {
        let mut problems = Problems::new(&self.file, &self.source);
        let is_told = |hours: &Hours| {
            let effective = self.heading.effective;
            effective.is_some_and(|from| runs_out(hours, from).is_some())
        };
        let untold = self.calendars.iter().filter(|(_, hours)| !is_told(hours));
        for (id, hours) in untold {
            holidays_last(id, hours, today, &mut problems);
        }
        notice_is_kept(self, today, &mut problems);
        problems.into_sorted()
    }
}

/// What can be said without knowing today.
pub(super) fn run_from_effective(policy: &Policy, problems: &mut Problems<'_>) {
    let Some(effective) = policy.heading.effective else {
        return;
    };
    for (id, hours) in &policy.calendars {
        holidays_last(id, hours, effective, problems);
    }
}

fn holidays_last(id: &str, hours: &Hours, from: Date, problems: &mut Problems<'_>) {
    if let Some(last) = runs_out(hours, from) {
        let message = format!(
            "the closed days of `{id}` end with {last}, within twelve months of {from}: \
             later holidays would count as open"
        );
        let help = "add the closed days of the next year";
        problems.add("holidays-run-out", &hours.place, message, help);
    }
}

/// The last closed date of a calendar that has some, where the year it lies in
/// ends within twelve months of a date. A list is made for whole years.
fn runs_out(hours: &Hours, from: Date) -> Option<Date> {
    let (last, _) = hours.spec.holidays.last_key_value()?;
    let needed = from.saturating_add(12.months());
    let year_after = last.year().checked_add(1).filter(|year| *year <= 9_999)?;
    (date(year_after, 1, 1) < needed).then_some(*last)
}

fn notice_is_kept(policy: &Policy, published_on: Date, problems: &mut Problems<'_>) {
    let (Some(effective), Some(notice)) = (policy.heading.effective, &policy.heading.notice) else {
        return;
    };
    let zone = policy.zone_of(policy.calendar_of_plan(None));
    let Ok(published) = published_on.to_zoned(zone.clone()) else {
        return;
    };
    let earliest = policy.change_earliest_at(published.timestamp());
    let earliest = earliest.to_zoned(zone).date();
    if effective < earliest {
        let message = format!(
            "published on {published_on} with {notice} of notice, it can take effect on \
             {earliest} at the earliest, not on {effective}"
        );
        let help = "publish earlier, or move the effective date";
        problems.add("short-notice", &policy.heading.place, message, help);
    }
}
