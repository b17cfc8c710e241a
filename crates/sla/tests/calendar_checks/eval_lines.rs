//! Lines of `calendar eval`: every rule of the protocol, and every way to get it wrong.

use serde_json::{Value, json};
use sla::calendar::eval::eval_line;

/// The office week in Berlin, with whatever `more` says.
fn question(more: Value) -> Value {
    let nine_to_five = json!([["09:00", "17:00"]]);
    let mut question = json!({
        "id": "q", "tz": "Europe/Berlin", "op": "add", "start": "2026-11-20T16:00:00+01:00",
        "amount_seconds": 7_200,
        "weekly": {"mon": nine_to_five, "tue": nine_to_five, "wed": nine_to_five,
                   "thu": nine_to_five, "fri": nine_to_five},
    });
    for (name, value) in more.as_object().unwrap() {
        question[name] = value.clone();
    }
    question
}

fn answer(question: &Value) -> Value {
    serde_json::from_str(&eval_line(&question.to_string())).unwrap()
}

#[track_caller]
fn check(more: Value, result: Value) {
    assert_eq!(
        answer(&question(more)),
        json!({"id": "q", "result": result})
    );
}

#[track_caller]
fn check_error(more: Value, part: &str) {
    let answer = answer(&question(more));
    let error = answer["error"].as_str().unwrap();
    assert!(error.contains(part), "{error}");
    assert!(answer.get("result").is_none());
    assert_eq!(answer["id"], "q");
}

#[test]
fn adds_and_measures() {
    check(json!({}), json!("2026-11-23T09:00:00Z"));
    check(json!({"amount_seconds": 0}), json!("2026-11-20T15:00:00Z"));
    check(
        json!({"amount_seconds": -7_200}),
        json!("2026-11-20T13:00:00Z"),
    );
    check(
        json!({"op": "between", "end": "2026-11-23T10:00:00+01:00"}),
        json!(7_200),
    );
    check(
        json!({"op": "between", "end": "2026-11-20T09:00:00+01:00"}),
        json!(-25_200),
    );
    check(
        json!({"op": "between", "end": "2026-11-20T15:00:00Z"}),
        json!(0),
    );
}

#[test]
fn results_are_floored_to_whole_seconds() {
    let start = "2026-11-20T16:59:59.6+01:00";
    check(
        json!({"start": start, "amount_seconds": 0}),
        json!("2026-11-20T15:59:59Z"),
    );
    // Four tenths are left on Friday, six come from Monday.
    check(
        json!({"start": start, "amount_seconds": 1}),
        json!("2026-11-23T08:00:00Z"),
    );
    check(
        json!({"start": start, "op": "between", "end": "2026-11-23T09:00:00.5+01:00"}),
        json!(0),
    );
    let before_1970 = "1969-11-20T16:00:00.5+01:00";
    check(
        json!({"start": before_1970, "amount_seconds": 0}),
        json!("1969-11-20T15:00:00Z"),
    );
}

#[test]
fn holidays_and_exceptions() {
    check(
        json!({"holidays": ["2026-11-23"]}),
        json!("2026-11-24T09:00:00Z"),
    );
    let exceptions = json!([{"date": "2026-11-23", "hours": [["12:00", "13:00"]]}]);
    let both = json!({"holidays": ["2026-11-23"], "exceptions": exceptions});
    check(both, json!("2026-11-23T12:00:00Z"));
    let closed = json!({"exceptions": [{"date": "2026-11-23", "hours": []}]});
    check(closed, json!("2026-11-24T09:00:00Z"));
}

#[test]
fn forms_of_intervals() {
    let weekly = |hours: Value| json!({"weekly": {"fri": hours}, "amount_seconds": 36_000});
    // Friday 16:00 to Saturday 02:00, past midnight and up to it.
    check(
        weekly(json!([["09:00", "06:00"]])),
        json!("2026-11-21T01:00:00Z"),
    );
    check(
        weekly(json!([["16:00", "24:00"], ["9:00", "11:00"]])),
        json!("2026-11-27T10:00:00Z"),
    );
    // Empty intervals are empty, not a whole day.
    check(
        weekly(json!([
            ["00:00", "00:00"],
            ["16:00", "24:00"],
            ["09:00", "12:00"]
        ])),
        json!("2026-11-27T10:00:00Z"),
    );
    check(
        weekly(json!([
            ["16:00:00", "16:00:30"],
            ["17:00", "24:00"],
            ["00:00", "09:00"]
        ])),
        json!("2026-11-27T01:59:30Z"),
    );
}

#[test]
fn a_calendar_that_never_opens() {
    check_error(json!({"weekly": {}}), "never opens");
    check_error(json!({"weekly": null}), "never opens");
    check_error(
        json!({"weekly": {"mon": [["08:00", "08:00"]]}}),
        "never opens",
    );
    check(
        json!({"weekly": {}, "amount_seconds": 0}),
        json!("2026-11-20T15:00:00Z"),
    );
    check(
        json!({"weekly": {}, "op": "between", "end": "2036-11-20T16:00:00Z"}),
        json!(0),
    );
}

#[test]
fn centuries_are_answered_and_more_is_refused() {
    check(
        json!({"amount_seconds": 8 * 3_600 * 261 * 100_i64}),
        json!("2126-12-06T15:00:00Z"),
    );
    check_error(json!({"amount_seconds": i64::MAX}), "outside the years");
    check_error(json!({"amount_seconds": i64::MIN}), "outside the years");
}

#[test]
fn the_id_comes_back_as_given() {
    for id in [
        "7",
        "null",
        "[1, {\"a\": 2}]",
        "123456789012345678901234567890",
        "1.50",
        "\"\\u00e4\"",
    ] {
        let line = format!(
            "{{\"id\": {id}, \"tz\": \"UTC\", \"op\": \"between\", \"start\": \"2026-01-01T00:00:00Z\", \"end\": \"2026-01-02T00:00:00Z\", \"unknown\": [1]}}"
        );
        assert_eq!(eval_line(&line), format!("{{\"id\":{id},\"result\":0}}"));
    }
}

#[test]
fn what_is_wrong_is_said_in_words() {
    check_error(
        json!({"tz": "Europe/Atlantis"}),
        "unknown time zone `Europe/Atlantis`",
    );
    check_error(json!({"tz": 1}), "`tz` must be a time zone name");
    check_error(json!({"op": "subtract"}), "`op` is `subtract`");
    check_error(json!({"op": null}), "`op` is missing");
    check_error(json!({"start": "2026-11-20T16:00:00"}), "`start`");
    check_error(json!({"op": "between"}), "`end` is missing");
    check_error(
        json!({"amount_seconds": 1.5}),
        "`amount_seconds` must be a whole number",
    );
    check_error(json!({"weekly": {"mon": [["09:00"]]}}), "`weekly` must be");
    check_error(
        json!({"weekly": {"mon": [["09:00", "24:01"]]}}),
        "`24:01` is not a time of day",
    );
    check_error(
        json!({"weekly": {"mon": [["09:60", "17:00"]]}}),
        "`09:60` is not a time of day",
    );
    check_error(
        json!({"weekly": {"mon": [["09:00:", "17:00"]]}}),
        "`09:00:` is not a time of day",
    );
    check_error(
        json!({"holidays": ["2026-02-30"]}),
        "`2026-02-30` is not a date",
    );
    check_error(
        json!({"exceptions": [{"hours": []}]}),
        "`exceptions` must be",
    );
    for broken in ["", "{", "[]", "[1]", "7", "{\"id\": 1,}"] {
        let answer: Value = serde_json::from_str(&eval_line(broken)).unwrap();
        assert_eq!(answer["id"], Value::Null);
        assert!(
            answer["error"]
                .as_str()
                .unwrap()
                .contains("not a JSON object"),
            "{answer}"
        );
    }
}
