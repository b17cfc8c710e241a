//! Deadlines that pass while nobody runs: told once, and with their own instants.

use std::collections::BTreeMap;

use domain::Event;
use jiff::Timestamp;
use server::store::Store;

use crate::evidence;
use crate::random;
use crate::support::program::Installation;
use crate::support::smtp::Smtp;

/// Its tickets warn before they are late, and it takes mails.
const DESK: &str = "appseconnect";
const TICKETS: usize = 40;
/// A Wednesday morning in the desk's hours.
const REPORTED: &str = "2026-11-18T09:00:00+05:30";
/// When every promise of that Wednesday has long been missed.
const WEEKS_LATER: &str = "2026-12-16T09:00:00+05:30";
const PAGE: i64 = 500;

/// What happened to a clock by itself: its ticket, its name, and `warned` or
/// `breached`.
type Passing = (String, String, &'static str);

#[tokio::test(flavor = "multi_thread")]
async fn what_fell_due_while_nobody_ran_is_told_once_with_its_own_instant() {
    let installation = Installation::new();
    let server = installation.start_with(&["--now", REPORTED]);
    let from = server.login(DESK).customer;
    let mut smtp = Smtp::connect(installation.smtp).await.unwrap();
    for place in 0..TICKETS {
        let mail = format!(
            "From: <{from}>\nSubject: Order {place} is stuck\nMessage-ID: <{place}@example.net>\n\n\
             It does not move on.\n"
        );
        let to = format!("support@{DESK}.example.com");
        let answer = smtp.send(&from, &to, &mail).await.unwrap();
        assert!(answer.starts_with("250"), "{answer}");
    }
    let store = evidence::open(&installation.database(), None).await;
    evidence::wait_until_quiet(&store, &[]).await;
    assert_eq!(tickets(&store).await.len(), TICKETS);
    server.kill();
    let expected = promised(&store).await;
    let warnings = expected
        .keys()
        .filter(|(_, _, what)| *what == "warned")
        .count();
    assert!(
        warnings >= TICKETS && expected.len() >= 2 * TICKETS,
        "{expected:?}"
    );
    assert!(passings(&store).await.is_empty(), "nothing is late yet");

    // Killed while it catches up, again and again.
    for _ in 0..12 {
        let mut server = installation.spawn_with(&["--now", WEEKS_LATER]);
        server.wait_until_ready();
        tokio::time::sleep(random::milliseconds(5, 120)).await;
        server.kill();
    }
    let server = installation.start_with(&["--now", WEEKS_LATER]);
    let started = std::time::Instant::now();
    while passings(&store).await.len() < expected.len() {
        assert!(started.elapsed().as_secs() < 60, "not all was told");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    server.kill();
    // One more start finds nothing left to tell.
    let server = installation.start_with(&["--now", WEEKS_LATER]);
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert!(server.stop().success());

    let later: Timestamp = WEEKS_LATER.parse().unwrap();
    let told = passings(&store).await;
    for (passing, instants) in &told {
        let [(at, told_at)] = instants[..] else {
            panic!("{passing:?} was told {} times", instants.len())
        };
        assert_eq!(Some(&at), expected.get(passing), "{passing:?}");
        assert!(told_at >= later, "{passing:?} was told at {told_at}");
    }
    assert_eq!(told.len(), expected.len());
}

async fn tickets(store: &Store) -> Vec<String> {
    store.ticket_ids(DESK, "", PAGE).await.unwrap()
}

/// When each clock that runs wants to warn and falls due, as the tickets were
/// told when they were opened.
async fn promised(store: &Store) -> BTreeMap<Passing, Timestamp> {
    let mut promised = BTreeMap::new();
    for ticket in tickets(store).await {
        for stored in store.events_of_ticket(DESK, &ticket, 0).await.unwrap() {
            let event = Event::decode(&stored.kind, stored.version, &stored.payload).unwrap();
            match event {
                Event::ClockStarted {
                    clock,
                    promise,
                    warn_at,
                    due_at,
                    ..
                } if !promise.best_effort => {
                    for (what, at) in [("warned", warn_at), ("breached", due_at)] {
                        if let Some(at) = at {
                            promised.insert((ticket.clone(), clock.clone(), what), at);
                        }
                    }
                }
                Event::ClockMet { clock, .. } => {
                    promised.retain(|(of, name, _), _| (of, name) != (&ticket, &clock));
                }
                _ => {}
            }
        }
    }
    promised
}

/// What was told of clocks: for each passing its own instant and when it was told,
/// as often as it was.
async fn passings(store: &Store) -> BTreeMap<Passing, Vec<(Timestamp, Timestamp)>> {
    let mut passings: BTreeMap<Passing, Vec<_>> = BTreeMap::new();
    for ticket in tickets(store).await {
        for stored in store.events_of_ticket(DESK, &ticket, 0).await.unwrap() {
            let event = Event::decode(&stored.kind, stored.version, &stored.payload).unwrap();
            let (clock, what, at) = match event {
                Event::ClockWarned { clock, at } => (clock, "warned", at),
                Event::ClockBreached { clock, at, .. } => (clock, "breached", at),
                _ => continue,
            };
            let told_at = Timestamp::from_microsecond(stored.at).unwrap();
            let passing = (ticket.clone(), clock, what);
            passings.entry(passing).or_default().push((at, told_at));
        }
    }
    passings
}
