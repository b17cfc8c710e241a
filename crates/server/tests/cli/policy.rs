//! `mainstay policy`.

use serde_json::Value;

use crate::{mainstay, project};

const FILES: [&str; 5] = [
    "appseconnect",
    "infocyte",
    "in8sync",
    "three-levels",
    "proconcept",
];

#[test]
fn the_five_policies_pass_check_and_test() {
    let files = FILES.map(|name| format!("policies/{name}.toml"));
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let ran = mainstay(&[&["policy", "check"], &files[..]].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for file in files {
        assert!(
            ran.out.contains(&format!("{file}: 0 errors, ")),
            "{}",
            ran.out
        );
        let ran = mainstay(&["policy", "test", file]);
        assert_eq!(ran.code, 0, "{}", ran.out);
        assert!(ran.out.ends_with(", 0 failed\n"), "{}", ran.out);
    }
}

#[test]
fn a_difference_is_told_in_words_and_answers_no() {
    let file = "policies/in8sync.toml";
    let ran = mainstay(&["policy", "diff", file, file]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "0 differences\n"));

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("draft.toml");
    let source = std::fs::read_to_string(project().join(file)).unwrap();
    std::fs::write(&path, source.replace("24h elapsed", "48h elapsed")).unwrap();
    let path = path.to_str().unwrap();
    // Its golden cases do not hold any more, which is no matter of the difference.
    let ran = mainstay(&["policy", "diff", file, path]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(
        ran.out,
        "worse     Severities 1, 2, 3, 4, 5, first response (received outside office): within 48 \
         hours by the clock (before: within 24 hours by the clock)\n\n1 difference\n"
    );
    let ran = mainstay(&["policy", "diff", "--json", "--language", "fr", file, path]);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(answer["changes"][0]["effect"], "worse");
    assert_eq!(answer["changes"][0]["part"], "target");
    let words = answer["changes"][0]["words"].as_str().unwrap();
    assert!(
        words.starts_with("Gravités 1, 2, 3, 4, 5, première réponse"),
        "{words}"
    );
}

#[test]
fn a_broken_policy_answers_no_with_its_findings() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("broken.toml");
    let source = std::fs::read_to_string(project().join("policies/in8sync.toml")).unwrap();
    std::fs::write(
        &path,
        source.replace("America/Denver\"\nweekly", "Denver\"\nweekley"),
    )
    .unwrap();
    let path = path.to_str().unwrap();

    let ran = mainstay(&["policy", "check", "--json", path]);
    assert_eq!(ran.code, 1);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    let found = answer["files"][0]["diagnostics"].as_array().unwrap();
    let at = |code: &str| {
        let found = found.iter().find(|found| found["code"] == code);
        found
            .unwrap_or_else(|| panic!("{code} is missing in {}", ran.out))
            .clone()
    };
    assert_eq!(
        (
            at("unknown-zone")["line"].as_u64(),
            at("unknown-key")["line"].as_u64()
        ),
        (Some(19), Some(20))
    );
    assert_eq!(at("unknown-key")["help"], "did you mean `weekly`?");

    let ran = mainstay(&["policy", "test", path]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("error[unknown-zone]"), "{}", ran.err);
}

#[test]
fn a_case_that_does_not_hold_answers_no() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("failing.toml");
    let source = std::fs::read_to_string(project().join("policies/in8sync.toml")).unwrap();
    std::fs::write(
        &path,
        source.replace("2026-07-06T10:00:00[", "2026-07-06T10:30:00["),
    )
    .unwrap();

    let ran = mainstay(&["policy", "test", path.to_str().unwrap()]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out
            .contains("FAILED eight o'clock sharp is inside hours"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("error[failed-case]"), "{}", ran.out);
    assert!(
        ran.out
            .contains("is due 2026-07-06T10:00:00-06:00[America/Denver]"),
        "{}",
        ran.out
    );
}

#[test]
fn a_page_is_shown_in_the_policy_s_language() {
    let ran = mainstay(&["policy", "show", "policies/proconcept.toml", "--html"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.out.starts_with("<!doctype html>\n<html lang=\"fr\">"),
        "{}",
        ran.out
    );
    for part in [
        "Ce que la politique laisse ouvert",
        "notre propre choix",
        "Niveaux",
    ] {
        assert!(ran.out.contains(part), "{part} is missing");
    }
    let ran = mainstay(&["policy", "show", "policies/three-levels.toml"]);
    assert!(
        ran.out
            .contains("# Application maintenance and support in three levels"),
        "{}",
        ran.out
    );
}
