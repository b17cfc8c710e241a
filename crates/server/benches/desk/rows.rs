//! The rows that the program wrote for tickets, read back from its SQLite database,
//! so that others can write the same.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::types::Value;
use server::store::{TABLES, Table, TextRow};

/// A table's place in [`TABLES`], and a row of it.
pub(crate) type Row = (usize, Vec<Value>);

/// The rows of one ticket.
pub(crate) type TicketRows = Vec<Row>;

/// The rows of a desk's newest tickets, the oldest of them first.
pub(crate) fn newest(path: &Path, desk: &str, tickets: u64) -> Vec<TicketRows> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let places: HashMap<String, usize> = numbered(&connection, desk, tickets);
    let mut found = vec![TicketRows::new(); places.len()];
    // Which ticket a text belongs to stands in the rows that cite it.
    let mut texts = HashMap::new();
    for (table, place_of_table) in TABLES.iter().zip(0..) {
        let Some(ticket) = table.place("ticket") else {
            continue;
        };
        each(&connection, table, desk, |row| {
            let Value::Text(id) = &row[ticket] else {
                return;
            };
            let Some(place) = places.get(id) else { return };
            for column in ["text", "subject"] {
                if let Some(Value::Text(text)) = table.place(column).map(|at| &row[at]) {
                    texts.insert(text.clone(), *place);
                }
            }
            found[*place].push((place_of_table, row));
        });
    }
    let place_of_texts = TABLES.iter().position(|table| *table == TextRow::TABLE);
    each(&connection, TextRow::TABLE, desk, |row| {
        let Value::Text(id) = &row[1] else { return };
        if let Some(place) = texts.get(id) {
            found[*place].push((place_of_texts.unwrap(), row));
        }
    });
    found
}

/// The ids of the newest tickets, with their places among them.
fn numbered(connection: &rusqlite::Connection, desk: &str, tickets: u64) -> HashMap<String, usize> {
    let sql = "SELECT ticket FROM tickets WHERE desk = $1 ORDER BY number DESC LIMIT $2";
    let mut statement = connection.prepare(sql).unwrap();
    let limit = i64::try_from(tickets).unwrap();
    let ids = statement
        .query_map((desk, limit), |row| row.get(0))
        .unwrap();
    let ids: Vec<String> = ids.collect::<Result<_, _>>().unwrap();
    ids.into_iter().rev().zip(0..).collect()
}

fn each(
    connection: &rusqlite::Connection,
    table: &Table,
    desk: &str,
    mut take: impl FnMut(Vec<Value>),
) {
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    let sql = format!(
        "SELECT {} FROM {} WHERE desk = $1",
        columns.join(", "),
        table.name
    );
    let mut statement = connection.prepare(&sql).unwrap();
    let mut rows = statement.query([desk]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let values = (0..columns.len()).map(|place| row.get(place));
        take(values.collect::<Result<_, _>>().unwrap());
    }
}
