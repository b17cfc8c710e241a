//! Contracts and what they say; and that whoever was a customer before there were
//! contracts has one.

use server::store::*;

use crate::{Fresh, fixture::*, on_both};

on_both!(
    statements_come_in_the_order_in_which_they_were_recorded,
    a_page_of_customers_finds_its_contracts,
    contracts_are_noticed_when_it_is_time,
    what_reaches_into_the_past_is_applied_until_no_ticket_is_left,
);

async fn statements_come_in_the_order_in_which_they_were_recorded(store: &Fresh) {
    let later = StatementRow {
        recorded_at: 7,
        ..statement("a", "c1", "s0")
    };
    let rows = [
        contract("a", "c1", "acme").insert(),
        contract("a", "c2", "acme").insert(),
        contract("a", "c3", "globex").insert(),
        later.insert(),
        statement("a", "c1", "s1").insert(),
        statement("a", "c2", "s1").insert(),
        statement("a", "c3", "s1").insert(),
    ];
    store.write(Write::rows(rows)).await.unwrap();
    let ids = |read: Vec<ContractRead>| -> Vec<(String, String)> {
        let ids = read.into_iter().map(|(contract, statement)| {
            assert_eq!(contract.contract, statement.contract);
            (contract.contract, statement.statement)
        });
        ids.collect()
    };
    let found = store.contracts_of_customer("a", "acme").await.unwrap();
    let pair = |one: &str, two: &str| (one.to_owned(), two.to_owned());
    assert_eq!(
        ids(found),
        [pair("c1", "s1"), pair("c1", "s0"), pair("c2", "s1")]
    );
    let found = store.contract("a", "c1").await.unwrap();
    assert_eq!(ids(found), [pair("c1", "s1"), pair("c1", "s0")]);
    let found = store.contract_statement("a", "c1", "s0").await.unwrap();
    assert_eq!(found, Some(later));
    let none = store.contract_statement("a", "c2", "s0").await.unwrap();
    assert_eq!(none, None);
}

async fn a_page_of_customers_finds_its_contracts(store: &Fresh) {
    let mut rows = Vec::new();
    for name in ["acme", "bolt", "core", "dune"] {
        rows.push(customer("a", name).insert());
        rows.push(contract("a", name, name).insert());
        rows.push(statement("a", name, "s").insert());
    }
    store.write(Write::rows(rows)).await.unwrap();
    let (first, last) = (("bolt of a", "bolt"), ("core of a", "core"));
    let found = store
        .contracts_of_customers("a", first, last)
        .await
        .unwrap();
    let found: Vec<&str> = found.iter().map(|(row, _)| row.customer.as_str()).collect();
    assert_eq!(found, ["bolt", "core"]);
}

async fn contracts_are_noticed_when_it_is_time(store: &Fresh) {
    let at = |name: &str, notice_at| ContractRow {
        notice_at,
        ..contract("a", name, "acme")
    };
    let rows = [
        at("c1", Some(20)).insert(),
        at("c2", Some(10)).insert(),
        at("c3", Some(21)).insert(),
        at("c4", None).insert(),
    ];
    store.write(Write::rows(rows)).await.unwrap();
    let names = async |now, limit| -> Vec<String> {
        let due = store.contracts_noticing(now, limit).await.unwrap();
        due.into_iter().map(|row| row.contract).collect()
    };
    assert_eq!(names(20, 9).await, ["c2", "c1"]);
    assert_eq!(names(20, 1).await, ["c2"]);
    assert!(names(9, 9).await.is_empty());
}

async fn what_reaches_into_the_past_is_applied_until_no_ticket_is_left(store: &Fresh) {
    let applying = |name: &str, after: Option<&str>, recorded_at| StatementRow {
        applied_after: after.map(str::to_owned),
        recorded_at,
        ..statement("a", "c", name)
    };
    let mut number = 0;
    let mut received = |name: &str, customer: &str, received_at| {
        number += 1;
        TicketRow {
            customer: customer.into(),
            received_at,
            ..ticket("a", name, number)
        }
    };
    let rows = [
        contract("a", "c", "acme").insert(),
        applying("s1", Some("t9"), 8).insert(),
        applying("s2", Some(""), 7).insert(),
        applying("s3", None, 6).insert(),
        received("t1", "acme", 9).insert(),
        received("t2", "acme", 10).insert(),
        received("t3", "bolt", 10).insert(),
        received("t4", "acme", 19).insert(),
        received("t5", "acme", 20).insert(),
        restatement("a", "c", "s2", "t1").insert(),
        restatement("a", "c", "s1", "t2").insert(),
        restatement("a", "d", "s1", "t2").insert(),
    ];
    store.write(Write::rows(rows)).await.unwrap();
    let waiting = store.statements_applying(9).await.unwrap();
    let names: Vec<&str> = waiting.iter().map(|row| row.statement.as_str()).collect();
    assert_eq!(names, ["s2", "s1"]);
    assert_eq!(store.statements_applying(1).await.unwrap().len(), 1);
    let found = async |after: &str, limit| {
        let found = store.tickets_received("a", "acme", (10, 20), after, limit);
        found.await.unwrap()
    };
    assert_eq!(found("", 9).await, ["t2", "t4"]);
    assert_eq!(found("", 1).await, ["t2"]);
    assert_eq!(found("t2", 9).await, ["t4"]);
    let restated = store.contract_restatements("a", "c").await.unwrap();
    let restated: Vec<&str> = restated.iter().map(|row| row.ticket.as_str()).collect();
    assert_eq!(restated, ["t2", "t1"]);
}

/// The schema as it was before there were contracts, with a customer of each kind.
fn before_contracts() -> Vec<(i64, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations");
    let files = std::fs::read_dir(folder).unwrap();
    let mut scripts: Vec<(i64, String)> = files
        .map(|file| file.unwrap())
        .map(|file| {
            let name = file.file_name().into_string().unwrap();
            let number = name.split('_').next().unwrap().parse().unwrap();
            (number, std::fs::read_to_string(file.path()).unwrap())
        })
        .filter(|(number, _)| *number < 4)
        .collect();
    scripts.sort();
    scripts
}

const RECORD: &str = "CREATE TABLE migrations (number BIGINT NOT NULL, name TEXT NOT NULL, \
     applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (number))";
const CUSTOMERS: &str = "INSERT INTO customers \
     (desk, customer, name, plan, zone, language, active, created_at) VALUES \
     ('a', 'acme', 'Acme', 'gold', 'UTC', 'en', 1, 5), \
     ('a', 'bolt', 'Bolt', NULL, 'UTC', 'en', 1, 6)";

async fn everybody_has_a_contract(store: &Store) {
    for (customer, plan, since) in [("acme", Some("gold"), 5), ("bolt", None, 6)] {
        let found = store.contracts_of_customer("a", customer).await.unwrap();
        let [(contract, statement)] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!(contract.contract, customer);
        assert_eq!(statement.plan.as_deref(), plan);
        assert_eq!((statement.from_at, statement.until_at), (since, None));
        assert_eq!(statement.says, "in_force");
        assert_eq!((contract.statements, contract.notice_at), (1, None));
        let row = store.customer_by_id("a", customer).await.unwrap();
        assert!(row.is_some());
    }
}

#[tokio::test]
async fn an_older_sqlite_gets_a_contract_for_everybody() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute_batch(RECORD).unwrap();
    for (number, sql) in before_contracts() {
        let sql = sql.replace(" BYTES ", " BLOB ");
        connection.execute_batch(&sql).unwrap();
        let record = "INSERT INTO migrations (number, name) VALUES (?1, 'older')";
        connection.execute(record, [number]).unwrap();
    }
    connection.execute(CUSTOMERS, []).unwrap();
    drop(connection);
    let store = Store::open_sqlite(&path).await.unwrap();
    everybody_has_a_contract(&store).await;
}

#[tokio::test]
async fn an_older_postgres_gets_a_contract_for_everybody() {
    let fresh = crate::postgres().await;
    let (client, connection) = tokio_postgres::connect(&fresh.place, tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    let empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
    client.batch_execute(empty).await.unwrap();
    client.batch_execute(RECORD).await.unwrap();
    for (number, sql) in before_contracts() {
        let sql = sql.replace(" BYTES ", " BYTEA ");
        client.batch_execute(&sql).await.unwrap();
        let record = "INSERT INTO migrations (number, name) VALUES ($1, 'older')";
        client.execute(record, &[&number]).await.unwrap();
    }
    client.batch_execute(CUSTOMERS).await.unwrap();
    let store = Store::open_postgres(&fresh.place).await.unwrap();
    everybody_has_a_contract(&store).await;
}
