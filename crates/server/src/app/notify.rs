//! Notices become outbox rows, written in the transaction of the events that
//! call for them. The words are made when they are sent (see [`crate::outbox`]).

use domain::{Notice, Recipient, Ticket};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::App;
use crate::error::AppError;
use crate::mail::thread::{self, TokenKey};
use crate::store::{DeskRow, OutboxRow, RowOp};

impl App {
    /// Outbox rows for notices. A notice to all supervisors becomes one for each.
    pub(super) async fn outbox_rows(
        &self,
        desk: &DeskRow,
        ticket: &Ticket,
        told: &[Notice],
        now: Timestamp,
    ) -> Result<Vec<RowOp>, AppError> {
        let mut rows: Vec<OutboxRow> = Vec::new();
        for notice in told {
            let readers = match &notice.to {
                Recipient::Supervisors => self.supervisors(&desk.desk).await?,
                one => vec![one.clone()],
            };
            for to in readers {
                let notice = Notice {
                    to,
                    kind: notice.kind.clone(),
                };
                let row = outbox_row(desk, Some(ticket), &notice, now);
                // Who is told as assignee is not told again as supervisor.
                if rows.iter().all(|known| known.item != row.item) {
                    rows.push(row);
                }
            }
        }
        Ok(rows.iter().map(OutboxRow::insert).collect())
    }

    async fn supervisors(&self, desk: &str) -> Result<Vec<Recipient>, AppError> {
        let agents = self.store().agents(desk).await?;
        Ok(agents
            .iter()
            .filter(|agent| agent.active && agent.role == "supervisor")
            .filter_map(|agent| agent.agent.parse().ok().map(Recipient::Agent))
            .collect())
    }
}

/// An outbox row. Its id follows from what it says, of what and to whom, so that
/// the same events never make two; its Message-ID follows from the id.
pub(crate) fn outbox_row(
    desk: &DeskRow,
    ticket: Option<&Ticket>,
    notice: &Notice,
    now: Timestamp,
) -> OutboxRow {
    let notice = (
        notice,
        serde_json::to_string(notice).expect("notices are plain data"),
    );
    let mut hasher = Sha256::new();
    hasher.update(&desk.desk);
    match ticket {
        Some(ticket) => {
            hasher.update(ticket.id.0.as_bytes());
            hasher.update(ticket.sequence.to_be_bytes());
        }
        None => hasher.update(now.as_microsecond().to_be_bytes()),
    }
    hasher.update(&notice.1);
    let digest: [u8; 32] = hasher.finalize().into();
    let (head, _) = digest
        .split_first_chunk::<16>()
        .expect("a digest has 32 bytes");
    let item = uuid::Builder::from_custom_bytes(*head).into_uuid();
    OutboxRow {
        desk: desk.desk.clone(),
        item: item.to_string(),
        created_at: now.as_microsecond(),
        next_at: now.as_microsecond(),
        state: "waiting".to_owned(),
        attempts: 0,
        resent: 0,
        last_error: None,
        recipient: recipient(&notice.0.to),
        message_id: message_id(desk, item, ticket),
        notice: notice.1,
        rendered: None,
        ticket: ticket.map(|ticket| ticket.id.to_string()),
        sent_at: None,
    }
}

/// `contact:ID`, `agent:ID` or a plain address.
fn recipient(to: &Recipient) -> String {
    match to {
        Recipient::Contact(id) => format!("contact:{id}"),
        Recipient::Agent(id) => format!("agent:{id}"),
        Recipient::Supervisors => "supervisors".to_owned(),
        Recipient::Address(address) => address.clone(),
    }
}

/// The Message-ID, without angle brackets. About a ticket it carries the reply
/// token, so that an answer finds home by `References` alone.
fn message_id(desk: &DeskRow, item: Uuid, ticket: Option<&Ticket>) -> String {
    let domain = desk
        .address
        .rsplit_once('@')
        .map_or("localhost", |(_, domain)| domain);
    match ticket {
        Some(ticket) => {
            let key = TokenKey::new(desk.secret.as_bytes(), &desk.desk);
            thread::message_id(&key.make(ticket.id.0), item, domain)
        }
        None => format!("{}@{domain}", item.simple()),
    }
}
