//! Desks, customers, contacts and agents.

use serde_json::json;
use server::store::Store;

use crate::Installation;

#[test]
fn a_desk_is_made_and_listed_without_its_secret() {
    let installation = Installation::with_desk();
    let listed = installation.run(&["desk", "list", "--json"]);
    let desk = &listed.json()["desks"][0];
    assert_eq!(desk["desk"], "infocyte");
    assert_eq!(desk["prefix"], "INF");
    assert_eq!(desk["addresses"], json!(["support@infocyte.example.com"]));
    assert_eq!(desk["zone"], "America/Chicago");
    assert_eq!(desk["policy_version"].as_str().unwrap().len(), 64);
    assert!(!listed.out.contains("secret"), "{}", listed.out);
    let shown = installation.run(&["desk", "list"]);
    assert!(
        shown.out.contains("infocyte  Infocyte Support  INF"),
        "{}",
        shown.out
    );
}

#[test]
fn what_another_desk_has_is_not_given_twice() {
    let installation = Installation::with_desk();
    let create = |name: &str, prefix: &str, address: &str| {
        let policy = ["--policy", "policies/in8sync.toml", "--name", "Another"];
        let rest = ["--prefix", prefix, "--address", address];
        installation.run(&[&["desk", "create", name], &policy[..], &rest[..]].concat())
    };
    create("infocyte", "AAA", "a@example.com").refused("there is a desk `infocyte` already");
    create("another", "inf", "a@example.com").refused("the prefix INF belongs to desk `infocyte`");
    create("another", "AAA", "Support@Infocyte.example.com")
        .refused("support@infocyte.example.com leads to desk `infocyte` already");
    create("Another", "AAA", "a@example.com").refused("such as three-levels");
    create("another", "1", "a@example.com").refused("INF makes tickets INF-1001");
    create("another", "AAA", "nobody").refused("write a mail address");
    assert_eq!(create("another", "AAA", "a@example.com").code, 0);
}

#[test]
fn people_are_made_listed_and_shut_out() {
    let installation = Installation::with_people();
    let customers = installation.desk(&["customer", "list", "--json"]).json();
    assert_eq!(customers["customers"][0]["name"], "Acme Robotics");
    assert_eq!(customers["customers"][0]["plan"], "patrol");
    assert_eq!(customers["customers"][0]["zone"], "America/Chicago");
    let contacts = [
        "customer",
        "contacts",
        "--customer",
        "Acme Robotics",
        "--json",
    ];
    let listed = installation.desk(&contacts).json();
    assert_eq!(listed["contacts"][0]["address"], "ann@acme.example.com");

    let ran = installation.desk(&["customer", "disable", "Acme Robotics"]);
    assert_eq!(
        ran.out, "disabled customer Acme Robotics with 1 contact\n",
        "{}",
        ran.err
    );
    assert_eq!(
        installation.desk(&contacts).json()["contacts"][0]["active"],
        false
    );

    let ran = installation.desk(&["user", "disable", "ada@infocyte.example.com"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let users = installation.desk(&["user", "list", "--json"]).json();
    assert_eq!(users["users"][0]["active"], false);
    assert!(users["users"][0].get("password").is_none());
    installation.desk(&["user", "enable", "ada@infocyte.example.com"]);
    let users = installation.desk(&["user", "list", "--json"]).json();
    assert_eq!(users["users"][0]["active"], true);
}

#[test]
fn people_are_not_made_twice_or_from_nothing() {
    let installation = Installation::with_people();
    let cases: [(&[&str], &str); 7] = [
        (
            &["customer", "create", "Acme Robotics"],
            "has a customer `Acme Robotics` already",
        ),
        (
            &["customer", "create", "Bolt", "--plan", "gold"],
            "the policy has no plan `gold`; it has: enlist, patrol",
        ),
        (
            &["customer", "create", "Bolt", "--zone", "Paris"],
            "such as Europe/Paris",
        ),
        (
            &["customer", "disable", "Bolt"],
            "mainstay customer list --desk infocyte",
        ),
        (
            &[
                "customer",
                "add-contact",
                "--customer",
                "Acme Robotics",
                "--name",
                "Ann",
                "--address",
                "ANN@acme.example.com",
            ],
            "belongs to the contact Ann Lee already",
        ),
        (
            &[
                "user",
                "create",
                "--name",
                "A",
                "--address",
                "ada@infocyte.example.com",
            ],
            "belongs to the agent Ada Park already",
        ),
        (
            &["user", "password", "nobody@example.com"],
            "no agent with the address nobody@example.com",
        ),
    ];
    for (command, because) in cases {
        installation.desk(command).refused(because);
    }
    let ran = installation.run(&["user", "list", "--desk", "infosight"]);
    ran.refused("there is no desk `infosight`; the desks are: infocyte");
}

#[test]
fn a_mistyped_folder_does_not_make_an_installation() {
    let installation = Installation::empty();
    installation
        .run(&["desk", "list"])
        .refused("there is no installation in");
    assert!(!installation.path().exists());
}

#[tokio::test]
async fn a_password_is_kept_as_a_hash_and_changes_are_audited() {
    let installation = Installation::with_people();
    let create = [
        "user",
        "create",
        "--name",
        "Bo",
        "--address",
        "bo@infocyte.example.com",
    ];
    let made = installation
        .desk(&[&create[..], &["--json"]].concat())
        .json();
    let first = made["password"].as_str().unwrap().to_owned();
    let command = [
        "user",
        "password",
        "bo@infocyte.example.com",
        "--desk",
        "infocyte",
    ];
    let given = [&command[..], &["--password-stdin"]].concat();
    installation
        .run_with(&given, b"short\n")
        .refused("10 to 200 characters");

    let store = Store::open_sqlite(&installation.path().join("mainstay.db"))
        .await
        .unwrap();
    let hash = || async {
        let agent = store
            .agent_by_address("infocyte", "bo@infocyte.example.com")
            .await;
        agent.unwrap().unwrap().password_hash.unwrap()
    };
    assert!(server::password::verify(&first, Some(&hash().await)));
    let ran = installation.run_with(&given, b"correct horse battery\n");
    assert!(
        ran.out.starts_with("changed the password of Bo"),
        "{} {}",
        ran.out,
        ran.err
    );
    assert!(server::password::verify(
        "correct horse battery",
        Some(&hash().await)
    ));
    assert!(
        !ran.out.contains("battery"),
        "a given password is not printed"
    );

    let audit = store.audit("infocyte", None, 99).await.unwrap();
    let told: Vec<String> = audit
        .iter()
        .rev()
        .map(|row| {
            let (kind, _) = row.subject.split_once(':').unwrap();
            format!("{}: {kind} {}", row.actor, row.change)
        })
        .collect();
    let expected = [
        "command line: desk created",
        "command line: customer created",
        "command line: contact created",
        "command line: agent created",
        "command line: agent created",
        "command line: agent password changed",
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn a_token_is_shown_once_and_kept_as_a_digest() {
    let installation = Installation::with_people();
    let create = |scope: &str, agent: &str| {
        let command = ["token", "create", "--name", "Status page", "--scope", scope];
        installation.desk(&[&command[..], &["--agent", agent, "--json"]].concat())
    };
    let made = create("tickets:read", "ada@infocyte.example.com").json();
    let secret = made["token"].as_str().unwrap().to_owned();
    let id = made["id"].as_str().unwrap();
    assert!(secret.starts_with("mst_infocyte_"), "{secret}");
    assert_eq!(secret.len(), "mst_infocyte_".len() + 64);
    create("tickets:burn", "ada@infocyte.example.com").refused("tickets:write");
    create("tickets:read", "bo@infocyte.example.com").refused("no agent with the address");

    let listed = installation.desk(&["token", "list", "--json"]);
    assert!(!listed.out.contains(&secret), "{}", listed.out);
    assert_eq!(
        listed.json()["tokens"][0]["agent"],
        "ada@infocyte.example.com"
    );
    let store = Store::open_sqlite(&installation.path().join("mainstay.db"))
        .await
        .unwrap();
    let digest = server::web::digest(&secret);
    let row = store
        .token_by_digest("infocyte", &digest)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.scopes, "tickets:read");

    let ran = installation.desk(&["token", "disable", id]);
    assert_eq!(
        ran.out,
        format!("disabled token {id} of Status page\n"),
        "{}",
        ran.err
    );
    assert!(
        store
            .token_by_digest("infocyte", &digest)
            .await
            .unwrap()
            .is_none()
    );
    installation
        .desk(&["token", "disable", "nothing"])
        .refused("mainstay token list");
}
