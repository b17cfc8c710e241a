//! What an event says to people: one sentence per event, as the conversation and
//! the mails show it.

use jiff::tz::TimeZone;
use sla::policy::{Act, PauseReason};

use super::mail::metric_name;
use super::{Language, date_time, say};
use crate::{Actor, AgentId, Event, Recorded, Ticket, TicketId};

/// Names of people, looked up by whoever shows the sentence.
pub trait Names {
    /// The name of whoever acted.
    fn actor(&self, actor: Actor) -> String;
    /// The name of an agent.
    fn agent(&self, agent: AgentId) -> String;
    /// The number of another ticket of the desk.
    fn ticket(&self, ticket: TicketId) -> String;
}

/// The sentence for an event; `ticket` is the ticket as it stands now. Whether a
/// customer may read it is [`Event::is_public`].
#[must_use]
pub fn sentence(
    recorded: &Recorded,
    ticket: &Ticket,
    names: &dyn Names,
    language: Language,
    zone: &TimeZone,
) -> String {
    let mut arguments = vec![("who", names.actor(recorded.actor).into())];
    let mut with = |name: &'static str, value: String| arguments.push((name, value.into()));
    let word = |prefix: &str, name: &str| say(language, &format!("{prefix}-{name}"), &[]);
    let instant = |at| date_time(language, at, zone);
    if let Some(clock) = recorded.event.clock() {
        let record = ticket.clocks.get(clock);
        with(
            "clock",
            record.map_or_else(
                || clock.to_owned(),
                |record| metric_name(language, &record.promise().metric),
            ),
        );
    }
    if let Some(other) = recorded.event.other_ticket() {
        with("ticket", names.ticket(other));
    }
    match &recorded.event {
        Event::TicketOpened { channel, .. } => with("channel", word("channel", channel.as_str())),
        Event::MessageAdded { .. }
        | Event::TicketClosed
        | Event::TicketReopened { .. }
        | Event::TicketResolved { .. }
        | Event::TicketMerged { .. }
        | Event::TicketUnmerged { .. }
        | Event::TicketAbsorbed { .. }
        | Event::TicketSeparated { .. }
        | Event::ClockAbsorbed { .. }
        | Event::CoverageDisputed { .. }
        | Event::ContractApplied { .. }
        | Event::ClockCancelled { .. } => {}
        Event::ClockSeparated { breached_at, .. } => {
            with("breached", breached_at.map_or_else(String::new, instant));
            with("missed", yes_or_no(breached_at.is_some()));
        }
        Event::PolicyChanged { since, .. } => with("since", instant(*since)),
        Event::ClockCorrected {
            due_at,
            breached_at,
            ..
        } => {
            with("due", due_at.map_or_else(String::new, instant));
            let missed = match (breached_at, due_at) {
                (None, None) => "open".to_owned(),
                (breached_at, _) => yes_or_no(breached_at.is_some()),
            };
            with("missed", missed);
        }
        Event::ClockRepromised {
            due_at,
            breached_at,
            ..
        } => {
            with("due", due_at.map_or_else(String::new, instant));
            let standing = match (breached_at, due_at) {
                (Some(_), _) => "missed",
                (None, Some(_)) => "due",
                (None, None) => "open",
            };
            with("standing", standing.to_owned());
        }
        Event::ActRecorded { act, happened_at } => {
            with("act", word("act", act_name(*act)));
            with("at", instant(*happened_at));
        }
        Event::TicketAssigned { agent } => {
            let own = agent.is_some_and(|agent| recorded.actor == Actor::Agent(agent));
            with("own", yes_or_no(own));
            with(
                "agent",
                agent.map_or_else(|| say(language, "nobody", &[]), |a| names.agent(a)),
            );
        }
        Event::ReportJudged {
            complete,
            judged_at,
        } => {
            with("complete", yes_or_no(*complete));
            with("at", instant(*judged_at));
        }
        Event::SeverityProposed { severity, .. } | Event::SeverityDeclined { severity, .. } => {
            with("severity", severity.to_string());
        }
        Event::SeverityAgreed { from, to, .. } => {
            with("from", numbered(*from));
            with("to", to.to_string());
        }
        Event::SeverityChanged {
            from, to, agreed, ..
        } => {
            with("from", numbered(*from));
            with("to", to.to_string());
            with("agreed", yes_or_no(*agreed));
        }
        Event::PriorityChanged { from, to, .. } => {
            with("from", from.clone().unwrap_or_else(|| "–".to_owned()));
            with("to", to.clone());
        }
        Event::WorkaroundAccepted { clause, .. } => {
            with("clause", clause.clone().unwrap_or_default());
            with("named", yes_or_no(clause.is_some()));
        }
        Event::LevelChanged { from, to, .. } => {
            with("from", from.to_string());
            with("to", to.to_string());
        }
        Event::TicketPaused { reason, .. } => with("reason", word("pause", pause_name(*reason))),
        Event::TicketResumed { answered } => with("answered", yes_or_no(*answered)),
        Event::TicketRated { rating, .. } => with("rating", word("rating", rating.as_str())),
        Event::CoverageDecided(ruling) => {
            with("decision", word("coverage", ruling.decision.as_str()));
            with("final", yes_or_no(ruling.is_final));
        }
        Event::ClockStarted { due_at, .. } => {
            with("due", due_at.map_or_else(String::new, instant));
            with("promised", yes_or_no(due_at.is_some()));
        }
        Event::ClockMoved {
            due_at, paused_at, ..
        } => {
            with("due", due_at.map_or_else(String::new, instant));
            let standing = match (paused_at, due_at) {
                (Some(_), _) => "paused",
                (None, Some(_)) => "due",
                (None, None) => "open",
            };
            with("standing", standing.to_owned());
        }
        Event::ClockWarned { at, .. }
        | Event::ClockBreached { at, .. }
        | Event::ClockMet { at, .. } => with("at", instant(*at)),
        Event::ClockRestated {
            breached_at,
            met_at,
            ..
        } => {
            with("at", instant(*met_at));
            with("breached", instant(*breached_at));
        }
    }
    let automatic = matches!(
        recorded.event,
        Event::ActRecorded {
            act: Act::AcknowledgedAutomatically,
            ..
        }
    );
    let id = match automatic {
        true => "event-acknowledged-automatically".to_owned(),
        false => format!("event-{}", recorded.event.name().replace('_', "-")),
    };
    say(language, &id, &arguments)
}

fn numbered(severity: Option<u8>) -> String {
    severity.map_or_else(|| "–".to_owned(), |severity| severity.to_string())
}

fn yes_or_no(answer: bool) -> String {
    if answer { "yes" } else { "no" }.to_owned()
}

/// The words' id for an act: `plan-given`.
#[must_use]
pub fn act_name(act: Act) -> &'static str {
    match act {
        Act::AcknowledgedAutomatically => "acknowledged-automatically",
        Act::Responded => "responded",
        Act::Acknowledged => "acknowledged",
        Act::Diagnosed => "diagnosed",
        Act::PlanGiven => "plan-given",
        Act::WorkBegun => "work-begun",
        Act::WorkaroundGiven => "workaround-given",
        Act::ConveyedToPrincipals => "conveyed-to-principals",
        Act::Forwarded => "forwarded",
        Act::FeedbackGiven => "feedback-given",
        Act::TrainingSuggested => "training-suggested",
        Act::QuoteGiven => "quote-given",
        Act::FixReleased => "fix-released",
        Act::Resolved => "resolved",
    }
}

/// The words' id for a pause: `force-majeure`.
#[must_use]
pub fn pause_name(reason: PauseReason) -> &'static str {
    match reason {
        PauseReason::Customer => "customer",
        PauseReason::Supplier => "supplier",
        PauseReason::Release => "release",
        PauseReason::ForceMajeure => "force-majeure",
    }
}
