//! The sharp cases on what people did: reopening, what a response is, messages.

use jiff::tz::TimeZone;
use sla::clock::ClockState::{self, Met, MissedMet, Running};
use sla::clock::{self, HoldReason, explain};
use sla::history::{Fact, History, What};
use sla::policy::{Act, Anchor, Policy, Request};

use super::support::{assert_in_order, assert_says, at, given, hours};

/// 10: reopened, it goes on from where it was.
#[test]
fn a_reopened_clock_goes_on_from_its_used_time() {
    let clock = given("Mon 09:00", hours(8))
        .resolution()
        .done(Act::Resolved, "Mon 15:00");
    let resolved = clock.clone().hold(HoldReason::Resolved, "Mon 15:00", None);
    assert_eq!(resolved.read("Tue 12:00").met_at, Some(at("Mon 15:00")));

    let reopened = clock.hold(HoldReason::Resolved, "Mon 15:00", Some("Wed 15:00"));
    assert_eq!(reopened.read("Wed 14:00").state, Met);
    let reading = reopened.read("Wed 15:00");
    assert_eq!((reading.state, reading.met_at), (Running, None));
    assert_eq!(reading.used_seconds, 6 * 3_600);
    assert_eq!(reading.due_at, Some(at("Wed 17:00")));
    assert_eq!(
        reopened.read("Thu 09:00").breached_at,
        Some(at("Wed 17:00"))
    );
    assert_says(
        &reopened,
        "Wed 16:00",
        &[
            "Running: 7 h of 8 h used, 1 h left.",
            "Mon 2026-03-02 15:00  on hold until Wed 2026-03-04 15:00, resolved until reopened",
            "Mon 2026-03-02 15:00 to Wed 2026-03-04 15:00  on hold, resolved until reopened",
        ],
    );
}

/// 10: a miss in any cycle stays a miss, and an answer stays an answer.
#[test]
fn reopening_unmakes_neither_a_miss_nor_an_answer() {
    let late = given("Mon 09:00", hours(4))
        .resolution()
        .done(Act::Resolved, "Mon 15:00")
        .hold(HoldReason::Resolved, "Mon 15:00", Some("Wed 15:00"))
        .done(Act::Resolved, "Wed 15:30");
    let reading = late.read("Wed 16:00");
    assert_eq!(
        (reading.state, reading.breached_at),
        (MissedMet, Some(at("Mon 13:00")))
    );
    assert_eq!(reading.met_at, Some(at("Wed 15:30")));

    let answered = given("Mon 09:00", hours(8))
        .done(Act::Resolved, "Mon 15:00")
        .hold(HoldReason::Resolved, "Mon 15:00", Some("Wed 15:00"));
    assert_eq!(answered.read("Thu 12:00").met_at, Some(at("Mon 15:00")));
}

/// 11: only the acts a clause names.
#[test]
fn only_what_the_clause_names_is_a_response() {
    let rows: [(&[Act], Act, ClockState); 8] = [
        (&[], Act::AcknowledgedAutomatically, Running),
        (&[Act::Responded], Act::AcknowledgedAutomatically, Running),
        (
            &[Act::AcknowledgedAutomatically],
            Act::AcknowledgedAutomatically,
            Met,
        ),
        (&[], Act::Responded, Met),
        (&[], Act::WorkaroundGiven, Met),
        (&[], Act::Forwarded, Running),
        (&[Act::PlanGiven, Act::Diagnosed], Act::Responded, Running),
        (&[Act::PlanGiven, Act::Diagnosed], Act::Diagnosed, Met),
    ];
    for (named, act, state) in rows {
        let clock = given("Mon 09:00", hours(4))
            .satisfied_by(named)
            .done(act, "Mon 10:00");
        assert_eq!(clock.read("Mon 11:00").state, state, "{named:?} by {act:?}");
    }
    let clock = given("Mon 09:00", hours(4))
        .satisfied_by(&[Act::PlanGiven])
        .done(Act::AcknowledgedAutomatically, "Mon 09:00")
        .done(Act::PlanGiven, "Mon 10:00");
    assert_says(
        &clock,
        "Mon 11:00",
        &[
            "Met Mon 2026-03-02 10:00",
            "acknowledged automatically\n",
            "plan given: this met it\n",
        ],
    );
}

/// 11: a call written down later counts when it was made.
#[test]
fn a_call_recorded_late_counts_at_the_instant_of_the_call() {
    let clock = given("Mon 09:00", hours(2));
    assert_eq!(clock.read("Mon 12:00").breached_at, Some(at("Mon 11:00")));
    let recorded = clock
        .clone()
        .done(Act::Responded, "Mon 10:30")
        .read("Mon 12:00");
    assert_eq!(
        (recorded.state, recorded.met_at),
        (Met, Some(at("Mon 10:30")))
    );
    assert_eq!((recorded.breached_at, recorded.used_seconds), (None, 5_400));
    assert_says(
        &clock,
        "Mon 12:00",
        &["Missed Mon 2026-03-02 11:00, and still open: 3 h of 2 h used"],
    );
}

const MESSAGES: &str = r#"
format = 1

[policy]
name      = "Nordwind"
version   = "1"
languages = ["en"]
effective = 2026-01-01
calendar  = "office"

[calendar.office]
zone   = "Europe/Berlin"
weekly = { mon-fri = "09:00-17:00" }

[[target]]
id     = "next-response"
metric = "next response"
within = "4h"
clause = "Response times, 3"
says   = "Who writes again is answered again."
"#;

/// Received on Monday at nine, and what happened then.
fn received<const N: usize>(facts: [(&str, What); N]) -> History {
    History {
        request: Request {
            anchor: Anchor::Receipt,
            priority: None,
            severity: None,
            kind: "incident".to_owned(),
            plan: None,
            channel: "portal".to_owned(),
            received_at: at("Mon 09:00"),
        },
        facts: facts
            .map(|(when, what)| Fact { at: at(when), what })
            .to_vec(),
        release_at: None,
    }
}

/// 12: the oldest unanswered message is the one that is owed, whoever of the
/// customer's wrote the others; notes among ourselves answer nothing.
#[test]
fn several_unanswered_messages_are_owed_one_answer_from_the_oldest() {
    let policy = Policy::parse("nordwind.toml", MESSAGES).policy.unwrap();
    let facts = [
        ("Mon 09:05", What::Act(Act::Responded)),
        ("Mon 09:10", What::CustomerWrote),
        ("Mon 09:40", What::CustomerWrote),
        ("Mon 10:00", What::Act(Act::Forwarded)),
        ("Mon 11:00", What::CustomerWrote),
        ("Mon 11:30", What::Act(Act::Responded)),
    ];
    let clocks = policy.clocks(&received(facts)).unwrap();
    assert_eq!(clocks.len(), 1, "one answer is owed, not three");
    let timeline = &clocks[0].timeline;
    let now = at("Mon 12:00");
    let reading = clock::read(timeline, &policy, now).unwrap();
    assert_eq!(
        (reading.state, reading.met_at),
        (Met, Some(at("Mon 11:30")))
    );
    assert_eq!(reading.used_seconds, 2 * 3_600 + 20 * 60);

    let viewer = TimeZone::get("Europe/Berlin").unwrap();
    let explanation = explain::explain(timeline, &policy, now, &viewer).unwrap();
    assert_in_order(
        &explain::text(&explanation, "en"),
        &[
            "next-response: within 4 hours of opening time, in calendar office\n",
            "Response times, 3: Who writes again is answered again.\n",
            "Met Mon 2026-03-02 11:30: 2 h 20 min of 4 h used, 1 h 40 min left.",
            "Mon 2026-03-02 09:10  the customer wrote\n",
            "Mon 2026-03-02 10:00  forwarded\n",
            "Mon 2026-03-02 11:30  answered: this met it\n",
            "Mon 2026-03-02 09:10 to 11:30  2 h 20 min counted\n",
        ],
    );
}

/// A duty to work without a break, and who takes it over.
#[test]
fn the_gaps_of_a_duty_and_its_hand_over_explain_themselves() {
    let target = MESSAGES.find("[[target]]").unwrap();
    let duty = "[[duty]]\nid = \"endurance\"\nlongest-gap = \"unstated, we use 2h\"\n\
        hand-over = \"30m\"\nclause = \"Critical failures\"\n\
        says = \"Somebody works on it without a break.\"\n";
    let source = format!("{}{duty}", &MESSAGES[..target]);
    let policy = Policy::parse("nordwind.toml", &source).policy.unwrap();
    let facts = [
        ("Mon 10:00", What::Act(Act::WorkBegun)),
        ("Mon 10:30", What::HandedOver),
    ];
    let clocks = policy.clocks(&received(facts)).unwrap();
    let (now, viewer) = (at("Mon 11:30"), TimeZone::get("Europe/Berlin").unwrap());
    let told = |index: usize, language: &str| {
        let timeline = &clocks[index].timeline;
        let explanation = explain::explain(timeline, &policy, now, &viewer).unwrap();
        explain::text(&explanation, language)
    };
    assert_eq!(clocks.len(), 3, "two gaps and a hand-over");
    assert_in_order(
        &told(1, "en"),
        &[
            "endurance: within 2 hours of opening time, in calendar office, an operating value of ours\n",
            "Critical failures: Somebody works on it without a break.\n",
            "Mon 2026-03-02 10:00  last worked on, or the duty began\n",
        ],
    );
    assert_in_order(
        &told(2, "en"),
        &[
            "endurance-hand-over: within 30 minutes of opening time, in calendar office\n",
            "Critical failures: Whoever takes over records that work has begun: 30m\n",
            "Mon 2026-03-02 10:30  handed over\n",
        ],
    );
    assert_in_order(
        &told(1, "fr"),
        &["dernier travail, ou début de l'obligation\n"],
    );
    assert_in_order(&told(2, "fr"), &["transmis à quelqu'un d'autre\n"]);
}
