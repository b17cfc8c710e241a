//! How events are stored. A stored form never changes: each file under
//! `fixtures/events/v1/` holds payloads as they were written, and must be read
//! and written the same for ever.

use domain::Event;
use serde_json::Value;

macro_rules! fixtures {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../fixtures/events/v1/", $name, ".json")))),*]
    };
}

const FIXTURES: &[(&str, &str)] = fixtures![
    "ticket_opened",
    "message_added",
    "act_recorded",
    "ticket_assigned",
    "report_judged",
    "severity_proposed",
    "severity_agreed",
    "severity_declined",
    "severity_changed",
    "priority_changed",
    "workaround_accepted",
    "level_changed",
    "policy_changed",
    "contract_applied",
    "ticket_paused",
    "ticket_resumed",
    "ticket_resolved",
    "ticket_closed",
    "ticket_reopened",
    "ticket_rated",
    "ticket_merged",
    "ticket_unmerged",
    "ticket_absorbed",
    "ticket_separated",
    "coverage_decided",
    "coverage_disputed",
    "clock_started",
    "clock_moved",
    "clock_warned",
    "clock_breached",
    "clock_met",
    "clock_restated",
    "clock_cancelled",
    "clock_corrected",
    "clock_absorbed",
    "clock_separated",
    "clock_repromised",
];

#[test]
fn every_stored_name_has_a_fixture() {
    let names: Vec<&str> = FIXTURES.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, Event::NAMES);
}

#[test]
fn what_was_stored_is_read_and_written_the_same() {
    for (name, file) in FIXTURES {
        let payloads: Vec<Value> = serde_json::from_str(file).unwrap();
        assert!(!payloads.is_empty(), "{name}");
        for payload in payloads {
            let event = Event::decode(name, 1, &payload.to_string());
            let event = event.unwrap_or_else(|error| panic!("{error}"));
            let (written_name, written) = event.encode();
            assert_eq!(written_name, *name);
            let written: Value = serde_json::from_str(&written).unwrap();
            assert_eq!(written, payload, "{name}");
        }
    }
}

#[test]
fn what_cannot_be_read_says_which_event_it_is() {
    let cases = [
        ("ticket_teleported", 1, "{}"),
        ("ticket_closed", 2, "null"),
        ("ticket_resumed", 1, "{"),
        ("ticket_resumed", 1, r#"{"answered":"maybe"}"#),
        ("ticket_resumed", 1, "null"),
    ];
    for (name, version, payload) in cases {
        let error = Event::decode(name, version, payload).unwrap_err();
        assert_eq!((error.kind.as_str(), error.version), (name, version));
        assert!(error.to_string().contains(name), "{error}");
    }
}

/// A field added later is ignored by an older program only if it is optional;
/// what it does not know it must not refuse.
#[test]
fn unknown_fields_are_passed_over() {
    let payload = r#"{"answered":true,"by":"telephone"}"#;
    assert_eq!(
        Event::decode("ticket_resumed", 1, payload),
        Ok(Event::TicketResumed { answered: true })
    );
}
