//! What becomes of one kept mail.

use std::sync::Arc;

use domain::{Actor, AgentId, DeskName, RefusedMail, TicketId};
use sla::policy::Policy;

use super::people;
use super::{refuse, ticket};
use crate::app::App;
use crate::error::AppError;
use crate::mail::thread::{self, TokenKey};
use crate::mail::{Automatic, Mailbox, ParsedMail, parse};
use crate::store::{AgentRow, DeskRow, MailRow};

/// A mail with all that is known for deciding about it.
pub(super) struct Arrived<'a> {
    pub(super) row: &'a MailRow,
    pub(super) mail: ParsedMail,
    pub(super) desk: DeskName,
    pub(super) desk_row: DeskRow,
    pub(super) policy: Arc<Policy>,
}

pub(super) async fn work(app: &App, row: &MailRow) -> Result<(), AppError> {
    let desk = DeskName::new(&row.desk).ok_or(AppError::NotFound("desk"))?;
    let desk_row = app.desk(&desk).await?;
    let policy = app.policy_at(&desk, app.now()).await?;
    let arrived = Arrived {
        row,
        mail: parse(&row.raw),
        desk,
        desk_row,
        policy,
    };
    let hint = hint(app, &arrived).await?;
    if let Some(machine) = robot(&arrived.mail) {
        // Never answered, never a message: robots would talk all night.
        return settle(app, &arrived, &format!("kept unanswered: {machine}"), hint).await;
    }
    let Some(sender) = sender(&arrived) else {
        let outcome = "kept: it names no sender, so nobody can be answered";
        return Ok(app.store().mail_settle(row.failed(outcome)).await?);
    };
    if let Some(agent) = staff(app, &arrived, &sender).await? {
        return from_staff(app, &arrived, &agent, hint).await;
    }
    let rule = arrived.policy.channel("mail");
    if !rule.accepted {
        return refuse::by_channel(app, &arrived, &sender, RefusedMail::MailNotTaken).await;
    }
    match people::find(app, &arrived, &sender).await? {
        Some(person) => ticket::from_person(app, &arrived, &person, hint).await,
        None if rule.registered_only => {
            refuse::by_channel(app, &arrived, &sender, RefusedMail::Unregistered).await
        }
        None => {
            let person = people::register(app, &arrived, &sender).await?;
            ticket::from_person(app, &arrived, &person, None).await
        }
    }
}

/// Settles the mail without anything else being written.
pub(super) async fn settle(
    app: &App,
    arrived: &Arrived<'_>,
    outcome: &str,
    ticket: Option<TicketId>,
) -> Result<(), AppError> {
    let ticket = ticket.map(|ticket| ticket.to_string());
    Ok(app
        .store()
        .mail_settle(arrived.row.done(outcome, ticket.as_deref()))
        .await?)
}

/// Why a machine must have written it; lists carry people's words and count as
/// people, though they are not answered automatically.
fn robot(mail: &ParsedMail) -> Option<&'static str> {
    match mail.automatic? {
        Automatic::AutoReply => Some("an automatic reply"),
        Automatic::Bounce => Some("a report about a mail of ours"),
        Automatic::Loop => Some("a mail of our own that came back"),
        Automatic::List => None,
    }
}

pub(super) fn sender(arrived: &Arrived<'_>) -> Option<Mailbox> {
    let from = arrived.mail.from.clone();
    from.or_else(|| Some(Mailbox::new(None, &arrived.row.sender)))
        .filter(|sender| sender.address.contains('@'))
}

/// The ticket the mail answers, as far as its tokens and ids tell.
async fn hint(app: &App, arrived: &Arrived<'_>) -> Result<Option<TicketId>, AppError> {
    let Arrived {
        row,
        mail,
        desk_row,
        ..
    } = arrived;
    let key = TokenKey::new(desk_row.secret.as_bytes(), &desk_row.desk);
    let recipients: Vec<String> = row.recipients.split(' ').map(str::to_owned).collect();
    if let Some((ticket, _)) = thread::ticket_of(mail, &recipients, &key) {
        return Ok(Some(TicketId(ticket)));
    }
    let ids: Vec<&str> = mail
        .in_reply_to
        .iter()
        .chain(mail.references.iter().rev())
        .map(String::as_str)
        .collect();
    if ids.is_empty() {
        return Ok(None);
    }
    let found = app
        .store()
        .ticket_by_message_ids(&desk_row.desk, &ids)
        .await?;
    Ok(found.and_then(|ticket| ticket.parse().ok()))
}

async fn staff(
    app: &App,
    arrived: &Arrived<'_>,
    sender: &Mailbox,
) -> Result<Option<AgentRow>, AppError> {
    let agent = app
        .store()
        .agent_by_address(arrived.desk.as_str(), &sender.address)
        .await?;
    Ok(agent.filter(|agent| agent.active))
}

/// Staff work in the workspace. What they mail is not lost: an answer becomes a
/// note nobody outside sees, a forwarded mail belongs to its original sender.
async fn from_staff(
    app: &App,
    arrived: &Arrived<'_>,
    agent: &AgentRow,
    hint: Option<TicketId>,
) -> Result<(), AppError> {
    let id: AgentId = agent
        .agent
        .parse()
        .map_err(|_| AppError::NotFound("agent"))?;
    if let Some(ticket) = hint {
        return ticket::note(app, arrived, Actor::Agent(id), ticket).await;
    }
    if let Some(original) = arrived.mail.forwarded_from.clone() {
        let person = match people::find(app, arrived, &original).await? {
            Some(person) => person,
            None => people::register(app, arrived, &original).await?,
        };
        return ticket::open(app, arrived, &person).await;
    }
    settle(
        app,
        arrived,
        "kept: staff open tickets in the workspace",
        None,
    )
    .await
}
