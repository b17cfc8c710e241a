//! Killed again and again under load.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use server::store::{OutboxRow, Store};

use crate::evidence::{self, Evidence};
use crate::load::{Ledger, Load, Target};
use crate::random;
use crate::support::letterbox::{Letter, Letterbox};
use crate::support::postgres;
use crate::support::program::Installation;

const OPEN: &str = "infocyte";
const CLOSED: &str = "appseconnect";
/// Milliseconds under load before the kill comes.
const KILLED_AFTER: (u64, u64) = (20, 1_000);
/// Every so many starts is killed before it is over.
const EARLY_EVERY: usize = 5;
/// Longer than a sender is waited for before another one takes its mail.
const PATIENCE: jiff::SignedDuration = jiff::SignedDuration::from_mins(15);

#[tokio::test(flavor = "multi_thread")]
async fn nothing_answered_is_lost_on_sqlite() {
    let letterbox = Letterbox::open().await;
    let installation = Installation::new().with(&["--relay", &letterbox.url()]);
    survive(&installation, &letterbox, None, 50).await;
    let connection = rusqlite::Connection::open(installation.database()).unwrap();
    let sound: String = connection
        .pragma_query_value(None, "integrity_check", |row| row.get(0))
        .unwrap();
    assert_eq!(sound, "ok");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_answered_is_lost_on_postgres() {
    let url = postgres::database().await;
    let letterbox = Letterbox::open().await;
    let installation = Installation::new().with(&["--relay", &letterbox.url(), "--database", &url]);
    survive(&installation, &letterbox, Some(&url), 12).await;
}

async fn survive(
    installation: &Installation,
    letterbox: &Letterbox,
    url: Option<&str>,
    kills: usize,
) {
    let mut server = installation.start();
    let target = Target::new(installation, server.login(OPEN), server.login(CLOSED));
    let load = Load::start(&target);
    for round in 0..kills {
        if round % EARLY_EVERY != 0 {
            server.wait_until_ready();
        }
        tokio::time::sleep(random::milliseconds(KILLED_AFTER.0, KILLED_AFTER.1)).await;
        server.kill();
        server = installation.spawn();
    }
    server.wait_until_ready();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let ledger = load.stop().await;
    server.kill();

    // Where several nodes may send, a mail of a killed one is taken over only when
    // there is no more hope for it.
    let later = (jiff::Timestamp::now() + PATIENCE).to_string();
    let more: &[&str] = if url.is_some() {
        &["--now", &later]
    } else {
        &[]
    };
    let server = installation.start_with(more);
    let store = evidence::open(&installation.database(), url).await;
    evidence::wait_until_quiet(&store, &[OPEN, CLOSED]).await;
    let before = Found::of(&store).await;
    everything_answered_is_there(&ledger, &before);
    every_mail_went_once(&before, &letterbox.letters(), kills + 1);

    ask_again(&target, &ledger).await;
    evidence::wait_until_quiet(&store, &[OPEN, CLOSED]).await;
    let after = Found::of(&store).await;
    everything_happened_once(&ledger, &before, &after);
    every_mail_went_once(&after, &letterbox.letters(), kills + 1);
    assert!(server.stop().success());
    tell(&ledger, &after, kills);
}

struct Found {
    open: Evidence,
    closed: Evidence,
}

impl Found {
    async fn of(store: &Store) -> Self {
        Self {
            open: Evidence::of(store, OPEN).await,
            closed: Evidence::of(store, CLOSED).await,
        }
    }

    fn outbox(&self) -> impl Iterator<Item = &OutboxRow> {
        self.open.outbox.iter().chain(&self.closed.outbox)
    }
}

fn everything_answered_is_there(ledger: &Ledger, found: &Found) {
    for asked in &ledger.asked {
        let numbers = found.open.tickets.get(&asked.key);
        match &asked.number {
            Some(number) => assert_eq!(numbers, Some(&vec![number.clone()]), "{asked:?}"),
            // Without an answer it may have happened, once.
            None => assert!(
                numbers.is_none_or(|numbers| numbers.len() == 1),
                "{asked:?}"
            ),
        }
    }
    for mail in ledger.offered.iter().filter(|mail| mail.taken) {
        let desk = if mail.stranger {
            &found.closed
        } else {
            &found.open
        };
        let kept = desk.mails.get(&mail.subject);
        assert_eq!(kept.map(Vec::len), Some(1), "{mail:?}");
        let kept = &kept.unwrap()[0];
        assert_eq!(kept.state, "done", "{mail:?}");
        if mail.stranger {
            let outcome = kept.outcome.as_deref().unwrap();
            assert!(outcome.starts_with("refused"), "{outcome}");
            assert!(!desk.tickets.contains_key(&mail.subject), "{mail:?}");
        } else {
            assert!(kept.ticket.is_some(), "{:?}", kept.outcome);
            assert_eq!(desk.tickets[&mail.subject].len(), 1, "{mail:?}");
        }
    }
}

/// Everything again: the same keys, the same mails. So what never was answered
/// has happened now as well.
async fn ask_again(target: &Target, ledger: &Ledger) {
    let client = reqwest::Client::new();
    for asked in &ledger.asked {
        let number = loop {
            match target.ask(&client, &asked.key).await {
                Ok(number) => break number,
                Err(error) if error.starts_with("429") => {
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
                Err(error) => panic!("{asked:?}: {error}"),
            }
        };
        if let Some(before) = &asked.number {
            assert_eq!(&number, before, "{asked:?}");
        }
    }
    for mails in ledger.offered.chunks(500) {
        let mut smtp = target.connect().await.unwrap();
        for mail in mails {
            let answer = smtp
                .send(&mail.from, &mail.to, &mail.content())
                .await
                .unwrap();
            assert!(answer.starts_with("250"), "{mail:?}: {answer}");
        }
    }
}

fn everything_happened_once(ledger: &Ledger, before: &Found, after: &Found) {
    let keys = ledger.asked.iter().map(|asked| asked.key.as_str());
    let mails = ledger.offered.iter().filter(|mail| !mail.stranger);
    let expected: BTreeSet<&str> = keys
        .chain(mails.map(|mail| mail.subject.as_str()))
        .collect();
    let found: BTreeSet<&str> = after.open.tickets.keys().map(String::as_str).collect();
    assert_eq!(found, expected);
    assert!(
        after.closed.tickets.is_empty(),
        "{:?}",
        after.closed.tickets
    );
    let mut numbers = BTreeSet::new();
    for (subject, tickets) in &after.open.tickets {
        assert_eq!(tickets.len(), 1, "{subject} was opened twice: {tickets:?}");
        assert!(
            numbers.insert(&tickets[0]),
            "{subject} shares {}",
            tickets[0]
        );
        if let Some(earlier) = before.open.tickets.get(subject) {
            assert_eq!(tickets, earlier, "{subject}");
        }
    }
}

/// Of each kill at most the one mail under way goes twice, and is shown as such.
fn every_mail_went_once(found: &Found, letters: &[Letter], kills: usize) {
    let mut delivered: BTreeMap<&str, i64> = BTreeMap::new();
    for letter in letters {
        let id = letter.mail.message_id.as_deref();
        *delivered.entry(id.unwrap_or_default()).or_default() += 1;
    }
    let mut resent = 0;
    for item in found.outbox() {
        let times = delivered.remove(item.message_id.as_str()).unwrap_or(0);
        let most = 1 + item.resent;
        assert!(
            (1..=most).contains(&times),
            "{} went {times} times and may at most {most} times: {item:?}",
            item.message_id
        );
        resent += usize::try_from(item.resent).unwrap();
    }
    assert!(
        resent <= kills,
        "{resent} mails were under way at {kills} kills"
    );
    assert!(delivered.is_empty(), "nobody wrote {delivered:?}");
}

fn tell(ledger: &Ledger, found: &Found, kills: usize) {
    let answered = ledger
        .asked
        .iter()
        .filter(|asked| asked.number.is_some())
        .count();
    let taken = ledger.offered.iter().filter(|mail| mail.taken).count();
    let cut = (ledger.asked.len() - answered) + (ledger.offered.len() - taken);
    let resent = found.outbox().filter(|item| item.resent > 0).count();
    eprintln!(
        "{kills} kills: {answered} tickets and {taken} mails answered, {cut} calls cut off, \
         {} mails sent, {resent} of them perhaps twice",
        found.outbox().count()
    );
    assert!(
        answered > kills && taken > kills,
        "there was hardly any load"
    );
    assert!(cut > 0, "no kill met a call under way");
}
