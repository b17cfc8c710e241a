//! An installation to test with: a desk per ready-made policy, each with
//! customers, contacts and agents, on a clock that stands.

use domain::{
    Actor, AgentId, Channel, Command, ContactId, CustomerId, DeskName, Kind, MessageId, NewMessage,
    NewText, OpenTicket, TextId, Ticket, TicketId,
};
use jiff::Timestamp;
use server::app::{App, Done, NewDesk, Order};
use server::clock::Clock;
use server::inbound::{Deliver, deliver, work_waiting};
use server::store::{
    AgentRow, ContactRow, ContractRow, CustomerRow, MailRow, OutboxRow, RowOp, StatementRow, Store,
    Write,
};
use uuid::Uuid;

/// Wednesday 14:30 in Kolkata, 10:00 in Zurich, two in the morning in Denver.
pub const START: &str = "2026-11-18T09:00:00Z";

const DESKS: &[(&str, &str, &str, &str)] = &[
    (
        "appseconnect",
        "APP",
        "en",
        include_str!("../../../../policies/appseconnect.toml"),
    ),
    (
        "infocyte",
        "INF",
        "en",
        include_str!("../../../../policies/infocyte.toml"),
    ),
    (
        "in8sync",
        "IN8",
        "en",
        include_str!("../../../../policies/in8sync.toml"),
    ),
    (
        "three-levels",
        "TL",
        "en",
        include_str!("../../../../policies/three-levels.toml"),
    ),
    (
        "proconcept",
        "PRO",
        "fr",
        include_str!("../../../../policies/proconcept.toml"),
    ),
];

pub const ACME: Uuid = Uuid::from_u128(0xACE);
pub const GLOBEX: Uuid = Uuid::from_u128(0x61B);
pub const RITA: Uuid = Uuid::from_u128(0x417A);
pub const GUS: Uuid = Uuid::from_u128(0x605);
pub const ANN: Uuid = Uuid::from_u128(0xA);
pub const SUE: Uuid = Uuid::from_u128(0x50E);
pub const SAM: Uuid = Uuid::from_u128(0x5A);

pub struct Bed {
    pub app: App,
    pub clock: Clock,
    _folder: Option<tempfile::TempDir>,
}

pub fn desk(name: &str) -> DeskName {
    DeskName::new(name).unwrap()
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

impl Bed {
    pub async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mainstay.db");
        let store = Store::open_sqlite(&path).await.unwrap();
        Self::with(store, Some(folder)).await
    }

    pub async fn on_postgres() -> Self {
        let url = crate::support::postgres::database().await;
        let store = Store::open_postgres(&url).await.unwrap();
        Self::with(store, None).await
    }

    async fn with(store: Store, folder: Option<tempfile::TempDir>) -> Self {
        let clock = Clock::standing_at(at(START));
        let app = App::new(store, clock.clone(), "https://desk.example.com/");
        for (name, prefix, language, policy) in DESKS {
            let new = NewDesk {
                desk: desk(name),
                name: format!("{name} desk"),
                prefix: (*prefix).to_owned(),
                addresses: vec![format!("support@{name}.example.com")],
                language: (*language).to_owned(),
                zone: "Asia/Kolkata".to_owned(),
                accent: "#0a5a76".to_owned(),
                policy: (*policy).to_owned(),
                effective_at: at("2026-01-01T00:00:00Z"),
            };
            app.create_desk(&new).await.unwrap();
            app.store().write(people(name, language)).await.unwrap();
        }
        Self {
            app,
            clock,
            _folder: folder,
        }
    }

    pub fn advance(&self, text: &str) {
        self.clock.advance_to(at(text));
    }

    /// A mail arrives and is worked on; answers its row as it was left.
    pub async fn mail(&self, to_desk: &str, from: &str, raw: &str) -> MailRow {
        let address = format!("support@{to_desk}.example.com");
        self.mail_to(to_desk, &address, Some(from), raw.as_bytes())
            .await
    }

    pub async fn mail_to(
        &self,
        to_desk: &str,
        recipient: &str,
        sender: Option<&str>,
        raw: &[u8],
    ) -> MailRow {
        let mail = Deliver {
            sender: sender.map(str::to_owned),
            recipients: vec![recipient.to_owned()],
            raw: raw.to_vec(),
        };
        let id = deliver(&self.app, &desk(to_desk), mail).await.unwrap();
        work_waiting(&self.app).await.unwrap();
        self.app
            .store()
            .mail(to_desk, &id.to_string())
            .await
            .unwrap()
            .unwrap()
    }

    pub async fn ticket_of(&self, name: &str, mail: &MailRow) -> Ticket {
        let id = mail
            .ticket
            .as_deref()
            .unwrap_or_else(|| panic!("{:?}", mail.outcome));
        self.app
            .ticket(&desk(name), id.parse().unwrap())
            .await
            .unwrap()
            .0
    }

    pub async fn tickets(&self, name: &str) -> Vec<String> {
        self.app.store().ticket_ids(name, "", 1_000).await.unwrap()
    }

    /// What waits to be sent or was sent, oldest first.
    pub async fn outbox(&self, name: &str) -> Vec<OutboxRow> {
        let mut rows = self.app.store().outbox(name, None, 1_000).await.unwrap();
        rows.reverse();
        rows
    }

    pub async fn text(&self, name: &str, id: TextId) -> String {
        self.app
            .store()
            .text(name, &id.to_string())
            .await
            .unwrap()
            .unwrap()
    }

    /// Rita opens a ticket in the portal.
    pub async fn open(&self, name: &str, severity: Option<u8>) -> TicketId {
        let ticket = TicketId(self.app.new_id());
        let open = self.opening(ticket, severity);
        self.does(name, ticket, rita(), Command::OpenTicket(open))
            .await;
        ticket
    }

    pub fn opening(&self, ticket: TicketId, severity: Option<u8>) -> OpenTicket {
        OpenTicket {
            ticket,
            customer: CustomerId(ACME),
            requester: ContactId(RITA),
            kind: Kind::Incident,
            about: None,
            channel: Channel::Portal,
            subject: self.text_of("Nothing is synchronised"),
            severity,
            priority: None,
            received_at: None,
            message: self.message("Since this morning no order arrives."),
            acknowledge: false,
        }
    }

    pub fn text_of(&self, body: &str) -> NewText {
        NewText {
            id: TextId(self.app.new_id()),
            body: body.to_owned(),
        }
    }

    pub fn message(&self, body: &str) -> NewMessage {
        NewMessage {
            message: MessageId(self.app.new_id()),
            text: self.text_of(body),
            public: true,
            channel: Channel::Portal,
            act: None,
            happened_at: None,
            attachments: Vec::new(),
        }
    }

    pub async fn does(&self, name: &str, ticket: TicketId, who: Actor, what: Command) -> Done {
        let name = desk(name);
        self.app
            .execute(Order::new(&name, ticket, who, what))
            .await
            .unwrap()
    }
}

pub fn rita() -> Actor {
    Actor::Contact(ContactId(RITA))
}

pub fn ann() -> Actor {
    Actor::Agent(AgentId(ANN))
}

pub fn people(desk: &str, language: &str) -> Write {
    let customer = |id: Uuid, name: &str| CustomerRow {
        desk: desk.to_owned(),
        customer: id.to_string(),
        name: name.to_owned(),
        zone: "Asia/Kolkata".to_owned(),
        language: language.to_owned(),
        active: true,
        created_at: 0,
    };
    let contact = |id: Uuid, customer: Uuid, name: &str, address: &str| ContactRow {
        desk: desk.to_owned(),
        contact: id.to_string(),
        customer: customer.to_string(),
        name: name.to_owned(),
        address: address.to_owned(),
        language: language.to_owned(),
        manager: false,
        password_hash: None,
        active: true,
        created_at: 0,
    };
    let agent = |id: Uuid, name: &str, role: &str| AgentRow {
        desk: desk.to_owned(),
        agent: id.to_string(),
        name: name.to_owned(),
        address: format!("{}@vendor.example.com", name.to_lowercase()),
        language: language.to_owned(),
        zone: "Asia/Kolkata".to_owned(),
        level: 1,
        role: role.to_owned(),
        password_hash: None,
        active: true,
        created_at: 0,
    };
    let bought = (desk == "infocyte").then(|| [patrol(desk, ACME), patrol(desk, GLOBEX)].concat());
    let mut write = Write::rows([
        customer(ACME, "Acme").insert(),
        customer(GLOBEX, "Globex").insert(),
        contact(RITA, ACME, "Rita", "rita@acme.example.com").insert(),
        contact(GUS, GLOBEX, "Gus", "gus@globex.example.com").insert(),
        agent(ANN, "Ann", "agent").insert(),
        agent(SAM, "Sam", "supervisor").insert(),
        agent(SUE, "Sue", "supervisor").insert(),
    ]);
    write.rows.extend(bought.unwrap_or_default());
    write
}

/// The contract of a customer, under its id, that has had the plan for ever.
fn patrol(desk: &str, customer: Uuid) -> Vec<RowOp> {
    let contract = ContractRow {
        desk: desk.to_owned(),
        contract: customer.to_string(),
        customer: customer.to_string(),
        name: "Support".to_owned(),
        created_at: 0,
        statements: 1,
        notice_at: None,
    };
    vec![contract.insert(), patrol_of(desk, customer).insert()]
}

/// What it says.
pub fn patrol_of(desk: &str, customer: Uuid) -> StatementRow {
    StatementRow {
        desk: desk.to_owned(),
        contract: customer.to_string(),
        statement: customer.to_string(),
        from_at: 0,
        until_at: None,
        recorded_at: 0,
        recorded_by: "command line".to_owned(),
        says: "in_force".to_owned(),
        plan: Some("patrol".to_owned()),
        overrides: String::new(),
        signed_at: None,
        reason: None,
        applied_after: None,
    }
}

/// A plain mail by Rita, with more header lines if wanted.
pub fn mail_by(address: &str, id: &str, more: &str, body: &str) -> String {
    format!(
        "From: <{address}>\r\nTo: <support@example.com>\r\nSubject: No orders\r\n\
         Date: Wed, 18 Nov 2026 08:59:00 +0000\r\nMessage-ID: <{id}@acme.example.com>\r\n\
         {more}\r\n{body}\r\n"
    )
}
