//! Nothing of the store is left out: the sources are read, not remembered.

use std::{fs, path::Path};

/// The functions that serve the whole installation or take a desk's row.
const OF_THE_INSTALLATION: &[&str] = &[
    // To open, to write and to see that it is there.
    "open_sqlite",
    "open_postgres",
    "write",
    "ping",
    "schema",
    // Which desks there are.
    "desk_create",
    "desks",
    "desk_by_id",
    "desk_by_name",
    "desk_by_prefix",
    "desk_by_address",
    // What waits to be done, for reconcilers.
    "timers_due",
    "timer_next",
    "mails_waiting",
    "outbox_waiting",
    "outbox_recover",
    "publications_announcing",
    "publications_taking",
    "statements_applying",
    "contracts_noticing",
    // Take a row, which names its desk.
    "contact_insert",
    "contact_upsert",
    "agent_insert",
    "agent_upsert",
    "session_insert",
    "link_insert",
    "link_spend",
    "signin_failures_set",
    "token_insert",
    "policy_publish",
    "mail_store",
    "mail_settle",
    "outbox_claim",
    "outbox_sent",
    "outbox_failed",
    "outbox_dead",
];

struct Function {
    name: String,
    takes_desk: bool,
}

fn texts(folder: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files
}

fn functions() -> Vec<Function> {
    let mut functions = Vec::new();
    for (_, text) in texts("src/store") {
        for part in text.split("pub async fn ").skip(1) {
            let signature = part.split('{').next().unwrap();
            let name = signature.split(['(', '<']).next().unwrap().to_owned();
            let first = signature
                .split_once("&self,")
                .map_or("", |(_, rest)| rest)
                .trim_start();
            functions.push(Function {
                name,
                takes_desk: first.starts_with("desk: &str"),
            });
        }
    }
    functions
}

#[test]
fn every_function_is_exercised_on_both_databases() {
    let tests = texts("tests/store_contract");
    let functions = functions();
    assert!(
        functions.len() > 60,
        "only {} functions found",
        functions.len()
    );
    for Function { name, .. } in functions {
        let call = [".", "::"].map(|before| format!("{before}{name}("));
        let exercised = tests
            .iter()
            .filter(|(file, _)| file != "completeness.rs")
            .any(|(_, text)| call.iter().any(|call| text.contains(call)));
        assert!(exercised, "no contract test calls {name}");
    }
}

#[test]
fn every_function_of_a_desk_is_tried_through_another_one() {
    let tests = texts("tests/store_contract");
    let (_, isolation) = tests
        .iter()
        .find(|(file, _)| file == "isolation.rs")
        .unwrap();
    for Function { name, takes_desk } in functions() {
        let listed = OF_THE_INSTALLATION.contains(&name.as_str());
        assert!(
            takes_desk || listed,
            "{name}: takes a desk first, or is listed with a reason"
        );
        let tried = isolation.contains(&format!(".{name}(\"b\""));
        assert!(
            listed || tried,
            "isolation.rs does not try {name} through another desk"
        );
    }
}

#[test]
fn every_case_runs_on_both_databases() {
    for (file, text) in texts("tests/store_contract") {
        let cases = text.split("async fn ").skip(1).filter_map(|part| {
            let (name, rest) = part.split_once('(')?;
            rest.starts_with("store: &Fresh)").then_some(name)
        });
        for case in cases {
            let listed = text.contains("on_both!(") && {
                let list = text
                    .split("on_both!(")
                    .nth(1)
                    .unwrap()
                    .split(");")
                    .next()
                    .unwrap();
                list.split(',').any(|listed| listed.trim() == case)
            };
            assert!(listed, "{file}: {case} does not run");
        }
    }
}
