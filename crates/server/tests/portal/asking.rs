//! Reporting: the promise is shown before it is given, and given as shown.

use sla::policy::{Act, Audience, Metric};

use crate::on_both;
use crate::world::{Person, World};

on_both!(
    what_is_promised_is_what_is_recorded,
    a_form_sent_twice_makes_one_ticket,
    a_refused_form_keeps_what_was_typed,
    without_script_a_button_shows_the_promise,
    a_report_that_is_only_a_file_is_one,
);

async fn what_is_promised_is_what_is_recorded(world: &World) {
    let cases = [
        ("infocyte", Some("enlist"), vec!["1", "2", "3", "4"]),
        ("infocyte", Some("patrol"), vec!["1", "4"]),
        ("appseconnect", None, vec!["1", "2", "3", "4", "5", "6"]),
        ("proconcept", None, vec![""]),
    ];
    let mut compared = 0;
    for (desk, plan, severities) in cases {
        let who = world.customer(desk, plan).await;
        for severity in severities {
            for kind in ["incident", "complaint"] {
                compared += compare(world, &who, severity, kind).await;
            }
        }
    }
    assert!(compared > 30, "only {compared} deadlines were compared");
}

async fn compare(world: &World, who: &Person, severity: &str, kind: &str) -> usize {
    let choice = if severity.is_empty() {
        format!("kind={kind}")
    } else {
        format!("severity={severity}&kind={kind}")
    };
    let path = format!("/d/{}/tickets/promise?{choice}", who.desk);
    let shown = world.get(Some(who), &path).await;
    assert_eq!(shown.status, 200);
    let mut promised = shown.all("datetime=\"", '"');
    promised.sort();

    let form = world
        .get(Some(who), &format!("/d/{}/tickets/new?{choice}", who.desk))
        .await;
    assert_eq!(form.all("datetime=\"", '"').len(), promised.len());
    let once = form.field("_form");
    let fields = [
        ("_form", once.as_str()),
        ("subject", "Console unreachable"),
        ("text", "Nobody can open it."),
        ("severity", severity),
        ("kind", kind),
    ];
    let sent = world
        .post(Some(who), &format!("/d/{}/tickets", who.desk), &fields)
        .await;
    let ticket = world.ticket_of(who, sent.location()).await;
    let clocks = ticket.clocks_for(Audience::Customer).into_iter();
    let told = clocks.filter(|(_, clock)| {
        let promise = clock.promise();
        let at_once = promise
            .satisfied_by
            .contains(&Act::AcknowledgedAutomatically.into());
        !(at_once && promise.metric == Metric::Acknowledgement)
    });
    let mut recorded: Vec<String> = told
        .filter_map(|(_, clock)| clock.due_at)
        .map(|due| due.to_string())
        .collect();
    recorded.sort();
    assert_eq!(promised, recorded, "{choice} at {}", who.desk);
    recorded.len()
}

async fn a_form_sent_twice_makes_one_ticket(world: &World) {
    let who = world.customer("infocyte", Some("enlist")).await;
    let form = world.get(Some(&who), "/d/infocyte/tickets/new").await;
    let once = form.field("_form");
    let fields = [
        ("_form", once.as_str()),
        ("subject", "Console unreachable"),
        ("text", "Nobody can open it."),
    ];
    let first = world.post(Some(&who), "/d/infocyte/tickets", &fields).await;
    let page = world.follow(Some(&who), &first).await;
    page.has("Thank you, your request has arrived. Its number is INF-1001");
    page.has("Console unreachable");
    let again = world.post(Some(&who), "/d/infocyte/tickets", &fields).await;
    assert_eq!(again.location(), first.location());
    let page = world.follow(Some(&who), &again).await;
    page.has("This request had already arrived as INF-1001");
    let list = world.get(Some(&who), "/d/infocyte").await;
    assert_eq!(list.all("class=\"subject\"", '<').len(), 1);
}

async fn a_refused_form_keeps_what_was_typed(world: &World) {
    let who = world.customer("infocyte", Some("enlist")).await;
    let form = world.get(Some(&who), "/d/infocyte/tickets/new").await;
    let once = form.field("_form");
    let long = "x".repeat(201);
    let text = "A <b>long</b> & careful description.";
    for (subject, severity, problem) in [
        ("", "2", "the subject is empty"),
        (long.as_str(), "2", "keep it under 200 characters"),
        ("Fine", "9", "That severity does not exist"),
    ] {
        let fields = [
            ("_form", once.as_str()),
            ("subject", subject),
            ("text", text),
            ("severity", severity),
            ("kind", "question"),
        ];
        let again = world.post(Some(&who), "/d/infocyte/tickets", &fields).await;
        assert_eq!(again.status, 422, "{subject}");
        again.has(problem);
        again.has("Nothing you typed is lost");
        assert_eq!(again.field("_form"), once);
        assert_eq!(again.field("subject"), subject);
        assert!(
            again
                .body
                .contains("A &#60;b&#62;long&#60;/b&#62; &#38; careful")
        );
        assert!(again.body.contains("value=\"question\" selected"));
        let chosen = if severity == "9" { "3" } else { severity };
        assert!(again.body.contains(&format!("value=\"{chosen}\" checked")));
    }
    let fields = [
        ("_form", once.as_str()),
        ("subject", "A subject that stays"),
        ("text", " "),
    ];
    let again = world.post(Some(&who), "/d/infocyte/tickets", &fields).await;
    again.has("Tell us what happened");
    assert_eq!(again.field("subject"), "A subject that stays");
    world
        .get(Some(&who), "/d/infocyte")
        .await
        .has("You have not reported anything yet");
}

async fn without_script_a_button_shows_the_promise(world: &World) {
    let who = world.customer("infocyte", Some("enlist")).await;
    let form = world.get(Some(&who), "/d/infocyte/tickets/new").await;
    form.has("In under 8 hours of opening time");
    assert!(form.body.contains("<noscript><button"));
    let once = form.field("_form");
    let fields = [
        ("_form", once.as_str()),
        ("subject", ""),
        ("text", "Half a sentence"),
        ("severity", "2"),
        ("kind", "incident"),
        ("show", "promise"),
    ];
    let shown = world.post(Some(&who), "/d/infocyte/tickets", &fields).await;
    assert_eq!(shown.status, 200);
    shown.has("tomorrow 16:10");
    shown.has("1 h 50 min of it today, 2 h 10 min tomorrow");
    shown.has("Half a sentence");
    shown.lacks("aria-invalid");
    world
        .get(Some(&who), "/d/infocyte")
        .await
        .has("You have not reported anything yet");
}

async fn a_report_that_is_only_a_file_is_one(world: &World) {
    let who = world.customer("infocyte", Some("enlist")).await;
    let form = world.get(Some(&who), "/d/infocyte/tickets/new").await;
    let once = form.field("_form");
    let fields = [
        ("_form", once.as_str()),
        ("subject", "See the log"),
        ("text", ""),
    ];
    let file = ("console.log", "refused at 10:46");
    let sent = world
        .post_file(&who, "/d/infocyte/tickets", &fields, file)
        .await;
    let page = world.follow(Some(&who), &sent).await;
    page.has("console.log");
    let href = page.all("<li><a href=\"", '"').pop().unwrap();
    let kept = world.get(Some(&who), &href).await;
    assert_eq!(kept.body, "refused at 10:46");
    assert_eq!(kept.headers["x-content-type-options"], "nosniff");
    let disposition = kept.headers["content-disposition"].to_str().unwrap();
    assert!(disposition.starts_with("attachment"), "{disposition}");
}
