//! The customer-readable page of a policy: a complete, accessible HTML fragment.
//!
//! It shows what customers may see: promises and the vendor's own operating
//! values, marked as such. What the vendor steers by (internal targets) and
//! golden cases stay out.

mod contract;
mod html;
mod labels;
mod promises;
mod request;

use super::{Audience, Hours, Policy, Reason, Text, Within};
use crate::calendar::Interval;
use html::{Cell, Html, escape};
use labels::{Labels, labels};

impl Policy {
    /// The page as a fragment: an `<article>` with headings, lists and tables, all
    /// text escaped. Texts are in `language`, or else the policy's first.
    pub fn page_html(&self, language: &str) -> String {
        let page = Page::of(self, language);
        let mut html = Html::default();
        html.element("h1", &self.heading.name);
        page.heading(&mut html);
        html.section("hours", page.labels.hours, |html| page.hours(html));
        html.section("plans", page.labels.plans, |html| page.plans(html));
        html.section("channels", page.labels.channels, |html| page.channels(html));
        html.section("severities", page.labels.severities, |html| {
            page.severities(html)
        });
        html.section("priorities", page.labels.priorities, |html| {
            page.priorities(html)
        });
        html.section("promises", page.labels.promises, |html| page.promises(html));
        html.section("levels", page.labels.levels, |html| page.levels(html));
        page.request(&mut html);
        page.contract(&mut html);
        html.section("rating", page.labels.rating, |html| page.rating(html));
        html.section("gaps", page.labels.gaps, |html| page.gaps(html));
        let language = escape(language);
        format!(
            "<article class=\"policy\" lang=\"{language}\">\n{}</article>\n",
            html.finish()
        )
    }

    /// When a plan is served, in words and with its zone; for no plan, when customers
    /// without one are. Marked where the hours are the vendor's own. `None` where the
    /// policy has no such calendar.
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
    /// assert_eq!(policy.hours_in_words(None, "en").as_deref(), Some("at all times"));
    /// ```
    pub fn hours_in_words(&self, plan: Option<&str>, language: &str) -> Option<String> {
        let page = Page::of(self, language);
        let hours = self.calendars.get(self.calendar_of_plan(plan))?;
        let mut words = page.week(hours);
        if !hours.is_always_open() {
            words = format!("{words} ({})", hours.spec.zone);
        }
        let bought = self
            .plans
            .iter()
            .find(|known| Some(known.id.as_str()) == plan);
        let is_own = bought.is_some_and(|plan| plan.operating)
            || hours.operating.iter().any(|part| part == "weekly");
        if is_own {
            words = format!("{words}; {}", page.labels.own);
        }
        Some(words)
    }

    /// [`Policy::page_html`] as a page of its own, with a plain style.
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
    /// let page = policy.page_html_standalone("en");
    /// assert!(page.starts_with("<!doctype html>"));
    /// assert!(page.contains(&policy.page_html("en")));
    /// ```
    pub fn page_html_standalone(&self, language: &str) -> String {
        format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{}</main>\n</body>\n</html>\n",
            escape(language),
            escape(&self.heading.name),
            self.page_html(language),
        )
    }
}

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;\
padding:0 1rem}table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600}\
th,td{border:1px solid;padding:.3rem .5rem;text-align:left;vertical-align:top}dt{font-weight:600}";

/// A policy as it is told to people in one language.
pub(super) struct Page<'p> {
    policy: &'p Policy,
    language: &'p str,
    pub(super) labels: &'static Labels,
}

impl<'p> Page<'p> {
    pub(super) fn of(policy: &'p Policy, language: &'p str) -> Self {
        Self {
            policy,
            language,
            labels: labels(language),
        }
    }

    fn say<'t>(&self, text: &'t Text) -> &'t str {
        text.in_language(self.language)
    }

    /// A fixed phrase that stands in one place only, in both languages side by side.
    fn word<'w>(&self, english: &'w str, french: &'w str) -> &'w str {
        if self.labels.language == "fr" {
            french
        } else {
            english
        }
    }

    /// A time in words, marked where it is the vendor's own.
    fn time(&self, within: &Within) -> Cell {
        match within {
            Within::Unstated {
                operating: Some(own),
            } => Cell::text(&own.in_words(self.language)).own(true, self.labels.own),
            stated => Cell::text(&stated.in_words(self.language)),
        }
    }

    /// After a plain length, marked where it is the vendor's own.
    fn after(&self, within: &Within) -> Cell {
        let own = matches!(within, Within::Unstated { operating: Some(_) });
        let length = within.length_in_words(self.language);
        let text = match within {
            Within::Unstated { operating: None } => length,
            _ => format!("{} {length}", self.word("after", "après")),
        };
        Cell::text(&text).own(own, self.labels.own)
    }

    fn clause(&self, clause: Option<&str>) -> (&'static str, Option<Cell>) {
        (self.labels.clause, clause.map(Cell::text))
    }

    fn addresses(&self, addresses: &[String]) -> (&'static str, Option<Cell>) {
        let name = self.word("Write to", "Écrire à");
        (
            name,
            (!addresses.is_empty()).then(|| Cell::text(&addresses.join(", "))),
        )
    }

    fn cell(&self, text: Option<&Text>) -> Cell {
        text.map(|text| Cell::text(self.say(text)))
            .unwrap_or_default()
    }

    fn heading(&self, html: &mut Html) {
        let heading = self.policy.heading();
        let effective = heading
            .effective
            .map_or_else(|| self.labels.unstated.to_owned(), |date| date.to_string());
        let text = |text: &Option<Text>| text.as_ref().map(|text| Cell::text(self.say(text)));
        html.pairs(&[
            (self.labels.version, Some(Cell::text(&heading.version))),
            (self.labels.effective, Some(Cell::text(&effective))),
            (self.labels.purpose, text(&heading.purpose)),
            (self.labels.scope, text(&heading.scope)),
            (self.labels.review, text(&heading.review)),
            (
                self.word("Changes are announced", "Les modifications sont annoncées"),
                heading.notice.as_ref().map(|notice| {
                    let length = notice.length_in_words(self.language);
                    let ahead = self.word("ahead", "à l'avance");
                    Cell::text(&format!("{length} {ahead}"))
                }),
            ),
        ]);
    }

    fn hours(&self, html: &mut Html) {
        let used = |id: &str| {
            let policy = self.policy;
            let of_target = policy
                .targets
                .iter()
                .filter(|target| target.audience == Audience::Customer);
            policy.heading.calendar.as_deref() == Some(id)
                || policy
                    .plans
                    .iter()
                    .any(|plan| plan.calendar.as_deref() == Some(id))
                || of_target
                    .flat_map(|target| &target.calendar)
                    .any(|calendar| calendar.value == id)
        };
        let rows: Vec<Vec<Cell>> = self
            .policy
            .calendars
            .iter()
            .filter(|(id, _)| used(id))
            .map(|(id, hours)| {
                let own = |part: &str| hours.operating.iter().any(|operating| operating == part);
                vec![
                    Cell::text(id),
                    Cell::text(&self.week(hours)).own(own("weekly"), self.labels.own),
                    Cell::text(&hours.spec.zone).own(own("zone"), self.labels.own),
                    Cell::text(hours.clause.as_deref().unwrap_or_default()),
                ]
            })
            .collect();
        let labels = self.labels;
        html.table(
            labels.hours,
            &[labels.calendar, labels.hours, labels.zone, labels.clause],
            &rows,
        );
    }

    /// `Mon-Fri 08:00-17:00`: days with the same hours together.
    pub(super) fn week(&self, hours: &Hours) -> String {
        if hours.is_always_open() {
            return self.labels.always.to_owned();
        }
        let mut runs: Vec<(usize, usize, &Vec<Interval>)> = Vec::new();
        for (day, intervals) in hours.spec.weekly.iter().enumerate() {
            match runs.last_mut() {
                Some((_, last, same)) if *same == intervals => *last = day,
                _ => runs.push((day, day, intervals)),
            }
        }
        let name = |day: usize| self.labels.days.get(day).copied().unwrap_or_default();
        let shown: Vec<String> = runs
            .into_iter()
            .filter(|(_, _, intervals)| !intervals.is_empty())
            .map(|(first, last, intervals)| {
                let days = if first == last {
                    name(first).to_owned()
                } else {
                    format!("{}-{}", name(first), name(last))
                };
                let times: Vec<String> = intervals.iter().map(clock_times).collect();
                format!("{days} {}", times.join(", "))
            })
            .collect();
        if shown.is_empty() {
            self.labels.closed.to_owned()
        } else {
            shown.join("; ")
        }
    }

    fn plans(&self, html: &mut Html) {
        let rows: Vec<Vec<Cell>> = self
            .policy
            .plans
            .iter()
            .map(|plan| {
                let channels: Vec<String> = plan
                    .channels
                    .iter()
                    .map(|id| self.labels.channel_name(id))
                    .collect();
                vec![
                    Cell::text(self.say(&plan.name)),
                    self.cell(plan.means.as_ref()),
                    Cell::text(self.policy.calendar_of_plan(Some(&plan.id)))
                        .own(plan.operating, self.labels.own),
                    Cell::text(&channels.join(", ")),
                    Cell::text(plan.clause.as_deref().unwrap_or_default()),
                ]
            })
            .collect();
        let labels = self.labels;
        let columns = [
            labels.plan,
            labels.means,
            labels.calendar,
            labels.channels,
            labels.clause,
        ];
        html.table(labels.plans, &columns, &rows);
    }

    fn channels(&self, html: &mut Html) {
        let labels = self.labels;
        let rows: Vec<Vec<Cell>> = self
            .policy
            .channels
            .iter()
            .map(|rule| {
                let state = if rule.accepted {
                    labels.accepted
                } else {
                    labels.refused
                };
                let registered = if rule.registered_only {
                    labels.registered
                } else {
                    ""
                };
                let preferred = if rule.preferred { labels.preferred } else { "" };
                let instead = rule.instead.as_ref().map(|text| self.say(text));
                let instead = instead.map(|text| match rule.accepted {
                    true => format!(
                        "{} {text}",
                        self.word("Others read:", "Les autres lisent :")
                    ),
                    false => text.to_owned(),
                });
                let addresses = if rule.accepted {
                    rule.addresses.join(", ")
                } else {
                    String::new()
                };
                let identify = rule
                    .identify
                    .as_ref()
                    .map(|text| self.say(text))
                    .unwrap_or_default();
                vec![
                    Cell::text(&labels.channel_name(&rule.id)),
                    Cell::lines([
                        state,
                        registered,
                        preferred,
                        &addresses,
                        identify,
                        instead.as_deref().unwrap_or_default(),
                    ]),
                    Cell::text(rule.clause.as_deref().unwrap_or_default()),
                ]
            })
            .collect();
        html.table(
            labels.channels,
            &[labels.channel, labels.rule, labels.clause],
            &rows,
        );
    }

    fn levels(&self, html: &mut Html) {
        let labels = self.labels;
        let rows: Vec<Vec<Cell>> = self
            .policy
            .levels
            .iter()
            .map(|level| {
                vec![
                    Cell::text(&format!("{} · {}", level.number, self.say(&level.name))),
                    Cell::lines(level.does.iter().map(|text| self.say(text))),
                    self.cell(level.sees.as_ref()),
                    self.cell(level.hands_over.as_ref()),
                    match &level.told {
                        Some(Reason::Stated(text)) => Cell::text(self.say(text)),
                        Some(Reason::Unstated) => Cell::text(labels.unstated),
                        None => Cell::default(),
                    },
                    Cell::text(level.clause.as_deref().unwrap_or_default()),
                ]
            })
            .collect();
        html.table(
            labels.levels,
            &[
                labels.level,
                labels.does,
                self.word("Has access to", "A accès à"),
                labels.hands_over,
                self.word("Why it is handed here", "Pourquoi elle y est transmise"),
                labels.clause,
            ],
            &rows,
        );
    }

    fn rating(&self, html: &mut Html) {
        let Some(rating) = self.policy.rating() else {
            return;
        };
        if let Some(question) = &rating.question {
            html.element("p", self.say(question));
        }
        let answers = rating
            .scale
            .iter()
            .map(|answer| Cell::text(self.say(answer)));
        html.list(answers.map(|answer| answer.own(rating.operating, self.labels.own)));
    }

    fn gaps(&self, html: &mut Html) {
        let rows: Vec<Vec<Cell>> = self
            .policy
            .gaps
            .iter()
            .map(|gap| {
                vec![
                    self.cell(Some(&gap.what)),
                    self.cell(gap.we_use.as_ref()),
                    Cell::text(gap.clause.as_deref().unwrap_or_default()),
                ]
            })
            .collect();
        let labels = self.labels;
        html.table(
            labels.gaps,
            &[labels.gap, labels.we_use, labels.clause],
            &rows,
        );
    }
}

pub(super) fn clock_times(interval: &Interval) -> String {
    let clock = |seconds: u32| format!("{:02}:{:02}", seconds / 3_600, seconds / 60 % 60);
    format!("{}-{}", clock(interval.open), clock(interval.close))
}

#[cfg(test)]
mod tests;
