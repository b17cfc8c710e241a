//! What is in the database, read beside the server: tickets, mails, what was sent.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use domain::Event;
use server::mail::parse;
use server::store::{MailRow, OutboxRow, Store};

/// How long nothing may change while something waits. A mail that could not be sent
/// is tried again after ten seconds.
const STANDSTILL_MAX: Duration = Duration::from_secs(40);
const PAGE: i64 = 500;

/// One desk as it was found.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    /// Numbers of the tickets with each subject.
    pub(crate) tickets: BTreeMap<String, Vec<String>>,
    /// Kept mails with each subject.
    pub(crate) mails: BTreeMap<String, Vec<MailRow>>,
    pub(crate) outbox: Vec<OutboxRow>,
}

/// Opens the database that a server has open as well.
pub(crate) async fn open(database: &Path, url: Option<&str>) -> Store {
    match url {
        Some(url) => Store::open_postgres(url).await.unwrap(),
        None => Store::open_sqlite(database).await.unwrap(),
    }
}

/// Waits until no mail waits to be worked on and none to be sent.
pub(crate) async fn wait_until_quiet(store: &Store, desks: &[&str]) {
    let (mut changed, mut least) = (Instant::now(), usize::MAX);
    loop {
        let mut waiting = Vec::new();
        for mail in store.mails_waiting(i64::MAX, PAGE).await.unwrap() {
            waiting.push(format!(
                "mail {} of {}: {:?}",
                mail.mail, mail.desk, mail.outcome
            ));
        }
        for desk in desks {
            for item in outbox(store, desk).await {
                if item.state != "sent" {
                    waiting.push(format!(
                        "{} of {}: {} {:?}",
                        item.item, item.desk, item.state, item.last_error
                    ));
                }
            }
        }
        if waiting.is_empty() {
            return;
        }
        if waiting.len() < least {
            (changed, least) = (Instant::now(), waiting.len());
        }
        assert!(
            changed.elapsed() < STANDSTILL_MAX,
            "{} still wait, such as {}",
            waiting.len(),
            waiting[0]
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

impl Evidence {
    /// Reads all of a desk, and sees that each ticket is whole.
    pub(crate) async fn of(store: &Store, desk: &str) -> Self {
        let mut evidence = Self {
            outbox: outbox(store, desk).await,
            ..Self::default()
        };
        let mut after = String::new();
        loop {
            let page = store.ticket_ids(desk, &after, PAGE).await.unwrap();
            let Some(last) = page.last() else { break };
            after.clone_from(last);
            for ticket in &page {
                let (subject, number) = whole(store, desk, ticket).await;
                evidence.tickets.entry(subject).or_default().push(number);
            }
        }
        evidence.read_mails(store, desk).await;
        evidence
    }

    async fn read_mails(&mut self, store: &Store, desk: &str) {
        let mut before: Option<(i64, String)> = None;
        loop {
            let place = before.as_ref().map(|(at, mail)| (*at, mail.as_str()));
            let page = store.mails(desk, place, PAGE).await.unwrap();
            let Some(last) = page.last() else { return };
            before = Some((last.received_at, last.mail.clone()));
            for listed in &page {
                let mail = store.mail(desk, &listed.mail).await.unwrap().unwrap();
                let subject = parse(&mail.raw).subject;
                self.mails.entry(subject).or_default().push(mail);
            }
        }
    }
}

async fn outbox(store: &Store, desk: &str) -> Vec<OutboxRow> {
    let mut all: Vec<OutboxRow> = Vec::new();
    loop {
        let before = all.last().map(|item| (item.created_at, item.item.as_str()));
        let page = store.outbox(desk, before, PAGE).await.unwrap();
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
}

/// Subject and number of a ticket whose parts all agree: were a transaction torn,
/// they would not.
async fn whole(store: &Store, desk: &str, ticket: &str) -> (String, String) {
    let events = store.events_of_ticket(desk, ticket, 0).await.unwrap();
    let sequences: Vec<i64> = events.iter().map(|event| event.sequence).collect();
    let expected: Vec<i64> = (1..).take(events.len()).collect();
    assert_eq!(sequences, expected, "the events of {ticket} have a hole");
    let head = store.ticket_sequence(desk, ticket).await.unwrap();
    assert_eq!(head, *expected.last().unwrap(), "the head of {ticket}");
    let listed = store.ticket_by_id(desk, ticket).await.unwrap().unwrap();
    assert_eq!(listed.ticket.sequence, head, "the projection of {ticket}");
    let number = store.ticket_number(desk, ticket).await.unwrap().unwrap();
    assert_eq!(listed.ticket.number, number, "the number of {ticket}");
    let first = &events[0];
    let Event::TicketOpened { subject, .. } =
        Event::decode(&first.kind, first.version, &first.payload).unwrap()
    else {
        panic!("{ticket} begins with {}", first.kind)
    };
    let subject = store.text(desk, &subject.id.to_string()).await.unwrap();
    let prefix = store.desk_by_id(desk).await.unwrap().unwrap().prefix;
    (subject.unwrap(), format!("{prefix}-{number}"))
}
