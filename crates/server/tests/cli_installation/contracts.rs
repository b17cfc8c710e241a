//! Contracts on the command line: begun, amended back into the past, renewed, ended.

use jiff::Zoned;
use serde_json::Value;

use crate::{Installation, Ran};

const SOONER: &str = r#"[[override]]
target = "first-response"
within = "under 30m"
clause = "Amendment, 3"
"#;

/// Of Acme's contract, or that with the arguments.
fn contract(installation: &Installation, arguments: &[&str]) -> Ran {
    installation.desk(&[&["contract"], arguments].concat())
}

fn shown(installation: &Installation) -> Value {
    contract(installation, &["show", "Acme Robotics", "--json"]).json()
}

#[test]
fn an_amendment_is_looked_at_before_it_restates() {
    let installation = Installation::with_people();
    let mail = "From: Ann <ann@acme.example.com>\r\nTo: support@infocyte.example.com\r\n\
        Subject: No orders\r\nMessage-ID: <1@acme.example.com>\r\n\r\nNothing arrives.\r\n";
    let deliver = ["mail", "deliver", "--desk", "infocyte"];
    let delivered = installation.run_with(&deliver, mail.as_bytes());
    assert_eq!(delivered.code, 0, "{}", delivered.err);
    let file = installation.path().join("sooner.toml");
    std::fs::write(&file, SOONER).unwrap();
    let file = file.display().to_string();
    let today = Zoned::now()
        .in_tz("America/Chicago")
        .unwrap()
        .date()
        .to_string();
    let amend = |more: &[&str]| {
        let amend = [
            "amend",
            "Acme Robotics",
            "--from",
            &today,
            "--overrides",
            &file,
        ];
        contract(&installation, &[&amend[..], more].concat())
    };
    let look = amend(&["--dry-run", "--json"]).json();
    assert_eq!(look["statement"], Value::Null);
    assert_eq!(look["tickets"][0]["number"], "INF-1001");
    assert_eq!(look["tickets"][0]["clocks"][0]["clock"], "first-response.1");
    amend(&[]).refused("give a reason");
    assert_eq!(
        shown(&installation)["statements"].as_array().unwrap().len(),
        1
    );

    let told = amend(&["--reason", "It came back signed"]);
    assert!(
        told.out.contains("1 ticket restated"),
        "{}{}",
        told.out,
        told.err
    );
    let after = shown(&installation);
    assert_eq!(after["restated"].as_array().unwrap().len(), 1);
    assert_eq!(
        after["statements"][1]["plan"], "patrol",
        "what is not given stays"
    );
    assert_eq!(after["statements"][1]["reason"], "It came back signed");
    let explained = installation.desk(&["explain", "INF-1001", "--target", "first-response"]);
    assert!(explained.out.contains("Amendment, 3"), "{}", explained.out);
    let verified = installation.desk(&["verify"]);
    assert_eq!(verified.code, 0, "{}", verified.out);
}

#[test]
fn a_contract_is_renewed_rests_and_ends() {
    let installation = Installation::with_people();
    let create = |from: &str, until: &str, plan: &str| {
        let days = ["--from", from, "--until", until, "--plan", plan];
        let made = [&["create", "Acme Robotics"], &days[..]].concat();
        contract(&installation, &made)
    };
    create("2020-01-01", "2019-12-31", "patrol").refused("ends before it begins");
    create("2090-01-01", "2090-12-31", "gold").refused("the policy has no plan `gold`");
    create("2090-01-01", "2090-12-31", "patrol").refused("another contract of this customer");
    let renew = ["renew", "Acme Robotics", "--until", "2091-12-31"];
    contract(&installation, &renew).refused("no end ahead");
    let amend = [
        "amend",
        "Acme Robotics",
        "--from",
        "2089-01-01",
        "--until",
        "2090-12-31",
    ];
    assert_eq!(contract(&installation, &amend).code, 0);
    let end = ["end", "Acme Robotics", "--from", "2091-01-01"];
    assert_eq!(contract(&installation, &end).code, 0);
    let rest = [
        "suspend",
        "Acme Robotics",
        "--from",
        "2090-02-01",
        "--until",
        "2090-02-28",
    ];
    assert_eq!(contract(&installation, &rest).code, 0);

    let segments = shown(&installation)["segments"].clone();
    let segments = segments.as_array().unwrap();
    let last = segments.last().unwrap();
    assert_eq!(last["from"], "2091-01-01T06:00:00Z");
    assert_eq!(segments.len(), 5, "{segments:#?}");
    for pair in segments.windows(2) {
        assert_eq!(pair[0]["until"], pair[1]["from"], "without a hole");
    }
    let listed = contract(&installation, &["list"]);
    assert!(listed.out.contains("Acme Robotics"), "{}", listed.out);
    assert!(listed.out.contains("in force"), "{}", listed.out);
    let told = contract(&installation, &["show", "Acme Robotics"]);
    assert!(told.out.contains("suspended"), "{}", told.out);
    contract(&installation, &["show", "Nobody"]).refused("has no customer `Nobody`");
}
