//! An installation with three desks and their customers, on a clock that stands.

use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use domain::{Actor, AgentId, DeskName, TicketId};
use jiff::Timestamp;
use server::app::{App, NewDesk};
use server::clock::Clock;
use server::store::{AgentRow, ContactRow, CustomerRow, SessionRow, Store, Write};
use server::web::{Web, WebConfig, digest, router};
use tower::ServiceExt;
use uuid::Uuid;

use crate::page::Page;

/// Thursday afternoon at the desk in UTC-5, evening in London.
const NOW: &str = "2026-11-19T20:10:00Z";

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) clock: Clock,
    router: Router,
    _folder: Option<tempfile::TempDir>,
}

/// Somebody at a customer, signed in.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) desk: DeskName,
    cookie: String,
}

impl World {
    pub(crate) async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mainstay.db");
        let store = Store::open_sqlite(&path).await.unwrap();
        Self::new(store, Some(folder)).await
    }

    pub(crate) async fn on_postgres() -> Self {
        let place = crate::support::postgres::database().await;
        let store = Store::open_postgres(&place).await.unwrap();
        Self::new(store, None).await
    }

    async fn new(store: Store, folder: Option<tempfile::TempDir>) -> Self {
        let clock = Clock::standing_at(NOW.parse().unwrap());
        let app = App::new(store, clock.clone(), "http://127.0.0.1:8080");
        for (desk, prefix, language) in [
            ("infocyte", "INF", "en"),
            ("appseconnect", "APP", "en"),
            ("proconcept", "PRO", "fr"),
        ] {
            create_desk(&app, desk, prefix, language).await;
        }
        let router = router(Web::new(app.clone(), WebConfig::default()));
        Self {
            app,
            clock,
            router,
            _folder: folder,
        }
    }

    pub(crate) fn advance_to(&self, at: &str) {
        self.clock.advance_to(at.parse().unwrap());
    }

    /// A company with that plan, in London; its people are made by [`Self::person`].
    /// A company with a contract, under a plan or without one.
    pub(crate) async fn company(&self, desk: &str, name: &str, plan: Option<&str>) -> Uuid {
        let row = self.company_row(desk, name);
        let bought = self
            .app
            .first_contract(&row, &row.zone, plan, "command line");
        let mut write = Write::rows([row.insert()]);
        write.rows.extend(bought);
        self.app.store().write(write).await.unwrap();
        row.customer.parse().unwrap()
    }

    /// A company of which nobody has said what it bought.
    pub(crate) async fn company_unknown(&self, desk: &str, name: &str) -> Uuid {
        let row = self.company_row(desk, name);
        let write = Write::rows([row.insert()]);
        self.app.store().write(write).await.unwrap();
        row.customer.parse().unwrap()
    }

    fn company_row(&self, desk: &str, name: &str) -> CustomerRow {
        let is_french = desk == "proconcept";
        CustomerRow {
            desk: desk.to_owned(),
            customer: self.app.new_id().to_string(),
            name: name.to_owned(),
            zone: if is_french {
                "Europe/Zurich"
            } else {
                "Europe/London"
            }
            .to_owned(),
            language: if is_french { "fr" } else { "en" }.to_owned(),
            active: true,
            created_at: self.app.now().as_microsecond(),
        }
    }

    pub(crate) async fn person(
        &self,
        desk: &str,
        company: Uuid,
        name: &str,
        manager: bool,
    ) -> Person {
        let contact = self.app.new_id();
        let now = self.app.now().as_microsecond();
        let row = ContactRow {
            desk: desk.to_owned(),
            contact: contact.to_string(),
            customer: company.to_string(),
            name: name.to_owned(),
            address: format!("{contact}@example.com"),
            language: if desk == "proconcept" { "fr" } else { "en" }.to_owned(),
            manager,
            password_hash: None,
            active: true,
            created_at: now,
        };
        self.app.store().contact_insert(&row).await.unwrap();
        let secret = format!("secret of {contact}");
        let session = SessionRow {
            desk: desk.to_owned(),
            digest: digest(&secret),
            person: contact.to_string(),
            role: "contact".to_owned(),
            created_at: now,
            expires_at: i64::MAX,
        };
        self.app.store().session_insert(&session).await.unwrap();
        Person {
            desk: DeskName::new(desk).unwrap(),
            cookie: format!("mainstay-desk-{desk}={secret}"),
        }
    }

    /// One person at a company of their own.
    pub(crate) async fn customer(&self, desk: &str, plan: Option<&str>) -> Person {
        let company = self.company(desk, "Calder Mills", plan).await;
        self.person(desk, company, "Rhys Calder", false).await
    }

    pub(crate) async fn agent(&self, desk: &str, name: &str) -> Actor {
        let agent = self.app.new_id();
        let row = AgentRow {
            desk: desk.to_owned(),
            agent: agent.to_string(),
            name: name.to_owned(),
            address: format!("{agent}@example.com"),
            language: "en".to_owned(),
            zone: "Etc/UTC".to_owned(),
            level: 1,
            role: "agent".to_owned(),
            password_hash: None,
            active: true,
            created_at: 0,
        };
        self.app.store().agent_insert(&row).await.unwrap();
        Actor::Agent(AgentId(agent))
    }

    pub(crate) async fn get(&self, who: Option<&Person>, path: &str) -> Page {
        let request = Request::get(path);
        let request = with(request, who, None);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// The page a sent form leads to, with what it has to say.
    pub(crate) async fn follow(&self, who: Option<&Person>, sent: &Page) -> Page {
        assert_eq!(sent.status, 303, "{}", sent.body);
        let request = with(Request::get(sent.location()), who, Some(&sent.flash()));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(
        &self,
        who: Option<&Person>,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Page {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let request = Request::post(path);
        let request = with(request, who, None)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body.finish())).unwrap())
            .await
    }

    /// A form with one file in the field `files`.
    pub(crate) async fn post_file(
        &self,
        who: &Person,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &str),
    ) -> Page {
        let mut body = String::new();
        for (name, value) in fields {
            body.push_str(&format!(
                "--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            ));
        }
        let (name, content) = file;
        body.push_str(&format!(
            "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
             Content-Type: text/plain\r\n\r\n{content}\r\n--edge--\r\n"
        ));
        let request = with(Request::post(path), Some(who), None)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Page {
        Page::of(self.router.clone().oneshot(request).await.unwrap()).await
    }

    /// Reports something through the form; the path of its page.
    pub(crate) async fn report(&self, who: &Person, subject: &str, text: &str) -> String {
        let form = self
            .get(Some(who), &format!("/d/{}/tickets/new", who.desk))
            .await;
        let once = form.field("_form");
        let fields = [
            ("_form", once.as_str()),
            ("subject", subject),
            ("text", text),
        ];
        let path = format!("/d/{}/tickets", who.desk);
        let sent = self.post(Some(who), &path, &fields).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        sent.location().to_owned()
    }

    /// The ticket of a page.
    pub(crate) async fn ticket_of(&self, who: &Person, path: &str) -> domain::Ticket {
        let (_, number) = path.rsplit_once('-').unwrap();
        let number = number.parse().unwrap();
        let id: TicketId = self.app.ticket_of_number(&who.desk, number).await.unwrap();
        self.app.ticket(&who.desk, id).await.unwrap().0
    }
}

fn with(
    request: axum::http::request::Builder,
    who: Option<&Person>,
    flash: Option<&str>,
) -> axum::http::request::Builder {
    let cookies: Vec<&str> = who
        .map(|who| who.cookie.as_str())
        .into_iter()
        .chain(flash)
        .collect();
    request.header(header::COOKIE, cookies.join("; "))
}

async fn create_desk(app: &App, desk: &str, prefix: &str, language: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../policies")
        .join(format!("{desk}.toml"));
    let new = NewDesk {
        desk: DeskName::new(desk).unwrap(),
        name: desk.to_uppercase(),
        prefix: prefix.to_owned(),
        addresses: vec![format!("support@{desk}.example.com")],
        language: language.to_owned(),
        zone: "Etc/UTC".to_owned(),
        accent: "#0a5a76".to_owned(),
        policy: std::fs::read_to_string(path).unwrap(),
        effective_at: Timestamp::UNIX_EPOCH,
    };
    app.create_desk(&new).await.unwrap();
}
