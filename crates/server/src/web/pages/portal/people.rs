//! The names of whoever acted on a ticket, looked up once for its page.

use std::collections::{BTreeMap, HashMap};

use domain::text::Names;
use domain::{Actor, AgentId, TicketId, TicketNumber};

use super::own::Own;
use crate::store::DeskRow;
use crate::web::{PageError, Web};

/// Names by the ids that events carry.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    names: HashMap<String, String>,
    numbers: BTreeMap<TicketId, TicketNumber>,
    /// What stands for the desk itself, and for whoever is no longer known.
    desk: String,
}

impl People {
    pub(super) async fn of(web: &Web, desk: &DeskRow, own: &Own) -> Result<Self, PageError> {
        let store = web.app().store();
        let customer = own.ticket.customer.to_string();
        let agents = store.agents(&desk.desk).await?;
        let contacts = store.contacts_of_customer(&desk.desk, &customer).await?;
        let agents = agents.into_iter().map(|agent| (agent.agent, agent.name));
        let contacts = contacts
            .into_iter()
            .map(|contact| (contact.contact, contact.name));
        Ok(Self {
            names: agents.chain(contacts).collect(),
            numbers: web.app().numbers_told(desk, &own.history).await?,
            desk: desk.name.clone(),
        })
    }

    fn named(&self, id: &str) -> String {
        self.names
            .get(id)
            .cloned()
            .unwrap_or_else(|| self.desk.clone())
    }
}

impl Names for People {
    fn actor(&self, actor: Actor) -> String {
        match actor {
            Actor::Agent(id) => self.named(&id.to_string()),
            Actor::Contact(id) => self.named(&id.to_string()),
            Actor::System => self.desk.clone(),
        }
    }

    fn agent(&self, agent: AgentId) -> String {
        self.named(&agent.to_string())
    }

    fn ticket(&self, ticket: TicketId) -> String {
        let number = self.numbers.get(&ticket);
        number.map_or_else(String::new, TicketNumber::to_string)
    }
}
