//! Timers: warnings and misses, once each and with their true instants.

use domain::{AgentId, Command, Event, TicketId, next_look_at};
use jiff::Timestamp;
use server::timers::fire_due;

use crate::bed::{ANN, Bed, ann, at, desk};
use crate::on_both;

/// Names of the clock events from `from` on, with their instants.
async fn told(bed: &Bed, ticket: TicketId, from: u64) -> Vec<(String, &'static str, Timestamp)> {
    let (_, history) = bed.app.ticket(&desk("appseconnect"), ticket).await.unwrap();
    let told = history.iter().filter(|event| event.sequence > from);
    told.filter_map(|event| match &event.event {
        Event::ClockWarned { clock, at } => Some((clock.clone(), "warned", *at)),
        Event::ClockBreached { clock, at, .. } => Some((clock.clone(), "missed", *at)),
        _ => None,
    })
    .collect()
}

async fn fire_all(bed: &Bed) -> usize {
    let mut fired = 0;
    for _ in 0..50 {
        match fire_due(&bed.app).await.unwrap() {
            0 => return fired,
            some => fired += some,
        }
    }
    panic!("timers fire without end");
}

async fn each_instant_fires_once(bed: &Bed) {
    let ticket = bed.open("appseconnect", Some(1)).await;
    let opened = bed
        .app
        .ticket(&desk("appseconnect"), ticket)
        .await
        .unwrap()
        .0;
    assert_eq!(fire_all(bed).await, 0, "nothing is due yet");
    while let Some(next) = bed.app.store().timer_next().await.unwrap() {
        bed.clock
            .advance_to(Timestamp::from_microsecond(next).unwrap());
        assert_eq!(fire_all(bed).await, 1);
    }
    let expected = [
        ("first-response.1", "missed", at("2026-11-18T10:00:00Z")),
        (
            "indicator-first-response.1",
            "warned",
            at("2026-11-18T10:00:00Z"),
        ),
        (
            "indicator-first-response.1",
            "missed",
            at("2026-11-18T11:00:00Z"),
        ),
        ("work-begin.1", "missed", at("2026-11-18T11:00:00Z")),
        ("resolution.1", "missed", at("2026-11-18T13:00:00Z")),
        (
            "indicator-resolution.1",
            "warned",
            at("2026-11-18T16:00:00Z"),
        ),
        (
            "indicator-resolution.1",
            "missed",
            at("2026-11-19T09:00:00Z"),
        ),
    ];
    let expected = expected.map(|(clock, what, at)| (clock.to_owned(), what, at));
    assert_eq!(told(bed, ticket, opened.sequence).await, expected);
    let ticket = bed
        .app
        .ticket(&desk("appseconnect"), ticket)
        .await
        .unwrap()
        .0;
    assert_eq!(next_look_at(&ticket), None);
}

async fn days_late_the_true_instants_are_written(bed: &Bed) {
    let ticket = bed.open("appseconnect", Some(1)).await;
    bed.advance("2026-11-23T08:00:00Z");
    assert_eq!(fire_all(bed).await, 1);
    let late = told(bed, ticket, 0).await;
    assert_eq!(late.len(), 7);
    assert!(
        late.iter()
            .all(|(.., at)| *at <= crate::bed::at("2026-11-19T09:00:00Z"))
    );
    let missed = late.iter().filter(|(_, what, _)| *what == "missed").count();
    // Two supervisors are told of each.
    assert_eq!(bed.outbox("appseconnect").await.len(), 2 * late.len());
    assert_eq!(missed, 5);
    assert_eq!(fire_all(bed).await, 0);
}

async fn firing_twice_or_early_does_no_harm(bed: &Bed) {
    let ticket = bed.open("appseconnect", Some(1)).await;
    let id = ticket.to_string();
    let fire_now = server::store::TimerRow {
        desk: "appseconnect".to_owned(),
        ticket: id.clone(),
        fire_at: bed.app.now().as_microsecond(),
    };
    let early = || server::store::Write::rows([fire_now.upsert()]);
    bed.app.store().write(early()).await.unwrap();
    fire_all(bed).await;
    assert_eq!(told(bed, ticket, 0).await, []);
    let next = bed.app.store().timer_next().await.unwrap();
    assert_eq!(
        next,
        Some(at("2026-11-18T10:00:00Z").as_microsecond()),
        "set anew"
    );
    bed.advance("2026-11-18T10:00:00Z");
    let (one, two) = tokio::join!(fire_due(&bed.app), fire_due(&bed.app));
    one.unwrap();
    two.unwrap();
    assert_eq!(told(bed, ticket, 0).await.len(), 2);
}

async fn what_is_paused_or_closed_has_no_timer(bed: &Bed) {
    let ticket = bed.open("three-levels", None).await;
    let store = bed.app.store();
    let id = ticket.to_string();
    assert!(
        store
            .timer_of_ticket("three-levels", &id)
            .await
            .unwrap()
            .is_some()
    );
    bed.does(
        "three-levels",
        ticket,
        ann(),
        Command::CloseTicket { seen: None },
    )
    .await;
    assert_eq!(
        store.timer_of_ticket("three-levels", &id).await.unwrap(),
        None
    );
}

async fn a_timer_of_nothing_does_not_stop_the_others(bed: &Bed) {
    let lost = server::store::TimerRow {
        desk: "appseconnect".to_owned(),
        ticket: bed.app.new_id().to_string(),
        fire_at: 0,
    };
    bed.app
        .store()
        .write(server::store::Write::rows([lost.upsert()]))
        .await
        .unwrap();
    let ticket = bed.open("appseconnect", Some(1)).await;
    let assign = Command::AssignTicket {
        agent: Some(AgentId(ANN)),
        seen: None,
    };
    bed.does("appseconnect", ticket, ann(), assign).await;
    bed.advance("2026-11-18T10:00:00Z");
    fire_all(bed).await;
    assert_eq!(told(bed, ticket, 0).await.len(), 2);
}

on_both!(
    each_instant_fires_once,
    days_late_the_true_instants_are_written,
    firing_twice_or_early_does_no_harm,
    what_is_paused_or_closed_has_no_timer,
    a_timer_of_nothing_does_not_stop_the_others,
);
