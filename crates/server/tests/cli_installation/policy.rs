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
