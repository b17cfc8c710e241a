//! `mainstay due`.

use serde_json::{Value, json};

use crate::mainstay;

fn clocks(arguments: &[&str]) -> Vec<Value> {
    let ran = mainstay(&[&["due"], arguments, &["--json"]].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    answer["clocks"].as_array().unwrap().clone()
}

fn clock(clocks: &[Value], target: &str) -> Value {
    clocks
        .iter()
        .find(|clock| clock["target"] == target)
        .unwrap()
        .clone()
}

/// Friday 22:10 in Kolkata: 1 h 50 min until the window closes for the weekend.
const FRIDAY_NIGHT: [&str; 5] = [
    "policies/appseconnect.toml",
    "--severity",
    "2",
    "--received",
    "2026-11-20T22:10:00+05:30",
];

#[test]
fn a_friday_night_runs_on_into_monday() {
    let clocks = clocks(&FRIDAY_NIGHT);
    let due = |target| clock(&clocks, target)["due_at"].clone();
    assert_eq!(due("first-response"), "2026-11-20T17:40:00Z"); // Friday 23:10
    assert_eq!(due("work-begin"), "2026-11-22T20:40:00Z"); // Monday 02:10
    assert_eq!(due("resolution"), "2026-11-23T00:40:00Z"); // Monday 06:10
}

#[test]
fn a_clock_is_proved_by_its_spans() {
    let clocks = clocks(&FRIDAY_NIGHT);
    let work_begin = clock(&clocks, "work-begin");
    let spans: Vec<(&Value, &Value)> = work_begin["spans"]
        .as_array()
        .unwrap()
        .iter()
        .map(|span| (&span["state"], &span["counted_seconds"]))
        .collect();
    let counted = json!("counted");
    let expected = [
        (&counted, &json!(6_600)),
        (&json!("closed"), &json!(0)),
        (&counted, &json!(7_800)),
    ];
    assert_eq!(spans, expected);
}

#[test]
fn a_clock_in_json_has_what_the_interface_names() {
    let clocks = clocks(&FRIDAY_NIGHT);
    let names = [
        "id",
        "target",
        "cycle",
        "audience",
        "metric",
        "state",
        "promise",
        "started_at",
        "warn_at",
        "due_at",
        "met_at",
        "breached_at",
        "paused_at",
        "used_seconds",
        "remaining_seconds",
        "calendar",
        "policy_version",
        "clause",
        "restatements",
        "spans",
    ];
    for clock in &clocks {
        for name in names {
            assert!(clock.get(name).is_some(), "{name} is missing in {clock}");
        }
    }
    let indicator = clock(&clocks, "indicator-first-response");
    assert_eq!(indicator["audience"], "internal");
    assert_eq!(indicator["warn_at"], "2026-11-20T17:40:00Z");
    assert_eq!(indicator["policy_version"].as_str().unwrap().len(), 64);
}

#[test]
fn a_plan_brings_its_hours() {
    let due = |plan| {
        let received = [
            "--severity",
            "1",
            "--received",
            "2026-03-07T23:30:00Z",
            "--plan",
            plan,
        ];
        let clocks = clocks(&[&["policies/infocyte.toml"], &received[..]].concat());
        clock(&clocks, "first-response")["due_at"].clone()
    };
    assert_eq!(due("patrol"), "2026-03-08T00:30:00Z");
    assert_eq!(due("enlist"), "2026-03-09T15:00:00Z"); // Monday 10:00 at UTC-5
}

fn assert_lines(ran: &crate::Ran, lines: &[&str]) {
    assert_eq!(ran.code, 0, "{}", ran.err);
    for line in lines {
        assert!(
            ran.out.lines().any(|told| told == *line),
            "`{line}` is missing in\n{}",
            ran.out
        );
    }
}

#[test]
fn the_text_explains_every_promise() {
    let ran = mainstay(&[&["due"], &FRIDAY_NIGHT[..]].concat());
    assert_lines(
        &ran,
        &[
            "severity  2, High impact",
            "work-begin: within 4 hours of opening time, in calendar weekdays",
            "Table of severities, resolution work begin: Work on the resolution has begun.",
            "  Sat 2026-11-21 00:00 to Mon 2026-11-23 00:00  closed",
            "Due: Mon 2026-11-23 02:10 +05:30 Asia/Kolkata; 2026-11-22T20:40:00Z",
            "indicator-resolution: within 1 working day, in calendar weekdays, \
             not promised to customers",
        ],
    );
}

#[test]
fn it_explains_in_french_too() {
    let ran = mainstay(&[&["due"], &FRIDAY_NIGHT[..], &["--language", "fr"]].concat());
    assert_lines(
        &ran,
        &[
            "gravité   2, High impact",
            "work-begin : en 4 heures d'ouverture, calendrier weekdays",
            "  sam. 2026-11-21 00:00 à lun. 2026-11-23 00:00  fermé",
            "Échéance : lun. 2026-11-23 02:10 +05:30 Asia/Kolkata; 2026-11-22T20:40:00Z",
        ],
    );
}
