//! More cases that were worked out by hand: what lies far away, comes often, or never opens.

use sla::calendar::Calendar;
use sla::clock::HoldReason;
use sla::policy::{Act, PauseReason, Within};

use super::support::{CALENDARS, assert_says, at, given, hours};

/// 12, as far as one clock knows: the anchor is the oldest unanswered message,
/// and what was said before it answers nothing.
#[test]
fn a_next_response_runs_from_its_anchor() {
    let clock = given("Mon 09:10", hours(4))
        .done(Act::Responded, "Mon 09:00")
        .done(Act::Responded, "Mon 11:30");
    let reading = clock.read("Mon 12:00");
    assert_eq!(
        (reading.met_at, reading.used_seconds),
        (Some(at("Mon 11:30")), 8_400)
    );
}

#[test]
fn a_deadline_centuries_away_is_exact_and_short_to_explain() {
    let clock = given(
        "Mon 09:00",
        Within::CalendarSpan {
            months: 12 * 300,
            days: 0,
        },
    );
    let reading = clock.read("Mon 10:00");
    assert_eq!(reading.due_at, Some(at("2326-03-02 09:00")));
    assert!(reading.spans.len() <= sla::clock::SPANS_MAX);

    let open = given("Mon 09:00", hours(2_000_000)).read("Mon 10:00");
    assert_eq!(open.remaining_seconds, Some(2_000_000 * 3_600 - 3_600));
    let clock = given("Mon 09:00", hours(2_000_000));
    assert_says(
        &clock,
        "Mon 10:00",
        &["counted in many openings taken together"],
    );
}

#[test]
fn many_holds_keep_the_list_of_spans_short() {
    let mut clock = given("Mon 00:00", hours(1_000)).calendar("always");
    for minute in 0..900 {
        let (hour, minute) = (minute / 60, minute % 60);
        clock = clock.held(
            &format!("Tue {hour:02}:{minute:02}:00"),
            &format!("Tue {hour:02}:{minute:02}:30"),
        );
    }
    let reading = clock.read("Wed 00:00");
    assert!(reading.spans.len() <= sla::clock::SPANS_MAX);
    assert_eq!(reading.used_seconds, 48 * 3_600 - 900 * 30);
}

#[test]
fn a_calendar_that_never_opens_is_refused_with_its_name() {
    let clock = given("Mon 09:00", hours(1)).calendar("never");
    let error = sla::clock::read(&clock.timeline, &*CALENDARS, at("Mon 10:00")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "target `response` cannot be measured in calendar `never`"
    );
    let unknown = given("Mon 09:00", hours(1)).calendar("nowhere");
    let error = sla::clock::read(&unknown.timeline, &*CALENDARS, at("Mon 10:00")).unwrap_err();
    assert!(error.to_string().contains("`nowhere`, which is not known"));
    let empty = std::collections::BTreeMap::<String, Calendar>::new();
    assert!(sla::clock::read(&clock.timeline, &empty, at("Mon 10:00")).is_err());
}

/// More than one reason at once, and one that the promise does not honour.
#[test]
fn overlapping_holds_count_once_and_foreign_reasons_not_at_all() {
    let supplier = HoldReason::Pause(PauseReason::Supplier);
    let clock = given("Mon 09:00", hours(4))
        .held("Mon 10:00", "Mon 11:00")
        .held("Mon 10:30", "Mon 12:00")
        .hold(supplier, "Mon 09:15", Some("Mon 09:45"));
    let reading = clock.read("Mon 12:30");
    assert_eq!(
        (reading.due_at, reading.used_seconds),
        (Some(at("Mon 15:00")), 5_400)
    );
}
