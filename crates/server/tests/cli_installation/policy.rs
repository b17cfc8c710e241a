//! `mainstay policy publish`, `approve` and `withdraw`.

use std::fs;

use crate::Installation;

const POLICY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/infocyte.toml");

/// The desk's policy with a comment more, which makes it another version.
fn another(installation: &Installation) -> String {
    let path = installation.path().join("another.toml");
    let source = fs::read_to_string(POLICY).unwrap();
    fs::write(&path, format!("{source}\n# reviewed\n")).unwrap();
    path.to_str().unwrap().to_owned()
}

fn in_force(installation: &Installation) -> String {
    let desks = installation.run(&["desk", "list", "--json"]).json();
    desks["desks"][0]["policy_version"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn a_policy_comes_into_force_when_it_says() {
    let installation = Installation::with_desk();
    let first = in_force(&installation);
    let file = another(&installation);
    let publish = ["policy", "publish", &file, "--json"];
    let later = [&publish[..], &["--effective", "2100-01-01T00:00:00Z"]].concat();
    let answer = installation.desk(&later).json();
    assert_eq!(answer["effective_at"], "2100-01-01T00:00:00Z");
    assert_ne!(answer["version"], first.as_str());
    assert_eq!(in_force(&installation), first);
    installation
        .desk(&publish)
        .refused("counts from 2100-01-01T00:00:00Z on");
}

#[test]
fn a_policy_published_for_now_is_in_force() {
    let installation = Installation::with_desk();
    let file = another(&installation);
    let answer = installation
        .desk(&["policy", "publish", &file, "--json"])
        .json();
    assert_eq!(answer["version"], in_force(&installation).as_str());
}

#[test]
fn what_must_not_be_published_is_not() {
    let installation = Installation::with_desk();
    let first = in_force(&installation);
    let path = installation.path().join("broken.toml");
    let file = path.to_str().unwrap();
    let source = fs::read_to_string(POLICY).unwrap();

    let past = [
        "policy",
        "publish",
        POLICY,
        "--effective",
        "2020-01-01T00:00:00Z",
    ];
    installation.desk(&past).refused("history is not rewritten");

    fs::write(&path, "format = 1").unwrap();
    installation
        .desk(&["policy", "publish", file])
        .refused("is not a usable policy");

    let right = "expect = { first-response = \"2026-03-10T11:00:00-05:00\" }";
    assert!(source.contains(right));
    fs::write(
        &path,
        source.replacen(right, &right.replace("T11", "T12"), 1),
    )
    .unwrap();
    installation
        .desk(&["policy", "publish", file])
        .refused("1 golden case of it does not hold");
    assert_eq!(in_force(&installation), first);
}

/// The desk's policy with other hours, which measure everything anew. Its golden
/// cases go: they promise nothing.
fn other_hours(installation: &Installation) -> String {
    let path = installation.path().join("corrected.toml");
    let source = fs::read_to_string(POLICY).unwrap();
    let cases = source.find("\n[[case]]").unwrap();
    let hours = "weekly    = { mon-fri = \"09:00-17:00\" }";
    let always = "weekly    = { mon-sun = \"00:00-24:00\" }";
    assert!(source[..cases].contains(hours));
    fs::write(&path, source[..cases].replacen(hours, always, 1)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_wrong_calendar_is_corrected_and_both_results_stay() {
    let installation = Installation::with_desk();
    let customer = ["customer", "create", "Bolt", "--plan", "enlist"];
    let contact = [
        "customer",
        "add-contact",
        "--customer",
        "Bolt",
        "--name",
        "Bea",
        "--address",
        "bea@bolt.example.com",
    ];
    for command in [&customer[..], &contact[..]] {
        assert_eq!(installation.desk(command).code, 0);
    }
    let mail = b"From: bea@bolt.example.com\r\nSubject: Slow\r\n\r\nIt is slow.\r\n";
    let ran = installation.run_with(&["mail", "deliver", "--desk", "infocyte"], mail);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let first = in_force(&installation);
    let file = other_hours(&installation);
    let correct = ["policy", "correct", &file, "--reason", "We never close."];

    let dry = installation.desk(&[&correct[..], &["--dry-run", "--json"]].concat());
    let dry = dry.json();
    assert_eq!(dry["state"], serde_json::Value::Null);
    let clocks = dry["clocks"].as_array().unwrap();
    let would = clocks
        .iter()
        .find(|clock| clock["clock"] == "first-response.1")
        .unwrap();
    assert_eq!(would["ticket"], "INF-1001");
    assert_ne!(would["before"]["due_at"], would["after"]["due_at"]);
    assert_eq!(in_force(&installation), first, "a dry run writes nothing");

    let by = ["--as", "nobody@example.com"];
    installation
        .desk(&[&correct[..], &by].concat())
        .refused("is no supervisor of desk `infocyte`");
    let ran = installation.desk(&correct);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let words = ["INF-1001  first-response.1  customer  due ", "published "];
    for words in words
        .map(str::to_owned)
        .into_iter()
        .chain([format!("in the place of {first}")])
    {
        assert!(ran.out.contains(&words), "{words}: {}", ran.out);
    }
    assert_ne!(in_force(&installation), first);

    let explain = ["explain", "INF-1001", "--target", "first-response"];
    let explained = installation
        .run(&[&explain[..], &["--json"]].concat())
        .json();
    let clock = &explained["clocks"][0];
    let restated = &clock["restatements"][0];
    assert_eq!(restated["before"]["due_at"], would["before"]["due_at"]);
    assert_eq!(restated["after"]["due_at"], clock["due_at"]);
    assert_eq!(restated["reason"], "We never close.");
    let told = installation.run(&explain).out;
    assert!(
        told.contains("Restated: due ") && told.contains("We never close."),
        "{told}"
    );
    assert_eq!(installation.run(&["verify"]).code, 0, "sound as before");

    installation
        .desk(&correct)
        .refused("there is nothing to correct");
}

#[test]
fn a_correction_that_changes_more_names_it() {
    let installation = Installation::with_desk();
    let path = installation.path().join("more.toml");
    let source = fs::read_to_string(other_hours(&installation)).unwrap();
    assert!(source.contains("name     = \"Enlist\""));
    let more = source.replacen("name     = \"Enlist\"", "name     = \"Basic\"", 1);
    fs::write(&path, more).unwrap();
    let correct = [
        "policy",
        "correct",
        path.to_str().unwrap(),
        "--reason",
        "late",
    ];
    let ran = installation.desk(&correct);
    ran.refused("in nothing but calendars");
    assert!(
        ran.err.contains("Basic") && ran.err.contains("(before: "),
        "{}",
        ran.err
    );
}

#[test]
fn a_second_person_approves_where_the_desk_asks_for_one() {
    let installation = Installation::with_desk();
    let first = in_force(&installation);
    installation.run(&["desk", "second-person", "infocyte", "yes"]);
    let file = another(&installation);
    let answer = installation
        .desk(&[
            "policy",
            "publish",
            &file,
            "--effective",
            "2100-01-01T00:00:00Z",
            "--json",
        ])
        .json();
    assert_eq!(answer["state"], "proposed");
    assert_eq!(answer["governs"], false);
    let version = answer["version"].as_str().unwrap().to_owned();
    installation
        .desk(&["policy", "approve", &version, "--as", "nobody@example.com"])
        .refused("is no supervisor of desk `infocyte`");
    let withdraw = ["policy", "withdraw", &version, "--reason", "wrong hours"];
    assert_eq!(installation.desk(&withdraw).code, 0);
    installation
        .desk(&withdraw)
        .refused("does not wait for approval");
    assert_eq!(in_force(&installation), first);
}
