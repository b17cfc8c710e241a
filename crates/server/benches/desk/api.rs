//! Tickets a second through the HTTP API, at 1, 16 and 64 clients, beside what the
//! database takes when the same rows are written bare. Both take turns, several
//! times, because other work of the machine comes and goes; the medians count.

use std::time::Duration;

use crate::ceiling::Ceiling;
use crate::client::{Bounds, Measured, load};
use crate::database::Database;
use crate::installation::Installation;
use crate::postgres;
use crate::rows::{self, TicketRows};
use crate::table::{self, median, rounded};

const CLIENTS: [usize; 3] = [1, 16, 64];
const TURNS: usize = 3;
const WARM_UP: Duration = Duration::from_millis(500);
const LENGTH: Duration = Duration::from_secs(3);
/// In one turn.
const TICKETS_MAX: u64 = 15_000;
/// Enough that none is told to go more slowly.
const TOKENS: usize = 64;
/// So many of a turn are written again, bare.
const TICKETS_AGAIN: u64 = 5_000;

pub(crate) async fn measure() {
    let mut table = Vec::new();
    let made = Installation::make(0, None).await;
    let ceiling = Ceiling::sqlite(&made.desk).await;
    let written = sqlite(&made, &ceiling, &mut table).await;
    let postgres = postgres::Server::durable();
    let made = Installation::make(0, Some(postgres.create("desk").await)).await;
    let ceiling = Ceiling::postgres(&postgres.create("ceiling").await, &made.desk).await;
    again(&made, &ceiling, &written, &mut table).await;
    let title = format!(
        "Tickets through the API, {} rows each",
        written[0][0][0].len()
    );
    let head = [
        "database",
        "clients",
        "tickets/s",
        "ceiling/s",
        "of it",
        "median",
        "99 of 100",
    ];
    table::print(&title, &head, &table);
}

/// The tickets of each turn, by number of clients.
type Written = Vec<Vec<Vec<TicketRows>>>;

/// Measures, and reads back what was written.
async fn sqlite(made: &Installation, ceiling: &Ceiling, table: &mut Vec<Vec<String>>) -> Written {
    let server = made.serve().await;
    let tokens = made.tokens(TOKENS);
    let database = made.database();
    let mut written = Written::new();
    for clients in CLIENTS {
        let (mut turns, mut tickets) = (Vec::new(), Vec::new());
        for _ in 0..TURNS {
            let mut turn = Turn::of_program(made, &tokens, clients).await;
            let again = turn.measured.answers.min(TICKETS_AGAIN);
            let newest = rows::newest(database.path().unwrap(), &made.desk, again);
            turn.bare(ceiling, &newest, clients).await;
            turns.push(turn);
            tickets.push(newest);
        }
        table.push(line(&database, clients, &turns));
        written.push(tickets);
    }
    server.stop();
    written
}

/// Measures with the rows that were read before: they are the same.
async fn again(
    made: &Installation,
    ceiling: &Ceiling,
    written: &Written,
    table: &mut Vec<Vec<String>>,
) {
    let server = made.serve().await;
    let tokens = made.tokens(TOKENS);
    for (clients, tickets) in CLIENTS.into_iter().zip(written) {
        let mut turns = Vec::new();
        for tickets in tickets {
            let mut turn = Turn::of_program(made, &tokens, clients).await;
            turn.bare(ceiling, tickets, clients).await;
            turns.push(turn);
        }
        table.push(line(&made.database(), clients, &turns));
    }
    server.stop();
}

/// What so many clients did.
struct Turn {
    /// All that were added, in all tables.
    rows: u64,
    measured: Measured,
    bare_per_second: f64,
}

impl Turn {
    async fn of_program(made: &Installation, tokens: &[String], clients: usize) -> Self {
        let database = made.database();
        let (tickets, rows) = (database.tickets().await, database.rows().await);
        let bounds = Bounds {
            clients,
            warm_up: WARM_UP,
            length: LENGTH,
            requests: TICKETS_MAX,
        };
        let request = |number: u64| {
            let token = &tokens[usize::try_from(number).unwrap() % tokens.len()];
            made.new_ticket(token, number)
        };
        let measured = load(made.address(), bounds, request, |_, answer| {
            assert_eq!(answer.status, 201, "{}", answer.text());
        })
        .await;
        let (tickets_now, rows_now) = (database.tickets().await, database.rows().await);
        let made = tickets_now - tickets;
        assert_eq!(made, measured.answers, "each answer is a ticket");
        Self {
            rows: rows_now - rows,
            measured,
            bare_per_second: 0.0,
        }
    }

    /// Writes rows like those again, with nothing before the database.
    async fn bare(&mut self, ceiling: &Ceiling, tickets: &[TicketRows], clients: usize) {
        let rows: usize = tickets.iter().map(Vec::len).sum();
        assert_eq!(
            rows as u64 * self.measured.answers,
            self.rows * tickets.len() as u64,
            "the ceiling is to write all that the program wrote"
        );
        self.bare_per_second = ceiling.write(tickets, clients).await;
    }
}

fn line(database: &Database, clients: usize, turns: &[Turn]) -> Vec<String> {
    let of_turns = |figure: fn(&Turn) -> f64| median(turns.iter().map(figure).collect());
    let per_second = of_turns(|turn| turn.measured.per_second);
    let bare_per_second = of_turns(|turn| turn.bare_per_second);
    let typical = of_turns(|turn| turn.measured.median.as_secs_f64() * 1e3);
    let slow = of_turns(|turn| turn.measured.slow.as_secs_f64() * 1e3);
    let line = vec![
        database.name().to_owned(),
        clients.to_string(),
        rounded(per_second),
        rounded(bare_per_second),
        format!("{:.0} %", per_second / bare_per_second * 100.0),
        format!("{} ms", rounded(typical)),
        format!("{} ms", rounded(slow)),
    ];
    eprintln!("{}", line.join("  "));
    line
}
