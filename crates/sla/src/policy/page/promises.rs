//! The parts of the page that customers look up most: severities and promises.

use super::{Cell, Html, Page};
use crate::policy::{
    Act, Audience, Metric, Within,
    target::{Condition, Target},
};

impl Page<'_> {
    pub(super) fn severities(&self, html: &mut Html) {
        let labels = self.labels;
        let rules = self.policy.severity_rules();
        let without = self.word("Worked on without a break.", "Traitée sans interruption.");
        let rows: Vec<Vec<Cell>> = self
            .policy
            .severities()
            .iter()
            .map(|severity| {
                vec![
                    Cell::text(&format!(
                        "{} · {}",
                        severity.number,
                        self.say(&severity.name)
                    )),
                    Cell::lines([
                        severity.means.as_ref().map_or("", |means| self.say(means)),
                        if severity.without_a_break {
                            without
                        } else {
                            ""
                        },
                    ]),
                    Cell::lines(severity.examples.iter().map(|example| self.say(example))),
                    Cell::lines(severity.disqualified.iter().map(|text| self.say(text))),
                ]
            })
            .collect();
        html.table(
            labels.severities,
            &[
                labels.severity,
                labels.means,
                labels.examples,
                self.word(
                    "Typically does not qualify",
                    "N'en relève pas, en règle générale",
                ),
            ],
            &rows,
        );
        let default = rules.default.map(|number| {
            let name = self.policy.severity_name(number, self.language);
            Cell::text(&format!("{number} · {name}")).own(rules.operating, labels.own)
        });
        let text = |text: &Option<_>| text.as_ref().map(|text| Cell::text(self.say(text)));
        html.pairs(&[
            (labels.default, default),
            (labels.set_by, text(&rules.set_by)),
            (labels.changed_by, text(&rules.changed_by)),
        ]);
        self.lowering(html);
    }

    /// How urgently requests are handled, where the policy says so.
    pub(super) fn priorities(&self, html: &mut Html) {
        let (labels, priorities) = (self.labels, self.policy.priorities());
        let rows: Vec<Vec<Cell>> = priorities
            .all
            .iter()
            .map(|priority| {
                let name = Cell::text(self.say(&priority.name));
                vec![name, self.cell(priority.means.as_ref())]
            })
            .collect();
        html.table(labels.priorities, &[labels.priority, labels.means], &rows);
        let default = priorities.default.as_deref().map(|id| {
            let name = self.policy.priority_name(id, self.language);
            Cell::text(&name).own(priorities.operating, labels.own)
        });
        let text = |text: &Option<_>| text.as_ref().map(|text| Cell::text(self.say(text)));
        html.pairs(&[
            (labels.priority_default, default),
            (labels.set_by, text(&priorities.set_by)),
            (labels.changed_by, text(&priorities.changed_by)),
        ]);
    }

    /// One row per target and distinct time, severities with the same time together.
    pub(super) fn promises(&self, html: &mut Html) {
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let customers = self.policy.targets.iter();
        for target in customers.filter(|target| target.audience == Audience::Customer) {
            let mut groups: Vec<(Vec<u8>, &Within, Option<String>)> = Vec::new();
            for (severity, within) in target.within.values() {
                let keep = target.keep.as_ref().and_then(|keep| keep.at(severity));
                let keep = keep.map(|keep| keep.value.in_words(self.language));
                let same = groups
                    .iter_mut()
                    .find(|(_, time, share)| **time == within.value && *share == keep);
                match same {
                    Some((members, _, _)) => members.extend(severity),
                    None => groups.push((severity.into_iter().collect(), &within.value, keep)),
                }
            }
            for (members, within, keep) in groups {
                rows.push(self.promise_row(target, &members, within, keep.as_deref()));
            }
        }
        let labels = self.labels;
        let columns = [
            labels.promise,
            labels.applies_to,
            labels.time,
            labels.share,
            labels.kept_by,
            labels.clause,
        ];
        html.table(labels.promises, &columns, &rows);
    }

    fn promise_row(
        &self,
        target: &Target,
        members: &[u8],
        within: &Within,
        keep: Option<&str>,
    ) -> Vec<Cell> {
        let labels = self.labels;
        let metric = labels.metric(&target.metric);
        let says = target
            .says
            .as_ref()
            .map(|says| self.say(says))
            .unwrap_or_default();
        let acts: Vec<String> = target
            .satisfied_by
            .iter()
            .map(|all| labels.acts(all))
            .collect();
        let firmness = labels.firmness(target.firmness);
        let lasting = self.lasting(target);
        let time = match within {
            Within::Unstated {
                operating: Some(own),
            } => Cell::text(&own.in_words(self.language)).own(true, labels.own),
            stated => Cell::lines([stated.in_words(self.language).as_str(), firmness]),
        };
        vec![
            Cell::lines([metric.as_str(), says, lasting.as_str()]),
            Cell::text(&self.applies_to(target, members)),
            time,
            Cell::text(keep.unwrap_or_default()),
            Cell::text(&acts.join(", ")),
            Cell::text(&target.clause),
        ]
    }

    /// What the time of a duty is, and from which act it lasts to which.
    fn lasting(&self, target: &Target) -> String {
        let acts = |acts: &[Act]| {
            let named: Vec<&str> = acts.iter().map(|act| self.labels.act(*act)).collect();
            named.join(self.word(" or ", " ou "))
        };
        let hand_over = self.word(
            "Counted from each hand-over to another level or person.",
            "Compté à partir de chaque transmission à un autre niveau ou à une autre personne.",
        );
        let gap = self.word(
            "The time is the longest gap between two acts of work",
            "Le délai est le plus long intervalle entre deux interventions",
        );
        let until = acts(&target.lasting.until);
        match target.metric {
            Metric::TakeOver => hand_over.to_owned(),
            Metric::ContinuousWork if target.lasting.begins_with.is_empty() => {
                let until = format!("{} {until}", self.word("until", "jusqu'à :"));
                format!("{gap}, {until}.")
            }
            Metric::ContinuousWork => {
                let begins = acts(&target.lasting.begins_with);
                let from = format!("{} {begins}", self.word("from", "depuis :"));
                let until = format!("{} {until}", self.word("until", "jusqu'à :"));
                format!("{gap}, {from}, {until}.")
            }
            _ => String::new(),
        }
    }

    pub(in crate::policy) fn applies_to(&self, target: &Target, members: &[u8]) -> String {
        let labels = self.labels;
        let when = &target.when;
        let mut parts = Vec::new();
        let severities = if members.is_empty() {
            &when.severities
        } else {
            members
        };
        if !severities.is_empty() {
            let names: Vec<String> = severities.iter().map(u8::to_string).collect();
            parts.push(format!("{} {}", labels.severity, names.join(", ")));
        }
        parts.extend(self.restrictions(when));
        if parts.is_empty() {
            labels.all.to_owned()
        } else {
            parts.join(", ")
        }
    }

    /// What restricts a target beside severities.
    pub(in crate::policy) fn restrictions(&self, when: &Condition) -> Vec<String> {
        let labels = self.labels;
        let mut parts = Vec::new();
        let priorities = when.priorities.iter();
        let priorities: Vec<String> = priorities
            .map(|used| self.policy.priority_name(&used.value, self.language))
            .collect();
        if !priorities.is_empty() {
            parts.push(format!("{} {}", labels.priority, priorities.join(", ")));
        }
        parts.extend(when.kinds.iter().map(|kind| kind.replace('_', " ")));
        let plan = |id: &String| self.policy.plans.iter().find(|plan| plan.id == *id);
        let plans = when.plans.iter().filter_map(|used| plan(&used.value));
        parts.extend(plans.map(|plan| self.say(&plan.name).to_owned()));
        parts.extend(when.channels.iter().map(|id| labels.channel_name(id)));
        parts.extend(when.received.as_ref().map(|received| {
            let side = if received.inside {
                labels.inside
            } else {
                labels.outside
            };
            format!("{side} {}", received.calendar.value)
        }));
        parts
    }
}
