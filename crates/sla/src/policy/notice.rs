//! How long before it takes effect a change of the policy is announced.

use jiff::Timestamp;

use super::{AfterPause, Anchor, Audience, Firmness, Lasting, Metric, Policy, Promise, Start};

impl Policy {
    /// The earliest instant at which another version may take the place of this
    /// one, when it is announced at `announced_at`: the end of the notice period
    /// of the heading, or at once where there is none, or none that can be
    /// computed (`next release`).
    ///
    /// ```
    /// use sla::policy::Policy;
    ///
    /// let policy = Policy::parse("nordwind.toml", r#"
    /// format = 1
    /// [policy]
    /// name = "Nordwind"
    /// version = "1"
    /// languages = ["en"]
    /// effective = 2026-01-01
    /// notice = "3 months"
    /// calendar = "always"
    /// "#).policy.unwrap();
    /// let earliest = policy.change_earliest_at("2026-11-25T12:00:00Z".parse()?);
    /// assert_eq!(earliest.to_string(), "2027-02-25T12:00:00Z");
    /// # Ok::<(), jiff::Error>(())
    /// ```
    #[must_use]
    pub fn change_earliest_at(&self, announced_at: Timestamp) -> Timestamp {
        let Some(notice) = &self.heading.notice else {
            return announced_at;
        };
        let promise = Promise {
            target: "notice".to_owned(),
            metric: Metric::Own("notice".to_owned()),
            audience: Audience::Customer,
            within: notice.clone(),
            warn: None,
            calendar: self.calendar_of_plan(None).to_owned(),
            starts: Start::Receipt,
            satisfied_by: Vec::new(),
            paused_by: Vec::new(),
            after_pause: AfterPause::default(),
            firmness: Firmness::default(),
            anchor: Anchor::Receipt,
            lasting: Lasting::default(),
            policy_version: None,
            best_effort: false,
            clause: String::new(),
            statement: String::new(),
            operating: false,
        };
        let reading = self.read_at_receipt(&promise, announced_at);
        let due_at = reading.ok().and_then(|reading| reading.due_at);
        due_at.unwrap_or(announced_at)
    }
}
