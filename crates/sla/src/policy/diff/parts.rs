//! The facts of all parts of a policy but its targets.
//!
//! Each struct is taken apart by name, so that a part or key that is added to the
//! language does not compile before it is said here what a change of it means.

use super::{
    Part,
    facts::{Fact, Judge, Sheet},
    words::Said,
};
use crate::policy::{
    ALWAYS, Audience, CHANNELS, ChannelRule, CountsFrom, Gap, Group, Heading, Hours, Level, Plan,
    Policy, Priorities, Priority, Rating, Reason, Running, Severity, SeverityChange, SeverityRules,
    page::{Page, clock_times},
};

/// The instant from which notice periods are compared: any will do.
const NOTICE_FROM_SECOND: i64 = 1_767_571_200;

pub(super) fn lay_out(policy: &Policy, facts: &mut Vec<Fact>) {
    let Policy {
        file: _,
        source: _,
        version: _,
        default_calendar: _,
        targets: _,
        cases: _,
        heading,
        calendars,
        plans,
        severities,
        severity_rules,
        groups,
        priorities,
        levels,
        channels: _,
        rating,
        texts,
        parts: _,
        gaps,
    } = policy;
    heading_of(policy, heading, facts);
    for (id, hours) in calendars.iter().filter(|(id, _)| *id != ALWAYS) {
        calendar(policy, id, hours, facts);
    }
    plans.iter().for_each(|one| plan(policy, one, facts));
    rules(severity_rules, facts);
    severities.iter().for_each(|one| severity(one, facts));
    priorities_of(priorities, facts);
    groups.iter().for_each(|one| group(one, facts));
    levels.iter().for_each(|one| level(one, facts));
    for id in CHANNELS {
        channel(policy, policy.channel(id), facts);
    }
    rating.iter().for_each(|one| rate(one, facts));
    for (id, text) in texts {
        let title = Said::pair("Text", "Texte").then(id);
        let mut sheet = Sheet::new(Part::Text, id, title, facts);
        sheet.head("text", Said::quoted(text), Judge::Words);
    }
    gaps.iter().for_each(|one| gap(one, facts));
}

fn heading_of(policy: &Policy, heading: &Heading, facts: &mut Vec<Fact>) {
    let Heading {
        name,
        version,
        languages,
        effective,
        review,
        notice,
        running,
        purpose,
        scope,
        metrics,
        calendar: _,
        place: _,
    } = heading;
    let mut sheet = Sheet::new(Part::Heading, "", Said::same(""), facts);
    sheet.word("name", Some(name));
    sheet.word("version", Some(version));
    sheet.word("languages", Some(&languages.join(", ")));
    sheet.word("metrics", some(&metrics.join(", ")));
    sheet.word(
        "effective",
        effective.map(|date| date.to_string()).as_deref(),
    );
    sheet.text("review", review.as_ref());
    if let Some(notice) = notice {
        let from = jiff::Timestamp::from_second(NOTICE_FROM_SECOND)
            .expect("an instant of 2026 lies within the years jiff knows");
        let length = policy.change_earliest_at(from).as_second();
        let words = Said::of(|language| notice.in_words(language));
        sheet.say("notice", words, Judge::More(length));
    }
    sheet.flag("running", *running == Running::Move, None);
    sheet.text("purpose", purpose.as_ref());
    sheet.text("scope", scope.as_ref());
    let calendar = policy.calendar_of_plan(None).to_owned();
    let name = Said::same(&calendar);
    sheet.say("calendar", name, Judge::Hours { calendar, on: None });
}

fn calendar(policy: &Policy, id: &str, hours: &Hours, facts: &mut Vec<Fact>) {
    let Hours {
        spec,
        operating,
        clause,
        calendar: _,
        place: _,
    } = hours;
    let title = Said::pair("Calendar", "Calendrier").then(id);
    let mut sheet = Sheet::new(Part::Calendar, id, title, facts);
    let judge = |on| Judge::Hours {
        calendar: id.to_owned(),
        on,
    };
    let week = Said::of(|language| Page::of(policy, language).week(hours));
    sheet.head("weekly", week, judge(None));
    sheet.say("zone", Said::same(&spec.zone), judge(None));
    for (date, name) in &spec.holidays {
        let value = match name.as_str() {
            "" => Said::pair("closed", "fermé"),
            name => Said::same(name),
        };
        sheet.item("closed", &date.to_string(), value, judge(Some(*date)));
    }
    for (date, intervals) in &spec.exceptions {
        let times: Vec<String> = intervals.iter().map(clock_times).collect();
        let value = Said::same(&times.join(", "));
        sheet.item("special", &date.to_string(), value, judge(Some(*date)));
    }
    sheet.word("operating", some(&operating.join(", ")));
    sheet.word("clause", clause.as_deref());
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn plan(policy: &Policy, plan: &Plan, facts: &mut Vec<Fact>) {
    let Plan {
        id,
        name,
        means,
        calendar: _,
        operating,
        channels,
        clause,
        calendar_place: _,
        channels_place: _,
    } = plan;
    let title = Said::pair("Plan", "Formule");
    let title = Said::of(|language| {
        let name = name.in_language(language);
        format!("{} {name}", title.in_language(language))
    });
    let mut sheet = Sheet::new(Part::Plan, id, title, facts);
    let calendar = policy.calendar_of_plan(Some(id)).to_owned();
    let hours = Said::same(&calendar);
    sheet.head("calendar", hours, Judge::Hours { calendar, on: None });
    sheet.text("name", Some(name));
    sheet.text("means", means.as_ref());
    sheet.flag("operating", *operating, None);
    if !channels.is_empty() {
        let names = Said::of(|language| {
            let labels = Page::of(policy, language).labels;
            let names: Vec<String> = channels.iter().map(|id| labels.channel_name(id)).collect();
            names.join(", ")
        });
        let members = channels.iter().map(|&id| id.to_owned()).collect();
        sheet.say("channels", names, Judge::Members(members));
    }
    sheet.word("clause", clause.as_deref());
}

fn rules(rules: &SeverityRules, facts: &mut Vec<Fact>) {
    let SeverityRules {
        default,
        set_by,
        changed_by,
        change,
        counts_from,
        clause,
        operating,
    } = rules;
    let mut sheet = Sheet::new(
        Part::Severity,
        "",
        Said::pair("Severities", "Gravités"),
        facts,
    );
    sheet.word("default", default.map(|one| one.to_string()).as_deref());
    sheet.text("set-by", set_by.as_ref());
    sheet.text("changed-by", changed_by.as_ref());
    sheet.flag("change", *change == SeverityChange::Vendor, Some(false));
    let from = match counts_from {
        CountsFrom::Start => Said::pair("the start", "le début"),
        CountsFrom::Change => Said::pair("the change", "le changement"),
    };
    sheet.say("counts-from", from, Judge::Words);
    sheet.flag("operating", *operating, None);
    sheet.word("clause", clause.as_deref());
}

fn severity(severity: &Severity, facts: &mut Vec<Fact>) {
    let Severity {
        number,
        name,
        means,
        examples,
        disqualified,
        without_a_break,
        place: _,
    } = severity;
    let number = number.to_string();
    let title = Said::pair("Severity", "Gravité").then(&number);
    let mut sheet = Sheet::new(Part::Severity, &number, title, facts);
    sheet.head("name", Said::quoted(name), Judge::Words);
    sheet.text("means", means.as_ref());
    sheet.texts("examples", examples);
    sheet.texts("disqualified", disqualified);
    sheet.flag("without-a-break", *without_a_break, Some(true));
}

fn priorities_of(priorities: &Priorities, facts: &mut Vec<Fact>) {
    let Priorities {
        all,
        default,
        set_by,
        changed_by,
        clause,
        operating,
    } = priorities;
    let mut sheet = Sheet::new(
        Part::Priority,
        "",
        Said::pair("Priorities", "Priorités"),
        facts,
    );
    sheet.word("default", default.as_deref());
    sheet.text("set-by", set_by.as_ref());
    sheet.text("changed-by", changed_by.as_ref());
    sheet.flag("operating", *operating, None);
    sheet.word("clause", clause.as_deref());
    for Priority { id, name, means } in all {
        let title = Said::pair("Priority", "Priorité").then(id);
        let mut sheet = Sheet::new(Part::Priority, id, title, facts);
        sheet.head("name", Said::quoted(name), Judge::Words);
        sheet.text("means", means.as_ref());
    }
}

fn group(group: &Group, facts: &mut Vec<Fact>) {
    let Group {
        name,
        severities,
        operating,
        place: _,
    } = group;
    let title = Said::pair("Group", "Groupe").then(name);
    let mut sheet = Sheet::new(Part::Group, name, title, facts).told(Audience::Internal);
    let numbers: Vec<String> = severities.iter().map(u8::to_string).collect();
    sheet.head("severity", Said::same(&numbers.join(", ")), Judge::Words);
    sheet.flag("operating", *operating, None);
}

fn level(level: &Level, facts: &mut Vec<Fact>) {
    let Level {
        number,
        name,
        does,
        hands_over,
        sees,
        told,
        clause,
    } = level;
    let number = number.to_string();
    let title = Said::pair("Level", "Niveau").then(&number);
    let mut sheet = Sheet::new(Part::Level, &number, title, facts);
    sheet.head("name", Said::quoted(name), Judge::Words);
    sheet.texts("does", does);
    sheet.text("hands-over", hands_over.as_ref());
    sheet.text("sees", sees.as_ref());
    if let Some(told) = told {
        let words = match told {
            Reason::Stated(text) => Said::quoted(text),
            Reason::Unstated => Said::pair("not stated", "non précisé"),
        };
        sheet.say("told", words, Judge::Words);
    }
    sheet.word("clause", clause.as_deref());
}

/// Of every channel there is, also of those the policy does not mention.
fn channel(policy: &Policy, rule: ChannelRule, facts: &mut Vec<Fact>) {
    let ChannelRule {
        id,
        accepted,
        registered_only,
        instead,
        addresses,
        identify,
        preferred,
        clause,
        place: _,
    } = rule;
    let title = Said::of(|language| Page::of(policy, language).labels.channel_name(&id));
    let mut sheet = Sheet::new(Part::Channel, &id, title, facts);
    sheet.flag("accepted", accepted, Some(true));
    sheet.flag("from", registered_only, Some(false));
    sheet.text("instead", instead.as_ref());
    sheet.word("addresses", some(&addresses.join(", ")));
    sheet.text("identify", identify.as_ref());
    sheet.flag("preferred", preferred, None);
    sheet.word("clause", clause.as_deref());
}

fn rate(rating: &Rating, facts: &mut Vec<Fact>) {
    let Rating {
        scale,
        question,
        operating,
        clause,
        place: _,
    } = rating;
    let mut sheet = Sheet::new(Part::Rating, "", Said::pair("Rating", "Évaluation"), facts);
    let answers = Said::list(scale.iter().map(Said::quoted).collect());
    sheet.head("scale", answers, Judge::Words);
    sheet.text("question", question.as_ref());
    sheet.flag("operating", *operating, None);
    sheet.word("clause", clause.as_deref());
}

fn gap(gap: &Gap, facts: &mut Vec<Fact>) {
    let Gap {
        what,
        we_use,
        clause,
        place: _,
    } = gap;
    let title = Said::of(|language| what.in_language(language).to_owned());
    let mut sheet = Sheet::new(Part::Gap, &what.to_string(), title, facts);
    let open = || Said::pair("not stated", "non précisé");
    let answer = we_use.as_ref().map_or_else(open, Said::quoted);
    sheet.head("we-use", answer, Judge::Words);
    sheet.word("clause", clause.as_deref());
}
