//! Everything a ticket's page shows, read from the store in few strides.

use std::collections::{BTreeMap, HashMap};

use domain::text::Names;
use domain::{Actor, AgentId, Event, Policies, Recorded, TextRef, Ticket, TicketId, TicketNumber};

use crate::app::{Held, Reasons};
use crate::store::{AgentRow, AttachmentRow, ContactRow, CustomerRow, MessageRead};
use crate::web::{PageError, Staff, Web, Words};

/// A ticket with its people, texts and files.
pub(super) struct Loaded {
    pub(super) number: TicketNumber,
    pub(super) ticket: Ticket,
    pub(super) history: Vec<Recorded>,
    pub(super) policy: Policies,
    pub(super) customer: Option<CustomerRow>,
    /// Of the customer.
    pub(super) contracts: Vec<Held>,
    pub(super) people: People,
    pub(super) texts: HashMap<String, String>,
    pub(super) messages: HashMap<String, MessageRead>,
    pub(super) files: HashMap<String, Vec<AttachmentRow>>,
    /// Why calendars were corrected.
    pub(super) reasons: Reasons,
}

/// The people who appear on a ticket.
pub(in crate::web::pages::workspace) struct People {
    pub(super) agents: Vec<AgentRow>,
    pub(super) contacts: Vec<ContactRow>,
    pub(super) numbers: BTreeMap<TicketId, TicketNumber>,
    t: Words,
}

/// The ticket of a number as it stands in an address.
pub(in crate::web::pages::workspace) async fn ticket_id(
    web: &Web,
    staff: &Staff,
    number: &str,
) -> Result<(TicketId, TicketNumber), PageError> {
    let number = TicketNumber::parse(number)
        .filter(|number| number.prefix == staff.desk.prefix)
        .ok_or(PageError::NotFound)?;
    let id = web.app().ticket_of_number(&staff.desk_name, number.number);
    Ok((id.await?, number))
}

pub(super) async fn load(web: &Web, staff: &Staff, number: &str) -> Result<Loaded, PageError> {
    let (id, number) = ticket_id(web, staff, number).await?;
    let (ticket, history) = web.app().ticket(&staff.desk_name, id).await?;
    let policy = web.app().policies_of(&staff.desk_name, &ticket).await?;
    let desk = &staff.desk.desk;
    let store = web.app().store();
    let (id, customer) = (id.to_string(), ticket.customer.to_string());
    let messages = store.messages_of_ticket(desk, &id).await?;
    let mut files: HashMap<String, Vec<AttachmentRow>> = HashMap::new();
    for file in store.attachments_of_ticket(desk, &id).await? {
        files.entry(file.message.clone()).or_default().push(file);
    }
    let wanted: Vec<String> = history
        .iter()
        .filter_map(|recorded| cited(&recorded.event))
        .map(|text| text.id.to_string())
        .collect();
    let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
    let texts = store.texts(desk, &wanted).await?;
    Ok(Loaded {
        number,
        policy,
        contracts: web.app().contracts(&staff.desk_name, &customer).await?,
        customer: store.customer_by_id(desk, &customer).await?,
        people: people(web, staff, &ticket, &history).await?,
        reasons: web
            .app()
            .correction_reasons(&staff.desk_name, &ticket)
            .await?,
        texts: texts
            .into_iter()
            .map(|text| (text.text, text.body))
            .collect(),
        messages: messages
            .into_iter()
            .map(|read| (read.message.message.clone(), read))
            .collect(),
        files,
        ticket,
        history,
    })
}

/// The people who may appear on a ticket.
pub(in crate::web::pages::workspace) async fn people(
    web: &Web,
    staff: &Staff,
    ticket: &Ticket,
    history: &[Recorded],
) -> Result<People, PageError> {
    let (store, desk) = (web.app().store(), &staff.desk.desk);
    let customer = ticket.customer.to_string();
    let mut contacts = store.contacts_of_customer(desk, &customer).await?;
    let requester = ticket.requester.to_string();
    if !contacts.iter().any(|contact| contact.contact == requester) {
        contacts.extend(store.contact_by_id(desk, &requester).await?);
    }
    Ok(People {
        agents: store.agents(desk).await?,
        contacts,
        numbers: web.app().numbers_told(&staff.desk, history).await?,
        t: staff.reader.words(),
    })
}

/// The text an event cites, besides those of messages.
fn cited(event: &Event) -> Option<&TextRef> {
    match event {
        Event::TicketOpened { subject, .. } => Some(subject),
        Event::SeverityProposed { reason, .. }
        | Event::SeverityDeclined { reason, .. }
        | Event::SeverityChanged { reason, .. }
        | Event::PriorityChanged { reason, .. }
        | Event::LevelChanged { reason, .. }
        | Event::CoverageDisputed { reason }
        | Event::ClockCorrected { reason, .. } => Some(reason),
        Event::TicketReopened { reason } | Event::SeverityAgreed { reason, .. } => reason.as_ref(),
        Event::WorkaroundAccepted { comment, .. } | Event::TicketRated { comment, .. } => {
            comment.as_ref()
        }
        Event::CoverageDecided(ruling) => ruling.reason_by_hand.as_ref(),
        _ => None,
    }
}

impl Loaded {
    /// What was written there; `None` when it was erased.
    pub(super) fn text(&self, text: &TextRef) -> Option<&str> {
        self.texts.get(&text.id.to_string()).map(String::as_str)
    }

    /// What the event gives as its reason, in somebody's words.
    pub(super) fn reason(&self, event: &Event) -> Option<&str> {
        match event {
            Event::TicketOpened { .. } => None,
            event => cited(event)
                .and_then(|text| self.text(text))
                .filter(|text| !text.is_empty()),
        }
    }

    pub(super) fn requester(&self) -> Option<&ContactRow> {
        let id = self.ticket.requester.to_string();
        self.people
            .contacts
            .iter()
            .find(|contact| contact.contact == id)
    }
}

impl Names for People {
    fn actor(&self, actor: Actor) -> String {
        match actor {
            Actor::Agent(id) => self.agent(id),
            Actor::Contact(id) => {
                let id = id.to_string();
                let found = self.contacts.iter().find(|contact| contact.contact == id);
                found.map_or_else(
                    || self.t.say("somebody-unknown"),
                    |contact| contact.name.clone(),
                )
            }
            Actor::System => self.t.say("somebody-system"),
        }
    }

    fn agent(&self, agent: AgentId) -> String {
        let id = agent.to_string();
        let found = self.agents.iter().find(|agent| agent.agent == id);
        found.map_or_else(
            || self.t.say("somebody-unknown"),
            |agent| agent.name.clone(),
        )
    }

    fn ticket(&self, ticket: TicketId) -> String {
        let number = self.numbers.get(&ticket);
        number.map_or_else(|| ticket.to_string(), TicketNumber::to_string)
    }
}
