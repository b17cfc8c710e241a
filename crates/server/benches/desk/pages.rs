//! Pages a second: the inbox, and tickets all over the desk, beside ten thousand
//! and two hundred thousand tickets (on PostgreSQL ten thousand). The style sheet is asked for in the same way:
//! it needs no database and no thought, so it tells what client and HTTP cost.

use std::time::Duration;

use crate::client::{Answer, Bounds, Connection, Measured, load};
use crate::installation::{Installation, Server};
use crate::postgres;
use crate::table::{self, rounded};

const TICKETS: [u64; 2] = [10_000, 200_000];
/// On PostgreSQL only this many: to make more takes long.
const TICKETS_POSTGRES: u64 = 10_000;
const CLIENTS: usize = 16;
const WARM_UP: Duration = Duration::from_secs(1);
const LENGTH: Duration = Duration::from_secs(4);
const REQUESTS_MAX: u64 = 200_000;
/// A prime that spreads the tickets asked for over the whole desk.
const STRIDE: u64 = 7_919;

pub(crate) async fn measure() {
    let postgres = postgres::Server::durable();
    let mut table = Vec::new();
    let installations = TICKETS.map(|tickets| (tickets, None)).into_iter();
    let url = postgres.create("desk").await;
    for (tickets, url) in installations.chain([(TICKETS_POSTGRES, Some(url))]) {
        let made = Installation::make(tickets, url).await;
        let server = made.serve().await;
        let browser = Browser::new(&made, &server).await;
        for page in [Page::Style, Page::Inbox, Page::Ticket] {
            let line = browser.line(&made, page).await;
            eprintln!("{}", line.join("  "));
            table.push(line);
        }
        server.stop();
    }
    let head = [
        "database",
        "tickets",
        "page",
        "KB",
        "pages/s",
        "of the style sheet's",
        "median, one client",
    ];
    table::print(&format!("Pages, {CLIENTS} clients"), &head, &table);
}

#[derive(Clone, Copy)]
enum Page {
    Style,
    Inbox,
    Ticket,
}

/// Somebody signed in.
struct Browser {
    server: std::net::SocketAddr,
    cookie: String,
    desk: String,
    prefix: String,
    tickets: u64,
    number_last: u64,
    /// The address of the style sheet.
    style: String,
    /// How many style sheets a second.
    style_per_second: std::cell::Cell<f64>,
}

impl Browser {
    async fn new(made: &Installation, server: &Server) -> Self {
        let database = made.database();
        let mut browser = Self {
            server: server.address,
            cookie: made.sign_in(server).await,
            desk: made.desk.clone(),
            prefix: database.prefix(&made.desk).await,
            tickets: database.tickets().await,
            number_last: database.number_last(&made.desk).await,
            style: String::new(),
            style_per_second: std::cell::Cell::default(),
        };
        let mut connection = Connection::open(server.address).await.unwrap();
        let inbox = connection
            .ask(&browser.request(Page::Inbox, 0))
            .await
            .text();
        let (_, style) = inbox
            .split_once("<link rel=\"stylesheet\" href=\"")
            .unwrap();
        style
            .split('"')
            .next()
            .unwrap()
            .clone_into(&mut browser.style);
        browser
    }

    fn number(&self, request: u64) -> String {
        let back = request * STRIDE % self.tickets;
        format!("{}-{}", self.prefix, self.number_last - back)
    }

    fn request(&self, page: Page, number: u64) -> Vec<u8> {
        let path = match page {
            Page::Style => self.style.clone(),
            Page::Inbox => format!("/d/{}/agent", self.desk),
            Page::Ticket => format!("/d/{}/agent/tickets/{}", self.desk, self.number(number)),
        };
        let (host, cookie) = (self.server, &self.cookie);
        format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n").into_bytes()
    }

    fn check(&self, page: Page, number: u64, answer: &Answer<'_>) {
        let known = match page {
            Page::Style => "{".to_owned(),
            Page::Inbox => format!("/agent/tickets/{}-", self.prefix),
            Page::Ticket => format!("/agent/tickets/{}/", self.number(number)),
        };
        assert!(
            answer.status == 200 && answer.has(&known),
            "no {known} in:\n{}{}",
            answer.head,
            answer.text()
        );
    }

    async fn measure(&self, page: Page, clients: usize, length: Duration) -> Measured {
        let bounds = Bounds {
            clients,
            warm_up: WARM_UP,
            length,
            requests: REQUESTS_MAX,
        };
        let request = |number| self.request(page, number);
        let check = |number, answer: &Answer<'_>| self.check(page, number, answer);
        load(self.server, bounds, request, check).await
    }

    async fn line(&self, made: &Installation, page: Page) -> Vec<String> {
        let mut connection = Connection::open(self.server).await.unwrap();
        let bytes = connection.ask(&self.request(page, 1)).await.body.len();
        let many = self.measure(page, CLIENTS, LENGTH).await;
        let one = self.measure(page, 1, LENGTH / 2).await;
        let name = match page {
            Page::Style => {
                self.style_per_second.set(many.per_second);
                "style sheet"
            }
            Page::Inbox => "inbox",
            Page::Ticket => "ticket",
        };
        let of_style = many.per_second / self.style_per_second.get() * 100.0;
        vec![
            made.database().name().to_owned(),
            self.tickets.to_string(),
            name.to_owned(),
            rounded(bytes as f64 / 1e3),
            rounded(many.per_second),
            format!("{of_style:.0} %"),
            format!("{} ms", rounded(one.median.as_secs_f64() * 1e3)),
        ]
    }
}
