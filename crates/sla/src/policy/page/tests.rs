//! What stands on the page, and what must not.

use crate::policy::{
    Policy,
    vocabulary::{POLICIES, ROOT, Shape, definitions},
};

const HOSTILE: &str = r#"
format = 1
[policy]
name = "A <b>bold</b> & \"quoted\" policy"
version = "1"
languages = ["en"]
effective = "unstated"
calendar = "office"
[calendar.office]
zone = "Europe/Berlin"
weekly = { mon-thu = "09:00-12:00, 13:00-17:00", fri = "09:00-12:00" }
operating = ["zone"]
[severity.1]
name = "<script>alert(1)</script>"
[[target]]
id = "response"
metric = "first response"
within = "unstated, we use 8h"
clause = "Response"
[[target]]
id = "steering"
metric = "first response"
audience = "internal"
within = "1h"
clause = "Secret indicator"
"#;

fn page() -> String {
    Policy::parse("hostile.toml", HOSTILE)
        .policy
        .unwrap()
        .page_html("en")
}

#[test]
fn texts_are_escaped() {
    let page = page();
    assert!(
        !page.contains("<script>") && !page.contains("<b>"),
        "{page}"
    );
    assert!(page.contains("A &lt;b&gt;bold&lt;/b&gt; &amp; &quot;quoted&quot; policy"));
}

#[test]
fn a_duty_says_what_its_time_is_and_from_which_act_to_which() {
    let duty = "[[duty]]\nid = \"endurance\"\nlongest-gap = \"unstated, we use 2h\"\n\
        hand-over = \"30m\"\nbegins-with = \"work begun\"\nuntil = \"workaround given\"\n\
        clause = \"Critical failures\"\n";
    let unbroken = HOSTILE.replacen("[[target]]", "without-a-break = true\n[[target]]", 1);
    let parsed = Policy::parse("hostile.toml", &format!("{unbroken}{duty}"));
    let policy = parsed.policy.unwrap();
    for (language, told) in [
        (
            "en",
            [
                "Worked on without a break.",
                "Continuous work<br>The time is the longest gap between two acts of work, from work begun, until workaround given or resolved.",
                "within 2 hours of opening time <em class=\"own\">",
                "Take-over<br>Counted from each hand-over to another level or person.",
            ],
        ),
        (
            "fr",
            [
                "Traitée sans interruption.",
                "Travail sans interruption<br>Le délai est le plus long intervalle entre deux interventions, depuis : début des travaux, jusqu&#39;à : contournement ou résolution.",
                "en 2 heures d&#39;ouverture <em class=\"own\">",
                "Reprise après transmission<br>Compté à partir de chaque transmission à un autre niveau ou à une autre personne.",
            ],
        ),
    ] {
        let page = policy.page_html(language);
        for words in told {
            assert!(page.contains(words), "{words} in {page}");
        }
    }
}

#[test]
fn operating_values_are_shown_as_our_own() {
    let page = page();
    let own = "<em class=\"own\">(our own choice, not stated in the policy)</em>";
    assert!(
        page.contains(&format!("within 8 hours of opening time {own}")),
        "{page}"
    );
    assert!(page.contains(&format!("Europe/Berlin {own}")), "{page}");
    assert!(
        page.contains("<td>Mon-Thu 09:00-12:00, 13:00-17:00; Fri 09:00-12:00</td>"),
        "{page}"
    );
}

#[test]
fn what_we_steer_by_stays_inside() {
    assert!(!page().contains("Secret indicator"));
}

#[test]
fn a_page_of_its_own_declares_its_language_and_title() {
    let policy = Policy::parse("hostile.toml", HOSTILE).policy.unwrap();
    let page = policy.page_html_standalone("en");
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">"));
    assert!(page.contains("<title>A &lt;b&gt;"));
    assert_eq!(page.matches("<h1>").count(), 1);
}

/// What customers read elsewhere, or not at all: texts of mails, and notes.
const ELSEWHERE: [&str; 2] = ["text", "note"];

/// Every text of a value, where the vocabulary calls it one.
fn texts(title: &str, value: &toml::Value, found: &mut Vec<String>) {
    let Some(table) = value.as_table() else {
        return;
    };
    let definition = definitions().find(|known| known.title == title).unwrap();
    if table.get("audience").is_some() {
        return;
    }
    for (name, value) in table {
        let key = definition.keys.iter().find(|key| key.name == name);
        let given = || definition.given.unwrap().shape;
        if !ELSEWHERE.contains(&name.as_str()) {
            texts_of(key.map_or_else(given, |key| key.shape), value, found);
        }
    }
}

fn texts_of(shape: Shape, value: &toml::Value, found: &mut Vec<String>) {
    match shape {
        Shape::Text | Shape::Texts | Shape::Reason => {
            let one = [value.clone()];
            let all = value.as_array().map_or(one.as_slice(), Vec::as_slice);
            let all = all.iter().map(|text| text.as_str().unwrap().to_owned());
            found.extend(all.filter(|text| text != "unstated"));
        }
        Shape::Table(title) => texts(title, value, found),
        Shape::Tables(title) => {
            let tables = value.as_array().unwrap();
            tables.iter().for_each(|table| texts(title, table, found));
        }
        Shape::ByName(inner) => {
            let values = value.as_table().unwrap().values();
            values.for_each(|value| texts_of(*inner, value, found));
        }
        _ => {}
    }
}

/// The policies that ship have every part between them.
#[test]
fn every_text_of_a_policy_stands_on_its_page() {
    let mut missing = Vec::new();
    for file in POLICIES {
        let policy = Policy::parse("page.toml", file).policy.unwrap();
        let page = policy.page_html(policy.languages().first().unwrap());
        let table: toml::Table = toml::from_str(file).unwrap();
        let mut found = Vec::new();
        texts(ROOT, &toml::Value::Table(table), &mut found);
        assert!(found.len() > 20);
        missing.extend(
            found
                .into_iter()
                .filter(|text| !page.contains(&super::escape(text))),
        );
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// Phrases that the page chooses by language, in both.
#[test]
fn the_page_speaks_english_and_french() {
    let policy = Policy::parse("page.toml", POLICIES[0]).policy.unwrap();
    let (english, french) = (policy.page_html("en"), policy.page_html("fr"));
    for (in_english, in_french) in [
        ("What the contract covers", "Ce que couvre le contrat"),
        ("needs a variation order", "exige un avenant"),
        ("3 months ahead", "3 mois à l&#39;avance"),
        (
            "3 months<br>from go-live",
            "3 mois<br>dès la mise en service",
        ),
        (
            "from purchase or from renewal",
            "dès l&#39;achat ou dès le renouvellement",
        ),
        (
            "1.5% a month at most or the maximum of the law",
            "1.5% par mois au plus ou le maximum légal",
        ),
    ] {
        assert!(english.contains(in_english), "{in_english}");
        assert!(french.contains(in_french), "{in_french}");
    }
}
