//! The one way in for everything that changes a ticket.

use domain::{
    Actor, Command, Context, DeskFacts, DeskName, NewMessage, Policies, Recorded, RequesterFacts,
    Ticket, TicketId, TicketNumber, decide, notices,
};
use jiff::Timestamp;

use super::contracts::under;
use super::history::{encoded, sequence};
use super::{App, project};
use crate::error::AppError;
use crate::store::{
    AttachmentRow, DeskRow, Gate, OnceResult, RowOp, TextRow, TicketNumberRow, Write, WriteError,
};

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
        let facts = DeskFacts::default();
        let context = Context {
            now,
            desk: &facts,
            policies: &policies,
            named: named.as_ref(),
            requester: requester.as_ref(),
        };
        let events = decide(before.as_ref(), order.actor, &order.command, &context)
            .map_err(AppError::from)?;
        let ticket = after(before.as_ref(), order.ticket, &events);
        let ticket = ticket.ok_or(AppError::NotFound("ticket"))?;
        let numbered = |number| TicketNumber {
            prefix: desk.prefix.clone(),
            number,
        };
        if events.is_empty() && order.also == Write::default() && order.once.is_none() {
            let number = numbered(number.unwrap_or_default());
            return Ok(Done {
                ticket,
                number,
                events,
                repeated: false,
            });
        }
        let told = notices(&ticket, &events, order.actor);
        let mut write = written(order, before.as_ref(), &ticket, &events, number, now);
        write
            .rows
            .extend(self.outbox_rows(desk, &ticket, &told, now).await?);
        match self.store().write(write).await {
            Ok(result) => {
                self.timers_set().notify_one();
                if !told.is_empty() {
                    self.notices_waiting().notify_one();
                }
                let number = numbered(result.number.or(number).unwrap_or_default());
                Ok(Done {
                    ticket,
                    number,
                    events,
                    repeated: false,
                })
            }
            Err(WriteError::Conflict) => Err(Attempt::Conflict),
            Err(WriteError::AlreadyDone { result }) => Err(Attempt::AlreadyDone(result)),
            Err(error) => Err(Attempt::Failed(error.into())),
        }
    }

    async fn number(&self, desk: &DeskName, ticket: TicketId) -> Result<i64, AppError> {
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

fn after(before: Option<&Ticket>, id: TicketId, events: &[Recorded]) -> Option<Ticket> {
    let Some(before) = before else {
        return Ticket::fold(id, events);
    };
    let mut ticket = before.clone();
    events.iter().for_each(|event| ticket.apply(event));
    Some(ticket)
}

/// Everything an order writes but its notices.
fn written(
    order: &Order<'_>,
    before: Option<&Ticket>,
    ticket: &Ticket,
    events: &[Recorded],
    number: Option<i64>,
    now: Timestamp,
) -> Write {
    let desk = order.desk.as_str().to_owned();
    let id = ticket.id.to_string();
    let mut write = order.also.clone();
    if let Some(once) = &order.once {
        write = write.gate(Gate::Once {
            desk: desk.clone(),
            scope: once.scope.clone(),
            key: once.key.clone(),
            at: now.as_microsecond(),
            result: OnceResult::Text(format!("{} {id}", once.fingerprint)),
        });
    }
    if events.is_empty() {
        return write;
    }
    write = write.gate(Gate::TicketHead {
        desk: desk.clone(),
        ticket: id.clone(),
        expected: before.map_or(0, |ticket| sequence(ticket.sequence)),
        next: sequence(ticket.sequence),
    });
    if before.is_none() {
        let row = TicketNumberRow {
            desk: desk.clone(),
            number: 0,
            ticket: id,
        };
        write = write
            .gate(Gate::TicketNumber { desk: desk.clone() })
            .row(row.insert().number_assigned("number"));
    }
    write.rows.extend(
        events
            .iter()
            .map(|event| encoded(order.desk, ticket.id, event).insert()),
    );
    write.rows.extend(texts(&desk, &order.command));
    let message = order.command.message();
    write.rows.extend(
        message
            .into_iter()
            .flat_map(|m| attachments(&desk, ticket, m)),
    );
    write
        .rows
        .extend(project::rows(order.desk, before, ticket, number));
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
