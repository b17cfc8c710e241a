//! The facts of a policy's targets: one per severity where times differ by it.

use super::{
    Part,
    facts::{Fact, Judge, Sheet},
    words::{Said, first_letter},
};
use crate::policy::{
    Act, Anchor, Audience, Firmness, Metric, PauseReason, Policy, Start,
    names::{AFTER_PAUSES, ANCHORS, PAUSES},
    page::Page,
    target::{Condition, Target},
};

pub(super) fn lay_out(policy: &Policy, facts: &mut Vec<Fact>) {
    for one in &policy.targets {
        target(policy, one, facts);
    }
}

fn target(policy: &Policy, target: &Target, facts: &mut Vec<Fact>) {
    let Target {
        id,
        metric: _,
        audience,
        within,
        warn,
        keep,
        when: _,
        calendar,
        starts,
        satisfied_by,
        paused_by,
        after_pause,
        firmness,
        anchor,
        lasting,
        clause,
        says,
        governs,
        written: _,
        place: _,
    } = target;
    let title = Said::of(|language| titled(policy, target, language));
    let severities = severities(policy, target);
    let mut sheet = Sheet::new(Part::Target, id, title.clone(), facts).told(*audience);
    for severity in &severities {
        if let Some(within) = within.at(*severity) {
            let words = Said::of(|language| {
                let words = within.value.in_words(language);
                match (&target.metric, language) {
                    (Metric::ContinuousWork, "fr") => format!("prochaine intervention {words}"),
                    (Metric::ContinuousWork, _) => format!("the next act of work {words}"),
                    _ => words,
                }
            });
            sheet.head_at("within", *severity, words, Judge::Deadlines);
        }
    }
    for severity in &severities {
        if let Some(keep) = keep.as_ref().and_then(|keep| keep.at(*severity)) {
            let judge = Judge::More(i64::from(keep.value.share_basis_points));
            let words = Said::same(&keep.value.to_string());
            sheet.say_at("keep", *severity, words, judge);
        }
    }
    let applies = Said::of(|language| Page::of(policy, language).applies_to(target, &[]));
    sheet.say("applies", applies, Judge::Deadlines);
    if let Some(calendar) = calendar {
        let id = calendar.value.clone();
        let judge = Judge::Hours {
            calendar: id,
            on: None,
        };
        sheet.say("calendar", Said::same(&calendar.value), judge);
    }
    let (words, rank) = firmly(*firmness);
    sheet.say("firmness", words, Judge::More(rank));
    if *anchor != Anchor::Receipt {
        let anchors = ANCHORS.iter().find(|(_, known)| known == anchor);
        sheet.word("anchor", anchors.map(|(word, _)| *word));
    }
    let (from, rank) = start(*starts);
    sheet.say("starts", from, Judge::More(-rank));
    let acts = Said::of(|language| {
        let labels = Page::of(policy, language).labels;
        let acts: Vec<String> = satisfied_by.iter().map(|all| labels.acts(all)).collect();
        acts.join(", ")
    });
    let any = Said::pair("any answer by staff", "toute réponse de l'équipe");
    let acts = if satisfied_by.is_empty() { any } else { acts };
    sheet.say("satisfied-by", acts, Judge::Words);
    if target.metric == Metric::ContinuousWork {
        let begins = acts_of(policy, &lasting.begins_with);
        let request = Said::pair("the request itself", "la demande elle-même");
        let begins = if lasting.begins_with.is_empty() {
            request
        } else {
            begins
        };
        sheet.say("begins-with", begins, Judge::Words);
        sheet.say("until", acts_of(policy, &lasting.until), Judge::Words);
    }
    sheet.say("paused-by", pauses(paused_by), counted_in(paused_by));
    let word = AFTER_PAUSES.iter().find(|(_, known)| known == after_pause);
    sheet.word("after-pause", word.map(|(word, _)| *word));
    sheet.word("clause", Some(clause));
    sheet.text("says", says.as_ref());
    let mut sheet = Sheet::new(Part::Target, id, title, facts).told(Audience::Internal);
    for severity in &severities {
        if let Some(warn) = warn.as_ref().and_then(|warn| warn.at(*severity)) {
            let words = Said::of(|language| warn.value.in_words(language));
            sheet.say_at("warn", *severity, words, Judge::Words);
        }
    }
    sheet.word("governs", governs.as_deref());
}

fn acts_of(policy: &Policy, acts: &[Act]) -> Said {
    let said = acts
        .iter()
        .map(|act| Said::of(|language| Page::of(policy, language).labels.act(*act).to_owned()));
    Said::list(said.collect())
}

/// `first response (received outside office)`.
fn titled(policy: &Policy, target: &Target, language: &str) -> String {
    let page = Page::of(policy, language);
    let metric = page.labels.metric(&target.metric);
    let metric = first_letter(&metric, |first| first.to_lowercase().collect());
    let conditions = page.restrictions(&target.when);
    if conditions.is_empty() {
        metric
    } else {
        format!("{metric} ({})", conditions.join(", "))
    }
}

/// The severities it has times for; none where the policy has none.
fn severities(policy: &Policy, target: &Target) -> Vec<Option<u8>> {
    let Condition {
        severities: listed, ..
    } = &target.when;
    let all = || policy.severities.iter().map(|one| one.number).collect();
    let rows = target.within.severities().unwrap_or_else(all);
    let rows: Vec<Option<u8>> = rows
        .into_iter()
        .filter(|row| listed.is_empty() || listed.contains(row))
        .map(Some)
        .collect();
    if rows.is_empty() { vec![None] } else { rows }
}

/// In words, and how firm that is.
fn firmly(firmness: Firmness) -> (Said, i64) {
    match firmness {
        Firmness::Will => (Said::pair("promised", "promis"), 2),
        Firmness::Aims => (Said::pair("aimed at", "visé"), 1),
        Firmness::Attempts => (Said::pair("attempted", "tenté"), 0),
    }
}

/// In words, and how much later than receipt that is.
fn start(start: Start) -> (Said, i64) {
    match start {
        Start::Receipt => (Said::pair("receipt", "la réception"), 0),
        Start::ReceiptInHours => (
            Said::pair(
                "receipt, in opening hours",
                "la réception, aux heures d'ouverture",
            ),
            1,
        ),
        Start::CompleteReport => (Said::pair("a complete report", "un signalement complet"), 2),
    }
}

fn pauses(paused_by: &[PauseReason]) -> Said {
    if paused_by.is_empty() {
        return Said::pair("nothing", "rien");
    }
    let words = paused_by.iter().map(|reason| match reason {
        PauseReason::Customer => Said::pair("the customer", "le client"),
        PauseReason::Supplier => Said::pair("a supplier", "un fournisseur"),
        PauseReason::Release => Said::pair("a release", "une version"),
        PauseReason::ForceMajeure => Said::pair("force majeure", "un cas de force majeure"),
    });
    Said::list(words.collect())
}

/// The waits in which the clock goes on: the more, the better for the customer.
fn counted_in(paused_by: &[PauseReason]) -> Judge {
    let counted = PAUSES
        .iter()
        .filter(|(_, reason)| !paused_by.contains(reason));
    Judge::Members(counted.map(|(word, _)| (*word).to_owned()).collect())
}
