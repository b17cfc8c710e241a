//! News of committed changes, for live pages. It carries no content: who hears
//! of a change looks at the database again. News may be lost; a receiver that
//! lags, or hears [`Change::Unknown`], must look at everything it shows.

use tokio::sync::broadcast;

/// How much news a slow receiver may have before it.
const CHANGES_WAITING_MAX: usize = 4_096;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A ticket's events now end at `sequence`.
    Ticket {
        desk: String,
        ticket: String,
        sequence: i64,
    },
    /// Something changed, or may have, but what is not known: another program
    /// wrote, or the connection that brings the news was broken for a while.
    Unknown,
}

#[derive(Clone)]
pub(super) struct Announcer(broadcast::Sender<Change>);

impl Announcer {
    pub(super) fn new() -> Self {
        Self(broadcast::Sender::new(CHANGES_WAITING_MAX))
    }

    /// Nobody listening is no error.
    pub(super) fn tell(&self, change: Change) {
        let _ = self.0.send(change);
    }

    pub(super) fn listen(&self) -> broadcast::Receiver<Change> {
        self.0.subscribe()
    }
}

/// Between the parts of a change on its way through PostgreSQL: no id holds it.
const BETWEEN: char = '\u{1f}';

impl Change {
    pub(super) fn to_payload(desk: &str, ticket: &str, sequence: i64) -> String {
        format!("{desk}{BETWEEN}{ticket}{BETWEEN}{sequence}")
    }

    /// What is not understood (a newer program's news) is [`Change::Unknown`].
    pub(super) fn from_payload(payload: &str) -> Self {
        let mut parts = payload.split(BETWEEN);
        let (desk, ticket, sequence) = (parts.next(), parts.next(), parts.next());
        match (
            desk,
            ticket,
            sequence.and_then(|sequence| sequence.parse().ok()),
        ) {
            (Some(desk), Some(ticket), Some(sequence)) => Self::Ticket {
                desk: desk.to_owned(),
                ticket: ticket.to_owned(),
                sequence,
            },
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_survives_its_way_through_the_database() {
        let change = Change::Ticket {
            desk: "a b".into(),
            ticket: "t".into(),
            sequence: 3,
        };
        assert_eq!(
            Change::from_payload(&Change::to_payload("a b", "t", 3)),
            change
        );
        assert_eq!(Change::from_payload("something newer"), Change::Unknown);
    }
}
