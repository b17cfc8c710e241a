//! One desk with its people and a ticket, on SQLite and a clock that stands.

use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use domain::{
    Actor, Channel, Command, ContactId, CustomerId, DeskName, Kind, MessageId, NewAttachment,
    NewMessage, NewText, OpenTicket, TextId, Ticket, TicketId,
};
use jiff::Timestamp;
use server::app::{App, NewDesk, Order};
use server::clock::Clock;
use server::store::{AgentRow, BlobRow, ContactRow, CustomerRow, SessionRow, Store, Write};
use server::web::{Web, WebConfig, digest, router};
use tower::ServiceExt;

/// Thursday morning in New York.
const NOW: &str = "2026-11-19T15:10:00Z";

const BYTES_MAX: usize = 8 * 1024 * 1024;

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) clock: Clock,
    pub(crate) database: PathBuf,
    pub(crate) customer: CustomerId,
    pub(crate) contact: ContactId,
    /// Cookies of the signed-in people.
    pub(crate) cookies: People,
    router: Router,
    _folder: tempfile::TempDir,
}

pub(crate) struct People {
    pub(crate) contact: String,
    pub(crate) agent: String,
    pub(crate) supervisor: String,
    pub(crate) administrator: String,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn location(&self) -> &str {
        self.headers
            .get(header::LOCATION)
            .map_or("", |to| to.to_str().unwrap())
    }

    #[track_caller]
    pub(crate) fn has(&self, text: &str) -> &Self {
        assert!(
            self.body.contains(text),
            "`{text}` is missing:\n{}",
            self.body
        );
        self
    }

    #[track_caller]
    pub(crate) fn lacks(&self, text: &str) -> &Self {
        assert!(
            !self.body.contains(text),
            "`{text}` is there:\n{}",
            self.body
        );
        self
    }

    /// The value of the first field of that name.
    pub(crate) fn field(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.body.split_once(&start).unwrap();
        rest.split('"').next().unwrap().to_owned()
    }
}

pub(crate) fn desk() -> DeskName {
    DeskName::new("infocyte").unwrap()
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(WebConfig::default()).await
    }

    pub(crate) async fn with(config: WebConfig) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("mainstay.db");
        let store = Store::open_sqlite(&database).await.unwrap();
        let clock = Clock::standing_at(NOW.parse().unwrap());
        let app = App::new(store, clock.clone(), "http://127.0.0.1:8080");
        create_desk(&app, "infocyte", "INF").await;
        create_desk(&app, "in8sync", "IN8").await;
        let (customer, contact) = people_at_customer(&app).await;
        let cookies = People {
            contact: session(&app, "contact", &contact.to_string()).await,
            agent: agent(&app, "Marta Roos", "agent").await,
            supervisor: agent(&app, "Ada Osei", "supervisor").await,
            administrator: agent(&app, "Jo Tamm", "administrator").await,
        };
        Self {
            router: router(Web::new(app.clone(), config)),
            app,
            clock,
            database,
            customer,
            contact,
            cookies,
            _folder: folder,
        }
    }

    pub(crate) async fn get(&self, cookie: &str, path: &str) -> Answer {
        self.send(cookie, Request::get(path), Body::empty()).await
    }

    pub(crate) async fn post(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let request =
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(cookie, request, Body::from(body.finish())).await
    }

    pub(crate) async fn send(
        &self,
        cookie: &str,
        request: axum::http::request::Builder,
        body: Body,
    ) -> Answer {
        let request = request.header(header::COOKIE, cookie).body(body).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let is_stream = head
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
        let bytes = if is_stream {
            Vec::new()
        } else {
            to_bytes(body, BYTES_MAX).await.unwrap().to_vec()
        };
        Answer {
            status: head.status,
            headers: head.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// A ticket as the contact reported it, with one file; its number.
    pub(crate) async fn ticket(&self, subject: &str) -> String {
        let ticket = TicketId(self.app.new_id());
        let text = |body: &str| NewText {
            id: TextId(self.app.new_id()),
            body: body.to_owned(),
        };
        let blob = BlobRow {
            desk: "infocyte".to_owned(),
            digest: "d0".to_owned(),
            bytes: b"<script>alert(1)</script>".to_vec(),
        };
        let command = Command::OpenTicket(OpenTicket {
            ticket,
            customer: self.customer,
            requester: self.contact,
            kind: Kind::Incident,
            about: None,
            channel: Channel::Portal,
            subject: text(subject),
            severity: Some(2),
            priority: None,
            received_at: None,
            message: NewMessage {
                message: MessageId(self.app.new_id()),
                text: text("Nobody can open the console."),
                public: true,
                channel: Channel::Portal,
                act: None,
                happened_at: None,
                attachments: vec![NewAttachment {
                    name: "page.html".to_owned(),
                    media: "text/html".to_owned(),
                    bytes: 25,
                    digest: "d0".to_owned(),
                }],
            },
            acknowledge: true,
        });
        let name = desk();
        let order = Order {
            also: Write::rows([blob.ensure()]),
            ..Order::new(&name, ticket, Actor::Contact(self.contact), command)
        };
        let done = self.app.execute(order).await.unwrap();
        done.number.to_string()
    }

    pub(crate) async fn ticket_of(&self, number: &str) -> Ticket {
        let (_, number) = number.rsplit_once('-').unwrap();
        let (desk, number) = (desk(), number.parse().unwrap());
        let id = self.app.ticket_of_number(&desk, number).await.unwrap();
        self.app.ticket(&desk, id).await.unwrap().0
    }
}

async fn create_desk(app: &App, name: &str, prefix: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../policies")
        .join(format!("{name}.toml"));
    let new = NewDesk {
        desk: DeskName::new(name).unwrap(),
        name: name.to_uppercase(),
        prefix: prefix.to_owned(),
        addresses: vec![format!("support@{name}.example.com")],
        language: "en".to_owned(),
        zone: "America/New_York".to_owned(),
        accent: "#0a5a76".to_owned(),
        policy: std::fs::read_to_string(path).unwrap(),
        effective_at: Timestamp::UNIX_EPOCH,
    };
    app.create_desk(&new).await.unwrap();
}

async fn people_at_customer(app: &App) -> (CustomerId, ContactId) {
    let (customer, contact) = (CustomerId(app.new_id()), ContactId(app.new_id()));
    let company = CustomerRow {
        desk: "infocyte".to_owned(),
        customer: customer.to_string(),
        name: "Calder Mills".to_owned(),
        zone: "Europe/London".to_owned(),
        language: "en".to_owned(),
        active: true,
        created_at: 0,
    };
    app.store()
        .write(Write::rows([company.insert()]))
        .await
        .unwrap();
    let row = ContactRow {
        desk: "infocyte".to_owned(),
        contact: contact.to_string(),
        customer: customer.to_string(),
        name: "Rhys Calder".to_owned(),
        address: "rhys@calder.example.com".to_owned(),
        language: "en".to_owned(),
        manager: false,
        password_hash: None,
        active: true,
        created_at: 0,
    };
    app.store().contact_insert(&row).await.unwrap();
    (customer, contact)
}

async fn agent(app: &App, name: &str, role: &str) -> String {
    let agent = app.new_id().to_string();
    let row = AgentRow {
        desk: "infocyte".to_owned(),
        agent: agent.clone(),
        name: name.to_owned(),
        address: format!("{role}@infocyte.example.com"),
        language: "en".to_owned(),
        zone: "Europe/Paris".to_owned(),
        level: 1,
        role: role.to_owned(),
        password_hash: Some(server::password::hash("lighthouse")),
        active: true,
        created_at: 0,
    };
    app.store().agent_insert(&row).await.unwrap();
    session(app, "agent", &agent).await
}

async fn session(app: &App, role: &str, person: &str) -> String {
    let secret = format!("secret of {person}").replace(' ', "-");
    let row = SessionRow {
        desk: "infocyte".to_owned(),
        digest: digest(&secret),
        person: person.to_owned(),
        role: role.to_owned(),
        created_at: 0,
        expires_at: i64::MAX,
    };
    app.store().session_insert(&row).await.unwrap();
    format!("mainstay-desk-infocyte={secret}")
}
