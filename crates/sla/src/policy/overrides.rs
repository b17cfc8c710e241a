//! What a contract promises otherwise than the policy: typed overrides of single
//! targets, read from the contract's own text.
//!
//! Names of customers never stand in a policy; a contract refers to a version of
//! one and carries these. Which contract a request belongs to is not known here.

use serde::Serialize;

use super::{
    Diagnostic, Keep, Policy, Within,
    heading::read_within,
    problems::{Place, Problems},
    read::note_syntax,
    severity::read_numbers,
    table::{Placed, Table, unknown},
    target::read_keep,
};

/// One `[[override]]`: what of a target a contract may set. The target's metric,
/// conditions, acts and pauses stay the policy's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Override {
    /// The id of the target in the policy.
    pub target: String,
    /// The severities it is for; empty: all.
    pub severities: Vec<u8>,
    /// The time it gives; `None`: the policy's.
    pub within: Option<Within>,
    /// When to warn; `None`: the policy's.
    pub warn: Option<Within>,
    /// The share that is to be kept; `None`: the policy's.
    pub keep: Option<Keep>,
    /// The id of a calendar of the policy.
    pub calendar: Option<String>,
    /// Where the contract says so.
    pub clause: String,
    #[serde(skip)]
    place: Place,
}

/// The overrides of one contract; none by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Overrides {
    all: Vec<Override>,
}

/// What came of reading a contract's overrides.
#[derive(Clone, Debug)]
pub struct ParsedOverrides {
    /// Present exactly where no finding is an error.
    pub overrides: Option<Overrides>,
    /// All findings, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl Overrides {
    /// Reads a contract's overrides of a policy. All problems are found at once.
    /// `file_name` is only shown.
    ///
    /// ```
    /// use sla::policy::{Overrides, Request};
    /// # let file = r#"
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
    /// # "#;
    /// # let policy = sla::policy::Policy::parse("nordwind.toml", file).policy.unwrap();
    /// let overrides = Overrides::parse(&policy, "contract.toml", r#"
    /// [[override]]
    /// target = "response"
    /// within = "30m"
    /// clause = "Contract, 4.2"
    /// "#).overrides.unwrap();
    /// # let request = Request {
    /// #     severity: None,
    /// #     priority: None,
    /// #     kind: "incident".to_owned(),
    /// #     plan: None,
    /// #     channel: "portal".to_owned(),
    /// #     anchor: Default::default(),
    /// #     received_at: "2026-03-06T16:40:00Z".parse()?,
    /// # };
    /// let promises = policy.promises_under(&overrides, &request);
    /// assert_eq!(promises[0].within.to_string(), "30m");
    /// assert_eq!(promises[0].clause, "Contract, 4.2");
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn parse(policy: &Policy, file_name: &str, source: &str) -> ParsedOverrides {
        let mut problems = Problems::new(file_name, source);
        let (root, errors) = toml::de::DeTable::parse_recoverable(source);
        note_syntax(source, &errors, &mut problems);
        let mut root = Table::new("the contract's overrides", 0..0, root.get_ref());
        let tables = root.tables("override", &mut problems);
        root.finish(&mut problems);
        let mut all: Vec<Override> = Vec::new();
        for table in tables {
            let read = Override::read(table, policy, &mut problems);
            if let Some(earlier) = read.as_ref().and_then(|read| twice(&all, read)) {
                let message = format!("`{}` is overridden here already", earlier.target);
                let help = "merge the two, or name different severities";
                let place = read.as_ref().map_or(0..0, |read| read.place.clone());
                problems.add("duplicate-id", &place, message, help);
            }
            all.extend(read);
        }
        let overrides = Self { all };
        overrides.check_warnings(policy, &mut problems);
        ParsedOverrides {
            overrides: (!problems.has_errors()).then_some(overrides),
            diagnostics: problems.into_sorted(),
        }
    }

    /// Each of them, in the order of the contract.
    pub fn all(&self) -> &[Override] {
        &self.all
    }

    /// The share that is to be kept, where the contract sets it.
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
    /// use sla::policy::Overrides;
    ///
    /// let contract = Overrides::parse(&policy, "contract.toml", r#"
    /// [[override]]
    /// target = "response"
    /// keep = "99% of tickets received per calendar month"
    /// clause = "Contract, 4.3"
    /// "#).overrides.unwrap();
    /// assert_eq!(contract.all()[0].clause, "Contract, 4.3");
    /// assert_eq!(contract.keep("response", Some(1)).unwrap().share(), "99%");
    /// assert_eq!(contract.keep("resolution", None), None);
    /// ```
    pub fn keep(&self, target: &str, severity: Option<u8>) -> Option<&Keep> {
        self.find(target, severity, |known| known.keep.as_ref())
            .map(|(_, keep)| keep)
    }

    /// What an override of a target sets; one that names the severity wins over
    /// one for all.
    pub(super) fn find<'o, T>(
        &'o self,
        target: &str,
        severity: Option<u8>,
        set: impl Fn(&'o Override) -> Option<T>,
    ) -> Option<(&'o Override, T)> {
        let of_target = || self.all.iter().filter(|known| known.target == target);
        let named =
            of_target().filter(|known| severity.is_some_and(|s| known.severities.contains(&s)));
        let for_all = of_target().filter(|known| known.severities.is_empty());
        named
            .chain(for_all)
            .find_map(|known| Some((known, set(known)?)))
    }

    /// A shorter time under a warning that stays is warned of too late. Times in
    /// the same form are compared; others only a calendar could tell apart.
    fn check_warnings(&self, policy: &Policy, problems: &mut Problems<'_>) {
        let numbered = policy.severities.iter().map(|known| Some(known.number));
        let severities: Vec<Option<u8>> = numbered.chain([None]).collect();
        for known in &self.all {
            let Some(target) = policy.target(&known.target) else {
                continue;
            };
            let late = severities.iter().any(|severity| {
                let of = |row: Option<&Placed<Within>>| row.map(|row| row.value.clone());
                let within = self.find(&target.id, *severity, |set| set.within.clone());
                let within = within.map(|(_, within)| within);
                let within = within.or_else(|| of(target.within.at(*severity)));
                let warn = self.find(&target.id, *severity, |set| set.warn.clone());
                let warn = warn.map(|(_, warn)| warn);
                let own = || of(target.warn.as_ref().and_then(|warn| warn.at(*severity)));
                let concerned = known.severities.is_empty()
                    || severity.is_some_and(|severity| known.severities.contains(&severity));
                match (within, warn.or_else(own)) {
                    (Some(within), Some(warn)) => concerned && !is_before(&warn, &within),
                    _ => false,
                }
            });
            if late {
                let message = format!("`{}` would warn when it is due already", known.target);
                let help = "give `warn` too, before the new time";
                problems.add("warn-not-before-due", &known.place, message, help);
            }
        }
    }
}

/// Whether a warning comes before the due time; true where only a calendar knows.
fn is_before(warn: &Within, due: &Within) -> bool {
    match (warn, due) {
        (Within::Open { seconds: warn, .. }, Within::Open { seconds: due, .. })
        | (Within::Elapsed { seconds: warn, .. }, Within::Elapsed { seconds: due, .. }) => {
            warn < due
        }
        (Within::WorkingDays { days: warn }, Within::WorkingDays { days: due }) => warn < due,
        _ => true,
    }
}

/// An earlier override of the same target for one of the same severities.
fn twice<'o>(all: &'o [Override], read: &Override) -> Option<&'o Override> {
    all.iter().find(|known| {
        let both_for_all = known.severities.is_empty() && read.severities.is_empty();
        let shared = known
            .severities
            .iter()
            .any(|number| read.severities.contains(number));
        known.target == read.target && (both_for_all || shared)
    })
}

impl Override {
    fn read(mut table: Table<'_>, policy: &Policy, problems: &mut Problems<'_>) -> Option<Self> {
        let target = table
            .need("target", problems)
            .and_then(|node| node.string(problems));
        if let Some(target) = &target {
            let targets = policy.targets.iter().map(|target| target.id.as_str());
            known(target, &targets.collect::<Vec<_>>(), "targets", problems);
        }
        let severities = table
            .take("severity")
            .map(|node| read_numbers(&node, &policy.severities, problems))
            .unwrap_or_default();
        let mut time = |key| {
            let within = read_within(&table.take(key)?, problems)?;
            if matches!(within.value, Within::Unstated { .. }) {
                let message = "a contract that overrides a time states one";
                let help = "write the time, or leave the policy's";
                problems.add("wrong-value", &within.place, message, help);
                return None;
            }
            Some(within.value)
        };
        let (within, warn) = (time("within"), time("warn"));
        let keep = table
            .take("keep")
            .and_then(|node| read_keep(&node, problems));
        let calendar = table
            .take("calendar")
            .and_then(|node| node.string(problems));
        if let Some(calendar) = &calendar {
            let calendars: Vec<&str> = policy.calendars.keys().map(String::as_str).collect();
            known(calendar, &calendars, "calendars", problems);
        }
        let clause = table
            .need("clause", problems)
            .and_then(|node| node.string(problems));
        let place = table.place.clone();
        let sets_nothing = ["within", "warn", "keep", "calendar"]
            .iter()
            .all(|key| table.take(key).is_none());
        if sets_nothing {
            let help = "add `within`, `warn`, `keep` or `calendar`";
            problems.add("missing-key", &place, "this override changes nothing", help);
        }
        table.finish(problems);
        Some(Self {
            target: target?.value,
            severities,
            within,
            warn,
            keep: keep.map(|keep| keep.value),
            calendar: calendar.map(|calendar| calendar.value),
            clause: clause?.value,
            place,
        })
    }
}

fn known(used: &Placed<String>, declared: &[&str], which: &str, problems: &mut Problems<'_>) {
    if !declared.contains(&used.value.as_str()) {
        let place = format!("the {which} of the policy");
        let code = "unknown-reference";
        unknown(code, &used.value, &used.place, &place, declared, problems);
    }
}
