//! Events as short lines, so that a table of them can be read.

use domain::text::{act_name, pause_name};
use domain::{Actor, ClockCause, Event};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `clock_met first-response.1 at Fri 20 23:10`, in the zone of the story.
pub fn line(event: &Event, zone: &TimeZone) -> String {
    let name = event.name();
    let rest = match event {
        Event::TicketOpened {
            severity, level, ..
        } => format!("{} level {level}", graded(*severity)),
        Event::MessageAdded {
            public,
            author,
            act,
            ..
        } => {
            let visible = if *public { "public" } else { "internal" };
            let act = act.map_or(String::new(), |act| format!(" {}", act_name(act)));
            format!("{visible} by {}{act}", side(*author))
        }
        Event::ActRecorded { act, happened_at } => {
            format!("{} {}", act_name(*act), shown(*happened_at, zone))
        }
        Event::TicketAssigned { agent } => match agent {
            Some(_) => "to somebody".to_owned(),
            None => "to nobody".to_owned(),
        },
        Event::ReportJudged {
            complete,
            judged_at,
        } => {
            let word = if *complete { "complete" } else { "incomplete" };
            format!("{word} {}", shown(*judged_at, zone))
        }
        Event::SeverityProposed { severity, .. } | Event::SeverityDeclined { severity, .. } => {
            severity.to_string()
        }
        Event::SeverityAgreed { from, to, .. } | Event::SeverityChanged { from, to, .. } => {
            format!("{} to {to}", graded(*from))
        }
        Event::PriorityChanged { from, to, .. } => {
            format!("{} to {to}", from.as_deref().unwrap_or("none"))
        }
        Event::WorkaroundAccepted { clause, .. } => clause.clone().unwrap_or_default(),
        Event::LevelChanged { from, to, .. } => format!("{from} to {to}"),
        Event::PolicyChanged { since, .. } => format!("since {}", shown(*since, zone)),
        Event::ContractApplied { plan, .. } => {
            format!("plan {}", plan.as_deref().unwrap_or("none"))
        }
        Event::TicketPaused { reason, question } => {
            let asked = if question.is_some() { ", asked" } else { "" };
            format!("{}{asked}", pause_name(*reason))
        }
        Event::TicketResumed { answered } => {
            if *answered { "answered" } else { "by staff" }.to_owned()
        }
        Event::TicketResolved { message } => match message {
            Some(_) => "with a message".to_owned(),
            None => String::new(),
        },
        Event::TicketClosed
        | Event::TicketReopened { .. }
        | Event::TicketMerged { .. }
        | Event::TicketUnmerged { .. }
        | Event::TicketSeparated { .. } => String::new(),
        Event::TicketAbsorbed { absorbed, .. } => {
            let received = absorbed.request.received_at;
            format!("received {}", shown(received, zone))
        }
        Event::TicketRated { rating, .. } => rating.as_str().to_owned(),
        Event::CoverageDecided(ruling) => {
            let standing = if ruling.is_final {
                "final"
            } else {
                "provisional"
            };
            let row = ruling.row.as_deref().unwrap_or("otherwise");
            let told = if ruling.is_news { "" } else { " untold" };
            let deviates = ruling.deviates_from.map_or(String::new(), |table| {
                format!(" against {}", table.as_str())
            });
            let decision = ruling.decision.as_str();
            format!("{decision} by {row}{deviates} {standing}{told}")
        }
        Event::CoverageDisputed { .. } => String::new(),
        clock => return format!("{name} {}", clock_line(clock, zone)),
    };
    format!("{name} {rest}").trim_end().to_owned()
}

fn clock_line(event: &Event, zone: &TimeZone) -> String {
    let id = event.clock().unwrap();
    let rest = match event {
        Event::ClockStarted {
            anchor_at,
            started_at,
            warn_at,
            due_at,
            ..
        } => {
            let waits = started_at.filter(|start| start != anchor_at);
            let start = instant(" starts", waits, zone);
            format!("{start}{}", thresholds(*warn_at, *due_at, zone))
        }
        Event::ClockMoved {
            cause,
            promise,
            paused_at,
            warn_at,
            due_at,
            ..
        } => {
            let promise = promise.as_ref().map_or(String::new(), |promise| {
                format!(" under {}", promise.target)
            });
            let paused = instant(" resting since", *paused_at, zone);
            let moved = thresholds(*warn_at, *due_at, zone);
            format!(" {}{promise}{paused}{moved}", because(*cause))
        }
        Event::ClockBreached {
            at,
            late_on_arrival,
            ..
        } => {
            let arrival = if *late_on_arrival { " on arrival" } else { "" };
            format!(" at {}{arrival}", shown(*at, zone))
        }
        Event::ClockWarned { at, .. } | Event::ClockMet { at, .. } => {
            format!(" at {}", shown(*at, zone))
        }
        Event::ClockRestated {
            breached_at,
            met_at,
            ..
        } => format!(
            " met at {}, not missed at {}",
            shown(*met_at, zone),
            shown(*breached_at, zone)
        ),
        Event::ClockCorrected {
            due_at,
            breached_at,
            ..
        } => {
            let missed = instant(" missed", *breached_at, zone);
            format!("{}{missed}", instant(" due", *due_at, zone))
        }
        Event::ClockSeparated { breached_at, .. } => instant(" not missed at", *breached_at, zone),
        Event::ClockRepromised {
            promises,
            due_at,
            breached_at,
            met_at,
            ..
        } => {
            let within: Vec<String> = promises.iter().map(|p| p.within.to_string()).collect();
            let missed = instant(" missed", *breached_at, zone);
            let met = instant(" met", *met_at, zone);
            let due = instant(" due", *due_at, zone);
            format!(" within {}{due}{missed}{met}", within.join(", then "))
        }
        _ => String::new(),
    };
    format!("{id}{rest}")
}

fn thresholds(warn_at: Option<Timestamp>, due_at: Option<Timestamp>, zone: &TimeZone) -> String {
    instant(" warn", warn_at, zone) + &instant(" due", due_at, zone)
}

fn instant(word: &str, at: Option<Timestamp>, zone: &TimeZone) -> String {
    at.map_or(String::new(), |at| format!("{word} {}", shown(at, zone)))
}

fn shown(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone())
        .strftime("%a %d %H:%M")
        .to_string()
}

fn graded(severity: Option<u8>) -> String {
    severity.map_or("no severity".to_owned(), |n| format!("severity {n}"))
}

fn side(author: Actor) -> &'static str {
    match author {
        Actor::Agent(_) => "staff",
        Actor::Contact(_) => "customer",
        Actor::System => "system",
    }
}

fn because(cause: ClockCause) -> &'static str {
    match cause {
        ClockCause::Severity => "severity",
        ClockCause::Priority => "priority",
        ClockCause::Held => "held",
        ClockCause::Resumed => "resumed",
        ClockCause::Reopened => "reopened",
        ClockCause::Policy => "policy",
        ClockCause::Merged => "merged",
        ClockCause::Separated => "separated",
        ClockCause::ReportCompleted => "report completed",
    }
}
