//! Checking what is stored against itself: the rows that lists and pages read
//! with what the events give, the texts with their digests, and the clocks with
//! a computation under the policy version each ticket is pinned to. Changes
//! nothing.

mod clocks;

use std::collections::BTreeMap;

use domain::{DeskName, Event, Recorded, TextRef, Ticket, TicketId};
use sha2::{Digest, Sha256};

use super::history::sequence;
use super::{App, project};
use crate::error::AppError;
use crate::store::{MessageRead, RowOp, Table, TimerRow, Value};

/// How many tickets are listed at once.
const PAGE: i64 = 500;
/// How often a ticket is looked at again because others wrote to it meanwhile.
const LOOKS_MAX: u32 = 5;

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub ticket: String,
    /// What is wrong, in words that name rows and clocks.
    pub what: String,
}

/// What a check went through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    pub tickets: u64,
    pub events: u64,
    pub clocks: u64,
    pub texts: u64,
    /// Texts that are gone, as after an erasure: no difference.
    pub texts_erased: u64,
    pub differences: Vec<Difference>,
}

impl App {
    /// Checks every ticket of a desk. `progress` hears of each page.
    ///
    /// # Errors
    /// When the store fails. A history that cannot be read is a difference.
    pub async fn verify(
        &self,
        desk: &DeskName,
        mut progress: impl FnMut(u64),
    ) -> Result<Verified, AppError> {
        let mut verified = Verified::default();
        let mut after = String::new();
        loop {
            let page = self.store().ticket_ids(desk.as_str(), &after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(verified);
            };
            after.clone_from(last);
            for id in &page {
                self.verify_settled(desk, id, &mut verified).await?;
            }
            progress(verified.tickets);
        }
    }

    /// Checks a ticket, again if somebody wrote to it meanwhile.
    async fn verify_settled(
        &self,
        desk: &DeskName,
        id: &str,
        verified: &mut Verified,
    ) -> Result<(), AppError> {
        let head = || self.store().ticket_sequence(desk.as_str(), id);
        let mut before = head().await?;
        for look in 1.. {
            let mut seen = Verified::default();
            self.verify_ticket(desk, id, before, &mut seen).await?;
            let after = head().await?;
            if seen.differences.is_empty() || after == before || look == LOOKS_MAX {
                verified.add(seen);
                break;
            }
            before = after;
        }
        Ok(())
    }

    async fn verify_ticket(
        &self,
        desk: &DeskName,
        id: &str,
        head: i64,
        seen: &mut Verified,
    ) -> Result<(), AppError> {
        seen.tickets = 1;
        let mut differs = |what: String| {
            let ticket = id.to_owned();
            seen.differences.push(Difference { ticket, what });
        };
        let Ok(ticket_id) = id.parse::<TicketId>() else {
            differs("its id is no id".to_owned());
            return Ok(());
        };
        let (ticket, history) = match self.ticket(desk, ticket_id).await {
            Ok(read) => read,
            Err(error @ (AppError::UnreadableHistory { .. } | AppError::NotFound(_))) => {
                differs(error.to_string());
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        if !history
            .iter()
            .zip(1..)
            .all(|(event, place)| event.sequence == place)
        {
            differs("its events are not numbered from 1 on without holes".to_owned());
        }
        if sequence(ticket.sequence) != head {
            differs(format!(
                "its events end at {}, its head says {head}",
                ticket.sequence
            ));
        }
        match self.store().ticket_number(desk.as_str(), id).await? {
            Some(number) => {
                let expected = project::rows(desk, None, &ticket, Some(number));
                let stored = self.projected(desk, id).await?;
                compare(&expected, &stored)
                    .into_iter()
                    .for_each(&mut differs);
            }
            None => differs("it has no number".to_owned()),
        }
        match self.policies_of(desk, &ticket).await {
            Ok(policy) => {
                clocks::compare(&ticket, &history, &policy)
                    .into_iter()
                    .for_each(&mut differs);
            }
            Err(error @ (AppError::NotFound(_) | AppError::UnreadablePolicy { .. })) => {
                differs(format!(
                    "its policy version {}: {error}",
                    ticket.policy_version
                ));
            }
            Err(error) => return Err(error),
        }
        seen.events = u64::try_from(history.len()).unwrap_or(u64::MAX);
        seen.clocks = u64::try_from(ticket.clocks.len()).unwrap_or(u64::MAX);
        self.verify_texts(desk, &ticket, &history, seen).await
    }

    /// The rows that are stored for a ticket.
    async fn projected(&self, desk: &DeskName, id: &str) -> Result<Vec<RowOp>, AppError> {
        let (store, desk) = (self.store(), desk.as_str());
        let ticket = store.ticket_by_id(desk, id).await?;
        let clocks = store.clocks_of_ticket(desk, id).await?;
        let messages = store.messages_of_ticket(desk, id).await?;
        let timer = store
            .timer_of_ticket(desk, id)
            .await?
            .map(|fire_at| TimerRow {
                desk: desk.to_owned(),
                ticket: id.to_owned(),
                fire_at,
            });
        let message = |read: &MessageRead| read.message.upsert();
        let rows = ticket.iter().map(|listed| listed.ticket.upsert());
        let rows = rows.chain(clocks.iter().map(crate::store::ClockRow::upsert));
        let rows = rows.chain(messages.iter().map(message));
        Ok(rows.chain(timer.iter().map(TimerRow::upsert)).collect())
    }

    async fn verify_texts(
        &self,
        desk: &DeskName,
        ticket: &Ticket,
        history: &[Recorded],
        seen: &mut Verified,
    ) -> Result<(), AppError> {
        let named: Vec<&TextRef> = history
            .iter()
            .flat_map(|recorded| texts(&recorded.event))
            .collect();
        for text in named {
            let id = text.id.to_string();
            seen.texts += 1;
            match self.store().text(desk.as_str(), &id).await? {
                None => seen.texts_erased += 1,
                Some(body) if digest(&body) == text.digest => {}
                Some(_) => seen.differences.push(Difference {
                    ticket: ticket.id.to_string(),
                    what: format!("the text {id} is not the one that was written"),
                }),
            }
        }
        Ok(())
    }
}

impl Verified {
    /// Adds what another check went through.
    pub fn add(&mut self, other: Self) {
        self.tickets += other.tickets;
        self.events += other.events;
        self.clocks += other.clocks;
        self.texts += other.texts;
        self.texts_erased += other.texts_erased;
        self.differences.extend(other.differences);
    }
}

fn digest(body: &str) -> String {
    let digest = Sha256::digest(body.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The texts an event names.
fn texts(event: &Event) -> Vec<&TextRef> {
    match event {
        Event::TicketOpened { subject: text, .. }
        | Event::MessageAdded { text, .. }
        | Event::SeverityProposed { reason: text, .. }
        | Event::SeverityDeclined { reason: text, .. }
        | Event::SeverityChanged { reason: text, .. }
        | Event::PriorityChanged { reason: text, .. }
        | Event::LevelChanged { reason: text, .. }
        | Event::CoverageDisputed { reason: text }
        | Event::ContractApplied { reason: text, .. }
        | Event::ClockRepromised { reason: text, .. }
        | Event::ClockCorrected { reason: text, .. } => vec![text],
        Event::CoverageDecided(ruling) => ruling.reason_by_hand.iter().collect(),
        Event::TicketReopened { reason: text }
        | Event::SeverityAgreed { reason: text, .. }
        | Event::WorkaroundAccepted { comment: text, .. }
        | Event::TicketRated { comment: text, .. } => text.iter().collect(),
        Event::ActRecorded { .. }
        | Event::TicketAssigned { .. }
        | Event::ReportJudged { .. }
        | Event::PolicyChanged { .. }
        | Event::TicketPaused { .. }
        | Event::TicketResumed { .. }
        | Event::TicketResolved { .. }
        | Event::TicketClosed
        | Event::TicketMerged { .. }
        | Event::TicketUnmerged { .. }
        | Event::TicketAbsorbed { .. }
        | Event::TicketSeparated { .. }
        | Event::ClockStarted { .. }
        | Event::ClockMoved { .. }
        | Event::ClockWarned { .. }
        | Event::ClockBreached { .. }
        | Event::ClockMet { .. }
        | Event::ClockRestated { .. }
        | Event::ClockCancelled { .. }
        | Event::ClockAbsorbed { .. }
        | Event::ClockSeparated { .. } => Vec::new(),
    }
}

/// Rows by table and key.
type Rows<'a> = BTreeMap<(&'static str, String), (&'static Table, &'a [Value])>;

fn by_key(rows: &[RowOp]) -> Rows<'_> {
    let keyed = rows.iter().filter_map(|row| match row {
        RowOp::Insert(table, values)
        | RowOp::Upsert(table, values)
        | RowOp::Ensure(table, values) => {
            // The desk and the ticket are the same in all of them.
            let key = values.get(2..table.key_len.max(2)).unwrap_or_default();
            Some((
                (table.name, format!("{key:?}")),
                (*table, values.as_slice()),
            ))
        }
        RowOp::Delete(..) => None,
    });
    keyed.collect()
}

/// How the stored rows differ from the expected ones, in words.
fn compare(expected: &[RowOp], stored: &[RowOp]) -> Vec<String> {
    let (expected, stored) = (by_key(expected), by_key(stored));
    let mut found = Vec::new();
    for (key, (table, wanted)) in &expected {
        let Some((_, values)) = stored.get(key) else {
            found.push(format!("a row of {} {} is missing", table.name, key.1));
            continue;
        };
        let columns = table.columns.iter().zip(wanted.iter().zip(values.iter()));
        found.extend(
            columns
                .filter(|(_, (wanted, stored))| wanted != stored)
                .map(|(column, (wanted, stored))| {
                    let (name, column) = (table.name, column.name);
                    format!(
                        "{name} {} has {column} {}, not {}",
                        key.1,
                        shown(stored),
                        shown(wanted)
                    )
                }),
        );
    }
    let surplus = stored.keys().filter(|key| !expected.contains_key(*key));
    found.extend(surplus.map(|(table, key)| format!("{table} {key} is one row too many")));
    found
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => format!("`{text}`"),
        Value::Bytes(bytes) => format!("{} bytes", bytes.len()),
        Value::AssignedNumber => "the next number".to_owned(),
    }
}
