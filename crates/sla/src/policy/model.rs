//! A policy that was read without errors, and the questions it answers.

use std::collections::BTreeMap;

use super::{
    ChannelRule, Gap, Group, Heading, Hours, Level, Parsed, Plan, Priorities, Promise, Rating,
    Severity, SeverityRules, Text, case::Case, parts::Parts, read, table::Placed, target::Target,
};
use crate::calendar::Calendar;

/// A vendor's support policy: one state of its file.
///
/// ```
/// use sla::policy::Policy;
///
/// let source = r#"
/// format = 1
/// [policy]
/// name      = "Nordwind Support Policy"
/// version   = "2026.1"
/// languages = ["en", "fr"]
/// effective = 2026-01-01
/// [calendar.office]
/// zone   = "America/Denver"
/// weekly = { mon-fri = "08:00-17:00" }
/// [plan.gold]
/// name     = { en = "Gold", fr = "Or" }
/// calendar = "office"
/// [severity]
/// default = 2
/// [severity.1]
/// name = { en = "Critical", fr = "Critique" }
/// [severity.2]
/// name = { en = "Minor", fr = "Mineure" }
/// [group.high]
/// severity = 1
/// [priority.urgent]
/// name = { en = "Urgent", fr = "Urgente" }
/// [level.1]
/// name = { en = "First", fr = "Premier" }
/// does = { en = "Answers", fr = "Répond" }
/// [channel.portal]
/// [rating]
/// scale = [{ en = "Good", fr = "Bien" }, { en = "Bad", fr = "Mal" }]
/// [text]
/// greeting = { en = "Hello", fr = "Bonjour" }
/// [[unstated]]
/// what = { en = "Holidays", fr = "Jours fériés" }
/// "#;
/// let policy = Policy::parse("nordwind.toml", source).policy.unwrap();
/// assert_eq!(policy.source(), source);
/// assert_eq!(policy.version().len(), 64);
/// assert_eq!(policy.languages(), ["en", "fr"]);
///
/// assert_eq!(policy.calendar_of_plan(Some("gold")), "office");
/// assert!(policy.calendar("office").is_some() && policy.calendars().contains_key("always"));
/// assert_eq!(policy.plans()[0].name.in_language("fr"), "Or");
///
/// assert_eq!((policy.severities().len(), policy.severity_default()), (2, Some(2)));
/// assert_eq!(policy.severity_rules().default, Some(2));
/// assert_eq!(policy.severity_name(1, "fr"), "Critique");
/// assert_eq!(policy.groups()[0].severities, [1]);
/// assert_eq!(policy.priorities().all[0].id, "urgent");
/// assert_eq!(policy.priority_name("urgent", "en"), "Urgent");
///
/// assert_eq!(policy.levels()[0].number, 1);
/// assert_eq!(policy.channels().len(), 1);
/// assert!(policy.channel("portal").accepted && !policy.channel("phone").accepted);
/// assert_eq!(policy.rating().unwrap().scale.len(), 2);
/// assert_eq!(policy.text("fr", "greeting"), Some("Bonjour"));
/// assert_eq!(policy.gaps()[0].what.to_string(), "Holidays");
/// ```
#[derive(Clone, Debug)]
pub struct Policy {
    pub(super) file: String,
    pub(super) source: String,
    pub(super) version: String,
    pub(super) heading: Heading,
    pub(super) default_calendar: Option<Placed<String>>,
    pub(super) calendars: BTreeMap<String, Hours>,
    pub(super) plans: Vec<Plan>,
    pub(super) severities: Vec<Severity>,
    pub(super) severity_rules: SeverityRules,
    pub(super) groups: Vec<Group>,
    pub(super) priorities: Priorities,
    pub(super) levels: Vec<Level>,
    pub(super) channels: Vec<ChannelRule>,
    pub(super) targets: Vec<Target>,
    pub(super) rating: Option<Rating>,
    pub(super) texts: BTreeMap<String, Text>,
    pub(super) parts: Parts,
    pub(super) gaps: Vec<Gap>,
    pub(super) cases: Vec<Case>,
}

impl Policy {
    /// Reads a policy file. All problems are found at once; there is a policy
    /// exactly where none of them is an error. `file_name` is only shown.
    ///
    /// ```
    /// use sla::policy::Policy;
    ///
    /// let parsed = Policy::parse("nordwind.toml", r#"
    /// format = 1
    ///
    /// [policy]
    /// name      = "Nordwind Support Policy"
    /// version   = "2026.1"
    /// languages = ["en"]
    /// effective = 2026-01-01
    /// calendar  = "office"
    ///
    /// [calendar.office]
    /// zone   = "America/Denver"
    /// weekly = { mon-fri = "08:00-17:00" }
    /// "#);
    /// assert!(parsed.diagnostics.is_empty());
    /// assert_eq!(parsed.policy.unwrap().heading().name, "Nordwind Support Policy");
    /// ```
    pub fn parse(file_name: &str, source: &str) -> Parsed {
        read::read(file_name, source)
    }

    /// Hex SHA-256 of the file's text: the address of this version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The text it was read from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What stands under `[policy]`.
    pub fn heading(&self) -> &Heading {
        &self.heading
    }

    /// Language codes, first language first; never empty.
    pub fn languages(&self) -> &[String] {
        &self.heading.languages
    }

    /// By number, gravest first; empty where the policy knows none.
    pub fn severities(&self) -> &[Severity] {
        &self.severities
    }

    /// The severity of a request that nobody classified.
    pub fn severity_default(&self) -> Option<u8> {
        self.severity_rules.default
    }

    /// Who sets a severity, who may change it, and which is the default.
    pub fn severity_rules(&self) -> &SeverityRules {
        &self.severity_rules
    }

    /// The name of a severity, for people; its number where it is not declared.
    pub fn severity_name(&self, number: u8, language: &str) -> String {
        self.severities
            .iter()
            .find(|severity| severity.number == number)
            .map_or_else(
                || number.to_string(),
                |found| found.name.in_language(language).to_owned(),
            )
    }

    /// How urgently requests are handled, and who says so.
    pub fn priorities(&self) -> &Priorities {
        &self.priorities
    }

    /// The name of a priority, for people; its id where it is not declared.
    pub fn priority_name(&self, id: &str, language: &str) -> String {
        let known = self.priorities.all.iter().find(|known| known.id == id);
        known.map_or_else(
            || id.to_owned(),
            |known| known.name.in_language(language).to_owned(),
        )
    }

    /// Several severities under one name, as another scale has them.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The tiers of support, in the order of the file.
    pub fn plans(&self) -> &[Plan] {
        &self.plans
    }

    /// Who works on what, by number.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// The channels the policy mentions, in its order.
    pub fn channels(&self) -> &[ChannelRule] {
        &self.channels
    }

    /// The rule of a channel. A policy that mentions any channel refuses those it
    /// does not mention, `api` excepted, which is how programs write for people.
    pub fn channel(&self, id: &str) -> ChannelRule {
        let mentioned = self.channels.iter().find(|rule| rule.id == id);
        mentioned.cloned().unwrap_or_else(|| {
            ChannelRule::unmentioned(id, self.channels.is_empty() || id == "api")
        })
    }

    /// How a closed ticket is rated, if the policy says so.
    pub fn rating(&self) -> Option<&Rating> {
        self.rating.as_ref()
    }

    /// What the text leaves open, with the vendor's operating choice.
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// A customer-facing text, in `language` or else the first language.
    pub fn text(&self, language: &str, id: &str) -> Option<&str> {
        self.texts.get(id).map(|text| text.in_language(language))
    }

    pub(super) fn target(&self, id: &str) -> Option<&Target> {
        self.targets.iter().find(|target| target.id == id)
    }

    /// The calendars by id; `always` is among them.
    pub fn calendars(&self) -> &BTreeMap<String, Hours> {
        &self.calendars
    }

    /// A calendar by its id, ready to compute with.
    pub fn calendar(&self, id: &str) -> Option<&Calendar> {
        self.calendars.get(id).map(|hours| &hours.calendar)
    }

    /// The id of the calendar a plan has; for no plan the policy's own, else that
    /// of its first plan, else `always`.
    pub fn calendar_of_plan(&self, plan: Option<&str>) -> &str {
        let of_plan = plan.and_then(|id| self.plans.iter().find(|plan| plan.id == id));
        of_plan
            .and_then(|plan| plan.calendar.as_deref())
            .or(self.heading.calendar.as_deref())
            .or(self.plans.iter().find_map(|plan| plan.calendar.as_deref()))
            .unwrap_or(super::hours::ALWAYS)
    }
}

impl crate::clock::Calendars for Policy {
    fn calendar(&self, promise: &Promise) -> Option<&Calendar> {
        Self::calendar(self, &promise.calendar)
    }
}
