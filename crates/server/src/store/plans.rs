//! The lists that must stay quick at a million rows are read along an index:
//! no sorting, no reading of whole tables.

use rusqlite::Connection;

use super::{TicketFilter, Whose, migrate, outbox, tickets};

/// What SQLite means to do, step by step.
fn plan(sql: &str) -> Vec<String> {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate::sqlite(&mut connection).unwrap();
    let mut statement = connection
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .unwrap();
    let mut rows = statement.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get(3).unwrap());
    }
    steps
}

fn check(sql: &str, index: &str) {
    let steps = plan(sql);
    let first = steps.first().unwrap();
    assert!(first.contains(&format!("{index} ")), "{sql}\n{steps:#?}");
    for step in &steps {
        assert!(!step.contains("TEMP B-TREE"), "sorts: {sql}\n{steps:#?}");
        assert!(
            !step.starts_with("SCAN"),
            "reads a whole table: {sql}\n{steps:#?}"
        );
    }
}

#[test]
fn open_tickets_are_read_along_their_deadlines() {
    let all = TicketFilter::default();
    let mine = TicketFilter {
        whose: Whose::Assignee("ada".into()),
        ..TicketFilter::default()
    };
    let nobodys = TicketFilter {
        whose: Whose::Unassigned,
        ..TicketFilter::default()
    };
    let waiting = TicketFilter {
        waiting: Some(true),
        ..TicketFilter::default()
    };
    let late = TicketFilter {
        due_before: Some(1),
        ..TicketFilter::default()
    };
    for (filter, index) in [
        (all, "tickets_due"),
        (mine, "tickets_by_assignee"),
        (nobodys, "tickets_by_assignee"),
        (waiting, "tickets_waiting"),
        (late, "tickets_due"),
    ] {
        check(&tickets::open_query("a", &filter, None, 50).sql, index);
    }
}

#[test]
fn the_newest_tickets_are_read_along_their_receipt() {
    let all = TicketFilter::default();
    let customers = TicketFilter {
        customer: Some("c".into()),
        ..TicketFilter::default()
    };
    let requesters = TicketFilter {
        requester: Some("r".into()),
        ..TicketFilter::default()
    };
    for (filter, index) in [
        (all, "tickets_by_time"),
        (customers, "tickets_by_customer"),
        (requesters, "tickets_by_requester"),
    ] {
        check(&tickets::newest_query("a", &filter, None, 50).sql, index);
    }
}

#[test]
fn what_waits_to_be_sent_is_read_along_its_time() {
    check(&outbox::in_state(), "outbox_waiting");
}
