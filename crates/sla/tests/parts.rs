//! The parts that run no clock, where their documentation's examples do not go:
//! changes of the clocks, what is unstated, wrong answers, limits.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

use jiff::{Timestamp, tz::TimeZone};
use sla::policy::{Gravity, InWriting, Policy, Step, VariationFacts, VariationStep, WalkError};

const HEAD: &str = r#"
format = 1
[policy]
name = "Nordwind"
version = "1"
languages = ["en", "fr"]
effective = 2026-01-01
[level.1]
name = { en = "First", fr = "Premier" }
does = { en = "Answers", fr = "Répond" }
[level.2]
name = { en = "Second", fr = "Second" }
does = { en = "Digs", fr = "Creuse" }
"#;

fn policy(parts: &str) -> Policy {
    let parsed = Policy::parse("parts.toml", &format!("{HEAD}{parts}"));
    let findings: Vec<String> = parsed.diagnostics.iter().map(ToString::to_string).collect();
    parsed
        .policy
        .unwrap_or_else(|| panic!("{}", findings.join("\n")))
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

#[test]
fn a_period_keeps_the_local_time_over_a_change_of_clocks() {
    let file = policy(
        "[period.care]\nname = { en = \"Care\", fr = \"Soin\" }\nfrom = \"go-live\"\nlasts = \"3 months\"",
    );
    let go_live = at("2026-01-15T09:00:00+01:00");
    let ends = file.periods()[0].ends_at(go_live, &zone("Europe/Zurich"));
    assert_eq!(ends, Some(at("2026-04-15T09:00:00+02:00")));
}

#[test]
fn a_period_without_a_length_does_not_end() {
    let file = policy(
        "[period.care]\nname = { en = \"Care\", fr = \"Soin\" }\nfrom = \"go-live\"\nlasts = \"unstated\"",
    );
    assert_eq!(
        file.periods()[0].ends_at(at("2026-01-15T09:00:00Z"), &TimeZone::UTC),
        None
    );
}

#[test]
fn a_period_beyond_the_years_that_can_be_named_does_not_end() {
    let file = policy(
        "[period.care]\nname = { en = \"Care\", fr = \"Soin\" }\nfrom = \"go-live\"\nlasts = \"100 years\"",
    );
    assert_eq!(
        file.periods()[0].ends_at(at("9990-01-01T00:00:00Z"), &TimeZone::UTC),
        None
    );
}

#[test]
fn inactivity_has_a_schedule_by_its_operating_value() {
    let file = policy(
        "[inactivity]\ncloses-after = \"unstated, we use 14 calendar days\"\nreminds-after = [\"48h elapsed\", \"7 calendar days\"]",
    );
    let since = at("2026-03-20T09:00:00+01:00");
    let schedule = file
        .inactivity()
        .unwrap()
        .schedule(since, &zone("Europe/Zurich"))
        .unwrap();
    let reminders = [
        at("2026-03-22T09:00:00+01:00"),
        at("2026-03-27T09:00:00+01:00"),
    ];
    assert_eq!(schedule.reminders_at, reminders);
    assert_eq!(schedule.closes_at, at("2026-04-03T09:00:00+02:00"));
}

#[test]
fn inactivity_that_nothing_is_known_of_closes_nothing() {
    let file =
        policy("[inactivity]\ncloses-after = \"unstated\"\nreminds-after = \"7 calendar days\"");
    let since = at("2026-03-20T09:00:00Z");
    assert_eq!(
        file.inactivity().unwrap().schedule(since, &TimeZone::UTC),
        None
    );
}

const QUESTIONS: &str = r#"
[[questionnaire]]
id = "level"
finds = "level"
question = [
    { id = "known", asks = { en = "Known?", fr = "Connu ?" }, answer = [
        { says = { en = "Yes", fr = "Oui" }, level = 1, advice = { en = "Read it", fr = "À lire" } },
        { says = { en = "No", fr = "Non" }, to = "down" } ] },
    { id = "down", asks = { en = "Down?", fr = "En panne ?" }, answer = [
        { says = { en = "Yes", fr = "Oui" }, level = 2 } ] },
]
"#;

#[test]
fn a_questionnaire_is_walked_in_any_language() {
    let file = policy(QUESTIONS);
    let questionnaire = file.questionnaire("level").unwrap();
    for (no, yes) in [("No", "Yes"), ("Non", "Oui"), ("Non", "Yes")] {
        let found = questionnaire.walk(&[no, yes]).unwrap();
        assert_eq!(
            found,
            Step::Found {
                number: 2,
                advice: None
            }
        );
    }
    let Step::Ask(next) = questionnaire.walk(&["Non"]).unwrap() else {
        panic!("the second question is next")
    };
    assert_eq!(next.asks.in_language("fr"), "En panne ?");
    let Step::Found {
        number: 1,
        advice: Some(advice),
    } = questionnaire.walk(&["Oui"]).unwrap()
    else {
        panic!("the first level is found, with advice")
    };
    assert_eq!(advice.in_language("fr"), "À lire");
}

#[test]
fn a_wrong_answer_says_which_question_it_does_not_answer() {
    let file = policy(QUESTIONS);
    let questionnaire = file.questionnaire("level").unwrap();
    let wrong = questionnaire.walk(&["No", "Perhaps"]).unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "`Perhaps` is no answer to the question `down`"
    );
    let much = questionnaire.walk(&["Yes", "Yes"]).unwrap_err();
    assert_eq!(
        much,
        WalkError::AnswerTooMany {
            answer: "Yes".to_owned()
        }
    );
}

#[test]
fn work_on_a_variation_order_waits_for_what_its_terms_name() {
    let strict = policy("[variation]\nwritten-approval = true\npayment = \"in advance\"");
    let none = VariationFacts::default();
    let strict = strict.variation().unwrap();
    let all = [
        VariationStep::Quoted,
        VariationStep::Approved,
        VariationStep::Paid,
    ];
    assert_eq!(strict.missing_before_work(&none), all);
    let lenient = policy("[variation]\npayment = \"after work\"");
    let spoken = VariationFacts {
        quoted: true,
        approved: Some(InWriting::No),
        paid: false,
    };
    assert!(
        lenient
            .variation()
            .unwrap()
            .missing_before_work(&spoken)
            .is_empty()
    );
    assert_eq!(
        strict.missing_before_work(&spoken),
        [VariationStep::Approved, VariationStep::Paid]
    );
    let submitted = at("2026-03-20T09:00:00Z");
    assert_eq!(
        strict.quote_due_at(submitted, &TimeZone::UTC),
        None,
        "no time is stated"
    );
}

#[test]
fn lists_that_nobody_reads_to_the_end_are_refused() {
    let rows: String = (0..201)
        .map(|row| format!("[[coverage.row]]\nid = \"{row}\"\ndecision = \"covered\"\n"))
        .collect();
    let questions: String = (0..201)
        .map(|question| {
            format!(
                "[[questionnaire.question]]\nid = \"{question}\"\nasks = \"Q\"\n\
                 answer = [{{ says = \"A\", to = \"{}\" }}]\n",
                question + 1
            )
        })
        .collect();
    for (parts, says) in [
        (
            format!("[coverage]\notherwise = \"covered\"\n{rows}"),
            "at most 200 rows",
        ),
        (
            format!("[[questionnaire]]\nid = \"q\"\nfinds = \"level\"\n{questions}"),
            "at most 200 questions",
        ),
    ] {
        let parsed = Policy::parse("long.toml", &format!("{HEAD}{parts}"));
        let told = parsed
            .diagnostics
            .iter()
            .any(|found| found.severity == Gravity::Error && found.message.contains(says));
        assert!(told, "{says}");
    }
}

#[test]
fn a_special_row_above_a_general_one_decides() {
    let rows = [
        "[[coverage.row]]\nid = \"special\"\nkind = \"question\"\ncontract = \"active\"\ndecision = \"covered\"\n",
        "[[coverage.row]]\nid = \"general\"\nkind = \"question\"\ndecision = \"billable\"\n",
    ];
    let shadowed = |[first, second]: [&str; 2]| {
        let file = format!("{HEAD}[coverage]\notherwise = \"covered\"\n{first}{second}");
        let found = Policy::parse("rows.toml", &file).diagnostics;
        found
            .iter()
            .filter(|found| found.code == "shadowed-row")
            .count()
    };
    let [special, general] = rows;
    assert_eq!(shadowed([special, general]), 0);
    assert_eq!(shadowed([general, special]), 1);
}

/// The severity that answers find decides which promises a case looks at.
#[test]
fn a_severity_that_answers_find_is_that_of_the_case() {
    let file = policy(
        r#"
[severity]
default = 2
[severity.1]
name = { en = "Critical", fr = "Critique" }
[severity.2]
name = { en = "Minor", fr = "Mineure" }
[[questionnaire]]
id = "severity"
finds = "severity"
question = [{ id = "down", asks = { en = "Down?", fr = "En panne ?" }, answer = [
    { says = { en = "Yes", fr = "Oui" }, severity = 1 },
    { says = { en = "No", fr = "Non" }, severity = 2 } ] }]
[[target]]
id = "response"
metric = "first response"
within = { 1 = "1h", 2 = "4h" }
calendar = "always"
clause = "Response"
[[case]]
name = "down"
report = { at = "2026-03-20T09:00:00Z", answers = { severity = ["Oui"] } }
expect = { severity = 1, response = "2026-03-20T10:00:00Z" }
[[case]]
name = "nobody answered"
report = { at = "2026-03-20T09:00:00Z" }
expect = { severity = 2, response = "2026-03-20T13:00:00Z" }
[[case]]
name = "a wrong answer"
report = { at = "2026-03-20T09:00:00Z", answers = { severity = ["Perhaps"] } }
expect = { severity = 2 }
"#,
    );
    let results = file.run_cases();
    let failures: Vec<Vec<&str>> = results
        .iter()
        .map(|case| {
            case.failures
                .iter()
                .map(|found| found.message.as_str())
                .collect()
        })
        .collect();
    let wrong = "a wrong answer: `Perhaps` is no answer to the question `down`";
    assert_eq!(failures, [vec![], vec![], vec![wrong]]);
}

const POLICIES: [&str; 5] = [
    include_str!("../../../policies/appseconnect.toml"),
    include_str!("../../../policies/infocyte.toml"),
    include_str!("../../../policies/in8sync.toml"),
    include_str!("../../../policies/three-levels.toml"),
    include_str!("../../../policies/proconcept.toml"),
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(60))]

    /// A policy with some of its lines gone or doubled is read without a panic,
    /// its cases run, and its page is written.
    #[test]
    fn no_policy_breaks_the_parts(
        which in 0..5_usize,
        gone in proptest::collection::vec(0..600_usize, 0..4),
        doubled in proptest::collection::vec(0..600_usize, 0..2),
    ) {
        let mut file = String::new();
        for (number, line) in POLICIES[which].lines().enumerate() {
            let times = usize::from(!gone.contains(&number)) + usize::from(doubled.contains(&number));
            for _ in 0..times {
                file += line;
                file.push('\n');
            }
        }
        if let Some(policy) = Policy::parse("cut.toml", &file).policy {
            policy.run_cases();
            policy.page_html("fr");
        }
    }
}
