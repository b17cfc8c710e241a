//! The promises of a ticket as its page shows them: name, state, deadline, strip
//! and proof. Only those to customers; what the vendor steers by is not here.

use domain::text::metric_name;
use domain::{ClockRecord, Policies, Ticket, timeline};
use sla::clock::explain::{self, Explanation};
use sla::clock::{ClockError, ClockState};
use sla::policy::{Audience, Within};

use super::day::{capital, moment};
use super::pill::pill;
use super::proof::{Proof, proof, spent};
use crate::web::pages::workspace::pill::Pill;
use crate::web::{Corrections, Reader};

/// One promise on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Card {
    pub(super) name: String,
    pub(super) pill: Pill,
    /// The largest words: `tomorrow 11:10`, `kept today 10:46`.
    pub(super) big: String,
    /// How long it gives: `Within 4 hours of opening time`.
    pub(super) within: String,
    pub(super) notes: Vec<String>,
    /// What it had come to before its calendar was corrected, who did, and why.
    pub(super) restated: Vec<String>,
    /// An SVG element; empty where there is no deadline to draw.
    pub(super) strip: String,
    pub(super) begins: String,
    pub(super) ends: String,
    pub(super) proof: Proof,
}

/// The cards in order of their deadlines, after all others what is over.
///
/// # Errors
/// When the policy lacks a calendar that a promise names.
pub(super) fn cards(
    ticket: &Ticket,
    policies: &Policies,
    corrections: &Corrections<'_>,
    reader: &Reader,
) -> Result<Vec<Card>, ClockError> {
    let mut clocks: Vec<_> = ticket.clocks_shown_to(Audience::Customer);
    clocks.sort_by_key(|(_, clock)| clock.is_final());
    let mut cards = Vec::new();
    for (id, clock) in clocks {
        let given_up = matches!(clock.state, ClockState::Cancelled | ClockState::Absorbed);
        // A promise that a change of severity replaced would only confuse, unless
        // it was missed before: that stays on record, also where it was corrected.
        let was_missed = clock.breached_at.is_some() || clock.restatements().next().is_some();
        if given_up && !was_missed {
            continue;
        }
        if let Some(timeline) = timeline(ticket, id) {
            let told = explain::explain(&timeline, policies, reader.now, &reader.zone)?;
            cards.push(card(clock, &told, corrections, reader));
        }
    }
    Ok(cards)
}

fn card(
    clock: &ClockRecord,
    told: &Explanation,
    corrections: &Corrections<'_>,
    reader: &Reader,
) -> Card {
    let words = reader.words();
    let promise = &told.promise;
    let mut notes = Vec::new();
    if promise.operating {
        notes.push(words.say("portal-vow-aim"));
    } else if promise.best_effort && clock.due_at.is_some() {
        notes.push(words.say("portal-vow-best-effort"));
    }
    let drawn = !told.reading.spans.is_empty() && told.reading.due_at.is_some();
    let label = format!("{}: {}", big(clock, told, reader), spent(told, reader));
    let edge = |at| moment(reader, at);
    Card {
        name: metric_name(reader.language, &promise.metric),
        pill: pill(clock, reader),
        big: big(clock, told, reader),
        within: capital(&promise.within.in_words(reader.language.code())),
        notes,
        restated: corrections.told(clock, reader),
        strip: if drawn {
            explain::strip(&told.reading, &label)
        } else {
            String::new()
        },
        begins: told
            .reading
            .spans
            .first()
            .map_or_else(String::new, |span| edge(span.from)),
        ends: told
            .reading
            .spans
            .last()
            .map_or_else(String::new, |span| edge(span.until)),
        proof: proof(told, reader),
    }
}

fn big(clock: &ClockRecord, told: &Explanation, reader: &Reader) -> String {
    let words = reader.words();
    let at = |id: &str, at| words.say_with(id, "at", moment(reader, at));
    match (clock.met_at, clock.paused_at, told.reading.due_at) {
        (Some(met), _, _) => at("portal-kept-at", met),
        (None, Some(_), _) => words.say("portal-clock-rests"),
        (None, None, Some(due)) => capital(&moment(reader, due)),
        (None, None, None) if promise_is_release(told) => {
            capital(&words.say("portal-next-release"))
        }
        (None, None, None) => capital(&words.say("state-unpromised")),
    }
}

fn promise_is_release(told: &Explanation) -> bool {
    matches!(told.promise.within, Within::NextRelease)
}
