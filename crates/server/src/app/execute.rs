//! The one way in for everything that changes a ticket.

use domain::{
    Actor, Command, Context, DeskFacts, DeskName, NewMessage, Other, Policies, Recorded,
    RequesterFacts, Ticket, TicketId, TicketNumber, decide, notices,
};
use jiff::Timestamp;

use super::App;
use super::changed::{Beside, Changed};
use super::contracts::under;
use crate::error::AppError;
use crate::store::{AttachmentRow, DeskRow, Gate, OnceResult, RowOp, TextRow, Write, WriteError};

/// How often a command is decided again because others were quicker.
const CONFLICTS_MAX: u32 = 20;

/// Something to be done to a ticket.
#[derive(Debug)]
pub struct Order<'a> {
    pub desk: &'a DeskName,
    pub ticket: TicketId,
    pub actor: Actor,
    pub command: Command,
    /// Makes the order happen at most once, however often it is given.
    pub once: Option<Once>,
    /// What belongs into the same transaction: the bytes of attachments, the fate
    /// of a mail.
    pub also: Write,
}

/// A key under which something is done at most once.
#[derive(Clone, Debug)]
pub struct Once {
    pub scope: String,
    pub key: String,
    /// What the key was used for; the same key for something else is an error.
    pub fingerprint: String,
}

/// What came of an order.
#[derive(Debug)]
pub struct Done {
    pub ticket: Ticket,
    pub number: TicketNumber,
    /// The new events; empty where nothing changed.
    pub events: Vec<Recorded>,
    /// True when the order had been carried out before.
    pub repeated: bool,
}

impl<'a> Order<'a> {
    /// A plain order: no key, nothing beside it.
    #[must_use]
    pub fn new(desk: &'a DeskName, ticket: TicketId, actor: Actor, command: Command) -> Self {
        Self {
            desk,
            ticket,
            actor,
            command,
            once: None,
            also: Write::default(),
        }
    }
}

impl App {
    /// Carries out a command: decides, and writes events, projections, timers and
    /// notices in one transaction.
    ///
    /// # Errors
    /// [`AppError::Refused`] when a rule says no; otherwise see [`AppError`].
    pub async fn execute(&self, order: Order<'_>) -> Result<Done, AppError> {
        let now = self.now();
        let desk = self.desk(order.desk).await?;
        for _ in 0..CONFLICTS_MAX {
            match self.attempt(&order, &desk, now).await {
                Ok(done) => return Ok(done),
                Err(Attempt::Conflict) => {
                    if let Some(done) = self.opened_before(&order, &desk).await? {
                        return Ok(done);
                    }
                    tokio::task::yield_now().await;
                }
                Err(Attempt::AlreadyDone(result)) => {
                    return self.done_before(&order, &desk, &result).await;
                }
                Err(Attempt::Failed(error)) => return Err(error),
            }
        }
        Err(AppError::Busy)
    }

    async fn attempt(
        &self,
        order: &Order<'_>,
        desk: &DeskRow,
        now: Timestamp,
    ) -> Result<Done, Attempt> {
        let (changed, beside) = self.decided(order, now).await?;
        let numbered = |number: Option<i64>| TicketNumber {
            prefix: desk.prefix.clone(),
            number: number.unwrap_or_default(),
        };
        let number = changed.number;
        let done = |changed: Changed, number: Option<i64>| Done {
            ticket: changed.ticket,
            number: numbered(number),
            events: changed.events,
            repeated: false,
        };
        let nothing = changed.events.is_empty() && order.also == Write::default();
        if nothing && order.once.is_none() {
            return Ok(done(changed, number));
        }
        let mut write = written(order, &changed, now);
        let mut is_told = false;
        for changed in std::iter::once(&changed).chain(&beside) {
            write = changed.write(order.desk, write);
            let told = notices(&changed.ticket, &changed.events, order.actor);
            is_told |= !told.is_empty();
            let rows = self.outbox_rows(desk, &changed.ticket, &told, now);
            write.rows.extend(rows.await?);
        }
        match self.store().write(write).await {
            Ok(result) => {
                self.timers_set().notify_one();
                if is_told {
                    self.notices_waiting().notify_one();
                }
                Ok(done(changed, result.number.or(number)))
            }
            Err(WriteError::Conflict) => Err(Attempt::Conflict),
            Err(WriteError::AlreadyDone { result }) => Err(Attempt::AlreadyDone(result)),
            Err(error) => Err(Attempt::Failed(error.into())),
        }
    }

    /// What an order makes of its ticket, and of the other one where it concerns two.
    /// Nothing is written.
    pub(super) async fn decided(
        &self,
        order: &Order<'_>,
        now: Timestamp,
    ) -> Result<(Changed, Option<Changed>), AppError> {
        let (before, number) = match order.command {
            Command::OpenTicket(_) => (None, None),
            _ => {
                let (ticket, _) = self.ticket(order.desk, order.ticket).await?;
                (
                    Some(ticket),
                    Some(self.number(order.desk, order.ticket).await?),
                )
            }
        };
        let requester = self.requester(order.desk, &order.command, now).await?;
        let policies = self
            .policies_for(order, before.as_ref(), requester.as_ref(), now)
            .await?;
        let named = match order.command.policy_named() {
            Some(version) => Some(self.policy(order.desk, version).await?),
            None => None,
        };
        let beside = self.beside(order, before.as_ref()).await?;
        let facts = DeskFacts::default();
        let context = Context {
            now,
            desk: &facts,
            policies: &policies,
            named: named.as_ref(),
            requester: requester.as_ref(),
            other: beside.as_ref().map(Beside::other),
        };
        let events = decide(before.as_ref(), order.actor, &order.command, &context)?;
        let beside = match (beside, &before) {
            (Some(beside), Some(ticket)) => {
                let other = Other {
                    ticket,
                    policies: &policies,
                };
                Some(beside.changed(order.actor, now, other)?)
            }
            _ => None,
        };
        let changed = Changed::new(before, order.ticket, number, events)?;
        Ok((changed, beside))
    }

    pub(super) async fn number(&self, desk: &DeskName, ticket: TicketId) -> Result<i64, AppError> {
        let number = self
            .store()
            .ticket_number(desk.as_str(), &ticket.to_string())
            .await?;
        number.ok_or(AppError::NotFound("ticket"))
    }

    /// The policy a command is decided under: the ticket's own versions, or for a
    /// new ticket the one in force at its receipt, each under what its contract says.
    async fn policies_for(
        &self,
        order: &Order<'_>,
        ticket: Option<&Ticket>,
        requester: Option<&RequesterFacts>,
        now: Timestamp,
    ) -> Result<Policies, AppError> {
        if let Some(ticket) = ticket {
            return self.policies_of(order.desk, ticket).await;
        }
        let at = received_at(&order.command, now);
        let policies = Policies::only(self.policy_at(order.desk, at).await?);
        Ok(match requester {
            Some(requester) => under(policies, &requester.contract.terms.overrides),
            None => policies,
        })
    }

    /// The answer to an order to open a ticket that is there already: the id came
    /// with the order, so it was this order that opened it.
    async fn opened_before(
        &self,
        order: &Order<'_>,
        desk: &DeskRow,
    ) -> Result<Option<Done>, AppError> {
        if !matches!(order.command, Command::OpenTicket(_)) {
            return Ok(None);
        }
        match self.done_already(order.desk, desk, order.ticket).await {
            Err(AppError::NotFound(_)) => Ok(None),
            done => done.map(Some),
        }
    }

    /// Who asks, and what they are owed for the instant of receipt by what is known now.
    async fn requester(
        &self,
        desk: &DeskName,
        command: &Command,
        now: Timestamp,
    ) -> Result<Option<RequesterFacts>, AppError> {
        let Command::OpenTicket(open) = command else {
            return Ok(None);
        };
        let customer = self
            .store()
            .customer_by_id(desk.as_str(), &open.customer.to_string())
            .await?;
        customer.ok_or(AppError::NotFound("customer"))?;
        let at = received_at(command, now);
        Ok(Some(RequesterFacts {
            contact: open.requester,
            customer: open.customer,
            contract: self.contract_facts(desk, open.customer, at).await?,
        }))
    }

    /// The answer to an order that was carried out before.
    async fn done_before(
        &self,
        order: &Order<'_>,
        desk: &DeskRow,
        result: &str,
    ) -> Result<Done, AppError> {
        let (fingerprint, id) = result
            .rsplit_once(' ')
            .ok_or(AppError::NotFound("ticket"))?;
        if order
            .once
            .as_ref()
            .is_some_and(|once| once.fingerprint != fingerprint)
        {
            return Err(AppError::KeyReused);
        }
        let id: TicketId = id.parse().map_err(|_| AppError::NotFound("ticket"))?;
        self.done_already(order.desk, desk, id).await
    }

    async fn done_already(
        &self,
        desk: &DeskName,
        row: &DeskRow,
        id: TicketId,
    ) -> Result<Done, AppError> {
        let (ticket, _) = self.ticket(desk, id).await?;
        let number = TicketNumber {
            prefix: row.prefix.clone(),
            number: self.number(desk, id).await?,
        };
        Ok(Done {
            ticket,
            number,
            events: Vec::new(),
            repeated: true,
        })
    }
}

/// When the desk was told of what a command opens.
fn received_at(command: &Command, now: Timestamp) -> Timestamp {
    match command {
        Command::OpenTicket(open) => open.received_at.unwrap_or(now),
        _ => now,
    }
}

enum Attempt {
    Conflict,
    AlreadyDone(String),
    Failed(AppError),
}

impl From<AppError> for Attempt {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

/// What an order writes beside the events: its key, its texts, its files.
fn written(order: &Order<'_>, changed: &Changed, now: Timestamp) -> Write {
    let desk = order.desk.as_str().to_owned();
    let mut write = order.also.clone();
    if let Some(once) = &order.once {
        write = write.gate(Gate::Once {
            desk: desk.clone(),
            scope: once.scope.clone(),
            key: once.key.clone(),
            at: now.as_microsecond(),
            result: OnceResult::Text(format!("{} {}", once.fingerprint, changed.ticket.id)),
        });
    }
    if !changed.events.is_empty() {
        write.rows.extend(texts(&desk, &order.command));
        let message = order.command.message().into_iter();
        let files = message.flat_map(|message| attachments(&desk, &changed.ticket, message));
        write.rows.extend(files);
    }
    write
}

fn texts(desk: &str, command: &Command) -> Vec<RowOp> {
    let row = |text: &domain::NewText| {
        let (text, body) = (text.id.to_string(), text.body.clone());
        TextRow {
            desk: desk.to_owned(),
            text,
            body,
        }
        .ensure()
    };
    command.texts().into_iter().map(row).collect()
}

fn attachments(desk: &str, ticket: &Ticket, message: &NewMessage) -> Vec<RowOp> {
    let numbered = message.attachments.iter().zip(1_i64..);
    numbered
        .map(|(attachment, place)| {
            AttachmentRow {
                desk: desk.to_owned(),
                ticket: ticket.id.to_string(),
                message: message.message.to_string(),
                place,
                name: attachment.name.clone(),
                media: attachment.media.clone(),
                bytes: attachment.bytes,
                digest: attachment.digest.clone(),
            }
            .ensure()
        })
        .collect()
}
