//! Which promises apply to one request: for each metric and audience exactly the
//! most specific target.

use std::collections::BTreeMap;

use super::{
    Audience, Firmness, Metric, Overrides, Policy, Promise, Request, Within, names::metric_word,
    target::Target,
};

impl Policy {
    /// The promises to a request, customers' before internal ones.
    ///
    /// A request without a severity has the policy's default. For each metric and
    /// audience the most specific applicable target gives the promise; a target
    /// that states no time and has no operating value gives none. Operating
    /// values come with [`Promise::operating`] set.
    ///
    /// ```
    /// use sla::policy::{Anchor, Policy, Request};
    ///
    /// let policy = Policy::parse("nordwind.toml", r#"
    /// format = 1
    /// [policy]
    /// name = "Nordwind"
    /// version = "1"
    /// languages = ["en"]
    /// effective = 2026-01-01
    /// [severity]
    /// default = 2
    /// [severity.1]
    /// name = "Critical"
    /// [severity.2]
    /// name = "Minor"
    /// [[target]]
    /// id = "response"
    /// metric = "first response"
    /// within = { 1 = "1h", 2 = "unstated, we use 8h" }
    /// calendar = "always"
    /// clause = "Response times"
    /// "#).policy.unwrap();
    /// let request = Request {
    ///     anchor: Anchor::Receipt,
    ///     priority: None,
    ///     severity: None,
    ///     kind: "incident".to_owned(),
    ///     plan: None,
    ///     channel: "portal".to_owned(),
    ///     received_at: "2026-03-06T16:40:00Z".parse()?,
    /// };
    /// let promises = policy.promises(&request);
    /// assert_eq!(promises[0].within.to_string(), "8h");
    /// assert!(promises[0].operating);
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn promises(&self, request: &Request) -> Vec<Promise> {
        self.promises_under(&Overrides::default(), request)
    }

    /// As [`Policy::promises`], for a customer whose contract sets some of them
    /// otherwise. Which targets apply is the policy's; an overridden time is
    /// published by the contract and names its clause.
    ///
    /// ```
    /// # let policy = sla::policy::Policy::parse("nordwind.toml", r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # calendar = "always"
    /// # [[target]]
    /// # id = "response"
    /// # metric = "first response"
    /// # within = "4h"
    /// # clause = "Response times"
    /// # "#).policy.unwrap();
    /// # let received_at = "2026-03-06T16:40:00Z".parse()?;
    /// # let request = sla::backtest::PastTicket::received("N-1", received_at).history.request;
    /// use sla::policy::Overrides;
    ///
    /// let contract = Overrides::parse(&policy, "contract.toml", r#"
    /// [[override]]
    /// target = "response"
    /// within = "30m"
    /// clause = "Contract, 4.2"
    /// "#).overrides.unwrap();
    /// assert_eq!(policy.promises(&request)[0].within.to_string(), "4h");
    /// assert_eq!(policy.promises_under(&contract, &request)[0].within.to_string(), "30m");
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn promises_under(&self, overrides: &Overrides, request: &Request) -> Vec<Promise> {
        let severity = request.severity.or(self.severity_rules.default);
        let mut best: BTreeMap<(Audience, Metric), &Target> = BTreeMap::new();
        for target in self
            .targets
            .iter()
            .filter(|target| self.applies(target, severity, request))
        {
            let slot = best
                .entry((target.audience, target.metric.clone()))
                .or_insert(target);
            // Among equals the first stays; the checks refuse a policy with a tie.
            if target.specificity() > slot.specificity() {
                *slot = target;
            }
        }
        best.into_values()
            .filter_map(|target| self.promise(target, overrides, severity, request))
            .collect()
    }

    /// Whether any target measures that; few policies promise a next response or
    /// updates, and this is asked after every fact.
    ///
    /// ```
    /// # let policy = sla::policy::Policy::parse("nordwind.toml", r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # calendar = "always"
    /// # [[target]]
    /// # id = "response"
    /// # metric = "first response"
    /// # within = "4h"
    /// # clause = "Response times"
    /// # "#).policy.unwrap();
    /// use sla::policy::Metric;
    ///
    /// assert!(policy.measures(&Metric::FirstResponse));
    /// assert!(!policy.measures(&Metric::Update));
    /// ```
    pub fn measures(&self, metric: &Metric) -> bool {
        self.targets.iter().any(|target| target.metric == *metric)
    }

    fn applies(&self, target: &Target, severity: Option<u8>, request: &Request) -> bool {
        let when = &target.when;
        let named = |list: &[u8]| list.is_empty() || severity.is_some_and(|s| list.contains(&s));
        let planned = || {
            let held = request.plan.as_deref();
            when.plans.is_empty()
                || when
                    .plans
                    .iter()
                    .any(|plan| Some(plan.value.as_str()) == held)
        };
        let prioritised = || {
            let held = request
                .priority
                .as_ref()
                .or(self.priorities.default.as_ref());
            when.priorities.is_empty()
                || when
                    .priorities
                    .iter()
                    .any(|named| Some(&named.value) == held)
        };
        target.anchor == request.anchor
            && named(&when.severities)
            && prioritised()
            && target.within.at(severity).is_some()
            && (when.kinds.is_empty() || when.kinds.contains(&request.kind.as_str()))
            && (when.channels.is_empty() || when.channels.contains(&request.channel.as_str()))
            && planned()
            && when.received.as_ref().is_none_or(|received| {
                self.calendar(&received.calendar.value)
                    .is_some_and(|calendar| calendar.is_open(request.received_at))
                    == received.inside
            })
    }

    fn promise(
        &self,
        target: &Target,
        overrides: &Overrides,
        severity: Option<u8>,
        request: &Request,
    ) -> Option<Promise> {
        let contract = overrides.find(&target.id, severity, |set| set.within.as_ref());
        let written = match contract {
            Some((_, within)) => within,
            None => &target.within.at(severity)?.value,
        };
        let (within, operating) = match written {
            Within::Unstated { operating } => (operating.as_deref()?.clone(), true),
            stated => (stated.clone(), false),
        };
        let own_warn = || target.warn.as_ref().and_then(|warn| warn.at(severity));
        let warn = match overrides.find(&target.id, severity, |set| set.warn.as_ref()) {
            Some((_, warn)) => Some(warn),
            None => own_warn().map(|warn| &warn.value),
        };
        let moved = overrides.find(&target.id, severity, |set| set.calendar.as_ref());
        let calendar = match (moved, &target.calendar) {
            (Some((_, calendar)), _) => calendar.clone(),
            (None, Some(calendar)) => calendar.value.clone(),
            (None, None) => self.calendar_of_plan(request.plan.as_deref()).to_owned(),
        };
        let statement = match &target.says {
            Some(says) => says.to_string(),
            None if target.metric == Metric::TakeOver => self.taking_over(&within),
            None => format!("{}: {within}", metric_word(&target.metric)),
        };
        Some(Promise {
            target: target.id.clone(),
            metric: target.metric.clone(),
            audience: target.audience,
            best_effort: target.firmness == Firmness::Attempts
                || matches!(within, Within::None { .. }),
            within,
            warn: warn.cloned(),
            calendar,
            starts: target.starts,
            satisfied_by: target.satisfied_by.clone(),
            paused_by: target.paused_by.clone(),
            after_pause: target.after_pause,
            firmness: target.firmness,
            anchor: target.anchor,
            clause: contract
                .map_or(&target.clause, |(set, _)| &set.clause)
                .clone(),
            statement,
            operating,
            lasting: target.lasting.clone(),
            policy_version: None,
        })
    }

    /// What a duty asks of whoever takes over, in the policy's first language.
    fn taking_over(&self, within: &Within) -> String {
        match self.languages().first().map(String::as_str) {
            Some("fr") => {
                format!("Qui prend la suite indique que le travail a commencé : {within}")
            }
            _ => format!("Whoever takes over records that work has begun: {within}"),
        }
    }
}
