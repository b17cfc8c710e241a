//! Explanations: the text, the JSON and the picture.

use proptest::prelude::*;
use serde_json::json;
use sla::clock::HoldReason;
use sla::clock::explain::{STRIP_WIDTH, strip, strip_label, text};
use sla::policy::{Act, AllOf, Audience, Firmness, PauseReason, Promise, Start, Within};

use super::properties::{instant, timeline};
use super::support::{Given, assert_in_order, assert_says, given, hours};

const TEXT: &str = "\
response: within 8 hours of opening time, in calendar office
Response times, 2: We answer in time.
Kept by: answered

Running: 1 h 30 min of 8 h used, 6 h 30 min left.

What happened (times in Europe/Berlin)
  Mon 2026-03-02 16:00  counted from here
  Mon 2026-03-02 16:00  in force: response, within 8 hours of opening time, calendar office \
(Response times, 2)
  Mon 2026-03-02 16:30  on hold until Tue 2026-03-03 11:00, waiting for the customer: \
2 h 30 min did not count for it
  Tue 2026-03-03 11:15  forwarded

What counted
  Mon 2026-03-02 16:00 to 16:30  30 min counted
  Mon 2026-03-02 16:30 to Tue 2026-03-03 11:00  on hold, waiting for the customer
  Tue 2026-03-03 11:00 to 12:00  1 h counted
  Tue 2026-03-03 12:00 to 17:00  5 h ahead
  Tue 2026-03-03 17:00 to Wed 2026-03-04 09:00  closed
  Wed 2026-03-04 09:00 to 10:30  1 h 30 min ahead

Warning: Tue 2026-03-03 16:30 +01:00 Europe/Berlin; Tue 2026-03-03 15:30 +00:00 Europe/London; \
2026-03-03T15:30:00Z
Due: Wed 2026-03-04 10:30 +01:00 Europe/Berlin; Wed 2026-03-04 09:30 +00:00 Europe/London; \
2026-03-04T09:30:00Z
";

fn example() -> Given {
    given("Mon 16:00", hours(8))
        .warn(hours(6))
        .held("Mon 16:30", "Tue 11:00")
        .done(Act::Forwarded, "Tue 11:15")
}

#[test]
fn the_text_tells_promise_facts_spans_and_instants() {
    assert_eq!(text(&example().explain("Tue 12:00"), "en"), TEXT);
}

/// How firmly, by whose choice and to whom: in both languages.
#[test]
fn the_heading_says_what_kind_of_promise_it_is() {
    type Change = fn(&mut Promise);
    let rows: [(Change, &str, &str); 5] = [
        (|_| {}, "calendar office\n", "calendrier office\n"),
        (
            |promise| promise.firmness = Firmness::Aims,
            "calendar office, an aim\n",
            "calendrier office, un objectif\n",
        ),
        (
            |promise| promise.firmness = Firmness::Attempts,
            "calendar office, an attempt, which is never missed\n",
            "calendrier office, une tentative, jamais manquée\n",
        ),
        (
            |promise| promise.operating = true,
            "calendar office, an operating value of ours\n",
            "calendrier office, valeur que nous avons choisie\n",
        ),
        (
            |promise| promise.audience = Audience::Internal,
            "calendar office, not promised to customers\n",
            "calendrier office, non promis aux clients\n",
        ),
    ];
    for (change, english, french) in rows {
        let explanation = example().with(change).explain("Tue 12:00");
        for (language, line) in [("en", english), ("fr", french)] {
            let text = text(&explanation, language);
            assert!(text.contains(line), "{line:?} in:\n{text}");
        }
    }
    let aimed = example().with(|promise| promise.firmness = Firmness::Aims);
    assert_says(
        &aimed,
        "Wed 11:00",
        &["Aim missed Wed 2026-03-04 10:30, and still open"],
    );
}

/// Of acts that are asked for together the first keeps nothing, and says so.
#[test]
fn acts_that_are_asked_for_together_are_told_together() {
    let together = AllOf(vec![Act::Diagnosed, Act::PlanGiven]);
    let clock = given("Mon 09:00", hours(4))
        .with(|promise| promise.satisfied_by = vec![together, Act::Resolved.into()])
        .done(Act::Diagnosed, "Mon 10:00")
        .done(Act::PlanGiven, "Mon 11:00");
    assert_says(
        &clock,
        "Mon 12:00",
        &[
            "Kept by: diagnosed and plan given, or resolved\n",
            "Met Mon 2026-03-02 11:00",
            "diagnosed: one of several acts that are asked for together\n",
            "plan given: this met it\n",
        ],
    );
    assert_in_order(
        &text(&clock.explain("Mon 12:00"), "fr"),
        &[
            "Tenu par : diagnostic donné et plan d'action donné, ou résolu\n",
            "Tenu le lun. 2026-03-02 11:00",
            "diagnostic donné : un des actes demandés ensemble\n",
            "plan d'action donné : ceci l'a tenu\n",
        ],
    );
}

/// Every fact there is, in French: the snapshots show only some.
#[test]
fn every_fact_is_told_in_french() {
    let clock = given("Mon 09:00", Within::NextRelease)
        .starts(Start::CompleteReport)
        .complete("Mon 10:00")
        .hold(
            HoldReason::Pause(PauseReason::Supplier),
            "Mon 11:00",
            Some("Mon 12:00"),
        )
        .held_since("Mon 13:00")
        .done(Act::AcknowledgedAutomatically, "Mon 09:01")
        .release("Tue 10:00")
        .ended("Tue 12:00");
    assert_in_order(
        &text(&clock.explain("Wed 09:00"), "fr"),
        &[
            "response : avec la prochaine version",
            "Terminé sans être tenu",
            "09:00  compté à partir d'ici\n",
            "09:00  en vigueur : response, avec la prochaine version",
            "09:01  accusé de réception automatique\n",
            "10:00  le rapport était complet\n",
            "11:00  pause jusqu'au lun. 2026-03-02 12:00, en attente d'un fournisseur : \
             l'engagement ne s'arrête pas pour cela\n",
            "13:00  pause et toujours, en attente du client : ",
            "10:00  la version est publiée\n",
            "12:00  le compte s'est terminé avec son ticket\n",
        ],
    );
}

#[test]
fn the_json_is_the_clock_with_what_explains_it() {
    let value = serde_json::to_value(example().explain("Tue 12:00")).unwrap();
    assert_eq!(value["state"], "running");
    assert_eq!(value["due_at"], "2026-03-04T09:30:00Z");
    assert_eq!(
        value["due"],
        json!({
            "utc": "2026-03-04T09:30:00Z",
            "calendar": "2026-03-04T10:30:00+01:00[Europe/Berlin]",
            "viewer": "2026-03-04T09:30:00+00:00[Europe/London]",
        })
    );
    assert_eq!(
        value["spans"][1],
        json!({
            "from": "2026-03-02T15:30:00Z",
            "until": "2026-03-03T10:00:00Z",
            "state": "held",
            "because": { "hold": "pause", "reason": "customer" },
            "counted_seconds": 0,
            "ahead": false,
        })
    );
    assert_eq!(
        value["facts"][3],
        json!({ "at": "2026-03-03T10:15:00Z", "fact": "done", "act": "forwarded", "satisfied": false })
    );
    let holiday = given("Fri 15:00", hours(4))
        .calendar("monday off")
        .explain("Fri 16:00");
    let value = serde_json::to_value(holiday).unwrap();
    assert_eq!(value["spans"][3]["state"], "holiday");
    assert_eq!(value["spans"][3]["name"], "Founders' Day");
}

#[test]
fn a_clock_without_deadline_says_so() {
    let clock = given(
        "Mon 09:00",
        Within::None {
            usually_seconds: Some(86_400),
        },
    );
    let explanation = clock.explain("Mon 10:00");
    let text = text(&explanation, "en");
    assert!(text.contains("Running: 1 h used, no deadline."), "{text}");
    assert!(text.contains("Due: none"), "{text}");
    assert_eq!(strip_label(&explanation, "en"), "1 h used, no deadline");
}

#[test]
fn the_strip_shows_what_counted_and_where_we_are() {
    let explanation = example().explain("Tue 12:00");
    let label = strip_label(&explanation, "en");
    assert_eq!(
        strip(&explanation.reading, &label),
        concat!(
            r#"<svg class="strip" viewBox="0 0 240 24" preserveAspectRatio="none" role="img" "#,
            r#"aria-label="1 h 30 min of 8 h used, due Wed 2026-03-04 09:30">"#,
            r#"<rect class="used" x="0" y="7" width="9" height="10" rx="2"/>"#,
            r#"<rect class="held" x="9" y="7" width="48" height="10"/>"#,
            r#"<rect class="used" x="57" y="7" width="18" height="10"/>"#,
            r#"<rect class="ahead" x="75" y="7" width="90" height="10"/>"#,
            r#"<rect class="closed" x="165" y="7" width="48" height="10"/>"#,
            r#"<rect class="ahead" x="213" y="7" width="27" height="10" rx="2"/>"#,
            r#"<line class="warn" x1="156" x2="156" y1="3" y2="21"/>"#,
            r#"<line class="now" x1="75" x2="75" y1="1" y2="23"/>"#,
            r#"<line class="due" x1="239" x2="239" y1="1" y2="23"/>"#,
            "</svg>",
        )
    );
}

#[test]
fn a_label_cannot_break_out_of_its_attribute() {
    let reading = example().read("Tue 12:00");
    let svg = strip(&reading, r#""><script>&"#);
    assert!(
        svg.contains(r#"aria-label="&quot;&gt;&lt;script&gt;&amp;""#),
        "{svg}"
    );
    assert!(!svg.contains("<script>"), "{svg}");
}

/// The numbers of every attribute of that name.
fn numbers(svg: &str, attribute: &str) -> Vec<i64> {
    let opening = format!(" {attribute}=\"");
    let values = svg.split(opening.as_str()).skip(1);
    values
        .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
        .collect()
}

proptest! {
    #[test]
    fn the_strip_is_filled_from_end_to_end_without_styles(
        timeline in timeline(),
        now in instant(),
    ) {
        let reading = Given { timeline }.read_at(now);
        let svg = strip(&reading, "label");
        let (starts, widths) = (numbers(&svg, "x"), numbers(&svg, "width"));
        let mut end = 0;
        for (start, width) in starts.iter().zip(&widths) {
            prop_assert_eq!(*start, end);
            prop_assert!(*width > 0);
            end = start + width;
        }
        prop_assert!(end == STRIP_WIDTH || reading.spans.is_empty());
        prop_assert!(numbers(&svg, "x1").iter().all(|x| (0..STRIP_WIDTH).contains(x)));
        prop_assert!(!svg.contains("style"));
    }
}
